/**
 * narrow-membranes: makes accumulators and membranes need fewer bits, by range analysis and by scale.
 *
 *   a neuron that provably never spikes              ->  its threshold is the highest membrane that it can reach
 *   `if`, or leak shift 0: weights, biases and reset
 *   amounts all multiples of 2^k                     ->  all divided by 2^k, thresholds floor(threshold / 2^k)
 *
 * Exact: all membranes of a scaled population are multiples of 2^k, for which v > threshold is v / 2^k > floor(threshold / 2^k).
 */
import { forgetsFully } from "../event/activity.js";
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram, Population, Reset, WeightTable } from "../event/program.js";
import { analyseRanges, requiredStateBits } from "../event/ranges.js";
import { highestBeforeSpike, maySpike, receivedBounds } from "./analysis/bounds.js";
import { claimOfPopulations, notLegalised } from "./claims.js";
import { definePass } from "./pass.js";
import { withTables } from "./rewrite/tables.js";

export const narrowMembranes = definePass({
  name: "narrow-membranes",
  summary: "lowers thresholds that nothing reaches and scales populations down, so that membranes need fewer bits",
  requires: () => [notLegalised],
  ensures: () => [
    claimOfPopulations("no silent neuron has a threshold above what it can reach", (program) => {
      const lowered = lowerThresholds(program);
      return (population) => {
        const found = lowered.get(population.name);
        return found === undefined
          ? undefined
          : { code: "threshold-unreachable", message: `${found.count} thresholds lie above what their neurons reach` };
      };
    }),
    claimOfPopulations("no population whose weights, biases and reset amounts share a power of two could be divided by it", (program) => {
      const scalable = scalableBy(program);
      return ({ name }) => {
        const shift = scalable.get(name);
        return shift === undefined ? undefined : { code: "membrane-scale", message: `everything it adds is a multiple of ${2 ** shift}` };
      };
    }),
  ],
  spikes: { kind: "same" },
  limits:
    "Membrane potentials are scaled, so that a population that is read out by them keeps its scale. A leak that remembers rounds, and `cuba` has 12-bit " +
    "decays: neither can be scaled exactly. A table that several populations read keeps its exponent. Run factor-exponents before.",
  values: {},
  options: [],
  statistics: {
    thresholdsLowered: "thresholds of silent neurons that were lowered",
    populationsScaled: "populations divided by a power of two",
    stateBitsBefore: "bits that the widest population needed",
    stateBitsAfter: "bits that the widest population needs",
  },
  run: (program) => {
    const lowered = lowerThresholds(program);
    const reachable =
      lowered.size === 0
        ? program
        : { ...program, populations: program.populations.map((population) => lowered.get(population.name)?.population ?? population) };
    const scalable = scalableBy(reachable);
    const scaled = scalable.size === 0 ? reachable : scaleDown(reachable, scalable);
    return {
      program: scaled,
      statistics: {
        thresholdsLowered: [...lowered.values()].reduce((sum, { count }) => sum + count, 0),
        populationsScaled: scalable.size,
        stateBitsBefore: requiredStateBits(analyseRanges(program)),
        stateBitsAfter: requiredStateBits(analyseRanges(scaled)),
      },
    };
  },
});

/** Populations with silent neurons whose threshold is higher than it need be; what is subtracted on a spike is then 0. */
function lowerThresholds(program: EventProgram): ReadonlyMap<string, { population: Population; count: number }> {
  const layout = layoutOf(program);
  const may = maySpike(program);
  const received = receivedBounds(program, layout, { active: may });
  const lowered = new Map<string, { population: Population; count: number }>();
  for (const population of program.populations) {
    const { thresholds, reset } = population;
    if (thresholds === undefined) continue;
    const start = lookup(layout.populationStart, population.name);
    const isSilent = (i: number): boolean => may[start + i] === 0;
    const next = thresholds.map((threshold, i) =>
      isSilent(i) ? Math.min(threshold, highestBeforeSpike(program, population, i, start + i, received)) : threshold,
    );
    const amounts: Reset =
      reset.kind === "zero" ? reset : { kind: "subtract", amounts: reset.amounts.map((amount, i) => (isSilent(i) ? 0 : amount)) };
    const count = next.reduce((sum, threshold, i) => sum + (threshold < thresholds[i] ? 1 : 0), 0);
    if (count > 0) lowered.set(population.name, { population: { ...population, thresholds: next, reset: amounts }, count });
  }
  return lowered;
}

/** By how many bits each population can be scaled down; only those that can. */
function scalableBy(program: EventProgram): ReadonlyMap<string, number> {
  const { tableOf } = layoutOf(program);
  const targetsOf = new Map<string, Set<string>>();
  const tablesInto = new Map<string, WeightTable[]>(program.populations.map(({ name }) => [name, []]));
  for (const { table, target } of program.projections) {
    targetsOf.set(table, (targetsOf.get(table) ?? new Set()).add(target));
    tablesInto.get(target)?.push(lookup(tableOf, table));
  }
  const { readout } = program;
  return new Map(
    program.populations.flatMap((population): [string, number][] => {
      const { name, model, biases, reset } = population;
      const inbound = lookup(tablesInto, name);
      const isRead = readout.kind === "membrane" && readout.population === name;
      const isExact = model.kind === "if" || forgetsFully(population);
      if (isRead || !isExact || inbound.length === 0 || inbound.some((table) => targetsOf.get(table.name)?.size !== 1)) return [];
      // What a forgetting neuron has left after a spike is forgotten, whatever was subtracted.
      const constants = [biases, reset.kind === "subtract" && !forgetsFully(population) ? reset.amounts : undefined];
      const shift = Math.min(...inbound.map((table) => table.exponent), ...constants.map((values) => sharedZeros(values ?? new Int32Array())));
      return shift === 0 ? [] : [[name, shift]];
    }),
  );
}

/** Trailing zero bits that all values share; 31 if all are 0. */
function sharedZeros(values: Int32Array): number {
  const bits = values.reduce((all, value) => all | value, 0);
  return bits === 0 ? 31 : 31 - Math.clz32(bits & -bits);
}

function scaleDown(program: EventProgram, scalable: ReadonlyMap<string, number>): EventProgram {
  const { tableOf } = layoutOf(program);
  const tables = new Map<string, WeightTable>();
  for (const { table, target } of program.projections) {
    const original = lookup(tableOf, table);
    const shift = scalable.get(target);
    if (shift !== undefined) tables.set(table, { ...original, exponent: original.exponent - shift });
  }
  const populations = program.populations.map((population): Population => {
    const shift = scalable.get(population.name);
    if (shift === undefined) return population;
    const { thresholds, biases, reset } = population;
    // >> rounds down, for negative thresholds too.
    return {
      ...population,
      ...(thresholds === undefined ? {} : { thresholds: thresholds.map((threshold) => threshold >> shift) }),
      ...(biases === undefined ? {} : { biases: biases.map((bias) => bias >> shift) }),
      reset: reset.kind === "zero" ? reset : { kind: "subtract", amounts: reset.amounts.map((amount) => amount >> shift) },
    };
  });
  return withTables({ ...program, populations }, tables);
}
