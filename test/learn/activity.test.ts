import { describe, expect, it } from "vitest";
import { activityOf } from "../../src/learn/activity.js";
import { type LearningPreset, PRESETS } from "../../src/learn/presets.js";
import { convert, trainAnn } from "../../src/learn/stages.js";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { createRandom } from "../../src/util/random.js";
import { spikingFrom } from "./backend-claims.js";
import { randomTextCnn, randomTexts } from "./networks.js";

const MODEL = spikingFrom(randomTextCnn(createRandom(1), { kernels: [1, 2], filters: 10, wideWords: false }));

describe("the activity of a hidden layer", () => {
  it("is warned of where no neuron spikes, and where nearly every one spikes in nearly every text", () => {
    const messages = (hiddenSpikes: number): string[] =>
      activityOf(MODEL, { hiddenSpikes }, "fine-tuning").map(({ code, message }) => `${code}: ${message}`);
    expect(messages(0)).toEqual(["network-silent: no hidden neuron spikes in any dev text: decisions rest on the output bias alone"]);
    expect(messages(0.1)).toEqual([]);
    expect(messages(18.9)).toEqual([]);
    expect(messages(19.2)).toEqual([
      "network-saturated: 19.2 of 20 hidden neurons spike in a dev text on average: a neuron that always spikes tells no text from another",
    ]);
  });

  it("is warned of by conversion: saturated under thresholds far below what long texts bring, silent under the largest", async () => {
    const { tf } = await loadTensorFlow();
    const random = createRandom(3);
    // Texts of forty out of twelve words: the largest current of a filter is much the same in all of them.
    const texts = randomTexts(
      random,
      Array.from({ length: 60 }, () => 40),
      12,
      2,
    );
    const data = { train: texts, dev: texts };
    const preset: LearningPreset = {
      ...PRESETS.quick,
      kernels: [1, 2],
      filters: 6,
      dimensions: 4,
      wide: "none",
      epochs: 1,
      thresholdFactors: [0.001],
    };
    const ann = await trainAnn(tf, data, { vocabularySize: 12, classes: 2 }, preset, { seed: 1 });
    const converted = await convert(ann.model, data, preset, { seed: 1 });
    expect(converted.warnings.map(({ code, where }) => [code, where])).toEqual([["network-saturated", "converted"]]);
    const highest = await convert(ann.model, data, { ...preset, thresholdFactors: [1] }, { seed: 1 });
    expect(highest.warnings.map(({ code }) => code)).toEqual(["network-silent"]);
  });

  it("says nothing of a ReLU network whose filters are all above 0: they still differ in size", () => {
    expect(activityOf({ ...MODEL, activation: { kind: "relu" } }, { hiddenSpikes: 20 }, "float")).toEqual([]);
  });
});
