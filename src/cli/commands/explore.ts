/** snnc explore: which network is worth its operations and bytes, under a budget. */
import type { CommandModule } from "yargs";
import { type Config, parseConfig } from "../../flow/config.js";
import { defaultJobs, exploreInto, pageOf, paretoTable, pick, pickedLines, summaryLines } from "../../flow/explore/index.js";
import { inputError } from "../../util/diagnostics.js";
import { type Context, declares, type GlobalOptions, type Outcome, runCommand } from "../context.js";
import { type DataOptions, dataOptions, datasetRequest } from "../data-options.js";
import { given, whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions, DataOptions {
  readonly output: string;
  readonly embeddings: string | undefined;
  readonly preset: "demo" | "quick" | "accurate" | "wasm" | undefined;
  readonly epochs: number | undefined;
  readonly maxTableBytes: number | undefined;
  readonly maxSops: number | undefined;
  readonly minutes: number | undefined;
  readonly trials: number;
  readonly jobs: number | undefined;
  readonly seed: number;
  /** A line's number, or empty for the best one. */
  readonly pick: string | undefined;
}

export const exploreCommand: CommandModule<GlobalOptions, Options> = {
  command: "explore",
  describe: "search kernels, filters, wide path, bits and table sizes under a budget",
  builder: (argv) =>
    declares<Options>(
      dataOptions(
        argv
          .option("output", {
            alias: "o",
            type: "string",
            default: "build/explore",
            describe: "folder of trials and result; trials it has are not repeated",
          })
          .option("embeddings", { type: "string", describe: "word vectors: GloVe or word2vec text file, or `fetched` after `snnc fetch embeddings`" })
          .option("preset", {
            choices: ["demo", "quick", "accurate", "wasm"] as const,
            describe: "learning options that all trials share (default: accurate with --embeddings, else quick)",
          })
          .option("epochs", { type: "number", describe: "most epochs a stage on the last rung (default: the preset's)" })
          .option("max-table-bytes", { type: "number", describe: "most bytes of weights, all tables together" })
          .option("max-sops", { type: "number", describe: "most synaptic operations a text" })
          .option("minutes", { type: "number", describe: "no trial starts after so many minutes; the result is made of what is finished" })
          .option("trials", { type: "number", default: 27, describe: "most configurations that are tried" })
          .option("jobs", { type: "number", describe: "trials side by side, one thread each (default: one a processor)" })
          .option("seed", { type: "number", default: 1, describe: "seed of the sample and of training" })
          .option("pick", {
            type: "string",
            describe: "train a line of the table -o DIR holds (without N: the most accurate within the budget) to the full, compile and test it",
          }),
      )
        .example("$0 explore --dataset reviews --max-table-bytes 131072 --minutes 10", "networks whose weights fit 128 KiB; repeat the line to go on")
        .example("$0 explore --pick 2 -o build/explore", "line 2 of that table as a bundle, and its accuracy on the test texts")
        .epilogue(
          "Searched: kernels, filters of each, wide path and its hashed pairs, bits of a weight, rows that words share or a compact code. Every trial runs one timestep a word (T = 1); " +
            "the rate encoding, whose T could be searched, takes minutes a trial and is left out.",
        ),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      if (options.pick !== undefined) return await picked(options, context);
      const { budget, minutes, trials, jobs } = checked(options);
      const exploration = await exploreInto({
        folder: options.output,
        base: baseOf(options),
        budget,
        ...given({ minutes }),
        trials,
        jobs,
        signal: context.signal,
        onProgress: context.onProgress,
        note: context.note,
      });
      context.signal.throwIfAborted();
      const { head, rows } = paretoTable(exploration);
      context.print(table(head, rows));
      for (const line of summaryLines(exploration)) context.print(line);
      context.print(`report: ${pageOf(options.output)}`);
      return { json: exploration };
    }),
};

function baseOf(options: Options): Config {
  const { embeddings, epochs, seed } = options;
  return parseConfig(
    {
      dataset: datasetRequest(options),
      preset: options.preset ?? (embeddings === undefined ? "quick" : "accurate"),
      ...given({ embeddings }),
      learn: given({ epochs }),
      seed,
    },
    "command line",
  );
}

async function picked(options: Options, context: Context): Promise<Outcome> {
  const { budget } = checked(options);
  const line = options.pick === "" ? undefined : whole("--pick", Number(options.pick), 1, Number.MAX_SAFE_INTEGER);
  const { signal, onProgress, note } = context;
  const result = await pick({ folder: options.output, budget, ...given({ line }), signal, onProgress, note });
  for (const text of pickedLines(options.output, result)) context.print(text);
  context.print(`report: ${pageOf(options.output)}`);
  return { json: result };
}

/** Throws SnncError (input) `option-range`. */
function checked({ maxTableBytes, maxSops, minutes, trials, jobs }: Options) {
  if (minutes !== undefined && !(minutes >= 0)) throw inputError("option-range", `--minutes is ${minutes}; 0 or more are possible`);
  return {
    budget: given({
      tableBytes: whole("--max-table-bytes", maxTableBytes, 1, 2 ** 40),
      operations: whole("--max-sops", maxSops, 1, 2 ** 40),
    }),
    minutes,
    trials: whole("--trials", trials, 1, 10_000) ?? 1,
    jobs: whole("--jobs", jobs, 1, 256) ?? defaultJobs(),
  };
}
