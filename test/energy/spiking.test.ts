/** The SNN's formulas, as an event program and on the crossbar, against hand-computed sums. */
import { describe, expect, it } from "vitest";
import type { CrossbarCounts, WorkloadCounts } from "../../src/energy/counts.js";
import { priceCrossbar, priceSnn } from "../../src/energy/spiking.js";
import { digitalTable, workload } from "./workload.js";

const table = digitalTable();

describe("the SNN as an event program", () => {
  const tiny: WorkloadCounts = {
    ...workload,
    snn: {
      tables: [
        { name: "rows", memory: "rows", bytes: 40000, words64: 12, synapticOperations: 80 },
        { name: "output", memory: "output", bytes: 48, words64: 3, synapticOperations: 16 },
      ],
      neurons: 20,
      neuronUpdates: 32,
      stateBits: 24,
      delaySlots: 2,
      inputEvents: 4,
      spikes: 3,
      axons: { reads: 7, rowBits: 70, bytes: 9000 },
      segments: { reads: 9, rowBits: 40, bytes: 60 },
    },
  };

  it("adds once per synaptic operation and twice per neuron update, at 32 bit", () => {
    expect(priceSnn(tiny, table)[0]?.picojoulesPerInference).toBeCloseTo((96 + 64) * 0.1, 9);
  });

  it("pays for weights, accumulators, states, thresholds and connectivity by the size of each", () => {
    // State 20 x 3 x 3 B = 180 B and weights of 40,000 B: 10 and 100 pJ; 48 B of output weights, 60 B of thresholds and
    // 60 B of segments are register-sized. Accumulators 2 x 96 x 24 / 64 = 72 words, updates 3 x 32 x 24 / 64 = 36;
    // axon rows of 70 bit are two words from 9,000 B (20 pJ).
    const withMemory = priceSnn(tiny, table)[1]?.picojoulesPerInference ?? Number.NaN;
    expect(withMemory).toBeCloseTo(160 * 0.1 + 12 * 100 + 72 * 10 + 36 * 10 + 7 * 2 * 20, 9);
  });

  it("pays for the decays of CUBA neurons, and for their currents", () => {
    const snn = { ...tiny.snn, cubaUpdates: 16 };
    const [arithmetic, withMemory] = priceSnn({ snn }, table).map((line) => line.picojoulesPerInference);
    const [plain, plainWithMemory] = priceSnn(tiny, table).map((line) => line.picojoulesPerInference);
    const more = 16 * 2 * table.operations.multiplyFp32.picojoules + 16 * 3 * table.operations.addInt32.picojoules;
    expect(arithmetic - plain).toBeCloseTo(more, 9);
    // 2 x 16 x 24 / 64 = 12 words of the state.
    expect(withMemory - plainWithMemory).toBeCloseTo(more + 12 * 10, 9);
  });

  it("is not made cheaper by splitting the rows of one memory into tables", () => {
    const [rows] = tiny.snn.tables;
    const half = { ...rows, bytes: 20_000, words64: 6, synapticOperations: 40 };
    const split = { ...tiny, snn: { ...tiny.snn, tables: [half, { ...half, name: "more rows" }, ...tiny.snn.tables.slice(1)] } };
    expect(priceSnn(split, table)[1]?.picojoulesPerInference).toBe(priceSnn(tiny, table)[1]?.picojoulesPerInference);
  });
});

describe("the crossbar by its own counters", () => {
  const core: CrossbarCounts = {
    name: "crossbar-8",
    lanes: 8,
    weightBits: 8,
    stateBits: 24,
    weightWordsRead: 50,
    groupUpdates: 10,
    axons: { reads: 6, rowBits: 40, bytes: 500 },
    segments: { reads: 50, rowBits: 33, bytes: 100 },
    weightBytes: 20000,
    stateBytes: 600,
    thresholdBytes: 96,
    biasBytes: 96,
    cycles: 500,
    clockHz: 50e6,
  };

  it("charges every lane of every word, padding included", () => {
    expect(priceCrossbar(core, table)[0]?.picojoulesPerInference).toBeCloseTo((50 * 8 + 2 * 10 * 8) * 0.1, 9);
  });

  it("reads weight words of lanes bytes and states of lanes x 24 bit", () => {
    // 50 x 1 word x 20 pJ; accumulators 2 x 50 x 3; updates 3 x 10 x 3, thresholds and biases 10 x 3 each; axons 6, segments 50.
    const words = 2 * 50 * 3 + 3 * 10 * 3 + 30 + 30 + 6 + 50;
    expect(priceCrossbar(core, table)[1]?.picojoulesPerInference).toBeCloseTo(56 + 50 * 20 + words * 10, 9);
  });

  it("states its latency as cycles over clock", () => {
    expect(priceCrossbar(core, table)[1]?.latencySeconds).toBeCloseTo(10e-6, 15);
  });

  it("reads no biases where the core was built without them", () => {
    const without = priceCrossbar({ ...core, biasBytes: 0 }, table)[1]?.terms ?? [];
    expect(without.some((term) => term.what.includes("biases"))).toBe(false);
  });
});
