import { describe, expect, it } from "vitest";
import { textCnnFromGraph, textCnnToGraph } from "../../src/learn/graph.js";
import { evaluate, predict } from "../../src/learn/predict.js";
import { type LearningPreset, PRESETS } from "../../src/learn/presets.js";
import { convert, fineTune, tailor, trainAnn, trainWidePathAlone } from "../../src/learn/stages.js";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { createTextCnn, shareRows } from "../../src/learn/textcnn.js";
import { scoreOf, trainTextCnn } from "../../src/learn/train.js";
import type { Progress } from "../../src/util/progress.js";
import { createRandom } from "../../src/util/random.js";
import { SMALL_TRAINING, spikingFrom } from "./backend-claims.js";
import { textsOf, wordOrderTask } from "./networks.js";

const { tf } = await loadTensorFlow();
const DATA = { train: wordOrderTask(1, 400), dev: wordOrderTask(2, 200) };
const SHAPE = { vocabularySize: 12, classes: 2 };
const START = createTextCnn({ ...SHAPE, dimensions: 8, kernels: [1, 2], filters: 8, wideWords: true }, "causal", createRandom(3));
const RUN = { stage: "training", seed: 1 };

describe("training", () => {
  it("keeps the best epoch on dev and stops when no better one comes", async () => {
    const options = { ...SMALL_TRAINING, epochs: 20, patience: 2 };
    const { history, bestEpoch, epochs, devAccuracy, devLoss } = await trainTextCnn(tf, START, DATA, options, RUN);
    const scores = history.map((epoch) => epoch.devAccuracy - epoch.devLoss);
    expect(scores[bestEpoch - 1]).toBe(Math.max(...scores));
    expect(history[bestEpoch - 1]).toMatchObject({ devAccuracy, devLoss });
    expect(epochs).toBe(history.length);
    expect(epochs === 20 || epochs === bestEpoch + 2).toBe(true);
  });

  it("leaves the model that it starts from as it was", async () => {
    const before = JSON.stringify(Array.from(START.embedding));
    await trainTextCnn(tf, START, DATA, { ...SMALL_TRAINING, epochs: 1 }, RUN);
    expect(JSON.stringify(Array.from(START.embedding))).toBe(before);
  });

  it("keeps the starting weights where no epoch improves on them, if asked", async () => {
    const trained = (await trainTextCnn(tf, START, DATA, { ...SMALL_TRAINING, epochs: 10 }, RUN)).model;
    const ruinous = { ...SMALL_TRAINING, epochs: 2, learningRate: 3, rowLearningRate: 3, wideLearningRate: 3 };
    const kept = await trainTextCnn(tf, trained, DATA, ruinous, { ...RUN, keepStart: true });
    expect(kept.bestEpoch).toBe(0);
    expect(predict(kept.model, DATA.dev)).toEqual(predict(trained, DATA.dev));
  });

  it("stops at an exploding loss: with the last good weights if there are any, else by an error that says what to lower", async () => {
    const explosive = { ...SMALL_TRAINING, learningRate: 1e3, rowLearningRate: 1e3, wideLearningRate: 1e3, maxOutputNorm: 1e6 };
    await expect(trainTextCnn(tf, START, DATA, explosive, RUN)).rejects.toThrow(
      [
        "training: the loss exploded in epoch 1 (beyond 6.9, 10 times that of a guess) [training-diverged]",
        "  Lower the learning rates (1000, rows 1000, wide path 1000) to a third.",
      ].join("\n"),
    );
    const kept = await trainTextCnn(tf, START, DATA, explosive, { ...RUN, keepStart: true });
    expect(kept.bestEpoch).toBe(0);
    expect(kept.warnings.map(({ code }) => code)).toEqual(["training-diverged"]);
  });

  it("refuses weights that are no numbers", async () => {
    const broken = { ...START, outputBias: Float32Array.of(0, Number.NaN) };
    await expect(trainTextCnn(tf, broken, DATA, SMALL_TRAINING, RUN)).rejects.toThrow("output bias[1] is NaN; every weight must be a finite number");
  });

  it("says so where no hidden neuron spikes", async () => {
    const silent = { ...START, branches: START.branches.map((branch) => ({ ...branch, bias: new Float32Array(branch.filters).fill(-1000) })) };
    const { warnings } = await trainTextCnn(tf, spikingFrom(silent), DATA, { ...SMALL_TRAINING, epochs: 1 }, RUN);
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      ["network-silent", "no hidden neuron spikes in any dev text: decisions rest on the wide path alone"],
    ]);
  });

  it("stops when aborted, throws the signal's reason and leaves no tensor", async () => {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    const seen: Progress[] = [];
    const training = trainTextCnn(
      tf,
      START,
      DATA,
      { ...SMALL_TRAINING, epochs: 1000, patience: 1000 },
      {
        ...RUN,
        signal: controller.signal,
        onProgress: (progress) => {
          seen.push(progress);
          if (seen.length === 5) controller.abort(new Error("stopped by hand"));
        },
      },
    );
    await expect(training).rejects.toThrow("stopped by hand");
    expect(seen.length).toBe(5);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("reports steps done of steps in all, loss and best dev accuracy", async () => {
    const seen: Progress[] = [];
    await trainTextCnn(tf, START, DATA, { ...SMALL_TRAINING, epochs: 3 }, { ...RUN, onProgress: (progress) => seen.push(progress) });
    const shares = seen.map(({ done = 0, total = 1 }) => done / total);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
    expect(seen.some(({ note }) => /^epoch 2, loss \d\.\d{3}, best dev \d+\.\d{2} %$/.test(note ?? ""))).toBe(true);
  });

  it("trains the rows that words share, and keeps who shares them", async () => {
    const rowOf = Uint32Array.from({ length: 12 }, (_, word) => Math.min(word, 3));
    const shared = shareRows(START, rowOf, new Uint32Array(12).fill(1));
    const { model, devAccuracy } = await trainTextCnn(tf, shared, DATA, { ...SMALL_TRAINING, epochs: 10 }, RUN);
    expect(model.embedding.length).toBe(4 * 8);
    expect(model.wide?.length).toBe(4 * 2);
    expect(model.rowOfWord).toEqual(rowOf);
    expect(devAccuracy).toBeGreaterThan(90);
  });

  it("learns from hashed pairs alone what only word order tells", async () => {
    const start = createTextCnn({ ...SHAPE, dimensions: 1, kernels: [1], filters: 1, wideWords: false, bigramBits: 8 }, "causal", createRandom(1));
    const { devAccuracy } = await trainTextCnn(tf, start, DATA, { ...SMALL_TRAINING, epochs: 10, wideLearningRate: 5e-2 }, RUN);
    expect(devAccuracy).toBeGreaterThan(95);
  });
});

describe("the stages of learning", () => {
  const small = { ...SMALL_TRAINING, epochs: 10 };
  const preset: LearningPreset = {
    ...PRESETS.quick,
    kernels: [1, 2],
    filters: 8,
    dimensions: 8,
    ann: small,
    tailor: { ...small, epochs: 2 },
    fineTune: { ...small, epochs: 3 },
  };

  it("lead from a float network to a spiking one that still knows word order, which the wide path alone cannot", async () => {
    const ann = await trainAnn(tf, DATA, SHAPE, preset, { seed: 1 });
    expect(ann.model).toMatchObject({ windows: "same", activation: { kind: "relu" } });
    const tailored = await tailor(tf, ann.model, DATA, preset, { seed: 1 });
    expect(tailored.model.windows).toBe("causal");
    const converted = await convert(tailored.model, DATA, preset, { seed: 1 });
    expect(preset.thresholdFactors).toContain(converted.thresholdFactor);
    const tuned = await fineTune(tf, converted.model, DATA, preset, { seed: 1, stage: "fine-tuning" });
    expect(tuned.model.activation.kind).toBe("spike");
    const alone = await trainWidePathAlone(DATA, SHAPE, preset, { seed: 1 });

    expect(ann.devAccuracy).toBeGreaterThan(95);
    expect(scoreOf(tailored.dev)).toBeGreaterThanOrEqual(scoreOf(evaluate({ ...ann.model, windows: "causal" }, DATA.dev)));
    expect(tuned.devAccuracy).toBeGreaterThan(95);
    expect(scoreOf(tuned.dev)).toBeGreaterThanOrEqual(scoreOf(converted.dev));
    expect(alone.devAccuracy).toBeLessThan(65);
    expect(alone.dev.hiddenSpikes).toBe(0);

    // What fine-tuning returns is what the graph says.
    expect(predict(textCnnFromGraph(textCnnToGraph(tuned.model, "test")), DATA.dev)).toEqual(predict(tuned.model, DATA.dev));
  });

  it("convert by thresholds that are a share of the 99th percentile, with output weights that stand for what a spike means", async () => {
    // One filter: word 1 brings 4, word 2 brings 2, word 3 nothing. Both spike at half of 4 or less, then meaning 3.
    const model = {
      ...createTextCnn({ vocabularySize: 4, classes: 2, dimensions: 1, kernels: [1], filters: 1, wideWords: false }, "causal", createRandom(1), {
        embedding: Float32Array.of(0, 4, 2, 0),
      }),
      branches: [{ kernel: 1, filters: 1, weight: Float32Array.of(1), bias: Float32Array.of(0) }],
      output: Float32Array.of(1, -1),
    };
    const texts = textsOf([[1], [2], [3], [1], [2], [3]], [0, 0, 1, 0, 0, 1]);
    const { model: spiking } = await convert(model, { train: texts, dev: texts }, { ...preset, thresholdFactors: [0.25] }, { seed: 1 });
    expect(spiking.activation).toEqual({ kind: "spike", thresholds: Float32Array.of(1) });
    expect(Array.from(spiking.output)).toEqual([3, -3]);
  });

  it("warn of a converted network that never spikes", async () => {
    const model = { ...START, branches: START.branches.map((branch) => ({ ...branch, bias: new Float32Array(branch.filters).fill(-1000) })) };
    const { warnings } = await convert(model, DATA, preset, { seed: 1 });
    expect(warnings.map(({ code }) => code)).toEqual(["network-silent"]);
  });

  it("train the wide path the same from the same seed", async () => {
    const [first, second] = [await trainWidePathAlone(DATA, SHAPE, preset, { seed: 4 }), await trainWidePathAlone(DATA, SHAPE, preset, { seed: 4 })];
    expect(second).toEqual(first);
  });
});
