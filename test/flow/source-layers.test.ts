import { describe, expect, it } from "vitest";
import { layersOf } from "../../src/flow/source-layers.js";
import { multiplyAccumulates } from "../../src/graph/cost.js";
import type { Graph, GraphNode } from "../../src/graph/graph.js";

function network(padding: readonly [number, number, number, number], stride: number): Graph {
  const conv: GraphNode = {
    kind: "conv2d",
    name: "conv",
    inChannels: 2,
    outChannels: 4,
    kernel: [3, 3],
    stride: [stride, stride],
    padding,
    dilation: [1, 1],
    groups: 2,
    weight: new Float32Array(4 * 9),
    bias: new Float32Array(4),
  };
  const nodes: GraphNode[] = [
    { kind: "input", name: "in", shape: [2, 6, 6], encoding: { kind: "values" } },
    conv,
    { kind: "relu", name: "relu" },
    { kind: "globalPool", name: "pool", operation: "max" },
    { kind: "linear", name: "dense", inputs: 4, outputs: 3, weight: new Float32Array(12) },
    { kind: "output", name: "out", shape: [3] },
  ];
  return { level: "graph", name: "net", nodes, edges: nodes.slice(1).map(({ name }, i) => ({ from: nodes[i]?.name ?? "", to: name })) };
}

describe("the layers of a source network", () => {
  it("are counted as the network's own multiply-accumulates where nothing is padded", () => {
    const graph = network([0, 0, 0, 0], 1);
    const layers = layersOf(graph);
    expect(layers.reduce((sum, layer) => sum + layer.multiplyAccumulates, 0)).toBe(multiplyAccumulates(graph));
    expect(layers).toEqual([
      // 4 x 4 places, 9 weights of the one channel of each group's two filters; 64 ReLUs, 64 - 4 comparisons of the pool.
      { name: "conv", multiplyAccumulates: 16 * 9 * 4, comparisons: 64 + 60, weights: 40, inputs: 72 },
      { name: "dense", multiplyAccumulates: 12, comparisons: 0, weights: 12, inputs: 4 },
    ]);
  });

  it("take nothing for zero padding", () => {
    const [conv] = layersOf(network([1, 1, 1, 1], 1));
    // Along an axis of 6: 2 + 4 x 3 + 2 offsets fall inside, of 18.
    expect(conv?.multiplyAccumulates).toBe(16 * 16 * 4);
    const [strided] = layersOf(network([1, 1, 1, 1], 2));
    // Windows at -1, 1, 3: 2 + 3 + 3.
    expect(strided?.multiplyAccumulates).toBe(8 * 8 * 4);
  });
});
