/**
 * prune-zero-synapses: synapses of weight zero are not delivered any more where that costs less. Cost is what is stored
 * plus what is delivered if every source emits once; a sparse synapse counts three (weight, target, operation).
 *
 *   dense, all weights of the first and last columns zero   ->   the window without them
 *   dense or convolution of many zeros                      ->   sparse, if 3 x non-zero < operations + weights freed
 *   sparse                                                  ->   sparse without zeros; rows that are all zero are empty
 *   nothing but zeros                                       ->   no projection
 *
 * Exact: a segment of zeros changes no current, and a neuron that is updated without current does not spike
 * (src/event/README.md, "What may be skipped").
 */
import { visitFanout } from "../event/fanout.js";
import { type Layout, layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { DenseConnectivity, EventProgram, Projection, WeightTable } from "../event/program.js";
import { assertNever } from "../util/diagnostics.js";
import { costOf } from "./analysis/cost.js";
import { claimOfProjections } from "./claims.js";
import { definePass } from "./pass.js";
import { freshNames } from "./rewrite/names.js";
import { withoutProjections } from "./rewrite/renumber.js";
import { type SparseForm, sparseForm, withSparse } from "./rewrite/sparse.js";
import { compactTables, readersOf } from "./rewrite/tables.js";

export const pruneZeroSynapses = definePass({
  name: "prune-zero-synapses",
  summary: "stops storing and delivering zeros where that costs less",
  ensures: () => [
    claimOfProjections(
      "no sparse projection has a zero, no dense window begins or ends with a column of zeros, no projection is all zeros",
      (program) => {
        const layout = layoutOf(program);
        return (projection) => {
          const { kind } = projection.connectivity;
          const { operations, nonzero, window } = countZeros(program, layout, projection);
          const isLoose =
            (projection.connectivity.kind === "dense" && window?.length !== projection.connectivity.length) ||
            (kind === "sparse" && nonzero < operations) ||
            nonzero === 0;
          return isLoose ? { code: "synapses-zero", message: `${operations - nonzero} of its ${operations} synapses are zero` } : undefined;
        };
      },
    ),
  ],
  spikes: { kind: "same" },
  limits:
    "A dense projection or a convolution that would cost more as sparse keeps its zeros, all-zero rows included. On a crossbar zeros " +
    "within a word of lanes are free, so that the cost there may fall less than the operations.",
  values: {},
  options: [],
  statistics: {
    projectionsRemoved: "projections of nothing but zeros",
    projectionsMadeSparse: "dense projections and convolutions that are sparse now",
    operationsSaved: "synaptic operations saved if every source emits once",
  },
  run: (program) => {
    let projectionsRemoved = 0;
    let projectionsMadeSparse = 0;
    let current = program;
    // A table that loses a reader may be worth making sparse for the other: until nothing changes.
    for (;;) {
      const step = pruneOnce(current);
      if (step.program === current) break;
      current = step.program;
      projectionsRemoved += step.removed;
      projectionsMadeSparse += step.madeSparse;
    }
    const operationsSaved = current === program ? 0 : costOf(program).operations - costOf(current).operations;
    return { program: current, statistics: { projectionsRemoved, projectionsMadeSparse, operationsSaved } };
  },
});

function pruneOnce(program: EventProgram): { program: EventProgram; removed: number; madeSparse: number } {
  const layout = layoutOf(program);
  const readers = readersOf(program);
  const sparse = new Map<string, SparseForm | undefined>();
  const trimmed = new Map<string, Projection>();
  const removed = new Set<string>();
  let madeSparse = 0;
  for (const projection of program.projections) {
    const { connectivity } = projection;
    const table = lookup(layout.tableOf, projection.table);
    const counted = countZeros(program, layout, projection);
    if (counted.nonzero === 0) {
      removed.add(projection.name);
      continue;
    }
    const isOnlyReader = readers.get(projection.table) === 1;
    const isWorthwhile = (stored: number, operations: number): boolean => 3 * counted.nonzero < operations + (isOnlyReader ? stored : 0);
    switch (connectivity.kind) {
      case "sparse":
        if (counted.nonzero < counted.operations) sparse.set(projection.name, withoutZeros(program, layout, projection));
        break;
      case "dense": {
        const window = counted.window ?? connectivity;
        if (isWorthwhile(counted.rows * window.length, (counted.operations / connectivity.length) * window.length)) {
          sparse.set(projection.name, withoutZeros(program, layout, projection));
          madeSparse++;
        } else if (window.length < connectivity.length) trimmed.set(projection.name, { ...projection, connectivity: window });
        break;
      }
      case "conv1d":
      case "conv2d":
        if (isWorthwhile(table.weights.length, counted.operations)) {
          sparse.set(projection.name, withoutZeros(program, layout, projection));
          madeSparse++;
        }
        break;
      case "pool":
        break;
      default:
        assertNever(connectivity);
    }
  }
  if (removed.size + sparse.size + trimmed.size === 0) return { program, removed: 0, madeSparse: 0 };
  const kept = withoutProjections(program, ({ name }) => removed.has(name));
  const windows = { ...kept, projections: kept.projections.map((projection) => trimmed.get(projection.name) ?? projection) };
  return { program: compactTables(withSparse(windows, sparse, freshNames(program))), removed: removed.size, madeSparse };
}

interface Counted {
  /** Synapses delivered if every source emits once, and those whose weight is not zero. */
  readonly operations: number;
  readonly nonzero: number;
  /** Different rows that a dense projection reads. */
  readonly rows: number;
  /** A dense projection without the columns of zeros at its ends; undefined if nothing is left. */
  readonly window?: DenseConnectivity;
}

function countZeros(program: EventProgram, layout: Layout, projection: Projection): Counted {
  const { connectivity: c } = projection;
  const table = lookup(layout.tableOf, projection.table);
  const { count } = sourcesOf(program, layout, projection);
  let operations = 0;
  let nonzero = 0;
  if (c.kind === "dense") return countDense(c, table, count);
  for (let source = 0; source < count; source++) {
    visitFanout(projection, table, source, (_target, length, weight) => {
      operations += length;
      for (let i = weight; i < weight + length; i++) if (table.weights[i] !== 0) nonzero++;
    });
  }
  return { operations, nonzero, rows: 0 };
}

function countDense(c: DenseConnectivity, table: WeightTable, sources: number): Counted {
  const usesOfRow = new Uint32Array(table.rows);
  for (let source = 0; source < sources; source++) usesOfRow[c.rowOf === undefined ? source : c.rowOf[source]]++;
  let first = c.length;
  let last = -1;
  let nonzero = 0;
  let rows = 0;
  usesOfRow.forEach((uses, row) => {
    if (uses === 0) return;
    rows++;
    const start = row * table.columns + c.columnStart;
    for (let i = 0; i < c.length; i++) {
      if (table.weights[start + i] === 0) continue;
      nonzero += uses;
      first = Math.min(first, i);
      last = Math.max(last, i);
    }
  });
  const operations = sources * c.length;
  if (last < 0) return { operations, nonzero, rows };
  const window = { ...c, columnStart: c.columnStart + first, targetStart: c.targetStart + first, length: last - first + 1 };
  return { operations, nonzero, rows, window };
}

function withoutZeros(program: EventProgram, layout: Layout, projection: Projection): SparseForm | undefined {
  const { count } = sourcesOf(program, layout, projection);
  return sparseForm(projection, lookup(layout.tableOf, projection.table), {
    sources: count,
    oldSource: (source) => source,
    newTarget: (target, weight) => (weight === 0 ? undefined : target),
  });
}
