/** Each kind of node of the graph in NIR's primitives, or in words why it has none. */
import type { BatchNormNode, GraphNode, LinearNode, Pool1dNode, Pool2dNode, ScaleNode, Shape } from "../../graph/graph.js";
import { channelsOf, elementsOf, type NodeShape, parameterIndex, printShape } from "../../graph/shapes.js";
import { assertNever, inputError } from "../../util/diagnostics.js";
import type { Discretisation } from "./discretise.js";
import { type DocumentNode, floats, integer, integers } from "./document.js";
import { isNative, isTurned, type Placement, transposedPlacement } from "./placement.js";
import { type Convolution, convolutionNode, ofConv1d, ofConv2d, perChannel } from "./write-convolutions.js";
import { neuronNode } from "./write-neurons.js";

export interface WriteContext {
  readonly shape: NodeShape;
  /** Of what arrives; for an input of what it gives. */
  readonly placement: Placement;
  readonly discretisation: Discretisation;
  dt(): number;
  note(message: string, hint: string): void;
}

export interface Written {
  /** In a row; none where nothing remains to be done. */
  readonly nodes: readonly DocumentNode[];
  /** Of what the node gives. */
  readonly placement: Placement;
}

/** Code of a diagnostic that concerns the layout of the input, and not the node itself. */
export const MISPLACED = "nir-layout";

const TO_SPIKES = "NIR holds spiking networks: convert the network first (snnc convert).";

/** Throws SnncError where NIR cannot say the node. */
export function writtenAs(node: GraphNode, context: WriteContext): Written {
  const { placement, shape } = context;
  const { name } = node;
  switch (node.kind) {
    case "input":
      if (node.encoding.kind === "tokens") throw noPrimitive("word ids", "Write the network behind its embedding.");
      if (node.shape[0] === -1) throw noPrimitive("a variable length", "Fix the length where the network is read (--length).");
      if (!isNative(placement, node.shape)) noteTurned(context, "takes", node.shape);
      return { nodes: [{ name, type: "Input", fields: { shape: integers(...placement.shape) } }], placement };
    case "output":
      if (!isNative(placement, node.shape)) {
        if (!isTurned(placement, node.shape)) throw misplaced("its input is transposed or reshaped");
        noteTurned(context, "gives", node.shape);
      }
      return { nodes: [{ name, type: "Output", fields: { shape: integers(...placement.shape) } }], placement };
    case "linear":
      return linear(node, context);
    case "scale":
      return scaled(name, node, context);
    case "batchNorm":
      return scaled(name, asScale(node), context);
    case "conv1d":
      return overSeries(name, ofConv1d(node), context);
    case "conv2d":
      return overPlane(name, ofConv2d(node), context);
    case "pool1d":
      return overSeries(name, windowSum(node, shape.input), context);
    case "pool2d":
      return pooled(node, context);
    case "globalPool":
      return pooledGlobally(name, node.operation, context);
    case "pad":
      return padded(name, node.before, node.after, context);
    case "flatten":
      return flattened(name, node.startDim, node.endDim, context);
    case "reshape":
      // To one axis it is a flatten; to several it is one that may be undone by what follows, or be refused there.
      return node.shape.length === 1 ? flattened(name, 0, -1, context) : { nodes: [], placement };
    case "transpose":
      return { nodes: [], placement: transposedPlacement(placement, shape.input, node.axes) };
    case "threshold":
    case "delay":
    case "integrator":
    case "if":
    case "lif":
    case "cubaIntegrator":
    case "cubaLif": {
      const neurons = neuronNode(node, {
        ...context,
        spread: (values) => spread(values, context),
        field: (values) => floats(values, placement.shape),
      });
      return { nodes: [neurons], placement };
    }
    case "embedding":
    case "tokenRows":
      throw noPrimitive("tables of words", "Write the network behind its embedding.");
    case "concat":
      throw noPrimitive("joining", "Give what follows a weight of its own for each input, and add them up.");
    case "relu":
    case "softmax":
      throw noPrimitive(node.kind === "relu" ? "rectification" : "softmax", TO_SPIKES);
    default:
      return assertNever(node);
  }
}

function noPrimitive(what: string, hint: string): Error {
  return inputError("nir-no-primitive", `NIR has no primitive for ${what}`, { hint });
}

function misplaced(message: string): Error {
  return inputError(MISPLACED, `${message}, and NIR has no transposition`, {
    hint: "Transpose before a linear node, or between convolutions over [length, channels], where it vanishes in their weights.",
  });
}

function noteTurned({ note }: WriteContext, verb: string, [length, channels]: Shape): void {
  const hint = `Its data are [${channels}, ${length}] there, and ${printShape([length, channels])} in the graph.`;
  note(`in NIR it ${verb} [channels, length], as NIR's convolutions need it`, hint);
}

/** A value of a parameter for each place of the input. */
function spread(values: Float32Array, { shape, placement }: WriteContext): Float64Array {
  const indexOf = parameterIndex(values.length, shape.input);
  return Float64Array.from({ length: elementsOf(placement.shape) }, (_, place) => values[indexOf(placement.order?.[place] ?? place)]);
}

/** A vector's places go into the columns of the weight; a series' are a convolution with a window of one. */
function linear({ name, inputs, outputs, weight, bias }: LinearNode, context: WriteContext): Written {
  const { shape, placement } = context;
  if (shape.input.length === 2) {
    const window = { kernel: [1], stride: [1], dilation: [1], before: [0], after: [0] };
    return overSeries(
      name,
      { ...window, inChannels: inputs, outChannels: outputs, groups: 1, weight, ...(bias === undefined ? {} : { bias }) },
      context,
    );
  }
  if (shape.input.length > 2) throw inputError("nir-linear", `it works on the last of ${shape.input.length} axes; NIR's Linear takes a vector`);
  if (placement.shape.length !== 1) throw misplaced("its input is reshaped to a vector");
  const { order } = placement;
  const columns = order === undefined ? weight : weight.map((_, i) => weight[i - (i % inputs) + order[i % inputs]]);
  const fields = { weight: floats(columns, [outputs, inputs]), ...(bias === undefined ? {} : { bias: floats(bias, [outputs]) }) };
  return { nodes: [{ name, type: bias === undefined ? "Linear" : "Affine", fields }], placement: { shape: [outputs] } };
}

function overSeries(name: string, convolution: Convolution, { shape, placement }: WriteContext): Written {
  if (!isTurned(placement, shape.input)) throw misplaced("it takes [length, channels], which does not lie as NIR's [channels, length]");
  const [length, channels] = shape.output;
  // Turning the result's placement back is the next node's affair: it lies as the input does.
  return { nodes: [convolutionNode(name, convolution, [shape.input[0]])], placement: turned(length, channels) };
}

function turned(length: number, channels: number): Placement {
  return transposedPlacement({ shape: [channels, length] }, [channels, length], [1, 0]);
}

function overPlane(name: string, convolution: Convolution, { shape, placement }: WriteContext): Written {
  if (!isNative(placement, shape.input)) throw misplaced("it takes [channels, height, width]");
  return { nodes: [convolutionNode(name, convolution, shape.input.slice(1))], placement: { shape: shape.output } };
}

interface Scaling {
  readonly scale: Float32Array;
  readonly bias?: Float32Array;
}

/** gamma (x - mean) / deviation + beta as a factor and a summand, rounded once. */
function asScale({ gamma, beta, mean, variance, epsilon }: BatchNormNode): Scaling {
  const factor = gamma.map((value, i) => value / Math.sqrt(variance[i] + epsilon));
  return { scale: factor, bias: beta.map((value, i) => value - (mean[i] * gamma[i]) / Math.sqrt(variance[i] + epsilon)) };
}

/** NIR's Scale has no bias: one is added by an Affine of a diagonal weight, or a convolution of each channel with a window of one. */
function scaled(name: string, { scale, bias }: Scaling | ScaleNode, context: WriteContext): Written {
  const { shape, placement } = context;
  const factors = spread(scale, context);
  const scaleOnly: DocumentNode = { name, type: "Scale", fields: { scale: floats(factors, placement.shape) } };
  if (bias === undefined || bias.every((value) => value === 0)) return { nodes: [scaleOnly], placement };
  const summands = spread(bias, context);
  if (placement.shape.length === 1) {
    const [size] = placement.shape;
    if (size > MAX_DIAGONAL) throw inputError("nir-bias", `its bias needs a weight of ${size} x ${size}; the limit is ${MAX_DIAGONAL} a side`);
    const weight = new Float32Array(size * size);
    for (let i = 0; i < size; i++) weight[i * size + i] = factors[i];
    return { nodes: [{ name, type: "Affine", fields: { weight: floats(weight, [size, size]), bias: floats(summands, [size]) } }], placement };
  }
  const isPlane = shape.input.length === 3;
  const channels = channelsOf(shape.input);
  const area = factors.length / channels;
  const perPlace = [factors, summands].map((values) => values.some((value, i) => value !== values[i - (i % area)]));
  if (perPlace[1]) throw inputError("nir-bias", "its bias differs within a channel; NIR has biases of channels only");
  const ones = isPlane ? [1, 1] : [1];
  const zeros = ones.map(() => 0);
  const change: Convolution = {
    ...perChannel(channels, { kernel: ones, stride: ones, before: zeros, after: zeros }, (channel) => (perPlace[0] ? 1 : factors[channel * area])),
    bias: Float32Array.from({ length: channels }, (_, channel) => summands[channel * area]),
  };
  if (!perPlace[0]) return isPlane ? overPlane(name, change, context) : overSeries(name, change, context);
  const added = isPlane ? overPlane(`${name}.bias`, change, context) : overSeries(`${name}.bias`, change, context);
  return { nodes: [scaleOnly, ...added.nodes], placement };
}

/** Neurons of a vector whose bias is written as a square weight. */
const MAX_DIAGONAL = 4096;

/** A sum or an average over a window as a convolution of each channel. */
function windowSum(node: Pool1dNode | Pool2dNode, input: Shape): Convolution {
  const factor = poolFactor(node);
  if (node.kind === "pool1d") {
    const { kernel, stride, padding } = node;
    return perChannel(channelsOf(input), { kernel: [kernel], stride: [stride], before: [padding.left], after: [padding.right] }, () => factor);
  }
  const [top, left, bottom, right] = node.padding;
  return perChannel(channelsOf(input), { kernel: node.kernel, stride: node.stride, before: [top, left], after: [bottom, right] }, () => factor);
}

/** 1, or one by the size of the window. */
function poolFactor({ operation, kernel, padding, divisor }: Pool1dNode | Pool2dNode): number {
  const sides = "left" in padding ? [padding.left, padding.right] : padding;
  switch (operation) {
    case "sum":
      return 1;
    case "average":
      if (divisor === "covered" && sides.some((zeros) => zeros > 0)) {
        throw noPrimitive("averages over the covered part of a window", "Let the average count the padding, or pad nothing.");
      }
      return 1 / (typeof kernel === "number" ? kernel : kernel[0] * kernel[1]);
    case "max":
    case "or":
      throw noPrimitive(operation === "max" ? "maxima" : "pooling by OR", "Use average or sum pooling.");
    default:
      return assertNever(operation);
  }
}

function pooled(node: Pool2dNode, context: WriteContext): Written {
  const { shape, placement } = context;
  const convolution = windowSum(node, shape.input);
  const [top, left, bottom, right] = node.padding;
  if (top !== bottom || left !== right) return overPlane(node.name, convolution, context);
  if (!isNative(placement, shape.input)) throw misplaced("it takes [channels, height, width]");
  return { nodes: [poolNode(node.name, node.operation === "sum", node.kernel, node.stride, [top, left])], placement: { shape: shape.output } };
}

type Pair = readonly [number, number];

function poolNode(name: string, isSum: boolean, kernel: Pair, stride: Pair, padding: Pair): DocumentNode {
  const fields = { kernel_size: integers(...kernel), stride: integers(...stride), padding: integers(...padding) };
  return { name, type: isSum ? "SumPool2d" : "AvgPool2d", fields };
}

/** A window as large as the input, and what is left of its axes flattened away. */
function pooledGlobally(name: string, operation: Pool2dNode["operation"], context: WriteContext): Written {
  const { shape, placement } = context;
  const channels = channelsOf(shape.input);
  const flat = flattenNode(`${name}.flat`, 0, -1, shape.input.length === 3 ? [channels, 1, 1] : [channels, 1]);
  if (shape.input.length === 3) {
    const [, height, width] = shape.input;
    poolFactor({ kind: "pool2d", name, operation, kernel: [height, width], stride: [1, 1], padding: [0, 0, 0, 0], divisor: "window" });
    if (!isNative(placement, shape.input)) throw misplaced("it takes [channels, height, width]");
    return { nodes: [poolNode(name, operation === "sum", [height, width], [1, 1], [0, 0]), flat], placement: { shape: [channels] } };
  }
  const [length] = shape.input;
  const window: Pool1dNode = { kind: "pool1d", name, operation, kernel: length, stride: 1, padding: { left: 0, right: 0 }, divisor: "window" };
  const { nodes } = overSeries(name, windowSum(window, shape.input), context);
  return { nodes: [...nodes, flat], placement: { shape: [channels] } };
}

/** Zeros around the input are the padding of a convolution that changes nothing. */
function padded(name: string, before: readonly number[], after: readonly number[], context: WriteContext): Written {
  const { input } = context.shape;
  const channelAxis = input.length === 3 ? 0 : 1;
  if ((input.length !== 3 && input.length !== 2) || before[channelAxis] + after[channelAxis] > 0) {
    throw noPrimitive("zeros around channels or vectors", "Give what follows a weight without the rows of the zeros.");
  }
  const inner = (values: readonly number[]): readonly number[] => values.filter((_, axis) => axis !== channelAxis);
  const ones = inner(input).map(() => 1);
  const convolution = perChannel(channelsOf(input), { kernel: ones, stride: ones, before: inner(before), after: inner(after) }, () => 1);
  return input.length === 3 ? overPlane(name, convolution, context) : overSeries(name, convolution, context);
}

function flattened(name: string, startDim: number, endDim: number, { shape, placement }: WriteContext): Written {
  const { input, output } = shape;
  if (output.length === 1) {
    // However the places lie, they stay in their order, and the next linear node finds them.
    if (placement.shape.length === 1) return { nodes: [], placement };
    const size = elementsOf(output);
    return {
      nodes: [flattenNode(name, 0, -1, placement.shape)],
      placement: placement.order === undefined ? { shape: [size] } : { shape: [size], order: placement.order },
    };
  }
  if (!isNative(placement, input)) throw misplaced("it flattens some of its axes");
  const [start, end] = [startDim, endDim].map((axis) => (axis < 0 ? input.length + axis : axis));
  return { nodes: [flattenNode(name, start, end, input)], placement: { shape: output } };
}

function flattenNode(name: string, startDim: number, endDim: number, input: Shape): DocumentNode {
  return { name, type: "Flatten", fields: { start_dim: integer(startDim), end_dim: integer(endDim), input_type: integers(...input) } };
}
