/** NIR's linear maps, convolutions, pools and shapes, as the graph's. */
import type { PoolOperation, Shape, Sides } from "../../graph/graph.js";
import { inputError } from "../../util/diagnostics.js";
import { printable, type Unnamed } from "../builder.js";
import type { Hdf5Group } from "../hdf5.js";
import { countField, floatField, hasField, integerField, isText, pairField, textField, type Values } from "./fields.js";
import type { NirOperator, NodeContext } from "./operator.js";
import { parameter, readParameters } from "./parameters.js";

export const LAYERS: readonly NirOperator[] = [
  {
    row: { operator: "Input", support: "supported", how: "input of values; inside a nested graph folded" },
    layout: "native",
    read: ({ group }) => [{ kind: "input", shape: shapeField(group, "shape"), encoding: { kind: "values" } }],
  },
  {
    row: { operator: "Output", support: "supported", how: "output; inside a nested graph folded" },
    layout: "native",
    read: ({ group }) => [{ kind: "output", shape: shapeField(group, "shape") }],
  },
  {
    row: { operator: "Linear", support: "supported", how: "linear; a weight of two axes" },
    layout: "native",
    read: (context) => [linear(context)],
  },
  {
    row: { operator: "Affine", support: "supported", how: "linear with bias; a weight of two axes" },
    layout: "native",
    read: (context) => {
      const map = linear(context);
      return [{ ...map, ...unlessAllZero(biasField(context.group, map.outputs)) }];
    },
  },
  {
    row: { operator: "Scale", support: "supported", how: "scale" },
    layout: "kept",
    read: (context) => {
      const { scale, count } = readParameters(context, { scale: undefined });
      return [{ kind: "scale", scale: parameter(count, (i) => scale[i]) }];
    },
  },
  {
    row: {
      operator: "Conv1d",
      support: "supported",
      how: "conv1d between transposes, which cancel between neighbours; padding 'same' with a stride of 1",
    },
    layout: "turned",
    read: readConv1d,
  },
  {
    row: { operator: "Conv2d", support: "supported", how: "conv2d; padding 'same' with a stride of 1" },
    layout: "native",
    read: readConv2d,
  },
  {
    row: { operator: "SumPool2d", support: "supported", how: "pool2d (sum)" },
    layout: "native",
    read: (context) => [pool(context, "sum")],
  },
  {
    row: { operator: "AvgPool2d", support: "supported", how: "pool2d (average); it divides by the whole window, padding included, as PyTorch does" },
    layout: "native",
    read: (context) => [pool(context, "average")],
  },
  {
    row: { operator: "Flatten", support: "supported", how: "flatten" },
    layout: "native",
    read: ({ group, declare }) => {
      if (hasField(group, "input_type")) declare(shapeField(group, "input_type"));
      return [{ kind: "flatten", startDim: axisField(group, "start_dim", 1), endDim: axisField(group, "end_dim", -1) }];
    },
  },
  {
    row: {
      operator: "NIRGraph",
      support: "folded",
      how: "its nodes under dotted names; an edge may enter or leave it where it has one Input or Output",
    },
    layout: "native",
    read: () => {
      throw new Error("nested graphs are dissolved before their nodes are read");
    },
  },
];

function shapeField(group: Hdf5Group, name: string): Shape {
  const shape = integerField(group, name, 1);
  if (shape.length === 0) throw inputError("nir-field", `field '${name}' is empty; a shape has at least one axis`);
  return shape;
}

/** Counted without the batch; negative from the end. PyTorch's default where the file leaves it out. */
function axisField(group: Hdf5Group, name: string, otherwise: number): number {
  return hasField(group, name) ? countField(group, name, -8) : otherwise;
}

function linear({ group, declare }: NodeContext): Extract<Unnamed, { kind: "linear" }> {
  const weight = weightField(group, 2, "outputs, inputs");
  const [outputs, inputs] = weight.shape;
  declare([inputs]);
  return { kind: "linear", inputs, outputs, weight: weight.values };
}

function weightField(group: Hdf5Group, axes: number, meaning: string): Values<Float32Array> {
  const weight = floatField(group, "weight");
  if (weight.shape.length === axes && weight.values.length > 0) return weight;
  throw inputError("nir-field", `field 'weight' has the shape [${weight.shape.join(", ")}]; it needs [${meaning}]`);
}

function biasField(group: Hdf5Group, outputs: number): Float32Array {
  const { values, shape } = floatField(group, "bias");
  if (values.length === outputs) return values;
  throw inputError("nir-field", `field 'bias' has the shape [${shape.join(", ")}]; the weight has ${outputs} outputs`);
}

/** A bias of nothing but zeros, which frameworks write where a layer has none, is left out. */
function unlessAllZero(bias: Float32Array): { readonly bias?: Float32Array } {
  return bias.some((value) => value !== 0) ? { bias } : {};
}

function readConv1d({ group, declare }: NodeContext): readonly Unnamed[] {
  const weight = weightField(group, 3, "outputs, inputs / groups, kernel");
  const [outChannels, inGroup, kernel] = weight.shape;
  const groups = countField(group, "groups", 1);
  const stride = countField(group, "stride", 1);
  const dilation = countField(group, "dilation", 1);
  const [before, after] = paddingOf(group, [kernel], [stride], [dilation])[0];
  declare([inGroup * groups, ...(hasField(group, "input_shape") ? [countField(group, "input_shape", 1)] : [-1])]);
  return [
    {
      kind: "conv1d",
      inChannels: inGroup * groups,
      outChannels,
      kernel,
      stride,
      dilation,
      groups,
      padding: { left: before, right: after },
      weight: weight.values,
      ...unlessAllZero(biasField(group, outChannels)),
    },
  ];
}

function readConv2d({ group, declare }: NodeContext): readonly Unnamed[] {
  const weight = weightField(group, 4, "outputs, inputs / groups, height, width");
  const [outChannels, inGroup, height, width] = weight.shape;
  const groups = countField(group, "groups", 1);
  const stride = pairField(group, "stride", 1);
  const dilation = pairField(group, "dilation", 1);
  const [rows, columns] = paddingOf(group, [height, width], stride, dilation);
  declare([inGroup * groups, ...(hasField(group, "input_shape") ? pairField(group, "input_shape", 1) : [-1, -1])]);
  const padding: Sides = [rows[0], columns[0], rows[1], columns[1]];
  const bias = unlessAllZero(biasField(group, outChannels));
  return [
    {
      kind: "conv2d",
      inChannels: inGroup * groups,
      outChannels,
      kernel: [height, width],
      stride,
      padding,
      dilation,
      groups,
      weight: weight.values,
      ...bias,
    },
  ];
}

/**
 * Zeros before and after, for each axis of the kernel. 'same' keeps the size, with the odd zero after, as PyTorch puts it;
 * PyTorch has it for a stride of 1 only, and NIR's definition of the shape contradicts every other one.
 */
function paddingOf(
  group: Hdf5Group,
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): readonly (readonly [number, number])[] {
  if (!isText(group, "padding")) {
    const values = integerField(group, "padding", 0);
    if (values.length !== 1 && values.length !== kernel.length) {
      throw inputError("nir-field", `field 'padding' has ${values.length} elements; it needs ${[...new Set([1, kernel.length])].join(" or ")}`);
    }
    return kernel.map((_, axis) => [values[axis % values.length], values[axis % values.length]]);
  }
  const word = textField(group, "padding");
  if (word === "valid") return kernel.map(() => [0, 0]);
  if (word !== "same") throw inputError("nir-field", `field 'padding' is '${printable(word)}'; it must be 'same', 'valid' or numbers`);
  if (stride.some((step) => step !== 1)) {
    throw inputError("nir-padding", `padding 'same' with a stride of ${stride.join(" x ")}; 'same' needs a stride of 1`, {
      hint: "Give the padding in numbers.",
    });
  }
  return kernel.map((size, axis) => {
    const total = dilation[axis] * (size - 1);
    const before = Math.floor(total / 2);
    return [before, total - before];
  });
}

function pool({ group }: NodeContext, operation: PoolOperation): Unnamed {
  const [rows, columns] = pairField(group, "padding", 0);
  return {
    kind: "pool2d",
    operation,
    kernel: pairField(group, "kernel_size", 1),
    stride: pairField(group, "stride", 1),
    padding: [rows, columns, rows, columns],
    divisor: "window",
  };
}
