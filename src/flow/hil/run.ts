/** `snnc hil`: a bundle's samples through a device, each compared with the golden simulator; accuracy, latency, energy. */
import { createHash } from "node:crypto";
import { compareResults, describeMismatch, type Mismatch } from "../../cosim/compare.js";
import type { RunAnswer } from "../../cosim/harness.js";
import { COUNTER, collect } from "../../cosim/samples.js";
import { priceCrossbar } from "../../energy/spiking.js";
import { sliceBatch } from "../../event/batch.js";
import type { BatchResult, EventBatch } from "../../event/run.js";
import { type Board, openBoard, type SampleTime } from "../../hil/board.js";
import type { LinkStatistics } from "../../hil/link.js";
import { PING_LIMIT } from "../../hil/messages.js";
import { goldenSimulator } from "../../sim/golden.js";
import { readUserFile } from "../../tools/files.js";
import { checkError, inputError } from "../../util/diagnostics.js";
import type { WorkOptions } from "../../util/progress.js";
import { nearestRank } from "../../util/statistics.js";
import { extendBatch } from "../../verilog/legalise.js";
import { readProgram } from "../artefacts.js";
import { BUNDLE, type Bundle, openBundle } from "../bundle.js";
import { readConfig } from "../bundle-files.js";
import { type BundleSamples, loadBundleSamples, type SampleRequest } from "../bundle-samples.js";
import { countCrossbar, countSnn } from "../counts.js";
import { buildCrossbar, type CrossbarBuild } from "../rtl.js";
import { loadCostTables } from "../targets.js";
import { type DeviceChoice, lineTo } from "./lines.js";
import { type KeptMismatch, keepMismatch } from "./mismatch.js";
import { type Interval, joulesWithin, parsePowerCsv, secondsWithin } from "./power.js";
import { noResults, openResults, type SampleRecord } from "./records.js";

export interface HilOptions extends WorkOptions, SampleRequest {
  readonly device: DeviceChoice;
  /** Crossbar target; the configuration's unless given. */
  readonly target?: string | undefined;
  /** Goes on after a mismatch (default: stops at the first). */
  readonly keepGoing?: boolean;
  /** File of results, a JSON line a sample. */
  readonly out?: string | undefined;
  /** Goes on with the file. */
  readonly resume?: boolean;
  /** A sample only when the one before is answered. */
  readonly oneAtATime?: boolean;
  readonly power?: PowerSource | undefined;
  /** Seconds without a word of the device (default 20). */
  readonly patienceSeconds?: number;
  /** Told when a connection or a session was lost. */
  readonly onNote?: (note: string) => void;
}

/** What the board draws: one figure, or a meter's file. */
export type PowerSource = { readonly kind: "watts"; readonly watts: number } | { readonly kind: "csv"; readonly file: string };

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface LinkFigures extends Omit<LinkStatistics, "roundTrips"> {
  /** Payload bytes delivered for the first time / all bytes that the host sent and received. */
  readonly usefulByteFraction: number;
  readonly roundTripMilliseconds?: Percentiles;
}

export interface HilResult {
  readonly schema: "snnc-hil-report/1";
  readonly backend: DeviceChoice["kind"];
  readonly device: string;
  readonly data: string;
  readonly unit: BundleSamples["unit"];
  readonly samples: number;
  /** Of those, in the file of results before this run. */
  readonly resumed: number;
  readonly accuracyPercent?: number;
  readonly equality: {
    readonly samples: number;
    readonly mismatches: number;
    /** False where the device has no counters: then outputs and decisions alone were compared. */
    readonly counters: boolean;
    readonly first?: string;
    /** Where the first one is stored. */
    readonly kept?: KeptMismatch;
  };
  /** From the first frame of a sample to its result, on the host's clock, waiting in the window included. */
  readonly hostLatencySeconds: Percentiles;
  readonly oneAtATime: boolean;
  /** Cycles of the core / its clock; absent where the device counts none. */
  readonly deviceLatencySeconds?: Percentiles & { readonly clockHz: number };
  readonly samplesPerSecond: number;
  readonly link: LinkFigures;
  /** Words of 32 bits that the device did not hold yet. */
  readonly loadedWords: number;
  readonly energy: readonly HilEnergy[];
}

export interface HilEnergy {
  readonly kind: "measured" | "estimated";
  readonly joulesPerSample: number;
  /** The power, or the cost table. */
  readonly from: string;
}

/** Runs the samples. Throws SnncError (check, `hil-mismatch`) at the first difference from the golden simulator. */
export async function runHil(folder: string, options: HilOptions): Promise<HilResult> {
  const bundle = openBundle(folder);
  const build = buildOf(bundle, options.target);
  const samples = loadBundleSamples(bundle, readProgram(bundle), options);
  const batch = extendBatch(samples.batch, build.extraTimesteps);
  const total = batch.timesteps.length;
  if (total === 0) throw inputError("hil-no-samples", `the data '${samples.name}' holds no samples for this part`, { hint: "Add `--part all`." });
  const series = options.power?.kind === "csv" ? readPower(options.power.file) : undefined;
  const head = {
    schema: "snnc-hil/1",
    bundle: bundleHash(bundle),
    data: dataHash(samples, batch),
    backend: options.device.kind,
    samples: total,
  } as const;
  const file =
    options.out === undefined ? (options.resume === true ? wantsOut() : noResults()) : openResults(options.out, head, options.resume === true);
  const records = new Array<SampleRecord | undefined>(total).fill(undefined);
  for (const record of file.earlier) records[record.sample] = record;
  const resumed = records.filter((record) => record !== undefined).length;

  try {
    const golden = await goldenSimulator(build.program).run(batch, {
      spikes: true,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onProgress: (done, of) => options.onProgress?.({ stage: "golden simulator", done, total: of }),
    });
    const left = records.flatMap((record, sample) => (record === undefined ? [sample] : []));
    const mismatches: Mismatch[] = [];
    /** The first sample that differs, stored beside the results. */
    const keepFirst = async (): Promise<KeptMismatch | undefined> => {
      const record = mismatches.length === 0 ? undefined : records[mismatches[0].sample];
      if (record === undefined) return undefined;
      const { sample } = record;
      const stem = options.out === undefined ? bundle.path(`hil-mismatch-${sample}`) : `${options.out}.mismatch-${sample}`;
      const expected = [...golden.outputs.subarray(sample * golden.classes, (sample + 1) * golden.classes)];
      const isSimulated = options.device.kind === "rtl";
      return await keepMismatch(stem, { build, batch, sample, record, expected, difference: describe(mismatches[0], samples), isSimulated }, options);
    };
    const running = onDevice(build, options, async (board) => {
      const started = performance.now();
      let lastNote = started;
      await board.runEach(
        selected(batch, left),
        (index, answer, time) => {
          const sample = left[index];
          const { record, mismatch } = judged(sample, answer, time, { build, batch, samples, golden, hasCounters: board.hasCounters });
          records[sample] = record;
          file.add(record);
          if (mismatch !== undefined) mismatches.push(mismatch);
          if (mismatch !== undefined && options.keepGoing !== true) throw new StoppedByMismatch();
          const done = resumed + index + 1;
          if (performance.now() - lastNote < 200 && done < total) return;
          lastNote = performance.now();
          const rate = (index + 1) / ((lastNote - started) / 1000);
          options.onProgress?.({ stage: "on the device", done, total, note: `${rate.toFixed(0)} ${samples.unit}s/s` });
        },
        options.signal === undefined ? {} : { signal: options.signal },
      );
      return {
        seconds: (performance.now() - started) / 1000,
        identity: board.identity,
        hasCounters: board.hasCounters,
        statistics: board.statistics(),
        loadedWords: board.loadedWords(),
        description: board.description,
      };
    });
    const ran = await running.catch(async (error: unknown) => {
      throw error instanceof StoppedByMismatch ? mismatchError(mismatches[0], samples, options.out, await keepFirst()) : error;
    });
    const kept = await keepFirst();
    const all = records.flatMap((record) => record ?? []);
    const intervals = all.map(({ sentAt, answeredAt }): Interval => [sentAt, answeredAt]);
    const { clockHz } = ran.identity;
    const cycles = all.flatMap(({ counters }) => counters?.[COUNTER.cycles] ?? []);
    const first = mismatches[0] ?? undefined;
    return {
      schema: "snnc-hil-report/1",
      backend: options.device.kind,
      device: ran.description,
      data: samples.name,
      unit: samples.unit,
      samples: all.length,
      resumed,
      ...accuracyOf(all),
      equality: {
        samples: all.length,
        mismatches: all.filter(({ equal }) => !equal).length,
        counters: ran.hasCounters,
        ...(first === undefined ? {} : { first: describe(first, samples) }),
        ...(kept === undefined ? {} : { kept }),
      },
      hostLatencySeconds: percentiles(intervals.map(([from, to]) => to - from)),
      oneAtATime: options.oneAtATime === true,
      ...(clockHz > 0 && cycles.length > 0 ? { deviceLatencySeconds: { ...percentiles(cycles.map((count) => count / clockHz)), clockHz } } : {}),
      samplesPerSecond: left.length / ran.seconds,
      link: linkFigures(ran.statistics),
      loadedWords: ran.loadedWords,
      energy: energyOf({ build, batch, golden, all, intervals, power: options.power, series }),
    };
  } finally {
    file.close();
  }
}

export interface SelfTest {
  readonly schema: "snnc-hil-self-test/1";
  readonly device: string;
  readonly identity: Board["identity"];
  readonly pings: number;
  readonly roundTripMilliseconds: Percentiles;
  readonly link: LinkFigures;
  readonly loadedWords: number;
}

const PINGS = 64;

/** Opens the line, brings the image to the device, and sends bytes of every kind there and back. */
export async function selfTestHil(folder: string, options: Omit<HilOptions, keyof SampleRequest>): Promise<SelfTest> {
  const bundle = openBundle(folder);
  const build = buildOf(bundle, options.target);
  return await onDevice(build, options, async (board) => {
    const times: number[] = [];
    for (let i = 0; i < PINGS; i++) {
      options.signal?.throwIfAborted();
      options.onProgress?.({ stage: "there and back", done: i, total: PINGS });
      // Zeros, ones, a count through all values, and lengths from nothing to the longest.
      const length = i % 4 === 3 ? Math.floor((i * PING_LIMIT) / PINGS) : PING_LIMIT;
      times.push(await board.ping(Uint8Array.from({ length }, (_, at) => (i % 4 === 0 ? 0 : i % 4 === 1 ? 0xff : (at + i * 7) & 0xff))));
    }
    return {
      schema: "snnc-hil-self-test/1",
      device: board.description,
      identity: board.identity,
      pings: PINGS,
      roundTripMilliseconds: percentiles(times),
      link: linkFigures(board.statistics()),
      loadedWords: board.loadedWords(),
    };
  });
}

async function onDevice<T>(build: CrossbarBuild, options: HilOptions, work: (board: Board) => Promise<T>): Promise<T> {
  const { line, close } = await lineTo(options.device, build, options);
  try {
    const board = await openBoard(line, build.image, {
      signal: options.signal,
      ...(options.oneAtATime === undefined ? {} : { oneAtATime: options.oneAtATime }),
      ...(options.patienceSeconds === undefined ? {} : { patienceSeconds: options.patienceSeconds }),
      onNote: options.onNote,
      onProgress: (done, total) => options.onProgress?.({ stage: "loading the image", done, total, note: line.description }),
    });
    try {
      if (board.identity.features.external_weights) {
        options.onNote?.("the device's weights are in its own flash, which is not looked at: `snnc synth --weights flash` wrote them for one bundle");
      }
      return await work(board);
    } finally {
      await board.close();
    }
  } finally {
    await close();
  }
}

/** The bundle's image for its own target, or another one. */
export function buildOf(bundle: Bundle, target: string | undefined): CrossbarBuild {
  return buildCrossbar(readProgram(bundle), target ?? (bundle.has(BUNDLE.config) ? readConfig(bundle).crossbar : "crossbar-16"));
}

interface Known {
  readonly build: CrossbarBuild;
  readonly batch: EventBatch;
  readonly samples: BundleSamples;
  readonly golden: BatchResult;
  readonly hasCounters: boolean;
}

/** A sample's record, and where the device differs from the golden simulator. */
function judged(sample: number, answer: RunAnswer, time: SampleTime, { build, batch, samples, golden, hasCounters }: Known) {
  const one = sliceBatch(batch, sample, sample + 1);
  const expected = resultOf(golden, sample);
  const read = collect(build.image, one, [answer], {});
  const got: BatchResult = hasCounters ? read : { ...read, counters: expected.counters };
  const { first } = compareResults(expected, got, build.program);
  const { classes } = build.program.readout;
  const record: SampleRecord = {
    sample,
    ...(samples.unit === "sentence" ? { text: samples.texts[sample] } : {}),
    ...(samples.labels === undefined ? {} : { label: classes[samples.labels[sample]] }),
    decided: classes[got.decisions[0]],
    outputs: [...got.outputs],
    equal: first === undefined,
    ...(hasCounters ? { counters: [...answer.counters] } : {}),
    sentAt: unixSeconds(time.sentAt),
    answeredAt: unixSeconds(time.answeredAt),
  };
  return { record, mismatch: first === undefined ? undefined : { ...first, sample } };
}

function unixSeconds(milliseconds: number): number {
  return (performance.timeOrigin + milliseconds) / 1000;
}

/** One sample's part of a result. */
function resultOf({ classes, outputs, decisions, counters }: BatchResult, sample: number): BatchResult {
  const one = (counts: Uint32Array): Uint32Array => counts.slice(sample, sample + 1);
  return {
    samples: 1,
    classes,
    outputs: outputs.slice(sample * classes, (sample + 1) * classes),
    decisions: decisions.slice(sample, sample + 1),
    counters: {
      synapticOperations: one(counters.synapticOperations),
      inputEvents: one(counters.inputEvents),
      spikes: one(counters.spikes),
      neuronUpdates: one(counters.neuronUpdates),
      timesteps: one(counters.timesteps),
    },
  };
}

function describe(mismatch: Mismatch, samples: BundleSamples): string {
  const text = samples.unit === "sentence" ? ` ("${samples.texts[mismatch.sample]?.slice(0, 200)}")` : "";
  return describeMismatch(mismatch).replace(/^sample \d+/, (name) => name + text);
}

/** Ends a run that does not keep going. */
class StoppedByMismatch extends Error {}

function mismatchError(mismatch: Mismatch, samples: BundleSamples, out: string | undefined, kept: KeptMismatch | undefined): Error {
  const files = kept === undefined ? [] : [kept.file, ...(kept.waveform === undefined ? [] : [kept.waveform])];
  const wave = kept?.waveform === undefined ? `; \`snnc sim --backend rtl --wave out.fst --sample ${mismatch.sample}\` shows it in the core` : "";
  return checkError("hil-mismatch", `the device differs from the golden simulator: ${describe(mismatch, samples)}`, {
    hint: `\`--keep-going\` runs the others too; the sample is kept in ${files.join(" and ")}${wave}${out === undefined ? "" : `; results so far are in ${out}`}.`,
  });
}

/** The samples of these numbers, as a batch. */
function selected(batch: EventBatch, numbers: readonly number[]): EventBatch {
  if (numbers.length === batch.timesteps.length) return batch;
  const length = (sample: number): number => batch.sampleStart[sample + 1] - batch.sampleStart[sample];
  const sampleStart = new Uint32Array(numbers.length + 1);
  numbers.forEach((sample, i) => {
    sampleStart[i + 1] = sampleStart[i] + length(sample);
  });
  const time = new Uint32Array(sampleStart[numbers.length]);
  const line = new Uint32Array(time.length);
  numbers.forEach((sample, i) => {
    const [from, to] = [batch.sampleStart[sample], batch.sampleStart[sample + 1]];
    time.set(batch.time.subarray(from, to), sampleStart[i]);
    line.set(batch.line.subarray(from, to), sampleStart[i]);
  });
  return { sampleStart, time, line, timesteps: Uint32Array.from(numbers, (sample) => batch.timesteps[sample]) };
}

function accuracyOf(records: readonly SampleRecord[]): { readonly accuracyPercent?: number } {
  const labelled = records.filter(({ label }) => label !== undefined);
  if (labelled.length === 0) return {};
  return { accuracyPercent: (100 * labelled.filter(({ label, decided }) => label === decided).length) / labelled.length };
}

/** By nearest rank; zeros of nothing. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = Float64Array.from(values).sort();
  const at = (percentile: number): number => nearestRank(sorted, percentile) ?? 0;
  return { p50: at(50), p95: at(95), p99: at(99), max: at(100) };
}

export function linkFigures({ roundTrips, ...counts }: LinkStatistics): LinkFigures {
  return {
    ...counts,
    usefulByteFraction: counts.payloadBytes / Math.max(1, counts.bytesSent + counts.bytesReceived),
    ...(roundTrips.length === 0 ? {} : { roundTripMilliseconds: percentiles(roundTrips) }),
  };
}

interface EnergyInput {
  readonly build: CrossbarBuild;
  readonly batch: EventBatch;
  readonly golden: BatchResult;
  readonly all: readonly SampleRecord[];
  readonly intervals: readonly Interval[];
  readonly power: PowerSource | undefined;
  readonly series: ReturnType<typeof readPower> | undefined;
}

/** Measured where the power was; else the core's counters times each digital cost table, memory included. */
function energyOf({ build, batch, golden, all, intervals, power, series }: EnergyInput): HilEnergy[] {
  if (power?.kind === "watts") {
    return [
      { kind: "measured", joulesPerSample: (power.watts * secondsWithin(intervals)) / all.length, from: `${power.watts} W over the time of the run` },
    ];
  }
  if (power?.kind === "csv" && series !== undefined) {
    return [
      {
        kind: "measured",
        joulesPerSample: joulesWithin(series, intervals, power.file) / all.length,
        from: `${power.file}, over the time of the samples`,
      },
    ];
  }
  const counted = all.flatMap(({ counters }) => (counters === undefined ? [] : [counters]));
  if (counted.length < all.length || all.length === 0) return [];
  const of = (index: number): Uint32Array => Uint32Array.from(counted, (counters) => counters[index]);
  const cycles = {
    cycles: of(COUNTER.cycles),
    weightWordsRead: of(COUNTER.weightWordsRead),
    busyCycles: of(COUNTER.busyCycles),
    groupUpdates: of(COUNTER.groupUpdates),
  };
  const snn = countSnn(build.program, build.image, batch, golden);
  const counts = countCrossbar(build.program, build.image, snn, { cycles, counters: { timesteps: batch.timesteps } }, build.target.clockHz);
  return loadCostTables().flatMap((table) => {
    if (table.kind !== "digital") return [];
    const line = priceCrossbar(counts, table).findLast(({ kind }) => kind === "arithmetic+memory");
    return line === undefined
      ? []
      : [{ kind: "estimated" as const, joulesPerSample: line.picojoulesPerInference * 1e-12, from: `counters x ${table.name}, memory included` }];
  });
}

function readPower(file: string) {
  return parsePowerCsv(readUserFile(file).toString("utf8"), file);
}

function wantsOut(): never {
  throw inputError("hil-resume-without-out", "--resume goes on with a file of results, and none is named", { hint: "Add `--out results.jsonl`." });
}

function bundleHash(bundle: Bundle): string {
  return createHash("sha256").update(bundle.read(BUNDLE.event)).update(bundle.read(BUNDLE.encoder)).digest("hex");
}

function dataHash(samples: BundleSamples, { sampleStart, time, line, timesteps }: EventBatch): string {
  const hash = createHash("sha256");
  for (const part of [sampleStart, time, line, timesteps]) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  return hash.update(JSON.stringify([samples.unit === "sentence" ? samples.texts : [], Array.from(samples.labels ?? [])])).digest("hex");
}
