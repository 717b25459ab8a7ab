import { describe, expect, it } from "vitest";
import type { Edge, Graph, GraphNode } from "../../../src/graph/graph.js";
import { parseGraph } from "../../../src/graph/parse.js";
import { printGraph } from "../../../src/graph/print.js";
import { verifyGraph } from "../../../src/graph/verify.js";
import { removeUnused } from "../../../src/graph-passes/index.js";
import { createRandom } from "../../../src/util/random.js";
import { expectSameOutputs, passGraph } from "../../support/graph-pass.js";

const USED = `snnc-graph 2
graph heads
input in shape=1 encoding=values
relu r
output out shape=1
edge in -> r
edge r -> out
`;

function withDeadEnds(graph: Graph, more: readonly GraphNode[], edges: readonly Edge[]): Graph {
  return {
    ...graph,
    nodes: [...more.slice(0, 1), ...graph.nodes, ...more.slice(1)],
    edges: [...edges.slice(0, 1), ...graph.edges, ...edges.slice(1)],
  };
}

describe("remove-unused", () => {
  it("removes an auxiliary head, a cycle that leads nowhere and an input that nothing uses", () => {
    const before = withDeadEnds(
      parseGraph(USED),
      [
        { kind: "input", name: "mask", shape: [1], encoding: { kind: "values" } },
        { kind: "relu", name: "auxiliary" },
        { kind: "delay", name: "loop", timesteps: Float32Array.of(1) },
      ],
      [
        { from: "r", to: "auxiliary" },
        { from: "mask", to: "auxiliary" },
        { from: "auxiliary", to: "loop" },
        { from: "loop", to: "auxiliary" },
      ],
    );
    const { graph, statistics } = removeUnused.run(before);
    expect(printGraph(graph)).toBe(USED);
    expect(statistics).toEqual({ nodesRemoved: 3 });
  });

  it("keeps the outputs of random graphs with dead ends, verified, and does nothing the second time", () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = createRandom(seed);
      const used = passGraph(random);
      expect(removeUnused.run(used).graph).toBe(used);
      const values = used.nodes.filter(({ kind }) => kind !== "input" && kind !== "output");
      const read = values[random.integer(Math.max(values.length, 1))];
      if (read === undefined) continue;
      const before = withDeadEnds(used, [{ kind: "relu", name: "deadEnd" }], [{ from: read.name, to: "deadEnd" }]);
      const { graph } = removeUnused.run(before);
      expect(verifyGraph(graph)).toEqual([]);
      expectSameOutputs(before, graph, random, `seed ${seed}`);
    }
  });
});
