/** Checks a batch of samples against a program before any back end runs it, and builds small batches by hand. */
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import type { ProgramLimits } from "./program.js";
import type { EventBatch } from "./run.js";

/** What a batch is checked against: an event program, or what a back end kept of it. */
export interface BatchRules {
  readonly name: string;
  readonly limits: ProgramLimits;
  readonly inputs: readonly { readonly lines: number; readonly unique?: true; readonly exclusive?: true }[];
}

/** Number of samples of a batch. */
export function sampleCount(batch: EventBatch): number {
  return batch.timesteps.length;
}

/**
 * Throws SnncError (kind input) if a sample is longer than the program's limits allow, or names a line it does not
 * have; at most ten diagnostics are collected. A batch whose arrays disagree is a bug of the caller.
 */
export function checkBatch(program: BatchRules, batch: EventBatch): void {
  const inputLines = program.inputs.reduce((sum, port) => sum + port.lines, 0);
  const { limits } = program;
  const samples = sampleCount(batch);
  if (batch.sampleStart.length !== samples + 1 || batch.time.length !== batch.line.length) {
    throw new Error("event batch: array lengths disagree");
  }
  const diagnostics: Diagnostic[] = [];
  const report = (sample: number, code: string, message: string, hint: string): void => {
    if (diagnostics.length < 10) diagnostics.push({ code, message, where: `sample ${sample}`, hint });
  };
  const promiseOf = promises(program, inputLines);
  // Sample and timestep, as one number, in which the line (or port) of a promise was last listed.
  const listedAt = new Float64Array(promiseOf.some((promise) => promise !== NO_PROMISE) ? inputLines : 0).fill(-1);
  for (let sample = 0; sample < samples; sample++) {
    const start = batch.sampleStart[sample];
    const end = batch.sampleStart[sample + 1];
    const timesteps = batch.timesteps[sample];
    if (timesteps < 1 || timesteps > limits.timestepsPerSample) {
      report(
        sample,
        "sample-too-long",
        `runs ${timesteps} timesteps; program '${program.name}' is proven for 1 to ${limits.timestepsPerSample}`,
        "Shorten the text, or compile with a larger `--max-timesteps`.",
      );
    }
    if (end - start > limits.eventsPerSample) {
      report(
        sample,
        "sample-too-many-events",
        `brings ${end - start} input events; program '${program.name}' is proven for ${limits.eventsPerSample}`,
        "Shorten the text, or compile with a larger `--max-timesteps`.",
      );
    }
    let inStep = 0;
    for (let event = start; event < end; event++) {
      const time = batch.time[event];
      const first = event === start || time !== batch.time[event - 1];
      if (event > start && time < batch.time[event - 1]) {
        throw new Error(`event batch: sample ${sample} is not sorted by time`);
      }
      inStep = first ? 1 : inStep + 1;
      if (inStep === limits.eventsPerTimestep + 1) {
        report(
          sample,
          "timestep-too-many-events",
          `brings more than ${limits.eventsPerTimestep} input events in timestep ${time}, the limit of program '${program.name}'`,
          "Spread the events over timesteps, or compile with larger limits.",
        );
      }
      if (time >= timesteps) {
        report(sample, "event-after-readout", `event in timestep ${time}, but the sample ends after ${timesteps} timesteps`, "Lengthen the sample.");
      }
      if (batch.line[event] >= inputLines) {
        report(
          sample,
          "line-unknown",
          `event on input line ${batch.line[event]}; program '${program.name}' has ${inputLines} lines`,
          "The encoder belongs to another program: use the files of one bundle.",
        );
      } else if (promiseOf[batch.line[event]] !== NO_PROMISE) {
        const line = promiseOf[batch.line[event]];
        const now = sample * 2 ** 32 + time;
        if (listedAt[line] === now) {
          const message = `input line ${batch.line[event]} is listed in timestep ${time}, in which its port has had the one event that it allows`;
          report(sample, "line-repeated", message, "List one event.");
        }
        listedAt[line] = now;
      }
    }
  }
  if (diagnostics.length > 0) throw new SnncError("input", diagnostics);
}

const NO_PROMISE = 0xffffffff;

/** For each line the line that stands for what may be listed once a timestep: itself (unique), or the first of its port (exclusive). */
function promises(program: BatchRules, inputLines: number): Uint32Array {
  const promiseOf = new Uint32Array(inputLines).fill(NO_PROMISE);
  let first = 0;
  for (const port of program.inputs) {
    for (let line = 0; line < port.lines; line++) {
      if (port.exclusive === true) promiseOf[first + line] = first;
      else if (port.unique === true) promiseOf[first + line] = first + line;
    }
    first += port.lines;
  }
  return promiseOf;
}

/** A batch from lists: one sample = its timesteps and its events [time, line] in any order. */
export function batchOf(samples: readonly { timesteps: number; events: readonly (readonly [number, number])[] }[]): EventBatch {
  const total = samples.reduce((sum, sample) => sum + sample.events.length, 0);
  const sampleStart = new Uint32Array(samples.length + 1);
  const time = new Uint32Array(total);
  const line = new Uint32Array(total);
  let next = 0;
  samples.forEach((sample, index) => {
    for (const [t, l] of [...sample.events].sort((a, b) => a[0] - b[0])) {
      time[next] = t;
      line[next] = l;
      next++;
    }
    sampleStart[index + 1] = next;
  });
  return { sampleStart, time, line, timesteps: Uint32Array.from(samples, (sample) => sample.timesteps) };
}

/** The samples of several batches, one after the other. */
export function joinBatches(batches: readonly EventBatch[]): EventBatch {
  const sampleStart = [0];
  for (const batch of batches) {
    const before = sampleStart.at(-1) ?? 0;
    for (const end of batch.sampleStart.subarray(1)) sampleStart.push(before + end);
  }
  const joined = (of: (batch: EventBatch) => Uint32Array): Uint32Array => {
    const all = new Uint32Array(batches.reduce((sum, batch) => sum + of(batch).length, 0));
    let next = 0;
    for (const batch of batches) {
      all.set(of(batch), next);
      next += of(batch).length;
    }
    return all;
  };
  return {
    sampleStart: Uint32Array.from(sampleStart),
    time: joined(({ time }) => time),
    line: joined(({ line }) => line),
    timesteps: joined(({ timesteps }) => timesteps),
  };
}

/** The samples [from, to) of a batch as a batch of its own. */
export function sliceBatch(batch: EventBatch, from: number, to: number): EventBatch {
  const first = batch.sampleStart[from];
  const last = batch.sampleStart[to];
  return {
    sampleStart: batch.sampleStart.slice(from, to + 1).map((start) => start - first),
    time: batch.time.slice(first, last),
    line: batch.line.slice(first, last),
    timesteps: batch.timesteps.slice(from, to),
  };
}
