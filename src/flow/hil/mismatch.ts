/** A sample that differs is kept: what went in, what was expected, what came, and how the Verilog core does it, cycle by cycle. */
import { writeWaveform } from "../../cosim/waveform.js";
import type { EventBatch } from "../../event/run.js";
import { writeFileAtomic } from "../../tools/files.js";
import type { WorkOptions } from "../../util/progress.js";
import type { CrossbarBuild } from "../rtl.js";
import { rtlOptions } from "../simulate.js";
import type { SampleRecord } from "./records.js";

export interface KeptMismatch {
  readonly file: string;
  /** Of the core in Verilator, with its save file beside it; where the device was simulated. */
  readonly waveform?: string;
}

export interface MismatchToKeep {
  readonly build: CrossbarBuild;
  readonly batch: EventBatch;
  readonly sample: number;
  readonly record: SampleRecord;
  /** The golden simulator's class sums. */
  readonly expected: readonly number[];
  /** The difference in words. */
  readonly difference: string;
  /** Was the device simulated? */
  readonly isSimulated: boolean;
}

/** Writes `stem`.json, and `stem`.vcd of a simulated device. Throws SnncError as the writing of files and waveforms does. */
export async function keepMismatch(stem: string, kept: MismatchToKeep, work: WorkOptions = {}): Promise<KeptMismatch> {
  const { build, batch, sample, record, expected, difference, isSimulated } = kept;
  const events = Array.from({ length: batch.sampleStart[sample + 1] - batch.sampleStart[sample] }, (_, i) => {
    const event = batch.sampleStart[sample] + i;
    return [batch.time[event], batch.line[event]];
  });
  const file = `${stem}.json`;
  const content = { schema: "snnc-hil-mismatch/1", difference, ...record, expected, timesteps: batch.timesteps[sample], events };
  writeFileAtomic(file, `${JSON.stringify(content, undefined, 2)}\n`);
  if (!isSimulated) return { file };
  const { file: waveform } = await writeWaveform(build.image, batch, sample, `${stem}.vcd`, rtlOptions(work));
  return { file, waveform };
}
