/**
 * The compact word code: no word needs a row of its own. A coded model is in *row space*: its kernels only select, so a
 * word's row is what the word adds to the columns of columns.ts, already multiplied, and that row is one of its own or a sum
 * of shared sub-rows, one of each group.
 *
 *     row[word] = own[ownRow[word]]                                    a word that keeps its row
 *               = sum over groups g of  table g [index[word, g]], at the columns of g   every other word
 *
 * Block code: the groups are side by side, so that a word costs as many weights as uncoded. Additive code: each group covers
 * all columns. The rows of the wide path are own rows and shared ones likewise.
 */
/** In `ownRow`: the word has none. */
export const NO_ROW = 0xffffffff;

/** Sub-rows that words share: [rows, columns], added to the columns from `columnStart` on. */
export interface CodeGroup {
  readonly rows: number;
  readonly columnStart: number;
  readonly columns: number;
}

/** Which rows make up each word's. */
export interface WordCode {
  /** Words that were trained. Those behind them have their code from their vectors, and count as the unknown word in pairs. */
  readonly trainedWords: number;
  readonly ownRows: number;
  /** Word -> row of its own, or NO_ROW; [vocabularySize]. */
  readonly ownRow: Uint32Array;
  readonly groups: readonly CodeGroup[];
  /** Sub-row of each word in each group, 0 where the word has a row of its own; [vocabularySize, groups]. */
  readonly index: Uint16Array;
  /** Shared rows of the wide path, behind the own ones; 0 without a wide path. */
  readonly classRows: number;
  /** Shared wide row of each word, 0 where it has its own; [vocabularySize]. */
  readonly classIndex: Uint16Array;
}

/** Where the tables are in a coded model's `embedding`: the own rows first, then a table a group. */
export function groupStarts({ ownRows, groups }: WordCode, columns: number): readonly number[] {
  const starts: number[] = [];
  let at = ownRows * columns;
  for (const group of groups) {
    starts.push(at);
    at += group.rows * group.columns;
  }
  return starts;
}

/** Numbers in a coded model's `embedding`. */
export function codedLength({ ownRows, groups }: WordCode, columns: number): number {
  return groups.reduce((sum, group) => sum + group.rows * group.columns, ownRows * columns);
}

/** Column of each number of a coded model's `embedding`. */
export function columnsOfTables(code: WordCode, columns: number): Uint32Array {
  const columnOf = new Uint32Array(codedLength(code, columns));
  const ownEnd = code.ownRows * columns;
  for (let at = 0; at < ownEnd; at++) columnOf[at] = at % columns;
  groupStarts(code, columns).forEach((start, g) => {
    const group = code.groups[g];
    for (let i = 0; i < group.rows * group.columns; i++) columnOf[start + i] = group.columnStart + (i % group.columns);
  });
  return columnOf;
}

/** Row of a word in the wide path's table. */
export function wideRowOf({ ownRow, ownRows, classIndex }: WordCode, word: number): number {
  return ownRow[word] === NO_ROW ? ownRows + classIndex[word] : ownRow[word];
}

/** Visits the parts of a word's row: `columns` numbers of `embedding` from `at`, for the columns from `columnStart`. */
export function forEachPart(
  { ownRow, groups, index }: WordCode,
  starts: readonly number[],
  columns: number,
  word: number,
  visit: (at: number, columnStart: number, columns: number, part: number) => void,
): void {
  const own = ownRow[word];
  if (own !== NO_ROW) {
    visit(own * columns, 0, columns, OWN_PART);
    return;
  }
  for (let g = 0; g < groups.length; g++) {
    const group = groups[g];
    visit(starts[g] + index[word * groups.length + g] * group.columns, group.columnStart, group.columns, g);
  }
}

/** The part that is a row of its own; a group's part has the group's number. */
export const OWN_PART = -1;

/** Adds a word's row to `into` from `to` on. */
export function addWordRow(
  embedding: Float32Array,
  code: WordCode,
  starts: readonly number[],
  columns: number,
  word: number,
  into: Float32Array,
  to: number,
): void {
  forEachPart(code, starts, columns, word, (at, columnStart, length) => {
    for (let c = 0; c < length; c++) into[to + columnStart + c] += embedding[at + c];
  });
}

/** Synaptic operations of a word's events, class weights included. */
export function operationsOf({ groups, ownRow, classRows }: WordCode, columns: number, classes: number, word: number): number {
  const direct = classRows > 0 ? classes : 0;
  if (ownRow[word] !== NO_ROW) return columns + direct;
  return groups.reduce((sum, group) => sum + group.columns, direct);
}
