/** What random programs do not ask of CUBA neurons: how long they take, and whether the corners of their arithmetic are met. */
import { describe, expect, it } from "vitest";
import { cubaPeriod } from "../../../src/cosim/bound.js";
import { describeMismatch } from "../../../src/cosim/compare.js";
import { rtlSimulator } from "../../../src/cosim/rtl.js";
import type { EventProgram, NeuronModel, Population } from "../../../src/event/program.js";
import { findTool } from "../../../src/tools/environment.js";
import { buildCrossbarImage } from "../../../src/verilog/image.js";
import { legaliseForCrossbar } from "../../../src/verilog/legalise.js";
import { runModel } from "../../support/crossbar-model.js";
import { axonEvents } from "../../verilog/support.js";
import { CORE, compareWithGolden, fixedTarget, randomCase } from "./support.js";

type Cuba = Extract<NeuronModel, { kind: "cuba" }>;
const LIMIT = 2 ** 23;
const cubaTarget = fixedTarget(4, { features: { cuba: true } });

describe("random programs", () => {
  it("have currents that wrap, membranes that are clipped, and neurons that spike and are refractory", async () => {
    let [wraps, clips, spikes] = [0, 0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const testCase = randomCase(seed, cubaTarget, 3, {
        models: ["cuba"],
        wraps: true,
        forgets: false,
        maxTimesteps: 60,
        maxEventsPerTimestep: 2,
        connectivities: ["dense"],
      });
      testCase.batch.timesteps.forEach((_, sample) => {
        const model = runModel(testCase.image, axonEvents(testCase.image, testCase.batch, sample));
        wraps += model.wraps;
        clips += model.clips;
        spikes += testCase.program.populations.some(({ refractory }) => refractory.kind !== "none") ? model.spikes.length : 0;
      });
    }
    expect(wraps).toBeGreaterThan(200);
    expect(clips).toBeGreaterThan(1000);
    expect(spikes).toBeGreaterThan(100);
  });

  const hasIcarus = findTool("iverilog");
  it("run the same under Icarus", async ({ skip }) => {
    if ((await hasIcarus) === undefined) skip("iverilog is not installed");
    for (let seed = 5000; seed < 5003; seed++) {
      const testCase = randomCase(seed, cubaTarget, 2, { models: ["cuba"] });
      expect(testCase.program.populations.some(({ model }) => model.kind === "cuba")).toBe(true);
      const { comparison } = await compareWithGolden(testCase, { simulator: "icarus", starve: 0.2, stall: 0.3, seed });
      expect(comparison.first && describeMismatch(comparison.first), `seed ${seed}`).toBeUndefined();
    }
  });
});

describe("the corners of the arithmetic", () => {
  // Every decay with every kind of bounds; weights of 127 x 2^15 half fill a current, biases the rest.
  const corners = [0, 1, 2047, 4094, 4095].flatMap((decayU) =>
    [0, 1, 4095].flatMap((decayV) =>
      [
        [-LIMIT, LIMIT - 1],
        [0, LIMIT - 1],
        [-LIMIT, 0],
        [0, 0],
      ].map(([membraneMin, membraneMax]): Cuba => ({ kind: "cuba", decayU, decayV, membraneMin, membraneMax })),
    ),
  );
  const cornerProgram = (reset: "zero" | "subtract"): EventProgram => ({
    ...emptyProgram(
      corners.map(
        (model, index): Population => ({
          name: `p${index}`,
          size: 4,
          model,
          thresholds: Int32Array.of(0, LIMIT - 2, -LIMIT, 1000),
          biases: Int32Array.of(LIMIT - 1, -LIMIT, 0, 12345),
          reset: reset === "zero" ? { kind: "zero" } : { kind: "subtract", amounts: Int32Array.of(LIMIT - 1, 1, 0, 999) },
          refractory: index % 3 === 0 ? { kind: "steps", timesteps: 1 + (index % 4) } : { kind: "none" },
        }),
      ),
      24,
    ),
    tables: [{ name: "w", rows: 2, columns: 4, bits: 8, exponent: 15, weights: Int8Array.of(127, -128, 127, 1, -128, 127, -128, -1) }],
    projections: corners.map((_, index) => ({
      name: `j${index}`,
      source: { kind: "input", port: "in" },
      target: `p${index}`,
      table: "w",
      delay: 1 + (index % 3),
      connectivity: { kind: "dense", columnStart: 0, length: 4, targetStart: 0 },
    })),
  });
  it.each(["zero", "subtract"] as const)("are those of the golden simulator, reset %s", async (reset) => {
    const { program } = legaliseForCrossbar(cornerProgram(reset), { ...cubaTarget, capacity: { ...cubaTarget.capacity, stateBits: 26 } });
    const image = buildCrossbarImage(program, { ...cubaTarget, capacity: { ...cubaTarget.capacity, stateBits: 26 } });
    const time = Uint32Array.from({ length: 23 }, (_, t) => t);
    const batch = {
      sampleStart: Uint32Array.of(0, 23, 46),
      time: Uint32Array.of(...time, ...time),
      line: Uint32Array.of(...time.map((t) => Number(t % 7 > 3)), ...time.map((t) => t % 2)),
      timesteps: Uint32Array.of(24, 24),
    };
    const { comparison } = await compareWithGolden({ program, image, batch });
    expect(comparison.first && describeMismatch(comparison.first)).toBeUndefined();
    expect(comparison.spikesCompared).toBeGreaterThan(100);
  });
});

describe.each([
  { lanes: 16, multipliers: 1, period: 37 },
  { lanes: 16, multipliers: 4, period: 13 },
  { lanes: 8, multipliers: 4, period: 11 },
  { lanes: 4, multipliers: 4, period: 10 },
])("$lanes lanes and $multipliers multipliers", ({ lanes, multipliers, period }) => {
  it(`take ${period} cycles a group of CUBA neurons`, async () => {
    const target = fixedTarget(lanes, { features: { cuba: true }, cubaMultipliers: multipliers });
    const timesteps = 10;
    const cyclesOf = async (groups: number): Promise<number> => {
      const model: Cuba = { kind: "cuba", decayU: 7, decayV: 9, membraneMin: -LIMIT, membraneMax: LIMIT - 1 };
      const neurons: Population = { name: "a", size: groups * lanes, model, reset: { kind: "zero" }, refractory: { kind: "none" } };
      const read: Population = { name: "read", size: 1, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } };
      const { program } = legaliseForCrossbar(emptyProgram([neurons, read], timesteps), target);
      const simulator = await rtlSimulator(buildCrossbarImage(program, target), CORE);
      try {
        const batch = { sampleStart: Uint32Array.of(0, 0), time: new Uint32Array(), line: new Uint32Array(), timesteps: Uint32Array.of(timesteps) };
        return (await simulator.run(batch)).cycles?.cycles[0] ?? 0;
      } finally {
        await simulator.close();
      }
    };
    const [none, one, many] = [await cyclesOf(1), await cyclesOf(2), await cyclesOf(40)];
    expect(cubaPeriod({ LANES: lanes, CUBA_MULTIPLIERS: multipliers })).toBe(period);
    expect(one - none).toBe(timesteps * period);
    expect(many - none).toBe(39 * timesteps * period);
  });
});

/** Populations that a port of two lines could reach; the last is read out. */
function emptyProgram(populations: readonly Population[], timesteps: number): EventProgram {
  return {
    level: "event",
    name: "cuba",
    limits: { timestepsPerSample: timesteps, eventsPerTimestep: 1, eventsPerSample: timesteps },
    inputs: [{ name: "in", kind: "lines", lines: 2 }],
    populations,
    tables: [],
    projections: [],
    readout: {
      kind: "membrane",
      population: populations.at(-1)?.name ?? "",
      neuronsPerClass: 1,
      classes: Array.from({ length: populations.at(-1)?.size ?? 0 }, (_, index) => `class ${index}`),
      drainTimesteps: 0,
    },
  };
}
