/** Reductions over positions: pools over all of them. */
import { type Arranged, arrange, settle } from "../arrange.js";
import { axesOf, type Call, integerAttribute, type Operator, signalInput } from "../call.js";
import { axisOf } from "../constant.js";
import { axesInGraphOrder, axisAtoms, inGraphOrder } from "../layout.js";
import { refusal } from "../refusal.js";
import { type Axis, atomsOf, dataAxes, isVariable, printSignal, type Signal, type Value, viewOf } from "../signal.js";

export type Reduction = "max" | "average" | "sum";

export const REDUCTION_OPERATORS: readonly Operator[] = [
  {
    operator: "ReduceMax",
    support: "supported",
    how: "globalPool; over the batch: refused",
    attributes: ["axes", "keepdims", "noop_with_empty_axes"],
    read: (call) => reduce(call, "max", 18),
  },
  {
    operator: "ReduceMean",
    support: "supported",
    how: "globalPool; over the batch: refused",
    attributes: ["axes", "keepdims", "noop_with_empty_axes"],
    read: (call) => reduce(call, "average", 18),
  },
  {
    operator: "ReduceSum",
    support: "supported",
    how: "globalPool; over the batch: refused",
    attributes: ["axes", "keepdims", "noop_with_empty_axes"],
    read: (call) => reduce(call, "sum", 13),
  },
];

function reduce(call: Call, operation: Reduction, axesAreInputSince: number): Value {
  const signal = signalInput(call);
  const given = axesOf(call, axesAreInputSince);
  const isEmpty = given === undefined || given.length === 0;
  if (isEmpty && integerAttribute(call, "noop_with_empty_axes", 0) !== 0) return signal;
  const rank = signal.axes.length;
  const axes = isEmpty ? signal.axes.map((_, axis) => axis) : given.map((axis) => axisOf(axis, rank));
  return poolPositions(call, signal, [...new Set(axes)], operation, integerAttribute(call, "keepdims", 1) !== 0);
}

/** One value for all positions along these ONNX axes, for each element of the others. */
export function poolPositions(call: Call, unsettled: Signal, axes: readonly number[], operation: Reduction, keepsAxes: boolean): Signal {
  const signal = settle(call, unsettled);
  const reduced = axes.flatMap((axis) => atomsOf(signal, axis));
  const others = dataAxes(signal).filter((axis) => !axes.includes(axis));
  const kept = inGraphOrder(others.flatMap((axis) => axisAtoms(signal, axis)));
  if (kept.some((atom) => isVariable(signal, atom))) {
    throw refusal(`it reduces axes ${axes.join(", ")} of ${printSignal(signal)} and keeps the variable length, for which the graph has no node`);
  }
  const dropped = (axis: number): boolean => axes.includes(axis) && !keepsAxes;
  const seen = (rename: (atom: number) => number): Axis[] =>
    signal.axes
      .filter((_, axis) => !dropped(axis))
      .map((atoms) => (atoms === "batch" ? atoms : atoms.filter((atom) => !reduced.includes(atom)).map(rename)));
  if (reduced.length === 0) return viewOf(signal, { axes: seen((atom) => atom) });
  const { sources } = positions(call, signal, axes, reduced, kept);
  const size = kept.reduce((product, atom) => product * signal.atoms[atom], 1);
  const draft = call.draft({ kind: "globalPool", operation }, sources, [size]);
  return viewOf(signal, {
    sources: [draft],
    atoms: kept.map((atom) => signal.atoms[atom]),
    axes: seen((atom) => kept.indexOf(atom)),
    isExclusive: true,
  });
}

/** [channels, height, width] where the channels come first already, else [positions, channels]. */
function positions(call: Call, signal: Signal, axes: readonly number[], reduced: readonly number[], kept: readonly number[]): Arranged {
  const order = inGraphOrder(reduced);
  const channelsFirst = kept.length > 0 && kept[kept.length - 1] < order[0];
  if (!channelsFirst) return arrange(call, signal, [order, kept]);
  const planes = axesInGraphOrder(signal, axes).map((axis) => inGraphOrder(axisAtoms(signal, axis)));
  const isOrdered = planes.length === 2 && planes.flat().every((atom, i) => atom === order[i]);
  return arrange(call, signal, isOrdered ? [kept, ...planes] : [kept, order, []]);
}
