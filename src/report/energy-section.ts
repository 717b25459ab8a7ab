/**
 * The report's energy section: one group per cost table and precision, because ratios may only be read within one; a bar
 * per system on a logarithmic axis, and under each bar the terms that sum to it, with their sources.
 */
import { scaleLog } from "d3-scale";
import type { CostTableResult, EnergyLine, EnergyPart, ReportData, Verdict } from "../util/results.js";
import { latencySentences } from "./chip-latency.js";
import { formatCost, formatCount, formatEnergy, formatFactor, formatTime } from "./format.js";
import { cssPercent, EMPTY, type Html, html } from "./markup.js";
import { isSpiking } from "./summary.js";

/** What the section shows of a report; a sample is called "text" or otherwise. */
type EnergyData = Pick<ReportData, "costTables" | "energy" | "notPriced"> & { readonly verdict?: Verdict };

/** Systems with their lines on one table and in one precision. */
interface Group {
  readonly table: CostTableResult;
  readonly precision: EnergyLine["precision"];
  readonly systems: readonly System[];
}

interface System {
  /** The line with everything; for a chip its only one. */
  readonly total: EnergyLine;
  /** The same system's arithmetic alone. */
  readonly arithmetic?: EnergyLine;
}

/** Position of an energy in pJ on the group's axis, 0..100, and the axis's labels. */
interface Axis {
  position(picojoules: number): number;
  readonly ticks: readonly number[];
}

export function energySection(data: EnergyData, sample: string): Html {
  return html`<section aria-labelledby="energy"><h2 id="energy">Energy per ${sample}</h2>
<p class="lead">Counted events times published costs. A ratio means something only between lines of one group: one technology, one width, one boundary. Open a line to see what it is made of.</p>
${groupsOf(data).map((group) => groupBlock(group))}${data.verdict === undefined ? EMPTY : breakEvens(data.verdict)}${notPriced(data, sample)}</section>`;
}

/** Groups in the order of the cost tables, int8 before fp32. */
function groupsOf(data: EnergyData): Group[] {
  return data.costTables.flatMap((table) =>
    (["int8", "fp32", "chip"] as const).flatMap((precision): Group[] => {
      const lines = data.energy.filter((line) => line.table === table.name && line.precision === precision);
      const systems = lines
        .filter((line) => line.kind !== "arithmetic")
        .map((total): System => {
          const arithmetic = lines.find((line) => line.kind === "arithmetic" && line.id === total.id);
          return arithmetic === undefined ? { total } : { total, arithmetic };
        });
      return systems.length === 0 ? [] : [{ table, precision, systems }];
    }),
  );
}

function groupBlock(group: Group): Html {
  const axis = axisOf(group);
  const own = group.systems.find((system) => system.total.id === "snn-int8");
  const digital = group.precision !== "chip";
  const again = group.precision === "fp32";
  return html`<h3>${group.table.title}${digital ? `, ${group.precision}` : ""}</h3>
${again ? EMPTY : html`<p class="fine">${group.table.name}: ${group.table.technology}. ${group.table.source}.</p>`}${digital && !again ? LEGEND : EMPTY}<div class="lines"><div class="row head" aria-hidden="true"><span class="name">System</span><div class="axis">${axis.ticks.map(
    (tick) => html`<span style="left:${cssPercent(axis.position(tick))}">${tickLabel(tick)}</span>`,
  )}</div><span class="value">Energy</span><span class="ratio">${own === undefined ? "" : "against SNN"}</span></div>
${group.systems.map((system) => systemRow(system, own?.total, axis))}</div>
${group.table.notes.length === 0 || again ? EMPTY : html`<ul class="notes">${group.table.notes.map((note) => html`<li>${note}</li>`)}</ul>`}`;
}

const LEGEND = html`<ul class="legend"><li><i style="background:var(--accent)"></i><i style="background:var(--grey)"></i> arithmetic alone</li><li><i style="background:var(--accent-light)"></i><i style="background:var(--grey-light)"></i> with memory</li><li>logarithmic scale; SNN in colour</li></ul>`;

function systemRow({ total, arithmetic }: System, own: EnergyLine | undefined, axis: Axis): Html {
  const ratio = own === undefined || own === total ? "" : `${formatFactor(total.picojoulesPerInference / own.picojoulesPerInference)} \u00d7 SNN`;
  return html`<details class="${isSpiking(total) ? "own" : "other"}"><summary class="row"><span class="name">${total.system}</span><span class="bar" aria-hidden="true"><i style="width:${cssPercent(axis.position(total.picojoulesPerInference))}"></i><i style="width:${cssPercent(axis.position((arithmetic ?? total).picojoulesPerInference))}"></i>${axis.ticks.slice(1).map((tick) => html`<u style="left:${cssPercent(axis.position(tick))}"></u>`)}</span><span class="value">${formatEnergy(total.picojoulesPerInference)}</span><span class="ratio">${ratio}</span></summary>
<div class="body">${termTable(total, arithmetic)}</div></details>`;
}

function termTable(total: EnergyLine, arithmetic: EnergyLine | undefined): Html {
  const parts = [...new Set(total.terms.map((term) => term.part))];
  const latency =
    total.latency !== undefined
      ? ` ${latencySentences(total.latency)}`
      : total.latencySeconds === undefined
        ? ""
        : ` Latency ${formatTime(total.latencySeconds)}.`;
  const alone = arithmetic === undefined ? "" : ` Arithmetic alone: ${formatEnergy(arithmetic.picojoulesPerInference)}.`;
  return html`<p class="fine">Counts: ${countsFrom(total)}.${alone}${latency}</p><div class="scroll" tabindex="0" role="region" aria-label="Terms of ${total.system}"><table><thead><tr><th scope="col">What</th><th scope="col" class="n">Count</th><th scope="col" class="n">Each</th><th scope="col" class="n">Energy</th><th scope="col">Source of the cost</th></tr></thead><tbody>${parts.map(
    (part) =>
      html`${total.terms
        .filter((term) => term.part === part)
        .map(
          (term) =>
            html`<tr><th scope="row">${term.what}</th><td class="n">${formatCount(term.count)}</td><td class="n">${formatCost(term.picojoulesEach)}</td><td class="n">${formatEnergy(term.count * term.picojoulesEach)}</td><td class="source">${term.source}</td></tr>`,
        )}<tr class="strong"><th scope="row">${partName(part)}</th><td></td><td></td><td class="n">${formatEnergy(partSum(total, part))}</td><td></td></tr>`,
  )}</tbody></table></div>`;
}

function breakEvens({ breakEvens: rows, energyReduction, snn, reference }: Verdict): Html {
  if (rows.length === 0) return EMPTY;
  return html`<h3>What would turn the verdict round</h3>
<p class="fine">Each cost on its own, all others as they are: the value at which ${snn} and ${reference} need the same energy. Now the factor is ${formatFactor(energyReduction)}.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Break-even points"><table><thead><tr><th scope="col">Cost</th><th scope="col" class="n">Now</th><th scope="col" class="n">Turns at</th></tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${costName(row.cost)}</th><td class="n">${formatCost(row.picojoulesNow)}</td><td class="n">${row.flipsAtPicojoules === undefined ? "no value" : formatCost(row.flipsAtPicojoules)}</td></tr>`,
  )}</tbody></table></div>`;
}

function notPriced(data: EnergyData, sample: string): Html {
  if (data.notPriced.length === 0) return EMPTY;
  return html`<h3>Counted, but not priced</h3>
<p class="fine">Outside every line above. Not free: nobody has published what it costs, or it is the same for all.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Not priced"><table><thead><tr><th scope="col">What</th><th scope="col" class="n">Per ${sample}</th><th scope="col">Of what, and why not</th></tr></thead><tbody>${data.notPriced.map(
    (item) => html`<tr><th scope="row">${item.what}</th><td class="n">${formatCount(item.count)}</td><td>${item.reason}</td></tr>`,
  )}</tbody></table></div>`;
}

/** From the power of ten below the smallest positive energy to the one above the largest, at most six labels. */
function axisOf(group: Group): Axis {
  const values = group.systems
    .flatMap(({ total, arithmetic }) => [total.picojoulesPerInference, arithmetic?.picojoulesPerInference ?? 0])
    .filter((value) => value > 0);
  const low = values.length === 0 ? 0 : Math.floor(Math.log10(Math.min(...values)) - 1e-9);
  const high = values.length === 0 ? 2 : Math.max(low + 2, Math.ceil(Math.log10(Math.max(...values))));
  const scale = scaleLog()
    .domain([10 ** low, 10 ** high])
    .range([0, 100]);
  const step = Math.ceil((high - low) / 5);
  const ticks: number[] = [];
  for (let exponent = low; exponent < high; exponent += step) ticks.push(10 ** exponent);
  return { position: (picojoules) => (picojoules <= 0 ? 0 : scale(picojoules)), ticks };
}

function tickLabel(picojoules: number): string {
  return formatEnergy(picojoules).replace(/\.0+(?= )/, "");
}

function partSum(line: EnergyLine, part: EnergyPart): number {
  return line.terms.reduce((sum, term) => (term.part === part ? sum + term.count * term.picojoulesEach : sum), 0);
}

function partName(part: EnergyPart): string {
  return part.charAt(0).toUpperCase() + part.slice(1);
}

function countsFrom(line: EnergyLine): string {
  return line.countsFrom === "counted" ? "by the golden simulator or from the network's shape" : line.countsFrom;
}

/** "memory.8KiB" -> "memory: 8KiB, per 64 bit". */
function costName(cost: string): string {
  const [part = "", name = ""] = cost.split(".");
  if (part === "memory") return `access to ${name === "registers" ? "registers" : `memory, ${name.replace(/(\d)([A-Z])/, "$1 $2")}`}, per 64 bit`;
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/^multiply/, "multiplication,")
    .replace(/^add/, "addition,")
    .replace("Int", "int")
    .replace("Fp", "fp")
    .replace(/\s+/g, " ");
}
