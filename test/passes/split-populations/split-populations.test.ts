import { describe, expect, it } from "vitest";
import { splitPopulations } from "../../../src/passes/split-populations.js";
import { exercise, expectContract, expectGolden, onRandomPrograms, run } from "../support/contract.js";
import { randomConvolutions } from "../support/convolutions.js";

describe("split-populations", () => {
  it("splits behind whole positions", () => expectGolden(splitPopulations.withOptions({ maxNeurons: 4 }), import.meta.url));

  it.each([1, 3, 7])("keeps every spike of every number, outputs and decisions with at most %i neurons", async (maxNeurons) => {
    const { changed, spikes } = await exercise(splitPopulations.withOptions({ maxNeurons }));
    expect(changed).toBeGreaterThan(5);
    expect(spikes).toBeGreaterThan(1000);
  });

  it.each([7, 24, 40])("does so in networks of convolutions with at most %i neurons", async (maxNeurons) => {
    const { statistics, spikes } = await exercise(splitPopulations.withOptions({ maxNeurons }), {
      runs: 60,
      prepare: (_, random) => randomConvolutions(random),
    });
    expect(statistics.populationsSplit).toBeGreaterThan(30);
    expect(statistics.projectionsMadeSparse).toBeGreaterThan(20);
    expect(spikes).toBeGreaterThan(1000);
  });

  it("delivers as many synapses as before", async () => {
    let windows = 0;
    await onRandomPrograms({ runs: 60, prepare: (_, random) => randomConvolutions(random) }, async (program, batch) => {
      const { program: after } = expectContract(splitPopulations.withOptions({ maxNeurons: 24 }), program);
      const [a, b] = [await run(program, batch), await run(after, batch)];
      expect(b.counters.synapticOperations).toEqual(a.counters.synapticOperations);
      const isWindow = (kind: string): boolean => kind === "conv1d" || kind === "conv2d" || kind === "pool";
      if (after !== program) windows += after.projections.filter(({ connectivity }) => isWindow(connectivity.kind)).length;
    });
    // Convolutions and pools that stay what they are, piece by piece.
    expect(windows).toBeGreaterThan(80);
  });
});
