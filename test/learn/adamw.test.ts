import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adamRows, adamStep, createAdam, createRowAccumulator } from "../../src/learn/adamw.js";
import { createRandom, type Random } from "../../src/util/random.js";

const STEP = { learningRate: 1e-2, weightDecay: 0.1 };

function normals(random: Random, size: number): Float32Array {
  return Float32Array.from({ length: size }, () => random.normal());
}

describe("AdamW", () => {
  it("takes a first step of the learning rate against the gradient's sign, plus decay", () => {
    const values = Float32Array.of(1, -2);
    adamStep(values, Float32Array.of(0.3, -7), createAdam(2), STEP);
    expect(values[0]).toBeCloseTo(1 - 1e-2 - 1e-3 * 1, 5);
    expect(values[1]).toBeCloseTo(-2 + 1e-2 + 1e-3 * 2, 5);
  });

  it("follows the published equations over several steps", () => {
    const values = Float32Array.of(0.5);
    const state = createAdam(1);
    let [w, m, v] = [0.5, 0, 0];
    [0.2, -0.1, 0.4, 0.4].forEach((gradient, i) => {
      adamStep(values, Float32Array.of(gradient), state, STEP);
      m = 0.9 * m + 0.1 * gradient;
      v = 0.999 * v + 0.001 * gradient * gradient;
      const rate = STEP.learningRate;
      w = w - rate * (m / (1 - 0.9 ** (i + 1)) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8) + STEP.weightDecay * w);
      expect(values[0]).toBeCloseTo(w, 6);
    });
  });

  it("on rows equals a dense AdamW of each row that sees only the steps that touch it, and leaves other rows alone", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }), { minLength: 1, maxLength: 12 }), (seed, touches) => {
        const random = createRandom(seed);
        const columns = 3;
        const table = normals(random, 5 * columns);
        const rows = Array.from({ length: 5 }, (_, row) => table.slice(row * columns, (row + 1) * columns));
        const state = createAdam(table.length, 5);
        const states = rows.map(() => createAdam(columns));
        for (const touched of touches) {
          const gradient = normals(random, touched.length * columns);
          adamRows(table, columns, touched, gradient, state, STEP);
          touched.forEach((row, i) => {
            adamStep(rows[row], gradient.slice(i * columns, (i + 1) * columns), states[row], STEP);
          });
          expect(Array.from(table)).toEqual(rows.flatMap((row) => Array.from(row)));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("the accumulator of row gradients", () => {
  it("lists each row once with the sum of its gradients, and starts anew after each batch", () => {
    const accumulator = createRowAccumulator(1000, 2);
    const gradient = Float32Array.of(1, 2, 10, 20);
    for (let batch = 0; batch < 3; batch++) {
      // More rows than the accumulator first has room for.
      for (let row = 0; row < 200; row++) accumulator.add(row * 5, gradient, 0);
      accumulator.add(5, gradient, 2);
      const taken = accumulator.take();
      expect(Array.from(taken.rows)).toEqual(Array.from({ length: 200 }, (_, i) => i * 5));
      expect(Array.from(taken.gradient.slice(0, 4))).toEqual([1, 2, 11, 22]);
      expect(accumulator.take().rows.length).toBe(0);
    }
  });
});
