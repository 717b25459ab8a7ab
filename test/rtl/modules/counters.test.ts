import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/util/random.js";
import { buildBench, number, type Vector } from "./bench.js";

const ACCUMULATE_CYCLES = 4;

describe.each([
  { LANES: 4, OPERATION_BITS: 7 },
  { LANES: 64, OPERATION_BITS: 14 },
])("counters of $LANES lanes", ({ LANES, OPERATION_BITS }) => {
  const laneBits = Math.log2(LANES);
  const bench = buildBench(
    "counters",
    { LANES, OPERATION_BITS, ACCUMULATE_CYCLES },
    {
      inputs: [
        ["rst", 1],
        ["clear", 1],
        ["start_cycles", 1],
        ["stop_cycles", 1],
        ["segment_starts", 1],
        ["segment_operations", OPERATION_BITS],
        ["word_read", 1],
        ["group_updates", 1],
        ["group_last_lane", laneBits],
        ["group_fires", 1],
        ["group_spikes", LANES],
        ["event_taken", 1],
        ["select", 4],
      ],
      outputs: [["value", 32]],
    },
  );

  it("equals additions over samples of random activity", async () => {
    const random = createRandom(LANES);
    const cycles: Vector[] = [{ rst: 1 }, { rst: 1 }];
    const samples: { at: number; expected: number[] }[] = [];
    for (let sample = 0; sample < 20; sample++) {
      const totals = { operations: 0, words: 0, neurons: 0, groups: 0, spikes: 0, events: 0 };
      cycles.push({ rst: 0, start_cycles: 1 });
      const start = cycles.length - 1;
      const wait = random.integer(5);
      for (let i = 0; i < wait; i++) cycles.push({ start_cycles: 0 });
      cycles.push({ start_cycles: 0, clear: 1 });
      let [first, last] = [-1, -1];
      const busy = sample === 0 ? 0 : 2;
      for (let i = 0; i < 300; i++) {
        const bit = () => (busy === 0 ? 0 : random.integer(busy));
        let spikes = 0n;
        for (let lane = 0; lane < LANES; lane++) spikes |= BigInt(random.integer(2)) << BigInt(lane);
        const cycle = {
          clear: 0,
          segment_starts: bit(),
          segment_operations: random.integer(2 ** OPERATION_BITS),
          word_read: i > 250 || i < 20 ? 0 : bit(),
          group_updates: bit(),
          group_last_lane: random.integer(LANES),
          group_fires: bit(),
          group_spikes: spikes,
          event_taken: bit(),
        };
        cycles.push(cycle);
        if (cycle.segment_starts === 1) totals.operations += cycle.segment_operations + 1;
        if (cycle.word_read === 1) {
          totals.words++;
          if (first < 0) first = i;
          last = i;
        }
        if (cycle.group_updates === 1) {
          totals.neurons += cycle.group_last_lane + 1;
          totals.groups++;
        }
        if (cycle.group_fires === 1) for (let lane = 0; lane < LANES; lane++) totals.spikes += Number((spikes >> BigInt(lane)) & 1n);
        totals.events += cycle.event_taken;
      }
      const idle = { segment_starts: 0, word_read: 0, group_updates: 0, group_fires: 0, event_taken: 0 };
      cycles.push(idle, idle, { stop_cycles: 1 });
      const taken = cycles.length - 1 - start;
      cycles.push({ stop_cycles: 0 });
      samples.push({
        at: cycles.length,
        expected: [
          taken,
          totals.operations,
          totals.words,
          totals.neurons,
          totals.groups,
          totals.spikes,
          totals.events,
          totals.words,
          first < 0 ? 0 : last - first + ACCUMULATE_CYCLES + 1,
        ],
      });
      for (let select = 0; select < 9; select++) cycles.push({ select });
    }
    const seen = (await bench).vectors(cycles);
    for (const { at, expected } of samples) expect(seen.slice(at, at + 9).map((cycle) => number(cycle.value))).toEqual(expected);
  });
});
