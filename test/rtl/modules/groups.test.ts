import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/util/random.js";
import { buildBench, number, type Value, type Vector } from "./bench.js";

const RESET: readonly Vector[] = [{ rst: 1 }, { rst: 1 }, { rst: 0 }];

function setOf(members: Iterable<number>): bigint {
  let set = 0n;
  for (const member of members) set |= 1n << BigInt(member);
  return set;
}

const port = (value: bigint, bits: number): Value => (bits <= 32 ? Number(value) : value);

describe.each([2, 64])("lowest_bit of %i bits", (WIDTH) => {
  const bench = buildBench("lowest_bit", { WIDTH }, { inputs: [["bits", WIDTH]], outputs: [["index", Math.log2(WIDTH)]] }, { clocked: false });

  it("numbers the lowest set bit of every set", async () => {
    const random = createRandom(WIDTH);
    const sets = Array.from({ length: 2000 }, () => {
      const lowest = random.integer(WIDTH);
      const above = Array.from({ length: WIDTH }, (_, i) => i).filter((i) => i > lowest && random.integer(2) === 1);
      return { lowest, set: setOf([lowest, ...above]) };
    });
    const seen = (await bench).vectors([...sets.map(({ set }) => ({ bits: set })), { bits: 0 }]);
    expect(seen.map((cycle) => cycle.index)).toEqual([...sets.map(({ lowest }) => lowest), 0]);
  });
});

describe.each([
  { GROUPS: 4, SLOTS: 2 },
  { GROUPS: 32, SLOTS: 8 },
  { GROUPS: 128, SLOTS: 4 },
])("pending_board of $GROUPS groups and $SLOTS slots", ({ GROUPS, SLOTS }) => {
  it("equals an array of sets under random marks and forgetting", async () => {
    const bench = await buildBench(
      "pending_board",
      { GROUPS, SLOTS },
      {
        inputs: [
          ["rst", 1],
          ["slot", Math.log2(SLOTS)],
          ["group", Math.log2(GROUPS)],
          ["mark", 1],
          ["forget_slot", 1],
          ["forget_all", 1],
        ],
        outputs: [
          ["is_marked", 1],
          ["slot_groups", GROUPS],
        ],
      },
    );
    const random = createRandom(GROUPS);
    const sets = Array.from({ length: SLOTS }, () => new Set<number>());
    const expected: { is_marked: number; slot_groups: Value }[] = [];
    const cycles = Array.from({ length: 4000 }, () => {
      const [slot, group, action] = [random.integer(SLOTS), random.integer(GROUPS), random.integer(60)];
      expected.push({ is_marked: sets[slot].has(group) ? 1 : 0, slot_groups: port(setOf(sets[slot]), GROUPS) });
      if (action > 20) sets[slot].add(group);
      else if (action > 16) sets[slot].clear();
      else if (action === 0) for (const set of sets) set.clear();
      return { slot, group, mark: action > 20 ? 1 : 0, forget_slot: action > 16 && action <= 20 ? 1 : 0, forget_all: action === 0 ? 1 : 0 };
    });
    expect(bench.vectors([...RESET, ...cycles]).slice(RESET.length)).toEqual(expected);
  });
});

describe.each([2, 32, 256])("group_picker of %i groups", (GROUPS) => {
  const bench = buildBench(
    "group_picker",
    { GROUPS },
    {
      inputs: [
        ["rst", 1],
        ["load", 1],
        ["load_set", GROUPS],
        ["group_ready", 1],
      ],
      outputs: [
        ["group_valid", 1],
        ["group", Math.log2(GROUPS)],
        ["is_done", 1],
      ],
    },
  );
  const random = createRandom(GROUPS);
  const randomSet = (): number[] => {
    const one = 1 + random.integer(GROUPS);
    return Array.from({ length: GROUPS }, (_, i) => i).filter(() => random.integer(one) === 0);
  };

  it.each([0, 0.5, 0.9])("gives every member once, ascending, refused with probability %f", async (refuse) => {
    const sets = Array.from({ length: 40 }, randomSet);
    const cycles: Vector[] = [];
    const bounds: number[] = [];
    for (const set of sets) {
      cycles.push({ load: 1, load_set: setOf(set), group_ready: 0 });
      const patience = Math.ceil(((set.length + 6) / (1 - refuse)) * 3) + 30;
      for (let i = 0; i < patience; i++) cycles.push({ load: 0, group_ready: random.uniform() >= refuse ? 1 : 0 });
      bounds.push(cycles.length);
    }
    const seen = (await bench).vectors([...RESET, ...cycles]).slice(RESET.length);
    let from = 0;
    sets.forEach((set, index) => {
      const taken = seen
        .slice(from, bounds[index])
        .flatMap((cycle, i) => (cycle.group_valid === 1 && cycles[from + i].group_ready === 1 ? [number(cycle.group)] : []));
      expect(taken).toEqual(set);
      from = bounds[index];
    });
    expect(seen.at(-1)?.is_done).toBe(1);
  });

  it("gives a group a cycle from its latency on, and is done in the cycle after the last", async () => {
    const latency = GROUPS > 32 ? 3 : 2;
    for (let round = 0; round < 10; round++) {
      const set = randomSet();
      if (set.length === 0) continue;
      const idle = Array.from({ length: GROUPS + 8 }, () => ({ load: 0, group_ready: 1 }));
      const seen = (await bench).vectors([...RESET, { load: 1, load_set: setOf(set), group_ready: 1 }, ...idle]).slice(RESET.length);
      expect(seen.slice(latency, latency + set.length).map((cycle) => [cycle.group_valid, cycle.group])).toEqual(set.map((group) => [1, group]));
      const done = seen.findIndex((cycle, i) => i > 0 && cycle.is_done === 1);
      expect(done).toBe(latency + set.length);
    }
  });

  it("is done at once with the empty set, and drops what was left when loaded again", async () => {
    const all = Array.from({ length: GROUPS }, (_, i) => i);
    const seen = (await bench).vectors([
      ...RESET,
      { load: 1, load_set: 0, group_ready: 1 },
      { load: 1, load_set: setOf(all) },
      { load: 0, group_ready: 0 },
      {},
      {},
      { load: 1, load_set: setOf([GROUPS - 1]) },
      { load: 0, group_ready: 1 },
      {},
      {},
      {},
    ]);
    expect(seen[RESET.length + 1].is_done).toBe(1);
    const given = seen.slice(RESET.length + 6).flatMap((cycle) => (cycle.group_valid === 1 ? [cycle.group] : []));
    expect(given).toEqual([GROUPS - 1]);
    expect(seen.at(-1)?.is_done).toBe(1);
  });
});

describe("group_flags", () => {
  const GROUPS = 16;
  it("equals sets under random updates, timesteps, samples, resets and configuration", async () => {
    const bench = await buildBench(
      "group_flags",
      { GROUPS },
      {
        inputs: [
          ["rst", 1],
          ["write_valid", 1],
          ["write_row", 32],
          ["write_always", 1],
          ["write_reads_out", 1],
          ["write_remembers", 1],
          ["start_timestep", 1],
          ["forget_all", 1],
          ["group", 4],
          ["touch", 1],
          ["set_above", 1],
          ["above_group", 4],
        ],
        outputs: [
          ["remembers", 1],
          ["is_touched", 1],
          ["holds_value", 1],
          ["must_update", GROUPS],
          ["reads_out", GROUPS],
        ],
      },
    );
    const random = createRandom(16);
    const [always, readsOut, remembers, touched, updated, above] = Array.from({ length: 6 }, () => new Set<number>());
    const put = (set: Set<number>, member: number, isIn: number): unknown => (isIn === 1 ? set.add(member) : set.delete(member));
    const one = (parts: number): number => (random.integer(parts) === 0 ? 1 : 0);
    const expected: unknown[] = [];
    const cycles = Array.from({ length: 6000 }, () => {
      const cycle = {
        rst: one(500),
        write_valid: one(40),
        // Rows behind the last group are ignored.
        write_row: random.integer(GROUPS + 4),
        write_always: one(3),
        write_reads_out: one(3),
        write_remembers: one(2),
        start_timestep: one(30),
        forget_all: one(100),
        group: random.integer(GROUPS),
        touch: one(3),
        set_above: one(8),
        above_group: random.integer(GROUPS),
      };
      expected.push({
        remembers: remembers.has(cycle.group) ? 1 : 0,
        is_touched: touched.has(cycle.group) ? 1 : 0,
        holds_value: (remembers.has(cycle.group) ? touched : updated).has(cycle.group) ? 1 : 0,
        must_update: Number(setOf(always) | setOf(above)),
        reads_out: Number(setOf(readsOut)),
      });
      if (cycle.write_valid === 1 && cycle.write_row < GROUPS) {
        put(always, cycle.write_row, cycle.write_always);
        put(readsOut, cycle.write_row, cycle.write_reads_out);
        put(remembers, cycle.write_row, cycle.write_remembers);
      }
      if (cycle.touch === 1) {
        touched.add(cycle.group);
        updated.add(cycle.group);
      }
      if (cycle.set_above === 1) above.add(cycle.above_group);
      if (cycle.rst + cycle.forget_all + cycle.start_timestep > 0) {
        updated.clear();
        above.clear();
      }
      if (cycle.rst + cycle.forget_all > 0) touched.clear();
      return cycle;
    });
    expect(bench.vectors([...RESET, ...cycles]).slice(RESET.length)).toEqual(expected);
  });
});
