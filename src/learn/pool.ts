/**
 * What lies between the words' products and the head, in typed arrays: a window adds what its words have for it (columns.ts says
 * where), a filter keeps its largest window, and the gradient goes back to the windows that have it. One pass over the products
 * does what as tensors takes dozens of slices, pads, additions and comparisons.
 *
 *     current[text, t, f] = sum over groups of  product[word at t - shift, column of f in the group]
 *     pooled[text, f]     = max over t of current[text, t, f]
 *
 * Sums have 64 bits and are rounded to 32 once.
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
  /** Last position that has it, [texts, filters]. */
  readonly largestAt: Uint32Array;
  /** 1 where several positions have it, [texts, filters]. */
  readonly isTied: Uint8Array;
}

/** So low that the surrogate's slope is exactly 0 there: a text without a window teaches its filter nothing. */
export const NO_WINDOW = -1e30;

/** The largest window of each filter, from the words' products [rows, columns]. */
export function poolWindows(products: Float32Array, input: WindowInput): PooledWindows {
  const { texts, plan, lengths } = input;
  const { filters } = plan;
  const result = {
    pooled: new Float32Array(texts * filters).fill(NO_WINDOW),
    largestAt: new Uint32Array(texts * filters),
    isTied: new Uint8Array(texts * filters),
  };
  const ranges = filterRanges(plan);
  const from = new Uint32Array(plan.groups.length);
  for (let text = 0; text < texts; text++) {
    for (const range of ranges) {
      for (let position = range.first; position < lengths[text]; position++) {
        const words = wordsOfWindow(input, range, text, position, from);
        keepLargest(products, from, words, result, text * filters + range.start, range.end - range.start, position);
      }
    }
  }
  return result;
}

/**
 * Adds the gradient of the pooled currents, [texts, filters], to `ofProducts`, that of the products, [rows, columns]: it goes to the
 * words of the largest window; windows of equal size share it.
 */
export function unpoolWindows(
  gradient: Float32Array,
  largest: PooledWindows,
  products: Float32Array,
  input: WindowInput,
  ofProducts: Float32Array,
): void {
  const { texts, plan } = input;
  const ranges = filterRanges(plan);
  const from = new Uint32Array(plan.groups.length);
  for (let text = 0; text < texts; text++) {
    for (const range of ranges) {
      for (let f = range.start; f < range.end; f++) {
        const at = text * plan.filters + f;
        if (gradient[at] === 0) continue;
        const windows = largest.isTied[at] === 0 ? [largest.largestAt[at]] : tiedWindows(products, input, range, text, f, largest.pooled[at]);
        for (const position of windows) {
          const words = wordsOfWindow(input, range, text, position, from);
          for (let word = 0; word < words; word++) ofProducts[from[word] + f - range.start] += gradient[at] / windows.length;
        }
      }
    }
  }
}

/** All positions whose window is as large as the largest, summed as `keepLargest` sums. */
function tiedWindows(products: Float32Array, input: WindowInput, range: FilterRange, text: number, f: number, most: number): readonly number[] {
  const from = new Uint32Array(input.plan.groups.length);
  const tied: number[] = [];
  for (let position = range.first; position < input.lengths[text]; position++) {
    const words = wordsOfWindow(input, range, text, position, from);
    let current = 0;
    for (let word = 0; word < words; word++) current += products[from[word] + f - range.start];
    if (Math.fround(current) === most) tied.push(position);
  }
  return tied;
}

/** Filters of one kernel size: they have the same groups and the same first window. */
interface FilterRange {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly groups: ColumnPlan["groups"];
}

function filterRanges({ groups, filters, firstPosition }: ColumnPlan): readonly FilterRange[] {
  const starts = [...new Set(groups.map(({ filterStart }) => filterStart))].sort((a, b) => a - b);
  return starts.map((start, i) => ({
    start,
    end: starts[i + 1] ?? filters,
    first: firstPosition[start],
    groups: groups.filter(({ filterStart }) => filterStart <= start),
  }));
}

/** Where each word of a window has the range's first product, into `from`; returns how many words there are. */
function wordsOfWindow(
  { positions, plan, lengths, rowAt }: WindowInput,
  range: FilterRange,
  text: number,
  position: number,
  from: Uint32Array,
): number {
  let words = 0;
  for (const { shift, columnStart, filterStart } of range.groups) {
    const source = position - shift;
    if (source < 0 || source >= lengths[text]) continue;
    from[words++] = rowAt[text * positions + source] * plan.columns + columnStart + range.start - filterStart;
  }
  return words;
}

/** Holds the windows of `count` filters at one position against the largest so far. Sums of up to five words are written out: a filter is then a load a word and a comparison. */
function keepLargest(
  values: Float32Array,
  from: Uint32Array,
  words: number,
  largest: PooledWindows,
  at: number,
  count: number,
  position: number,
): void {
  const [a, b, c, d, e] = from;
  if (words === 1) for (let f = 0; f < count; f++) keep(largest, at + f, values[a + f], position);
  else if (words === 2) for (let f = 0; f < count; f++) keep(largest, at + f, values[a + f] + values[b + f], position);
  else if (words === 3) for (let f = 0; f < count; f++) keep(largest, at + f, values[a + f] + values[b + f] + values[c + f], position);
  else if (words === 4)
    for (let f = 0; f < count; f++) keep(largest, at + f, values[a + f] + values[b + f] + values[c + f] + values[d + f], position);
  else {
    for (let f = 0; f < count; f++) {
      let current = values[a + f] + values[b + f] + values[c + f] + values[d + f] + values[e + f];
      for (let word = 5; word < words; word++) current += values[from[word] + f];
      keep(largest, at + f, current, position);
    }
  }
}

function keep({ pooled, largestAt, isTied }: PooledWindows, at: number, sum: number, position: number): void {
  const current = Math.fround(sum);
  const most = pooled[at];
  // What is not a number stays, so that training sees that it exploded.
  if (current < most || Number.isNaN(most)) return;
  isTied[at] = current === most ? 1 : 0;
  pooled[at] = current;
  largestAt[at] = position;
}
