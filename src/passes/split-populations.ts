/**
 * split-populations: populations too large for a target become consecutive pieces, so that every neuron keeps its number.
 * Pieces end where a position of a convolution or pool does, if one fits.
 *
 *   maxNeurons 4: a: 6 neurons, dense in -> a   ->   a.0: 4, a.1: 2; dense in -> a.0 columns 0..3, in -> a.1 columns 4..5
 */
import { layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { Connectivity, EventProgram, Population, Projection, Reset, WeightTable } from "../event/program.js";
import { MAX_ELEMENTS } from "../event/verify.js";
import { assertNever } from "../util/diagnostics.js";
import { claimOfPopulations, notLegalised } from "./claims.js";
import { definePass } from "./pass.js";
import { type FreshName, freshNames } from "./rewrite/names.js";
import { sparseForm } from "./rewrite/sparse.js";
import { compactTables } from "./rewrite/tables.js";
import { axisOf, windowPiece } from "./rewrite/windows.js";

export const splitPopulations = definePass({
  name: "split-populations",
  summary: "splits populations that are too large into consecutive pieces",
  requires: () => [notLegalised],
  ensures: ({ maxNeurons }) => [
    claimOfPopulations(
      "no population but the one that is read out has more than maxNeurons neurons",
      ({ readout }) =>
        ({ name, size }) =>
          size <= maxNeurons || name === readout.population
            ? undefined
            : { code: "population-large", message: `it has ${size} neurons; at most ${maxNeurons} were asked for` },
    ),
  ],
  spikes: { kind: "same" },
  limits:
    "The population that is read out stays whole. Dense windows and sparse rows split at no cost. A convolution or a pool stays one where a piece of the " +
    "target sees only its own piece of the source, at the same distance; at seams, and from a source that is not split, it becomes sparse with copies of its weights.",
  values: { maxNeurons: 1024 },
  options: [{ name: "maxNeurons", text: "most neurons of a population", type: { kind: "integer", low: 1, high: MAX_ELEMENTS } }],
  statistics: {
    populationsSplit: "populations that became pieces",
    pieces: "pieces they became",
    projectionsMadeSparse: "pieces of convolutions and pools that became sparse",
  },
  run: (program, { maxNeurons }) => {
    const large = program.populations.filter(({ name, size }) => size > maxNeurons && name !== program.readout.population);
    if (large.length === 0) return { program, statistics: { populationsSplit: 0, pieces: 0, projectionsMadeSparse: 0 } };
    const fresh = freshNames(program);
    const pieces = new Map(large.map((population) => [population.name, piecesOf(program, population, maxNeurons, fresh)]));
    const tables: WeightTable[] = [];
    const projections = program.projections.flatMap((projection) => splitProjection(program, projection, pieces, fresh, tables));
    const populations = program.populations.flatMap(
      (population) => pieces.get(population.name)?.map((piece) => pickPiece(population, piece)) ?? [population],
    );
    return {
      program: compactTables({ ...program, populations, tables: [...program.tables, ...tables], projections }),
      statistics: {
        populationsSplit: large.length,
        pieces: [...pieces.values()].reduce((sum, list) => sum + list.length, 0),
        projectionsMadeSparse: projections.filter(({ isMadeSparse }) => isMadeSparse).length,
      },
    };
  },
});

/** Neurons [start, end) of a population, as one of their own. */
interface Piece {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function piecesOf(program: EventProgram, { name, size }: Population, maxNeurons: number, fresh: FreshName): readonly Piece[] {
  const unit = unitOf(program, name, maxNeurons);
  const length = Math.floor(maxNeurons / unit) * unit;
  return Array.from({ length: Math.ceil(size / length) }, (_, i) => ({
    name: fresh(`${name}.${i}`),
    start: i * length,
    end: Math.min(size, (i + 1) * length),
  }));
}

/** Neurons that should stay together: the common multiple of all positions, or the largest position that fits, or one. */
function unitOf(program: EventProgram, population: string, maxNeurons: number): number {
  const units = program.projections.flatMap(({ source, target, connectivity }) => {
    const axis = axisOf(connectivity);
    if (axis === undefined) return [];
    const asSource = source.kind === "population" && source.population === population ? [axis.inUnit] : [];
    return target === population ? [...asSource, axis.outUnit] : asSource;
  });
  const common = units.reduce(leastCommonMultiple, 1);
  return common <= maxNeurons ? common : Math.max(1, ...units.filter((unit) => unit <= maxNeurons));
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

function pickPiece({ name: _, thresholds, biases, reset, ...rest }: Population, { name, start, end }: Piece): Population {
  const picked: Reset = reset.kind === "zero" ? reset : { kind: "subtract", amounts: reset.amounts.slice(start, end) };
  return {
    ...rest,
    name,
    size: end - start,
    ...(thresholds === undefined ? {} : { thresholds: thresholds.slice(start, end) }),
    ...(biases === undefined ? {} : { biases: biases.slice(start, end) }),
    reset: picked,
  };
}

/** The projection between all pieces of its source and its target; tables of sparse pieces are added. */
function splitProjection(
  program: EventProgram,
  projection: Projection,
  pieces: ReadonlyMap<string, readonly Piece[]>,
  fresh: FreshName,
  tables: WeightTable[],
): (Projection & { readonly isMadeSparse?: boolean })[] {
  const layout = layoutOf(program);
  const { source, target } = projection;
  const table = lookup(layout.tableOf, projection.table);
  const whole = (name: string, end: number): readonly Piece[] => [{ name, start: 0, end }];
  const { count } = sourcesOf(program, layout, projection);
  const froms = source.kind === "input" ? whole(source.port, count) : (pieces.get(source.population) ?? whole(source.population, count));
  const tos = pieces.get(target) ?? whole(target, lookup(layout.populationOf, target).size);
  if (froms.length === 1 && tos.length === 1) return [projection];
  return froms.flatMap((from, f) =>
    tos.flatMap((to, t) => {
      const name = `${projection.name}.${froms.length === 1 ? "" : f}${froms.length > 1 && tos.length > 1 ? "." : ""}${tos.length === 1 ? "" : t}`;
      const base: Projection = {
        ...projection,
        name: fresh(name),
        source: source.kind === "input" ? source : { kind: "population", population: from.name },
        target: to.name,
      };
      const connectivity = pieceOf(projection.connectivity, from, to);
      if (connectivity === "none") return [];
      if (connectivity !== "sparse") return [{ ...base, connectivity }];
      const form = sparseForm(projection, table, {
        sources: from.end - from.start,
        oldSource: (s) => from.start + s,
        newTarget: (n) => (n >= to.start && n < to.end ? n - to.start : undefined),
      });
      if (form === undefined) return [];
      const own: WeightTable = { ...table, name: fresh(`${table.name}.${base.name}`), rows: 1, columns: form.weights.length, weights: form.weights };
      tables.push(own);
      return [{ ...base, table: own.name, connectivity: form.connectivity, isMadeSparse: projection.connectivity.kind !== "sparse" }];
    }),
  );
}

/** The part of a connectivity between two pieces, in its own kind; "none" if it is empty, "sparse" if only that can say it. */
function pieceOf(c: Connectivity, from: Piece, to: Piece): Connectivity | "none" | "sparse" {
  switch (c.kind) {
    case "dense": {
      const first = Math.max(c.targetStart, to.start);
      const length = Math.min(c.targetStart + c.length, to.end) - first;
      if (length <= 0) return "none";
      const rows = from.start === 0 && c.rowOf === undefined ? {} : { rowOf: rowsOf(c.rowOf, from) };
      return { ...c, ...rows, columnStart: c.columnStart + first - c.targetStart, length, targetStart: first - to.start };
    }
    case "sparse":
      return "sparse";
    case "conv1d":
    case "conv2d":
    case "pool":
      return windowPiece(c, from, to) ?? "sparse";
    default:
      return assertNever(c);
  }
}

function rowsOf(rowOf: Uint32Array | undefined, from: Piece): Uint32Array {
  return rowOf === undefined ? Uint32Array.from({ length: from.end - from.start }, (_, i) => from.start + i) : rowOf.slice(from.start, from.end);
}
