/**
 * Convolutions, padding and pools as NIR's convolutions.
 *
 * NIR has one padding for both sides of an axis. Where they differ, both sides get the larger one, and the kernel zeros
 * over the side that has too much, which computes the same:
 *
 *   before 2, after 0, kernel [a b c]   ->   padding 2, kernel [a b c 0 0]
 *
 * PyPI's `nir` (1.0.8) refuses to read what has groups (it takes the weight's second axis for the input's channels), and
 * kernels that are not square (it takes the height for the width). So groups become one dense kernel with zeros between
 * them, and a kernel gets zeros around its shorter axis, with padding as much, where the difference is even.
 */
import type { Conv1dNode, Conv2dNode } from "../../graph/graph.js";
import { inputError } from "../../util/diagnostics.js";
import { type DocumentNode, type Field, floats, integer, integers } from "./document.js";

/** A convolution over one or two axes: weight [outputs, inputs / groups, ...kernel]. */
export interface Convolution {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

export function ofConv1d(node: Conv1dNode): Convolution {
  const reach = (node.kernel - 1) * node.dilation;
  const { left, right } = node.padding === "causal" ? { left: reach, right: 0 } : node.padding;
  return { ...node, kernel: [node.kernel], stride: [node.stride], dilation: [node.dilation], before: [left], after: [right] };
}

export function ofConv2d(node: Conv2dNode): Convolution {
  const [top, left, bottom, right] = node.padding;
  return { ...node, before: [top, left], after: [bottom, right] };
}

/** The same weight over each channel by itself: a pool, a padding, or a change of each channel. */
export function perChannel(
  channels: number,
  window: Pick<Convolution, "kernel" | "stride" | "before" | "after">,
  weightOf: (channel: number) => number,
): Convolution {
  const area = window.kernel.reduce((product, size) => product * size, 1);
  return {
    ...window,
    inChannels: channels,
    outChannels: channels,
    groups: channels,
    dilation: window.kernel.map(() => 1),
    weight: Float32Array.from({ length: channels * area }, (_, i) => weightOf(Math.floor(i / area))),
  };
}

/** The node for an input of so many places along each axis. */
export function convolutionNode(name: string, convolution: Convolution, size: readonly number[]): DocumentNode {
  const { kernel, weight, padding } = symmetric(dense(convolution));
  const list = (values: readonly number[]): Field => (size.length === 1 ? integer(values[0]) : integers(...values));
  return {
    name,
    type: size.length === 1 ? "Conv1d" : "Conv2d",
    fields: {
      input_shape: list(size),
      weight: floats(weight, [convolution.outChannels, convolution.inChannels, ...kernel]),
      stride: list(convolution.stride),
      padding: list(padding),
      dilation: list(convolution.dilation),
      groups: integer(1),
      bias: floats(convolution.bias ?? new Float32Array(convolution.outChannels), [convolution.outChannels]),
    },
  };
}

/** Elements that a kernel may get by zeros. */
const MAX_WEIGHTS = 2 ** 26;

function dense(convolution: Convolution): Convolution {
  const { inChannels, outChannels, groups, kernel, weight } = convolution;
  if (groups === 1) return convolution;
  const area = kernel.reduce((product, size) => product * size, 1);
  if (outChannels * inChannels * area > MAX_WEIGHTS) {
    throw inputError("nir-groups", `without groups its weight would have ${outChannels * inChannels * area} elements; the limit is ${MAX_WEIGHTS}`);
  }
  const [inGroup, outGroup] = [inChannels / groups, outChannels / groups];
  const full = new Float32Array(outChannels * inChannels * area);
  for (let output = 0; output < outChannels; output++) {
    const group = Math.floor(output / outGroup);
    for (let i = 0; i < inGroup; i++) {
      const from = (output * inGroup + i) * area;
      full.set(weight.subarray(from, from + area), (output * inChannels + group * inGroup + i) * area);
    }
  }
  return { ...convolution, groups: 1, weight: full };
}

function symmetric(convolution: Convolution): {
  readonly kernel: readonly number[];
  readonly weight: Float32Array;
  readonly padding: readonly number[];
} {
  const { inChannels, outChannels, kernel, dilation, before, after, weight } = convolution;
  const padding = before.map((zeros, axis) => Math.max(zeros, after[axis]));
  // Zeros of the kernel at its beginning and at its end; each reaches over `dilation` places.
  const lead = padding.map((zeros, axis) => (zeros - before[axis]) / dilation[axis]);
  const trail = padding.map((zeros, axis) => (zeros - after[axis]) / dilation[axis]);
  const broken = kernel.findIndex((_, axis) => !Number.isInteger(lead[axis]) || !Number.isInteger(trail[axis]));
  if (broken >= 0) {
    const sides = `${before[broken]} before and ${after[broken]} after`;
    throw inputError(
      "nir-padding",
      `its padding is ${sides}; NIR has one for both, and a dilation of ${dilation[broken]} does not bridge the difference`,
    );
  }
  const longest = Math.max(...kernel.map((size, axis) => size + lead[axis] + trail[axis]));
  kernel.forEach((size, axis) => {
    const missing = longest - (size + lead[axis] + trail[axis]);
    if (missing % 2 !== 0) return;
    lead[axis] += missing / 2;
    trail[axis] += missing / 2;
    padding[axis] += (missing / 2) * dilation[axis];
  });
  const longer = kernel.map((size, axis) => size + lead[axis] + trail[axis]);
  if (longer.every((size, axis) => size === kernel[axis])) return { kernel, weight, padding };
  const channels = outChannels * inChannels;
  return { kernel: longer, weight: surrounded(weight, channels, kernel, longer, lead), padding };
}

/** Each channel's kernel inside a larger one of zeros, from `lead` on. */
function surrounded(
  weight: Float32Array,
  channels: number,
  kernel: readonly number[],
  longer: readonly number[],
  lead: readonly number[],
): Float32Array {
  // One axis is a plane of one row.
  const asPlane = (sizes: readonly number[], row: number): readonly [number, number] => (sizes.length === 1 ? [row, sizes[0]] : [sizes[0], sizes[1]]);
  const [rows, columns] = asPlane(kernel, 1);
  const [longRows, longColumns] = asPlane(longer, 1);
  const [leadRows, leadColumns] = asPlane(lead, 0);
  const elements = channels * longRows * longColumns;
  if (elements > MAX_WEIGHTS)
    throw inputError("nir-padding", `with its padding in the kernel, the weight would have ${elements} elements; the limit is ${MAX_WEIGHTS}`);
  const result = new Float32Array(elements);
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < rows; row++) {
      const from = (channel * rows + row) * columns;
      result.set(weight.subarray(from, from + columns), (channel * longRows + row + leadRows) * longColumns + leadColumns);
    }
  }
  return result;
}
