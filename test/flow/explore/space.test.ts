/** Claims about the space: what is drawn from it, and that its costs are those of the compiled program. */
import { describe, expect, it } from "vitest";
import { encodeIds } from "../../../src/encode/encode.js";
import { compile } from "../../../src/flow/compile.js";
import { parseConfig } from "../../../src/flow/config.js";
import { meanOf } from "../../../src/flow/counts.js";
import { costOfShape, isPossible, isWithin } from "../../../src/flow/explore/cost.js";
import { configOf, configurationsOf, defaultSpace, type Space, sampleOf } from "../../../src/flow/explore/space.js";
import { measure } from "../../../src/flow/explore/trial.js";
import { codeWords } from "../../../src/learn/code-words.js";
import { textCnnToGraph } from "../../../src/learn/graph.js";
import { goldenSimulator } from "../../../src/sim/golden.js";
import type { Configuration } from "../../../src/util/exploration.js";
import { createRandom } from "../../../src/util/random.js";
import { randomTextCnn, randomTexts } from "../../learn/networks.js";

const SPACE = defaultSpace(5_000);

describe("the space", () => {
  it("has each combination once, and no more rows than words", () => {
    const all = configurationsOf(SPACE);
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(all.length);
    expect(Math.max(...all.map(({ words }) => (words.kind === "rows" ? words.rows : 0)))).toBe(5_000);
  });

  it("is sampled without repetition, by seed alone", () => {
    const all = configurationsOf(SPACE);
    const sample = sampleOf(all, 40, 7);
    expect(new Set(sample.map((one) => JSON.stringify(one))).size).toBe(40);
    expect(sampleOf(all, 40, 7)).toEqual(sample);
    expect(sampleOf(all, 40, 8)).not.toEqual(sample);
  });

  it("is sampled with every value of every axis about equally often", () => {
    const sample = sampleOf(configurationsOf(SPACE), 30, 1);
    for (const axis of ["kernels", "filters", "wide", "weightBits", "words"] as const) {
      const times = new Map<string, number>();
      for (const one of sample) times.set(JSON.stringify(one[axis]), (times.get(JSON.stringify(one[axis])) ?? 0) + 1);
      expect(times.size).toBe(SPACE[axis].length);
      expect(Math.max(...times.values()) - Math.min(...times.values())).toBeLessThanOrEqual(2);
    }
  });

  it("is all there where more is asked for than it has", () => {
    const small: Space = { ...SPACE, kernels: [[2]], filters: [4], wide: [{ kind: "none" }] };
    expect(sampleOf(configurationsOf(small), 1_000, 1)).toHaveLength(configurationsOf(small).length);
  });

  it("makes configurations that `snnc train --config` takes", () => {
    const base = parseConfig({ dataset: { kind: "reviews" }, learn: { dimensions: 20 } }, "test");
    for (const configuration of sampleOf(configurationsOf(SPACE), 20, 3)) {
      const config = configOf(base, configuration, 4);
      expect(parseConfig(JSON.parse(JSON.stringify(config)), "test")).toEqual(config);
      expect(config.learn).toMatchObject({ dimensions: 20, epochs: 4, filters: configuration.filters });
    }
  });
});

const CASES: readonly Configuration[] = [
  { kernels: [1, 2, 3], filters: 4, wide: { kind: "words" }, weightBits: 8, words: { kind: "rows", rows: 20, ownRows: 5 } },
  { kernels: [2, 3], filters: 8, wide: { kind: "none" }, weightBits: 6, words: { kind: "rows", rows: 20, ownRows: 5 } },
  { kernels: [1, 4], filters: 5, wide: { kind: "words+bigrams", hashBits: 5 }, weightBits: 4, words: { kind: "rows", rows: 20, ownRows: 5 } },
];

describe.each(CASES)("the cost of %j", (configuration) => {
  const { kernels, filters, wide, weightBits } = configuration;
  const model = randomTextCnn(createRandom(5), {
    kernels,
    filters,
    wideWords: wide.kind !== "none",
    ...(wide.kind === "words+bigrams" ? { bigramBits: wide.hashBits } : {}),
    spiking: true,
  });
  const texts = randomTexts(createRandom(6), [1, 2, 3, 5, 8, 13]);
  const words = Array.from({ length: 20 }, (_, i) => `w${i}`);
  const converted = {
    graph: textCnnToGraph(model, "random"),
    classes: ["a", "b", "c"],
    wordRows: {
      tokenizer: "english" as const,
      words,
      rowOf: Uint32Array.from(words, (_, i) => i),
      ...(wide.kind === "words+bigrams" ? { bigramHashBits: wide.hashBits } : {}),
    },
  };

  it("is that of the compiled program: bytes, and operations but for spikes behind the end of a text", async () => {
    const { program, encoder } = await compile(converted, { weightBits, clips: { hidden: 1, output: 1 } });
    const { counters, decisions } = await goldenSimulator(program).run(encodeIds(encoder, texts).batch);
    const measured = measure(model, configuration, texts, { bits: weightBits, hiddenClip: 1, outputClip: 1 });
    const right = texts.labels.filter((label, text) => label === decisions[text]).length;
    expect(measured.devAccuracy).toBeCloseTo((100 * right) / texts.labels.length, 10);
    const late = meanOf(counters.spikes) - measured.hiddenSpikes;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(measured.operations).toBeCloseTo(meanOf(counters.synapticOperations) - late * 3, 8);
    // Narrowing after lowering may save a bit of a table whose weights are small; it never adds one.
    const tables = program.tables.map(({ weights }) => Math.ceil((weights.length * weightBits) / 8));
    expect(measured.tableBytes).toBe(tables.reduce((sum, bytes) => sum + bytes, 0));
  });

  it("is known before training, but for the hidden spikes", () => {
    const measured = measure(model, configuration, texts, { bits: weightBits, hiddenClip: 1, outputClip: 1 });
    const figures = { vocabulary: 20, classes: 3, words: 32 / 6, pairs: 26 / 6 };
    const { tableBytes, fewestOperations } = costOfShape(configuration, figures);
    expect(measured.tableBytes).toBe(tableBytes);
    expect(measured.operations - measured.hiddenSpikes * 3).toBeCloseTo(fewestOperations, 8);
    expect(isWithin({ tableBytes }, { tableBytes, operations: 1e9 })).toBe(true);
    expect(isWithin({ tableBytes: tableBytes - 1 }, { tableBytes, operations: 1 })).toBe(false);
  });
});

describe("the cost of coded words", () => {
  const configuration: Configuration = {
    kernels: [1, 2],
    filters: 8,
    wide: { kind: "words+bigrams", hashBits: 5 },
    weightBits: 8,
    words: { kind: "code", subRows: 16, tableBytes: 9_000 },
  };
  const texts = randomTexts(createRandom(6), [3, 5, 8, 13], 600);
  const figures = { vocabulary: 600, classes: 3, words: 29 / 4, pairs: 25 / 4 };
  const model = randomTextCnn(createRandom(5), { vocabularySize: 600, kernels: [1, 2], filters: 8, wideWords: true, bigramBits: 5, spiking: true });
  const codedWith = (ownRows: number) =>
    codeWords(model, texts, { scheme: "block", groups: 3, subRows: 16, ownRows, classRows: 256, bigramHashBits: 5, seed: 1 });

  it("is that of the code which its bytes allow, and not a word more would fit", () => {
    const { tableBytes, fewestOperations } = costOfShape(configuration, figures);
    // Columns of the hidden rows and three class weights a word.
    const wordBytes = 24 + 3;
    const ownRows = Math.round(
      (tableBytes - costOfShape({ ...configuration, words: { kind: "code", subRows: 16, tableBytes: 1 } }, figures).tableBytes) / wordBytes,
    );
    expect(tableBytes).toBeLessThanOrEqual(9_000);
    expect(tableBytes + wordBytes).toBeGreaterThan(9_000);
    const measured = measure(codedWith(ownRows), configuration, texts, { bits: 8, hiddenClip: 1, outputClip: 1 });
    expect(measured.tableBytes).toBe(tableBytes);
    expect(measured.operations - 3 * measured.hiddenSpikes).toBeCloseTo(fewestOperations, 8);
  });

  it("is never met where the shared rows alone take more", () => {
    expect(isPossible(configuration, figures)).toBe(true);
    expect(isPossible({ ...configuration, words: { kind: "code", subRows: 256, tableBytes: 5_000 } }, figures)).toBe(false);
  });
});
