/** snnc bench-emulator: how fast the emulator of a mapped program is, beside the golden simulator. */
import type { CommandModule } from "yargs";
import { benchEmulator, benchEmulatorLines, benchEmulatorTable, emulatorFigures } from "../../flow/bench-emulator.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly rounds: number;
}

export const benchEmulatorCommand: CommandModule<GlobalOptions, Options> = {
  command: "bench-emulator",
  describe: "time the emulator of Loihi's cores beside the golden simulator on dense layers, and compare their results",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("rounds", { type: "number", default: 5, describe: "turns of everything; medians are printed" })
        .example("$0 bench-emulator", "ratios measured side by side in one run; exit code 1 if a result differs"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const result = await benchEmulator({
        rounds: whole("--rounds", options.rounds, 1, 1_000) ?? 1,
        signal: context.signal,
        onProgress: context.onProgress,
      });
      const { head, rows } = benchEmulatorTable(result);
      context.print(table(head, rows));
      for (const line of benchEmulatorLines(result)) context.print(line);
      const figures = emulatorFigures(result);
      if (figures.mismatches > 0) context.exit(1);
      return { json: figures };
    }),
};
