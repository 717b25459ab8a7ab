/** Prices the measured results and draws the report: report.json, report.html and the summary of the terminal. */

import type { CostTable } from "../energy/costs.js";
import { priceSystems } from "../energy/price.js";
import { verdict } from "../energy/verdict.js";
import { renderReport } from "../report/html.js";
import { serializeReport } from "../report/json.js";
import { renderSummary } from "../report/summary.js";
import type { WorkOptions } from "../util/progress.js";
import type { ReportData } from "../util/results.js";
import { BUNDLE, type Bundle, createBundle, type Files } from "./bundle.js";
import { readResults, readSearch } from "./bundle-files.js";
import { measureBundle } from "./bundle-verbs.js";
import type { MeasuredResults } from "./results.js";
import { placedFigures, readSynthesis } from "./synth.js";
import { loadCostTable, loadCostTables } from "./targets.js";

export interface ReportOptions extends WorkOptions {
  /** Path of a user's own cost table; its verdict replaces that of the built-in ones. */
  readonly costs?: string;
}

export interface Reported {
  readonly report: ReportData;
  readonly summary: string;
  readonly reportPath: string;
  /** [cost, picojoules now, flips at, remark] */
  readonly breakEvens: readonly (readonly [string, string, string, string])[];
}

/** Measures what is not measured yet, prices and writes the report of a bundle. */
export async function reportBundle(folder: string, options: ReportOptions = {}): Promise<Reported> {
  const bundle = createBundle(folder);
  const own = options.costs === undefined ? undefined : loadCostTable(options.costs);
  // A table of the user's replaces a built-in one of the same name.
  const builtIn = loadCostTables().filter((table) => table.name !== own?.name);
  const tables = own === undefined ? builtIn : [own, ...builtIn];
  await measureBundle(bundle, { ...options, tables });
  const search = readSearch(bundle);
  const priced = priceResults(readResults(bundle), tables, own?.kind === "digital" ? own.name : undefined);
  const synthesis = readSynthesis(bundle, priced.rtl.parameters);
  const placed = synthesis === undefined ? undefined : placedFigures(synthesis, priced.perInference.cycles);
  const report = { ...priced, ...(search === undefined ? {} : { search }), ...(placed === undefined ? {} : { placed }) };
  bundle.write(reportFiles(report));
  return reported(bundle, report);
}

/** The report's data under the given cost tables; the verdict on `verdictTable` (default: the first that can). */
export function priceResults(results: MeasuredResults, tables: readonly CostTable[], verdictTable?: string): ReportData {
  const { data, workload, chip } = results;
  const priced = priceSystems(workload, chip, tables);
  const judged = verdict(priced.energy, data.accuracy, verdictTable);
  return { ...data, ...priced, verdict: judged, accuracy: { ...data.accuracy, retentionPercent: judged.accuracyRetentionPercent } };
}

export function reportFiles(report: ReportData): Files {
  return new Map([
    [BUNDLE.report, serializeReport(report)],
    [BUNDLE.html, renderReport(report)],
  ]);
}

export function reported(bundle: Bundle, report: ReportData): Reported {
  return {
    report,
    summary: renderSummary(report),
    reportPath: bundle.path(BUNDLE.html),
    breakEvens: report.verdict.breakEvens.map((row) => [
      row.cost,
      `${row.picojoulesNow} pJ`,
      row.flipsAtPicojoules === undefined ? "never" : `${row.flipsAtPicojoules.toPrecision(4)} pJ`,
      row.flipsAtPicojoules === undefined ? "no value of this cost alone turns the verdict" : "",
    ]),
  };
}
