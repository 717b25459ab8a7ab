/**
 * The second workload as a recipe: handwritten digits -> float network -> spiking network -> event program -> Verilog,
 * verified cycle by cycle on the whole test set. Each network gets a bundle of its own; unchanged stages are reused.
 */
import { join } from "node:path";
import { z } from "zod";
import { decodeValueEncoder, encodeValueEncoder } from "../encode/values-codec.js";
import { layoutOf } from "../event/layout.js";
import { decodeGraph } from "../graph/codec.js";
import { multiplyAccumulates } from "../graph/cost.js";
import { trainDigits } from "../learn/digits.js";
import { loadDigits } from "../samples/digits.js";
import type { NumericDataset, NumericSamples } from "../samples/types.js";
import { inputError, SnncError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { encodeEventProgram, encodeGraph, encodeMapping, readGraph, readProgram, textTwins } from "./artefacts.js";
import { BUNDLE, type Bundle, createBundle, hashOf, json } from "./bundle.js";
import { accuracyPercent } from "./compile.js";
import { meanOf } from "./counts.js";
import { map } from "./map.js";
import { compileNetwork, convertNetwork, decisionsOverTime, encodeSamples } from "./network.js";
import { buildCrossbar, emitVerilog } from "./rtl.js";
import { verifyRtl } from "./simulate.js";

export interface WorkloadOptions extends WorkOptions {
  readonly seed?: number;
  /** Passes over the training samples instead of the networks' own number. */
  readonly epochs?: number;
  /** Test samples that are simulated; all by default. */
  readonly limit?: number;
  readonly note?: (line: string) => void;
}

const resultSchema = z.strictObject({
  schema: z.literal("snnc-network/1"),
  network: z.string(),
  testSamples: z.number(),
  /** Percent of the test samples. */
  accuracy: z.strictObject({ source: z.number(), converted: z.number(), golden: z.number(), rtl: z.number() }),
  timesteps: z.number(),
  /** Chosen on dev. */
  chosen: z.record(z.string(), z.union([z.string(), z.number()])),
  sourceMultiplyAccumulates: z.number(),
  /** Means per sample. */
  perSample: z.strictObject({
    synapticOperations: z.number(),
    inputEvents: z.number(),
    spikes: z.number(),
    neuronUpdates: z.number(),
    cycles: z.number(),
  }),
  comparison: z.strictObject({ spikes: z.number(), membranes: z.number(), outputs: z.number(), mismatches: z.number() }),
  neurons: z.number(),
  tableBytes: z.number(),
  /** Weight words of the crossbar that hold something. */
  weightWords: z.number(),
  cores: z.number().optional(),
  /** Why the chip does not take the network, where it does not. */
  notMapped: z.string().optional(),
  simulator: z.string(),
});

export type NetworkResult = z.output<typeof resultSchema>;

/** Binary digits of a pixel that may be chosen. */
const INPUT_BITS = [1, 2, 4] as const;
const NETWORKS = ["mlp", "cnn"] as const;
const CHIP = "loihi1";
const CROSSBAR = "crossbar-16";

/** Both digit networks, each into a folder of its own below `folder`. */
export async function runDigits(folder: string, options: WorkloadOptions = {}): Promise<readonly NetworkResult[]> {
  const { seed = 1 } = options;
  const dataset = loadDigits(seed);
  const results: NetworkResult[] = [];
  for (const network of NETWORKS) results.push(await runDigitsNetwork(join(folder, network), network, dataset, seed, options));
  return results;
}

async function runDigitsNetwork(
  folder: string,
  network: (typeof NETWORKS)[number],
  dataset: NumericDataset,
  seed: number,
  options: WorkloadOptions,
): Promise<NetworkResult> {
  const { note = () => {}, limit, epochs, ...work } = options;
  const bundle = createBundle(folder);
  const key = JSON.stringify([
    network,
    seed,
    epochs ?? 0,
    hashOf([new Uint8Array(dataset.train.values.buffer), new Uint8Array(dataset.test.values.buffer)]),
  ]);
  const step = async (title: string, run: () => Promise<{ reused: boolean; seconds: number }>): Promise<void> => {
    const { reused, seconds } = await run();
    note(`${`${network}: ${title}`.padEnd(52)} ${reused ? "unchanged" : `${seconds.toFixed(1)} s`}`);
  };
  await step("train the float network", () =>
    bundle.stage("train", [key], async () => {
      const trained = await trainDigits(network, dataset, { seed, ...(epochs === undefined ? {} : { epochs }), ...work });
      const { graph, devAccuracy, bestEpoch, description } = trained;
      return new Map<string, string | Uint8Array>([
        [BUNDLE.floatGraph, encodeGraph(graph)],
        [BUNDLE.trained, json({ devAccuracy, bestEpoch, epochs: trained.epochs, description })],
      ]);
    }),
  );
  await step("convert: thresholds by percentile, timesteps on dev", () =>
    bundle.stage("convert", [key, bundle.read(BUNDLE.floatGraph)], async () => {
      const converted = await convertNetwork(readFloat(bundle), dataset.train, dataset.dev, seed, undefined, work);
      const { graph, ...choices } = converted;
      return new Map<string, string | Uint8Array>([
        [BUNDLE.graph, encodeGraph(graph)],
        [BUNDLE.learning, json(choices)],
      ]);
    }),
  );
  const { timesteps, chosen } = readChosen(bundle);
  await step("compile: integers, scales and input bits on dev", () =>
    bundle.stage("compile", [key, bundle.read(BUNDLE.graph), bundle.read(BUNDLE.learning)], async () => {
      const candidates = [];
      for (const bits of INPUT_BITS) {
        const compiled = await compileNetwork(readGraph(bundle), {
          classes: dataset.classes,
          timesteps,
          encoding: { kind: "direct", low: 0, high: 1, bits },
          dev: { kind: "values", samples: dataset.dev },
          ...work,
        });
        candidates.push({ bits, compiled, devAccuracy: compiled.lowered.choices.devAccuracy ?? 0 });
      }
      // The fewest digits within half a point of the best.
      const best = Math.max(...candidates.map(({ devAccuracy }) => devAccuracy));
      const taken = candidates.find(({ devAccuracy }) => devAccuracy >= best - 0.5);
      if (taken === undefined) throw new Error("no candidate to choose");
      const { hiddenClip, outputClip, devAccuracy } = taken.compiled.lowered.choices;
      return new Map<string, string | Uint8Array>([
        [BUNDLE.event, encodeEventProgram(taken.compiled.program)],
        [BUNDLE.encoder, encodeValueEncoder(taken.compiled.encoder)],
        [BUNDLE.compiled, json({ inputBits: taken.bits, hiddenClip, outputClip, ...(devAccuracy === undefined ? {} : { devAccuracy }) })],
      ]);
    }),
  );
  const test = limit === undefined ? dataset.test : firstOf(dataset.test, limit);
  await step("rtl: Verilog, images, test bench", () =>
    bundle.stage("rtl", [key, bundle.read(BUNDLE.event), bundle.read(BUNDLE.encoder)], async () => {
      const samples = encodeSamples(readValueEncoder(bundle), firstOf(dataset.test, 8));
      const { files } = await emitVerilog(readProgram(bundle), { target: CROSSBAR, samples, vectors: 8 });
      return new Map([...files].map(([name, text]) => [join(BUNDLE.rtl, name), text]));
    }),
  );
  await step("measure: test set on golden simulator and RTL", () =>
    bundle.stage("measure", [key, String(limit), bundle.read(BUNDLE.event), bundle.read(BUNDLE.encoder)], async () => {
      const result = await measureNetwork(bundle, network, test, timesteps, { ...chosen, ...readCompiled(bundle) }, work);
      const mapped = await mappingOf(bundle);
      return new Map<string, string | Uint8Array>([
        [BUNDLE.results, json({ ...result, ...(typeof mapped === "string" ? { notMapped: mapped } : { cores: mapped.cores }) })],
        ...(typeof mapped === "string" ? [] : [[BUNDLE.mapping, mapped.bytes] as const]),
      ]);
    }),
  );
  bundle.write(textTwins(bundle));
  return readNetworkResult(bundle);
}

/** Runs the samples on golden simulator and RTL, on every spike; and the float networks for comparison. */
async function measureNetwork(
  bundle: Bundle,
  network: string,
  test: NumericSamples,
  timesteps: number,
  chosen: NetworkResult["chosen"],
  work: WorkOptions,
): Promise<NetworkResult> {
  const program = readProgram(bundle);
  const source = readFloat(bundle);
  const build = buildCrossbar(program, CROSSBAR);
  const verified = await verifyRtl(build, encodeSamples(readValueEncoder(bundle), test), bundle.path("mismatch.vcd"), work);
  const { golden, rtl, comparison } = verified;
  const { counters, cycles } = rtl;
  if (cycles === undefined) throw new Error("the RTL reported no cycles");
  return {
    schema: "snnc-network/1",
    network,
    testSamples: test.count,
    accuracy: {
      source: accuracyPercent(decisionsOverTime(source, test, 1)[0] ?? [], test.labels),
      converted: accuracyPercent(decisionsOverTime(readGraph(bundle), test, timesteps)[timesteps - 1] ?? [], test.labels),
      golden: accuracyPercent(golden.decisions, test.labels),
      rtl: accuracyPercent(rtl.decisions, test.labels),
    },
    timesteps,
    chosen,
    sourceMultiplyAccumulates: multiplyAccumulates(source),
    perSample: {
      synapticOperations: meanOf(counters.synapticOperations),
      inputEvents: meanOf(counters.inputEvents),
      spikes: meanOf(counters.spikes),
      neuronUpdates: meanOf(counters.neuronUpdates),
      cycles: meanOf(cycles.cycles),
    },
    comparison: {
      spikes: comparison.spikesCompared,
      membranes: comparison.membranesCompared,
      outputs: comparison.outputsCompared,
      mismatches: comparison.mismatches,
    },
    neurons: layoutOf(program).neurons,
    tableBytes: program.tables.reduce((sum, table) => sum + Math.ceil((table.weights.length * table.bits) / 8), 0),
    weightWords: build.image.utilization.find(({ resource }) => resource === "weightWords")?.used ?? 0,
    simulator: verified.simulator,
  };
}

/** The chip's mapping, or why there is none: the crossbar's result stands either way. */
async function mappingOf(bundle: Bundle): Promise<{ bytes: Uint8Array; cores: number } | string> {
  try {
    const mapping = await map(readProgram(bundle), { target: CHIP });
    return { bytes: encodeMapping(mapping), cores: mapping.cores.length };
  } catch (error) {
    if (error instanceof SnncError && error.kind === "check") return error.message;
    throw error;
  }
}

function readFloat(bundle: Bundle): ReturnType<typeof decodeGraph> {
  return decodeGraph(bundle.read(BUNDLE.floatGraph), bundle.path(BUNDLE.floatGraph));
}

function readValueEncoder(bundle: Bundle): ReturnType<typeof decodeValueEncoder> {
  return decodeValueEncoder(bundle.read(BUNDLE.encoder), bundle.path(BUNDLE.encoder));
}

const choicesSchema = z.object({ timesteps: z.number(), chosen: z.record(z.string(), z.union([z.string(), z.number()])) });

function readChosen(bundle: Bundle): z.output<typeof choicesSchema> {
  return parsed(bundle, BUNDLE.learning, choicesSchema);
}

function readCompiled(bundle: Bundle): Record<string, string | number> {
  return parsed(bundle, BUNDLE.compiled, z.record(z.string(), z.union([z.string(), z.number()])));
}

function readNetworkResult(bundle: Bundle): NetworkResult {
  return parsed(bundle, BUNDLE.results, resultSchema);
}

/** A JSON file that an earlier stage wrote. Throws SnncError (input) where it is not what that stage writes. */
function parsed<T>(bundle: Bundle, name: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(bundle.read(name).toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw inputError("json-invalid", "is not what the demo writes", { where: bundle.path(name), hint: "Delete it and run the demo again." });
}

function firstOf(samples: NumericSamples, most: number): NumericSamples {
  const count = Math.min(most, samples.count);
  const size = samples.values.length / samples.count;
  return { count, values: samples.values.subarray(0, count * size), labels: samples.labels.subarray(0, count) };
}

/** Rows for the terminal, a network a column. */
export function networkRows(results: readonly NetworkResult[]): readonly (readonly string[])[] {
  const row = (name: string, cell: (result: NetworkResult) => string): readonly string[] => [name, ...results.map(cell)];
  const count = (value: number): string => Math.round(value).toLocaleString("en-US");
  return [
    row("", ({ network }) => network),
    row("accuracy of the source, %", ({ accuracy }) => accuracy.source.toFixed(1)),
    row("  converted, float", ({ accuracy }) => accuracy.converted.toFixed(1)),
    row("  integers, golden simulator", ({ accuracy }) => accuracy.golden.toFixed(1)),
    row("  integers, RTL", ({ accuracy }) => accuracy.rtl.toFixed(1)),
    row("test samples", ({ testSamples }) => count(testSamples)),
    row("timesteps of input", ({ timesteps }) => count(timesteps)),
    row("multiply-accumulates of the source", ({ sourceMultiplyAccumulates }) => count(sourceMultiplyAccumulates)),
    row("synaptic operations a sample", ({ perSample }) => count(perSample.synapticOperations)),
    row("spikes a sample", ({ perSample }) => count(perSample.spikes)),
    row("cycles a sample", ({ perSample }) => count(perSample.cycles)),
    row("neurons", ({ neurons }) => count(neurons)),
    row("bytes of weight tables", ({ tableBytes }) => count(tableBytes)),
    row("cores of loihi1", ({ cores }) => (cores === undefined ? "no, see results.json" : count(cores))),
    row("spikes compared, mismatches", ({ comparison }) => `${count(comparison.spikes)}, ${comparison.mismatches}`),
  ];
}
