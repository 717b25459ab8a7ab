/** snnc chip: bundles on a Loihi-style chip, side by side. */
import type { CommandModule } from "yargs";
import { chipNotes, chipRows, runOnChips, writeChipReport } from "../../flow/chip.js";

import { phaseLine } from "../../flow/map.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";
import { given } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions, DataOptions {
  readonly bundles: readonly string[];
  readonly output: string | undefined;
  readonly target: string;
  readonly seed: number;
  readonly limit: number | undefined;
  readonly verify: number | undefined;
  readonly costs: string | undefined;
}

export const chipCommand: CommandModule<GlobalOptions, Options> = {
  command: "chip <bundles..>",
  describe: "map bundles onto a Loihi-style chip, emulate their test sets, and compare cores, accuracy, latency and energy",
  builder: (argv) =>
    declares<Options>(
      dataOptions(argv)
        .positional("bundles", { type: "string", array: true, demandOption: true, describe: "folders with event.pb (from `snnc compile`)" })
        .option("output", { alias: "o", type: "string", describe: "folder for chip.json and chip.html (default: the first bundle)" })
        .option("target", { type: "string", default: "loihi1", describe: "name of a target or path of its JSON" })
        .option("seed", { type: "number", default: 1, describe: "seed of partition and placement" })
        .option("limit", { type: "number", describe: "run only the first N test samples" })
        .option("verify", { type: "number", describe: "compare only the first N samples with the golden simulator (default: all that run; 0: none)" })
        .option("costs", { type: "string", describe: "your own cost table of the chip (JSON, as in targets/costs), beside the built-in ones" })
        .example("$0 chip build/published build/word build/code", "the published network and the product's own, over their whole test sets"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const { limit, verify, output, bundles, target, seed, costs } = options;
      for (const [name, value, least] of [["limit", limit, 1] as const, ["verify", verify, 0] as const]) {
        if (value === undefined || (Number.isInteger(value) && value >= least)) continue;
        throw inputError("option-range", `--${name} is ${value}; a whole number of at least ${least} is possible`);
      }
      const report = await runOnChips(bundles, {
        ...givenData(options),
        ...given({ limit, verify, costs }),
        target,
        seed,
        onPhase: (bundle, phase) => context.note(`${bundle}: ${phaseLine(phase)}`),
        onEmulated: (bundle, samples, seconds) => context.note(`${bundle}: ${samples} samples emulated in ${seconds.toFixed(1)} s`),
        signal: context.signal,
        onProgress: context.onProgress,
      });
      const page = writeChipReport(output ?? bundles[0] ?? ".", report);
      const [head = [], ...rows] = chipRows(report);
      context.print(table(head, rows));
      for (const note of chipNotes(report)) context.print(note);
      context.print(`report: ${page}`);
      if (report.runs.some(({ ran }) => ran === undefined)) context.exit(1);
      return { json: report };
    }),
};
