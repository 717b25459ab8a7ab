/**
 * The analogue reading of a rate network: scores of texts, and one training step's loss and gradients. TensorFlow.js
 * multiplies windows by kernels, forward and back; what is small is in typed arrays.
 */

import { softmaxMinusLabel } from "./head.js";
import { transposedTimes } from "./products.js";
import { type RateNetwork, rateFilters, rateReach } from "./rate-network.js";
import type { WindowRows } from "./rate-windows.js";
import type { TensorFlow } from "./tensorflow.js";

/** Texts as `valueWindows` made them. */
export interface ValueBatch {
  readonly layout: WindowRows;
  readonly windows: Float32Array;
}

/** Nats per text and gradients of its mean, shaped as the weights; `windows` has entries of filters that are to be masked. */
export interface RateGradients {
  readonly loss: number;
  readonly windows: Float32Array;
  readonly output: Float32Array;
}

/** Scores [texts, classes]. Leaves no tensor behind. */
export function analogueScores(tf: TensorFlow, network: RateNetwork, batch: ValueBatch): Float32Array {
  let pooled = new Float32Array(0);
  tf.tidy(() => {
    pooled = pooledActivations(network, batch.layout, currentsOf(tf, network, batch));
  });
  return classScores(network, pooled);
}

/** Loss and gradients of a batch; `dropout`: factor of each pooled activation, [texts, filters]. Leaves no tensor behind. */
export function analogueGradients(
  tf: TensorFlow,
  network: RateNetwork,
  batch: ValueBatch,
  labels: ArrayLike<number>,
  dropout?: Float32Array,
): RateGradients {
  const { layout } = batch;
  const { classes, neuronsPerClass } = network;
  const filters = rateFilters(network);
  const size = windowsSize(network);
  const votes = classVotes(network);
  const ofVotes = new Float32Array(votes.length);
  let loss = 0;
  let windows = new Float32Array(0);
  tf.tidy(() => {
    const matrix = tf.tensor2d(batch.windows, [layout.rows, size]);
    const currents = tf.matMul(matrix, tf.tensor2d(network.windows, [size, filters])).dataSync<"float32">();
    const pooled = pooledActivations(network, layout, currents);
    if (dropout !== undefined) for (let i = 0; i < pooled.length; i++) pooled[i] *= dropout[i];
    const scores = classScores(network, pooled, votes);
    const ofPooled = new Float32Array(pooled.length);
    for (let n = 0; n < layout.texts; n++) {
      const errors = Float64Array.from(scores.subarray(n * classes, (n + 1) * classes));
      loss += softmaxMinusLabel(errors, labels[n]) / layout.texts;
      for (let f = 0; f < filters; f++) {
        let sum = 0;
        for (let c = 0; c < classes; c++) {
          const error = errors[c] / layout.texts;
          ofVotes[f * classes + c] += pooled[n * filters + f] * error;
          sum += votes[f * classes + c] * error;
        }
        ofPooled[n * filters + f] = sum * (dropout === undefined ? 1 : dropout[n * filters + f]);
      }
    }
    spreadOverWindows(network, layout, currents, ofPooled);
    windows = Float32Array.from(transposedTimes(tf, matrix, tf.tensor2d(currents, [layout.rows, filters])).dataSync<"float32">());
  });
  // The neurons of a class all have its gradient.
  const output = Float32Array.from({ length: network.output.length }, (_, i) => ofVotes[Math.floor(i / neuronsPerClass)]);
  return { loss, windows, output };
}

/** Share of one window in its filter's average, [filters]. */
export function windowShares(network: RateNetwork): Float32Array {
  return Float32Array.from({ length: rateFilters(network) }, (_, f) => {
    const kernel = network.kernels[Math.floor(f / network.filters)] ?? 0;
    return 1 / (network.length - kernel + 1);
  });
}

/** Rows of the windows' weights. */
export function windowsSize(network: RateNetwork): number {
  return rateReach(network) * network.dimensions;
}

/** Class with the largest score of each text; ties go to the lowest. */
export function decisionsOf(scores: ArrayLike<number>, classes: number): Uint16Array {
  return Uint16Array.from({ length: scores.length / classes }, (_, n) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (scores[n * classes + c] > scores[n * classes + best]) best = c;
    return best;
  });
}

function currentsOf(tf: TensorFlow, network: RateNetwork, { layout, windows }: ValueBatch): Float32Array {
  const size = windowsSize(network);
  const matrix = tf.tensor2d(windows, [layout.rows, size]);
  return tf.matMul(matrix, tf.tensor2d(network.windows, [size, rateFilters(network)])).dataSync<"float32">();
}

/** Mean of the activations above 0 over all positions, [texts, filters]. */
function pooledActivations(network: RateNetwork, layout: WindowRows, currents: Float32Array): Float32Array<ArrayBuffer> {
  const filters = rateFilters(network);
  const shares = windowShares(network);
  const pooled = new Float32Array(layout.texts * filters);
  for (let n = 0; n < layout.texts; n++) {
    for (let row = layout.rowStart[n]; row < layout.rowStart[n + 1]; row++) {
      for (let f = 0; f < layout.filters[row]; f++) pooled[n * filters + f] += Math.max(0, currents[row * filters + f]) * shares[f];
    }
  }
  return pooled;
}

/** Pooled activations -> scores [texts, classes]. */
function classScores(network: RateNetwork, pooled: Float32Array, votes: Float32Array = classVotes(network)): Float32Array {
  const { classes } = network;
  const filters = rateFilters(network);
  const texts = pooled.length / filters;
  const scores = new Float32Array(texts * classes);
  for (let n = 0; n < texts; n++) {
    for (let f = 0; f < filters; f++) {
      for (let c = 0; c < classes; c++) scores[n * classes + c] += pooled[n * filters + f] * votes[f * classes + c];
    }
  }
  return scores;
}

/** What a filter adds to a class through all of its neurons, [filters, classes]. */
function classVotes({ output, neuronsPerClass }: RateNetwork): Float32Array {
  const votes = new Float32Array(output.length / neuronsPerClass);
  for (let i = 0; i < output.length; i++) votes[Math.floor(i / neuronsPerClass)] += output[i];
  return votes;
}

/** Currents -> their gradients, in place: the pooled gradient's share where the activation is above 0. */
function spreadOverWindows(network: RateNetwork, layout: WindowRows, currents: Float32Array, ofPooled: Float32Array): void {
  const filters = rateFilters(network);
  const shares = windowShares(network);
  for (let n = 0; n < layout.texts; n++) {
    for (let row = layout.rowStart[n]; row < layout.rowStart[n + 1]; row++) {
      for (let f = 0; f < filters; f++) {
        const at = row * filters + f;
        currents[at] = f < layout.filters[row] && currents[at] > 0 ? ofPooled[n * filters + f] * shares[f] : 0;
      }
    }
  }
}
