import { describe, expect, it } from "vitest";
import type { EventProgram } from "../../../src/event/program.js";
import { legaliseRefractory } from "../../../src/passes/legalise-refractory.js";
import { exercise, expectGolden } from "../support/contract.js";

describe("legalise-refractory", () => {
  it("replaces a counted refractory by inhibition", () => expectGolden(legaliseRefractory, import.meta.url));

  it("keeps every spike, output and decision of neurons that forget", async () => {
    const { changed, spikes } = await exercise(legaliseRefractory, {
      models: ["lif"],
      refractories: ["steps", "none"],
      prepare: forgetful,
      runs: 200,
    });
    expect(changed).toBeGreaterThan(60);
    expect(spikes).toBeGreaterThan(1000);
  });

  it("refuses neurons that remember, each by name", () => {
    const population = { name: "leaky", size: 1, model: { kind: "lif", leakShift: 2 } as const, thresholds: Int32Array.of(3) };
    const program: EventProgram = {
      level: "event",
      name: "x",
      limits: { timestepsPerSample: 4, eventsPerTimestep: 1, eventsPerSample: 4 },
      inputs: [],
      populations: [{ ...population, reset: { kind: "zero" }, refractory: { kind: "steps", timesteps: 2 } }],
      tables: [],
      projections: [],
      readout: { kind: "count", population: "leaky", neuronsPerClass: 1, classes: ["only"], drainTimesteps: 0 },
    };
    expect(() => legaliseRefractory.run(program)).toThrow("population 'leaky': it remembers its membrane");
  });
});

/** All neurons forget; the readout is by count, which a refractory does not hold at 0. */
function forgetful(program: EventProgram): EventProgram {
  const last = program.readout.population;
  return {
    ...program,
    populations: program.populations.map((population) => ({
      ...population,
      model: { kind: "lif", leakShift: 0 },
      ...(population.name === last && population.thresholds === undefined ? { thresholds: new Int32Array(population.size).fill(40) } : {}),
    })),
    readout: { ...program.readout, kind: "count" },
  };
}
