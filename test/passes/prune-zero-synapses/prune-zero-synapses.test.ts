import { describe, expect, it } from "vitest";
import { costOf } from "../../../src/passes/analysis/cost.js";
import { pruneZeroSynapses } from "../../../src/passes/prune-zero-synapses.js";
import { exercise, expectContract, expectGolden, onRandomPrograms, run, withZeros } from "../support/contract.js";

describe("prune-zero-synapses", () => {
  it("trims windows, makes the empty sparse and drops nothing but zeros", () => expectGolden(pruneZeroSynapses, import.meta.url));

  it.each([0, 60, 95])("keeps every spike, output and decision with %i percent more zeros", async (percent) => {
    const { changed, statistics, spikes } = await exercise(pruneZeroSynapses, { prepare: withZeros(percent) });
    expect(changed).toBeGreaterThan(40);
    expect(spikes).toBeGreaterThan(500);
    if (percent > 0) expect(statistics.projectionsMadeSparse).toBeGreaterThan(10);
  });

  it("never stores or delivers more than before, and loses no synapse that is not zero", async () => {
    await onRandomPrograms({ prepare: withZeros(70) }, async (program, batch) => {
      const { program: after } = expectContract(pruneZeroSynapses, program);
      const [before, now] = [costOf(program), costOf(after)];
      expect(now.synapses).toBe(before.synapses);
      expect(now.operations).toBeLessThanOrEqual(before.operations);
      const operations = (result: Awaited<ReturnType<typeof run>>): number =>
        result.counters.synapticOperations.reduce((sum, count) => sum + count, 0);
      expect(operations(await run(after, batch))).toBeLessThanOrEqual(operations(await run(program, batch)));
    });
  });
});
