/** Operators of which only constants come: sizes, and what exporters compute from them. */
import { checkFits } from "../broadcast.js";
import { type Call, constantInput, integerAttribute, type Operator, optionalConstant, signalInput } from "../call.js";
import {
  arrayFor,
  axisOf,
  BATCH,
  type Constant,
  constantOf,
  elementCount,
  exactInteger,
  integersOf,
  LENGTH,
  printSize,
  scalarOf,
  wholeNumbers,
} from "../constant.js";
import { expandConstant, type SliceStep, sliceConstant } from "../fold.js";
import { refusal } from "../refusal.js";
import { printSignal, sizesOf, type Value } from "../signal.js";

export const SHAPE_OPERATORS: readonly Operator[] = [
  {
    operator: "Constant",
    support: "folded",
    how: "a constant: a tensor, a number or a list of numbers",
    attributes: ["value", "value_float", "value_floats", "value_int", "value_ints"],
    fold: constantNode,
  },
  {
    operator: "ConstantOfShape",
    support: "folded",
    how: "a constant, where its shape is known",
    attributes: ["value"],
    fold: (call) => {
      const shape = wholeNumbers(constantInput(call, 0, "shape"), "its shape");
      const value = call.tensor("value") ?? constantOf("float32", [1], new Float32Array(1));
      return expandConstant(constantOf(value.type, [], value.data.subarray(0, 1)), shape, call.budget);
    },
  },
  {
    operator: "Shape",
    support: "folded",
    how: "the sizes; those of the batch and of a text's length stay open and may be passed on to a Reshape",
    attributes: ["start", "end"],
    fold: (call) => sizesBetween(call, constantInput(call, 0, "input").shape),
    read: (call) => sizesBetween(call, sizesOf(signalInput(call))),
  },
  {
    operator: "Slice",
    support: "folded",
    how: "of constants and sizes; of the network's values only where it takes all of them",
    fold: (call) => {
      const constant = constantInput(call, 0, "input");
      return sliceConstant(constant, sliceSteps(call, constant.shape.length), call.budget);
    },
    read: sliceSignal,
  },
  {
    operator: "Range",
    support: "folded",
    how: "of constants",
    fold: (call) => {
      const [start, limit, delta] = [0, 1, 2].map((at) => scalarOf(constantInput(call, at, "bound"), "a bound"));
      const type = constantInput(call, 0, "start").type;
      const count = Math.max(0, Math.ceil((exactNumber(limit) - exactNumber(start)) / exactNumber(delta)));
      if (!Number.isSafeInteger(count)) throw refusal(`it runs from ${start} to ${limit} by ${delta}, which has no end`);
      call.budget.charge(count, `a range of ${count}`);
      const data = arrayFor(type, count);
      for (let i = 0; i < count; i++) data[i] = start + i * delta;
      return constantOf(type, [count], data);
    },
  },
  {
    operator: "Expand",
    support: "folded",
    how: "of constants; of the network's values only where it changes nothing",
    fold: (call) => {
      const constant = constantInput(call, 0, "input");
      const wanted = wholeNumbers(constantInput(call, 1, "shape"), "its shape");
      const rank = Math.max(wanted.length, constant.shape.length);
      const at = (sizes: readonly number[], axis: number): number => sizes[axis - rank + sizes.length] ?? 1;
      // Broadcasting goes both ways: a wanted 1 keeps the constant's size.
      const shape = Array.from({ length: rank }, (_, axis) => (at(wanted, axis) === 1 ? at(constant.shape, axis) : at(wanted, axis)));
      return expandConstant(constant, shape, call.budget);
    },
    read: (call) => {
      const signal = signalInput(call);
      const sizes = sizesOf(signal);
      const wanted = constantInput(call, 1, "shape");
      const isSame =
        wanted.data.length <= sizes.length && wanted.data.every((size, i) => size === 1 || size === sizes[i + sizes.length - wanted.data.length]);
      if (isSame) return signal;
      throw refusal(`it repeats ${printSignal(signal)} to a larger shape, for which the graph has no node`);
    },
  },
  {
    operator: "Less",
    support: "folded",
    how: "of token ids against 0 (the wrapping of negative ids that Keras writes): ids are never negative; else refused",
    read: (call) => {
      const signal = signalInput(call);
      const bound = constantInput(call, 1, "bound");
      const [source, ...others] = signal.sources;
      const isTokens = signal.isInteger && source.node.kind === "input" && others.length === 0;
      if (!isTokens || bound.data.some((value) => value > 0))
        throw refusal(`it compares values ${printSignal(signal)}, for which the graph has no node`);
      call.assumeTokens(source);
      return constantOf(
        "boolean",
        signal.axes.map(() => 1),
        new Float64Array(1),
      );
    },
  },
  {
    operator: "Not",
    support: "folded",
    how: "of constants",
    fold: (call) => {
      const constant = constantInput(call, 0, "input");
      if (constant.type !== "boolean") throw refusal(`it negates values of type ${constant.type}`);
      call.budget.charge(constant.data.length, "folding a constant");
      return constantOf(
        "boolean",
        constant.shape,
        Float64Array.from(constant.data, (value) => 1 - value),
      );
    },
  },
  {
    operator: "Where",
    support: "folded",
    how: "where its condition is a constant that is the same everywhere",
    fold: (call) => {
      const chosen = constantInput(call, chosenBranch(call), "branch");
      if (call.inputs.some((input) => input?.kind === "constant" && elementCount(input.shape) > chosen.data.length)) {
        throw refusal("its condition or its other branch is larger than what it chooses");
      }
      return chosen;
    },
    read: (call) => {
      const chosen = call.inputs[chosenBranch(call)];
      if (chosen?.kind !== "signal") throw refusal("it chooses a constant in place of what comes from the network's input");
      for (const other of call.inputs) {
        if (other?.kind === "constant") checkFits(chosen, other);
        else if (other !== undefined && printSignal(other) !== printSignal(chosen))
          throw refusal(`its branches are ${printSignal(chosen)} and ${printSignal(other)}`);
      }
      return chosen;
    },
  },
];

function constantNode(call: Call): Constant {
  const tensor = call.tensor("value");
  if (tensor !== undefined) return tensor;
  for (const [name, attribute] of call.attributes) {
    switch (attribute.kind) {
      case "integer":
        return integersOf([exactInteger(attribute.value, `attribute '${name}'`)], []);
      case "integers":
        return integersOf(attribute.values.map((value) => exactInteger(value, `attribute '${name}'`)));
      case "float":
        return constantOf("float32", [], Float32Array.of(attribute.value));
      case "floats":
        return constantOf("float32", [attribute.values.length], Float32Array.from(attribute.values));
      default:
        throw refusal(`its attribute '${name}' is no tensor, number or list of numbers`);
    }
  }
  throw refusal("it has no value");
}

function sizesBetween(call: Call, sizes: readonly number[]): Constant {
  const rank = sizes.length;
  const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + rank : at, 0), rank);
  const start = clamp(integerAttribute(call, "start", 0));
  const end = call.attributes.has("end") ? clamp(integerAttribute(call, "end", rank)) : rank;
  return integersOf(sizes.slice(start, end));
}

/** Starts and ends may lie beyond 2^53: "to the end" (constant.ts). */
function sliceSteps(call: Call, rank: number): SliceStep[] {
  const bound = (at: number, what: string): number[] => {
    const values = [...constantInput(call, at, what).data];
    const open = values.find((value) => value === BATCH || value === LENGTH);
    if (open !== undefined) throw refusal(`its ${what} contains the size of ${printSize(open)}; it must be known`);
    return values;
  };
  const starts = bound(1, "starts");
  const ends = bound(2, "ends");
  const axes = optionalConstant(call, 3, "axes");
  const steps = optionalConstant(call, 4, "steps");
  const axisList = axes === undefined ? starts.map((_, i) => i) : wholeNumbers(axes, "axes").map((axis) => axisOf(axis, rank));
  const stepList = steps === undefined ? starts.map(() => 1) : wholeNumbers(steps, "steps");
  if (
    ends.length !== starts.length ||
    axisList.length !== starts.length ||
    stepList.length !== starts.length ||
    new Set(axisList).size !== starts.length
  ) {
    throw refusal("its starts, ends, axes and steps must be of one length, each axis once");
  }
  if (starts.length > rank || stepList.includes(0)) throw refusal(`its steps are [${stepList.join(", ")}] on ${rank} axes; a step is not 0`);
  return starts.map((start, i) => ({ axis: axisList[i], start, end: ends[i], step: stepList[i] }));
}

function sliceSignal(call: Call): Value {
  const signal = signalInput(call);
  const sizes = sizesOf(signal);
  const cut = sliceSteps(call, sizes.length).find(({ axis, start, end, step }) => {
    const startsAtFirst = start === 0 || (sizes[axis] < BATCH && start <= -sizes[axis]) || start === -Infinity;
    const runsToEnd = end >= sizes[axis] || (end === Infinity && sizes[axis] >= BATCH);
    return step !== 1 || !startsAtFirst || !runsToEnd;
  });
  if (cut === undefined) return signal;
  throw refusal(
    `it takes ${printSize(cut.start)} to ${printSize(cut.end)} of axis ${cut.axis} of ${printSignal(signal)}, for which the graph has no node`,
    "Cut the input before it reaches the model.",
  );
}

/** 1 or 2: the branch of a Where whose condition is the same everywhere. */
function chosenBranch(call: Call): 1 | 2 {
  const condition = constantInput(call, 0, "condition");
  const [first] = condition.data;
  if (first === undefined || condition.data.some((value) => value !== first))
    throw refusal("its condition differs from element to element, for which the graph has no node");
  return first === 0 ? 2 : 1;
}

function exactNumber(value: number): number {
  if (Number.isFinite(value) && Math.abs(value) < 2 ** 53) return value;
  throw refusal(`a bound is ${printSize(value)}; it must be a known number below 2^53`);
}
