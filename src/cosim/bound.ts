/**
 * What a core's cycles are held against: a weight word and a neuron group take a cycle each, and 8 a timestep pay for what
 * does not overlap, from the last event of a timestep to its neurons, and on. Much overlap can bring a core below it.
 *
 *   bound = weight words read + neuron groups updated + 8 x timesteps
 *         + (period - 1) x groups of CUBA neurons updated + 8 x timesteps with such groups
 *
 * A group is updated in a timestep in which it received something, or in which it can spike without. Groups of CUBA neurons are
 * in every timestep, and share multipliers: a period each (rtl/cuba_unit.v), the last one 8 cycles more.
 */
import type { EventProgram } from "../event/program.js";
import { ceilDivide } from "../util/fixed.js";
import type { CycleBound } from "../util/results.js";
import type { CrossbarImage } from "../verilog/image.js";
import type { CrossbarParameters } from "../verilog/parameters.js";

/** Cycles of a timestep that neither read a weight word nor start a group. */
const CYCLES_OF_TIMESTEP = 8;
/** Cycles from the end of the last CUBA group's period to its last operation. */
const CYCLES_TO_FINISH = 8;

/** What was counted in some samples, as sums or means. */
export interface CountedCycles {
  readonly weightWordsRead: number;
  readonly groupUpdates: number;
  readonly timesteps: number;
  readonly cycles: number;
  /** Cycles for groups of CUBA neurons, beside the one that every group has: `cubaCyclesOfTimestep`. Absent: 0. */
  readonly cubaCyclesOfTimestep?: number;
}

export function cycleBound({ weightWordsRead, groupUpdates, timesteps, cycles, cubaCyclesOfTimestep = 0 }: CountedCycles): CycleBound {
  const cuba = cubaCyclesOfTimestep * timesteps;
  const bound = weightWordsRead + groupUpdates + CYCLES_OF_TIMESTEP * timesteps + cuba;
  return {
    words: weightWordsRead,
    groups: groupUpdates,
    timesteps: CYCLES_OF_TIMESTEP * timesteps,
    ...(cuba === 0 ? {} : { cuba }),
    cyclesOverBound: cycles / bound,
  };
}

/** Cycles from one group of CUBA neurons to the next. */
export function cubaPeriod({ LANES, CUBA_MULTIPLIERS }: Pick<CrossbarParameters, "LANES" | "CUBA_MULTIPLIERS">): number {
  const turns = LANES / CUBA_MULTIPLIERS;
  return turns >= 4 ? 2 * turns + 5 : turns + 9;
}

/** Groups of so many lanes that a program's CUBA neurons fill. */
export function groupsOfCuba({ populations }: Pick<EventProgram, "populations">, lanes: number): number {
  return populations.reduce((sum, { model, size }) => sum + (model.kind === "cuba" ? ceilDivide(size, lanes) : 0), 0);
}

/** What the CUBA neurons of a program on one core add to each of its timesteps. */
export function cubaCyclesOfTimestep({ populations }: Pick<EventProgram, "populations">, { parameters }: Pick<CrossbarImage, "parameters">): number {
  const groups = groupsOfCuba({ populations }, parameters.LANES);
  return groups === 0 ? 0 : groups * (cubaPeriod(parameters) - 1) + CYCLES_TO_FINISH;
}
