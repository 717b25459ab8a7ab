/**
 * Bundles on a Loihi-style chip, side by side: each is legalised and mapped, its test samples run on the emulator, are
 * compared with the golden simulator as they run, counted, priced and timed by every cost table of the chip.
 */
import { basename } from "node:path";
import { compareResults, describeMismatch } from "../cosim/compare.js";
import { encodeRateIds } from "../encode/rate-texts.js";
import { chipTimes, priceChip } from "../energy/chip.js";
import { type CostTable, describeCostTable } from "../energy/costs.js";
import { sliceBatch } from "../event/batch.js";
import { layoutOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import type { EventBatch } from "../event/run.js";
import { finerSynapses } from "../loihi/delivered.js";
import { loihiEmulator } from "../loihi/emulator.js";
import { chipCounter, tilesInUse } from "../loihi/events.js";
import { legaliseForLoihi } from "../loihi/legalise.js";
import type { MapPhase } from "../loihi/map.js";
import { type MappedProgram, mappingResult } from "../loihi/mapping.js";
import { coreCount, type LoihiTarget } from "../loihi/target.js";
import { renderChipReport } from "../report/chip.js";
import { serializeReport } from "../report/json.js";
import { goldenSimulator } from "../sim/golden.js";
import type { ChipEventMeans, ChipRan, ChipReport, ChipRun } from "../util/chip-report.js";
import { checkError, formatDiagnostic, SnncError } from "../util/diagnostics.js";
import { type WorkOptions, workOptions } from "../util/progress.js";
import { extendBatch } from "../verilog/legalise.js";
import { readAnyEncoder, readProgram } from "./artefacts.js";
import { BUNDLE, type Bundle, createBundle, openBundle } from "./bundle.js";
import { readConfig } from "./bundle-files.js";
import { loadBundleSamples, type SampleRequest } from "./bundle-samples.js";
import { accuracyPercent } from "./compile.js";
import { bytesOfTables } from "./counts.js";
import { legaliseOptions } from "./emulate.js";
import { map } from "./map.js";
import { packageVersion } from "./package.js";
import { rateTextsOf } from "./rate-bundle.js";
import { loadCostTable, loadCostTables, loadLoihiTarget } from "./targets.js";

export { chipNotes, chipRows } from "../report/chip.js";

export interface ChipOptions extends SampleRequest, WorkOptions {
  /** Name of a target or path of its JSON (default: loihi1). */
  readonly target?: string;
  /** Seed of partition and placement (default 1). */
  readonly seed?: number;
  /** Samples that are compared with the golden simulator (default: all that run). */
  readonly verify?: number;
  /** A cost table of the user's, beside the built-in ones. */
  readonly costs?: string;
  readonly onPhase?: (bundle: string, phase: MapPhase) => void;
  /** Told how long a bundle's samples took on the emulator, in seconds, everything else apart. */
  readonly onEmulated?: (bundle: string, samples: number, seconds: number) => void;
}

/** File names of what is written. */
export const CHIP_FILES = { report: "chip.json", html: "chip.html" } as const;

/**
 * Runs every bundle. A bundle that the chip refuses is part of the result, with the reasons and the way out. Throws
 * SnncError (check) where emulator and golden simulator differ.
 */
export async function runOnChips(folders: readonly string[], options: ChipOptions = {}): Promise<ChipReport> {
  const target = loadLoihiTarget(options.target ?? "loihi1");
  const own = options.costs === undefined ? undefined : loadCostTable(options.costs);
  const builtIn = loadCostTables().filter(({ name }) => name !== own?.name);
  const tables = [...(own === undefined ? [] : [own]), ...builtIn].filter(({ kind }) => kind === "chip");
  const runs: ChipRun[] = [];
  for (const folder of folders) runs.push(await runBundle(openBundle(folder), folder, target, tables, options));
  return {
    schema: "snnc-chip-report/1",
    provenance: { snnc: packageVersion(), seed: options.seed ?? 1, node: process.version },
    target: target.name,
    cores: coreCount(target),
    runs,
    costTables: tables.map(describeCostTable),
  };
}

/** Writes chip.json and chip.html into a folder; returns the page's path. */
export function writeChipReport(folder: string, report: ChipReport): string {
  const bundle = createBundle(folder);
  bundle.write(
    new Map([
      [CHIP_FILES.report, serializeReport(report)],
      [CHIP_FILES.html, renderChipReport(report)],
    ]),
  );
  return bundle.path(CHIP_FILES.html);
}

async function runBundle(bundle: Bundle, folder: string, target: LoihiTarget, tables: readonly CostTable[], options: ChipOptions): Promise<ChipRun> {
  const program = readProgram(bundle);
  const samples = samplesOf(bundle, program, options);
  const { neurons, inputLines } = layoutOf(program);
  const about = {
    bundle: basename(bundle.directory),
    encoding: encodingOf(bundle),
    data: samples.name,
    unit: samples.unit,
    network: { neurons, inputLines, tableBytes: bytesOfTables(program) },
  } as const;
  const softReset = legaliseOptions(bundle);
  try {
    const mapped = await map(program, {
      ...softReset,
      ...workOptions(options),
      target: options.target ?? target.name,
      seed: options.seed ?? 1,
      onPhase: (phase) => options.onPhase?.(folder, phase),
    });
    const { program: legal, extraTimesteps, leaky } = legaliseForLoihi(program, target, softReset);
    const placed = { folder, program, legal, mapped, target, extraTimesteps, leaky };
    return { ...about, mapping: mappingResult(mapped), ran: await runSamples(placed, samples, tables, options) };
  } catch (error) {
    if (!(error instanceof SnncError) || error.kind !== "check" || isMismatch(error)) throw error;
    const refusal = error.diagnostics.map(formatDiagnostic).join("\n");
    return { ...about, mapping: { target: target.name, cores: 0, utilization: [], refusal } };
  }
}

const MISMATCH = "loihi-mismatch";

/** Neither is an answer: a difference to the golden simulator, and what the user stopped. */
function isMismatch({ diagnostics }: SnncError): boolean {
  return diagnostics.some(({ code }) => code === MISMATCH || code === "interrupted");
}

interface Placed {
  readonly folder: string;
  /** The bundle's own. */
  readonly program: EventProgram;
  readonly legal: EventProgram;
  readonly mapped: MappedProgram;
  readonly target: LoihiTarget;
  readonly extraTimesteps: number;
  readonly leaky: readonly string[];
}

async function runSamples(placed: Placed, samples: ChipSamples, tables: readonly CostTable[], options: ChipOptions): Promise<ChipRan> {
  const { folder, program, legal, mapped, target, extraTimesteps, leaky } = placed;
  const { signal, onProgress, verify = samples.count } = options;
  const emulator = loihiEmulator(mapped, target);
  const golden = goldenSimulator(legal);
  const original = goldenSimulator(program);
  const counter = chipCounter(mapped, legal, chipTimes(tables, tilesInUse(mapped)));
  const decisions = new Uint16Array(samples.count);
  const checked = { samples: 0, spikes: 0, membranes: 0, sameDecisions: 0 };
  const run = { spikes: true, membranes: true, ...(signal === undefined ? {} : { signal }) };
  let seconds = 0;
  for (let first = 0; first < samples.count; first += samples.chunk) {
    onProgress?.({ stage: `emulating ${folder}`, done: first, total: samples.count });
    signal?.throwIfAborted();
    const last = Math.min(samples.count, first + samples.chunk);
    const events = samples.events(first, last);
    const batch = extendBatch(events, extraTimesteps);
    const started = performance.now();
    const emulated = await emulator.run(batch, run);
    seconds += (performance.now() - started) / 1000;
    counter.add(batch, emulated);
    decisions.set(emulated.decisions, first);
    if (first >= verify) continue;
    const comparison = compareResults(await golden.run(batch, run), emulated, legal);
    if (comparison.first !== undefined) {
      throw checkError(
        MISMATCH,
        `${folder}: emulator and golden simulator differ, samples counted from ${first}: ${describeMismatch(comparison.first)}`,
        {
          hint: "It is a bug of snnc; please report it with the bundle.",
        },
      );
    }
    const own = await original.run(events, signal === undefined ? {} : { signal });
    checked.samples += last - first;
    checked.spikes += comparison.spikesCompared;
    checked.membranes += comparison.membranesCompared;
    checked.sameDecisions += own.decisions.reduce((same, decision, i) => same + (decision === emulated.decisions[i] ? 1 : 0), 0);
  }
  options.onEmulated?.(folder, samples.count, seconds);
  const events = counter.counts();
  const prices = tables.flatMap((table) => (table.kind === "chip" ? [priceChip(events, table)] : []));
  const { labels } = samples;
  return {
    samples: samples.count,
    of: samples.of,
    ...(labels === undefined ? {} : { accuracy: accuracyPercent(decisions, labels) }),
    checked,
    leaky,
    finerSynapses: finerSynapses(mapped, target),
    events: meansOf(events),
    energy: prices.map(({ line }) => ({ ...line, id: `${line.id}-${folder}`, system: `${basename(folder)} on ${mapped.target}` })),
    notPriced: prices.flatMap(({ notPriced }) => notPriced).map((item) => ({ ...item, what: `${basename(folder)} on ${item.what}` })),
  };
}

/** Without the latency, which stands at its line of energy. */
function meansOf({ latency: _, target: __, ...means }: ReturnType<ReturnType<typeof chipCounter>["counts"]>): ChipEventMeans {
  return means;
}

/** Samples as events, some at a time: those of a text by rates fill megabytes. */
interface ChipSamples {
  readonly name: string;
  readonly unit: "sentence" | "sample";
  readonly count: number;
  /** Of which `count` are the first. */
  readonly of: number;
  readonly chunk: number;
  readonly labels?: ArrayLike<number>;
  events(first: number, last: number): EventBatch;
}

function samplesOf(bundle: Bundle, program: EventProgram, { limit, data, part }: ChipOptions): ChipSamples {
  const request = { ...(data === undefined ? {} : { data }), ...(part === undefined ? {} : { part }) };
  const encoder = readAnyEncoder(bundle);
  const shown = (count: number): number => Math.min(count, limit ?? count);
  if ("kind" in encoder && encoder.kind === "rateTexts") {
    const { name, texts, labels } = rateTextsOf(bundle, program, request);
    const count = shown(labels.length);
    return {
      name,
      unit: "sentence",
      count,
      of: labels.length,
      chunk: 16,
      labels: labels.slice(0, count),
      events: (first, last) => encodeRateIds(encoder, { start: texts.start.subarray(first, last + 1), ids: texts.ids }, first).batch,
    };
  }
  const { name, unit, batch, labels } = loadBundleSamples(bundle, program, request);
  const of = batch.timesteps.length;
  const count = shown(of);
  return {
    name,
    unit,
    count,
    of,
    chunk: 64,
    ...(labels === undefined ? {} : { labels: Array.from(labels).slice(0, count) }),
    events: (first, last) => sliceBatch(batch, first, last),
  };
}

function encodingOf(bundle: Bundle): string {
  const encoder = readAnyEncoder(bundle);
  if ("kind" in encoder) return encoder.kind === "rateTexts" ? `rate, T = ${encoder.timesteps}` : encoder.encoding.kind;
  return bundle.has(BUNDLE.config) ? readConfig(bundle).encoding : "word";
}
