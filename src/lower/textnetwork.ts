/**
 * Recognises the spiking text classifier in a graph: token rows through convolutions, thresholds and OR pools
 * into class sums, with optional input-to-output paths. What does not belong to that shape is named, all of it at once.
 *
 *   words -> embedding -> conv1d -> threshold -> globalPool or -> linear --> output
 *   words | other tokens -> embedding [rows, classes] -> globalPool sum -----------/
 *
 * Several ports may drive the same filters, each through an embedding and a convolution of its own: the groups of a word code.
 */
import type { Conv1dNode, EmbeddingNode, Graph, GraphNode, InputNode, LinearNode, OutputNode, ThresholdNode } from "../graph/graph.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";

/** A text network taken apart; weights are the graph's own arrays. */
export interface TextNetwork {
  readonly branches: readonly ConvolutionBranch[];
  /** Input-to-output paths: each token adds its own row of class weights. */
  readonly wide: readonly WideBranch[];
  readonly classes: number;
  /** Sum of the biases of all linear nodes, [classes]. */
  readonly outputBias: Float32Array;
}

/** A network whose filters hear one port of words through one embedding. */
export interface WordNetwork extends TextNetwork {
  readonly words: TokenPort;
  readonly embedding: EmbeddingNode;
}

/** Spiking filters of one kernel size. What their drives bring adds up. */
export interface ConvolutionBranch {
  /** The first drive's. All of them have the same kernel, filters and windows. */
  readonly convolution: Conv1dNode;
  readonly drives: readonly Drive[];
  /** Zeros in front of the text: 0 (only whole windows) .. kernel - 1 (causal). */
  readonly left: number;
  /** Zeros behind it. */
  readonly right: number;
  /** Sum over the drives, [outChannels]. */
  readonly bias: Float32Array;
  /** [outChannels] */
  readonly thresholds: Float32Array;
  readonly linear: LinearNode;
}

/** Tokens that drive filters: all words, or one group of a word code. */
export interface Drive {
  readonly port: TokenPort;
  readonly embedding: EmbeddingNode;
  readonly convolution: Conv1dNode;
}

export type TokenPort = InputNode & { readonly encoding: { readonly kind: "tokens" } };

export interface WideBranch {
  readonly port: TokenPort;
  readonly embedding: EmbeddingNode;
}

/** Throws SnncError (kind input) listing every node that does not fit the shape above. */
export function recogniseTextNetwork(graph: Graph): TextNetwork {
  const walk = new Walk(graph);
  const output = graph.nodes.find((node): node is OutputNode => node.kind === "output");
  walk.only("output");
  const inputs = graph.nodes.filter((node): node is InputNode => node.kind === "input");
  const drives: Drive[] = [];
  const wide: WideBranch[] = [];

  for (const port of inputs) {
    if (!isTokenPort(port)) {
      walk.refuse(port, "is not a token port", "This lowering takes word or bigram tokens.");
      continue;
    }
    walk.use(port);
    for (const embedding of walk.next(port)) {
      if (embedding.kind !== "embedding") {
        walk.refuse(embedding, "follows a token port but is not an embedding");
        continue;
      }
      walk.use(embedding);
      for (const node of walk.next(embedding)) {
        if (node.kind === "globalPool" && node.operation === "sum") {
          walk.use(node);
          if (walk.next(node).some((target) => target !== output)) walk.refuse(node, "must lead to the output alone");
          wide.push({ port, embedding });
        } else if (node.kind === "conv1d") {
          drives.push({ port, embedding, convolution: node });
        } else walk.refuse(node, "follows an embedding; expected conv1d or globalPool sum");
      }
    }
  }
  if (output !== undefined) walk.use(output);
  const branches = recogniseBranches(walk, drives, output);
  if (branches.length === 0) walk.problem("lower-no-convolution", "no embedding leads through a convolution to the output");
  const diagnostics = walk.finish();
  if (diagnostics.length > 0 || output === undefined) throw new SnncError("input", diagnostics);

  const classes = output.shape[0];
  const outputBias = new Float32Array(classes);
  for (const { linear } of branches) {
    for (let c = 0; c < classes; c++) outputBias[c] += linear.bias?.[c] ?? 0;
  }
  return { branches, wide, classes, outputBias };
}

/** As `recogniseTextNetwork`; refuses several ports that drive filters as well: what is done to the rows of words is not done to a code. */
export function recogniseWordNetwork(graph: Graph): WordNetwork {
  const network = recogniseTextNetwork(graph);
  const [{ port: words, embedding }] = network.branches[0].drives;
  const others = network.branches.flatMap(({ drives }) => drives.filter((drive) => drive.embedding !== embedding));
  if (others.length === 0) return { ...network, words, embedding };
  throw new SnncError(
    "input",
    [...new Set(others.map((drive) => drive.embedding.name))].map((name) => ({
      code: "lower-second-embedding",
      message: `drives filters beside '${embedding.name}': the words are coded already, or there are several kinds of them`,
      where: `node '${name}' (embedding)`,
      hint: "Give the network before its words were coded.",
    })),
  );
}

function isTokenPort(node: InputNode): node is TokenPort {
  return node.encoding.kind === "tokens";
}

/** Drives that lead to the same threshold are one branch. */
function recogniseBranches(walk: Walk, drives: readonly Drive[], output: OutputNode | undefined): readonly ConvolutionBranch[] {
  const drivesOf = new Map<ThresholdNode, Drive[]>();
  for (const drive of drives) {
    checkConvolution(walk, drive.convolution);
    const spike = walk.single(drive.convolution, "threshold");
    if (spike?.kind === "threshold") drivesOf.set(spike, [...(drivesOf.get(spike) ?? []), drive]);
  }
  return [...drivesOf].flatMap(([spike, own]): ConvolutionBranch[] => {
    const pool = walk.single(spike, "globalPool");
    const linear = pool === undefined ? undefined : walk.single(pool, "linear");
    if (pool?.kind !== "globalPool" || linear?.kind !== "linear") return [];
    if (pool.operation !== "or") walk.refuse(pool, `pools by '${pool.operation}'`, "Convert the network first: a spiking pool is OR.");
    if (walk.next(linear).some((node) => node !== output)) walk.refuse(linear, "must lead to the output alone");
    const { convolution } = own[0];
    const { kernel, outChannels } = convolution;
    const { left, right } = windowOf(convolution);
    for (const other of own.slice(1)) {
      const theirs = windowOf(other.convolution);
      if (other.convolution.kernel === kernel && theirs.left === left && theirs.right === right) continue;
      walk.refuse(other.convolution, `has other windows than '${convolution.name}', which drives the same filters`);
    }
    const bias = new Float32Array(outChannels);
    for (const drive of own) for (let f = 0; f < outChannels; f++) bias[f] += drive.convolution.bias?.[f] ?? 0;
    const thresholds = bias.map((_, f) => spike.threshold[spike.threshold.length === 1 ? 0 : f]);
    return [{ convolution, drives: own, left, right, bias, thresholds, linear }];
  });
}

function checkConvolution(walk: Walk, convolution: Conv1dNode): void {
  walk.use(convolution);
  const { stride, dilation, groups, kernel } = convolution;
  const { left, right } = windowOf(convolution);
  if (left > kernel - 1 || right > kernel - 1) {
    walk.refuse(convolution, `pads ${left} and ${right} positions; a window of ${kernel} that sees only zeros is not possible`);
  }
  if (stride !== 1 || dilation !== 1 || groups !== 1) {
    walk.refuse(convolution, `has stride ${stride}, dilation ${dilation}, groups ${groups}; each must be 1`);
  }
  if (kernel > 63) walk.refuse(convolution, `has a kernel of ${kernel}; delays reach 63 timesteps`);
}

function windowOf({ padding, kernel }: Conv1dNode): { readonly left: number; readonly right: number } {
  return padding === "causal" ? { left: kernel - 1, right: 0 } : padding;
}

/** Follows edges, remembers which nodes were understood, and collects what was not. */
class Walk {
  private readonly used = new Set<string>();
  private readonly diagnostics: Diagnostic[] = [];
  private readonly successors = new Map<string, GraphNode[]>();

  constructor(private readonly graph: Graph) {
    const byName = new Map(graph.nodes.map((node) => [node.name, node]));
    for (const edge of graph.edges) {
      const to = byName.get(edge.to);
      if (to !== undefined) this.successors.set(edge.from, [...(this.successors.get(edge.from) ?? []), to]);
    }
  }

  next(node: GraphNode): readonly GraphNode[] {
    return this.successors.get(node.name) ?? [];
  }

  use(node: GraphNode): void {
    this.used.add(node.name);
  }

  only(kind: GraphNode["kind"]): void {
    const found = this.graph.nodes.filter((node) => node.kind === kind);
    if (found.length !== 1) this.problem(`lower-${kind}-count`, `has ${found.length} ${kind} nodes; expected 1`);
  }

  /** The one successor of a node, of the given kind; refuses it otherwise. */
  single(node: GraphNode, kind: GraphNode["kind"]): GraphNode | undefined {
    const [first, ...more] = this.next(node);
    if (first === undefined || more.length > 0 || first.kind !== kind) {
      this.refuse(
        node,
        `leads to ${
          this.next(node)
            .map((next) => next.kind)
            .join(", ") || "nothing"
        }; expected one ${kind}`,
      );
      return undefined;
    }
    this.use(first);
    return first;
  }

  refuse(node: GraphNode, message: string, hint?: string): void {
    this.use(node);
    this.problem("lower-unsupported-node", message, `node '${node.name}' (${node.kind})`, hint);
  }

  problem(code: string, message: string, where = `graph '${this.graph.name}'`, hint?: string): void {
    this.diagnostics.push({ code, message, where, ...(hint === undefined ? {} : { hint }) });
  }

  /** All problems, nodes that nothing led to included. */
  finish(): readonly Diagnostic[] {
    for (const node of this.graph.nodes) {
      if (!this.used.has(node.name)) this.refuse(node, "is not part of a text classifier that can be lowered");
    }
    return this.diagnostics;
  }
}
