/** snnc demo: the main job, end to end. */
import type { CommandModule } from "yargs";
import { runDemo } from "../../flow/demo.js";
import { runDigits } from "../../flow/digits.js";
import { networkRows } from "../../flow/network-results.js";
import { runPatterns } from "../../flow/patterns.js";
import { assertNever, inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly output: string | undefined;
  readonly workload: "text" | "digits" | "patterns";
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
          choices: ["text", "digits", "patterns"] as const,
          default: "text" as const,
          describe: "text: a text classifier; digits: an MLP and a CNN on handwritten digits; patterns: a recurrent network on spike trains",
        })
        .option("limit", { type: "number", describe: "digits, patterns: simulate only the first N test samples" })
        .option("dataset", { choices: ["wordnet", "reviews"] as const, default: "wordnet" as const, describe: "text: embedded data set" })
        .example("$0 demo", "minutes the first time, seconds when nothing has changed")
        .example("$0 demo --workload digits", "two networks for images, through the same flow down to RTL")
        .example("$0 demo --workload patterns", "a recurrent network for spike trains, the same way"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const { limit } = options;
      if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1)) {
        throw inputError("option-range", `--limit is ${limit}; a whole number of at least 1 is possible`);
      }
      const { signal, onProgress, note } = context;
      const work = { ...(limit === undefined ? {} : { limit }), signal, onProgress, note };
      switch (options.workload) {
        case "digits": {
          const folder = options.output ?? "build/digits";
          const results = await runDigits(folder, work);
          context.print(table(["", ...results.map(() => "")], networkRows(results)));
          context.print(`bundles: ${results.map(({ network }) => `${folder}/${network}`).join(", ")}`);
          return { json: results };
        }
        case "patterns": {
          const folder = options.output ?? "build/patterns";
          const result = await runPatterns(folder, work);
          context.print(table(["", ""], networkRows([result])));
          context.print(`bundle: ${folder}`);
          return { json: result };
        }
        case "text": {
          const result = await runDemo(options.output ?? "build/demo", { dataset: options.dataset, signal, onProgress, note });
          context.print(result.summary.trimEnd());
          context.print(`report: ${result.reportPath}`);
          return { json: result.report };
        }
        default:
          return assertNever(options.workload);
      }
    }),
};
