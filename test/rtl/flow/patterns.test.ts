/** A small network for spike patterns, trained and compiled as the patterns workload does, spike for spike in RTL. */
import { describe, expect, it } from "vitest";
import { accuracyPercent } from "../../../src/flow/compile.js";
import { compileNetwork, decisionsOverTime, encodeSamples } from "../../../src/flow/network.js";
import { buildCrossbar } from "../../../src/flow/rtl.js";
import { verifyRtl } from "../../../src/flow/simulate.js";
import { trainReservoir } from "../../../src/learn/reservoir.js";
import { pruneZeroSynapses } from "../../../src/passes/index.js";
import { generatePatterns } from "../../../src/samples/patterns.js";

describe("a small reservoir for spike patterns", () => {
  it("runs in RTL as in the golden simulator on every spike, and decides nearly as its float network", async () => {
    const dataset = generatePatterns({ seed: 3, lines: 16, timesteps: 30, samples: { train: 200, dev: 60, test: 40 } });
    const { classes, timesteps, dev, test } = dataset;
    const { graph, reservoir } = await trainReservoir(dataset, { seed: 3, sizes: [48] });
    const { program, encoder } = await compileNetwork(graph, {
      classes,
      timesteps,
      encoding: { kind: "spikes" },
      dev: { kind: "spikes", samples: dev },
    });
    const sparse = pruneZeroSynapses.run(program).program;
    const isRecurrent = ({ source, target }: (typeof program.projections)[number]): boolean =>
      source.kind === "population" && source.population === target;
    expect(sparse.projections.find(isRecurrent)?.connectivity.kind).toBe("sparse");

    const { golden, rtl, comparison } = await verifyRtl(buildCrossbar(sparse, "crossbar-16"), encodeSamples(encoder, test), undefined);
    expect(comparison.mismatches).toBe(0);
    expect(comparison.spikesCompared).toBeGreaterThan(500);
    expect(rtl.decisions).toEqual(golden.decisions);

    const float = decisionsOverTime(graph, test, timesteps).at(-1);
    expect(float).toEqual(reservoir.testDecisions);
    // Integers round, and a recurrent network remembers it: a few of 40 samples may be decided otherwise.
    expect(accuracyPercent(golden.decisions, float ?? [])).toBeGreaterThan(85);
    expect(accuracyPercent(golden.decisions, test.labels)).toBeGreaterThan(60);
  });
});
