/** Trains a rate network, analogue or spiking, and evaluates it: AdamW, the best epoch on dev kept. */
import type { TokenizedTexts } from "../text/types.js";
import { checkError, type Diagnostic } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { createRandom, type Random } from "../util/random.js";
import { analogueGradients, analogueScores, decisionsOf } from "./rate-ann.js";
import { synapticOperations } from "./rate-counts.js";
import { copyRateNetwork, type RateNetwork, rateFilters } from "./rate-network.js";
import { rateOptimiser } from "./rate-optimiser.js";
import { runSpiking, spikingGradients } from "./rate-spiking.js";
import { spikeDrawer, valueWindows, windowRows } from "./rate-windows.js";
import type { TensorFlow } from "./tensorflow.js";
import { pause } from "./train.js";

/** How a network is read: on the probabilities themselves, or on trains drawn from them. */
export type RateReading =
  | { readonly kind: "analogue" }
  | { readonly kind: "spiking"; readonly timesteps: number /** Of the encoder, for evaluation. */; readonly encoderSeed: number };

export interface RateTraining {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** The learning rate falls linearly to this share of itself. */
  readonly finalRate: number;
  readonly weightDecay: number;
  /** Share of the pooled features dropped, 0..1. */
  readonly dropout: number;
  /** Epochs without a better dev accuracy before training ends. */
  readonly patience: number;
}

/** Texts as ids, and the firing probabilities of the words, [words, dimensions]. */
export interface RateTexts {
  readonly train: TokenizedTexts;
  readonly dev: TokenizedTexts;
  readonly probabilities: Float32Array;
}

export interface RateEvaluation {
  /** Percent. */
  readonly accuracy: number;
  /** Class of each text. */
  readonly decisions: Uint16Array;
  /** Means per text; 0 for the analogue reading. */
  readonly inputSpikes: number;
  readonly hiddenSpikes: number;
  readonly synapticOperations: number;
}

export interface TrainedRate {
  readonly network: RateNetwork;
  readonly epochs: number;
  /** Epoch whose weights were kept; 0: those it started with. */
  readonly bestEpoch: number;
  readonly devAccuracy: number;
  /** Dev accuracy after each epoch that ended. */
  readonly history: readonly number[];
  readonly warnings: readonly Diagnostic[];
}

/** Texts that are run at once. */
const EVALUATION_BATCH = 50;

/** A loss beyond this many times that of a guess has exploded. */
const EXPLODED = 10;

/** Decisions, accuracy and activity on labelled texts. Texts without words are decided as the lowest class. */
export async function evaluateRate(
  tf: TensorFlow,
  network: RateNetwork,
  probabilities: Float32Array,
  texts: TokenizedTexts,
  reading: RateReading,
  options: WorkOptions & { readonly stage?: string } = {},
): Promise<RateEvaluation> {
  const count = texts.labels.length;
  const decisions = new Uint16Array(count);
  let [inputSpikes, hiddenSpikes, operations] = [0, 0, 0];
  const draw = reading.kind === "spiking" ? spikeDrawer(network, probabilities, reading.timesteps) : undefined;
  for (let first = 0; first < count; first += EVALUATION_BATCH) {
    await pause(options.signal);
    if (options.stage !== undefined) options.onProgress?.({ stage: options.stage, done: first, total: count });
    const chosen = Uint32Array.from({ length: Math.min(EVALUATION_BATCH, count - first) }, (_, i) => first + i);
    const layout = windowRows(network, texts, chosen);
    if (layout.rows === 0) continue;
    if (reading.kind === "analogue" || draw === undefined) {
      const windows = valueWindows(network, layout, probabilities);
      decisions.set(decisionsOf(analogueScores(tf, network, { layout, windows }), network.classes), first);
      continue;
    }
    const { windows, spikesOfWord } = draw(layout, reading.encoderSeed, (text) => first + text);
    const { classSpikes, hiddenSpikes: fired } = runSpiking(tf, network, { layout, timesteps: reading.timesteps, windows });
    decisions.set(decisionsOf(classSpikes, network.classes), first);
    inputSpikes += sumOf(spikesOfWord);
    hiddenSpikes += sumOf(fired);
    operations += sumOf(synapticOperations(network, layout, spikesOfWord, fired));
  }
  let correct = 0;
  for (let text = 0; text < count; text++) if (decisions[text] === texts.labels[text]) correct++;
  const divisor = Math.max(1, count);
  return {
    accuracy: (100 * correct) / divisor,
    decisions,
    inputSpikes: inputSpikes / divisor,
    hiddenSpikes: hiddenSpikes / divisor,
    synapticOperations: operations / divisor,
  };
}

/**
 * Trains a copy of the network. A spiking network's starting weights count as epoch 0, so that fine-tuning can only improve on dev.
 * Throws SnncError (check) `training-diverged` where the loss explodes before an epoch has ended. Deterministic by seed,
 * backend and thread count.
 */
export async function trainRate(
  tf: TensorFlow,
  start: RateNetwork,
  { train, dev, probabilities }: RateTexts,
  reading: RateReading,
  training: RateTraining,
  options: WorkOptions & { readonly seed: number; readonly stage: string },
): Promise<TrainedRate> {
  const network = copyRateNetwork(start);
  const random = createRandom(options.seed);
  const optimiser = rateOptimiser(network);
  const draw = reading.kind === "spiking" ? spikeDrawer(network, probabilities, reading.timesteps) : undefined;
  const evaluate = (): Promise<RateEvaluation> => evaluateRate(tf, network, probabilities, dev, reading, withoutProgress(options));
  let best = reading.kind === "spiking" ? { network: copyRateNetwork(network), epoch: 0, accuracy: (await evaluate()).accuracy } : undefined;
  const warnings: Diagnostic[] = [];
  const history: number[] = [];
  let epoch = 0;
  while (epoch < training.epochs && epoch - (best?.epoch ?? epoch) < training.patience) {
    epoch++;
    const batches = shuffledBatches(train, training.batchSize, random);
    let lossSum = 0;
    let exploded = false;
    for (const [index, chosen] of batches.entries()) {
      await pause(options.signal);
      options.onProgress?.({
        stage: options.stage,
        done: (epoch - 1) * batches.length + index,
        total: training.epochs * batches.length,
        note: noteOf(epoch, index === 0 ? undefined : lossSum / index, best?.accuracy),
      });
      const layout = windowRows(network, train, chosen);
      const labels = Uint16Array.from(chosen, (text) => train.labels[text]);
      const dropout = training.dropout > 0 ? dropoutFactors(layout.texts * rateFilters(network), training.dropout, random) : undefined;
      const gradients =
        reading.kind === "analogue" || draw === undefined
          ? analogueGradients(tf, network, { layout, windows: valueWindows(network, layout, probabilities) }, labels, dropout)
          : spikingGradients(
              tf,
              network,
              { layout, timesteps: reading.timesteps, windows: draw(layout, random.uint32(), (text) => text).windows },
              labels,
              dropout,
            );
      lossSum += gradients.loss;
      exploded = !Number.isFinite(gradients.loss) || lossSum / (index + 1) > EXPLODED * Math.log(network.classes);
      if (exploded) break;
      const progressed = (epoch - 1 + index / batches.length) / training.epochs;
      const rate = 1 - (1 - training.finalRate) * progressed;
      optimiser.step(gradients, { learningRate: rate * training.learningRate, weightDecay: training.weightDecay });
    }
    if (exploded) {
      warnings.push(diverged(options.stage, epoch, best?.epoch, training.learningRate));
      break;
    }
    const { accuracy } = await evaluate();
    history.push(accuracy);
    if (best === undefined || accuracy > best.accuracy) best = { network: copyRateNetwork(network), epoch, accuracy };
  }
  if (best === undefined) throw new Error("training without an epoch");
  options.onProgress?.({ stage: options.stage, done: 1, total: 1, note: `dev ${best.accuracy.toFixed(2)} %` });
  return { network: best.network, epochs: epoch, bestEpoch: best.epoch, devAccuracy: best.accuracy, history, warnings };
}

/** A warning where weights of an earlier epoch remain, an error where none do. */
function diverged(stage: string, epoch: number, kept: number | undefined, learningRate: number): Diagnostic {
  const message = `the loss exploded in epoch ${epoch} (beyond ${EXPLODED} times that of a guess)`;
  const hint = `Lower the learning rate (${learningRate}) to a third.`;
  if (kept === undefined) throw checkError("training-diverged", message, { where: stage, hint });
  return { code: "training-diverged", message: `${message}; the weights of epoch ${kept} were kept`, where: stage, hint };
}

/** Texts in random order, cut into batches; those without words teach nothing and are left out. */
function shuffledBatches(texts: TokenizedTexts, batchSize: number, random: Random): readonly Uint32Array[] {
  const order = Uint32Array.from(texts.labels.keys()).filter((text) => texts.start[text + 1] > texts.start[text]);
  random.shuffle(order);
  return Array.from({ length: Math.ceil(order.length / batchSize) }, (_, i) => order.subarray(i * batchSize, (i + 1) * batchSize));
}

/** 0 with probability `dropout`, else 1 / (1 - dropout). */
function dropoutFactors(size: number, dropout: number, random: Random): Float32Array {
  return Float32Array.from({ length: size }, () => (random.uniform() < dropout ? 0 : 1 / (1 - dropout)));
}

function withoutProgress({ signal }: WorkOptions): WorkOptions {
  return signal === undefined ? {} : { signal };
}

function noteOf(epoch: number, loss: number | undefined, best: number | undefined): string {
  return [
    `epoch ${epoch}`,
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`]),
    ...(best === undefined ? [] : [`best dev ${best.toFixed(2)} %`]),
  ].join(", ");
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}
