/** One cell of the accuracy benchmark: a data set under a seed, read and tokenised once for all that is measured on it. */
import { loadTensorFlow, type TensorFlow } from "../../learn/tensorflow.js";
import type { TextCnn } from "../../learn/textcnn.js";
import { loadDataset } from "../../text/dataset.js";
import { tokenizerFor } from "../../text/tokenizer.js";
import type { Dataset, TokenizedTexts, Tokenizer, Vocabulary } from "../../text/types.js";
import { buildVocabulary, tokenizeTexts } from "../../text/vocabulary.js";
import type { WorkOptions } from "../../util/progress.js";
import { wordVectors } from "../embeddings.js";
import { type AccuracySet, datasetOf } from "./sets.js";

export interface CellOptions extends WorkOptions {
  readonly seed: number;
  /** Folder of the data sets. */
  readonly folder: string;
  /** Word vectors for English sets; embeddings start at random without. */
  readonly embeddings?: string;
  /** Networks that are folded into the best one. */
  readonly members: number;
  /** Keeps the default network for later steps, and gives what was kept. */
  readonly keep: (model: TextCnn) => void;
  readonly kept: () => TextCnn | undefined;
}

/** A set's texts under one seed, read and tokenised once for all steps. */
export interface Cell {
  readonly set: AccuracySet;
  readonly options: CellOptions;
  readonly tf: TensorFlow;
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  readonly vocabulary: Vocabulary;
  readonly train: TokenizedTexts;
  readonly dev: TokenizedTexts;
  readonly test: TokenizedTexts;
  readonly classes: number;
  readonly vectors?: { readonly dimensions: number; readonly vectors: Float32Array };
}

/** Reads a cell. Throws SnncError as `loadDataset` and `wordVectors` do. */
export async function openCell(set: AccuracySet, options: CellOptions): Promise<Cell> {
  const { tf } = await loadTensorFlow();
  const dataset = loadDataset(datasetOf(set, options.folder, options.seed));
  const tokenizer = tokenizerFor(dataset.language);
  const vocabulary = buildVocabulary(dataset.train, tokenizer);
  const ids = (examples: Dataset["train"]): TokenizedTexts => tokenizeTexts(examples, tokenizer, vocabulary);
  return {
    set,
    options,
    tf,
    dataset,
    tokenizer,
    vocabulary,
    train: ids(dataset.train),
    dev: ids(dataset.dev),
    test: ids(dataset.test),
    classes: dataset.classes.length,
    ...(options.embeddings === undefined || dataset.language !== "en" ? {} : { vectors: wordVectors(options.embeddings, vocabulary, options.seed) }),
  };
}

export function shapeOf({ vocabulary, classes }: Cell): { readonly vocabularySize: number; readonly classes: number } {
  return { vocabularySize: vocabulary.words.length, classes };
}

/** What every stage of training starts from. */
export function startOf({ options, vectors }: Cell): CellOptions & Pick<Cell, "vectors"> {
  return { ...options, ...(vectors === undefined ? {} : { vectors }) };
}

/** The result of work, and its seconds. */
export async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const start = performance.now();
  return [await work(), (performance.now() - start) / 1000];
}
