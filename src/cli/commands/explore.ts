/** snnc explore: which network is worth its operations and bytes, under a budget. */
import type { CommandModule } from "yargs";
import { type Config, parseConfig } from "../../flow/config.js";
import { defaultJobs, exploreInto, paretoTable, pathOfResult, summaryLines } from "../../flow/explore/index.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
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
          .option("seed", { type: "number", default: 1, describe: "seed of the sample and of training" }),
      )
        .example("$0 explore --dataset reviews --max-table-bytes 131072 --minutes 10", "networks whose weights fit 128 KiB; repeat the line to go on")
        .epilogue(
          "Searched: kernels, filters of each, wide path and its hashed pairs, bits of a weight, rows that words share. Every trial runs one timestep a word (T = 1); " +
            "the rate encoding, whose T could be searched, takes minutes a trial and is left out.",
        ),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const { trials, jobs, ...budget } = checked(options);
      const exploration = await exploreInto({
        folder: options.output,
        base: baseOf(options),
        budget: given({ tableBytes: budget.tableBytes, operations: budget.operations }),
        ...given({ minutes: budget.minutes }),
        trials: trials ?? 1,
        jobs: jobs ?? defaultJobs(),
        signal: context.signal,
        onProgress: context.onProgress,
        note: context.note,
      });
      context.signal.throwIfAborted();
      const { head, rows } = paretoTable(exploration);
      context.print(table(head, rows));
      for (const line of summaryLines(exploration)) context.print(line);
      context.print(`result: ${pathOfResult(options.output)}`);
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

/** Throws SnncError (input) `option-range`. */
function checked({ maxTableBytes, maxSops, minutes, trials, jobs }: Options): {
  readonly tableBytes: number | undefined;
  readonly operations: number | undefined;
  readonly minutes: number | undefined;
  readonly trials: number | undefined;
  readonly jobs: number | undefined;
} {
  if (minutes !== undefined && !(minutes >= 0)) throw inputError("option-range", `--minutes is ${minutes}; 0 or more are possible`);
  return {
    tableBytes: whole("--max-table-bytes", maxTableBytes, 1, 2 ** 40),
    operations: whole("--max-sops", maxSops, 1, 2 ** 40),
    minutes,
    trials: whole("--trials", trials, 1, 10_000),
    jobs: whole("--jobs", jobs, 1, 256),
  };
}
