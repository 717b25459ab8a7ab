/**
 * The data sets of the accuracy benchmark: where their files lie in the folder that the user names, how they are split, what
 * was published on them, and what learns best on their dev parts.
 *
 * Published figures: Lv, Xu and Zheng (arXiv 2406.19230) and SpikeBERT (arXiv 2308.15122). They pick the epoch on the test
 * set; here everything is picked on dev.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type LearningPreset, PRESETS } from "../../learn/presets.js";
import { inputError } from "../../util/diagnostics.js";
import type { Resampling } from "../../util/statistics.js";
import type { DatasetRequest } from "../config.js";

export interface AccuracySet {
  readonly name: string;
  readonly language: "en" | "zh";
  /** Files under the data folder; none for a set that snnc brings along. One file is split 80/10/10 by the seed. */
  readonly files: "embedded" | { readonly all: string } | { readonly train: string; readonly dev?: string; readonly test: string };
  /** Test accuracies that others published, percent. */
  readonly published: readonly PublishedAccuracy[];
  /** The default network's learning options, chosen on dev. */
  readonly preset: LearningPreset;
  /** Filters of each kernel size in the smallest network: as few as still carry something (default TINY_FILTERS). */
  readonly tinyFilters?: number;
  readonly publishedMethod: PublishedMethod;
}

/** How the published method (`rate`) runs on a set. */
export interface PublishedMethod {
  /** Words that it reads of a text. */
  readonly length: number;
  /** Epochs of the analogue network, where not the usual ones. */
  readonly annEpochs?: number;
  /** The file that it is fine-tuned on through time, where not on all training texts. */
  readonly tuneOn?: string;
}

export interface PublishedAccuracy {
  readonly what: string;
  readonly accuracy: number;
  /** Published, or read, as an approximate figure. */
  readonly isAbout?: boolean;
}

export const TINY_FILTERS = 8;

const { accurate } = PRESETS;
const chinese: LearningPreset = { ...accurate, bigramHashBits: 18 };

/** Sentences with the labels of their phrases: ten times the texts, so larger batches and fewer passes. */
const phrases: LearningPreset = {
  ...accurate,
  ann: { ...accurate.ann, epochs: 4, batchSize: 128, learningRate: 1.5e-3, rowLearningRate: 1e-3, finalRate: 0.02, wordDropout: 0.1 },
  tailor: { ...accurate.tailor, batchSize: 128 },
  spiking: { ...accurate.spiking, epochs: 4, batchSize: 128, learningRate: 1.5e-3, rowLearningRate: 1e-3, finalRate: 0.02, wordDropout: 0.1 },
  fineTune: { ...accurate.fineTune, epochs: 2, batchSize: 128, learningRate: 5e-4, rowLearningRate: 5e-4, wordDropout: 0.1 },
};

/** Short questions: their words must keep their meaning, and pairs teach nothing more. */
const questions: LearningPreset = {
  ...accurate,
  kernels: [1, 2, 3, 4],
  filters: 56,
  wide: "none",
  epochs: 14,
  ann: { ...accurate.ann, epochs: 14, rowLearningRate: 3e-4, wordDropout: 0, patience: 4 },
  tailor: { ...accurate.tailor, rowLearningRate: 3e-4, wordDropout: 0 },
  spiking: { ...accurate.spiking, epochs: 14, rowLearningRate: 3e-4, wordDropout: 0, patience: 4 },
  fineTune: { ...accurate.fineTune, rowLearningRate: 3e-4, wordDropout: 0 },
};

const published = (textCnn: number, snn: number, spikeBert: number, isAbout = false): PublishedAccuracy[] => [
  { what: "TextCNN (Lv et al.)", accuracy: textCnn },
  { what: "its SNN, T = 50 (Lv et al.)", accuracy: snn },
  { what: "SpikeBERT, T = 4", accuracy: spikeBert, isAbout },
];

export const ACCURACY_SETS: readonly AccuracySet[] = [
  {
    name: "mr",
    language: "en",
    files: { all: "mr/all.tsv" },
    published: published(77.41, 75.45, 80.69),
    preset: accurate,
    publishedMethod: { length: 35 },
  },
  {
    name: "sst2",
    language: "en",
    files: { train: "sst2/train_phrases.tsv", dev: "sst2/dev.tsv", test: "sst2/test.tsv" },
    published: published(83.25, 80.91, 85.39),
    preset: phrases,
    // Eleven times as many phrases as sentences: fewer epochs of the analogue network, and an epoch through time of sentences alone.
    publishedMethod: { length: 25, annEpochs: 3, tuneOn: "sst2/train.tsv" },
  },
  {
    name: "subj",
    language: "en",
    files: { all: "subj/all.tsv" },
    published: published(94, 90.6, 93),
    // Longer sentences: 30 filters of each size keep them below 5,000 operations.
    preset: { ...accurate, filters: 30 },
    publishedMethod: { length: 35 },
  },
  {
    name: "trec",
    language: "en",
    files: { train: "trec/train.tsv", test: "trec/test.tsv" },
    published: [],
    preset: questions,
    publishedMethod: { length: 25 },
  },
  {
    name: "sst5",
    language: "en",
    files: { train: "sst5/train.tsv", dev: "sst5/dev.tsv", test: "sst5/test.tsv" },
    published: published(45.48, 41.63, 46.1, true),
    preset: accurate,
    publishedMethod: { length: 25 },
  },
  {
    name: "chnsenti",
    language: "zh",
    files: { all: "chnsenti/all.tsv" },
    published: published(86.74, 85.02, 86.36),
    preset: chinese,
    // Documents of 110 characters: 7 filters keep them below 6,000 operations.
    tinyFilters: 7,
    publishedMethod: { length: 32 },
  },
  {
    name: "waimai",
    language: "zh",
    files: { all: "waimai/all.tsv" },
    published: published(88.49, 86.66, 89.7, true),
    preset: chinese,
    publishedMethod: { length: 32 },
  },
  {
    name: "reviews",
    language: "en",
    files: "embedded",
    published: [],
    preset: { ...accurate, bigramHashBits: 14 },
    publishedMethod: { length: 35 },
  },
];

/** A share of 10 % is held out for testing where a seed splits. */
export function resamplingOf({ files }: AccuracySet): Resampling {
  return files === "embedded" || "all" in files ? { kind: "split", heldOutShare: 0.1 } : { kind: "fixed" };
}

const SPLITS = 10;
const TRAINING_SEEDS = 5;

/** The seeds of the protocol: random splits, or trainings for one fixed test set. */
export function protocolSeeds(set: AccuracySet): number[] {
  return Array.from({ length: resamplingOf(set).kind === "split" ? SPLITS : TRAINING_SEEDS }, (_, seed) => seed);
}

/** Throws SnncError (input) naming the sets there are. */
export function accuracySet(name: string): AccuracySet {
  const found = ACCURACY_SETS.find((set) => set.name === name);
  if (found !== undefined) return found;
  throw inputError("accuracy-set", `there is no data set '${name}'; known: ${ACCURACY_SETS.map((set) => set.name).join(", ")}`, {
    hint: "Give names separated by commas: --sets mr,sst2",
  });
}

/** The request for a set's texts, split by the seed where the files give no split. Throws SnncError (input) for missing files. */
export function datasetOf(set: AccuracySet, folder: string, seed: number): DatasetRequest {
  const { name, files, language } = set;
  if (files === "embedded") return { kind: "reviews", seed };
  const path = (file: string): string => pathOf(set, folder, file);
  return {
    kind: "file",
    name,
    language,
    seed,
    files:
      "all" in files
        ? path(files.all)
        : { train: path(files.train), test: path(files.test), ...(files.dev === undefined ? {} : { dev: path(files.dev) }) },
  };
}

/** A file of a set. Throws SnncError (input) where it is missing. */
export function pathOf({ name }: AccuracySet, folder: string, file: string): string {
  const full = join(folder, file);
  if (existsSync(full)) return full;
  throw inputError("accuracy-data", `the data set '${name}' needs the file ${file}, which is not there`, {
    where: folder,
    hint: "Name the folder of the data sets by --data; a file has a header and the columns label and text.",
  });
}

/** All files of a set, the one that the published method is fine-tuned on included. */
export function filesOf(set: AccuracySet, folder: string): string[] {
  const { files, publishedMethod } = set;
  if (files === "embedded") return [];
  const names = "all" in files ? [files.all] : [files.train, files.dev, files.test, publishedMethod.tuneOn];
  return names.flatMap((file) => (file === undefined ? [] : [pathOf(set, folder, file)]));
}
