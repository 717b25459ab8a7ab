/** Quarters by length; all figures worked out by hand. */
import { describe, expect, it } from "vitest";
import { byLength } from "../../src/flow/by-length.js";

function measured(words: readonly number[], labels = words.map(() => 0), decisions = labels) {
  return {
    words,
    labels,
    decisions,
    counters: {
      synapticOperations: Uint32Array.from(words, (count) => 100 * count),
      spikes: Uint32Array.from(words),
      timesteps: Uint32Array.from(words, (count) => count + 2),
    },
  };
}

describe("byLength", () => {
  it("cuts a test set into four by length, whatever its order, with the means of each", () => {
    //             quarter: 4  1  3  2  1  4  2  3
    const words = [9, 1, 6, 3, 2, 12, 4, 5];
    const right = [1, 1, 1, 1, 0, 0, 1, 1];
    const quarters = byLength(
      measured(
        words,
        words.map(() => 1),
        right,
      ),
    );
    expect(quarters).toEqual([
      { shortest: 1, longest: 2, texts: 2, accuracy: 50, words: 1.5, sops: 150, spikes: 1.5, timesteps: 3.5 },
      { shortest: 3, longest: 4, texts: 2, accuracy: 100, words: 3.5, sops: 350, spikes: 3.5, timesteps: 5.5 },
      { shortest: 5, longest: 6, texts: 2, accuracy: 100, words: 5.5, sops: 550, spikes: 5.5, timesteps: 7.5 },
      { shortest: 9, longest: 12, texts: 2, accuracy: 50, words: 10.5, sops: 1050, spikes: 10.5, timesteps: 12.5 },
    ]);
  });

  it("never parts texts of one length, and shares all texts out", () => {
    const words = [1, 2, 2, 2, 2, 2, 2, 3, 3, 4];
    const quarters = byLength(measured(words));
    expect(quarters.map(({ shortest, longest, texts }) => [shortest, longest, texts])).toEqual([
      [1, 2, 7],
      [3, 3, 2],
      [4, 4, 1],
    ]);
  });

  it("is one quarter where all texts are equally long, and none where there is no text", () => {
    expect(byLength(measured([5, 5, 5])).map(({ texts }) => texts)).toEqual([3]);
    expect(byLength(measured([]))).toEqual([]);
  });

  it("gives cycles where a crossbar counted them", () => {
    const [first] = byLength({ ...measured([4]), cycles: { cycles: Uint32Array.of(77) } });
    expect(first?.cycles).toBe(77);
  });
});
