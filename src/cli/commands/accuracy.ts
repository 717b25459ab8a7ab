/** snnc accuracy: every network of the product on benchmark data sets, over seeds, in one table. */
import type { CommandModule } from "yargs";
import { accuracyBenchmark, embeddingsBeside } from "../../flow/accuracy/index.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { whole } from "../option-values.js";

interface Options extends GlobalOptions {
  readonly sets: string;
  readonly seeds: string;
  readonly steps: string | undefined;
  readonly data: string;
  readonly embeddings: string | undefined;
  readonly members: number;
  readonly output: string;
  readonly measured: boolean;
}

export const accuracyCommand: CommandModule<GlobalOptions, Options> = {
  command: "accuracy",
  describe: "accuracy and operations of every network on benchmark data sets, over seeds",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("sets", { type: "string", default: "reviews", describe: "data sets, separated by commas" })
        .option("seeds", {
          type: "string",
          default: "0",
          describe: "seeds of splits and training, separated by commas; protocol: 10 random splits, 5 seeds of a fixed test set",
        })
        .option("steps", { type: "string", describe: "what to measure, separated by commas (default: all)" })
        .option("data", { type: "string", default: process.env.SNNC_DATA ?? "../shared/data", describe: "folder of the data sets (SNNC_DATA)" })
        .option("embeddings", {
          type: "string",
          describe: "word vectors for English sets (SNNC_EMBEDDINGS; else embeddings/*.f32 of the data folder; random without)",
        })
        .option("members", { type: "number", default: 4, describe: "networks folded into the best one" })
        .option("output", {
          alias: "o",
          type: "string",
          default: "build/accuracy",
          describe: "folder of the results; what it has is not measured again",
        })
        .option("measured", { type: "boolean", default: false, describe: "print what the folder has; measure nothing" })
        .example("$0 accuracy --sets mr,sst2 --seeds 0,1,2", "two data sets, three seeds, one table; go on after Ctrl-C with the same line"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const embeddings = options.embeddings ?? process.env.SNNC_EMBEDDINGS ?? embeddingsBeside(options.data);
      context.note(embeddings === undefined ? "no word vectors: embeddings start at random" : `word vectors: ${embeddings}`);
      const { markdown, rows } = await accuracyBenchmark({
        sets: listOf(options.sets),
        seeds: listOf(options.seeds),
        ...(options.steps === undefined ? {} : { steps: listOf(options.steps) }),
        data: options.data,
        ...(embeddings === undefined ? {} : { embeddings }),
        members: whole("--members", options.members, 1, 64) ?? 1,
        folder: options.output,
        measured: options.measured,
        signal: context.signal,
        onProgress: context.onProgress,
        note: context.note,
      });
      context.print(markdown);
      return { json: rows };
    }),
};

function listOf(value: string): string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
