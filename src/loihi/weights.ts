/**
 * How a weight table is stored in synapse memory: the narrowest width, the sign mode and the weight exponent under which
 * every weight is exact. Source: nengo-loihi discretize.py; a stored weight of n bits stands for the top bits of a
 * magnitude of 8, and delivers
 *
 *     mixed        s x 2^(8 + 1 - n + 6 + exponent),  s in -2^(n-1) .. 2^(n-1) - 1
 *     excitatory   s x 2^(8 - n + 6 + exponent),      s in 0 .. 2^n - 1
 *     inhibitory  -s x 2^(8 - n + 6 + exponent),      s in 0 .. 2^n - 1
 */
import type { WeightTable } from "../event/program.js";
import { assertNever } from "../util/diagnostics.js";
import { signedBits, unsignedBits } from "../util/fixed.js";
import type { LoihiTarget } from "./target.js";

export type SignMode = "mixed" | "excitatory" | "inhibitory";

export const SIGN_MODES: readonly SignMode[] = ["mixed", "excitatory", "inhibitory"];

/** A stored weight is the table's mantissa / 2^dropped (exactly), negated in inhibitory mode. */
export interface WeightEncoding {
  readonly weightBits: number;
  readonly signMode: SignMode;
  readonly weightExponent: number;
  /** Trailing zero bits common to all mantissas that are not stored. */
  readonly dropped: number;
}

/** delivered = stored x 2^this (negated in inhibitory mode). */
export function storedWeightExponent(weightBits: number, signMode: SignMode, weightExponent: number, target: LoihiTarget): number {
  const { magnitudeBits, weightScaleExponent } = target.synapse;
  return magnitudeBits + (signMode === "mixed" ? 1 : 0) - weightBits + weightScaleExponent + weightExponent;
}

/** Largest mantissa and smallest of a table, and its common factor of two. */
export interface WeightProfile {
  readonly low: number;
  readonly high: number;
  readonly trailingZeros: number;
}

export function profileWeights(table: WeightTable): WeightProfile {
  let low = 0;
  let high = 0;
  let bits = 0;
  const { weights } = table;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    if (weight < low) low = weight;
    if (weight > high) high = weight;
    bits |= weight;
  }
  let trailingZeros = 0;
  if (bits !== 0) while (((bits >> trailingZeros) & 1) === 0) trailingZeros++;
  return { low, high, trailingZeros };
}

/**
 * Do the weights m x 2^exponent keep all their bits on a chip that shifts in two parts, by the weight exponent and then by
 * 6? What falls below 1 in between is lost there (nengo-loihi discretize.py, `lossy_shift`; brian2-loihi).
 */
export function isCoarse({ low, high, trailingZeros }: WeightProfile, exponent: number, { synapse }: LoihiTarget): boolean {
  return (low === 0 && high === 0) || exponent + trailingZeros >= synapse.weightScaleExponent;
}

/** A profile with the exponent of its mantissas. */
export interface ScaledProfile {
  readonly profile: WeightProfile;
  readonly exponent: number;
}

/** Of the weights of both, as mantissas x 2^exponent with the lower exponent. */
export function joinProfiles(a: ScaledProfile, b: ScaledProfile): ScaledProfile {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = [a, b].map(({ profile, exponent: own }) => ({
    low: profile.low * 2 ** (own - exponent),
    high: profile.high * 2 ** (own - exponent),
    // Zeros alone have every factor of two.
    trailingZeros: profile.low === 0 && profile.high === 0 ? Number.POSITIVE_INFINITY : profile.trailingZeros + own - exponent,
  }));
  const zeros = Math.min(...scaled.map(({ trailingZeros }) => trailingZeros));
  const low = Math.min(...scaled.map((profile) => profile.low));
  const high = Math.max(...scaled.map((profile) => profile.high));
  return { exponent, profile: { low, high, trailingZeros: Number.isFinite(zeros) ? zeros : 0 } };
}

/** The narrowest exact storage of weights m x 2^exponent, or undefined where the chip has none. */
export function encodeWeights(profile: WeightProfile, exponent: number, target: LoihiTarget): WeightEncoding | undefined {
  const { weightExponentMin, weightExponentMax } = target.synapse;
  for (const weightBits of target.synapse.weightBits) {
    if (weightBits === 0) continue;
    for (const signMode of SIGN_MODES) {
      for (let dropped = profile.trailingZeros; dropped >= 0; dropped--) {
        if (!fits(profile, dropped, signMode, weightBits)) break;
        const atZero = storedWeightExponent(weightBits, signMode, 0, target);
        const weightExponent = exponent + dropped - atZero;
        if (weightExponent < weightExponentMin) break;
        if (weightExponent <= weightExponentMax) return { weightBits, signMode, weightExponent, dropped };
      }
    }
  }
  return undefined;
}

function fits(profile: WeightProfile, dropped: number, signMode: SignMode, weightBits: number): boolean {
  const low = profile.low / 2 ** dropped;
  const high = profile.high / 2 ** dropped;
  switch (signMode) {
    case "mixed":
      return signedBits(low, high) <= weightBits;
    case "excitatory":
      return low >= 0 && unsignedBits(high) <= weightBits;
    case "inhibitory":
      return high <= 0 && unsignedBits(-low) <= weightBits;
    default:
      return assertNever(signMode);
  }
}
