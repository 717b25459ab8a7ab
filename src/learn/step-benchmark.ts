/**
 * The training step that `snnc bench` times: by the trainer of this folder and by the naive one (naive-step.ts), from the same
 * weights, on the same texts. Words are drawn by Zipf's law, so that a batch repeats words as texts do. Nothing here looks at a clock.
 */
import type { TokenizedTexts } from "../text/types.js";
import { createRandom, type Random } from "../util/random.js";
import { type Batch, createDistinctWords, epochBatches, makeBatch } from "./batches.js";
import { createNaiveStep } from "./naive-step.js";
import type { TensorFlow } from "./tensorflow.js";
import { copyTextCnn, createTextCnn, type TextCnn } from "./textcnn.js";
import { createTrainer, type TrainingOptions } from "./train.js";

export interface StepShape {
  readonly batchSize: number;
  /** Of every text. */
  readonly words: number;
  readonly dimensions: number;
  readonly kernels: readonly number[];
  /** Of each kernel size. */
  readonly filters: number;
  readonly vocabulary: number;
  readonly classes: number;
  readonly dropout: number;
}

/** Kim's TextCNN (2014) as Lv, Xu and Zheng train it, on texts of 56 words. */
export const PAPER_STEP: StepShape = {
  batchSize: 50,
  words: 56,
  dimensions: 100,
  kernels: [3, 4, 5],
  filters: 100,
  vocabulary: 20_000,
  classes: 2,
  dropout: 0.5,
};

/** What a step does, counted from its shape and texts. */
export interface StepWork {
  /** Of the three matrix products over a batch's different words: forward, to the rows, to the kernels. */
  readonly multiplyAdds: number;
  /** The same if every position were multiplied. */
  readonly multiplyAddsOfPositions: number;
  /** Of windows that are summed and held against the largest. */
  readonly windowAdds: number;
  /** Of a batch, a mean. */
  readonly distinctWords: number;
  /** Embedding rows gathered, their gradients, and the rows with both moments of AdamW, read and written. */
  readonly rowBytes: number;
}

export interface StepBenchmark {
  /** One whole step each: batch, forward, backward, optimiser; returns the loss. */
  readonly snnc: () => number;
  readonly naive: () => number;
  /** One large matrix product, which nothing reads. */
  readonly product: () => void;
  readonly productMultiplyAdds: number;
  /** In words, what the naive step does and leaves out. */
  readonly naiveDoes: string;
  readonly work: StepWork;
}

/** Rows and columns of the large product. */
const PRODUCT_SIZE = 1024;
/** Batches that are drawn before texts come again. */
const BATCHES = 20;
const LEARNING_RATE = 1e-3;
const BYTES_OF_A_WEIGHT = 4;

/** Its tensors stay as long as the process. */
export function createStepBenchmark(tf: TensorFlow, shape: StepShape, seed = 1): StepBenchmark {
  const { dimensions, kernels, filters, vocabulary, classes } = shape;
  const random = createRandom(seed);
  const texts = zipfTexts(shape, random);
  const start = createTextCnn({ vocabularySize: vocabulary, classes, dimensions, kernels, filters, wideWords: false }, "same", random);
  const naive = createNaiveStep(tf, start, { learningRate: LEARNING_RATE, dropout: shape.dropout });
  const nextOfNaive = batchesOf(texts, shape, seed);
  const square = tf.randomUniform([PRODUCT_SIZE, PRODUCT_SIZE], -1, 1, "float32", seed);
  return {
    snnc: trainerStep(tf, copyTextCnn(start), texts, shape, seed),
    naive: () => naive.step(nextOfNaive()),
    product: () => tf.dispose(tf.matMul(square, square)),
    productMultiplyAdds: PRODUCT_SIZE ** 3,
    naiveDoes: naive.does,
    work: workOf(texts, shape),
  };
}

function trainerStep(tf: TensorFlow, model: TextCnn, texts: TokenizedTexts, shape: StepShape, seed: number): () => number {
  const trainer = createTrainer(tf, model, optionsOf(shape));
  const next = batchesOf(texts, shape, seed);
  const random = createRandom(seed);
  trainer.startEpoch();
  return () => trainer.step(next(), 1, () => random.uniform());
}

function optionsOf({ batchSize, dropout }: StepShape): TrainingOptions {
  return {
    epochs: 1,
    batchSize,
    learningRate: LEARNING_RATE,
    rowLearningRate: LEARNING_RATE,
    wideLearningRate: LEARNING_RATE,
    finalRate: 1,
    weightDecay: 0,
    rowWeightDecay: 0,
    dropout,
    wordDropout: 0,
    maxOutputNorm: Number.POSITIVE_INFINITY,
    patience: 1,
  };
}

/** Full batches without end; making one is part of a step. */
function batchesOf(texts: TokenizedTexts, { batchSize }: StepShape, seed: number): () => Batch {
  const random = createRandom(seed);
  let waiting: Uint32Array[] = [];
  return () => {
    while (waiting.length === 0) waiting = epochBatches(texts, batchSize, random).filter((chosen) => chosen.length === batchSize);
    return makeBatch(texts, waiting.pop() ?? new Uint32Array(0), 0, random);
  };
}

/** The word of rank r with probability about 1 / (r ln vocabulary). */
function zipfTexts({ batchSize, words, vocabulary, classes }: StepShape, random: Random): TokenizedTexts {
  const count = batchSize * BATCHES;
  const word = (): number => Math.min(Math.floor(Math.exp(random.uniform() * Math.log(vocabulary))), vocabulary - 1);
  return {
    start: Uint32Array.from({ length: count + 1 }, (_, text) => text * words),
    ids: Uint32Array.from({ length: count * words }, word),
    labels: Uint16Array.from({ length: count }, () => random.integer(classes)),
  };
}

function workOf(texts: TokenizedTexts, shape: StepShape): StepWork {
  const { batchSize, words, dimensions, kernels, filters, vocabulary } = shape;
  const distinctWords = createDistinctWords(vocabulary);
  const next = batchesOf(texts, shape, 1);
  let distinct = 0;
  for (let i = 0; i < BATCHES; i++) distinct += distinctWords(next()).words.length / BATCHES;
  const columns = kernels.reduce((sum, kernel) => sum + kernel * filters, 0);
  return {
    multiplyAdds: 3 * distinct * dimensions * columns,
    multiplyAddsOfPositions: 3 * batchSize * words * dimensions * columns,
    windowAdds: batchSize * words * columns,
    distinctWords: distinct,
    rowBytes: 8 * distinct * dimensions * BYTES_OF_A_WEIGHT,
  };
}
