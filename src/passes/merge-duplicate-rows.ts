/**
 * merge-duplicate-rows: rows of a table that carry the same weights become one, and dense projections find theirs
 * through `rowOf`. Tables that another connectivity reads by position are left alone.
 *
 *   table rows 3 x 2: [1 2] [5 6] [1 2]; dense   ->   table rows 2 x 2: [1 2] [5 6]; dense rowOf 0 1 0
 */
import type { WeightTable } from "../event/program.js";
import { claimOfTables } from "./claims.js";
import { definePass } from "./pass.js";
import { tablesOfRows, withMergedRows } from "./rewrite/tables.js";

export const mergeDuplicateRows = definePass({
  name: "merge-duplicate-rows",
  summary: "stores equal rows of a table once",
  ensures: () => [
    claimOfTables("no two rows of a table that only dense projections read are equal", (program) => {
      const movable = new Set(tablesOfRows(program));
      return (table) => {
        const equal = movable.has(table) ? table.rows - equalRows(table).kept.length : 0;
        return equal === 0 ? undefined : { code: "rows-equal", message: `${equal} of its ${table.rows} rows equal another` };
      };
    }),
  ],
  spikes: { kind: "same" },
  limits: "Tables that a convolution, a pool or a sparse projection reads are left alone.",
  values: {},
  options: [],
  statistics: { rowsMerged: "rows that are not stored any more" },
  run: (program) => {
    let rowsMerged = 0;
    let current = program;
    for (const table of tablesOfRows(program)) {
      const { kept, rowOf } = equalRows(table);
      if (kept.length === table.rows) continue;
      rowsMerged += table.rows - kept.length;
      current = withMergedRows(current, table, kept, rowOf);
    }
    return { program: current, statistics: { rowsMerged } };
  },
});

/** The first of each kind of row, and for every row the place of its kind among them. */
function equalRows(table: WeightTable): { kept: readonly number[]; rowOf: Uint32Array } {
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
  return { kept, rowOf };
}
