/**
 * Passes over the event program and the pipeline that runs them. A pass is a value with a contract: what must hold
 * before, what holds after, what becomes of the spikes, which options it has and what it counts. A pipeline is a pass.
 * Observers see the program before and after every pass: printing, measuring and timing need nothing from the passes.
 */
import type { EventProgram } from "../event/program.js";
import type { StreamPlan } from "../event/stream.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { checkOptions, type PassOption, type PassValues } from "./options.js";

export interface EventPass {
  readonly level: "event";
  /** kebab-case */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** What must hold before; `run` checks it. */
  readonly requires: readonly Claim[];
  /** What no longer exists, or always holds, afterwards. */
  readonly ensures: readonly Claim[];
  readonly spikes: SpikeContract;
  /** What it leaves alone, refuses or costs: where its contract ends. */
  readonly limits: string;
  readonly options: readonly PassOption[];
  /** Every statistic that `run` counts, and what it means. */
  readonly statistics: Readonly<Record<string, string>>;
  /** Pure: same program, same result. Throws SnncError (check) where a requirement does not hold, naming each place. */
  readonly run: (program: EventProgram) => PassResult;
  /** The same pass with other option values. Throws SnncError (input) for an option or value that it does not have. */
  readonly withOptions: (values: PassValues) => EventPass;
}

/** A statement about a program that can be checked. */
export interface Claim {
  readonly text: string;
  /** One diagnostic for every place where it does not hold. */
  readonly violations: (program: EventProgram) => readonly Diagnostic[];
}

/** What becomes of spikes, outputs and decisions. */
export type SpikeContract =
  /** Every neuron keeps its number, its spikes and their timesteps; outputs and decisions are the same. */
  | { readonly kind: "same" }
  /** The same under `PassResult.neurons`; outputs and decisions are the same. */
  | { readonly kind: "renumbered" }
  /** The same under `neurons`, each population later by its `shift`; class sums and decisions at the later readout step are the same. */
  | { readonly kind: "shifted"; readonly by: string }
  /** Neurons and timesteps change places with those of the samples (`PassResult.stream`); class sums and decisions are the same. */
  | { readonly kind: "exchanged"; readonly how: string }
  /** May change within the bound. */
  | { readonly kind: "bounded"; readonly bound: string };

export interface PassResult {
  readonly program: EventProgram;
  /** What was changed, counted. */
  readonly statistics: Readonly<Record<string, number>>;
  /** For every neuron of the new program the old one whose spikes it has, or NEW_NEURON. Absent: numbers are the same. */
  readonly neurons?: Int32Array;
  /** By how many timesteps the spikes of each old population are later. Absent: none is. */
  readonly shift?: ReadonlyMap<string, number>;
  /** By how many timesteps every sample runs longer. Absent: none. */
  readonly extraTimesteps?: number;
  /** What becomes of the samples (`streamBatch`). Absent: they stay as they are. */
  readonly stream?: StreamPlan;
}

/** A neuron that the old program did not have, or whose spikes are nobody's. */
export const NEW_NEURON = -1;

export interface PassDefinition<Values extends PassValues> {
  readonly name: string;
  readonly summary: string;
  readonly requires?: (values: Values) => readonly Claim[];
  readonly ensures: (values: Values) => readonly Claim[];
  readonly spikes: SpikeContract;
  readonly limits?: string;
  /** The options' values unless they are given. */
  readonly values: Values;
  readonly options: readonly (Omit<PassOption, "value"> & { readonly name: keyof Values & string })[];
  readonly statistics: Readonly<Record<string, string>>;
  readonly run: (program: EventProgram, values: Values) => PassResult;
}

/** The pass that a definition describes. */
export function definePass<Values extends PassValues>(definition: PassDefinition<Values>): EventPass {
  const { values } = definition;
  const requires = definition.requires?.(values) ?? [];
  const options = definition.options.map((option): PassOption => ({ ...option, value: values[option.name] }));
  return {
    level: "event",
    name: definition.name,
    summary: definition.summary,
    requires,
    ensures: definition.ensures(values),
    spikes: definition.spikes,
    limits: definition.limits ?? "",
    options,
    statistics: definition.statistics,
    run: (program) => {
      const diagnostics = requires
        .flatMap((claim) => claim.violations(program))
        .map((violation) => ({
          ...violation,
          where: [`pass '${definition.name}'`, violation.where].filter((part) => part !== undefined).join(": "),
        }));
      if (diagnostics.length > 0) throw new SnncError("check", diagnostics);
      return definition.run(program, values);
    },
    withOptions: (given) => {
      checkOptions(definition.name, options, given);
      return definePass({ ...definition, values: { ...values, ...given } });
    },
  };
}

/** Called after each pass of a pipeline; may throw to stop it (a verifier does). */
export type PassObserver = (pass: EventPass, before: EventProgram, result: PassResult) => void;

/**
 * Runs the passes in order; statistics are prefixed by the pass's name, neurons and extra timesteps are those of the
 * whole. What a later pass undoes is not ensured any more, so that only the last one's claims are the pipeline's.
 */
export function pipeline(name: string, passes: readonly EventPass[], observe: PassObserver = () => {}): EventPass {
  const whole = definePass({
    name,
    summary: passes.map((pass) => pass.name).join(", "),
    ensures: () => passes.at(-1)?.ensures ?? [],
    spikes: composedSpikes(passes),
    values: {},
    options: [],
    statistics: Object.fromEntries(
      passes.flatMap((pass) => Object.entries(pass.statistics).map(([key, meaning]) => [`${pass.name}.${key}`, meaning] as const)),
    ),
    run: (program) => {
      let current = program;
      let neurons: Int32Array | undefined;
      let extraTimesteps = 0;
      let stream: StreamPlan | undefined;
      const statistics: Record<string, number> = {};
      for (const pass of passes) {
        const result = pass.run(current);
        observe(pass, current, result);
        for (const [key, value] of Object.entries(result.statistics)) statistics[`${pass.name}.${key}`] = value;
        neurons = composedNeurons(neurons, result.neurons);
        extraTimesteps += result.extraTimesteps ?? 0;
        stream ??= result.stream;
        current = result.program;
      }
      return {
        program: current,
        statistics,
        ...(neurons === undefined ? {} : { neurons }),
        extraTimesteps,
        ...(stream === undefined ? {} : { stream }),
      };
    },
  });
  // Told here, checked by each pass on the program that it gets.
  return { ...whole, requires: passes[0]?.requires ?? [] };
}

function composedNeurons(first: Int32Array | undefined, second: Int32Array | undefined): Int32Array | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return second.map((neuron) => (neuron === NEW_NEURON ? NEW_NEURON : first[neuron]));
}

/** The weakest contract of all. */
function composedSpikes(passes: readonly EventPass[]): SpikeContract {
  const contracts = passes.map((pass) => pass.spikes);
  const bounds = contracts.flatMap((contract) => (contract.kind === "bounded" ? [contract.bound] : []));
  if (bounds.length > 0) return { kind: "bounded", bound: bounds.join("; ") };
  const exchanged = contracts.find((contract) => contract.kind === "exchanged");
  if (exchanged !== undefined) return exchanged;
  const shifts = contracts.flatMap((contract) => (contract.kind === "shifted" ? [contract.by] : []));
  if (shifts.length > 0) return { kind: "shifted", by: shifts.join("; ") };
  return { kind: contracts.some((contract) => contract.kind === "renumbered") ? "renumbered" : "same" };
}
