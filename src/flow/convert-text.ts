/** `snnc convert --model` of a text classifier: balanced on labelled texts, fine-tuned on them where asked, position as time. */
import { withoutHidden } from "../convert/readout.js";
import {
  balanceFilters,
  createPooling,
  decidePooled,
  type PooledActivations,
  recogniseTextClassifier,
  spikingClassifier,
  type TextClassifier,
  textDecider,
} from "../convert/word.js";
import { encodeTexts, padded } from "../encode/encode.js";
import type { Encoder } from "../encode/encoder.js";
import { multiplyAccumulates } from "../graph/cost.js";
import { withLength } from "../graph/evaluate.js";
import type { Conv1dNode, Graph } from "../graph/graph.js";
import { goldenSimulator } from "../sim/golden.js";
import { type DatasetRequest, loadDataset } from "../text/dataset.js";
import { tokenizerFor } from "../text/tokenizer.js";
import type { Dataset, Example, TokenizedTexts, Tokenizer } from "../text/types.js";
import { indexWords } from "../text/vocabulary.js";
import { readUserFile } from "../tools/files.js";
import { type Diagnostic, inputError } from "../util/diagnostics.js";
import { workOptions } from "../util/progress.js";
import { encodeEncoder, encodeEventProgram, encodeGraph } from "./artefacts.js";
import { BUNDLE, json } from "./bundle.js";
import { accuracyPercent, type ConvertedText, compile, encoderFor, type WordRows } from "./compile.js";
import { type FineTunedText, fineTuneText } from "./convert-finetune.js";
import { type OnSharedRows, onSharedRows } from "./convert-rows.js";
import { type ConversionData, type ConversionRow, type ConvertModelOptions, checkClasses, createChecks, type Made } from "./convert-shared.js";
import { meanOf } from "./counts.js";
import { simplify } from "./network.js";

/** Thresholds that are tried, as shares of the 99th percentile. */
const THRESHOLD_FACTORS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7] as const;
const CALIBRATION_TEXTS = 1000;
const DEV_TEXTS = 1000;

/** Throws SnncError (input) with all that is missing at once. */
export async function convertText(graph: Graph, options: ConvertModelOptions): Promise<Made> {
  const source = simplify(graph);
  const { classifier: recognised, dataset, wordRows } = readInputs(source, options);
  const parts = textParts(dataset, wordRows, recognised);
  const { dev, test } = parts;

  const sourceOn = (part: TextPart, stage: string): Promise<PooledActivations> => pool(source, recognised, part, stage, options);
  const calibration = await sourceOn(parts.calibration, "measuring activations");
  const classifier = withoutHidden(recognised, calibration);
  const [pooledDev, pooledTest] = [await sourceOn(dev, "running the source on dev"), await sourceOn(test, "running the source on test")];
  const factors = THRESHOLD_FACTORS.map((factor) => {
    const filters = balanceFilters(classifier, calibration, factor);
    return { factor, filters, accuracy: accuracyPercent(decidePooled(classifier, filters, pooledDev), dev.labels) };
  });
  const best = factors.reduce((one, other) => (other.accuracy > one.accuracy ? other : one));
  const balanced = spikingClassifier(classifier, best.filters, graph.name);

  const tuned =
    options.fineTune === undefined
      ? undefined
      : await fineTuneText(balanced, wordRows.rowOf, { train: tokenized(parts.train), dev: tokenized(dev) }, options);
  const own = tuned?.graph ?? balanced;
  const shared = await sharedRows(own, wordRows, parts, options);
  const converted: ConvertedText = { graph: shared?.graph ?? own, wordRows: shared?.wordRows ?? wordRows, classes: dataset.classes };
  const compiled = await compile(converted, {
    ...workOptions(options),
    ...(options.weightBits === undefined ? {} : { weightBits: options.weightBits }),
    dev: { texts: dev.texts, labels: dev.labels },
  });
  options.onProgress?.({ stage: "running the test part" });
  const golden = await goldenSimulator(compiled.program).run(
    encodeTexts(compiled.encoder, test.texts).batch,
    options.signal === undefined ? {} : { signal: options.signal },
  );
  const devAccuracy = compiled.choices["dev accuracy of the integer program"];
  const rows: ConversionRow[] = [
    {
      network: "source, float",
      devAccuracy: accuracyPercent(pooledDev.decisions, dev.labels),
      testAccuracy: accuracyPercent(pooledTest.decisions, test.labels),
      operations: meanOf(test.whole.map((ids) => multiplyAccumulates(withLength(source, ids.length)))),
      unit: "MAC",
    },
    {
      network: "converted, float",
      devAccuracy: best.accuracy,
      testAccuracy: accuracyPercent(decidePooled(classifier, best.filters, pooledTest), test.labels),
    },
  ];
  if (tuned !== undefined) {
    const decisions = await decisionsOf(tuned.graph, test.whole, options);
    rows.push({ network: "fine-tuned, float", devAccuracy: tuned.devAccuracy, testAccuracy: accuracyPercent(decisions, test.labels) });
  }
  if (shared !== undefined) {
    const on = (part: TextPart): Promise<Uint16Array> =>
      decisionsOf(
        shared.graph,
        part.whole.map((ids) => ids.map((id) => shared.rowOf[id])),
        options,
      );
    rows.push({
      network: `on ${shared.rows} shared rows, float`,
      devAccuracy: accuracyPercent(await on(dev), dev.labels),
      testAccuracy: accuracyPercent(await on(test), test.labels),
    });
  }
  rows.push({
    network: `${tuned === undefined ? "converted" : "fine-tuned"}, integers (golden simulator)`,
    ...(typeof devAccuracy === "number" ? { devAccuracy } : {}),
    testAccuracy: accuracyPercent(golden.decisions, test.labels),
    operations: meanOf(golden.counters.synapticOperations),
    unit: "SOP",
  });
  return {
    files: new Map<string, string | Uint8Array>([
      [BUNDLE.graph, encodeGraph(converted.graph)],
      [BUNDLE.event, encodeEventProgram(compiled.program)],
      [BUNDLE.encoder, encodeEncoder(encoderFor(converted, compiled.program))],
      [BUNDLE.compiled, json(compiled.choices)],
    ]),
    rows,
    chosenOnDev: {
      "threshold, share of the 99th percentile": best.factor,
      ...(tuned === undefined ? {} : { "epoch of fine-tuning": `${tuned.bestEpoch} of ${tuned.epochs}` }),
    },
    notes: [
      ...textNotes(wordRows, dataset, parts),
      ...readoutNotes(recognised),
      ...(tuned === undefined ? [] : tuningNotes(tuned)),
      ...compiled.warnings,
    ],
  };
}

/** Words on shared rows, trained on once more where training was asked for; undefined where every word keeps its row. */
async function sharedRows(graph: Graph, wordRows: WordRows, parts: TextParts, options: ConvertModelOptions): Promise<OnSharedRows | undefined> {
  if (options.rows === undefined) return undefined;
  options.onProgress?.({ stage: "sharing rows between words" });
  const shared = onSharedRows(graph, wordRows, parts.train.short, options.rows, options.seed);
  if (options.fineTune === undefined) return shared;
  const data = { train: tokenized(parts.train), dev: tokenized(parts.dev) };
  return { ...shared, graph: (await fineTuneText(shared.graph, shared.wordRows.rowOf, data, options)).graph };
}

interface Inputs {
  readonly classifier: TextClassifier;
  readonly dataset: Dataset;
  readonly wordRows: WordRows;
}

/** Recognises the network, reads texts and words; what is wrong with any of them is told at once. */
function readInputs(source: Graph, options: ConvertModelOptions): Inputs {
  const checks = createChecks();
  const classifier = checks.run(() => recogniseTextClassifier(source));
  const dataset = checks.run(() => {
    if (options.data !== undefined) return loadDataset(requestOf(options.data, options.seed));
    throw inputError(
      "convert-data",
      `a text classifier is balanced${options.fineTune === undefined ? "" : " and fine-tuned"} on labelled texts, and none were given`,
      { hint: "Give `--calibrate data.tsv`: a label, a tab and a text a line (or .csv, .jsonl)." },
    );
  });
  const port = source.nodes.find((node) => node.kind === "input" && node.encoding.kind === "tokens");
  const words = checks.run(() => readWords(port?.kind === "input" && port.encoding.kind === "tokens" ? port.encoding.vocabularySize : 0, options));
  if (classifier !== undefined && dataset !== undefined) checks.run(() => checkClasses(dataset.classes, classifier.classes));
  checks.finish();
  if (classifier === undefined || dataset === undefined || words === undefined) throw new Error("a check failed without an error");
  return { classifier, dataset, wordRows: wordRowsOf(words, classifier, tokenizerFor(dataset.language), options.padId ?? 0) };
}

function requestOf({ file, devFile, testFile, labels, language, textColumn, labelColumn }: ConversionData, seed: number): DatasetRequest {
  return {
    kind: "file",
    files: devFile === undefined && testFile === undefined ? file : { train: file, dev: devFile, test: testFile },
    seed,
    language,
    labels,
    textColumn,
    labelColumn,
  };
}

/** The words of the model's tokens. */
function readWords(size: number, { vocabulary, padId = 0 }: ConvertModelOptions): readonly string[] {
  if (vocabulary === undefined) {
    throw inputError("convert-vocabulary", `the model takes tokens 0 to ${size - 1}, and nothing says which words they are`, {
      hint: "Give `--vocabulary words.txt`: one word a line, line n (from 0) is token n.",
    });
  }
  const lines = readUserFile(vocabulary).toString("utf8").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  if (lines.length > size) {
    throw inputError("convert-vocabulary", `has ${lines.length} words; the model knows ${size} tokens`, {
      where: vocabulary,
      hint: "Line n, from 0, is token n: leave out what the model has no token for.",
    });
  }
  if (padId >= lines.length) {
    throw inputError("option-range", `--pad-id is ${padId}; the vocabulary has ${lines.length} words, 0 to ${lines.length - 1}`, {
      where: vocabulary,
    });
  }
  return lines;
}

/** Words, their tokens, and how texts are cut and padded to the model's length. */
function wordRowsOf(lines: readonly string[], classifier: TextClassifier, tokenizer: Tokenizer, padId: number): WordRows {
  const unknown = lines.findIndex((word) => /^[[<](unk|oov)[\]>]$/i.test(word));
  const unknownId = unknown < 0 ? padId : unknown;
  // Our word 0 is the unknown one; the others follow in their order.
  const order = [unknownId, ...[...lines.keys()].filter((id) => id !== unknownId)];
  const length = classifier.port.shape[0];
  return {
    tokenizer: tokenizer.name,
    words: order.map((id) => lines[id] ?? ""),
    rowOf: Uint32Array.from(order),
    // Windows of pads alone are all alike: as many pads as the longest kernel show every window that more of them would.
    ...(length === undefined || length === -1 ? {} : { padding: { id: order.indexOf(padId), words: longestKernel(classifier), length } }),
  };
}

function longestKernel({ branches }: TextClassifier): number {
  return Math.max(...branches.map(({ convolution }) => convolution.kernel));
}

/** Labelled texts in every form that the steps need. */
interface TextPart {
  readonly texts: readonly string[];
  readonly labels: Uint16Array;
  /** Token ids of the source, cut and padded to its own length. */
  readonly whole: readonly Uint32Array[];
  /** Word ids, padded as the encoder pads. */
  readonly short: readonly Uint32Array[];
}

interface TextParts {
  readonly train: TextPart;
  readonly calibration: TextPart;
  readonly dev: TextPart;
  readonly test: TextPart;
  /** Texts that are shorter than a window of a model that pads none, and are left out. */
  readonly tooShort: number;
  /** Percent of the words of the training part that the vocabulary does not have. */
  readonly unknownPercent: number;
}

function textParts(dataset: Dataset, wordRows: WordRows, classifier: TextClassifier): TextParts {
  const tokenizer = tokenizerFor(dataset.language);
  const idOf = indexWords(wordRows.words);
  const length = classifier.port.shape[0] ?? -1;
  const { padding } = wordRows;
  const asEncoded = padding === undefined ? {} : { padding };
  const atFullLength = padding === undefined ? {} : { padding: { ...padding, words: length } };
  // A model of variable length has no output for a text without a whole window.
  const fewest = Math.max(1, ...classifier.branches.map(({ convolution }) => wholeWindow(convolution)));
  let tooShort = 0;
  let [words, unknown] = [0, 0];
  const partOf = (examples: readonly Example[]): TextPart => {
    const kept = examples.flatMap(({ text, label }) => {
      const own = Uint32Array.from(tokenizer.tokenize(text), (token) => idOf.get(token) ?? 0);
      words += own.length;
      for (const id of own) if (id === 0) unknown++;
      const pad = (how: Pick<Encoder, "padding">): Uint32Array => padded(how, { start: Uint32Array.of(0, own.length), ids: own }).ids;
      const whole = pad(atFullLength).map((id) => wordRows.rowOf[id]);
      if (whole.length < fewest) tooShort++;
      return whole.length < fewest ? [] : [{ text, label, whole, short: pad(asEncoded) }];
    });
    return {
      texts: kept.map(({ text }) => text),
      labels: Uint16Array.from(kept, ({ label }) => label),
      whole: kept.map(({ whole }) => whole),
      short: kept.map(({ short }) => short),
    };
  };
  const train = partOf(dataset.train);
  const unknownPercent = words === 0 ? 0 : (100 * unknown) / words;
  const [dev, test] = [partOf(dataset.dev), partOf(dataset.test)];
  return { train, calibration: spread(train, CALIBRATION_TEXTS), dev: spread(dev, DEV_TEXTS), test, tooShort, unknownPercent };
}

/** Words that a text needs for one window. */
function wholeWindow({ kernel, padding }: Conv1dNode): number {
  return padding === "causal" ? 1 : kernel - padding.left - padding.right;
}

/** At most so many texts, evenly spread: files are often sorted by class. */
function spread(part: TextPart, most: number): TextPart {
  const all = part.texts.length;
  const kept = Math.min(most, all);
  const chosen = Array.from({ length: kept }, (_, i) => Math.floor((i * all) / kept));
  return {
    texts: chosen.map((i) => part.texts[i]),
    labels: Uint16Array.from(chosen, (i) => part.labels[i]),
    whole: chosen.map((i) => part.whole[i]),
    short: chosen.map((i) => part.short[i]),
  };
}

function tokenized({ short, labels }: TextPart): TokenizedTexts {
  const start = new Uint32Array(short.length + 1);
  short.forEach((ids, text) => {
    start[text + 1] = start[text] + ids.length;
  });
  const ids = new Uint32Array(start[short.length]);
  short.forEach((own, text) => {
    ids.set(own, start[text]);
  });
  return { start, ids, labels };
}

/** Texts between two looks at the signal. */
const TEXTS_PER_PAUSE = 16;

/** Calls `run` for every text, with progress, and lets a Ctrl-C through. */
async function forEachText(
  texts: readonly Uint32Array[],
  stage: string,
  { signal, onProgress }: ConvertModelOptions,
  run: (ids: Uint32Array, text: number) => void,
): Promise<void> {
  for (const [text, ids] of texts.entries()) {
    if (text % TEXTS_PER_PAUSE === 0) {
      onProgress?.({ stage, done: text, total: texts.length });
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    }
    run(ids, text);
  }
}

async function pool(
  source: Graph,
  classifier: TextClassifier,
  part: TextPart,
  stage: string,
  options: ConvertModelOptions,
): Promise<PooledActivations> {
  const pooling = createPooling(source, classifier, part.whole.length);
  await forEachText(part.whole, stage, options, pooling.next);
  return pooling.result;
}

async function decisionsOf(graph: Graph, texts: readonly Uint32Array[], options: ConvertModelOptions): Promise<Uint16Array> {
  const decide = textDecider(graph);
  const decisions = new Uint16Array(texts.length);
  await forEachText(texts, "running the converted network", options, (ids, text) => {
    decisions[text] = decide(ids);
  });
  return decisions;
}

/** A share of unknown words from which on the vocabulary is hardly the model's. */
const UNKNOWN_PERCENT = 20;

function textNotes(wordRows: WordRows, dataset: Dataset, { tooShort, unknownPercent }: TextParts): Diagnostic[] {
  const { trainTestOverlap } = dataset.audit;
  const notes: Diagnostic[] = [];
  if (wordRows.padding !== undefined) {
    const message = `texts are cut after ${wordRows.padding.length} words and shorter ones padded behind, as the model's input asks`;
    notes.push({ code: "convert-length", message });
  }
  if (unknownPercent > UNKNOWN_PERCENT) {
    notes.push({
      code: "convert-unknown-words",
      message: `${unknownPercent.toFixed(0)} % of the words of the training part are not in the vocabulary`,
      hint: "Check that `--vocabulary` is the model's own, in its order, and `--language` that of the texts.",
    });
  }
  if (tooShort > 0) {
    const message = `${tooShort} texts have fewer words than the model's longest window; it has no output for them, and they are left out`;
    notes.push({ code: "convert-short-texts", message, hint: "Train with padding 'same' or 'causal', or with an input of fixed length." });
  }
  if (trainTestOverlap > 0) {
    notes.push({ code: "convert-overlap", message: `${trainTestOverlap} texts stand in the calibration part and in the test part` });
  }
  return notes;
}

function readoutNotes({ hidden }: TextClassifier): Diagnostic[] {
  return hidden.map(({ name, outputs }) => ({
    code: "convert-hidden-dense",
    message: `behind the pools a hidden layer would have to wait for the end of the text: the ReLUs of its ${outputs} units became the lines that fit them best on calibration texts, and it is part of the readout`,
    where: `node '${name}' (linear)`,
    hint: "`--fine-tune` trains the readout on.",
  }));
}

function tuningNotes({ bestEpoch, warnings }: FineTunedText): readonly Diagnostic[] {
  if (bestEpoch > 0) return warnings;
  return [...warnings, { code: "fine-tune-no-gain", message: "no epoch of fine-tuning was better on dev: the converted network was kept" }];
}
