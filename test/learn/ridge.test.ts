import { describe, expect, it } from "vitest";
import { ridgeRegression } from "../../src/learn/ridge.js";
import { createRandom } from "../../src/util/random.js";

describe("ridge regression", () => {
  it("leaves no slope of squared error plus penalty, at any strength", () => {
    const random = createRandom(1);
    const [count, features, outputs] = [30, 7, 3];
    const rows = Float64Array.from({ length: count * features }, () => random.integer(4));
    const targets = Float64Array.from({ length: count * outputs }, () => random.normal());
    const regression = ridgeRegression({ rows, features, targets, outputs });
    const meanSquare = rows.reduce((sum, x) => sum + x * x, 0) / features;
    for (const strength of [1e-6, 0.1, 10]) {
      const weights = regression(strength);
      for (let i = 0; i < features; i++) {
        for (let o = 0; o < outputs; o++) {
          let slope = strength * meanSquare * weights[i * outputs + o];
          for (let row = 0; row < count; row++) {
            let error = -targets[row * outputs + o];
            for (let k = 0; k < features; k++) error += rows[row * features + k] * weights[k * outputs + o];
            slope += rows[row * features + i] * error;
          }
          expect(slope).toBeCloseTo(0, 9);
        }
      }
    }
  });

  it("gives weights of zero to features that are always zero, even where all are", () => {
    const silent = ridgeRegression({ rows: new Float64Array(6), features: 2, targets: Float64Array.of(1, 0, -1), outputs: 1 });
    expect(Array.from(silent(0.1))).toEqual([0, 0]);
    const half = ridgeRegression({ rows: Float64Array.of(1, 0, 2, 0), features: 2, targets: Float64Array.of(1, 2), outputs: 1 });
    expect(half(1e-9)[0]).toBeCloseTo(1, 6);
    expect(half(1e-9)[1]).toBe(0);
  });
});
