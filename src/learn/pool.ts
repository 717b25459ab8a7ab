/**
 * What lies between the words' products and the head, in typed arrays: a window adds what its words have for it (columns.ts says
 * where), a filter keeps its largest window, and the gradient goes back to the windows that have it. One pass over the products
 * does what as tensors takes dozens of slices, pads, additions and comparisons.
 *
 *     current[text, t, f] = sum over groups of  product[word at t - shift, column of f in the group]
 *     pooled[text, f]     = max over t of current[text, t, f]
 *
 * Sums are rounded to 32 bits after every addition, in the order of the groups, as those of tensors would be.
 */
import type { ColumnPlan } from "./columns.js";

/** Texts side by side and the products of their words. */
export interface WindowInput {
  readonly texts: number;
  /** Positions a text, padding included. */
  readonly positions: number;
  readonly plan: ColumnPlan;
  /** Words of each text, [texts]. */
  readonly lengths: Uint32Array;
  /** Which row of the products a position has, [texts, positions]; nothing reads it behind the end of a text. */
  readonly rowAt: Uint32Array;
}

export interface PooledWindows {
  /** Largest current without bias, [texts, filters]; NO_WINDOW where a text is shorter than the filter's first window. */
  readonly pooled: Float32Array;
  /** First position that has it, [texts, filters]. */
  readonly largestAt: Uint32Array;
  /** All positions that have it, for the numbers text x filters + filter where they are several. */
  readonly ties: ReadonlyMap<number, readonly number[]>;
}

/** So low that the surrogate's slope is exactly 0 there: a text without a window teaches its filter nothing. */
export const NO_WINDOW = -1e30;

/** The largest window of each filter, from the words' products [rows, columns]. */
export function poolWindows(products: Float32Array, input: WindowInput): PooledWindows {
  const { texts, positions, plan, lengths } = input;
  const { filters, firstPosition } = plan;
  const pooled = new Float32Array(texts * filters).fill(NO_WINDOW);
  const largestAt = new Uint32Array(texts * filters);
  const ties = new Map<number, readonly number[]>();
  const currents = new Float32Array(positions * filters);
  const isTied = new Uint8Array(filters);
  for (let text = 0; text < texts; text++) {
    const first = text * filters;
    isTied.fill(0);
    for (let position = 0; position < lengths[text]; position++) {
      const at = position * filters;
      addWindows(products, input, text, position, currents, at);
      for (let f = 0; f < filters; f++) {
        if (position < firstPosition[f]) continue;
        const current = currents[at + f];
        const most = pooled[first + f];
        // What is not a number stays, so that training sees that it exploded.
        if (current > most || Number.isNaN(current)) {
          pooled[first + f] = current;
          largestAt[first + f] = position;
          isTied[f] = 0;
        } else if (current === most) isTied[f] = 1;
      }
    }
    for (let f = 0; f < filters; f++) {
      if (isTied[f] === 1) ties.set(first + f, positionsOf(pooled[first + f], currents, f, filters, firstPosition[f], lengths[text]));
    }
  }
  return { pooled, largestAt, ties };
}

/**
 * Visits where the gradient of the pooled currents, [texts, filters], goes: every word's product that a largest window is made of, by
 * position (counted through all texts, padding included), then by column. Windows of equal size share the gradient.
 */
export function unpoolWindows(
  gradient: Float32Array,
  { largestAt, ties }: PooledWindows,
  { texts, positions, plan, lengths }: WindowInput,
  visit: (position: number, column: number, share: number) => void,
): void {
  const { groups, columns, filters } = plan;
  const shares = new Float32Array(positions * columns);
  const touched = new Uint32Array(positions * columns);
  for (let text = 0; text < texts; text++) {
    let count = 0;
    for (let f = 0; f < filters; f++) {
      const at = text * filters + f;
      if (gradient[at] === 0) continue;
      const windows = ties.get(at) ?? [largestAt[at]];
      for (const window of windows) {
        for (const { shift, columnStart, filterStart } of groups) {
          const source = window - shift;
          if (f < filterStart || source < 0 || source >= lengths[text]) continue;
          const product = source * columns + columnStart + f - filterStart;
          shares[product] = gradient[at] / windows.length;
          touched[count++] = product;
        }
      }
    }
    for (const product of touched.subarray(0, count).sort()) {
      const position = Math.floor(product / columns);
      visit(text * positions + position, product - position * columns, shares[product]);
    }
  }
}

/** The currents of one position, into `currents[at ..]`: two groups at a time, so that sums are loaded and stored half as often. */
function addWindows(
  products: Float32Array,
  { positions, plan, lengths, rowAt }: WindowInput,
  text: number,
  position: number,
  currents: Float32Array,
  at: number,
): void {
  const { groups, columns, filters } = plan;
  currents.fill(0, at, at + filters);
  let held = -1;
  let heldStart = 0;
  for (let g = 0; g < groups.length; g++) {
    const { shift, columnStart, filterStart } = groups[g];
    const source = position - shift;
    if (source < 0 || source >= lengths[text]) continue;
    const from = rowAt[text * positions + source] * columns + columnStart;
    if (held < 0) {
      held = from;
      heldStart = filterStart;
      continue;
    }
    const both = Math.max(heldStart, filterStart);
    addOne(currents, at + heldStart, products, held, both - heldStart);
    addOne(currents, at + filterStart, products, from, both - filterStart);
    addTwo(currents, at + both, products, held + both - heldStart, from + both - filterStart, filters - both);
    held = -1;
  }
  if (held >= 0) addOne(currents, at + heldStart, products, held, filters - heldStart);
}

function addOne(sums: Float32Array, at: number, values: Float32Array, from: number, count: number): void {
  for (let i = 0; i < count; i++) sums[at + i] += values[from + i];
}

function addTwo(sums: Float32Array, at: number, values: Float32Array, first: number, second: number, count: number): void {
  for (let i = 0; i < count; i++) sums[at + i] = Math.fround(sums[at + i] + values[first + i]) + values[second + i];
}

function positionsOf(most: number, currents: Float32Array, f: number, filters: number, first: number, length: number): number[] {
  const found: number[] = [];
  for (let position = first; position < length; position++) if (currents[position * filters + f] === most) found.push(position);
  return found;
}
