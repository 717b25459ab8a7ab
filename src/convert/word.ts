/**
 * Imported text classifiers -> spiking ones in which position is time: embedding, convolutions, ReLU, the maximum over all
 * positions, a dense layer (readout.ts has what becomes of hidden ones in front of it). A hidden neuron fires once a text, if any window drives it past its threshold; with one
 * spike a text, the threshold is a share of a high percentile of the filter's pooled ReLU on calibration texts, and a
 * spike stands for the filter's mean activation where it fires.
 */
import { type Evaluator, evaluatorOf } from "../graph/evaluate.js";
import type { Conv1dNode, Edge, EmbeddingNode, Graph, GraphNode, InputNode, LinearNode, OutputNode } from "../graph/graph.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { uniqueNames } from "../util/names.js";

/** An analogue text classifier taken apart. */
export interface TextClassifier {
  readonly port: InputNode & { readonly encoding: { readonly kind: "tokens" } };
  readonly embedding: EmbeddingNode;
  readonly branches: readonly { readonly convolution: Conv1dNode; readonly pool: string; readonly firstColumn: number }[];
  /** Dense layers with a ReLU between pools and output, in order. */
  readonly hidden: readonly LinearNode[];
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
        refuse(
          convolution,
          "follows the embedding; a conv1d was expected",
          "Use Conv1D with relu on the embedding itself, then GlobalMaxPooling1D over the whole text; a Conv1D of one word is a layer on words.",
        );
        continue;
      }
      const one = after(convolution);
      const two = one === undefined ? undefined : after(one);
      // A ReLU and a maximum commute.
      const relu = one?.kind === "relu" ? one : two?.kind === "relu" ? two : undefined;
      const pool = one?.kind === "globalPool" ? one : two?.kind === "globalPool" ? two : undefined;
      if (one === undefined || two === undefined) continue;
      if (relu === undefined || pool?.kind !== "globalPool" || pool.operation !== "max") {
        refuse(
          one,
          `with '${two.name}' (${two.kind === "globalPool" ? `${two.kind} ${two.operation}` : two.kind}) follows a convolution; a relu and a global max pool were expected`,
          hintFor(one, two),
        );
        continue;
      }
      const end = two;
      pools.push({ convolution, pool, end });
    }
  }
  const ends = pools.map(({ end }) => after(end));
  const concat = ends.find((node) => node?.kind === "concat");
  let dense = concat === undefined ? ends[0] : after(concat);
  if (pools.length > 0 && dense?.kind !== "linear") refuse(dense, "follows the pools; a dense layer was expected");
  const isJoined = pools.length <= 1 || (concat?.kind === "concat" && ends.every((node) => node === concat));
  if (!isJoined) refuse(undefined, "its pools do not all lead to one concatenation", "Concatenate the pools in front of one dense layer.");
  const hidden: LinearNode[] = [];
  while (dense?.kind === "linear") {
    const last = after(dense);
    if (last?.kind === "relu") {
      hidden.push(dense);
      dense = after(last);
      if (dense !== undefined && dense.kind !== "linear") refuse(dense, `follows '${last.name}' (relu); a dense layer was expected`);
      continue;
    }
    const output = last?.kind === "softmax" ? after(last) : last;
    if (output !== undefined && output.kind !== "output") refuse(output, "follows a dense layer; a relu, a softmax or the output was expected");
    break;
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
    hidden,
    dense,
    classes: dense.outputs,
  };
}

/** What would help where something else than ReLU and global max pooling follows a convolution. */
function hintFor(...nodes: readonly GraphNode[]): string {
  const pool = nodes.find(({ kind }) => kind === "globalPool" || kind === "pool1d");
  if (pool?.kind === "globalPool") {
    return "A filter spikes once a text, which is a maximum and no average: train with GlobalMaxPooling1D in its place.";
  }
  if (pool?.kind === "pool1d")
    return "Pools of a few positions and layers of convolutions have no place in time: use GlobalMaxPooling1D over the whole text.";
  return "Use Conv1D with relu, then GlobalMaxPooling1D over the whole text.";
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

/** What the source makes of texts: pooled ReLU activations, [texts x filters], filters in the order of the branches; its decisions. */
export interface PooledActivations {
  readonly texts: number;
  readonly filters: number;
  readonly values: Float32Array;
  readonly decisions: Uint16Array;
}

/** Runs the source on texts (token ids each), in the order in which `next` is called. */
export function createPooling(
  graph: Graph,
  classifier: TextClassifier,
  texts: number,
): { next(ids: ArrayLike<number>): void; readonly result: PooledActivations } {
  const filters = filterCount(classifier);
  const values = new Float32Array(texts * filters);
  const decisions = new Uint16Array(texts);
  const evaluators = new Map<number, Evaluator>();
  let [text, at] = [0, 0];
  return {
    next: (ids) => {
      const evaluator = evaluators.get(ids.length) ?? evaluatorOf(graph, { length: ids.length });
      evaluators.set(ids.length, evaluator);
      const [scores] = [...evaluator.step(new Map([[classifier.port.name, ids]])).values()];
      decisions[text++] = largest(scores ?? []);
      for (const { pool } of classifier.branches) for (const value of evaluator.valueOf(pool)) values[at++] = value;
    },
    result: { texts, filters, values, decisions },
  };
}

export function filterCount({ branches }: Pick<TextClassifier, "branches">): number {
  return branches.reduce((sum, { convolution }) => sum + convolution.outChannels, 0);
}

/** Thresholds of all filters, in the order of the branches, and their output weights under spikes, [filters, classes]. */
export interface BalancedFilters {
  readonly thresholds: Float32Array;
  readonly output: Float32Array;
}

/**
 * Balances under one threshold factor: threshold = factor x 99th percentile of the filter's pooled activation above 0; output
 * weights are multiplied by the mean activation of the texts in which it spikes. A filter that never rises above 0 gets
 * threshold 1 and stays silent.
 */
export function balanceFilters({ branches, dense, classes }: TextClassifier, pooled: PooledActivations, factor: number): BalancedFilters {
  const thresholds = new Float32Array(pooled.filters);
  const output = new Float32Array(pooled.filters * classes);
  let filter = 0;
  for (const { convolution, firstColumn } of branches) {
    for (let f = 0; f < convolution.outChannels; f++, filter++) {
      const own: number[] = [];
      for (let text = 0; text < pooled.texts; text++) own.push(pooled.values[text * pooled.filters + filter]);
      const sorted = own.filter((value) => value > 0).sort((x, y) => x - y);
      const high = sorted[Math.min(sorted.length - 1, Math.ceil(0.99 * sorted.length) - 1)];
      thresholds[filter] = high === undefined ? 1 : factor * high;
      const firing = own.filter((value) => value > thresholds[filter]);
      const meaning = firing.length === 0 ? thresholds[filter] : firing.reduce((sum, value) => sum + value, 0) / firing.length;
      for (let c = 0; c < classes; c++) output[filter * classes + c] = dense.weight[c * dense.inputs + firstColumn + f] * meaning;
    }
  }
  return { thresholds, output };
}

/**
 * What the spiking classifier decides, from the source's pooled activations alone: thresholds are positive, so that some
 * window exceeds one where the pooled activation does. Ties go to the lowest class.
 */
export function decidePooled({ dense, classes }: TextClassifier, { thresholds, output }: BalancedFilters, pooled: PooledActivations): Uint16Array {
  const decisions = new Uint16Array(pooled.texts);
  const scores = new Float64Array(classes);
  for (let text = 0; text < pooled.texts; text++) {
    for (let c = 0; c < classes; c++) scores[c] = dense.bias?.[c] ?? 0;
    for (let f = 0; f < pooled.filters; f++) {
      if (pooled.values[text * pooled.filters + f] <= thresholds[f]) continue;
      for (let c = 0; c < classes; c++) scores[c] += output[f * classes + c];
    }
    decisions[text] = largest(scores);
  }
  return decisions;
}

/** The spiking classifier as a graph: thresholds in place of the ReLUs, OR in place of the maximum, a readout for each branch. */
export function spikingClassifier(classifier: TextClassifier, { thresholds, output }: BalancedFilters, name: string): Graph {
  const { port, embedding, dense, classes } = classifier;
  const nodes: GraphNode[] = [port, embedding];
  const edges: Edge[] = [{ from: port.name, to: embedding.name }];
  const freshName = uniqueNames([port.name, embedding.name, ...classifier.branches.map(({ convolution }) => convolution.name)]);
  const scores: OutputNode = { kind: "output", name: freshName("scores"), shape: [classes] };
  let filter = 0;
  classifier.branches.forEach(({ convolution }, b) => {
    const count = convolution.outChannels;
    const threshold = thresholds.slice(filter, filter + count);
    const weight = new Float32Array(classes * count);
    for (let f = 0; f < count; f++) for (let c = 0; c < classes; c++) weight[c * count + f] = output[(filter + f) * classes + c];
    filter += count;
    const [spike, pool, readout] = ["spike", "or", "read"].map((part) => freshName(`${convolution.name}.${part}`));
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
    const way = [embedding.name, convolution.name, spike, pool, readout, scores.name];
    for (let i = 1; i < way.length; i++) edges.push({ from: way[i - 1] ?? "", to: way[i] ?? "" });
  });
  return { level: "graph", name, nodes: [...nodes, scores], edges };
}

/** A function from a text's token ids to the class that a text classifier decides; ties go to the lowest. */
export function textDecider(graph: Graph): (ids: ArrayLike<number>) => number {
  const port = graph.nodes.find(isTokenPort)?.name ?? "";
  const evaluators = new Map<number, Evaluator>();
  return (ids) => {
    const evaluator = evaluators.get(ids.length) ?? evaluatorOf(graph, { length: ids.length });
    evaluators.set(ids.length, evaluator);
    const [scores] = [...evaluator.step(new Map([[port, ids]])).values()];
    return largest(scores ?? []);
  };
}

function largest(scores: ArrayLike<number>): number {
  let best = 0;
  for (let c = 1; c < scores.length; c++) if (scores[c] > scores[best]) best = c;
  return best;
}
