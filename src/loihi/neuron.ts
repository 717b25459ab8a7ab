/**
 * One population as Loihi compartments: which decays, threshold and biases give the same spikes, and by which power of
 * two its world is scaled so that they can be written down. legalise.ts says what becomes what.
 */
import type { Population, WeightTable } from "../event/program.js";
import type { PopulationRange } from "../event/ranges.js";
import { assertNever, type Diagnostic } from "../util/diagnostics.js";
import { clamp } from "../util/fixed.js";
import { encodeBias, type LoihiTarget, membraneMaxIndex, membraneMinExponent, neverThreshold } from "./target.js";
import { encodeWeights, isCoarse, type WeightProfile } from "./weights.js";

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

/** A forgetting population at one scale. */
interface Forgetting {
  readonly shift: number;
  readonly threshold: number;
  readonly biases: Int32Array;
  readonly membraneMin: number;
  readonly isActiveAlone: boolean;
}

/**
 * Forgets within the timestep: spike if q > T depends on nothing else, so that the threshold may be any 64 n that is large
 * enough and a neuron's own difference goes to its bias. What the highest decay leaves of v in the next timestep, v / 4096,
 * is 0 while the threshold is below 4096. Where q and T are multiples of g, up to g / 2 may be left on either side: v is
 * then compared with T + g / 2, half way between what does not fire and what does.
 */
function forget(context: PopulationContext, thresholds: Int32Array, decayV: number): Scaled {
  const { population, inbound, range, target } = context;
  const { thresholdUnit, stateBits } = target.compartment;
  const floor = smallestShift(inbound);
  // q lies in [low, high] and is a multiple of 2^-floor, so that rounding T down to one and clamping it change nothing.
  const step = 2 ** -floor;
  const reach = { low: Math.floor(range.accumulator.low / step) - 1, high: Math.floor(range.accumulator.high / step) };
  const units = thresholds.map((threshold, i) => clamp(Math.floor((threshold - (population.biases?.[i] ?? 0)) / step), reach.low, reach.high));
  const highest = units.reduce((most, value) => Math.max(most, value), 0);
  const wrap = 2 ** (stateBits - 1);
  const write = (shift: number): Forgetting => {
    const gain = 2 ** (shift - floor);
    const above = (margin: number): number => thresholdUnit * Math.ceil((highest * gain + margin) / thresholdUnit);
    const isExact = above(0) <= decayV || gain === 1;
    const margin = isExact ? 0 : gain / 2;
    const threshold = above(margin);
    const biases = units.map((value) => threshold - value * gain - margin);
    // What is left of v where it lies lower than here may be too much, so it is clipped: such a neuron does not fire either way.
    const bottom = (decayV + 1) * (isExact ? gain : margin) - 1;
    const low = range.accumulator.low * 2 ** shift - 2 * margin - (gain - 1);
    return {
      shift,
      threshold,
      biases,
      membraneMin: low >= -bottom ? lowestMembrane(target) : -bottom,
      isActiveAlone: units.some((value) => value < 0),
    };
  };
  const isPossible = ({ shift, threshold, biases, membraneMin }: Forgetting): boolean => {
    const gain = 2 ** (shift - floor);
    const most = threshold <= decayV ? decayV : ((decayV + 1) * gain) / 2 - 1;
    const top = range.accumulator.high * 2 ** shift + threshold + gain;
    const bottom = range.accumulator.low * 2 ** shift - gain;
    return (
      threshold <= most &&
      threshold <= neverThreshold(target) &&
      membraneMinExponent(membraneMin, target) !== undefined &&
      top < wrap &&
      bottom >= -wrap &&
      biases.every((bias) => encodeBias(bias, target) !== undefined)
    );
  };
  // Weights that every chip keeps win, then the narrowest storage of the weights, then fewer biases, then the smallest scale.
  let best: { readonly written: Forgetting; readonly cost: readonly number[] } | undefined;
  for (let shift = floor; shift <= floor + 2 * Math.log2(thresholdUnit); shift++) {
    const bits = storageBits(inbound, shift, target);
    const written = write(shift);
    if (bits === undefined || !isPossible(written)) continue;
    const biased = written.biases.reduce((count, bias) => count + (bias === 0 ? 0 : 1), 0);
    const cost = [areCoarse(inbound, shift, target) ? 0 : 1, bits, biased];
    if (best === undefined || isLess(cost, best.cost)) best = { written, cost };
  }
  const written = best?.written ?? write(floor);
  if (best === undefined && written.threshold > decayV) {
    const most = decayV - (decayV % thresholdUnit);
    refuse(
      context,
      "loihi-forget",
      `needs a threshold of ${written.threshold}; a compartment that forgets within the timestep holds ${most}`,
      "Lower the width of the weights (`--weight-bits`), or the exponent common to weights and thresholds.",
    );
  }
  const arrives = Math.max(range.accumulator.high, -range.accumulator.low) * 2 ** floor;
  if (best === undefined && arrives >= wrap) {
    refuse(
      context,
      "loihi-current",
      `what arrives in a timestep could reach ${arrives}; a compartment holds up to ${wrap - 1}`,
      "Lower the events of a timestep, or the weights' scale.",
    );
  }
  return {
    shift: written.shift,
    decayV,
    membraneMin: written.membraneMin,
    membraneMax: membraneMaxAbove(written.threshold, target),
    thresholds: new Int32Array(population.size).fill(written.threshold),
    biases: written.biases,
    isActiveAlone: written.isActiveAlone,
  };
}

/** Is a before b, the first difference counting most? */
function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at] < b[at];
}

/** The shift under which no weight has a fraction. */
export function smallestShift(inbound: PopulationContext["inbound"]): number {
  return -inbound.reduce((least, { table }) => Math.min(least, table.exponent), inbound.length === 0 ? 0 : 15);
}

/** Do all weights keep their bits on every chip (weights.ts, `isCoarse`)? */
export function areCoarse(inbound: PopulationContext["inbound"], shift: number, target: LoihiTarget): boolean {
  return inbound.every(({ table, profile }) => isCoarse(profile, table.exponent + shift, target));
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

/**
 * Neurons that remember: thresholds become multiples of 64, and weights such as every chip keeps, by scaling the whole
 * population where it does not leak; the latter only where nothing stands against it.
 */
function integrate(context: PopulationContext, decayV: number, mayScale = true): Scaled {
  const { population, inbound, target } = context;
  const { thresholdUnit } = target.compartment;
  const most = mayScale && population.model.kind === "if" ? Math.log2(thresholdUnit) : 0;
  let least = 0;
  while (least < most && population.thresholds?.some((threshold) => (threshold * 2 ** least) % thresholdUnit !== 0) === true) least++;
  for (let shift = least; shift <= most; shift++) {
    if (!areCoarse(inbound, shift, target)) continue;
    const found: Diagnostic[] = [];
    const scaled = integrateAt({ ...context, diagnostics: found }, decayV, shift);
    if (
      found.length === 0 &&
      storageBits(inbound, shift, target) !== undefined &&
      scaled.biases?.some((bias) => encodeBias(bias, target) === undefined) !== true
    ) {
      return scaled;
    }
  }
  return integrateAt(context, decayV, least);
}

function integrateAt(context: PopulationContext, decayV: number, shift: number): Scaled {
  const { population, range, target } = context;
  const { thresholdUnit, stateBits } = target.compartment;
  const never = neverThreshold(target);
  const bias = biasRange(population);
  const isActiveAlone = bias.low !== 0 || bias.high !== 0;
  const gain = 2 ** shift;
  const biases = population.biases === undefined ? {} : { biases: population.biases.map((value) => value * gain) };
  const lowest = lowestMembrane(target);
  const belowNever = membraneMaxBelow(never, target);
  if (population.thresholds === undefined) {
    // A clip above the highest threshold will do where the membrane provably stays below that.
    const highest = range.membrane.high * gain;
    const membraneMax = highest <= belowNever || highest > never ? belowNever : membraneMaxAbove(highest, target);
    checkReach(context, range.membrane.low * gain, lowest, highest, Math.min(never, 2 ** Math.max(...target.compartment.membraneMaxBits) - 1));
    return {
      shift,
      decayV,
      membraneMin: lowest,
      membraneMax,
      thresholds: new Int32Array(population.size).fill(never),
      ...biases,
      isActiveAlone,
    };
  }
  const uneven = population.thresholds.find((threshold) => (threshold * gain) % thresholdUnit !== 0);
  if (uneven !== undefined) {
    refuse(
      context,
      "loihi-threshold",
      `has a threshold of ${uneven}; a compartment holds multiples of ${thresholdUnit}, and a leak may not be scaled`,
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
  return { shift, decayV, membraneMin: lowest, membraneMax, thresholds, ...biases, isActiveAlone };
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
