/**
 * Several networks as one: folded into a wider network that adds up their class sums, or as the teacher of a smaller one.
 * Both leave a plain TextCNN that every later stage takes as it is.
 */
import type { TokenizedTexts } from "../text/types.js";
import { concatenateFloats } from "../util/arrays.js";
import { inputError } from "../util/diagnostics.js";
import { predict } from "./predict.js";
import { type Branch, checkTextCnn, type TextCnn } from "./textcnn.js";

/**
 * One network whose class sums are the mean of those of the given ones: their embeddings stand side by side, the filters of
 * each kernel size too, and each sees its own embedding only. Word and pair rows, biases and output weights are divided by
 * their number. Throws SnncError (input) for networks that differ in vocabulary, classes, kernels, windows, rows or paths.
 */
export function foldTextCnns(models: readonly TextCnn[]): TextCnn {
  const [first] = models;
  if (first === undefined) throw new Error("no network to fold");
  for (const model of models) checkAlike(first, model);
  const dimensions = models.reduce((sum, model) => sum + model.dimensions, 0);
  const rows = first.embedding.length / first.dimensions;
  const embedding = new Float32Array(rows * dimensions);
  let column = 0;
  for (const model of models) {
    for (let row = 0; row < rows; row++) {
      embedding.set(model.embedding.subarray(row * model.dimensions, (row + 1) * model.dimensions), row * dimensions + column);
    }
    column += model.dimensions;
  }
  const branches = first.branches.map((_, b) => foldBranch(models, b, dimensions));
  const { classes } = first;
  const output = first.branches.flatMap((_, b) => models.map((model) => outputOf(model, b)));
  const thresholds = first.branches.flatMap((_, b) => models.map((model) => thresholdsOf(model, b)));
  const folded: TextCnn = {
    ...first,
    dimensions,
    embedding,
    branches,
    activation: first.activation.kind === "relu" ? first.activation : { kind: "spike", thresholds: concatenateFloats(thresholds) },
    output: concatenateFloats(output).map((weight) => weight / models.length),
    outputBias: mean(models.map((model) => model.outputBias)),
    ...(first.wide === undefined ? {} : { wide: mean(models.map((model) => model.wide ?? new Float32Array(rows * classes))) }),
    ...(first.bigrams === undefined
      ? {}
      : { bigrams: { hashBits: first.bigrams.hashBits, weight: mean(models.map((model) => model.bigrams?.weight ?? new Float32Array(0))) } }),
  };
  checkTextCnn(folded);
  return folded;
}

/** Mean of the networks' softmax probabilities, [texts, classes]: what a teacher says. */
export function ensembleProbabilities(models: readonly TextCnn[], texts: TokenizedTexts): Float32Array {
  const classes = models[0]?.classes ?? 0;
  const probabilities = new Float32Array(texts.labels.length * classes);
  for (const model of models) {
    const { scores } = predict(model, texts);
    for (let at = 0; at < scores.length; at += classes) {
      const row = scores.subarray(at, at + classes);
      const highest = row.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
      const sum = row.reduce((total, score) => total + Math.exp(score - highest), 0);
      for (let c = 0; c < classes; c++) probabilities[at + c] += Math.exp(row[c] - highest) / sum / models.length;
    }
  }
  return probabilities;
}

function checkAlike(first: TextCnn, model: TextCnn): void {
  const shapeOf = ({ vocabularySize, classes, windows, activation, branches, wide, bigrams, embedding, dimensions }: TextCnn): string =>
    JSON.stringify([
      vocabularySize,
      classes,
      windows,
      activation.kind,
      branches.map(({ kernel }) => kernel),
      wide !== undefined,
      bigrams?.hashBits ?? 0,
      embedding.length / dimensions,
    ]);
  const sharesRows = JSON.stringify(first.rowOfWord) === JSON.stringify(model.rowOfWord);
  if (shapeOf(first) === shapeOf(model) && sharesRows) return;
  throw inputError("ensemble-shape", `networks of different shape cannot be folded: ${shapeOf(first)} and ${shapeOf(model)}`, {
    hint: "Train the members on the same data with the same kernels, paths and rows.",
  });
}

function foldBranch(models: readonly TextCnn[], b: number, dimensions: number): Branch {
  const { kernel } = models[0].branches[b];
  const filters = models.reduce((sum, model) => sum + model.branches[b].filters, 0);
  const weight = new Float32Array(kernel * dimensions * filters);
  let firstRow = 0;
  let firstFilter = 0;
  for (const model of models) {
    const own = model.branches[b];
    for (let j = 0; j < kernel; j++) {
      for (let d = 0; d < model.dimensions; d++) {
        const from = (j * model.dimensions + d) * own.filters;
        weight.set(own.weight.subarray(from, from + own.filters), (j * dimensions + firstRow + d) * filters + firstFilter);
      }
    }
    firstRow += model.dimensions;
    firstFilter += own.filters;
  }
  return { kernel, filters, weight, bias: concatenateFloats(models.map((model) => model.branches[b].bias)) };
}

/** [first, past] filter of a branch. */
function rangeOf(model: TextCnn, b: number): readonly [number, number] {
  const first = model.branches.slice(0, b).reduce((sum, { filters }) => sum + filters, 0);
  return [first, first + model.branches[b].filters];
}

function outputOf(model: TextCnn, b: number): Float32Array {
  const [first, past] = rangeOf(model, b);
  return model.output.subarray(first * model.classes, past * model.classes);
}

function thresholdsOf(model: TextCnn, b: number): Float32Array {
  const [first, past] = rangeOf(model, b);
  return model.activation.kind === "spike" ? model.activation.thresholds.subarray(first, past) : new Float32Array(0);
}

function mean(arrays: readonly Float32Array[]): Float32Array {
  return Float32Array.from(arrays[0], (_, i) => arrays.reduce((sum, array) => sum + array[i], 0) / arrays.length);
}
