/**
 * Analogue ReLU network -> spiking network that computes the same in firing rates: every ReLU becomes integrate-and-fire
 * neurons with reset by subtraction (or to zero, for chips that know no other, which loses what exceeds the threshold), whose threshold is a high percentile of the ReLU's activation on calibration data
 * (Rueckauer et al. 2017, with the threshold moved instead of the weights), and which start half charged so that a rate
 * rounds to the nearest instead of down (Deng and Gu 2021; Bu et al. 2022). A spike stands for one threshold.
 *
 *   relu            ->   if(threshold = lambda, subtract), then scale(lambda) before the next weights
 *   max pool        ->   OR of spikes, or the average
 *   softmax at end  ->   nothing: the largest stays the largest
 */
import type { Edge, Graph, GraphNode, PoolOperation, ResetRule, Shape } from "../graph/graph.js";
import { evaluationOrder } from "../graph/order.js";
import { channelsOf, elementsOf, inferShapes } from "../graph/shapes.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { uniqueNames } from "../util/names.js";

/** Input node whose one line spikes in the first timestep. */
const START = "start";

export interface RateOptions {
  /** Threshold of each relu node: one element or one per channel, all positive (balance.ts measures them). */
  readonly thresholds: ReadonlyMap<string, Float32Array>;
  /** What a max pool becomes. */
  readonly maxPooling: "or" | "average";
  /** Start every neuron at half its threshold. */
  readonly startHalfCharged: boolean;
  /** What a spike does to the membrane (default subtract). */
  readonly reset?: ResetRule;
}

/**
 * Converts a graph of affine nodes, relu, pools and a softmax at the end. Throws SnncError (input) naming every node that
 * has no spiking form.
 */
export function convertToRates(graph: Graph, options: RateOptions): Graph {
  const shapes = inferShapes(graph);
  const { nodes: order, delayed } = evaluationOrder(graph);
  const problems: Diagnostic[] = [];
  const refuse = (node: GraphNode, message: string, hint?: string): void => {
    problems.push({ code: "convert-unsupported", message, where: `node '${node.name}' (${node.kind})`, ...(hint === undefined ? {} : { hint }) });
  };
  if (delayed.size > 0) {
    problems.push({
      code: "convert-cycle",
      message: "the network is recurrent; rates of a recurrent ReLU network have no spiking form here",
      where: `graph '${graph.name}'`,
      hint: "Train it as a spiking network and import that (NIR).",
    });
  }
  const incoming = new Map<string, string[]>(graph.nodes.map(({ name }) => [name, []]));
  const outgoing = new Map<string, string[]>(graph.nodes.map(({ name }) => [name, []]));
  for (const { from, to } of graph.edges) {
    incoming.get(to)?.push(from);
    outgoing.get(from)?.push(to);
  }
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const nodes: GraphNode[] = [];
  const edges: Edge[] = [];
  const freshName = uniqueNames(graph.nodes.map(({ name }) => name));
  const add = (node: GraphNode, inputs: readonly string[]): string => {
    nodes.push(node);
    for (const from of inputs) edges.push({ from, to: node.name });
    return node.name;
  };
  /** What stands for a node of the source: a node of the result, and what one unit of its output means (undefined: itself). */
  const standsFor = new Map<string, Converted>();
  let start: string | undefined;
  const startNode = (): string => {
    start ??= add({ kind: "input", name: freshName(START), shape: [1], encoding: { kind: "values" } }, []);
    return start;
  };
  const scaled = new Map<string, string>();
  /** The node in real units: spikes multiplied by what they mean. */
  const real = (name: string): string => {
    const value = standsFor.get(name);
    if (value === undefined) return name;
    if (value.meaning === undefined) return value.node;
    const known = scaled.get(value.node);
    if (known !== undefined) return known;
    const made = add({ kind: "scale", name: freshName(`${value.node}.value`), scale: value.meaning }, [value.node]);
    scaled.set(value.node, made);
    return made;
  };

  for (const node of order) {
    const shape = shapes.get(node.name);
    const from = incoming.get(node.name) ?? [];
    const [only] = from;
    const value = only === undefined || from.length !== 1 ? undefined : standsFor.get(only);
    switch (node.kind) {
      case "relu": {
        const output = shape?.output ?? [];
        const balanced = options.thresholds.get(node.name);
        if (balanced === undefined) throw new Error(`no threshold for '${node.name}'`);
        const { cap } = node;
        const threshold = cap === undefined ? balanced : balanced.map((lambda) => Math.min(lambda, cap));
        const inputs = from.map(real);
        if (options.startHalfCharged) inputs.push(halfCharge(node.name, output, threshold, startNode(), add, freshName));
        add({ kind: "if", name: node.name, resistance: Float32Array.of(1), threshold, reset: options.reset ?? "subtract" }, inputs);
        standsFor.set(node.name, { node: node.name, meaning: threshold });
        break;
      }
      case "pool1d":
      case "pool2d":
      case "globalPool": {
        if (node.operation !== "max") {
          if (node.operation === "or") refuse(node, "is spiking already");
          standsFor.set(node.name, { node: add(node, from.map(real)), meaning: undefined });
          break;
        }
        if (options.maxPooling === "or" && value?.meaning !== undefined) {
          // The meaning, one or one a channel, is the same behind the pool.
          const or: PoolOperation = "or";
          standsFor.set(node.name, { node: add({ ...node, operation: or }, [value.node]), meaning: value.meaning });
          break;
        }
        if (options.maxPooling === "or") {
          refuse(
            node,
            `takes the maximum of '${only ?? ""}' (${nodeOf.get(only ?? "")?.kind ?? "nothing"}), which is not spikes`,
            "Put the ReLU in front of the pool (the maximum and a ReLU commute), or give `--max-pooling average`.",
          );
        }
        standsFor.set(node.name, { node: add({ ...node, operation: "average" }, from.map(real)), meaning: undefined });
        break;
      }
      case "flatten":
      case "reshape":
      case "transpose": {
        // One meaning for all elements moves along; per channel it would need to be moved too.
        if (value?.meaning?.length === 1) standsFor.set(node.name, { node: add(node, [value.node]), meaning: value.meaning });
        else standsFor.set(node.name, { node: add(node, from.map(real)), meaning: undefined });
        break;
      }
      case "concat": {
        const inputs = node.inputs.map(real);
        const made = add({ ...node, inputs }, inputs);
        standsFor.set(node.name, { node: made, meaning: undefined });
        break;
      }
      case "softmax": {
        const isLast = (outgoing.get(node.name) ?? []).every((name) => nodeOf.get(name)?.kind === "output");
        if (!isLast) refuse(node, "stands in the middle of the network; exponentials have no spiking form", "Leave it out, or keep it for the end.");
        const [before] = from;
        if (before !== undefined) standsFor.set(node.name, standsFor.get(before) ?? { node: before, meaning: undefined });
        break;
      }
      case "output": {
        // A network that ends in spikes is read by counting them.
        const isSpikes = value?.meaning !== undefined && value.meaning.length === 1;
        add(node, isSpikes ? [value.node] : from.map(real));
        break;
      }
      case "input":
        if (node.encoding.kind === "tokens") {
          refuse(
            node,
            "brings tokens; rates are made of values",
            "Use `--encoding word`, which needs embedding, conv1d, relu, a global max pool and a dense layer.",
          );
        }
        add(node, []);
        break;
      case "linear":
      case "scale":
      case "batchNorm":
      case "conv1d":
      case "conv2d":
      case "pad":
        add(node, from.map(real));
        break;
      case "embedding":
      case "tokenRows":
        add(node, from);
        break;
      case "delay":
      case "threshold":
      case "integrator":
      case "if":
      case "lif":
      case "cubaIntegrator":
      case "cubaLif":
        refuse(node, "is spiking already; a network is either analogue or spiking", "Compile it as it is (`snnc convert` without calibration).");
        break;
    }
  }
  if (problems.length > 0) throw new SnncError("input", problems);
  return { ...graph, nodes, edges };
}

interface Converted {
  readonly node: string;
  /** Value of one spike, one element or one per channel; undefined: the node gives real values. */
  readonly meaning: Float32Array | undefined;
}

/** Half a threshold for each neuron, once, in the first timestep. */
function halfCharge(
  name: string,
  shape: Shape,
  threshold: Float32Array,
  start: string,
  add: (node: GraphNode, inputs: readonly string[]) => string,
  freshName: (wanted: string) => string,
): string {
  const size = elementsOf(shape);
  const channels = channelsOf(shape);
  const area = shape.length === 3 ? size / channels : 1;
  const weight = Float32Array.from({ length: size }, (_, i) => {
    const channel = shape.length === 3 ? Math.floor(i / area) : i % channels;
    return (threshold[threshold.length === 1 ? 0 : channel] ?? 0) / 2;
  });
  const charge = add({ kind: "linear", name: freshName(`${name}.half`), inputs: 1, outputs: size, weight }, [start]);
  return shape.length === 1 ? charge : add({ kind: "reshape", name: freshName(`${name}.halves`), shape }, [charge]);
}
