/** snnc sim: runs a labelled file through a bundle on a back end. */
import type { CommandModule } from "yargs";
import { simulateBundle } from "../../flow/bundle-verbs.js";
import { inputError } from "../../util/diagnostics.js";
import { type BackendOptions, backendOptions, givenBackend } from "../backend-options.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";
import { table } from "../table.js";

interface Options extends GlobalOptions, BackendOptions, DataOptions {
  readonly bundle: string;
  readonly target: string | undefined;
  readonly verify: boolean;
  readonly part: "test" | "all";
  readonly limit: number | undefined;
}

export const simCommand: CommandModule<GlobalOptions, Options> = {
  command: "sim <bundle>",
  describe: "run a data set's test part on the golden simulator or on the RTL",
  builder: (argv) =>
    declares<Options>(
      dataOptions(
        backendOptions(argv)
          .positional("bundle", { type: "string", demandOption: true, describe: "folder with event.pb and encoder.pb" })
          .option("target", { type: "string", describe: "crossbar target (default: the configuration's)" })
          .option("verify", {
            type: "boolean",
            default: false,
            describe: "with rtl: compare every spike, output and membrane with the golden simulator",
          })
          .option("part", { choices: ["test", "all"] as const, default: "test" as const, describe: "the samples that the split holds out, or all" })
          .option("limit", { type: "number", describe: "only the first N samples" }),
      )
        .example("$0 sim build/demo --backend rtl --verify", "the bundle's own test set, cycle by cycle, against the golden simulator")
        .example("$0 sim build/mine --data x.npy --labels y.npy", "the held-out tenth of one's own samples, on a converted model"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      if (options.limit !== undefined && !(Number.isInteger(options.limit) && options.limit >= 1)) {
        throw inputError("option-range", `--limit is ${options.limit}; a whole number of at least 1 is possible`);
      }
      const result = await simulateBundle(options.bundle, {
        ...givenBackend(options),
        target: options.target,
        verify: options.verify,
        ...(options.limit === undefined ? {} : { limit: options.limit }),
        ...givenData(options),
        part: options.part,
        signal: context.signal,
        onProgress: context.onProgress,
      });
      context.print(
        table(
          ["", ""],
          Object.entries(result.figures).map(([name, value]) => [name, String(value)]),
        ),
      );
      return { json: result };
    }),
};
