/** Networks and texts that say nothing: integers that no text makes spike, and test texts of which training knew no word. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openBundle } from "../../src/flow/bundle.js";
import { readLearning } from "../../src/flow/bundle-files.js";
import { compileBundle, convertBundle, simulateBundle, trainBundle } from "../../src/flow/bundle-verbs.js";
import { classifySamples } from "../../src/flow/classify.js";
import { compile } from "../../src/flow/compile.js";
import { parseConfig } from "../../src/flow/config.js";
import { decodeGraph, encodeGraph } from "../../src/graph/codec.js";
import { textCnnToGraph } from "../../src/learn/graph.js";
import type { TextCnn } from "../../src/learn/textcnn.js";
import { createRandom } from "../../src/util/random.js";
import { temporaryFolder } from "../support/cli.js";
import { noisyTask } from "../support/noisy-task.js";

/** Two filters that answer to the words `yes` and `no`; a word that no text has is a hundred times as strong. */
function lopsided(wide: boolean): TextCnn {
  return {
    kind: "textcnn",
    vocabularySize: 4,
    dimensions: 2,
    classes: 2,
    windows: "causal",
    activation: { kind: "spike", thresholds: Float32Array.of(1, 1) },
    embedding: Float32Array.of(0, 0, 4, 0, 0, 4, 100, 100),
    branches: [{ kernel: 1, filters: 2, weight: Float32Array.of(1, 0, 0, 1), bias: new Float32Array(2) }],
    output: Float32Array.of(1, 0, 0, 1),
    outputBias: Float32Array.of(0, 0.5),
    ...(wide ? { wide: new Float32Array(8).fill(0.25) } : {}),
  };
}

describe("integers that no dev text makes spike", () => {
  const warningsOf = async (model: TextCnn, weightBits: number): Promise<string[]> => {
    const words = ["<unk>", "yes", "no", "loud"];
    const converted = {
      graph: textCnnToGraph(model, "lopsided"),
      classes: ["a", "b"],
      wordRows: { tokenizer: "english" as const, words, rowOf: Uint32Array.of(0, 1, 2, 3) },
    };
    const dev = { texts: ["yes", "no", "yes yes", "no"], labels: [0, 1, 0, 1] };
    const { warnings, choices } = await compile(converted, { weightBits, dev });
    expect(choices["dev accuracy of the integer program"]).toBe(warnings.length === 0 ? 100 : 50);
    return warnings.map(({ code, message, where }) => `${where}: ${message} [${code}]`);
  };

  it("are told where rounding to 2 bit silences what spikes at 8", async () => {
    expect(await warningsOf(lopsided(false), 8)).toEqual([]);
    expect(await warningsOf(lopsided(false), 2)).toEqual([
      "program 'lopsided': no hidden neuron spikes in any of 4 dev texts: decisions rest on the output bias alone [network-silent]",
    ]);
    expect(await warningsOf(lopsided(true), 2)).toEqual([
      "program 'lopsided': no hidden neuron spikes in any of 4 dev texts: decisions rest on the wide path alone [network-silent]",
    ]);
  });

  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it("are told by snnc compile, with what to do, where thresholds are too high", async () => {
    const [file, path] = [join(folder.path, "texts.tsv"), join(folder.path, "high")];
    writeFileSync(file, noisyTask(createRandom(1)).texts);
    const learn = { kernels: [1, 2], filters: 4, epochs: 1, wide: "words" as const };
    await trainBundle(path, parseConfig({ dataset: { kind: "file", files: file }, learn }, "test"));
    await convertBundle(path);
    expect((await compileBundle(path)).warnings).toEqual([]);
    const bundle = openBundle(path);
    const graph = decodeGraph(bundle.read("graph.pb"), "graph.pb");
    const nodes = graph.nodes.map((node) => (node.kind === "threshold" ? { ...node, threshold: node.threshold.map(() => 1000) } : node));
    bundle.write(new Map([["graph.pb", encodeGraph({ ...graph, nodes })]]));
    expect((await compileBundle(path)).warnings).toEqual([
      expect.stringMatching(
        /no hidden neuron spikes in any of 40 dev texts: decisions rest on the wide path alone \[network-silent\]\n.*--weight-bits/,
      ),
    ]);
  }, 60_000);
});

describe("test texts of which training knows no word", () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it("are told, run, and all decided alike", async () => {
    const at = (name: string): string => join(folder.path, name);
    writeFileSync(at("train.tsv"), noisyTask(createRandom(1)).texts);
    const strangers = ["xyzzy plugh", "foo", "bar baz qux", "plover"];
    writeFileSync(at("test.tsv"), strangers.map((text, i) => `${i % 2 === 0 ? "no" : "yes"}\t${text}\n`).join(""));
    const files = { train: at("train.tsv"), test: at("test.tsv") };
    const learn = { kernels: [1, 2], filters: 4, epochs: 1, wide: "words+bigrams" as const, bigramHashBits: 6 };
    const { warnings } = await trainBundle(at("bundle"), parseConfig({ dataset: { kind: "file", files }, learn }, "test"));
    expect(warnings).toEqual([
      expect.stringMatching(/^test: 100 % of the words of test never occur in training, and 4 of its 4 texts have no other.*\[words-unknown\]/),
    ]);
    await convertBundle(at("bundle"));
    const { accuracy, dataset } = readLearning(openBundle(at("bundle")));
    expect([dataset.unknownTokensPercent, accuracy.linear, accuracy.snn]).toEqual([100, 50, 50]);
    await compileBundle(at("bundle"));
    const decided = await classifySamples(
      at("bundle"),
      strangers.map((text) => ({ text })),
      { backend: "golden" },
    );
    expect(new Set(decided.map((one) => one.decided)).size).toBe(1);
    expect((await simulateBundle(at("bundle"), { backend: "golden", verify: false })).figures["accuracy, %"]).toBe(50);
  }, 60_000);
});
