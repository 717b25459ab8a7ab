import { describe, expect, it } from "vitest";
import { describeMismatch } from "../../../src/cosim/compare.js";
import { createRandom, type Random } from "../../../src/util/random.js";
import type { CrossbarImage } from "../../../src/verilog/image.js";
import type { CrossbarTarget } from "../../../src/verilog/target.js";
import { runModel } from "../../support/crossbar-model.js";
import type { RandomProgramOptions } from "../../support/random-program.js";
import { axonEvents } from "../../verilog/support.js";
import { compareWithGolden, fixedTarget, randomCase } from "./support.js";

interface Configuration {
  readonly name: string;
  readonly target: CrossbarTarget;
  readonly options: RandomProgramOptions;
  readonly programs: number;
}

/** SNNC_TEST_FULL=1 runs ten times as many programs. */
const SCALE = process.env.SNNC_TEST_FULL === "1" ? 10 : 1;

const MIXED = ["if", "lif", "cuba", "cuba"] as const;

const CONFIGURATIONS: readonly Configuration[] = [
  { name: "4 lanes, everything", target: fixedTarget(4), options: { maxNeurons: 24 }, programs: 40 * SCALE },
  { name: "8 lanes, everything", target: fixedTarget(8), options: { maxNeurons: 48 }, programs: 40 * SCALE },
  { name: "16 lanes, everything", target: fixedTarget(16), options: { maxNeurons: 96 }, programs: 40 * SCALE },
  {
    name: "8 lanes, without bias, subtraction, counted refractory and shifter",
    target: fixedTarget(8, { features: { bias: false, subtract: false, countedRefractory: false, forgetting: false }, exponent: 0 }),
    options: { resets: ["zero"], refractories: ["none", "untilReset"], forgets: false },
    programs: 40 * SCALE,
  },
  {
    name: "16 lanes, weights of 4 bit",
    target: fixedTarget(16, { weightBits: 4 }),
    options: { maxNeurons: 96, maxWeightBits: 4 },
    programs: 20 * SCALE,
  },
  { name: "4 lanes, weights of 2 bit", target: fixedTarget(4, { weightBits: 2 }), options: { maxWeightBits: 2 }, programs: 20 * SCALE },
  {
    name: "4 lanes, CUBA neurons beside others",
    target: fixedTarget(4, { features: { cuba: true } }),
    options: { maxNeurons: 24, models: MIXED },
    programs: 40 * SCALE,
  },
  {
    name: "16 lanes, CUBA neurons beside others",
    target: fixedTarget(16, { features: { cuba: true } }),
    options: { maxNeurons: 96, models: MIXED },
    programs: 20 * SCALE,
  },
  {
    name: "4 lanes, CUBA neurons whose currents wrap",
    target: fixedTarget(4, { features: { cuba: true } }),
    options: { models: ["cuba"], wraps: true, maxTimesteps: 60, maxEventsPerTimestep: 2, connectivities: ["dense"] },
    programs: 20 * SCALE,
  },
  {
    name: "8 lanes of 28 bits, CUBA neurons whose currents wrap, 2 multipliers",
    target: fixedTarget(8, { features: { cuba: true }, stateBits: 28, cubaMultipliers: 2 }),
    options: { maxNeurons: 48, models: ["cuba"], wraps: true, maxTimesteps: 60, maxEventsPerTimestep: 2, connectivities: ["dense"] },
    programs: 20 * SCALE,
  },
  {
    name: "8 lanes, CUBA neurons as Loihi has them, 4 multipliers",
    target: fixedTarget(8, { features: { cuba: true, bias: true, subtract: false }, cubaMultipliers: 4 }),
    options: { maxNeurons: 48, loihi: true },
    programs: 20 * SCALE,
  },
  {
    name: "4 lanes, CUBA neurons without bias and subtraction, 4 multipliers",
    target: fixedTarget(4, { features: { bias: false, subtract: false, countedRefractory: false, cuba: true }, exponent: 0, cubaMultipliers: 4 }),
    options: { resets: ["zero"], refractories: ["none", "untilReset"], models: MIXED },
    programs: 20 * SCALE,
  },
];

describe.each(CONFIGURATIONS)("the core with $name", ({ target, options, programs }) => {
  it("equals the golden simulator on random programs: spikes, membranes, outputs and counters", async () => {
    const tally = await runAll(1000, programs, {});
    expect(tally.spikes).toBeGreaterThan(100);
  });

  it("equals it with its input starved and its output stalled at random", async () => {
    await runAll(2000, Math.ceil(programs / 4), { starve: 0.6, stall: 0.4 });
    await runAll(3000, Math.ceil(programs / 4), { starve: 0.05, stall: 0.9 });
    // Starved mostly, the core is idle when an event comes with its STEP close behind.
    await runAll(4000, Math.ceil(programs / 4), { starve: 0.9, stall: 0.1 });
  });

  it("equals it over long samples, and bursts of events that fill its queues", async () => {
    await runAll(5000, Math.ceil(programs / 8), {}, { maxTimesteps: 96 });
    await runAll(6000, Math.ceil(programs / 8), { stall: 0.3 }, { maxEventsPerTimestep: 48 });
  });

  /** Programs that use what this configuration lacks are left out, and enough must remain. */
  async function runAll(firstSeed: number, count: number, stress: { starve?: number; stall?: number }, more: RandomProgramOptions = {}) {
    let spikes = 0;
    let ran = 0;
    for (let seed = firstSeed; ran < count && seed < firstSeed + 50 * count; seed++) {
      const testCase = supported(seed, more);
      if (testCase === undefined) continue;
      ran++;
      const { comparison, rtl } = await compareWithGolden(testCase, { ...stress, seed });
      expect(comparison.first && describeMismatch(comparison.first), `seed ${seed}`).toBeUndefined();
      spikes += comparison.spikesCompared;
      testCase.batch.timesteps.forEach((_, sample) => {
        const model = runModel(testCase.image, axonEvents(testCase.image, testCase.batch, sample));
        expect(rtl.cycles?.weightWordsRead[sample], `seed ${seed}, words`).toBe(model.weightWordsRead);
        expect(rtl.cycles?.groupUpdates[sample], `seed ${seed}, groups`).toBe(model.groupUpdates);
      });
    }
    expect(ran).toBe(count);
    return { spikes };
  }

  function supported(seed: number, more: RandomProgramOptions) {
    try {
      return randomCase(seed, target, 3, { ...options, ...more });
    } catch {
      return undefined;
    }
  }
});

describe("the comparison", () => {
  it("finds one flipped bit of one weight exactly where the twin says that it matters", async () => {
    const target = fixedTarget(8);
    let found = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const testCase = randomCase(seed, target, 4, { connectivities: ["dense"] });
      const image = withFlippedWeight(testCase.image, createRandom(seed));
      const results = (of: CrossbarImage) =>
        Array.from(testCase.batch.timesteps, (_, sample) => runModel(of, axonEvents(of, testCase.batch, sample)));
      const matters = JSON.stringify(results(image)) !== JSON.stringify(results(testCase.image));
      const { comparison } = await compareWithGolden({ ...testCase, image });
      expect(comparison.mismatches > 0, `seed ${seed}`).toBe(matters);
      if (matters) found++;
    }
    expect(found).toBeGreaterThan(3);
  });
});

/** The image with bit 5 of one stored weight (not of padding) inverted. */
function withFlippedWeight(image: CrossbarImage, random: Random): CrossbarImage {
  const memories = image.memories.map((memory) => {
    if (memory.name !== "weight") return memory;
    const words = memory.words.slice();
    const bytes = new Uint8Array(words.buffer);
    const stored = [...bytes.keys()].filter((index) => bytes[index] !== 0);
    bytes[stored[random.integer(stored.length)]] ^= 0x20;
    return { ...memory, words };
  });
  return { ...image, memories };
}
