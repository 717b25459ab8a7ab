import { describe, expect, it } from "vitest";
import { layoutOf, lookup } from "../../../src/event/layout.js";
import type { EventProgram } from "../../../src/event/program.js";
import { pipeline } from "../../../src/passes/pass.js";
import { pruneWeakSynapses } from "../../../src/passes/prune-weak-synapses.js";
import { pruneZeroSynapses } from "../../../src/passes/prune-zero-synapses.js";
import type { Random } from "../../../src/util/random.js";
import { readTraces } from "../../support/traces.js";
import { deliveredWeights, exercise, expectContract, expectGolden, expectIdempotent, onRandomPrograms } from "../support/contract.js";

describe("prune-weak-synapses", () => {
  it("sets a weight to zero that cannot move any neuron past its threshold", () => expectGolden(pruneWeakSynapses, import.meta.url));

  it("keeps every spike, output and decision by default", async () => {
    const { statistics, spikes } = await exercise(pruneWeakSynapses, { models: ["if", "lif"], runs: 500, prepare: withCoarseAndFine });
    expect(statistics.weightsPruned).toBeGreaterThan(100);
    expect(spikes).toBeGreaterThan(1000);
  });

  it.each([
    // v is 0, 16 or 32: 16 - 6 passes the threshold 9 as 16 does, 16 - 7 does not.
    ["a: 1 lif 0 threshold 9", -6, true],
    ["a: 1 lif 0 threshold 9", -7, false],
    // 0 + 9 does not pass 9, 0 + 10 does.
    ["a: 1 lif 0 threshold 9", 9, true],
    ["a: 1 lif 0 threshold 9", 10, false],
    // Integrated over 7 events: 16 + 7 x 1 passes 22, not 23.
    ["a: 1 if threshold 16 subtract 16", 1, false],
    ["a: 1 if threshold 22 subtract 16", 1, false],
    ["a: 1 if threshold 23 subtract 16", 1, true],
    ["a: 1 if threshold 7 subtract 16", -1, true],
    // A bias or a reset amount beside the lattice leaves it.
    ["a: 1 if threshold 7 subtract 15", -1, false],
    ["a: 1 if threshold 7 subtract 16 bias 1", -1, false],
    ["a: 1 lif 1 threshold 7", -1, false],
  ] as const)("in '%s' beside multiples of 16, a weight of %i goes: %s", (population, weight, goes) => {
    const trace = `\`\`\`trace\n# t\n${population}\nb: 1 if never\nin -> a: 16; 32 delay 1\nin -> a: ${weight}; 0 delay 2\na -> b: 1 delay 1\nevents: 0@0\n\`\`\``;
    const [{ program }] = readTraces(trace);
    const limits = { timestepsPerSample: 8, eventsPerTimestep: 1, eventsPerSample: 7 };
    expect(pruneWeakSynapses.run({ ...program, limits }).program.tables[1].weights[0]).toBe(goes ? 0 : weight);
  });

  it("is what prune-zero-synapses then takes away", async () => {
    const both = pipeline("both", [pruneWeakSynapses, pruneZeroSynapses]);
    const { statistics } = await exercise(both, { models: ["if", "lif"], prepare: withCoarseAndFine, isIdempotent: false });
    expect(statistics["prune-zero-synapses.operationsSaved"]).toBeGreaterThan(50);
  });

  it.each([0.02, 0.2])("takes no weight above %d of the threshold of any neuron it reaches", async (share) => {
    const pass = pruneWeakSynapses.withOptions({ share });
    let pruned = 0;
    await onRandomPrograms({ models: ["if", "lif"] }, async (program) => {
      const { program: after, statistics } = expectContract(pass, program);
      expectIdempotent(pass, after);
      pruned += statistics.weightsPruned ?? 0;
      const now = deliveredWeights(after);
      const { populationOf } = layoutOf(program);
      const targetOf = new Map(program.projections.map(({ name, target }) => [name, lookup(populationOf, target)]));
      for (const [place, weight] of deliveredWeights(program)) {
        const change = Math.abs((now.get(place) ?? Number.NaN) - weight);
        const [projection = "", , neuron] = place.split(" ");
        const threshold = targetOf.get(projection)?.thresholds?.[Number(neuron)];
        if (change > 0) expect(change).toBeLessThanOrEqual(share * (threshold ?? Number.NaN));
        expect(change).toBeLessThanOrEqual(statistics.largestChange ?? Number.NaN);
      }
    });
    expect(pruned).toBeGreaterThan(20);
  });
});

/** Many weights on a coarse lattice (multiples of 16), few beside it: what the exact bound is for. */
function withCoarseAndFine(program: EventProgram, random: Random): EventProgram {
  return {
    ...program,
    limits: { ...program.limits, eventsPerTimestep: 1, eventsPerSample: Math.min(program.limits.eventsPerSample, program.limits.timestepsPerSample) },
    tables: program.tables.map((table) => {
      if (table.bits < 6) return { ...table, exponent: 0, weights: table.weights.map((weight) => (random.integer(3) === 0 ? weight : 0)) };
      return { ...table, exponent: 0, weights: table.weights.map((weight) => (random.integer(8) === 0 ? weight % 4 : (weight >> 4) << 4)) };
    }),
  };
}
