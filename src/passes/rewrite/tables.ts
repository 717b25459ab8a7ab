/**
 * Tables after projections have changed: what nothing reads any more is dropped, and dense projections may ask for other
 * columns than they had.
 *
 *   table 3 x 4, dense windows [0, 2) for all rows but row 1   ->   table 2 x 2, the same projection with rows 0 and 1
 */
import { layoutOf, sourcesOf } from "../../event/layout.js";
import type { DenseConnectivity, EventProgram, Projection, WeightTable } from "../../event/program.js";
import { signedBits } from "../../util/fixed.js";
import { freshNames } from "./names.js";

/** Columns that a dense projection reads from now on, in this order: an old column each, or NO_COLUMN for zeros. */
export type ColumnRequests = ReadonlyMap<string, Int32Array>;

export const NO_COLUMN = -1;

/**
 * Drops tables, rows and columns that nothing reads, and gives the dense projections named in `requests` (keyed by
 * projection) the columns that they ask for; their `length` must be that of the request. A table that other connectivity
 * reads by position stays as it is, and the dense projections that ask for other columns get one of their own.
 * The same object is returned where nothing changes.
 */
export function compactTables(program: EventProgram, requests: ColumnRequests = new Map()): EventProgram {
  const layout = layoutOf(program);
  const fresh = freshNames(program);
  const rewritten = new Map<string, Projection>();
  const tables: WeightTable[] = [];
  const usersOf = new Map<string, Projection[]>(program.tables.map((table) => [table.name, []]));
  for (const projection of program.projections) usersOf.get(projection.table)?.push(projection);
  for (const table of program.tables) {
    const users = usersOf.get(table.name) ?? [];
    const dense = users.flatMap((projection): DenseUse[] => {
      const { connectivity } = projection;
      if (connectivity.kind !== "dense") return [];
      const { count } = sourcesOf(program, layout, projection);
      return [{ projection, connectivity, sources: count, columns: requests.get(projection.name) }];
    });
    const isShared = dense.length < users.length;
    if (users.length === 0) continue;
    if (isShared) tables.push(table);
    const asking = isShared ? dense.filter((use) => use.columns !== undefined) : dense;
    if (asking.length === 0) continue;
    const rebuilt = rebuild(table, asking, isShared ? fresh(`${table.name}.dense`) : table.name);
    tables.push(rebuilt.table);
    for (const projection of rebuilt.projections) rewritten.set(projection.name, projection);
  }
  if (rewritten.size === 0 && tables.length === program.tables.length) return program;
  return { ...program, tables, projections: program.projections.map((projection) => rewritten.get(projection.name) ?? projection) };
}

interface DenseUse {
  readonly projection: Projection;
  readonly connectivity: DenseConnectivity;
  readonly sources: number;
  readonly columns: Int32Array | undefined;
}

/** The table with the rows and columns that its dense users read; itself where that is all of it. */
function rebuild(table: WeightTable, uses: readonly DenseUse[], name: string): { table: WeightTable; projections: readonly Projection[] } {
  const rows = usedRows(table, uses);
  const { columns, startOf } = usedColumns(table, uses);
  const isWhole = rows.length === table.rows && columns.length === table.columns && columns.every((column, i) => column === i);
  if (isWhole && name === table.name) {
    const projections = uses.map((use, u): Projection => ({ ...use.projection, connectivity: { ...use.connectivity, columnStart: startOf[u] } }));
    return { table, projections: projections.filter((_, u) => uses[u].connectivity.columnStart !== startOf[u]) };
  }
  const weights = new Int8Array(rows.length * columns.length);
  rows.forEach((row, r) => {
    columns.forEach((column, c) => {
      if (column !== NO_COLUMN) weights[r * columns.length + c] = table.weights[row * table.columns + column];
    });
  });
  const newRow = new Uint32Array(table.rows);
  rows.forEach((row, r) => {
    newRow[row] = r;
  });
  return {
    table: { ...table, name, rows: rows.length, columns: columns.length, weights },
    projections: uses.map((use, u) => {
      const { rowOf, ...window } = use.connectivity;
      const rowsOf = Uint32Array.from({ length: use.sources }, (_, source) => newRow[rowOf === undefined ? source : rowOf[source]]);
      const isIdentity = rowsOf.every((row, source) => row === source);
      const connectivity: DenseConnectivity = { ...window, columnStart: startOf[u], ...(isIdentity ? {} : { rowOf: rowsOf }) };
      return { ...use.projection, table: name, connectivity };
    }),
  };
}

/** Ascending. */
function usedRows(table: WeightTable, uses: readonly DenseUse[]): Uint32Array {
  const used = new Uint8Array(table.rows);
  for (const { connectivity, sources } of uses) {
    if (connectivity.rowOf === undefined) used.fill(1, 0, sources);
    else for (const row of connectivity.rowOf) used[row] = 1;
  }
  return Uint32Array.from(used.keys()).filter((row) => used[row] === 1);
}

/** Windows that stay as they were share their columns, in the table's order; every other request stands behind them, once. */
function usedColumns(table: WeightTable, uses: readonly DenseUse[]): { columns: Int32Array; startOf: readonly number[] } {
  const kept = new Uint8Array(table.columns);
  const windows = uses.map(
    ({ connectivity, columns }) => columns ?? Int32Array.from({ length: connectivity.length }, (_, i) => connectivity.columnStart + i),
  );
  const isWindow = windows.map((columns) => columns[0] !== NO_COLUMN && columns.every((column, i) => column === columns[0] + i));
  windows.forEach((columns, u) => {
    if (isWindow[u]) kept.fill(1, columns[0], columns[0] + columns.length);
  });
  const all: number[] = [];
  const newColumn = new Int32Array(table.columns);
  kept.forEach((isKept, column) => {
    if (isKept === 0) return;
    newColumn[column] = all.length;
    all.push(column);
  });
  const startOfRequest = new Map<string, number>();
  const startOf = windows.map((columns, u) => {
    if (isWindow[u]) return newColumn[columns[0]];
    const key = columns.join(" ");
    const known = startOfRequest.get(key);
    if (known !== undefined) return known;
    const start = all.length;
    startOfRequest.set(key, start);
    for (const column of columns) all.push(column);
    return start;
  });
  return { columns: Int32Array.from(all), startOf };
}

/** The narrowest width that holds these weights. */
export function weightBitsOf(weights: Int8Array): number {
  let low = 0;
  let high = 0;
  for (const weight of weights) {
    low = Math.min(low, weight);
    high = Math.max(high, weight);
  }
  return signedBits(low, high);
}

/** The program with tables replaced by name; those without replacement stay. */
export function withTables(program: EventProgram, replaced: ReadonlyMap<string, WeightTable>): EventProgram {
  return replaced.size === 0 ? program : { ...program, tables: program.tables.map((table) => replaced.get(table.name) ?? table) };
}

/** Rows of a table merged: `kept` are the rows that stay, `rowOf` the new row of every old one. All users must be dense. */
export function withMergedRows(program: EventProgram, table: WeightTable, kept: readonly number[], rowOf: Uint32Array): EventProgram {
  const weights = new Int8Array(kept.length * table.columns);
  kept.forEach((row, at) => {
    weights.set(table.weights.subarray(row * table.columns, (row + 1) * table.columns), at * table.columns);
  });
  const layout = layoutOf(program);
  const projections = program.projections.map((projection) => {
    const { connectivity } = projection;
    if (projection.table !== table.name || connectivity.kind !== "dense") return projection;
    const { count } = sourcesOf(program, layout, projection);
    const rows = Uint32Array.from({ length: count }, (_, source) => rowOf[connectivity.rowOf === undefined ? source : connectivity.rowOf[source]]);
    return { ...projection, connectivity: { ...connectivity, rowOf: rows } };
  });
  return withTables({ ...program, projections }, new Map([[table.name, { ...table, rows: kept.length, weights }]]));
}

/** Tables that dense projections alone read, and somebody does: rows can be moved there. */
export function tablesOfRows(program: EventProgram): readonly WeightTable[] {
  const kinds = new Map<string, Set<string>>();
  for (const { table, connectivity } of program.projections) {
    const known = kinds.get(table);
    if (known === undefined) kinds.set(table, new Set([connectivity.kind]));
    else known.add(connectivity.kind);
  }
  return program.tables.filter((table) => {
    const users = kinds.get(table.name);
    return users?.size === 1 && users.has("dense");
  });
}

/** How many projections read each table. */
export function readersOf(program: EventProgram): ReadonlyMap<string, number> {
  const readers = new Map<string, number>();
  for (const { table } of program.projections) readers.set(table, (readers.get(table) ?? 0) + 1);
  return readers;
}
