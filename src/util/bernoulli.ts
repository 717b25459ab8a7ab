/**
 * Bernoulli spike trains of a text, the same for training, evaluation and every back end: in each timestep each element of
 * each word spikes with its own probability. A text's draws depend on the seed and on its number alone, not on the
 * texts around it.
 */
import { createRandom, type Random } from "./random.js";

/** A generator for one text's trains under a seed. */
export function trainRandom(seed: number, text: number): Random {
  return createRandom((Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(text + 1, 0x85ebca6b)) >>> 0);
}

/**
 * Draws one timestep: into[at + i] = 1 with probability probabilities[i], else 0, for all i in order; returns the number of
 * spikes. A probability of 0 never spikes and one of 1 always does.
 */
export function drawSpikes(random: Random, probabilities: Float32Array, into: Float32Array, at = 0): number {
  let spikes = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const spike = random.uint32() < probabilities[i] * 4294967296 ? 1 : 0;
    into[at + i] = spike;
    spikes += spike;
  }
  return spikes;
}
