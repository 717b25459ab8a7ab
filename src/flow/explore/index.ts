/** What `snnc explore` does from its options on: search, write the result, print its lines. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ensureWritableDirectory, writeFilesAtomic } from "../../tools/files.js";
import { configurationName, type Exploration } from "../../util/exploration.js";
import { json } from "../bundle.js";
import { type ExploreOptions, explore } from "./explore.js";

/** Names in the folder of an exploration. */
export const EXPLORATION = { result: "explore.json" } as const;

/** Trials side by side where nobody says: one a processor. */
export function defaultJobs(): number {
  return availableParallelism();
}

/** Searches and writes the result, also when aborted; the caller's signal then tells. Throws SnncError as `explore` does. */
export async function exploreInto(options: ExploreOptions): Promise<Exploration> {
  ensureWritableDirectory(options.folder);
  const exploration = await explore(options);
  writeExploration(options.folder, exploration);
  return exploration;
}

export function writeExploration(folder: string, exploration: Exploration): void {
  writeFilesAtomic(folder, new Map([[EXPLORATION.result, json(exploration)]]));
}

export function pathOfResult(folder: string): string {
  return join(folder, EXPLORATION.result);
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
  const error = 1.96 * Math.sqrt((accuracy * (100 - accuracy)) / Math.max(dataset.dev, 1));
  const over = tried.filter(({ isOverBudget }) => isOverBudget).length;
  return [
    `${tried.length} configurations tried, ${toTheEnd} of them to the end`,
    ...(space.overBudget === 0 ? [] : [`${space.overBudget} of ${space.configurations} are beyond the budget by their shape and were never trained`]),
    ...(over === 0 ? [] : [`${over} turned out to be beyond the budget`]),
    `${dataset.dev.toLocaleString("en-US")} dev texts: an accuracy is +-${error.toFixed(1)} points (95 %), and the best of several is flattered`,
    ...tried.flatMap(({ configuration, outcome }) =>
      outcome.kind === "failed" ? [`failed: ${configurationName(configuration)}: ${outcome.reason}`] : [],
    ),
  ];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
