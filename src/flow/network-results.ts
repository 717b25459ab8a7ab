/** What a workload's network reaches: measured on golden simulator and RTL, kept as `results.json`, printed as a table. */
import { z } from "zod";
import { decodeValueEncoder } from "../encode/values-codec.js";
import { layoutOf } from "../event/layout.js";
import type { EventBatch } from "../event/run.js";
import type { Graph } from "../graph/graph.js";
import { inputError, SnncError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import type { NetworkReport } from "../util/results.js";
import type { LabelledEvents } from "./anytime.js";
import { encodeMapping, readProgram } from "./artefacts.js";
import { BUNDLE, type Bundle, type Files, json, type StageOutcome } from "./bundle.js";
import { accuracyPercent } from "./compile.js";
import { bytesOfTables, meanOf } from "./counts.js";
import { map } from "./map.js";
import { composeReport, networkReportFiles } from "./network-report.js";
import { buildCrossbar } from "./rtl.js";
import { verifyRtl } from "./simulate.js";
import { loadLoihiTarget } from "./targets.js";

export interface WorkloadOptions extends WorkOptions {
  readonly seed?: number;
  /** Test samples that are simulated; all by default. */
  readonly limit?: number;
  readonly note?: (line: string) => void;
}

const choicesSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** Names with numbers or words: what was chosen on dev. */
export type Choices = z.output<typeof choicesSchema>;

const resultSchema = z.strictObject({
  schema: z.literal("snnc-network/1"),
  network: z.string(),
  testSamples: z.number(),
  /** Percent of the test samples. */
  accuracy: z.strictObject({ source: z.number(), converted: z.number(), golden: z.number(), rtl: z.number() }),
  /** Percent of the test samples, of what the network is to be compared with. */
  baselines: z.record(z.string(), z.number()).optional(),
  timesteps: z.number(),
  /** Chosen on dev. */
  chosen: choicesSchema,
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
  /** Nanojoules a sample by the first digital cost table, int8, memory included; `report.json` has the terms. */
  energy: z.strictObject({ table: z.string(), snn: z.number(), source: z.number().optional() }),
  simulator: z.string(),
});

export type NetworkResult = z.output<typeof resultSchema>;

const CHIP = "loihi1";
/** The crossbar that the workloads run on. */
export const CROSSBAR = "crossbar-16";

/** What is known of a network before its program runs. */
export interface SourceFigures extends Pick<NetworkResult, "network" | "baselines" | "timesteps" | "chosen" | "sourceMultiplyAccumulates"> {
  /** Percent of the test samples that are simulated. */
  readonly accuracy: { readonly source: number; readonly converted: number };
  /** The network before it was converted; absent where it was trained as spikes. */
  readonly graph?: Graph;
  /** Samples on which stop rules are chosen. */
  readonly dev: LabelledEvents;
}

/** Runs test samples on golden simulator and RTL, equal on every spike, and maps the network: the files that say so. */
export async function measureNetwork(
  bundle: Bundle,
  events: EventBatch,
  labels: ArrayLike<number>,
  source: SourceFigures,
  work: WorkOptions,
): Promise<Files> {
  const program = readProgram(bundle);
  const build = buildCrossbar(program, CROSSBAR);
  const verified = await verifyRtl(build, events, bundle.path("mismatch.vcd"), work);
  const { golden, rtl, comparison, simulator } = verified;
  const { counters, cycles } = rtl;
  if (cycles === undefined) throw new Error("the RTL reported no cycles");
  const mapped = await mappingOf(bundle);
  const report = await composeReport({
    program,
    build,
    chip: loadLoihiTarget(CHIP),
    seed: 1,
    samples: { name: "the demo's test set", batch: events, labels, unit: "sample" },
    dev: source.dev,
    verified,
    ...(source.graph === undefined ? {} : { source: source.graph, sourceAccuracy: source.accuracy.source }),
  });
  const { network, baselines, timesteps, chosen, sourceMultiplyAccumulates } = source;
  const result: NetworkResult = {
    schema: "snnc-network/1",
    network,
    testSamples: labels.length,
    accuracy: {
      ...source.accuracy,
      golden: accuracyPercent(golden.decisions, labels),
      rtl: accuracyPercent(rtl.decisions, labels),
    },
    ...(baselines === undefined ? {} : { baselines }),
    timesteps,
    chosen,
    sourceMultiplyAccumulates,
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
    tableBytes: bytesOfTables(program),
    weightWords: build.image.utilization.find(({ resource }) => resource === "weightWords")?.used ?? 0,
    ...(typeof mapped === "string" ? { notMapped: mapped } : { cores: mapped.cores }),
    energy: energyOf(report),
    simulator,
  };
  return new Map<string, string | Uint8Array>([
    [BUNDLE.results, json(result)],
    ...networkReportFiles(report),
    ...(typeof mapped === "string" ? [] : [[BUNDLE.mapping, mapped.bytes] as const]),
  ]);
}

function energyOf({ energy, costTables }: NetworkReport): NetworkResult["energy"] {
  const table = costTables.map(({ name }) => name).find((name) => energy.some((line) => line.table === name && line.id === "snn-int8"));
  const nanojoules = (id: string): number | undefined => {
    const line = energy.find((one) => one.table === table && one.id === id && one.kind === "arithmetic+memory");
    return line === undefined ? undefined : line.picojoulesPerInference / 1000;
  };
  const [snn, source] = [nanojoules("snn-int8"), nanojoules("source-int8")];
  if (table === undefined || snn === undefined) throw new Error("no cost table prices the spiking network");
  return { table, snn, ...(source === undefined ? {} : { source }) };
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

/** Runs a stage of a network and notes what it took. */
export function announcing(network: string, note: (line: string) => void) {
  return async (title: string, stage: () => Promise<StageOutcome>): Promise<void> => {
    const { reused, seconds } = await stage();
    note(`${`${network}: ${title}`.padEnd(60)} ${reused ? "unchanged" : `${seconds.toFixed(1)} s`}`);
  };
}

export function readValueEncoder(bundle: Bundle): ReturnType<typeof decodeValueEncoder> {
  return decodeValueEncoder(bundle.read(BUNDLE.encoder), bundle.path(BUNDLE.encoder));
}

/** What compilation chose on dev. */
export function readCompiled(bundle: Bundle): Choices {
  return readJson(bundle, BUNDLE.compiled, choicesSchema);
}

export function readNetworkResult(bundle: Bundle): NetworkResult {
  return readJson(bundle, BUNDLE.results, resultSchema);
}

/** A JSON file that an earlier stage wrote. Throws SnncError (input) where it is not what that stage writes. */
export function readJson<T>(bundle: Bundle, name: string, schema: z.ZodType<T>): T {
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

/** Rows for the terminal, a network a column. */
export function networkRows(results: readonly NetworkResult[]): readonly (readonly string[])[] {
  const row = (name: string, cell: (result: NetworkResult) => string): readonly string[] => [name, ...results.map(cell)];
  const count = (value: number): string => Math.round(value).toLocaleString("en-US");
  const nanojoules = (value: number): string => (value < 1000 ? value.toPrecision(3) : count(value));
  const baselines = [...new Set(results.flatMap((result) => Object.keys(result.baselines ?? {})))];
  return [
    row("", ({ network }) => network),
    row("accuracy of the source, %", ({ accuracy }) => accuracy.source.toFixed(1)),
    row("  converted, float", ({ accuracy }) => accuracy.converted.toFixed(1)),
    row("  integers, golden simulator", ({ accuracy }) => accuracy.golden.toFixed(1)),
    row("  integers, RTL", ({ accuracy }) => accuracy.rtl.toFixed(1)),
    ...baselines.map((name) => row(`  baseline: ${name}`, (result) => result.baselines?.[name]?.toFixed(1) ?? "")),
    row("test samples", ({ testSamples }) => count(testSamples)),
    row("timesteps of input", ({ timesteps }) => count(timesteps)),
    row("multiply-accumulates of the source", ({ sourceMultiplyAccumulates }) => count(sourceMultiplyAccumulates)),
    row("synaptic operations a sample", ({ perSample }) => count(perSample.synapticOperations)),
    row("spikes a sample", ({ perSample }) => count(perSample.spikes)),
    row("cycles a sample", ({ perSample }) => count(perSample.cycles)),
    row("nJ a sample: spiking, int8, with memory", ({ energy }) => nanojoules(energy.snn)),
    row("  the source, the same technology", ({ energy }) => (energy.source === undefined ? "-" : nanojoules(energy.source))),
    row("neurons", ({ neurons }) => count(neurons)),
    row("bytes of weight tables", ({ tableBytes }) => count(tableBytes)),
    row("cores of loihi1", ({ cores }) => (cores === undefined ? "no, see results.json" : count(cores))),
    row("spikes compared, mismatches", ({ comparison }) => `${count(comparison.spikes)}, ${comparison.mismatches}`),
  ];
}
