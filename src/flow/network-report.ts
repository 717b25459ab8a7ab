/**
 * `snnc report` of a bundle that was converted from a model: the RTL verified on the held-out samples, everything counted,
 * priced, and held against the network that the model was. What `results.ts` and `report.ts` are for text classifiers
 * that were trained here.
 */
import { z } from "zod";
import { recogniseTextClassifier } from "../convert/word.js";
import { cubaCyclesOfTimestep, cycleBound } from "../cosim/bound.js";
import type { CostTable } from "../energy/costs.js";
import { meanTaps, type NetworkCounts, type WorkloadCounts } from "../energy/counts.js";
import { type PricedSystems, priceConvertedText, priceNetwork } from "../energy/price.js";
import { SOURCE_COMPETITORS, TEXT_COMPETITORS, verdict } from "../energy/verdict.js";
import type { EventProgram } from "../event/program.js";
import { decodeGraph } from "../graph/codec.js";
import type { Graph } from "../graph/graph.js";
import type { LoihiTarget } from "../loihi/target.js";
import { serializeReport } from "../report/json.js";
import { networkSummary, renderNetworkReport } from "../report/network.js";
import { inputError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import type { NetworkReport } from "../util/results.js";
import type { SynthesisResult } from "../util/synthesis.js";
import { extendBatch } from "../verilog/legalise.js";
import { type LabelledEvents, measureAnytime } from "./anytime.js";
import { readGraph, readProgram } from "./artefacts.js";
import { BUNDLE, type Bundle, createBundle, type Files, openBundle } from "./bundle.js";
import { type BundleSamples, loadBundleSamples, type SampleRequest } from "./bundle-samples.js";
import { byLength } from "./by-length.js";
import { accuracyPercent } from "./compile.js";
import { countCrossbar, countSnn, meanOf } from "./counts.js";
import { simplify } from "./network.js";
import { packageVersion } from "./package.js";
import { runOnChip, wilsonHalfWidth } from "./results.js";
import { buildCrossbar, type CrossbarBuild } from "./rtl.js";
import { type Verified, verifyRtl } from "./simulate.js";
import { layersOf } from "./source-layers.js";
import { placedFigures, readSynthesis } from "./synth.js";
import { loadCostTable, loadCostTables, loadCrossbarTarget, loadLoihiTarget } from "./targets.js";

export interface NetworkReportOptions extends WorkOptions, SampleRequest {
  readonly crossbar?: string;
  readonly chip?: string;
  readonly seed?: number;
  /** Path of a user's own cost table; its verdict replaces that of the built-in ones. */
  readonly costs?: string;
}

export interface NetworkReported {
  readonly report: NetworkReport;
  readonly summary: string;
  readonly reportPath: string;
}

/** Is the folder a bundle that was made from a model, without the data set that `snnc train` would have noted? */
export function isConverted(folder: string): boolean {
  const bundle = openBundle(folder);
  return bundle.has(BUNDLE.event) && !bundle.has(BUNDLE.config);
}

/** Measures, prices and writes report.json and report.html. Throws SnncError for samples that are not those of the conversion. */
export async function reportNetwork(folder: string, options: NetworkReportOptions = {}): Promise<NetworkReported> {
  const bundle = createBundle(folder);
  const own = options.costs === undefined ? undefined : loadCostTable(options.costs);
  const program = readProgram(bundle);
  const build = buildCrossbar(program, loadCrossbarTarget(options.crossbar ?? "crossbar-16"));
  const chip = loadLoihiTarget(options.chip ?? "loihi1");
  const samples = loadBundleSamples(bundle, program, options);
  const { labels } = samples;
  if (labels === undefined) {
    throw inputError("report-labels", "the samples have no labels, and a report is of accuracy and energy", { hint: "Give `--labels y.npy`." });
  }
  const dev = options.part === "all" ? undefined : loadBundleSamples(bundle, program, { ...options, part: "dev" });
  const verified = await verifyRtl(build, samples.batch, bundle.path("mismatch.vcd"), options);
  options.onProgress?.({ stage: "chip mapping and counts" });
  const source = bundle.has(BUNDLE.floatGraph) ? decodeGraph(bundle.read(BUNDLE.floatGraph), bundle.path(BUNDLE.floatGraph)) : undefined;
  const rows = bundle.has(BUNDLE.graph) ? rowsOf(readGraph(bundle)) : undefined;
  const sourceAccuracy = sourceAccuracyOf(bundle, accuracyPercent(verified.rtl.decisions, labels), options);
  const report = await composeReport({
    program,
    build,
    chip,
    seed: options.seed ?? 1,
    samples: { ...samples, labels },
    ...(dev?.labels === undefined ? {} : { dev: { events: dev.batch, labels: dev.labels } }),
    verified,
    ...(source === undefined ? {} : { source }),
    ...(sourceAccuracy === undefined ? {} : { sourceAccuracy }),
    ...(rows === undefined ? {} : { rows }),
    ...(own === undefined ? {} : { own }),
    synthesis: readSynthesis(bundle, { ...build.image.parameters }),
  });
  bundle.write(networkReportFiles(report));
  return { report, summary: networkSummary(report), reportPath: bundle.path(BUNDLE.html) };
}

export function networkReportFiles(report: NetworkReport): Files {
  return new Map([
    [BUNDLE.report, serializeReport(report)],
    [BUNDLE.html, renderNetworkReport(report)],
  ]);
}

/** What a report is made of once the RTL has run. */
export interface ReportInput {
  readonly program: EventProgram;
  readonly build: CrossbarBuild;
  readonly chip: LoihiTarget;
  /** Seed of the chip's placement. */
  readonly seed: number;
  readonly samples: BundleSamples & { readonly labels: ArrayLike<number> };
  /** Samples on which stop rules are chosen; for the program before it was legalised. */
  readonly dev?: LabelledEvents;
  readonly verified: Verified;
  /** The network as it came. */
  readonly source?: Graph;
  /** Percent of the same samples. */
  readonly sourceAccuracy?: number;
  /** Of a text classifier: rows of the word table that the converted network's words share; granted to its competitors too. */
  readonly rows?: number;
  /** A user's own cost table. */
  readonly own?: CostTable;
  /** Of this very core. */
  readonly synthesis?: SynthesisResult | undefined;
}

/** Counts what the simulators counted, maps, and prices it against the source. */
export async function composeReport({
  program,
  build,
  chip,
  seed,
  samples,
  dev,
  verified,
  sourceAccuracy,
  own,
  synthesis,
  ...input
}: ReportInput): Promise<NetworkReport> {
  const tables = [...(own === undefined ? [] : [own]), ...loadCostTables().filter((table) => table.name !== own?.name)];
  const { golden, rtl, comparison } = verified;
  const { cycles, counters } = rtl;
  if (cycles === undefined) throw new Error("the RTL reported no cycles");
  const accuracy = accuracyPercent(rtl.decisions, samples.labels);
  const onChip = await runOnChip({ program, chip, seed, tables }, samples.batch, golden);
  const snn = countSnn(build.program, build.image, verified.batch, golden);
  const counts = {
    snn,
    crossbar: countCrossbar(build.program, build.image, snn, rtl, build.target.clockHz),
    classes: program.readout.classes.length,
  };
  const source = input.source === undefined ? undefined : simplify(input.source);
  const { priced, competitors } = priceAgainst(source, input.rows, samples, counts, onChip.events, tables);
  const anytime =
    dev === undefined
      ? undefined
      : await measureAnytime(
          build.program,
          { ...dev, events: extendBatch(dev.events, build.extraTimesteps) },
          { events: verified.batch, labels: samples.labels },
        );
  const meanCycles = meanOf(cycles.cycles);
  const placed = synthesis === undefined ? undefined : placedFigures(synthesis, meanCycles);
  const sops = meanOf(counters.synapticOperations);
  return {
    schema: "snnc-network-report/1",
    provenance: { snnc: packageVersion(), crossbar: build.target.name, chip: chip.name, node: process.version },
    network: program.name,
    data: { name: samples.name, samples: comparison.samples, classes: program.readout.classes },
    accuracy: {
      ...(sourceAccuracy === undefined ? {} : { source: sourceAccuracy }),
      rtl: accuracy,
      samplingErrorPercent: wilsonHalfWidth(accuracy / 100, samples.labels.length) * 100,
    },
    equality: {
      samples: comparison.samples,
      spikesCompared: comparison.spikesCompared,
      membranesCompared: comparison.membranesCompared,
      outputsCompared: comparison.outputsCompared,
      mismatches: comparison.mismatches,
    },
    perInference: {
      inputEvents: meanOf(counters.inputEvents),
      sops,
      spikes: meanOf(counters.spikes),
      neuronUpdates: meanOf(counters.neuronUpdates),
      weightWordsRead: counts.crossbar.weightWordsRead,
      timesteps: meanOf(counters.timesteps),
      cycles: meanCycles,
    },
    ...(samples.unit === "sentence" ? { byLength: byLength({ words: samples.words, labels: samples.labels, ...rtl, cycles }) } : {}),
    ...(anytime === undefined ? {} : { anytime }),
    rtl: {
      lanes: build.target.lanes,
      sopPerCycleWorkload: sops / meanCycles,
      bound: cycleBound({
        ...counts.crossbar,
        timesteps: meanOf(counters.timesteps),
        cubaCyclesOfTimestep: cubaCyclesOfTimestep(build.program, build.image),
      }),
      clockHz: build.target.clockHz,
      latencySeconds: meanCycles / build.target.clockHz,
      simulator: verified.simulator,
    },
    ...(placed === undefined ? {} : { placed }),
    mapping: onChip.mapping,
    ...priced,
    ...(sourceAccuracy === undefined || competitors === undefined
      ? {}
      : { verdict: verdict(priced.energy, { rtl: accuracy, ann: sourceAccuracy }, own?.kind === "digital" ? own.name : undefined, competitors) }),
  };
}

const conversionSchema = z.object({
  schema: z.literal("snnc-conversion/1"),
  rows: z.array(z.object({ network: z.string(), testAccuracy: z.number().optional() })),
});

/**
 * What the source reached on these samples, as the conversion measured it; undefined where the source is spiking. The
 * integer program's accuracy of then must be that of now: otherwise the samples are others.
 */
function sourceAccuracyOf(bundle: Bundle, accuracy: number, { limit, part }: SampleRequest): number | undefined {
  const parsed = conversionSchema.safeParse(bundle.has(BUNDLE.results) ? JSON.parse(bundle.read(BUNDLE.results).toString("utf8")) : undefined);
  if (!parsed.success || limit !== undefined || part === "all") return undefined;
  const integers = parsed.data.rows.find(({ network }) => network.includes("integers"))?.testAccuracy;
  if (integers !== undefined && Math.abs(integers - accuracy) > 1e-9) {
    throw inputError(
      "report-other-samples",
      `the converted network is right on ${accuracy.toFixed(2)} % of these samples; the conversion measured ${integers.toFixed(2)} % on its own`,
      { where: bundle.directory, hint: "Give the file, and the `--split-seed`, with which the model was converted." },
    );
  }
  return parsed.data.rows.find(({ network }) => network.startsWith("source, float"))?.testAccuracy;
}

/** Prices the program and whatever it is to be held against: a text classifier's fused rows, another network's layers, nothing. */
function priceAgainst(
  source: Graph | undefined,
  rows: number | undefined,
  samples: BundleSamples,
  counts: Omit<NetworkCounts, "layers">,
  chip: Parameters<typeof priceNetwork>[1],
  tables: readonly CostTable[],
): { priced: PricedSystems; competitors?: typeof TEXT_COMPETITORS } {
  if (samples.unit === "sentence" && source !== undefined) {
    return { priced: priceConvertedText(textWorkload(source, rows, samples.words, counts), chip, tables), competitors: TEXT_COMPETITORS };
  }
  const isAnalogue = source?.nodes.some(({ kind }) => kind === "relu") === true;
  const layers = source !== undefined && isAnalogue ? layersOf(source) : [];
  const priced = priceNetwork({ ...counts, layers }, chip, tables);
  return isAnalogue ? { priced, competitors: SOURCE_COMPETITORS } : { priced };
}

function rowsOf({ nodes }: Graph): number | undefined {
  const embedding = nodes.find((node) => node.kind === "embedding");
  return embedding?.kind === "embedding" ? embedding.vocabularySize : undefined;
}

/** The source as the competitors' formulas see it: windows that lie inside the text, rows of all words. */
function textWorkload(source: Graph, rows: number | undefined, words: ArrayLike<number>, counts: Omit<NetworkCounts, "layers">): WorkloadCounts {
  const { branches, embedding } = recogniseTextClassifier(source);
  const length = meanOf(words);
  return {
    words: length,
    wordsWithRow: length,
    kernels: branches.map(({ convolution: { kernel, outChannels } }) => ({ size: kernel, filters: outChannels, taps: meanTaps(words, kernel) })),
    dimensions: embedding.dimensions,
    rows: rows ?? embedding.vocabularySize,
    wide: { words: false, bigramRows: 0, bigramLookups: 0 },
    linear: { features: 0, lookups: 0 },
    ...counts,
  };
}
