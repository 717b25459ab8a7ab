/** Claims that several passes require or ensure. */
import { forgetsFully } from "../event/activity.js";
import type { EventProgram, Population, Projection, WeightTable } from "../event/program.js";
import type { Diagnostic } from "../util/diagnostics.js";
import type { Claim } from "./pass.js";

/** What is wrong with a part of the program; undefined if nothing is. */
export type Problem = Omit<Diagnostic, "where"> | undefined;

/** A claim about each population: `problemsOf` looks at the program once, and then says what is wrong with each. */
export function claimOfPopulations(text: string, problemsOf: (program: EventProgram) => (population: Population) => Problem): Claim {
  return {
    text,
    violations: (program) => {
      const problemOf = problemsOf(program);
      return program.populations.flatMap((population) => placed(`population '${population.name}'`, problemOf(population)));
    },
  };
}

/** A claim about each projection. */
export function claimOfProjections(text: string, problemsOf: (program: EventProgram) => (projection: Projection) => Problem): Claim {
  return {
    text,
    violations: (program) => {
      const problemOf = problemsOf(program);
      return program.projections.flatMap((projection) => placed(`projection '${projection.name}'`, problemOf(projection)));
    },
  };
}

/** A claim about each table. */
export function claimOfTables(text: string, problemsOf: (program: EventProgram) => (table: WeightTable) => Problem): Claim {
  return {
    text,
    violations: (program) => {
      const problemOf = problemsOf(program);
      return program.tables.flatMap((table) => placed(`table '${table.name}'`, problemOf(table)));
    },
  };
}

function placed(where: string, problem: Problem): Diagnostic[] {
  return problem === undefined ? [] : [{ ...problem, where }];
}

/** Delays, populations and numbers may still change. */
export const notLegalised: Claim = {
  text: "the program is not legalised for a target yet",
  violations: (program) =>
    program.legalised === undefined
      ? []
      : [
          {
            code: "pass-legalised",
            message: `program '${program.name}' is already legalised for '${program.legalised.target}', whose layout this pass would break`,
            hint: "Start from the target-independent program (event.pb of the bundle).",
          },
        ],
};

/** The population where everything reaches it so many timesteps later: it forgets as much later. */
export function laterBy(population: Population, timesteps: number): Population {
  const { forgets } = population;
  if (forgets === undefined || timesteps % forgets.period === 0) return population;
  return { ...population, forgets: { ...forgets, phase: (forgets.phase + timesteps) % forgets.period } };
}

/** Does some neuron move without input? A bias on a forgetting neuron that does not fire moves nothing. */
export function isActiveAtRest(population: Population): boolean {
  const { biases, thresholds } = population;
  const fires = thresholds?.some((threshold, neuron) => (biases?.[neuron] ?? 0) > threshold) ?? false;
  return fires || (!forgetsFully(population) && biases?.some((bias) => bias !== 0) === true);
}
