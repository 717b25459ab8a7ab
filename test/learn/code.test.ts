import { describe, expect, it } from "vitest";
import { addWordRow, groupStarts, NO_ROW, type WordCode } from "../../src/learn/code.js";
import { cluster, nearestCentres, type Points } from "../../src/learn/code-clusters.js";
import { columnBlocks, orderFilters, reorderFilters } from "../../src/learn/code-filters.js";
import { codeAndFineTune, fetchedPerWord, tableBytes } from "../../src/learn/code-train.js";
import { type CodeOptions, codeWords } from "../../src/learn/code-words.js";
import { planColumns } from "../../src/learn/columns.js";
import { foldBigrams } from "../../src/learn/fold-bigrams.js";
import { predict } from "../../src/learn/predict.js";
import { PRESETS } from "../../src/learn/presets.js";
import { multipliedRows, toRowSpace } from "../../src/learn/row-space.js";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { createTextCnn, type TextCnn } from "../../src/learn/textcnn.js";
import { absorbThresholds, trainTextCnn } from "../../src/learn/train.js";
import { createRandom } from "../../src/util/random.js";
import { SMALL_TRAINING, spikingFrom } from "./backend-claims.js";
import { randomTextCnn, randomTexts, wordOrderTask } from "./networks.js";

const TEXTS = randomTexts(createRandom(1), [3, 9, 1, 5, 14, 7, 2, 8, 6, 11]);
const BLOCK: CodeOptions = { scheme: "block", groups: 12, subRows: 20, ownRows: 0, classRows: 20, seed: 1 };

function spiking(seed: number): TextCnn {
  return randomTextCnn(createRandom(seed), { spiking: true, bigramBits: 5 });
}

function codeOf(model: TextCnn): WordCode {
  if (model.code === undefined) throw new Error("not coded");
  return model.code;
}

describe("a model in row space", () => {
  it("computes what the model computes", () => {
    const model = spiking(1);
    const scores = predict(toRowSpace(model), TEXTS).scores;
    predict(model, TEXTS).scores.forEach((score, i) => {
      expect(scores[i]).toBeCloseTo(score, 4);
    });
  });

  it("computes the same whatever the order of its filters", () => {
    const model = spiking(2);
    const orders = model.branches.map(({ filters }) => createRandom(3).shuffle(Uint32Array.from({ length: filters }, (_, f) => f)));
    const scores = predict(reorderFilters(model, orders), TEXTS).scores;
    predict(model, TEXTS).scores.forEach((score, i) => {
      expect(scores[i]).toBeCloseTo(score, 4);
    });
  });
});

describe("coding words", () => {
  it.each([
    ["block", { ...BLOCK }],
    ["block of whole offsets", { ...BLOCK, groups: 6 }],
    ["additive of one stage", { ...BLOCK, scheme: "additive" as const, groups: 1 }],
    ["block with own rows", { ...BLOCK, ownRows: 5 }],
    ["own rows of nearly all words", { ...BLOCK, subRows: 1, classRows: 1, ownRows: 99 }],
  ])("changes nothing where there are as many sub-rows as words: %s", (_, options) => {
    const model = spiking(4);
    const before = predict(model, TEXTS);
    const after = predict(codeWords(model, TEXTS, options), TEXTS);
    expect([...after.hiddenSpikes]).toEqual([...before.hiddenSpikes]);
    before.scores.forEach((score, i) => {
      expect(after.scores[i]).toBeCloseTo(score, 4);
    });
  });

  it("lays every group of a block code within one offset of a kernel, all columns in one group each", () => {
    const { code, ...model } = codeWords(spiking(5), TEXTS, { ...BLOCK, groups: 24, subRows: 4 });
    const blocks = columnBlocks(model);
    const covered = new Uint8Array(planColumns(model).columns);
    for (const { columnStart, columns } of code?.groups ?? []) {
      expect(columns).toBe(1);
      expect(blocks.some((block) => columnStart >= block.columnStart && columnStart + columns <= block.columnStart + block.filters)).toBe(true);
      covered.fill(1, columnStart, columnStart + columns);
    }
    expect(covered.every((one) => one === 1)).toBe(true);
  });

  it("repeats bit for bit by its seed", () => {
    const options = { ...BLOCK, subRows: 3, ownRows: 2, classRows: 3 };
    expect(codeWords(spiking(6), TEXTS, options)).toEqual(codeWords(spiking(6), TEXTS, options));
  });

  it("comes closer with more sub-rows, more stages and own rows", () => {
    const model = absorbThresholds(spiking(7));
    const rows = multipliedRows(model, planColumns(model));
    const errorOf = (options: Partial<CodeOptions>): number => {
      const coded = codeWords(model, TEXTS, { ...BLOCK, groups: 6, subRows: 2, ...options });
      const code = codeOf(coded);
      const sums = new Float32Array(rows.length);
      const starts = groupStarts(code, coded.dimensions);
      for (let word = 0; word < coded.vocabularySize; word++) {
        addWordRow(coded.embedding, code, starts, coded.dimensions, word, sums, word * coded.dimensions);
      }
      return sums.reduce((sum, value, at) => sum + (value - rows[at]) ** 2, 0);
    };
    expect(errorOf({ subRows: 8 })).toBeLessThan(errorOf({}));
    expect(errorOf({ ownRows: 10 })).toBeLessThan(errorOf({}));
    expect(errorOf({ scheme: "additive", groups: 6 })).toBeLessThan(errorOf({ scheme: "additive", groups: 1 }));
  });

  it("gives a word that training never saw the code of the word with its vector", () => {
    const model = spiking(8);
    const { dimensions, vocabularySize } = model;
    const coded = codeWords(model, TEXTS, { ...BLOCK, unseen: model.embedding.slice(3 * dimensions, 5 * dimensions) });
    const { index, groups, trainedWords } = codeOf(coded);
    expect([coded.vocabularySize, trainedWords]).toEqual([vocabularySize + 2, vocabularySize]);
    const indicesOf = (word: number): number[] => [...index.subarray(word * groups.length, (word + 1) * groups.length)];
    expect(indicesOf(vocabularySize)).toEqual(indicesOf(3));
    expect(indicesOf(vocabularySize + 1)).toEqual(indicesOf(4));
  });

  it("gives own rows to words that occur often and are far from their sub-rows", () => {
    const model = spiking(9);
    const { dimensions } = model;
    for (let d = 0; d < dimensions; d++) model.embedding[7 * dimensions + d] *= 20;
    const often = { start: Uint32Array.of(0, 40), ids: new Uint32Array(40).fill(7).map((word, i) => (i % 2 === 0 ? word : i % 20)) };
    const { ownRow } = codeOf(codeWords(model, often, { ...BLOCK, subRows: 2, ownRows: 1 }));
    expect([...ownRow.keys()].filter((word) => ownRow[word] !== NO_ROW)).toHaveLength(1);
  });

  it("refuses groups that the kernels do not have, with those that they have", () => {
    expect(() => codeWords(spiking(10), TEXTS, { ...BLOCK, groups: 7 })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: 24 columns of hidden weights cannot lie in 7 groups of equal width, each within one offset of a kernel [code-groups]
        Take \`--code-groups\` 6, 12, 24.]
    `);
  });
});

describe("filters in groups", () => {
  it("puts those whose columns vary together side by side", () => {
    const random = createRandom(11);
    const model = createTextCnn({ vocabularySize: 50, classes: 2, dimensions: 4, kernels: [2], filters: 6, wideWords: false }, "causal", random);
    const columns = planColumns(model).columns;
    // Filters 0, 2, 5 follow one number of a word, 1, 3, 4 another.
    const rows = new Float32Array(50 * columns);
    for (let word = 0; word < 50; word++) {
      const [a, b] = [random.normal(), random.normal()];
      for (let c = 0; c < columns; c++) rows[word * columns + c] = ([0, 2, 5].includes(c % 6) ? a : b) + 0.1 * random.normal();
    }
    const [order] = orderFilters(model, rows, new Float64Array(50).fill(1), 3);
    expect([[...order.slice(0, 3)].sort(), [...order.slice(3)].sort()].sort()).toEqual([
      [0, 2, 5],
      [1, 3, 4],
    ]);
  });
});

describe("weighted k-means", () => {
  const pointsOf = (seed: number, count: number): Points => {
    const random = createRandom(seed);
    return {
      table: Float32Array.from({ length: count * 5 }, () => random.normal()),
      starts: Uint32Array.from({ length: count }, (_, i) => i * 5),
      columns: 5,
      weights: Float64Array.from({ length: count }, () => 0.5 + random.uniform()),
    };
  };

  it("finds the nearest centre, wherever it begins", () => {
    const { table } = pointsOf(12, 300);
    const centres = table.slice(0, 40 * 5);
    const nearest = nearestCentres(centres, 5);
    const square = (at: number, c: number): number => [0, 1, 2, 3, 4].reduce((sum, d) => sum + (table[at + d] - centres[c * 5 + d]) ** 2, 0);
    for (let point = 0; point < 300; point++) {
      const squares = Array.from({ length: 40 }, (_, c) => square(point * 5, c));
      expect(squares[nearest(table, point * 5, point % 40)]).toBeCloseTo(Math.min(...squares), 5);
    }
  });

  it("makes every point a centre where there are enough, and leaves no centre without a point", () => {
    const points = pointsOf(13, 30);
    const { centres, count, clusterOf } = cluster(points, 64, 10, createRandom(1));
    expect(count).toBe(30);
    points.starts.forEach((at, i) => {
      expect([...centres.subarray(clusterOf[i] * 5, clusterOf[i] * 5 + 5)]).toEqual([...points.table.subarray(at, at + 5)]);
    });
    const few = cluster(pointsOf(14, 200), 16, 10, createRandom(1));
    expect(new Set(few.clusterOf).size).toBe(few.count);
  });
});

describe("pairs on fewer rows", () => {
  it("keep the mean of what falls together, by how often the texts have it", () => {
    const model = spiking(15);
    const folded = foldBigrams(model, 2, TEXTS);
    expect(folded.bigrams?.weight).toHaveLength(4 * model.classes);
    expect(foldBigrams(model, 5, TEXTS)).toBe(model);
    const rowsUsed = model.bigrams?.weight.slice() ?? new Float32Array(0);
    rowsUsed.fill(1);
    const constant: TextCnn = { ...model, bigrams: { hashBits: 5, weight: rowsUsed } };
    for (const value of foldBigrams(constant, 2, TEXTS).bigrams?.weight ?? []) expect([0, 1]).toContain(Math.round(value * 1e6) / 1e6);
  });
});

describe("training on with coded words", async () => {
  const { tf } = await loadTensorFlow();
  const data = { train: wordOrderTask(1, 400), dev: wordOrderTask(2, 200) };
  const start = createTextCnn(
    { vocabularySize: 12, classes: 2, dimensions: 8, kernels: [1, 2], filters: 8, wideWords: true },
    "causal",
    createRandom(3),
  );
  const request = { scheme: "block", subRows: 3, classRows: 2, tableBytes: 200, weightBits: 8, seed: 1 } as const;

  it("learns in the shared rows what only word order tells; the code and the kernels stay as they are", async () => {
    const coded = codeWords(spikingFrom(start), data.train, { ...request, groups: 3, subRows: 8, ownRows: 2 });
    const { model, devAccuracy } = await trainTextCnn(tf, coded, data, { ...SMALL_TRAINING, epochs: 12, patience: 12 }, { stage: "test", seed: 1 });
    expect(devAccuracy).toBeGreaterThan(85);
    expect(model.code).toEqual(coded.code);
    expect(model.branches.map(({ weight }) => weight)).toEqual(coded.branches.map(({ weight }) => weight));
    expect(model.embedding).not.toEqual(coded.embedding);
  });

  it("stays within the budget, and says what a word takes", async () => {
    const { model, tableBytes: bytes, uncodedBytes } = await codeAndFineTune(tf, spikingFrom(start), data, PRESETS.quick, request, { seed: 1 });
    expect(uncodedBytes).toBe(12 * (24 + 2) + 16 * 2 + 2);
    expect(bytes).toBe(tableBytes(model, 8));
    expect(bytes).toBeLessThanOrEqual(200);
    expect(bytes).toBeGreaterThan(200 - (24 + 2));
    const { events, bytes: fetched } = fetchedPerWord(model, data.dev.ids, 8);
    expect(events).toBeGreaterThan(1);
    expect(events).toBeLessThanOrEqual(4);
    expect(fetched).toBe(24 + 2);
    expect(fetchedPerWord(spikingFrom(start), data.dev.ids, 8)).toEqual({ events: 1, bytes: 26 });
  });

  it("refuses a budget that holds not even the shared rows", async () => {
    await expect(codeAndFineTune(tf, spikingFrom(start), data, PRESETS.quick, { ...request, tableBytes: 99 }, { seed: 1 })).rejects.toThrow(
      "[code-budget]",
    );
  });
});
