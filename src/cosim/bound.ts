/**
 * What a core's cycles are held against: a weight word and a neuron group take a cycle each, and 8 a timestep pay for what
 * does not overlap, from the last event of a timestep to its neurons, and on. Much overlap can bring a core below it.
 *
 *   bound = weight words read + neuron groups updated + 8 x timesteps
 *
 * A group is updated in a timestep in which it received something, or in which it can spike without.
 */
import type { CycleBound } from "../util/results.js";

/** Cycles of a timestep that neither read a weight word nor start a group. */
const CYCLES_OF_TIMESTEP = 8;

/** What was counted in some samples, as sums or means. */
export interface CountedCycles {
  readonly weightWordsRead: number;
  readonly groupUpdates: number;
  readonly timesteps: number;
  readonly cycles: number;
}

export function cycleBound({ weightWordsRead, groupUpdates, timesteps, cycles }: CountedCycles): CycleBound {
  const bound = weightWordsRead + groupUpdates + CYCLES_OF_TIMESTEP * timesteps;
  return { words: weightWordsRead, groups: groupUpdates, timesteps: CYCLES_OF_TIMESTEP * timesteps, cyclesOverBound: cycles / bound };
}
