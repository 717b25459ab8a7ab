/** A small search as data, for the pages that show one. */
import type { Configuration, Exploration, Picked, Tried } from "../../src/util/exploration.js";

export const configuration = (filters: number): Configuration => ({
  kernels: [1, 2],
  filters,
  wide: { kind: "words" },
  weightBits: 8,
  words: { kind: "rows", rows: 500, ownRows: 100 },
});

const tried = (number: number, epochs: number, devAccuracy: number, operations: number): Tried => ({
  number,
  configuration: configuration(number),
  epochs,
  outcome: { kind: "measured", measurement: { devAccuracy, operations, hiddenSpikes: 3, tableBytes: 1_000 * number } },
  seconds: 12,
  isOverBudget: false,
});

export const SEARCH: Exploration = {
  schema: "snnc-exploration/1",
  dataset: { name: "<b>films</b>", classes: 2, train: 800, dev: 100, test: 100, split: "given", vocabulary: 900 },
  settings: { preset: "quick", embeddings: "random", seed: 1 },
  budget: { operations: 2_000, tableBytes: 4_000 },
  space: { configurations: 60, overBudget: 20 },
  rungs: [1, 4],
  tried: [
    tried(1, 4, 80, 900),
    tried(2, 1, 70, 700),
    tried(3, 4, 78, 400),
    { ...tried(4, 1, 0, 0), outcome: { kind: "failed", reason: "its process was killed & gone", isFinal: false } },
    { ...tried(5, 1, 90, 2_500), isOverBudget: true },
  ],
  pareto: [1, 3],
  picked: [],
};

/** Line 1, trained to the full. */
export const PICKED: Picked = {
  configuration: configuration(1),
  bundle: "picked/one",
  devAccuracy: 81,
  testAccuracy: 79,
  testTexts: 100,
  operations: 905,
  hiddenSpikes: 3,
  tableBytes: 1_000,
};
