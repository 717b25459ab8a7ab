/**
 * One population as Loihi compartments: which decays, threshold and biases give the same spikes, and by which power of
 * two its world is scaled so that they can be written down. legalise.ts says what becomes what.
 */
import type { Population, WeightTable } from "../event/program.js";
import type { PopulationRange } from "../event/ranges.js";
import { assertNever, type Diagnostic } from "../util/diagnostics.js";
import { clamp } from "../util/fixed.js";
import { encodeBias, type LoihiTarget, membraneMaxIndex, membraneMinExponent, neverThreshold } from "./target.js";
import { encodeWeights, type WeightProfile } from "./weights.js";

export interface PopulationPlan {
  /** As it was. */
  readonly population: Population;
  /** As it becomes; meaningless where a diagnostic was added. */
  readonly legal: Population;
  /** Weights into it are multiplied by 2^shift. */
  readonly shift: number;
  /** Refractory until reset: a latch stands behind it. */
  readonly isLatched: boolean;
  /** Does it move without input, so that it must not start early? */
  readonly isActiveAlone: boolean;
  /** What a spike takes from the neuron's own current (soft-reset.ts); absent: nothing. */
  readonly subtracts?: Int32Array;
}

export interface PopulationContext {
  readonly population: Population;
  /** Tables of the projections into it. */
  readonly inbound: readonly { readonly table: WeightTable; readonly profile: WeightProfile }[];
  /** Bounds of the original program. */
  readonly range: PopulationRange;
  readonly isReadByMembrane: boolean;
  readonly target: LoihiTarget;
  readonly diagnostics: Diagnostic[];
}

/** What the neurons compute with, before refractory and reset are added. */
interface Scaled {
  readonly shift: number;
  readonly decayV: number;
  readonly membraneMin: number;
  readonly membraneMax: number;
  readonly thresholds: Int32Array;
  readonly biases?: Int32Array;
  readonly isActiveAlone: boolean;
}

/** Plans one population; adds a diagnostic for each thing that its compartments cannot do. */
export function planPopulation(context: PopulationContext): PopulationPlan {
  const { population, target } = context;
  const { model, reset, refractory, thresholds } = population;
  if (reset.kind === "subtract" && thresholds !== undefined) {
    refuse(context, "loihi-reset", "resets by subtraction; a compartment resets to zero", "Choose `--reset zero` when converting.");
  }
  if (refractory.kind === "untilReset" && context.isReadByMembrane) {
    refuse(
      context,
      "loihi-readout",
      "is read out by its membrane, which refractory until reset holds at 0 and a compartment does not",
      "Read out another population, or by count.",
    );
  }
  const { refractoryMax, decayBits } = target.compartment;
  if (refractory.kind === "steps" && refractory.timesteps + 1 > refractoryMax) {
    refuse(
      context,
      "loihi-refractory",
      `is refractory for ${refractory.timesteps} timesteps; the register holds ${refractoryMax - 1}`,
      "Shorten the refractory time.",
    );
  }
  const scaled = scale(context);
  const biases = scaled.biases;
  const unwritable = biases?.find((bias) => encodeBias(bias, target) === undefined);
  if (unwritable !== undefined) {
    const { biasMantissaMax, biasExponentMax } = target.compartment;
    refuse(
      context,
      "loihi-bias",
      `needs a bias of ${unwritable}; a compartment holds m x 2^e with |m| <= ${biasMantissaMax} and e = 0..${biasExponentMax}`,
      "Lower the spread of the thresholds, or the scale of weights and thresholds together.",
    );
  }
  const legal: Population = {
    name: population.name,
    size: population.size,
    model:
      model.kind === "cuba"
        ? model
        : {
            kind: "cuba",
            decayU: 2 ** decayBits - 1,
            decayV: scaled.decayV,
            membraneMin: scaled.membraneMin,
            membraneMax: scaled.membraneMax,
          },
    thresholds: scaled.thresholds,
    ...(biases?.some((bias) => bias !== 0) === true ? { biases } : {}),
    reset: { kind: "zero" },
    refractory: refractory.kind === "steps" && thresholds !== undefined ? refractory : { kind: "none" },
  };
  return {
    population,
    legal,
    shift: scaled.shift,
    isLatched: refractory.kind === "untilReset" && thresholds !== undefined,
    isActiveAlone: scaled.isActiveAlone,
  };
}

function scale(context: PopulationContext): Scaled {
  const { population, target } = context;
  const { model } = population;
  const fullDecay = 2 ** target.compartment.decayBits - 1;
  switch (model.kind) {
    case "cuba":
      return keepCuba(context);
    case "if":
      return integrate(context, 0);
    case "lif": {
      if (model.leakShift === 0) {
        return population.thresholds === undefined || context.isReadByMembrane
          ? forgetAsItIs(context, fullDecay)
          : forget(context, population.thresholds, fullDecay);
      }
      if (model.leakShift > target.compartment.decayBits) {
        refuse(
          context,
          "loihi-leak",
          `leaks by 2^-${model.leakShift} a timestep; a decay of ${target.compartment.decayBits} bit holds no less than 2^-${target.compartment.decayBits}`,
          "Choose a shorter time constant, or no leak (`if`).",
        );
      }
      return integrate(context, 2 ** Math.max(0, target.compartment.decayBits - model.leakShift));
    }
    default:
      return assertNever(model);
  }
}

/**
 * Forgets within the timestep: spike if q + bias > T depends on nothing else, so that the threshold may be any 64 n that
 * is large enough and a neuron's own difference goes to its bias. v is at most the threshold where no spike was fired,
 * so it is forgotten exactly while the threshold is below 2^decayBits.
 */
function forget(context: PopulationContext, thresholds: Int32Array, decayV: number): Scaled {
  const { population, inbound, range, target } = context;
  const { thresholdUnit } = target.compartment;
  const floor = -inbound.reduce((least, { table }) => Math.min(least, table.exponent), inbound.length === 0 ? 0 : 15);
  const write = (shift: number): { thresholds: Int32Array; biases: Int32Array; threshold: number; isActiveAlone: boolean } => {
    // q lies in [low, high] and is a multiple of 2^-floor, so that rounding T down to one and clamping it change nothing.
    const step = 2 ** -floor;
    const reach = { low: Math.floor(range.accumulator.low / step) - 1, high: Math.floor(range.accumulator.high / step) };
    const gain = 2 ** (shift - floor);
    const own = thresholds.map((threshold, i) => {
      const units = clamp(Math.floor((threshold - (population.biases?.[i] ?? 0)) / step), reach.low, reach.high);
      return units * gain;
    });
    const threshold =
      thresholdUnit *
      Math.ceil(
        Math.max(
          0,
          own.reduce((most, value) => Math.max(most, value), 0),
        ) / thresholdUnit,
      );
    return {
      thresholds: new Int32Array(population.size).fill(threshold),
      biases: own.map((value) => threshold - value),
      threshold,
      isActiveAlone: own.some((value) => value < 0),
    };
  };
  // The narrowest storage of the weights wins, then the smallest scale.
  let best: { shift: number; bits: number } | undefined;
  for (let shift = floor; shift <= floor + Math.log2(thresholdUnit); shift++) {
    const bits = storageBits(inbound, shift, target);
    if (write(shift).threshold > decayV || bits === undefined) continue;
    if (best === undefined || bits < best.bits) best = { shift, bits };
  }
  const shift = best?.shift ?? floor;
  const written = write(shift);
  if (written.threshold > decayV) {
    const most = decayV - (decayV % thresholdUnit);
    refuse(
      context,
      "loihi-forget",
      `needs a threshold of ${written.threshold}; a compartment that forgets within the timestep holds ${most}`,
      "Lower the width of the weights (`--weight-bits`), or the exponent common to weights and thresholds.",
    );
  }
  const gain = 2 ** shift;
  const low = range.accumulator.low * gain;
  // Where v could fall to where forgetting rounds, it is clipped before: a clipped neuron does not fire either way.
  const membraneMin = low >= -decayV ? lowestMembrane(target) : -decayV;
  const membraneMax = membraneMaxAbove(written.threshold, target);
  return { shift, decayV, membraneMin, membraneMax, thresholds: written.thresholds, biases: written.biases, isActiveAlone: written.isActiveAlone };
}

/** A forgetting population whose membrane is read, or that never fires: nothing may move, so everything must fit as it is. */
function forgetAsItIs(context: PopulationContext, decayV: number): Scaled {
  const { population, range } = context;
  const bias = biasRange(population);
  const low = range.accumulator.low + bias.low;
  const high = range.accumulator.high + bias.high;
  if (low < -decayV || high > decayV) {
    refuse(
      context,
      "loihi-forget",
      `its membrane could reach ${-low > high ? low : high}; a compartment that forgets within the timestep holds ${decayV}`,
      "Lower the limits of the program (`--max-timesteps`), or the weights' scale.",
    );
  }
  if (context.isReadByMembrane && (bias.low !== 0 || bias.high !== 0)) {
    refuse(
      context,
      "loihi-readout",
      "is read out by its membrane, forgets within the timestep and has a bias, which a silent compartment keeps showing",
      "Move the bias behind the readout.",
    );
  }
  return { ...integrate(context, decayV, false), decayV };
}

/** Neurons that remember: thresholds become multiples of 64 by scaling the whole population, where its membrane is not read. */
function integrate(context: PopulationContext, decayV: number, mayScale = true): Scaled {
  const { population, range, target } = context;
  const { thresholdUnit, stateBits } = target.compartment;
  const never = neverThreshold(target);
  const bias = biasRange(population);
  const isActiveAlone = bias.low !== 0 || bias.high !== 0;
  const biases = population.biases === undefined ? {} : { biases: population.biases };
  const lowest = lowestMembrane(target);
  const belowNever = membraneMaxBelow(never, target);
  if (population.thresholds === undefined) {
    checkReach(context, range.membrane.low, lowest, range.membrane.high, belowNever);
    return {
      shift: 0,
      decayV,
      membraneMin: lowest,
      membraneMax: belowNever,
      thresholds: new Int32Array(population.size).fill(never),
      ...biases,
      isActiveAlone,
    };
  }
  const canScale = mayScale && !context.isReadByMembrane && population.model.kind === "if";
  let shift = 0;
  while (canScale && shift < Math.log2(thresholdUnit) && population.thresholds.some((threshold) => (threshold * 2 ** shift) % thresholdUnit !== 0))
    shift++;
  const gain = 2 ** shift;
  const uneven = population.thresholds.find((threshold) => (threshold * gain) % thresholdUnit !== 0);
  if (uneven !== undefined) {
    refuse(
      context,
      "loihi-threshold",
      `has a threshold of ${uneven}; a compartment holds multiples of ${thresholdUnit}, and neither a leak nor a membrane that is read out may be scaled`,
      `Scale its weights and thresholds by ${thresholdUnit} before compiling.`,
    );
  }
  const outside = population.thresholds.find((threshold) => threshold < 0 || threshold * gain > never);
  if (outside !== undefined) {
    refuse(
      context,
      "loihi-threshold",
      `has a threshold of ${outside * gain}; a compartment holds 0..${never}`,
      "Lower the scale of its weights and thresholds; a threshold below 0 has no counterpart.",
    );
  }
  const thresholds = population.thresholds.map((threshold) => threshold * gain);
  const highest = thresholds.reduce((most, threshold) => Math.max(most, threshold), 0);
  const membraneMax = highest < belowNever ? belowNever : membraneMaxAbove(highest, target);
  // Above the threshold v is reset, so that only what arrives in one timestep must not wrap.
  const wraps = 2 ** (stateBits - 1) - 1;
  checkReach(context, range.membrane.low * gain, lowest, (range.accumulator.high + bias.high) * gain, wraps);
  return {
    shift,
    decayV,
    membraneMin: lowest,
    membraneMax,
    thresholds,
    ...(population.biases === undefined ? {} : { biases: population.biases.map((value) => value * gain) }),
    isActiveAlone,
  };
}

/** Already Loihi's model: only what does not fit its registers is refused. */
function keepCuba(context: PopulationContext): Scaled {
  const { population, target } = context;
  const { model } = population;
  if (model.kind !== "cuba") throw new Error("not a CUBA population");
  const { thresholdUnit, decayBits } = target.compartment;
  const never = neverThreshold(target);
  if (membraneMinExponent(model.membraneMin, target) === undefined || membraneMaxIndex(model.membraneMax, target) === undefined) {
    refuse(
      context,
      "loihi-membrane-range",
      `clips its membrane to ${model.membraneMin}..${model.membraneMax}; a core holds -(2^k) + 1 below, k = 0..${target.compartment.membraneMinExponentMax}, and 2^b - 1 above, b = ${target.compartment.membraneMaxBits.join(", ")}`,
      "Choose the next range of that form.",
    );
  }
  for (const decay of [model.decayU, model.decayV]) {
    if (decay < 0 || decay >= 2 ** decayBits)
      refuse(context, "loihi-leak", `has a decay of ${decay}; a compartment holds 0..${2 ** decayBits - 1}`, "Choose another decay.");
  }
  const wrong = population.thresholds?.find((threshold) => threshold < 0 || threshold > never || threshold % thresholdUnit !== 0);
  if (wrong !== undefined) {
    refuse(
      context,
      "loihi-threshold",
      `has a threshold of ${wrong}; a compartment holds multiples of ${thresholdUnit} in 0..${never}`,
      `Round it to a multiple of ${thresholdUnit}.`,
    );
  }
  if (population.thresholds === undefined && model.membraneMax > never) {
    refuse(
      context,
      "loihi-membrane-range",
      `never fires, but its membrane reaches ${model.membraneMax}, above the highest threshold ${never}`,
      `Clip its membrane at ${membraneMaxBelow(never, target)}.`,
    );
  }
  return {
    shift: 0,
    decayV: model.decayV,
    membraneMin: model.membraneMin,
    membraneMax: model.membraneMax,
    thresholds: population.thresholds ?? new Int32Array(population.size).fill(never),
    ...(population.biases === undefined ? {} : { biases: population.biases }),
    isActiveAlone: population.biases?.some((bias) => bias !== 0) ?? false,
  };
}

function checkReach(context: PopulationContext, low: number, lowest: number, high: number, highest: number): void {
  if (low >= lowest && high <= highest) return;
  refuse(
    context,
    "loihi-membrane-range",
    `its membrane could reach ${low < lowest ? low : high}; a compartment holds ${lowest}..${highest}`,
    "Lower the limits of the program (`--max-timesteps`), or the weights' scale.",
  );
}

function lowestMembrane(target: LoihiTarget): number {
  return 1 - 2 ** target.compartment.membraneMinExponentMax;
}

/** Largest membraneMax at or below a value. */
function membraneMaxBelow(value: number, target: LoihiTarget): number {
  return target.compartment.membraneMaxBits.reduce((best, bits) => (2 ** bits - 1 <= value ? 2 ** bits - 1 : best), 0);
}

/** The usual membraneMax where it lies above the threshold, so that populations can share a core; else the next. */
export function membraneMaxAbove(threshold: number, target: LoihiTarget): number {
  const usual = membraneMaxBelow(neverThreshold(target), target);
  if (usual > threshold) return usual;
  const bits = target.compartment.membraneMaxBits.find((candidate) => 2 ** candidate - 1 > threshold);
  return bits === undefined ? usual : 2 ** bits - 1;
}

export function storageBits(inbound: PopulationContext["inbound"], shift: number, target: LoihiTarget): number | undefined {
  let bits = 0;
  for (const { table, profile } of inbound) {
    const encoding = encodeWeights(profile, table.exponent + shift, target);
    if (encoding === undefined) return undefined;
    bits += encoding.weightBits * table.weights.length;
  }
  return bits;
}

function biasRange(population: Population): { low: number; high: number } {
  let low = 0;
  let high = 0;
  for (const bias of population.biases ?? []) {
    low = Math.min(low, bias);
    high = Math.max(high, bias);
  }
  return { low, high };
}

export function refuse(context: PopulationContext, code: string, message: string, hint: string): void {
  context.diagnostics.push({ code, where: `population '${context.population.name}'`, message, hint });
}
