/** Weights of few bits: conversion trains for them, and compilation makes the very integers that training judged. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CompileSummary, compileBundle, convertBundle, repeatOf, trainBundle } from "../../src/flow/bundle-verbs.js";
import { type ConfigInput, parseConfig } from "../../src/flow/config.js";
import { accuracyLines, type LearningSummary, parseLearning } from "../../src/flow/learning.js";
import { createRandom } from "../../src/util/random.js";
import { temporaryFolder } from "../support/cli.js";
import { noisyTask } from "../support/noisy-task.js";

const DEV_ACCURACY = "dev accuracy of the integer program";
const TRIED = "scales tried";

describe("a bundle of few bits", () => {
  const folder = temporaryFolder();
  const bundle = join(folder.path, "bundle");
  const configPath = join(bundle, "snnc.config.json");

  /** Converts the trained network as this configuration says. */
  const convertAs = async (changes: Partial<ConfigInput>): Promise<LearningSummary> => {
    writeFileSync(configPath, JSON.stringify({ ...JSON.parse(readFileSync(configPath, "utf8")), ...changes }));
    const learning = await convertBundle(bundle);
    if (learning.schema !== "snnc-learning/1") throw new Error("not a summary of this method");
    return learning;
  };
  const figures = ({ choices }: CompileSummary) => ({
    hiddenClip: choices["clip of hidden weights"],
    outputClip: choices["clip of output weights"],
    devAccuracy: choices[DEV_ACCURACY],
    tried: choices[TRIED],
  });

  beforeAll(async () => {
    const { texts, vectors } = noisyTask(createRandom(1));
    const [file, embeddings] = [join(folder.path, "texts.tsv"), join(folder.path, "vectors.txt")];
    writeFileSync(file, texts);
    writeFileSync(embeddings, vectors);
    const config = parseConfig(
      { dataset: { kind: "file", files: file }, embeddings, learn: { kernels: [1, 2], filters: 4, epochs: 2, wide: "words" }, weightBits: 4 },
      "test",
    );
    await trainBundle(bundle, config);
  }, 120_000);
  afterAll(() => folder.remove());

  it.each([
    ["4 bit, a row a word", { weightBits: 4, rows: 3900, encoding: "word" }],
    ["2 bit, shared rows", { weightBits: 2, rows: 30, ownRows: 10, encoding: "word" }],
    ["4 bit, coded words, some never seen in training", { weightBits: 4, encoding: "code", code: { subRows: 8, classRows: 8, ownRows: 6 } }],
  ] as const)(
    "compiles with the clips of its training, and decides dev exactly as training said: %s",
    async (_, changes) => {
      const { trainedFor, stages, code } = await convertAs(changes);
      if (trainedFor === undefined) throw new Error("not trained for few bits");
      const { hiddenClip, outputClip, devAccuracy } = trainedFor;
      expect(trainedFor.weightBits).toBe(changes.weightBits);
      expect(devAccuracy).toBeGreaterThan(60);
      expect(devAccuracy).toBeLessThan(100);
      expect(stages.at(-1)).toMatchObject({ name: `fine-tuned for ${changes.weightBits}-bit weights`, devAccuracy });
      if (changes.encoding === "code") expect(code?.unseenWords).toBeGreaterThan(0);
      expect(figures(await compileBundle(bundle))).toEqual({ hiddenClip, outputClip, devAccuracy, tried: 0 });
    },
    120_000,
  );

  it("says which bits it was trained for, and how much that gained", async () => {
    const learning = await convertAs({ weightBits: 4, rows: 3900, encoding: "word" });
    const stored = parseLearning(readFileSync(join(bundle, "learning.json"), "utf8"), "learning.json");
    expect(stored.trainedFor).toEqual(learning.trainedFor);
    expect(accuracyLines(stored).at(-1)).toMatch(/^trained for 4-bit weights: [\d.]+ % of \d+ dev texts as integers \([\d.]+ % if only rounded\)$/);
    expect((await compileBundle(bundle)).choices["weights trained for"]).toBe("4 bit");
  }, 120_000);

  it("searches the scales of any other width, and takes those of training again for its own", async () => {
    const { trainedFor } = await convertAs({ weightBits: 4, rows: 3900, encoding: "word" });
    const three = await compileBundle(bundle, { weightBits: 3 });
    expect(three.choices[TRIED]).toBeGreaterThan(3);
    expect(three.choices["weights trained for"]).toBe("4 bit");
    expect(figures(await compileBundle(bundle, { weightBits: 4 }))).toMatchObject({ tried: 0, devAccuracy: trainedFor?.devAccuracy });
  }, 120_000);

  it("is only rounded at 8 bit, and takes the width that conversion is told", async () => {
    expect((await convertAs({ weightBits: 8, rows: 3900, encoding: "word" })).trainedFor).toBeUndefined();
    expect((await compileBundle(bundle)).choices[TRIED]).toBeGreaterThan(3);
    const learning = await convertBundle(bundle, { weightBits: 3 });
    expect(learning).toMatchObject({ trainedFor: { weightBits: 3 } });
    expect(JSON.parse(readFileSync(configPath, "utf8")).weightBits).toBe(3);
  }, 120_000);
});

describe("the commands that make a bundle again", () => {
  const trainedFor = { weightBits: 4, hiddenClip: 1, outputClip: 1, devAccuracy: 80, roundedDevAccuracy: 79 };

  it("need no width where it is the configuration's, and say both where compilation took another", () => {
    const lines = (weightBits: number, learning: Parameters<typeof repeatOf>[1]): string[] =>
      repeatOf({ weightBits }, learning).filter((line) => /convert|compile/.test(line));
    const plain = ["snnc convert AGAIN", "snnc compile AGAIN"];
    expect([lines(8, {}), lines(4, { trainedFor })]).toEqual([plain, plain]);
    expect(lines(3, { trainedFor })).toEqual(["snnc convert AGAIN --weight-bits 4", "snnc compile AGAIN --weight-bits 3"]);
    expect(lines(4, {})).toEqual(["snnc convert AGAIN --weight-bits 8", "snnc compile AGAIN --weight-bits 4"]);
  });
});
