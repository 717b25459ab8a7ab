/** Membranes of as few bits as the range analysis proves enough: cores of fewer than 16 bits. */
import { expect, it } from "vitest";
import { describeMismatch } from "../../../src/cosim/compare.js";
import { type Case, compareWithGolden, fixedTarget, golden, randomCase } from "./support.js";

const PROGRAMS = process.env.SNNC_TEST_FULL === "1" ? 6 : 2;

it.each([8, 12])("a core of %i bits equals the golden simulator on programs that need no more", async (stateBits) => {
  let [ran, spikes] = [0, 0];
  for (let seed = 1; ran < PROGRAMS && seed < 2000; seed++) {
    const testCase = narrowCase(seed);
    if (testCase?.image.parameters.STATE_BITS !== stateBits || (await golden(testCase)).spikes?.neuron.length === 0) continue;
    ran++;
    const { comparison } = await compareWithGolden(testCase);
    expect(comparison.first && describeMismatch(comparison.first), `seed ${seed}`).toBeUndefined();
    spikes += comparison.spikesCompared;
  }
  expect(ran).toBe(PROGRAMS);
  expect(spikes).toBeGreaterThan(0);
});

/** A program of few small weights on a core that is sized for it. */
function narrowCase(seed: number): Case | undefined {
  try {
    return randomCase(seed, { ...fixedTarget(4), sizing: "fitted" }, 6, { maxWeightBits: 2, maxNeurons: 16 });
  } catch {
    return undefined;
  }
}
