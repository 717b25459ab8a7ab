/**
 * Tokenisers: text -> tokens, behind one interface, so that a data set, the encoder and a hardware host cut alike.
 *
 * Both are idempotent: cutting the tokens joined by blanks gives the tokens again. A text that was tokenised by
 * somebody else before (as most published sets were) therefore yields the same words as a raw one.
 */
import { assertNever } from "../util/diagnostics.js";
import type { Language, Tokenizer } from "./types.js";

/** The tokeniser of that name. */
export function tokenizerNamed(name: Tokenizer["name"]): Tokenizer {
  switch (name) {
    case "english":
      return english;
    case "chinese-characters":
      return chineseCharacters;
    default:
      return assertNever(name);
  }
}

/** The tokeniser that a language uses unless told otherwise. */
export function tokenizerFor(language: Language): Tokenizer {
  switch (language) {
    case "en":
      return english;
    case "zh":
      return chineseCharacters;
    default:
      return assertNever(language);
  }
}

/** Compatibility-composed lower case with plain apostrophes and no invisible characters; a fixed point of itself. */
export function normalizeText(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFKC")
    .toLowerCase()
    .replace(INVISIBLE, "")
    .replace(APOSTROPHES, "'")
    .replace(ELLIPSIS, "...")
    .normalize("NFC");
}

/** Two texts with equal keys are the same text to every network: the tokens joined by a blank. */
export function textKey(tokens: readonly string[]): string {
  return tokens.join(" ");
}

/** Zero-width and other format characters, control characters that are not blanks, unpaired surrogates. */
const INVISIBLE = /[\p{Cf}\p{Cs}]|(?!\s)\p{Cc}/gu;
const APOSTROPHES = /[‘’ʼ´]/g;
/** Two or more full stops are one token however many they are. */
const ELLIPSIS = /\.{2,}/g;

const LETTER_OR_DIGIT = "[\\p{L}\\p{N}]";
const WORD = `${LETTER_OR_DIGIT}[\\p{L}\\p{N}\\p{M}]*`;
const WORD_ENDS = "(?![\\p{L}\\p{N}\\p{M}])";
const ANY_OTHER = "[^\\s]\\p{M}*";

/**
 * In order of trial: `n't` alone, the clitics after an apostrophe, numbers with inner points and commas,
 * abbreviations of single letters (u.s.), an ellipsis, a word before n't, a word, any other character.
 */
const ENGLISH_TOKEN = new RegExp(
  [
    `n't${WORD_ENDS}`,
    `'(?:s|re|ve|ll|d|m)${WORD_ENDS}`,
    `\\p{Nd}+(?:[.,]\\p{Nd}+)+${WORD_ENDS}`,
    `(?:\\p{L}\\.){2,}${WORD_ENDS}`,
    "\\.{3}",
    `${LETTER_OR_DIGIT}[\\p{L}\\p{N}\\p{M}]*?(?=n't${WORD_ENDS})`,
    WORD,
    ANY_OTHER,
  ].join("|"),
  "gu",
);

/** Han characters one by one, runs of other letters and digits whole, any other character alone. */
const CHINESE_TOKEN = new RegExp(["\\p{Script=Han}\\p{M}*", "(?:(?!\\p{Script=Han})[\\p{L}\\p{N}\\p{M}])+", "\\.{3}", ANY_OTHER].join("|"), "gu");

/**
 * English as the Penn Treebank and GloVe cut it: lower case, contractions split before the clitic
 * (do n't, it 's, we 're), numbers whole (1,000.5), hyphens and punctuation as tokens of their own.
 */
const english: Tokenizer = {
  name: "english",
  tokenize: (text) => normalizeText(text).match(ENGLISH_TOKEN) ?? [],
};

/** Chinese by character: no word segmentation is needed, and none can be wrong. */
const chineseCharacters: Tokenizer = {
  name: "chinese-characters",
  tokenize: (text) => normalizeText(text).match(CHINESE_TOKEN) ?? [],
};
