/**
 * `snnc bench-emulator`: the emulator of the mapped program beside the golden simulator, on dense layers of Loihi's own
 * neurons under random spikes. Both, and the bare additions of weight rows that bound the emulator, take turns in one run;
 * medians are compared. Whatever differs between the two results is counted.
 */
import { loadavg } from "node:os";
import { compareResults } from "../cosim/compare.js";
import { batchOf } from "../event/batch.js";
import type { EventProgram } from "../event/program.js";
import type { EventBatch, Simulator } from "../event/run.js";
import { rowAdder } from "../loihi/emulated-core.js";
import { loihiEmulator } from "../loihi/emulator.js";
import { mapToLoihi } from "../loihi/map.js";
import { goldenSimulator } from "../sim/golden.js";
import type { WorkOptions } from "../util/progress.js";
import { createRandom } from "../util/random.js";
import { median } from "./bench/result.js";
import { loadLoihiTarget } from "./targets.js";

/** 256 lines into so many neurons; each line spikes with this probability in each timestep. */
interface Workload {
  readonly neurons: number;
  readonly rate: number;
}

const LINES = 256;
const TIMESTEPS = 485;
const WORKLOADS: readonly Workload[] = [
  { neurons: 480, rate: 0.05 },
  { neurons: 3840, rate: 0.05 },
  { neurons: 3840, rate: 0.2 },
];
/** Operations of a turn, about: long beside the clock's resolution, short beside what else runs on the machine. */
const OPERATIONS = 100e6;

export interface WorkloadResult extends Workload {
  readonly cores: number;
  readonly samples: number;
  readonly operations: number;
  readonly spikes: number;
  /** Operations a second, medians. */
  readonly emulator: number;
  readonly golden: number;
  /** Additions of weight rows alone, nothing read or written between them but the rows' numbers. */
  readonly rows: number;
  readonly mismatches: number;
}

export interface BenchEmulatorResult {
  readonly loadAverage: number;
  readonly rounds: number;
  readonly workloads: readonly WorkloadResult[];
}

/** Throws the signal's reason when aborted. */
export async function benchEmulator({ rounds, signal, onProgress }: WorkOptions & { readonly rounds: number }): Promise<BenchEmulatorResult> {
  const loadAverage = loadavg()[0];
  const workloads: WorkloadResult[] = [];
  for (const workload of WORKLOADS) {
    onProgress?.({ stage: "emulator", done: workloads.length, total: WORKLOADS.length });
    signal?.throwIfAborted();
    workloads.push(await measure(workload, rounds, signal));
  }
  return { loadAverage, rounds, workloads };
}

/** For machines: the slowest workload's speed, and what differs from the golden simulator in all of them. */
export function emulatorFigures({ workloads }: BenchEmulatorResult): { readonly operationsPerSecond: number; readonly mismatches: number } {
  return {
    operationsPerSecond: Math.round(Math.min(...workloads.map(({ emulator }) => emulator))),
    mismatches: workloads.reduce((sum, { mismatches }) => sum + mismatches, 0),
  };
}

export function benchEmulatorTable({ workloads }: BenchEmulatorResult): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const millions = (perSecond: number): string => Math.round(perSecond / 1e6).toLocaleString("en-US");
  return {
    head: ["neurons", "rate, %", "cores", "emulator, M/s", "golden, M/s", "ratio", "rows alone, M/s", "spikes", "mismatches"],
    rows: workloads.map(({ neurons, rate, cores, emulator, golden, rows, spikes, mismatches }) => [
      String(neurons),
      String(100 * rate),
      String(cores),
      millions(emulator),
      millions(golden),
      (emulator / golden).toFixed(1),
      millions(rows),
      String(spikes),
      String(mismatches),
    ]),
  };
}

export function benchEmulatorLines({ loadAverage, rounds }: BenchEmulatorResult): string[] {
  return [
    `synaptic operations a second of processor time, one thread: ${LINES} lines, dense 8-bit weights, decays of 12 bit, ${TIMESTEPS} timesteps a sample`,
    `medians of ${rounds} turns; load average ${loadAverage.toFixed(1)} when it began`,
    "rows alone: the additions of packed weight rows without neurons, currents and events: the emulator's bound",
  ];
}

async function measure({ neurons, rate }: Workload, rounds: number, signal: AbortSignal | undefined): Promise<WorkloadResult> {
  const target = loadLoihiTarget("loihi1");
  const program = denseProgram(neurons, target.name);
  const samples = Math.max(1, Math.round(OPERATIONS / (LINES * rate * neurons * TIMESTEPS)));
  const batch = randomEvents(samples, rate);
  const mapped = mapToLoihi(program, target, { seed: 1 });
  const emulator = loihiEmulator(mapped, target);
  const golden = goldenSimulator(program);
  const everything = { spikes: true, membranes: true };
  const expected = await golden.run(batch, everything);
  const { mismatches } = compareResults(expected, await emulator.run(batch, everything), program);
  const operations = expected.counters.synapticOperations.reduce((sum, count) => sum + count, 0);
  const times = { emulator: [] as number[], golden: [] as number[], rows: [] as number[] };
  const addRows = rowTimer(neurons, batch);
  addRows();
  for (let round = 0; round < rounds; round++) {
    signal?.throwIfAborted();
    times.emulator.push(await seconds(emulator, batch));
    times.golden.push(await seconds(golden, batch));
    times.rows.push(addRows());
  }
  return {
    neurons,
    rate,
    cores: mapped.cores.length,
    samples,
    operations,
    spikes: expected.counters.spikes.reduce((sum, count) => sum + count, 0),
    emulator: operations / median(times.emulator),
    golden: operations / median(times.golden),
    rows: operations / median(times.rows),
    mismatches,
  };
}

async function seconds(simulator: Simulator, batch: EventBatch): Promise<number> {
  const started = process.cpuUsage();
  await simulator.run(batch);
  return secondsSince(started);
}

/** Of the processor, so that what else runs on the machine counts as little as possible. */
function secondsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

/** Adds the rows of every timestep's events, as the emulator would on one large core; returns the seconds that takes. */
function rowTimer(neurons: number, { sampleStart, time, line }: EventBatch): () => number {
  const addRows = rowAdder(LINES, neurons);
  return () => {
    const started = process.cpuUsage();
    for (let sample = 0; sample + 1 < sampleStart.length; sample++) {
      for (let from = sampleStart[sample]; from < sampleStart[sample + 1]; ) {
        let to = from + 1;
        while (to < sampleStart[sample + 1] && time[to] === time[from]) to++;
        addRows(line, from, to);
        from = to;
      }
    }
    return secondsSince(started);
  };
}

/** A layer of Loihi's neurons that the chip takes as it is. */
function denseProgram(neurons: number, target: string): EventProgram {
  const random = createRandom(1);
  return {
    level: "event",
    name: "dense",
    limits: { timestepsPerSample: TIMESTEPS, eventsPerTimestep: LINES, eventsPerSample: LINES * TIMESTEPS },
    inputs: [{ name: "in", kind: "lines", lines: LINES }],
    populations: [
      {
        name: "out",
        size: neurons,
        model: { kind: "cuba", decayU: 741, decayV: 205, membraneMin: 1 - 2 ** 23, membraneMax: 2 ** 21 - 1 },
        thresholds: new Int32Array(neurons).fill(2000 * 64),
        reset: { kind: "zero" },
        refractory: { kind: "none" },
      },
    ],
    tables: [
      {
        name: "w",
        rows: LINES,
        columns: neurons,
        bits: 8,
        exponent: 6,
        weights: Int8Array.from({ length: LINES * neurons }, () => random.integer(256) - 128),
      },
    ],
    projections: [
      {
        name: "in.out",
        source: { kind: "input", port: "in" },
        target: "out",
        table: "w",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length: neurons, targetStart: 0 },
      },
    ],
    readout: {
      kind: "count",
      population: "out",
      neuronsPerClass: 1,
      classes: Array.from({ length: neurons }, (_, index) => String(index)),
      drainTimesteps: 1,
    },
    legalised: { target, updateGroup: 1 },
  };
}

function randomEvents(samples: number, rate: number): EventBatch {
  const random = createRandom(2);
  return batchOf(
    Array.from({ length: samples }, () => {
      const events: [number, number][] = [];
      for (let t = 0; t < TIMESTEPS; t++) {
        for (let line = 0; line < LINES; line++) if (random.uniform() < rate) events.push([t, line]);
      }
      return { timesteps: TIMESTEPS, events };
    }),
  );
}
