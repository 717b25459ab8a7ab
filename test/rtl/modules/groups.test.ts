import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/util/random.js";
import { allOrAt } from "../../support/quick.js";
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

describe.each(
  allOrAt(
    [
      { GROUPS: 4, SLOTS: 2 },
      { GROUPS: 32, SLOTS: 8 },
      { GROUPS: 128, SLOTS: 4 },
    ],
    [1, 2],
  ),
)("pending_board of $GROUPS groups and $SLOTS slots", ({ GROUPS, SLOTS }) => {
  it("equals an array of sets under random marks and forgetting", async () => {
    const bench = await buildBench(
      "pending_board",
      { GROUPS, SLOTS },
      {
        inputs: [
          ["rst", 1],
          ["slot", Math.log2(SLOTS)],
          ["start_timestep", 1],
          ["end_phase", 1],
          ["forget_all", 1],
          ["mark", 1],
          ["word_slot", Math.log2(SLOTS)],
          ["group", Math.log2(GROUPS)],
          ["marked", GROUPS],
        ],
        outputs: [
          ["is_marked", 1],
          ["next_groups", GROUPS],
          ["arrived", GROUPS],
        ],
      },
    );
    const random = createRandom(GROUPS);
    const sets = Array.from({ length: SLOTS }, () => new Set<number>());
    const idle = { start_timestep: 0, end_phase: 0, forget_all: 0, mark: 0, word_slot: 0, group: 0, marked: 1 };
    const cycles: Vector[] = [];
    const expected: ({ is_marked?: number; next_groups: Value; arrived: Value } | undefined)[] = [];
    let arrived = new Set<number>();
    let slot = 0;
    const cycle = (inputs: Vector, looks: boolean, next: ReadonlySet<number>, isMarked?: number): void => {
      cycles.push({ ...idle, slot, ...inputs });
      const told = { next_groups: port(setOf(next), GROUPS), arrived: port(setOf(arrived), GROUPS) };
      expected.push(looks ? { ...told, ...(isMarked === undefined ? {} : { is_marked: isMarked }) } : undefined);
    };
    cycle({ forget_all: 1 }, false, new Set());
    for (let timestep = 0; timestep < 300; timestep++) {
      cycle({ start_timestep: 1 }, timestep > 0, sets[slot]);
      arrived = new Set(sets[slot]);
      cycle({ end_phase: 1 }, true, arrived);
      sets[slot].clear();
      const next = (slot + 1) % SLOTS;
      for (let words = random.integer(3 * GROUPS); words > 0; words--) {
        const [wordSlot, group] = [random.integer(SLOTS), random.integer(GROUPS)];
        const marks = random.integer(3) > 0;
        cycle(
          { mark: marks ? 1 : 0, word_slot: wordSlot, group, marked: port(1n << BigInt(group), GROUPS) },
          true,
          sets[next],
          sets[wordSlot].has(group) ? 1 : 0,
        );
        if (marks) sets[wordSlot].add(group);
      }
      const resets = random.integer(20) === 0;
      if (resets) {
        cycle({ forget_all: 1 }, true, sets[next]);
        for (const set of sets) set.clear();
      }
      slot = resets ? 0 : next;
    }
    const seen = bench.vectors([...RESET, ...cycles]).slice(RESET.length);
    expected.forEach((told, i) => {
      if (told !== undefined) expect(seen[i], `cycle ${i}`).toMatchObject(told);
    });
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
        ["load_all", 1],
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

  it("gives every group where all are loaded, whatever the set", async () => {
    const idle = Array.from({ length: GROUPS + 8 }, () => ({ load: 0, group_ready: 1 }));
    const seen = (await bench).vectors([...RESET, { load: 1, load_all: 1, load_set: setOf(randomSet()), group_ready: 1 }, ...idle]);
    const given = seen.slice(RESET.length + 1).flatMap((cycle) => (cycle.group_valid === 1 ? [cycle.group] : []));
    expect(given).toEqual(Array.from({ length: GROUPS }, (_, group) => group));
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
          ["write_always", 1],
          ["write_reads_out", 1],
          ["write_remembers", 1],
          ["start_timestep", 1],
          ["forget_all", 1],
          ["forget_some", 1],
          ["forgetful", GROUPS],
          ["group", 4],
          ["touch", 1],
          ["touching", GROUPS],
          ["set_above", 1],
          ["above_group", 4],
          ["next_groups", GROUPS],
        ],
        outputs: [
          ["remembers", 1],
          ["is_touched", 1],
          ["holds_value", 1],
          ["pending", GROUPS],
          ["reads_out", GROUPS],
        ],
      },
    );
    const random = createRandom(16);
    const [always, readsOut, remembers, touched, updated, above] = Array.from({ length: 6 }, () => new Set<number>());
    const shift = (set: Set<number>, isLast: number): void => {
      const moved = [...set].map((member) => member - 1).filter((member) => member >= 0);
      set.clear();
      for (const member of [...moved, ...(isLast === 1 ? [GROUPS - 1] : [])]) set.add(member);
    };
    const one = (parts: number): number => (random.integer(parts) === 0 ? 1 : 0);
    const expected: unknown[] = [];
    const cycles = Array.from({ length: 6000 }, () => {
      const group = random.integer(GROUPS);
      const forgetsSome = one(20);
      const cycle = {
        rst: one(500),
        write_valid: one(40),
        write_always: one(3),
        write_reads_out: one(3),
        write_remembers: one(2),
        start_timestep: one(30),
        forget_all: one(100),
        forget_some: forgetsSome,
        forgetful: random.integer(2 ** GROUPS),
        group,
        // No neuron phase runs when a timestep starts.
        touch: forgetsSome === 1 ? 0 : one(3),
        touching: 1 << group,
        set_above: one(8),
        above_group: random.integer(GROUPS),
        next_groups: random.integer(2 ** GROUPS),
      };
      const forgotten = Array.from({ length: GROUPS }, (_, g) => g).filter((g) => cycle.forget_some === 1 && ((cycle.forgetful >> g) & 1) === 1);
      const fires = [...above].filter((member) => !forgotten.includes(member));
      const pending = cycle.next_groups | Number(setOf(always) | setOf(fires));
      expected.push({
        remembers: remembers.has(cycle.group) ? 1 : 0,
        is_touched: touched.has(cycle.group) ? 1 : 0,
        holds_value: (remembers.has(cycle.group) ? touched : updated).has(cycle.group) ? 1 : 0,
        pending,
        reads_out: Number(setOf(readsOut)),
      });
      // Rows come in ascending order: the newest is the last group, and moves down as others follow.
      if (cycle.write_valid === 1) {
        shift(always, cycle.write_always);
        shift(readsOut, cycle.write_reads_out);
        shift(remembers, cycle.write_remembers);
      }
      for (const member of forgotten) touched.delete(member);
      if (cycle.touch === 1) touched.add(cycle.group);
      if (cycle.set_above === 1) above.add(cycle.above_group);
      if (cycle.rst + cycle.forget_all + cycle.start_timestep > 0) {
        above.clear();
      }
      if (cycle.start_timestep === 1) {
        updated.clear();
        for (let g = 0; g < GROUPS; g++) if (((pending >> g) & 1) === 1) updated.add(g);
      }
      if (cycle.rst + cycle.forget_all > 0) touched.clear();
      return cycle;
    });
    expect(bench.vectors([...RESET, ...cycles]).slice(RESET.length)).toEqual(expected);
  });
});

describe.each([1, 4, 16])("forgetting with a period of %i bits", (FORGET_BITS) => {
  const GROUPS = 8;
  it("forgets in every timestep t with t mod period = phase, from RESET on, whatever was loaded before", async () => {
    const bench = await buildBench(
      "forgetting",
      { GROUPS, FORGET_BITS },
      {
        inputs: [
          ["write_group", 1],
          ["write_forgets", 1],
          ["write_period", 1],
          ["write_data", 32],
          ["forget_all", 1],
          ["start_timestep", 1],
        ],
        outputs: [
          ["forget_some", 1],
          ["forgetful", GROUPS],
        ],
      },
    );
    const random = createRandom(FORGET_BITS);
    const idle = { write_group: 0, write_forgets: 0, write_period: 0, write_data: 0, forget_all: 0, start_timestep: 0 };
    const cycles: Vector[] = [];
    const expected: { forget_some: number; forgetful: number }[] = [];
    let forgetful = 0;
    const cycle = (inputs: Vector, forgets = 0): void => {
      cycles.push({ ...idle, ...inputs });
      expected.push({ forget_some: forgets, forgetful });
    };
    let due = 0;
    for (let sample = 0; sample < 40; sample++) {
      const period = 1 + random.integer(Math.min(2 ** FORGET_BITS, random.integer(2) === 0 ? 6 : 2 ** 16));
      const phase = random.integer(period);
      const flags = random.integer(2 ** GROUPS);
      for (let group = 0; group < GROUPS; group++) {
        const flag = (flags >> group) & 1;
        cycle({ write_group: 1, write_forgets: flag });
        forgetful = (forgetful >> 1) | (flag << (GROUPS - 1));
      }
      expect(forgetful).toBe(flags);
      cycle({ write_period: 1, write_data: period - 1 + phase * 2 ** 16 });
      for (let reset = 0; reset < 2; reset++) {
        cycle({ forget_all: 1 });
        for (let t = 0; t < 60; t++) {
          for (let wait = random.integer(3); wait > 0; wait--) cycle({});
          due += t % period === phase ? 1 : 0;
          cycle({ start_timestep: 1 }, t % period === phase ? 1 : 0);
        }
      }
    }
    expect(bench.vectors(cycles)).toEqual(expected);
    expect(due).toBeGreaterThan(200);
  });
});
