/** The verbs of the command line on bundles: each reads what the one before it wrote. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Comparison } from "../cosim/compare.js";
import { encodeTexts } from "../encode/encode.js";
import type { ChipCostTable, CostTable } from "../energy/costs.js";
import { layoutOf } from "../event/layout.js";
import { printEventProgram } from "../event/print.js";
import type { EventProgram } from "../event/program.js";
import type { BatchResult, EventBatch } from "../event/run.js";
import { mappingJson } from "../loihi/codec.js";
import { finerSynapses } from "../loihi/delivered.js";
import type { MapPhase } from "../loihi/map.js";
import { type MappedProgram, mappingResult, type Objective } from "../loihi/mapping.js";
import { DEFAULT_PASSES } from "../passes/index.js";
import { parseReport } from "../report/json.js";
import type { DatasetRequest } from "../text/dataset.js";
import type { Example } from "../text/types.js";
import { formatDiagnostic, inputError } from "../util/diagnostics.js";
import { type WorkOptions, workOptions } from "../util/progress.js";
import type { Explanation, MappingResult, ReportData } from "../util/results.js";
import { encodeEncoder, encodeEventProgram, encodeMapping, readEncoder, readProgram } from "./artefacts.js";
import { BUNDLE, type Bundle, createBundle, type Files, json, madeAfter, openBundle } from "./bundle.js";
import { labelled, loadBundleDataset, readChoices, readConfig, readConverted, readLearning, resultsFile } from "./bundle-files.js";
import { loadBundleSamples, type SampleRequest } from "./bundle-samples.js";
import { clippedTables } from "./clipped.js";
import { accuracyPercent, type CompileOptions, compile } from "./compile.js";
import { type Config, parseConfig } from "./config.js";
import { bytesOfTables, meanOf } from "./counts.js";
import { type EmulatedRun, emulate, emulatedBundle, legaliseOptions, verifyEmulated } from "./emulate.js";
import { explainTexts } from "./explain.js";
import { ROUNDED_BITS } from "./learn-bits.js";
import type { LearningSummary } from "./learning.js";
import { type MapTargetOptions, map } from "./map.js";
import { type CoreFigures, coreFigures, meshFigures } from "./mesh-figures.js";
import { packageVersion } from "./package.js";
import { compileRateFiles, isRateBundle, simulateRateBundle } from "./rate-bundle.js";
import { measure } from "./results.js";
import { buildCrossbar, buildMesh, emitMeshVerilog, emitVerilog, type MeshShape, type Wrapper } from "./rtl.js";
import { type BundleBackend, type RtlWorkOptions, simulate, verifyRtl } from "./simulate.js";
import { loadBoards, loadCostTable, loadCostTables, loadCrossbarTarget, loadLoihiTarget } from "./targets.js";

export { convertBundle, trainBundle } from "./learn.js";

export interface CompileSummary {
  readonly file: string;
  readonly choices: Readonly<Record<string, string | number>>;
  readonly populations: number;
  readonly neurons: number;
  readonly inputLines: number;
  readonly tableBytes: number;
  /** What the user should know of the program. */
  readonly warnings: readonly string[];
}

export interface CompileBundleOptions extends Omit<CompileOptions, "dev" | "observe"> {
  readonly printAfter?: { readonly pass: string; readonly print: (text: string) => void };
}

/** graph.pb -> event.pb and encoder.pb. */
export async function compileBundle(folder: string, options: CompileBundleOptions = {}): Promise<CompileSummary> {
  const bundle = createBundle(folder);
  const { files, summary } = isRateBundle(bundle) ? await compileRateBundle(bundle, options) : await compileFiles(bundle, options);
  options.signal?.throwIfAborted();
  bundle.remove(madeAfter(BUNDLE.event));
  bundle.write(files);
  return summary;
}

/** What `compile` writes, not written yet. */
export async function compileFiles(bundle: Bundle, options: CompileBundleOptions = {}): Promise<{ files: Files; summary: CompileSummary }> {
  if (bundle.has(BUNDLE.event) && !bundle.has(BUNDLE.config)) {
    throw inputError("compile-converted", "the bundle was made from a model, and compiled when it was converted", {
      where: bundle.directory,
      hint: "Convert again for other choices: `snnc convert --model ... --weight-bits N`; `snnc opt` runs passes on the program.",
    });
  }
  const learning = readLearning(bundle);
  const { printAfter, ...rest } = options;
  if (printAfter !== undefined && printAfter.pass !== "all" && !DEFAULT_PASSES.some((pass) => pass.name === printAfter.pass)) {
    throw inputError("pass-unknown", `no pass '${printAfter.pass}' runs`, {
      hint: `Passes: ${DEFAULT_PASSES.map((pass) => pass.name).join(", ")}, all.`,
    });
  }
  const config = overridden(bundle, { weightBits: options.weightBits, maxTimesteps: options.maxTimesteps, stateBits: options.stateBits });
  const dataset = loadBundleDataset(config, learning);
  const compiled = await compile(readConverted(bundle, learning), {
    ...rest,
    weightBits: config.weightBits,
    maxTimesteps: config.maxTimesteps,
    stateBits: config.stateBits,
    dev: labelled(dataset.dev),
    ...(printAfter === undefined
      ? {}
      : {
          observe: (pass, program) => {
            if (printAfter.pass === "all" || printAfter.pass === pass.name) printAfter.print(printEventProgram(program));
          },
        }),
  });
  return {
    files: new Map<string, string | Uint8Array>([
      [BUNDLE.event, encodeEventProgram(compiled.program)],
      [BUNDLE.encoder, encodeEncoder(compiled.encoder)],
      [BUNDLE.compiled, json(compiled.choices)],
    ]),
    summary: summaryOf(
      bundle,
      compiled.program,
      compiled.choices,
      [...clippedTables(compiled.program, config.weightBits), ...compiled.warnings].map(formatDiagnostic),
    ),
  };
}

/** The same of a bundle of `--encoding rate`; its limit of timesteps is the encoder's. */
async function compileRateBundle(
  bundle: Bundle,
  { weightBits, maxTimesteps, stateBits, printAfter, ...work }: CompileBundleOptions,
): Promise<{ files: Files; summary: CompileSummary }> {
  if (maxTimesteps !== undefined || stateBits !== undefined || printAfter !== undefined) {
    throw inputError(
      "compile-rate",
      "`--max-timesteps`, `--state-bits` and `--print-after` are of `--encoding word`; this bundle runs a fixed number of timesteps",
      {
        where: bundle.directory,
      },
    );
  }
  const { files, program, choices } = await compileRateFiles(bundle, overridden(bundle, { weightBits }), work);
  return { files, summary: summaryOf(bundle, program, choices, []) };
}

function summaryOf(bundle: Bundle, program: EventProgram, choices: CompileSummary["choices"], warnings: readonly string[]): CompileSummary {
  const layout = layoutOf(program);
  return {
    file: bundle.path(BUNDLE.event),
    choices,
    populations: program.populations.length,
    neurons: layout.neurons,
    inputLines: layout.inputLines,
    tableBytes: bytesOfTables(program),
    warnings,
  };
}

/** Crossbar of bundles without a configuration. */
const DEFAULT_CROSSBAR = "crossbar-16";

/** What the command line may say in place of the configuration. */
type Changes = { readonly [Key in "weightBits" | "maxTimesteps" | "stateBits" | "crossbar" | "chip" | "seed"]?: Config[Key] | undefined };

/** The bundle's configuration with the changes; they are written back, so that later verbs agree. */
function overridden(bundle: Bundle, changes: Changes): Config {
  const config = readConfig(bundle);
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const next = parseConfig({ ...config, ...given }, "command line");
  if (JSON.stringify(next) !== JSON.stringify(config)) bundle.write(new Map([[BUNDLE.config, json(next)]]));
  return next;
}

/** Target and seed for a bundle that may hold an event program alone, without a configuration. */
function backEndSettings(bundle: Bundle, changes: Pick<Changes, "crossbar" | "chip" | "seed">): Pick<Config, "crossbar" | "chip" | "seed"> {
  if (bundle.has(BUNDLE.config)) return overridden(bundle, changes);
  return { crossbar: changes.crossbar ?? DEFAULT_CROSSBAR, chip: changes.chip ?? "loihi1", seed: changes.seed ?? 1 };
}

export interface MapSummary extends MappingResult {
  readonly objective: Objective;
  /** The spikes that traffic was weighed by, and the cost table of the objective `energy`. */
  readonly weighedBy: string;
  readonly costs?: string;
  /** Synapses that deliver no multiple of 2^6, which a chip that shifts weights in two parts would lose (src/loihi/README.md). */
  readonly finerSynapses: number;
}

/** So many samples say which neurons spike, unless another number is given. */
const SPIKE_SAMPLES = 256;

/**
 * event.pb -> mapping.pb, mapping.json. Target and seed: the configuration's unless given. `samples` or `data`: traffic is
 * weighed by the spikes of the first samples of the dev part.
 */
export async function mapBundle(
  folder: string,
  options: WorkOptions & {
    readonly target?: string | undefined;
    readonly seed?: number | undefined;
    readonly objective?: Objective;
    /** File of a cost table. */
    readonly costs?: string;
    readonly data?: DatasetRequest;
    readonly samples?: number;
    readonly onPhase?: (phase: MapPhase) => void;
  } = {},
): Promise<MapSummary> {
  const bundle = createBundle(folder);
  const config = backEndSettings(bundle, { chip: options.target, seed: options.seed });
  const { files, mapped } = await mapFiles(bundle, config.chip, config.seed, {
    ...workOptions(options),
    ...(options.objective === undefined ? {} : { objective: options.objective }),
    ...(options.costs === undefined ? {} : { costs: chipCosts(options.costs) }),
    ...(options.data === undefined && options.samples === undefined ? {} : { samples: spikeSamples(bundle, options) }),
    ...(options.onPhase === undefined ? {} : { onPhase: options.onPhase }),
  });
  options.signal?.throwIfAborted();
  bundle.write(files);
  const { objective, weighedBy, costs } = mapped;
  return {
    ...mappingResult(mapped),
    objective,
    weighedBy,
    ...(costs === "" ? {} : { costs }),
    finerSynapses: finerSynapses(mapped, loadLoihiTarget(config.chip)),
  };
}

function chipCosts(file: string): ChipCostTable {
  const table = loadCostTable(file);
  if (table.kind === "chip") return table;
  throw inputError("map-costs", `'${table.name}' is a table of digital arithmetic; messages have costs in one of kind chip`, {
    where: file,
    hint: "Start from a copy of targets/costs/loihi-davies-2018.json.",
  });
}

/** Not of the test part: what a mapping is chosen by is not what it is measured on. */
function spikeSamples(
  bundle: Bundle,
  { data, samples = SPIKE_SAMPLES }: { readonly data?: DatasetRequest; readonly samples?: number },
): { batch: EventBatch; name: string } {
  const { batch, name } = loadBundleSamples(bundle, readProgram(bundle), { ...(data === undefined ? {} : { data }), part: "dev", limit: samples });
  if (batch.timesteps.length > 0) return { batch, name };
  throw inputError("map-samples", `the dev part of ${name} has no samples`, { hint: "Give more samples, or map without `--samples` and `--data`." });
}

export async function mapFiles(
  bundle: Bundle,
  target: string,
  seed: number,
  options: Omit<MapTargetOptions, "target" | "seed"> = {},
): Promise<{ files: Files; mapped: MappedProgram }> {
  const mapped = await map(readProgram(bundle), { ...legaliseOptions(bundle), ...options, target, seed });
  return {
    mapped,
    files: new Map<string, string | Uint8Array>([
      [BUNDLE.mapping, encodeMapping(mapped)],
      [BUNDLE.mappingJson, mappingJson(mapped)],
    ]),
  };
}

export interface RtlSummary {
  readonly folder: string;
  readonly files: readonly string[];
  readonly parameters: Readonly<Record<string, number>>;
}

/** event.pb -> rtl/, with a test bench of the given texts, of the given data's test part, or of the bundle's own. */
export async function rtlBundle(
  folder: string,
  options: WorkOptions & RtlShape & { readonly target?: string | undefined; readonly texts?: readonly string[]; readonly data?: DatasetRequest } = {},
): Promise<RtlSummary> {
  const bundle = createBundle(folder);
  const config = backEndSettings(bundle, { crossbar: options.target });
  const given = options.texts ?? [];
  const isMesh = options.cores !== undefined;
  if (isMesh && (given.length > 0 || options.data !== undefined)) {
    throw inputError("rtl-mesh-bench", "the Verilog of a mesh has no test bench, for which sentences or data were given", {
      hint: "Leave `--text` and `--data` out; `snnc sim --backend rtl --cores` compares a mesh with the golden simulator.",
    });
  }
  const hasData = !isMesh && bundle.has(BUNDLE.config) && bundle.has(BUNDLE.learning);
  const vectors =
    options.data !== undefined
      ? loadBundleSamples(bundle, readProgram(bundle), { data: options.data, limit: VECTORS }).batch
      : given.length > 0
        ? textEvents(bundle, given)
        : hasData
          ? textEvents(bundle, vectorTexts(loadBundleDataset(readConfig(bundle), readLearning(bundle)).test))
          : undefined;
  const { files, parameters } = await rtlFiles(bundle, config.crossbar, vectors, options);
  options.signal?.throwIfAborted();
  bundle.remove([BUNDLE.rtl]);
  bundle.write(files);
  return { folder: bundle.path(BUNDLE.rtl), files: [...files.keys()], parameters };
}

/** Events of texts for a bundle's test bench. */
export function textEvents(bundle: Bundle, texts: readonly string[]): EventBatch {
  return encodeTexts(readEncoder(bundle), texts).batch;
}

/** What is printed: one core or a mesh, as it is or wrapped. */
export interface RtlShape {
  readonly wrapper?: Wrapper | undefined;
  readonly cores?: MeshShape | undefined;
}

/** The files of rtl/; with `vectors`, a self-checking test bench of them. */
export async function rtlFiles(
  bundle: Bundle,
  target: string,
  vectors: EventBatch | undefined,
  { wrapper, cores }: RtlShape = {},
): Promise<{ files: Files; parameters: Readonly<Record<string, number>> }> {
  const program = readProgram(bundle);
  const { build, files } =
    cores !== undefined
      ? await emitMeshVerilog(program, cores, { target, wrapper })
      : await emitVerilog(program, { target, wrapper, ...(vectors === undefined ? {} : { samples: vectors, vectors: vectors.timesteps.length }) });
  return {
    files: new Map([...files].map(([name, text]) => [join(BUNDLE.rtl, name), text])),
    parameters: { ...build.image.parameters },
  };
}

export interface SimulationSummary {
  readonly figures: Readonly<Record<string, string | number>>;
  /** Of a mesh: each core's own, means a sample. */
  readonly cores?: readonly CoreFigures[];
}

export interface SimulateBundleOptions extends RtlWorkOptions, SampleRequest {
  readonly backend: BundleBackend;
  /** Crossbar target, or chip with backend `loihi`; the configuration's unless given. */
  readonly target?: string | undefined;
  readonly verify: boolean;
}

/** Runs samples; with `verify` compares RTL or emulator with the golden simulator on every event. */
export async function simulateBundle(folder: string, options: SimulateBundleOptions): Promise<SimulationSummary> {
  const bundle = openBundle(folder);
  if (options.backend === "golden" && isRateBundle(bundle)) return { figures: await simulateRateBundle(bundle, options) };
  const program = readProgram(bundle);
  const { batch, labels, unit } = loadBundleSamples(bundle, program, options);
  const accuracy = (decisions: ArrayLike<number>): Record<string, number> =>
    labels === undefined ? {} : { "accuracy, %": accuracyPercent(decisions, labels) };
  if (options.backend === "loihi") {
    const emulated = emulatedBundle(bundle, program, options.target);
    const run: EmulatedRun = options.verify ? await verifyEmulated(emulated, batch, options) : await emulate(emulated, batch, options);
    const { comparison } = run;
    return {
      figures: {
        backend: run.backend,
        ...accuracy(run.result.decisions),
        samples: run.result.samples,
        ...(comparison === undefined ? {} : comparedFigures(comparison)),
        ...eventFigures(run.result, unit),
      },
    };
  }
  const target = options.target ?? (bundle.has(BUNDLE.config) ? readConfig(bundle).crossbar : DEFAULT_CROSSBAR);
  if (options.backend === "rtl" && options.verify) {
    const build = options.cores === undefined ? buildCrossbar(program, target) : buildMesh(program, target, options.cores);
    const { rtl, comparison, simulator } = await verifyRtl(build, batch, bundle.path("mismatch.vcd"), options);
    return {
      figures: {
        backend: simulator,
        ...accuracy(rtl.decisions),
        samples: comparison.samples,
        ...comparedFigures(comparison),
        [`cycles a ${unit}`]: rtl.cycles === undefined ? 0 : meanOf(rtl.cycles.cycles),
        [`operations a ${unit}`]: meanOf(rtl.counters.synapticOperations),
        ...meshFigures(rtl, unit),
      },
      ...(rtl.mesh === undefined ? {} : { cores: coreFigures(rtl) }),
    };
  }
  const { result, backend } = await simulate(program, batch, { ...options, backend: options.backend, target, spikes: false });
  return {
    figures: {
      backend,
      ...accuracy(result.decisions),
      samples: result.samples,
      ...eventFigures(result, unit),
      ...(result.cycles === undefined ? {} : { [`cycles a ${unit}`]: meanOf(result.cycles.cycles) }),
      ...meshFigures(result, unit),
    },
    ...(result.mesh === undefined ? {} : { cores: coreFigures(result) }),
  };
}

function comparedFigures({ spikesCompared, membranesCompared, outputsCompared, mismatches }: Comparison): Record<string, number> {
  return { "spikes compared": spikesCompared, "membranes compared": membranesCompared, "outputs compared": outputsCompared, mismatches };
}

function eventFigures({ counters }: BatchResult, unit: string): Record<string, number> {
  return {
    [`operations a ${unit}`]: meanOf(counters.synapticOperations),
    [`spikes a ${unit}`]: meanOf(counters.spikes),
    [`neuron updates a ${unit}`]: meanOf(counters.neuronUpdates),
  };
}

export async function explainBundle(folder: string, text: string): Promise<Explanation> {
  const bundle = openBundle(folder);
  const [explanation] = await explainTexts(readProgram(bundle), readEncoder(bundle), [{ text }]);
  if (explanation === undefined) throw new Error("no explanation for a text");
  return explanation;
}

/** Measures the bundle's program on its test set, unless that is done; writes results.json. */
export async function measureBundle(
  bundle: Bundle,
  options: WorkOptions & { readonly repeat?: readonly string[]; readonly tables?: readonly CostTable[] } = {},
): Promise<{ reused: boolean; seconds: number }> {
  const tables = options.tables ?? loadCostTables();
  const config = readConfig(bundle);
  const learning = readLearning(bundle);
  const dataset = loadBundleDataset(config, learning);
  const chip = loadLoihiTarget(config.chip);
  const crossbar = loadCrossbarTarget(config.crossbar);
  const files = [BUNDLE.event, BUNDLE.encoder, BUNDLE.learning, BUNDLE.config].map((name) => bundle.read(name));
  return await bundle.stage("measure", [...files, JSON.stringify([chip, crossbar, tables.filter(({ kind }) => kind === "chip")])], async () => {
    const program = readProgram(bundle);
    return resultsFile(
      await measure(
        {
          program,
          encoder: readEncoder(bundle),
          crossbar: buildCrossbar(program, crossbar),
          chip,
          boards: loadBoards(),
          tables,
          dev: labelled(dataset.dev),
          test: labelled(dataset.test),
          learning,
          provenance: { snnc: packageVersion(), preset: config.preset, seed: config.seed, tensorflow: learning.backend, node: process.version },
          repeat: options.repeat ?? repeatOf(config, learning),
          seed: config.seed,
          waveform: bundle.path("mismatch.vcd"),
          compiled: bundle.has(BUNDLE.compiled) ? readChoices(bundle) : {},
        },
        options,
      ),
    );
  });
}

/** Figures of two reports, side by side. */
export function compareBundles(a: string, b: string): { figure: string; a: number | string; b: number | string; ratio?: number }[] {
  const [left, right] = [figuresOf(readReport(a)), figuresOf(readReport(b))];
  return Object.keys({ ...left, ...right }).map((figure) => {
    const [x, y] = [left[figure] ?? "-", right[figure] ?? "-"];
    const ratio = typeof x === "number" && typeof y === "number" && x !== 0 ? y / x : undefined;
    return { figure, a: x, b: y, ...(ratio === undefined ? {} : { ratio }) };
  });
}

function figuresOf(report: ReportData): Record<string, number | string> {
  const figures: Record<string, number | string> = { dataset: report.dataset.name };
  for (const [name, value] of Object.entries(report.accuracy)) figures[`accuracy.${name}`] = value;
  for (const [name, value] of Object.entries(report.perInference)) figures[`perInference.${name}`] = value;
  figures["rtl.sopPerCycle"] = report.rtl.sopPerCycle;
  figures["mapping.cores"] = report.mapping.cores;
  for (const line of report.energy) figures[`pJ ${line.table} ${line.kind} ${line.id}`] = line.picojoulesPerInference;
  return figures;
}

function readReport(path: string): ReportData {
  if (!existsSync(path)) throw inputError("file-missing", "no such file or folder", { where: path });
  const file = statSync(path).isDirectory() ? openBundle(path).path(BUNDLE.report) : path;
  if (!existsSync(file))
    throw inputError("bundle-file-missing", `the bundle has no ${BUNDLE.report}`, { where: path, hint: "Run `snnc report` first." });
  return parseReport(readFileSync(file, "utf8"), file);
}

/** Commands that make the same bundle again, from its own configuration. */
const REPEAT: readonly string[] = [
  "snnc train --config BUNDLE/snnc.config.json -o AGAIN",
  "snnc convert AGAIN",
  "snnc compile AGAIN",
  "snnc rtl AGAIN",
  "snnc map AGAIN",
  "snnc report AGAIN",
];

/** The commands, saying both widths where a bundle was compiled for another one than it was converted for. */
export function repeatOf({ weightBits }: Pick<Config, "weightBits">, { trainedFor }: Pick<LearningSummary, "trainedFor">): readonly string[] {
  const convertedFor = trainedFor?.weightBits ?? ROUNDED_BITS;
  if (convertedFor === weightBits) return REPEAT;
  const widthOf: Readonly<Record<string, number>> = { "snnc convert AGAIN": convertedFor, "snnc compile AGAIN": weightBits };
  return REPEAT.map((command) => (command in widthOf ? `${command} --weight-bits ${widthOf[command]}` : command));
}

/** Texts whose expected results an emitted test bench holds. */
const VECTORS = 24;

/** Some samples of the test set, spread over it, as vectors of the emitted test bench. */
export function vectorTexts(test: readonly Example[]): string[] {
  const step = Math.max(1, Math.floor(test.length / VECTORS));
  return test
    .filter((_, i) => i % step === 0)
    .slice(0, VECTORS)
    .map((example) => example.text);
}
