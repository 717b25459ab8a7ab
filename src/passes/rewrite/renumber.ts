/**
 * Populations with other neurons: some removed, some added that never fire, the rest in their old order. Every per-neuron
 * array, dense window, shared row and sparse target follows; convolutions and pools follow where whole channels are added.
 *
 *   p: 3 neurons, keep 0 and 2; dense in -> p: [1 2 3] [4 5 6]   ->   p: 2 neurons; dense in -> p: [1 3] [4 6]
 */
import { layoutOf, lookup, sourcesOf } from "../../event/layout.js";
import type { Connectivity, DenseConnectivity, EventProgram, Population, Projection, Reset, WeightTable } from "../../event/program.js";
import { assertNever } from "../../util/diagnostics.js";
import { NEW_NEURON } from "../pass.js";
import { freshNames } from "./names.js";
import { type SparseForm, sparseForm, withSparse } from "./sparse.js";
import { compactTables, NO_COLUMN } from "./tables.js";

export interface Renumbering {
  /** For every new neuron of the population the old one, ascending, or NEW_NEURON for one that never fires. Empty: the population goes. */
  readonly origin: Int32Array;
  /** Set where every position gets more channels at its end; convolutions and pools need it. */
  readonly channels?: number;
}

/** The renumbered program, and the old number of every neuron. Populations that are not named stay as they are. */
export function renumber(program: EventProgram, plan: ReadonlyMap<string, Renumbering>): { program: EventProgram; neurons: Int32Array } {
  const layout = layoutOf(program);
  const neurons: number[] = [];
  const populations: Population[] = [];
  for (const population of program.populations) {
    const start = lookup(layout.populationStart, population.name);
    const origin = plan.get(population.name)?.origin ?? Int32Array.from({ length: population.size }, (_, i) => i);
    if (origin.length > 0) populations.push(plan.has(population.name) ? pickNeurons(population, origin) : population);
    for (const old of origin) neurons.push(old === NEW_NEURON ? NEW_NEURON : start + old);
  }
  const kept = withoutProjections(program, ({ source, target }) => {
    const from = source.kind === "population" ? plan.get(source.population) : undefined;
    return from?.origin.length === 0 || plan.get(target)?.origin.length === 0;
  });
  const moved = moveProjections(kept, plan);
  return { program: compactTables({ ...moved.program, populations }, moved.requests), neurons: Int32Array.from(neurons) };
}

/** The program without the projections for which `drops` holds; their tables may be left over. */
export function withoutProjections(program: EventProgram, drops: (projection: Projection) => boolean): EventProgram {
  const projections = program.projections.filter((projection) => !drops(projection));
  return projections.length === program.projections.length ? program : { ...program, projections };
}

/** Can single neurons leave the population? Every projection that touches it must be dense or sparse. */
export function canLoseNeurons(program: EventProgram, population: string): boolean {
  return program.projections.every(({ source, target, connectivity }) => {
    const touches = target === population || (source.kind === "population" && source.population === population);
    return !touches || connectivity.kind === "dense" || connectivity.kind === "sparse";
  });
}

/** A neuron that never fires: no weights, no bias, the highest threshold of its population, so that no width grows. */
function pickNeurons(population: Population, origin: Int32Array): Population {
  const { thresholds, biases, reset, ...rest } = population;
  const pick = (values: Int32Array, otherwise: number): Int32Array => origin.map((old) => (old === NEW_NEURON ? otherwise : values[old]));
  const highest = thresholds?.reduce((most, threshold) => Math.max(most, threshold), 0) ?? 0;
  const picked: Reset = reset.kind === "zero" ? reset : { kind: "subtract", amounts: pick(reset.amounts, 0) };
  return {
    ...rest,
    size: origin.length,
    ...(thresholds === undefined ? {} : { thresholds: pick(thresholds, highest) }),
    ...(biases === undefined ? {} : { biases: pick(biases, 0) }),
    reset: picked,
  };
}

function moveProjections(
  program: EventProgram,
  plan: ReadonlyMap<string, Renumbering>,
): { program: EventProgram; requests: ReadonlyMap<string, Int32Array> } {
  const layout = layoutOf(program);
  const requests = new Map<string, Int32Array>();
  const sparse = new Map<string, SparseForm | undefined>();
  const padded = new Map<string, WeightTable>();
  const gone = new Set<string>();
  const fresh = freshNames(program);
  const projections = program.projections.map((projection): Projection => {
    const { connectivity: c, source } = projection;
    const from = source.kind === "population" ? plan.get(source.population) : undefined;
    const to = plan.get(projection.target);
    if (from === undefined && to === undefined) return projection;
    switch (c.kind) {
      case "dense": {
        const moved = moveDense(c, from, to);
        if (moved === undefined) {
          gone.add(projection.name);
          return projection;
        }
        if (moved.columns !== undefined) requests.set(projection.name, moved.columns);
        return { ...projection, connectivity: moved.connectivity };
      }
      case "sparse": {
        const { count } = sourcesOf(program, layout, projection);
        const targets = lookup(layout.populationOf, projection.target).size;
        const newTarget = to === undefined ? undefined : inverseOf(to.origin, targets);
        const form = sparseForm(projection, lookup(layout.tableOf, projection.table), {
          sources: from?.origin.length ?? count,
          oldSource: (i) => (from === undefined ? i : from.origin[i] === NEW_NEURON ? undefined : from.origin[i]),
          newTarget: (target) => (newTarget === undefined ? target : newTarget[target] < 0 ? undefined : newTarget[target]),
        });
        sparse.set(projection.name, form);
        return projection;
      }
      case "conv1d":
      case "conv2d":
      case "pool": {
        const table = lookup(layout.tableOf, projection.table);
        const moved = padChannels(c, table, from?.channels, to?.channels);
        if (moved.table === table) return { ...projection, connectivity: moved.connectivity };
        const key = `${table.name} ${from?.channels} ${to?.channels}`;
        const shared = padded.get(key) ?? { ...moved.table, name: fresh(`${table.name}.padded`) };
        padded.set(key, shared);
        return { ...projection, table: shared.name, connectivity: moved.connectivity };
      }
      default:
        return assertNever(c);
    }
  });
  const kept = projections.filter((projection) => !gone.has(projection.name));
  const complete = { ...program, projections: kept, tables: [...program.tables, ...padded.values()] };
  return { program: withSparse(complete, sparse, fresh), requests };
}

/** Element old: its new number, or -1. */
function inverseOf(origin: Int32Array, size: number): Int32Array {
  const inverse = new Int32Array(size).fill(-1);
  origin.forEach((old, i) => {
    if (old !== NEW_NEURON) inverse[old] = i;
  });
  return inverse;
}

/** undefined: no target of the window is left. `columns` are those that the window reads from now on, where they change. */
function moveDense(
  c: DenseConnectivity,
  from: Renumbering | undefined,
  to: Renumbering | undefined,
): { connectivity: DenseConnectivity; columns?: Int32Array } | undefined {
  // A neuron that never fires may have any row.
  const rowOf = from?.origin.map((old) => (old === NEW_NEURON ? (c.rowOf?.[0] ?? 0) : (c.rowOf?.[old] ?? old)));
  const rows = rowOf === undefined ? {} : { rowOf: Uint32Array.from(rowOf) };
  if (to === undefined) return { connectivity: { ...c, ...rows } };
  const inWindow = (old: number): boolean => old >= c.targetStart && old < c.targetStart + c.length;
  const first = to.origin.findIndex(inWindow);
  if (first < 0) return undefined;
  const last = to.origin.findLastIndex(inWindow);
  const columns = to.origin.slice(first, last + 1).map((old) => (old === NEW_NEURON ? NO_COLUMN : c.columnStart + old - c.targetStart));
  return { connectivity: { ...c, ...rows, length: columns.length, targetStart: first }, columns };
}

/** A convolution or pool whose source or target positions have more channels; the new ones have zero weights. */
function padChannels(
  c: Exclude<Connectivity, { kind: "dense" | "sparse" }>,
  table: WeightTable,
  inChannels: number | undefined,
  outChannels: number | undefined,
): { connectivity: Connectivity; table: WeightTable } {
  if (c.kind === "pool") return { connectivity: { ...c, channels: outChannels ?? c.channels }, table };
  const [inputs, outputs] = [inChannels ?? c.inChannels, outChannels ?? c.outChannels];
  const windows = table.rows / c.inChannels;
  const weights = new Int8Array(windows * inputs * outputs);
  for (let row = 0; row < table.rows; row++) {
    const moved = Math.floor(row / c.inChannels) * inputs + (row % c.inChannels);
    weights.set(table.weights.subarray(row * table.columns, (row + 1) * table.columns), moved * outputs);
  }
  return {
    connectivity: { ...c, inChannels: inputs, outChannels: outputs },
    table: { ...table, rows: windows * inputs, columns: outputs, weights },
  };
}
