/** TextCNN <-> graph IR: one causal convolution per kernel size, its ReLU or threshold, a pool over the text, a readout. */
import type { Edge, EmbeddingNode, Graph, GraphNode } from "../graph/graph.js";
import { concatenateFloats } from "../util/arrays.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { type Branch, checkTextCnn, filterCount, rowCount, type TextCnn } from "./textcnn.js";

/**
 * The model as a graph. Tokens of port `words` are rows: where words share rows, the graph has as many tokens as rows.
 * Nodes: words, embedding, conv<k>, relu<k> or spike<k>, pool<k>, readout<k>, wide, wideSum, bigrams, bigramRows,
 * bigramSum, output. Windows must be causal.
 */
export function textCnnToGraph(model: TextCnn, name: string): Graph {
  if (model.windows !== "causal") throw new Error("only causal windows have a graph: tailor the network first");
  if (model.code !== undefined) throw new Error("the graph of coded words is made by codedToGraph");
  const { dimensions, classes } = model;
  const rows = rowCount(model);
  const nodes: GraphNode[] = [
    { kind: "input", name: "words", shape: [-1], encoding: { kind: "tokens", vocabularySize: rows } },
    { kind: "embedding", name: "embedding", vocabularySize: rows, dimensions, weight: model.embedding },
  ];
  const edges = [{ from: "words", to: "embedding" }];
  model.branches.forEach((branch, b) => {
    nodes.push(convolutionNode(`conv${branch.kernel}`, branch, dimensions, branch.bias));
    edges.push({ from: "embedding", to: `conv${branch.kernel}` });
    addFilters(model, b, nodes, edges);
  });
  if (model.wide !== undefined) addWide(nodes, edges, { port: "words", name: "wide", rows, classes, weight: model.wide });
  addBigrams(model, nodes, edges);
  nodes.push({ kind: "output", name: "output", shape: [classes] });
  return { level: "graph", name, nodes, edges };
}

/** A causal convolution; `weight` as a branch has it. */
export function convolutionNode(
  name: string,
  branch: Pick<Branch, "kernel" | "filters" | "weight">,
  inChannels: number,
  bias?: Float32Array,
): GraphNode {
  return {
    kind: "conv1d",
    name,
    inChannels,
    outChannels: branch.filters,
    kernel: branch.kernel,
    stride: 1,
    dilation: 1,
    groups: 1,
    padding: "causal",
    weight: toGraphKernel(branch, inChannels),
    ...(bias === undefined ? {} : { bias }),
  };
}

/** From the `conv<k>` of a branch to the output: activation, pool, readout. */
export function addFilters(model: TextCnn, branch: number, nodes: GraphNode[], edges: Edge[]): void {
  const { classes } = model;
  const { kernel, filters } = model.branches[branch];
  const first = filterCount({ branches: model.branches.slice(0, branch) });
  const activation = model.activation.kind === "relu" ? `relu${kernel}` : `spike${kernel}`;
  nodes.push(
    model.activation.kind === "relu"
      ? { kind: "relu", name: activation }
      : { kind: "threshold", name: activation, threshold: model.activation.thresholds.slice(first, first + filters) },
    { kind: "globalPool", name: `pool${kernel}`, operation: model.activation.kind === "relu" ? "max" : "or" },
    {
      kind: "linear",
      name: `readout${kernel}`,
      inputs: filters,
      outputs: classes,
      weight: transpose(model.output.subarray(first * classes, (first + filters) * classes), filters, classes),
      ...(branch === 0 ? { bias: model.outputBias } : {}),
    },
  );
  chain(edges, [`conv${kernel}`, activation, `pool${kernel}`, `readout${kernel}`, "output"]);
}

/** Rows of class weights that the tokens of a port add to the output. */
export function addWide(
  nodes: GraphNode[],
  edges: Edge[],
  { port, name, rows, classes, weight }: { port: string; name: string; rows: number; classes: number; weight: Float32Array },
): void {
  nodes.push(
    { kind: "embedding", name, vocabularySize: rows, dimensions: classes, weight },
    { kind: "globalPool", name: `${name}Sum`, operation: "sum" },
  );
  chain(edges, [port, name, `${name}Sum`, "output"]);
}

export function addBigrams({ bigrams, classes }: TextCnn, nodes: GraphNode[], edges: Edge[]): void {
  if (bigrams === undefined) return;
  const rows = 2 ** bigrams.hashBits;
  nodes.push(
    { kind: "input", name: "bigrams", shape: [-1], encoding: { kind: "tokens", vocabularySize: rows } },
    { kind: "embedding", name: "bigramRows", vocabularySize: rows, dimensions: classes, weight: bigrams.weight },
    { kind: "globalPool", name: "bigramSum", operation: "sum" },
  );
  chain(edges, ["bigrams", "bigramRows", "bigramSum", "output"]);
}

/** The model of a graph that `textCnnToGraph` made. Throws SnncError (input) naming what is missing. */
export function textCnnFromGraph(graph: Graph): TextCnn {
  const problems: Diagnostic[] = [];
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const problem = (message: string): void => {
    problems.push({ code: "textcnn-graph", message, where: `graph '${graph.name}'`, hint: "Give the float.pb of a bundle that `snnc train` made." });
  };
  const embeddingOf = (name: string): EmbeddingNode | undefined => {
    const node = byName.get(name);
    return node?.kind === "embedding" ? node : undefined;
  };
  const embedding = embeddingOf("embedding");
  if (embedding === undefined) problem("has no embedding 'embedding'");
  const branches: Branch[] = [];
  const output: Float32Array[] = [];
  const thresholds: Float32Array[] = [];
  let classes = 0;
  let outputBias: Float32Array | undefined;
  for (const conv of graph.nodes) {
    if (conv.kind !== "conv1d") continue;
    const readout = byName.get(`readout${conv.kernel}`);
    if (readout?.kind !== "linear") {
      problem(`has no linear node 'readout${conv.kernel}'`);
      continue;
    }
    const spike = byName.get(`spike${conv.kernel}`);
    if (spike?.kind === "threshold") thresholds.push(spike.threshold);
    classes = readout.outputs;
    outputBias = readout.bias ?? outputBias;
    branches.push({
      kernel: conv.kernel,
      filters: conv.outChannels,
      weight: fromGraphKernel(conv.weight, conv),
      bias: conv.bias ?? new Float32Array(conv.outChannels),
    });
    output.push(transpose(readout.weight, readout.outputs, readout.inputs));
  }
  if (branches.length === 0) problem("has no convolution");
  if (embedding === undefined || problems.length > 0) throw new SnncError("input", problems);
  const wide = embeddingOf("wide");
  const pairs = embeddingOf("bigramRows");
  const model: TextCnn = {
    kind: "textcnn",
    vocabularySize: embedding.vocabularySize,
    dimensions: embedding.dimensions,
    classes,
    windows: "causal",
    activation: thresholds.length === 0 ? { kind: "relu" } : { kind: "spike", thresholds: concatenateFloats(thresholds) },
    embedding: embedding.weight,
    branches,
    output: concatenateFloats(output),
    outputBias: outputBias ?? new Float32Array(classes),
    ...(wide === undefined ? {} : { wide: wide.weight }),
    ...(pairs === undefined ? {} : { bigrams: { hashBits: Math.log2(pairs.vocabularySize), weight: pairs.weight } }),
  };
  checkTextCnn(model);
  return model;
}

function chain(edges: Edge[], names: readonly string[]): void {
  for (let i = 1; i < names.length; i++) edges.push({ from: names[i - 1], to: names[i] });
}

/** [kernel, dimensions, filters] -> [filters, dimensions, kernel]. */
export function toGraphKernel({ kernel, filters, weight }: Pick<Branch, "kernel" | "filters" | "weight">, dimensions: number): Float32Array {
  const out = new Float32Array(weight.length);
  for (let j = 0; j < kernel; j++) {
    for (let d = 0; d < dimensions; d++)
      for (let f = 0; f < filters; f++) out[(f * dimensions + d) * kernel + j] = weight[(j * dimensions + d) * filters + f];
  }
  return out;
}

export function fromGraphKernel(
  weight: Float32Array,
  { kernel, inChannels, outChannels }: { kernel: number; inChannels: number; outChannels: number },
): Float32Array {
  const out = new Float32Array(weight.length);
  for (let f = 0; f < outChannels; f++) {
    for (let d = 0; d < inChannels; d++)
      for (let j = 0; j < kernel; j++) out[(j * inChannels + d) * outChannels + f] = weight[(f * inChannels + d) * kernel + j];
  }
  return out;
}

/** [rows, columns] -> [columns, rows]. */
export function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = matrix[r * columns + c];
  return out;
}
