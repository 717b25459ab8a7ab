/** `snnc convert --model` of networks of values, by rates or constant currents, and of networks that spike already. */
import { encodeValueEncoder } from "../encode/values-codec.js";
import type { EventProgram } from "../event/program.js";
import { multiplyAccumulates } from "../graph/cost.js";
import type { Graph } from "../graph/graph.js";
import { elementsOf, inferShapes } from "../graph/shapes.js";
import { readSamples, readSpikes } from "../samples/files.js";
import { splitNumeric, splitSpikes } from "../samples/split.js";
import type { NumericDataset, NumericSamples, SpikeDataset, SpikeSamples } from "../samples/types.js";
import { goldenSimulator } from "../sim/golden.js";
import { readUserFile } from "../tools/files.js";
import { inputError, type SnncError } from "../util/diagnostics.js";
import { workOptions } from "../util/progress.js";
import { encodeEventProgram, encodeGraph } from "./artefacts.js";
import { BUNDLE, type Files } from "./bundle.js";
import { accuracyPercent } from "./compile.js";
import { chooseRateTimesteps, RATE_TIMESTEPS, rateDecisions } from "./convert-rates.js";
import { type ConversionData, type ConversionRow, type ConvertModelOptions, checkClasses, type Made } from "./convert-shared.js";
import { meanOf } from "./counts.js";
import {
  type CompiledNetwork,
  compileNetwork,
  convertNetwork,
  decisionsOverTime,
  encodeSamples,
  RATE_CHOICES,
  type StreamOptions,
  simplify,
  valueInputOf,
} from "./network.js";

export async function convertValues(graph: Graph, kind: "direct" | "rate", options: ConvertModelOptions): Promise<Made> {
  const dataset = numbersOf(graph, options, "an analogue network is balanced on labelled samples, and none were given");
  const { percentile, maxPooling, timesteps } = options;
  const { reset } = options.reading;
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
      ...(reset === undefined ? {} : { reset }),
    },
    workOptions(options),
  );
  const { low, high } = rangeOf(dataset.train);
  const rate = { low, high, seed: options.seed };
  const chosen =
    kind === "rate"
      ? await chooseRateTimesteps(converted.graph, dataset.dev, rate, timesteps === undefined ? RATE_TIMESTEPS : [timesteps], options)
      : { timesteps: converted.timesteps, devAccuracy: converted.accuracy.convertedDev };
  const compiled = await compileNetwork(converted.graph, {
    classes: dataset.classes,
    timesteps: chosen.timesteps,
    encoding: kind === "rate" ? { kind, ...rate } : { kind, low, high, bits: options.inputBits ?? 4 },
    ...(options.weightBits === undefined ? {} : { weightBits: options.weightBits }),
    dev: { kind: "values", samples: dataset.dev },
    ...streamOf(options),
    ...workOptions(options),
  });
  const { test } = dataset;
  const golden = await goldenSimulator(compiled.program).run(encodeSamples(compiled.encoder, test), signalOf(options));
  const source = simplify(graph);
  const decisions =
    kind === "rate"
      ? await rateDecisions(converted.graph, test, rate, chosen.timesteps, "running the converted network on test", options)
      : decisionsOverTime(converted.graph, test, chosen.timesteps);
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
        devAccuracy: chosen.devAccuracy,
        testAccuracy: accuracyPercent(decisions[chosen.timesteps - 1] ?? [], test.labels),
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
      timesteps: chosen.timesteps,
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
    ...streamedOf(compiled),
  };
}

/** Timesteps of a spiking network's samples unless they are given. */
const DEFAULT_TIMESTEPS = 100;

export async function takeSpiking(graph: Graph, kind: "direct" | "rate" | "spikes", options: ConvertModelOptions): Promise<Made> {
  const dataset = options.data === undefined ? undefined : spikingData(graph, kind, options);
  if (kind !== "spikes" && dataset === undefined) {
    throw inputError("convert-data", `--encoding ${kind} needs the range of the values, and no samples were given`, {
      hint: "Give `--calibrate samples.npy` (or .csv).",
    });
  }
  const range = dataset === undefined || !("values" in dataset.train) ? { low: 0, high: 1 } : rangeOf(dataset.train);
  const compiled = await compileNetwork(graph, {
    classes: dataset?.classes ?? Array.from({ length: outputsOf(graph) }, (_, i) => String(i)),
    timesteps: options.timesteps ?? DEFAULT_TIMESTEPS,
    encoding:
      kind === "spikes" ? { kind } : kind === "rate" ? { kind, ...range, seed: options.seed } : { kind, ...range, bits: options.inputBits ?? 4 },
    leaks: options.leaks ?? "exact",
    ...streamOf(options),
    ...(options.weightBits === undefined ? {} : { weightBits: options.weightBits }),
    ...workOptions(options),
  });
  const rows: ConversionRow[] = [];
  if (dataset !== undefined) {
    const run = async (part: NumericSamples | SpikeSamples): Promise<{ accuracy: number; operations: number }> => {
      const { decisions, counters } = await goldenSimulator(compiled.program).run(encodeSamples(compiled.encoder, part), signalOf(options));
      return { accuracy: accuracyPercent(decisions, part.labels), operations: meanOf(counters.synapticOperations) };
    };
    const [dev, test] = [await run(dataset.dev), await run(dataset.test)];
    rows.push({
      network: "integers (golden simulator)",
      devAccuracy: dev.accuracy,
      testAccuracy: test.accuracy,
      operations: test.operations,
      unit: "SOP",
    });
  }
  return {
    files: programFiles(simplify(graph), compiled.program, encodeValueEncoder(compiled.encoder)),
    rows,
    chosenOnDev: {},
    notes: compiled.lowered.notes,
    ...streamedOf(compiled),
  };
}

/** Numbers, or for a network that takes spikes an event list. */
function spikingData(graph: Graph, kind: "direct" | "rate" | "spikes", options: ConvertModelOptions): NumericDataset | SpikeDataset {
  return kind === "spikes" && options.data?.file.toLowerCase().endsWith(".csv") === true ? trainsOf(graph, options) : numbersOf(graph, options, "");
}

function streamOf({ stream }: ConvertModelOptions): { stream?: StreamOptions } {
  return stream === undefined ? {} : { stream };
}

function streamedOf({ streamed }: CompiledNetwork): Pick<Made, "streamed"> {
  return streamed === undefined ? {} : { streamed };
}

function signalOf({ signal }: ConvertModelOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function programFiles(graph: Graph, program: EventProgram, encoder: Uint8Array): Files {
  return new Map<string, string | Uint8Array>([
    [BUNDLE.graph, encodeGraph(graph)],
    [BUNDLE.event, encodeEventProgram(program)],
    [BUNDLE.encoder, encoder],
  ]);
}

/** The data file that was asked for. Throws SnncError (input) `convert-data`. */
function dataOf({ data, vocabulary }: ConvertModelOptions, absent: string): ConversionData {
  if (data === undefined) {
    throw inputError("convert-data", absent, {
      hint: "snnc convert --model m.onnx --calibrate x.npy --labels y.npy -o DIR (or a .csv of label,v1,v2,...)",
    });
  }
  const texts = [
    ...(vocabulary === undefined ? [] : ["--vocabulary"]),
    ...(data.devFile === undefined ? [] : ["--dev-data"]),
    ...(data.testFile === undefined ? [] : ["--test-data"]),
  ];
  if (texts.length > 0) throw inputError("convert-data", `${texts.join(", ")} is for texts; this network takes values`);
  return data;
}

function numbersOf(graph: Graph, options: ConvertModelOptions, absent: string): NumericDataset {
  const data = dataOf(options, absent);
  const { shape } = valueInputOf(graph);
  const read = readSamples(readUserFile(data.file), data.file, {
    shape,
    ...(data.labels === undefined ? {} : { labels: { bytes: readUserFile(data.labels), name: data.labels } }),
  });
  if (!read.isLabelled) throw unlabelled(data.file);
  checkClasses(read.classes, outputsOf(graph));
  return splitNumeric({ name: data.file, shape, classes: read.classes, samples: read.samples }, options.seed);
}

function trainsOf(graph: Graph, options: ConvertModelOptions): SpikeDataset {
  const { file } = dataOf(options, "");
  const bounds = { lines: elementsOf(valueInputOf(graph).shape), timesteps: options.timesteps ?? DEFAULT_TIMESTEPS };
  const read = readSpikes(readUserFile(file), file, bounds);
  if (!read.isLabelled) throw unlabelled(file);
  checkClasses(read.classes, outputsOf(graph));
  return splitSpikes({ name: file, ...bounds, classes: read.classes, samples: read.samples }, options.seed);
}

function unlabelled(file: string): SnncError {
  return inputError("convert-labels", "the samples have no labels, and accuracy decides what is chosen", {
    where: file,
    hint: file.endsWith(".npy") ? "Give `--labels y.npy`, one whole number a sample." : "Add the column of labels.",
  });
}

function outputsOf(graph: Graph): number {
  const output = graph.nodes.find((node) => node.kind === "output")?.name ?? "";
  return elementsOf(inferShapes(graph).get(output)?.output ?? []);
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
