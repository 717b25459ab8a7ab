/**
 * `snnc convert --model`: someone's network -> source graph, spiking graph, event program and encoder in a bundle, with the
 * accuracy that each step keeps and the operations it takes. What the model is decides the way:
 *
 *   tokens in                 position is time, one spike a filter and text (word)
 *   values in, ReLU           rates: thresholds by percentile, timesteps on dev (direct, rate)
 *   spiking neurons (NIR)     as it is
 */
import { decideTexts, pooledActivations, recogniseTextClassifier, spikingClassifier, type TextClassifier } from "../convert/word.js";
import { encodeTexts, padded } from "../encode/encode.js";
import { encodeValueEncoder } from "../encode/values-codec.js";
import type { EventProgram } from "../event/program.js";
import { multiplyAccumulates } from "../graph/cost.js";
import { withLength } from "../graph/evaluate.js";
import type { Graph } from "../graph/graph.js";
import { elementsOf, inferShapes } from "../graph/shapes.js";
import { readSamples } from "../samples/files.js";
import { splitNumeric } from "../samples/split.js";
import type { NumericDataset, NumericSamples } from "../samples/types.js";
import { goldenSimulator } from "../sim/golden.js";
import { type DatasetRequest, loadDataset } from "../text/dataset.js";
import { tokenizerFor } from "../text/tokenizer.js";
import type { Dataset, Example, Tokenizer } from "../text/types.js";
import { readUserFile } from "../tools/files.js";
import { type Diagnostic, formatDiagnostic, inputError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { encodeEncoder, encodeEventProgram, encodeGraph } from "./artefacts.js";
import { BUNDLE, createBundle, type Files, json, madeAfter } from "./bundle.js";
import { accuracyPercent, type ConvertedText, compile, encoderFor, type WordRows } from "./compile.js";
import { meanOf } from "./counts.js";
import { compileNetwork, convertNetwork, decisionsOverTime, encodeSamples, RATE_CHOICES, simplify, valueInputOf } from "./network.js";
import { type ReadModelOptions, readModel } from "./read-model.js";

export interface ConvertModelOptions extends WorkOptions {
  readonly model: string;
  /** Labelled data: part of it calibrates, part chooses, part is reported. */
  readonly data?: DatasetRequest | { readonly kind: "samples"; readonly file: string; readonly labels?: string; readonly seed: number };
  /** One word a line, line n is token n (from 0). */
  readonly vocabulary?: string;
  /** Token id behind texts that are shorter than the model's length (default 0). */
  readonly padId?: number;
  readonly encoding?: "word" | "direct" | "rate" | "spikes";
  /** Timesteps of input; chosen on dev without. */
  readonly timesteps?: number;
  readonly inputBits?: number;
  readonly percentile?: number;
  readonly maxPooling?: "or" | "average";
  readonly leaks?: "exact" | "powerOfTwo";
  readonly weightBits?: number;
  readonly seed: number;
  readonly reading: ReadModelOptions;
}

/** A line of the result: what ran, on which part, how well, at which cost. */
export interface ConversionRow {
  readonly network: string;
  readonly devAccuracy?: number;
  readonly testAccuracy?: number;
  readonly operations?: number;
  readonly unit?: "MAC" | "SOP";
}

export interface ModelConversion {
  readonly folder: string;
  readonly format: string;
  readonly encoding: "word" | "direct" | "rate" | "spikes";
  readonly rows: readonly ConversionRow[];
  readonly chosenOnDev: Readonly<Record<string, string | number>>;
  readonly notes: readonly string[];
}

/** Converts a model into a bundle. Throws SnncError (input) with everything that is in the way. */
export async function convertModel(folder: string, options: ConvertModelOptions): Promise<ModelConversion> {
  const bundle = createBundle(folder);
  options.onProgress?.({ stage: "reading the model" });
  const { graph, notes, format } = await readModel(options.model, {
    ...options.reading,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const kind = kindOf(graph, options.encoding);
  const made =
    kind === "word"
      ? await convertText(graph, options)
      : graph.nodes.some(({ kind }) => kind === "relu")
        ? await convertValues(graph, kind, options)
        : await takeSpiking(graph, kind, options);
  options.signal?.throwIfAborted();
  bundle.remove([...madeAfter(BUNDLE.trained), BUNDLE.trained, BUNDLE.config]);
  const files = new Map<string, string | Uint8Array>([[BUNDLE.floatGraph, encodeGraph(graph)], ...made.files]);
  const result: ModelConversion = {
    folder,
    format,
    encoding: kind,
    rows: made.rows,
    chosenOnDev: made.chosenOnDev,
    notes: [...notes, ...made.notes].map(formatDiagnostic),
  };
  bundle.write(new Map([...files, [BUNDLE.results, json({ schema: "snnc-conversion/1", ...result, folder: "." })]]));
  return result;
}

interface Made {
  readonly files: Files;
  readonly rows: readonly ConversionRow[];
  readonly chosenOnDev: Readonly<Record<string, string | number>>;
  readonly notes: readonly Diagnostic[];
}

/** Which encoding a network takes; throws where the one asked for is not possible. */
function kindOf(graph: Graph, asked: ConvertModelOptions["encoding"]): ModelConversion["encoding"] {
  const takesTokens = graph.nodes.some((node) => node.kind === "input" && node.encoding.kind === "tokens");
  const isAnalogue = graph.nodes.some(({ kind }) => kind === "relu");
  const kind = asked ?? (takesTokens ? "word" : isAnalogue ? "direct" : "spikes");
  if (takesTokens !== (kind === "word")) {
    throw inputError(
      "convert-encoding",
      takesTokens ? `--encoding ${kind} takes values; this network takes tokens` : "--encoding word takes tokens; this network takes values",
      {
        hint: takesTokens ? "Give `--encoding word`, or nothing." : "Give `--encoding direct`, `rate` or `spikes`.",
      },
    );
  }
  return kind;
}

// ---- texts ----

/** Thresholds that are tried, as shares of the 99th percentile. */
const THRESHOLD_FACTORS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7] as const;
const CALIBRATION_TEXTS = 1000;
const DEV_TEXTS = 1000;

async function convertText(graph: Graph, options: ConvertModelOptions): Promise<Made> {
  const source = simplify(graph);
  const classifier = recogniseTextClassifier(source);
  const { data } = options;
  if (data === undefined || data.kind === "samples") {
    throw inputError("convert-data", "a text classifier is balanced on labelled texts, and none were given", {
      hint: "snnc convert --model m.keras --vocabulary words.txt --calibrate data.tsv -o DIR",
    });
  }
  const dataset = loadDataset(data);
  checkClasses(dataset.classes, classifier.classes);
  const tokenizer = tokenizerFor(dataset.language);
  const wordRows = wordRowsOf(classifier, tokenizer, options);
  const idsOf = tokenIds(wordRows, tokenizer, classifier);
  const calibration = spread(dataset.train, CALIBRATION_TEXTS).map(({ text }) => idsOf(text));
  const dev = spread(dataset.dev, DEV_TEXTS);
  const devIds = dev.map(({ text }) => idsOf(text));
  const labels = dev.map(({ label }) => label);
  const pooled = pooledActivations(source, classifier, calibration);
  let best: { graph: Graph; factor: number; accuracy: number } | undefined;
  for (const [done, factor] of THRESHOLD_FACTORS.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ stage: "balancing thresholds", done, total: THRESHOLD_FACTORS.length });
    await new Promise((resolve) => setImmediate(resolve));
    const candidate = spikingClassifier(classifier, pooled, factor, graph.name);
    const accuracy = accuracyPercent(decideTexts(candidate, devIds), labels);
    if (best === undefined || accuracy > best.accuracy) best = { graph: candidate, factor, accuracy };
  }
  if (best === undefined) throw new Error("no threshold factor to try");
  const converted: ConvertedText = { graph: best.graph, wordRows, classes: dataset.classes };
  const compiled = await compile(converted, {
    ...work(options),
    ...(options.weightBits === undefined ? {} : { weightBits: options.weightBits }),
    dev: { texts: dev.map(({ text }) => text), labels },
  });
  const test = dataset.test;
  const testIds = test.map(({ text }) => idsOf(text));
  const testLabels = test.map(({ label }) => label);
  const golden = await goldenSimulator(compiled.program).run(
    encodeTexts(
      compiled.encoder,
      test.map(({ text }) => text),
    ).batch,
  );
  const devAccuracy = compiled.choices["dev accuracy of the integer program"];
  return {
    files: new Map<string, string | Uint8Array>([
      [BUNDLE.graph, encodeGraph(best.graph)],
      [BUNDLE.event, encodeEventProgram(compiled.program)],
      [BUNDLE.encoder, encodeEncoder(encoderFor(converted, compiled.program))],
      [BUNDLE.compiled, json(compiled.choices)],
    ]),
    rows: [
      {
        network: "source, float",
        devAccuracy: accuracyPercent(decideTexts(source, devIds), labels),
        testAccuracy: accuracyPercent(decideTexts(source, testIds), testLabels),
        operations: meanOf(testIds.map((ids) => textMacs(source, ids.length))),
        unit: "MAC",
      },
      { network: "converted, float", devAccuracy: best.accuracy, testAccuracy: accuracyPercent(decideTexts(best.graph, testIds), testLabels) },
      {
        network: "converted, integers (golden simulator)",
        ...(typeof devAccuracy === "number" ? { devAccuracy } : {}),
        testAccuracy: accuracyPercent(golden.decisions, testLabels),
        operations: meanOf(golden.counters.synapticOperations),
        unit: "SOP",
      },
    ],
    chosenOnDev: { "threshold, share of the 99th percentile": best.factor },
    notes: textNotes(wordRows, dataset),
  };
}

/** Words, their tokens, and how texts are cut and padded to the model's length. */
function wordRowsOf(classifier: TextClassifier, tokenizer: Tokenizer, options: ConvertModelOptions): WordRows {
  const { vocabulary, padId = 0 } = options;
  const size = classifier.port.encoding.vocabularySize;
  if (vocabulary === undefined) {
    throw inputError("convert-vocabulary", `the model takes tokens 0 to ${size - 1}, and nothing says which words they are`, {
      hint: "Give `--vocabulary words.txt`: one word a line, line n (from 0) is token n.",
    });
  }
  const lines = readUserFile(vocabulary).toString("utf8").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  if (lines.length > size) {
    throw inputError("convert-vocabulary", `has ${lines.length} words; the model knows ${size} tokens`, { where: vocabulary });
  }
  if (padId >= lines.length) throw inputError("option-range", `--pad-id is ${padId}; the vocabulary has ${lines.length} words`);
  const unknown = lines.findIndex((word) => /^[[<](unk|oov)[\]>]$/i.test(word));
  const unknownId = unknown < 0 ? padId : unknown;
  // Our word 0 is the unknown one; the others follow in their order.
  const order = [unknownId, ...lines.keys()].filter((id, i, all) => all.indexOf(id) === i || i === 0).filter((id, i) => i === 0 || id !== unknownId);
  const length = classifier.port.shape[0];
  const reach = Math.max(...classifier.branches.map(({ convolution }) => convolution.kernel));
  return {
    tokenizer: tokenizer.name,
    words: order.map((id) => lines[id] ?? ""),
    rowOf: Uint32Array.from(order),
    // Windows of pads alone are all alike: as many pads as the longest kernel show every window that more of them would.
    ...(length === undefined || length === -1 ? {} : { padding: { id: order.indexOf(padId), words: reach, length } }),
  };
}

/** Text -> the model's own token ids, cut and padded to its length. */
function tokenIds(wordRows: WordRows, tokenizer: Tokenizer, classifier: TextClassifier): (text: string) => Uint32Array {
  const idOf = new Map(wordRows.words.map((word, i) => [word, i]));
  const length = classifier.port.shape[0] ?? -1;
  const whole = wordRows.padding === undefined ? {} : { padding: { ...wordRows.padding, words: length } };
  return (text) => {
    const own = Uint32Array.from(tokenizer.tokenize(text), (token) => idOf.get(token) ?? 0);
    const { ids } = padded(whole, { start: Uint32Array.of(0, own.length), ids: own });
    return ids.map((id) => wordRows.rowOf[id]);
  };
}

function textNotes(wordRows: WordRows, dataset: Dataset): Diagnostic[] {
  const { trainTestOverlap } = dataset.audit;
  return [
    ...(wordRows.padding === undefined
      ? []
      : [
          {
            code: "convert-length",
            message: `texts are cut after ${wordRows.padding.length} words and shorter ones padded behind, as the model's input asks`,
          },
        ]),
    ...(trainTestOverlap > 0
      ? [{ code: "convert-overlap", message: `${trainTestOverlap} texts stand in the calibration part and in the test part` }]
      : []),
  ];
}

function textMacs(graph: Graph, length: number): number {
  return multiplyAccumulates(withLength(graph, length));
}

// ---- values ----

async function convertValues(graph: Graph, kind: "direct" | "rate" | "spikes", options: ConvertModelOptions): Promise<Made> {
  if (kind === "spikes")
    throw inputError("convert-encoding", "--encoding spikes is for spiking networks; this one has ReLUs", {
      hint: "Give `--encoding direct` or `rate`.",
    });
  const dataset = samplesOf(graph, options, "an analogue network is balanced on labelled samples, and none were given");
  const { percentile, maxPooling, timesteps } = options;
  const converted = await convertNetwork(
    graph,
    dataset.train,
    dataset.dev,
    options.seed,
    {
      ...RATE_CHOICES,
      ...(percentile === undefined ? {} : { percentiles: [percentile] }),
      ...(maxPooling === undefined ? {} : { maxPooling: [maxPooling] }),
      ...(timesteps === undefined ? {} : { timesteps: [timesteps] }),
    },
    work(options),
  );
  const { low, high } = rangeOf(dataset.train);
  const compiled = await compileNetwork(converted.graph, {
    classes: dataset.classes,
    timesteps: converted.timesteps,
    encoding: kind === "rate" ? { kind, low, high, seed: options.seed } : { kind, low, high, bits: options.inputBits ?? 4 },
    ...(options.weightBits === undefined ? {} : { weightBits: options.weightBits }),
    dev: { kind: "values", samples: dataset.dev },
    ...work(options),
  });
  const { test } = dataset;
  const golden = await goldenSimulator(compiled.program).run(encodeSamples(compiled.encoder, test));
  const source = simplify(graph);
  const pooling = converted.tried.filter(({ timesteps: t }) => t === converted.timesteps);
  const cost = (rule: "or" | "average"): number => Math.max(...pooling.filter((row) => row.maxPooling === rule).map((row) => row.devAccuracy));
  const hasBoth = converted.chosen.maxPooling !== undefined && maxPooling === undefined;
  return {
    files: programFiles(converted.graph, compiled.program, encodeValueEncoder(compiled.encoder)),
    rows: [
      {
        network: "source, float",
        devAccuracy: converted.accuracy.sourceDev,
        testAccuracy: accuracyPercent(decisionsOverTime(source, test, 1)[0] ?? [], test.labels),
        operations: multiplyAccumulates(source),
        unit: "MAC",
      },
      {
        network: "converted, float",
        devAccuracy: converted.accuracy.convertedDev,
        testAccuracy: accuracyPercent(decisionsOverTime(converted.graph, test, converted.timesteps)[converted.timesteps - 1] ?? [], test.labels),
      },
      {
        network: "converted, integers (golden simulator)",
        ...(compiled.lowered.choices.devAccuracy === undefined ? {} : { devAccuracy: compiled.lowered.choices.devAccuracy }),
        testAccuracy: accuracyPercent(golden.decisions, test.labels),
        operations: meanOf(golden.counters.synapticOperations),
        unit: "SOP",
      },
    ],
    chosenOnDev: {
      ...converted.chosen,
      timesteps: converted.timesteps,
      ...(hasBoth ? { "dev accuracy with OR pools": cost("or"), "dev accuracy with average pools": cost("average") } : {}),
    },
    notes: [
      ...compiled.lowered.notes,
      ...converted.silent.map((name) => ({
        code: "convert-silent",
        message: "no calibration sample drives it above 0; its neurons stay silent",
        where: `node '${name}' (relu)`,
      })),
    ],
  };
}

// ---- spiking networks ----

/** Timesteps of a spiking network's samples unless they are given. */
const DEFAULT_TIMESTEPS = 100;

async function takeSpiking(graph: Graph, kind: "direct" | "rate" | "spikes", options: ConvertModelOptions): Promise<Made> {
  const outputs = graph.nodes.filter((node) => node.kind === "output").map(({ name }) => name);
  const size = elementsOf(inferShapes(graph).get(outputs[0] ?? "")?.output ?? []);
  const hasData = options.data !== undefined;
  const dataset = hasData ? samplesOf(graph, options, "") : undefined;
  if (kind !== "spikes" && dataset === undefined) {
    throw inputError("convert-data", `--encoding ${kind} needs the range of the values, and no samples were given`, {
      hint: "Give `--calibrate samples.npy` (or .csv).",
    });
  }
  const range = dataset === undefined ? { low: 0, high: 1 } : rangeOf(dataset.train);
  const compiled = await compileNetwork(graph, {
    classes: dataset?.classes ?? Array.from({ length: size }, (_, i) => String(i)),
    timesteps: options.timesteps ?? DEFAULT_TIMESTEPS,
    encoding:
      kind === "spikes" ? { kind } : kind === "rate" ? { kind, ...range, seed: options.seed } : { kind, ...range, bits: options.inputBits ?? 4 },
    leaks: options.leaks ?? "exact",
    ...(options.weightBits === undefined ? {} : { weightBits: options.weightBits }),
    ...work(options),
  });
  const rows: ConversionRow[] = [];
  if (dataset !== undefined) {
    const golden = await goldenSimulator(compiled.program).run(encodeSamples(compiled.encoder, dataset.test));
    rows.push({
      network: "integers (golden simulator)",
      testAccuracy: accuracyPercent(golden.decisions, dataset.test.labels),
      operations: meanOf(golden.counters.synapticOperations),
      unit: "SOP",
    });
  }
  return {
    files: programFiles(simplify(graph), compiled.program, encodeValueEncoder(compiled.encoder)),
    rows,
    chosenOnDev: {},
    notes: compiled.lowered.notes,
  };
}

// ---- shared ----

function programFiles(graph: Graph, program: EventProgram, encoder: Uint8Array): Files {
  return new Map<string, string | Uint8Array>([
    [BUNDLE.graph, encodeGraph(graph)],
    [BUNDLE.event, encodeEventProgram(program)],
    [BUNDLE.encoder, encoder],
  ]);
}

function samplesOf(graph: Graph, { data, seed }: ConvertModelOptions, absent: string): NumericDataset {
  if (data === undefined || data.kind !== "samples") {
    throw inputError("convert-data", absent === "" ? "samples of numbers were expected" : absent, {
      hint: "snnc convert --model m.onnx --calibrate x.npy --labels y.npy -o DIR (or a .csv of label,v1,v2,...)",
    });
  }
  const input = valueInputOf(graph);
  const read = readSamples(readUserFile(data.file), data.file, {
    shape: input.shape,
    ...(data.labels === undefined ? {} : { labels: { bytes: readUserFile(data.labels), name: data.labels } }),
  });
  if (!read.isLabelled) {
    throw inputError("convert-labels", "the samples have no labels, and accuracy decides what is chosen", {
      where: data.file,
      hint: "Give `--labels y.npy`, or a .csv whose first column is the label.",
    });
  }
  const outputs = graph.nodes.filter((node) => node.kind === "output").map(({ name }) => name);
  checkClasses(read.classes, elementsOf(inferShapes(graph).get(outputs[0] ?? "")?.output ?? []));
  return splitNumeric({ name: data.file, shape: input.shape, classes: read.classes, samples: read.samples }, seed);
}

function checkClasses(classes: readonly string[], outputs: number): void {
  if (classes.length === outputs) return;
  throw inputError(
    "convert-classes",
    `the data has ${classes.length} classes (${classes.slice(0, 6).join(", ")}); the model has ${outputs} outputs`,
    {
      hint: "Label n must be output n of the model; `--labels` gives the order of the names.",
    },
  );
}

/** Smallest and largest value: what the binary digits of an input run between. */
function rangeOf(samples: NumericSamples): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of samples.values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low < high ? { low, high } : { low, high: low + 1 };
}

function spread(examples: readonly Example[], most: number): readonly Example[] {
  const kept = Math.min(most, examples.length);
  return Array.from({ length: kept }, (_, i) => examples[Math.floor((i * examples.length) / kept)]).filter((example) => example !== undefined);
}

function work({ signal, onProgress }: WorkOptions): WorkOptions {
  return { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) };
}
