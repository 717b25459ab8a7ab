import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/util/random.js";
import { distinctTexts, estimateAccuracy, estimateDifference, meanAndDeviation, meanOfEstimates } from "../../src/util/statistics.js";

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

  it.each([0.3, 1, 2])("holds the true accuracy in 95 of 100 simulated benchmarks, training seeds differing by %s points", (spread) => {
    const random = createRandom(7);
    let held = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      // Three training seeds around a true accuracy of 80, one fixed test set of 500 texts whose difficulty is drawn once.
      const difficulty = Array.from({ length: 500 }, () => random.uniform());
      const accuracies = [0, 1, 2].map(() => {
        const skill = 0.8 + 0.01 * spread * random.normal();
        return (100 * difficulty.filter((d) => d < skill).length) / 500;
      });
      const { low, high } = estimateAccuracy(accuracies, 500, FIXED);
      if (low <= 80 && 80 <= high) held++;
    }
    // Two standard errors of 2,000 simulations are 1 point.
    expect(held / runs).toBeGreaterThan(0.94);
  });

  it("takes the sampling of each test out of the deviation between random splits, not between seeds of one test set", () => {
    const width = (resampling: typeof FIXED | typeof TENTH): number => {
      const { low, high } = estimateAccuracy([79, 80, 81], 1600, resampling);
      return high - low;
    };
    // s^2 = 1 is what tests of 1,600 texts differ by on their own.
    const student = 4.303 ** 2 / 3;
    expect(width(FIXED)).toBeCloseTo(2 * Math.sqrt(student + 1.96 ** 2), 6);
    expect(width(TENTH)).toBeCloseTo((2 * 1.96) / Math.sqrt(2.71), 6);
  });
});

describe("the mean of several sets", () => {
  it("has the interval of the sum of independent estimates, by hand", () => {
    const estimate = (mean: number, half: number) => ({ mean, deviation: 0, n: 3, low: mean - half, high: mean + half });
    const { mean, n, low, high } = meanOfEstimates([estimate(1, 3), estimate(-2, 4)]);
    expect([mean, n]).toEqual([-0.5, 2]);
    expect(high - mean).toBeCloseTo(2.5, 10);
    expect(mean - low).toBeCloseTo(2.5, 10);
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
