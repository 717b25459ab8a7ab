/**
 * Takes a spiking graph apart into blocks of neurons and the affine paths between them. A block is an input, a node that
 * spikes, or the readout; a path is a chain of nodes that only multiply, add and move values, with the timesteps that its
 * delay nodes and recurrent edges take. What is neither is named, all of it at once.
 */
import type { DelayNode, Edge, Graph, GraphNode, Shape } from "../../graph/graph.js";
import { isAffine } from "../../graph/kernels.js";
import { evaluationOrder } from "../../graph/order.js";
import { elementsOf, inferShapes, type NodeShape, parameterIndex } from "../../graph/shapes.js";
import { type Diagnostic, SnncError } from "../../util/diagnostics.js";

/** Input line that spikes once, in the first timestep: an input node of this name and one element. */
export const START = "start";

/** Neurons that the lowering makes of one node of the graph, or input lines. */
export interface Block {
  readonly name: string;
  readonly kind: "input" | "neurons";
  /** The node; an output node stands for its readout: neurons that add up what they receive. */
  readonly node: GraphNode;
  readonly shape: Shape;
  readonly size: number;
}

/** One step of a path: a node and which of its inputs the path comes from (for concat). */
export type PathStep =
  | {
      readonly kind: "node";
      readonly node: GraphNode;
      readonly from: string;
      readonly shape: NodeShape;
      /** Of a concat: elements (per step along the axes before its own) in front of each input. */
      readonly offsets?: ReadonlyMap<string, number>;
    }
  /** Elements with another delay are left out. */
  | { readonly kind: "mask"; readonly keeps: Uint8Array };

export interface Path {
  /** Name of the source block. */
  readonly source: string;
  readonly target: string;
  /** Affine nodes from source to target, in the order of the data. */
  readonly steps: readonly PathStep[];
  /** Timesteps between a spike of the source and its effect, by delay nodes and recurrent edges; 0 = within the timestep. */
  readonly delay: number;
}

/** A constant that an affine node adds in every timestep from `delay` on, and the way from there to the block. */
export interface BiasPath {
  readonly target: string;
  /** [elements of the output of the node that adds it] */
  readonly values: Float64Array;
  readonly steps: readonly PathStep[];
  readonly delay: number;
}

export interface Dissection {
  readonly blocks: readonly Block[];
  readonly paths: readonly Path[];
  readonly biases: readonly BiasPath[];
  /** Block that is read out, and whether its spikes are counted or its membrane is taken. */
  readonly readout: { readonly block: string; readonly kind: "membrane" | "count" };
  readonly shapes: ReadonlyMap<string, NodeShape>;
}

/** More paths than this mean branches of branches without a neuron in between. */
const MOST_PATHS = 4096;

/** Throws SnncError (input) with a diagnostic for every node that has no place in an event program. */
export function dissect(graph: Graph): Dissection {
  const shapes = inferShapes(graph);
  const { delayed } = evaluationOrder(graph);
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const incoming = new Map<string, Edge[]>(graph.nodes.map(({ name }) => [name, []]));
  for (const edge of graph.edges) incoming.get(edge.to)?.push(edge);
  const problems: Diagnostic[] = [];
  const refuse = (node: GraphNode, message: string, hint?: string): void => {
    problems.push({ code: "lower-unsupported-node", message, where: `node '${node.name}' (${node.kind})`, ...(hint === undefined ? {} : { hint }) });
  };
  const outputs = graph.nodes.filter((node) => node.kind === "output");
  if (outputs.length !== 1) {
    problems.push({ code: "lower-output-count", message: `it has ${outputs.length} output nodes; one is read out`, where: `graph '${graph.name}'` });
  }
  const readout = readoutOf(outputs[0], incoming, nodeOf, shapes);
  const blocks = graph.nodes.flatMap((node): Block[] => {
    const shape = shapes.get(node.name)?.output ?? [];
    const size = elementsOf(shape);
    if (node.kind === "input") return [{ name: node.name, kind: "input", node, shape, size }];
    return isBlock(node) || node.name === readout?.block ? [{ name: node.name, kind: "neurons", node, shape, size }] : [];
  });
  const isEnd = new Set(blocks.map(({ name }) => name));
  for (const node of graph.nodes) checkNode(node, isEnd, incoming, nodeOf, shapes, readout?.block, refuse);
  if (problems.length > 0 || readout === undefined) throw new SnncError("input", problems);

  const paths: Path[] = [];
  const biases: BiasPath[] = [];
  const walk = (target: string, node: GraphNode, steps: readonly PathStep[], delay: number): void => {
    for (const edge of incoming.get(node.name) ?? []) {
      const from = nodeOf.get(edge.from);
      if (from === undefined) continue;
      const later = delay + (delayed.has(edge) ? 1 : 0);
      const own: PathStep[] = isEnd.has(node.name) ? [] : [stepThrough(node, from.name, shapes)];
      if (isEnd.has(from.name)) {
        paths.push({ source: from.name, target, steps: [...own, ...steps], delay: later });
        if (paths.length > MOST_PATHS) {
          throw new SnncError("input", {
            code: "lower-too-many-paths",
            message: `more than ${MOST_PATHS} ways lead from neuron to neuron; branches multiply where no spiking node stands between them`,
            where: `graph '${graph.name}'`,
            hint: "Put a spiking node (relu before conversion) after each sum or concatenation.",
          });
        }
        continue;
      }
      const bias = ownBias(from, shapes);
      if (bias !== undefined) biases.push({ target, values: bias, steps: [...own, ...steps], delay: later });
      for (const { mask, timesteps } of delaysOf(from, shapes)) {
        walk(target, from, mask === undefined ? [...own, ...steps] : [mask, ...own, ...steps], later + timesteps);
      }
    }
  };
  for (const block of blocks) if (block.kind === "neurons") walk(block.name, block.node, sumOf(block, shapes), 0);
  return { blocks, paths, biases, readout, shapes };
}

/** Nodes that become neurons wherever they stand. */
function isBlock(node: GraphNode): boolean {
  switch (node.kind) {
    case "if":
    case "lif":
    case "cubaLif":
    case "threshold":
      return true;
    case "pool1d":
    case "pool2d":
    case "globalPool":
      return node.operation === "or";
    default:
      return false;
  }
}

/** An OR is a neuron that receives the sum of its window and fires above 0. */
function sumOf(block: Block, shapes: ReadonlyMap<string, NodeShape>): readonly PathStep[] {
  const { node } = block;
  const shape = shapes.get(node.name);
  if (shape === undefined || (node.kind !== "pool1d" && node.kind !== "pool2d" && node.kind !== "globalPool")) return [];
  return [{ kind: "node", node: { ...node, operation: "sum" }, from: node.name, shape }];
}

/** An output behind a spiking node or an integrator reads that one; behind anything affine it adds up by itself. */
function readoutOf(
  output: GraphNode | undefined,
  incoming: ReadonlyMap<string, readonly Edge[]>,
  nodeOf: ReadonlyMap<string, GraphNode>,
  shapes: ReadonlyMap<string, NodeShape>,
): Dissection["readout"] | undefined {
  if (output === undefined) return undefined;
  const edges = incoming.get(output.name) ?? [];
  const [only] = edges;
  let source = edges.length === 1 && only !== undefined ? nodeOf.get(only.from) : undefined;
  // What only reshapes keeps the order of the elements, and so the classes.
  while (source !== undefined && (source.kind === "flatten" || source.kind === "reshape")) {
    const before = incoming.get(source.name) ?? [];
    source = before.length === 1 && before[0] !== undefined ? nodeOf.get(before[0].from) : undefined;
  }
  if (source !== undefined && (source.kind === "integrator" || source.kind === "cubaIntegrator")) return { block: source.name, kind: "membrane" };
  const isFlat = source !== undefined && (shapes.get(source.name)?.output.length ?? 0) === 1;
  if (source !== undefined && isBlock(source) && isFlat) return { block: source.name, kind: "count" };
  return { block: output.name, kind: "membrane" };
}

function checkNode(
  node: GraphNode,
  isEnd: ReadonlySet<string>,
  incoming: ReadonlyMap<string, readonly Edge[]>,
  nodeOf: ReadonlyMap<string, GraphNode>,
  shapes: ReadonlyMap<string, NodeShape>,
  readout: string | undefined,
  refuse: (node: GraphNode, message: string, hint?: string) => void,
): void {
  if (shapes.get(node.name)?.output.includes(-1)) {
    refuse(node, "has a variable length; neurons in space need a fixed one", "Give `--length N`, or use `--encoding word` (position as time).");
    return;
  }
  switch (node.kind) {
    case "relu":
    case "softmax":
      refuse(node, "is analogue", "Convert the network first (`snnc convert`).");
      return;
    case "embedding":
    case "tokenRows":
      refuse(
        node,
        "takes tokens; a network in space takes values or spikes",
        "Use `--encoding word`, which needs embedding, conv1d and a global max pool.",
      );
      return;
    case "input":
      if (node.encoding.kind === "tokens") refuse(node, "brings tokens; a network in space takes values or spikes", "Use `--encoding word`.");
      return;
    case "integrator":
    case "cubaIntegrator":
      if (node.name !== readout) {
        refuse(node, "sends its membrane on; events carry spikes only", "Let it lead to the output alone, or give it a threshold.");
      }
      return;
    case "pool1d":
    case "pool2d":
    case "globalPool":
      if (node.operation === "max") refuse(node, "takes a maximum", "Convert the network first: a spiking pool is OR or average.");
      if (node.operation !== "or") return;
      for (const { from } of incoming.get(node.name) ?? []) {
        const source = nodeOf.get(from);
        if (source !== undefined && !isEnd.has(from) && source.kind !== "flatten" && source.kind !== "reshape" && source.kind !== "transpose") {
          refuse(node, `takes the OR of what '${from}' (${source.kind}) gives; OR takes spikes`, "Put a spiking node in front of the pool.");
        }
      }
      return;
    default:
      if (!isEnd.has(node.name) && !isAffine(node) && node.kind !== "delay" && node.kind !== "output")
        refuse(node, "has no place in an event program");
  }
}

function stepThrough(node: GraphNode, from: string, shapes: ReadonlyMap<string, NodeShape>): PathStep {
  const shape = shapes.get(node.name);
  if (shape === undefined) throw new Error(`no shape of '${node.name}'`);
  if (node.kind !== "concat") return { kind: "node", node, from, shape };
  const offsets = new Map<string, number>();
  let offset = 0;
  let part = shape.input;
  for (const name of node.inputs) {
    const own = shapes.get(name)?.output ?? [];
    if (name === from) part = own;
    offsets.set(name, offset);
    offset += elementsOf(own.slice(node.axis < 0 ? own.length + node.axis : node.axis));
  }
  // The input shape is that of the part the path comes from.
  return { kind: "node", node, from, shape: { input: part, output: shape.output }, offsets };
}

/** What a node adds by itself in every timestep, for each element of its output. */
function ownBias(node: GraphNode, shapes: ReadonlyMap<string, NodeShape>): Float64Array | undefined {
  const shape = shapes.get(node.name);
  if (shape === undefined) return undefined;
  const size = elementsOf(shape.output);
  const spread = (values: ArrayLike<number>): Float64Array | undefined => {
    const indexOf = parameterIndex(values.length, shape.output);
    const bias = Float64Array.from({ length: size }, (_, i) => values[indexOf(i)]);
    return bias.some((value) => value !== 0) ? bias : undefined;
  };
  switch (node.kind) {
    case "linear":
      return node.bias === undefined ? undefined : spread(Float64Array.from({ length: size }, (_, i) => node.bias?.[i % node.outputs] ?? 0));
    case "conv1d":
    case "conv2d":
    case "scale":
      return node.bias === undefined ? undefined : spread(node.bias);
    case "batchNorm":
      return spread(node.beta.map((beta, c) => beta - (node.gamma[c] * node.mean[c]) / Math.sqrt(node.variance[c] + node.epsilon)));
    default:
      return undefined;
  }
}

/** The delays of a node: none, one for all elements, or a mask for each that occurs. */
function delaysOf(node: GraphNode, shapes: ReadonlyMap<string, NodeShape>): { mask?: PathStep; timesteps: number }[] {
  if (node.kind !== "delay") return [{ timesteps: 0 }];
  const distinct = [...new Set(node.timesteps)].sort((a, b) => a - b);
  if (distinct.length === 1) return [{ timesteps: distinct[0] ?? 0 }];
  return distinct.map((timesteps) => ({ timesteps, mask: { kind: "mask", keeps: keepsOf(node, timesteps, shapes) } }));
}

function keepsOf(node: DelayNode, timesteps: number, shapes: ReadonlyMap<string, NodeShape>): Uint8Array {
  const shape = shapes.get(node.name)?.output ?? [];
  const indexOf = parameterIndex(node.timesteps.length, shape);
  return Uint8Array.from({ length: elementsOf(shape) }, (_, i) => (node.timesteps[indexOf(i)] === timesteps ? 1 : 0));
}
