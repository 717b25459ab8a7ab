import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventProgram } from "../../src/event/program.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { buildCrossbarImage, type CrossbarImage, memoryOf, PADDING } from "../../src/verilog/image.js";
import { extendBatch, legaliseForCrossbar } from "../../src/verilog/legalise.js";
import { memoryShape } from "../../src/verilog/parameters.js";
import type { CrossbarTarget } from "../../src/verilog/target.js";
import { runModel } from "../support/crossbar-model.js";
import { randomBatch, randomProgram } from "../support/random-program.js";
import { axonEvents, roomyTarget } from "./support.js";

describe("the crossbar image", () => {
  it.each([4, 8, 16])("with %i lanes holds exactly the golden simulator's network, on random programs", async (lanes) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = createRandom(seed);
        const models = Math.abs(seed) % 4 === 0 ? { models: ["if", "lif", "cuba", "cuba"] as const } : {};
        const program = randomProgram(random, { crossbar: true, maxWeightBits: [8, 4, 2][Math.abs(seed) % 3], ...models });
        const target = roomyTarget(lanes);
        const legal = legaliseForCrossbar(program, target);
        const batch = extendBatch(randomBatch(random, program, { samples: 2 }), legal.extraTimesteps);
        const golden = await goldenSimulator(legal.program).run(batch, { spikes: true, membranes: true });
        const image = buildCrossbarImage(legal.program, target);
        for (let sample = 0; sample < 2; sample++) {
          const model = runModel(image, axonEvents(image, batch, sample));
          const spikes = golden.spikes;
          if (spikes === undefined || golden.membranes === undefined) throw new Error("asked for");
          const [from, to] = [spikes.sampleStart[sample], spikes.sampleStart[sample + 1]];
          expect(model.spikes.map(([t, n]) => [t, image.neuronOfPadded[n]])).toEqual(
            Array.from({ length: to - from }, (_, i) => [spikes.time[from + i], spikes.neuron[from + i]]),
          );
          const membranes = golden.membranes.subarray(sample * image.neurons, (sample + 1) * image.neurons);
          expect(Int32Array.from(image.paddedOfNeuron, (n) => model.membranes[n])).toEqual(membranes);
          expect(model.membranes.every((v, n) => v === 0 || image.neuronOfPadded[n] !== PADDING)).toBe(true);
          expect(model.synapticOperations).toBe(golden.counters.synapticOperations[sample]);
          expect(model.neuronUpdates).toBe(golden.counters.neuronUpdates[sample]);
        }
      }),
      { numRuns: 60, seed: lanes },
    );
  });

  it("is the same bytes for the same program", () => {
    const [a, b] = [1, 2].map(() => imageOf(randomProgram(createRandom(7), { crossbar: true }), roomyTarget(8)));
    expect(a).toEqual(b);
  });

  it("stores the weights of a convolution once for all positions, and shares segment lists between them", () => {
    const image = imageOf(convolution(64), roomyTarget(8));
    // 3 offsets x 4 channels x 1 word of 8 output channels.
    expect(usedOf(image, "weightWords")).toBe(12);
    // 256 axons share two lists: three offsets in the interior; two at either end, which look alike from their bases.
    expect(usedOf(image, "segments")).toBe(1 + 3 + 2);
  });

  it("pads a segment that starts in the middle of a group, and still counts its own synapses", () => {
    const image = imageOf(dense({ length: 10, targetStart: 3, size: 16 }), roomyTarget(8));
    const weight = memoryOf(image, "weight");
    if (weight === undefined) throw new Error("no weights");
    expect(Array.from(new Int8Array(weight.words.buffer, 0, 16))).toEqual([0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0]);
    const model = runModel(image, [[image.parameters.GROUPS * 8], [], []]);
    expect(model.synapticOperations).toBe(10);
    expect(model.weightWordsRead).toBe(2);
  });

  it("packs the scattered synapses of one source that meet in one group into one word", () => {
    const base = dense({ length: 1, targetStart: 0, size: 16 });
    const program: EventProgram = {
      ...base,
      tables: [{ name: "w", rows: 1, columns: 4, bits: 8, exponent: 0, weights: Int8Array.of(1, 2, 3, 4) }],
      projections: base.projections.map((projection) => ({
        ...projection,
        connectivity: { kind: "sparse", rowStart: Uint32Array.of(0, 4), targets: Uint32Array.of(1, 4, 5, 9) },
      })),
    };
    const model = runModel(imageOf(program, roomyTarget(8)), [[4 * 8], [], []]);
    expect(model.membranes.slice(0, 16)).toEqual([0, 1, 0, 0, 2, 3, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0]);
    expect([model.synapticOperations, model.weightWordsRead]).toEqual([4, 2]);
  });

  it("folds an exponent into the weights where they still fit a byte", () => {
    const image = imageOf(dense({ length: 8, targetStart: 0, size: 8, bits: 5, exponent: 3 }), roomyTarget(8));
    expect(image.parameters.EXPONENT_MAX).toBe(0);
    expect(runModel(image, [[4 * 8], []]).membranes.slice(0, 8)).toEqual([8, 16, 24, 32, 40, 48, 56, 64]);
  });

  it("stores weights of 4 and 2 bit so wide, their exponent beside them, and gives an event in half the words of a port as wide as 8 bit", () => {
    const widths = [8, 4, 2].map((bits) => {
      const lanes = 64 / bits;
      const image = imageOf(dense({ length: 32, targetStart: 0, size: 32, bits, exponent: 3 }), roomyTarget(lanes));
      const model = runModel(image, [[image.parameters.GROUPS * lanes], []]);
      const weight = image.memories.find(({ name }) => name === "weight");
      return {
        parameters: [image.parameters.WEIGHT_BITS, image.parameters.EXPONENT_MAX > 0],
        port: weight?.bits,
        words: model.weightWordsRead,
        sums: model.membranes.slice(0, 32),
      };
    });
    expect(widths.map(({ parameters }) => parameters)).toEqual([
      [8, true],
      [4, true],
      [2, true],
    ]);
    expect(widths.map(({ port }) => port)).toEqual([64, 64, 64]);
    expect(widths.map(({ words }) => words)).toEqual([4, 2, 1]);
    widths.forEach(({ sums }, i) => {
      expect(sums).toEqual(Array.from({ length: 32 }, (_, neuron) => rising(neuron, [8, 4, 2][i]) * 8));
    });
  });

  it("refuses weights that are wider than the target's", () => {
    const target = roomyTarget(8);
    const narrow = { ...target, capacity: { ...target.capacity, weightBits: 4 } } as const;
    expect(() => imageOf(dense({ length: 8, targetStart: 0, size: 8, bits: 5, exponent: 0 }), narrow)).toThrow(
      "table 'w': weights have 5 bit; test-8 holds weights of 4 bit [crossbar-weight-bits]\n  Compile with `--weight-bits 4`",
    );
  });

  it("gives a fixed target its full capacity whatever the network, so that one build serves all", () => {
    const target = roomyTarget(8, "fixed");
    const parameters = [1, 2, 3].map((seed) => imageOf(randomProgram(createRandom(seed), { crossbar: true }), target).parameters);
    expect(parameters[1]).toEqual(parameters[0]);
    expect(parameters[2]).toEqual(parameters[0]);
    expect(parameters[0].GROUPS).toBe(256);
  });

  it("never holds more rows than the memory", () => {
    for (let seed = 0; seed < 40; seed++) {
      const image = imageOf(randomProgram(createRandom(seed), { crossbar: true }), roomyTarget(16));
      for (const memory of image.memories) {
        const shape = memoryShape(memory.name, image.parameters);
        expect(memory.rows).toBeLessThanOrEqual(shape.rows);
        expect(memory.bits).toBe(shape.bits);
      }
    }
  });

  it("names every memory that is too small, its need, its limit and what to change", () => {
    const target = roomyTarget(8);
    const tiny: CrossbarTarget = {
      ...target,
      capacity: { ...target.capacity, groups: 16, axons: 128, segments: 4, weightWords: 8, stateBits: 12 },
    };
    expect(() => imageOf(convolution(64), tiny)).toThrowError(
      new SnncError("check", [
        {
          code: "range-overflow",
          where: "population 'a'",
          message: "neuron 0 could reach 40000, which needs 17 bits; test-8 holds 12",
          hint: "Lower the limits of the program (`--max-timesteps`), the weights' scale, or take a wider target.",
        },
        {
          code: "crossbar-capacity",
          message: "neuron memory (groups of 8 neurons, every population from a group of its own) needs 64; test-8 holds 16",
          where: "program 'small'",
          hint: "Use fewer neurons, or raise capacity.groups in the target's JSON.",
        },
        {
          code: "crossbar-capacity",
          message: "axon table (a row for each of 512 neurons, padding included, and 256 input lines) needs 768; test-8 holds 128",
          where: "program 'small'",
          hint: "Let more words share a row (`--rows`), or raise capacity.axons in the target's JSON.",
        },
        {
          code: "crossbar-capacity",
          message: "segment table needs 6; test-8 holds 4",
          where: "program 'small'",
          hint: "Use connectivity that repeats (dense, convolution), fewer delays, or raise capacity.segments in the target's JSON.",
        },
        {
          code: "crossbar-capacity",
          message: "weight memory (words of 8 weights) needs 12; test-8 holds 8",
          where: "program 'small'",
          hint: "Let more words share a row (`--rows`), use fewer filters, or raise capacity.weightWords in the target's JSON.",
        },
      ]),
    );
  });
});

function imageOf(program: EventProgram, target: CrossbarTarget): CrossbarImage {
  return buildCrossbarImage(legaliseForCrossbar(program, target).program, target);
}

function usedOf(image: CrossbarImage, resource: CrossbarImage["utilization"][number]["resource"]): number | undefined {
  return image.utilization.find((use) => use.resource === resource)?.used;
}

interface DenseOptions {
  readonly length: number;
  readonly targetStart: number;
  readonly size: number;
  readonly bits?: number;
  readonly exponent?: number;
}

/** One line with weights 1, 2, 3 ... to `length` of `size` integrators. */
/** 1, 2, 3 .. up to the largest weight of so many bits, again and again. */
function rising(i: number, bits: number): number {
  return 1 + (i % (2 ** (bits - 1) - 1));
}

function dense({ length, targetStart, size, bits = 8, exponent = 0 }: DenseOptions): EventProgram {
  return {
    level: "event",
    name: "small",
    limits: { timestepsPerSample: 4, eventsPerTimestep: 1, eventsPerSample: 4 },
    inputs: [{ name: "in", kind: "lines", lines: 1 }],
    populations: [{ name: "a", size, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } }],
    tables: [{ name: "w", rows: 1, columns: length, bits, exponent, weights: Int8Array.from({ length }, (_, i) => rising(i, bits)) }],
    projections: [
      {
        name: "in-a",
        source: { kind: "input", port: "in" },
        target: "a",
        table: "w",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length, targetStart },
      },
    ],
    readout: { kind: "membrane", population: "a", neuronsPerClass: size / 2, classes: ["no", "yes"], drainTimesteps: 1 },
  };
}

/** `positions` x 4 channels, kernel 3, 8 output channels a position. */
function convolution(positions: number): EventProgram {
  const base = dense({ length: 8, targetStart: 0, size: positions * 8 });
  return {
    ...base,
    limits: { timestepsPerSample: 4, eventsPerTimestep: 100, eventsPerSample: 400 },
    inputs: [{ name: "in", kind: "lines", lines: positions * 4 }],
    tables: [{ name: "w", rows: 12, columns: 8, bits: 8, exponent: 0, weights: new Int8Array(96).fill(100) }],
    projections: base.projections.map((projection) => ({
      ...projection,
      connectivity: {
        kind: "conv1d",
        inLength: positions,
        inChannels: 4,
        outLength: positions,
        outChannels: 8,
        kernel: 3,
        stride: 1,
        padLeft: 1,
      },
    })),
  };
}
