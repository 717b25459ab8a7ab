/** snnc demo: the main job, end to end. */
import type { CommandModule } from "yargs";
import { runDemo } from "../../flow/demo.js";
import { networkRows, runDigits } from "../../flow/workload.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly output: string | undefined;
  readonly workload: "text" | "digits";
  readonly limit: number | undefined;
  readonly dataset: "wordnet" | "reviews";
}

export const demoCommand: CommandModule<GlobalOptions, Options> = {
  command: "demo",
  describe: "labelled sentences -> spiking classifier -> verified Verilog, chip mapping, energy report",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("output", { alias: "o", type: "string", describe: "folder for everything it makes (default: build/demo, or build/WORKLOAD)" })
        .option("workload", {
          choices: ["text", "digits"] as const,
          default: "text" as const,
          describe: "text: a text classifier; digits: an MLP and a CNN on handwritten digits",
        })
        .option("limit", { type: "number", describe: "digits: simulate only the first N test samples" })
        .option("dataset", { choices: ["wordnet", "reviews"] as const, default: "wordnet" as const, describe: "text: embedded data set" })
        .example("$0 demo", "minutes the first time, seconds when nothing has changed")
        .example("$0 demo --workload digits", "two networks for images, through the same flow down to RTL"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const { limit } = options;
      if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1)) {
        throw inputError("option-range", `--limit is ${limit}; a whole number of at least 1 is possible`);
      }
      if (options.workload === "digits") {
        const folder = options.output ?? "build/digits";
        const results = await runDigits(folder, {
          ...(limit === undefined ? {} : { limit }),
          signal: context.signal,
          onProgress: context.onProgress,
          note: context.note,
        });
        context.print(table(["", ...results.map(() => "")], networkRows(results)));
        context.print(`bundles: ${results.map(({ network }) => `${folder}/${network}`).join(", ")}`);
        return { json: results };
      }
      const result = await runDemo(options.output ?? "build/demo", {
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
