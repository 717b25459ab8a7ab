/** What every pass must keep, as assertions: run before and after, compare spikes by what the pass says became of them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect } from "vitest";
import { visitFanout } from "../../../src/event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../../../src/event/layout.js";
import { parseEventProgram } from "../../../src/event/parse.js";
import { printEventProgram } from "../../../src/event/print.js";
import type { EventProgram } from "../../../src/event/program.js";
import type { BatchResult, EventBatch } from "../../../src/event/run.js";
import { verifyEventProgram } from "../../../src/event/verify.js";
import { type EventPass, NEW_NEURON, type PassResult } from "../../../src/passes/pass.js";
import { goldenSimulator } from "../../../src/sim/golden.js";
import { SnncError } from "../../../src/util/diagnostics.js";
import { createRandom, type Random } from "../../../src/util/random.js";
import { extendBatch } from "../../../src/verilog/legalise.js";
import { type RandomProgramOptions, randomBatch, runArbitrary } from "../../support/random-program.js";

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

/** The text form without the lines that comment on it. */
function uncommented(text: string): string {
  return text.replace(/^#.*\n/gm, "");
}

/**
 * `before.txt` in the test's folder through the pass gives `after.txt` (regenerate: npx vitest run -u test/passes), which
 * begins with what was counted and which old neuron each new one is.
 */
export async function expectGolden(pass: EventPass, folder: string): Promise<void> {
  const text = readFileSync(new URL("before.txt", folder), "utf8");
  const program = parseEventProgram(uncommented(text), "before.txt");
  expect(printEventProgram(program)).toBe(uncommented(text));
  const result = expectContract(pass, program);
  const head = [
    `# ${pass.name}: ${Object.entries(result.statistics)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ")}`,
    ...(result.neurons === undefined ? [] : [`# old neurons: ${[...result.neurons].map((n) => (n === NEW_NEURON ? "-" : n)).join(" ")}`]),
    ...(result.shift === undefined ? [] : [`# later by: ${[...result.shift].map(([name, timesteps]) => `${name} ${timesteps}`).join(", ")}`]),
  ];
  const after = printEventProgram(result.program);
  expect(printEventProgram(parseEventProgram(after))).toBe(after);
  await expect(`${head.join("\n")}\n${after}`).toMatchFileSnapshot(fileURLToPath(new URL("after.txt", folder)));
}

export interface Fuzz extends RandomProgramOptions {
  readonly samples?: number;
  readonly runs?: number;
  /** What is done to a random program before the pass sees it. */
  readonly prepare?: (program: EventProgram, random: Random) => EventProgram;
}

/** Runs `check` on seeded random programs with random samples. */
export async function onRandomPrograms(options: Fuzz, check: (program: EventProgram, batch: EventBatch) => Promise<void>): Promise<void> {
  const { samples = 2, runs = 200, prepare, ...random } = options;
  await fc.assert(
    fc.asyncProperty(runArbitrary({ ...random, samples }), async ({ seed, program, batch }) => {
      if (prepare === undefined) return await check(program, batch);
      const prepared = prepare(program, createRandom(seed));
      expect(verifyEventProgram(prepared)).toEqual([]);
      await check(prepared, randomBatch(createRandom(seed), prepared, { samples }));
    }),
    { numRuns: runs, seed: 20_240_601 },
  );
}

/** What came of a pass on random programs: a test asserts that enough of them were changed, and that they spiked. */
export interface Exercise {
  readonly changed: number;
  /** Programs that do not fulfil a requirement, or that the pass refuses. */
  readonly refused: number;
  readonly spikes: number;
  readonly statistics: Readonly<Record<string, number>>;
}

/** The whole contract on random programs: verified, as ensured, idempotent, the same run as the pass says. */
export async function exercise(pass: EventPass, fuzz: Fuzz & { readonly isIdempotent?: boolean } = {}): Promise<Exercise> {
  const { isIdempotent = true, ...options } = fuzz;
  let [changed, refused, spikes] = [0, 0, 0];
  const statistics: Record<string, number> = {};
  await onRandomPrograms(options, async (program, batch) => {
    const result = expectContractUnlessRefused(pass, program);
    if (result === undefined) {
      refused++;
      return;
    }
    if (result.program !== program) changed++;
    for (const [name, value] of Object.entries(result.statistics)) statistics[name] = (statistics[name] ?? 0) + value;
    if (isIdempotent) expectIdempotent(pass, result.program);
    spikes += await expectSameRun(program, result, batch);
  });
  return { changed, refused, spikes, statistics };
}

/** undefined where the pass says by a diagnostic that the program is not for it. */
export function expectContractUnlessRefused(pass: EventPass, program: EventProgram): PassResult | undefined {
  try {
    return expectContract(pass, program);
  } catch (error) {
    if (!(error instanceof SnncError)) throw error;
    for (const { code, message, where, hint } of error.diagnostics) expect([code, message, where, hint]).not.toContain(undefined);
    return undefined;
  }
}

/** Every delivered weight, mantissa x 2^exponent, by projection, source and target: what sharing and pruning are compared by. */
export function deliveredWeights(program: EventProgram): Map<string, number> {
  const layout = layoutOf(program);
  const delivered = new Map<string, number>();
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const { count } = sourcesOf(program, layout, projection);
    for (let source = 0; source < count; source++) {
      visitFanout(projection, table, source, (target, length, weight) => {
        for (let i = 0; i < length; i++) delivered.set(`${projection.name} ${source} ${target + i}`, table.weights[weight + i] * 2 ** table.exponent);
      });
    }
  }
  return delivered;
}

/** A random program with so many percent of its weights set to zero. */
export function withZeros(percent: number): (program: EventProgram, random: Random) => EventProgram {
  return (program, random) => ({
    ...program,
    tables: program.tables.map((table) => ({ ...table, weights: table.weights.map((weight) => (random.integer(100) < percent ? 0 : weight)) })),
  });
}
