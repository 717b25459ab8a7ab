/** Runs a bundle's samples on the emulator of its mapping, and holds it against the golden simulator. */
import { type Comparison, compareResults, describeMismatch } from "../cosim/compare.js";
import { layoutOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import type { BatchResult, EventBatch, RunOptions } from "../event/run.js";
import { loihiEmulator } from "../loihi/emulator.js";
import { type LoihiLegaliseOptions, legaliseForLoihi } from "../loihi/legalise.js";
import { mapToLoihi } from "../loihi/map.js";
import type { MappedProgram } from "../loihi/mapping.js";
import type { LoihiTarget } from "../loihi/target.js";
import { goldenSimulator } from "../sim/golden.js";
import { checkError, inputError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { extendBatch } from "../verilog/legalise.js";
import { readAnyEncoder, readMapping } from "./artefacts.js";
import { BUNDLE, type Bundle } from "./bundle.js";
import { readConfig } from "./bundle-files.js";
import { loadLoihiTarget } from "./targets.js";

/** What the emulator runs, and what it must equal. */
export interface Emulated {
  readonly chip: LoihiTarget;
  readonly mapped: MappedProgram;
  /** The program that was mapped. */
  readonly legal: EventProgram;
  /** Timesteps that every sample runs longer than in the program of the bundle. */
  readonly extraTimesteps: number;
  /** Populations whose spikes may differ from the bundle's program, because their reset by subtraction leaks. */
  readonly leaky: readonly string[];
}

/** How a bundle is legalised for a chip: the published rate method resets by subtraction, so that is allowed to leak there. */
export function legaliseOptions(bundle: Bundle): LoihiLegaliseOptions {
  if (!bundle.has(BUNDLE.encoder)) return {};
  const encoder = readAnyEncoder(bundle);
  return "kind" in encoder && encoder.kind === "rateTexts" ? { softReset: "current" } : {};
}

/**
 * The mapping of the bundle (mapping.pb, from `snnc map`) if it is for this chip, else the program mapped now. Throws
 * SnncError (input) for a mapping of another program, and (check) for a program that the chip does not take.
 */
export function emulatedBundle(bundle: Bundle, program: EventProgram, target?: string): Emulated {
  const config = bundle.has(BUNDLE.config) ? readConfig(bundle) : undefined;
  const chip = loadLoihiTarget(target ?? config?.chip ?? "loihi1");
  const { program: legal, extraTimesteps, leaky } = legaliseForLoihi(program, chip, legaliseOptions(bundle));
  const written = bundle.has(BUNDLE.mapping) ? readMapping(bundle) : undefined;
  const mapped = written?.target === chip.name ? written : mapToLoihi(legal, chip, { seed: config?.seed ?? 1 });
  if (shapeOf(mapped) !== shapeOf(legal)) {
    throw inputError("mapping-stale", "the mapping is of another program than event.pb", {
      where: bundle.path(BUNDLE.mapping),
      hint: "Map the program again with `snnc map`.",
    });
  }
  return { chip, mapped, legal, extraTimesteps, leaky };
}

/** What a mapping and its program have in common. */
function shapeOf({ inputs, populations, readout, limits }: EventProgram | MappedProgram): string {
  const { kind, population, neuronsPerClass, classes, drainTimesteps, shift } = readout;
  return JSON.stringify([
    inputs.map(({ name, lines }) => [name, lines]),
    populations.map(({ name, size }) => [name, size]),
    [kind, population, neuronsPerClass, classes, drainTimesteps, shift],
    [limits.timestepsPerSample, limits.eventsPerTimestep, limits.eventsPerSample],
  ]);
}

export interface EmulatedRun {
  readonly backend: string;
  readonly batch: EventBatch;
  readonly result: BatchResult;
  /** With the golden simulator, where that was asked for. */
  readonly comparison?: Comparison;
}

/** Emulates samples given for the program of the bundle. */
export async function emulate(
  { chip, mapped, extraTimesteps }: Emulated,
  events: EventBatch,
  options: WorkOptions & Pick<RunOptions, "spikes" | "membranes"> = {},
): Promise<EmulatedRun> {
  const emulator = loihiEmulator(mapped, chip);
  const batch = extendBatch(events, extraTimesteps);
  return { backend: emulator.description, batch, result: await emulator.run(batch, runOptions(options, "emulator")) };
}

/**
 * The same, compared with the golden simulator on every spike, output, counter and final membrane. On a mismatch throws
 * SnncError (kind check) that names sample, timestep, neuron and both values.
 */
export async function verifyEmulated(emulated: Emulated, events: EventBatch, options: WorkOptions = {}): Promise<EmulatedRun> {
  const everything = { ...options, spikes: true, membranes: true };
  const run = await emulate(emulated, events, everything);
  const golden = await goldenSimulator(emulated.legal).run(run.batch, runOptions(everything, "golden simulator"));
  const comparison = compareResults(golden, run.result, emulated.legal);
  const { first, mismatches } = comparison;
  if (first === undefined) return { ...run, comparison };
  const neurons = layoutOf(emulated.legal).neurons;
  throw checkError(
    "loihi-mismatch",
    `${mismatches} mismatches between the emulated mapping (${neurons} neurons) and the golden simulator; the first: ${describeMismatch(first)}`,
    { hint: "Map the program again with `snnc map`; if it stays, it is a bug." },
  );
}

function runOptions({ signal, onProgress, spikes, membranes }: WorkOptions & Pick<RunOptions, "spikes" | "membranes">, stage: string): RunOptions {
  return {
    ...(spikes === undefined ? {} : { spikes }),
    ...(membranes === undefined ? {} : { membranes }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: (done, total) => onProgress({ stage, done, total }) }),
  };
}
