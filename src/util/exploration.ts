/**
 * The result of a search over configurations as plain data (schema "snnc-exploration/1"): what `flow` finds and `report`
 * prints. Accuracies are percent, sizes bytes, times seconds; an operation is a synaptic operation.
 */
import { z } from "zod";
import { assertNever } from "./diagnostics.js";

const wordsSchema = z.discriminatedUnion("kind", [
  /** Most rows that the words share; the most frequent words own `ownRows` of them. */
  z.strictObject({ kind: z.literal("rows"), rows: z.number().int().min(2), ownRows: z.number().int().min(0) }),
  /** Block code: `subRows` in each group of columns; words keep rows of their own as far as `tableBytes` for all tables reach. */
  z.strictObject({ kind: z.literal("code"), subRows: z.number().int().min(1), tableBytes: z.number().int().min(1) }),
]);

const wideSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("words") }),
  z.strictObject({ kind: z.literal("words+bigrams"), hashBits: z.number().int() }),
]);

export const configurationSchema = z.strictObject({
  kernels: z.array(z.number().int()).min(1),
  /** Of each kernel size. */
  filters: z.number().int(),
  wide: wideSchema,
  weightBits: z.number().int(),
  words: wordsSchema,
});

const measurementSchema = z.strictObject({
  /** Of the integer program, on dev. */
  devAccuracy: z.number(),
  /** Means per dev text. */
  operations: z.number(),
  hiddenSpikes: z.number(),
  /** Weights of all tables of the integer program. */
  tableBytes: z.number(),
});

const outcomeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("measured"), measurement: measurementSchema }),
  /** `isFinal`: would fail again (the loss explodes); else it may have been the machine (killed, out of memory). */
  z.strictObject({ kind: z.literal("failed"), reason: z.string(), isFinal: z.boolean() }),
]);

const triedSchema = z.strictObject({
  /** From 1, in the order in which they were drawn. */
  number: z.number().int(),
  configuration: configurationSchema,
  /** Most epochs of a stage in its last trial. */
  epochs: z.number().int(),
  /** Of its last trial. */
  outcome: outcomeSchema,
  /** Of all its trials together. */
  seconds: z.number(),
  /** It costs more than the budget, which showed only when it ran. */
  isOverBudget: z.boolean(),
});

const pickedSchema = z.strictObject({
  configuration: configurationSchema,
  /** Folder inside that of the exploration. */
  bundle: z.string(),
  /** Of the integer program after full training, on dev and on test. */
  devAccuracy: z.number(),
  testAccuracy: z.number(),
  testTexts: z.number().int(),
  /** Means per test text. */
  operations: z.number(),
  hiddenSpikes: z.number(),
  tableBytes: z.number(),
});

export const explorationSchema = z.strictObject({
  schema: z.literal("snnc-exploration/1"),
  dataset: z.strictObject({
    name: z.string(),
    classes: z.number().int(),
    train: z.number().int(),
    dev: z.number().int(),
    test: z.number().int(),
    split: z.string(),
    vocabulary: z.number().int(),
  }),
  /** Preset, embeddings, seed: what all trials share, printable. */
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  budget: z.strictObject({ tableBytes: z.number().optional(), operations: z.number().optional() }),
  space: z.strictObject({
    configurations: z.number().int(),
    /** Never trained: their shape alone costs more than the budget. */
    overBudget: z.number().int(),
  }),
  /** Most epochs of a stage on each rung, ascending. */
  rungs: z.array(z.number().int()).min(1),
  tried: z.array(triedSchema),
  /** Numbers of the configurations that no other one beats in accuracy, operations and bytes at once; most accurate first. */
  pareto: z.array(z.number().int()),
  picked: z.array(pickedSchema),
});

export type Configuration = z.output<typeof configurationSchema>;
export type Measurement = z.output<typeof measurementSchema>;
export type TrialOutcome = z.output<typeof outcomeSchema>;
export type Tried = z.output<typeof triedSchema>;
export type Picked = z.output<typeof pickedSchema>;
export type Exploration = z.output<typeof explorationSchema>;
export type Budget = Exploration["budget"];

/** An exploration's JSON, or undefined where it is something else. */
export function parseExploration(text: string): Exploration | undefined {
  return parsed(explorationSchema, text);
}

/** What a trial left in its file. */
const storedTrialSchema = z.strictObject({
  configuration: configurationSchema,
  epochs: z.number().int(),
  outcome: outcomeSchema,
  seconds: z.number(),
});
export type StoredTrial = z.output<typeof storedTrialSchema>;

export function parseStoredTrial(text: string): StoredTrial | undefined {
  return parsed(storedTrialSchema, text);
}

/** An outcome that a process sent; undefined where it is none. */
export function outcomeOf(message: unknown): TrialOutcome | undefined {
  const result = outcomeSchema.safeParse(message);
  return result.success ? result.data : undefined;
}

/** `1,2,3 x 32, words + 2^17 pairs, 8 bit, 3,900 rows`. */
export function configurationName({ kernels, filters, wide, weightBits, words }: Configuration): string {
  return [`${kernels.join(",")} x ${filters}`, wideName(wide), `${weightBits} bit`, wordsName(words)].join(", ");
}

/** Whether two configurations are one. */
export function isSameConfiguration(a: Configuration, b: Configuration): boolean {
  return configurationName(a) === configurationName(b);
}

function wideName(wide: Configuration["wide"]): string {
  switch (wide.kind) {
    case "none":
      return "no wide path";
    case "words":
      return "wide words";
    case "words+bigrams":
      return `wide words + 2^${wide.hashBits} pairs`;
    default:
      return assertNever(wide);
  }
}

function wordsName(words: Configuration["words"]): string {
  switch (words.kind) {
    case "rows":
      return `${words.rows.toLocaleString("en-US")} rows`;
    case "code":
      return `code of ${words.subRows} sub-rows in ${words.tableBytes.toLocaleString("en-US")} bytes`;
    default:
      return assertNever(words);
  }
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
