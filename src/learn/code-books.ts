/**
 * The shared sub-rows of the word code: a k-means of its own for each group where groups lie side by side; stage after stage on
 * what is left where they overlap, then refined in turns: each stage's sub-row chosen anew with the others held (iterated conditional
 * modes), each table moved to the means of what the others leave.
 */
import type { Random } from "../util/random.js";
import type { CodeGroup } from "./code.js";
import { cluster, nearestCentres, type Points } from "./code-clusters.js";

/** Rows of all words, [words, columns], and how much each word counts. */
export interface WordTable {
  readonly rows: Float32Array;
  readonly columns: number;
  readonly weights: Float64Array;
}

export interface Books {
  readonly books: readonly Book[];
  /** [words, books]; 0 for words that were not fitted. */
  readonly index: Uint16Array;
}

export interface Book {
  readonly group: CodeGroup;
  /** [group.rows, group.columns]. */
  readonly rows: Float32Array;
}

/** Passes over all stages of an additive code. */
const REFINEMENTS = 4;

/** Fits at most `subRows` sub-rows a group to the given words. */
export function fitBooks(
  table: WordTable,
  words: Uint32Array,
  groups: readonly Omit<CodeGroup, "rows">[],
  subRows: number,
  rounds: number,
  random: Random,
): Books {
  const { columns, weights } = table;
  const index = new Uint16Array(weights.length * groups.length);
  // What the groups before leave; of groups side by side, the rows themselves.
  const rest = table.rows.slice();
  const pointsOf = (group: Omit<CodeGroup, "rows">): Points => ({
    table: rest,
    starts: words.map((word) => word * columns + group.columnStart),
    columns: group.columns,
    weights: Float64Array.from(words, (word) => weights[word]),
  });
  const books = groups.map((group, g): Book => {
    const points = pointsOf(group);
    const { centres, count, clusterOf } = cluster(points, subRows, rounds, random);
    words.forEach((word, i) => {
      index[word * groups.length + g] = clusterOf[i];
      shift(rest, points.starts[i], centres, clusterOf[i], group.columns, -1);
    });
    return { group: { ...group, rows: count }, rows: centres };
  });
  if (!overlaps(groups)) return { books, index };
  for (let pass = 0; pass < REFINEMENTS; pass++) {
    books.forEach((book, g) => {
      const points = pointsOf(book.group);
      const { rows: count, columns: width } = book.group;
      const nearest = nearestCentres(book.rows, width);
      const sums = new Float64Array(book.rows.length);
      const totals = new Float64Array(count);
      words.forEach((word, i) => {
        const at = points.starts[i];
        const before = index[word * groups.length + g];
        shift(rest, at, book.rows, before, width, 1);
        const chosen = nearest(rest, at, before);
        index[word * groups.length + g] = chosen;
        totals[chosen] += points.weights[i];
        for (let c = 0; c < width; c++) sums[chosen * width + c] += points.weights[i] * rest[at + c];
      });
      for (let at = 0; at < sums.length; at++) {
        const total = totals[Math.floor(at / width)];
        if (total > 0) book.rows[at] = sums[at] / total;
      }
      words.forEach((word, i) => {
        shift(rest, points.starts[i], book.rows, index[word * groups.length + g], width, -1);
      });
    });
  }
  return { books, index };
}

/** What the books make of each word's row, [words, columns]. */
export function approximate({ rows, columns, weights }: WordTable, { books, index }: Books): Float32Array {
  const sums = new Float32Array(rows.length);
  for (let word = 0; word < weights.length; word++) {
    books.forEach(({ group, rows: own }, g) => {
      shift(sums, word * columns + group.columnStart, own, index[word * books.length + g], group.columns, 1);
    });
  }
  return sums;
}

function overlaps(groups: readonly Omit<CodeGroup, "rows">[]): boolean {
  const sorted = [...groups].sort((a, b) => a.columnStart - b.columnStart);
  return sorted.some(({ columnStart, columns }, i) => i + 1 < sorted.length && columnStart + columns > sorted[i + 1].columnStart);
}

/** Adds sign x a sub-row to table[at ..]. */
function shift(table: Float32Array, at: number, rows: Float32Array, row: number, columns: number, sign: number): void {
  for (let c = 0; c < columns; c++) table[at + c] += sign * rows[row * columns + c];
}
