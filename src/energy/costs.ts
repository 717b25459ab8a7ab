/**
 * Cost tables: what an event costs, from whom we know it. One JSON file a table (`targets/costs/*.json`, or a user's own
 * by `--costs`), parsed once into a typed `CostTable`; no cost is repeated in code.
 */
import { z } from "zod";
import type { ChipEventName } from "../util/chip-latency.js";
import { inputError, SnncError } from "../util/diagnostics.js";
import type { CostTableResult } from "../util/results.js";

/** A price and who says so. */
export interface Cost {
  /** Energy of one event, in pJ. */
  readonly picojoules: number;
  /** Citation, with the figure as it is printed there. */
  readonly source: string;
}

/** One level of the memory hierarchy: every array of at most `maximumBytes` lives here or further up. */
export interface MemoryLevel extends Cost {
  readonly name: string;
  /** Absent for the last level, which holds anything. `picojoules` is per 64-bit word, read or written. */
  readonly maximumBytes?: number;
}

interface TableHead {
  /** E.g. "horowitz-45nm"; ratios stand only between lines of one name. */
  readonly name: string;
  readonly title: string;
  readonly technology: string;
  readonly source: string;
  readonly notes: readonly string[];
}

/** Operations that the digital systems are made of. */
export type OperationName = "addInt32" | "addFp32" | "multiplyInt8" | "multiplyFp32";

/** Arithmetic and memory of an ordinary digital design in one technology. */
export interface DigitalCostTable extends TableHead {
  readonly kind: "digital";
  readonly operations: Readonly<Record<OperationName, Cost>>;
  /** Ascending by size; the last level is without a maximum. */
  readonly memory: readonly MemoryLevel[];
}

export interface TimedCost extends Cost {
  /** Time of one event on the unit that handles it, in ns. */
  readonly nanoseconds: number;
}

/** Events of a neuromorphic chip; an event without an entry has no published cost and is listed as not priced. */
export interface ChipCostTable extends TableHead {
  readonly kind: "chip";
  readonly events: Readonly<Partial<Record<ChipEventName, TimedCost>>>;
  /** Duration of the barrier that ends a timestep, by the number of tiles in use; linear between the points. */
  readonly barrier: { readonly source: string; readonly points: readonly { readonly tiles: number; readonly nanoseconds: number }[] };
}

export type CostTable = DigitalCostTable | ChipCostTable;

/** Parses a cost table; throws SnncError (input, `costs-invalid`) with one diagnostic per wrong field. `where` names its file. */
export function parseCostTable(json: unknown, where: string): CostTable {
  const result = tableSchema.safeParse(json);
  if (result.success) return result.data;
  throw new SnncError(
    "input",
    result.error.issues.map((issue) => ({
      code: "costs-invalid",
      message: `${issue.path.length === 0 ? "cost table" : issue.path.join(".")}: ${issue.message}`,
      where,
      hint: "Compare with targets/costs/horowitz-45nm.json (kind digital) or targets/costs/loihi-davies-2018.json (kind chip).",
    })),
  );
}

/** Parses the text of a cost file, telling broken JSON (`costs-not-json`) from wrong fields (`costs-invalid`). */
export function parseCostFile(text: string, where: string): CostTable {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw inputError("costs-not-json", `the cost table is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      where,
      hint: "Start from a copy of targets/costs/horowitz-45nm.json.",
    });
  }
  return parseCostTable(json, where);
}

/** What a report says of a table: all but its numbers, which stand at each term. */
export function describeCostTable(table: CostTable): CostTableResult {
  const { name, title, technology, source, notes } = table;
  return { name, title, technology, source, notes };
}

const text = z.string().trim().min(1, "must say something");
const amount = z.number().nonnegative("must not be negative");
const cost = z.strictObject({ picojoules: amount, source: text });
const timedCost = z.strictObject({ picojoules: amount, nanoseconds: amount, source: text });
const head = {
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, "must be 1..64 characters of A-Z a-z 0-9 _ . -"),
  title: text,
  technology: text,
  source: text,
  notes: z.array(text).default([]),
};

const memorySchema = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, "must be 1..32 characters of A-Z a-z 0-9 _ -"),
      maximumBytes: z.number().int().positive().exactOptional(),
      picojoules: amount,
      source: text,
    }),
  )
  .min(1, "needs at least one level")
  .superRefine((levels, context) => {
    const names = new Set<string>();
    levels.forEach((level, i) => {
      if (names.has(level.name)) context.addIssue({ code: "custom", path: [i, "name"], message: `"${level.name}" occurs twice` });
      names.add(level.name);
      const last = i === levels.length - 1;
      if (last && level.maximumBytes !== undefined) {
        context.addIssue({ code: "custom", path: [i, "maximumBytes"], message: "the last level holds everything else and must have no maximum" });
      }
      if (!last && level.maximumBytes === undefined) {
        context.addIssue({ code: "custom", path: [i, "maximumBytes"], message: "only the last level may be without a maximum" });
      }
      const before = i === 0 ? undefined : levels[i - 1]?.maximumBytes;
      if (before !== undefined && level.maximumBytes !== undefined && level.maximumBytes <= before) {
        context.addIssue({ code: "custom", path: [i, "maximumBytes"], message: `${level.maximumBytes} is not above the level before, ${before}` });
      }
    });
  });

const barrierSchema = z.strictObject({
  source: text,
  points: z
    .array(z.strictObject({ tiles: z.number().int().positive(), nanoseconds: amount }))
    .min(1, "needs at least one point")
    .refine((points) => points.every((point, i) => i === 0 || point.tiles > (points[i - 1]?.tiles ?? 0)), "tiles must ascend"),
});

const tableSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("digital"),
    ...head,
    operations: z.strictObject({ addInt32: cost, addFp32: cost, multiplyInt8: cost, multiplyFp32: cost }),
    memory: memorySchema,
  }),
  z.strictObject({
    kind: z.literal("chip"),
    ...head,
    events: z.strictObject({
      synapticOperation: timedCost.exactOptional(),
      compartmentUpdateActive: timedCost.exactOptional(),
      compartmentUpdateInactive: timedCost.exactOptional(),
      spikeOut: timedCost.exactOptional(),
      axonOut: timedCost.exactOptional(),
      spikeWithinTile: timedCost.exactOptional(),
      hopEastWest: timedCost.exactOptional(),
      hopNorthSouth: timedCost.exactOptional(),
    }),
    barrier: barrierSchema,
  }),
]);
