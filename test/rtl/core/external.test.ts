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

interface Outside {
  readonly name: string;
  readonly weights: ExternalWeights;
  readonly lanes: number;
  readonly weightBits?: 4;
}

const OUTSIDE: readonly Outside[] = [
  { name: "a memory that answers in the next cycle", lanes: 8, weights: { kind: "memory", latencyCycles: 1 } },
  { name: "a memory that stalls half the time", lanes: 16, weightBits: 4, weights: { kind: "memory", latencyCycles: 4, stall: 0.5 } },
  { name: "a memory of 37 cycles", lanes: 8, weights: { kind: "memory", latencyCycles: 37, stall: 0.2, fetchDepth: 4 } },
  { name: "a memory that mostly stalls", lanes: 4, weights: { kind: "memory", latencyCycles: 2, stall: 0.9, fetchDepth: 2 } },
  { name: "an SPI flash", lanes: 8, weights: { kind: "flash", fetchDepth: 2 } },
  { name: "an SPI flash at a sixth of the clock", lanes: 4, weightBits: 4, weights: { kind: "flash", halfCycles: 3, fetchDepth: 4 } },
];

describe.each(OUTSIDE)("a core of $lanes lanes whose weights are in $name", ({ lanes, weightBits, weights: externalWeights }) => {
  const target = fixedTarget(lanes, weightBits === undefined ? {} : { weightBits });
  const random = { maxNeurons: 6 * lanes, ...(weightBits === undefined ? {} : { maxWeightBits: weightBits }) };

  it.each([
    { starve: 0, stall: 0, firstSeed: 100, programs: 20 },
    { starve: 0.6, stall: 0.4, firstSeed: 200, programs: 5 },
    { starve: 0.9, stall: 0.1, firstSeed: 300, programs: 5 },
  ])("equals the golden simulator on random programs (starve $starve, stall $stall)", async ({ starve, stall, firstSeed, programs }) => {
    let words = 0;
    for (let seed = firstSeed; seed < firstSeed + programs * SCALE; seed++) {
      const testCase = randomCase(seed, target, 3, random);
      const { comparison, rtl } = await compareWithGolden(testCase, { starve, stall, seed, externalWeights });
      expect(comparison.first && describeMismatch(comparison.first), `seed ${seed}`).toBeUndefined();
      testCase.batch.timesteps.forEach((_, sample) => {
        const model = runModel(testCase.image, axonEvents(testCase.image, testCase.batch, sample));
        expect(rtl.cycles?.weightWordsRead[sample], `seed ${seed}, words`).toBe(model.weightWordsRead);
        words += model.weightWordsRead;
      });
    }
    expect(words).toBeGreaterThan(100);
  });
});

describe("the standard dense stream with the weights outside", () => {
  const target = fixedTarget(16);
  const busyLanes = async (externalWeights: ExternalWeights) => {
    const { sopPerCycle, weightWordsRead } = await measureDenseStream(target, { ...CORE, externalWeights });
    expect(weightWordsRead).toBe(4096);
    return sopPerCycle / target.lanes;
  };

  it("keeps every lane busy if the memory gives a word a cycle and the core asks far enough ahead", async () => {
    expect(await busyLanes({ kind: "memory", latencyCycles: 8, fetchDepth: 16 })).toBeGreaterThan(0.97);
  });

  it("takes FETCH_DEPTH words in a latency and two cycles if it does not", async () => {
    expect(await busyLanes({ kind: "memory", latencyCycles: 14, fetchDepth: 8 })).toBeCloseTo(8 / 16, 2);
  });

  it("takes two cycles a bit of a word from a flash and one a word, because the stream reads its rows in order", async () => {
    expect(1 / (await busyLanes({ kind: "flash", fetchDepth: 2 }))).toBeCloseTo(2 * 128 + 1, 0);
  });
});
