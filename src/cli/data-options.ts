/** The options by which every command names a data set, and the request they make. */
import type { Argv } from "yargs";
import type { ColumnRef, DatasetRequest } from "../flow/config.js";
import { inputError } from "../util/diagnostics.js";
import { declares } from "./context.js";

export interface DataOptions {
  readonly dataset: "wordnet" | "reviews" | undefined;
  readonly data: string | undefined;
  readonly devData: string | undefined;
  readonly testData: string | undefined;
  readonly labels: string | undefined;
  readonly textColumn: string | undefined;
  readonly labelColumn: string | undefined;
  readonly language: "en" | "zh";
  readonly splitSeed: number;
}

export function dataOptions<T>(argv: Argv<T>): Argv<T & DataOptions> {
  return declares<T & DataOptions>(
    argv
      .option("dataset", { choices: ["wordnet", "reviews"] as const, describe: "an embedded data set" })
      .option("data", {
        type: "string",
        describe:
          "your own file: .tsv (no quoting; label, tab, text where no header names them), .csv (RFC 4180) or .jsonl; of a network of numbers: .npy or .csv",
      })
      .option("dev-data", { type: "string", describe: "dev part, if the files give the split" })
      .option("test-data", { type: "string", describe: "test part, if the files give the split" })
      .option("labels", { type: "string", describe: "file with the class names in order, one a line; of an .npy: the labels, another .npy" })
      .option("text-column", { type: "string", describe: "name or position (from 1) of the text" })
      .option("label-column", { type: "string", describe: "name or position (from 1) of the label" })
      .option("language", { choices: ["en", "zh"] as const, default: "en" as const, describe: "English words or Chinese characters" })
      .option("split-seed", { type: "number", default: 1, describe: "seed of the split where the files give none" }),
  );
}

/** The data set that the options name, if they name one; a bundle has its own. */
export function givenData(options: DataOptions): { readonly data?: DatasetRequest } {
  return options.data === undefined && options.dataset === undefined ? {} : { data: datasetRequest(options) };
}

/** Throws SnncError where neither or both of `--dataset` and `--data` are given. */
export function datasetRequest(options: DataOptions): DatasetRequest {
  const { dataset, data } = options;
  if ((dataset === undefined) === (data === undefined)) {
    throw inputError("data-option", "give either --dataset wordnet|reviews or --data FILE", {
      hint: "snnc train --dataset reviews -o build/reviews",
    });
  }
  if (dataset !== undefined) return { kind: dataset, seed: options.splitSeed };
  const train = data ?? "";
  return {
    kind: "file",
    files:
      options.devData === undefined && options.testData === undefined
        ? train
        : {
            train,
            ...(options.devData === undefined ? {} : { dev: options.devData }),
            ...(options.testData === undefined ? {} : { test: options.testData }),
          },
    language: options.language,
    seed: options.splitSeed,
    ...(options.labels === undefined ? {} : { labels: options.labels }),
    ...(options.textColumn === undefined ? {} : { textColumn: column(options.textColumn) }),
    ...(options.labelColumn === undefined ? {} : { labelColumn: column(options.labelColumn) }),
  };
}

/** A column by its position (from 1) or its name. */
export function column(value: string): ColumnRef {
  return /^\d+$/.test(value) ? Number(value) : value;
}
