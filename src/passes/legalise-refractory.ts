/**
 * legalise-refractory: for targets without a counted refractory. A neuron that forgets within the timestep inhibits itself
 * for as many timesteps as it would have been silent.
 *
 *   h: lif 0, refractory 2   ->   h: lif 0; h -> h one to one, -m x 2^e with the delays 1 and 2
 *
 * Exact: what it received in those timesteps is forgotten either way, and m x 2^e is more than the range analysis lets
 * the neuron receive above its threshold.
 */
import { forgetsFully } from "../event/activity.js";
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram, Population, Projection, WeightTable } from "../event/program.js";
import { receivedBounds } from "./analysis/bounds.js";
import { claimOfPopulations, notLegalised, type Problem } from "./claims.js";
import { definePass } from "./pass.js";
import { freshNames } from "./rewrite/names.js";
import { inhibitionOf, oneToOne, oneWeight } from "./rewrite/relays.js";

export const legaliseRefractory = definePass({
  name: "legalise-refractory",
  summary: "replaces a refractory counted in timesteps by inhibition of itself",
  requires: () => [
    notLegalised,
    claimOfPopulations(
      "a population with a counted refractory forgets within the timestep, not periodically, and is not read out by its membranes",
      refractoryProblems,
    ),
  ],
  ensures: () => [
    claimOfPopulations(
      "no population has a refractory counted in timesteps",
      () =>
        ({ refractory }) =>
          refractory.kind === "steps" ? { code: "refractory-counted", message: `it is refractory for ${refractory.timesteps} timesteps` } : undefined,
    ),
  ],
  spikes: { kind: "same" },
  limits:
    "A neuron that remembers would have to lose what arrives while it is silent, which no weight can do: refused by name. Each spike costs one operation " +
    "for each timestep of the refractory, and membranes reach as far below zero as the inhibitions together.",
  values: {},
  options: [],
  statistics: { populations: "populations rewritten", projectionsAdded: "one-to-one inhibitions added" },
  run: (program) => {
    const fresh = freshNames(program);
    const tables: WeightTable[] = [];
    const projections: Projection[] = [];
    const needed = neededInhibitions(program);
    const populations = program.populations.map((population): Population => {
      const { name, refractory } = population;
      const least = needed.get(name);
      if (refractory.kind !== "steps" || least === undefined) return population;
      const inhibition = inhibitionOf(least);
      if (least > 0 && inhibition !== undefined) {
        const table = oneWeight(fresh(`${name}.inhibition`), inhibition.mantissa, inhibition.exponent);
        tables.push(table);
        for (let delay = 1; delay <= refractory.timesteps; delay++) {
          projections.push(oneToOne(fresh(`${name}.inhibit${delay}`), { kind: "population", population: name }, population, table.name, delay));
        }
      }
      return { ...population, refractory: { kind: "none" } };
    });
    const rewritten =
      needed.size === 0
        ? program
        : { ...program, populations, tables: [...program.tables, ...tables], projections: [...program.projections, ...projections] };
    return { program: rewritten, statistics: { populations: needed.size, projectionsAdded: projections.length } };
  },
});

/** For each population with a counted refractory, the inhibition that keeps every neuron at or below its threshold. */
function neededInhibitions(program: EventProgram): ReadonlyMap<string, number> {
  const counted = program.populations.filter(({ refractory, thresholds }) => refractory.kind === "steps" && thresholds !== undefined);
  if (counted.length === 0) return new Map();
  const layout = layoutOf(program);
  const { stepHigh } = receivedBounds(program, layout);
  return new Map(
    counted.map(({ name, thresholds = new Int32Array(), biases }) => {
      const start = lookup(layout.populationStart, name);
      const excess = (threshold: number, i: number): number => stepHigh[start + i] + (biases?.[i] ?? 0) - threshold;
      return [name, thresholds.reduce((most, threshold, i) => Math.max(most, excess(threshold, i)), 0)];
    }),
  );
}

function refractoryProblems(program: EventProgram): (population: Population) => Problem {
  const needed = neededInhibitions(program);
  const { readout } = program;
  return (population) => {
    const least = needed.get(population.name);
    if (least === undefined) return undefined;
    if (!forgetsFully(population)) {
      return {
        code: "refractory-remembers",
        message: "it remembers its membrane, so that what arrives in its refractory time would have to be lost; inhibition only cancels it later",
        hint: "Take a target with a counted refractory, or a neuron that forgets within the timestep.",
      };
    }
    if (population.forgets !== undefined) {
      return {
        code: "refractory-forgets",
        message: `its refractory ends every ${population.forgets.period} timesteps, when it forgets; an inhibition that is under way then would not be forgotten`,
        hint: "Take a target with a counted refractory.",
      };
    }
    if (readout.kind === "membrane" && readout.population === population.name) {
      return {
        code: "refractory-readout",
        message: "it is read out by its membranes, which a refractory holds at 0 and an inhibition does not",
        hint: "Read out another population, or by count.",
      };
    }
    return inhibitionOf(least) === undefined
      ? {
          code: "refractory-inhibition",
          message: `it needs an inhibition of ${least}; a weight holds 128 x 2^15`,
          hint: "Lower the scale of its weights.",
        }
      : undefined;
  };
}
