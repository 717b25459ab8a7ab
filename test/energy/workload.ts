/** A workload with plausible numbers (kernels 1, 2, 3 x 32, six classes, pairs of words), shared by the energy tests. */
import { readFileSync } from "node:fs";
import { type ChipCostTable, type CostTable, type DigitalCostTable, parseCostFile } from "../../src/energy/costs.js";
import { type ChipEvents, meanTaps, type WorkloadCounts } from "../../src/energy/counts.js";

const LENGTHS = [11, 9, 13, 11];

export const workload: WorkloadCounts = {
  words: 11,
  wordsWithRow: 11,
  kernels: [1, 2, 3].map((size) => ({ size, filters: 32, taps: meanTaps(LENGTHS, size) })),
  dimensions: 100,
  classes: 6,
  rows: 3900,
  wide: { words: true, bigramRows: 131072, bigramLookups: 10 },
  linear: { features: 150000, lookups: 18 },
  snn: {
    tables: [
      { name: "word rows", memory: "word rows", bytes: 3900 * 198, words64: 11 * 25, synapticOperations: 11 * 198 },
      { name: "pair rows", memory: "pair rows", bytes: 131072 * 6, words64: 10, synapticOperations: 60 },
      { name: "output", memory: "output", bytes: 96 * 6, words64: 45, synapticOperations: 45 * 6 },
    ],
    neurons: 102,
    neuronUpdates: 1200,
    stateBits: 24,
    delaySlots: 4,
    inputEvents: 22,
    spikes: 45,
    axons: { reads: 67, rowBits: 56, bytes: 135120 * 7 },
    segments: { reads: 11 * 7 + 10 + 45, rowBits: 48, bytes: 16 * 6 },
  },
  crossbar: {
    name: "crossbar-32",
    lanes: 32,
    weightBits: 8,
    stateBits: 24,
    weightWordsRead: 11 * 7 + 10 + 45,
    groupUpdates: 45,
    axons: { reads: 67, rowBits: 56, bytes: 262144 * 7 },
    segments: { reads: 132, rowBits: 48, bytes: 16 * 6 },
    weightBytes: 1048576,
    stateBytes: 4 * 8 * 32 * 3,
    thresholdBytes: 4 * 32 * 3,
    biasBytes: 0,
    cycles: 900,
    clockHz: 50e6,
  },
};

export const chipEvents: ChipEvents = {
  target: "loihi1",
  synapticOperations: 2508,
  compartmentUpdatesActive: 1200,
  compartmentUpdatesInactive: 300,
  spikes: 45,
  axonsOut: 50,
  spikesWithinTile: 40,
  hopsEastWest: 12,
  hopsNorthSouth: 5,
  hostInjectedEvents: 22,
  timesteps: 14,
  tiles: 2,
};

/** A table of the repository, parsed. */
export function costTable(name: string): CostTable {
  const path = `targets/costs/${name}.json`;
  return parseCostFile(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"), path);
}

export function digitalTable(): DigitalCostTable {
  const table = costTable("horowitz-45nm");
  if (table.kind !== "digital") throw new Error("horowitz-45nm is not digital");
  return table;
}

export function chipTable(name: "loihi-davies-2018" | "loihi-sanafe"): ChipCostTable {
  const table = costTable(name);
  if (table.kind !== "chip") throw new Error(`${name} is not of kind chip`);
  return table;
}
