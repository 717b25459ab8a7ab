/** What the ways of `snnc convert --model` share: its options, its result, and checks of a user's data. */

import type { ColumnRef } from "../text/table.js";
import type { Language } from "../text/types.js";
import { type Diagnostic, inputError, SnncError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import type { Files } from "./bundle.js";
import type { Streamed, StreamOptions } from "./network.js";
import type { ReadModelOptions } from "./read-model.js";

export type ModelEncoding = "word" | "direct" | "rate" | "spikes";

export interface ConvertModelOptions extends WorkOptions {
  readonly model: string;
  /** Labelled data: part of it calibrates, part chooses, part is reported. */
  readonly data?: ConversionData;
  /** One word a line, line n is token n (from 0). */
  readonly vocabulary?: string;
  /** Token id behind texts that are shorter than the model's length (default 0). */
  readonly padId?: number;
  readonly encoding?: ModelEncoding;
  /** Timesteps of input; chosen on dev without. */
  readonly timesteps?: number;
  readonly inputBits?: number;
  readonly percentile?: number;
  readonly maxPooling?: "or" | "average";
  readonly leaks?: "exact" | "powerOfTwo";
  readonly weightBits?: number;
  /** Most rows that the words of a text classifier share; every word keeps its own without. */
  readonly rows?: number;
  /** Lets a network over positions run one position after the other. */
  readonly stream?: StreamOptions;
  /** Trains a converted text classifier on with surrogate gradients, on the data's training part. */
  readonly fineTune?: { readonly epochs?: number };
  readonly seed: number;
  readonly reading: ReadModelOptions;
  /** Lines that say what runs and what to mind. */
  readonly note?: (line: string) => void;
}

/** Texts for a model that takes tokens, samples for one that takes values. */
export interface ConversionData {
  readonly file: string;
  /** Texts: files of a given split. */
  readonly devFile?: string;
  readonly testFile?: string;
  /** Texts: where they and their labels are in a row. */
  readonly textColumn?: ColumnRef;
  readonly labelColumn?: ColumnRef;
  /** Texts: file with the class names in order. Samples in a .npy: their labels. */
  readonly labels?: string;
  /** Of texts; English without. */
  readonly language?: Language;
}

/** A line of the result: what ran, how well on dev and on test, at which cost. */
export interface ConversionRow {
  readonly network: string;
  readonly devAccuracy?: number;
  readonly testAccuracy?: number;
  readonly operations?: number;
  readonly unit?: "MAC" | "SOP";
}

/** What one way of conversion makes. */
export interface Made {
  readonly files: Files;
  readonly rows: readonly ConversionRow[];
  readonly chosenOnDev: Readonly<Record<string, string | number>>;
  readonly notes: readonly Diagnostic[];
  readonly streamed?: Streamed;
}

/** Checks that do not need each other's results: what they all found is told at once. */
export interface Checks {
  /** The result of a check; undefined where it threw an SnncError (input), which is kept. */
  run<T>(check: () => T): T | undefined;
  /** Throws what was found, if anything. */
  finish(): void;
}

export function createChecks(): Checks {
  const found: Diagnostic[] = [];
  return {
    run: (check) => {
      try {
        return check();
      } catch (error) {
        if (!(error instanceof SnncError) || error.kind !== "input") throw error;
        found.push(...error.diagnostics);
        return undefined;
      }
    },
    finish: () => {
      if (found.length > 0) throw new SnncError("input", found);
    },
  };
}

/** Throws SnncError (input) unless there are as many classes as outputs. */
export function checkClasses(classes: readonly string[], outputs: number): void {
  if (classes.length === outputs) return;
  throw inputError(
    "convert-classes",
    `the data has ${classes.length} classes (${classes.slice(0, 6).join(", ")}); the model has ${outputs} outputs`,
    { hint: "Label n must be output n of the model; `--labels` gives the order of the names." },
  );
}
