/**
 * What is counted before it is priced, against numbers worked out by hand on one tiny network:
 *
 *   line 0, line 1  --in, delay 1, 9 weights each-->    hidden (9 neurons, threshold 5)
 *   line 0, line 1  --wide, delay 3, 2 weights each-->  classes (2 integrators)
 *   hidden 0        --out, delay 1, 2 weights-->        classes 0 and 1
 *   hidden 1        --out, delay 1, 1 weight-->         class 1              (hidden 2 .. 8 drive nobody)
 *
 * Sample 0 emits line 0 at 0 and line 1 at 1; sample 1 emits line 1 at 0; both run 4 timesteps (u = neurons updated,
 * g = groups of 4 lanes updated, w = words of 4 weights read, o = synaptic operations):
 *
 *   sample 0, t 0  line 0 emitted                                               w 3 + 1      o 9 + 2
 *             t 1  hidden updated, 0 and 8 spike; line 1 emitted      u 9  g 3  w 1 + 3 + 1  o 2 + 9 + 2
 *             t 2  hidden updated, 1 spikes; classes hear hidden 0    u 11 g 4  w 1          o 1
 *             t 3  classes hear hidden 1 and line 0                   u 2  g 1
 *   sample 1, t 0  line 1 emitted                                               w 3 + 1      o 9 + 2
 *             t 1  hidden updated, 1 spikes                           u 9  g 3  w 1          o 1
 *             t 2  classes hear hidden 1                              u 2  g 1
 *             t 3  classes hear line 1                                u 2  g 1
 *
 * Both samples together: line 0 emits once, line 1 twice, hidden 0 once, hidden 1 twice, hidden 8 once.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { cubaCyclesOfTimestep, cycleBound } from "../../src/cosim/bound.js";
import { synapticOperationsOf } from "../../src/energy/counts.js";
import { batchOf } from "../../src/event/batch.js";
import type { EventProgram } from "../../src/event/program.js";
import type { BatchResult, CycleCounters } from "../../src/event/run.js";
import { verifyEventProgram } from "../../src/event/verify.js";
import { countCrossbar, countSnn, emissionsOf, meanOf, memoryNeeds } from "../../src/flow/counts.js";
import { buildCrossbar } from "../../src/flow/rtl.js";
import { goldenSimulator } from "../../src/sim/golden.js";

const PROGRAM: EventProgram = {
  level: "event",
  name: "tiny",
  limits: { timestepsPerSample: 4, eventsPerTimestep: 1, eventsPerSample: 2 },
  inputs: [{ name: "words", kind: "lines", lines: 2 }],
  populations: [
    {
      name: "hidden",
      size: 9,
      model: { kind: "if" },
      thresholds: new Int32Array(9).fill(5),
      reset: { kind: "zero" },
      refractory: { kind: "none" },
    },
    { name: "classes", size: 2, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } },
  ],
  tables: [
    {
      name: "in",
      rows: 2,
      columns: 9,
      bits: 8,
      exponent: 0,
      weights: Int8Array.of(...[9, 0, 0, 0, 0, 0, 0, 0, 9], ...[0, 9, 0, 0, 0, 0, 0, 0, -9]),
    },
    { name: "wide", rows: 2, columns: 2, bits: 2, exponent: 0, weights: Int8Array.of(...[1, 0], ...[0, 1]) },
    { name: "out", rows: 1, columns: 3, bits: 3, exponent: 0, weights: Int8Array.of(2, -1, 3) },
  ],
  projections: [
    {
      name: "words.hidden",
      source: { kind: "input", port: "words" },
      target: "hidden",
      table: "in",
      delay: 1,
      connectivity: { kind: "dense", columnStart: 0, length: 9, targetStart: 0 },
    },
    {
      name: "words.classes",
      source: { kind: "input", port: "words" },
      target: "classes",
      table: "wide",
      delay: 3,
      connectivity: { kind: "dense", columnStart: 0, length: 2, targetStart: 0 },
    },
    {
      name: "hidden.classes",
      source: { kind: "population", population: "hidden" },
      target: "classes",
      table: "out",
      delay: 1,
      connectivity: { kind: "sparse", rowStart: Uint32Array.of(0, 2, 3, 3, 3, 3, 3, 3, 3, 3), targets: Uint32Array.of(0, 1, 1) },
    },
  ],
  readout: { kind: "membrane", population: "classes", neuronsPerClass: 1, classes: ["no", "yes"], drainTimesteps: 2 },
};

const BATCH = batchOf([
  {
    timesteps: 4,
    events: [
      [0, 0],
      [1, 1],
    ],
  },
  { timesteps: 4, events: [[0, 1]] },
]);

/** As the core would report it: words and groups from the table above, cycles invented. */
const CYCLES: CycleCounters = {
  cycles: Uint32Array.of(40, 61),
  weightWordsRead: Uint32Array.of(10, 5),
  busyCycles: Uint32Array.of(10, 5),
  groupUpdates: Uint32Array.of(8, 5),
};

const build = buildCrossbar(PROGRAM, "crossbar-4");
let result: BatchResult;

beforeAll(async () => {
  result = await goldenSimulator(build.program).run(BATCH, { spikes: true });
});

describe("the network of these tests", () => {
  it("verifies, and does what the table above says", () => {
    expect(verifyEventProgram(PROGRAM)).toEqual([]);
    expect([...(result.spikes?.time ?? [])]).toEqual([1, 1, 2, 1]);
    expect([...(result.spikes?.neuron ?? [])]).toEqual([0, 8, 1, 1]);
    // Sample 0: hidden 0 (2, -1), hidden 1 (0, 3), line 0 (1, 0). Sample 1: hidden 1 (0, 3), line 1 (0, 1).
    expect([...result.outputs]).toEqual([3, 2, 0, 4]);
  });

  it("emits as often as the table above says", () => {
    expect([...emissionsOf(build.program, BATCH, result)]).toEqual([1, 2, ...[1, 2, 0, 0, 0, 0, 0, 0, 1], ...[0, 0]]);
  });
});

describe("countSnn", () => {
  it("counts words of 64 bits, each segment rounded up, and operations per table and sample", () => {
    expect(countSnn(build.program, build.image, BATCH, result).tables).toEqual([
      // 3 input events x ceil(9 x 8 / 64) = 2 words, x 9 operations; 18 weights of 8 bit.
      { name: "in", memory: "rows of words", bytes: 18, words64: (3 * 2) / 2, synapticOperations: (3 * 9) / 2 },
      // 3 input events x 1 word, x 2 operations; 4 weights of 2 bit.
      { name: "wide", memory: "rows of words", bytes: 1, words64: 3 / 2, synapticOperations: (3 * 2) / 2 },
      // Hidden 0 once with 2 weights, hidden 1 twice with 1; 3 weights of 3 bit are 9 bit, so 2 bytes.
      { name: "out", memory: "output weights", bytes: 2, words64: (1 + 2) / 2, synapticOperations: (2 + 2) / 2 },
    ]);
  });

  it("counts the same operations as the simulator", () => {
    const snn = countSnn(build.program, build.image, BATCH, result);
    // 25 and 12: the column o of the table above.
    expect([...result.counters.synapticOperations]).toEqual([25, 12]);
    expect(synapticOperationsOf(snn)).toBe((25 + 12) / 2);
  });

  it("gives neurons, updates, events and spikes as means of a sample, padding excluded", () => {
    expect(countSnn(build.program, build.image, BATCH, result)).toMatchObject({
      neurons: 11,
      neuronUpdates: (22 + 13) / 2,
      inputEvents: (2 + 1) / 2,
      spikes: (3 + 1) / 2,
      // The fitted core's least; and the longest delay, not the power of two that the core rounds it up to.
      stateBits: 8,
      delaySlots: 3,
    });
  });

  it("reads an axon per event that has a fan-out, and each of its segments", () => {
    const { axons, segments } = countSnn(build.program, build.image, BATCH, result);
    // 3 input events and 3 spikes; that of hidden 8 drives nobody. A row is 2 x 6 (segments) + 6 (weights) + 2 (groups)
    // = 20 bit; 4 groups x 4 lanes + 2 lines are 18 rows, 360 bit.
    expect(axons).toEqual({ reads: (3 + 3) / 2, rowBits: 20, bytes: 45 });
    // 3 x 2 segments of lines, 3 x 1 of neurons. A row is 3 x 2 + 6 + 2 (delay) + 4 + 2 (lane) = 20 bit; 4 rows: both
    // lines share a list of 2, as their blocks lie alike, and either hidden neuron has one of its own.
    expect(segments).toEqual({ reads: (3 * 2 + 3) / 2, rowBits: 20, bytes: 10 });
  });

  it("refuses a result without spikes", async () => {
    const silent = await goldenSimulator(build.program).run(BATCH);
    expect(() => countSnn(build.program, build.image, BATCH, silent)).toThrow("the result holds no spikes");
  });
});

describe("countCrossbar", () => {
  it("gives means of the core's counters, and the sizes of what the network fills", () => {
    const snn = countSnn(build.program, build.image, BATCH, result);
    expect(countCrossbar(build.program, build.image, snn, { ...result, cycles: CYCLES }, 50e6)).toEqual({
      name: "crossbar-4",
      lanes: 4,
      weightBits: 8,
      stateBits: 8,
      weightWordsRead: 7.5,
      groupUpdates: 6.5,
      axons: snn.axons,
      segments: snn.segments,
      // 2 lines x (3 + 1) words and 2 hidden neurons x 1 word: 10 words of 4 bytes.
      weightBytes: 40,
      // 4 groups x (4 delay slots + 1 membrane) x 4 lanes x 8 bit = 640 bit.
      stateBytes: 80,
      // 4 groups x 4 lanes x 8 bit.
      thresholdBytes: 16,
      biasBytes: 0,
      cycles: 50.5,
      clockHz: 50e6,
    });
  });

  it("counts the biases where the core is built with them", () => {
    const snn = countSnn(build.program, build.image, BATCH, result);
    const { image } = buildCrossbar(withBias(), "crossbar-4");
    expect(countCrossbar(build.program, image, snn, { ...result, cycles: CYCLES }, 50e6).biasBytes).toBe(16);
  });

  it("counts CUBA neurons in every timestep, idle or not, and their currents among the states", async () => {
    const cuba = { kind: "cuba", decayU: 4095, decayV: 0, membraneMin: -100, membraneMax: 100 } as const;
    const program = { ...PROGRAM, populations: PROGRAM.populations.map((one) => (one.name === "hidden" ? { ...one, model: cuba } : one)) };
    const { image, program: legal } = buildCrossbar(program, "crossbar-4");
    const own = await goldenSimulator(legal).run(BATCH, { spikes: true });
    const snn = countSnn(legal, image, BATCH, own);
    const crossbar = countCrossbar(legal, image, snn, { ...own, cycles: CYCLES }, 50e6);
    expect([snn.cubaUpdates, crossbar.cubaGroupUpdates]).toEqual([9 * 4, 3 * 4]);
    // 4 groups x (4 delay slots + membrane + current) x 4 lanes x 24 bit.
    expect(crossbar.stateBytes).toBe(288);
    // 3 groups of 4 lanes at 2 x 4 + 5 cycles, 8 until the last has ended.
    expect(cubaCyclesOfTimestep(legal, image)).toBe(3 * 12 + 8);
    expect(cycleBound({ weightWordsRead: 7, groupUpdates: 20, timesteps: 4, cycles: 235, cubaCyclesOfTimestep: 44 })).toEqual({
      words: 7,
      groups: 20,
      timesteps: 32,
      cuba: 176,
      cyclesOverBound: 1,
    });
    expect(cubaCyclesOfTimestep(build.program, build.image)).toBe(0);
  });

  it("refuses a result without cycles", () => {
    const snn = countSnn(build.program, build.image, BATCH, result);
    expect(() => countCrossbar(build.program, build.image, snn, result, 50e6)).toThrow("the result holds no cycle counters");
  });
});

describe("memoryNeeds", () => {
  it("names every memory with the bits that the network fills; only membranes and delay slots need two ports", () => {
    expect(memoryNeeds(build.image)).toEqual([
      { name: "axon", bits: 18 * 20, ports: "single" },
      { name: "segment", bits: 4 * 20, ports: "single" },
      { name: "weight", bits: 10 * 32, ports: "single" },
      // 18 + 2 (lane) bit a group.
      { name: "group", bits: 4 * 20, ports: "single" },
      { name: "threshold", bits: 4 * 32, ports: "single" },
      { name: "membranes and delay slots", bits: 640, ports: "dual" },
    ]);
  });

  it("names the biases where the core is built with them", () => {
    const { image } = buildCrossbar(withBias(), "crossbar-4");
    expect(memoryNeeds(image)).toContainEqual({ name: "bias", bits: 4 * 32, ports: "single" });
  });
});

describe("meanOf", () => {
  it("is the sum over the number of samples", () => {
    expect(meanOf(Uint32Array.of(1, 2, 6))).toBe(3);
    expect(meanOf([2, 3])).toBe(2.5);
  });

  it("does not wrap where the sum leaves 32 bits", () => {
    expect(meanOf(Uint32Array.of(0xffffffff, 0xffffffff))).toBe(0xffffffff);
  });

  it("is 0 without samples", () => {
    expect(meanOf([])).toBe(0);
  });
});

function withBias(): EventProgram {
  const [hidden, classes] = PROGRAM.populations;
  return { ...PROGRAM, populations: [hidden, { ...classes, biases: Int32Array.of(1, 0) }] };
}
