/** A projection of any connectivity as compressed sparse rows, with only the synapses that are asked for. */
import { visitFanout } from "../../event/fanout.js";
import { layoutOf, lookup } from "../../event/layout.js";
import type { EventProgram, Projection, SparseConnectivity, WeightTable } from "../../event/program.js";
import { readersOf } from "./tables.js";

export interface SparseForm {
  readonly connectivity: SparseConnectivity;
  /** One a synapse. */
  readonly weights: Int8Array;
}

/** Which synapses to take, and which source and target they get; undefined leaves one out. Must keep the order of targets. */
export interface SparsePlan {
  /** Sources of the new projection. */
  readonly sources: number;
  /** Old source of a new one, counted in the projection's source; undefined: it drives nothing. */
  readonly oldSource: (source: number) => number | undefined;
  readonly newTarget: (target: number, weight: number) => number | undefined;
}

/** The synapses of a projection under the plan; undefined if none is left, because a program has no empty tables. */
export function sparseForm(projection: Projection, table: WeightTable, plan: SparsePlan): SparseForm | undefined {
  const rowStart = new Uint32Array(plan.sources + 1);
  const targets: number[] = [];
  const weights: number[] = [];
  for (let source = 0; source < plan.sources; source++) {
    const old = plan.oldSource(source);
    const row: (readonly [target: number, weight: number])[] = [];
    if (old !== undefined) {
      visitFanout(projection, table, old, (first, length, at) => {
        for (let i = 0; i < length; i++) {
          const weight = table.weights[at + i];
          const target = plan.newTarget(first + i, weight);
          if (target !== undefined) row.push([target, weight]);
        }
      });
    }
    // Convolutions visit their targets in the order of the kernel, which is not that of the targets.
    row.sort((a, b) => a[0] - b[0]);
    for (const [target, weight] of row) {
      targets.push(target);
      weights.push(weight);
    }
    rowStart[source + 1] = targets.length;
  }
  if (targets.length === 0) return undefined;
  return { connectivity: { kind: "sparse", rowStart, targets: Uint32Array.from(targets) }, weights: Int8Array.from(weights) };
}

/** Projections that become sparse, each with a table of its own, or that go (undefined); the others stay. */
export function withSparse(
  program: EventProgram,
  forms: ReadonlyMap<string, SparseForm | undefined>,
  fresh: (wanted: string) => string,
): EventProgram {
  const readers = readersOf(program);
  const tables = new Map(program.tables.map((table) => [table.name, [table]]));
  const { tableOf } = layoutOf(program);
  const projections = program.projections.flatMap((projection): Projection[] => {
    if (!forms.has(projection.name)) return [projection];
    const form = forms.get(projection.name);
    if (form === undefined) return [];
    const place = tables.get(projection.table) ?? [];
    const original = lookup(tableOf, projection.table);
    // The only reader keeps the table's name.
    const isOnly = readers.get(projection.table) === 1;
    const name = isOnly ? original.name : fresh(`${original.name}.${projection.name}`);
    const table: WeightTable = { ...original, name, rows: 1, columns: form.weights.length, weights: form.weights };
    if (isOnly) place[0] = table;
    else place.push(table);
    return [{ ...projection, table: name, connectivity: form.connectivity }];
  });
  return { ...program, tables: [...tables.values()].flat(), projections };
}
