/**
 * prune-weak-synapses: sets weights to zero that are too weak to matter; prune-zero-synapses then stops delivering them.
 *
 * share = 0, exact. Let all weights into a neuron but the weak ones be multiples of g = 2^j. What they add up to lies on a
 * lattice of step g, so that the neuron spikes as without the weak ones if these can neither lift the highest point at or
 * below the threshold above it, nor push the next point down to it:
 *
 *   x0 + high <= threshold < x0 + g + low       x0 = the lattice's last point <= threshold, weak sum in [low, high]
 *
 * The sum is over a timestep where the neuron forgets (leak shift 0), over the sample where it integrates (`if`).
 *
 * share > 0, bounded. A weight is weak if |weight| <= share x threshold of the neuron it reaches.
 *
 * A weight that several synapses share (shared rows, convolutions) is weak if it is weak for all of them.
 */
import { forgetsFully } from "../event/activity.js";
import { visitFanout } from "../event/fanout.js";
import { type Layout, layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram, Population, WeightTable } from "../event/program.js";
import { type Received, receivedBounds } from "./analysis/bounds.js";
import { claimOfTables } from "./claims.js";
import { definePass } from "./pass.js";
import { withTables } from "./rewrite/tables.js";

export const pruneWeakSynapses = definePass({
  name: "prune-weak-synapses",
  summary: "sets weights to zero that cannot, or hardly, matter to any neuron they reach",
  ensures: ({ share }) => [
    claimOfTables(
      share === 0
        ? "no weight is left that provably changes no spike (by lattice and range)"
        : "no weight is left that is weak for every neuron it reaches",
      (program) => {
        const weak = new Map(weakOnce(program, share).map(({ table, count }) => [table.name, count]));
        return ({ name }) => {
          const count = weak.get(name);
          return count === undefined ? undefined : { code: "synapses-weak", message: `${count} of its weights are weak for every neuron they reach` };
        };
      },
    ),
  ],
  spikes: {
    kind: "bounded",
    bound:
      "share 0: the same spikes, outputs and decisions; share > 0: what one event adds to a neuron changes by at most share x its threshold, " +
      "and q of a timestep by at most `largestChange`",
  },
  limits:
    "Populations that never spike or whose membranes are read out keep their weights. With share 0 only `if` and neurons that forget fully lose any: " +
    "a leak that remembers leaves the lattice.",
  values: { share: 0 },
  options: [
    {
      name: "share",
      text: "weights of at most this share of the threshold go; 0: only those that provably change nothing",
      type: { kind: "number", low: 0, high: 1 },
    },
  ],
  statistics: {
    weightsPruned: "stored weights that became zero",
    largestChange: "most that q of any neuron can change by in a timestep",
  },
  run: (program, { share }) => {
    let weightsPruned = 0;
    let current = program;
    // A weight that goes narrows the bounds, and may free others.
    for (let weak = weakOnce(current, share); weak.length > 0; weak = weakOnce(current, share)) {
      weightsPruned += weak.reduce((sum, { count }) => sum + count, 0);
      current = withTables(current, new Map(weak.map(({ table }) => [table.name, table])));
    }
    return { program: current, statistics: { weightsPruned, largestChange: weightsPruned === 0 ? 0 : largestChange(program, current) } };
  },
});

/** Tables with their weak weights set to zero, and how many these are; tables without any are left out. */
function weakOnce(program: EventProgram, share: number): { table: WeightTable; count: number }[] {
  const layout = layoutOf(program);
  const isWeak = share === 0 ? weakByLattice(program, layout) : weakByShare(program, layout, share);
  const strong = new Map(program.tables.map((table) => [table.name, new Uint8Array(table.weights.length)]));
  const used = new Map(program.tables.map((table) => [table.name, new Uint8Array(table.weights.length)]));
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const [strongHere, usedHere] = [lookup(strong, table.name), lookup(used, table.name)];
    const scale = 2 ** table.exponent;
    const first = lookup(layout.populationStart, projection.target);
    const { count } = sourcesOf(program, layout, projection);
    for (let source = 0; source < count; source++) {
      visitFanout(projection, table, source, (target, length, weight) => {
        for (let i = 0; i < length; i++) {
          usedHere[weight + i] = 1;
          if (!isWeak(first + target + i, table.weights[weight + i] * scale)) strongHere[weight + i] = 1;
        }
      });
    }
  }
  return program.tables.flatMap((table) => {
    const [strongHere, usedHere] = [lookup(strong, table.name), lookup(used, table.name)];
    const goes = (weight: number, i: number): boolean => weight !== 0 && usedHere[i] === 1 && strongHere[i] === 0;
    const count = table.weights.reduce((sum, weight, i) => sum + (goes(weight, i) ? 1 : 0), 0);
    return count === 0 ? [] : [{ table: { ...table, weights: table.weights.map((weight, i) => (goes(weight, i) ? 0 : weight)) }, count }];
  });
}

/** Says of a delivered weight into a neuron (numbered through all populations) whether it may go. */
type IsWeak = (neuron: number, weight: number) => boolean;

/** Populations that may lose weights, with the number of their first neuron. */
function prunable(program: EventProgram, layout: Layout): readonly { population: Population; thresholds: Int32Array; start: number }[] {
  return program.populations.flatMap((population) => {
    const { thresholds, name } = population;
    const isRead = program.readout.kind === "membrane" && program.readout.population === name;
    return thresholds === undefined || isRead ? [] : [{ population, thresholds, start: lookup(layout.populationStart, name) }];
  });
}

function weakByShare(program: EventProgram, layout: Layout, share: number): IsWeak {
  const most = new Float64Array(layout.neurons);
  for (const { thresholds, start } of prunable(program, layout)) {
    thresholds.forEach((threshold, i) => {
      most[start + i] = share * threshold;
    });
  }
  return (neuron, weight) => Math.abs(weight) <= most[neuron];
}

/** The largest delivered weight is 128 x 2^15: no lattice is coarser. */
const COARSEST = 22;

function weakByLattice(program: EventProgram, layout: Layout): IsWeak {
  /** 2^j of each neuron: weights that are no multiple of it are weak. */
  const step = new Float64Array(layout.neurons).fill(1);
  const candidates = prunable(program, layout);
  for (let j = 1; j <= COARSEST; j++) {
    const g = 2 ** j;
    const weak = receivedBounds(program, layout, { counts: (_, weight) => weight % g !== 0 });
    for (const { population, thresholds, start } of candidates) {
      for (let i = 0; i < population.size; i++) if (changesNothing(population, i, thresholds[i], g, weak, start + i)) step[start + i] = g;
    }
  }
  return (neuron, weight) => weight % step[neuron] !== 0;
}

/** Can the weak weights be left out of this neuron, if all others are multiples of g? */
function changesNothing(population: Population, neuron: number, threshold: number, g: number, weak: Received, n: number): boolean {
  const { model, reset } = population;
  const bias = population.biases?.[neuron] ?? 0;
  const forgets = forgetsFully(population);
  if (!forgets) {
    const amount = reset.kind === "subtract" ? reset.amounts[neuron] : 0;
    if (model.kind !== "if" || bias % g !== 0 || amount % g !== 0) return false;
  }
  const [low, high] = forgets ? [weak.stepLow[n], weak.stepHigh[n]] : [weak.sampleLow[n], weak.sampleHigh[n]];
  const offset = forgets ? bias : 0;
  const above = (((threshold - offset) % g) + g) % g;
  return high <= above && low > above - g;
}

/** The most that what was taken away can add up to in a timestep. */
function largestChange(before: EventProgram, after: EventProgram): number {
  const layout = layoutOf(before);
  const taken = new Map(
    before.tables.map((table, t) => [table.name, { ...table, weights: table.weights.map((weight, i) => weight - after.tables[t].weights[i]) }]),
  );
  const { stepLow, stepHigh } = receivedBounds(withTables(before, taken), layoutOf(withTables(before, taken)));
  let largest = 0;
  for (let n = 0; n < layout.neurons; n++) largest = Math.max(largest, stepHigh[n], -stepLow[n]);
  return largest;
}
