/** The generated spike trains: seeded, well-formed, and told apart by the order of their spikes alone. */
import { describe, expect, it } from "vitest";
import { DEFAULT_PATTERNS, generatePatterns } from "../../src/samples/patterns.js";
import type { SpikeSamples } from "../../src/samples/types.js";

/** Spikes of each line in each sample, [samples, lines]. */
function countsOf({ sampleStart, line, labels }: SpikeSamples, lines: number): number[][] {
  return Array.from(labels, (_, s) => {
    const counts = new Array<number>(lines).fill(0);
    for (let e = sampleStart[s]; e < sampleStart[s + 1]; e++) counts[line[e]]++;
    return counts;
  });
}

describe("generated patterns", () => {
  const patterns = generatePatterns({ seed: 1 });
  const parts = [patterns.train, patterns.dev, patterns.test];

  it("have the sizes asked for, their classes in turn, their events sorted and in bounds", () => {
    expect(parts.map(({ labels }) => labels.length)).toEqual([400, 100, 200]);
    for (const { sampleStart, time, line, labels } of parts) {
      expect(time.every((t) => t < 40) && line.every((l) => l < 24)).toBe(true);
      expect(labels).toEqual(Uint16Array.from(labels, (_, s) => s % 4));
      for (let s = 0; s < labels.length; s++) {
        const events = Array.from(time.subarray(sampleStart[s], sampleStart[s + 1]), (t, e) => t * 24 + line[sampleStart[s] + e]);
        // Each but once: a line spikes at most once a timestep.
        expect(events).toEqual([...new Set(events)].sort((a, b) => a - b));
      }
    }
  });

  it("repeat by their seed, and change with it", () => {
    expect(generatePatterns({ seed: 1 })).toEqual(patterns);
    expect(generatePatterns({ seed: 2 }).test.time).not.toEqual(patterns.test.time);
  });

  it("are their templates where nothing is disturbed: equal within a class, different between classes", () => {
    const { test } = generatePatterns({ seed: 1, jitter: 0, deletion: 0, noise: 0 });
    const eventsOf = (s: number): number[] =>
      Array.from(test.time.subarray(test.sampleStart[s], test.sampleStart[s + 1]), (time, e) => time * 24 + test.line[test.sampleStart[s] + e]);
    expect(eventsOf(4)).toEqual(eventsOf(0));
    expect(eventsOf(1)).not.toEqual(eventsOf(0));
    expect(eventsOf(0)).toHaveLength(24 * DEFAULT_PATTERNS.spikesPerLine);
  });

  it("give every line the same number of spikes in every class, before and after they are moved", () => {
    for (const jitter of [0, 1.5, 20]) {
      const { train } = generatePatterns({ seed: 1, jitter, deletion: 0, noise: 0 });
      for (const counts of countsOf(train, 24)) expect(counts).toEqual(new Array(24).fill(DEFAULT_PATTERNS.spikesPerLine));
    }
  });

  it("lose spikes and gain noise at the rates asked for", () => {
    const meanCount = (options: { deletion: number; noise: number }): number => {
      const { train } = generatePatterns({ seed: 3, ...options });
      return train.time.length / (train.labels.length * 24);
    };
    expect(meanCount({ deletion: 0.3, noise: 0 })).toBeCloseTo(2 * 0.7, 1);
    expect(meanCount({ deletion: 0, noise: 0.05 })).toBeCloseTo(2 + 40 * 0.05, 1);
    expect(meanCount({ deletion: 1, noise: 0 })).toBe(0);
    // A line that is full takes no more.
    expect(meanCount({ deletion: 0, noise: 1 })).toBe(40);
  });

  it("cannot be told by the nearest mean of their spike counts, but can by the nearest mean of their spikes in time", () => {
    const { train, test, lines, timesteps } = patterns;
    const inTime = ({ sampleStart, time, line, labels }: SpikeSamples): number[][] =>
      Array.from(labels, (_, s) => {
        const cells = new Array<number>(lines * timesteps).fill(0);
        for (let e = sampleStart[s]; e < sampleStart[s + 1]; e++) for (let t = time[e]; t < timesteps; t++) cells[line[e] * timesteps + t] += 1;
        return cells;
      });
    const chance = 25;
    expect(nearestMean(countsOf(train, lines), train.labels, countsOf(test, lines), test.labels)).toBeLessThan(chance + 11);
    expect(nearestMean(inTime(train), train.labels, inTime(test), test.labels)).toBeGreaterThan(95);
  });
});

/** Percent of the test samples whose class has the nearest mean. */
function nearestMean(train: number[][], trainLabels: Uint16Array, test: number[][], testLabels: Uint16Array): number {
  const classes = Math.max(...trainLabels) + 1;
  const means = Array.from({ length: classes }, (_, c) => {
    const own = train.filter((_, s) => trainLabels[s] === c);
    return train[0].map((_, i) => own.reduce((sum, sample) => sum + sample[i], 0) / own.length);
  });
  const decide = (sample: number[]): number => {
    const distances = means.map((mean) => mean.reduce((sum, value, i) => sum + (value - sample[i]) ** 2, 0));
    return distances.indexOf(Math.min(...distances));
  };
  return (100 * test.filter((sample, s) => decide(sample) === testLabels[s]).length) / test.length;
}
