/** Small random spiking text classifiers as graphs, and the windowed reference that position-as-time must equal. */
import type { Graph, GraphNode } from "../../src/graph/graph.js";
import type { Random } from "../../src/util/random.js";

export interface TextGraphOptions {
  readonly vocabulary?: number;
  readonly dimensions?: number;
  readonly kernels?: readonly number[];
  readonly filters?: number;
  readonly classes?: number;
  readonly wide?: boolean;
  /** One-hot embedding and integer weights of at most 127 that every scale maps to themselves: lowering is then exact. */
  readonly exact?: boolean;
}

/** A random spiking TextCNN in the shape that lowering recognises. */
export function randomTextGraph(random: Random, options: TextGraphOptions = {}): Graph {
  const { vocabulary = 30, kernels = [1, 2, 3], filters = 8, classes = 3, wide = true, exact = false } = options;
  const dimensions = exact ? vocabulary : (options.dimensions ?? 6);
  const normal = (size: number, scale: number): Float32Array =>
    exact
      ? Float32Array.from({ length: size }, (_, i) => (i % (size / filters) === 0 ? 127 : random.integer(255) - 127))
      : Float32Array.from({ length: size }, () => scale * random.normal());
  const identity = Float32Array.from({ length: vocabulary * dimensions }, (_, i) => (i % (dimensions + 1) === 0 ? 1 : 0));
  const nodes: GraphNode[] = [
    { kind: "input", name: "words", shape: [-1], encoding: { kind: "tokens", vocabularySize: vocabulary } },
    { kind: "embedding", name: "embedding", vocabularySize: vocabulary, dimensions, weight: exact ? identity : normal(vocabulary * dimensions, 1) },
    { kind: "output", name: "output", shape: [classes] },
  ];
  const edges = [{ from: "words", to: "embedding" }];
  kernels.forEach((kernel, b) => {
    const [conv, spike, pool, readout] = [`conv${kernel}`, `spike${kernel}`, `pool${kernel}`, `readout${kernel}`];
    nodes.push(
      {
        kind: "conv1d",
        name: conv,
        inChannels: dimensions,
        outChannels: filters,
        kernel,
        stride: 1,
        dilation: 1,
        groups: 1,
        padding: "causal",
        weight: normal(filters * dimensions * kernel, 0.4),
        bias: normal(filters, 0.1),
      },
      {
        kind: "threshold",
        name: spike,
        threshold: Float32Array.from({ length: filters }, () => (exact ? 150 + random.integer(50) : 1 + random.uniform())),
      },
      { kind: "globalPool", name: pool, operation: "or" },
      {
        kind: "linear",
        name: readout,
        inputs: filters,
        outputs: classes,
        weight: normal(classes * filters, 0.5),
        ...(b === 0 ? { bias: normal(classes, 0.2) } : {}),
      },
    );
    edges.push(
      { from: "embedding", to: conv },
      { from: conv, to: spike },
      { from: spike, to: pool },
      { from: pool, to: readout },
      { from: readout, to: "output" },
    );
  });
  if (wide) {
    nodes.push(
      { kind: "embedding", name: "wide", vocabularySize: vocabulary, dimensions: classes, weight: normal(vocabulary * classes, 0.3) },
      { kind: "globalPool", name: "wideSum", operation: "sum" },
    );
    edges.push({ from: "words", to: "wide" }, { from: "wide", to: "wideSum" }, { from: "wideSum", to: "output" });
  }
  return { level: "graph", name: "random-text", nodes, edges };
}

/** The network's class sums on one text in floating point, window by window, and the filters that spiked. */
export function referenceScores(graph: Graph, ids: readonly number[]): { scores: number[]; spikes: Set<string> } {
  const find = (name: string): GraphNode => {
    const node = graph.nodes.find((candidate) => candidate.name === name);
    if (node === undefined) throw new Error(`no node '${name}'`);
    return node;
  };
  const embedding = find("embedding");
  const output = find("output");
  if (embedding.kind !== "embedding" || output.kind !== "output") throw new Error("not a text graph");
  const scores = Array.from({ length: output.shape[0] ?? 0 }, () => 0);
  const spikes = new Set<string>();
  for (const conv of graph.nodes) {
    if (conv.kind !== "conv1d") continue;
    const threshold = find(conv.name.replace("conv", "spike"));
    const linear = find(conv.name.replace("conv", "readout"));
    if (threshold.kind !== "threshold" || linear.kind !== "linear") throw new Error("not a text graph");
    for (let c = 0; c < scores.length; c++) scores[c] += linear.bias?.[c] ?? 0;
    for (let f = 0; f < conv.outChannels; f++) {
      let fired = false;
      for (let end = 0; end < ids.length; end++) {
        let current = conv.bias?.[f] ?? 0;
        for (let j = 0; j < conv.kernel; j++) {
          const position = end - (conv.kernel - 1 - j);
          if (position < 0) continue;
          for (let d = 0; d < embedding.dimensions; d++) {
            current +=
              (embedding.weight[ids[position] * embedding.dimensions + d] ?? 0) *
              (conv.weight[(f * embedding.dimensions + d) * conv.kernel + j] ?? 0);
          }
        }
        if (current > (threshold.threshold[f] ?? 0)) fired = true;
      }
      if (!fired) continue;
      spikes.add(`${conv.name}[${f}]`);
      for (let c = 0; c < scores.length; c++) scores[c] += linear.weight[c * conv.outChannels + f] ?? 0;
    }
  }
  const wide = graph.nodes.find((node) => node.name === "wide");
  if (wide?.kind === "embedding") {
    for (const id of ids) for (let c = 0; c < scores.length; c++) scores[c] += wide.weight[id * wide.dimensions + c] ?? 0;
  }
  return { scores, spikes };
}
