/**
 * One measured configuration of the accuracy benchmark: a row of its tables, with the correctness of every test text so that
 * rows can be compared text by text.
 */
import { z } from "zod";

const ROLES = ["linear", "widePathAlone", "cnn", "tailored", "converted", "tiny", "default", "best", "rate", "code"] as const;
export type Role = (typeof ROLES)[number];

const rowSchema = z.strictObject({
  set: z.string(),
  seed: z.number().int(),
  role: z.enum(ROLES),
  /** What distinguishes rows of one role, e.g. "without wide path"; empty for the role itself. */
  variant: z.string(),
  encoding: z.enum(["none", "word", "code", "rate"]),
  /** Of a weight; 32: floats. */
  bits: z.number().int(),
  /** Per position; 0: no spikes. */
  timesteps: z.number().int(),
  /** Percent. */
  devAccuracy: z.number(),
  accuracy: z.number(),
  /** Means per test text: synaptic operations of spiking networks, multiply-accumulates of the others, additions of the linear ones. */
  operations: z.number(),
  hiddenSpikes: z.number(),
  /** All weights at `bits`. */
  tableBytes: z.number(),
  trainSeconds: z.number(),
});

const storedSchema = rowSchema.extend({
  /** A character a test text: 1 where the decision is right. */
  correct: z.string(),
  /** What else was found, for the reader. */
  notes: z.array(z.string()),
});

/** A row of the JSON that the command prints. */
export type AccuracyRow = z.output<typeof rowSchema>;
export type StoredRow = z.output<typeof storedSchema>;

/** Begins a note that describes a set's texts, of a row that is measured on every set. */
export const TEXTS = "texts: ";
/** Begins a note that warns. */
export const WARNING = "warning: ";

/** Names a row within a set and seed. */
export function rowName({ role, variant, encoding, bits }: Pick<AccuracyRow, "role" | "variant" | "encoding" | "bits">): string {
  return [role, variant, role === encoding ? "" : encoding, bits === 32 ? "float" : `${bits} bit`].filter((part) => part !== "").join(", ");
}

/** What is printed of a stored row. */
export function printedRow(row: StoredRow): AccuracyRow {
  const { correct: _, notes: __, ...printed } = row;
  return printed;
}

/** Stored rows of a file, or undefined where it holds something else: it is then measured again. */
export function parseStoredRows(text: string): StoredRow[] | undefined {
  try {
    return z.array(storedSchema).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** `correct` of decisions against labels. */
export function correctness(decisions: ArrayLike<number>, labels: ArrayLike<number>): string {
  return Array.from(labels, (label, text) => (decisions[text] === label ? "1" : "0")).join("");
}

export function percentCorrect(correct: string): number {
  let right = 0;
  for (const mark of correct) if (mark === "1") right++;
  return (100 * right) / Math.max(correct.length, 1);
}
