/**
 * The stages of learning, each from a model to a model: the float network, its tailored form, its spiking conversion,
 * fine-tuning with surrogate gradients; and the input-to-output rows alone, so that nobody credits the spikes with them.
 */
import type { TokenizedTexts } from "../text/types.js";
import { bigramHash } from "../util/bigram-hash.js";
import type { WorkOptions } from "../util/progress.js";
import { createRandom } from "../util/random.js";
import { activityOf } from "./activity.js";
import { type AdamState, adamRows, createAdam, createRowAccumulator } from "./adamw.js";
import { epochBatches, makeBatch, PADDING } from "./batches.js";
import { type Checkpoints, finishedStage, saveFinished } from "./checkpoint.js";
import type { WeightGrid } from "./grid.js";
import { softmaxMinusLabel } from "./head.js";
import { calibrationCurrents, evaluate, pooledCurrents } from "./predict.js";
import type { LearningPreset } from "./presets.js";
import type { TensorFlow } from "./tensorflow.js";
import { copyTextCnn, createTextCnn, filterCount, type TextCnn } from "./textcnn.js";
import { pause, scoreOf, type Trained, type TrainingData, type TrainingOptions, trainTextCnn } from "./train.js";

export interface StageOptions extends WorkOptions {
  readonly seed: number;
  /** Keeps what stages have reached; those found in it are not repeated. */
  readonly checkpoints?: Checkpoints;
}

/** What the data fixes of a network's shape. */
export interface DataShape {
  readonly vocabularySize: number;
  readonly classes: number;
}

/** The untailored float TextCNN (Kim 2014): ReLU, windows centred on each word, max pooling, dropout, with the SNN's wide path. */
export async function trainAnn(
  tf: TensorFlow,
  data: TrainingData,
  shape: DataShape,
  preset: LearningPreset,
  options: StageOptions & StartVectors,
): Promise<Trained> {
  const start = untrained(shape, preset, "same", options);
  return await trainTextCnn(tf, start, data, capped(preset, preset.ann), { ...options, stage: "float TextCNN" });
}

/** Word vectors that an embedding starts from, [vocabulary x dimensions]. */
export interface StartVectors {
  readonly vectors?: { readonly dimensions: number; readonly vectors: Float32Array };
}

/** A spiking network trained with surrogate gradients from the start, causal windows, all thresholds 1. */
export async function trainSpiking(
  tf: TensorFlow,
  data: TrainingData,
  shape: DataShape,
  preset: LearningPreset,
  options: StageOptions & StartVectors & { readonly stage: string; readonly teacher?: Float32Array },
): Promise<Trained> {
  const float = untrained(shape, preset, "causal", options);
  const start: TextCnn = { ...float, activation: { kind: "spike", thresholds: new Float32Array(filterCount(float)).fill(1) } };
  return await trainTextCnn(tf, start, data, capped(preset, preset.spiking), options);
}

function untrained(shape: DataShape, preset: LearningPreset, windows: TextCnn["windows"], { seed, vectors }: StageOptions & StartVectors): TextCnn {
  return createTextCnn(
    {
      ...shape,
      dimensions: vectors?.dimensions ?? preset.dimensions,
      kernels: preset.kernels,
      filters: preset.filters,
      wideWords: preset.wide !== "none",
      ...(preset.wide === "words+bigrams" ? { bigramBits: preset.bigramHashBits } : {}),
    },
    windows,
    createRandom(seed),
    vectors === undefined ? {} : { embedding: vectors.vectors },
  );
}

/**
 * Tailors a float network for spikes: causal windows, so that position can be time, and pooling by the maximum, which
 * becomes OR. Starts from the float network's weights and trains on.
 */
export async function tailor(tf: TensorFlow, ann: TextCnn, data: TrainingData, preset: LearningPreset, options: StageOptions): Promise<Trained> {
  const start: TextCnn = { ...copyTextCnn(ann), windows: "causal" };
  return await trainTextCnn(tf, start, data, capped(preset, preset.tailor), { ...options, stage: "tailored TextCNN", keepStart: true });
}

/** A converted network and the factor that dev data preferred. */
export interface Converted extends Trained {
  readonly thresholdFactor: number;
}

/** Training texts on which thresholds are balanced. */
const CALIBRATION_TEXTS = 2000;

/**
 * Converts a tailored network by threshold balancing: threshold = factor x 99th percentile of the filter's pooled ReLU
 * over training texts; output weights are scaled by what a spike then stands for. The factor is chosen on
 * dev (accuracy % - loss).
 */
export async function convert(model: TextCnn, data: TrainingData, preset: LearningPreset, options: StageOptions): Promise<Converted> {
  const texts = spreadTexts(data.train, CALIBRATION_TEXTS);
  const { pooledPercentile } = calibrationCurrents(model, texts);
  const pooled = pooledCurrents(model, texts);
  let best: { model: TextCnn; factor: number; dev: ReturnType<typeof evaluate> } | undefined;
  for (const [index, factor] of preset.thresholdFactors.entries()) {
    await pause(options.signal);
    options.onProgress?.({ stage: "balancing thresholds", done: index, total: preset.thresholdFactors.length });
    const candidate = balanced(model, pooled, pooledPercentile, factor);
    const dev = evaluate(candidate, data.dev);
    if (best === undefined || scoreOf(dev) > scoreOf(best.dev)) best = { model: candidate, factor, dev };
  }
  if (best === undefined) throw new Error("no threshold factor to try");
  return {
    model: best.model,
    stage: "converted",
    epochs: 0,
    bestEpoch: 0,
    devAccuracy: best.dev.accuracy,
    devLoss: best.dev.loss,
    dev: best.dev,
    history: [],
    warnings: activityOf(best.model, best.dev, "converted"),
    thresholdFactor: best.factor,
  };
}

/**
 * Fine-tunes a spiking network with surrogate gradients (derivative of sigmoid(3 (v - 1)), through the largest current);
 * by the preset's `fineTuneShared` where words share rows.
 */
export async function fineTune(
  tf: TensorFlow,
  model: TextCnn,
  data: TrainingData,
  preset: Pick<LearningPreset, "epochs" | "fineTune" | "fineTuneShared">,
  options: StageOptions & { readonly stage: string },
): Promise<Trained> {
  const training = model.rowOfWord === undefined ? preset.fineTune : preset.fineTuneShared;
  return await trainTextCnn(tf, model, data, capped(preset, training), { ...options, keepStart: true });
}

/**
 * Trains a spiking network on for weights of few bits: forward, its weights are rounded to the grid that lowering would
 * lay under them, and the kept epoch is the best integer network on dev.
 */
export async function fineTuneOnGrid(
  tf: TensorFlow,
  model: TextCnn,
  data: TrainingData,
  preset: LearningPreset,
  grid: WeightGrid,
  options: StageOptions,
): Promise<Trained> {
  const training = capped(preset, { ...preset.fineTuneGrid, grid });
  return await trainTextCnn(tf, model, data, training, { ...options, stage: `fine-tuning at ${grid.bits} bit`, keepStart: true });
}

/** The rows that lead from words (and pairs) straight to the classes, trained alone: softmax regression in typed arrays. */
export async function trainWidePathAlone(data: TrainingData, shape: DataShape, preset: LearningPreset, options: StageOptions): Promise<Trained> {
  const { batchSize, learningRate } = preset.widePath;
  const epochs = Math.min(preset.widePath.epochs, preset.epochs * 2);
  const stage = "wide path alone";
  const model = widePathOnly(shape, preset);
  const finished = finishedStage(options.checkpoints, stage, model);
  if (finished !== undefined) return finished;
  const { classes } = shape;
  const wide = model.wide ?? new Float32Array(0);
  const { bigrams } = model;
  const tables: { table: Float32Array; state: AdamState; gradients: ReturnType<typeof createRowAccumulator> }[] = [
    { table: wide, state: createAdam(wide.length, shape.vocabularySize), gradients: createRowAccumulator(shape.vocabularySize, classes) },
  ];
  if (bigrams !== undefined) {
    const rows = 2 ** bigrams.hashBits;
    tables.push({ table: bigrams.weight, state: createAdam(bigrams.weight.length, rows), gradients: createRowAccumulator(rows, classes) });
  }
  const bias = { state: createAdam(classes), gradient: new Float32Array(classes) };
  const random = createRandom(options.seed);
  const [words, pairs] = tables;
  const scores = new Float64Array(classes);
  const difference = new Float32Array(classes);
  let best: { model: TextCnn; epoch: number; dev: ReturnType<typeof evaluate> } | undefined;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await pause(options.signal);
    options.onProgress?.({ stage, done: epoch - 1, total: epochs });
    const batches = epochBatches(data.train, batchSize, random);
    for (const chosen of batches) {
      const batch = makeBatch(data.train, chosen, 0, random);
      bias.gradient.fill(0);
      for (let text = 0; text < batch.size; text++) {
        scores.set(model.outputBias);
        const row = batch.words.subarray(text * batch.length, (text + 1) * batch.length);
        forEachRow(row, bigrams?.hashBits, (table, index) => {
          const from = table === 0 ? wide : (bigrams?.weight ?? wide);
          for (let c = 0; c < classes; c++) scores[c] += from[index * classes + c];
        });
        softmaxMinusLabel(scores, batch.labels[text]);
        for (let c = 0; c < classes; c++) {
          difference[c] = scores[c] / batch.size;
          bias.gradient[c] += difference[c];
        }
        forEachRow(row, bigrams?.hashBits, (table, index) => (table === 0 ? words : pairs)?.gradients.add(index, difference, 0));
      }
      const step = { learningRate: learningRate * (1 - (epoch - 1) / epochs), weightDecay: 0 };
      for (const { table, state, gradients } of tables) {
        const taken = gradients.take();
        adamRows(table, classes, taken.rows, taken.gradient, state, step);
      }
      adamRows(model.outputBias, classes, [0], bias.gradient, bias.state, step);
    }
    const dev = evaluate(model, data.dev);
    if (best === undefined || scoreOf(dev) > scoreOf(best.dev)) best = { model: copyTextCnn(model), epoch, dev };
  }
  if (best === undefined) throw new Error("no epoch of the wide path");
  const trained: Trained = {
    model: best.model,
    stage,
    epochs,
    bestEpoch: best.epoch,
    devAccuracy: best.dev.accuracy,
    devLoss: best.dev.loss,
    dev: best.dev,
    history: [],
    warnings: [],
  };
  saveFinished(options.checkpoints, trained);
  return trained;
}

/** A network whose hidden part is silent: one filter that nothing drives. */
function widePathOnly(shape: DataShape, preset: LearningPreset): TextCnn {
  const { vocabularySize, classes } = shape;
  return {
    kind: "textcnn",
    vocabularySize,
    dimensions: 1,
    classes,
    windows: "causal",
    activation: { kind: "relu" },
    embedding: new Float32Array(vocabularySize),
    branches: [{ kernel: 1, filters: 1, weight: new Float32Array(1), bias: new Float32Array(1) }],
    output: new Float32Array(classes),
    outputBias: new Float32Array(classes),
    wide: new Float32Array(vocabularySize * classes),
    ...(preset.wide === "words+bigrams"
      ? { bigrams: { hashBits: preset.bigramHashBits, weight: new Float32Array(2 ** preset.bigramHashBits * classes) } }
      : {}),
  };
}

/** Rows of one text: table 0 = words, 1 = hashed pairs. */
function forEachRow(words: Uint32Array, hashBits: number | undefined, visit: (table: 0 | 1, row: number) => void): void {
  for (let at = 0; at < words.length; at++) {
    if (words[at] === PADDING) break;
    visit(0, words[at]);
    if (hashBits !== undefined && at > 0) visit(1, bigramHash(words[at - 1], words[at], hashBits));
  }
}

/**
 * Spiking form of a ReLU network under one threshold factor. A filter's output weights are scaled by its mean activation
 * in texts where it spikes. A filter that never rises above 0 gets threshold 1 and stays silent.
 */
function balanced(model: TextCnn, pooled: Float32Array, percentile: Float32Array, factor: number): TextCnn {
  const copy = copyTextCnn(model);
  const filters = filterCount(model);
  const { classes } = model;
  const thresholds = percentile.map((value) => (value > 0 ? factor * value : 1));
  for (let f = 0; f < filters; f++) {
    let sum = 0;
    let active = 0;
    for (let at = f; at < pooled.length; at += filters) {
      if (pooled[at] > thresholds[f]) {
        sum += pooled[at];
        active++;
      }
    }
    const meaning = active === 0 ? thresholds[f] : sum / active;
    for (let c = 0; c < classes; c++) copy.output[f * classes + c] *= meaning;
  }
  return { ...copy, activation: { kind: "spike", thresholds } };
}

/** At most `count` texts, spread evenly: files are often sorted by class. */
function spreadTexts(texts: TokenizedTexts, count: number): TokenizedTexts {
  const all = texts.labels.length;
  const kept = Math.min(count, all);
  const chosen = Array.from({ length: kept }, (_, i) => Math.floor((i * all) / kept));
  const start = new Uint32Array(kept + 1);
  chosen.forEach((text, i) => {
    start[i + 1] = start[i] + texts.start[text + 1] - texts.start[text];
  });
  const ids = new Uint32Array(start[kept]);
  chosen.forEach((text, i) => {
    ids.set(texts.ids.subarray(texts.start[text], texts.start[text + 1]), start[i]);
  });
  return { start, ids, labels: Uint16Array.from(chosen, (text) => texts.labels[text]) };
}

function capped(preset: Pick<LearningPreset, "epochs">, options: TrainingOptions): TrainingOptions {
  return { ...options, epochs: Math.min(options.epochs, preset.epochs) };
}
