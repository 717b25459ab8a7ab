/** The folder of an exploration: trials/, the result as JSON and as a page, the shared configuration, and picked bundles. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { renderExploration } from "../../report/exploration.js";
import { ensureWritableDirectory, writeFilesAtomic } from "../../tools/files.js";
import { inputError } from "../../util/diagnostics.js";
import { type Exploration, type Picked, parseExploration } from "../../util/exploration.js";
import { BUNDLE, json } from "../bundle.js";
import { type Config, readConfigFile } from "../config.js";
import { type ExploreOptions, explore } from "./explore.js";

const FILES = { result: BUNDLE.search, page: "explore.html", base: BUNDLE.config } as const;

/**
 * Searches and writes the result, also when aborted; the caller's signal then tells. What was picked before from a search over the
 * same texts with the same settings stays. Throws SnncError as `explore` does.
 */
export async function exploreInto(options: ExploreOptions): Promise<Exploration> {
  const { folder, base } = options;
  ensureWritableDirectory(folder);
  const found = await explore(options);
  const exploration = { ...found, picked: stillPicked(folder, found) };
  writeFilesAtomic(folder, new Map([[FILES.base, json(base)], ...filesOf(exploration)]));
  return exploration;
}

export interface StoredExploration {
  readonly exploration: Exploration;
  /** What all trials share. */
  readonly base: Config;
}

/** Throws SnncError (input) `explore-missing`. */
export function readStored(folder: string): StoredExploration {
  const exploration = readExploration(folder);
  if (exploration === undefined) {
    throw inputError("explore-missing", "the folder holds no result of `snnc explore`", {
      where: folder,
      hint: "Search first, with the same -o DIR: snnc explore --dataset reviews --minutes 10 -o DIR",
    });
  }
  return { exploration, base: readConfigFile(join(folder, FILES.base)) };
}

export function writeExploration(folder: string, exploration: Exploration): void {
  writeFilesAtomic(folder, filesOf(exploration));
}

export function pageOf(folder: string): string {
  return join(folder, FILES.page);
}

function filesOf(exploration: Exploration): Map<string, string> {
  return new Map([
    [FILES.result, json(exploration)],
    [FILES.page, renderExploration(exploration)],
  ]);
}

function readExploration(folder: string): Exploration | undefined {
  const path = join(folder, FILES.result);
  return existsSync(path) ? parseExploration(readFileSync(path, "utf8")) : undefined;
}

function stillPicked(folder: string, { dataset, settings }: Exploration): Picked[] {
  const before = readExploration(folder);
  const isSameSearch = before !== undefined && JSON.stringify([before.dataset, before.settings]) === JSON.stringify([dataset, settings]);
  return isSameSearch ? before.picked : [];
}
