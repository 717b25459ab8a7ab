/**
 * `trainDigits`: the second workload's networks, trained in floating point with TensorFlow.js and given as graphs, ready
 * for conversion to spikes. Epochs and weights are chosen on dev; test is looked at once, at the end.
 */
import type { Graph } from "../graph/graph.js";
import { takeNumeric } from "../samples/split.js";
import type { NumericDataset, NumericSamples } from "../samples/types.js";
import { checkError, inputError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { createRandom, type Random } from "../util/random.js";
import { adamStep, createAdam } from "./adamw.js";
import { type Distortion, distortImages } from "./digits-distort.js";
import { digitsGradients, digitsScores } from "./digits-forward.js";
import { digitsGraph } from "./digits-graph.js";
import { copyDigitsNetwork, createDigitsNetwork, type DigitsKind, type DigitsNetwork, type Planes, parametersOf } from "./digits-network.js";
import { softmaxMinusLabel } from "./head.js";
import { loadTensorFlow, type TensorFlow } from "./tensorflow.js";
import { pause, scoreOf } from "./train.js";

export interface DigitsOptions extends WorkOptions {
  readonly seed: number;
  /** Passes over the training images instead of the kind's own number. */
  readonly epochs?: number;
}

export interface TrainedDigits {
  /** Input `image` [channels, height, width], output `output` [classes]: scores before softmax. */
  readonly graph: Graph;
  /** Percent. */
  readonly devAccuracy: number;
  readonly testAccuracy: number;
  /** Wall time of the training, evaluation on dev included. */
  readonly seconds: number;
  readonly epochs: number;
  /** Epoch whose weights were kept. */
  readonly bestEpoch: number;
  /** What trained: one line for the report. */
  readonly description: string;
}

interface Training {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** The learning rate falls linearly to this share of itself. */
  readonly finalRate: number;
  readonly weightDecay: number;
  readonly distortion: Distortion;
}

/** Chosen on the dev digits of seed 1 (README.md). */
const TRAINING: Readonly<Record<DigitsKind, Training>> = {
  mlp: {
    epochs: 30,
    batchSize: 64,
    learningRate: 3e-3,
    finalRate: 0.02,
    weightDecay: 0.01,
    distortion: { degrees: 10, scale: 0.15, shear: 0.2, pixels: 1 },
  },
  cnn: {
    epochs: 25,
    batchSize: 100,
    learningRate: 8e-3,
    finalRate: 0.02,
    weightDecay: 0.01,
    distortion: { degrees: 10, scale: 0.1, shear: 0, pixels: 1 },
  },
};

/**
 * Trains on images of [channels, height, width]. Deterministic by seed, backend and thread count. Throws SnncError
 * (input) `digits-shape`, (check) `training-diverged`, and the signal's reason when aborted.
 */
export async function trainDigits(kind: DigitsKind, dataset: NumericDataset, options: DigitsOptions): Promise<TrainedDigits> {
  const input = planesOf(dataset);
  const random = createRandom(options.seed);
  const network = createDigitsNetwork(kind, input, dataset.classes.length, random);
  const { tf, description } = await loadTensorFlow();
  const started = performance.now();
  const training = { ...TRAINING[kind], ...(options.epochs === undefined ? {} : { epochs: options.epochs }) };
  const best = await trainNetwork(tf, network, dataset, training, random, options);
  return {
    graph: digitsGraph(best.network, `${dataset.name}-${kind}`),
    devAccuracy: best.dev.accuracy,
    testAccuracy: evaluateDigits(tf, best.network, dataset.test).accuracy,
    seconds: (performance.now() - started) / 1000,
    epochs: training.epochs,
    bestEpoch: best.epoch,
    description,
  };
}

interface Best {
  readonly network: DigitsNetwork;
  readonly epoch: number;
  readonly dev: DigitsEvaluation;
}

/** Trains `network` in place; gives a copy as of the epoch with the best dev score (accuracy % - loss). */
async function trainNetwork(
  tf: TensorFlow,
  network: DigitsNetwork,
  { train, dev }: NumericDataset,
  training: Training,
  random: Random,
  { signal, onProgress }: WorkOptions,
): Promise<Best> {
  const { epochs, batchSize, learningRate, finalRate, weightDecay, distortion } = training;
  const stage = network.kind === "mlp" ? "float MLP" : "float CNN";
  const parameters = parametersOf(network);
  const states = parameters.map((values) => createAdam(values.length));
  const order = Uint32Array.from({ length: train.count }, (_, image) => image);
  const batches = Math.ceil(train.count / batchSize);
  let best: Best | undefined;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    random.shuffle(order);
    let lossSum = 0;
    for (let batch = 0; batch < batches; batch++) {
      if (batch % BATCHES_PER_PAUSE === 0) {
        await pause(signal);
        const note = best === undefined ? `epoch ${epoch}` : `epoch ${epoch}, best dev ${best.dev.accuracy.toFixed(2)} %`;
        onProgress?.({ stage, done: (epoch - 1) * batches + batch, total: epochs * batches, note });
      }
      const { values, labels } = takeNumeric(train, order.subarray(batch * batchSize, (batch + 1) * batchSize));
      const { loss, gradients } = digitsGradients(tf, network, { values: distortImages(values, network.input, distortion, random), labels });
      lossSum += loss;
      if (!Number.isFinite(loss)) break;
      const done = (epoch - 1 + batch / batches) / epochs;
      const rate = learningRate * (1 - (1 - finalRate) * done);
      for (const [i, values] of parameters.entries()) {
        // Weights decay, biases do not: parameters alternate.
        adamStep(values, gradients[i], states[i], { learningRate: rate, weightDecay: i % 2 === 0 ? weightDecay : 0 });
      }
    }
    if (!Number.isFinite(lossSum)) {
      throw checkError("training-diverged", `the loss is no number any more in epoch ${epoch}`, {
        where: stage,
        hint: "The values of the images must be of the order of 1: scale them to 0..1.",
      });
    }
    const found = evaluateDigits(tf, network, dev);
    if (best === undefined || scoreOf(found) > scoreOf(best.dev)) best = { network: copyDigitsNetwork(network), epoch, dev: found };
  }
  if (best === undefined) throw new Error("training without an epoch");
  onProgress?.({ stage, done: 1, total: 1, note: `dev ${best.dev.accuracy.toFixed(2)} %` });
  return best;
}

/** Batches between two looks at the signal and the progress bar. */
const BATCHES_PER_PAUSE = 8;

/** Images scored at once: bounds the memory of their windows. */
const SCORED_AT_ONCE = 250;

export interface DigitsEvaluation {
  /** Percent. */
  readonly accuracy: number;
  /** Nats per image. */
  readonly loss: number;
}

/** Ties go to the lowest class. */
export function evaluateDigits(tf: TensorFlow, network: DigitsNetwork, { count, values, labels }: NumericSamples): DigitsEvaluation {
  const elements = values.length / count;
  let [right, loss] = [0, 0];
  for (let from = 0; from < count; from += SCORED_AT_ONCE) {
    const part = values.subarray(from * elements, Math.min(from + SCORED_AT_ONCE, count) * elements);
    const scores = digitsScores(tf, network, part);
    for (let image = 0; image * elements < part.length; image++) {
      const own = scores.subarray(image * network.classes, (image + 1) * network.classes);
      const label = labels[from + image];
      if (own.indexOf(own.reduce((most, score) => Math.max(most, score))) === label) right++;
      loss += softmaxMinusLabel(Float64Array.from(own), label);
    }
  }
  return { accuracy: (100 * right) / count, loss: loss / count };
}

function planesOf({ name, shape }: NumericDataset): Planes {
  const [channels, height, width] = shape;
  if (shape.length === 3) return { channels, height, width };
  throw inputError("digits-shape", `samples of shape [${shape.join(", ")}] are no images; [channels, height, width] is expected`, { where: name });
}
