import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/util/random.js";
import { distinctTexts, estimateAccuracy, estimateDifference, meanAndDeviation } from "../../src/util/statistics.js";

const FIXED = { kind: "fixed" } as const;
const TENTH = { kind: "split", heldOutShare: 0.1 } as const;

describe("an accuracy's interval", () => {
  it("is the test set's own sampling error, by hand, where the seeds agree", () => {
    const { mean, deviation, low, high } = estimateAccuracy([80, 80, 80], 1600, FIXED);
    expect([mean, deviation]).toEqual([80, 0]);
    expect(high - mean).toBeCloseTo(1.96 * Math.sqrt((80 * 20) / 1600), 10);
    expect(mean - low).toBeCloseTo(high - mean, 10);
  });

  it("never shrinks below that of the texts there are, however many seeds test on them", () => {
    const width = (n: number): number => {
      const { low, high } = estimateAccuracy(Array(n).fill(80), 1000, FIXED);
      return high - low;
    };
    expect(width(100)).toBeCloseTo(width(1), 10);
  });

  it("grows with what seeds disagree about beyond sampling", () => {
    const calm = estimateAccuracy([79.9, 80, 80.1], 1000, FIXED);
    const wild = estimateAccuracy([70, 80, 90], 1000, FIXED);
    expect(wild.high - wild.low).toBeGreaterThan(5 * (calm.high - calm.low));
  });

  it("counts distinct texts of overlapping random tests", () => {
    expect(distinctTexts(100, 1, TENTH)).toBeCloseTo(100, 10);
    expect(distinctTexts(100, 2, TENTH)).toBeCloseTo(190, 10);
    expect(distinctTexts(100, 1000, TENTH)).toBeCloseTo(1000, 10);
    expect(distinctTexts(100, 5, FIXED)).toBe(100);
  });

  it("holds the true accuracy in about 95 of 100 simulated benchmarks", () => {
    const random = createRandom(7);
    let held = 0;
    for (let run = 0; run < 400; run++) {
      // Three training seeds of true accuracies 80 +- 1, one fixed test set of 500 texts whose difficulty is drawn once.
      const difficulty = Array.from({ length: 500 }, () => random.uniform());
      const accuracies = [0, 1, 2].map(() => {
        const skill = 0.8 + 0.01 * random.normal();
        return (100 * difficulty.filter((d) => d < skill).length) / 500;
      });
      const { low, high } = estimateAccuracy(accuracies, 500, FIXED);
      if (low <= 80 && 80 <= high) held++;
    }
    expect(held / 400).toBeGreaterThan(0.93);
  });
});

describe("a paired difference", () => {
  it("is that of the texts on which the two differ, by hand", () => {
    const a = Array.from({ length: 100 }, (_, i) => i < 80);
    const b = Array.from({ length: 100 }, (_, i) => i >= 10 && i < 84);
    const { mean, low, high } = estimateDifference([{ a, b }], FIXED);
    expect(mean).toBeCloseTo(6, 10);
    expect(high - mean).toBeCloseTo(1.96 * Math.sqrt((1e4 * (0.14 - 0.06 ** 2)) / 100), 8);
    expect(low).toBeLessThan(0);
  });

  it("is exactly 0 between a classifier and itself", () => {
    const a = [true, false, true];
    expect(estimateDifference([{ a, b: a }], FIXED)).toMatchObject({ mean: 0, low: 0, high: 0 });
  });
});

it("takes the sample deviation, 0 for a single value", () => {
  expect(meanAndDeviation([1, 3])).toEqual({ mean: 2, deviation: Math.SQRT2 });
  expect(meanAndDeviation([5])).toEqual({ mean: 5, deviation: 0 });
});
