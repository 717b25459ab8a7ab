/** Texts without end: the image that runs five words runs a million, and only cycles grow. */
import { expect, it } from "vitest";
import { compareResults } from "../../../src/cosim/compare.js";
import { rtlSimulator } from "../../../src/cosim/rtl.js";
import { textStream } from "../../../src/cosim/text-stream.js";
import { batchOf } from "../../../src/event/batch.js";
import type { EventBatch } from "../../../src/event/run.js";
import { MAX_TIMESTEPS } from "../../../src/event/verify.js";
import { goldenSimulator } from "../../../src/sim/golden.js";
import { createRandom } from "../../../src/util/random.js";
import { buildCrossbarImage } from "../../../src/verilog/image.js";
import { extendBatch, legaliseForCrossbar } from "../../../src/verilog/legalise.js";
import type { CrossbarTarget } from "../../../src/verilog/target.js";
import { CORE, fixedTarget } from "./support.js";

const WORDS_IN_ALL = 500;

it("runs five words, a thousand and a million on one core image, in cycles that grow with the words alone", async () => {
  const target: CrossbarTarget = {
    ...fixedTarget(16),
    sizing: "fitted",
    capacity: { ...fixedTarget(16).capacity, weightWords: 65536, stateBits: 32 },
  };
  const { program, extraTimesteps } = legaliseForCrossbar(textStream(MAX_TIMESTEPS - 1), target);
  const simulator = await rtlSimulator(buildCrossbarImage(program, target), CORE);
  try {
    const golden = goldenSimulator(program);
    const cyclesAWord: number[] = [];
    for (const words of [5, 1_000, 1_000_000]) {
      const batch = extendBatch(text(words), extraTimesteps);
      const rtl = await simulator.run(batch, { membranes: true, spikes: true });
      const comparison = compareResults(await golden.run(batch, { membranes: true, spikes: true }), rtl, program);
      expect([words, comparison.mismatches]).toEqual([words, 0]);
      cyclesAWord.push((rtl.cycles?.cycles[0] ?? Number.NaN) / words);
    }
    const [, thousand, million] = cyclesAWord;
    // Filters spike at most once a text, so a long text costs a little less a word.
    expect(million / thousand).toBeGreaterThan(0.9);
    expect(million / thousand).toBeLessThan(1.01);
  } finally {
    await simulator.close();
  }
});

function text(words: number): EventBatch {
  const random = createRandom(words);
  const events = Array.from({ length: words }, (_, t) => [t, random.integer(WORDS_IN_ALL)] as const);
  return batchOf([{ timesteps: words + 2, events }]);
}
