/**
 * A spiking model -> the same model with coded words: its pre-multiplied rows, in units of the thresholds, are quantised. Words
 * weigh count^0.75 (idea of such codes: Shu and Nakayama 2017, arXiv 1711.01068, there for embeddings).
 */
import type { TokenizedTexts } from "../text/types.js";
import { concatenateFloats } from "../util/arrays.js";
import { inputError } from "../util/diagnostics.js";
import { createRandom, type Random } from "../util/random.js";
import { type CodeGroup, NO_ROW, type WordCode } from "./code.js";
import { approximate, type Books, fitBooks, type WordTable } from "./code-books.js";
import { cluster, nearestCentres } from "./code-clusters.js";
import { columnBlocks, orderFilters, reorderFilters } from "./code-filters.js";
import { planColumns } from "./columns.js";
import { foldBigrams } from "./fold-bigrams.js";
import { multipliedRows, multiply, toRowSpace } from "./row-space.js";
import { checkTextCnn, type TextCnn } from "./textcnn.js";
import { absorbThresholds } from "./train.js";

export type CodeScheme = "block" | "additive";

export interface CodeOptions {
  /** `block`: groups of columns side by side, each within one offset of a kernel; `additive`: stages that each cover all columns. */
  readonly scheme: CodeScheme;
  /** Groups or stages, events a word. Block: a multiple of the sum of the kernel sizes that divides the filters evenly. */
  readonly groups: number;
  /** Sub-rows of each group, at most. */
  readonly subRows: number;
  /** Words that keep a row of their own, all but one at most: those of the largest count x error. */
  readonly ownRows: number;
  /** Rows of the wide path that the other words share. */
  readonly classRows: number;
  /** Hashed pairs on 2^bits rows instead of more. */
  readonly bigramHashBits?: number;
  /** Vectors, in the embedding's space, of words that training never saw, [n, dimensions]: they become the last words. */
  readonly unseen?: Float32Array;
  readonly seed: number;
}

/** Rounds of k-means for choosing who gets an own row, and for the code of the others. */
const FIRST_ROUNDS = 4;
const ROUNDS = 12;

/**
 * Codes the words of a spiking model; `texts` are those it was trained on. The result has thresholds of 1, its
 * filters may be in another order. Throws SnncError (input) `code-groups` for groups that the kernels do not have.
 */
export function codeWords(spiking: TextCnn, texts: Pick<TokenizedTexts, "start" | "ids">, options: CodeOptions): TextCnn {
  const random = createRandom(options.seed);
  const counts = effectiveCounts(texts.ids, spiking.vocabularySize);
  const weights = counts.map((count) => count ** 0.75);
  const { source, groups } = inGroups(absorbThresholds(spiking), weights, options);
  const model = toRowSpace(source);
  const table: WordTable = { rows: model.embedding, columns: model.dimensions, weights };
  const ownWords = options.ownRows === 0 ? new Uint32Array(0) : costliest(table, counts, groups, options, random);
  const ownRow = new Uint32Array(weights.length).fill(NO_ROW);
  ownWords.forEach((word, row) => {
    ownRow[word] = row;
  });
  const sharing = Uint32Array.from(weights, (_, word) => word).filter((word) => ownRow[word] === NO_ROW);
  const fitted = fitBooks(table, sharing, groups, options.subRows, ROUNDS, random);
  const wide = codeWide(model, weights, ownWords, sharing, options.classRows, random);
  const code: WordCode = {
    trainedWords: weights.length,
    ownRows: ownWords.length,
    ownRow,
    groups: fitted.books.map((book) => book.group),
    index: fitted.index,
    classRows: wide?.classRows ?? 0,
    classIndex: wide?.classIndex ?? new Uint16Array(weights.length),
  };
  const unseen = options.unseen === undefined ? undefined : multiply(options.unseen, source, planColumns(source));
  const coded: TextCnn = {
    ...(options.bigramHashBits === undefined ? model : foldBigrams(model, options.bigramHashBits, texts)),
    ...(unseen === undefined ? { code } : withUnseen(model, code, unseen, fitted, wide?.likeUnknown ?? 0)),
    embedding: concatenateFloats([
      ...Array.from(ownWords, (word) => rowOf(model.embedding, model.dimensions, word)),
      ...fitted.books.map((book) => book.rows),
    ]),
    ...(wide === undefined ? {} : { wide: wide.rows }),
  };
  checkTextCnn(coded);
  return coded;
}

/**
 * Occurrences of each word; the unknown word's are as many as those of words seen once (Good and Turing's estimate of the unseen), and no
 * word has less than a half.
 */
function effectiveCounts(ids: Uint32Array, words: number): Float64Array {
  const counts = new Float64Array(words);
  for (const id of ids) counts[id]++;
  const once = counts.reduce((sum, count) => sum + (count === 1 ? 1 : 0), 0);
  counts[0] = Math.max(counts[0], once);
  return counts.map((count) => Math.max(count, 0.5));
}

/** The model with its filters in the order of the groups. */
function inGroups(
  spiking: TextCnn,
  weights: Float64Array,
  { scheme, groups: count }: CodeOptions,
): { readonly source: TextCnn; readonly groups: readonly Omit<CodeGroup, "rows">[] } {
  const plan = planColumns(spiking);
  const { columns } = plan;
  if (scheme === "additive") {
    return { source: spiking, groups: Array.from({ length: count }, () => ({ columnStart: 0, columns })) };
  }
  const width = groupWidth(spiking, columns, count);
  const orders = orderFilters(spiking, multipliedRows(spiking, plan), weights, width);
  const groups = columnBlocks(spiking).flatMap(({ columnStart, filters }) =>
    Array.from({ length: filters / width }, (_, i) => ({ columnStart: columnStart + i * width, columns: width })),
  );
  return { source: reorderFilters(spiking, orders), groups };
}

/** Filters of a group, the same for all kernels. */
function groupWidth({ branches }: TextCnn, columns: number, groups: number): number {
  const possible = (count: number): boolean => columns % count === 0 && branches.every(({ filters }) => filters % (columns / count) === 0);
  if (possible(groups)) return columns / groups;
  const others = Array.from({ length: columns }, (_, i) => i + 1).filter(possible);
  throw inputError(
    "code-groups",
    `${columns} columns of hidden weights cannot lie in ${groups} groups of equal width, each within one offset of a kernel`,
    {
      hint: `Take \`--code-groups\` ${others.join(", ")}.`,
    },
  );
}

/** Words of the largest count x squared error under a code of all words, the largest first. */
function costliest(
  table: WordTable,
  counts: Float64Array,
  groups: readonly Omit<CodeGroup, "rows">[],
  { subRows, ownRows }: Pick<CodeOptions, "subRows" | "ownRows">,
  random: Random,
): Uint32Array {
  const { rows, columns } = table;
  const everyWord = Uint32Array.from(counts, (_, word) => word);
  const approximation = approximate(table, fitBooks(table, everyWord, groups, subRows, FIRST_ROUNDS, random));
  const costs = counts.map((count, word) => {
    let error = 0;
    for (let at = word * columns; at < (word + 1) * columns; at++) error += (rows[at] - approximation[at]) ** 2;
    return count * error;
  });
  return everyWord.sort((a, b) => costs[b] - costs[a] || a - b).slice(0, Math.min(ownRows, counts.length - 1));
}

/** The wide path's rows: those of the own words, then shared ones. */
function codeWide(
  { wide, classes }: TextCnn,
  weights: Float64Array,
  ownWords: Uint32Array,
  sharing: Uint32Array,
  most: number,
  random: Random,
): { rows: Float32Array; classRows: number; classIndex: Uint16Array; likeUnknown: number } | undefined {
  if (wide === undefined) return undefined;
  const classIndex = new Uint16Array(weights.length);
  const own = Array.from(ownWords, (word) => rowOf(wide, classes, word));
  if (sharing.length === 0) return { rows: concatenateFloats(own), classRows: 0, classIndex, likeUnknown: 0 };
  const points = {
    table: wide,
    starts: sharing.map((word) => word * classes),
    columns: classes,
    weights: Float64Array.from(sharing, (word) => weights[word]),
  };
  const { centres, count, clusterOf } = cluster(points, Math.max(most, 1), ROUNDS, random);
  sharing.forEach((word, i) => {
    classIndex[word] = clusterOf[i];
  });
  return { rows: concatenateFloats([...own, centres]), classRows: count, classIndex, likeUnknown: nearestCentres(centres, classes)(wide, 0, 0) };
}

/** The code with words behind the trained ones: the nearest sub-rows to their rows, and the class row nearest to the unknown word's. */
function withUnseen(
  { vocabularySize, dimensions: columns }: TextCnn,
  code: WordCode,
  rows: Float32Array,
  { books }: Books,
  likeUnknown: number,
): { readonly code: WordCode; readonly vocabularySize: number } {
  const count = rows.length / columns;
  const rest = rows.slice();
  const index = new Uint16Array(count * books.length);
  books.forEach(({ group, rows: own }, g) => {
    const nearest = nearestCentres(own, group.columns);
    for (let word = 0; word < count; word++) {
      const at = word * columns + group.columnStart;
      const chosen = nearest(rest, at, 0);
      index[word * books.length + g] = chosen;
      // What an additive code's later stages must still bring.
      for (let c = 0; c < group.columns; c++) rest[at + c] -= own[chosen * group.columns + c];
    }
  });
  const all = vocabularySize + count;
  const ownRow = new Uint32Array(all).fill(NO_ROW);
  ownRow.set(code.ownRow);
  const allIndices = new Uint16Array(all * books.length);
  allIndices.set(code.index);
  allIndices.set(index, code.index.length);
  const classIndex = new Uint16Array(all).fill(likeUnknown);
  classIndex.set(code.classIndex);
  return { vocabularySize: all, code: { ...code, ownRow, index: allIndices, classIndex } };
}

function rowOf(table: Float32Array, columns: number, row: number): Float32Array {
  return table.subarray(row * columns, (row + 1) * columns);
}
