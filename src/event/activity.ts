/**
 * Which neurons can be left alone in a timestep without changing any result: the rule that the golden simulator and
 * the crossbar share, so that their counters and membranes agree. README.md, "What may be skipped".
 */
import type { Population } from "./program.js";

/** Does v forget everything within one timestep (LIF with a leak shift of 0)? */
export function forgetsFully(population: Population): boolean {
  return population.model.kind === "lif" && population.model.leakShift === 0;
}

/** Does the population forget at the start of timestep t? */
export function forgetsAt({ forgets }: Population, t: number): boolean {
  return forgets !== undefined && t % forgets.period === forgets.phase;
}

/** The most timesteps that a population remembers within a sample of so many: all, or one period. */
export function rememberedTimesteps({ forgets }: Population, timestepsPerSample: number): number {
  return Math.min(timestepsPerSample, forgets?.period ?? timestepsPerSample);
}

/** How often a neuron that is refractory until reset can spike within so many consecutive timesteps at most. */
export function mostLatchSpikes({ forgets }: Population, timesteps: number): number {
  return Math.min(timesteps, 1 + (forgets === undefined ? 0 : Math.ceil(timesteps / forgets.period)));
}

/**
 * Must every neuron of the population be updated in every timestep? True for a leak that remembers, for Loihi's model,
 * for a counted refractory, for a bias on a neuron that remembers, and where a neuron at rest would fire (bias > threshold).
 */
export function isAlwaysUpdated(population: Population): boolean {
  const { model, biases, thresholds } = population;
  if (model.kind === "cuba" || population.refractory.kind === "steps") return true;
  if (model.kind === "lif" && model.leakShift > 0) return true;
  if (model.kind === "if" && biases?.some((bias) => bias !== 0)) return true;
  return thresholds?.some((threshold, neuron) => (biases?.[neuron] ?? 0) > threshold) ?? false;
}
