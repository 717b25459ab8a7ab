/**
 * legalise-latches: for targets without "refractory until reset", by which a neuron spikes at most once a sample.
 *
 *   `if`          P -> P one to one, -N with delay 1: after its spike v is 0, and N is more than P can still receive
 *   other models  P fires freely, P.latch (an `if` of threshold 0, one timestep later) fires at its first charge of 1 and
 *                 inhibits itself by N, more than there can be charges; it drives what P drove
 *
 * A latch makes everything behind it a timestep late; paths beside it wait as long (their delays grow), so that every
 * membrane at t + lag is the original's at t: lag(target) >= lag(source) + 1 - delay, and 1 more behind a latch. A sample
 * runs as many timesteps longer as what is read out lags. `snnc map` does the same within Loihi's own arithmetic
 * (src/loihi/legalise.ts).
 */
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram, Population, Projection, WeightTable } from "../event/program.js";
import { SnncError } from "../util/diagnostics.js";
import { receivedBounds } from "./analysis/bounds.js";
import { leastDepths } from "./analysis/depths.js";
import { claimOfPopulations, isActiveAtRest, laterBy, notLegalised, type Problem } from "./claims.js";
import { definePass, NEW_NEURON, type PassResult } from "./pass.js";
import { freshNames } from "./rewrite/names.js";
import { inhibitionOf, oneToOne, oneWeight, relayLongDelays, weightOne } from "./rewrite/relays.js";

export const legaliseLatches = definePass({
  name: "legalise-latches",
  summary: "replaces the refractory until reset by inhibition, or by a second population that fires once",
  requires: () => [
    notLegalised,
    claimOfPopulations(
      "a population that spikes once a sample is neither `cuba` nor read out by its membranes, and forgets only then",
      latchProblems,
    ),
  ],
  ensures: () => [
    claimOfPopulations(
      "no population is refractory until reset",
      () =>
        ({ refractory }) =>
          refractory.kind === "untilReset" ? { code: "latch", message: "it is refractory until the sample's reset" } : undefined,
    ),
  ],
  spikes: {
    kind: "shifted",
    by: "the latches on the way, one timestep each (`extraTimesteps` for what is read out); first-spike times read as much later",
  },
  limits:
    "A latched neuron that does not integrate goes on spiking into its latch, one operation each. Refused: a loop whose delays have no timestep to spare " +
    "for its latches, a population behind a latch that moves without input. A path that waits longer than 63 timesteps is relayed. The range " +
    "analysis does not know that a latch fires once, so that widths may grow.",
  values: {},
  options: [],
  statistics: {
    inhibited: "populations that inhibit themselves for good",
    latches: "populations added",
    extraTimesteps: "timesteps that every sample runs longer",
  },
  run: (program) => {
    const plan = planLatches(program);
    if (plan.size === 0) return { program, statistics: { inhibited: 0, latches: 0, extraTimesteps: 0 } };
    const isLatched = (name: string): boolean => plan.get(name)?.kind === "latch";
    const lags = lagsOf(program, isLatched);
    return rewrite(program, plan, lags);
  },
});

type Plan =
  /** Inhibits itself by this much after its spike; by nothing if it cannot fire again. */
  { readonly kind: "inhibit"; readonly least: number } | { readonly kind: "latch" };

/** How each population that is refractory until reset is replaced. */
function planLatches(program: EventProgram): ReadonlyMap<string, Plan> {
  const layout = layoutOf(program);
  const latched = program.populations.filter(({ refractory }) => refractory.kind === "untilReset");
  if (latched.length === 0) return new Map();
  const { sampleHigh } = receivedBounds(program, layout);
  const steps = program.limits.timestepsPerSample;
  return new Map(
    latched.map(({ name, model, thresholds, biases }): [string, Plan] => {
      if (model.kind !== "if" || thresholds === undefined) return [name, { kind: "latch" }];
      const start = lookup(layout.populationStart, name);
      const excess = (threshold: number, i: number): number => sampleHigh[start + i] + steps * Math.max(0, biases?.[i] ?? 0) - threshold;
      const least = thresholds.reduce((most, threshold, i) => Math.max(most, excess(threshold, i)), 0);
      // Beyond what a weight can hold, a latch is the way.
      return [name, inhibitionOf(least) === undefined ? { kind: "latch" } : { kind: "inhibit", least }];
    }),
  );
}

function latchProblems(program: EventProgram): (population: Population) => Problem {
  const { readout } = program;
  return ({ name, model, refractory, forgets }) => {
    if (refractory.kind !== "untilReset") return undefined;
    if (forgets !== undefined) {
      return {
        code: "latch-forgets",
        message: `it may spike again every ${forgets.period} timesteps, when it forgets; an inhibition that is under way then would not be forgotten`,
        hint: "Take a target with a refractory until reset.",
      };
    }
    if (model.kind === "cuba") {
      return {
        code: "latch-cuba",
        message: "Loihi's model is latched within Loihi's arithmetic",
        hint: "Use `snnc map`, which legalises for the chip.",
      };
    }
    if (readout.kind === "membrane" && readout.population === name) {
      return {
        code: "latch-readout",
        message: "it is read out by its membranes, which a refractory until reset holds at 0 and a latch does not",
        hint: "Read out another population, or by count.",
      };
    }
    return undefined;
  };
}

/** By how many timesteps each population runs behind the original. Throws SnncError (check) where that is impossible. */
function lagsOf(program: EventProgram, isLatched: (name: string) => boolean): ReadonlyMap<string, number> {
  const constraints = program.projections.map(({ source, target, delay }) => {
    const from = source.kind === "input" ? undefined : source.population;
    return { from, to: target, least: 1 - delay + (from !== undefined && isLatched(from) ? 1 : 0) };
  });
  const names = program.populations.map(({ name }) => name);
  const solution = leastDepths(names, 0, constraints);
  if (solution.kind === "cycle") {
    throw new SnncError("check", {
      code: "latch-loop",
      where: `population '${solution.names[0]}'`,
      message: `the loop ${[...solution.names, solution.names[0]].join(" -> ")} has delays of 1 only where its latches need a timestep each`,
      hint: "Lengthen a delay of the loop by 1 for each latch on it.",
    });
  }
  const late = program.populations.filter((population) => lookup(solution.depths, population.name) > 0 && isActiveAtRest(population));
  if (late.length > 0) {
    throw new SnncError(
      "check",
      late.map(({ name }) => ({
        code: "latch-lag",
        where: `population '${name}'`,
        message: `it would start ${lookup(solution.depths, name)} timestep(s) early: it moves without input, and latches before it make its input late`,
        hint: "Drive its bias by an input line that spikes at the start.",
      })),
    );
  }
  return solution.depths;
}

function rewrite(program: EventProgram, plan: ReadonlyMap<string, Plan>, lags: ReadonlyMap<string, number>): PassResult {
  const fresh = freshNames(program);
  const latchOf = new Map<string, Population>();
  const tables: WeightTable[] = [];
  const added: Projection[] = [];
  const addOneToOne = (name: string, from: string, to: Population, table: string): void => {
    added.push(oneToOne(fresh(name), { kind: "population", population: from }, to, table, 1));
  };
  const inhibit = (population: Population, least: number): void => {
    const inhibition = inhibitionOf(least);
    if (least <= 0 || inhibition === undefined) return;
    const table = oneWeight(fresh(`${population.name}.inhibition`), inhibition.mantissa, inhibition.exponent);
    tables.push(table);
    addOneToOne(`${population.name}.inhibit`, population.name, population, table.name);
  };
  const charge = weightOne(fresh("latch.charge"));
  const own = program.populations.map((population): Population => {
    const { name, size } = population;
    const found = plan.get(name);
    if (found === undefined) return laterBy(population, lookup(lags, name));
    if (found.kind === "inhibit") inhibit(population, found.least);
    else {
      const latch = latchPopulation(fresh(`${name}.latch`), size);
      latchOf.set(name, latch);
      addOneToOne(`${latch.name}.charge`, name, latch, charge.name);
      inhibit(latch, program.limits.timestepsPerSample);
    }
    return { ...population, refractory: { kind: "none" } };
  });
  const latches = [...latchOf.values()];
  const projections = program.projections.map((projection): Projection => {
    const { source, target, delay } = projection;
    const latch = source.kind === "input" ? undefined : latchOf.get(source.population);
    const behind = (source.kind === "input" ? 0 : lookup(lags, source.population)) + (latch === undefined ? 0 : 1);
    const moved = delay + lookup(lags, target) - behind;
    return { ...projection, delay: moved, source: latch === undefined ? source : { kind: "population", population: latch.name } };
  });
  const { readout, limits } = program;
  const readLatch = latchOf.get(readout.population);
  const extraTimesteps = lookup(lags, readout.population) + (readLatch === undefined ? 0 : 1);
  const result: PassResult = {
    program: {
      ...program,
      limits: { ...limits, timestepsPerSample: limits.timestepsPerSample + extraTimesteps },
      populations: [...own, ...latches],
      tables: [...program.tables, ...(latches.length === 0 ? [] : [charge]), ...tables],
      projections: [...projections, ...added],
      readout: { ...readout, population: readLatch?.name ?? readout.population, drainTimesteps: readout.drainTimesteps + extraTimesteps },
    },
    statistics: { inhibited: plan.size - latches.length, latches: latches.length, extraTimesteps },
    neurons: numbersOf(program, latchOf),
    shift: new Map(program.populations.map(({ name }) => [name, lookup(lags, name) + (latchOf.has(name) ? 1 : 0)])),
    extraTimesteps,
  };
  return relayLongDelays(result);
}

/** Fires at its first charge; more charges than timesteps cannot come. */
function latchPopulation(name: string, size: number): Population {
  return { name, size, model: { kind: "if" }, thresholds: new Int32Array(size), reset: { kind: "zero" }, refractory: { kind: "none" } };
}

/** A latched population's spikes are those of its latch. */
function numbersOf(program: EventProgram, latchOf: ReadonlyMap<string, Population>): Int32Array {
  const { populationStart } = layoutOf(program);
  const all = (name: string, size: number): number[] => Array.from({ length: size }, (_, i) => lookup(populationStart, name) + i);
  const own = program.populations.flatMap(({ name, size }) => (latchOf.has(name) ? new Array<number>(size).fill(NEW_NEURON) : all(name, size)));
  return Int32Array.from([...own, ...[...latchOf].flatMap(([name, { size }]) => all(name, size))]);
}
