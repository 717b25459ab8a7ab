/** From a network to a row of the benchmark: what is counted, and on which texts. */
import { encodeTexts } from "../../encode/encode.js";
import { chooseClips } from "../../learn/clips.js";
import { textCnnToGraph } from "../../learn/graph.js";
import type { WeightGrid } from "../../learn/grid.js";
import type { LinearModel } from "../../learn/linear.js";
import { type Evaluation, judge, predict } from "../../learn/predict.js";
import { arraysOf, filterCount, type TextCnn } from "../../learn/textcnn.js";
import type { Trained } from "../../learn/train.js";
import { clipsFor } from "../../lower/clips.js";
import { goldenSimulator } from "../../sim/golden.js";
import { datasetWarnings } from "../../text/warnings.js";
import { formatDiagnostic } from "../../util/diagnostics.js";
import { labelled } from "../bundle-files.js";
import { type CompiledText, type ConvertedText, compile } from "../compile.js";
import { bytesOfTables, meanOf } from "../counts.js";
import type { Cell } from "./cell.js";
import { type AccuracyRow, correctness, percentCorrect, type StoredRow, TEXTS, WARNING } from "./rows.js";

type Measured = Pick<
  AccuracyRow,
  "role" | "variant" | "encoding" | "bits" | "timesteps" | "devAccuracy" | "operations" | "hiddenSpikes" | "tableBytes"
>;

export function row({ set, options }: Cell, measured: Measured, trainSeconds: number, correct: string, notes: readonly string[] = []): StoredRow {
  return { set: set.name, seed: options.seed, ...measured, accuracy: percentCorrect(correct), trainSeconds, correct, notes: [...notes] };
}

export function linearRow(cell: Cell, linear: LinearModel, seconds: number): StoredRow {
  const { test } = cell;
  return row(
    cell,
    {
      role: "linear",
      variant: "",
      encoding: "none",
      bits: 32,
      timesteps: 0,
      devAccuracy: linear.devAccuracy,
      operations: linear.averageOperations(test),
      hiddenSpikes: 0,
      tableBytes: 4 * (linear.weights.length + linear.bias.length),
    },
    seconds,
    correctness(linear.predict(test), test.labels),
    [`${linear.kind}, ${linear.setting}`, ...textNotes(cell)],
  );
}

/** What the reader of a set's figures should know of its texts. */
function textNotes({ dataset }: Cell): string[] {
  const { train, dev, test, audit } = dataset;
  return [
    `${train.length} training, ${dev.length} dev, ${test.length} test texts (${audit.split})`,
    `${audit.duplicates} rows repeat a text with its label, ${audit.conflictingTexts} texts have several labels`,
    ...datasetWarnings(dataset).map(({ message }) => message),
  ].map((note) => `${TEXTS}${note}`);
}

/** A network in floats: multiply-accumulates of the unfused layers where it is analogue, synaptic operations where it spikes. */
export function floatRow(
  cell: Cell,
  role: AccuracyRow["role"],
  variant: string,
  { model, devAccuracy, warnings = [] }: Pick<Trained, "model" | "devAccuracy"> & Partial<Pick<Trained, "warnings">>,
  seconds: number,
): StoredRow {
  const { test } = cell;
  const predictions = predict(model, test);
  const figures = judge(model, test, predictions);
  const isSpiking = model.activation.kind === "spike";
  const isWideAlone = role === "widePathAlone";
  return row(
    cell,
    {
      role,
      variant,
      encoding: isSpiking ? "word" : "none",
      bits: 32,
      timesteps: isSpiking ? 1 : 0,
      devAccuracy,
      operations: isSpiking
        ? figures.synapticOperations
        : isWideAlone
          ? (figures.words + figures.pairs) * model.classes
          : multiplyAccumulates(model, figures),
      hiddenSpikes: isSpiking ? figures.hiddenSpikes : 0,
      // Without hidden neurons there are no tables for them.
      tableBytes: 4 * arraysOf(model).reduce((sum, { name, length }) => sum + (isWideAlone && !WIDE_ARRAYS.includes(name) ? 0 : length), 0),
    },
    seconds,
    correctness(predictions.decisions, test.labels),
    warnings.map((warning) => `${WARNING}${formatDiagnostic(warning)}`),
  );
}

const WIDE_ARRAYS: readonly string[] = ["wide", "bigrams", "output bias"];

/** Convolutions over every word, all outputs once, and the wide path's additions. */
function multiplyAccumulates(model: TextCnn, { words, pairs }: Evaluation): number {
  const columns = model.branches.reduce((sum, { kernel, filters }) => sum + kernel * filters, 0);
  const wide = (model.wide === undefined ? 0 : words) + (model.bigrams === undefined ? 0 : pairs);
  return words * model.dimensions * columns + (filterCount(model) + wide) * model.classes;
}

/** The integer program of a network on a grid; without one, its clips are chosen on dev. */
export async function integerRow(
  cell: Cell,
  role: AccuracyRow["role"],
  variant: string,
  model: TextCnn,
  bits: number,
  trainSeconds: number,
  known?: WeightGrid,
): Promise<StoredRow> {
  const { dataset, tokenizer, vocabulary, dev } = cell;
  const converted: ConvertedText = {
    graph: textCnnToGraph(model, cell.set.name),
    classes: dataset.classes,
    wordRows: {
      tokenizer: tokenizer.name,
      words: vocabulary.words,
      rowOf: Uint32Array.from(vocabulary.words, (_, word) => word),
      ...(model.bigrams === undefined ? {} : { bigramHashBits: model.bigrams.hashBits }),
    },
  };
  const { hiddenClip, outputClip } = known ?? chooseClips(model, dev, bits, clipsFor(bits)).grid;
  return await programRow(cell, { role, variant, encoding: "word" }, converted, bits, trainSeconds, { hidden: hiddenClip, output: outputClip });
}

/** A converted classifier as integers in the golden simulator; without `clips` they are chosen there, on dev. */
export async function programRow(
  cell: Cell,
  names: Pick<AccuracyRow, "role" | "variant" | "encoding">,
  converted: ConvertedText,
  bits: number,
  trainSeconds: number,
  clips?: { readonly hidden: number; readonly output: number },
): Promise<StoredRow> {
  const dev = labelled(cell.dataset.dev);
  const compiled = await compile(converted, { weightBits: bits, ...(clips === undefined ? { dev } : { clips }), ...signalOf(cell) });
  return await compiledRow(cell, names, compiled, bits, trainSeconds);
}

/** A compiled classifier in the golden simulator, on dev and test. */
export async function compiledRow(
  cell: Cell,
  names: Pick<AccuracyRow, "role" | "variant" | "encoding">,
  { program, encoder, choices }: CompiledText,
  bits: number,
  trainSeconds: number,
): Promise<StoredRow> {
  const { dataset } = cell;
  const [dev, test] = [labelled(dataset.dev), labelled(dataset.test)];
  const simulator = goldenSimulator(program);
  const devDecisions = (await simulator.run(encodeTexts(encoder, dev.texts).batch, signalOf(cell))).decisions;
  const { decisions, counters } = await simulator.run(encodeTexts(encoder, test.texts).batch, signalOf(cell));
  return row(
    cell,
    {
      ...names,
      bits,
      timesteps: 1,
      devAccuracy: percentCorrect(correctness(devDecisions, dev.labels)),
      operations: meanOf(counters.synapticOperations),
      hiddenSpikes: meanOf(counters.spikes),
      tableBytes: bytesOfTables(program),
    },
    trainSeconds,
    correctness(decisions, test.labels),
    [`clips ${choices["clip of hidden weights"]} and ${choices["clip of output weights"]}`],
  );
}

function signalOf({ options: { signal } }: Cell): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
