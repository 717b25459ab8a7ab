/** `snnc inspect --svg`: a mapping -> the chip as a map, in one SVG file. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { decodeMapping } from "../loihi/codec.js";
import { type MappedProgram, mappingResult } from "../loihi/mapping.js";
import { chipPlan } from "../loihi/plan.js";
import { type ChipMap, chipMapOf, renderChipMap } from "../report/chip-map.js";
import { planOfReport } from "../report/json.js";
import { isFolder, readUserFile, writeFilesAtomic } from "../tools/files.js";
import { inputError } from "../util/diagnostics.js";
import { BUNDLE, hashOf, openBundle } from "./bundle.js";

export interface DrawChipOptions {
  /** Resource that colours the cores; default: the one that is used most. */
  readonly resource?: string;
  /** Population whose cores are highlighted. */
  readonly population?: string;
}

export interface DrawnChip {
  readonly file: string;
  readonly bytes: number;
  readonly target: string;
  readonly cores: number;
  readonly resource: string;
  readonly population?: string;
  /** Samples whose spikes the links carry; absent: every neuron spikes once. */
  readonly samples?: number;
}

/**
 * Draws the mapping of a bundle, or a mapping.pb, into `file`; one that is there is replaced, whole or not at all. The loads of
 * links are those of the report beside it where that is of the very same mapping. Throws SnncError (input) for a path without a
 * mapping, and for a resource or population that it does not have.
 */
export function drawChip(path: string, file: string, options: DrawChipOptions = {}): DrawnChip {
  if (isFolder(file)) {
    throw inputError("output-is-a-folder", "the output is a folder; a file is written", { where: file, hint: "Name a file: --svg chip.svg." });
  }
  const source = isFolder(path) ? openBundle(path).path(BUNDLE.mapping) : path;
  if (isFolder(path) && !existsSync(source)) {
    throw inputError("bundle-file-missing", `the bundle has no ${BUNDLE.mapping}`, { where: path, hint: "Run `snnc map` first." });
  }
  const bytes = readUserFile(source);
  const mapped = decodeMapping(bytes, source);
  const map = plannedMap(mapped, join(dirname(source), BUNDLE.report), hashOf([bytes]));
  const resource = chosen("resource", options.resource ?? map.scarcest, map.resources, source);
  const population = options.population === undefined ? undefined : chosen("population", options.population, map.populations.map(nameOf), source);
  const title = `${mapped.name} on ${mapped.target}: ${mapped.cores.length} core${mapped.cores.length === 1 ? "" : "s"}`;
  const svg = renderChipMap(map, { title, resource, ...(population === undefined ? {} : { population }) });
  writeFilesAtomic(dirname(file), new Map([[basename(file), svg]]));
  const { samples } = map.mapping.plan;
  return {
    file,
    bytes: Buffer.byteLength(svg),
    target: mapped.target,
    cores: mapped.cores.length,
    resource,
    ...(population === undefined ? {} : { population }),
    ...(samples === undefined ? {} : { samples }),
  };
}

/** The map with the report's loads, if the report's mapping has the same bytes; otherwise with every neuron spiking once. */
function plannedMap(mapped: MappedProgram, report: string, hash: string): ChipMap {
  const told = existsSync(report) ? planOfReport(readFileSync(report, "utf8")) : undefined;
  if (told === undefined || told.plan.mapping !== hash || told.plan.cores.length !== mapped.cores.length) {
    return chipMapOf({ ...mappingResult(mapped), plan: chipPlan(mapped) }, "sample");
  }
  return chipMapOf({ ...mappingResult(mapped), plan: { ...told.plan, mesh: mapped.mesh } }, told.unit);
}

const NAMES_TOLD = 20;

function chosen(what: string, name: string, names: readonly string[], where: string): string {
  if (names.includes(name)) return name;
  const told = names.slice(0, NAMES_TOLD).map((one) => `'${one}'`);
  const more = names.length > told.length ? ` and ${names.length - told.length} more` : "";
  throw inputError(`chip-map-${what}`, `the mapping has no ${what} '${name}'`, { where, hint: `It has ${told.join(", ")}${more}.` });
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
