/**
 * A Loihi-style chip as data: mesh, limits of a core, formats. One JSON file a chip (`targets/loihi1.json`) gives each
 * number with its source; it is parsed once into a `LoihiTarget`, and no limit is repeated in code.
 */
import { z } from "zod";
import { SnncError } from "../util/diagnostics.js";

export interface LoihiTarget {
  readonly kind: "loihi";
  /** E.g. "loihi1". */
  readonly name: string;
  readonly title: string;
  /** Name of the cost table (`targets/costs`) that its events are priced by; undefined where nobody has published one. */
  readonly costs?: string | undefined;
  readonly mesh: {
    readonly chips: number;
    readonly tilesX: number;
    readonly tilesY: number;
    readonly coresPerTile: number;
  };
  readonly core: CoreLimits;
  readonly compartment: CompartmentLimits;
  readonly synapse: SynapseLimits;
  readonly axon: AxonLimits;
}

/** What one core holds. */
export interface CoreLimits {
  readonly compartments: number;
  readonly inputAxons: number;
  readonly outputAxons: number;
  /** Output axons that one to a population-32 axon takes; to the other kinds it takes one. */
  readonly population32OutputSlots: number;
  /** Words of `wordBits` bit of synapse memory. */
  readonly synapseWords: number;
  readonly wordBits: number;
  readonly compartmentConfigs: number;
  readonly thresholdConfigs: number;
  readonly synapseFormats: number;
  /** Pairs (membraneMin, membraneMax). */
  readonly membraneRanges: number;
}

export interface CompartmentLimits {
  /** Width of u and v. */
  readonly stateBits: number;
  /** Decays are 0 .. 2^decayBits - 1. */
  readonly decayBits: number;
  /** threshold = mantissa x thresholdUnit. */
  readonly thresholdMantissaBits: number;
  readonly thresholdUnit: number;
  /** bias = mantissa x 2^exponent, |mantissa| <= biasMantissaMax. */
  readonly biasMantissaMax: number;
  readonly biasExponentMax: number;
  /** Largest refractory register; a register of r silences the r - 1 timesteps after a spike. */
  readonly refractoryMax: number;
  /** membraneMin = -(2^k) + 1, k up to this. */
  readonly membraneMinExponentMax: number;
  /** membraneMax = 2^b - 1 for a b of this ascending list. */
  readonly membraneMaxBits: readonly number[];
}

export interface SynapseLimits {
  /** Widths that a stored weight may have, ascending. */
  readonly weightBits: readonly number[];
  /** Widths that a stored compartment index may have, ascending. */
  readonly indexBits: readonly number[];
  readonly weightExponentMin: number;
  readonly weightExponentMax: number;
  /** A weight w delivers w x 2^(weightScaleExponent + weight exponent). */
  readonly weightScaleExponent: number;
  /** Bits of a weight's magnitude before narrowing: a stored weight of n bits is the top n of them (n - 1 in mixed mode). */
  readonly magnitudeBits: number;
  /** Longest synaptic delay, on top of the timestep that every spike takes. */
  readonly delayMax: number;
  readonly groupSynapses: number;
  readonly groupHeaderBits: number;
  readonly tagBits: number;
}

/** A discrete axon hears one source from base 0; population axons hear atoms, from a base compartment. */
export interface AxonLimits {
  /** The base of a population-16 axon is a multiple of this. */
  readonly population16BaseUnit: number;
  /** Highest base of either population kind. */
  readonly populationBaseMax: number;
  readonly population16AtomBits: number;
  /** Only the first so many input axons of a core can be population-16. */
  readonly population16Axons: number;
  readonly population32AtomBits: number;
}

/** Cores of the whole target. */
export function coreCount(target: LoihiTarget): number {
  const { chips, tilesX, tilesY, coresPerTile } = target.mesh;
  return chips * tilesX * tilesY * coresPerTile;
}

/** Highest threshold: out of reach of every membrane that is clipped at or below it. */
export function neverThreshold(target: LoihiTarget): number {
  const { thresholdMantissaBits, thresholdUnit } = target.compartment;
  return (2 ** thresholdMantissaBits - 1) * thresholdUnit;
}

/** bias = mantissa x 2^exponent with the smallest exponent, or undefined where the chip has no such bias. */
export function encodeBias(bias: number, target: LoihiTarget): { mantissa: number; exponent: number } | undefined {
  const { biasMantissaMax, biasExponentMax } = target.compartment;
  for (let exponent = 0; exponent <= biasExponentMax; exponent++) {
    const mantissa = bias / 2 ** exponent;
    if (!Number.isInteger(mantissa)) return undefined;
    if (Math.abs(mantissa) <= biasMantissaMax) return { mantissa, exponent };
  }
  return undefined;
}

/** k of membraneMin = -(2^k) + 1, or undefined. */
export function membraneMinExponent(membraneMin: number, target: LoihiTarget): number | undefined {
  for (let k = 0; k <= target.compartment.membraneMinExponentMax; k++) if (membraneMin === 1 - 2 ** k) return k;
  return undefined;
}

/** Index into membraneMaxBits of membraneMax = 2^bits - 1, or undefined. */
export function membraneMaxIndex(membraneMax: number, target: LoihiTarget): number | undefined {
  const index = target.compartment.membraneMaxBits.findIndex((bits) => membraneMax === 2 ** bits - 1);
  return index < 0 ? undefined : index;
}

/** A number with its source; only the number goes into the typed target. */
function sourced(value: z.ZodNumber) {
  return z.strictObject({ value, source: z.string().min(1) }).transform((entry) => entry.value);
}

const natural = sourced(z.number().int().nonnegative());
const positive = sourced(z.number().int().positive());
const widths = z
  .strictObject({
    value: z
      .array(z.number().int().nonnegative())
      .min(1)
      .refine((list) => list.every((width, i) => i === 0 || width > list[i - 1]), "must ascend"),
    source: z.string().min(1),
  })
  .transform((entry) => entry.value);

const schema = z.strictObject({
  kind: z.literal("loihi"),
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  title: z.string().min(1),
  costs: z.string().min(1).optional(),
  mesh: z.strictObject({ chips: positive, tilesX: positive, tilesY: positive, coresPerTile: positive }),
  core: z.strictObject({
    compartments: positive,
    inputAxons: positive,
    outputAxons: positive,
    population32OutputSlots: positive,
    synapseWords: positive,
    wordBits: positive,
    compartmentConfigs: positive,
    thresholdConfigs: positive,
    synapseFormats: positive,
    membraneRanges: positive,
  }),
  compartment: z.strictObject({
    stateBits: positive,
    decayBits: positive,
    thresholdMantissaBits: positive,
    thresholdUnit: positive,
    biasMantissaMax: natural,
    biasExponentMax: natural,
    refractoryMax: positive,
    membraneMinExponentMax: positive,
    membraneMaxBits: widths,
  }),
  synapse: z.strictObject({
    weightBits: widths,
    indexBits: widths,
    weightExponentMin: sourced(z.number().int()),
    weightExponentMax: sourced(z.number().int()),
    weightScaleExponent: natural,
    magnitudeBits: positive,
    delayMax: natural,
    groupSynapses: positive,
    groupHeaderBits: natural,
    tagBits: natural,
  }),
  axon: z.strictObject({
    population16BaseUnit: positive,
    populationBaseMax: natural,
    population16AtomBits: natural,
    population16Axons: natural,
    population32AtomBits: natural,
  }),
});

/** Parses a target description; throws SnncError (input) with one diagnostic per wrong field. `where` names its file. */
export function parseLoihiTarget(json: unknown, where: string): LoihiTarget {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new SnncError(
    "input",
    result.error.issues.map((issue) => ({
      code: "target-invalid",
      message: `${issue.path.length === 0 ? "target" : issue.path.join(".")}: ${issue.message}`,
      where,
      hint: 'Compare with targets/loihi1.json; each number is { "value": ..., "source": "..." }.',
    })),
  );
}
