import { describe, expect, it } from "vitest";
import { batchOf } from "../../../src/event/batch.js";
import { maySpike } from "../../../src/passes/analysis/bounds.js";
import { removeConstantNeurons } from "../../../src/passes/remove-constant-neurons.js";
import { exercise, expectGolden, onRandomPrograms, run, spikesOf, withZeros } from "../support/contract.js";

describe("remove-constant-neurons", () => {
  it("removes what can never spike, and what only it drives", () => expectGolden(removeConstantNeurons, import.meta.url));

  it("keeps the spikes of all neurons that are left, outputs and decisions", async () => {
    const { changed, statistics, spikes } = await exercise(removeConstantNeurons);
    expect(changed).toBeGreaterThan(30);
    expect(statistics.neurons).toBeGreaterThan(60);
    expect(spikes).toBeGreaterThan(1000);
  });

  it("does so neuron by neuron in dense and sparse networks", async () => {
    const { statistics } = await exercise(removeConstantNeurons, { connectivities: ["dense", "sparse"], prepare: withZeros(60) });
    expect(statistics.neurons).toBeGreaterThan(200);
  });

  it("proves no neuron silent that spikes under the heaviest input", async () => {
    await onRandomPrograms({ prepare: withZeros(40) }, async (program) => {
      const may = maySpike(program);
      const { eventsPerTimestep, eventsPerSample, timestepsPerSample } = program.limits;
      const lines = program.inputs.reduce((sum, port) => sum + port.lines, 0);
      // Each line alone, as often and as early as the limits allow.
      const samples = Array.from({ length: lines }, (_, line) => ({
        timesteps: timestepsPerSample,
        events: Array.from({ length: eventsPerSample }, (_, i) => [Math.floor(i / eventsPerTimestep), line] as const),
      }));
      for (const [, , neuron] of spikesOf(await run(program, batchOf(samples)))) expect(may[neuron]).toBe(1);
    });
  });
});
