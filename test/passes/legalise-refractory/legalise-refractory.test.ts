import { describe, expect, it } from "vitest";
import type { EventProgram, Population } from "../../../src/event/program.js";
import { legaliseRefractory } from "../../../src/passes/legalise-refractory.js";
import { exercise, expectGolden } from "../support/contract.js";

describe("legalise-refractory", () => {
  it("replaces a counted refractory by inhibition", () => expectGolden(legaliseRefractory, import.meta.url));

  it("keeps every spike, output and decision of neurons that forget", async () => {
    const { changed, spikes } = await exercise(legaliseRefractory, {
      models: ["lif"],
      refractories: ["steps", "none"],
      forgets: false,
      prepare: forgetful,
      runs: 200,
    });
    expect(changed).toBeGreaterThan(60);
    expect(spikes).toBeGreaterThan(1000);
  });

  it("refuses neurons that remember, or forget their refractory periodically, each by name", () => {
    const population = { name: "leaky", size: 1, thresholds: Int32Array.of(3), reset: { kind: "zero" } } as const;
    const withModel = (leakShift: number, forgets: Pick<Population, "forgets">): EventProgram => ({
      level: "event",
      name: "x",
      limits: { timestepsPerSample: 4, eventsPerTimestep: 1, eventsPerSample: 4 },
      inputs: [],
      populations: [{ ...population, model: { kind: "lif", leakShift }, refractory: { kind: "steps", timesteps: 2 }, ...forgets }],
      tables: [],
      projections: [],
      readout: { kind: "count", population: "leaky", neuronsPerClass: 1, classes: ["only"], drainTimesteps: 0 },
    });
    expect(() => legaliseRefractory.run(withModel(2, {}))).toThrow("population 'leaky': it remembers its membrane");
    expect(() => legaliseRefractory.run(withModel(0, { forgets: { period: 3, phase: 1 } }))).toThrow(
      "population 'leaky': its refractory ends every 3 timesteps, when it forgets",
    );
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
