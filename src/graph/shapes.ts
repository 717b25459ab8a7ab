/**
 * Shape inference: what every node of a graph takes and gives, derived from the input nodes alone, so that a graph
 * states only what cannot be derived. Conventions of the shapes: graph.ts.
 */
import { assertNever, type Diagnostic, SnncError } from "../util/diagnostics.js";
import type { Graph, GraphNode, Shape, Sides } from "./graph.js";

/** What one node takes (the sum of its incoming edges) and gives. */
export interface NodeShape {
  readonly input: Shape;
  readonly output: Shape;
}

/** Shapes as far as they could be inferred, and what stood in the way. */
export interface ShapeAnalysis {
  readonly shapes: ReadonlyMap<string, NodeShape>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The shapes of every node by name. Throws SnncError (check) with all diagnostics where they cannot be inferred. */
export function inferShapes(graph: Graph): ReadonlyMap<string, NodeShape> {
  const { shapes, diagnostics } = analyseShapes(graph);
  if (diagnostics.length > 0) throw new SnncError("check", diagnostics);
  return shapes;
}

/**
 * Infers from the inputs on; a node takes its shape from whichever predecessor is known first (so recurrent edges need
 * no order), then every predecessor must agree. Expects names and edges that resolve; skips those that do not.
 */
export function analyseShapes(graph: Graph): ShapeAnalysis {
  const shapes = new Map<string, NodeShape>();
  const diagnostics: Diagnostic[] = [];
  const failed = new Set<string>();
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const predecessors = new Map<string, string[]>(graph.nodes.map(({ name }) => [name, []]));
  const successors = new Map<string, string[]>(graph.nodes.map(({ name }) => [name, []]));
  for (const { from, to } of graph.edges) {
    if (!nodeOf.has(from) || !nodeOf.has(to)) continue;
    predecessors.get(to)?.push(from);
    successors.get(from)?.push(to);
  }

  const waiting = graph.nodes.filter(({ kind }) => kind === "input");
  const arrivals = new Map<string, number>();
  // It grows while it is walked.
  for (const next of waiting) {
    if (shapes.has(next.name) || failed.has(next.name)) continue;
    const from = predecessors.get(next.name)?.find((name) => shapes.has(name));
    const input = next.kind === "input" ? next.shape : from === undefined ? undefined : shapes.get(from)?.output;
    if (input === undefined) continue;
    let output: Shape | string;
    if (next.kind === "concat") {
      // It comes again after each of its predecessors; before the last one there is no need to look.
      const arrived = (arrivals.get(next.name) ?? 0) + 1;
      arrivals.set(next.name, arrived);
      if (arrived < next.inputs.length) continue;
      const sources = next.inputs.map((name) => shapes.get(name)?.output);
      if (sources.some((shape) => shape === undefined)) continue;
      output = concatenated(
        next.axis,
        sources.filter((shape) => shape !== undefined),
      );
    } else output = outputShape(next, input);
    if (typeof output === "string") {
      failed.add(next.name);
      diagnostics.push({ code: "node-shape", where: placeOf(next), message: `${output}; its input is ${printShape(input)}${cameFrom(from)}` });
      continue;
    }
    shapes.set(next.name, { input, output });
    for (const name of successors.get(next.name) ?? []) {
      const successor = nodeOf.get(name);
      if (successor !== undefined) waiting.push(successor);
    }
  }

  const isDerived = (name: string): boolean => shapes.has(name) || failed.has(name);
  for (const node of graph.nodes) {
    const known = shapes.get(node.name);
    const sources = predecessors.get(node.name) ?? [];
    if (known === undefined) {
      // Behind a node that failed there is nothing to say; a node without any source is told by the verifier.
      if (!isDerived(node.name) && sources.length > 0 && failed.size === 0) {
        diagnostics.push({ code: "node-unreached", where: placeOf(node), message: "no path from an input node reaches it" });
      }
      continue;
    }
    if (node.kind === "input") continue;
    for (const source of sources) {
      const given = shapes.get(source)?.output;
      if (node.kind === "concat") continue;
      if (given === undefined || sameShape(given, known.input)) continue;
      diagnostics.push({
        code: "node-shape-sum",
        where: placeOf(node),
        message: `its incoming edges are added, but '${source}' gives ${printShape(given)} and '${sources[0]}' ${printShape(known.input)}`,
      });
    }
  }
  return { shapes, diagnostics };
}

/** `[-1, 100]` as `[length, 100]`. */
export function printShape(shape: Shape): string {
  return `[${shape.map((axis) => (axis === -1 ? "length" : axis)).join(", ")}]`;
}

/** Elements of a shape, the variable length left out: one per neuron, or per channel of a text. */
export function elementsOf(shape: Shape): number {
  return shape.reduce((product, axis) => (axis === -1 ? product : product * axis), 1);
}

/** Channels of a shape: the first axis of [channels, height, width], the last of anything else. */
export function channelsOf(shape: Shape): number {
  return shape.length === 3 ? shape[0] : (shape.at(-1) ?? 1);
}

/** Place of a node in diagnostics. */
export function placeOf(node: GraphNode): string {
  return `node '${node.name}' (${node.kind})`;
}

/** The output shape of a node for an input shape, or in words why there is none. */
function outputShape(node: GraphNode, input: Shape): Shape | string {
  switch (node.kind) {
    case "input":
      return node.shape;
    case "output":
      // A graph whose text length has been filled in keeps the output it declared.
      return sameShape(node.shape[0] === -1 ? [input[0], ...node.shape.slice(1)] : node.shape, input)
        ? input
        : `it declares ${printShape(node.shape)}`;
    case "embedding":
      return input.length === 1 ? [input[0], node.dimensions] : "it takes [length] token ids";
    case "tokenRows": {
      if (input.length !== 1) return "it takes [length] token ids";
      const pad = node.padding === "causal" ? node.kernel - 1 : node.padding.left + node.padding.right;
      const length = windowCount(input[0], pad, node.kernel, 1);
      return length === undefined ? `its window of ${node.kernel} is longer than the padded text of ${input[0] + pad}` : [length, node.outChannels];
    }
    case "linear":
      return input.at(-1) === node.inputs ? [...input.slice(0, -1), node.outputs] : `it takes ${node.inputs} values on the last axis`;
    case "scale":
      return firstFailure(input, { scale: node.scale, bias: node.bias });
    case "batchNorm":
      return node.gamma.length === channelsOf(input) ? input : `it has ${node.gamma.length} channels`;
    case "conv1d": {
      if (input.length !== 2 || input[1] !== node.inChannels) return `it takes [length, ${node.inChannels}]`;
      const reach = (node.kernel - 1) * node.dilation;
      const pad = node.padding === "causal" ? reach : node.padding.left + node.padding.right;
      const length = windowCount(input[0], pad, reach + 1, node.stride);
      return length === undefined ? `its window of ${reach + 1} is longer than the padded input of ${input[0] + pad}` : [length, node.outChannels];
    }
    case "conv2d": {
      if (input.length !== 3 || input[0] !== node.inChannels) return `it takes [${node.inChannels}, height, width]`;
      const plane = planeShape(
        input,
        node.padding,
        [(node.kernel[0] - 1) * node.dilation[0] + 1, (node.kernel[1] - 1) * node.dilation[1] + 1],
        node.stride,
      );
      return plane === undefined ? "its window is larger than the padded input" : [node.outChannels, ...plane];
    }
    case "pool1d": {
      if (input.length !== 2) return "it takes [length, channels]";
      const pad = node.padding.left + node.padding.right;
      const length = windowCount(input[0], pad, node.kernel, node.stride);
      return length === undefined ? `its window of ${node.kernel} is longer than the padded input of ${input[0] + pad}` : [length, input[1]];
    }
    case "pool2d": {
      if (input.length !== 3) return "it takes [channels, height, width]";
      const plane = planeShape(input, node.padding, node.kernel, node.stride);
      return plane === undefined ? "its window is larger than the padded input" : [input[0], ...plane];
    }
    case "globalPool":
      return input.length === 2 || input.length === 3 ? [channelsOf(input)] : "it takes [length, channels] or [channels, height, width]";
    case "flatten":
      return flattened(input, node.startDim, node.endDim);
    case "reshape":
      return reshaped(input, node.shape);
    case "transpose": {
      if (node.axes.length !== input.length) return `it permutes ${node.axes.length} axes`;
      if (input[0] === -1 && node.axes[0] !== 0) return "the length of a text stays the first axis";
      return node.axes.map((axis) => input[axis]);
    }
    case "concat":
      throw new Error("a concat's shape follows from all of its inputs");
    case "pad":
      if (node.before.length !== input.length) return `it pads ${node.before.length} axes`;
      if (input[0] === -1 && node.before[0] + node.after[0] > 0) return "the length of a text cannot be padded here";
      return input.map((axis, i) => (axis === -1 ? -1 : axis + node.before[i] + node.after[i]));
    case "softmax":
      return input;
    case "delay":
      return firstFailure(input, { timesteps: node.timesteps });
    case "relu":
      return input;
    case "threshold":
      return firstFailure(input, { threshold: node.threshold });
    case "integrator":
      return firstFailure(input, { resistance: node.resistance, leak: node.leak, bias: node.bias });
    case "if":
      return firstFailure(input, { resistance: node.resistance, threshold: node.threshold });
    case "lif":
      return firstFailure(input, { leak: node.leak, inputGain: node.inputGain, bias: node.bias, threshold: node.threshold });
    case "cubaIntegrator":
      return firstFailure(input, { currentLeak: node.currentLeak, leak: node.leak, inputGain: node.inputGain, bias: node.bias });
    case "cubaLif":
      return firstFailure(input, {
        currentLeak: node.currentLeak,
        leak: node.leak,
        inputGain: node.inputGain,
        bias: node.bias,
        threshold: node.threshold,
      });
    default:
      return assertNever(node);
  }
}

/**
 * Which element of a parameter of `count` values belongs to element i of a shape (row-major): the only one, the
 * channel's, or the element's own. The variable length of a text counts as any number of positions.
 */
export function parameterIndex(count: number, shape: Shape): (element: number) => number {
  const channels = channelsOf(shape);
  if (count === 1) return () => 0;
  if (count !== channels) return (element) => element;
  if (shape.length !== 3) return (element) => element % channels;
  const plane = shape[1] * shape[2];
  return (element) => Math.floor(element / plane);
}

/** The shape itself, if each parameter has one element, one per channel or one per element of it. */
function firstFailure(input: Shape, parameters: Readonly<Record<string, Float32Array | undefined>>): Shape | string {
  const allowed = [...new Set([1, channelsOf(input), elementsOf(input)])];
  for (const [what, values] of Object.entries(parameters)) {
    if (values === undefined || allowed.includes(values.length)) continue;
    return `${what} has ${values.length} elements; it needs ${allowed.join(" or ")}`;
  }
  return input;
}

function concatenated(axis: number, inputs: readonly Shape[]): Shape | string {
  const [first] = inputs;
  const at = axis < 0 ? first.length + axis : axis;
  if (at < 0 || at >= first.length) return `axis ${axis} does not exist`;
  const odd = inputs.find((shape) => shape.length !== first.length || shape.some((size, i) => i !== at && size !== first[i]));
  if (odd !== undefined) return `along axis ${at} it cannot join ${printShape(first)} and ${printShape(odd)}`;
  if (inputs.some((shape) => shape[at] === -1)) return "texts of variable length cannot be joined end to end";
  return first.map((size, i) => (i === at ? inputs.reduce((sum, shape) => sum + shape[at], 0) : size));
}

/** A first axis of -1 stays what it is: the length of a text, or what that was filled in with. */
function reshaped(input: Shape, shape: Shape): Shape | string {
  const isVariable = input[0] === -1;
  if (isVariable && shape[0] !== -1) return `its shape is ${printShape(shape)}; the length of a text stays the first axis`;
  const [from, to] = [elementsOf(input), elementsOf(shape)];
  if (!isVariable && shape[0] === -1 && from === to * input[0]) return [input[0], ...shape.slice(1)];
  return from === to ? shape : `its shape ${printShape(shape)} has ${to} elements, not ${from}`;
}

/** Windows along an axis; a text's stays variable. */
function windowCount(length: number, pad: number, window: number, stride: number): number | undefined {
  if (length === -1) return -1;
  const count = Math.floor((length + pad - window) / stride) + 1;
  return count >= 1 ? count : undefined;
}

function planeShape(
  input: Shape,
  padding: Sides,
  window: readonly [number, number],
  stride: readonly [number, number],
): readonly [number, number] | undefined {
  const height = windowCount(input[1], padding[0] + padding[2], window[0], stride[0]);
  const width = windowCount(input[2], padding[1] + padding[3], window[1], stride[1]);
  return height === undefined || width === undefined ? undefined : [height, width];
}

function flattened(input: Shape, startDim: number, endDim: number): Shape | string {
  const start = startDim < 0 ? input.length + startDim : startDim;
  const end = endDim < 0 ? input.length + endDim : endDim;
  if (start < 0 || end >= input.length || start > end) return `axes ${startDim}..${endDim} do not exist`;
  const axes = input.slice(start, end + 1);
  if (axes.length > 1 && axes.includes(-1)) return "the length of a text cannot be flattened into another axis";
  return [...input.slice(0, start), axes.length === 1 ? axes[0] : elementsOf(axes), ...input.slice(end + 1)];
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}

function cameFrom(name: string | undefined): string {
  return name === undefined ? "" : ` from '${name}'`;
}
