/** `snnc opt` as flow: chosen passes on an event program, what each costs in time and changes in the network, and the result on disk. */
import { basename, dirname } from "node:path";
import { decodeEventProgram, encodeEventProgram } from "../event/codec.js";
import { printEventProgram } from "../event/print.js";
import type { EventProgram } from "../event/program.js";
import type { EventBatch } from "../event/run.js";
import { streamBatch } from "../event/stream.js";
import { assertVerifiedEvent } from "../event/verify.js";
import {
  costOf,
  describePass,
  type EventPass,
  PASSES,
  type PassResult,
  type PassValues,
  type ProgramCost,
  pipeline,
  selectPasses,
} from "../passes/index.js";
import { goldenSimulator } from "../sim/golden.js";
import type { DatasetRequest } from "../text/dataset.js";
import { isFolder, readUserFile, writeFilesAtomic } from "../tools/files.js";
import { inputError, SnncError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { readProgram } from "./artefacts.js";
import { type Bundle, openBundle } from "./bundle.js";
import { loadBundleSamples } from "./bundle-samples.js";
import { meanOf } from "./counts.js";
import { loadTarget } from "./targets.js";

export interface OptimiseOptions extends WorkOptions {
  /** `name,name{option=value}`; see `selectPasses`. */
  readonly passes: string;
  /** Options of the passes that a target decides take its values unless given: slots, lanes, exponents, neurons of a core. */
  readonly target?: string | undefined;
  readonly printAfter?: { readonly pass: string; readonly print: (text: string) => void } | undefined;
  /** Later passes do not run. */
  readonly stopAfter?: string | undefined;
  /** Runs the verifier, and checks what each pass ensures, after every pass instead of at the end. */
  readonly verifyEach?: boolean | undefined;
  /** Texts of the bundle's test set on which operations and decisions are measured; 0 or absent: none. */
  readonly samples?: number | undefined;
  /** Where the samples come from, instead of the bundle's own data set. */
  readonly data?: DatasetRequest | undefined;
  /** Where the program is written; nothing is written without. */
  readonly output?: string | undefined;
}

export interface PassReport {
  readonly pass: string;
  readonly options: PassValues;
  readonly seconds: number;
  readonly before: ProgramCost;
  readonly after: ProgramCost;
  readonly statistics: Readonly<Record<string, number>>;
  readonly extraTimesteps: number;
  /** Where samples were run. */
  readonly measured?: { readonly before: Measured; readonly after: Measured; readonly decisionsChanged: number };
}

/** Means over the samples, from the golden simulator. */
export interface Measured {
  readonly operations: number;
  readonly spikes: number;
}

export interface OptimiseSummary {
  readonly program: string;
  readonly passes: readonly PassReport[];
  /** Timesteps that every sample runs longer than before. */
  readonly extraTimesteps: number;
  readonly file?: string;
}

/** Runs passes on a bundle's or a file's event program. Throws SnncError (input) for options, (check) for programs that a pass refuses. */
export async function optimise(path: string, options: OptimiseOptions): Promise<OptimiseSummary> {
  const passes = passesToRun(options);
  if (options.output !== undefined) refuseFolder(options.output);
  const bundle = isFolder(path) ? openBundle(path) : undefined;
  const program = bundle === undefined ? decodeEventProgram(readUserFile(path), path) : readProgram(bundle);
  const batch = options.samples === undefined || options.samples === 0 ? undefined : batchOfBundle(bundle, program, path, options);

  const results: { readonly pass: EventPass; readonly before: EventProgram; readonly result: PassResult; readonly seconds: number }[] = [];
  let seconds = 0;
  const timed = passes.map((pass): EventPass => {
    const run = (given: EventProgram): PassResult => {
      options.signal?.throwIfAborted();
      options.onProgress?.({ stage: "running passes", done: results.length, total: passes.length, note: pass.name });
      const started = performance.now();
      const result = pass.run(given);
      seconds = (performance.now() - started) / 1000;
      return result;
    };
    return { ...pass, run };
  });
  const whole = pipeline("opt", timed, (pass, before, result) => {
    results.push({ pass, before, result, seconds });
    if (options.verifyEach === true) assertKept(pass, result.program);
    if (options.printAfter?.pass === "all" || options.printAfter?.pass === pass.name) options.printAfter.print(printEventProgram(result.program));
  });
  const { program: optimised, extraTimesteps = 0 } = whole.run(program);
  assertVerifiedEvent(optimised);

  const reports = await reportsOf(results, batch, options);
  if (options.output !== undefined) writeFilesAtomic(dirname(options.output), new Map([[basename(options.output), encodeEventProgram(optimised)]]));
  return { program: program.name, passes: reports, extraTimesteps, ...(options.output === undefined ? {} : { file: options.output }) };
}

/** The contracts of all passes. */
export function listPasses(): readonly { readonly name: string; readonly contract: string }[] {
  return PASSES.map((pass) => ({ name: pass.name, contract: describePass(pass) }));
}

/** The selected passes, up to the one to stop after. */
function passesToRun(options: OptimiseOptions): readonly EventPass[] {
  return upTo(selectPasses(options.passes, options.target === undefined ? PASSES : fitted(options.target)), options);
}

/** Passes up to `stopAfter`. Throws SnncError (input) where a pass named in another option is not among them. */
export function upTo<P extends { readonly name: string }>(
  selected: readonly P[],
  { printAfter, stopAfter }: Pick<OptimiseOptions, "printAfter" | "stopAfter">,
): readonly P[] {
  const names = selected.map((pass) => pass.name);
  const missing = [printAfter?.pass === "all" ? undefined : printAfter?.pass, stopAfter].filter(
    (name) => name !== undefined && !names.includes(name),
  );
  if (missing.length > 0) {
    throw new SnncError(
      "input",
      missing.map((name) => ({ code: "pass-not-selected", message: `pass '${name}' does not run`, hint: `Passes that run: ${names.join(", ")}.` })),
    );
  }
  return stopAfter === undefined ? selected : selected.slice(0, names.indexOf(stopAfter) + 1);
}

/** Every pass with the target's values in its options. */
function fitted(name: string): readonly EventPass[] {
  const target = loadTarget(name);
  const values: Readonly<Record<string, PassValues>> =
    target.kind === "crossbar"
      ? {
          "legalise-delays": { slots: Math.min(63, target.capacity.slots) },
          "align-to-lanes": { lanes: target.lanes },
          "factor-exponents": { maxExponent: Math.min(15, target.capacity.exponent) },
        }
      : {
          "legalise-delays": { slots: target.synapse.delayMax + 1 },
          "split-populations": { maxNeurons: target.core.compartments },
        };
  return PASSES.map((pass) => {
    const given = values[pass.name];
    return given === undefined ? pass : pass.withOptions(given);
  });
}

/** The verifier and the pass's own claims; throws SnncError (check) that names the pass. */
function assertKept(pass: EventPass, program: EventProgram): void {
  assertVerifiedEvent(program, `after pass '${pass.name}'`);
  const broken = pass.ensures.flatMap((claim) =>
    claim.violations(program).map((violation) => ({ ...violation, where: `after pass '${pass.name}': ${violation.where ?? claim.text}` })),
  );
  if (broken.length > 0) throw new SnncError("check", broken);
}

async function reportsOf(
  results: readonly { readonly pass: EventPass; readonly before: EventProgram; readonly result: PassResult; readonly seconds: number }[],
  batch: EventBatch | undefined,
  options: WorkOptions,
): Promise<PassReport[]> {
  const reports: PassReport[] = [];
  const costs = new Map<EventProgram, ProgramCost>();
  const cost = (program: EventProgram): ProgramCost => {
    const known = costs.get(program) ?? costOf(program);
    costs.set(program, known);
    return known;
  };
  let late = 0;
  let samples = batch;
  let last = batch === undefined || results[0] === undefined ? undefined : await measure(results[0].before, batch, options);
  for (const { pass, before, result, seconds } of results) {
    const { program, statistics, extraTimesteps = 0 } = result;
    late += extraTimesteps;
    if (samples !== undefined && result.stream !== undefined) samples = streamBatch(result.stream, samples);
    let measured: PassReport["measured"];
    if (samples !== undefined && last !== undefined) {
      const { timesteps } = samples;
      const now = program === before ? last : await measure(program, { ...samples, timesteps: timesteps.map((own) => own + late) }, options);
      const first: typeof now = last;
      const decisionsChanged = now.decisions.reduce((sum, decision, i) => sum + (decision === first.decisions[i] ? 0 : 1), 0);
      measured = { before: first.means, after: now.means, decisionsChanged };
      last = now;
    }
    reports.push({
      pass: pass.name,
      options: Object.fromEntries(pass.options.map(({ name, value }) => [name, value])),
      seconds,
      before: cost(before),
      after: cost(program),
      statistics,
      extraTimesteps,
      ...(measured === undefined ? {} : { measured }),
    });
  }
  return reports;
}

async function measure(program: EventProgram, batch: EventBatch, { signal }: WorkOptions): Promise<{ means: Measured; decisions: Uint16Array }> {
  const { counters, decisions } = await goldenSimulator(program).run(batch, signal === undefined ? {} : { signal });
  return { means: { operations: meanOf(counters.synapticOperations), spikes: meanOf(counters.spikes) }, decisions };
}

/** The first samples of the bundle's test set or of the data given: passes leave input lines alone. */
function batchOfBundle(
  bundle: Bundle | undefined,
  program: EventProgram,
  path: string,
  { samples, data }: Pick<OptimiseOptions, "samples" | "data">,
): EventBatch {
  if (bundle === undefined) {
    throw inputError("opt-samples", "samples are taken from a bundle's data set; this is a program alone", {
      where: path,
      hint: "Name the bundle's folder.",
    });
  }
  return loadBundleSamples(bundle, program, {
    ...(samples === undefined ? {} : { limit: samples }),
    ...(data === undefined ? {} : { data }),
  }).batch;
}

export function refuseFolder(output: string): void {
  if (!isFolder(output)) return;
  throw inputError("output-is-a-folder", "the output is a folder; a file is written", { where: output, hint: "Name a file: -o optimised.pb." });
}
