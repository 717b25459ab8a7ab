/** Drawing train, dev and test: by seed, class by class, every sample once, repetitions counted. */
import { describe, expect, it } from "vitest";
import { splitNumeric, splitSpikes } from "../../src/samples/split.js";
import type { NumericSamples, SpikeSamples } from "../../src/samples/types.js";
import { messageOf } from "../support/errors.js";

/** Sample s holds s and s + 0.5; its class is s modulo `classes`. */
function numbered(count: number, classes: number): NumericSamples {
  return {
    count,
    values: Float32Array.from({ length: 2 * count }, (_, i) => i / 2),
    labels: Uint16Array.from({ length: count }, (_, s) => s % classes),
  };
}

const about = { name: "numbers", shape: [2], classes: ["a", "b", "c"] };

describe("a split", () => {
  it("has the sizes asked for, with every sample once and its own label", () => {
    const { train, dev, test, audit } = splitNumeric({ ...about, samples: numbered(100, 3) }, 1, { dev: 11, test: 17 });
    expect([train.count, dev.count, test.count]).toEqual([72, 11, 17]);
    const parts = [train, dev, test];
    const all = parts.flatMap(({ count, values, labels }) => Array.from({ length: count }, (_, s) => [values[2 * s], values[2 * s + 1], labels[s]]));
    for (const [first, second, label] of all) expect([second, label]).toEqual([first + 0.5, first % 3]);
    expect(all.map(([first]) => first).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, s) => s));
    expect(audit).toEqual({ duplicates: 0, acrossParts: 0, split: "stratified 72/11/17, seed 1" });
  });

  it("gives each class its share of every part", () => {
    const { dev, test } = splitNumeric({ ...about, samples: numbered(300, 3) }, 1);
    for (const { labels } of [dev, test]) {
      for (let label = 0; label < 3; label++) expect(labels.filter((other) => other === label).length).toBe(10);
    }
  });

  it("repeats by its seed, and changes with it", () => {
    const draw = (seed: number): Float32Array => splitNumeric({ ...about, samples: numbered(100, 3) }, seed).test.values;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
  });

  it("counts samples that repeat, and those that stand in several parts", () => {
    const samples = numbered(30, 3);
    // All samples of class 0 are equal; of the others, 4 repeats 1.
    for (let s = 0; s < 30; s += 3) samples.values.fill(7, 2 * s, 2 * s + 2);
    samples.values.copyWithin(2 * 4, 2 * 1, 2 * 1 + 2);
    const { audit } = splitNumeric({ ...about, samples }, 1);
    expect(audit.duplicates).toBe(10);
    expect(audit.acrossParts).toBeGreaterThanOrEqual(1);
    expect(audit.acrossParts).toBeLessThanOrEqual(2);
  });

  it("of spike trains keeps each sample's events", () => {
    const samples: SpikeSamples = {
      sampleStart: Uint32Array.from({ length: 31 }, (_, s) => (s * (s - 1)) / 2),
      time: Uint32Array.from({ length: 435 }, (_, e) => e),
      line: Uint32Array.from({ length: 435 }, (_, e) => e % 7),
      labels: Uint16Array.from({ length: 30 }, (_, s) => s % 3),
    };
    const { train, dev, test, audit } = splitSpikes({ name: "s", lines: 7, timesteps: 435, classes: ["a", "b", "c"], samples }, 3);
    const owners = [train, dev, test].flatMap((part) =>
      Array.from(part.labels, (label, s) => {
        const [from, to] = [part.sampleStart[s], part.sampleStart[s + 1]];
        const [times, lines] = [Array.from(part.time.subarray(from, to)), Array.from(part.line.subarray(from, to))];
        expect(lines).toEqual(times.map((time) => time % 7));
        // Sample s has s events, consecutive ones; 0 and 1 would be told apart by their labels alone.
        expect(times).toEqual(times.map((_, i) => times[0] + i));
        expect(times.length % 3).toBe(label);
        return times.length;
      }),
    );
    expect(owners.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, s) => s));
    expect(audit.split).toBe("stratified 24/3/3, seed 3");
  });

  it("is refused where a part or a class would have nothing to learn from", () => {
    expect(messageOf(() => splitNumeric({ ...about, samples: numbered(4, 3) }, 1))).toContain("[samples-too-few]");
    expect(messageOf(() => splitNumeric({ ...about, samples: numbered(40, 2) }, 1))).toContain("the class 'c' has no sample in train");
  });
});
