/** What text is to the rest of the compiler: labelled texts, their split, tokens and a vocabulary. */

/** One labelled text as read; `label` indexes `Dataset.classes`. */
export interface Example {
  readonly text: string;
  readonly label: number;
}

/** A labelled data set after splitting. */
export interface Dataset {
  readonly name: string;
  readonly language: Language;
  /** Class names; index = label. Sorted by name unless a label file gives the order. */
  readonly classes: readonly string[];
  readonly train: readonly Example[];
  readonly dev: readonly Example[];
  readonly test: readonly Example[];
  readonly audit: DatasetAudit;
}

export type Language = "en" | "zh";

/** What was found in the files, for the report: nothing is dropped silently. */
export interface DatasetAudit {
  readonly rowsRead: number;
  readonly emptyRows: number;
  readonly rowsWithoutLabel: number;
  /** Rows whose normalised text occurred before with the same label. */
  readonly duplicates: number;
  /** Distinct normalised texts that occur with more than one label. */
  readonly conflictingTexts: number;
  /** Distinct normalised texts that stand in train and in test (only where the files gave the split). */
  readonly trainTestOverlap: number;
  /** How the split came about, e.g. "given" or "stratified 80/10/10, seed 1". */
  readonly split: string;
}

/** Text -> tokens. Total and deterministic; the empty array only for a text without any token. */
export interface Tokenizer {
  readonly name: "english" | "chinese-characters";
  tokenize(text: string): string[];
}

/** Known words. Id 0 is the unknown word; ids 1.. are `words[id]`, most frequent first, ties by code point. */
export interface Vocabulary {
  /** words[0] is "<unk>". */
  readonly words: readonly string[];
  /** Training count of each word (counts[0]: tokens outside the vocabulary). */
  readonly counts: Uint32Array;
  readonly idOf: ReadonlyMap<string, number>;
}

/** Texts as word ids: text i is ids[start[i] .. start[i + 1]). Texts without a token have length 0. */
export interface TokenizedTexts {
  readonly start: Uint32Array;
  readonly ids: Uint32Array;
  readonly labels: Uint16Array;
}

/** Dense word vectors, row-major [words.length x dimensions]. */
export interface WordVectors {
  readonly dimensions: number;
  readonly words: readonly string[];
  readonly vectors: Float32Array;
}
