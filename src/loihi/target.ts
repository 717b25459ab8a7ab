/**
 * A Loihi-style chip as data: mesh, limits of a core, formats. One JSON file a chip (`targets/loihi1.json`) gives each
 * number with its source; it is parsed once into a `LoihiTarget`, and no limit is repeated in code.
 */
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { objectAt, powerOfTwo, type Report, readGroup, reportUnknown, saying, type ValuesOf, whole, widths } from "./target-fields.js";

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

/**
 * What a description may say: the numbers that mapper, validator and emulator work for. The reasons: widths of typed
 * arrays (compartments, cores, delays, refractory registers), the decays and weights of event programs (12 and at most 8
 * bit), the layout of groups that validate.ts reads (10 bit of header, 64 synapses, no tags), and one pair of clips a core.
 */
const FIELDS = {
  mesh: { chips: whole(1, 4096), tilesX: whole(1, 4096), tilesY: whole(1, 4096), coresPerTile: whole(1, 64) },
  core: {
    compartments: whole(1, 65_536),
    inputAxons: whole(1, 2 ** 20),
    outputAxons: whole(1, 2 ** 20),
    population32OutputSlots: whole(1, 64),
    synapseWords: whole(1, 2 ** 24),
    wordBits: whole(16, 1024),
    compartmentConfigs: whole(1, 65_536),
    thresholdConfigs: whole(1, 65_536),
    synapseFormats: whole(1, 16),
    membraneRanges: whole(1, 1),
  },
  compartment: {
    stateBits: whole(16, 31),
    decayBits: whole(12, 12),
    thresholdMantissaBits: whole(1, 30),
    thresholdUnit: powerOfTwo(2 ** 16),
    biasMantissaMax: whole(0, 2 ** 24),
    biasExponentMax: whole(0, 24),
    refractoryMax: whole(1, 256),
    membraneMinExponentMax: whole(1, 31),
    membraneMaxBits: widths(1, 31),
  },
  synapse: {
    weightBits: widths(0, 8),
    indexBits: widths(0, 16),
    weightExponentMin: whole(-32, 15),
    weightExponentMax: whole(-32, 15),
    weightScaleExponent: whole(0, 16),
    magnitudeBits: whole(1, 8),
    delayMax: whole(0, 254),
    groupSynapses: whole(64, 64),
    groupHeaderBits: whole(10, 10),
    tagBits: whole(0, 0),
  },
  axon: {
    population16BaseUnit: whole(1, 256),
    populationBaseMax: whole(0, 65_535),
    population16AtomBits: whole(0, 10),
    population16Axons: whole(0, 2 ** 20),
    population32AtomBits: whole(0, 16),
  },
} as const;

/** The groups as far as they could be read. */
type Given = { readonly [G in keyof typeof FIELDS]: Partial<ValuesOf<(typeof FIELDS)[G]>> };

const NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** Parses a target description; throws SnncError (input) with one diagnostic per wrong field and per contradiction. `where` names its file. */
export function parseLoihiTarget(json: unknown, where: string): LoihiTarget {
  const found: Diagnostic[] = [];
  const report: Report = (path, message) => {
    found.push({
      code: "target-invalid",
      message: `${path}: ${message}`,
      where,
      hint: 'Compare with targets/loihi1.json; each number is { "value": ..., "source": "..." }.',
    });
  };
  const file = objectAt(json, "target", "an object", report) ?? {};
  if (found.length > 0) throw new SnncError("input", found);
  if (file.kind !== "loihi") report("kind", `${saying(file.kind)}; it must be "loihi"`);
  const { name, title, costs } = file;
  if (typeof name !== "string" || !NAME.test(name)) report("name", `${saying(name)}; 1 to 64 of A-Z a-z 0-9 _ . - are possible`);
  if (typeof title !== "string" || title.trim() === "") report("title", `${saying(title)}; it must say something`);
  if (costs !== undefined && (typeof costs !== "string" || costs.trim() === "")) report("costs", `${saying(costs)}; it must name a cost table`);
  const given: Given = {
    mesh: readGroup(file.mesh, "mesh", FIELDS.mesh, report),
    core: readGroup(file.core, "core", FIELDS.core, report),
    compartment: readGroup(file.compartment, "compartment", FIELDS.compartment, report),
    synapse: readGroup(file.synapse, "synapse", FIELDS.synapse, report),
    axon: readGroup(file.axon, "axon", FIELDS.axon, report),
  };
  reportUnknown(file, "", ["kind", "name", "title", "costs", ...Object.keys(FIELDS)], report);
  reportContradictions(given, report);
  if (found.length > 0) throw new SnncError("input", found);
  // Nothing is missing, since that is reported.
  return { kind: "loihi", name, title, ...(costs === undefined ? {} : { costs }), ...given } as LoihiTarget;
}

/** What no field alone shows. A number that could not be read is NaN, which contradicts nothing. */
function reportContradictions({ mesh, core, compartment, synapse, axon }: Given, report: Report): void {
  const rule = (path: string, isBroken: boolean, message: string): void => {
    if (isBroken) report(path, message);
  };
  const { chips = NaN, tilesX = NaN, tilesY = NaN, coresPerTile = NaN } = mesh;
  const cores = chips * tilesX * tilesY * coresPerTile;
  rule("mesh", cores > 65_536, `has ${cores} cores; up to 65,536 are possible`);

  const { compartments = NaN, synapseWords = NaN, wordBits = NaN } = core;
  rule("core.wordBits.value", wordBits % 8 > 0, `is ${wordBits}; words are whole bytes`);
  const memory = synapseWords * wordBits;
  rule("core.synapseWords.value", memory > 2 ** 31, `is ${synapseWords} of ${wordBits} bit, ${memory} bit in all; up to 2^31 are possible`);

  const { stateBits = NaN, thresholdMantissaBits = NaN, thresholdUnit = NaN, biasMantissaMax = NaN, biasExponentMax = NaN } = compartment;
  const highest = (2 ** thresholdMantissaBits - 1) * thresholdUnit;
  rule("compartment.thresholdMantissaBits.value", highest >= 2 ** 31, `is ${thresholdMantissaBits}: times ${thresholdUnit} thresholds reach 2^31`);
  const strongest = biasMantissaMax * 2 ** biasExponentMax;
  rule(
    "compartment.biasExponentMax.value",
    strongest >= 2 ** 31,
    `is ${biasExponentMax}: biases of ${biasMantissaMax} x 2^${biasExponentMax} reach 2^31`,
  );
  const { membraneMinExponentMax = NaN, membraneMaxBits = [] } = compartment;
  const stateLimit = `a state of ${stateBits} bit holds up to ${stateBits - 1}`;
  rule("compartment.membraneMinExponentMax.value", membraneMinExponentMax >= stateBits, `is ${membraneMinExponentMax}; ${stateLimit}`);
  const widest = membraneMaxBits.at(-1) ?? NaN;
  rule("compartment.membraneMaxBits.value", widest >= stateBits, `goes up to ${widest}; ${stateLimit}`);

  const {
    weightBits = [],
    indexBits = [],
    magnitudeBits = NaN,
    weightExponentMin = NaN,
    weightExponentMax = NaN,
    weightScaleExponent = NaN,
  } = synapse;
  const widestWeight = weightBits.at(-1) ?? NaN;
  rule("synapse.weightBits.value", widestWeight > magnitudeBits, `goes up to ${widestWeight}; weights have ${magnitudeBits} bit of magnitude`);
  rule("synapse.weightBits.value", widestWeight === 0, "has no width above 0; a weight needs one");
  rule(
    "synapse.weightExponentMin.value",
    weightExponentMin > weightExponentMax,
    `is ${weightExponentMin}, above weightExponentMax ${weightExponentMax}`,
  );
  const strongestBits = magnitudeBits + 1 + weightScaleExponent + weightExponentMax;
  rule("synapse.weightExponentMax.value", strongestBits > 31, `is ${weightExponentMax}: weights reach ${strongestBits} bit; up to 31 are possible`);
  const reach = 2 ** (indexBits.at(-1) ?? NaN);
  rule("synapse.indexBits.value", reach < compartments, `goes up to ${indexBits.at(-1)} bit, ${reach} compartments; a core holds ${compartments}`);

  const { population16BaseUnit = NaN, populationBaseMax = NaN } = axon;
  rule(
    "axon.populationBaseMax.value",
    (populationBaseMax + 1) % population16BaseUnit > 0,
    `is ${populationBaseMax}; with 1 more it must be a multiple of population16BaseUnit ${population16BaseUnit}`,
  );
}
