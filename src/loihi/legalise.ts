/**
 * Event program -> event program within Loihi's arithmetic: what its compartments cannot do is rewritten or refused.
 *
 *   if                          ->  cuba, decayU 4095 (u forgets fully), decayV 0
 *   lif, leak shift k = 1..12   ->  cuba, decayU 4095, decayV 2^(12 - k): the same rounding toward zero, bit for bit
 *   lif, leak shift 0           ->  cuba, decayV 4095: forgets exactly while |v| < 4096, which the thresholds guarantee;
 *                                   one threshold 64 n for all neurons, what a neuron lacks in its bias
 *   refractory until reset      ->  P fires freely; P.latch (one timestep later) fires at its first charge of 64, then
 *                                   inhibits itself by 2^20; it drives what P drove
 *   reset by subtraction        ->  refused, or, where `softReset` asks for it, u integrates and inhibits itself (soft-reset.ts)
 *   no thresholds               ->  a threshold that the clipped membrane cannot reach
 *
 * A latch makes everything behind it a timestep late; paths beside it wait as long (their delays grow), so that every
 * membrane at t + lag is the original's at t. A sample runs `extraTimesteps` more timesteps; class sums and decisions at
 * that readout step are those of the original program at its own. Afterwards every population is cuba with reset to zero,
 * thresholds are multiples of 64, every table has an exact stored form, and `legalised` names the target.
 */
import type { EventProgram, Population, Projection, WeightTable } from "../event/program.js";
import { analyseRanges } from "../event/ranges.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { planLags } from "./lags.js";
import { freshNames } from "./names.js";
import { type PopulationPlan, planPopulation } from "./neuron.js";
import { planSoftReset, selfInhibition } from "./soft-reset.js";
import type { LoihiTarget } from "./target.js";
import { encodeWeights, profileWeights } from "./weights.js";

export interface LoihiLegalised {
  readonly program: EventProgram;
  /** Timesteps that every sample runs longer than in the program that was given. */
  readonly extraTimesteps: number;
  /** Populations whose spikes may differ from the original's, because their reset by subtraction leaks. */
  readonly leaky: readonly string[];
}

export interface LoihiLegaliseOptions {
  /** What a reset by subtraction becomes. `refuse` (default): nothing. `current`: nearly the same (soft-reset.ts). */
  readonly softReset?: "refuse" | "current";
}

/** A latch inhibits itself by 2^20 (design.md: re-armed after 2^20 / 64 charges). */
const LATCH_INHIBITION = { mantissa: -64, exponent: 14 } as const;

/** Samples shorter than this are not traded for registers: the program is refused instead. */
const SHORTEST_SAMPLE = 32;
/** Refusals that shorter samples can lift. */
const LIMITED_BY_LENGTH: readonly string[] = ["loihi-membrane-range", "loihi-forget", "loihi-latch-rearmed"];

/**
 * Legalises a verified program; throws SnncError (kind check) with everything that the target cannot run. A program
 * already legalised for the target is returned as it is. Where only the length that samples may have stands in the way of
 * a register, the legalised program's limits are halved until it fits: longer samples are then refused by name.
 */
export function legaliseForLoihi(program: EventProgram, target: LoihiTarget, options: LoihiLegaliseOptions = {}): LoihiLegalised {
  if (program.legalised?.target === target.name) return { program, extraTimesteps: 0, leaky: [] };
  if (program.legalised !== undefined) {
    throw new SnncError("check", {
      code: "loihi-already-legalised",
      message: `program '${program.name}' is already legalised for '${program.legalised.target}'`,
      hint: "Start from the target-independent program (event.pb of the bundle).",
    });
  }
  let first: readonly Diagnostic[] | undefined;
  for (let candidate = program; ; candidate = withHalfTheLength(candidate)) {
    const { legalised, diagnostics } = attempt(candidate, target, options);
    if (legalised !== undefined) return legalised;
    first ??= diagnostics;
    const isHopeless = diagnostics.some(({ code }) => !LIMITED_BY_LENGTH.includes(code));
    if (isHopeless || candidate.limits.timestepsPerSample < 2 * SHORTEST_SAMPLE) throw new SnncError("check", first);
  }
}

/** Half the timesteps and half the events, and one event more for each port that spikes once a sample. */
function withHalfTheLength(program: EventProgram): EventProgram {
  const { timestepsPerSample, eventsPerTimestep, eventsPerSample } = program.limits;
  const timesteps = timestepsPerSample >> 1;
  const events = Math.min((eventsPerSample >> 1) + program.inputs.length, timesteps * eventsPerTimestep);
  return { ...program, limits: { timestepsPerSample: timesteps, eventsPerTimestep, eventsPerSample: Math.min(eventsPerSample, events) } };
}

function attempt(
  program: EventProgram,
  target: LoihiTarget,
  { softReset }: LoihiLegaliseOptions,
): { legalised?: LoihiLegalised; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  for (const { name, forgets } of program.populations) {
    if (forgets === undefined) continue;
    diagnostics.push({
      code: "loihi-forgets",
      where: `population '${name}'`,
      message: `it forgets every ${forgets.period} timesteps; ${target.name} clears states only between samples`,
      hint: "Map the network laid out in space (convert without `--stream`).",
    });
  }
  const ranges = analyseRanges(program);
  const tables = new Map(program.tables.map((table) => [table.name, { table, profile: profileWeights(table) }]));
  const plans = shareClip(
    program.populations.map((population, index) => {
      const inbound = program.projections
        .filter((projection) => projection.target === population.name)
        .flatMap((projection) => {
          const entry = tables.get(projection.table);
          return entry === undefined ? [] : [entry];
        });
      const isReadByMembrane = program.readout.kind === "membrane" && program.readout.population === population.name;
      const context = { population, inbound, range: ranges[index], isReadByMembrane, target, diagnostics };
      const subtracts = population.reset.kind === "subtract" && population.thresholds !== undefined;
      return subtracts && softReset === "current" ? planSoftReset(context) : planPopulation(context);
    }),
  );
  const planOf = new Map(plans.map((plan) => [plan.population.name, plan]));
  const { lag, extraTimesteps } = planLags(program, planOf, target, diagnostics);
  checkLatches(program, plans, extraTimesteps, target, diagnostics);
  if (diagnostics.length > 0) return { diagnostics };
  const legal = rewrite(program, planOf, lag, extraTimesteps, target);
  diagnostics.push(...checkTables(legal, target));
  const leaky = plans.filter(({ subtracts }) => subtracts !== undefined).map(({ population }) => population.name);
  return diagnostics.length > 0 ? { diagnostics } : { legalised: { program: legal, extraTimesteps, leaky }, diagnostics };
}

/**
 * A core has one clip above, so all take the highest that any needs: none else reaches it, since a membrane beyond its
 * threshold is reset. Neurons given in Loihi's own terms keep theirs.
 */
function shareClip(plans: readonly PopulationPlan[]): readonly PopulationPlan[] {
  const membraneMax = Math.max(...plans.map((plan) => modelOf(plan).membraneMax));
  return plans.map((plan) =>
    plan.population.model.kind === "cuba" ? plan : { ...plan, legal: { ...plan.legal, model: { ...modelOf(plan), membraneMax } } },
  );
}

function modelOf({ legal: { name, model } }: PopulationPlan) {
  if (model.kind !== "cuba") throw new Error(`population '${name}' is not planned in Loihi's terms`);
  return model;
}

/** A latch that is charged once a timestep must not climb back above its threshold within a sample. */
function checkLatches(
  program: EventProgram,
  plans: readonly PopulationPlan[],
  extraTimesteps: number,
  target: LoihiTarget,
  diagnostics: Diagnostic[],
): void {
  const charges = (-LATCH_INHIBITION.mantissa * 2 ** LATCH_INHIBITION.exponent) / target.compartment.thresholdUnit;
  const timesteps = program.limits.timestepsPerSample + extraTimesteps;
  for (const plan of plans) {
    if (plan.isLatched && timesteps > charges) {
      diagnostics.push({
        code: "loihi-latch-rearmed",
        where: `population '${plan.population.name}'`,
        message: `a sample may run ${timesteps} timesteps; the latch that lets each neuron count once a sample is re-armed after ${charges}`,
        hint: "Compile with a smaller `--max-timesteps`.",
      });
    }
  }
}

function rewrite(
  program: EventProgram,
  planOf: ReadonlyMap<string, PopulationPlan>,
  lag: ReadonlyMap<string, number>,
  extraTimesteps: number,
  target: LoihiTarget,
): EventProgram {
  const fresh = freshNames(program);
  const latchOf = new Map<string, Population>();
  const populations: Population[] = [];
  for (const plan of planOf.values()) {
    populations.push(plan.legal);
    if (plan.isLatched) {
      const latch = latchPopulation(fresh(`${plan.population.name}.latch`), plan, target);
      latchOf.set(plan.population.name, latch);
      populations.push(latch);
    }
  }
  const tables = new Map<string, WeightTable>();
  const rescaled = (name: string, shift: number): string => {
    const original = program.tables.find((table) => table.name === name);
    if (original === undefined) throw new Error(`unverified reference '${name}'`);
    const key = `${name} ${shift}`;
    const known = tables.get(key);
    if (known !== undefined) return known.name;
    const table = shift === 0 ? original : { ...original, name: fresh(`${name}.shift${shift}`), exponent: original.exponent + shift };
    tables.set(key, table);
    return table.name;
  };
  const projections: Projection[] = program.projections.map((projection) => {
    const shift = planOf.get(projection.target)?.shift ?? 0;
    const source = projection.source;
    const from = source.kind === "population" ? source.population : undefined;
    const latch = from === undefined ? undefined : latchOf.get(from);
    const sourceLag = from === undefined ? 0 : (lag.get(from) ?? 0) + (latch === undefined ? 0 : 1);
    return {
      ...projection,
      source: latch === undefined ? source : { kind: "population", population: latch.name },
      table: rescaled(projection.table, shift),
      delay: projection.delay + (lag.get(projection.target) ?? 0) - sourceLag,
    };
  });
  if (latchOf.size > 0) {
    const chargeExponent = Math.log2(target.compartment.thresholdUnit);
    const charge = oneWeight(fresh("latch.charge"), 1, 2, chargeExponent);
    const inhibit = oneWeight(fresh("latch.inhibit"), LATCH_INHIBITION.mantissa, 8, LATCH_INHIBITION.exponent);
    for (const table of [charge, inhibit]) tables.set(`${table.name} own`, table);
    for (const [name, latch] of latchOf) {
      projections.push(oneToOne(fresh(`${latch.name}.charge`), name, latch, charge.name));
      projections.push(oneToOne(fresh(`${latch.name}.inhibit`), latch.name, latch, inhibit.name));
    }
  }
  for (const plan of planOf.values()) {
    if (plan.subtracts === undefined) continue;
    const own = selfInhibition(plan, fresh);
    for (const table of own.tables) tables.set(`${table.name} own`, table);
    projections.push(...own.projections);
  }
  const { readout, limits } = program;
  const readLatch = readout.kind === "membrane" ? undefined : latchOf.get(readout.population);
  const readShift = readout.kind === "membrane" ? (readout.shift ?? 0) + (planOf.get(readout.population)?.shift ?? 0) : 0;
  return {
    ...program,
    limits: { ...limits, timestepsPerSample: limits.timestepsPerSample + extraTimesteps },
    populations,
    tables: [...tables.values()],
    projections,
    readout: {
      ...readout,
      population: readLatch?.name ?? readout.population,
      drainTimesteps: readout.drainTimesteps + extraTimesteps,
      ...(readShift === 0 ? {} : { shift: readShift }),
    },
    legalised: { target: target.name, updateGroup: 1 },
  };
}

function latchPopulation(name: string, plan: PopulationPlan, target: LoihiTarget): Population {
  const { decayBits, membraneMinExponentMax } = target.compartment;
  return {
    name,
    size: plan.population.size,
    model: {
      kind: "cuba",
      decayU: 2 ** decayBits - 1,
      decayV: 0,
      membraneMin: 1 - 2 ** membraneMinExponentMax,
      // Any above its threshold of 0: that of the neurons that it belongs to, so that they can share a core.
      membraneMax: modelOf(plan).membraneMax,
    },
    thresholds: new Int32Array(plan.population.size),
    reset: { kind: "zero" },
    refractory: { kind: "none" },
  };
}

function oneWeight(name: string, weight: number, bits: number, exponent: number): WeightTable {
  return { name, rows: 1, columns: 1, bits, exponent, weights: Int8Array.of(weight) };
}

/** Neuron i to neuron i, a timestep later: a pool of 1 x 1 windows. */
function oneToOne(name: string, source: string, target: Population, table: string): Projection {
  return {
    name,
    source: { kind: "population", population: source },
    target: target.name,
    table,
    delay: 1,
    connectivity: {
      kind: "pool",
      inHeight: 1,
      inWidth: target.size,
      channels: 1,
      outHeight: 1,
      outWidth: target.size,
      windowHeight: 1,
      windowWidth: 1,
      strideY: 1,
      strideX: 1,
    },
  };
}

/** Every table that a projection uses must have an exact stored form. */
function checkTables(program: EventProgram, target: LoihiTarget): Diagnostic[] {
  const { weightExponentMin, weightExponentMax } = target.synapse;
  return program.tables.flatMap((table) =>
    table.exponent <= 15 && encodeWeights(profileWeights(table), table.exponent, target) !== undefined
      ? []
      : [
          {
            code: "loihi-weight-exponent",
            where: `table '${table.name}'`,
            message: `weights of ${table.bits} bit with exponent ${table.exponent} have no exact form with a weight exponent of ${weightExponentMin}..${weightExponentMax}`,
            hint: "Lower the exponent common to all tables together with the thresholds, or the width of the weights.",
          },
        ],
  );
}
