import { describe, expect, it } from "vitest";
import { batchOf } from "../../src/event/batch.js";
import type { EventProgram } from "../../src/event/program.js";
import { analyseRanges } from "../../src/event/ranges.js";
import { goldenSimulator } from "../../src/sim/golden.js";

describe("the range analysis of a CUBA neuron", () => {
  it("holds what a reset by subtraction takes its membrane to, below the bounds that clip it before", async () => {
    const program: EventProgram = {
      level: "event",
      name: "below",
      limits: { timestepsPerSample: 2, eventsPerTimestep: 1, eventsPerSample: 1 },
      inputs: [{ name: "in", kind: "lines", lines: 1 }],
      populations: [
        {
          name: "a",
          size: 1,
          model: { kind: "cuba", decayU: 4095, decayV: 0, membraneMin: -10, membraneMax: 50 },
          thresholds: Int32Array.of(0),
          reset: { kind: "subtract", amounts: Int32Array.of(1000) },
          refractory: { kind: "none" },
        },
      ],
      tables: [{ name: "w", rows: 1, columns: 1, bits: 4, exponent: 0, weights: Int8Array.of(1) }],
      projections: [
        {
          name: "j",
          source: { kind: "input", port: "in" },
          target: "a",
          table: "w",
          delay: 1,
          connectivity: { kind: "dense", columnStart: 0, length: 1, targetStart: 0 },
        },
      ],
      readout: { kind: "membrane", population: "a", neuronsPerClass: 1, classes: ["a"], drainTimesteps: 0 },
    };
    const { membranes } = await goldenSimulator(program).run(batchOf([{ timesteps: 2, events: [[0, 0]] }]), { membranes: true });
    expect([...(membranes ?? [])]).toEqual([-999]);
    expect(analyseRanges(program)[0].membrane.low).toBeLessThanOrEqual(-999);
  });
});
