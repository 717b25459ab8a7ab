/** What the reports of text classifiers and of converted networks have in common: the page and some of its sections. */
import { EQUAL_WITHIN } from "../energy/verdict.js";
import type { EqualityResult, MappingResult, PlacedResult, RtlResult } from "../util/results.js";
import { chipMapPart } from "./chip-section.js";
import { formatCount, formatEnergy, formatFactor, formatFrequency, formatTime } from "./format.js";
import { cssPercent, EMPTY, type Html, html, trusted } from "./markup.js";
import { STYLE } from "./style.js";

/** A whole page: the same data gives the same bytes. All text of the data is escaped. `twin`: the file with its data. */
export function page(title: string, header: Html, sections: readonly Html[], schema: string, twin = "report.json"): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${trusted(STYLE)}</style></head>
<body>
${header}
<main>
${sections.map((section, i) => (i === 0 ? section : html`\n${section}`))}
</main>
<footer>Made by snnc from counted events. Schema ${schema}; the same data stands in ${twin}.</footer>
</body></html>
`.text;
}

/** In the words of the verdict's sentence: near to 1 is neither a saving nor a loss. */
export function comparison(energyReduction: number): { readonly tone: "good" | "bad" | "even"; readonly words: string; readonly than: string } {
  if (Math.abs(energyReduction - 1) <= EQUAL_WITHIN) return { tone: "even", words: "about as much", than: "as" };
  return energyReduction > 1 ? { tone: "good", words: "less", than: "than" } : { tone: "bad", words: "as much", than: "as" };
}

/** The factor or its inverse, whichever is at least 1, to two digits: the counts are exact, the costs are not. */
export function wholeFactor(factor: number): string {
  const most = factor >= 1 ? factor : 1 / factor;
  return most >= 10 ? formatCount(Math.round(most)) : most.toFixed(1);
}

/** Whether the RTL equals the golden simulator; `samples` is what samples are called. */
export function equalityBadge(equality: EqualityResult, samples: string): Html {
  const compared = `${formatCount(equality.samples)} ${samples}, ${formatCount(equality.spikesCompared)} spikes, ${formatCount(equality.membranesCompared)} membrane potentials, ${formatCount(equality.outputsCompared)} outputs compared`;
  return equality.mismatches === 0
    ? html`<div class="badge"><span aria-hidden="true">\u2713</span><span><b>The Verilog equals the golden model, bit for bit.</b> ${compared}, 0 mismatches.</span></div>`
    : html`<div class="badge bad" role="alert"><span aria-hidden="true">\u2717</span><span><b>The Verilog differs from the golden model.</b> ${compared}, ${formatCount(equality.mismatches)} mismatches. Do not rely on the figures below.</span></div>`;
}

const CORES_SHOWN = 12;
/** A page that lists thousands of cores would be megabytes; report.json has them all. */
const CORES_LISTED = 128;

/** The chip as a map and the use of its cores as a table; `unit` is what a sample is called. */
export function mappingSection(mapped: MappingResult, unit: "text" | "sample"): Html {
  if (mapped.refusal !== undefined) {
    return html`<section aria-labelledby="mapping"><h2 id="mapping">Mapping onto ${mapped.target}</h2><p class="lead"><span class="no">Does not fit.</span> ${mapped.refusal}</p></section>`;
  }
  const resources = [...new Set(mapped.utilization.flatMap((core) => Object.keys(core.resources)))];
  const table = (cores: MappingResult["utilization"]): Html =>
    html`<div class="scroll" tabindex="0" role="region" aria-label="Use of the cores"><table><thead><tr><th scope="col">Core</th>${resources.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${cores.map(
      (core) =>
        html`<tr><th scope="row">${core.core} <span class="fine">${core.populations.join(", ")}</span></th>${resources.map((name) => {
          const use = core.resources[name];
          return use === undefined
            ? html`<td></td>`
            : html`<td class="stack">${meter(use.used, use.max)}${formatCount(use.used)} <span class="fine">of ${formatCount(use.max)}</span></td>`;
        })}</tr>`,
    )}</tbody></table></div>`;
  const rest = mapped.utilization.slice(CORES_SHOWN, CORES_LISTED);
  const unlisted = mapped.utilization.length - CORES_SHOWN - rest.length;
  return html`<section aria-labelledby="mapping"><h2 id="mapping">Mapping onto ${mapped.target}</h2><p class="lead">${formatCount(mapped.cores)} core${mapped.cores === 1 ? "" : "s"}, within every limit of the chip.</p>${chipMapPart(mapped, unit)}${table(mapped.utilization.slice(0, CORES_SHOWN))}${
    rest.length === 0
      ? EMPTY
      : html`<details><summary class="plain">${rest.length} more cores</summary><div class="body">${table(rest)}${unlisted > 0 ? html`<p class="fine">${formatCount(unlisted)} more stand in report.json.</p>` : EMPTY}</div></details>`
  }</section>`;
}

export function pairs(entries: readonly (readonly [string, string | number])[]): Html {
  return html`<dl class="pairs">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${printed(value)}</dd></div>`)}</dl>`;
}

export function meter(used: number, max: number): Html {
  const share = max === 0 ? (used === 0 ? 0 : 100) : (used / max) * 100;
  return html`<span class="meter${used > max ? " over" : ""}" aria-hidden="true"><i style="width:${cssPercent(share)}"></i></span>`;
}

/** A number of a free-form figure: integers with separators, others to four digits; seeds and the like stay readable. */
export function printed(value: string | number): string {
  if (typeof value === "string") return value;
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)));
}

/** The verdict's first sentence is the headline, the second its basis; the third stands below as a list of its own. A sentence ends with a full stop and a capital follows. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=\.) (?=[A-Z])/);
}

/** How the cycles stand to their bound. */
export function boundSentence({ words, groups, timesteps, cuba, cyclesOverBound }: RtlResult["bound"]): string {
  const multipliers = cuba === undefined ? "" : ` + ${formatCount(cuba)} (the multipliers of CUBA neurons)`;
  return `The bound of such a core is ${formatCount(words)} weight words + ${formatCount(groups)} neuron groups + ${formatCount(timesteps)} (8 a timestep)${multipliers} cycles; it takes ${formatFactor(cyclesOverBound)} times that.`;
}

/** The core on a board, at the clock that nextpnr found; nothing where nothing was placed. */
export function placedSection(core: PlacedResult | undefined, cycles: number, unit: "text" | "sample"): Html {
  if (core === undefined) return EMPTY;
  const figures: [string, string][] = [
    ["LUTs", formatCount(core.luts)],
    ["block RAMs", formatCount(core.blockRams)],
    ["single-port RAMs", formatCount(core.sprams)],
    ["highest clock", formatFrequency(core.fmaxHz)],
    [`latency per ${unit}`, formatTime(core.latencySeconds)],
    ...(core.assumed === undefined
      ? []
      : [[`energy per ${unit} if the board draws ${core.assumed.watts} W`, formatEnergy(core.assumed.picojoules)] as [string, string]]),
  ];
  return html`<section aria-labelledby="placed"><h2 id="placed">Placed and routed on ${core.board}</h2><p class="lead">${core.device}, by ${core.tools}. The clock is the placer's timing analysis, the latency ${formatCount(cycles)} simulated cycles at it, without the link to the host.${
    core.assumed === undefined
      ? " No power was measured or assumed, so there is no energy here."
      : " The power is an assumption of whoever ran the synthesis, not a measurement."
  }</p>
<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}
