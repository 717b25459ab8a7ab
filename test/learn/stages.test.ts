/** Claims about conversion and the baselines that the flow relies on. */
import { describe, expect, it } from "vitest";
import { trainLinear } from "../../src/learn/linear.js";
import { PRESETS } from "../../src/learn/presets.js";
import { convert } from "../../src/learn/stages.js";
import type { TextCnn } from "../../src/learn/textcnn.js";
import type { TokenizedTexts } from "../../src/text/types.js";

/** One-word texts: `counts[label]` times word label + 1, class after class. */
function sortedByClass(counts: readonly number[]): TokenizedTexts {
  const labels = Uint16Array.from(counts.flatMap((count, label) => Array.from({ length: count }, () => label)));
  return { start: Uint32Array.from({ length: labels.length + 1 }, (_, i) => i), ids: Uint32Array.from(labels, (label) => label + 1), labels };
}

describe("conversion", () => {
  it("balances the thresholds of all classes' filters although the texts are sorted by class", async () => {
    const texts = sortedByClass([3000, 3000]);
    // Filter f answers to word f + 1 alone, with a current of 10.
    const model: TextCnn = {
      kind: "textcnn",
      vocabularySize: 3,
      dimensions: 2,
      classes: 2,
      windows: "causal",
      activation: { kind: "relu" },
      embedding: Float32Array.of(0, 0, 10, 0, 0, 10),
      branches: [{ kernel: 1, filters: 2, weight: Float32Array.of(1, 0, 0, 1), bias: new Float32Array(2) }],
      output: Float32Array.of(1, 0, 0, 1),
      outputBias: new Float32Array(2),
    };
    const { model: spiking, devAccuracy, thresholdFactor } = await convert(model, { train: texts, dev: texts }, PRESETS.quick, { seed: 1 });
    if (spiking.activation.kind !== "spike") throw new Error("not converted");
    expect([...spiking.activation.thresholds]).toEqual([10 * thresholdFactor, 10 * thresholdFactor].map(Math.fround));
    // A spike stands for the current of 10 that it replaces.
    expect([...spiking.output]).toEqual([10, 0, 0, 10]);
    expect(devAccuracy).toBe(100);
  });
});

describe("the linear baseline", () => {
  it("keeps all words and the most frequent pairs where the number of features is limited", async () => {
    // Pairs: (1, 2) three times, (2, 3) twice, (3, 1) once.
    const texts: TokenizedTexts = {
      start: Uint32Array.of(0, 3, 6, 8, 10),
      ids: Uint32Array.of(1, 2, 3, 1, 2, 3, 1, 2, 3, 1),
      labels: Uint16Array.of(0, 0, 1, 1),
    };
    const featuresFor = async (maximumFeatures?: number): Promise<number> =>
      (await trainLinear(texts, texts, 2, { vocabularySize: 4, seed: 1, ...(maximumFeatures === undefined ? {} : { maximumFeatures }) })).features;
    expect(await featuresFor()).toBe(6);
    expect(await featuresFor(5)).toBe(5);
    expect(await featuresFor(2)).toBe(3);
  });
});
