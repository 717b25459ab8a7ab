/**
 * retime: balances delays across branches, so that a network that a framework runs without delays runs as events, where
 * every projection takes a timestep.
 *
 * Before, as lowering emits it: delay = framework delay + 1, where a feed-forward edge has the framework delay 0 and an
 * edge that closes a cycle brings the value of the framework step before (1). Each population gets a depth d >= 1, inputs
 * have 0, the smallest for which all delays are at least 1:
 *
 *   delay' = delay - 1 + d(target) - d(source)            d(target) >= d(source) + 2 - delay
 *
 * Then framework step t of a population happens in timestep t + d. A cycle with less framework delay than populations
 * has no depths.
 *
 *   in -> a -> b, in -> b, all of delay 1   ->   in -> a delay 1, a -> b delay 1, in -> b delay 2; d(a) = 1, d(b) = 2
 */
import { lookup } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import { MAX_DELAY, MAX_TIMESTEPS } from "../event/verify.js";
import { SnncError } from "../util/diagnostics.js";
import { leastDepths } from "./analysis/depths.js";
import { claimOfPopulations, claimOfProjections, isActiveAtRest, laterBy, notLegalised } from "./claims.js";
import { definePass } from "./pass.js";
import { relayLongDelays } from "./rewrite/relays.js";

export const retime = definePass({
  name: "retime",
  summary: "balances delays across branches, so that zero-delay semantics hold timestep by timestep",
  requires: () => [
    notLegalised,
    claimOfPopulations(
      "no population moves without input",
      () => (population) =>
        isActiveAtRest(population)
          ? {
              code: "retime-restless",
              message:
                "it moves without input (by its biases, or a threshold below 0), and so would start in timestep 0, before its first input arrives",
              hint: "Bring its bias by an input line that spikes in every framework step, delayed like the rest.",
            }
          : undefined,
    ),
  ],
  ensures: () => [
    claimOfProjections(
      "every delay is the 1 to 63 timesteps from emission to arrival",
      () =>
        ({ delay }) =>
          delay >= 1 && delay <= MAX_DELAY ? undefined : { code: "retime-delay", message: `its delay is ${delay}` },
    ),
  ],
  spikes: {
    kind: "shifted",
    by: "the depth of each population, counted from framework steps; first-spike times read as much later as what is read out is deep",
  },
  limits:
    "Delays mean framework delay + 1 before and timesteps afterwards, which a program does not say: run it once, right after lowering. Twice is right only " +
    "for a chain. A branch that waits longer than 63 timesteps is relayed. The program given is taken to read out at depth 1.",
  values: {},
  options: [],
  statistics: {
    deepest: "largest depth",
    delaysChanged: "projections with another delay",
    extraTimesteps: "timesteps that every sample runs longer",
  },
  run: (program) => {
    const depths = depthsOf(program);
    let delaysChanged = 0;
    const projections = program.projections.map((projection) => {
      const { source, target } = projection;
      const delay = projection.delay - 1 + lookup(depths, target) - (source.kind === "input" ? 0 : lookup(depths, source.population));
      if (delay === projection.delay) return projection;
      delaysChanged++;
      return { ...projection, delay };
    });
    const extraTimesteps = lookup(depths, program.readout.population) - 1;
    const statistics = { deepest: Math.max(...depths.values()), delaysChanged, extraTimesteps };
    const shift = depths;
    const populations = program.populations.map((population) => laterBy(population, lookup(depths, population.name)));
    const keepsPhases = populations.every((population, i) => population === program.populations[i]);
    if (delaysChanged === 0 && extraTimesteps === 0 && keepsPhases) return { program, statistics, shift };
    const timestepsPerSample = program.limits.timestepsPerSample + extraTimesteps;
    if (timestepsPerSample > MAX_TIMESTEPS) throw tooLong(program, timestepsPerSample);
    const { readout, limits } = program;
    const retimed: EventProgram = {
      ...program,
      limits: { ...limits, timestepsPerSample },
      populations,
      projections,
      readout: { ...readout, drainTimesteps: readout.drainTimesteps + extraTimesteps },
    };
    return relayLongDelays({ program: retimed, statistics, shift, extraTimesteps });
  },
});

/** Depth of every population. Throws SnncError (check) naming a cycle that leaves no time for itself. */
function depthsOf(program: EventProgram): ReadonlyMap<string, number> {
  const names = program.populations.map(({ name }) => name);
  const constraints = program.projections.map(({ source, target, delay }) => ({
    from: source.kind === "input" ? undefined : source.population,
    to: target,
    least: 2 - delay,
  }));
  const solution = leastDepths(names, 1, constraints);
  if (solution.kind === "depths") return solution.depths;
  const cycle = solution.names;
  const delay = cycle.reduce((sum, name, i) => sum + shortestDelay(program, name, cycle[(i + 1) % cycle.length]), 0);
  throw new SnncError("check", {
    code: "retime-cycle",
    where: `population '${cycle[0]}'`,
    message:
      `the cycle ${[...cycle, cycle[0]].join(" -> ")} has ${cycle.length} population${cycle.length === 1 ? "" : "s"} and a framework delay of ${delay}; ` +
      "each population takes a timestep, so that it needs as much delay",
    hint: `Put delay nodes of ${cycle.length - delay} step${cycle.length - delay === 1 ? "" : "s"} in all into the cycle.`,
  });
}

/** The smallest framework delay from one population to another. */
function shortestDelay(program: EventProgram, from: string, to: string): number {
  const delays = program.projections.flatMap(({ source, target, delay }) =>
    source.kind === "population" && source.population === from && target === to ? [delay - 1] : [],
  );
  return Math.min(...delays);
}

function tooLong(program: EventProgram, timesteps: number): SnncError {
  return new SnncError("check", {
    code: "retime-length",
    where: `program '${program.name}'`,
    message: `a sample would run ${timesteps} timesteps; a program may allow ${MAX_TIMESTEPS}`,
    hint: "Compile with a smaller `--max-timesteps`.",
  });
}
