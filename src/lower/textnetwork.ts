/**
 * Recognises the spiking text classifier in a graph: token rows through convolutions, thresholds and OR pools
 * into class sums, with optional input-to-output paths. What does not belong to that shape is named, all of it at once.
 *
 *   words -> embedding -> conv1d -> threshold -> globalPool or -> linear --> output
 *   words | other tokens -> embedding [rows, classes] -> globalPool sum -----------/
 */
import type { Conv1dNode, EmbeddingNode, Graph, GraphNode, InputNode, LinearNode, OutputNode } from "../graph/graph.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";

/** A text network taken apart; weights are the graph's own arrays. */
export interface TextNetwork {
  /** The token port that feeds the convolutions. */
  readonly words: InputNode & { readonly encoding: { readonly kind: "tokens" } };
  readonly embedding: EmbeddingNode;
  readonly branches: readonly ConvolutionBranch[];
  /** Input-to-output paths: each token adds its own row of class weights. */
  readonly wide: readonly WideBranch[];
  readonly classes: number;
  /** Sum of the biases of all linear nodes, [classes]. */
  readonly outputBias: Float32Array;
}

export interface ConvolutionBranch {
  readonly convolution: Conv1dNode;
  /** Zeros in front of the text: 0 (only whole windows) .. kernel - 1 (causal). */
  readonly left: number;
  /** Zeros behind it. */
  readonly right: number;
  /** [outChannels] */
  readonly thresholds: Float32Array;
  readonly linear: LinearNode;
}

export interface WideBranch {
  readonly port: InputNode & { readonly encoding: { readonly kind: "tokens" } };
  readonly embedding: EmbeddingNode;
}

/** Throws SnncError (kind input) listing every node that does not fit the shape above. */
export function recogniseTextNetwork(graph: Graph): TextNetwork {
  const walk = new Walk(graph);
  const output = graph.nodes.find((node): node is OutputNode => node.kind === "output");
  walk.only("output");
  const inputs = graph.nodes.filter((node): node is InputNode => node.kind === "input");
  const branches: ConvolutionBranch[] = [];
  const wide: WideBranch[] = [];
  let main: { port: TokenPort; embedding: EmbeddingNode } | undefined;

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
          const branch = recogniseBranch(walk, node, output);
          if (branch === undefined) continue;
          if (main !== undefined && main.embedding !== embedding) walk.refuse(embedding, "is a second embedding that feeds convolutions");
          main = { port, embedding };
          branches.push(branch);
        } else walk.refuse(node, "follows an embedding; expected conv1d or globalPool sum");
      }
    }
  }
  if (output !== undefined) walk.use(output);
  if (main === undefined) walk.problem("lower-no-convolution", "no embedding leads through a convolution to the output");
  const diagnostics = walk.finish();
  if (diagnostics.length > 0 || main === undefined || output === undefined) throw new SnncError("input", diagnostics);

  const classes = output.shape[0];
  const outputBias = new Float32Array(classes);
  for (const { linear } of branches) {
    for (let c = 0; c < classes; c++) outputBias[c] += linear.bias?.[c] ?? 0;
  }
  return { words: main.port, embedding: main.embedding, branches, wide, classes, outputBias };
}

type TokenPort = TextNetwork["words"];

function isTokenPort(node: InputNode): node is TokenPort {
  return node.encoding.kind === "tokens";
}

function recogniseBranch(walk: Walk, convolution: Conv1dNode, output: OutputNode | undefined): ConvolutionBranch | undefined {
  walk.use(convolution);
  const { stride, dilation, groups, padding, outChannels, kernel } = convolution;
  const { left, right } = padding === "causal" ? { left: kernel - 1, right: 0 } : padding;
  if (left > kernel - 1 || right > kernel - 1) {
    walk.refuse(convolution, `pads ${left} and ${right} positions; a window of ${kernel} that sees only zeros is not possible`);
  }
  if (stride !== 1 || dilation !== 1 || groups !== 1) {
    walk.refuse(convolution, `has stride ${stride}, dilation ${dilation}, groups ${groups}; each must be 1`);
  }
  if (kernel > 63) walk.refuse(convolution, `has a kernel of ${kernel}; delays reach 63 timesteps`);
  const spike = walk.single(convolution, "threshold");
  const pool = spike === undefined ? undefined : walk.single(spike, "globalPool");
  const linear = pool === undefined ? undefined : walk.single(pool, "linear");
  if (spike?.kind !== "threshold" || pool?.kind !== "globalPool" || linear?.kind !== "linear") return undefined;
  if (pool.operation !== "or") walk.refuse(pool, `pools by '${pool.operation}'`, "Convert the network first: a spiking pool is OR.");
  if (walk.next(linear).some((node) => node !== output)) walk.refuse(linear, "must lead to the output alone");
  const thresholds = new Float32Array(outChannels);
  thresholds.forEach((_, f) => {
    thresholds[f] = spike.threshold[spike.threshold.length === 1 ? 0 : f];
  });
  return { convolution, left, right, thresholds, linear };
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
