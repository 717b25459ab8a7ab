/** Operators that only name a tensor's elements otherwise: none of them becomes a node by itself (signal.ts). */
import {
  type Call,
  constantInput,
  axesOf as givenAxes,
  integerAttribute,
  integersAttribute,
  type Operator,
  optionalConstant,
  signalInput,
} from "../call.js";
import { axisOf, BATCH, elementCount, MAX_RANK, printSizes, scalarOf } from "../constant.js";
import { castConstant, reshapeConstant, transposeConstant } from "../fold.js";
import { refusal } from "../refusal.js";
import { regroup } from "../regroup.js";
import { type Axis, mixesBatch, printSignal, type Signal, sizeOf, sizesOf, type Value, viewOf } from "../signal.js";
import { dataTypeName, elementTypeOf } from "../tensors.js";

export const VIEW_OPERATORS: readonly Operator[] = [
  {
    operator: "Identity",
    support: "folded",
    how: "its input",
    fold: (call) => constantInput(call, 0, "input"),
    read: (call) => signalInput(call),
  },
  {
    operator: "Dropout",
    support: "folded",
    how: "its input, as at inference; a training mode is noted",
    attributes: ["ratio", "seed"],
    fold: (call) => constantInput(call, 0, "input"),
    read: (call) => {
      const training = optionalConstant(call, 2, "training mode");
      if (training !== undefined && scalarOf(training, "training mode") !== 0) call.note("it is in training mode; it is left out, as at inference");
      return signalInput(call);
    },
  },
  {
    operator: "Cast",
    support: "folded",
    how: "its input, where it keeps the values: between types of floats, and on token ids; the graph computes in float32",
    attributes: ["to", "saturate"],
    fold: (call) => castConstant(constantInput(call, 0, "input"), targetType(call), call.budget),
    read: castSignal,
  },
  {
    operator: "Transpose",
    support: "folded",
    how: "another order of axes for what follows, weights included; a transpose node only where a layout is needed that nothing else gives",
    attributes: ["perm"],
    fold: (call) => {
      const constant = constantInput(call, 0, "input");
      return transposeConstant(constant, permutation(call, constant.shape.length), call.budget);
    },
    read: (call) => {
      const signal = signalInput(call);
      return viewOf(signal, { axes: permutation(call, signal.axes.length).map((axis) => signal.axes[axis]) });
    },
  },
  {
    operator: "Reshape",
    support: "folded",
    how: "other axes for what follows, the batch apart; a flatten or reshape node where the elements are needed so",
    attributes: ["allowzero"],
    fold: (call) => {
      const constant = constantInput(call, 0, "input");
      const sizes = newSizes(call, constant.shape);
      const known = sizes.reduce((product, size) => (size === -1 ? product : product * size), 1);
      return reshapeConstant(
        constant,
        sizes.map((size) => (size === -1 ? constant.data.length / known : size)),
      );
    },
    read: (call) => {
      const signal = signalInput(call);
      return regroup(call, signal, newSizes(call, sizesOf(signal)));
    },
  },
  {
    operator: "Flatten",
    support: "folded",
    how: "as Reshape; the batch stays an axis of its own",
    attributes: ["axis"],
    fold: (call) => {
      const constant = constantInput(call, 0, "input");
      const axis = flattenAxis(call, constant.shape.length);
      const sizes = [constant.shape.slice(0, axis), constant.shape.slice(axis)];
      return reshapeConstant(constant, sizes.map(elementCount));
    },
    read: flattenSignal,
  },
  {
    operator: "Squeeze",
    support: "folded",
    how: "drops axes of size 1; the batch stays",
    attributes: ["axes"],
    fold: (call) => {
      const constant = constantInput(call, 0, "input");
      const axes = squeezedAxes(call, constant.shape);
      return reshapeConstant(
        constant,
        constant.shape.filter((_, axis) => !axes.has(axis)),
      );
    },
    read: (call) => {
      const signal = signalInput(call);
      const axes = squeezedAxes(call, sizesOf(signal));
      if (signal.axes.some((axis, i) => axis === "batch" && axes.has(i))) throw mixesBatch(signal, "squeezes the batch away");
      return viewOf(signal, { axes: signal.axes.filter((_, axis) => !axes.has(axis)) });
    },
  },
  {
    operator: "Unsqueeze",
    support: "folded",
    how: "new axes of size 1",
    attributes: ["axes"],
    fold: (call) => {
      const constant = constantInput(call, 0, "input");
      return reshapeConstant(constant, unsqueezed(call, constant.shape, 1));
    },
    read: (call) => {
      const signal = signalInput(call);
      return viewOf(signal, { axes: unsqueezed<Axis>(call, signal.axes, []) });
    },
  },
];

function targetType(call: Call): NonNullable<ReturnType<typeof elementTypeOf>> {
  const to = integerAttribute(call, "to", 0);
  const type = elementTypeOf(to);
  if (type === undefined) throw refusal(`it casts to ${dataTypeName(to)}, which is not read`);
  return type;
}

function castSignal(call: Call): Value {
  const signal = signalInput(call);
  const type = targetType(call);
  if (type === "float32" || type === "float64" || (type === "integer" && signal.isInteger)) return signal;
  throw refusal(`it casts values ${printSignal(signal)} to ${type}, which loses what is behind the point`, "Cast only the model's inputs.");
}

function permutation(call: Call, rank: number): readonly number[] {
  const axes = integersAttribute(call, "perm") ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  const isPermutation = axes.length === rank && [...axes].sort((a, b) => a - b).every((axis, i) => axis === i);
  if (!isPermutation) throw refusal(`its perm is [${axes.join(", ")}]; it must name each of the ${rank} axes once`);
  return axes;
}

/** The new sizes of a Reshape: 0 copies the size at its place; -1, at most once, is left open. */
function newSizes(call: Call, sizes: readonly number[]): number[] {
  const wanted = constantInput(call, 1, "new shape");
  if (wanted.type !== "integer" || wanted.shape.length !== 1) throw refusal("its new shape must be a list of integers");
  if (wanted.data.length > MAX_RANK) throw refusal(`its new shape has ${wanted.data.length} axes; the limit is ${MAX_RANK}`);
  const copiesZeros = integerAttribute(call, "allowzero", 0) === 0;
  return Array.from(wanted.data, (size, axis) => {
    if (size < -1 || (size === 0 && !(copiesZeros && axis < sizes.length))) {
      throw refusal(`its new shape ${printSizes([...wanted.data])} contains ${size}; a size is 1 or more, or one -1 for the rest`);
    }
    return size === 0 ? sizes[axis] : size;
  });
}

function flattenAxis(call: Call, rank: number): number {
  const axis = integerAttribute(call, "axis", 1);
  return axis === rank ? rank : axisOf(axis, rank);
}

/** Two axes: the batch before the given one, everything else behind it. */
function flattenSignal(call: Call): Signal {
  const signal = signalInput(call);
  const axis = flattenAxis(call, signal.axes.length);
  const lead = signal.axes.slice(0, axis);
  if (!lead.includes("batch") || lead.some((atoms) => atoms !== "batch" && atoms.length > 0)) {
    throw mixesBatch(signal, `flattens at axis ${axis}, which joins the batch with another axis or leaves it among the others`);
  }
  return regroup(call, signal, [sizeOf(signal, lead.indexOf("batch")), -1]);
}

function squeezedAxes(call: Call, sizes: readonly number[]): ReadonlySet<number> {
  const given = givenAxes(call, 13);
  if (given === undefined) return new Set(sizes.flatMap((size, axis) => (size === 1 ? [axis] : [])));
  const axes = new Set(given.map((axis) => axisOf(axis, sizes.length)));
  const odd = [...axes].find((axis) => sizes[axis] !== 1 && sizes[axis] !== BATCH);
  if (odd !== undefined) throw refusal(`it squeezes axis ${odd} of ${printSizes(sizes)}, whose size is not 1`);
  return axes;
}

function unsqueezed<T>(call: Call, items: readonly T[], unit: T): T[] {
  const given = givenAxes(call, 13);
  if (given === undefined) throw refusal("its axes are missing");
  const rank = items.length + given.length;
  if (rank > MAX_RANK) throw refusal(`it gives ${rank} axes; the limit is ${MAX_RANK}`);
  const axes = new Set(given.map((axis) => axisOf(axis, rank)));
  if (axes.size !== given.length) throw refusal(`its axes [${given.join(", ")}] name one twice`);
  let at = 0;
  return Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? unit : items[at++]));
}
