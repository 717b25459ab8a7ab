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
  readonly fineTune: TrainingOptions;
  /** Thresholds tried on conversion: shares of the 99th percentile of the pooled ReLU. */
  readonly thresholdFactors: readonly number[];
  readonly widePath: { readonly epochs: number; readonly batchSize: number; readonly learningRate: number };
}

const base: TrainingOptions = {
  epochs: 4,
  batchSize: 64,
  learningRate: 2e-3,
  rowLearningRate: 1e-2,
  wideLearningRate: 1e-2,
  finalRate: 0.1,
  weightDecay: 0,
  rowWeightDecay: 0,
  dropout: 0.3,
  wordDropout: 0.1,
  maxOutputNorm: 10,
  patience: 2,
};

const demo: LearningPreset = {
  kernels: [1, 2, 3],
  filters: 48,
  dimensions: 64,
  wide: "words",
  bigramHashBits: 17,
  epochs: 12,
  ann: { ...base, epochs: 4 },
  tailor: { ...base, epochs: 1, learningRate: 1e-3, rowLearningRate: 3e-3, wideLearningRate: 3e-3 },
  fineTune: { ...base, epochs: 1, learningRate: 1e-3, rowLearningRate: 2e-3, wideLearningRate: 2e-3 },
  thresholdFactors: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8],
  widePath: { epochs: 6, batchSize: 64, learningRate: 1e-2 },
};

export const PRESETS: Readonly<Record<"demo" | "quick" | "wasm", LearningPreset>> = {
  demo,
  quick: {
    ...demo,
    filters: 32,
    dimensions: 50,
    ann: { ...base, epochs: 8, batchSize: 32, dropout: 0.5 },
    tailor: { ...base, epochs: 3, batchSize: 32, learningRate: 1e-3, rowLearningRate: 2e-3, wideLearningRate: 2e-3, dropout: 0.5 },
    fineTune: { ...base, epochs: 4, batchSize: 32, learningRate: 1e-3, rowLearningRate: 2e-3, wideLearningRate: 2e-3, dropout: 0.3 },
    widePath: { epochs: 15, batchSize: 32, learningRate: 1e-2 },
  },
  wasm: { ...demo, filters: 32, dimensions: 32, ann: { ...base, epochs: 3 }, widePath: { ...demo.widePath, epochs: 4 } },
};
