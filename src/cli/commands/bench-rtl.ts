/** snnc bench-rtl: how fast the core is, in operations a cycle, and how fast it is simulated. */
import type { CommandModule } from "yargs";
import { benchRtl, benchRtlLines, benchRtlTable, SECTION_NAMES } from "../../flow/bench-rtl/index.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly only: readonly string[];
  readonly rounds: number;
}

export const benchRtlCommand: CommandModule<GlobalOptions, Options> = {
  command: "bench-rtl",
  describe: "measure the core: operations a cycle, operations a second under every simulator, time to the first cycle, LUTs and clock, faults found",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("only", {
          type: "string",
          array: true,
          choices: SECTION_NAMES,
          default: SECTION_NAMES,
          describe: "parts to measure; fpga and mutants take minutes",
        })
        .option("rounds", { type: "number", default: 5, describe: "turns of everything that is timed; medians are printed" })
        .example("$0 bench-rtl", "ratios measured side by side in one run"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const result = await benchRtl(options.only, {
        rounds: whole("--rounds", options.rounds, 1, 60) ?? 1,
        signal: context.signal,
        onProgress: context.onProgress,
      });
      const { head, rows } = benchRtlTable(result);
      context.print(table(head, rows));
      for (const line of benchRtlLines(result)) context.print(line);
      return { json: result };
    }),
};
