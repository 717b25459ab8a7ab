/** What training and conversion share: their options, the texts as word ids, the preset that holds. */
import type { Checkpoints } from "../learn/checkpoint.js";
import { type LearningPreset, PRESETS } from "../learn/presets.js";
import type { StageOptions } from "../learn/stages.js";
import type { TextCnn } from "../learn/textcnn.js";
import type { Trained, TrainingData } from "../learn/train.js";
import { tokenizerFor } from "../text/tokenizer.js";
import type { Dataset, TokenizedTexts, Tokenizer, Vocabulary } from "../text/types.js";
import { buildVocabulary, tokenizeTexts } from "../text/vocabulary.js";
import { type WorkOptions, workOptions } from "../util/progress.js";
import type { Config } from "./config.js";
import type { LearningSummary } from "./learning.js";

export interface LearnOptions extends WorkOptions {
  /** Lines that say which backend runs and what to mind. */
  readonly note?: (line: string) => void;
}

/** Options of work that may go on from where it was interrupted. */
export interface CheckpointedWork extends LearnOptions {
  readonly checkpoints?: Checkpoints;
}

/** What the stages of learning take of it. */
export function stageWork({ seed }: Config, options: CheckpointedWork): StageOptions {
  const { checkpoints } = options;
  return { seed, ...workOptions(options), ...(checkpoints === undefined ? {} : { checkpoints }) };
}

/** Texts of a data set as word ids. */
export interface Prepared extends TrainingData {
  readonly tokenizer: Tokenizer;
  readonly vocabulary: Vocabulary;
  readonly test: TokenizedTexts;
}

export function prepare(dataset: Dataset): Prepared {
  const tokenizer = tokenizerFor(dataset.language);
  const vocabulary = buildVocabulary(dataset.train, tokenizer);
  const ids = (examples: Dataset["train"]): TokenizedTexts => tokenizeTexts(examples, tokenizer, vocabulary);
  return { tokenizer, vocabulary, train: ids(dataset.train), dev: ids(dataset.dev), test: ids(dataset.test) };
}

/** The preset with the configuration's own options in place of its. */
export function presetOf(config: Config): LearningPreset {
  const preset = PRESETS[config.preset];
  const { kernels, filters, dimensions, epochs, wide, bigramHashBits } = config.learn;
  return {
    ...preset,
    ...(kernels === undefined ? {} : { kernels }),
    ...(filters === undefined ? {} : { filters }),
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(epochs === undefined ? {} : { epochs }),
    ...(wide === undefined ? {} : { wide }),
    ...(bigramHashBits === undefined ? {} : { bigramHashBits }),
  };
}

/** A stage as the summary tells it. */
export function stageOf(name: string, trained: Pick<Trained, "epochs" | "bestEpoch" | "devAccuracy">): LearningSummary["stages"][number] {
  return { name, epochs: trained.epochs, bestEpoch: trained.bestEpoch, devAccuracy: trained.devAccuracy };
}

/** What leads from words straight to the classes. */
export function wideOf({ wide, bigrams }: TextCnn): LearningSummary["wide"] {
  return { words: wide !== undefined, bigramRows: bigrams === undefined ? 0 : 2 ** bigrams.hashBits };
}
