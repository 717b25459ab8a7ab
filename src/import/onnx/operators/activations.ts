/** Activations and normalisation: elementwise nodes that keep the layout. */
import { type Arranged, arrange, graphAxes, settle } from "../arrange.js";
import { batchFirst, type Call, constantInput, floatAttribute, integerAttribute, type Operator, optionalConstant, signalInput } from "../call.js";
import { axisOf, type Constant, printSizes, scalarOf } from "../constant.js";
import { axesInGraphOrder, axisAtoms, elementwise, inGraphOrder, onnxIndices, relaid } from "../layout.js";
import { refusal } from "../refusal.js";
import { atomsOf, dataAxes, printSignal, type Signal, sizeOf, type Value, viewOf } from "../signal.js";

export const ACTIVATION_OPERATORS: readonly Operator[] = [
  {
    operator: "Relu",
    support: "supported",
    how: "relu",
    read: (call) => elementwise(call, settle(call, signalInput(call)), { kind: "relu" }),
  },
  {
    operator: "Clip",
    support: "supported",
    how: "from 0 on: relu, with the upper bound as its cap; without bounds nothing; other lower bounds are refused",
    read: clip,
  },
  {
    operator: "BatchNormalization",
    support: "supported",
    how: "batchNorm, as at inference; in training mode refused",
    attributes: ["epsilon", "momentum", "training_mode", "spatial"],
    read: batchNormalization,
  },
  {
    operator: "Softmax",
    support: "supported",
    how: "softmax over its axis (up to operator set 12: over all axes from it on)",
    attributes: ["axis"],
    read: softmax,
  },
  {
    operator: "LogSoftmax",
    support: "approximated",
    how: "left out at the end of the network, where it changes no decision; elsewhere refused",
    attributes: ["axis"],
    read: (call) => {
      const signal = signalInput(call);
      softmaxAxes(call, signal);
      if (!call.isFinal) throw refusal("it is not the last operator; only there may it be left out", "Export the model up to its logits.");
      call.note("it is left out: the outputs are the logits, of which the largest is the same");
      return signal;
    },
  },
];

function clip(call: Call): Value {
  const signal = settle(call, signalInput(call));
  const bound = (at: number, what: string): number | undefined => {
    const constant = optionalConstant(call, at, what);
    return constant === undefined ? undefined : scalarOf(constant, what);
  };
  const low = bound(1, "lower bound") ?? -Infinity;
  const high = bound(2, "upper bound") ?? Infinity;
  const isNonNegative = signal.sources.length === 1 && signal.sources[0].node.kind === "relu";
  if (low === -Infinity && high === Infinity) return signal;
  if ((low === 0 || (low < 0 && isNonNegative)) && high > 0)
    return elementwise(call, signal, { kind: "relu", ...(high === Infinity ? {} : { cap: high }) });
  throw refusal(`it clips to ${low}..${high}; only 0..c, a capped ReLU, has a node in the graph`, "Replace it by a ReLU or ReLU6 and retrain.");
}

/** gamma (x - mean) / sqrt(variance + epsilon) + beta, by channels: axis 1. */
function batchNormalization(call: Call): Value {
  const signal = settle(call, batchFirst(signalInput(call), "input"));
  if (integerAttribute(call, "training_mode", 0) !== 0) {
    throw refusal("it is in training mode, where it uses the statistics of the batch", "Call model.eval() before the export.");
  }
  if (integerAttribute(call, "spatial", 1) !== 1) throw refusal("it normalises each element by itself (spatial = 0), which is not read");
  if (signal.axes.length < 2) throw refusal(`its input ${printSignal(signal)} has no channels`);
  const channels = sizeOf(signal, 1);
  const parameters = ["gamma", "beta", "mean", "variance"].map((what, i): Constant => {
    const constant = constantInput(call, i + 1, what);
    if (constant.data.length === channels) return constant;
    throw refusal(
      `its ${what} ${printSizes(constant.shape)} has ${constant.data.length} values; its input ${printSignal(signal)} has ${channels} channels`,
    );
  });
  const laid = channelsInPlace(call, signal);
  const indices = onnxIndices(laid, axisAtoms(laid, 1));
  const [gamma, beta, mean, variance] = parameters.map(({ data }) => Float32Array.from(indices, (index) => data[index]));
  return elementwise(call, laid, { kind: "batchNorm", gamma, beta, mean, variance, epsilon: floatAttribute(call, "epsilon", 1e-5) });
}

/** The signal with axis 1 as the graph's channels: the first axis of three, else the last. */
function channelsInPlace(call: Call, signal: Signal): Signal {
  const shape = signal.sources[0].shape;
  const own = graphAxes(signal)[shape.length === 3 ? 0 : shape.length - 1];
  const channels = atomsOf(signal, 1);
  if (own !== undefined && own.join() === inGraphOrder(channels).join()) return signal;
  const positions = axesInGraphOrder(
    signal,
    dataAxes(signal).filter((axis) => axis !== 1),
  );
  if (positions.length > 2) throw refusal(`its input ${printSignal(signal)} has ${positions.length} axes of positions; the graph has at most 2`);
  const axes = positions.length === 2 ? [1, ...positions.sort((a, b) => a - b)] : [...positions, 1];
  const arranged: Arranged = arrange(
    call,
    signal,
    axes.map((axis) => axisAtoms(signal, axis)),
  );
  return relaid(signal, axes, arranged);
}

function softmax(call: Call): Value {
  const signal = settle(call, signalInput(call));
  const along = softmaxAxes(call, signal);
  const others = axesInGraphOrder(
    signal,
    dataAxes(signal).filter((axis) => !along.includes(axis)),
  );
  const inner = along.flatMap((axis) => axisAtoms(signal, axis));
  const groups = [...others.map((axis) => axisAtoms(signal, axis)), inGraphOrder(inner)];
  const arranged = arrange(call, signal, groups);
  const draft = call.draft({ kind: "softmax" }, arranged.sources, arranged.shape);
  // The same atoms in the order of the groups.
  const order = groups.flat();
  return viewOf(signal, {
    sources: [draft],
    atoms: order.map((atom) => signal.atoms[atom]),
    axes: signal.axes.map((axis) => (axis === "batch" ? axis : axis.map((atom) => order.indexOf(atom)))),
    isExclusive: true,
  });
}

/** The axes over which it sums; up to operator set 12 all from the given one on, as if they were one. */
function softmaxAxes(call: Call, signal: Signal): number[] {
  const rank = signal.axes.length;
  const axis = axisOf(integerAttribute(call, "axis", call.opset < 13 ? 1 : -1), rank);
  const axes = call.opset < 13 ? Array.from({ length: rank - axis }, (_, i) => axis + i) : [axis];
  for (const along of axes) atomsOf(signal, along);
  return axes;
}
