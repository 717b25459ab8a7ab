/**
 * A reset by subtraction on compartments, which reset v to zero and leave u alone: u integrates in v's place, v forgets
 * within the timestep, and each neuron inhibits its own u by the amount that a spike subtracts.
 *
 *     u = dec(u, 1) + q - amount x (spike in the timestep before)        decayU 0
 *     v = dec(v, 4095) + u + bias                                        decayV 4095: dec(v, 4095) = 0 while |v| < 4096
 *     spike if v > 64 n,      bias = 64 n - threshold, n as common as biases allow
 *
 * Nearly exact: dec(u, 1) = sign(u) ((|u| 4095) >> 12) takes ceil(|u| / 4096) from |u| in every timestep, since no
 * compartment has a smaller decay of u, and a v beyond 4095 leaves floor(v / 4096) to the next timestep. Both are parts in
 * 4,096 of a threshold that is 4,096 or more, and larger parts of a smaller one: so everything is scaled up as far as u
 * provably does not wrap.
 */
import type { Population, Projection, WeightTable } from "../event/program.js";
import { areCoarse, membraneMaxAbove, type PopulationContext, type PopulationPlan, refuse, smallestShift, storageBits } from "./neuron.js";
import { encodeBias, type LoihiTarget, neverThreshold } from "./target.js";

/** Plans a population that resets by subtraction; adds a diagnostic for each thing that stands in the way. */
export function planSoftReset(context: PopulationContext): PopulationPlan {
  const { population, target } = context;
  const { thresholds, reset, refractory, model, biases } = population;
  if (thresholds === undefined || reset.kind !== "subtract") throw new Error(`population '${population.name}' does not reset by subtraction`);
  if (model.kind !== "if") refuse(context, "loihi-reset", "leaks and resets by subtraction; a current that integrates has no leak of its own", ZERO);
  if (refractory.kind !== "none") refuse(context, "loihi-reset", "resets by subtraction and is refractory; a current does not wait", ZERO);
  if (context.isReadByMembrane)
    refuse(context, "loihi-reset", "resets by subtraction and is read out by its membrane, which the current replaces", ZERO);
  if (biases?.some((bias) => bias !== 0) === true) {
    refuse(
      context,
      "loihi-reset",
      "resets by subtraction and has biases; a current has none",
      "Drive the bias by an input line that spikes in every timestep.",
    );
  }
  const outside = thresholds.find((threshold) => threshold < 0);
  if (outside !== undefined) refuse(context, "loihi-threshold", `has a threshold of ${outside}; a compartment holds none below 0`, "Raise it.");
  const shift = shiftOf(context, thresholds, reset.amounts);
  const gain = 2 ** shift;
  const fullDecay = 2 ** target.compartment.decayBits - 1;
  // A multiple of the scale too, so that biases are.
  const unit = Math.max(target.compartment.thresholdUnit, gain);
  const common = unit * Math.ceil((gain * highestOf(thresholds)) / unit);
  if (common > neverThreshold(target)) {
    refuse(
      context,
      "loihi-threshold",
      `has a threshold of ${common}; a compartment holds 0..${neverThreshold(target)}`,
      "Lower the scale of its weights.",
    );
  }
  // Biases hold a difference of one band; neurons that lie further below have a threshold as many bands lower.
  const band = gain * bandOf(context);
  const biased = thresholds.map((threshold) => (common - gain * threshold) % band);
  const unwritable = biased.find((bias) => encodeBias(bias, target) === undefined);
  if (unwritable !== undefined)
    refuse(context, "loihi-bias", `needs a bias of ${unwritable}, which no register holds`, "Lower the spread of the thresholds.");
  checkReach(context, gain * reachOf(context, thresholds));
  const legal: Population = {
    name: population.name,
    size: population.size,
    model: { kind: "cuba", decayU: 0, decayV: fullDecay, membraneMin: -fullDecay, membraneMax: membraneMaxAbove(common, target) },
    thresholds: thresholds.map((threshold, i) => gain * threshold + biased[i]),
    ...(biased.some((bias) => bias !== 0) ? { biases: biased } : {}),
    reset: { kind: "zero" },
    refractory: { kind: "none" },
  };
  return {
    population,
    legal,
    shift,
    isLatched: false,
    isActiveAlone: false,
    subtracts: reset.amounts.map((amount) => gain * amount),
  };
}

const ZERO = "Choose `--reset zero` when converting.";

/** Bits of an inhibiting weight's magnitude. */
const DIGIT_BITS = 7;

/** Each neuron to itself, a timestep later: amounts in digits of 7 bits, a table and a projection each, without zeros. */
export function selfInhibition(
  { legal, subtracts }: PopulationPlan,
  nameOf: (name: string) => string,
): { readonly tables: readonly WeightTable[]; readonly projections: readonly Projection[] } {
  const tables: WeightTable[] = [];
  const projections: Projection[] = [];
  let rest = subtracts ?? new Int32Array(0);
  let exponent = trailingZeros(rest);
  rest = rest.map((amount) => amount / 2 ** exponent);
  for (; rest.some((amount) => amount > 0); exponent += DIGIT_BITS) {
    const digits = rest.map((amount) => amount % 2 ** DIGIT_BITS);
    rest = rest.map((amount, i) => (amount - digits[i]) / 2 ** DIGIT_BITS);
    const targets = Uint32Array.from(digits.keys()).filter((neuron) => digits[neuron] > 0);
    if (targets.length === 0) continue;
    const rowStart = new Uint32Array(legal.size + 1);
    for (const neuron of targets) rowStart[neuron + 1] = 1;
    for (let neuron = 0; neuron < legal.size; neuron++) rowStart[neuron + 1] += rowStart[neuron];
    const table: WeightTable = {
      name: nameOf(`${legal.name}.subtract${exponent}`),
      rows: 1,
      columns: targets.length,
      bits: DIGIT_BITS + 1,
      exponent,
      weights: Int8Array.from(targets, (neuron) => -digits[neuron]),
    };
    tables.push(table);
    projections.push({
      name: table.name,
      source: { kind: "population", population: legal.name },
      target: legal.name,
      table: table.name,
      delay: 1,
      connectivity: { kind: "sparse", rowStart, targets },
    });
  }
  return { tables, projections };
}

/** The smallest scale that lifts every threshold to 2^decayBits, or a larger one with coarse weights; less where u could wrap, or a bias or weight has no stored form. */
function shiftOf(context: PopulationContext, thresholds: Int32Array, amounts: Int32Array): number {
  const { inbound, target } = context;
  const lowest = lowestOf(thresholds);
  const { decayBits, biasExponentMax } = target.compartment;
  const isPossible = (shift: number): boolean =>
    reachOf(context, thresholds) * 2 ** shift <= currentMax(context) &&
    shift <= biasExponentMax &&
    hasDigits(amounts, shift, target) &&
    storageBits(inbound, shift, target) !== undefined;
  let shift = Math.max(smallestShift(inbound), 0);
  while (lowest * 2 ** shift < 2 ** decayBits && isPossible(shift + 1)) shift++;
  // Further, where that gives weights such as every chip keeps.
  let coarse = shift;
  while (!areCoarse(inbound, coarse, target) && isPossible(coarse + 1)) coarse++;
  return areCoarse(inbound, coarse, target) ? coarse : shift;
}

/** Whether the digits of the amounts lie within the exponents that a weight of so many bits has on the chip. */
function hasDigits(amounts: Int32Array, shift: number, { synapse }: LoihiTarget): boolean {
  const first = trailingZeros(amounts) + shift;
  const highest = synapse.magnitudeBits - DIGIT_BITS + synapse.weightScaleExponent + synapse.weightExponentMax;
  if (first > highest) return false;
  const last = first + DIGIT_BITS * Math.floor((highest - first) / DIGIT_BITS);
  return highestOf(amounts) * 2 ** shift < 2 ** (last + DIGIT_BITS);
}

/** Largest magnitude at scale 1 of u, before what it is reset by arrives, and of u + bias. */
function reachOf(context: PopulationContext, thresholds: Int32Array): number {
  const { membrane, accumulator } = context.range;
  return Math.max(-membrane.low, membrane.high + accumulator.high + biasOf(context, thresholds));
}

/** Largest bias at scale 1. */
function biasOf({ target }: Pick<PopulationContext, "target">, thresholds: Int32Array): number {
  return Math.min(bandOf({ target }), highestOf(thresholds) - lowestOf(thresholds) + target.compartment.thresholdUnit);
}

/** Multiple of the hardware's unit of thresholds that every bias below it can be written for, at scale 1. */
function bandOf({ target }: Pick<PopulationContext, "target">): number {
  const { biasMantissaMax, thresholdUnit } = target.compartment;
  return biasMantissaMax - (biasMantissaMax % thresholdUnit);
}

function currentMax({ target }: PopulationContext): number {
  return 2 ** (target.compartment.stateBits - 1) - 1;
}

function checkReach(context: PopulationContext, reach: number): void {
  if (reach <= currentMax(context)) return;
  refuse(
    context,
    "loihi-membrane-range",
    `its current could reach ${reach}; a compartment holds ${currentMax(context)}`,
    "Compile with narrower weights (`--weight-bits 7`), or train with fewer `--timesteps`.",
  );
}

function highestOf(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** At least 1. */
function lowestOf(thresholds: Int32Array): number {
  return thresholds.reduce((least, threshold) => Math.min(least, Math.max(1, threshold)), Number.MAX_SAFE_INTEGER);
}

/** Zero bits below all of them. */
function trailingZeros(values: Int32Array): number {
  const bits = values.reduce((all, value) => all | value, 0);
  return bits === 0 ? 0 : 31 - Math.clz32(bits & -bits);
}
