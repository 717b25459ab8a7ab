/** The page and the table of `snnc chip`: bundles on one chip, side by side, and what each costs. */
import type { ChipRan, ChipReport, ChipRun } from "../util/chip-report.js";
import type { MappingResult } from "../util/results.js";
import { latencyRange, latencySentences } from "./chip-latency.js";
import { energySection } from "./energy-section.js";
import { formatCount, formatEnergy, formatPercent } from "./format.js";
import { EMPTY, type Html, html } from "./markup.js";
import { page, pairs } from "./sections.js";

/** Lines of the side-by-side table: a name, and a cell for each bundle. The first holds the bundles' names. */
export function chipRows({ runs, costTables, target, cores }: ChipReport): string[][] {
  const row = (name: string, cell: (run: ChipRun) => string): string[] => [name, ...runs.map(cell)];
  const ran = (name: string, cell: (ran: ChipRan) => string): string[] => row(name, (run) => (run.ran === undefined ? "-" : cell(run.ran)));
  const mean = (name: string, figure: keyof ChipRan["events"]): string[] => ran(name, ({ events }) => formatCount(events[figure]));
  const resources = [...new Set(runs.flatMap(({ mapping }) => mapping.utilization.flatMap((core) => Object.keys(core.resources))))];
  const lineOf = (table: string, cell: (line: ChipRan["energy"][number]) => string): ((run: ChipRan) => string) => {
    return ({ energy }) => {
      const line = energy.find((one) => one.table === table);
      return line === undefined ? "-" : cell(line);
    };
  };
  return [
    row("", ({ bundle }) => bundle),
    row("encoding", ({ encoding }) => encoding),
    row("neurons", ({ network }) => formatCount(network.neurons)),
    row("input lines", ({ network }) => formatCount(network.inputLines)),
    row(`cores of ${target}, of ${formatCount(cores)}`, ({ mapping }) =>
      mapping.refusal === undefined ? formatCount(mapping.cores) : "does not fit",
    ),
    ...resources.map((name) => row(`  ${name}, fullest core`, ({ mapping }) => fullest(mapping, name))),
    ran("synapses finer than 2^6", (run) => formatCount(run.finerSynapses)),
    ran("samples run, of", ({ samples, of }) => `${formatCount(samples)} of ${formatCount(of)}`),
    ran("accuracy, %", ({ accuracy }) => (accuracy === undefined ? "-" : accuracy.toFixed(2))),
    ran(
      "compared with the golden simulator",
      ({ checked }) => `${formatCount(checked.samples)}: ${formatCount(checked.spikes)} spikes, 0 mismatches`,
    ),
    ran("decided as the bundle's own program", ({ checked }) => `${formatCount(checked.sameDecisions)} of ${formatCount(checked.samples)}`),
    mean("timesteps", "timesteps"),
    mean("messages from the host", "hostInjectedEvents"),
    mean("synaptic operations", "synapticOperations"),
    mean("compartment updates, active", "compartmentUpdatesActive"),
    mean("compartment updates, inactive", "compartmentUpdatesInactive"),
    mean("spikes", "spikes"),
    mean("messages between and within cores", "axonsOut"),
    ran("hops between tiles", ({ events }) => formatCount(events.hopsEastWest + events.hopsNorthSouth)),
    ...costTables.flatMap(({ name }) => [
      ran(
        `energy by ${name}`,
        lineOf(name, ({ picojoulesPerInference }) => formatEnergy(picojoulesPerInference)),
      ),
      ran(
        `latency by ${name}`,
        lineOf(name, ({ latency }) => (latency === undefined ? "-" : latencyRange(latency))),
      ),
      ran(
        "  p99",
        lineOf(name, ({ latency }) => (latency === undefined ? "-" : latencyRange(latency, "p99"))),
      ),
    ]),
  ];
}

/** What a reader must know beside the table, a sentence or two each. */
export function chipNotes({ runs }: ChipReport): string[] {
  return runs.flatMap(({ bundle, mapping, ran, unit }) => {
    if (ran === undefined) return [`${bundle} does not fit: ${mapping.refusal ?? ""}`];
    const limited =
      ran.samples < ran.of ? [`${bundle}: only the first ${formatCount(ran.samples)} of ${formatCount(ran.of)} ${unit}s were run (--limit).`] : [];
    const leaky =
      ran.leaky.length === 0
        ? []
        : [
            `${bundle}: ${ran.leaky.join(", ")} reset by subtraction, which a compartment does not; the current integrates and inhibits itself instead, and loses 1/4096 a timestep. Spikes are compared with the program that does this, decisions also with the one that loses nothing.`,
          ];
    return [
      ...limited,
      ...leaky,
      ...ran.energy.flatMap(({ table, latency }) => (latency === undefined ? [] : [`${bundle} by ${table}: ${latencySentences(latency)}`])),
    ];
  });
}

/** The whole page; the same data gives the same bytes. */
export function renderChipReport(report: ChipReport): string {
  const { runs, costTables, target, schema, provenance } = report;
  const energy = runs.flatMap(({ ran }) => ran?.energy ?? []);
  const notPriced = runs.flatMap(({ ran }) => ran?.notPriced ?? []);
  const sections = [
    tableSection(report),
    notesSection(report),
    ...(energy.length === 0 ? [] : [energySection({ costTables, energy, notPriced }, runs[0]?.unit ?? "sample")]),
    html`<section aria-labelledby="provenance"><h2 id="provenance">Made with</h2>${pairs(Object.entries(provenance))}</section>`,
  ];
  return page(`${runs.map(({ bundle }) => bundle).join(", ")} on ${target}`, top(report), sections, schema, "chip.json");
}

function top({ runs, target }: ChipReport): Html {
  const fitting = runs.filter(({ ran }) => ran !== undefined);
  const sentences = fitting.map(({ bundle, mapping, ran }) => {
    const energy = (ran?.energy ?? []).map(({ table, picojoulesPerInference }) => `${formatEnergy(picojoulesPerInference)} (${table})`);
    return `${bundle}: ${formatCount(mapping.cores)} core${mapping.cores === 1 ? "" : "s"}, ${energy.join(" or ")} a ${runs[0]?.unit ?? "sample"}.`;
  });
  return html`<header class="top"><p class="kicker"><b>snnc chip</b>: ${runs.length} bundle${runs.length === 1 ? "" : "s"} mapped, emulated, counted and priced</p><h1>${runs.map(({ bundle }) => bundle).join(", ")} on ${target}</h1><p class="more">${sentences.join(" ")} Each cost table is a calibration of its own; compare along a row only.</p></header>`;
}

function tableSection(report: ChipReport): Html {
  const [head = [], ...rows] = chipRows(report);
  const [{ unit } = { unit: "sample" }] = report.runs;
  return html`<section aria-labelledby="chip"><h2 id="chip">Side by side</h2><p class="lead">Counted on the emulator from the mapped tables; means per ${unit}. Energies and latencies are counts times published figures.</p><div class="scroll" tabindex="0" role="region" aria-label="Side by side"><table><thead><tr>${head.map(
    (cell, i) => (i === 0 ? html`<th scope="col">What</th>` : html`<th scope="col" class="n">${cell}</th>`),
  )}</tr></thead><tbody>${rows.map(
    ([name = "", ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td class="n">${cell}</td>`)}</tr>`,
  )}</tbody></table></div></section>`;
}

function notesSection(report: ChipReport): Html {
  const notes = chipNotes(report);
  if (notes.length === 0) return EMPTY;
  return html`<section aria-labelledby="notes"><h2 id="notes">What the figures rest on</h2><ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul></section>`;
}

/** "12,345 of 16,384 (75.3 %)" of the core that uses most of a resource. */
function fullest({ utilization }: MappingResult, name: string): string {
  const uses = utilization.flatMap(({ resources }) => resources[name] ?? []);
  const [first] = uses;
  if (first === undefined) return "-";
  const used = Math.max(...uses.map((use) => use.used));
  return `${formatCount(used)} of ${formatCount(first.max)} (${formatPercent((100 * used) / first.max)} %)`;
}
