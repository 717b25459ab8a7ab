import { describe, expect, it } from "vitest";
import { encodeGraph } from "../../src/graph/codec.js";
import { evaluatorOf } from "../../src/graph/evaluate.js";
import type { Graph } from "../../src/graph/graph.js";
import { assertVerifiedGraph } from "../../src/graph/verify.js";
import { type DigitsOptions, evaluateDigits, type TrainedDigits, trainDigits } from "../../src/learn/digits.js";
import { distortImages } from "../../src/learn/digits-distort.js";
import { digitsGradients, digitsScores } from "../../src/learn/digits-forward.js";
import { digitsGraph } from "../../src/learn/digits-graph.js";
import { copyDigitsNetwork, createDigitsNetwork, type DigitsKind, type DigitsNetwork, parametersOf } from "../../src/learn/digits-network.js";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { loadDigits } from "../../src/samples/digits.js";
import { takeNumeric } from "../../src/samples/split.js";
import type { NumericDataset, NumericSamples } from "../../src/samples/types.js";
import { createRandom, type Random } from "../../src/util/random.js";

const { tf } = await loadTensorFlow();
const KINDS = ["mlp", "cnn"] as const;
const DIGITS = fewOf(loadDigits(1), 300, 100);
const TRAINING: DigitsOptions = { seed: 1, epochs: 3 };
const trained = new Map<DigitsKind, TrainedDigits>();
for (const kind of KINDS) trained.set(kind, await trainDigits(kind, DIGITS, TRAINING));

function fewOf(dataset: NumericDataset, train: number, held: number): NumericDataset {
  const first = (samples: NumericSamples, count: number): NumericSamples =>
    takeNumeric(
      samples,
      Uint32Array.from({ length: count }, (_, i) => Math.floor((i * samples.count) / count)),
    );
  return { ...dataset, train: first(dataset.train, train), dev: first(dataset.dev, held), test: first(dataset.test, held) };
}

/** A network whose biases are random, too. */
function randomNetwork(kind: DigitsKind, random: Random): DigitsNetwork {
  const network = createDigitsNetwork(kind, { channels: 1, height: 28, width: 28 }, 10, random);
  parametersOf(network).forEach((values, i) => {
    if (i % 2 === 1) for (let at = 0; at < values.length; at++) values[at] = 0.2 * random.normal();
  });
  return network;
}

/** Scores [images x classes] by the graph evaluator. */
function scoresOf(graph: Graph, { values, count }: NumericSamples): Float64Array {
  const evaluator = evaluatorOf(graph);
  const elements = values.length / count;
  const scores: number[] = [];
  for (let image = 0; image < count; image++) {
    evaluator.reset();
    const given = evaluator.step(new Map([["image", values.subarray(image * elements, (image + 1) * elements)]]));
    scores.push(...(given.get("output") ?? []));
  }
  return Float64Array.from(scores);
}

describe.each(KINDS)("the %s of the digits", (kind) => {
  it("as a graph gives the scores of the TensorFlow forward pass", () => {
    const network = randomNetwork(kind, createRandom(2));
    const graph = digitsGraph(network, "test");
    assertVerifiedGraph(graph);
    const images = takeNumeric(
      DIGITS.test,
      Uint32Array.from({ length: 20 }, (_, i) => i),
    );
    const expected = digitsScores(tf, network, images.values);
    scoresOf(graph, images).forEach((score, i) => {
      expect(Math.abs(score - expected[i])).toBeLessThan(1e-4);
    });
  });

  it("has gradients that agree with finite differences of its loss", () => {
    const random = createRandom(3);
    const network = randomNetwork(kind, random);
    const batch = takeNumeric(DIGITS.train, Uint32Array.of(0, 50, 100, 150, 200, 299));
    const { gradients } = digitsGradients(tf, network, batch);
    const parameters = parametersOf(network);
    expect(gradients.map(({ length }) => length)).toEqual(parameters.map(({ length }) => length));
    // Along the gradient itself the loss must rise by its square: a sum that float32 resolves, which one weight's is not.
    const step = 1e-3;
    for (const [p, gradient] of gradients.entries()) {
      const lossAt = (along: number): number => {
        const moved = copyDigitsNetwork(network);
        parametersOf(moved)[p].forEach((value, at, all) => {
          all[at] = value + along * gradient[at];
        });
        return evaluateDigits(tf, moved, { ...batch, count: batch.labels.length }).loss;
      };
      const slope = gradient.reduce((sum, value) => sum + value * value, 0);
      const found = (lossAt(step) - lossAt(-step)) / (2 * step);
      expect(slope, `parameter ${p}`).toBeGreaterThan(1e-3);
      expect(Math.abs(found / slope - 1), `parameter ${p}`).toBeLessThan(0.02);
    }
  });

  it("learns from 300 digits in three passes what a guess does not know", () => {
    const found = trained.get(kind);
    expect(found?.testAccuracy).toBeGreaterThan(60);
    expect(found?.epochs).toBe(3);
  });

  it("is trained to a graph that decides the test digits as often rightly as the training says", () => {
    const found = trained.get(kind);
    if (found === undefined) throw new Error("was not trained");
    const scores = scoresOf(found.graph, DIGITS.test);
    const right = Array.from(DIGITS.test.labels).filter((label, image) => {
      const own = scores.subarray(image * 10, (image + 1) * 10);
      return own.indexOf(Math.max(...own)) === label;
    });
    expect((100 * right.length) / DIGITS.test.count).toBe(found.testAccuracy);
  });

  it("is chosen without a look at the test digits", async () => {
    const blind = { ...DIGITS, test: { ...DIGITS.dev, labels: DIGITS.dev.labels.map((label) => 9 - label) } };
    const { graph, devAccuracy, bestEpoch } = await trainDigits(kind, blind, TRAINING);
    const seen = trained.get(kind);
    expect(encodeGraph(graph)).toEqual(seen === undefined ? undefined : encodeGraph(seen.graph));
    expect([devAccuracy, bestEpoch]).toEqual([seen?.devAccuracy, seen?.bestEpoch]);
  });
});

describe("training on digits", () => {
  it("leaves no tensor behind, even when aborted", async () => {
    const before = tf.memory().numTensors;
    await trainDigits("cnn", fewOf(DIGITS, 100, 20), { seed: 2, epochs: 1 });
    expect(tf.memory().numTensors).toBe(before);
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error("stopped by hand"));
    const aborted = trainDigits("mlp", DIGITS, { seed: 2, signal: controller.signal, onProgress });
    await expect(aborted).rejects.toThrow("stopped by hand");
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses what is no image, and images that the windows of the cnn do not cover", async () => {
    const flat = { ...DIGITS, shape: [784] };
    await expect(trainDigits("mlp", flat, TRAINING)).rejects.toThrow("samples of shape [784] are no images");
    const wide = { ...DIGITS, shape: [1, 14, 56] };
    await expect(trainDigits("cnn", wide, TRAINING)).rejects.toThrow("images of 14 x 56 do not fit the windows of the cnn");
  });

  it("says so where the loss is no number", async () => {
    const broken = { ...DIGITS, train: { ...DIGITS.train, values: DIGITS.train.values.map(() => Number.NaN) } };
    await expect(trainDigits("mlp", broken, TRAINING)).rejects.toThrow("the loss is no number any more in epoch 1");
  });
});

describe("distortions", () => {
  const planes = { channels: 2, height: 9, width: 12 };
  const images = Float32Array.from({ length: 3 * 2 * 9 * 12 }, (_, i) => (i % 7) / 7);
  const some = { degrees: 10, scale: 0.15, shear: 0.2, pixels: 1 };

  it("keep the shape and the range of images, and the originals as they are", () => {
    const before = images.slice();
    const changed = distortImages(images, planes, some, createRandom(1));
    expect(changed.length).toBe(images.length);
    expect(changed.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(changed).not.toEqual(images);
    expect(images).toEqual(before);
  });

  it("change nothing where all limits are zero, and nothing on blank paper", () => {
    expect(distortImages(images, planes, { degrees: 0, scale: 0, shear: 0, pixels: 0 }, createRandom(1))).toEqual(images);
    expect(distortImages(new Float32Array(images.length), planes, some, createRandom(1))).toEqual(new Float32Array(images.length));
  });

  it("are a draw of its own for each image, the same for its planes, and repeat by seed", () => {
    const plane = images.subarray(0, 9 * 12);
    const same = Float32Array.from([...plane, ...plane, ...plane, ...plane]);
    const changed = distortImages(same, planes, some, createRandom(4));
    const [first, second, third] = [0, 1, 2].map((p) => changed.slice(p * plane.length, (p + 1) * plane.length));
    expect(first).toEqual(second);
    expect(third).not.toEqual(first);
    expect(distortImages(same, planes, some, createRandom(4))).toEqual(changed);
  });
});
