/** The published method: its passes on the machine's own backend, its parts by hand, and the whole on a small task. */
import { describe, expect, it } from "vitest";
import { assertVerifiedGraph } from "../../src/graph/verify.js";
import { RATE_DEFAULTS, type RateData, runRateMethod } from "../../src/learn/rate.js";
import { inputFanOut, multiplyAccumulates, tableBytes } from "../../src/learn/rate-counts.js";
import { rateGraph, rateNetworkOf } from "../../src/learn/rate-graph.js";
import { positiveEmbedding, vectorStatistics } from "../../src/learn/rate-input.js";
import { copyRateNetwork, createRateNetwork, maskWindows } from "../../src/learn/rate-network.js";
import { rateOptimiser } from "../../src/learn/rate-optimiser.js";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { wordOrderTask } from "./networks.js";
import { rateClaims, SMALL_SHAPE } from "./rate-claims.js";

rateClaims(() => loadTensorFlow());

describe("the positive embedding", () => {
  it("maps three deviations around the mean to 0..1, and clips beyond", () => {
    const p = positiveEmbedding({ dimensions: 1, vectors: Float32Array.of(-9, -5, 1, 2.5, 7, 100), statistics: { mean: 1, deviation: 2 } });
    expect(Array.from(p)).toEqual([0, 0, 0.5, 0.625, 1, 1]);
  });

  it("takes mean and deviation of all numbers of the file, and refuses a file without any deviation", () => {
    expect(vectorStatistics(Float32Array.of(1, 3, 1, 3), "v.txt")).toEqual({ mean: 2, deviation: 1 });
    expect(() => vectorStatistics(Float32Array.of(2, 2), "v.txt")).toThrow("do not differ");
  });
});

describe("what a rate network costs", () => {
  it("is the published count of products for 300 elements and 35 words", () => {
    const published = { dimensions: 300, classes: 2, neuronsPerClass: 10, length: 35, kernels: [3, 4, 5], filters: 100 };
    // 11.46 million in the convolutions, and 6,000 to the class neurons.
    expect(multiplyAccumulates(published)).toBe(11_460_000 + 6000);
  });

  it("gives words at the ends fewer windows", () => {
    const fanOut = [0, 1, 2, 3, 4].map((position) => inputFanOut(SMALL_SHAPE, position));
    // Two filters each: one window of 1 everywhere; 1, 2, 2, 2, 1 windows of 2; 1, 2, 3, 2, 1 of 3.
    expect(fanOut).toEqual([6, 10, 12, 10, 6]);
    expect(multiplyAccumulates(SMALL_SHAPE, 2)).toBe(3 * (6 + 10) + 6 * 4);
    expect(tableBytes(SMALL_SHAPE)).toBe(6 * 3 * 2 + 6 * 4);
  });
});

describe("a rate network", () => {
  it("is the same after a round trip through the graph", () => {
    const network = createRateNetwork(SMALL_SHAPE, createRandom(4));
    for (const reading of ["analogue", "spiking"] as const) {
      const graph = rateGraph(network, reading, "test");
      assertVerifiedGraph(graph);
      expect(rateNetworkOf(graph, 2)).toEqual(network);
    }
  });

  it("refuses shapes that are none, all reasons at once", () => {
    const make = (): unknown => createRateNetwork({ ...SMALL_SHAPE, length: 2, filters: 0, classes: 1 }, createRandom(1));
    expect(make).toThrow(SnncError);
    expect(make).toThrow(/filters is 0[\s\S]*1 classes[\s\S]*2 words have no window of 3/);
    expect(() => rateNetworkOf({ level: "graph", name: "g", nodes: [], edges: [] }, 2)).toThrow("--encoding rate");
  });

  it("keeps its weights where a step has no gradient, and moves level and deviations apart", () => {
    const network = createRateNetwork(SMALL_SHAPE, createRandom(4));
    const start = copyRateNetwork(network);
    const optimiser = rateOptimiser(network);
    const none = { loss: 0, windows: new Float32Array(network.windows.length), output: new Float32Array(network.output.length) };
    optimiser.step(none, { learningRate: 0.1, weightDecay: 0 });
    for (const [i, value] of network.windows.entries()) expect(value).toBeCloseTo(start.windows[i], 6);
    // The same gradient for all elements of a word is one of the level alone: a step of 0.1, spread over three elements.
    optimiser.step({ ...none, windows: none.windows.slice().fill(1) }, { learningRate: 0.1, weightDecay: 0 });
    const moved = network.windows.map((value, i) => value - start.windows[i]);
    const expected = moved.slice().fill(moved[0]);
    maskWindows(network, expected);
    expect(moved[0]).toBeLessThan(0);
    for (const [i, value] of moved.entries()) expect(value).toBeCloseTo(expected[i], 6);
  });
});

describe("the whole method on a task of word order", () => {
  const random = createRandom(2);
  const data: RateData = {
    train: wordOrderTask(1, 400),
    dev: wordOrderTask(2, 80),
    test: wordOrderTask(3, 80),
    classes: 2,
    vectors: { dimensions: 8, vectors: Float32Array.from({ length: 12 * 8 }, () => 2 * random.normal()), statistics: { mean: 0, deviation: 2 } },
    maxWords: 8,
  };
  const options = {
    ...RATE_DEFAULTS,
    seed: 1,
    timesteps: 10,
    kernels: [2, 3],
    filters: 8,
    neuronsPerClass: 2,
    encoderSeeds: [1, 2],
    ann: { ...RATE_DEFAULTS.ann, epochs: 12, batchSize: 20, learningRate: 2e-2, dropout: 0.1 },
    fineTune: { ...RATE_DEFAULTS.fineTune, epochs: 2, batchSize: 20, learningRate: 1e-2 },
  };

  it("learns, converts and fine-tunes, with decisions of every seed, and gives the same again", async () => {
    const { tf } = await loadTensorFlow();
    const result = await runRateMethod(tf, data, options);
    expect(result.ann.devAccuracy).toBeGreaterThan(85);
    expect(result.fineTuned.devAccuracy).toBeGreaterThanOrEqual(result.converted.devAccuracy);
    expect(result.fineTuned.testAccuracies).toHaveLength(2);
    expect(result.converted.testDecisions.map((decisions) => decisions.length)).toEqual([80, 80]);
    expect(result.ann.synapticOperations).toBe(0);
    // Random vectors of deviation 2, clipped at 6: half of the lines of a word spike in a timestep.
    expect(result.fineTuned.synapticOperations).toBeGreaterThan(result.multiplyAccumulates.ofWords);
    const again = await runRateMethod(tf, data, options);
    expect(again.networks).toEqual(result.networks);
    expect(again.fineTuned.testDecisions).toEqual(result.fineTuned.testDecisions);
  });

  it("stops with advice where the loss explodes before an epoch has ended", async () => {
    const { tf } = await loadTensorFlow();
    const hot = { ...options, ann: { ...options.ann, learningRate: 1e4 } };
    await expect(runRateMethod(tf, data, hot)).rejects.toThrow(/exploded in epoch 1[\s\S]*Lower the learning rate/);
  });
});
