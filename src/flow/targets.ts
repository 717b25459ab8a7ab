/** Reads the descriptions under `targets/` (or a user's own file) and parses each once into its type. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Board, parseBoard } from "../energy/boards.js";
import { type CostTable, parseCostFile } from "../energy/costs.js";
import { type LoihiTarget, parseLoihiTarget } from "../loihi/target.js";
import { readUserFile } from "../tools/files.js";
import { inputError } from "../util/diagnostics.js";
import { type CrossbarTarget, parseCrossbarTarget } from "../verilog/target.js";
import { PACKAGE_ROOT } from "./package.js";

const TARGETS = join(PACKAGE_ROOT, "targets");

/** A crossbar by name ("crossbar-16") or by the path of a JSON file. */
export function loadCrossbarTarget(nameOrFile: string): CrossbarTarget {
  return parseCrossbarTarget(readTarget(nameOrFile), nameOrFile);
}

/** A chip by name ("loihi1") or by the path of a JSON file. */
export function loadLoihiTarget(nameOrFile: string): LoihiTarget {
  return parseLoihiTarget(readTarget(nameOrFile), nameOrFile);
}

/** A crossbar or a chip, by its description's own kind. */
export function loadTarget(nameOrFile: string): CrossbarTarget | LoihiTarget {
  const value = readTarget(nameOrFile);
  const isChip = typeof value === "object" && value !== null && "kind" in value && value.kind === "loihi";
  return isChip ? parseLoihiTarget(value, nameOrFile) : parseCrossbarTarget(value, nameOrFile);
}

/** Every chip of `targets/`, then every crossbar from the fewest lanes to the most. */
export function loadTargets(): readonly (CrossbarTarget | LoihiTarget)[] {
  const targets = jsonFiles(TARGETS).map(loadTarget);
  const lanesOf = (target: CrossbarTarget | LoihiTarget): number => (target.kind === "crossbar" ? target.lanes : 0);
  return targets.sort((a, b) => lanesOf(a) - lanesOf(b));
}

/** Every board of `targets/boards`, by file name. */
export function loadBoards(): Board[] {
  return jsonFiles(join(TARGETS, "boards")).map((file) => parseBoard(readJson(file), file));
}

/** Every cost table of `targets/costs`, digital ones first, by file name. */
export function loadCostTables(): CostTable[] {
  const tables = jsonFiles(join(TARGETS, "costs")).map((file) => parseCostFile(readFileSync(file, "utf8"), file));
  return [...tables.filter((table) => table.kind === "digital"), ...tables.filter((table) => table.kind !== "digital")];
}

/** A user's own cost table. */
export function loadCostTable(file: string): CostTable {
  return parseCostFile(readUserFile(file).toString("utf8"), file);
}

function readTarget(nameOrFile: string): unknown {
  const own = join(TARGETS, `${nameOrFile}.json`);
  if (/^[\w-]+$/.test(nameOrFile) && existsSync(own)) return readJson(own);
  if (existsSync(nameOrFile)) return readJson(nameOrFile);
  const known = jsonFiles(TARGETS).map((file) => file.slice(TARGETS.length + 1, -".json".length));
  throw inputError("target-unknown", `no target '${nameOrFile}'`, { hint: `Known targets: ${known.join(", ")}; or give the path of a JSON file.` });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readUserFile(file).toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw inputError("json-invalid", `is not JSON: ${error.message}`, { where: file });
  }
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(folder, name));
}
