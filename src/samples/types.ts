/** Samples that are not texts: arrays of numbers, and spike trains, with labels, in three parts. */

/** Arrays of numbers side by side: sample s is values[s * elements .. (s + 1) * elements), row-major without the batch. */
export interface NumericValues {
  readonly count: number;
  readonly values: Float32Array;
}

export interface NumericSamples extends NumericValues {
  /** Index of each sample's class, [count]. */
  readonly labels: Uint16Array;
}

/**
 * Spike trains side by side: sample s owns the events sampleStart[s] .. sampleStart[s + 1], ascending by (time, line);
 * event e is a spike at timestep time[e] on input line line[e]. A line listed twice in a timestep counts twice.
 */
export interface SpikeTrains {
  readonly sampleStart: Uint32Array;
  readonly time: Uint32Array;
  readonly line: Uint32Array;
}

export interface SpikeSamples extends SpikeTrains {
  /** Index of each sample's class, [samples]. */
  readonly labels: Uint16Array;
}

/** Train to fit, dev to choose, test to report. */
interface Parts<Samples> {
  readonly train: Samples;
  readonly dev: Samples;
  readonly test: Samples;
}

export interface NumericDataset extends Parts<NumericSamples> {
  readonly name: string;
  /** Shape of one sample: [channels, height, width] of planes, [n] of vectors. */
  readonly shape: readonly number[];
  /** Class names; index = label. */
  readonly classes: readonly string[];
  readonly audit: SampleAudit;
}

export interface SpikeDataset extends Parts<SpikeSamples> {
  readonly name: string;
  readonly lines: number;
  /** Every sample runs timesteps 0 .. timesteps - 1. */
  readonly timesteps: number;
  /** Class names; index = label. */
  readonly classes: readonly string[];
  readonly audit: SampleAudit;
}

/** What was found in the samples, for the report: nothing is dropped. */
export interface SampleAudit {
  /** Samples that equal an earlier one in every value. */
  readonly duplicates: number;
  /** Distinct samples that stand in more than one part. */
  readonly acrossParts: number;
  /** How the parts came about, e.g. "stratified 8000/1000/1000, seed 1". */
  readonly split: string;
}
