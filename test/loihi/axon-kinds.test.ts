/** Axons of population-16 and population-32: taken where a core needs them, and the same network for every reader of the tables. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareResults } from "../../src/cosim/compare.js";
import { batchOf } from "../../src/event/batch.js";
import type { EventProgram, Population } from "../../src/event/program.js";
import { loihiEmulator } from "../../src/loihi/emulator.js";
import { countChipEvents } from "../../src/loihi/events.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import { AXON_KINDS, type MappedProgram, mappingResult } from "../../src/loihi/mapping.js";
import type { LoihiTarget } from "../../src/loihi/target.js";
import { validateMapping } from "../../src/loihi/validate.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { naiveChip } from "../support/naive-chip.js";
import { seeded, smaller } from "./support.js";

interface Shape {
  readonly length: number;
  readonly inChannels: number;
  readonly channels: number;
  readonly kernel: number;
  readonly seed: number;
}

/** Lines to a layer (conv1d), and that layer to another by a kernel of its own; counts of the last are read. */
function convolutions({ length, inChannels, channels, kernel, seed }: Shape): EventProgram {
  const random = seeded(seed);
  const weights = (count: number): Int8Array => Int8Array.from({ length: count }, () => random.integer(256) - 128);
  const table = (name: string, inputs: number) => ({
    name,
    rows: kernel * inputs,
    columns: channels,
    bits: 8,
    exponent: 6,
    weights: weights(kernel * inputs * channels),
  });
  const population = (name: string): Population => ({
    name,
    size: length * channels,
    model: { kind: "if" },
    thresholds: new Int32Array(length * channels).fill(64 * 100),
    reset: { kind: "zero" },
    refractory: { kind: "none" },
  });
  const shape = (inputs: number) =>
    ({
      kind: "conv1d",
      inLength: length,
      inChannels: inputs,
      outLength: length,
      outChannels: channels,
      kernel,
      stride: 1,
      padLeft: kernel >> 1,
    }) as const;
  return {
    level: "event",
    name: "convolutions",
    limits: { timestepsPerSample: 12, eventsPerTimestep: 60, eventsPerSample: 400 },
    inputs: [{ name: "in", kind: "lines", lines: length * inChannels }],
    populations: [population("first"), population("second")],
    tables: [table("a", inChannels), table("b", channels)],
    projections: [
      { name: "a", source: { kind: "input", port: "in" }, target: "first", table: "a", delay: 1, connectivity: shape(inChannels) },
      { name: "b", source: { kind: "population", population: "first" }, target: "second", table: "b", delay: 2, connectivity: shape(channels) },
    ],
    readout: {
      kind: "count",
      population: "second",
      neuronsPerClass: channels,
      classes: Array.from({ length }, (_, i) => `c${i}`),
      drainTimesteps: 3,
    },
  };
}

function kindsOf({ cores }: MappedProgram): number[] {
  return Object.values(AXON_KINDS).map((kind) => cores.reduce((sum, core) => sum + core.inputAxons.kind.filter((own) => own === kind).length, 0));
}

/** Cores with so little memory or so few axons that the formats before population-32 do not do. */
const TIGHT: readonly LoihiTarget[] = [
  smaller({ synapseWords: 60 }),
  smaller({ synapseWords: 120, compartments: 64 }),
  smaller({ inputAxons: 12, compartments: 96 }),
  smaller({ inputAxons: 5, synapseWords: 90 }),
];

describe("axons of a population", () => {
  it("are the same network for emulator, golden simulator and naive chip, of every kind", async () => {
    const seen = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          length: fc.integer({ min: 3, max: 14 }),
          inChannels: fc.integer({ min: 1, max: 5 }),
          channels: fc.integer({ min: 1, max: 7 }),
          kernel: fc.constantFrom(1, 3),
          seed: fc.nat(0xffff),
        }),
        fc.constantFrom(...TIGHT),
        async (shape, target) => {
          let mapped: MappedProgram;
          const { program, extraTimesteps } = legaliseForLoihi(convolutions(shape), target);
          try {
            mapped = mapToLoihi(program, target, { seed: 1 });
          } catch (error) {
            if (error instanceof SnncError && error.kind === "check") return;
            throw error;
          }
          expect(validateMapping(mapped, target)).toEqual([]);
          kindsOf(mapped).forEach((count, kind) => {
            seen[kind] += count;
          });
          const random = seeded(shape.seed);
          const timesteps = 9 + extraTimesteps;
          const events = Array.from({ length: 5 }, (_, t) =>
            Array.from({ length: 20 }, (): [number, number] => [t, random.integer(program.inputs[0].lines)]),
          ).flat();
          const batch = batchOf([{ timesteps, events }]);
          const everything = { spikes: true, membranes: true };
          const golden = await goldenSimulator(program).run(batch, everything);
          const emulated = await loihiEmulator(mapped, target).run(batch, everything);
          expect(compareResults(golden, emulated, program).first).toBeUndefined();
          const naive = naiveChip(mapped, events, timesteps);
          expect(Array.from(emulated.membranes ?? [])).toEqual(naive.membranes.at(-1)?.map(Number));
          expect(Array.from(emulated.spikes?.neuron ?? [])).toEqual(naive.spikes.map(([, neuron]) => neuron));
          const counts = countChipEvents(mapped, program, batch, golden);
          expect(counts.synapticOperations).toBe(naive.synapticOperations);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
    expect(Math.min(...seen)).toBeGreaterThan(20);
  });

  it("are population-32 where a block of weights between bases of population-16 would be stored again", () => {
    // Of 6 channels, every second position begins at a multiple of 4: population-16 stores an even and an odd block.
    const { program } = legaliseForLoihi(convolutions({ length: 20, inChannels: 2, channels: 6, kernel: 3, seed: 1 }), smaller({}));
    const roomy = mapToLoihi(program, smaller({}), { seed: 1 });
    expect(kindsOf(roomy)[2]).toBe(0);
    const words = roomy.cores[0].synapses.length / 8;
    const tight = mapToLoihi(program, smaller({ synapseWords: words - 1 }), { seed: 1 });
    expect(tight.cores.length).toBe(1);
    expect(kindsOf(tight)[2]).toBeGreaterThan(0);
    expect(tight.cores[0].synapses.length / 8).toBeLessThan(words);
    // One axon each for the positions that send, of two slots to population-32.
    const [{ outputAxons }] = tight.cores;
    const slots = outputAxons.kind.reduce((sum, kind) => sum + (kind === AXON_KINDS.population32 ? 2 : 1), 0);
    expect(mappingResult(tight).utilization[0].resources["output axons"].used).toBe(slots);
    expect(slots).toBeGreaterThan(outputAxons.kind.length);
  });

  it("are population-32 of more than 32 atoms where input axons run out", () => {
    const { program } = legaliseForLoihi(convolutions({ length: 4, inChannels: 50, channels: 8, kernel: 1, seed: 1 }), smaller({}));
    const mapped = mapToLoihi(program, smaller({ inputAxons: 8 }), { seed: 1 });
    expect(mapped.cores.length).toBe(1);
    expect(Math.max(...mapped.cores[0].inputAxons.atoms)).toBe(50);
    expect(mapped.cores[0].inputAxons.source.length).toBe(8);
  });

  it("are population-16 only by numbers that a spike can name", () => {
    const target = { ...smaller({}), axon: { ...smaller({}).axon, population16Axons: 6 } };
    const { program } = legaliseForLoihi(convolutions({ length: 10, inChannels: 3, channels: 4, kernel: 1, seed: 1 }), target);
    const tight = { ...target, core: { ...target.core, inputAxons: 20 } };
    const mapped = mapToLoihi(program, tight, { seed: 1 });
    const [{ inputAxons }] = mapped.cores;
    expect(Array.from(inputAxons.kind)).toEqual([...new Array<number>(6).fill(1), ...new Array<number>(14).fill(2)]);
    expect(validateMapping(mapped, tight)).toEqual([]);
  });

  it("are not population-32 where its senders would need more cores for it", () => {
    // 120 senders have one output axon each: to population-32 one takes two.
    const shape = { length: 20, inChannels: 2, channels: 6, kernel: 3, seed: 1 };
    const { program } = legaliseForLoihi(convolutions(shape), smaller({}));
    const roomy = mapToLoihi(program, smaller({}), { seed: 1 });
    const words = roomy.cores[0].synapses.length / 8;
    const few = mapToLoihi(program, smaller({ synapseWords: words - 1, outputAxons: 130 }), { seed: 1, objective: "cores" });
    const without = mapToLoihi(
      program,
      { ...smaller({ synapseWords: words - 1, outputAxons: 130, population32OutputSlots: 200 }) },
      { seed: 1, objective: "cores" },
    );
    expect(few.cores.length).toBeLessThanOrEqual(without.cores.length);
    for (const core of mappingResult(few).utilization) expect(core.resources["output axons"].used).toBeLessThanOrEqual(130);
    expect(kindsOf(without)[2]).toBe(0);
  });
});
