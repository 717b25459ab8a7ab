import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventProgram } from "../../src/event/program.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { extendBatch, legaliseForCrossbar } from "../../src/verilog/legalise.js";
import { randomBatch, randomProgram } from "../support/random-program.js";
import { roomyTarget } from "./support.js";

describe("legalising for a crossbar", () => {
  it("keeps every class sum and decision at the target's own readout step", async () => {
    let counted = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = createRandom(seed);
        const program = randomProgram(random, { crossbar: true });
        if (program.readout.kind === "count") counted++;
        const batch = randomBatch(random, program, { samples: 3 });
        const { program: legal, extraTimesteps } = legaliseForCrossbar(program, roomyTarget(8));
        const before = await goldenSimulator(program).run(batch);
        const after = await goldenSimulator(legal).run(extendBatch(batch, extraTimesteps));
        expect(after.outputs).toEqual(before.outputs);
        expect(after.decisions).toEqual(before.decisions);
      }),
      { numRuns: 150, seed: 1 },
    );
    expect(counted).toBeGreaterThan(20);
  });

  it("reads counts out of a counter population one timestep later", () => {
    const { program, extraTimesteps } = legaliseForCrossbar(small({ readout: "count" }), roomyTarget(8));
    expect(extraTimesteps).toBe(1);
    expect(program.legalised).toEqual({ target: "test-8", updateGroup: 8 });
    expect(program.readout).toMatchObject({ kind: "membrane", population: "a.count", neuronsPerClass: 1, drainTimesteps: 2 });
    expect(program.populations.map(({ name, size }) => [name, size])).toEqual([
      ["a", 4],
      ["a.count", 2],
    ]);
    expect(program.limits.timestepsPerSample).toBe(5);
  });

  it("leaves a membrane readout alone", () => {
    const program = small({ readout: "membrane" });
    const legal = legaliseForCrossbar(program, roomyTarget(8));
    expect(legal).toEqual({ program: { ...program, legalised: { target: "test-8", updateGroup: 8 } }, extraTimesteps: 0 });
  });

  it("collects everything that a crossbar cannot do, with the limit and the way out", () => {
    const base = small({ readout: "firstSpike" });
    const program: EventProgram = {
      ...base,
      tables: base.tables.map((table) => ({ ...table, bits: 8, exponent: 15 })),
      projections: base.projections.map((projection) => ({ ...projection, delay: 9 })),
      populations: base.populations.map((population) => ({
        ...population,
        model: { kind: "cuba", decayU: 4095, decayV: 0, membraneMin: -100, membraneMax: 100 },
        biases: Int32Array.of(0, 0, 0, 1),
        refractory: { kind: "steps", timesteps: 2 },
        reset: { kind: "subtract", amounts: Int32Array.of(1, 1, 1, 1) },
      })),
    };
    const target = roomyTarget(8);
    const bare = {
      ...target,
      capacity: { ...target.capacity, exponent: 7 },
      features: { bias: false, subtract: false, countedRefractory: false, cuba: false },
    };
    expect(messageOf(() => legaliseForCrossbar(program, bare))).toBe(
      `population 'a': needs Loihi's CUBA model, whose decays are multiplications; test-8 is built without it [crossbar-feature]
  Set features.cuba in the target's JSON.
population 'a': needs a bias per neuron; test-8 is built without it [crossbar-feature]
  Set features.bias in the target's JSON.
population 'a': needs reset by subtraction; test-8 is built without it [crossbar-feature]
  Set features.subtract in the target's JSON.
population 'a': needs a refractory counted in timesteps; test-8 is built without it [crossbar-feature]
  Set features.countedRefractory in the target's JSON.
projection 'in-a': delay is 9 timesteps; test-8 holds 8 delay slots [crossbar-delay]
  Raise capacity.slots in the target's JSON to 16, or relay the spikes through a population.
table 'w': weights of 8 bit with exponent 15 need a shift by 15; test-8 shifts by at most 7 [crossbar-exponent]
  Raise capacity.exponent in the target's JSON, or lower the exponent common to all tables together with the thresholds.
readout: readout 'firstSpike' needs spike times; test-8 reads out membranes and counts [crossbar-readout]
  Compile with \`--readout count\` or \`--readout membrane\`.`,
    );
  });

  it("refuses a program that was legalised before", () => {
    const { program } = legaliseForCrossbar(small({ readout: "membrane" }), roomyTarget(8));
    expect(messageOf(() => legaliseForCrossbar(program, roomyTarget(8)))).toContain("already legalised for 'test-8'");
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SnncError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Two lines drive four IF neurons, two for each of two classes. */
function small({ readout }: { readout: EventProgram["readout"]["kind"] }): EventProgram {
  return {
    level: "event",
    name: "small",
    limits: { timestepsPerSample: 4, eventsPerTimestep: 2, eventsPerSample: 4 },
    inputs: [{ name: "in", kind: "lines", lines: 2 }],
    populations: [
      {
        name: "a",
        size: 4,
        model: { kind: "if" },
        thresholds: Int32Array.of(1, 2, 3, 4),
        reset: { kind: "zero" },
        refractory: { kind: "none" },
      },
    ],
    tables: [{ name: "w", rows: 2, columns: 4, bits: 4, exponent: 0, weights: Int8Array.of(1, 2, 3, 4, 5, 6, 7, -8) }],
    projections: [
      {
        name: "in-a",
        source: { kind: "input", port: "in" },
        target: "a",
        table: "w",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length: 4, targetStart: 0 },
      },
    ],
    readout: { kind: readout, population: "a", neuronsPerClass: 2, classes: ["no", "yes"], drainTimesteps: 1 },
  };
}
