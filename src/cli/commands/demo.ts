/** snnc demo: the main job, end to end. */
import type { CommandModule } from "yargs";
import { runDemo } from "../../flow/demo.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";

interface Options extends GlobalOptions {
  readonly output: string;
  readonly dataset: "wordnet" | "reviews";
}

export const demoCommand: CommandModule<GlobalOptions, Options> = {
  command: "demo",
  describe: "labelled sentences -> spiking classifier -> verified Verilog, chip mapping, energy report",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("output", { alias: "o", type: "string", default: "build/demo", describe: "folder for everything it makes" })
        .option("dataset", { choices: ["wordnet", "reviews"] as const, default: "wordnet" as const, describe: "embedded data set" })
        .example("$0 demo", "minutes the first time, seconds when nothing has changed"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const result = await runDemo(options.output, {
        dataset: options.dataset,
        signal: context.signal,
        onProgress: context.onProgress,
        note: context.note,
      });
      context.print(result.summary.trimEnd());
      context.print(`report: ${result.reportPath}`);
      return { json: result.report };
    }),
};
