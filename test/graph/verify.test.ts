/** The verifier of the graph and its shape inference: each mistake has its own words, with the node's name. */
import { describe, expect, it } from "vitest";
import type { Edge, Graph, GraphNode, Shape } from "../../src/graph/graph.js";
import { analyseShapes, inferShapes } from "../../src/graph/shapes.js";
import { assertVerifiedGraph, verifyGraph } from "../../src/graph/verify.js";
import { formatDiagnostic } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { messageOf } from "../support/errors.js";
import { randomTextGraph } from "../support/text-graph.js";

const floats = (size: number, value = 1): Float32Array => new Float32Array(size).fill(value);

/** in -> nodes... -> out, as a chain. */
function chain(shape: Shape, out: Shape, ...middle: readonly GraphNode[]): Graph {
  const nodes: GraphNode[] = [
    { kind: "input", name: "in", shape, encoding: { kind: "values" } },
    ...middle,
    { kind: "output", name: "out", shape: out },
  ];
  const edges: Edge[] = nodes.slice(1).map((node, i) => ({ from: nodes[i].name, to: node.name }));
  return { level: "graph", name: "net", nodes, edges };
}

const linear = (name: string, inputs: number, outputs: number): GraphNode => ({
  kind: "linear",
  name,
  inputs,
  outputs,
  weight: floats(inputs * outputs),
});
const neuron = (name: string): GraphNode => ({ kind: "if", name, resistance: floats(1), threshold: floats(1), reset: "zero" });
const conv1d = {
  kind: "conv1d",
  name: "conv",
  inChannels: 2,
  outChannels: 3,
  kernel: 4,
  stride: 1,
  dilation: 1,
  groups: 1,
  padding: "causal",
  weight: floats(24),
} as const;
const conv2d = {
  kind: "conv2d",
  name: "conv",
  inChannels: 2,
  outChannels: 4,
  kernel: [3, 3],
  stride: [2, 1],
  padding: [1, 0, 1, 0],
  dilation: [1, 2],
  groups: 2,
  weight: floats(36),
} as const;

describe("inferShapes", () => {
  const outputOf = (shape: Shape, node: GraphNode): Shape | undefined => analyseShapes(chain(shape, [1], node)).shapes.get(node.name)?.output;

  it("follows each node's own rule", () => {
    expect(outputOf([7, 2], conv1d)).toEqual([7, 3]);
    expect(outputOf([-1, 2], conv1d)).toEqual([-1, 3]);
    expect(outputOf([7, 2], { ...conv1d, padding: { left: 0, right: 0 } })).toEqual([4, 3]);
    expect(outputOf([8, 2], { ...conv1d, padding: { left: 1, right: 2 }, stride: 2, dilation: 2 })).toEqual([3, 3]);
    expect(outputOf([2, 8, 9], conv2d)).toEqual([4, 4, 5]);
    const pool2d = { kind: "pool2d", name: "pool", operation: "sum", kernel: [2, 3], stride: [2, 3], divisor: "window" } as const;
    expect(outputOf([3, 8, 9], { ...pool2d, padding: [0, 0, 0, 0] })).toEqual([3, 4, 3]);
    expect(outputOf([3, 8, 9], { ...pool2d, padding: [0, 1, 1, 2] })).toEqual([3, 4, 4]);
    const pool1d = {
      kind: "pool1d",
      name: "pool",
      operation: "max",
      kernel: 2,
      stride: 2,
      padding: { left: 0, right: 1 },
      divisor: "window",
    } as const;
    expect(outputOf([7, 2], pool1d)).toEqual([4, 2]);
    expect(outputOf([3, 4, 5], { kind: "globalPool", name: "pool", operation: "max" })).toEqual([3]);
    expect(outputOf([3, 4, 5], { kind: "transpose", name: "turn", axes: [1, 2, 0] })).toEqual([4, 5, 3]);
    expect(outputOf([3, 4, 5], { kind: "reshape", name: "view", shape: [12, 5] })).toEqual([12, 5]);
    expect(outputOf([3, 4, 5], { kind: "pad", name: "frame", before: [0, 1, 1], after: [0, 0, 2] })).toEqual([3, 5, 8]);
    expect(outputOf([-1, 5], { kind: "reshape", name: "view", shape: [-1, 1, 5] })).toEqual([-1, 1, 5]);
    expect(outputOf([-1, 6], { kind: "globalPool", name: "pool", operation: "or" })).toEqual([6]);
    expect(outputOf([3, 4, 5], { kind: "flatten", name: "flat", startDim: 0, endDim: -1 })).toEqual([60]);
    expect(outputOf([3, 4, 5], { kind: "flatten", name: "flat", startDim: 1, endDim: 2 })).toEqual([3, 20]);
    expect(outputOf([5], linear("fc", 5, 2))).toEqual([2]);
    expect(outputOf([-1, 5], linear("fc", 5, 2))).toEqual([-1, 2]);
    expect(outputOf([3, 4, 5], { kind: "threshold", name: "t", threshold: floats(3) })).toEqual([3, 4, 5]);
    expect(outputOf([3, 4, 5], { kind: "if", name: "n", resistance: floats(60), threshold: floats(1), reset: "zero" })).toEqual([3, 4, 5]);
  });

  it("gives every node of a text classifier its shape", () => {
    const shapes = inferShapes(randomTextGraph(createRandom(1), { filters: 8, classes: 3, dimensions: 6 }));
    expect(shapes.get("conv3")).toEqual({ input: [-1, 6], output: [-1, 8] });
    expect(shapes.get("pool3")).toEqual({ input: [-1, 8], output: [8] });
    expect(shapes.get("output")).toEqual({ input: [3], output: [3] });
  });

  it("goes round a recurrent connection", () => {
    const graph = chain([4], [4], linear("w", 4, 4), neuron("n"), linear("back", 4, 4));
    const recurrent = { ...graph, edges: [...graph.edges, { from: "back", to: "n" }] };
    expect(verifyGraph(recurrent)).toEqual([]);
    expect(inferShapes(recurrent).get("back")).toEqual({ input: [4], output: [4] });
  });

  it("throws what it cannot infer", () => {
    expect(messageOf(() => inferShapes(chain([4], [2], linear("fc", 5, 2))))).toBe(
      "node 'fc' (linear): it takes 5 values on the last axis; its input is [4] from 'in' [node-shape]",
    );
  });
});

const tokens: GraphNode = { kind: "input", name: "in", shape: [-1], encoding: { kind: "tokens", vocabularySize: 9 } };
const embedding = (rows: number): GraphNode => ({ kind: "embedding", name: "emb", vocabularySize: rows, dimensions: 2, weight: floats(2 * rows) });
const good = chain([4], [4], neuron("n"));
const edit = (graph: Graph, name: string, change: Partial<GraphNode>): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.name === name ? ({ ...node, ...change } as GraphNode) : node)),
});
const connect = (graph: Graph, ...edges: readonly Edge[]): Graph => ({ ...graph, edges: [...graph.edges, ...edges] });

const MISTAKES: readonly [string, Graph][] = [
  ["graph-name", { ...good, name: "a net" }],
  ["graph-timestep", { ...good, timestepSeconds: 0 }],
  ["graph-no-input", { ...good, nodes: good.nodes.slice(1), edges: good.edges.slice(1) }],
  ["graph-no-output", { ...good, nodes: good.nodes.slice(0, 2), edges: good.edges.slice(0, 1) }],
  ["node-name", chain([4], [4], neuron("lif/1"))],
  ["node-duplicate", chain([4], [4], neuron("n"), neuron("n"))],
  ["node-not-finite", edit(good, "n", { kind: "if", threshold: Float32Array.of(Number.NaN) })],
  ["node-not-finite", chain([4], [4], { kind: "scale", name: "s", scale: Float32Array.of(1, 2, Number.POSITIVE_INFINITY, Number.NaN) })],
  ["node-field", edit(good, "in", { kind: "input", shape: [4, -1] })],
  ["node-field", chain([5], [2], { ...linear("fc", 5, 2), kind: "linear", weight: floats(11) } as GraphNode)],
  ["node-field", chain([5], [2], { ...linear("fc", 5, 2), bias: floats(5) } as GraphNode)],
  ["node-field", chain([7, 2], [7, 3], { ...conv1d, kernel: 0 })],
  ["node-field", chain([7, 2], [7, 3], { ...conv1d, groups: 2 })],
  ["node-field", chain([7, 2], [7, 3], { ...conv1d, padding: { left: -1, right: 0 } })],
  ["node-field", chain([2, 8, 9], [4, 4, 5], { ...conv2d, stride: [0, 1] })],
  ["node-field", chain([4], [4], { kind: "delay", name: "d", timesteps: floats(1, 1.5) })],
  ["node-field", chain([4], [4], { kind: "delay", name: "d", timesteps: floats(1, 63) })],
  ["node-field", chain([4], [4], { kind: "lif", name: "l", leak: floats(1, 1.25), inputGain: floats(1), threshold: floats(1), reset: "zero" })],
  ["node-field", chain([4], [4], { kind: "relu", name: "r", cap: -1 })],
  [
    "node-field",
    { ...good, nodes: good.nodes.map((node) => (node.name === "in" ? { ...tokens, encoding: { kind: "tokens", vocabularySize: 0 } } : node)) },
  ],
  ["node-no-input", { ...good, nodes: [...good.nodes, neuron("alone")] }],
  [
    "node-unreached",
    connect({ ...good, nodes: [...good.nodes, neuron("a"), neuron("b")] }, { from: "a", to: "b" }, { from: "b", to: "a" }, { from: "b", to: "out" }),
  ],
  ["node-dead", connect({ ...good, nodes: [...good.nodes, neuron("end")] }, { from: "n", to: "end" })],
  ["edge-unknown-node", connect(good, { from: "n", to: "nobody" })],
  ["edge-into-input", connect(good, { from: "n", to: "in" })],
  ["edge-out-of-output", connect(good, { from: "out", to: "n" })],
  ["edge-duplicate", connect(good, good.edges[0])],
  ["node-shape", chain([7], [3], conv1d)],
  ["node-shape", chain([3, 2], [1, 3], { ...conv1d, padding: { left: 0, right: 0 } })],
  ["node-shape", chain([4], [5], neuron("n"))],
  ["node-shape", chain([-1, 5], [5], { kind: "flatten", name: "f", startDim: 0, endDim: 1 })],
  ["node-shape", chain([4], [4], { kind: "if", name: "n", resistance: floats(3), threshold: floats(1), reset: "zero" })],
  [
    "node-shape-sum",
    connect({ ...chain([4], [2], linear("fc", 4, 2)), nodes: [...chain([4], [2], linear("fc", 4, 2)).nodes] }, { from: "in", to: "out" }),
  ],
  ["node-not-tokens", chain([4], [4, 2], embedding(9))],
  ["node-vocabulary", { ...chain([-1], [-1, 2], embedding(8)), nodes: [tokens, embedding(8), { kind: "output", name: "out", shape: [-1, 2] }] }],
  ["node-tokens", { ...chain([-1], [-1], neuron("n")), nodes: [tokens, neuron("n"), { kind: "output", name: "out", shape: [-1] }] }],
  ["graph-cycle", connect(chain([4], [4], { kind: "relu", name: "a" }, linear("b", 4, 4), { kind: "relu", name: "c" }), { from: "c", to: "a" })],
  ["graph-cycle", connect(chain([4], [4], { kind: "delay", name: "d", timesteps: floats(1, 0) }), { from: "d", to: "d" })],
];

describe("verifyGraph", () => {
  it("accepts a delay of a timestep, and a neuron, as what closes a cycle", () => {
    expect(verifyGraph(connect(chain([4], [4], { kind: "delay", name: "d", timesteps: floats(1) }), { from: "d", to: "d" }))).toEqual([]);
    expect(verifyGraph(connect(good, { from: "n", to: "n" }))).toEqual([]);
  });

  MISTAKES.forEach(([code, graph], i) => {
    it(`reports ${code} (mistake ${i + 1})`, () => {
      expect(verifyGraph(graph).map((diagnostic) => diagnostic.code)).toContain(code);
    });
  });

  it("tells each mistake with node, value and limit", async () => {
    const report = MISTAKES.map(([code, graph]) => `# ${code}\n${verifyGraph(graph).map(formatDiagnostic).join("\n")}`);
    await expect(`${report.join("\n\n")}\n`).toMatchFileSnapshot("../errors/graph-verify.txt");
  });

  it("puts the file in front when it is told one", () => {
    expect(messageOf(() => assertVerifiedGraph({ ...good, name: "" }, "graph.pb"))).toMatch(/^graph\.pb: graph '': graph name "" has 0 characters/);
  });
});
