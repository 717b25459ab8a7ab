/** Brings a signal into the layout that a node of the graph wants, with as few nodes as that takes: often none. */
import type { Shape } from "../../graph/graph.js";
import type { Draft, Drafting } from "./draft.js";
import { refusal } from "./refusal.js";
import { isVariable, printSignal, type Signal, viewOf } from "./signal.js";

/** Drafts whose sum has the wanted shape. */
export interface Arranged {
  readonly sources: readonly Draft[];
  readonly shape: Shape;
}

/**
 * The signal with axis i of the graph's shape made of the atoms `groups[i]`, the outermost first; an empty group is an
 * axis of size 1. Every atom is in one group. Pending zeros are not the matter here: see `settle`.
 */
export function arrange(drafting: Drafting, signal: Signal, groups: readonly (readonly number[])[]): Arranged {
  const order = groups.flat();
  const target = groups.length === 0 ? [1] : groups.map((group) => product(signal, group));
  if (isVariable(signal, 0) && (groups[0]?.length !== 1 || groups[0][0] !== 0)) {
    throw refusal(
      `it needs the variable length of a text elsewhere than as the first axis (its input is ${printSignal(signal)})`,
      "Give --length, the number of positions that every text is brought to.",
    );
  }
  const start: Arranged = { sources: signal.sources, shape: signal.sources[0].shape };
  const inOrder = order.every((atom, i) => i === atom) ? start : transposed(drafting, signal, start, order);
  return regrouped(drafting, inOrder, target);
}

/** The signal with its pending zeros drafted as a node; itself where there are none. */
export function settle(drafting: Drafting, signal: Signal): Signal {
  if (signal.padding.size === 0) return signal;
  if (signal.padding.has(0) && isVariable(signal, 0)) {
    throw refusal(
      `zeros around a text of variable length (${printSignal(signal)}) are only read in front of a convolution`,
      "Give --length, the number of positions that every text is brought to.",
    );
  }
  // The pad stands on the graph's own axes where each of the padded atoms is one of them, else on the atoms.
  const shape = signal.sources[0].shape;
  const axisOfAtom = graphAxes(signal);
  const onGraph = [...signal.padding.keys()].every((atom) => axisOfAtom.some((atoms) => atoms?.length === 1 && atoms[0] === atom));
  const from = onGraph
    ? { sources: signal.sources, shape }
    : arrange(
        drafting,
        signal,
        signal.atoms.map((_, atom) => [atom]),
      );
  const atomAt = onGraph ? axisOfAtom.map((atoms) => (atoms?.length === 1 ? atoms[0] : undefined)) : signal.atoms.map((_, atom) => atom);
  const before = atomAt.map((atom) => (atom === undefined ? 0 : (signal.padding.get(atom)?.before ?? 0)));
  const after = atomAt.map((atom) => (atom === undefined ? 0 : (signal.padding.get(atom)?.after ?? 0)));
  const padded = from.shape.map((size, axis) => (size === -1 ? -1 : size + before[axis] + after[axis]));
  const pad = drafting.draft({ kind: "pad", before, after }, from.sources, padded, "pad");
  const atoms = signal.atoms.map((size, atom) => {
    const zeros = signal.padding.get(atom);
    return zeros === undefined ? size : size + zeros.before + zeros.after;
  });
  return viewOf(signal, { sources: [pad], atoms, padding: new Map(), isExclusive: true });
}

/** The atoms that each axis of the graph's shape is made of; undefined where one of them spans several axes. */
export function graphAxes(signal: Signal): (readonly number[] | undefined)[] {
  const atomEnds = endsOf(signal.atoms);
  let start = 1;
  return endsOf(signal.sources[0].shape).map((end) => {
    const first = start === 1 ? 0 : atomEnds.indexOf(start) + 1;
    const last = end === 1 ? -1 : atomEnds.indexOf(end);
    const isWhole = (start === 1 || first > 0) && (end === 1 || last >= 0);
    start = end;
    return isWhole ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : undefined;
  });
}

/** Products of the sizes up to each: where two cuts of the same elements agree. The variable length counts as any number. */
function endsOf(sizes: readonly number[]): number[] {
  let end = 1;
  return sizes.map((size) => {
    end *= size === -1 ? 2 : size;
    return end;
  });
}

/** A permutation of the graph's axes where that does it, else of the runs of atoms that stay together. */
function transposed(drafting: Drafting, signal: Signal, start: Arranged, order: readonly number[]): Arranged {
  const axes = permutationOf(graphAxes(signal), order);
  if (axes !== undefined) return transpose(drafting, start, axes);
  const runs = runsOf(signal, order);
  const inGraphOrder = [...runs].sort((a, b) => a[0] - b[0]);
  const cut = regrouped(
    drafting,
    start,
    inGraphOrder.map((run) => product(signal, run)),
  );
  return transpose(
    drafting,
    cut,
    runs.map((run) => inGraphOrder.indexOf(run)),
  );
}

function transpose(drafting: Drafting, from: Arranged, axes: readonly number[]): Arranged {
  const shape = axes.map((axis) => from.shape[axis]);
  return { sources: [drafting.draft({ kind: "transpose", axes }, from.sources, shape, "transpose")], shape };
}

/** The order of whole graph axes that gives this order of atoms; undefined where it cuts an axis or one of size 1 is in the way. */
function permutationOf(graph: readonly (readonly number[] | undefined)[], order: readonly number[]): number[] | undefined {
  const axes: number[] = [];
  for (let at = 0; at < order.length; ) {
    const axis = graph.findIndex((atoms) => atoms?.[0] === order[at]);
    const atoms = graph[axis];
    if (atoms === undefined || atoms.some((atom, i) => order[at + i] !== atom)) return undefined;
    axes.push(axis);
    at += atoms.length;
  }
  return axes.length === graph.length ? axes : undefined;
}

/** Maximal pieces of `order` whose atoms follow each other in the graph too; a text's length stays alone. */
function runsOf(signal: Signal, order: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const atom of order) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === atom - 1 && !isVariable(signal, atom - 1)) run.push(atom);
    else runs.push([atom]);
  }
  return runs;
}

/** The same elements in the same order under another shape: a flatten where that says it, else a reshape. */
function regrouped(drafting: Drafting, from: Arranged, target: Shape): Arranged {
  if (from.shape.length === target.length && from.shape.every((size, axis) => size === target[axis])) return from;
  const merged = from.shape.length - target.length;
  const firstOdd = target.findIndex((size, axis) => size !== from.shape[axis]);
  const start = firstOdd < 0 ? target.length - 1 : firstOdd;
  const end = start + merged;
  const isFlatten =
    merged > 0 &&
    target.slice(start + 1).every((size, axis) => size === from.shape[end + 1 + axis]) &&
    !from.shape.slice(start, end + 1).includes(-1);
  const draft = isFlatten
    ? drafting.draft({ kind: "flatten", startDim: start, endDim: end === from.shape.length - 1 ? -1 : end }, from.sources, target, "flatten")
    : drafting.draft({ kind: "reshape", shape: target }, from.sources, target, "reshape");
  return { sources: [draft], shape: target };
}

function product(signal: Signal, atoms: readonly number[]): number {
  if (atoms.length > 1 && atoms.some((atom) => isVariable(signal, atom))) {
    throw refusal(
      `it joins the variable length of a text with another axis (its input is ${printSignal(signal)})`,
      "Give --length, the number of positions that every text is brought to.",
    );
  }
  return atoms.reduce((size, atom) => size * signal.atoms[atom], 1);
}
