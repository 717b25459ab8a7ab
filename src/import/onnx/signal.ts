/**
 * Signals: tensors that depend on the network's input, as views on what nodes of the graph give.
 *
 * ONNX and the graph order axes differently (channels first against [length, channels]), and exporters wrap every layer
 * in transposes, reshapes, squeezes and unsqueezes. None of these becomes a node: a signal says which part of the graph's
 * value each ONNX axis is, such an operator only rewrites that, and where a reader needs a certain layout, arrange.ts
 * drafts what is missing, mostly nothing.
 *
 * The graph's value is cut into atoms, sizes whose row-major product it is. An ONNX axis is the batch, or a list of
 * atoms, the outermost first; the empty list is an axis of size 1. [N, C, H, W] on a plane [C, H, W] has the atoms
 * C, H, W and the axes batch, [0], [1], [2]; flattened by the file batch, [0, 1, 2]; as channels last batch, [1], [2], [0].
 */

import { BATCH, type Constant, LENGTH, printSizes } from "./constant.js";
import type { Draft } from "./draft.js";
import { refusal } from "./refusal.js";

export type Axis = "batch" | readonly number[];

export interface Signal {
  readonly kind: "signal";
  /** Drafts of one shape whose sum it is. */
  readonly sources: readonly Draft[];
  /** Sizes, none of them 1; -1, only as the first, is the variable length of a text. */
  readonly atoms: readonly number[];
  readonly axes: readonly Axis[];
  /** Zeros that a Pad has asked for around atoms, not yet drafted: a convolution takes them as its padding. */
  readonly padding: ReadonlyMap<number, Zeros>;
  /** Samples a batch; BATCH where the file leaves it open. */
  readonly batch: number;
  /** Integers come from inputs only: token ids, or values that are cast. */
  readonly isInteger: boolean;
  /** Does nothing else read its source? */
  readonly isExclusive: boolean;
}

export interface Zeros {
  readonly before: number;
  readonly after: number;
}

/** What a tensor's name stands for: `unknown` follows a node that was refused. */
export type Value = Constant | Signal | { readonly kind: "unknown" };

export const UNKNOWN: Value = { kind: "unknown" };

const NO_PADDING: ReadonlyMap<number, Zeros> = new Map();

/**
 * What a draft gives, as a signal like `like`. `layout` says for each ONNX axis which axis of the draft's shape it is;
 * undefined for an axis of size 1 that the draft does not have.
 */
export function signalOf(like: Pick<Signal, "batch" | "isInteger">, source: Draft, layout: readonly ("batch" | number | undefined)[]): Signal {
  const atoms: number[] = [];
  const atomOf = source.shape.map((size): readonly number[] => {
    if (size === 1) return [];
    atoms.push(size);
    return [atoms.length - 1];
  });
  const axes = layout.map((axis): Axis => (axis === "batch" ? axis : axis === undefined ? [] : atomOf[axis]));
  return viewOf(
    { kind: "signal", sources: [source], atoms, axes, padding: NO_PADDING, batch: like.batch, isInteger: like.isInteger, isExclusive: true },
    { atoms, axes },
  );
}

/** The same signal seen differently. */
export function viewOf(
  signal: Signal,
  change: Partial<Pick<Signal, "sources" | "atoms" | "axes" | "padding" | "isInteger" | "isExclusive">>,
): Signal {
  return { ...signal, ...change };
}

/** Sizes of a signal's ONNX axes; BATCH and LENGTH where they are open. */
export function sizesOf(signal: Signal): number[] {
  return signal.axes.map((_, axis) => sizeOf(signal, axis));
}

/** Size of one ONNX axis, pending zeros included. */
export function sizeOf(signal: Signal, axis: number): number {
  const atoms = signal.axes[axis];
  if (atoms === "batch") return signal.batch;
  return atoms.reduce((product, atom) => {
    if (signal.atoms[atom] === -1 || product === LENGTH) return LENGTH;
    const zeros = signal.padding.get(atom);
    return product * (signal.atoms[atom] + (zeros?.before ?? 0) + (zeros?.after ?? 0));
  }, 1);
}

/** Shape as the user knows it, for diagnostics. */
export function printSignal(signal: Signal): string {
  return printSizes(sizesOf(signal));
}

/** The atoms of an ONNX axis. Refuses the batch. */
export function atomsOf(signal: Signal, axis: number): readonly number[] {
  const atoms = signal.axes[axis];
  if (atoms !== "batch") return atoms;
  throw mixesBatch(signal, `works along axis ${axis}, which is the batch`);
}

/** ONNX axes other than the batch. */
export function dataAxes(signal: Signal): number[] {
  return signal.axes.flatMap((atoms, axis) => (atoms === "batch" ? [] : [axis]));
}

/** Is this atom the variable length of a text? */
export function isVariable(signal: Signal, atom: number): boolean {
  return signal.atoms[atom] === -1;
}

/** Elements of one sample; a variable length counts once. */
export function sampleSize(signal: Signal): number {
  return signal.atoms.reduce((product, size) => (size === -1 ? product : product * size), 1);
}

/** The refusal of whatever treats samples of a batch together. */
export function mixesBatch(signal: Signal, what: string): Error {
  return refusal(
    `it ${what} (its input is ${printSignal(signal)}${signal.batch === BATCH ? "" : `, a batch of ${signal.batch}`}); samples are run one by one`,
    "Export the model so that the batch stays an axis of its own: flatten from axis 1, squeeze named axes only.",
  );
}
