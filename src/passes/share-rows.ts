/**
 * share-rows: rows of a table that lie within a distance of each other become one of them; dense projections find theirs
 * through `rowOf`. Distance is the largest difference of two mantissas in one column. A row joins the first row before it
 * that keeps its own and is near enough, so that frequent words, whose rows come first, keep theirs.
 *
 *   maxDistance 1: table 3 x 2: [10 2] [50 6] [11 2]; dense   ->   table 2 x 2: [10 2] [50 6]; dense rowOf 0 1 0
 */
import type { WeightTable } from "../event/program.js";
import { claimOfTables } from "./claims.js";
import { definePass } from "./pass.js";
import { tablesOfRows, withMergedRows } from "./rewrite/tables.js";

export const shareRows = definePass({
  name: "share-rows",
  summary: "lets rows of a table that are nearly equal share one",
  ensures: ({ maxDistance, maxRows }) => [
    claimOfTables(
      maxRows === 0
        ? "no two rows of a table that only dense projections read are within maxDistance"
        : "no table that only dense projections read has more than maxRows rows",
      (program) => {
        const movable = new Set(tablesOfRows(program));
        return (table) => {
          if (!movable.has(table)) return undefined;
          const left = maxRows === 0 ? leadersAt(table, maxDistance).leaders.length : Math.min(table.rows, maxRows);
          return left === table.rows
            ? undefined
            : { code: "rows-near", message: `${table.rows - left} of its ${table.rows} rows could share another` };
        };
      },
    ),
  ],
  spikes: {
    kind: "bounded",
    bound:
      "what one event adds to a neuron through one projection changes by at most `largestDistance` x 2^exponent of the table (maxDistance, or what maxRows took)",
  },
  limits: "Tables that a convolution, a pool or a sparse projection reads are left alone.",
  values: { maxDistance: 1, maxRows: 0 },
  options: [
    {
      name: "maxDistance",
      text: "rows are shared that differ by at most this in every mantissa",
      type: { kind: "integer", low: 0, high: 255 },
    },
    {
      name: "maxRows",
      text: "at most so many rows a table, however far they are apart; 0 = no such limit",
      type: { kind: "integer", low: 0, high: 2 ** 24 },
    },
  ],
  statistics: {
    rowsMerged: "rows that are not stored any more",
    largestDistance: "largest difference between a row's mantissa and the one it takes",
  },
  run: (program, { maxDistance, maxRows }) => {
    let rowsMerged = 0;
    let largestDistance = 0;
    let current = program;
    for (const table of tablesOfRows(program)) {
      const shared = shareWithin(table, maxDistance, maxRows === 0 ? table.rows : maxRows);
      if (shared.leaders.length === table.rows) continue;
      rowsMerged += table.rows - shared.leaders.length;
      largestDistance = Math.max(largestDistance, largestDistanceOf(table, shared));
      current = withMergedRows(current, table, shared.leaders, shared.rowOf);
    }
    return { program: current, statistics: { rowsMerged, largestDistance } };
  },
});

interface Shared {
  /** Rows that keep their own, ascending. */
  readonly leaders: readonly number[];
  /** For every row the place of its leader among them. */
  readonly rowOf: Uint32Array;
}

/** The smallest distance, but at least maxDistance, that leaves at most maxRows rows (by halving), and who shares at it. */
function shareWithin(table: WeightTable, maxDistance: number, maxRows: number): Shared {
  let low = maxDistance;
  let best = leadersAt(table, low);
  if (best.leaders.length <= maxRows) return best;
  // 255 is the largest difference of two mantissas: one row is left.
  for (let high = 255; low < high; ) {
    const distance = Math.floor((low + high) / 2);
    const shared = leadersAt(table, distance);
    if (shared.leaders.length <= maxRows) high = distance;
    else low = distance + 1;
    if (low === high) best = leadersAt(table, low);
  }
  return best;
}

/** Every row joins the first leader within the distance, or becomes one. */
function leadersAt(table: WeightTable, distance: number): Shared {
  const leaders: number[] = [];
  const rowOf = new Uint32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const place = leaders.findIndex((leader) => distanceUpTo(table, leader, row, distance) <= distance);
    rowOf[row] = place < 0 ? leaders.push(row) - 1 : place;
  }
  return { leaders, rowOf };
}

/** Distance of two rows; beyond `limit`, some value that is beyond it too. */
function distanceUpTo(table: WeightTable, a: number, b: number, limit: number): number {
  const [startA, startB] = [a * table.columns, b * table.columns];
  let distance = 0;
  for (let column = 0; column < table.columns && distance <= limit; column++) {
    distance = Math.max(distance, Math.abs(table.weights[startA + column] - table.weights[startB + column]));
  }
  return distance;
}

function largestDistanceOf(table: WeightTable, { leaders, rowOf }: Shared): number {
  return rowOf.reduce((largest, place, row) => Math.max(largest, distanceUpTo(table, leaders[place], row, 255)), 0);
}
