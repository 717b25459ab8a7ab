import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/util/random.js";
import { buildBench, number, packFields, writeRows } from "./bench.js";

const RESET = [{ rst: 1 }, { rst: 1 }, { rst: 0 }];
/** Never, a little, mostly. */
const PACES = [
  { starve: 0, stall: 0 },
  { starve: 0.5, stall: 0.3 },
  { starve: 0.1, stall: 0.9 },
  { starve: 0.9, stall: 0.1 },
] as const;

describe.each([2, 4])("event_fifo of %i words", (depth) => {
  const bench = buildBench(
    "event_fifo",
    { WIDTH: 20, DEPTH: depth },
    {
      inputs: [
        ["rst", 1],
        ["in_valid", 1],
        ["in_word", 20],
        ["out_ready", 1],
      ],
      outputs: [
        ["in_ready", 1],
        ["out_valid", 1],
        ["out_word", 20],
      ],
      sources: [{ valid: "in_valid", ready: "in_ready", payload: ["in_word"] }],
      sinks: [{ valid: "out_valid", ready: "out_ready", payload: ["out_word"] }],
    },
  );

  it.each(PACES)("gives what it took, in order (starve $starve, stall $stall)", async (pace) => {
    const random = createRandom(depth);
    const items = Array.from({ length: 3000 }, () => [random.integer(2 ** 20)]);
    const [got] = (await bench).streams({ preamble: RESET, items: [items], seed: 5, ...pace });
    expect(got.map((item) => item.values)).toEqual(items);
  });

  it("passes a word a cycle", async () => {
    const items = Array.from({ length: 500 }, (_, i) => [i]);
    const [got] = (await bench).streams({ preamble: RESET, items: [items], starve: 0, stall: 0, seed: 1 });
    expect(got[499].cycle - got[0].cycle).toBe(499);
  });

  it("takes exactly so many words before the first is taken from it, and is empty after a reset", async () => {
    const fill = Array.from({ length: depth + 3 }, (_, i) => ({ in_valid: 1, in_word: i, out_ready: 0 }));
    const seen = (await bench).vectors([...RESET, ...fill, { rst: 1 }, { rst: 0, in_valid: 0 }]);
    const taken = seen.slice(3, 3 + fill.length).filter((cycle) => cycle.in_ready === 1);
    expect(taken.length).toBe(depth);
    expect(seen.at(-1)?.out_valid).toBe(0);
  });
});

describe("axon_lookup", () => {
  const [AXONS, ROW_BITS] = [50, 40];
  const bench = buildBench(
    "axon_lookup",
    { AXONS, ROW_BITS },
    {
      inputs: [
        ["rst", 1],
        ["write_valid", 1],
        ["write_address", 32],
        ["write_data", 32],
        ["axon_valid", 1],
        ["axon", 6],
        ["row_ready", 1],
      ],
      outputs: [
        ["axon_ready", 1],
        ["row_valid", 1],
        ["row", ROW_BITS],
        ["is_empty", 1],
      ],
      sources: [{ valid: "axon_valid", ready: "axon_ready", payload: ["axon"] }],
      sinks: [{ valid: "row_valid", ready: "row_ready", payload: ["row"] }],
    },
  );
  const random = createRandom(7);
  const rows = Array.from({ length: AXONS }, () => (BigInt(random.uint32()) << 8n) | BigInt(random.integer(256)));
  const preamble = [...RESET, ...writeRows(rows, ROW_BITS)];

  it.each(PACES)("turns every axon into its row, in order (starve $starve, stall $stall)", async (pace) => {
    const axons = Array.from({ length: 3000 }, () => random.integer(AXONS));
    const [got] = (await bench).streams({ preamble, items: [axons.map((axon) => [axon])], seed: 3, ...pace });
    expect(got.map((item) => item.values[0])).toEqual(axons.map((axon) => rows[axon]));
    if (pace.starve === 0 && pace.stall === 0) expect(got[2999].cycle - got[0].cycle).toBe(2999);
  });

  it("is empty exactly while it holds nothing", async () => {
    const seen = (await bench).vectors([...RESET, { axon_valid: 1, axon: 1, row_ready: 0 }, { axon_valid: 0 }, {}, { row_ready: 1 }, {}]);
    expect(seen.slice(3).map((cycle) => [cycle.is_empty, cycle.row_valid])).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
  });
});

describe.each([
  { GROUP_BITS: 5, WEIGHT_ADDRESS_BITS: 10, DELAY_BITS: 2, OPERATION_BITS: 9, SEGMENTS: 64, longest: 4 },
  { GROUP_BITS: 8, WEIGHT_ADDRESS_BITS: 16, DELAY_BITS: 6, OPERATION_BITS: 14, SEGMENTS: 1000, longest: 1 },
])("segment_walker with $SEGMENTS segments of up to $longest words", ({ longest, ...parameters }) => {
  const { GROUP_BITS, WEIGHT_ADDRESS_BITS, DELAY_BITS, OPERATION_BITS, SEGMENTS } = parameters;
  const SEGMENT_BITS = Math.ceil(Math.log2(SEGMENTS));
  const bench = buildBench("segment_walker", parameters, {
    inputs: [
      ["rst", 1],
      ["write_valid", 1],
      ["write_address", 32],
      ["write_data", 32],
      ["slot", DELAY_BITS],
      ["row_valid", 1],
      ["row", 2 * SEGMENT_BITS + WEIGHT_ADDRESS_BITS + GROUP_BITS],
      ["word_ready", 1],
    ],
    outputs: [
      ["row_ready", 1],
      ["word_valid", 1],
      ["word_group", GROUP_BITS],
      ["word_weight", WEIGHT_ADDRESS_BITS],
      ["word_slot", DELAY_BITS],
      ["word_exponent", 4],
      ["segment_starts", 1],
      ["segment_operations", OPERATION_BITS],
      ["is_empty", 1],
    ],
    sources: [{ valid: "row_valid", ready: "row_ready", payload: ["row"] }],
    sinks: [{ valid: "word_valid", ready: "word_ready", payload: ["word_group", "word_weight", "word_slot", "word_exponent"] }],
  });
  const random = createRandom(SEGMENTS);
  const segments = Array.from({ length: SEGMENTS }, () => ({
    group: random.integer(2 ** (GROUP_BITS - 1)),
    words: 1 + random.integer(longest),
    weight: random.integer(2 ** (WEIGHT_ADDRESS_BITS - 1)),
    delay: random.integer(2 ** DELAY_BITS),
    exponent: random.integer(16),
    operations: random.integer(2 ** OPERATION_BITS),
  }));
  const table = segments.map((s) =>
    packFields([
      [s.group, GROUP_BITS],
      [s.words - 1, GROUP_BITS],
      [s.weight, WEIGHT_ADDRESS_BITS],
      [s.delay, DELAY_BITS],
      [s.exponent, 4],
      [s.operations, OPERATION_BITS],
    ]),
  );
  const rowBits = 2 * GROUP_BITS + WEIGHT_ADDRESS_BITS + DELAY_BITS + 4 + OPERATION_BITS;
  const preamble = [...RESET, ...writeRows(table, rowBits)];
  const axons = (count: number, fewest: number) =>
    Array.from({ length: count }, () => {
      const list = fewest + random.integer(4);
      return {
        pointer: random.integer(SEGMENTS - list),
        list,
        weightBase: random.integer(2 ** (WEIGHT_ADDRESS_BITS - 1)),
        groupBase: random.integer(2 ** (GROUP_BITS - 1)),
      };
    });
  type Axon = ReturnType<typeof axons>[number];
  const rowOf = (a: Axon): bigint =>
    packFields([
      [a.pointer, SEGMENT_BITS],
      [a.list, SEGMENT_BITS],
      [a.weightBase, WEIGHT_ADDRESS_BITS],
      [a.groupBase, GROUP_BITS],
    ]);
  /** The twin: nested loops. */
  const wordsOf = (list: readonly Axon[]): number[][] =>
    list.flatMap((a) =>
      segments.slice(a.pointer, a.pointer + a.list).flatMap((s) =>
        Array.from({ length: s.words }, (_, i) => [
          (a.groupBase + s.group + i) % 2 ** GROUP_BITS,
          (a.weightBase + s.weight + i) % 2 ** WEIGHT_ADDRESS_BITS,
          (s.delay + 1) % 2 ** DELAY_BITS, // of slot 0
          s.exponent,
        ]),
      ),
    );

  it.each(PACES)("gives every word of every segment of every axon, in order (starve $starve, stall $stall)", async (pace) => {
    const list = axons(600, 0);
    const [got] = (await bench).streams({ preamble, items: [list.map((a) => [rowOf(a)])], seed: 11, ...pace });
    expect(got.map((item) => item.values)).toEqual(wordsOf(list));
  });

  it("gives a word a cycle, without a bubble between segments or axons", async () => {
    const list = axons(300, 1);
    const [got] = (await bench).streams({ preamble, items: [list.map((a) => [rowOf(a)])], starve: 0, stall: 0, seed: 1 });
    expect(got[got.length - 1].cycle - got[0].cycle).toBe(got.length - 1);
  });

  it("tells the operations of a segment once, when it becomes the current one, stalled or not", async () => {
    const [axon] = axons(1, 3);
    const stalled = Array.from({ length: 40 }, () => ({ row_valid: 0, word_ready: random.integer(2) }));
    const cycles = [...preamble, { row_valid: 1, row: rowOf(axon), word_ready: 0 }];
    // The row is held until its whole list has been requested.
    const probe = (await bench).vectors([...cycles, ...stalled.map((cycle) => ({ ...cycle, row_valid: 1 }))]);
    const taken = probe.findIndex((cycle, i) => i >= preamble.length && cycle.row_ready === 1);
    const seen = (await bench).vectors([
      ...cycles,
      ...stalled.map((cycle, i) => ({ ...cycle, row_valid: preamble.length + 1 + i <= taken ? 1 : 0 })),
    ]);
    const told = seen.filter((cycle) => cycle.segment_starts === 1).map((cycle) => number(cycle.segment_operations));
    expect(told).toEqual(segments.slice(axon.pointer, axon.pointer + axon.list).map((s) => s.operations));
  });
});

describe("result_stream", () => {
  const bench = buildBench(
    "result_stream",
    {},
    {
      inputs: [
        ["rst", 1],
        ["push_valid", 1],
        ["push_kind", 3],
        ["push_data", 32],
        ["out_ready", 1],
      ],
      outputs: [
        ["push_ready", 1],
        ["out_valid", 1],
        ["out_kind", 3],
        ["out_data", 32],
      ],
      sources: [{ valid: "push_valid", ready: "push_ready", payload: ["push_kind", "push_data"] }],
      sinks: [{ valid: "out_valid", ready: "out_ready", payload: ["out_kind", "out_data"] }],
    },
  );

  it.each(PACES)("delays and changes nothing (starve $starve, stall $stall)", async (pace) => {
    const random = createRandom(2);
    const items = Array.from({ length: 2000 }, () => [random.integer(8), random.uint32()]);
    const [got] = (await bench).streams({ preamble: RESET, items: [items], seed: 9, ...pace });
    expect(got.map((item) => item.values)).toEqual(items);
    if (pace.starve === 0 && pace.stall === 0) expect(got[1999].cycle - got[0].cycle).toBe(1999);
  });

  it("shows a valid that does not depend on ready", async () => {
    const cycles = Array.from({ length: 200 }, (_, i) => ({ push_valid: i % 3 === 0 ? 1 : 0, push_kind: i % 8, push_data: i, out_ready: 0 }));
    const seen = (await bench).vectors([...RESET, ...cycles]);
    expect(seen.slice(4).every((cycle) => cycle.out_valid === 1 && cycle.out_data === 0)).toBe(true);
  });
});

describe.each([
  { LANES: 4, GROUPS: 8 },
  { LANES: 16, GROUPS: 32 },
  { LANES: 64, GROUPS: 4 },
])("spike_queue of $GROUPS groups of $LANES lanes", ({ LANES, GROUPS }) => {
  const [laneBits, groupBits] = [Math.log2(LANES), Math.log2(GROUPS)];
  const bench = buildBench(
    "spike_queue",
    { LANES, GROUPS },
    {
      inputs: [
        ["rst", 1],
        ["push", 1],
        ["push_group", groupBits],
        ["push_spikes", LANES],
        ["push_sends", 1],
        ["spike_ready", 1],
      ],
      outputs: [
        ["spike_valid", 1],
        ["spike_neuron", groupBits + laneBits],
        ["spike_sends", 1],
        ["is_empty", 1],
      ],
    },
  );

  it.each([0, 0.5, 0.95])("gives every spike of every timestep once, ascending, refused with probability %f", async (refuse) => {
    const random = createRandom(LANES);
    const queue: { neuron: number; sends: number }[] = [];
    const cycles: Record<string, number | bigint>[] = [];
    const expected: { neuron: number; sends: number }[] = [];
    const ready = () => ({ spike_ready: random.uniform() >= refuse ? 1 : 0 });
    for (let timestep = 0; timestep < 30; timestep++) {
      for (let group = 0; group < GROUPS; group++) {
        const dense = random.integer(3);
        if (dense === 0) {
          cycles.push({ push: 0, ...ready() });
          continue;
        }
        let spikes = 0n;
        for (let lane = 0; lane < LANES; lane++) if (random.integer(dense === 1 ? LANES : 2) === 0) spikes |= 1n << BigInt(lane);
        if (spikes === 0n) spikes = 1n << BigInt(random.integer(LANES));
        const sends = random.integer(2);
        for (let lane = 0; lane < LANES; lane++) if ((spikes >> BigInt(lane)) & 1n) expected.push({ neuron: group * LANES + lane, sends });
        cycles.push({ push: 1, push_group: group, push_spikes: spikes, push_sends: sends, ...ready() });
      }
      // The core waits until the queue is empty before the next neuron phase.
      const patience = Math.ceil((GROUPS * LANES + 8) / (1 - refuse)) * 2;
      for (let i = 0; i < patience; i++) cycles.push({ push: 0, ...ready() });
    }
    const seen = (await bench).vectors([...RESET, ...cycles]);
    seen.slice(RESET.length).forEach((cycle, i) => {
      if (cycle.spike_valid === 1 && cycles[i].spike_ready === 1)
        queue.push({ neuron: number(cycle.spike_neuron), sends: number(cycle.spike_sends) });
    });
    expect(queue).toEqual(expected);
    expect(seen.at(-1)?.is_empty).toBe(1);
  });

  it("gives a spike a cycle from a full queue, the first in the cycle after its push", async () => {
    const pushes = Array.from({ length: GROUPS }, (_, group) => ({
      push: 1,
      push_group: group,
      push_spikes: 1n,
      push_sends: 1,
      spike_ready: group === 0 ? 0 : 1,
    }));
    const seen = (await bench).vectors([...RESET, ...pushes, ...Array.from({ length: GROUPS + 6 }, () => ({ push: 0, spike_ready: 1 }))]);
    const after = seen.slice(RESET.length);
    expect([after[0].is_empty, after[0].spike_valid, after[1].spike_valid]).toEqual([1, 0, 1]);
    const given = after.flatMap((cycle, i) => (cycle.spike_valid === 1 && i > 0 ? [number(cycle.spike_neuron) / LANES] : []));
    expect(given).toEqual(Array.from({ length: GROUPS }, (_, group) => group));
  });
});
