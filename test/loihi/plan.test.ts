/** A plan's messages are those that the chip's events count, and its compartments those of the mapping. */
import { describe, expect, it } from "vitest";
import { countChipEvents } from "../../src/loihi/events.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import { chipPlan } from "../../src/loihi/plan.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { longer, seeded, smaller, textBatch, textProgram } from "./support.js";

const SAMPLES = 20;
const chip = smaller({ synapseWords: 1500 });
const program = textProgram(seeded(1), { lines: 300, kernels: [2, 3, 4], filters: 24, classes: 6 });
const legal = legaliseForLoihi(program, chip);
const mapped = mapToLoihi(legal.program, chip, { seed: 1 });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("the plan of a mapping", () => {
  it("has the messages and hops that the chip's events count", async () => {
    const batch = longer(textBatch(seeded(2), program, SAMPLES), legal.extraTimesteps);
    const result = await goldenSimulator(legal.program).run(batch, { spikes: true });
    const ofNeuron = new Float64Array(sum(mapped.populations.map(({ size }) => size)));
    for (const neuron of result.spikes?.neuron ?? []) ofNeuron[neuron]++;
    const plan = chipPlan(mapped, { samples: SAMPLES, ofNeuron });
    const events = countChipEvents(mapped, legal.program, batch, result);
    const over = (...directions: string[]) => sum(plan.links.filter(({ towards }) => directions.includes(towards)).map(({ messages }) => messages));
    expect(over("east", "west")).toBeCloseTo(events.hopsEastWest, 9);
    expect(over("north", "south")).toBeCloseTo(events.hopsNorthSouth, 9);
    expect(over("east", "west", "north", "south")).toBeGreaterThan(0);
    // A spike to a neuron of its own core is an output axon, but no message to another core.
    const withinCore = mapped.cores.reduce((total, { neurons, outputAxons }, index) => {
      const own = [...outputAxons.compartment].filter((_, axon) => outputAxons.core[axon] === index);
      return total + sum(own.map((compartment) => ofNeuron[neurons[compartment]] / SAMPLES));
    }, 0);
    expect(sum(plan.cores.map(({ sends }) => sends))).toBeCloseTo(events.axonsOut - withinCore, 9);
    expect(sum(plan.cores.map(({ hears }) => hears))).toBeCloseTo(events.axonsOut - withinCore, 9);
    expect(plan.samples).toBe(SAMPLES);
  });

  it("lets every neuron spike once where nothing was counted", () => {
    const plan = chipPlan(mapped);
    expect(plan.samples).toBeUndefined();
    const axons = mapped.cores.map(({ outputAxons }, index) => outputAxons.core.filter((to) => to !== index).length);
    expect(plan.cores.map(({ sends }) => sends)).toEqual(axons);
  });

  it("says how many neurons of each population lie on each core", () => {
    const plan = chipPlan(mapped);
    const total = new Map(mapped.populations.map(({ name }) => [name, 0]));
    mapped.cores.forEach((core, index) => {
      const counts = plan.cores[index].compartments;
      expect(counts).toHaveLength(core.populations.length);
      expect(sum(counts)).toBe(core.neurons.length);
      core.populations.forEach((name, i) => {
        total.set(name, (total.get(name) ?? 0) + counts[i]);
      });
    });
    expect([...total]).toEqual(mapped.populations.map(({ name, size }) => [name, size]));
  });
});
