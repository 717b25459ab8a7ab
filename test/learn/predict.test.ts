import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textCnnFromGraph, textCnnToGraph } from "../../src/learn/graph.js";
import { calibrationCurrents, evaluate, pooledCurrents, predict } from "../../src/learn/predict.js";
import { filterCount, type TextCnn } from "../../src/learn/textcnn.js";
import { createRandom } from "../../src/util/random.js";
import { referenceScores } from "../support/text-graph.js";
import { randomTextCnn, randomTexts, textsOf } from "./networks.js";

describe("predict", () => {
  it("gives the scores and spikes of the network's graph, evaluated window by window", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        fc.subarray([1, 2, 3, 5], { minLength: 1 }),
        (seed, lengths, kernels) => {
          const random = createRandom(seed);
          const model = randomTextCnn(random, { spiking: true, kernels });
          const texts = randomTexts(random, lengths);
          const { scores, decisions, hiddenSpikes } = predict(model, texts);
          lengths.forEach((_, text) => {
            const reference = referenceScores(textCnnToGraph(model, "test"), Array.from(texts.ids.slice(texts.start[text], texts.start[text + 1])));
            // A current within rounding of its threshold may fall on either side: random weights do not produce it here.
            expect(hiddenSpikes[text]).toBe(reference.spikes.size);
            reference.scores.forEach((score, c) => {
              expect(scores[text * model.classes + c]).toBeCloseTo(score, 4);
            });
            expect(scores[text * model.classes + decisions[text]]).toBe(Math.max(...scores.slice(text * model.classes, (text + 1) * model.classes)));
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("spikes strictly above the threshold, and lets ties go to the lowest class", () => {
    const model = unitNetwork();
    const { decisions, hiddenSpikes } = predict(model, textsOf([[1], [2], [0]], [0, 0, 0]));
    expect(Array.from(hiddenSpikes)).toEqual([0, 1, 0]);
    expect(Array.from(decisions)).toEqual([0, 1, 0]);
  });

  it("reads rows through the words' map, and pairs through their hash", () => {
    const random = createRandom(4);
    const model = randomTextCnn(random, { bigramBits: 4, spiking: true });
    const shared: TextCnn = { ...model, rowOfWord: Uint32Array.from({ length: 20 }, (_, word) => word % 7) };
    const folded = randomTexts(random, [5, 2, 8]);
    const texts = { ...folded, ids: folded.ids.map((word) => word % 7) };
    // Words 0..6 have rows of their own in both networks, so only the map can tell them apart.
    expect(predict(shared, texts)).toEqual(predict(model, texts));
    const doubled = { ...texts, ids: texts.ids.map((word) => (word + 7 < 20 ? word + 7 : word)) };
    const withoutPairs = ({ bigrams: _, ...rest }: TextCnn): TextCnn => rest;
    expect(predict(withoutPairs(shared), doubled)).toEqual(predict(withoutPairs(shared), texts));
    expect(predict(withoutPairs(model), texts).scores).not.toEqual(predict(model, texts).scores);
  });

  it("counts the operations that the event program will do", () => {
    const model = unitNetwork();
    const { synapticOperations, words, hiddenSpikes } = evaluate(
      model,
      textsOf(
        [
          [1, 2],
          [2, 2, 2, 1],
        ],
        [1, 0],
      ),
    );
    expect([words, hiddenSpikes]).toEqual([3, 1]);
    // A word adds one kernel column; each of the two spikes adds two class weights: (6 x 1 + 2 x 2) / 2.
    expect(synapticOperations).toBe(5);
  });

  it("gives a text without words the bias alone", () => {
    const model = randomTextCnn(createRandom(2));
    const pooled = pooledCurrents(model, textsOf([[]], [0]));
    expect(Array.from(pooled)).toEqual(model.branches.flatMap((branch) => Array.from(branch.bias)));
  });
});

describe("calibration", () => {
  it("gives percentiles by nearest rank, extremes, activity and margins of each filter", () => {
    const model = unitNetwork();
    const texts = textsOf([[0], [1], [1], [2], [2], [2]], [0, 0, 0, 0, 0, 0]);
    const currents = calibrationCurrents(model, texts, 50);
    expect(Array.from(currents.pooledPercentile)).toEqual([1]);
    expect([currents.lowestPooled[0], currents.highestPooled[0]]).toEqual([-1, 2]);
    expect(currents.activeShare[0]).toBeCloseTo(0.5, 6);
    expect(currents.medianMargin[0]).toBe(1);
  });
});

describe("the graph of a network", () => {
  it("gives the network back, ReLU or spiking, with wide path and pairs", () => {
    for (const spiking of [false, true]) {
      const model = randomTextCnn(createRandom(6), { spiking, bigramBits: 5 });
      expect(textCnnFromGraph(textCnnToGraph(model, "test"))).toEqual(model);
    }
  });

  it("names its nodes as lowering expects them", () => {
    const graph = textCnnToGraph(randomTextCnn(createRandom(6), { spiking: true, kernels: [1, 3] }), "test");
    expect(graph.nodes.map(({ name }) => name)).toEqual([
      "words",
      "embedding",
      "conv1",
      "spike1",
      "pool1",
      "readout1",
      "conv3",
      "spike3",
      "pool3",
      "readout3",
      "wide",
      "wideSum",
      "output",
    ]);
    expect(graph.nodes.filter((node) => node.kind === "linear" && node.bias !== undefined).length).toBe(1);
  });

  it("has a token per row where words share rows", () => {
    const model = randomTextCnn(createRandom(6), { vocabularySize: 10 });
    const graph = textCnnToGraph({ ...model, rowOfWord: Uint32Array.from({ length: 40 }, (_, word) => word % 10), vocabularySize: 40 }, "test");
    expect(graph.nodes[0]).toMatchObject({ name: "words", encoding: { kind: "tokens", vocabularySize: 10 } });
  });

  it("is refused to windows that position in time cannot express", () => {
    expect(() => textCnnToGraph(randomTextCnn(createRandom(6), { windows: "same" }), "test")).toThrow("causal");
  });
});

/** One filter of one word: words 0, 1, 2 bring currents -1, 1, 2 against a threshold of 1; a spike argues for class 1. */
function unitNetwork(): TextCnn {
  const model: TextCnn = {
    kind: "textcnn",
    vocabularySize: 3,
    dimensions: 1,
    classes: 2,
    windows: "causal",
    activation: { kind: "spike", thresholds: Float32Array.of(1) },
    embedding: Float32Array.of(-1, 1, 2),
    branches: [{ kernel: 1, filters: 1, weight: Float32Array.of(1), bias: Float32Array.of(0) }],
    output: Float32Array.of(-1, 1),
    outputBias: new Float32Array(2),
  };
  expect(filterCount(model)).toBe(1);
  return model;
}
