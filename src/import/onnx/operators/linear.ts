/** Matrix products with a constant: linear nodes on the last axis, the weight's inputs in the order of the graph. */
import { arrange, settle } from "../arrange.js";
import { batchFirst, type Call, constantInput, floatAttribute, integerAttribute, type Operator, optionalConstant, signalInput } from "../call.js";
import { type Constant, printSizes } from "../constant.js";
import { axesInGraphOrder, axisAtoms, inGraphOrder, onnxIndices } from "../layout.js";
import { refusal } from "../refusal.js";
import { atomsOf, dataAxes, printSignal, type Signal, signalOf, sizeOf, type Value, viewOf } from "../signal.js";

export const LINEAR_OPERATORS: readonly Operator[] = [
  {
    operator: "Gemm",
    support: "supported",
    how: "linear, with alpha and beta multiplied into weight and bias",
    attributes: ["alpha", "beta", "transA", "transB"],
    read: gemm,
  },
  {
    operator: "MatMul",
    support: "supported",
    how: "linear, where one side is a constant matrix; of two computed tensors: refused",
    read: matMul,
  },
];

/** A matrix in ONNX's storage, seen as [outputs, inputs]. */
interface Matrix {
  readonly constant: Constant;
  readonly inputs: number;
  readonly outputs: number;
  readonly inputStride: number;
  readonly outputStride: number;
  readonly factor: number;
}

function gemm(call: Call): Value {
  if (call.inputs[0]?.kind !== "signal") throw refusal("its first operand is a constant; the network's values must come first");
  const signal = settle(call, batchFirst(signalInput(call), "input", 2));
  if (integerAttribute(call, "transA", 0) !== 0) throw refusal("its transA transposes the batch, which stays the first axis");
  const constant = constantInput(call, 1, "weight");
  if (constant.shape.length !== 2) throw refusal(`its weight ${printSizes(constant.shape)} must be a matrix`);
  const [rows, columns] = constant.shape;
  const factor = floatAttribute(call, "alpha", 1);
  const matrix: Matrix =
    integerAttribute(call, "transB", 0) === 0
      ? { constant, inputs: rows, outputs: columns, inputStride: columns, outputStride: 1, factor }
      : { constant, inputs: columns, outputs: rows, inputStride: 1, outputStride: columns, factor };
  const added = optionalConstant(call, 2, "bias");
  return linear(call, signal, 1, matrix, added === undefined ? undefined : biasOf(added, matrix.outputs, floatAttribute(call, "beta", 1)));
}

function biasOf(added: Constant, outputs: number, beta: number): Float32Array {
  const { data, shape } = added;
  const isRow = data.length === outputs && (shape.at(-1) ?? 1) === outputs;
  if (!isRow && data.length !== 1) throw refusal(`its bias ${printSizes(shape)} does not fit its ${outputs} outputs`);
  return Float32Array.from({ length: outputs }, (_, i) => Math.fround(beta * data[isRow ? i : 0]));
}

function matMul(call: Call): Value {
  const [a, b] = call.inputs;
  if (a?.kind === "signal" && b?.kind === "signal") {
    throw refusal(
      `it multiplies two computed tensors, ${printSignal(a)} and ${printSignal(b)}; one must be a constant`,
      "Attention has no node in the graph.",
    );
  }
  const isLeft = a?.kind === "signal";
  const signal = settle(call, signalInput(call, isLeft ? 0 : 1));
  const constant = constantInput(call, isLeft ? 1 : 0, "weight");
  const rank = signal.axes.length;
  if (constant.shape.slice(0, -2).some((size) => size !== 1) || constant.shape.length < 1 || constant.shape.length > Math.max(2, rank)) {
    throw refusal(`its weight ${printSizes(constant.shape)} must be one matrix`);
  }
  const isVector = constant.shape.length === 1;
  const [rows, columns] = isVector ? (isLeft ? [constant.shape[0], 1] : [1, constant.shape[0]]) : constant.shape.slice(-2);
  // x W works on the last axis, W x on the one before it.
  const matrix: Matrix = isLeft
    ? { constant, inputs: rows, outputs: columns, inputStride: columns, outputStride: 1, factor: 1 }
    : { constant, inputs: columns, outputs: rows, inputStride: 1, outputStride: columns, factor: 1 };
  const axis = isLeft ? rank - 1 : rank - 2;
  if (axis < 0) throw refusal(`its input ${printSignal(signal)} has too few axes`);
  const result = linear(call, signal, axis, matrix, undefined);
  return isVector ? viewOf(result, { axes: result.axes.filter((_, i) => i !== axis) }) : result;
}

/** y = W x (+ bias) along one ONNX axis. */
function linear(call: Call, signal: Signal, axis: number, matrix: Matrix, bias: Float32Array | undefined): Signal {
  const atoms = atomsOf(signal, axis);
  const { inputs, outputs } = matrix;
  if (sizeOf(signal, axis) !== inputs) {
    throw refusal(
      `its input ${printSignal(signal)} has ${sizeOf(signal, axis)} values on axis ${axis}; its weight ${printSizes(matrix.constant.shape)} takes ${inputs}`,
    );
  }
  if (outputs < 1 || inputs < 1) throw refusal(`its weight ${printSizes(matrix.constant.shape)} is empty`);
  const others = axesInGraphOrder(
    signal,
    dataAxes(signal).filter((other) => other !== axis),
  );
  const { sources, shape } = arrange(call, signal, [...others.map((other) => axisAtoms(signal, other)), inGraphOrder(atoms)]);
  const indices = onnxIndices(signal, atoms);
  call.budget.charge(inputs * outputs, "a weight");
  const weight = new Float32Array(inputs * outputs);
  for (let out = 0, to = 0; out < outputs; out++) {
    const start = out * matrix.outputStride;
    for (let i = 0; i < inputs; i++) weight[to++] = matrix.factor * matrix.constant.data[start + indices[i] * matrix.inputStride];
  }
  const node = { kind: "linear", inputs, outputs, weight, ...(bias === undefined ? {} : { bias }) } as const;
  const draft = call.draft(node, sources, [...shape.slice(0, -1), outputs]);
  return signalOf(
    signal,
    draft,
    signal.axes.map((other, i) => (other === "batch" ? other : i === axis ? others.length : others.includes(i) ? others.indexOf(i) : undefined)),
  );
}
