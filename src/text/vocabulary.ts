/** Vocabularies and texts as word ids: what learning and encoding index their rows by. */
import type { Example, TokenizedTexts, Tokenizer, Vocabulary } from "./types.js";

/** Name of id 0; no tokeniser yields it, because `<` is a token of its own. */
export const UNKNOWN_WORD = "<unk>";

export interface VocabularyOptions {
  /** Words seen less often in training are unknown; 1 by default. */
  readonly minimumCount?: number;
  /** Most words kept, the unknown one not counted; all by default. */
  readonly maximumWords?: number;
}

/** The words of the training texts, most frequent first, ties by code point. */
export function buildVocabulary(trainTexts: Iterable<Pick<Example, "text">>, tokenizer: Tokenizer, options: VocabularyOptions = {}): Vocabulary {
  const counted = new Map<string, number>();
  for (const { text } of trainTexts) {
    for (const token of tokenizer.tokenize(text)) counted.set(token, (counted.get(token) ?? 0) + 1);
  }
  const minimumCount = options.minimumCount ?? 1;
  const ranked = [...counted].sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || compareCodePoints(a, b));
  const kept = ranked.filter(([, count]) => count >= minimumCount).slice(0, options.maximumWords ?? ranked.length);

  const words = [UNKNOWN_WORD, ...kept.map(([word]) => word)];
  const counts = new Uint32Array(words.length);
  let tokens = 0;
  for (const [, count] of ranked) tokens += count;
  let known = 0;
  kept.forEach(([, count], index) => {
    counts[index + 1] = count;
    known += count;
  });
  counts[0] = tokens - known;
  return { words, counts, idOf: indexWords(words) };
}

/** Word -> id. The unknown word's own name is no word. */
export function indexWords(words: readonly string[]): ReadonlyMap<string, number> {
  const idOf = new Map<string, number>();
  for (let id = 1; id < words.length; id++) idOf.set(String(words[id]), id);
  return idOf;
}

/** Texts -> word ids (0 for words outside the vocabulary), in order. */
export function tokenizeTexts(examples: readonly Example[], tokenizer: Tokenizer, vocabulary: Vocabulary): TokenizedTexts {
  const start = new Uint32Array(examples.length + 1);
  const labels = new Uint16Array(examples.length);
  const ids: number[] = [];
  examples.forEach((example, index) => {
    for (const token of tokenizer.tokenize(example.text)) ids.push(vocabulary.idOf.get(token) ?? 0);
    start[index + 1] = ids.length;
    labels[index] = example.label;
  });
  return { start, ids: Uint32Array.from(ids), labels };
}

/** Orders strings by code point (JavaScript's own order is by UTF-16 unit). */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const unitOfA = a.charCodeAt(i);
    const unitOfB = b.charCodeAt(i);
    if (unitOfA !== unitOfB) {
      const fixedA = orderOfUnit(unitOfA);
      const fixedB = orderOfUnit(unitOfB);
      return fixedA - fixedB;
    }
  }
  return a.length - b.length;
}

/** Lifts surrogates above the rest of the basic plane, as the code points they stand for lie there. */
function orderOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
