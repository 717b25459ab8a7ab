/**
 * Which core of a mesh holds which groups of neurons. A population may be cut between groups, so that a core holds one run of
 * them; a core then stores only the weights onto its own neurons, and reads only those.
 *
 *   load[group]   weight words that the group receives if every source emits once, and one for its own update
 *   heaviest population first: its load is poured over the cores like water, the emptiest first, and its groups are cut
 *   where the shares end
 *
 * The cores that hold the readout come first: READ asks core after core, and a sample ends with the last VALUE.
 */
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import { type PlacedPopulation, placePopulations } from "./connectivity.js";

/** What each of `cores` cores holds, populations in program order; cores may stay empty. */
export function partitionOverCores(program: EventProgram, lanes: number, cores: number): readonly (readonly PlacedPopulation[])[] {
  const whole = placePopulations(program, lanes);
  const load = loadOfGroups(program, lanes, whole);
  const onCore = new Float64Array(cores);
  const pieces = Array.from({ length: cores }, () => new Map<string, Piece>());
  const loadOf = ({ firstGroup, groups }: PlacedPopulation): number => sum(load, firstGroup, firstGroup + groups);
  for (const population of [...whole].sort((a, b) => loadOf(b) - loadOf(a))) {
    const { name, firstGroup, groups } = population;
    const byLoad = Array.from(onCore.keys()).sort((a, b) => onCore[a] - onCore[b] || a - b);
    const shares = pour(
      loadOf(population),
      byLoad.map((core) => onCore[core]),
    );
    let group = 0;
    let given = 0;
    let reached = 0;
    byLoad.forEach((core, rank) => {
      given += shares[rank];
      const groupStart = group;
      // The cut that is nearest to where the share ends.
      while (group < groups && (rank === cores - 1 || reached + load[firstGroup + group] / 2 <= given)) reached += load[firstGroup + group++];
      if (group === groupStart) return;
      pieces[core].set(name, { groupStart, groups: group - groupStart });
      onCore[core] += sum(load, firstGroup + groupStart, firstGroup + group);
    });
  }
  const readout = ({ name }: PlacedPopulation): boolean => name === program.readout.population;
  const placed = pieces.map((own) => placePieces(whole, own, lanes));
  return [...placed.filter((parts) => parts.some(readout)), ...placed.filter((parts) => !parts.some(readout))];
}

/** How much of `amount` goes into vessels filled to these levels (ascending), so that all it reaches end equally full. */
function pour(amount: number, levels: readonly number[]): readonly number[] {
  let reached = 1;
  let below = levels[0];
  while (reached < levels.length && levels[reached] * reached - below < amount) below += levels[reached++];
  const level = (amount + below) / reached;
  return levels.map((own, rank) => (rank < reached ? level - own : 0));
}

interface Piece {
  readonly groupStart: number;
  readonly groups: number;
}

function placePieces(whole: readonly PlacedPopulation[], own: ReadonlyMap<string, Piece>, lanes: number): readonly PlacedPopulation[] {
  let firstGroup = 0;
  return whole.flatMap(({ name, firstNeuron, size }) => {
    const piece = own.get(name);
    if (piece === undefined) return [];
    const start = piece.groupStart * lanes;
    const placed = {
      name,
      firstNeuron: firstNeuron + start,
      size: Math.min(piece.groups * lanes, size - start),
      groupStart: piece.groupStart,
      firstGroup,
      groups: piece.groups,
    };
    firstGroup += piece.groups;
    return [placed];
  });
}

/** [groups of all populations] */
function loadOfGroups(program: EventProgram, lanes: number, whole: readonly PlacedPopulation[]): Float64Array {
  const layout = layoutOf(program);
  const firstGroupOf = new Map(whole.map(({ name, firstGroup }) => [name, firstGroup]));
  const load = new Float64Array(whole.reduce((count, { groups }) => count + groups, 0)).fill(1);
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const firstGroup = lookup(firstGroupOf, projection.target);
    const { count } = sourcesOf(program, layout, projection);
    for (let source = 0; source < count; source++) {
      visitFanout(projection, table, source, (target, length) => {
        if (length === 0) return;
        for (let group = Math.floor(target / lanes); group <= Math.floor((target + length - 1) / lanes); group++) load[firstGroup + group]++;
      });
    }
  }
  return load;
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i];
  return total;
}
