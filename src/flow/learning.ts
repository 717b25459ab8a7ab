/** `learning.json`: what learning found, as plain data for the report. */
import { z } from "zod";
import { inputError } from "../util/diagnostics.js";

const accuracy = z.number().min(0).max(100);

const schema = z.strictObject({
  schema: z.literal("snnc-learning/1"),
  classes: z.array(z.string()),
  dataset: z.strictObject({
    name: z.string(),
    train: z.number(),
    dev: z.number(),
    test: z.number(),
    split: z.string(),
    duplicates: z.number(),
    conflictingTexts: z.number(),
    emptyRows: z.number(),
    trainTestOverlap: z.number(),
    vocabulary: z.number(),
    unknownTokensPercent: z.number(),
  }),
  /** Hash of all texts and labels, so that a file that changed since training is noticed. */
  content: z.string(),
  backend: z.string(),
  /** Of a word's vector; where networks were folded, of the part that each filter sees. */
  dimensions: z.number(),
  wide: z.strictObject({ words: z.boolean(), bigramRows: z.number() }),
  /** Percent of the test set. Stages that have not run are absent. */
  accuracy: z.strictObject({
    linear: accuracy,
    widePathAlone: accuracy,
    ann: accuracy,
    tailored: accuracy,
    converted: accuracy.optional(),
    snn: accuracy.optional(),
  }),
  linear: z.strictObject({ kind: z.string(), features: z.number(), lookups: z.number() }),
  stages: z.array(z.strictObject({ name: z.string(), epochs: z.number(), bestEpoch: z.number(), devAccuracy: accuracy })),
  chosenOnDev: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Rows that the words share, after conversion. */
  rows: z.number().optional(),
  /** The compact word code: bytes of all synapse tables and of what a test text fetches from the rows of its words, with and without. */
  code: z
    .strictObject({
      groups: z.number(),
      subRows: z.number(),
      ownRows: z.number(),
      classRows: z.number(),
      eventsPerWord: z.number(),
      tableBytes: z.number(),
      uncodedTableBytes: z.number(),
      bytesPerText: z.number(),
      uncodedBytesPerText: z.number(),
      dictionaryWords: z.number(),
      unseenWords: z.number(),
      dictionaryBytes: z.number(),
    })
    .optional(),
  /**
   * Weights of fewer than 8 bits: those that training rounded to, and the shares of the largest weights that saturate nothing; percent of
   * the dev texts that the integers decide rightly, trained and merely rounded.
   */
  trainedFor: z
    .strictObject({
      weightBits: z.number().int().min(2).max(7),
      hiddenClip: z.number().positive().max(1),
      outputClip: z.number().positive().max(1),
      devAccuracy: accuracy,
      roundedDevAccuracy: accuracy,
    })
    .optional(),
  warnings: z.array(z.string()),
});

export type LearningSummary = z.output<typeof schema>;

export function parseLearning(text: string, where: string): LearningSummary {
  return parseLearningJson(schema, text, where);
}

/** What learning wrote, checked. Throws SnncError (input, `learning-invalid`) for anything else. */
export function parseLearningJson<Schema extends z.ZodType>(shape: Schema, text: string, where: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw inputError("learning-invalid", "is not JSON", { where, hint: "Run `snnc train` again." });
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw inputError("learning-invalid", parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "), {
    where,
    hint: "Run `snnc train` again.",
  });
}

/** One line per network with its accuracy, and one for weights of few bits, for the terminal. */
export function accuracyLines({ accuracy, dataset, trainedFor }: LearningSummary): string[] {
  const lines = Object.entries(accuracy).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(14)} ${value.toFixed(2)} % of ${dataset.test} test texts`],
  );
  if (trainedFor === undefined) return lines;
  const { weightBits, devAccuracy, roundedDevAccuracy } = trainedFor;
  return [
    ...lines,
    `trained for ${weightBits}-bit weights: ${devAccuracy.toFixed(2)} % of ${dataset.dev} dev texts as integers (${roundedDevAccuracy.toFixed(2)} % if only rounded)`,
  ];
}
