/** A core whose weights are in a memory outside: the same results, however slow the memory is, and as fast if it is not. */
import { describe, expect, it } from "vitest";
import { describeMismatch } from "../../../src/cosim/compare.js";
import { measureDenseStream } from "../../../src/cosim/dense-stream.js";
import type { ExternalWeights } from "../../../src/cosim/simulation.js";
import { runModel } from "../../support/crossbar-model.js";
import { axonEvents } from "../../verilog/support.js";
import { CORE, compareWithGolden, fixedTarget, randomCase } from "./support.js";

/** SNNC_TEST_FULL=1 runs ten times as many programs. */
const SCALE = process.env.SNNC_TEST_FULL === "1" ? 10 : 1;

const MEMORIES: readonly (ExternalWeights & { readonly lanes: number; readonly weightBits?: 4 })[] = [
  { lanes: 8, latencyCycles: 1 },
  { lanes: 16, latencyCycles: 4, stall: 0.5, weightBits: 4 },
  { lanes: 8, latencyCycles: 37, stall: 0.2, fetchDepth: 4 },
  { lanes: 4, latencyCycles: 2, stall: 0.9, fetchDepth: 2 },
];

describe.each(MEMORIES)(
  "a core of $lanes lanes with its weights outside (latency $latencyCycles, stall $stall, $fetchDepth ahead)",
  ({ lanes, weightBits, ...externalWeights }) => {
    const target = fixedTarget(lanes, weightBits === undefined ? {} : { weightBits });
    const random = { maxNeurons: 6 * lanes, ...(weightBits === undefined ? {} : { maxWeightBits: weightBits }) };

    it.each([
      { name: "unstalled", stress: {}, firstSeed: 100, programs: 20 },
      { name: "starved and stalled", stress: { starve: 0.6, stall: 0.4 }, firstSeed: 200, programs: 5 },
      { name: "mostly starved", stress: { starve: 0.9, stall: 0.1 }, firstSeed: 300, programs: 5 },
    ])("equals the golden simulator on random programs, $name", async ({ stress, firstSeed, programs }) => {
      let words = 0;
      for (let seed = firstSeed; seed < firstSeed + programs * SCALE; seed++) {
        const testCase = randomCase(seed, target, 3, random);
        const { comparison, rtl } = await compareWithGolden(testCase, { ...stress, seed, externalWeights });
        expect(comparison.first && describeMismatch(comparison.first), `seed ${seed}`).toBeUndefined();
        testCase.batch.timesteps.forEach((_, sample) => {
          const model = runModel(testCase.image, axonEvents(testCase.image, testCase.batch, sample));
          expect(rtl.cycles?.weightWordsRead[sample], `seed ${seed}, words`).toBe(model.weightWordsRead);
          words += model.weightWordsRead;
        });
      }
      expect(words).toBeGreaterThan(100);
    });
  },
);

describe("the standard dense stream with the weights outside", () => {
  const target = fixedTarget(16);
  const sopPerCycle = async (externalWeights: ExternalWeights) => {
    const { sopPerCycle, weightWordsRead } = await measureDenseStream(target, { ...CORE, externalWeights });
    expect(weightWordsRead).toBe(4096);
    return sopPerCycle / target.lanes;
  };

  it("keeps every lane busy if the memory gives a word a cycle and the core asks far enough ahead", async () => {
    expect(await sopPerCycle({ latencyCycles: 8, fetchDepth: 16 })).toBeGreaterThan(0.97);
  });

  it("takes FETCH_DEPTH words in a latency and two cycles if it does not", async () => {
    expect(await sopPerCycle({ latencyCycles: 14, fetchDepth: 8 })).toBeCloseTo(8 / 16, 2);
  });
});
