/**
 * merge-duplicate-rows: rows of a table that carry the same weights become one, and dense projections find theirs
 * through `rowOf`. Tables that another connectivity reads by position are left alone.
 *
 *   table rows 3 x 2: [1 2] [5 6] [1 2]; dense   ->   table rows 2 x 2: [1 2] [5 6]; dense rowOf 0 1 0
 */
import type { EventProgram, Projection, WeightTable } from "../event/program.js";
import type { EventPass } from "./pass.js";

export const mergeDuplicateRows: EventPass = {
  level: "event",
  name: "merge-duplicate-rows",
  summary: "stores equal rows of a table once",
  ensures: "no two rows of a table that only dense projections read are equal",
  run: (program) => {
    let rowsMerged = 0;
    let current = program;
    for (const table of program.tables) {
      const users = program.projections.filter((projection) => projection.table === table.name);
      if (users.length === 0 || users.some((user) => user.connectivity.kind !== "dense")) continue;
      const merged = mergeRows(table);
      if (merged === undefined) continue;
      rowsMerged += table.rows - merged.table.rows;
      current = replace(current, merged.table, merged.rowOf);
    }
    return { program: current, statistics: { rowsMerged } };
  },
};

function mergeRows(table: WeightTable): { table: WeightTable; rowOf: Uint32Array } | undefined {
  const firstOf = new Map<string, number>();
  const kept: number[] = [];
  const rowOf = new Uint32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const start = row * table.columns;
    const key = Buffer.from(table.weights.buffer, table.weights.byteOffset + start, table.columns).toString("latin1");
    const first = firstOf.get(key) ?? kept.length;
    if (first === kept.length) {
      firstOf.set(key, first);
      kept.push(row);
    }
    rowOf[row] = first;
  }
  if (kept.length === table.rows) return undefined;
  const weights = new Int8Array(kept.length * table.columns);
  kept.forEach((row, at) => {
    weights.set(table.weights.subarray(row * table.columns, (row + 1) * table.columns), at * table.columns);
  });
  return { table: { ...table, rows: kept.length, weights }, rowOf };
}

function replace(program: EventProgram, table: WeightTable, rowOf: Uint32Array): EventProgram {
  return {
    ...program,
    tables: program.tables.map((candidate) => (candidate.name === table.name ? table : candidate)),
    projections: program.projections.map((projection) => (projection.table === table.name ? redirect(projection, rowOf) : projection)),
  };
}

function redirect(projection: Projection, rowOf: Uint32Array): Projection {
  const { connectivity } = projection;
  if (connectivity.kind !== "dense") return projection;
  const rows = connectivity.rowOf === undefined ? rowOf : connectivity.rowOf.map((row) => rowOf[row]);
  return { ...projection, connectivity: { ...connectivity, rowOf: rows } };
}
