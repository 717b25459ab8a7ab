/** Sums, and arithmetic with constants: a bias joins the layer before it, anything else is a scale node. */
import { arrange, settle } from "../arrange.js";
import { checkFits, parameterFor, vectorAlong } from "../broadcast.js";
import { type Call, constantInput, type Operator } from "../call.js";
import { type Constant, constantOf } from "../constant.js";
import type { Draft } from "../draft.js";
import { type Arithmetic, arithmetic } from "../fold.js";
import { axesInGraphOrder, axisAtoms, elementwise, relaid } from "../layout.js";
import { refusal } from "../refusal.js";
import { dataAxes, printSignal, type Signal, viewOf } from "../signal.js";

export const ARITHMETIC_OPERATORS: readonly Operator[] = [
  {
    operator: "Add",
    support: "supported",
    how: "a constant: the bias of the linear or convolution before it, else a scale node; two tensors of one shape: edges into one node",
    fold: (call) => arithmetic("add", constantInput(call, 0, "operand"), constantInput(call, 1, "operand"), call.budget),
    read: (call) => {
      const [a, b] = call.inputs;
      if (a?.kind === "signal" && b?.kind === "signal") return sum(call, [a, b]);
      return a?.kind === "signal"
        ? addConstant(call, a, constantInput(call, 1, "operand"))
        : addConstant(call, signalOperand(b), constantInput(call, 0, "operand"));
    },
  },
  {
    operator: "Sum",
    support: "supported",
    how: "as Add, of any number of tensors",
    fold: (call) => {
      const first = constantInput(call, 0, "operand");
      const rest = call.inputs.slice(1).map((_, i) => constantInput(call, i + 1, "operand"));
      return rest.reduce((total, operand) => arithmetic("add", total, operand, call.budget), first);
    },
    read: (call) => {
      const signals = call.inputs.flatMap((input) => (input?.kind === "signal" ? [input] : []));
      const constants = call.inputs.flatMap((input) => (input?.kind === "constant" ? [input] : []));
      return constants.reduce((total: Signal, constant) => addConstant(call, total, constant), sum(call, signals));
    },
  },
  {
    operator: "Sub",
    support: "supported",
    how: "as Add, with the second operand times -1",
    fold: (call) => arithmetic("subtract", constantInput(call, 0, "operand"), constantInput(call, 1, "operand"), call.budget),
    read: (call) => {
      const [a, b] = call.inputs;
      if (b?.kind === "signal") {
        const negative = scaled(call, b, constantOf("float32", [], Float32Array.of(-1)), "multiply", "negative");
        return a?.kind === "signal" ? sum(call, [a, negative]) : addConstant(call, negative, constantInput(call, 0, "operand"));
      }
      return addConstant(call, signalOperand(a), negated(call, constantInput(call, 1, "operand")));
    },
  },
  {
    operator: "Mul",
    support: "supported",
    how: "by a constant: a scale node; of two tensors: refused",
    fold: (call) => arithmetic("multiply", constantInput(call, 0, "operand"), constantInput(call, 1, "operand"), call.budget),
    read: (call) => {
      const [a, b] = call.inputs;
      if (a?.kind === "signal" && b?.kind === "signal")
        throw refusal(`it multiplies two computed tensors (${printSignal(a)}, ${printSignal(b)}); one must be constant`);
      const signal = signalOperand(a?.kind === "signal" ? a : b);
      const constant = constantInput(call, a?.kind === "signal" ? 1 : 0, "operand");
      // Keras writes the choice between an id and the wrapped id as a sum of products, one of them with 0.
      const isNothing = constant.type === "integer" && signal.isInteger && constant.data.every((value) => value === 0);
      if (isNothing)
        return constantOf(
          "integer",
          signal.axes.map(() => 1),
          new Float64Array(1),
        );
      return scaled(call, signal, constant, "multiply");
    },
  },
  {
    operator: "Div",
    support: "supported",
    how: "by a constant: a scale node; anything else: refused",
    fold: (call) => arithmetic("divide", constantInput(call, 0, "operand"), constantInput(call, 1, "operand"), call.budget),
    read: (call) => {
      if (call.inputs[1]?.kind === "signal") throw refusal("it divides by a computed tensor; the divisor must be constant");
      return scaled(call, signalOperand(call.inputs[0]), constantInput(call, 1, "operand"), "divide");
    },
  },
  {
    operator: "Neg",
    support: "supported",
    how: "a scale node of -1",
    fold: (call) => negated(call, constantInput(call, 0, "operand")),
    read: (call) => scaled(call, signalOperand(call.inputs[0]), constantOf("float32", [], Float32Array.of(-1)), "multiply"),
  },
];

/** Sources that a sum may have before a node gathers them, so that long chains of sums stay short lists. */
const MAX_SOURCES = 8;

function signalOperand(value: Constant | Signal | undefined): Signal {
  if (value?.kind === "signal") return value;
  throw refusal("an operand is missing");
}

function negated(call: Call, constant: Constant): Constant {
  const minusOne = constantOf(constant.type, [], constant.type === "float32" ? Float32Array.of(-1) : Float64Array.of(-1));
  return arithmetic("multiply", constant, minusOne, call.budget);
}

/** The elementwise sum of signals of one shape: their sources together, brought into the first one's layout. */
function sum(call: Call, signals: readonly Signal[]): Signal {
  const settled = signals.map((signal) => settle(call, signal));
  const [first, ...others] = settled;
  const odd = others.find((signal) => printSignal(signal) !== printSignal(first) || signal.axes.indexOf("batch") !== first.axes.indexOf("batch"));
  if (odd !== undefined) throw refusal(`it adds tensors of different shapes, ${printSignal(first)} and ${printSignal(odd)}`);
  const axes = axesInGraphOrder(first, dataAxes(first));
  const arranged = settled.map((signal) =>
    arrange(
      call,
      signal,
      axes.map((axis) => axisAtoms(signal, axis)),
    ),
  );
  const sources = arranged.flatMap((part) => part.sources);
  const like = arranged[0].sources === first.sources ? first : relaid(first, axes, arranged[0]);
  const kept = sources.length <= MAX_SOURCES ? withoutRepeats(call, sources) : [gathered(call, withoutRepeats(call, sources))];
  return viewOf(like, { sources: kept, isExclusive: false, isInteger: signals.every(({ isInteger }) => isInteger) });
}

/** Two edges between the same nodes would be one: x + x is 2 x. */
function withoutRepeats(call: Call, sources: readonly Draft[]): Draft[] {
  const counts = new Map<Draft, number>();
  for (const source of sources) counts.set(source, (counts.get(source) ?? 0) + 1);
  return [...counts].map(([source, times]) => {
    if (times === 1) return source;
    return call.draft({ kind: "scale", scale: Float32Array.of(times) }, [source], source.shape, "times");
  });
}

/** One node that gives the sum of several. */
function gathered(call: Call, sources: readonly Draft[]): Draft {
  return call.draft({ kind: "scale", scale: Float32Array.of(1) }, sources, sources[0].shape, "sum");
}

/** x + constant: into the bias of the layer that alone feeds it, else a scale node. */
function addConstant(call: Call, unsettled: Signal, constant: Constant): Signal {
  if (constant.data.every((value) => value === 0)) {
    checkFits(unsettled, constant);
    return unsettled;
  }
  const signal = settle(call, unsettled);
  const [source] = signal.sources;
  const { node } = source;
  if (signal.isExclusive && signal.sources.length === 1 && (node.kind === "linear" || node.kind === "conv1d" || node.kind === "conv2d")) {
    const added = vectorAlong(signal, constant, node.kind === "conv2d" ? 0 : source.shape.length - 1);
    if (added !== undefined) {
      const outputs = node.kind === "linear" ? node.outputs : node.outChannels;
      call.budget.charge(outputs, "a bias");
      source.node = { ...node, bias: Float32Array.from({ length: outputs }, (_, i) => (node.bias?.[i] ?? 0) + added[i]) };
      return signal;
    }
  }
  const bias = parameterFor(signal, constant, call.budget);
  return computed(elementwise(call, signal, { kind: "scale", scale: Float32Array.of(1), bias }), constant);
}

/** x times or divided by a constant; nothing at all where the constant is 1. */
function scaled(call: Call, unsettled: Signal, constant: Constant, operation: Extract<Arithmetic, "multiply" | "divide">, role?: string): Signal {
  const signal = settle(call, unsettled);
  const factors = parameterFor(signal, constant, call.budget);
  if (constant.data.every((value) => value === 1)) return signal;
  const scale = operation === "multiply" ? factors : factors.map((value) => 1 / value);
  return computed(elementwise(call, signal, { kind: "scale", scale }, role), constant);
}

/** Whole numbers stay whole only under whole numbers. */
function computed(signal: Signal, constant: Constant): Signal {
  return viewOf(signal, { isInteger: signal.isInteger && constant.type === "integer" });
}
