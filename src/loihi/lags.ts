/**
 * By how many timesteps each population runs behind the original program, once latches stand between them.
 *
 * A projection S -> T of delay d becomes one of d + lag(T) - lag(S) - (1 if S is latched), which must be 1 or more; input
 * lines have lag 0. The smallest lags are the longest paths of that system (Bellman-Ford); a cycle that would have to be
 * late by more than itself has none.
 */
import type { EventProgram } from "../event/program.js";
import type { Diagnostic } from "../util/diagnostics.js";
import type { PopulationPlan } from "./neuron.js";
import type { LoihiTarget } from "./target.js";

export interface LagPlan {
  readonly lag: ReadonlyMap<string, number>;
  /** Lag of what is read out. */
  readonly extraTimesteps: number;
}

/** Adds a diagnostic for everything that a lag makes impossible. */
export function planLags(
  program: EventProgram,
  planOf: ReadonlyMap<string, PopulationPlan>,
  target: LoihiTarget,
  diagnostics: Diagnostic[],
): LagPlan {
  const lag = new Map(program.populations.map((population) => [population.name, 0]));
  const lagBehind = (population: string): number => (lag.get(population) ?? 0) + (planOf.get(population)?.isLatched === true ? 1 : 0);
  for (let round = 0; ; round++) {
    let late: string | undefined;
    for (const { source, target: to, delay } of program.projections) {
      if (source.kind === "input") continue;
      const needed = lagBehind(source.population) + 1 - delay;
      if (needed <= (lag.get(to) ?? 0)) continue;
      lag.set(to, needed);
      late = to;
    }
    if (late === undefined) break;
    if (round > program.populations.length) {
      diagnostics.push({
        code: "loihi-latch-loop",
        where: `population '${late}'`,
        message:
          "lies on a loop through neurons that are refractory until reset; their latch needs a timestep that the loop's delays of 1 do not have",
        hint: "Lengthen a delay of the loop by 1.",
      });
      break;
    }
  }
  for (const plan of planOf.values()) {
    const own = lag.get(plan.population.name) ?? 0;
    if (own > 0 && plan.isActiveAlone) {
      diagnostics.push({
        code: "loihi-lag",
        where: `population '${plan.population.name}'`,
        message: `would start ${own} timestep(s) early: its biases move it without input, and latches before it make its input ${own} late`,
        hint: "Drive the bias by a `start` line instead.",
      });
    }
  }
  const { delayMax } = target.synapse;
  for (const projection of program.projections) {
    const behind = projection.source.kind === "input" ? 0 : lagBehind(projection.source.population);
    const delay = projection.delay + (lag.get(projection.target) ?? 0) - behind;
    if (delay > delayMax + 1) {
      diagnostics.push({
        code: "loihi-delay",
        where: `projection '${projection.name}'`,
        message: `needs a delay of ${delay} timesteps; ${target.name} holds ${delayMax + 1}`,
        hint: "Relay the spikes through a population.",
      });
    }
  }
  const { readout } = program;
  const extraTimesteps = readout.kind === "membrane" ? (lag.get(readout.population) ?? 0) : lagBehind(readout.population);
  if (readout.kind === "firstSpike" && extraTimesteps > 0) {
    diagnostics.push({
      code: "loihi-readout",
      where: "readout",
      message: `first-spike times would read ${extraTimesteps} timestep(s) later than the original's, because of the latches before '${readout.population}'`,
      hint: "Compile with `--readout count` or `--readout membrane`.",
    });
  }
  return { lag, extraTimesteps };
}
