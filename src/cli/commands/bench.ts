/** snnc bench: how fast a training step is, on both backends, beside a naive one. */
import type { CommandModule } from "yargs";
import { bench, benchLines, benchTable } from "../../flow/bench/index.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly rounds: number;
  readonly steps: number;
}

export const benchCommand: CommandModule<GlobalOptions, Options> = {
  command: "bench",
  describe: "time training steps on both backends, beside a naive implementation",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("rounds", { type: "number", default: 7, describe: "turns of everything; medians are compared" })
        .option("steps", { type: "number", default: 5, describe: "steps of each in a turn" })
        .example("$0 bench", "ratios measured side by side in one run"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const result = await bench({
        rounds: whole("--rounds", options.rounds, 1, 1_000) ?? 1,
        steps: whole("--steps", options.steps, 1, 1_000) ?? 1,
        signal: context.signal,
        onProgress: context.onProgress,
      });
      const { head, rows } = benchTable(result);
      context.print(table(head, rows));
      for (const line of benchLines(result)) context.print(line);
      return { json: result };
    }),
};
