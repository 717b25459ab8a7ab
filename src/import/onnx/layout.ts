/** Helpers of readers that choose a layout: axes in the graph's order, nodes that keep it, weights that follow it. */
import type { Unnamed } from "../builder.js";
import type { Arranged } from "./arrange.js";
import { stridesOf } from "./constant.js";
import type { Drafting } from "./draft.js";
import { type Signal, signalOf, viewOf } from "./signal.js";

/** The atoms of an ONNX axis; none for the batch. */
export function axisAtoms(signal: Signal, axis: number): readonly number[] {
  const atoms = signal.axes[axis];
  return atoms === "batch" ? [] : atoms;
}

/** These ONNX axes in the order in which the graph holds them, those of size 1 left out. */
export function axesInGraphOrder(signal: Signal, axes: readonly number[]): number[] {
  return axes.filter((axis) => axisAtoms(signal, axis).length > 0).sort((a, b) => axisAtoms(signal, a)[0] - axisAtoms(signal, b)[0]);
}

/** The signal as arranged with these ONNX axes, one axis of the graph each. */
export function relaid(signal: Signal, axes: readonly number[], arranged: Arranged): Signal {
  const layout = signal.axes.map((atoms, axis) => (atoms === "batch" ? atoms : axes.includes(axis) ? axes.indexOf(axis) : undefined));
  return viewOf(signalOf(signal, arranged.sources[0], layout), { sources: arranged.sources });
}

/** A node that keeps shape and layout. */
export function elementwise(drafting: Drafting, signal: Signal, node: Unnamed, role?: string): Signal {
  const draft = drafting.draft(node, signal.sources, signal.sources[0].shape, role);
  return viewOf(signal, { sources: [draft], isExclusive: true });
}

/** Sorted atoms: the order in which the graph holds what ONNX lists as `atoms`. */
export function inGraphOrder(atoms: readonly number[]): number[] {
  return [...atoms].sort((a, b) => a - b);
}

/** Where each element of `atoms` in the graph's order stands in ONNX's: how a weight's inputs are to be permuted. */
export function onnxIndices(signal: Signal, atoms: readonly number[]): Int32Array {
  const own = stridesOf(atoms.map((atom) => signal.atoms[atom]));
  const order = inGraphOrder(atoms);
  const sizes = order.map((atom) => signal.atoms[atom]);
  const strides = order.map((atom) => own[atoms.indexOf(atom)]);
  const indices = new Int32Array(sizes.reduce((product, size) => product * size, 1));
  const counter = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < indices.length; to++) {
    indices[to] = from;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++counter[axis] < sizes[axis]) break;
      from -= strides[axis] * sizes[axis];
      counter[axis] = 0;
    }
  }
  return indices;
}
