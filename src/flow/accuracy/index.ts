/** The accuracy benchmark as a function of what a user writes: names of sets, seeds and steps. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../../tools/files.js";
import { inputError } from "../../util/diagnostics.js";
import type { WorkOptions } from "../../util/progress.js";
import { runAccuracyBenchmark } from "./benchmark.js";
import { type AccuracyRow, printedRow } from "./rows.js";
import { accuracySet, protocolSeeds } from "./sets.js";
import { STEPS, type Step } from "./steps.js";
import { accuracyMarkdown } from "./table.js";

export interface AccuracyOptions extends WorkOptions {
  readonly sets: readonly string[];
  /** Whole numbers, or `protocol` alone: 10 random splits, 5 seeds of a fixed test set. */
  readonly seeds: readonly string[];
  /** All by default. */
  readonly steps?: readonly string[];
  readonly data: string;
  readonly embeddings?: string;
  readonly members: number;
  readonly folder: string;
  /** Only rows that the folder has; nothing is measured. */
  readonly measured?: boolean;
  readonly note?: (line: string) => void;
}

export interface AccuracyBenchmark {
  readonly rows: readonly AccuracyRow[];
  readonly markdown: string;
}

/** Measures, and writes accuracy.md and accuracy.json into the folder. Throws SnncError (input) for names and seeds that are none. */
export async function accuracyBenchmark(options: AccuracyOptions): Promise<AccuracyBenchmark> {
  const sets = named("sets", options.sets).map(accuracySet);
  const seeds = named("seeds", options.seeds);
  const fixed = seeds.length === 1 && seeds[0] === PROTOCOL ? undefined : seeds.map(seedOf);
  const rows = await runAccuracyBenchmark({
    ...options,
    sets,
    seedsOf: (set) => fixed ?? protocolSeeds(set),
    steps: options.steps === undefined ? STEPS : named("steps", options.steps).map(stepOf),
  });
  const markdown = accuracyMarkdown(sets, rows);
  const printed = rows.map(printedRow);
  writeFileAtomic(join(options.folder, "accuracy.md"), `${markdown}\n`);
  writeFileAtomic(join(options.folder, "accuracy.json"), `${JSON.stringify(printed, undefined, 2)}\n`);
  return { rows: printed, markdown };
}

/** The word vectors that lie with the data sets, if there is one such file: embeddings/NAME.f32. */
export function embeddingsBeside(data: string): string | undefined {
  const folder = join(data, "embeddings");
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder).filter((file) => file.endsWith(".f32"));
  return files.length === 1 ? join(folder, files[0]) : undefined;
}

const PROTOCOL = "protocol";

/** What was asked for, each once. Throws SnncError (input) where nothing was. */
function named(what: string, values: readonly string[]): string[] {
  if (values.length > 0) return [...new Set(values)];
  throw inputError("accuracy-nothing", `--${what} names nothing to measure`, { hint: `Give names separated by commas, or leave --${what} out.` });
}

function seedOf(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw inputError("accuracy-seed", `'${value}' is not a seed; whole numbers from 0 are`, { hint: "--seeds 0,1,2, or --seeds protocol" });
}

function stepOf(value: string): Step {
  const found = STEPS.find((step) => step === value);
  if (found !== undefined) return found;
  throw inputError("accuracy-step", `there is no step '${value}'; known: ${STEPS.join(", ")}`, { hint: "--steps baselines,word" });
}
