/** snnc bench-hil: sentences through a line that hurts frames, and what of them is wrong, lost or there twice. */
import type { CommandModule } from "yargs";
import { benchHil } from "../../flow/hil/index.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly backend: "golden" | "rtl";
  readonly sentences: number;
  readonly rate: number;
  readonly seed: number;
}

export const benchHilCommand: CommandModule<GlobalOptions, Options> = {
  command: "bench-hil",
  describe: "send sentences through a line that hurts 1 % of the frames, and count what is wrong, lost or there twice",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("backend", {
          choices: ["golden", "rtl"] as const,
          default: "golden" as const,
          describe: "the device's core: golden rules, or the Verilog under Verilator",
        })
        .option("sentences", { type: "number", default: 10_000, describe: "the embedded reviews' test texts, over and over" })
        .option("rate", { type: "number", default: 0.01, describe: "share of frames that are hurt" })
        .option("seed", { type: "number", default: 1, describe: "of the harm" })
        .example("$0 bench-hil", "ends with exit code 1 if a result is wrong, lost or there twice"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const result = await benchHil({
        device: { kind: options.backend },
        sentences: whole("--sentences", options.sentences, 1, 10_000_000) ?? 1,
        rate: share(options.rate),
        seed: whole("--seed", options.seed, 0, 0xffffffff) ?? 1,
        signal: context.signal,
        onProgress: context.onProgress,
      });
      context.print(
        table(
          ["", ""],
          Object.entries(result).map(([name, value]) => [name, Number.isInteger(value) ? String(value) : value.toPrecision(4)]),
        ),
      );
      if (result.wrong + result.lost + result.duplicated > 0) context.exit(1);
      return { json: result };
    }),
};

function share(rate: number): number {
  if (rate >= 0 && rate <= 0.5) return rate;
  throw inputError("option-range", `--rate is ${rate}; shares from 0 to 0.5 are possible`);
}
