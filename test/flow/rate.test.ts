/** `--encoding rate` as flow: floats and integers agree spike for spike, and a small bundle goes all the way to its report. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openBundle } from "../../src/flow/bundle.js";
import { compileBundle, convertBundle, simulateBundle, trainBundle } from "../../src/flow/bundle-verbs.js";
import { classifySamples } from "../../src/flow/classify.js";
import { parseConfig } from "../../src/flow/config.js";
import { readRateNetwork } from "../../src/flow/learn-rate.js";
import { reportRateBundle } from "../../src/flow/rate-bundle.js";
import { consequence } from "../../src/flow/rate-learning.js";
import { compileRate, runRateProgram } from "../../src/flow/rate-program.js";
import { encodeGraph } from "../../src/graph/codec.js";
import { rateGraph } from "../../src/learn/rate-graph.js";
import { createRateNetwork } from "../../src/learn/rate-network.js";
import { evaluateRate } from "../../src/learn/rate-train.js";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { createRandom } from "../../src/util/random.js";
import { randomTexts } from "../learn/networks.js";
import { randomProbabilities } from "../learn/rate-claims.js";

const folder = mkdtempSync(join(tmpdir(), "snnc-rate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a rate network as an event program", () => {
  it("is the float network skewed by its two layers: the same input, and the same spikes and decisions up to rounding", async () => {
    const { tf } = await loadTensorFlow();
    // Weights that 8 bit hold exactly: multiples of 1/64 up to 127/64, the largest reached in every filter.
    const network = createRateNetwork({ dimensions: 4, classes: 2, neuronsPerClass: 3, length: 6, kernels: [1, 2], filters: 4 }, createRandom(3));
    const random = createRandom(4);
    network.windows.forEach((value, i) => {
      if (value !== 0) network.windows[i] = i < 8 ? 127 / 64 : (random.integer(101) - 50) / 64;
    });
    const texts = randomTexts(createRandom(5), [6, 1, 9, 3, 4], 10, 2);
    const probabilities = randomProbabilities(10, 4);
    const float = await evaluateRate(tf, network, probabilities, texts, { kind: "spiking", timesteps: 12, encoderSeed: 7 });
    const built = await compileRate(network, {
      classes: ["no", "yes"],
      tokenizer: "english",
      words: Array.from({ length: 10 }, (_, i) => `w${i}`),
      probabilities,
      timesteps: 12,
      encoderSeed: 7,
    });
    expect(built.program.readout).toMatchObject({ kind: "count", neuronsPerClass: 3, drainTimesteps: 2 });
    const run = await runRateProgram(built, texts);
    const equalDecisions = Array.from(float.decisions).filter((decision, text) => decision === run.decisions[text]).length;
    expect(run.inputEvents).toBe(float.inputSpikes);
    expect(equalDecisions).toBe(5);
    // A hidden neuron that is left above its threshold fires once more, too late to be heard, and its synapses are counted.
    const late = ((run.synapticOperations - float.synapticOperations) * run.texts) / 6;
    expect(late).toBeCloseTo(Math.round(late), 6);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan((float.hiddenSpikes * run.texts) / 4);
  });
});

describe("a small bundle of --encoding rate", () => {
  const config = parseConfig(
    {
      dataset: { kind: "reviews" },
      encoding: "rate",
      rate: { length: 12, timesteps: 5, encoderSeeds: [1, 2] },
      learn: { filters: 8, epochs: 1 },
      seed: 2,
    },
    "test",
  );

  it("trains, converts, compiles, decides and reports, and says plainly that it needs more energy", async () => {
    const trained = await trainBundle(folder, config);
    expect(trained.schema).toBe("snnc-rate-learning/1");
    const learning = await convertBundle(folder);
    if (learning.schema !== "snnc-rate-learning/1") throw new Error("not the rate method's summary");
    expect(learning.accuracy.fineTuned).toHaveLength(2);
    expect(learning.dataset.cutTextsPercent).toBeGreaterThan(10);
    const compiled = await compileBundle(folder);
    expect(compiled).toMatchObject({ neurons: 8 * (10 + 9 + 8) + 20, inputLines: 1200, tableBytes: 100 * 8 * 12 + 24 * 20 });
    const { figures } = await simulateBundle(folder, { backend: "golden", verify: false, limit: 8 });
    expect(figures).toMatchObject({ samples: 8 });
    const [decision] = await classifySamples(folder, [{ text: "a great film" }], { backend: "golden" });
    expect(learning.classes).toContain(decision?.decided);
    const { report, summary } = await reportRateBundle(openBundle(folder));
    expect(report.perInference.sops).toBeGreaterThan(report.multiplyAccumulates.ofWords);
    expect(report.verdict.energyReduction).toBeLessThan(1);
    expect(summary).toContain("saves no energy");
    expect(existsSync(join(folder, "report.json"))).toBe(true);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("additions for each product");
  }, 120_000);

  it("refuses the RTL, which no core holds, and options of the other encoding", async () => {
    await expect(simulateBundle(folder, { backend: "rtl", verify: false })).rejects.toThrow("by `snnc chip` alone");
    await expect(classifySamples(folder, [{ text: "a great film" }], { backend: "rtl" })).rejects.toThrow("by `snnc chip` alone");
    await expect(classifySamples(folder, [{ values: [1] }], { backend: "golden" })).rejects.toThrow("this bundle takes 'text'");
    await expect(compileBundle(folder, { maxTimesteps: 64 })).rejects.toThrow("--encoding word");
  });
});

describe("odd data and dead networks", () => {
  const at = (name: string): string => join(folder, name);
  const rateConfig = (files: string | { train: string; dev: string; test: string }, embeddings?: string) =>
    parseConfig(
      {
        dataset: { kind: "file", files },
        encoding: "rate",
        rate: { length: 6, timesteps: 4, encoderSeeds: [1] },
        learn: { kernels: [2], filters: 4, epochs: 1 },
        ...(embeddings === undefined ? {} : { embeddings }),
      },
      "test",
    );
  const texts = (count: number, from: number, label: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => `${label(i)}\t${i % 2 === 0 ? "a fine" : "a dull"} film number n${from + i}\n`).join("");

  it("are told by training, as with the other encodings: parts that overlap, a class that dev lacks, labels that change type, strange vectors", async () => {
    const either = (i: number): string => (i % 2 === 0 ? "good" : "1");
    writeFileSync(at("train.tsv"), texts(40, 0, either));
    writeFileSync(
      at("dev.tsv"),
      texts(4, 100, () => "good"),
    );
    writeFileSync(at("test.tsv"), texts(4, 0, either));
    writeFileSync(at("vectors.txt"), "zyx 1 2 3\nxyz 3 2 1\n");
    const files = { train: at("train.tsv"), dev: at("dev.tsv"), test: at("test.tsv") };
    const { warnings } = await trainBundle(at("odd"), rateConfig(files, at("vectors.txt")));
    expect(warnings).toEqual([
      expect.stringMatching(/4 of the 4 different texts of test stand in train as well.*\[dataset-overlap\]/),
      expect.stringMatching(/dev has no text of '1'.*\[dataset-class-missing\]/),
      expect.stringMatching(/labels change type: '1' among 'good'.*\[labels-mixed\]/),
      expect.stringMatching(/none of the \d+ words of the texts has a vector in the file, so the rest fires at about 1\/2.*\[vectors-few-words\]/),
    ]);
  }, 60_000);

  it("are told by conversion where no hidden neuron spikes", async () => {
    writeFileSync(
      at("all.tsv"),
      texts(60, 0, (i) => (i % 2 === 0 ? "good" : "bad")),
    );
    await trainBundle(at("silent"), rateConfig(at("all.tsv")));
    const bundle = openBundle(at("silent"));
    // Probabilities are not negative, so that these weights never reach a threshold.
    const dead = { ...readRateNetwork(bundle, "float.pb", 2) };
    bundle.write(new Map([["float.pb", encodeGraph(rateGraph({ ...dead, windows: dead.windows.map(() => -1) }, "analogue", "rate"))]]));
    const { warnings } = await convertBundle(at("silent"));
    expect(warnings).toEqual([
      expect.stringMatching(/no hidden neuron spikes in any test text: every decision is the lowest class.*\[network-silent\]/),
    ]);
  }, 60_000);
});

describe("the consequence in words", () => {
  it("calls it more energy where three additions a product are passed, and leaves it open below", () => {
    expect(consequence(170_000_000, { dense: 11_466_000, ofWords: 6_900_000 })).toBe(
      "With its input layer the spiking network makes 170,000,000 synaptic operations a text, where the same network without spikes makes 11,466,000 multiply-accumulates (6,900,000 without those on padding): 25 additions for each product, so it needs more energy, not less.",
    );
    expect(consequence(2_000_000, { dense: 1_500_000, ofWords: 1_000_000 })).toMatch(/2\.0 additions for each product\.$/);
  });
});
