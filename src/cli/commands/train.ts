/** snnc train: labelled texts -> float networks and baselines. */
import type { CommandModule } from "yargs";
import { trainBundle } from "../../flow/bundle-verbs.js";
import { interruptedConfig } from "../../flow/checkpoint.js";
import { parseConfig, readConfigFile } from "../../flow/config.js";
import { accuracyLines } from "../../flow/learning.js";
import { rateLines } from "../../flow/rate-learning.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type DataOptions, dataOptions, datasetRequest } from "../data-options.js";
import { given } from "../option-values.js";

interface Options extends GlobalOptions, DataOptions {
  readonly output: string;
  readonly config: string | undefined;
  readonly encoding: "word" | "code" | "rate";
  readonly length: number | undefined;
  readonly timesteps: number | undefined;
  readonly preset: "demo" | "quick" | "accurate" | "wasm";
  readonly kernels: readonly number[] | undefined;
  readonly filters: number | undefined;
  readonly epochs: number | undefined;
  readonly wide: "none" | "words" | "words+bigrams" | undefined;
  readonly bigramBits: number | undefined;
  readonly embeddings: string | undefined;
  readonly seed: number;
  readonly rows: number;
  readonly ownRows: number;
  readonly weightBits: number | undefined;
  readonly members: number | undefined;
  readonly resume: boolean;
  readonly codeGroups: number | undefined;
  readonly codeRows: number | undefined;
}

export const trainCommand: CommandModule<GlobalOptions, Options> = {
  command: "train",
  describe: "text -> float TextCNN, tailored TextCNN and linear baselines",
  builder: (argv) =>
    declares<Options>(
      dataOptions(
        argv
          .option("output", { alias: "o", type: "string", demandOption: true, describe: "bundle to make" })
          .option("config", { type: "string", describe: "snnc.config.json to rerun; single options then are not read" })
          .option("encoding", {
            choices: ["word", "code", "rate"] as const,
            default: "word" as const,
            describe: "word: one event a word, position in time; code: a word as shared sub-rows; rate: the published method, Bernoulli trains",
          })
          .option("length", {
            type: "number",
            describe: "with --encoding rate: words of a text, later ones cut off (default 35, Chinese 32; SST: 25)",
          })
          .option("timesteps", { type: "number", describe: "with --encoding rate: timesteps of the trains (default 50)" })
          .option("preset", {
            choices: ["demo", "quick", "accurate", "wasm"] as const,
            default: "quick" as const,
            describe: "set of learning options; accurate: with word vectors",
          })
          .option("kernels", { type: "number", array: true, describe: "kernel sizes, 1..7" })
          .option("filters", { type: "number", describe: "filters a kernel size" })
          .option("epochs", { type: "number", describe: "most epochs a stage" })
          .option("wide", { choices: ["none", "words", "words+bigrams"] as const, describe: "input-to-output path" })
          .option("bigram-bits", { type: "number", describe: "log2 of the rows that hashed pairs share, 2..20 (with --wide words+bigrams)" })
          .option("embeddings", { type: "string", describe: "word vectors: GloVe or word2vec text file, or `fetched` after `snnc fetch embeddings`" })
          .option("seed", { type: "number", default: 1, describe: "seed of training" })
          .option("rows", { type: "number", default: 3900, describe: "most rows that words may share after conversion" })
          .option("own-rows", { type: "number", default: 1500, describe: "most frequent words that keep a row of their own" })
          .option("members", {
            type: "number",
            describe: "networks of different seeds, 1 to 16, that conversion folds into one so many times as large (default 1)",
          })
          .option("weight-bits", { type: "number", describe: "width of the weights, 2 to 8 (default 8): below 8, conversion trains for them" })
          .option("resume", {
            type: "boolean",
            default: false,
            describe: "go on with the training that was interrupted in -o DIR, with its own options; others are not read (not with --encoding rate)",
          })
          .option("code-groups", { type: "number", describe: "code: groups of columns (default: 16 columns each)" })
          .option("code-rows", { type: "number", describe: "code: sub-rows of a group (default 256)" }),
      ).example("$0 train --dataset reviews -o build/reviews", "seconds; then convert, compile, rtl, map, report"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const config = options.resume
        ? interruptedConfig(options.output, "train")
        : options.config === undefined
          ? parseConfig(
              {
                dataset: datasetRequest(options),
                encoding: options.encoding,
                rate: given({ length: options.length, timesteps: options.timesteps }),
                preset: options.preset,
                learn: {
                  ...(options.kernels === undefined ? {} : { kernels: options.kernels }),
                  ...(options.filters === undefined ? {} : { filters: options.filters }),
                  ...(options.epochs === undefined ? {} : { epochs: options.epochs }),
                  ...(options.wide === undefined ? {} : { wide: options.wide }),
                  ...(options.bigramBits === undefined ? {} : { bigramHashBits: options.bigramBits }),
                },
                ...(options.embeddings === undefined ? {} : { embeddings: options.embeddings }),
                seed: options.seed,
                rows: options.rows,
                ownRows: options.ownRows,
                ...(options.members === undefined ? {} : { members: options.members }),
                ...(options.weightBits === undefined ? {} : { weightBits: options.weightBits }),
                code: {
                  ...(options.codeGroups === undefined ? {} : { groups: options.codeGroups }),
                  ...(options.codeRows === undefined ? {} : { subRows: options.codeRows }),
                },
              },
              "command line",
            )
          : readConfigFile(options.config);
      const { signal, onProgress, note } = context;
      const learning = await trainBundle(options.output, config, { signal, onProgress, note, resume: options.resume });
      for (const line of learning.schema === "snnc-rate-learning/1" ? rateLines(learning) : accuracyLines(learning)) context.print(line);
      for (const warning of learning.warnings) context.note(`warning: ${warning}`);
      return { json: learning };
    }),
};
