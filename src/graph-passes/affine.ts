/**
 * y = factor * x + shift per element, and the nodes whose weights or parameters can take it in: computed in double
 * precision, stored in single.
 */
import { floatFieldsOf } from "../graph/fields.js";
import type { BatchNormNode, Conv1dNode, Conv2dNode, GraphNode, LinearNode, ScaleNode, Shape } from "../graph/graph.js";
import { channelsOf, elementsOf, parameterIndex } from "../graph/shapes.js";
import { onePosition } from "./layout.js";

/** One factor and one shift per element of a shape, the variable length of a text left out. */
export interface Affine {
  readonly factor: Float64Array;
  readonly shift: Float64Array;
}

/** What a scale or a batch norm does to each element of its shape. */
export function affineOf(node: ScaleNode | BatchNormNode, given: Shape): Affine {
  const shape = onePosition(given);
  const count = elementsOf(shape);
  if (node.kind === "scale") return { factor: perElement(node.scale, shape), shift: perElement(node.bias ?? Float32Array.of(0), shape) };
  const channelOf = parameterIndex(node.gamma.length, shape);
  const factor = new Float64Array(count);
  const shift = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const channel = channelOf(i);
    factor[i] = node.gamma[channel] / Math.sqrt(node.variance[channel] + node.epsilon);
    shift[i] = node.beta[channel] - node.mean[channel] * factor[i];
  }
  return { factor, shift };
}

/** A parameter of one, one per channel or one per element, as one per element. */
export function perElement(values: Float32Array, shape: Shape): Float64Array {
  const indexOf = parameterIndex(values.length, shape);
  return Float64Array.from({ length: elementsOf(shape) }, (_, i) => values[indexOf(i)]);
}

/** One value, one per channel or one per element: the fewest that say the same. */
export function asParameter(values: ArrayLike<number>, given: Shape): Float32Array {
  const shape = onePosition(given);
  const all = Float32Array.from(values);
  if (all.every((value) => value === all[0])) return all.subarray(0, 1);
  const perChannel = perUnit(all, parameterIndex(channelsOf(shape), shape), channelsOf(shape));
  return perChannel === undefined ? all : Float32Array.from(perChannel);
}

/**
 * Are the elements that a node's parameters belong to known? Those of a text of more than two axes are told apart by
 * neither channel nor element once its length is known: there only a parameter of one value is.
 */
export function hasPlainParameters(node: GraphNode, shape: Shape): boolean {
  return hasPlainShape(shape) || (node.kind !== "batchNorm" && floatFieldsOf(node).every(({ values }) => values.length === 1));
}

function hasPlainShape(shape: Shape): boolean {
  return shape[0] !== -1 || shape.length <= 2;
}

/** The same for everything that its output is: undefined where its weights cannot say it, or not within single precision. */
export function withOutputAffine(node: GraphNode, { factor, shift }: Affine, outputShape: Shape): GraphNode | undefined {
  const shape = onePosition(outputShape);
  switch (node.kind) {
    case "linear":
    case "conv1d":
    case "conv2d":
    case "tokenRows":
    case "embedding": {
      const units = node.kind === "linear" ? node.outputs : node.kind === "embedding" ? node.dimensions : node.outChannels;
      const unitOf = node.kind === "conv2d" ? planeIndex(shape) : (i: number) => i % units;
      const [scales, shifts] = [perUnit(factor, unitOf, units), perUnit(shift, unitOf, units)];
      if (scales === undefined || shifts === undefined) return undefined;
      const scaleOf = unitOfWeight(node, units);
      if (node.kind === "embedding") {
        return whereFinite({ ...node, weight: node.weight.map((weight, i) => weight * scales[scaleOf(i)] + shifts[scaleOf(i)]) });
      }
      const bias = Float64Array.from(scales, (scale, unit) => (node.bias?.[unit] ?? 0) * scale + shifts[unit]);
      return whereFinite({ ...node, weight: node.weight.map((weight, i) => weight * scales[scaleOf(i)]), ...biasOf(bias, node.bias) });
    }
    default:
      return undefined;
  }
}

/** Row-major weights: the output unit of weight i. */
function unitOfWeight(node: GraphNode & { readonly weight: Float32Array }, units: number): (i: number) => number {
  if (node.kind === "embedding" || node.kind === "tokenRows") return (i) => i % units;
  const perUnitWeights = node.weight.length / units;
  return (i) => Math.floor(i / perUnitWeights);
}

/** The same for everything that comes into it: undefined where its parameters cannot say it, or not within single precision. */
export function withInputAffine(node: GraphNode, affine: Affine, inputShape: Shape): GraphNode | undefined {
  switch (node.kind) {
    case "linear":
    case "conv1d":
    case "conv2d":
      return withInputAffineInWeights(node, affine, onePosition(inputShape));
    case "scale":
    case "if":
    case "lif":
    case "integrator":
    case "cubaLif":
    case "cubaIntegrator":
      return withInputAffineInGain(node, affine, inputShape);
    default:
      return undefined;
  }
}

/** W (a x + b) + c = (W a) x + (W b + c); zero padding is not shifted, so a shift needs its absence. */
function withInputAffineInWeights(node: LinearNode | Conv1dNode | Conv2dNode, { factor, shift }: Affine, shape: Shape): GraphNode | undefined {
  const units = node.kind === "linear" ? node.inputs : node.inChannels;
  const unitOf = node.kind === "conv2d" ? planeIndex(shape) : (i: number) => i % units;
  const [scales, shifts] = [perUnit(factor, unitOf, units), perUnit(shift, unitOf, units)];
  if (scales === undefined || shifts === undefined) return undefined;
  const isShifted = shifts.some((value) => value !== 0);
  if (isShifted && isPadded(node)) return undefined;
  const outputs = node.kind === "linear" ? node.outputs : node.outChannels;
  const groups = node.kind === "linear" ? 1 : node.groups;
  const window = node.kind === "linear" ? 1 : node.kind === "conv1d" ? node.kernel : node.kernel[0] * node.kernel[1];
  const [unitsPerGroup, outputsPerGroup] = [units / groups, outputs / groups];
  const weight = new Float32Array(node.weight.length);
  const bias = Float64Array.from({ length: outputs }, (_, output) => node.bias?.[output] ?? 0);
  for (let output = 0, at = 0; output < outputs; output++) {
    const first = Math.floor(output / outputsPerGroup) * unitsPerGroup;
    for (let unit = first; unit < first + unitsPerGroup; unit++) {
      for (let k = 0; k < window; k++, at++) {
        weight[at] = node.weight[at] * scales[unit];
        bias[output] += node.weight[at] * shifts[unit];
      }
    }
  }
  return whereFinite({ ...node, weight, ...biasOf(bias, node.bias) });
}

function isPadded(node: LinearNode | Conv1dNode | Conv2dNode): boolean {
  switch (node.kind) {
    case "linear":
      return false;
    case "conv1d":
      return node.padding === "causal" ? node.kernel > 1 : node.padding.left + node.padding.right > 0;
    default:
      return node.padding.some((side) => side > 0);
  }
}

type Gained = Extract<GraphNode, { kind: "scale" | "if" | "lif" | "integrator" | "cubaLif" | "cubaIntegrator" }>;

/** gain (a x + b) + c = (gain a) x + (gain b + c). A CUBA neuron has no bias on its current, an IF neuron none at all. */
function withInputAffineInGain(node: Gained, { factor, shift }: Affine, given: Shape): GraphNode | undefined {
  const shape = onePosition(given);
  const isUniform = [factor, shift].every((values) => values.every((value) => value === values[0]));
  if (!hasPlainParameters(node, given) || !(isUniform || hasPlainShape(given))) return undefined;
  const isShifted = shift.some((value) => value !== 0);
  const product = (gain: Float32Array): Float32Array => {
    const gains = perElement(gain, shape);
    return asParameter(
      gains.map((value, i) => value * factor[i]),
      shape,
    );
  };
  const shifted = (gain: Float32Array, bias: Float32Array | undefined): { bias?: Float32Array } => {
    if (!isShifted) return bias === undefined ? {} : { bias };
    const [gains, biases] = [perElement(gain, shape), perElement(bias ?? Float32Array.of(0), shape)];
    return {
      bias: asParameter(
        gains.map((value, i) => value * shift[i] + biases[i]),
        shape,
      ),
    };
  };
  switch (node.kind) {
    case "scale":
      return whereFinite({ ...node, scale: product(node.scale), ...shifted(node.scale, node.bias) });
    case "integrator":
      return whereFinite({ ...node, resistance: product(node.resistance), ...shifted(node.resistance, node.bias) });
    case "lif":
      return whereFinite({ ...node, inputGain: product(node.inputGain), ...shifted(node.inputGain, node.bias) });
    case "if":
      return isShifted ? undefined : whereFinite({ ...node, resistance: product(node.resistance) });
    default:
      return isShifted ? undefined : whereFinite({ ...node, inputGain: product(node.inputGain) });
  }
}

function planeIndex(shape: Shape): (i: number) => number {
  const plane = elementsOf(shape.slice(1));
  return (i) => Math.floor(i / plane);
}

/** One value per unit, if all elements of a unit have the same. */
export function perUnit(values: ArrayLike<number>, unitOf: (i: number) => number, units: number): Float64Array | undefined {
  const own = new Float64Array(units);
  const isKnown = new Uint8Array(units);
  for (let i = 0; i < values.length; i++) {
    const unit = unitOf(i);
    if (isKnown[unit] === 0) {
      own[unit] = values[i];
      isKnown[unit] = 1;
    } else if (own[unit] !== values[i]) return undefined;
  }
  return own;
}

/** A bias of zeros is left out where there was none. */
function biasOf(bias: Float64Array, old: Float32Array | undefined): { bias?: Float32Array } {
  return old !== undefined || bias.some((value) => value !== 0) ? { bias: Float32Array.from(bias) } : {};
}

function whereFinite(node: GraphNode): GraphNode | undefined {
  return floatFieldsOf(node).every(({ values }) => values.every(Number.isFinite)) ? node : undefined;
}
