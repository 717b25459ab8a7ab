/** The emulator of the mapped program, against the golden simulator and against a naive reading of the same tables. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareResults } from "../../src/cosim/compare.js";
import type { EventProgram } from "../../src/event/program.js";
import type { BatchResult, EventBatch } from "../../src/event/run.js";
import { decodeMapping, encodeMapping } from "../../src/loihi/codec.js";
import { loihiEmulator } from "../../src/loihi/emulator.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import type { MappedProgram } from "../../src/loihi/mapping.js";
import type { LoihiTarget } from "../../src/loihi/target.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { naiveChip } from "../support/naive-chip.js";
import { runArbitrary } from "../support/random-program.js";
import { loihi1, longer, seeded, smaller, textBatch, textProgram } from "./support.js";

const EVERYTHING = { spikes: true, membranes: true } as const;

/** The program legalised and mapped, or undefined where the target does not take it. */
function mappedOf(program: EventProgram, target: LoihiTarget): { legal: EventProgram; mapped: MappedProgram; extra: number } | undefined {
  try {
    const { program: legal, extraTimesteps: extra } = legaliseForLoihi(program, target);
    return { legal, mapped: mapToLoihi(legal, target, { seed: 1 }), extra };
  } catch (error) {
    if (error instanceof SnncError && error.kind === "check") return undefined;
    throw error;
  }
}

/** The emulated result, after comparing all of it with the golden simulator's. */
async function expectGolden(legal: EventProgram, mapped: MappedProgram, target: LoihiTarget, batch: EventBatch): Promise<BatchResult> {
  const golden = await goldenSimulator(legal).run(batch, EVERYTHING);
  const emulated = await loihiEmulator(mapped, target).run(batch, EVERYTHING);
  const { first, membranesCompared } = compareResults(golden, emulated, legal);
  expect(first).toBeUndefined();
  expect(membranesCompared).toBeGreaterThan(0);
  return emulated;
}

function expectNaive(mapped: MappedProgram, batch: EventBatch, got: BatchResult): void {
  const neurons = mapped.populations.reduce((sum, { size }) => sum + size, 0);
  for (let sample = 0; sample < got.samples; sample++) {
    const events: [number, number][] = [];
    for (let e = batch.sampleStart[sample]; e < batch.sampleStart[sample + 1]; e++) events.push([batch.time[e], batch.line[e]]);
    const naive = naiveChip(mapped, events, batch.timesteps[sample]);
    const { sampleStart = new Uint32Array(0), time = new Uint32Array(0), neuron = new Uint32Array(0) } = got.spikes ?? {};
    const spikes = Array.from(time.subarray(sampleStart[sample], sampleStart[sample + 1]), (t, i) => [t, neuron[sampleStart[sample] + i]]);
    expect(spikes).toEqual(naive.spikes);
    expect(Array.from(got.membranes?.subarray(sample * neurons, (sample + 1) * neurons) ?? [])).toEqual(naive.membranes.at(-1)?.map(Number));
    expect(Array.from(got.outputs.subarray(sample * got.classes, (sample + 1) * got.classes))).toEqual(naive.outputs.map(Number));
    expect(got.counters.synapticOperations[sample]).toBe(naive.synapticOperations);
  }
}

const sum = (values: Uint32Array): number => values.reduce((total, value) => total + value, 0);

describe("the emulator", () => {
  const targets = { "whole cores": loihi1, "cores of 5 compartments": smaller({ compartments: 5 }) };
  it.each(Object.entries(targets))("equals the golden simulator and the naive chip on random programs, on %s", async (_, target) => {
    const seen = { accepted: 0, spikes: 0, cores: 0, membranes: 0, counts: 0, firstSpikes: 0 };
    await fc.assert(
      fc.asyncProperty(
        runArbitrary({ loihi: true, samples: 3, maxDelay: 63, refractories: ["none", "steps", "untilReset"], restless: false }),
        async ({ program, batch }) => {
          const made = mappedOf(program, target);
          if (made === undefined) return;
          const given = longer(batch, made.extra);
          const emulated = await expectGolden(made.legal, made.mapped, target, given);
          expectNaive(made.mapped, given, emulated);
          seen.accepted++;
          seen.spikes += sum(emulated.counters.spikes);
          seen.cores = Math.max(seen.cores, made.mapped.cores.length);
          seen[({ membrane: "membranes", count: "counts", firstSpike: "firstSpikes" } as const)[program.readout.kind]]++;
        },
      ),
      { numRuns: 150, seed: 11 },
    );
    expect(Math.min(seen.accepted, seen.membranes, seen.counts, seen.firstSpikes)).toBeGreaterThan(5);
    expect(seen.spikes).toBeGreaterThan(1000);
    expect(seen.cores).toBeGreaterThanOrEqual(target === loihi1 ? 1 : 8);
  });

  it.each(Object.entries({ "one core": loihi1, "many cores": smaller({ compartments: 7, synapseWords: 400 }) }))(
    "equals both on text classifiers, on %s",
    async (_, target) => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(0x7fffffff),
          fc.subarray([1, 2, 3], { minLength: 1 }),
          fc.integer({ min: 1, max: 30 }),
          fc.integer({ min: 2, max: 8 }),
          async (seed, kernels, filters, bits) => {
            const random = seeded(seed);
            const program = textProgram(random, { lines: 20, kernels, filters, classes: 3, bits });
            const made = mappedOf(program, target);
            expect(made).toBeDefined();
            if (made === undefined) return;
            const batch = longer(textBatch(random, program, 3), made.extra);
            expectNaive(made.mapped, batch, await expectGolden(made.legal, made.mapped, target, batch));
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it("runs what was written to disk, without the event program", async () => {
    const random = seeded(4);
    const program = textProgram(random, { lines: 30, kernels: [1, 3], filters: 20, classes: 4 });
    const made = mappedOf(program, loihi1);
    if (made === undefined) throw new Error("not mapped");
    const batch = longer(textBatch(random, program, 10), made.extra);
    const read = decodeMapping(encodeMapping(made.mapped), "mapping.pb");
    const emulated = await expectGolden(made.legal, read, loihi1, batch);
    expect(sum(emulated.counters.spikes)).toBeGreaterThan(50);
    expect(await loihiEmulator(read, loihi1).run(batch)).not.toHaveProperty("spikes");
  });

  it("gives a sample the same result wherever in a batch it stands", async () => {
    const random = seeded(8);
    const program = textProgram(random, { lines: 30, kernels: [2, 3], filters: 20, classes: 4 });
    const made = mappedOf(program, loihi1);
    if (made === undefined) throw new Error("not mapped");
    const one = longer(textBatch(random, program, 1), made.extra);
    const events = one.time.length;
    const twice: EventBatch = {
      sampleStart: Uint32Array.of(0, events, 2 * events),
      time: Uint32Array.of(...one.time, ...one.time),
      line: Uint32Array.of(...one.line, ...one.line),
      timesteps: Uint32Array.of(one.timesteps[0], one.timesteps[0]),
    };
    const { outputs, classes } = await loihiEmulator(made.mapped, loihi1).run(twice);
    expect(outputs.subarray(classes)).toEqual(outputs.subarray(0, classes));
  });

  it("refuses samples beyond the limits and stops when told to", async () => {
    const random = seeded(8);
    const program = textProgram(random, { lines: 30, kernels: [2], filters: 4, classes: 2 });
    const made = mappedOf(program, loihi1);
    if (made === undefined) throw new Error("not mapped");
    const emulator = loihiEmulator(made.mapped, loihi1);
    const batch = textBatch(random, program, 2);
    await expect(emulator.run(longer(batch, 1000))).rejects.toThrow("program 'text' is proven for 1 to 25");
    await expect(emulator.run(batch, { signal: AbortSignal.abort() })).rejects.toThrow("stopped after 0 of 2 samples");
  });
});
