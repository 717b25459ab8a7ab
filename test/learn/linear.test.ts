import { describe, expect, it } from "vitest";
import { trainLinear } from "../../src/learn/linear.js";
import { loadDataset } from "../../src/text/dataset.js";
import { tokenizerNamed } from "../../src/text/tokenizer.js";
import type { TokenizedTexts } from "../../src/text/types.js";
import { buildVocabulary, tokenizeTexts } from "../../src/text/vocabulary.js";

const english = tokenizerNamed("english");

function reviews(): { train: TokenizedTexts; dev: TokenizedTexts; test: TokenizedTexts; vocabularySize: number } {
  const dataset = loadDataset({ kind: "reviews" });
  const vocabulary = buildVocabulary(dataset.train, english);
  const cut = (examples: typeof dataset.train): TokenizedTexts => tokenizeTexts(examples, english, vocabulary);
  return { train: cut(dataset.train), dev: cut(dataset.dev), test: cut(dataset.test), vocabularySize: vocabulary.words.length };
}

/** Texts of ids; the label is the last element of each. */
function textsOf(...rows: readonly (readonly number[])[]): TokenizedTexts {
  const start = new Uint32Array(rows.length + 1);
  rows.forEach((row, index) => {
    start[index + 1] = (start[index] ?? 0) + row.length - 1;
  });
  return {
    start,
    ids: Uint32Array.from(rows.flatMap((row) => row.slice(0, -1))),
    labels: Uint16Array.from(rows, (row) => row.at(-1) ?? 0),
  };
}

function accuracy(decisions: Uint16Array, texts: TokenizedTexts): number {
  return (100 * decisions.filter((decision, index) => decision === texts.labels[index]).length) / decisions.length;
}

describe("trainLinear", () => {
  it("decides at least 80 % of the test reviews, keeps the best on dev, and repeats bit for bit", async () => {
    const { train, dev, test, vocabularySize } = reviews();
    const model = await trainLinear(train, dev, 2, { vocabularySize, seed: 1 });
    expect(model.devAccuracy).toBe(Math.max(...model.tried.map((trial) => trial.devAccuracy)));
    expect(accuracy(model.predict(dev), dev)).toBe(model.devAccuracy);
    expect(new Set(model.tried.map(({ kind }) => kind))).toEqual(new Set(["naiveBayes", "logisticRegression"]));
    expect(accuracy(model.predict(test), test)).toBeGreaterThan(80);
    const again = await trainLinear(train, dev, 2, { vocabularySize, seed: 1 });
    expect(again.weights).toEqual(model.weights);
    expect(again.tried).toEqual(model.tried);
  });

  it("tells texts apart that differ only in the order of their words", async () => {
    const texts = textsOf(
      ...Array.from({ length: 20 }, () => [
        [1, 2, 3, 0],
        [3, 2, 1, 1],
      ]).flat(),
    );
    const model = await trainLinear(texts, texts, 2, { vocabularySize: 4, seed: 1 });
    expect(model.devAccuracy).toBe(100);
  });

  it("counts one addition per class for each distinct feature that it knows", async () => {
    const texts = textsOf([1, 2, 0], [3, 1, 1], [2, 1, 2]);
    const model = await trainLinear(texts, texts, 3, { vocabularySize: 5, seed: 1 });
    expect(model.features).toBe(3 + 3);
    // Words 1 and 2 and the pair (1, 2), each once; word 4 and the pairs (2, 2), (2, 4) are unknown.
    expect(model.averageOperations(textsOf([1, 2, 2, 4, 0]))).toBe(3 * 3);
    expect(model.averageOperations(textsOf([4, 0], [1, 0]))).toBe(0.5 * 3);
  });

  it("reports progress up to 1 and stops when told to", async () => {
    const texts = textsOf([1, 0], [2, 1]);
    const seen: number[] = [];
    await trainLinear(texts, texts, 2, { vocabularySize: 3, seed: 1, onProgress: (done) => seen.push(done) });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    const stopped = trainLinear(texts, texts, 2, { vocabularySize: 3, seed: 1, signal: AbortSignal.abort(new Error("enough")) });
    await expect(stopped).rejects.toThrow("enough");
  });
});
