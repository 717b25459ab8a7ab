import { describe, expect, it } from "vitest";
import { predict } from "../../src/learn/predict.js";
import { checkTextCnn, copyTextCnn, createTextCnn, shareRows } from "../../src/learn/textcnn.js";
import { absorbThresholds } from "../../src/learn/train.js";
import { createRandom } from "../../src/util/random.js";
import { randomTextCnn, randomTexts } from "./networks.js";

const SHAPE = { vocabularySize: 6, classes: 2, dimensions: 2, kernels: [1, 2], filters: 2, wideWords: true };

describe("a TextCNN", () => {
  it("is the same from the same seed", () => {
    expect(createTextCnn(SHAPE, "causal", createRandom(1))).toEqual(createTextCnn(SHAPE, "causal", createRandom(1)));
    expect(createTextCnn(SHAPE, "causal", createRandom(2))).not.toEqual(createTextCnn(SHAPE, "causal", createRandom(1)));
  });

  it("takes kernels in any order, and word vectors as a copy", () => {
    const embedding = new Float32Array(12).fill(7);
    const model = createTextCnn({ ...SHAPE, kernels: [3, 1] }, "causal", createRandom(1), { embedding });
    expect(model.branches.map(({ kernel }) => kernel)).toEqual([1, 3]);
    expect(model.embedding).toEqual(embedding);
    expect(model.embedding).not.toBe(embedding);
  });

  it("is refused with every number that is none and every array of a wrong size, by name", () => {
    const model = randomTextCnn(createRandom(1), { spiking: true });
    const broken = { ...copyTextCnn(model), outputBias: new Float32Array(2) };
    broken.embedding[7] = Number.NaN;
    broken.branches[1].weight[3] = Number.POSITIVE_INFINITY;
    expect(() => checkTextCnn(model)).not.toThrow();
    expect(() => checkTextCnn(broken)).toThrow(
      [
        "TextCNN: embedding[7] is NaN; every weight must be a finite number [model-not-finite]",
        "  Train again with a lower learning rate.",
        "TextCNN: conv2 weight[3] is Infinity; every weight must be a finite number [model-not-finite]",
        "  Train again with a lower learning rate.",
        "TextCNN: output bias has 2 numbers; its shape demands 3 [model-shape]",
      ].join("\n"),
    );
  });

  it("is refused with a word whose row does not exist, or kernels out of order", () => {
    const model = randomTextCnn(createRandom(1));
    expect(() => checkTextCnn({ ...model, rowOfWord: new Uint32Array(20).fill(20) })).toThrow("word 0 has row 20 of 20 [model-row]");
    expect(() => checkTextCnn({ ...model, branches: model.branches.toReversed() })).toThrow("kernel 2 does not follow its smaller ones");
  });
});

describe("shared rows", () => {
  it("are the means of their words' rows, weighted by count; a word never counted weighs half a count", () => {
    const model = createTextCnn({ ...SHAPE, dimensions: 1 }, "causal", createRandom(1), { embedding: Float32Array.of(1, 2, 4, 10, 20, 30) });
    model.wide?.set([0, 0, 1, 10, 2, 20, 0, 0, 0, 0, 0, 0]);
    const shared = shareRows(model, Uint32Array.of(0, 1, 1, 2, 2, 2), Uint32Array.of(9, 1, 3, 0, 1, 0));
    expect(Array.from(shared.embedding)).toEqual([1, 3.5, 20]);
    expect(Array.from(shared.wide ?? [])).toEqual([0, 0, 1.75, 17.5, 0, 0]);
    expect(shared.vocabularySize).toBe(6);
  });

  it("change nothing where each word keeps its own", () => {
    const model = randomTextCnn(createRandom(3), { spiking: true });
    const texts = randomTexts(createRandom(4), [3, 8, 1]);
    const shared = shareRows(
      model,
      Uint32Array.from({ length: 20 }, (_, word) => 19 - word),
      new Uint32Array(20).fill(3),
    );
    expect(predict(shared, texts)).toEqual(predict(model, texts));
  });
});

describe("absorbing thresholds", () => {
  it("gives thresholds of 1 and the same spikes", () => {
    const model = randomTextCnn(createRandom(5), { spiking: true });
    const texts = randomTexts(createRandom(6), [3, 8, 1, 20]);
    const absorbed = absorbThresholds(model);
    expect(absorbed.activation).toEqual({ kind: "spike", thresholds: new Float32Array(12).fill(1) });
    expect(predict(absorbed, texts)).toEqual(predict(model, texts));
  });
});
