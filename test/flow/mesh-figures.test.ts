/** Means of a mesh's counters, core by core. */
import { expect, it } from "vitest";
import type { BatchResult } from "../../src/event/run.js";
import { coreFigures, meshFigures } from "../../src/flow/mesh-figures.js";

const counts = (...values: number[]): Uint32Array => Uint32Array.from(values);

/** Two samples on two cores. */
const result: BatchResult = {
  samples: 2,
  classes: 2,
  outputs: new Int32Array(4),
  decisions: new Uint16Array(2),
  counters: {
    synapticOperations: counts(30, 70),
    inputEvents: counts(1, 1),
    spikes: counts(3, 5),
    neuronUpdates: counts(8, 8),
    timesteps: counts(4, 4),
  },
  cycles: { cycles: counts(100, 140), weightWordsRead: counts(6, 10), busyCycles: counts(6, 10), groupUpdates: counts(2, 2) },
  mesh: {
    cores: 2,
    synapticOperations: counts(10, 20, 30, 40),
    weightWordsRead: counts(2, 4, 4, 6),
    neuronUpdates: counts(4, 4, 4, 4),
    spikes: counts(1, 2, 2, 3),
    events: counts(1, 0, 1, 0),
    busyCycles: counts(2, 4, 4, 6),
    stalledCycles: counts(0, 1, 0, 3),
    hops: { east: counts(5, 0, 7, 0), west: counts(0, 2, 0, 4), north: counts(0, 0, 0, 0), south: counts(0, 0, 0, 0) },
    waitedCycles: counts(50, 70),
  },
};

it("are those of the core alone, and what is not busy is idle", () => {
  const means = { neuronUpdates: 4, north: 0, south: 0 };
  expect(coreFigures(result)).toEqual([
    { ...means, core: 0, operations: 20, words: 3, spikes: 1.5, events: 1, busy: 3, idle: 117, stalled: 0, east: 6, west: 0 },
    { ...means, core: 1, operations: 30, words: 5, spikes: 2.5, events: 0, busy: 5, idle: 115, stalled: 2, east: 0, west: 3 },
  ]);
  expect(Object.values(meshFigures(result, "sentence"))).toEqual([9, 60]);
});

it("are none of a single core", () => {
  const { mesh: _, ...single } = result;
  expect(coreFigures(single)).toEqual([]);
  expect(meshFigures(single, "sentence")).toEqual({});
});
