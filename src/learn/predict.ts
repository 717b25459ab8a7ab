/**
 * Runs a TextCNN, analogue or spiking, in plain typed arrays: on dev during training, for conversion, and for the
 * float network's figures in the report. Needs no TensorFlow. Words are multiplied by the kernels once each.
 */
import type { TokenizedTexts } from "../text/types.js";
import { bigramHash } from "../util/bigram-hash.js";
import { integerThreshold } from "../util/quantise.js";
import { nearestRank } from "../util/statistics.js";
import { addWordRow, columnsOfTables, groupStarts, operationsOf, type WordCode, wideRowOf } from "./code.js";
import { type ColumnPlan, packBias, packColumns, planColumns } from "./columns.js";
import { type GridSteps, gridSteps, mantissaOf, multiplyRow, type WeightGrid, withClassMantissas } from "./grid.js";
import { filterCount, rowCount, type TextCnn } from "./textcnn.js";

export interface Predictions {
  /** Class of each text; ties go to the lowest. */
  readonly decisions: Uint16Array;
  /** [texts, classes]. */
  readonly scores: Float32Array;
  /** Filters that spiked (spiking) or are above 0 (analogue), per text. */
  readonly hiddenSpikes: Uint32Array;
}

export interface Evaluation {
  /** Percent. */
  readonly accuracy: number;
  /** Mean negative log-likelihood under the softmax of the scores, nats. */
  readonly loss: number;
  /** Means per text. */
  readonly words: number;
  readonly pairs: number;
  readonly hiddenSpikes: number;
  /** Words x (columns + wide classes) + pairs x classes + hidden spikes x classes: what the event program will do. */
  readonly synapticOperations: number;
}

/**
 * Scores and decisions of each text; a text without words gets the output bias (and the filters that bias alone drives).
 * With a grid, those of the integer program that lowering makes under it.
 */
export function predict(model: TextCnn, texts: TokenizedTexts, grid?: WeightGrid): Predictions {
  if (grid === undefined) return decide(model, texts, pooledCurrents(model, texts));
  const steps = gridSteps(model, grid);
  return decideOnGrid(model, texts, pooledCurrents(model, texts, steps), steps);
}

/** As `decide`, with class sums in whole steps of the grid that the pooled currents are on. */
export function decideOnGrid(model: TextCnn, texts: TokenizedTexts, pooled: Float32Array, steps: GridSteps): Predictions {
  const counted = decide(withClassMantissas(model, steps), texts, pooled);
  return { ...counted, scores: counted.scores.map((score) => score * steps.classes.base) };
}

/** Accuracy, loss and activity on labelled texts. */
export function evaluate(model: TextCnn, texts: TokenizedTexts, grid?: WeightGrid): Evaluation {
  return judge(model, texts, predict(model, texts, grid));
}

/** Accuracy, loss and activity of predictions already made. */
export function judge(model: TextCnn, texts: TokenizedTexts, { decisions, scores, hiddenSpikes }: Predictions): Evaluation {
  const { classes } = model;
  const samples = Math.max(texts.labels.length, 1);
  let correct = 0;
  let loss = 0;
  let spikes = 0;
  let pairs = 0;
  for (let text = 0; text < texts.labels.length; text++) {
    if (decisions[text] === texts.labels[text]) correct++;
    spikes += hiddenSpikes[text];
    pairs += Math.max(texts.start[text + 1] - texts.start[text] - 1, 0);
    const row = scores.subarray(text * classes, (text + 1) * classes);
    let highest = Number.NEGATIVE_INFINITY;
    for (const score of row) highest = Math.max(highest, score);
    let sum = 0;
    for (const score of row) sum += Math.exp(score - highest);
    loss += Math.log(sum) + highest - row[texts.labels[text]];
  }
  const words = texts.ids.length / samples;
  const hidden = spikes / samples;
  const perWord = operationsPerWord(model, texts);
  const perPair = model.bigrams === undefined ? 0 : classes;
  return {
    accuracy: (100 * correct) / samples,
    loss: loss / samples,
    words,
    pairs: pairs / samples,
    hiddenSpikes: hidden,
    synapticOperations: words * perWord + (pairs / samples) * perPair + hidden * classes,
  };
}

/** Mean over the words of the texts: all columns, or the parts that a coded word has, and its class weights. */
function operationsPerWord(model: TextCnn, { ids }: TokenizedTexts): number {
  const { code, classes } = model;
  const { columns } = planColumns(model);
  if (code === undefined) return columns + (model.wide === undefined ? 0 : classes);
  let operations = 0;
  for (const id of ids) operations += operationsOf(code, columns, classes, id);
  return operations / Math.max(ids.length, 1);
}

/**
 * Largest current of each filter over all positions of each text, bias included: [texts, filters]. The whole of a
 * hidden neuron's input, whatever its activation; a text without words gives the bias, and one without a whole window
 * (`valid`) minus infinity. With the steps of a grid, rows are rounded to them first, and a current is its threshold plus
 * as many steps as the integer current is above the integer threshold.
 */
export function pooledCurrents(model: TextCnn, texts: TokenizedTexts, steps?: GridSteps): Float32Array {
  const plan = planColumns(model);
  const { columns, filters, firstPosition } = plan;
  const rows =
    model.code === undefined
      ? multiplyRows(model, texts, packColumns(model, plan), steps, columns)
      : codedRows(model, model.code, texts, plan, steps);
  const bias = packBias(model);
  const samples = texts.start.length - 1;
  const pooled = new Float32Array(samples * filters);
  const current = new Float32Array(filters);
  for (let text = 0; text < samples; text++) {
    const first = texts.start[text];
    const length = texts.start[text + 1] - first;
    const most = pooled.subarray(text * filters, (text + 1) * filters);
    for (let f = 0; f < filters; f++) if (length > 0 || firstPosition[f] > 0) most[f] = Number.NEGATIVE_INFINITY;
    for (let position = 0; position < length; position++) {
      current.fill(0);
      for (const { shift, columnStart, filterStart, columns: width } of plan.groups) {
        const source = position - shift;
        if (source < 0 || source >= length) continue;
        const at = rows.indexOf(texts.ids[first + source]) * columns + columnStart;
        for (let i = 0; i < width; i++) current[filterStart + i] += rows.products[at + i];
      }
      for (let f = 0; f < filters; f++) if (position >= firstPosition[f] && current[f] > most[f]) most[f] = current[f];
    }
    for (let f = 0; f < filters; f++)
      most[f] = steps === undefined ? most[f] + bias[f] : fromSteps(most[f], thresholdOf(model, f), bias[f], steps.filters[f]);
  }
  return pooled;
}

/** A current that spikes, as a float, exactly where its integer does. */
function fromSteps(mantissa: number, threshold: number, bias: number, step: number): number {
  return threshold + (mantissa - integerThreshold(threshold, bias, step)) * step;
}

function thresholdOf({ activation }: TextCnn, filter: number): number {
  return activation.kind === "spike" ? activation.thresholds[filter] : 0;
}

/** Predictions from pooled currents (as of `pooledCurrents`): the part that thresholds and output weights decide. */
export function decide(model: TextCnn, texts: TokenizedTexts, pooled: Float32Array): Predictions {
  const { classes, activation, output, outputBias } = model;
  const filters = filterCount(model);
  const samples = texts.start.length - 1;
  const scores = new Float32Array(samples * classes);
  const decisions = new Uint16Array(samples);
  const hiddenSpikes = new Uint32Array(samples);
  const sums = new Float64Array(classes);
  for (let text = 0; text < samples; text++) {
    sums.set(outputBias);
    for (let f = 0; f < filters; f++) {
      const current = pooled[text * filters + f];
      const hidden = activation.kind === "relu" ? Math.max(current, 0) : current > activation.thresholds[f] ? 1 : 0;
      if (hidden === 0) continue;
      hiddenSpikes[text]++;
      for (let c = 0; c < classes; c++) sums[c] += hidden * output[f * classes + c];
    }
    addWide(model, texts.ids, texts.start[text], texts.start[text + 1], sums);
    let winner = 0;
    for (let c = 0; c < classes; c++) {
      scores[text * classes + c] = sums[c];
      if (sums[c] > sums[winner]) winner = c;
    }
    decisions[text] = winner;
  }
  return { decisions, scores, hiddenSpikes };
}

/** Adds what the words ids[from .. to) and their pairs bring straight to the classes. */
export function addWide(
  model: Pick<TextCnn, "wide" | "bigrams" | "rowOfWord" | "code" | "classes">,
  ids: Uint32Array,
  from: number,
  to: number,
  sums: Float64Array | Float32Array,
): void {
  const { wide, bigrams, classes } = model;
  const trained = model.code?.trainedWords ?? Number.POSITIVE_INFINITY;
  const known = (id: number): number => (id < trained ? id : 0);
  for (let at = from; at < to; at++) {
    if (wide !== undefined) {
      const row = wideRow(model, ids[at]) * classes;
      for (let c = 0; c < classes; c++) sums[c] += wide[row + c];
    }
    if (bigrams !== undefined && at > from) {
      const row = bigramHash(known(ids[at - 1]), known(ids[at]), bigrams.hashBits) * classes;
      for (let c = 0; c < classes; c++) sums[c] += bigrams.weight[row + c];
    }
  }
}

/** Row of a word in the wide path's table. */
export function wideRow({ rowOfWord, code }: Pick<TextCnn, "rowOfWord" | "code">, word: number): number {
  if (code !== undefined) return wideRowOf(code, word);
  return rowOfWord === undefined ? word : rowOfWord[word];
}

/** Currents of the filters on a set of texts, for choosing thresholds and scales. Arrays are [filters]. */
export interface CalibrationCurrents {
  /** Given percentile of the pooled current above 0 (the pooled ReLU), bias included. */
  readonly pooledPercentile: Float32Array;
  readonly lowestPooled: Float32Array;
  readonly highestPooled: Float32Array;
  /** Share of the texts, 0..1, in which the filter spikes (is above 0). */
  readonly activeShare: Float32Array;
  /** Median distance of the pooled current from the threshold (from 0): what rounding errors must stay below. */
  readonly medianMargin: Float32Array;
}

/** Statistics of the pooled currents; `percentile` 0..100, by nearest rank. */
export function calibrationCurrents(model: TextCnn, texts: TokenizedTexts, percentile = 99): CalibrationCurrents {
  const pooled = pooledCurrents(model, texts);
  const filters = filterCount(model);
  const samples = texts.start.length - 1;
  const column = (f: number): Float32Array => Float32Array.from({ length: samples }, (_, text) => pooled[text * filters + f]);
  const perFilter = (figure: (sorted: Float32Array, threshold: number) => number): Float32Array =>
    Float32Array.from({ length: filters }, (_, f) =>
      figure(column(f).sort(), model.activation.kind === "spike" ? model.activation.thresholds[f] : 0),
    );
  return {
    pooledPercentile: perFilter((sorted) => Math.max(nearestRank(sorted, percentile) ?? 0, 0)),
    lowestPooled: perFilter((sorted) => nearestRank(sorted, 0) ?? 0),
    highestPooled: perFilter((sorted) => nearestRank(sorted, 100) ?? 0),
    activeShare: perFilter((sorted, threshold) => sorted.filter((current) => current > threshold).length / Math.max(samples, 1)),
    medianMargin: perFilter((sorted, threshold) => nearestRank(sorted.map((current) => Math.abs(current - threshold)).sort(), 50) ?? 0),
  };
}

/** The rows of the words that occur in the texts times a matrix [dimensions, columns]; as mantissas where there is a grid. */
function multiplyRows(
  model: TextCnn,
  texts: TokenizedTexts,
  matrix: Float32Array,
  steps: GridSteps | undefined,
  columns: number,
): { readonly products: Float32Array; indexOf(word: number): number } {
  const { rowOfWord } = model;
  const indexOfRow = new Int32Array(rowCount(model)).fill(-1);
  const used: number[] = [];
  for (const id of texts.ids) {
    const row = rowOfWord === undefined ? id : rowOfWord[id];
    if (indexOfRow[row] < 0) indexOfRow[row] = used.push(row) - 1;
  }
  const products = new Float32Array(used.length * columns);
  const product = new Float64Array(columns);
  used.forEach((row, index) => {
    multiplyRow(model, row, matrix, product);
    products.set(
      steps === undefined ? product : product.map((value, c) => mantissaOf(Math.fround(value), steps.columns[c], steps.limit)),
      index * columns,
    );
  });
  return { products, indexOf: (word) => indexOfRow[rowOfWord === undefined ? word : rowOfWord[word]] };
}

/**
 * The rows of the words that occur in the texts of a coded model: sums of what the words share, in the order of the columns; what is
 * summed are mantissas where there is a grid.
 */
function codedRows(
  { embedding, vocabularySize }: TextCnn,
  code: WordCode,
  texts: TokenizedTexts,
  { columns }: ColumnPlan,
  steps: GridSteps | undefined,
): { readonly products: Float32Array; indexOf(word: number): number } {
  const indexOfWord = new Int32Array(vocabularySize).fill(-1);
  const used: number[] = [];
  for (const id of texts.ids) if (indexOfWord[id] < 0) indexOfWord[id] = used.push(id) - 1;
  const starts = groupStarts(code, columns);
  const columnOf = columnsOfTables(code, columns);
  const tables = steps === undefined ? embedding : embedding.map((value, at) => mantissaOf(value, steps.columns[columnOf[at]], steps.limit));
  const products = new Float32Array(used.length * columns);
  used.forEach((word, at) => {
    addWordRow(tables, code, starts, columns, word, products, at * columns);
  });
  return { products, indexOf: (word) => indexOfWord[word] };
}
