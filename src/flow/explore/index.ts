/** What `snnc explore` needs: search, pick, and the lines that it prints. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { configurationName, type Exploration, type Picked } from "../../util/exploration.js";
import { samplingError } from "../../util/statistics.js";

export { exploreInto, pageOf } from "./folder.js";
export { pick } from "./pick.js";

/** Trials side by side where nobody says: one a processor. */
export function defaultJobs(): number {
  return availableParallelism();
}

/** The Pareto table: head, then a row a configuration. */
export function paretoTable({ tried, pareto }: Exploration): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  return {
    head: ["line", "configuration", "dev, %", "operations a text", "table bytes", "seconds"],
    rows: pareto.flatMap((number, line) => {
      const found = tried.find((one) => one.number === number);
      if (found?.outcome.kind !== "measured") return [];
      const { devAccuracy, operations, tableBytes } = found.outcome.measurement;
      return [
        [
          String(line + 1),
          configurationName(found.configuration),
          devAccuracy.toFixed(2),
          whole(operations),
          whole(tableBytes),
          whole(found.seconds),
        ],
      ];
    }),
  };
}

/** What stands under the table: how many were tried, how far the figures can be trusted, what failed. */
export function summaryLines({ tried, rungs, space, dataset, pareto }: Exploration): string[] {
  const last = rungs[rungs.length - 1];
  const toTheEnd = tried.filter(({ epochs, outcome }) => outcome.kind === "measured" && epochs === last).length;
  const best = tried.find(({ number }) => number === pareto[0])?.outcome;
  const accuracy = best?.kind === "measured" ? best.measurement.devAccuracy : 50;
  const over = tried.filter(({ isOverBudget }) => isOverBudget).length;
  return [
    `${tried.length} configurations tried, ${toTheEnd} of them to the end`,
    ...(space.overBudget === 0 ? [] : [`${space.overBudget} of ${space.configurations} are beyond the budget by their shape and were never trained`]),
    ...(over === 0 ? [] : [`${over} turned out to be beyond the budget`]),
    `${dataset.dev.toLocaleString("en-US")} dev texts: an accuracy is +-${samplingError(accuracy, dataset.dev).toFixed(1)} points (95 %), and the best of several is flattered`,
    ...tried.flatMap(({ configuration, outcome }) =>
      outcome.kind === "failed" ? [`failed: ${configurationName(configuration)}: ${outcome.reason}`] : [],
    ),
  ];
}

/** What is said of a picked network; `folder` is that of the exploration. */
export function pickedLines(
  folder: string,
  { configuration, bundle, devAccuracy, testAccuracy, testTexts, operations, tableBytes }: Picked,
): string[] {
  const path = join(folder, bundle);
  return [
    `picked: ${configurationName(configuration)}`,
    `integer program: dev ${devAccuracy.toFixed(2)} %, test ${testAccuracy.toFixed(2)} % of ${testTexts.toLocaleString("en-US")} texts (+-${samplingError(testAccuracy, testTexts).toFixed(1)}); ${whole(operations)} operations a text, ${whole(tableBytes)} table bytes`,
    `bundle: ${path}; trained again by: snnc train --config ${join(path, "snnc.config.json")} -o DIR`,
  ];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
