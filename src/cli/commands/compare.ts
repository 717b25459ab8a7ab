/** snnc compare: two bundles side by side. */
import type { CommandModule } from "yargs";
import { compareBundles } from "../../flow/bundle-verbs.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly a: string;
  readonly b: string;
}

export const compareCommand: CommandModule<GlobalOptions, Options> = {
  command: "compare <a> <b>",
  describe: "compare the reports of two bundles, figure by figure",
  builder: (argv) =>
    declares<Options>(
      argv
        .positional("a", { type: "string", demandOption: true, describe: "bundle or report.json" })
        .positional("b", { type: "string", demandOption: true, describe: "bundle or report.json" })
        .example("$0 compare build/demo build/reviews", "accuracy, operations, cycles and energy of both"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const rows = compareBundles(options.a, options.b);
      context.print(
        table(
          ["", options.a, options.b, "b / a"],
          rows.map((row) => [row.figure, format(row.a), format(row.b), row.ratio === undefined ? "" : row.ratio.toFixed(3)]),
        ),
      );
      return { json: rows };
    }),
};

function format(value: number | string): string {
  return typeof value === "number" ? String(Math.round(value * 1000) / 1000) : value;
}
