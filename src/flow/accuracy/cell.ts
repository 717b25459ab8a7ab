/**
 * One cell of the accuracy benchmark: a data set and a seed. Its steps are independent of each other, so that an interrupted
 * benchmark repeats only the step it was in; each yields rows. Everything is chosen on dev; a row reads the test set once.
 */

import { encodeIds } from "../../encode/encode.js";
import { chooseClips } from "../../learn/clips.js";
import { foldTextCnns } from "../../learn/ensemble.js";
import { textCnnToGraph } from "../../learn/graph.js";
import { type LinearModel, trainLinear } from "../../learn/linear.js";
import { type Evaluation, evaluate, judge, predict } from "../../learn/predict.js";
import type { LearningPreset } from "../../learn/presets.js";
import { convert, fineTune, fineTuneOnGrid, tailor, trainAnn, trainSpiking, trainWidePathAlone } from "../../learn/stages.js";
import { loadTensorFlow, type TensorFlow } from "../../learn/tensorflow.js";
import { arraysOf, filterCount, type TextCnn } from "../../learn/textcnn.js";
import type { Trained } from "../../learn/train.js";
import { clipsFor } from "../../lower/lower.js";
import { goldenSimulator } from "../../sim/golden.js";
import { loadDataset } from "../../text/dataset.js";
import { tokenizerFor } from "../../text/tokenizer.js";
import type { Dataset, TokenizedTexts, Tokenizer, Vocabulary } from "../../text/types.js";
import { buildVocabulary, tokenizeTexts } from "../../text/vocabulary.js";
import { assertNever } from "../../util/diagnostics.js";
import type { WorkOptions } from "../../util/progress.js";
import { compile } from "../compile.js";
import { meanOf } from "../counts.js";
import { wordVectors } from "../embeddings.js";
import { type AccuracyRow, correctness, percentCorrect, type StoredRow } from "./rows.js";
import { type AccuracySet, datasetOf } from "./sets.js";

/** What a cell can measure; `word` is the default network with all that it comes from. */
export const STEPS = ["baselines", "cnn", "word", "tiny", "best"] as const;
export type Step = (typeof STEPS)[number];

export interface CellOptions extends WorkOptions {
  readonly seed: number;
  /** Folder of the data sets. */
  readonly folder: string;
  /** Word vectors for English sets; embeddings start at random without. */
  readonly embeddings?: string;
  /** Networks that are folded into the best one. */
  readonly members: number;
}

/** A set's texts under one seed, read and tokenised once for all steps. */
export interface Cell {
  readonly set: AccuracySet;
  readonly options: CellOptions;
  readonly tf: TensorFlow;
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  readonly vocabulary: Vocabulary;
  readonly train: TokenizedTexts;
  readonly dev: TokenizedTexts;
  readonly test: TokenizedTexts;
  readonly classes: number;
  readonly vectors?: { readonly dimensions: number; readonly vectors: Float32Array };
}

/** Reads a cell. Throws SnncError as `loadDataset` and `wordVectors` do. */
export async function openCell(set: AccuracySet, options: CellOptions): Promise<Cell> {
  const { tf } = await loadTensorFlow();
  const dataset = loadDataset(datasetOf(set, options.folder, options.seed));
  const tokenizer = tokenizerFor(dataset.language);
  const vocabulary = buildVocabulary(dataset.train, tokenizer);
  const ids = (examples: Dataset["train"]): TokenizedTexts => tokenizeTexts(examples, tokenizer, vocabulary);
  return {
    set,
    options,
    tf,
    dataset,
    tokenizer,
    vocabulary,
    train: ids(dataset.train),
    dev: ids(dataset.dev),
    test: ids(dataset.test),
    classes: dataset.classes.length,
    ...(options.embeddings === undefined || dataset.language !== "en" ? {} : { vectors: wordVectors(options.embeddings, vocabulary, options.seed) }),
  };
}

/** Measures one step of a cell: its rows. Throws the signal's reason when aborted. */
export async function measureStep(cell: Cell, step: Step): Promise<StoredRow[]> {
  switch (step) {
    case "baselines":
      return await baselines(cell);
    case "cnn":
      return [await cnnAlone(cell)];
    case "word":
      return await wordNetworks(cell);
    case "tiny":
      return await tinyNetwork(cell);
    case "best":
      return await bestNetwork(cell);
    default:
      return assertNever(step);
  }
}

/** Filters of each kernel size in the smallest network: as few as still carry something. */
const TINY_FILTERS = 8;
/** Widths below 8 that the default network is trained for. */
const FEW_BITS = [4, 2] as const;

async function baselines(cell: Cell): Promise<StoredRow[]> {
  const { train, dev, classes, vocabulary, set, options } = cell;
  const [linear, linearSeconds] = await timed(() =>
    trainLinear(train, dev, classes, { vocabularySize: vocabulary.words.length, ...progressless(options) }),
  );
  // Its texts and pairs through the hash of the default network, with nothing hidden.
  const preset: LearningPreset = { ...set.preset, wide: "words+bigrams" };
  const [wide, wideSeconds] = await timed(() => trainWidePathAlone({ train, dev }, shapeOf(cell), preset, options));
  return [linearRow(cell, linear, linearSeconds), floatRow(cell, "widePathAlone", "", wide, wideSeconds)];
}

/** The same network without input-to-output path: what the convolution can do alone. */
async function cnnAlone(cell: Cell): Promise<StoredRow> {
  const { tf, set } = cell;
  const [ann, seconds] = await timed(() => trainAnn(tf, cell, shapeOf(cell), { ...set.preset, wide: "none" }, startOf(cell)));
  return floatRow(cell, "cnn", "without wide path", ann, seconds);
}

async function wordNetworks(cell: Cell): Promise<StoredRow[]> {
  const { tf, set, options } = cell;
  const { preset } = set;
  const [ann, annSeconds] = await timed(() => trainAnn(tf, cell, shapeOf(cell), preset, startOf(cell)));
  const [tailored, tailorSeconds] = await timed(() => tailor(tf, ann.model, cell, preset, options));
  const [converted, convertSeconds] = await timed(() => convert(tailored.model, cell, preset, options));
  const [tuned, tuneSeconds] = await timed(() => fineTune(tf, converted.model, cell, preset, { ...options, stage: "fine-tuning" }));
  const upTo = { tailored: annSeconds + tailorSeconds, converted: annSeconds + tailorSeconds + convertSeconds };
  const all = upTo.converted + tuneSeconds;
  const rows = [
    ...(preset.wide === "none" ? [] : [floatRow(cell, "cnn", "with wide path", ann, annSeconds)]),
    floatRow(cell, "tailored", "", tailored, upTo.tailored),
    floatRow(cell, "converted", "", converted, upTo.converted),
    await integerRow(cell, "converted", "", converted.model, 8, upTo.converted),
    floatRow(cell, "default", "", tuned, all),
    await integerRow(cell, "default", "", tuned.model, 8, all),
  ];
  for (const bits of FEW_BITS) {
    rows.push(await integerRow(cell, "default", "rounded", tuned.model, bits, all));
    const { grid } = chooseClips(tuned.model, cell.dev, bits, clipsFor(bits));
    const [trained, seconds] = await timed(() => fineTuneOnGrid(tf, tuned.model, cell, preset, grid, options));
    rows.push(await integerRow(cell, "default", "", trained.model, bits, all + seconds, { hidden: grid.hiddenClip, output: grid.outputClip }));
  }
  if (preset.wide === "words+bigrams") {
    const alone: LearningPreset = { ...preset, wide: "words" };
    const [words, seconds] = await timed(() => trainSpiking(tf, cell, shapeOf(cell), alone, { ...startOf(cell), stage: "without pairs" }));
    rows.push(
      floatRow(cell, "default", "without pairs", words, seconds),
      await integerRow(cell, "default", "without pairs", words.model, 8, seconds),
    );
  }
  return rows;
}

async function tinyNetwork(cell: Cell): Promise<StoredRow[]> {
  const { tf, set } = cell;
  const preset: LearningPreset = { ...set.preset, wide: "words+bigrams", filters: TINY_FILTERS, spiking: { ...set.preset.spiking, dropout: 0.2 } };
  const [tiny, seconds] = await timed(() => trainSpiking(tf, cell, shapeOf(cell), preset, { ...startOf(cell), stage: "tiny" }));
  return [floatRow(cell, "tiny", "", tiny, seconds), await integerRow(cell, "tiny", "", tiny.model, 8, seconds)];
}

/** Networks of different seeds, folded into one. */
async function bestNetwork(cell: Cell): Promise<StoredRow[]> {
  const { tf, set, options } = cell;
  const members: TextCnn[] = [];
  let trainSeconds = 0;
  for (let member = 0; member < options.members; member++) {
    const seed = options.seed + MEMBER_SEEDS * (member + 1);
    const [trained, seconds] = await timed(() =>
      trainSpiking(tf, cell, shapeOf(cell), set.preset, { ...startOf(cell), seed, stage: `member ${member + 1} of ${options.members}` }),
    );
    members.push(trained.model);
    trainSeconds += seconds;
  }
  const model = foldTextCnns(members);
  const dev = evaluate(model, cell.dev);
  return [floatRow(cell, "best", "", { model, devAccuracy: dev.accuracy }, trainSeconds), await integerRow(cell, "best", "", model, 8, trainSeconds)];
}

/** Between the seeds of an ensemble's members, so that they meet no other cell's. */
const MEMBER_SEEDS = 1000;

function shapeOf({ vocabulary, classes }: Cell): { readonly vocabularySize: number; readonly classes: number } {
  return { vocabularySize: vocabulary.words.length, classes };
}

function startOf({ options, vectors }: Cell): CellOptions & Pick<Cell, "vectors"> {
  return { ...options, ...(vectors === undefined ? {} : { vectors }) };
}

/** The linear baseline tells fractions, not steps. */
function progressless({ seed, signal }: CellOptions): { readonly seed: number; readonly signal?: AbortSignal } {
  return { seed, ...(signal === undefined ? {} : { signal }) };
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const start = performance.now();
  return [await work(), (performance.now() - start) / 1000];
}

type Measured = Pick<
  AccuracyRow,
  "role" | "variant" | "encoding" | "bits" | "timesteps" | "devAccuracy" | "operations" | "hiddenSpikes" | "tableBytes"
>;

function row({ set, options }: Cell, measured: Measured, trainSeconds: number, correct: string, notes: readonly string[] = []): StoredRow {
  return { set: set.name, seed: options.seed, ...measured, accuracy: percentCorrect(correct), trainSeconds, correct, notes: [...notes] };
}

function linearRow(cell: Cell, linear: LinearModel, seconds: number): StoredRow {
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
    [`${linear.kind}, ${linear.setting}`],
  );
}

/** A network in floats: multiply-accumulates of the unfused layers where it is analogue, synaptic operations where it spikes. */
function floatRow(
  cell: Cell,
  role: AccuracyRow["role"],
  variant: string,
  { model, devAccuracy }: Pick<Trained, "model" | "devAccuracy">,
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
  );
}

const WIDE_ARRAYS: readonly string[] = ["wide", "bigrams", "output bias"];

/** Convolutions over every word, all outputs once, and the wide path's additions. */
function multiplyAccumulates(model: TextCnn, { words, pairs }: Evaluation): number {
  const columns = model.branches.reduce((sum, { kernel, filters }) => sum + kernel * filters, 0);
  const wide = (model.wide === undefined ? 0 : words) + (model.bigrams === undefined ? 0 : pairs);
  return words * model.dimensions * columns + (filterCount(model) + wide) * model.classes;
}

/** The integer program in the golden simulator; its scales are chosen on dev unless they were trained for. */
async function integerRow(
  cell: Cell,
  role: AccuracyRow["role"],
  variant: string,
  model: TextCnn,
  bits: number,
  trainSeconds: number,
  trained?: { readonly hidden: number; readonly output: number },
): Promise<StoredRow> {
  const { dev, test, dataset, tokenizer, vocabulary, options } = cell;
  const { hiddenClip, outputClip } = chooseClips(model, dev, bits, clipsFor(bits)).grid;
  const clips = trained ?? { hidden: hiddenClip, output: outputClip };
  const { program, encoder } = await compile(
    {
      graph: textCnnToGraph(model, cell.set.name),
      classes: dataset.classes,
      wordRows: {
        tokenizer: tokenizer.name,
        words: vocabulary.words,
        rowOf: Uint32Array.from(vocabulary.words, (_, word) => word),
        ...(model.bigrams === undefined ? {} : { bigramHashBits: model.bigrams.hashBits }),
      },
    },
    { weightBits: bits, clips, ...(options.signal === undefined ? {} : { signal: options.signal }) },
  );
  const simulator = goldenSimulator(program);
  const devDecisions = (await simulator.run(encodeIds(encoder, dev).batch)).decisions;
  const { decisions, counters } = await simulator.run(encodeIds(encoder, test).batch);
  return row(
    cell,
    {
      role,
      variant,
      encoding: "word",
      bits,
      timesteps: 1,
      devAccuracy: percentCorrect(correctness(devDecisions, dev.labels)),
      operations: meanOf(counters.synapticOperations),
      hiddenSpikes: meanOf(counters.spikes),
      tableBytes: program.tables.reduce((sum, table) => sum + Math.ceil((table.rows * table.columns * table.bits) / 8), 0),
    },
    trainSeconds,
    correctness(decisions, test.labels),
    [`clips ${clips.hidden} and ${clips.output}`],
  );
}
