/** The one generator of Bernoulli trains: repeatable, right on average, and a text's own. */
import { describe, expect, it } from "vitest";
import { drawSpikes, trainRandom } from "../../src/util/bernoulli.js";

/** Trains of one text, [timesteps][elements]. */
function trains(seed: number, text: number, probabilities: readonly number[], timesteps: number): number[][] {
  const random = trainRandom(seed, text);
  return Array.from({ length: timesteps }, () => {
    const spikes = new Float32Array(probabilities.length);
    drawSpikes(random, Float32Array.from(probabilities), spikes);
    return Array.from(spikes);
  });
}

describe("Bernoulli trains", () => {
  it("are the same for the same seed and text, and others for another seed or another text", () => {
    const half = [0.5, 0.5, 0.5, 0.5];
    expect(trains(3, 7, half, 20)).toEqual(trains(3, 7, half, 20));
    expect(trains(4, 7, half, 20)).not.toEqual(trains(3, 7, half, 20));
    expect(trains(3, 8, half, 20)).not.toEqual(trains(3, 7, half, 20));
  });

  it("spike as often as their probability says", () => {
    const probabilities = [0, 0.1, 0.5, 0.93, 1];
    const timesteps = 20000;
    const sums = new Float64Array(probabilities.length);
    for (const spikes of trains(1, 1, probabilities, timesteps)) for (const [i, spike] of spikes.entries()) sums[i] += spike;
    expect(sums[0]).toBe(0);
    expect(sums[4]).toBe(timesteps);
    // Four standard errors of a share at most.
    for (const [i, p] of probabilities.entries()) {
      expect(Math.abs(sums[i] / timesteps - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / timesteps));
    }
  });

  it("count their spikes and leave the rest of the array alone", () => {
    const into = Float32Array.of(9, 9, 9, 9);
    expect(drawSpikes(trainRandom(1, 1), Float32Array.of(1, 0), into, 1)).toBe(1);
    expect(Array.from(into)).toEqual([9, 1, 0, 9]);
  });
});
