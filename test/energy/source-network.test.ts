/** The source network's formulas (src/energy/README.md) against two layers small enough to price by hand. */
import { describe, expect, it } from "vitest";
import type { LayerCounts } from "../../src/energy/counts.js";
import { priceNetwork } from "../../src/energy/price.js";
import { priceSourceNetwork } from "../../src/energy/source-network.js";
import { SOURCE_COMPETITORS, verdict } from "../../src/energy/verdict.js";
import { digitalTable, workload } from "./workload.js";

/** 4 x 4 pixels, 3 x 3 kernels, 2 channels on 2 x 2 places, 2 x 2 pooled; then 2 x 4. */
const LAYERS: readonly LayerCounts[] = [
  { name: "conv", multiplyAccumulates: 72, comparisons: 8 + 6, weights: 18 + 2, inputs: 16 },
  { name: "dense", multiplyAccumulates: 8, comparisons: 0, weights: 8 + 4, inputs: 2 },
];
const table = digitalTable();

describe("the source network", () => {
  it("multiplies and adds once a weight and place, and compares for ReLUs and pools", () => {
    const [arithmetic] = priceSourceNetwork(LAYERS, table, "int8", 24);
    expect(arithmetic?.picojoulesPerInference).toBeCloseTo(80 * 0.3 + 14 * 0.1, 9);
    const [single] = priceSourceNetwork(LAYERS, table, "fp32", 24);
    expect(single?.picojoulesPerInference).toBeCloseTo(80 * 4.6 + 14 * 0.9, 9);
  });

  it("reads every weight once, its own inputs once, and writes and reads what its layers hand on", () => {
    // fp32: conv's 20 weights are 80 B (8 KiB level): 10 words; dense's 48 B and all activations stay in registers.
    const [arithmetic, whole] = priceSourceNetwork(LAYERS, table, "fp32", 24);
    expect((whole?.picojoulesPerInference ?? 0) - (arithmetic?.picojoulesPerInference ?? 0)).toBeCloseTo(10 * 10, 9);
    // Of 1,000 inputs: 4,000 B; first layer 500 words, second 2 x 500.
    const wide = LAYERS.map((layer) => ({ ...layer, inputs: 1000 }));
    const [cheap, dear] = priceSourceNetwork(wide, table, "fp32", 24);
    expect((dear?.picojoulesPerInference ?? 0) - (cheap?.picojoulesPerInference ?? 0)).toBeCloseTo((10 + 1500) * 10, 9);
  });

  it("is what the verdict of a converted network is held against", () => {
    const { snn, crossbar, classes } = workload;
    if (crossbar === undefined) throw new Error("the workload has no crossbar");
    const { energy } = priceNetwork({ layers: LAYERS, snn, crossbar, classes }, undefined, [table]);
    const { reference, energyReduction, sentence } = verdict(energy, { rtl: 90, ann: 95 }, undefined, SOURCE_COMPETITORS);
    expect(reference).toBe("Source network, int8");
    expect(energyReduction).toBeLessThan(1);
    expect(sentence).toContain("nJ a sample.");
    expect(new Set(energy.map(({ id }) => id))).toEqual(new Set(["snn-int8", "crossbar-32-int8", "source-int8", "source-fp32"]));
  });
});
