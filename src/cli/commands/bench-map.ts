/** snnc bench-map: time, memory, cores and traffic of mapping networks of up to a million neurons. */
import type { CommandModule } from "yargs";
import { BENCH_NETWORK_NAMES, benchMap, benchMapLines, benchMapTable } from "../../flow/bench-map/index.js";
import { inputError } from "../../util/diagnostics.js";
import { declares, type GlobalOptions, runCommand } from "../context.js";
import { whole } from "../option-values.js";
import { table } from "../table.js";

interface Options extends GlobalOptions {
  readonly network: readonly string[];
  readonly sizes: readonly number[];
  readonly seed: number;
}

const SMALLEST = 1000;
const LARGEST = 2_000_000;

export const benchMapCommand: CommandModule<GlobalOptions, Options> = {
  command: "bench-map",
  describe: "measure the mapper on networks of up to a million neurons: time, memory, cores and traffic beside a simple mapping",
  builder: (argv) =>
    declares<Options>(
      argv
        .option("network", { type: "string", array: true, choices: BENCH_NETWORK_NAMES, default: BENCH_NETWORK_NAMES, describe: "networks to map" })
        .option("sizes", { type: "number", array: true, default: [10_000, 100_000, 1_000_000], describe: "numbers of neurons, about" })
        .option("seed", { type: "number", default: 1, describe: "seed of networks and mapping" })
        .example("$0 bench-map --sizes 10000 100000", "how time and traffic grow"),
    ),
  handler: (options) =>
    runCommand(options, async (context) => {
      const wrong = options.sizes.find((size) => !Number.isInteger(size) || size < SMALLEST || size > LARGEST);
      if (wrong !== undefined) throw inputError("option-range", `--sizes ${wrong}: whole numbers from ${SMALLEST} to ${LARGEST} are possible`);
      const rows = await benchMap({
        networks: options.network,
        sizes: [...options.sizes].sort((a, b) => a - b),
        seed: whole("--seed", options.seed, 0, 2 ** 31 - 1) ?? 1,
        signal: context.signal,
        onProgress: context.onProgress,
      });
      const { head, rows: lines } = benchMapTable(rows);
      context.print(table(head, lines));
      for (const line of benchMapLines(rows)) context.print(line);
      return { json: rows };
    }),
};
