/** The competitors' formulas (src/energy/README.md) against a network small enough to price by hand. */
import { describe, expect, it } from "vitest";
import { priceAnn, priceLinear } from "../../src/energy/baselines.js";
import type { WorkloadCounts } from "../../src/energy/counts.js";
import type { EnergyLine } from "../../src/util/results.js";
import { digitalTable, workload } from "./workload.js";

/**
 * Three words, one kernel of size 2 with 8 filters: windows end at each word, the first holds one word, so 5 taps.
 * Embeddings of 16 elements, 4 classes, 100 rows, 2 pairs looked up in 1,000 rows.
 */
const tiny: WorkloadCounts = {
  ...workload,
  words: 3,
  wordsWithRow: 3,
  kernels: [{ size: 2, filters: 8, taps: 5 }],
  dimensions: 16,
  classes: 4,
  rows: 100,
  wide: { words: true, bigramRows: 1000, bigramLookups: 2 },
  linear: { features: 3000, lookups: 5 },
};

const table = digitalTable();

describe("the dense matched ANN", () => {
  it("multiplies and adds taps x filters x embedding, compares per window and filter, then filters x classes", () => {
    // 5 x 8 x 16 = 640 MACs; 3 x 8 = 24 comparisons; output 8 x 4 = 32 MACs; wide (3 + 2) x 4 = 20 additions.
    expect(arithmetic(priceAnn(tiny, table, "dense", "int8"))).toBeCloseTo(640 * 0.3 + 24 * 0.1 + 32 * 0.3 + 20 * 0.1, 9);
    expect(arithmetic(priceAnn(tiny, table, "dense", "fp32"))).toBeCloseTo(640 * 4.6 + 24 * 0.9 + 32 * 4.6 + 20 * 0.9, 9);
  });

  it("fetches each row and each weight once, its activations once per kernel size, and keeps sums in registers", () => {
    // int8 words of 64 bit: rows of 16 + 4 bytes -> 3 x 3 = 9, table 2,000 B; activations 48 B in registers;
    // kernels 2 x 8 x 16 = 256 B -> 32; pooled 8 B in registers; output 32 B in registers; pairs 2 x 1, table 4,000 B.
    expect(memory(priceAnn(tiny, table, "dense", "int8"))).toBeCloseTo(9 * 10 + 32 * 10 + 2 * 10, 9);
  });
});

describe("the matched ANN with fused rows", () => {
  it("only adds: taps x filters", () => {
    expect(arithmetic(priceAnn(tiny, table, "fused", "int8"))).toBeCloseTo(40 * 0.1 + 24 * 0.1 + 32 * 0.3 + 20 * 0.1, 9);
  });

  it("reads a row of kernels x filters plus the word's class weights for each word", () => {
    // Row 16 + 4 = 20 bytes -> 3 words; pairs 2 x 1 word; everything else in registers.
    expect(memory(priceAnn(tiny, table, "fused", "int8"))).toBeCloseTo(9 * 10 + 2 * 10, 9);
    // fp32: row 80 bytes -> 10 words, table 8,000 B; pairs 2 x 2 words, table 16,000 B (20 pJ); output weights 128 B -> 16.
    // Pooled features 32 B and class sums 16 B stay in registers.
    expect(memory(priceAnn(tiny, table, "fused", "fp32"))).toBeCloseTo(30 * 10 + 4 * 20 + 16 * 10, 9);
  });

  it("pays for sums that wait in memory when it works word by word", () => {
    // 24-bit sums: 2 x 40 x 24 / 64 = 30 words, but the delay line of 16 sums is 48 B and stays in registers.
    expect(memory(priceAnn(tiny, table, "fused-streaming", "int8"))).toBeCloseTo(memory(priceAnn(tiny, table, "fused", "int8")), 9);
    // With 32 filters the delay line is 192 B and the maxima 96 B: 2 x 160 x 24 / 64 = 120 and 2 x 96 x 24 / 64 = 72 words.
    const wider: WorkloadCounts = { ...tiny, kernels: [{ size: 2, filters: 32, taps: 5 }] };
    const difference = memory(priceAnn(wider, table, "fused-streaming", "int8")) - memory(priceAnn(wider, table, "fused", "int8"));
    expect(difference).toBeCloseTo((120 + 72) * 10, 9);
  });

  it("needs no row for a word that drives nothing", () => {
    const unknown: WorkloadCounts = { ...tiny, wordsWithRow: 0 };
    expect(arithmetic(priceAnn(unknown, table, "fused", "int8"))).toBeCloseTo(24 * 0.1 + 32 * 0.3 + 8 * 0.1, 9);
  });
});

describe("the linear model", () => {
  it("adds a row of classes per feature found", () => {
    expect(arithmetic(priceLinear(tiny, table, "int8"))).toBeCloseTo(20 * 0.1, 9);
    expect(arithmetic(priceLinear(tiny, table, "fp32"))).toBeCloseTo(20 * 0.9, 9);
  });

  it("reads each row as whole 64-bit words from a table of its own size", () => {
    // int8: 4 bytes -> 1 word of a table of 12,000 B (20 pJ); fp32: 16 bytes -> 2 words of 48,000 B (100 pJ).
    expect(memory(priceLinear(tiny, table, "int8"))).toBeCloseTo(5 * 20, 9);
    expect(memory(priceLinear(tiny, table, "fp32"))).toBeCloseTo(10 * 100, 9);
  });
});

function arithmetic(lines: readonly EnergyLine[]): number {
  return lines.find((line) => line.kind === "arithmetic")?.picojoulesPerInference ?? Number.NaN;
}

function memory(lines: readonly EnergyLine[]): number {
  const all = lines.find((line) => line.kind === "arithmetic+memory")?.picojoulesPerInference ?? Number.NaN;
  return all - arithmetic(lines);
}
