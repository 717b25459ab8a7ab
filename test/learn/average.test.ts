import { describe, expect, it } from "vitest";
import { createWeightAverage } from "../../src/learn/average.js";
import { createTextCnn, type TextCnn } from "../../src/learn/textcnn.js";
import { createRandom } from "../../src/util/random.js";

function networkOf(bias: number): TextCnn {
  const model = createTextCnn({ vocabularySize: 3, classes: 2, dimensions: 2, kernels: [1], filters: 2, wideWords: true }, "causal", createRandom(1));
  model.outputBias.fill(bias);
  return model;
}

describe("averaging of weights", () => {
  it("takes the mean of evenly spaced states of an epoch, the last one included", () => {
    const average = createWeightAverage(2);
    for (let step = 1; step <= 6; step++) average.after(step, 6, () => networkOf(step));
    // Two points of six steps: after the third and the sixth.
    expect([...(average.take()?.outputBias ?? [])]).toEqual([4.5, 4.5]);
  });

  it("starts anew with each epoch, and has nothing before the first point", () => {
    const average = createWeightAverage(4);
    expect(average.take()).toBeUndefined();
    for (let step = 1; step <= 4; step++) average.after(step, 4, () => networkOf(step));
    expect(average.take()?.outputBias[0]).toBe(2.5);
    expect(average.take()).toBeUndefined();
    for (let step = 1; step <= 4; step++) average.after(step, 4, () => networkOf(10));
    expect(average.take()?.outputBias[0]).toBe(10);
  });

  it("takes every step where an epoch has fewer steps than points", () => {
    const average = createWeightAverage(8);
    average.after(1, 2, () => networkOf(1));
    average.after(2, 2, () => networkOf(3));
    expect(average.take()?.outputBias[0]).toBe(2);
  });

  it("changes none of the states", () => {
    const model = networkOf(5);
    const average = createWeightAverage(1);
    average.after(1, 1, () => model);
    const mean = average.take();
    mean?.outputBias.fill(0);
    expect(model.outputBias[0]).toBe(5);
  });
});
