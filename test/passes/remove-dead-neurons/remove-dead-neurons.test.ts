import { describe, expect, it } from "vitest";
import { removeDeadNeurons } from "../../../src/passes/remove-dead-neurons.js";
import { exercise, expectGolden, withZeros } from "../support/contract.js";

describe("remove-dead-neurons", () => {
  it("removes what leads nowhere", () => expectGolden(removeDeadNeurons, import.meta.url));

  it("keeps the spikes of all neurons that are left, outputs and decisions", async () => {
    const { changed, statistics, spikes } = await exercise(removeDeadNeurons);
    expect(changed).toBeGreaterThan(30);
    expect(statistics.populations).toBeGreaterThan(15);
    expect(spikes).toBeGreaterThan(1000);
  });

  it("does so neuron by neuron in dense and sparse networks", async () => {
    const { statistics, spikes } = await exercise(removeDeadNeurons, { connectivities: ["dense", "sparse"], prepare: withZeros(60) });
    expect(statistics.neurons).toBeGreaterThan(200);
    expect(statistics.neuronsLeft).toBe(0);
    expect(spikes).toBeGreaterThan(500);
  });
});
