/** Claims about Pareto fronts, rank and promotion, for random measurements. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadlineOf, promotedOf, rungsOf } from "../../../src/flow/explore/halving.js";
import { dominates, frontsOf, type Point, paretoOf, rankedOf } from "../../../src/flow/explore/pareto.js";

/** Few values each, so that ties are common. */
const point: fc.Arbitrary<Point> = fc.record({
  devAccuracy: fc.integer({ min: 60, max: 66 }),
  operations: fc.constantFrom(100, 200, 400, 800),
  tableBytes: fc.constantFrom(1_000, 5_000, 25_000),
});
const points = fc.array(point, { maxLength: 20 });

describe("Pareto fronts", () => {
  it("hold points of which none dominates another", () => {
    fc.assert(
      fc.property(points, (all) => {
        for (const front of frontsOf(all)) for (const a of front) for (const b of front) expect(dominates(a, b)).toBe(false);
      }),
    );
  });

  it("follow each other: every point behind the first front is dominated by one of the front before", () => {
    fc.assert(
      fc.property(points, (all) => {
        const fronts = frontsOf(all);
        expect(fronts.flat()).toHaveLength(all.length);
        for (const [i, front] of fronts.slice(1).entries()) {
          for (const one of front) expect(fronts[i].some((other) => dominates(other, one))).toBe(true);
        }
      }),
    );
  });

  it("put the most accurate first, and the cheaper of equals", () => {
    const cheap = { devAccuracy: 70, operations: 100, tableBytes: 50 };
    const small = { devAccuracy: 70, operations: 200, tableBytes: 20 };
    const good = { devAccuracy: 80, operations: 900, tableBytes: 90 };
    const beaten = { devAccuracy: 79, operations: 900, tableBytes: 90 };
    expect(paretoOf([small, beaten, cheap, good])).toEqual([good, cheap, small]);
  });

  it("never rank a point before one that dominates it, and lose none", () => {
    fc.assert(
      fc.property(points, (all) => {
        const ranked = rankedOf(all);
        expect([...ranked].sort(byJson)).toEqual([...all].sort(byJson));
        for (const [i, one] of ranked.entries()) for (const later of ranked.slice(i + 1)) expect(dominates(later, one)).toBe(false);
      }),
    );
  });
});

describe("promotion", () => {
  it("takes a third, at least three, and always the most accurate point", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), (all) => {
        const promoted = promotedOf(all);
        expect(promoted).toHaveLength(Math.min(all.length, Math.max(3, Math.ceil(all.length / 3))));
        expect(Math.max(...promoted.map(({ devAccuracy }) => devAccuracy))).toBe(Math.max(...all.map(({ devAccuracy }) => devAccuracy)));
      }),
    );
  });

  it("is the same whatever order different measurements come in", () => {
    fc.assert(
      fc.property(fc.uniqueArray(point, { selector: (one) => JSON.stringify(one), maxLength: 20 }), fc.integer(), (all, turn) => {
        const at = all.length === 0 ? 0 : Math.abs(turn) % all.length;
        expect(promotedOf([...all.slice(at), ...all.slice(0, at)])).toEqual(promotedOf(all));
      }),
    );
  });

  it("climbs to the whole training in at most three rungs, each longer than the last", () => {
    expect(rungsOf(8)).toEqual([1, 3, 8]);
    expect(rungsOf(2)).toEqual([1, 2]);
    expect(rungsOf(1)).toEqual([1]);
    expect(rungsOf(12)).toEqual([2, 4, 12]);
  });

  it("gives each rung the same time, the last one all that is left", () => {
    expect([0, 1, 2].map((rung) => deadlineOf(rung, 3))).toEqual([1 / 3, 2 / 3, 1]);
  });
});

function byJson(a: Point, b: Point): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
