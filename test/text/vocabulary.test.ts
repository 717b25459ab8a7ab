import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenizerNamed } from "../../src/text/tokenizer.js";
import { buildVocabulary, compareCodePoints, tokenizeTexts, UNKNOWN_WORD } from "../../src/text/vocabulary.js";

const english = tokenizerNamed("english");
const texts = ["b a b", "c a b", "d 𐐨 ￡"].map((text) => ({ text, label: 0 }));

describe("buildVocabulary", () => {
  it("orders words by count, ties by code point, behind the unknown word", () => {
    const vocabulary = buildVocabulary(texts, english);
    expect(vocabulary.words).toEqual([UNKNOWN_WORD, "b", "a", "c", "d", "£", "𐐨"]);
    expect([...vocabulary.counts]).toEqual([0, 3, 2, 1, 1, 1, 1]);
  });

  it("counts the tokens of words that it leaves out under the unknown word", () => {
    const vocabulary = buildVocabulary(texts, english, { minimumCount: 2 });
    expect(vocabulary.words).toEqual([UNKNOWN_WORD, "b", "a"]);
    expect([...vocabulary.counts]).toEqual([4, 3, 2]);
    expect(buildVocabulary(texts, english, { maximumWords: 1 }).words).toEqual([UNKNOWN_WORD, "b"]);
  });

  it("knows no word by the unknown word's name", () => {
    const vocabulary = buildVocabulary([{ text: "<unk> a" }], english);
    expect(vocabulary.idOf.has(UNKNOWN_WORD)).toBe(false);
    expect(vocabulary.words).toEqual([UNKNOWN_WORD, "<", ">", "a", "unk"]);
  });
});

describe("tokenizeTexts", () => {
  it("gives ids, 0 for strangers, and no length to a text without tokens", () => {
    const vocabulary = buildVocabulary(texts, english, { minimumCount: 2 });
    const examples = [
      { text: "a b z", label: 1 },
      { text: "  ", label: 0 },
      { text: "B", label: 2 },
    ];
    const { start, ids, labels } = tokenizeTexts(examples, english, vocabulary);
    expect([...start]).toEqual([0, 3, 3, 4]);
    expect([...ids]).toEqual([2, 1, 0, 1]);
    expect([...labels]).toEqual([1, 0, 2]);
  });
});

describe("compareCodePoints", () => {
  it("orders as the sequences of code points do", () => {
    const unit = fc.constantFrom("a", "b", "\uE000", "\uFFFD", "𐐨", "😀", "\uD7FF");
    const word = fc.array(unit, { maxLength: 4 }).map((units) => units.join(""));
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(byCodePoints(a, b)));
      }),
    );
  });
});

function byCodePoints(a: string, b: string): number {
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0);
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
