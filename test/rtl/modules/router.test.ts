import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/util/random.js";
import { buildBench, number, type Port, type Stream } from "./bench.js";

const RESET = [{ rst: 1 }, { rst: 1 }, { rst: 0 }];
const [COLUMNS, ROWS, X, Y, AXON_BITS] = [3, 3, 1, 1, 16];
const CORES = COLUMNS * ROWS;
const SIDES = [0, 1, 2, 3, 4] as const;
type Side = (typeof SIDES)[number];

/** Bits of the cores behind a side, written apart from mesh_router.v: local, east, west, north, south. */
function behind(side: Side): number {
  let bits = 0;
  for (let core = 0; core < CORES; core++) {
    const [dx, dy] = [(core % COLUMNS) - X, Math.floor(core / COLUMNS) - Y];
    const way = dx > 0 ? 1 : dx < 0 ? 2 : dy < 0 ? 3 : dy > 0 ? 4 : 0;
    if (way === side) bits |= 1 << core;
  }
  return bits;
}

/** What may come in by a side: a flit that travels along its row turns once, one that travels along a column stays in it. */
const MAY_COME: readonly number[] = [2 ** CORES - 1, ~behind(1), ~behind(2), behind(0) | behind(4), behind(0) | behind(3)];

const ports = (direction: "in" | "out"): readonly Port[] => SIDES.map((side) => [`${direction}${side}_flit`, CORES + AXON_BITS] as const);
const handshakes = (names: readonly string[]): readonly Port[] => names.map((name) => [name, 1] as const);
const streams = (direction: "in" | "out"): readonly Stream[] =>
  SIDES.map((side) => ({ valid: `${direction}${side}_valid`, ready: `${direction}${side}_ready`, payload: [`${direction}${side}_flit`] }));

const bench = buildBench(
  "router_bench",
  { COLUMNS, ROWS, X, Y, AXON_BITS },
  {
    inputs: [["rst", 1], ...ports("in"), ...handshakes(SIDES.flatMap((side) => [`in${side}_valid`, `out${side}_ready`]))],
    outputs: [["is_empty", 1], ...ports("out"), ...handshakes(SIDES.flatMap((side) => [`out${side}_valid`, `in${side}_ready`]))],
    sources: streams("in"),
    sinks: streams("out"),
  },
);

describe("mesh_router", () => {
  it.each([
    { starve: 0, stall: 0 },
    { starve: 0.5, stall: 0.3 },
    { starve: 0.1, stall: 0.9 },
    { starve: 0.9, stall: 0.1 },
  ])("copies every flit to every side that leads to a destination, once, in order, and to no other (starve $starve, stall $stall)", async (pace) => {
    const random = createRandom(7);
    // The axon number tells the side that a flit came by, and its place.
    const items = SIDES.map((side) =>
      Array.from({ length: 400 }, (_, i) => {
        const wanted = random.integer(4) === 0 ? random.integer(2 ** CORES) : 1 << random.integer(CORES);
        return [((wanted & MAY_COME[side]) << AXON_BITS) | (side << 12) | i];
      }).filter(([flit]) => flit >> AXON_BITS !== 0),
    );
    const got = (await bench).streams({ preamble: RESET, items, seed: 3, ...pace });
    for (const to of SIDES) {
      for (const from of SIDES) {
        const expected = items[from]
          .map(([flit]) => flit & ((behind(to) << AXON_BITS) | (2 ** AXON_BITS - 1)))
          .filter((flit) => flit >> AXON_BITS !== 0);
        const seen = got[to].map(({ values }) => number(values[0])).filter((flit) => ((flit >> 12) & 15) === from);
        expect(seen, `from ${from} to ${to}`).toEqual(expected);
      }
    }
    expect(got.reduce((sum, side) => sum + side.length, 0)).toBeGreaterThan(1500);
  });

  it("passes a flit a cycle from side to side, two at once where they do not meet", async () => {
    const east = Array.from({ length: 200 }, (_, i) => [(behind(1) << AXON_BITS) | i]);
    const west = Array.from({ length: 200 }, (_, i) => [(behind(2) << AXON_BITS) | i]);
    const got = (await bench).streams({ preamble: RESET, items: [[], west, east, [], []], starve: 0, stall: 0, seed: 1 });
    for (const side of [1, 2]) expect(got[side][199].cycle - got[side][0].cycle).toBe(199);
  });

  it("lets those that want one side go in turn", async () => {
    const items = SIDES.map((side) =>
      side === 1 || side === 3
        ? []
        : Array.from({ length: 99 }, (_, i) => [((behind(side === 4 ? 3 : 1) & MAY_COME[side]) << AXON_BITS) | (side << 12) | i]),
    );
    const both = (await bench)
      .streams({ preamble: RESET, items, starve: 0, stall: 0, seed: 1 })[1]
      .map(({ values }) => (number(values[0]) >> 12) & 15);
    // Local and west side ask for the east: while both have flits, neither goes twice running.
    const together = both.slice(0, 150);
    expect(together.filter((from, i) => i > 0 && from === together[i - 1])).toEqual([]);
  });

  it("says that it is empty exactly when no flit is inside", async () => {
    const seen = (await bench).vectors([
      ...RESET,
      { in0_valid: 1, in0_flit: (behind(1) << AXON_BITS) | 5, out1_ready: 0 },
      { in0_valid: 0 },
      { out1_ready: 1 },
      {},
      {},
    ]);
    expect(seen.slice(3).map(({ is_empty }) => is_empty)).toEqual([1, 0, 0, 1, 1]);
  });
});
