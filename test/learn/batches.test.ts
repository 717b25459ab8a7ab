import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDistinctWords, epochBatches, makeBatch, PADDING } from "../../src/learn/batches.js";
import { createRandom } from "../../src/util/random.js";
import { randomTexts, textsOf } from "./networks.js";

describe("the batches of an epoch", () => {
  it("hold every text with words exactly once, each batch of neighbouring lengths and within its size", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 16 }), (lengths, size) => {
        const texts = randomTexts(createRandom(1), lengths);
        const batches = epochBatches(texts, size, createRandom(2));
        const seen = batches.flatMap((batch) => Array.from(batch));
        expect(seen.toSorted((a, b) => a - b)).toEqual(lengths.flatMap((length, i) => (length > 0 ? [i] : [])));
        for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(size);
        // Sorted by their shortest text, batches do not overlap in length.
        const spans = batches.map((batch) => [Math.min(...Array.from(batch, (t) => lengths[t])), Math.max(...Array.from(batch, (t) => lengths[t]))]);
        spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        for (let i = 1; i < spans.length; i++) expect(spans[i][0]).toBeGreaterThanOrEqual(spans[i - 1][1]);
      }),
    );
  });

  it("differ from epoch to epoch and repeat by seed", () => {
    const texts = randomTexts(
      createRandom(1),
      Array.from({ length: 40 }, (_, i) => 1 + (i % 5)),
    );
    const random = createRandom(3);
    const [first, second] = [epochBatches(texts, 8, random), epochBatches(texts, 8, random)];
    expect(second).not.toEqual(first);
    expect(epochBatches(texts, 8, createRandom(3))).toEqual(first);
  });
});

describe("a batch", () => {
  it("pads on the right to its longest text", () => {
    const batch = makeBatch(textsOf([[4, 5, 6], [7], [8, 9]], [0, 1, 2]), Uint32Array.of(2, 0), 0, createRandom(1));
    expect(batch).toMatchObject({ size: 2, length: 3 });
    expect(Array.from(batch.words)).toEqual([8, 9, PADDING, 4, 5, 6]);
    expect(Array.from(batch.lengths)).toEqual([2, 3]);
    expect(Array.from(batch.labels)).toEqual([2, 0]);
  });

  it("tells which positions hold the same word, batch after batch", () => {
    const distinctWords = createDistinctWords(10);
    const batch = makeBatch(textsOf([[4, 5, 4], [5]], [0, 1]), Uint32Array.of(0, 1), 0, createRandom(1));
    for (const { rowAt, words } of [distinctWords(batch), distinctWords(batch)]) {
      expect(Array.from(rowAt)).toEqual([0, 1, 0, 1, PADDING, PADDING]);
      expect(Array.from(words)).toEqual([4, 5]);
    }
  });

  it("replaces about the asked share of its words by the unknown word, and never padding", () => {
    const texts = textsOf([Array.from({ length: 4000 }, () => 5), [5]], [0, 0]);
    const { words } = makeBatch(texts, Uint32Array.of(0, 1), 0.2, createRandom(1));
    const dropped = words.subarray(0, 4000).filter((word) => word === 0).length;
    expect(dropped).toBeGreaterThan(700);
    expect(dropped).toBeLessThan(900);
    expect(words.subarray(4001).every((word) => word === PADDING)).toBe(true);
  });
});
