/** What every pass must keep, as assertions: run before and after, compare spikes by what the pass says became of them. */
import fc from "fast-check";
import { expect } from "vitest";
import { layoutOf } from "../../../src/event/layout.js";
import type { EventProgram } from "../../../src/event/program.js";
import type { BatchResult, EventBatch } from "../../../src/event/run.js";
import { verifyEventProgram } from "../../../src/event/verify.js";
import { type EventPass, NEW_NEURON, type PassResult } from "../../../src/passes/pass.js";
import { goldenSimulator } from "../../../src/sim/golden.js";
import { extendBatch } from "../../../src/verilog/legalise.js";
import { type RandomProgramOptions, runArbitrary } from "../../support/random-program.js";

/** Sample, timestep, neuron. */
export type Spike = readonly [number, number, number];

export function spikesOf(result: BatchResult): Spike[] {
  const { spikes } = result;
  if (spikes === undefined) throw new Error("spikes were not recorded");
  const list: Spike[] = [];
  for (let sample = 0; sample < result.samples; sample++) {
    for (let i = spikes.sampleStart[sample]; i < spikes.sampleStart[sample + 1]; i++) list.push([sample, spikes.time[i], spikes.neuron[i]]);
  }
  return list;
}

export async function run(program: EventProgram, batch: EventBatch): Promise<BatchResult> {
  return await goldenSimulator(program).run(batch, { spikes: true });
}

/** The neurons of the old program that the new one still has; the others' spikes are not asked for. */
function survivors(program: EventProgram, { neurons }: PassResult): ReadonlySet<number> {
  return new Set(neurons ?? Array.from({ length: layoutOf(program).neurons }, (_, n) => n));
}

/**
 * Spikes of the old numbers, undone of what the pass did to numbers and timesteps, ascending; only those that happen in
 * the old program's timesteps.
 */
function undone(program: EventProgram, result: PassResult, after: BatchResult, timesteps: ArrayLike<number>): Spike[] {
  const { neurons, shift } = result;
  const shiftOf = program.populations.flatMap(({ name, size }) => new Array<number>(size).fill(shift?.get(name) ?? 0));
  return spikesOf(after)
    .flatMap(([sample, t, n]): Spike[] => {
      const old = neurons === undefined ? n : neurons[n];
      return old === NEW_NEURON ? [] : [[sample, t - shiftOf[old], old]];
    })
    .filter(([sample, t]) => t < timesteps[sample])
    .sort(bySpike);
}

function bySpike(a: Spike, b: Spike): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The same spikes (of neurons that are left, up to the old last timestep), outputs and decisions. */
export async function expectSameRun(program: EventProgram, result: PassResult, batch: EventBatch): Promise<number> {
  const extra = result.extraTimesteps ?? 0;
  const [before, after] = [await run(program, batch), await run(result.program, extendBatch(batch, extra))];
  const left = survivors(program, result);
  const expected = spikesOf(before)
    .filter(([, , n]) => left.has(n))
    .sort(bySpike);
  const shifts = [...(result.shift?.values() ?? [])];
  // A population that is later than what is read out has not finished when the sample ends.
  const late = Math.max(0, ...shifts.map((timesteps) => timesteps - extra));
  const until = batch.timesteps.map((timesteps) => timesteps - late);
  expect(undone(program, result, after, until)).toEqual(expected.filter(([sample, t]) => t < until[sample]));
  const isLater = program.readout.kind === "firstSpike" ? extra : 0;
  expect([...after.outputs].map((output) => output - isLater)).toEqual([...before.outputs]);
  expect(after.decisions).toEqual(before.decisions);
  return expected.length;
}

/** Verified, as the pass says, done at the first run. */
export function expectContract(pass: EventPass, program: EventProgram): PassResult {
  const result = pass.run(program);
  expect(verifyEventProgram(result.program)).toEqual([]);
  expect(pass.ensures.flatMap((claim) => claim.violations(result.program))).toEqual([]);
  expect(Object.keys(result.statistics).sort()).toEqual(Object.keys(pass.statistics).sort());
  if (result.neurons !== undefined) expect(result.neurons).toHaveLength(layoutOf(result.program).neurons);
  return result;
}

export function expectIdempotent(pass: EventPass, after: EventProgram): void {
  expect(pass.run(after).program).toBe(after);
}

export interface Fuzz extends RandomProgramOptions {
  readonly samples?: number;
  readonly runs?: number;
  /** What is done to a random program before the pass sees it; undefined: not a program for this pass. */
  readonly prepare?: (program: EventProgram, seed: number) => EventProgram | undefined;
  readonly prepareBatch?: (batch: EventBatch, program: EventProgram) => EventBatch;
}

/**
 * Runs `check` on seeded random programs with random samples; returns how many programs there were, which a test asserts
 * so that a `prepare` that leaves none fails.
 */
export async function onRandomPrograms(options: Fuzz, check: (program: EventProgram, batch: EventBatch) => Promise<void>): Promise<number> {
  const { samples = 2, runs = 80, prepare, prepareBatch = (batch) => batch, ...random } = options;
  let checked = 0;
  await fc.assert(
    fc.asyncProperty(runArbitrary({ ...random, samples }), async ({ seed, program, batch }) => {
      const prepared = prepare === undefined ? program : prepare(program, seed);
      if (prepared === undefined) return;
      expect(verifyEventProgram(prepared)).toEqual([]);
      checked++;
      await check(prepared, prepareBatch(batch, prepared));
    }),
    { numRuns: runs, seed: 20_240_601 },
  );
  return checked;
}
