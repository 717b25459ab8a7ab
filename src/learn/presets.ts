/** Named sets of learning options, every value resolved; chosen on dev data (README.md in this folder). */
import type { TrainingOptions } from "./train.js";

export interface LearningPreset {
  /** Kernel sizes, ascending. */
  readonly kernels: readonly number[];
  /** Filters of each. */
  readonly filters: number;
  /** Of the embedding, where no word vectors give it. */
  readonly dimensions: number;
  readonly wide: "none" | "words" | "words+bigrams";
  readonly bigramHashBits: number;
  /** No stage trains longer than so many epochs. */
  readonly epochs: number;
  readonly ann: TrainingOptions;
  readonly tailor: TrainingOptions;
  /** A spiking network from the start, without a float network to convert: the members of an ensemble. */
  readonly spiking: TrainingOptions;
  readonly fineTune: TrainingOptions;
  /** Fine-tuning for weights of less than 8 bit. */
  readonly fineTuneGrid: TrainingOptions;
  /** Fine-tuning once words share rows. */
  readonly fineTuneShared: TrainingOptions;
  /** Thresholds tried on conversion: shares of the 99th percentile of the pooled ReLU. */
  readonly thresholdFactors: readonly number[];
  readonly widePath: { readonly epochs: number; readonly batchSize: number; readonly learningRate: number };
}

/** Rows learn faster than kernels: a row steps only in batches that hold its word. */
const fromScratch: TrainingOptions = {
  epochs: 8,
  batchSize: 128,
  learningRate: 4e-3,
  rowLearningRate: 2e-2,
  wideLearningRate: 1.5e-2,
  finalRate: 0.1,
  weightDecay: 0,
  rowWeightDecay: 0.05,
  dropout: 0.4,
  wordDropout: 0.25,
  maxOutputNorm: 10,
  patience: 2,
};

/** From weights that are good already: smaller steps. */
const onwards: TrainingOptions = { ...fromScratch, epochs: 1, learningRate: 2e-3, rowLearningRate: 4e-3, wideLearningRate: 4e-3 };

const demo: LearningPreset = {
  kernels: [1, 2, 3],
  filters: 48,
  dimensions: 64,
  wide: "words",
  bigramHashBits: 17,
  epochs: 12,
  ann: fromScratch,
  tailor: onwards,
  spiking: fromScratch,
  fineTune: { ...onwards, epochs: 3, rowLearningRate: 8e-3, wideLearningRate: 5e-3 },
  fineTuneGrid: { ...onwards, epochs: 3, learningRate: 1e-3, rowLearningRate: 2e-3, wideLearningRate: 2e-3 },
  fineTuneShared: { ...onwards, epochs: 2, learningRate: 5e-4, rowLearningRate: 1e-3, wideLearningRate: 1e-3 },
  thresholdFactors: [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6],
  widePath: { epochs: 6, batchSize: 64, learningRate: 1e-2 },
};

/** A few thousand sentences in seconds. */
const quick: LearningPreset = {
  ...demo,
  filters: 32,
  dimensions: 50,
  ann: { ...fromScratch, batchSize: 32, learningRate: 2e-3, rowLearningRate: 1e-2, wideLearningRate: 1e-2, dropout: 0.5, rowWeightDecay: 0 },
  tailor: { ...onwards, epochs: 3, batchSize: 32, learningRate: 1e-3, rowLearningRate: 2e-3, wideLearningRate: 2e-3, dropout: 0.5 },
  fineTune: { ...onwards, epochs: 4, batchSize: 32, learningRate: 1e-3, rowLearningRate: 2e-3, wideLearningRate: 2e-3, dropout: 0.3 },
  fineTuneShared: { ...onwards, epochs: 2, batchSize: 32, learningRate: 5e-4, rowLearningRate: 1e-3, wideLearningRate: 1e-3, dropout: 0.3 },
  widePath: { epochs: 15, batchSize: 32, learningRate: 1e-2 },
};

/** The demo without native TensorFlow: fewer filters, dimensions and epochs. */
const wasm: LearningPreset = {
  ...demo,
  filters: 32,
  dimensions: 32,
  ann: { ...fromScratch, epochs: 5 },
  fineTune: { ...demo.fineTune, epochs: 2 },
};

/** With word vectors to start from (or tens of thousands of texts): rows move slowly, words are dropped, the readout stays small. */
const fromVectors: TrainingOptions = {
  epochs: 8,
  batchSize: 50,
  learningRate: 2e-3,
  rowLearningRate: 2e-3,
  wideLearningRate: 2e-3,
  finalRate: 0.1,
  weightDecay: 0,
  rowWeightDecay: 0,
  dropout: 0.5,
  wordDropout: 0.15,
  maxOutputNorm: 3,
  patience: 2,
  averagedStates: 8,
};

const accurate: LearningPreset = {
  kernels: [1, 2, 3],
  filters: 32,
  dimensions: 64,
  wide: "words+bigrams",
  bigramHashBits: 17,
  epochs: 8,
  ann: fromVectors,
  tailor: { ...fromVectors, epochs: 2, learningRate: 1e-3, rowLearningRate: 1e-3, wideLearningRate: 1e-3 },
  spiking: fromVectors,
  fineTune: { ...fromVectors, epochs: 4, learningRate: 1e-3, rowLearningRate: 1e-3, wideLearningRate: 1e-3 },
  fineTuneGrid: { ...fromVectors, epochs: 3, learningRate: 1e-3, rowLearningRate: 1e-3, wideLearningRate: 1e-3 },
  fineTuneShared: { ...fromVectors, epochs: 2, learningRate: 5e-4, rowLearningRate: 5e-4, wideLearningRate: 5e-4 },
  thresholdFactors: [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6],
  widePath: { epochs: 6, batchSize: 64, learningRate: 1e-2 },
};

/** Fine-tuning of imported classifiers: sizes and scales are the source's, so that its norms are no limit. */
const imported: TrainingOptions = {
  ...onwards,
  epochs: 4,
  batchSize: 32,
  learningRate: 1e-3,
  rowLearningRate: 2e-3,
  dropout: 0.5,
  wordDropout: 0.1,
  maxOutputNorm: Number.POSITIVE_INFINITY,
};

export const IMPORTED = { fineTune: imported, fineTuneShared: imported } as const;

export const PRESETS: Readonly<Record<"demo" | "quick" | "accurate" | "wasm", LearningPreset>> = { demo, quick, accurate, wasm };
