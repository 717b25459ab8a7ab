import { describe, expect, it } from "vitest";
import { activityOf } from "../../src/learn/activity.js";
import { createRandom } from "../../src/util/random.js";
import { spikingFrom } from "./backend-claims.js";
import { randomTextCnn } from "./networks.js";

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

  it("says nothing of a ReLU network whose filters are all above 0: they still differ in size", () => {
    expect(activityOf({ ...MODEL, activation: { kind: "relu" } }, { hiddenSpikes: 20 }, "float")).toEqual([]);
  });
});
