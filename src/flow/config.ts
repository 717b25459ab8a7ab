/**
 * The resolved configuration of a bundle, `snnc.config.json`: what was asked for, every default filled in, so that
 * `--config` reruns it. Validated by zod; unknown keys are refused by name.
 */
import { z } from "zod";
import { MAX_TIMESTEPS } from "../event/verify.js";
import { readUserFile } from "../tools/files.js";
import { SnncError } from "../util/diagnostics.js";

export type { DatasetRequest } from "../text/dataset.js";
export type { ColumnRef } from "../text/table.js";

/** Longest text in timesteps: what a program may allow, less what legalisation adds. */
export const MOST_TIMESTEPS = MAX_TIMESTEPS - 64;

/** Networks that one classifier may be folded of. */
export const MOST_MEMBERS = 16;

const column = z.union([z.string().min(1), z.number().int().nonnegative()]);

const datasetSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("wordnet"), seed: z.number().int().optional() }),
  z.strictObject({ kind: z.literal("reviews"), seed: z.number().int().optional() }),
  z.strictObject({
    kind: z.literal("file"),
    files: z.union([z.string(), z.strictObject({ train: z.string(), dev: z.string().optional(), test: z.string().optional() })]),
    name: z.string().optional(),
    language: z.enum(["en", "zh"]).optional(),
    seed: z.number().int().optional(),
    textColumn: column.optional(),
    labelColumn: column.optional(),
    hasHeader: z.boolean().optional(),
    labels: z.string().optional(),
  }),
]);

export const configSchema = z.strictObject({
  dataset: datasetSchema,
  /** Named set of learning options. */
  preset: z.enum(["demo", "quick", "accurate", "wasm"]).default("quick"),
  /** Single learning options that replace the preset's. */
  learn: z
    .strictObject({
      kernels: z.array(z.number().int().min(1).max(7)).min(1).optional(),
      filters: z.number().int().min(1).max(512).optional(),
      dimensions: z.number().int().min(1).max(1024).optional(),
      epochs: z.number().int().min(1).max(1000).optional(),
      wide: z.enum(["none", "words", "words+bigrams"]).optional(),
      /** log2 of the rows that hashed pairs share, with `words+bigrams`. */
      bigramHashBits: z.number().int().min(2).max(20).optional(),
    })
    .default({}),
  /**
   * How texts become spikes. `word`: an event a word, on a row that it has or shares; `code`: an event in each group of its code,
   * on shared sub-rows; `rate`: Bernoulli trains by the published method.
   */
  encoding: z.enum(["word", "code", "rate"]).default("word"),
  /** Of `rate`: words of a text, later ones cut off (default 35 English, 32 Chinese; 25 as published for SST), and timesteps. */
  rate: z
    .strictObject({
      length: z.number().int().min(1).max(1024).optional(),
      timesteps: z.number().int().min(1).max(1024).default(50),
      /** Of all components of the word vectors; the file's own unless given, for a file that is a part of a larger one. */
      statistics: z.strictObject({ mean: z.number(), deviation: z.number().positive() }).optional(),
      encoderSeeds: z.array(z.number().int()).min(1).default([1, 2, 3, 4, 5]),
    })
    .default({ timesteps: 50, encoderSeeds: [1, 2, 3, 4, 5] }),
  /** Path of word vectors (GloVe or word2vec text, or the binary cache); trained from random without. */
  embeddings: z.string().optional(),
  seed: z.number().int().default(1),
  /** Networks of different seeds that are folded into one, so many times as large; their class sums are averaged. */
  members: z.number().int().min(1).max(MOST_MEMBERS).default(1),
  /** Most rows that words may share; of them the most frequent words own `ownRows`. */
  rows: z.number().int().min(2).default(3900),
  /** The word code of encoding `code`. */
  code: z
    .strictObject({
      scheme: z.enum(["block", "additive"]).default("block"),
      /** Groups (block) or stages (additive); without, groups of 16 columns or 8 stages. */
      groups: z.number().int().min(1).max(256).optional(),
      /** Sub-rows of each group, and rows of the wide path that words share. */
      subRows: z.number().int().min(1).max(65535).default(256),
      classRows: z.number().int().min(1).max(65535).default(256),
      /** Words with a row of their own; as many as the budget holds without. */
      ownRows: z.number().int().min(0).optional(),
      /** Bytes of all synapse tables at the width of `weightBits`. */
      tableBytes: z.number().int().min(1).default(131072),
      bigramHashBits: z.number().int().min(1).max(24).default(13),
      /** Most frequent words of the embeddings' file that get a code although training never saw them. */
      unseenWords: z.number().int().min(0).default(20000),
    })
    .prefault({}),
  ownRows: z.number().int().min(0).default(1500),
  weightBits: z.number().int().min(2).max(8).default(8),
  maxTimesteps: z.number().int().min(4).max(MOST_TIMESTEPS).default(4096),
  /** Most bits of a membrane or a class sum; class sums that need more are counted more coarsely. */
  stateBits: z.number().int().min(16).max(32).default(24),
  crossbar: z.string().default("crossbar-16"),
  chip: z.string().default("loihi1"),
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;

/** Parses a configuration; throws SnncError (input, `config-invalid`) with one diagnostic per wrong field. */
export function parseConfig(value: unknown, where: string): Config {
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SnncError(
    "input",
    parsed.error.issues.map((issue) => ({
      code: "config-invalid",
      message: `${issue.path.length === 0 ? "configuration" : issue.path.join(".")}: ${issue.message}`,
      where,
    })),
  );
}

/** Parses a configuration file's text. */
export function parseConfigText(text: string, where: string): Config {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SnncError("input", {
      code: "config-invalid",
      message: `is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      where,
    });
  }
  return parseConfig(value, where);
}

/** Reads and parses a configuration file that the user named. */
export function readConfigFile(path: string): Config {
  return parseConfigText(readUserFile(path).toString("utf8"), path);
}

/** The configuration's JSON Schema, for editors and other programs. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(configSchema, { io: "input" });
}
