/** Reshapes as views: the atoms of a signal's axes dealt out to other axes, split where an axis is. */
import { arrange, settle } from "./arrange.js";
import { BATCH, LENGTH, printSizes } from "./constant.js";
import type { Drafting } from "./draft.js";
import { refusal } from "./refusal.js";
import { type Axis, mixesBatch, printSignal, type Signal, viewOf } from "./signal.js";

/** What is still to be dealt out, in ONNX's order: the batch, or `size` of an atom (-1 for a variable length). */
interface Piece {
  readonly atom: number | "batch";
  readonly size: number;
}

/**
 * The signal under ONNX's new sizes: numbers, BATCH, LENGTH, one -1 for what is left. Refuses a reshape that treats the
 * samples of a batch together, and sizes that do not fit.
 */
export function regroup(drafting: Drafting, unsettled: Signal, sizes: readonly number[]): Signal {
  const signal = settle(drafting, unsettled);
  const dealt = deal(signal, sizes);
  if (dealt !== undefined) return dealt;
  // An axis that cuts across the order of the graph's value: lay the value out in ONNX's order first.
  const order = signal.axes.flatMap((axis) => (axis === "batch" ? [] : axis));
  const { sources, shape } = arrange(
    drafting,
    signal,
    order.map((atom) => [atom]),
  );
  let atom = 0;
  const axes = signal.axes.map((axis): Axis => (axis === "batch" ? axis : axis.map(() => atom++)));
  const again = deal(viewOf(signal, { sources, atoms: shape, axes }), sizes);
  if (again === undefined) throw doesNotFit(signal, sizes);
  return again;
}

/** Undefined where a size ends within an atom that does not divide. */
function deal(signal: Signal, sizes: readonly number[]): Signal | undefined {
  const left = piecesOf(signal);
  const open = sizes.indexOf(-1);
  if (sizes.indexOf(-1, open + 1) > open && open >= 0) throw refusal(`its new shape ${printSizes(sizes)} leaves two sizes open`);
  const front: Piece[][] = [];
  const back: Piece[][] = [];
  for (const size of open < 0 ? sizes : sizes.slice(0, open)) {
    const taken = take(signal, sizes, left, size, "front");
    if (taken === undefined) return undefined;
    front.push(taken);
  }
  for (const size of open < 0 ? [] : sizes.slice(open + 1).reverse()) {
    const taken = take(signal, sizes, left, size, "back");
    if (taken === undefined) return undefined;
    back.unshift(taken);
  }
  if (open < 0 && left.length > 0) {
    if (left.every(({ atom }) => atom === "batch")) throw mixesBatch(signal, `has no place for the batch in its new shape ${printSizes(sizes)}`);
    throw doesNotFit(signal, sizes);
  }
  return dealtOut(signal, sizes, [...front, ...(open < 0 ? [] : [left]), ...back]);
}

/** Takes pieces of `size` elements off one end; undefined where the piece there does not divide so. */
function take(signal: Signal, sizes: readonly number[], left: Piece[], size: number, end: "front" | "back"): Piece[] | undefined {
  const taken: Piece[] = [];
  const put = (piece: Piece): void => {
    if (end === "front") taken.push(piece);
    else taken.unshift(piece);
  };
  const next = end === "front" ? left[0] : left.at(-1);
  const drop = (): void => {
    if (end === "front") left.shift();
    else left.pop();
  };
  const isBatchSize = size === BATCH || size === signal.batch || (size === 1 && signal.batch === BATCH);
  if (next?.atom === "batch" && isBatchSize) {
    drop();
    return [next];
  }
  if (next?.size === -1 && size === LENGTH) {
    drop();
    return [next];
  }
  if (size < 1 || !Number.isSafeInteger(size)) throw doesNotFit(signal, sizes);
  let rest = size;
  while (rest > 1) {
    const piece = end === "front" ? left[0] : left.at(-1);
    if (piece === undefined || piece.size === -1) throw doesNotFit(signal, sizes);
    if (piece.atom === "batch") throw mixesBatch(signal, `joins the batch with another axis in its new shape ${printSizes(sizes)}`);
    drop();
    if (rest % piece.size === 0) {
      put(piece);
      rest /= piece.size;
    } else if (piece.size % rest === 0) {
      put({ atom: piece.atom, size: rest });
      const remaining = { atom: piece.atom, size: piece.size / rest };
      if (end === "front") left.unshift(remaining);
      else left.push(remaining);
      rest = 1;
    } else return undefined;
  }
  return taken;
}

/** The signal whose axes are these lists of pieces, each atom cut into its pieces. */
function dealtOut(signal: Signal, sizes: readonly number[], lists: readonly (readonly Piece[])[]): Signal {
  const pieces = lists.flat();
  const atoms: number[] = [];
  const place = new Map<Piece, number>();
  signal.atoms.forEach((_, atom) => {
    for (const piece of pieces) {
      if (piece.atom !== atom) continue;
      place.set(piece, atoms.length);
      atoms.push(piece.size);
    }
  });
  const axes = lists.map((list): Axis => {
    if (!list.some(({ atom }) => atom === "batch")) return list.map((piece) => place.get(piece) ?? 0);
    if (list.length > 1) throw mixesBatch(signal, `joins the batch with another axis in its new shape ${printSizes(sizes)}`);
    return "batch";
  });
  return viewOf(signal, { atoms, axes });
}

/** A signal's content in ONNX's order; atoms that follow each other both there and in the graph are one piece, named by the first. */
function piecesOf(signal: Signal): Piece[] {
  const pieces: Piece[] = [];
  let previous: number | "batch" = "batch";
  for (const item of signal.axes.flatMap((axis): readonly (number | "batch")[] => (axis === "batch" ? [axis] : axis))) {
    const last = pieces.at(-1);
    if (item === "batch") pieces.push({ atom: item, size: signal.batch });
    else if (last === undefined || previous === "batch" || item !== previous + 1 || last.size === -1)
      pieces.push({ atom: item, size: signal.atoms[item] });
    else pieces.splice(-1, 1, { atom: last.atom, size: last.size * signal.atoms[item] });
    previous = item;
  }
  return pieces;
}

function doesNotFit(signal: Signal, sizes: readonly number[]): Error {
  return refusal(`its new shape ${printSizes(sizes)} does not fit its input ${printSignal(signal)}`);
}
