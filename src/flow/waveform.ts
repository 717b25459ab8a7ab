/** Writes the waveform of one of a bundle's samples, with the save file that shows it. */
import { COUNTER } from "../cosim/samples.js";
import { traceKindOf, writeWaveform } from "../cosim/waveform.js";
import { sliceBatch } from "../event/batch.js";
import { formatDiagnostic, inputError } from "../util/diagnostics.js";
import { extendBatch } from "../verilog/legalise.js";
import { readProgram } from "./artefacts.js";
import { BUNDLE, openBundle } from "./bundle.js";
import { readConfig } from "./bundle-files.js";
import { loadBundleSamples, type SampleRequest } from "./bundle-samples.js";
import { buildCrossbar } from "./rtl.js";
import { type RtlWorkOptions, rtlOptions } from "./simulate.js";

export interface WaveBundleOptions extends RtlWorkOptions, SampleRequest {
  /** .fst or .vcd. */
  readonly file: string;
  /** Number of the sample, from 0. */
  readonly sample: number;
  /** Crossbar target; the configuration's unless given. */
  readonly target?: string | undefined;
}

export interface WaveSummary {
  readonly file: string;
  readonly saveFile: string;
  readonly sample: number;
  readonly timesteps: number;
  readonly cycles: number;
  readonly spikes: number;
  readonly warnings: readonly string[];
}

/** Throws SnncError (input) for a sample that is not there, for another suffix and for a simulator that writes none. */
export async function waveBundle(folder: string, options: WaveBundleOptions): Promise<WaveSummary> {
  traceKindOf(options.file);
  if (options.simulator !== undefined && options.simulator !== "native") {
    throw inputError("wave-simulator", `the ${options.simulator} simulator writes no waveforms`, { hint: "Use `--simulator native`." });
  }
  const bundle = openBundle(folder);
  const program = readProgram(bundle);
  const target = options.target ?? (bundle.has(BUNDLE.config) ? readConfig(bundle).crossbar : "crossbar-16");
  const { batch: events } = loadBundleSamples(bundle, program, options);
  const samples = events.timesteps.length;
  if (options.sample >= samples) {
    throw inputError("wave-sample", `there is no sample ${options.sample}; the ${samples} samples are numbered from 0`);
  }
  const build = buildCrossbar(program, target);
  const batch = extendBatch(sliceBatch(events, options.sample, options.sample + 1), build.extraTimesteps);
  const { file, saveFile, answer, warnings } = await writeWaveform(build.image, batch, 0, options.file, rtlOptions(options));
  return {
    file,
    saveFile,
    sample: options.sample,
    timesteps: batch.timesteps[0],
    cycles: answer.counters[COUNTER.cycles],
    spikes: answer.counters[COUNTER.spikes],
    warnings: warnings.map(formatDiagnostic),
  };
}
