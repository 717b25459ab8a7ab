/**
 * Imported text classifiers -> spiking ones in which position is time: embedding, convolutions, ReLU, the maximum over all
 * positions, one dense layer. A hidden neuron fires once a text, if any window drives it past its threshold; with one
 * spike a text, the threshold is a share of a high percentile of the filter's pooled ReLU on calibration texts, and a
 * spike stands for the filter's mean activation where it fires.
 */
import { evaluatorOf } from "../graph/evaluate.js";
import type { Conv1dNode, Edge, EmbeddingNode, Graph, GraphNode, InputNode, LinearNode, OutputNode } from "../graph/graph.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";

/** An analogue text classifier taken apart. */
export interface TextClassifier {
  readonly port: InputNode & { readonly encoding: { readonly kind: "tokens" } };
  readonly embedding: EmbeddingNode;
  readonly branches: readonly { readonly convolution: Conv1dNode; readonly pool: string; readonly firstColumn: number }[];
  readonly dense: LinearNode;
  readonly classes: number;
}

/**
 * Recognises the classifier. Throws SnncError (input) with a diagnostic for every node that does not belong to one; dropout
 * and the like are gone from imported graphs, a softmax at the end is allowed.
 */
export function recogniseTextClassifier(graph: Graph): TextClassifier {
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const next = new Map<string, GraphNode[]>(graph.nodes.map(({ name }) => [name, []]));
  for (const { from, to } of graph.edges) {
    const node = nodeOf.get(to);
    if (node !== undefined) next.get(from)?.push(node);
  }
  const used = new Set<string>();
  const problems: Diagnostic[] = [];
  const refuse = (node: GraphNode | undefined, message: string, hint?: string): void => {
    const where = node === undefined ? `graph '${graph.name}'` : `node '${node.name}' (${node.kind})`;
    if (node !== undefined) used.add(node.name);
    problems.push({ code: "convert-not-a-text-classifier", message, where, ...(hint === undefined ? {} : { hint }) });
  };
  /** The one successor, layout nodes that keep a vector's order skipped. */
  const after = (node: GraphNode): GraphNode | undefined => {
    const followers = next.get(node.name) ?? [];
    const [only] = followers;
    if (only === undefined || followers.length !== 1) {
      refuse(node, `leads to ${followers.map(({ kind }) => kind).join(", ") || "nothing"}; one node was expected`);
      return undefined;
    }
    used.add(only.name);
    return only.kind === "flatten" || only.kind === "reshape" ? after(only) : only;
  };

  const port = graph.nodes.find(isTokenPort);
  const embedding = port === undefined ? undefined : (next.get(port.name) ?? [])[0];
  if (port === undefined) refuse(undefined, "it has no input of tokens", "Networks of values are converted with `--encoding direct` or `rate`.");
  if (port !== undefined) used.add(port.name);
  if (port !== undefined && embedding?.kind !== "embedding") refuse(embedding ?? port, "is no embedding, which the tokens must lead to");
  const pools: { convolution: Conv1dNode; pool: GraphNode; end: GraphNode }[] = [];
  if (embedding?.kind === "embedding") {
    used.add(embedding.name);
    for (const convolution of next.get(embedding.name) ?? []) {
      used.add(convolution.name);
      if (convolution.kind !== "conv1d") {
        refuse(convolution, "follows the embedding; a conv1d was expected", "Layers between embedding and convolution have no place in time.");
        continue;
      }
      const one = after(convolution);
      const two = one === undefined ? undefined : after(one);
      // A ReLU and a maximum commute.
      const relu = one?.kind === "relu" ? one : two?.kind === "relu" ? two : undefined;
      const pool = one?.kind === "globalPool" ? one : two?.kind === "globalPool" ? two : undefined;
      if (one === undefined || two === undefined) continue;
      if (relu === undefined || pool?.kind !== "globalPool" || pool.operation !== "max") {
        refuse(one, `with '${two.name}' (${two.kind}) follows a convolution; a relu and a global max pool were expected`);
        continue;
      }
      const end = two;
      pools.push({ convolution, pool, end });
    }
  }
  const ends = pools.map(({ end }) => after(end));
  const concat = ends.find((node) => node?.kind === "concat");
  const dense = concat === undefined ? ends[0] : after(concat);
  if (pools.length > 0 && dense?.kind !== "linear") refuse(dense, "follows the pools; one dense layer was expected");
  const isJoined = pools.length <= 1 || (concat?.kind === "concat" && ends.every((node) => node === concat));
  if (!isJoined) refuse(undefined, "its pools do not all lead to one concatenation");
  if (dense?.kind === "linear") {
    const last = after(dense);
    const output = last?.kind === "softmax" ? after(last) : last;
    if (output !== undefined && output.kind !== "output") {
      refuse(output, "follows the dense layer; a softmax or the output was expected", "Only one dense layer may stand behind the pools.");
    }
  }
  if (problems.length === 0) for (const node of graph.nodes) if (!used.has(node.name)) refuse(node, "has no place in a text classifier");
  if (problems.length > 0 || port === undefined || embedding?.kind !== "embedding" || dense?.kind !== "linear")
    throw new SnncError("input", problems);

  const columns = new Map<string, number>();
  let column = 0;
  const order = concat?.kind === "concat" ? concat.inputs : pools.map(({ end }) => end.name);
  for (const name of order) {
    const branch = pools.find(({ end }) => end.name === name || leadsTo(end, name, next));
    columns.set(branch?.pool.name ?? name, column);
    column += branch?.convolution.outChannels ?? 0;
  }
  return {
    port,
    embedding,
    branches: pools.map(({ convolution, pool, end }) => ({ convolution, pool: end.name, firstColumn: columns.get(pool.name) ?? 0 })),
    dense,
    classes: dense.outputs,
  };
}

function isTokenPort(node: GraphNode): node is TextClassifier["port"] {
  return node.kind === "input" && node.encoding.kind === "tokens";
}

/** Is the node of this name reached through layout nodes alone? */
function leadsTo(from: GraphNode, name: string, next: ReadonlyMap<string, readonly GraphNode[]>): boolean {
  for (const node of next.get(from.name) ?? []) {
    if (node.name === name) return true;
    if ((node.kind === "flatten" || node.kind === "reshape") && leadsTo(node, name, next)) return true;
  }
  return false;
}

/** Pooled ReLU activations of every filter, text by text: [texts x filters], filters in the order of the branches. */
export interface PooledActivations {
  readonly texts: number;
  readonly filters: number;
  readonly values: Float32Array;
}

/** Runs the source on calibration texts (token ids each). */
export function pooledActivations(graph: Graph, classifier: TextClassifier, texts: readonly ArrayLike<number>[]): PooledActivations {
  const filters = classifier.branches.reduce((sum, { convolution }) => sum + convolution.outChannels, 0);
  const values = new Float32Array(texts.length * filters);
  const evaluators = new Map<number, ReturnType<typeof evaluatorOf>>();
  texts.forEach((ids, text) => {
    const evaluator = evaluators.get(ids.length) ?? evaluatorOf(graph, { length: ids.length });
    evaluators.set(ids.length, evaluator);
    evaluator.step(new Map([[classifier.port.name, ids]]));
    let at = text * filters;
    for (const { pool } of classifier.branches) for (const value of evaluator.valueOf(pool)) values[at++] = value;
  });
  return { texts: texts.length, filters, values };
}

/**
 * The spiking classifier under one threshold factor: threshold = factor x 99th percentile of the filter's pooled activation. A
 * filter that never rises above 0 gets threshold 1 and stays silent.
 */
export function spikingClassifier(classifier: TextClassifier, pooled: PooledActivations, factor: number, name: string): Graph {
  const { port, embedding, dense, classes } = classifier;
  const nodes: GraphNode[] = [port, embedding];
  const edges: Edge[] = [{ from: port.name, to: embedding.name }];
  let filter = 0;
  classifier.branches.forEach(({ convolution, firstColumn }, b) => {
    const count = convolution.outChannels;
    const threshold = new Float32Array(count);
    const weight = new Float32Array(classes * count);
    for (let f = 0; f < count; f++) {
      const own: number[] = [];
      for (let text = 0; text < pooled.texts; text++) own.push(pooled.values[text * pooled.filters + filter + f]);
      const sorted = own.filter((value) => value > 0).sort((x, y) => x - y);
      const high = sorted[Math.min(sorted.length - 1, Math.ceil(0.99 * sorted.length) - 1)];
      threshold[f] = high === undefined ? 1 : factor * high;
      const firing = own.filter((value) => value > threshold[f]);
      const meaning = firing.length === 0 ? threshold[f] : firing.reduce((sum, value) => sum + value, 0) / firing.length;
      for (let c = 0; c < classes; c++) weight[c * count + f] = dense.weight[c * dense.inputs + firstColumn + f] * meaning;
    }
    filter += count;
    const [spike, pool, readout] = [`${convolution.name}.spike`, `${convolution.name}.or`, `${convolution.name}.read`];
    nodes.push(
      convolution,
      { kind: "threshold", name: spike, threshold },
      { kind: "globalPool", name: pool, operation: "or" },
      {
        kind: "linear",
        name: readout,
        inputs: count,
        outputs: classes,
        weight,
        ...(b === 0 && dense.bias !== undefined ? { bias: dense.bias } : {}),
      },
    );
    const way = [embedding.name, convolution.name, spike, pool, readout, "scores"];
    for (let i = 1; i < way.length; i++) edges.push({ from: way[i - 1] ?? "", to: way[i] ?? "" });
  });
  const output: OutputNode = { kind: "output", name: "scores", shape: [classes] };
  return { level: "graph", name, nodes: [...nodes, output], edges };
}

/** The class that a text classifier decides for token ids; ties go to the lowest. */
export function decideTexts(graph: Graph, texts: readonly ArrayLike<number>[]): Uint16Array {
  const port = graph.nodes.find(isTokenPort)?.name ?? "";
  const evaluators = new Map<number, ReturnType<typeof evaluatorOf>>();
  return Uint16Array.from(texts, (ids) => {
    const evaluator = evaluators.get(ids.length) ?? evaluatorOf(graph, { length: ids.length });
    evaluators.set(ids.length, evaluator);
    const [scores] = [...evaluator.step(new Map([[port, ids]])).values()];
    let best = 0;
    for (let c = 1; c < (scores?.length ?? 0); c++) if ((scores?.[c] ?? 0) > (scores?.[best] ?? 0)) best = c;
    return best;
  });
}
