/** Bounds of the chip's latency: a network of three cores worked out by hand, and what must hold of any. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliceBatch } from "../../src/event/batch.js";
import type { EventProgram } from "../../src/event/program.js";
import type { EventBatch } from "../../src/event/run.js";
import { chipCounter, countChipEvents, tilesInUse } from "../../src/loihi/events.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import type { MappedProgram } from "../../src/loihi/mapping.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import type { ChipTimes } from "../../src/util/chip-latency.js";
import { loihi1, longer, seeded, smaller, textBatch, textProgram } from "./support.js";

/** Times that make sums easy: ns. */
const times: ChipTimes = {
  table: "easy",
  nanoseconds: {
    synapticOperation: 10,
    compartmentUpdateActive: 5,
    compartmentUpdateInactive: 3,
    spikeOut: 7,
    axonOut: 2,
    spikeWithinTile: 1,
    hopEastWest: 4,
    hopNorthSouth: 6,
  },
  barrierNanoseconds: 100,
  missing: [],
};

/** Neurons of threshold 64 that integrate; a line drives `driven`, neuron i drives `drives[i]`, all weights 65. */
function network(driven: readonly number[], drives: readonly (readonly number[])[]): EventProgram {
  const sparse = (rows: readonly (readonly number[])[]) => {
    const rowStart = new Uint32Array(rows.length + 1);
    rows.forEach((row, i) => {
      rowStart[i + 1] = rowStart[i] + row.length;
    });
    return { kind: "sparse", rowStart, targets: Uint32Array.from(rows.flat()) } as const;
  };
  const weights = (name: string, count: number) => ({
    name,
    rows: 1,
    columns: count,
    bits: 8,
    exponent: 0,
    weights: new Int8Array(count).fill(65),
  });
  return {
    level: "event",
    name: "hand",
    limits: { timestepsPerSample: 8, eventsPerTimestep: 1, eventsPerSample: 8 },
    inputs: [{ name: "in", kind: "lines", lines: 1 }],
    populations: [
      {
        name: "n",
        size: drives.length,
        model: { kind: "if" },
        thresholds: new Int32Array(drives.length).fill(64),
        reset: { kind: "zero" },
        refractory: { kind: "none" },
      },
    ],
    tables: [weights("in", driven.length), weights("own", drives.flat().length)],
    projections: [
      { name: "in", source: { kind: "input", port: "in" }, target: "n", table: "in", delay: 1, connectivity: sparse([driven]) },
      { name: "own", source: { kind: "population", population: "n" }, target: "n", table: "own", delay: 1, connectivity: sparse(drives) },
    ],
    readout: {
      kind: "count",
      population: "n",
      neuronsPerClass: 1,
      classes: drives.map((_, i) => `c${i}`),
      drainTimesteps: 2,
    },
  };
}

/** One event at timestep 0, four timesteps. */
const once: EventBatch = { sampleStart: Uint32Array.of(0, 1), time: Uint32Array.of(0), line: Uint32Array.of(0), timesteps: Uint32Array.of(4) };

/** Neuron i on a core of its own, cores in order. */
async function latencyOf(program: EventProgram, coresPerTile: number) {
  const target = smaller({ compartments: 1 }, { coresPerTile });
  const legal = legaliseForLoihi(program, target).program;
  const mapped = mapToLoihi(legal, target, { seed: 1, objective: "cores" });
  const result = await goldenSimulator(legal).run(once, { spikes: true });
  return { mapped, counts: countChipEvents(mapped, legal, once, result, [times]) };
}

describe("latency of three cores, by hand", () => {
  it("adds up slowest core, longest way and barrier of each timestep", async () => {
    // a at tile 0,0 drives b east of it and c south of it; b drives c: one hop west, then one south.
    const { mapped, counts } = await latencyOf(network([0], [[1, 2], [2], []]), 1);
    expect(mapped.cores.map(({ id }) => id)).toEqual([0, 1, 8]);
    const [latency] = counts.latency;
    // t 0: an operation on a (10), inactive updates (3).
    // t 1: a is updated and sends two messages (5 + 7 + 2 x 2); b and c each have an operation (3 + 10); ways of 4 and 6.
    // t 2: a 5; b spikes (5 + 7 + 2), c spikes without a message and has an operation (5 + 7 + 10); a way of 4 + 6.
    // t 3: c spikes (5 + 7), the others remember (5).
    const lower = [3 + 10, 16, 22, 12].reduce((sum, ns) => sum + ns + 100, 0);
    const upper = [3 + 10, 16 + 6 + 10, 14 + 10 + 10, 12].reduce((sum, ns) => sum + ns + 100, 0);
    expect(latency.lower.mean).toBeCloseTo(lower * 1e-9, 15);
    expect(latency.upper.mean).toBeCloseTo(upper * 1e-9, 15);
    expect(latency.parts.core).toBeCloseTo((13 + 16 + 22 + 12) * 1e-9, 15);
    expect(latency.parts.path).toBeCloseTo((6 + 10) * 1e-9, 15);
    expect(latency.parts.link).toBeCloseTo((6 + 6) * 1e-9, 15);
    expect(latency.parts.barrier).toBeCloseTo(400e-9, 15);
    // a in timesteps 0 and 1, c in 2 and 3: the first of the two.
    expect(latency.core).toEqual({ id: 0, percent: 50 });
    expect(latency.link).toEqual({ x: 0, y: 0, direction: "south", percent: 100 });
    expect(latency.slowest).toEqual({ core: 100, path: 0, link: 0 });
  });

  it("lets messages over one link wait for each other in the upper bound, and occupies the link in the lower", async () => {
    // a and b in one tile both drive c in the next one east.
    const { mapped, counts } = await latencyOf(network([0, 1], [[2], [2], []]), 2);
    expect(mapped.cores.map(({ id }) => id)).toEqual([0, 1, 2]);
    const [latency] = counts.latency;
    expect(counts.hopsEastWest).toBe(2);
    expect(latency.parts.path).toBeCloseTo(4e-9, 15);
    expect(latency.parts.link).toBeCloseTo(8e-9, 15);
    expect(latency.parts.contended).toBeCloseTo(8e-9, 15);
    // t 1: a and b send (5 + 7 + 2), c has two operations.
    expect(latency.parts.sending).toBeCloseTo((3 + 14 + 12 + 5) * 1e-9, 15);
    expect(latency.parts.receiving).toBeCloseTo((10 + 20) * 1e-9, 15);
  });

  it("says where the network, not a core, is what a timestep waits for", async () => {
    const target = smaller({ compartments: 1 }, { coresPerTile: 1 });
    const legal = legaliseForLoihi(network([0], [[1, 2], [2], []]), target).program;
    const mapped = mapToLoihi(legal, target, { seed: 1, objective: "cores" });
    const result = await goldenSimulator(legal).run(once, { spikes: true });
    const slow = { ...times, nanoseconds: { ...times.nanoseconds, hopEastWest: 1000 } };
    const [latency] = countChipEvents(mapped, legal, once, result, [slow]).latency;
    expect(latency.slowest).toEqual({ core: 50, path: 25, link: 25 });
    expect(latency.lower.mean).toBeCloseTo((13 + 1000 + 1006 + 12 + 400) * 1e-9, 15);
  });
});

describe("latency of any network", () => {
  const table = (random: ReturnType<typeof seeded>): ChipTimes => ({
    ...times,
    nanoseconds: Object.fromEntries(
      Object.keys(times.nanoseconds).map((name) => [name, 1 + random.integer(40)]),
    ) as unknown as ChipTimes["nanoseconds"],
  });

  async function ran(seed: number, compartments: number) {
    const random = seeded(seed);
    const original = textProgram(random, { lines: 12, kernels: [1, 2], filters: 6, classes: 2 });
    const target = smaller({ compartments });
    const { program, extraTimesteps } = legaliseForLoihi(original, target);
    const batch = longer(textBatch(random, original, 5), extraTimesteps);
    const mapped: MappedProgram = mapToLoihi(program, target, { seed: 1 });
    const result = await goldenSimulator(program).run(batch, { spikes: true });
    return { random, program, batch, mapped, result };
  }

  it("keeps the lower bound below the upper one, and both between the cores' mean work and everything one after the other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(0x7fffffff), fc.integer({ min: 2, max: 30 }), async (seed, compartments) => {
        const { random, program, batch, mapped, result } = await ran(seed, compartments);
        const easy = table(random);
        const counts = countChipEvents(mapped, program, batch, result, [easy]);
        const [latency] = counts.latency;
        const { nanoseconds: ns } = easy;
        const work =
          counts.synapticOperations * ns.synapticOperation +
          counts.compartmentUpdatesActive * ns.compartmentUpdateActive +
          counts.compartmentUpdatesInactive * ns.compartmentUpdateInactive +
          counts.spikes * ns.spikeOut +
          counts.axonsOut * ns.axonOut;
        const network =
          counts.spikesWithinTile * ns.spikeWithinTile + counts.hopsEastWest * ns.hopEastWest + counts.hopsNorthSouth * ns.hopNorthSouth;
        const barriers = counts.timesteps * easy.barrierNanoseconds;
        const slack = 1e-15;
        for (const figure of ["mean", "p50", "p99"] as const) expect(latency.lower[figure]).toBeLessThanOrEqual(latency.upper[figure] + slack);
        expect(latency.parts.barrier).toBeCloseTo(barriers * 1e-9, 15);
        expect(latency.lower.mean).toBeGreaterThanOrEqual((work / mapped.cores.length + barriers) * 1e-9 - slack);
        expect(latency.upper.mean).toBeLessThanOrEqual((work + network + barriers) * 1e-9 + slack);
        if (mapped.cores.length === 1) expect(latency.parts.core).toBeCloseTo(work * 1e-9, 12);
        const { parts, upper } = latency;
        expect(parts.sending + parts.contended + parts.receiving + parts.barrier).toBeCloseTo(upper.mean, 12);
      }),
      { numRuns: 40 },
    );
  });

  it("is the same counted at once and sample by sample, and counts the same with and without times", async () => {
    const { program, batch, mapped, result } = await ran(7, 5);
    const counter = chipCounter(mapped, program, [times]);
    for (let sample = 0; sample < result.samples; sample++) {
      const part = sliceBatch(batch, sample, sample + 1);
      counter.add(part, await goldenSimulator(program).run(part, { spikes: true }));
    }
    const whole = countChipEvents(mapped, program, batch, result, [times]);
    expect(counter.counts()).toEqual(whole);
    expect({ ...countChipEvents(mapped, program, batch, result), latency: [] }).toEqual({ ...whole, latency: [] });
  });

  it("counts the tiles that hold a core", async () => {
    expect(tilesInUse((await ran(3, 5)).mapped)).toBeGreaterThan(1);
    expect(tilesInUse(mapToLoihi(legaliseForLoihi(network([0], [[]]), loihi1).program, loihi1, { seed: 1 }))).toBe(1);
  });
});
