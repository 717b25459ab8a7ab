import { describe, expect, it } from "vitest";
import { alignToLanes } from "../../../src/passes/align-to-lanes.js";
import { exercise, expectContract, expectGolden, onRandomPrograms } from "../support/contract.js";
import { randomConvolutions } from "../support/convolutions.js";
import { crossbarWords } from "../support/words.js";

describe("align-to-lanes", () => {
  it("pads the channels of populations that a pool joins", () => expectGolden(alignToLanes.withOptions({ lanes: 4 }), import.meta.url));

  it.each([4, 8, 16])("keeps every spike, outputs and decisions with %i lanes", async (lanes) => {
    const { changed, statistics, spikes } = await exercise(alignToLanes.withOptions({ lanes }), {
      runs: 80,
      prepare: (_, random) => randomConvolutions(random),
    });
    expect(changed).toBeGreaterThan(10);
    expect(statistics.wordsSaved).toBeGreaterThan(100);
    expect(spikes).toBeGreaterThan(1000);
    await exercise(alignToLanes.withOptions({ lanes }), { runs: 60 });
  });

  it("lowers the words that the crossbar reads, by its own layout of the weights", async () => {
    let saved = 0;
    await onRandomPrograms({ runs: 40, prepare: (_, random) => randomConvolutions(random) }, async (program) => {
      const { program: after, neurons } = expectContract(alignToLanes.withOptions({ lanes: 4 }), program);
      if (after === program) return;
      const words = crossbarWords(program, 4) - crossbarWords(after, 4, neurons);
      expect(words).toBeGreaterThan(0);
      saved += words;
    });
    expect(saved).toBeGreaterThan(100);
  });
});
