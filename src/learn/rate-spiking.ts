/**
 * The spiking reading of a rate network over all T timesteps at once, layer by layer, forward and back: backpropagation
 * through time, written out. Neurons integrate and fire with a reset by subtraction (threshold 1):
 *
 *     m[t] = u[t-1] + current[t]        s[t] = 1 if m[t] > 1 else 0        u[t] = m[t] - s[t]
 *     loss = mean over t of cross-entropy(softmax(k n[t])),   n[t][c] = spikes of class c's neurons in timesteps 0 .. t
 *
 * Back, a spike's derivative is that of the fast sigmoid, ds/dm = 1 / (1 + 25 |m - 1|)^2, and the reset is a constant
 * (as snnTorch's), so that a membrane's gradient is a sum over what comes later:
 *
 *     g[t] = dloss/dm[t] = dloss/ds[t] ds/dm[t] + g[t+1]           dloss/dcurrent[t] = g[t]
 *
 * A layer's currents of all timesteps are one matrix product, and so are the gradients of its weights.
 */
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { softmaxMinusLabel } from "./head.js";
import { timesTransposed, transposedTimes } from "./products.js";
import { type RateGradients, windowShares, windowsSize } from "./rate-ann.js";
import { type RateNetwork, rateFilters, rateOutputs } from "./rate-network.js";
import type { WindowRows } from "./rate-windows.js";
import type { TensorFlow } from "./tensorflow.js";

/** Texts as drawn spikes: windows [timesteps x rows, largest kernel x dimensions]. */
export interface SpikeBatch {
  readonly layout: WindowRows;
  readonly timesteps: number;
  readonly windows: Float32Array;
}

/** What the network did with a batch. */
export interface SpikeCounts {
  /** Spikes of each class's neurons over all timesteps: its score, [texts, classes]. */
  readonly classSpikes: Uint32Array;
  /** Of the hidden neurons, over all timesteps, [texts]. */
  readonly hiddenSpikes: Uint32Array;
}

/** Slope of the surrogate. */
export const SURROGATE_SLOPE = 25;

/** What a class's spike adds to its logit: a timestep's full vote of a population of ten is 1. */
const VOTE = 0.1;

/** Runs a batch. Leaves no tensor behind. */
export function runSpiking(tf: TensorFlow, network: RateNetwork, batch: SpikeBatch): SpikeCounts {
  let counts: SpikeCounts | undefined;
  tf.tidy(() => {
    const hidden = runHidden(tf, network, batch, spikeMatrix(tf, network, batch));
    const outputs = runOutputs(tf, network, batch, hidden.pooled);
    counts = { classSpikes: lastCounts(network, batch, outputs), hiddenSpikes: hidden.spikes };
  });
  if (counts === undefined) throw new Error("tidy did not run its function");
  return counts;
}

/** Loss and surrogate gradients of a batch; `dropout`: factor of each pooled spike train, [texts, filters]. Leaves no tensor behind. */
export function spikingGradients(
  tf: TensorFlow,
  network: RateNetwork,
  batch: SpikeBatch,
  labels: ArrayLike<number>,
  dropout?: Float32Array,
): RateGradients {
  const { layout, timesteps } = batch;
  const filters = rateFilters(network);
  const outputs = rateOutputs(network);
  let loss = 0;
  let windows = new Float32Array(0);
  let output = new Float32Array(0);
  tf.tidy(() => {
    const matrix = spikeMatrix(tf, network, batch);
    const { membranes, pooled } = runHidden(tf, network, batch, matrix);
    if (dropout !== undefined) dropInPlace(pooled, dropout);
    const ofOutputs = runOutputs(tf, network, batch, pooled);
    loss = lossInPlace(network, batch, ofOutputs, labels);
    const rows = timesteps * layout.texts;
    const errors = tf.tensor2d(ofOutputs, [rows, outputs]);
    output = copyOf(transposedTimes(tf, tf.tensor2d(pooled, [rows, filters]), errors));
    const ofPooled = copyOf(timesTransposed(tf, errors, tf.tensor2d(network.output, [filters, outputs])));
    if (dropout !== undefined) dropInPlace(ofPooled, dropout);
    hiddenGradientInPlace(network, batch, membranes, ofPooled);
    windows = copyOf(transposedTimes(tf, matrix, tf.tensor2d(membranes, [timesteps * layout.rows, filters])));
  });
  return { loss, windows, output };
}

/** ds/dm of the fast sigmoid. */
export function fastSigmoidSlope(membrane: number): number {
  const distance = 1 + SURROGATE_SLOPE * Math.abs(membrane - 1);
  return 1 / (distance * distance);
}

function spikeMatrix(tf: TensorFlow, network: RateNetwork, { layout, timesteps, windows }: SpikeBatch): Tensor2D {
  return tf.tensor2d(windows, [timesteps * layout.rows, windowsSize(network)]);
}

interface HiddenRun {
  /** m[t], [timesteps, rows, filters]. */
  readonly membranes: Float32Array;
  /** Mean of the spikes over the positions, [timesteps, texts, filters]. */
  readonly pooled: Float32Array;
  readonly spikes: Uint32Array;
}

function runHidden(tf: TensorFlow, network: RateNetwork, { layout, timesteps }: SpikeBatch, matrix: Tensor2D): HiddenRun {
  const filters = rateFilters(network);
  const membranes = tf.matMul(matrix, tf.tensor2d(network.windows, [windowsSize(network), filters])).dataSync<"float32">();
  const shares = windowShares(network);
  const pooled = new Float32Array(timesteps * layout.texts * filters);
  const spikes = new Uint32Array(layout.texts);
  const left = new Float32Array(layout.rows * filters);
  for (let t = 0; t < timesteps; t++) {
    for (let n = 0; n < layout.texts; n++) {
      const to = (t * layout.texts + n) * filters;
      for (let row = layout.rowStart[n]; row < layout.rowStart[n + 1]; row++) {
        const at = (t * layout.rows + row) * filters;
        const from = row * filters;
        for (let f = 0; f < layout.filters[row]; f++) {
          const membrane = left[from + f] + membranes[at + f];
          const spike = membrane > 1 ? 1 : 0;
          membranes[at + f] = membrane;
          left[from + f] = membrane - spike;
          pooled[to + f] += spike;
        }
      }
      let sum = 0;
      for (let f = 0; f < filters; f++) {
        sum += pooled[to + f];
        pooled[to + f] *= shares[f];
      }
      spikes[n] += sum;
    }
  }
  return { membranes, pooled, spikes };
}

/** m[t] of the class neurons, [timesteps, texts, outputs]. */
function runOutputs(tf: TensorFlow, network: RateNetwork, { layout, timesteps }: SpikeBatch, pooled: Float32Array): Float32Array {
  const filters = rateFilters(network);
  const outputs = rateOutputs(network);
  const size = layout.texts * outputs;
  const membranes = tf
    .matMul(tf.tensor2d(pooled, [timesteps * layout.texts, filters]), tf.tensor2d(network.output, [filters, outputs]))
    .dataSync<"float32">();
  const left = new Float32Array(size);
  for (let t = 0; t < timesteps; t++) {
    for (let i = 0; i < size; i++) {
      const membrane = left[i] + membranes[t * size + i];
      membranes[t * size + i] = membrane;
      left[i] = membrane > 1 ? membrane - 1 : membrane;
    }
  }
  return membranes;
}

function lastCounts(network: RateNetwork, { layout, timesteps }: SpikeBatch, membranes: Float32Array): Uint32Array {
  const { classes, neuronsPerClass } = network;
  const outputs = rateOutputs(network);
  const counts = new Uint32Array(layout.texts * classes);
  for (let t = 0; t < timesteps; t++) {
    for (let n = 0; n < layout.texts; n++) {
      const at = (t * layout.texts + n) * outputs;
      for (let o = 0; o < outputs; o++) if (membranes[at + o] > 1) counts[n * classes + Math.floor(o / neuronsPerClass)]++;
    }
  }
  return counts;
}

/** Membranes of the class neurons -> gradients of their currents, in place; returns nats per text. */
function lossInPlace(network: RateNetwork, { layout, timesteps }: SpikeBatch, membranes: Float32Array, labels: ArrayLike<number>): number {
  const { classes, neuronsPerClass } = network;
  const outputs = rateOutputs(network);
  const perSpike = VOTE * (10 / neuronsPerClass);
  const errors = new Float64Array(timesteps * classes);
  const counts = new Float64Array(classes);
  let loss = 0;
  for (let n = 0; n < layout.texts; n++) {
    counts.fill(0);
    for (let t = 0; t < timesteps; t++) {
      const at = (t * layout.texts + n) * outputs;
      for (let o = 0; o < outputs; o++) if (membranes[at + o] > 1) counts[Math.floor(o / neuronsPerClass)]++;
      const own = errors.subarray(t * classes, (t + 1) * classes);
      for (let c = 0; c < classes; c++) own[c] = perSpike * counts[c];
      loss += softmaxMinusLabel(own, labels[n]) / (timesteps * layout.texts);
    }
    // A spike counts in its own timestep and in all later ones.
    const later = new Float64Array(classes);
    const sums = new Float64Array(outputs);
    for (let t = timesteps - 1; t >= 0; t--) {
      const at = (t * layout.texts + n) * outputs;
      for (let c = 0; c < classes; c++) later[c] += (perSpike * errors[t * classes + c]) / (timesteps * layout.texts);
      for (let o = 0; o < outputs; o++) {
        sums[o] += later[Math.floor(o / neuronsPerClass)] * fastSigmoidSlope(membranes[at + o]);
        membranes[at + o] = sums[o];
      }
    }
  }
  return loss;
}

/** Membranes of the hidden neurons -> gradients of their currents, in place. */
function hiddenGradientInPlace(network: RateNetwork, { layout, timesteps }: SpikeBatch, membranes: Float32Array, ofPooled: Float32Array): void {
  const filters = rateFilters(network);
  const shares = windowShares(network);
  const later = new Float32Array(layout.rows * filters);
  const scaled = new Float32Array(filters);
  for (let t = timesteps - 1; t >= 0; t--) {
    for (let n = 0; n < layout.texts; n++) {
      const pooledAt = (t * layout.texts + n) * filters;
      for (let f = 0; f < filters; f++) scaled[f] = ofPooled[pooledAt + f] * shares[f];
      for (let row = layout.rowStart[n]; row < layout.rowStart[n + 1]; row++) {
        const at = (t * layout.rows + row) * filters;
        const own = row * filters;
        const present = layout.filters[row];
        for (let f = 0; f < present; f++) {
          const distance = 1 + SURROGATE_SLOPE * Math.abs(membranes[at + f] - 1);
          const sum = later[own + f] + scaled[f] / (distance * distance);
          later[own + f] = sum;
          membranes[at + f] = sum;
        }
        membranes.fill(0, at + present, at + filters);
      }
    }
  }
}

/** Each filter's pooled spikes of all timesteps times its factor: a filter is dropped for a whole text. */
function dropInPlace(pooled: Float32Array, dropout: Float32Array): void {
  for (let i = 0; i < pooled.length; i++) pooled[i] *= dropout[i % dropout.length];
}

function copyOf(tensor: Tensor2D): Float32Array<ArrayBuffer> {
  return Float32Array.from(tensor.dataSync<"float32">());
}
