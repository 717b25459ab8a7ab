/**
 * Convolutions of one and two dimensions: plain, depthwise and separable. Keras's kernels [kh, kw, in / groups, out]
 * become the graph's [out, in / groups, kh, kw]; channels go first, `same` padding becomes numbers.
 */
import type { Shape } from "../../../graph/graph.js";
import { printShape } from "../../../graph/shapes.js";
import { choiceField, flagField, sizesField, wholeField } from "../json.js";
import { DATA_FORMATS, graphOrder, type LayerReader, once, onlyInput, requireShape, type Site, transposed } from "../layer.js";
import { Refusal } from "../refusal.js";
import { LENGTH_HINT, type Order, permuted, requireFixed, type Value } from "../values.js";
import type { WeightNames } from "../weights.js";
import { activated, activationOf } from "./activation.js";

type Spatial = 1 | 2;

/** A convolution's window along its spatial axes. */
interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

/** `causal`: all of the padding before, as Keras has it for texts. */
export type Padding = "valid" | "same" | "causal";

interface Weights {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

/** Conv1D and Conv2D. */
export function convolution(spatial: Spatial): LayerReader {
  return ({ config, weights }) => {
    const window = windowOf(config, spatial);
    const padding = choiceField<Padding>(config, "padding", spatial === 1 ? ["valid", "same", "causal"] : ["valid", "same"], "valid");
    const order = graphOrder(spatial, choiceField(config, "data_format", DATA_FORMATS, "channels_last"));
    const outChannels = wholeField(config, "filters", 1);
    const groups = wholeField(config, "groups", 1, 1);
    const hasBias = flagField(config, "use_bias", true);
    const activation = activationOf(config.activation);
    const tensors = once(() => weights(hasBias ? [["kernel"], ["bias"]] : [["kernel"]]));
    const weight = once(() => channelsFirst(tensors()[0].floats(), tensors()[0].shape, false));
    const bias = once(() => (hasBias ? { bias: tensors()[1].floats() } : {}));
    return (inputs, site) => {
      const input = onlyInput(inputs);
      const inChannels = channelsOf(input, order, spatial);
      const [kernel, ...rest] = tensors();
      requireShape(kernel, "kernel", [...window.kernel, inChannels / groups, outChannels], input.shape);
      for (const tensor of rest) requireShape(tensor, "bias", [outChannels], input.shape);
      const result = convolved(input, site.name, window, padding, order, { inChannels, outChannels, groups, weight: weight(), ...bias() }, site);
      return activated(activation, result, site);
    };
  };
}

/** DepthwiseConv1D and DepthwiseConv2D: each channel its own filters; a group for each. */
export function depthwise(spatial: Spatial): LayerReader {
  return ({ config, weights }) => {
    const window = windowOf(config, spatial);
    const padding = choiceField<Padding>(config, "padding", ["valid", "same"], "valid");
    const order = graphOrder(spatial, choiceField(config, "data_format", DATA_FORMATS, "channels_last"));
    const multiplier = wholeField(config, "depth_multiplier", 1, 1);
    const hasBias = flagField(config, "use_bias", true);
    const activation = activationOf(config.activation);
    const names: readonly WeightNames[] = [["depthwise_kernel", "kernel"], ["bias"]];
    const tensors = once(() => weights(hasBias ? names : names.slice(0, 1)));
    const weight = once(() => channelsFirst(tensors()[0].floats(), tensors()[0].shape, true));
    const bias = once(() => (hasBias ? { bias: tensors()[1].floats() } : {}));
    return (inputs, site) => {
      const input = onlyInput(inputs);
      const inChannels = channelsOf(input, order, spatial);
      const outChannels = inChannels * multiplier;
      const [kernel, ...rest] = tensors();
      requireShape(kernel, "depthwise kernel", [...window.kernel, inChannels, multiplier], input.shape);
      for (const tensor of rest) requireShape(tensor, "bias", [outChannels], input.shape);
      const own = { inChannels, outChannels, groups: inChannels, weight: weight(), ...bias() };
      return activated(activation, convolved(input, site.name, window, padding, order, own, site), site);
    };
  };
}

/** SeparableConv1D and SeparableConv2D: a depthwise convolution, then one of a single cell over all channels. */
export function separable(spatial: Spatial): LayerReader {
  return ({ config, weights }) => {
    const window = windowOf(config, spatial);
    const padding = choiceField<Padding>(config, "padding", spatial === 1 ? ["valid", "same", "causal"] : ["valid", "same"], "valid");
    const order = graphOrder(spatial, choiceField(config, "data_format", DATA_FORMATS, "channels_last"));
    const filters = wholeField(config, "filters", 1);
    const multiplier = wholeField(config, "depth_multiplier", 1, 1);
    const hasBias = flagField(config, "use_bias", true);
    const activation = activationOf(config.activation);
    const names: readonly WeightNames[] = [["depthwise_kernel"], ["pointwise_kernel"], ["bias"]];
    const tensors = once(() => weights(hasBias ? names : names.slice(0, 2)));
    const depthWeight = once(() => channelsFirst(tensors()[0].floats(), tensors()[0].shape, true));
    const pointWeight = once(() => channelsFirst(tensors()[1].floats(), tensors()[1].shape, false));
    const bias = once(() => (hasBias ? { bias: tensors()[2].floats() } : {}));
    const cell = window.kernel.map(() => 1);
    return (inputs, site) => {
      const input = onlyInput(inputs);
      const inChannels = channelsOf(input, order, spatial);
      const between = inChannels * multiplier;
      const [depthKernel, pointKernel, ...rest] = tensors();
      requireShape(depthKernel, "depthwise kernel", [...window.kernel, inChannels, multiplier], input.shape);
      requireShape(pointKernel, "pointwise kernel", [...cell, between, filters], input.shape);
      for (const tensor of rest) requireShape(tensor, "bias", [filters], input.shape);
      const own = { inChannels, outChannels: between, groups: inChannels, weight: depthWeight() };
      const depth = convolved(input, `${site.name}.depthwise`, window, padding, order, own, site);
      const all = { inChannels: between, outChannels: filters, groups: 1, weight: pointWeight(), ...bias() };
      const single = { kernel: cell, stride: cell, dilation: cell };
      return activated(activation, convolved(depth, `${site.name}.pointwise`, single, "valid", order, all, site), site);
    };
  };
}

function windowOf(config: Parameters<typeof sizesField>[0], spatial: Spatial): Window {
  return {
    kernel: sizesField(config, "kernel_size", spatial, 1),
    stride: sizesField(config, "strides", spatial, 1, 1),
    dilation: sizesField(config, "dilation_rate", spatial, 1, 1),
  };
}

/** [kh, kw, in, out] -> [out, in, kh, kw]; a depthwise kernel [kh, kw, in, multiplier] -> [in, multiplier, kh, kw]. */
function channelsFirst(values: Float32Array, shape: Shape, isDepthwise: boolean): Float32Array {
  const spatial = shape.length - 2;
  const window = Array.from({ length: spatial }, (_, axis) => axis);
  return transposed(values, shape, [...(isDepthwise ? [spatial, spatial + 1] : [spatial + 1, spatial]), ...window]);
}

/** Throws Refusal where the input has not the axes of such a layer. */
export function channelsOf(input: Value, order: Order, spatial: Spatial): number {
  const { shape } = input;
  if (shape.length !== spatial + 1) {
    throw new Refusal(`it takes ${spatial === 1 ? "[length, channels]" : "[height, width, channels]"}; its input is ${printShape(shape)}`);
  }
  const inGraph = permuted(shape, order);
  if (spatial === 2) requireFixed(input, "it takes planes of a fixed size");
  else if (inGraph[1] === -1) requireFixed(input, "the length must be the first axis (channels_last)");
  return spatial === 1 ? inGraph[1] : inGraph[0];
}

function convolved(input: Value, name: string, window: Window, padding: Padding, order: Order, weights: Weights, site: Site): Value {
  // Zeros around the input become the convolution's own.
  const { form } = input;
  const source = form.kind === "padded" ? form.source : input;
  const zeros = form.kind === "padded" ? { before: permuted(form.before, order), after: permuted(form.after, order) } : undefined;
  const spatial = window.kernel.length;
  const first = spatial === 1 ? 0 : 1;
  const sizes = permuted(source.shape, order).slice(first, first + spatial);
  const axes = sizes.map((size, i) => {
    const [outerBefore, outerAfter] = [zeros?.before[first + i] ?? 0, zeros?.after[first + i] ?? 0];
    const padded = size === -1 ? -1 : size + outerBefore + outerAfter;
    const reach = (window.kernel[i] - 1) * window.dilation[i] + 1;
    const [before, after] = paddingOf(padding, padded, reach, window.stride[i]);
    const count = windowCount(padded, before + after, reach, window.stride[i], input.shape);
    return { before: before + outerBefore, after: after + outerAfter, count };
  });
  const nodes = site.layouts.inOrder(source, order);
  const { inChannels, outChannels } = weights;
  if (spatial === 1) {
    const [{ before: left, after: right, count }] = axes;
    const isCausal = padding === "causal" && zeros === undefined;
    const node = {
      kind: "conv1d",
      inChannels,
      outChannels,
      kernel: window.kernel[0],
      stride: window.stride[0],
      dilation: window.dilation[0],
      groups: weights.groups,
      padding: isCausal ? "causal" : { left, right },
      ...parametersOf(weights),
    } as const;
    return site.layouts.emit(name, node, nodes, [count, outChannels], order);
  }
  const [rows, columns] = axes;
  const node = {
    kind: "conv2d",
    inChannels,
    outChannels,
    kernel: [window.kernel[0], window.kernel[1]],
    stride: [window.stride[0], window.stride[1]],
    padding: [rows.before, columns.before, rows.after, columns.after],
    dilation: [window.dilation[0], window.dilation[1]],
    groups: weights.groups,
    ...parametersOf(weights),
  } as const;
  return site.layouts.emit(name, node, nodes, [outChannels, rows.count, columns.count], order);
}

function parametersOf({ weight, bias }: Weights): { readonly weight: Float32Array; readonly bias?: Float32Array } {
  return bias === undefined ? { weight } : { weight, bias };
}

/**
 * Zeros before and after an axis. `same` as TensorFlow has it: as many as make ceil(size / stride) windows fit, the odd
 * one after. Throws Refusal where that depends on an unknown length.
 */
export function paddingOf(padding: Padding, size: number, window: number, stride: number): readonly [before: number, after: number] {
  switch (padding) {
    case "valid":
      return [0, 0];
    case "causal":
      return [window - 1, 0];
    default: {
      if (size === -1 && stride > 1)
        throw new Refusal(`'same' padding with a stride of ${stride} depends on the length, which is variable`, LENGTH_HINT);
      const total = size === -1 ? window - 1 : Math.max(0, (Math.ceil(size / stride) - 1) * stride + window - size);
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    }
  }
}

/** Windows along an axis; -1 along a text. Throws Refusal where not one fits. */
export function windowCount(size: number, padding: number, window: number, stride: number, input: Shape): number {
  if (size === -1) return -1;
  const count = Math.floor((size + padding - window) / stride) + 1;
  if (count >= 1) return count;
  throw new Refusal(`its window of ${window} is longer than the padded axis of ${size + padding}; its input is ${printShape(input)}`);
}
