/** snnc report: everything measured and counted, priced and drawn. */
import type { CommandModule } from "yargs";
import { createBundle, openBundle } from "../../flow/bundle.js";
import { isConverted, reportNetwork } from "../../flow/network-report.js";
import { isRateBundle, reportRateBundle } from "../../flow/rate-bundle.js";
import { reportBundle } from "../../flow/report.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { type DataOptions, dataOptions, givenData } from "../data-options.js";
import { table } from "../table.js";

interface Options extends GlobalOptions, DataOptions {
  readonly bundle: string;
  readonly costs: string | undefined;
}

export const reportCommand: CommandModule<GlobalOptions, Options> = {
  command: "report <bundle>",
  describe: "verify the RTL on the test set, count, price, and write report.json and report.html",
  builder: (argv) =>
    declares<Options>(
      dataOptions(argv)
        .positional("bundle", { type: "string", demandOption: true, describe: "folder with event.pb (from `snnc compile`)" })
        .option("costs", { type: "string", describe: "your own cost table (JSON, as in targets/costs); shows where the verdict flips" })
        .example("$0 report build/mine --data x.npy --labels y.npy", "a converted model against its source, on the samples of its conversion")
        .example("$0 report build/demo --costs mine.json", "the verdict under your costs, and the cost at which it turns"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      if (isConverted(options.bundle)) {
        const result = await reportNetwork(options.bundle, {
          ...givenData(options),
          ...(options.costs === undefined ? {} : { costs: options.costs }),
          signal: context.signal,
          onProgress: context.onProgress,
        });
        context.print(result.summary.trimEnd());
        context.print(`report: ${result.reportPath}`);
        return { json: result.report };
      }
      if (isRateBundle(openBundle(options.bundle))) {
        const result = await reportRateBundle(createBundle(options.bundle), {
          ...(options.costs === undefined ? {} : { costs: options.costs }),
          signal: context.signal,
          onProgress: context.onProgress,
        });
        context.print(result.summary.trimEnd());
        context.print(`report: ${result.reportPath}`);
        return { json: result.report };
      }
      const result = await reportBundle(options.bundle, {
        ...(options.costs === undefined ? {} : { costs: options.costs }),
        signal: context.signal,
        onProgress: context.onProgress,
      });
      context.print(result.summary.trimEnd());
      if (options.costs !== undefined) {
        context.print("the verdict flips where one cost alone becomes:");
        context.print(
          table(
            ["cost", "now", "flips at", ""],
            result.breakEvens.map((row) => [...row]),
          ),
        );
      }
      context.print(`report: ${result.reportPath}`);
      return { json: result.report };
    }),
};
