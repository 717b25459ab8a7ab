/** The figures of a classifier's decisions: accuracy, its sampling error, and what each class contributes; all worked out by hand. */
import { describe, expect, it } from "vitest";
import { hashOf } from "../../src/flow/bundle.js";
import { accuracyPercent } from "../../src/flow/compile.js";
import { map } from "../../src/flow/map.js";
import { perClass, runOnChip, wilsonHalfWidth } from "../../src/flow/results.js";
import { encodeMapping } from "../../src/loihi/codec.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { loihi1, seeded, textBatch, textProgram } from "../loihi/support.js";

describe("perClass", () => {
  // Class:            a  a  a  a  b  b  c
  const labels = [0, 0, 0, 0, 1, 1, 2];
  const decisions = [0, 0, 0, 1, 1, 0, 1];

  it("gives support, predictions, precision and recall of every class, in order", () => {
    expect(perClass(["a", "b"], labels, decisions)).toEqual([
      // Decided a: texts 0, 1, 2, 5; the first three rightly.
      { name: "a", support: 4, predicted: 4, correct: 3, precisionPercent: 75, recallPercent: 75 },
      // Decided b: texts 3, 4, 6; only text 4 rightly.
      { name: "b", support: 2, predicted: 3, correct: 1, precisionPercent: 100 / 3, recallPercent: 50 },
    ]);
  });

  it("gives 0 percent, not NaN, where a class is never decided, or has no text, or neither", () => {
    const [, , undecided, absent] = perClass(["a", "b", "c", "d"], labels, decisions);
    expect(undecided).toEqual({ name: "c", support: 1, predicted: 0, correct: 0, precisionPercent: 0, recallPercent: 0 });
    expect(absent).toEqual({ name: "d", support: 0, predicted: 0, correct: 0, precisionPercent: 0, recallPercent: 0 });
    const [, unsupported] = perClass(["a", "b"], [0, 0], [0, 1]);
    expect(unsupported).toEqual({ name: "b", support: 0, predicted: 1, correct: 0, precisionPercent: 0, recallPercent: 0 });
  });

  it("shares every text and every decision out among the classes", () => {
    const classes = perClass(["a", "b", "c"], Uint16Array.from(labels), Uint16Array.from(decisions));
    const sum = (key: "support" | "predicted" | "correct"): number => classes.reduce((total, result) => total + result[key], 0);
    expect([sum("support"), sum("predicted"), sum("correct")]).toEqual([7, 7, 4]);
  });
});

describe("wilsonHalfWidth", () => {
  // z = 1.959964, z^2 = 3.841459; half width = z / (1 + z^2 / n) x sqrt(p (1 - p) / n + z^2 / (4 n^2)).
  it.each([
    // 1.959964 / 1.03841459 x sqrt(0.0025 + 0.0000960365) = 1.887459 x 0.0509513
    { p: 0.5, n: 100, halfWidth: 0.096168 },
    // 1.959964 / 1.00768292 x sqrt(0.00018 + 0.0000038415) = 1.945021 x 0.0135588
    { p: 0.9, n: 500, halfWidth: 0.026372 },
    // 1.959964 / 1.3841459 x sqrt(0 + 0.0096036475) = 1.416010 x 0.0979982
    { p: 1, n: 10, halfWidth: 0.138766 },
  ])("is $halfWidth for p = $p of $n", ({ p, n, halfWidth }) => {
    expect(wilsonHalfWidth(p, n)).toBeCloseTo(halfWidth, 5);
  });

  it("agrees with the interval from Wilson's quadratic: both ends lie z standard errors from p", () => {
    // (p - x)^2 = z^2 x (1 - x) / n at the ends x = centre +- half width, centre = (p + z^2 / 2n) / (1 + z^2 / n).
    const [p, n, zSquared] = [0.83, 1821, 3.841459];
    const centre = (p + zSquared / (2 * n)) / (1 + zSquared / n);
    for (const end of [centre - wilsonHalfWidth(p, n), centre + wilsonHalfWidth(p, n)]) {
      expect((p - end) ** 2).toBeCloseTo((zSquared * end * (1 - end)) / n, 9);
    }
  });

  it("is the same for a share and for its complement", () => {
    expect(wilsonHalfWidth(0.25, 64)).toBe(wilsonHalfWidth(0.75, 64));
  });

  it("is 0 where nothing was sampled", () => {
    expect(wilsonHalfWidth(0, 0)).toBe(0);
  });
});

describe("accuracyPercent", () => {
  it("is the percentage of decisions that equal their labels", () => {
    expect(accuracyPercent([0, 1, 2, 1], [0, 1, 2, 2])).toBe(75);
    expect(accuracyPercent(Uint16Array.of(1, 0, 0), [1, 1, 1])).toBe(100 / 3);
  });

  it("is 100 where all are right and 0 where none is", () => {
    expect(accuracyPercent([3, 1], [3, 1])).toBe(100);
    expect(accuracyPercent([3, 1], [1, 3])).toBe(0);
  });

  it("is 0, not NaN, without texts", () => {
    expect(accuracyPercent([], [])).toBe(0);
  });
});

describe("runOnChip", () => {
  it("plans the very mapping that `snnc map` writes, with the messages of the samples", async () => {
    const program = textProgram(seeded(1), { lines: 300, kernels: [2, 3], filters: 24, classes: 6 });
    const batch = textBatch(seeded(2), program, 8);
    const golden = await goldenSimulator(program).run(batch);
    const { mapping, events } = await runOnChip({ program, chip: loihi1, seed: 1 }, batch, golden);
    const mapped = await map(program, { target: "loihi1", seed: 1 });
    expect(mapping.plan).toMatchObject({ samples: 8, mapping: hashOf([encodeMapping(mapped)]), mesh: loihi1.mesh });
    expect(mapping.plan?.cores.map(({ compartments }) => compartments.length)).toEqual(mapped.cores.map(({ populations }) => populations.length));
    const hops = (events?.hopsEastWest ?? -1) + (events?.hopsNorthSouth ?? 0);
    expect(mapping.plan?.links.reduce((sum, { messages }) => sum + messages, 0)).toBeCloseTo(hops, 9);
  });
});
