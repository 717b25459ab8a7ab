import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Graph } from "../../../src/graph/graph.js";
import { inferShapes } from "../../../src/graph/shapes.js";
import { assertVerifiedGraph } from "../../../src/graph/verify.js";
import { readNir } from "../../../src/import/nir/read.js";
import { type WriteOptions, writeNir } from "../../../src/import/nir/write.js";
import { createRandom, type Random } from "../../../src/util/random.js";
import { graphForNir } from "./random-graph.js";
import { firstDifference, outputsOf } from "./support.js";

const RUNS = 150;
const TIMESTEPS = 12;

describe("a graph written as NIR and read again", () => {
  it.each(["euler", "exponential"] as const)("computes the same, spike for spike (%s)", async (discretisation) => {
    let spikes = 0;
    await fc.assert(
      fc.asyncProperty(fc.noShrink(fc.nat(0x7fffffff)), async (seed) => {
        const random = createRandom(seed);
        const graph = graphForNir(random);
        assertVerifiedGraph(graph);
        const inputs = randomInputs(graph, random);
        const again = await roundTrip(graph, { discretisation });
        const expected = outputsOf(graph, inputs);
        spikes += expected.flatMap((line) => Object.values(line).flat()).filter((value) => value !== 0).length;
        expect(firstDifference(outputsOf(again, inputs), expected, 1e-4)).not.toHaveProperty("first");
        expect(again.timestepSeconds ?? graph.timestepSeconds).toBe(graph.timestepSeconds);
      }),
      { numRuns: RUNS, seed: 4 },
    );
    expect(spikes).toBeGreaterThan(1000);
  });
});

/** Leaks of 1 have no time constant in exponential. */
async function roundTrip(graph: Graph, options: WriteOptions): Promise<Graph> {
  const bytes = await writeNir(graph, options);
  return (await readNir(bytes, { where: "random.nir", ...(graph.timestepSeconds === undefined ? {} : { dt: graph.timestepSeconds }), ...options }))
    .graph;
}

function randomInputs(graph: Graph, random: Random): readonly Readonly<Record<string, readonly number[]>>[] {
  const shapes = inferShapes(graph);
  const sizes = graph.nodes.flatMap(({ kind, name }) => (kind === "input" ? [[name, shapes.get(name)?.output ?? []] as const] : []));
  return Array.from({ length: TIMESTEPS }, () =>
    Object.fromEntries(
      sizes.map(([name, shape]) => [name, Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => random.integer(2))]),
    ),
  );
}
