/**
 * The crossbar as a compilation target: how many lanes a core has and how large its memories may become. One JSON file
 * a configuration (`targets/crossbar-*.json`), parsed once into a `CrossbarTarget`; no limit is repeated in code.
 */
import { z } from "zod";
import { SnncError } from "../util/diagnostics.js";

/** Widths that the core's weight memory can have, ascending. */
export const WEIGHT_WIDTHS = [2, 4, 8] as const;
export type WeightBits = (typeof WEIGHT_WIDTHS)[number];

/** Capacities are the largest values that the compiler may give the core's parameters (rtl/README.md). */
export interface CrossbarCapacity {
  /** Neuron groups of `lanes` neurons. */
  readonly groups: number;
  /** Rows of the axon table: groups x lanes neurons, then the input lines. */
  readonly axons: number;
  readonly segments: number;
  /** Words of `lanes` weights. */
  readonly weightWords: number;
  /** Widest weight. */
  readonly weightBits: WeightBits;
  /** Delay slots: the longest delay, in timesteps. */
  readonly slots: number;
  /** Width of accumulators, membranes, thresholds, biases. */
  readonly stateBits: number;
  /** Largest exponent of a weight table (left shift in front of the accumulators); 0 = no shifter. */
  readonly exponent: number;
}

export interface CrossbarFeatures {
  readonly bias: boolean;
  /** Reset by subtraction. */
  readonly subtract: boolean;
  /** Refractory counted in timesteps (until-reset is always there). */
  readonly countedRefractory: boolean;
  /** Loihi's CUBA neurons, which need multipliers and states of 24 bits. */
  readonly cuba: boolean;
  /** Populations that forget periodically, all of them in the same timesteps. Absent: none can. */
  readonly forgetting?: boolean | undefined;
}

export interface CrossbarTarget {
  readonly kind: "crossbar";
  /** E.g. "crossbar-16". */
  readonly name: string;
  /** Synapse lanes: weights per word, neurons per group. */
  readonly lanes: number;
  readonly capacity: CrossbarCapacity;
  readonly features: CrossbarFeatures;
  /** Multipliers of a core that has CUBA neurons (default 1): a power of two, at most `lanes`. */
  readonly cubaMultipliers?: number;
  /**
   * `fitted`: every parameter is the smallest power of two that the network needs. `fixed`: always the full capacity and
   * every feature, so that one build of the core runs every network of the target.
   */
  readonly sizing: "fitted" | "fixed";
  /** Clock at which latency is stated, and where the figure comes from. */
  readonly clockHz: number;
  readonly clockSource: string;
}

const powerOfTwo = (low: number, high: number) =>
  z
    .number()
    .int()
    .min(low)
    .max(high)
    .refine((value) => Number.isInteger(Math.log2(value)), "must be a power of two");

const description = z.strictObject({
  kind: z.literal("crossbar"),
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  lanes: powerOfTwo(4, 64),
  capacity: z.strictObject({
    groups: powerOfTwo(2, 4096),
    axons: powerOfTwo(16, 2 ** 20),
    segments: powerOfTwo(16, 2 ** 20),
    weightWords: powerOfTwo(16, 2 ** 24),
    weightBits: z.literal(WEIGHT_WIDTHS).default(8),
    slots: powerOfTwo(2, 64),
    stateBits: z.number().int().min(16).max(32),
    exponent: z.number().int().min(0).max(15),
  }),
  features: z.strictObject({
    bias: z.boolean(),
    subtract: z.boolean(),
    countedRefractory: z.boolean(),
    cuba: z.boolean().default(false),
    forgetting: z.boolean().optional(),
  }),
  cubaMultipliers: powerOfTwo(1, 64).exactOptional(),
  sizing: z.enum(["fitted", "fixed"]),
  clockHz: z.number().positive(),
  clockSource: z.string(),
});

const schema = description
  .refine(({ features, capacity }) => !features.cuba || capacity.stateBits >= 24, {
    path: ["features", "cuba"],
    message: "needs capacity.stateBits of at least 24, which a current has",
  })
  .refine(({ cubaMultipliers = 1, lanes }) => cubaMultipliers <= lanes, { path: ["cubaMultipliers"], message: "must be at most lanes" });

/** Parses a target description; throws SnncError with one diagnostic per wrong field. `where` names its file. */
export function parseCrossbarTarget(json: unknown, where: string): CrossbarTarget {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new SnncError(
    "input",
    result.error.issues.map((issue) => ({
      code: "target-invalid",
      message: `${issue.path.length === 0 ? "target" : issue.path.join(".")}: ${issue.message}`,
      where,
      hint: "Compare with targets/crossbar-16.json.",
    })),
  );
}
