/** Runs texts or events on a back end, behind one function; and compares back ends spike for spike. */
import { type Comparison, compareResults, describeMismatch } from "../cosim/compare.js";
import { type RtlOptions, rtlSimulator } from "../cosim/rtl.js";
import type { SimulatorKind } from "../cosim/simulation.js";
import { writeWaveform } from "../cosim/waveform.js";
import { encodeTexts } from "../encode/encode.js";
import type { Encoder } from "../encode/encoder.js";
import type { EventProgram } from "../event/program.js";
import type { BatchResult, EventBatch, RunOptions } from "../event/run.js";
import { goldenSimulator } from "../sim/golden.js";
import { checkError } from "../util/diagnostics.js";
import type { OnProgress, WorkOptions } from "../util/progress.js";
import { extendBatch } from "../verilog/legalise.js";
import { buildCrossbar, buildMesh, type CrossbarBuild, type MeshBuild, type MeshShape } from "./rtl.js";

export { SIMULATORS, type SimulatorKind } from "../cosim/simulation.js";

export type Backend = "golden" | "rtl";

/** A bundle can also run on the emulator of its mapping (emulate.ts). */
export type BundleBackend = Backend | "loihi";

export interface RtlWorkOptions extends WorkOptions {
  /** Who simulates the RTL (default native). */
  readonly simulator?: SimulatorKind | undefined;
  /** Columns and rows of cores of the target; one core without. */
  readonly cores?: MeshShape | undefined;
}

export interface SimulateOptions extends RtlWorkOptions {
  /** Default golden. */
  readonly backend?: Backend;
  /** Crossbar target for `rtl`, and for the golden simulator's update groups (default crossbar-16). */
  readonly target?: string;
  readonly spikes?: boolean;
  readonly membranes?: boolean;
  /** Of the golden simulator alone. */
  readonly timeline?: boolean;
}

export interface Simulated {
  readonly backend: string;
  readonly batch: EventBatch;
  readonly result: BatchResult;
  /** The program as it ran, legalised for the target. */
  readonly program: EventProgram;
}

/** Simulates texts. Throws SnncError for empty or too long texts (kind input) and for a missing or failing tool. */
export async function simulateTexts(
  program: EventProgram,
  encoder: Encoder,
  texts: readonly string[],
  options: SimulateOptions = {},
): Promise<Simulated> {
  return await simulate(program, encodeTexts(encoder, texts).batch, options);
}

/** Simulates a batch of events given for the target-independent program. */
export async function simulate(program: EventProgram, events: EventBatch, options: SimulateOptions = {}): Promise<Simulated> {
  const build =
    options.cores === undefined
      ? buildCrossbar(program, options.target ?? "crossbar-16")
      : buildMesh(program, options.target ?? "crossbar-16", options.cores);
  const batch = extendBatch(events, build.extraTimesteps);
  const run = runOptions(options, `simulating (${options.backend ?? "golden"})`);
  if (options.backend !== "rtl") {
    const simulator = goldenSimulator(build.program);
    return { backend: simulator.description, batch, program: build.program, result: await simulator.run(batch, run) };
  }
  const simulator = await rtlSimulator(build.image, rtlOptions(options));
  try {
    return { backend: simulator.description, batch, program: build.program, result: await simulator.run(batch, run) };
  } finally {
    await simulator.close();
  }
}

export interface Verified {
  readonly batch: EventBatch;
  readonly golden: BatchResult;
  readonly rtl: BatchResult;
  readonly comparison: Comparison;
  /** What simulated the RTL. */
  readonly simulator: string;
}

/**
 * Runs a whole batch on the golden simulator and on the RTL and compares every spike, output, counter and final
 * membrane. On a mismatch throws SnncError (kind check) that names sample, timestep, neuron and both values, after
 * leaving a waveform of that sample at `waveform` (simulator native only).
 */
export async function verifyRtl(
  build: CrossbarBuild | MeshBuild,
  events: EventBatch,
  waveform: string | undefined,
  options: RtlWorkOptions = {},
): Promise<Verified> {
  const batch = extendBatch(events, build.extraTimesteps);
  const simulator = await rtlSimulator(build.image, rtlOptions(options));
  try {
    const golden = await goldenSimulator(build.program).run(batch, { ...runOptions(options, "golden simulator"), spikes: true, membranes: true });
    const rtl = await simulator.run(batch, { ...runOptions(options, "RTL in simulation"), spikes: true, membranes: true });
    const comparison = compareResults(golden, rtl, build.program);
    if (comparison.first !== undefined) {
      const { first } = comparison;
      // The others cannot write waveforms, and may be in use because what the native one needs is not there.
      const { image } = build;
      const canTrace = waveform !== undefined && image.level === "crossbar" && (options.simulator ?? "native") === "native";
      if (canTrace) await writeWaveform(image, batch, first.sample, waveform, rtlOptions(options));
      throw checkError(
        "rtl-mismatch",
        `${comparison.mismatches} mismatches between RTL and golden simulator; the first: ${describeMismatch(first)}`,
        {
          ...(canTrace ? { hint: `The waveform of sample ${first.sample} is ${waveform}.` } : {}),
        },
      );
    }
    return { batch, golden, rtl, comparison, simulator: simulator.description };
  } finally {
    await simulator.close();
  }
}

function runOptions({ signal, onProgress, ...rest }: SimulateOptions, stage: string): RunOptions {
  return {
    ...(rest.spikes === undefined ? {} : { spikes: rest.spikes }),
    ...(rest.membranes === undefined ? {} : { membranes: rest.membranes }),
    ...(rest.timeline === undefined ? {} : { timeline: rest.timeline }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: counted(onProgress, stage) }),
  };
}

/** Options of the RTL's simulator: what it says is progress. */
export function rtlOptions({ signal, onProgress, simulator }: RtlWorkOptions): RtlOptions {
  return {
    signal,
    simulator,
    ...(onProgress === undefined ? {} : { onProgress: (note: string) => onProgress({ stage: "building the simulation", note }) }),
  };
}

function counted(onProgress: OnProgress, stage: string): (done: number, total: number) => void {
  return (done, total) => onProgress({ stage, done, total });
}
