/**
 * `snnc convert --model` from a file to a bundle: text classifiers with and without fine-tuning, networks of values as rates and
 * constant currents, spiking networks; what the command line says, refuses, and leaves behind when it is stopped.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { textDecider } from "../../src/convert/word.js";
import { type ConvertModelOptions, convertModel, type ModelConversion } from "../../src/flow/convert-model.js";
import { readModel } from "../../src/flow/read-model.js";
import { decodeGraph } from "../../src/graph/codec.js";
import { evaluatorOf } from "../../src/graph/evaluate.js";
import type { Graph } from "../../src/graph/graph.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom, type Random } from "../../src/util/random.js";
import { buildCli, interrupted, snnc, temporaryFolder } from "../support/cli.js";
import { inputLayer, type Layer, layer, type ModelWeights, writeTfjs } from "../support/tfjs-model.js";

const folder = temporaryFolder();
const at = (...names: readonly string[]): string => join(folder.path, ...names);
const FIXTURES = fileURLToPath(new URL("../import/", import.meta.url));

beforeAll(() => buildCli());
afterAll(() => folder.remove());

const COMMON = { seed: 1, reading: {} } as const;
const convert = (name: string, options: Omit<ConvertModelOptions, "seed" | "reading">): Promise<ModelConversion> =>
  convertModel(at("built", name), { ...COMMON, ...options });

const normal = (random: Random, shape: readonly number[], scale: number): ModelWeights[string] => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => scale * random.normal()),
});

/** Row of the result by the beginning of its name. */
function row({ rows }: ModelConversion, name: string): { dev: number; test: number } {
  const found = rows.find(({ network }) => network.startsWith(name));
  if (found?.devAccuracy === undefined || found.testAccuracy === undefined)
    throw new Error(`no row '${name}': ${rows.map(({ network }) => network)}`);
  return { dev: found.devAccuracy, test: found.testAccuracy };
}

// ---- texts ----

const WORDS = ["<pad>", "<unk>", ..."amber birch cedar daisy ember fern grove hazel iris jade kelp lily moss nettle oak pine".split(" ")];
const LENGTH = 9;

interface TextModel {
  readonly kernels: readonly number[];
  readonly padding: "valid" | "same" | "causal";
  readonly hidden?: number;
}

/** A random text classifier, its vocabulary, and texts with the labels that it gives itself. */
async function textFiles(name: string, { kernels, padding, hidden }: TextModel): Promise<{ model: string; vocabulary: string; data: string }> {
  const random = createRandom(11);
  const weights: Record<string, ModelWeights[string]> = { "embedding/embeddings": normal(random, [WORDS.length, 6], 1) };
  const layers: Layer[] = [inputLayer("words", [LENGTH]), layer("Embedding", "embedding", { input_dim: WORDS.length, output_dim: 6 }, "words")];
  const pools = kernels.map((kernel) => {
    const [conv, pool] = [`conv${kernel}`, `pool${kernel}`];
    weights[`${conv}/kernel`] = normal(random, [kernel, 6, 12], 0.4);
    weights[`${conv}/bias`] = normal(random, [12], 0.1);
    layers.push(layer("Conv1D", conv, { filters: 12, kernel_size: kernel, padding, activation: "relu" }, "embedding"));
    layers.push(layer("GlobalMaxPooling1D", pool, {}, conv));
    return pool;
  });
  layers.push(layer("Concatenate", "features", { axis: -1 }, ...pools));
  let [last, inputs] = ["features", 12 * kernels.length];
  if (hidden !== undefined) {
    weights["hidden/kernel"] = normal(random, [inputs, hidden], 0.3);
    weights["hidden/bias"] = normal(random, [hidden], 0.3);
    layers.push(layer("Dense", "hidden", { units: hidden, activation: "relu" }, last));
    [last, inputs] = ["hidden", hidden];
  }
  weights["classes/kernel"] = normal(random, [inputs, 3], 0.5);
  layers.push(layer("Dense", "classes", { units: 3 }, last));
  const randomIds = (): number[] => Array.from({ length: 3 + random.integer(LENGTH) }, () => 2 + random.integer(WORDS.length - 2));
  const atLength = (ids: readonly number[]): number[] => [...ids.slice(0, LENGTH), ...new Array<number>(Math.max(0, LENGTH - ids.length)).fill(0)];
  // Biases under which no class is the rule.
  const unbiased = { ...weights, "classes/bias": { shape: [3], values: new Float32Array(3) } };
  const evaluator = evaluatorOf((await readModel(writeTfjs(at(`${name}-unbiased`), layers, unbiased))).graph);
  const means = [0, 0, 0];
  for (let text = 0; text < 300; text++) {
    const [scores] = [...evaluator.step(new Map([["words", atLength(randomIds())]])).values()];
    for (const c of means.keys()) means[c] += (scores?.[c] ?? 0) / 300;
  }
  weights["classes/bias"] = { shape: [3], values: Float32Array.from(means, (mean) => -mean) };
  const model = writeTfjs(at(name), layers, weights);
  const vocabulary = at(name, "words.txt");
  writeFileSync(vocabulary, `${WORDS.join("\n")}\n`);
  const decide = textDecider((await readModel(model)).graph);
  const lines = Array.from({ length: 2000 }, () => {
    const ids = randomIds();
    const label = decide(atLength(ids));
    return `${"abc"[label]}\t${ids.map((id) => WORDS[id]).join(" ")}`;
  });
  const data = at(name, "data.tsv");
  writeFileSync(data, `${lines.join("\n")}\n`);
  return { model, vocabulary, data };
}

describe("a text classifier", () => {
  for (const padding of ["valid", "same", "causal"] as const) {
    it(`becomes a bundle, and is better after fine-tuning (${padding} padding)`, async () => {
      const { model, vocabulary, data } = await textFiles(`text-${padding}`, { kernels: [3, 1, 2], padding });
      const options = { model, vocabulary, data: { file: data } };
      const plain = await convert(`text-${padding}`, options);
      expect(plain.rows.map(({ network }) => network)).toEqual(["source, float", "converted, float", "converted, integers (golden simulator)"]);
      // The labels are the source's own decisions: the program cuts and pads as the source does.
      expect(row(plain, "source")).toEqual({ dev: 100, test: 100 });
      expect(row(plain, "converted, float").dev).toBeGreaterThan(60);

      const tuned = await convert(`text-${padding}-tuned`, { ...options, fineTune: { epochs: 12 } });
      expect(tuned.rows.slice(0, 2)).toEqual(plain.rows.slice(0, 2));
      expect(row(tuned, "fine-tuned, float").dev).toBeGreaterThan(row(plain, "converted, float").dev);
      expect(row(tuned, "fine-tuned, float").test).toBeGreaterThan(row(plain, "converted, float").test);
      // Rounding moves what is near its threshold; the window of pads alone stands in most texts.
      expect(Math.abs(row(tuned, "fine-tuned, integers").test - row(tuned, "fine-tuned, float").test)).toBeLessThan(10);
      expect(tuned.chosenOnDev["epoch of fine-tuning"]).toMatch(/^[1-9]\d? of [1-9]\d?$/);
      expect(readdirSync(at("built", `text-${padding}-tuned`)).sort()).toEqual([
        "compile.json",
        "encoder.pb",
        "event.pb",
        "float.pb",
        "graph.pb",
        "results.json",
      ]);
    });
  }

  it("loses its hidden dense layer to the readout, says so, and wins most of the loss back by fine-tuning", async () => {
    const { model, vocabulary, data } = await textFiles("text-hidden", { kernels: [1, 2], padding: "valid", hidden: 8 });
    const made = await convert("text-hidden", { model, vocabulary, data: { file: data }, fineTune: { epochs: 12 } });
    expect(made.notes.find((note) => note.includes("convert-hidden-dense"))).toMatchInlineSnapshot(`
      "node 'hidden' (linear): behind the pools a hidden layer would have to wait for the end of the text: the ReLUs of its 8 units became the lines that fit them best on calibration texts, and it is part of the readout [convert-hidden-dense]
        \`--fine-tune\` trains the readout on."
    `);
    expect(row(made, "source").test).toBe(100);
    expect(row(made, "fine-tuned, float").test).toBeGreaterThan(row(made, "converted, float").test);
  });

  it("is fine-tuned to the same bytes from the same seed", async () => {
    const { model, vocabulary, data } = await textFiles("text-again", { kernels: [1, 2], padding: "valid" });
    const options = { model, vocabulary, data: { file: data }, fineTune: { epochs: 1 } };
    const graphs = [];
    for (const name of ["again-1", "again-2"]) {
      await convert(name, options);
      graphs.push(readFileSync(at("built", name, "graph.pb")));
    }
    expect(graphs[1]?.equals(graphs[0] ?? Buffer.alloc(0))).toBe(true);
  });

  it("of variable length leaves out texts without a whole window, and is not fine-tuned with several paddings", async () => {
    const model = join(FIXTURES, "keras/fixtures/textcnn.keras");
    const words = Array.from({ length: 30 }, (_, id) => `w${String.fromCharCode(97 + (id % 26))}${id < 26 ? "" : "x"}`);
    writeFileSync(at("kim.txt"), words.join("\n"));
    const random = createRandom(3);
    const decide = textDecider((await readModel(model)).graph);
    const lines = Array.from({ length: 300 }, (_, text) => {
      const ids = Array.from({ length: text % 50 === 0 ? 1 : 2 + random.integer(8) }, () => random.integer(30));
      return `${["x", "y", "z"][ids.length < 2 ? text % 3 : decide(ids)]}\t${ids.map((id) => words[id]).join(" ")}`;
    });
    // Every class occurs, whatever the network decides.
    writeFileSync(
      at("kim.tsv"),
      [...lines, ...["x", "y", "z"].flatMap((label) => lines.slice(0, 12).map((line) => `${label}${line.slice(1)} wa wb`))].join("\n"),
    );
    const options = { model, vocabulary: at("kim.txt"), data: { file: at("kim.tsv") } };
    const made = await convert("kim", options);
    expect(made.notes.join("\n")).toMatch(/6 texts have fewer words than the model's longest window/);
    expect(row(made, "source").test).toBeGreaterThan(70);
    await expect(convert("kim-tuned", { ...options, fineTune: {} })).rejects.toThrow(/fine-tuning needs one padding for all convolutions/);
  });

  it("has its words share rows where asked, and is trained on with them", async () => {
    const { model, vocabulary, data } = await textFiles("text-rows", { kernels: [1, 2], padding: "valid" });
    const options = { model, vocabulary, data: { file: data }, rows: 9 };
    const shared = await convert("text-rows", options);
    const tuned = await convert("text-rows-tuned", { ...options, fineTune: { epochs: 12 } });
    const embedding = decodeGraph(readFileSync(at("built", "text-rows", "graph.pb")), "graph.pb").nodes.find(({ kind }) => kind === "embedding");
    expect(embedding).toMatchObject({ vocabularySize: 9 });
    const alone = row(shared, "on 9 shared rows, float");
    // Three classes: sharing costs accuracy, training on wins some of it back.
    expect(alone.test).toBeGreaterThan(40);
    expect(alone.test).toBeLessThan(row(shared, "converted, float").test);
    expect(row(tuned, "on 9 shared rows, float").dev).toBeGreaterThan(alone.dev);
  });

  it("is simulated on the same test part as it was measured on, and reported against the fused network", async () => {
    const { model, vocabulary, data } = await textFiles("text-report", { kernels: [1, 2], padding: "same" });
    const made = await convert("text-report", { model, vocabulary, data: { file: data } });
    const simulated = await snnc(["sim", at("built", "text-report"), "--data", data, "--json"]);
    expect(JSON.parse(simulated.stdout).figures["accuracy, %"]).toBeCloseTo(row(made, "converted, integers").test, 9);
    const reported = await snnc(["report", at("built", "text-report"), "--data", data, "--json"]);
    const { verdict, equality, accuracy } = JSON.parse(reported.stdout);
    expect(equality.mismatches).toBe(0);
    expect(accuracy).toMatchObject({ source: 100, rtl: row(made, "converted, integers").test });
    expect(verdict.reference).toBe("Matched ANN with fused rows, int8");
  });

  it("notes that a vocabulary can hardly be the model's", async () => {
    const { model, data } = await textFiles("text-strange", { kernels: [1], padding: "same" });
    writeFileSync(at("strange.txt"), "<pad>\n<unk>\nquartz\namber\n");
    const made = await convert("text-strange", { model, vocabulary: at("strange.txt"), data: { file: data } });
    expect(made.notes.join("\n")).toMatch(/\d\d % of the words of the training part are not in the vocabulary/);
  });

  it("runs by snnc classify, rtl and map from its bundle", async () => {
    const { model, vocabulary, data } = await textFiles("text-bundle", { kernels: [1, 2], padding: "valid" });
    const out = at("built", "text-bundle");
    const converted = await snnc(["convert", "--model", model, "--vocabulary", vocabulary, "--calibrate", data, "-o", out]);
    expect(converted.stderr).toMatch(/note: texts are cut after 9 words/);
    expect(converted.stdout).toMatch(/source, float[\s\S]*converted, float[\s\S]*converted, integers[\s\S]*chosen on dev: threshold/);
    expect(converted.code).toBe(0);
    const classified = await snnc(["classify", "-b", out, "amber birch cedar daisy", "--json"]);
    expect(classified.code, classified.stderr).toBe(0);
    const graph = decodeGraph(readFileSync(join(out, "graph.pb")), "graph.pb");
    expect(JSON.parse(classified.stdout).decided).toBe("abc"[textDecider(graph)([2, 3, 4, 5, 0, 0, 0, 0, 0])]);
    for (const verb of ["rtl", "map"]) {
      const { code, stderr } = await snnc([verb, out]);
      expect(code, stderr).toBe(0);
    }
    expect(readdirSync(out)).toEqual(expect.arrayContaining(["mapping.pb", "rtl"]));
  });
});

// ---- values ----

const SIDE = 6;
const CLASSES = 4;

/** Images of four classes: a blurred random template each, with noise; values 0..1. */
function images(random: Random, count: number): { values: number[][]; labels: number[] } {
  const templates = Array.from({ length: CLASSES }, () => Array.from({ length: SIDE * SIDE }, () => (random.uniform() < 0.4 ? 0.9 : 0.1)));
  const labels = Array.from({ length: count }, (_, i) => i % CLASSES);
  const values = labels.map((label) => (templates[label] ?? []).map((value) => Math.min(1, Math.max(0, value + 0.35 * random.normal()))));
  return { values, labels };
}

/** Weights of a dense layer that decides for the nearest class mean of its features, [features, classes]. */
function nearestMean(
  features: readonly (readonly number[])[],
  labels: readonly number[],
): { kernel: ModelWeights[string]; bias: ModelWeights[string] } {
  const size = features[0]?.length ?? 0;
  const means = Array.from({ length: CLASSES }, (_, c) => {
    const own = features.filter((_, i) => labels[i] === c);
    return Array.from({ length: size }, (_, f) => own.reduce((sum, vector) => sum + (vector[f] ?? 0), 0) / own.length);
  });
  return {
    kernel: {
      shape: [size, CLASSES],
      values: Float32Array.from({ length: size * CLASSES }, (_, i) => means[i % CLASSES]?.[Math.floor(i / CLASSES)] ?? 0),
    },
    bias: { shape: [CLASSES], values: Float32Array.from(means, (mean) => -0.5 * mean.reduce((sum, value) => sum + value * value, 0)) },
  };
}

/** A network whose last layer is fitted on the features before it, and its samples as .csv; `hasPool`: convolution and max pool. */
async function valueFiles(name: string, hasPool: boolean): Promise<{ model: string; data: string }> {
  const random = createRandom(21);
  const { values, labels } = images(random, 800);
  const weights: Record<string, ModelWeights[string]> = {};
  const layers: Layer[] = hasPool
    ? [
        inputLayer("image", [SIDE, SIDE, 1]),
        layer("Conv2D", "conv", { filters: 5, kernel_size: [3, 3], padding: "same", activation: "relu" }, "image"),
        layer("MaxPooling2D", "pool", { pool_size: [2, 2] }, "conv"),
        layer("Flatten", "flat", {}, "pool"),
      ]
    : [inputLayer("image", [SIDE * SIDE]), layer("Dense", "first", { units: 30, activation: "relu" }, "image")];
  if (hasPool) {
    weights["conv/kernel"] = normal(random, [3, 3, 1, 5], 0.4);
    weights["conv/bias"] = normal(random, [5], 0.1);
  } else {
    weights["first/kernel"] = normal(random, [SIDE * SIDE, 30], 0.3);
    weights["first/bias"] = normal(random, [30], 0.1);
  }
  const body = (await readModel(writeTfjs(at(`${name}-features`), layers, weights))).graph;
  const fitted = nearestMean(
    values.map((image) => [...outputOf(body, image)]),
    labels,
  );
  const model = writeTfjs(at(name), [...layers, layer("Dense", "classes", { units: CLASSES, activation: "softmax" }, hasPool ? "flat" : "first")], {
    ...weights,
    "classes/kernel": fitted.kernel,
    "classes/bias": fitted.bias,
  });
  const data = at(`${name}.csv`);
  writeFileSync(data, values.map((image, i) => [labels[i], ...image.map((value) => value.toFixed(4))].join(",")).join("\n"));
  return { model, data };
}

function outputOf(graph: Graph, values: readonly number[]): Float64Array {
  const input = graph.nodes.find(({ kind }) => kind === "input")?.name ?? "";
  const [output] = [
    ...evaluatorOf(graph)
      .step(new Map([[input, values]]))
      .values(),
  ];
  return output ?? new Float64Array(0);
}

describe("a network of values", () => {
  it("is chosen its timesteps on dev, as currents and as rates, and rates take more of them", async () => {
    const { model, data } = await valueFiles("mlp", false);
    const direct = await convert("mlp-direct", { model, data: { file: data } });
    const rate = await convert("mlp-rate", { model, data: { file: data }, encoding: "rate" });
    expect([direct.encoding, rate.encoding]).toEqual(["direct", "rate"]);
    expect(row(direct, "source").test).toBeGreaterThan(85);
    expect(row(direct, "converted, integers").test).toBeGreaterThan(row(direct, "source").test - 5);
    expect(row(rate, "converted, integers").test).toBeGreaterThan(row(rate, "source").test - 10);
    expect(Number(rate.chosenOnDev.timesteps)).toBeGreaterThan(Number(direct.chosenOnDev.timesteps));
    expect(JSON.parse(readFileSync(at("built", "mlp-rate", "results.json"), "utf8"))).toMatchObject({ encoding: "rate", format: "tfjs" });
  });

  it("runs the timesteps that are asked for", async () => {
    const { model, data } = await valueFiles("mlp-fixed", false);
    for (const encoding of ["direct", "rate"] as const) {
      const { chosenOnDev } = await convert(`fixed-${encoding}`, { model, data: { file: data }, encoding, timesteps: 12 });
      expect(chosenOnDev.timesteps).toBe(12);
    }
  });

  it("says what OR pools and average pools cost, and takes the one that is asked for", async () => {
    const { model, data } = await valueFiles("cnn", true);
    const both = await convert("cnn", { model, data: { file: data } });
    expect(both.chosenOnDev).toMatchObject({
      "dev accuracy with OR pools": expect.any(Number),
      "dev accuracy with average pools": expect.any(Number),
      maxPooling: expect.stringMatching(/^(or|average)$/),
    });
    expect(row(both, "converted, integers").test).toBeGreaterThan(row(both, "source").test - 8);
    const one = await convert("cnn-average", { model, data: { file: data }, maxPooling: "average" });
    expect(one.chosenOnDev).not.toHaveProperty("dev accuracy with OR pools");
    expect(one.chosenOnDev.maxPooling).toBe("average");
  });
});

describe("a spiking network", () => {
  it("is taken as it is, and decides on spike trains as its graph does", async () => {
    const model = join(FIXTURES, "nir/fixtures/recurrent.nir");
    const { graph } = await readModel(model, { dt: 1e-3 });
    const random = createRandom(5);
    const rows: string[] = [];
    let sample = 0;
    for (let tried = 0; sample < 150 && tried < 5000; tried++) {
      const rates = Array.from({ length: 3 }, () => random.uniform());
      const trains = Array.from({ length: 20 }, () => rates.map((rate) => (random.uniform() < rate ? 1 : 0)));
      const evaluator = evaluatorOf(graph);
      const sums = [0, 0];
      for (const spikes of trains) {
        const [out] = [...evaluator.step(new Map([["input", spikes]])).values()];
        for (const c of sums.keys()) sums[c] += out?.[c] ?? 0;
      }
      if (Math.abs(sums[0] - sums[1]) < 0.5) continue;
      const label = sums[0] > sums[1] ? "left" : "right";
      rows.push(`${sample},,,${label}`);
      trains.forEach((spikes, time) => {
        for (const line of spikes.keys()) if (spikes[line] === 1) rows.push(`${sample},${time},${line},${label}`);
      });
      sample++;
    }
    writeFileSync(at("spikes.csv"), `sample,time,line,label\n${rows.join("\n")}\n`);
    const options = { model, timesteps: 20, reading: { dt: 1e-3 }, seed: 1 };
    const made = await convertModel(at("built", "recurrent"), { ...options, data: { file: at("spikes.csv") } });
    expect(made.encoding).toBe("spikes");
    expect(row(made, "integers").test).toBeGreaterThan(85);
    const bare = await convertModel(at("built", "bare"), options);
    expect(bare.rows).toEqual([]);
    expect(readdirSync(at("built", "bare"))).toEqual(expect.arrayContaining(["encoder.pb", "event.pb", "graph.pb"]));
  });
});

// ---- refusals and the command line ----

describe("what is refused", () => {
  it("is told at once, with the way out", async () => {
    const { model, vocabulary, data } = await textFiles("refused", { kernels: [1, 2], padding: "valid" });
    const values = await valueFiles("refused-mlp", false);
    const lines = readFileSync(data, "utf8").split("\n");
    writeFileSync(at("two.tsv"), lines.filter((line) => !line.startsWith("c")).join("\n"));
    writeFileSync(at("texts.txt"), data);
    writeFileSync(at("unlabelled.tsv"), lines.map((line) => line.slice(2)).join("\n"));
    writeFileSync(at("long.txt"), [...WORDS, "more", "words"].join("\n"));
    const csv = readFileSync(values.data, "utf8").split("\n");
    writeFileSync(at("narrow.csv"), csv.map((line) => line.split(",").slice(0, 8).join(",")).join("\n"));
    writeFileSync(at("three.csv"), csv.filter((line) => !line.startsWith("3")).join("\n"));
    const cases: readonly (readonly [title: string, options: Omit<ConvertModelOptions, "seed" | "reading">])[] = [
      ["texts: neither vocabulary nor data, with fine-tuning", { model, fineTune: {} }],
      ["texts: a class too few, more words than tokens", { model, vocabulary: at("long.txt"), data: { file: at("two.tsv") } }],
      ["texts: --pad-id behind the vocabulary, an unknown suffix", { model, vocabulary, padId: 18, data: { file: at("texts.txt") } }],
      ["texts: no labels", { model, vocabulary, data: { file: at("unlabelled.tsv") }, fineTune: {} }],
      ["texts: an encoding of values", { model, vocabulary, data: { file: data }, encoding: "rate" }],
      ["values: the encoding of texts", { model: values.model, data: { file: values.data }, encoding: "word" }],
      ["values: spikes for ReLUs", { model: values.model, data: { file: values.data }, encoding: "spikes" }],
      ["values: fine-tuning", { model: values.model, data: { file: values.data }, fineTune: {} }],
      ["values: no data", { model: values.model }],
      ["values: too few numbers a sample", { model: values.model, data: { file: at("narrow.csv") } }],
      ["values: a class too few", { model: values.model, data: { file: at("three.csv") } }],
      ["values: an unknown suffix", { model: values.model, data: { file: at("texts.txt") } }],
      ["values: a vocabulary", { model: values.model, data: { file: values.data }, vocabulary }],
      ["spikes: rates without samples", { model: join(FIXTURES, "nir/fixtures/recurrent.nir"), encoding: "rate" }],
    ];
    const told: string[] = [];
    for (const [title, options] of cases) {
      const message = await convertModel(at("built", "refused"), { ...COMMON, reading: { dt: 1e-3 }, ...options }).then(
        () => "nothing was refused",
        (error: unknown) => {
          if (error instanceof SnncError) return error.message;
          throw error;
        },
      );
      told.push(`# ${title}\n${message.replaceAll(folder.path, "DIR")}\n`);
    }
    await expect(told.join("\n")).toMatchFileSnapshot("../errors/convert-model.txt");
    expect(readdirSync(at("built", "refused"))).toEqual([]);
  });
});

describe("the command line", () => {
  it("shows an example of conversion and of fine-tuning", async () => {
    const { stdout, code } = await snnc(["convert", "--help"]);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /convert --model m\.keras --vocabulary .*words\.txt --calibrate data\.tsv --fine-tune -o build\/m/,
    );
  });

  it("ends with 2 for what is wrong, and prints the result or the diagnostics as JSON", async () => {
    const { model, vocabulary, data } = await textFiles("json", { kernels: [1, 2], padding: "same" });
    const made = await snnc(["convert", "--model", model, "--vocabulary", vocabulary, "--calibrate", data, "--json", "-o", at("built", "json")]);
    expect(made.code, made.stderr).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({
      format: "tfjs",
      encoding: "word",
      rows: [{ network: "source, float", unit: "MAC" }, {}, { unit: "SOP" }],
    });
    const refused = await snnc(["convert", "--model", model, "--json", "-o", at("built", "json")]);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout).error.diagnostics.map(({ code }: { code: string }) => code)).toEqual(["convert-data", "convert-vocabulary"]);
    expect((await snnc(["convert", "--model", model])).code).toBe(2);
    expect((await snnc(["convert", "--model", model, "--fine-tune", "--epochs", "0", "-o", at("built", "json")])).stderr).toMatch(/--epochs is 0/);
  });

  it("leaves an earlier bundle whole when Ctrl-C stops fine-tuning", async () => {
    const { model, vocabulary, data } = await textFiles("stopped", { kernels: [1, 2], padding: "valid" });
    const out = at("built", "stopped");
    const command = ["convert", "--model", model, "--vocabulary", vocabulary, "--calibrate", data, "-o", out];
    expect((await snnc(command)).code).toBe(0);
    const before = readdirSync(out).map((name) => [name, readFileSync(join(out, name), "base64")]);
    const { code, stderr } = await interrupted([...command, "--fine-tune", "--epochs", "900"], /fine-tuning/);
    expect(stderr).toContain("interrupted; what was finished is kept, nothing is half-written");
    expect(code).toBe(130);
    expect(readdirSync(out).map((name) => [name, readFileSync(join(out, name), "base64")])).toEqual(before);
  });
});
