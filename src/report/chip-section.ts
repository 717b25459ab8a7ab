/**
 * The chip map in the page. Radio buttons choose the resource that colours and the population that is highlighted; the style
 * sheet reads them by `:has()`, so no script is needed. A browser without it, and print, show what was chosen last.
 */
import type { MappingResult } from "../util/results.js";
import { DARK, LIGHT, type MapColours } from "./chip-colours.js";
import { type ChipMap, chipMapOf, formatMessages, letterOf, MOST_POPULATIONS, pageChipMap, SHAPES } from "./chip-map.js";
import { formatCount } from "./format.js";
import { EMPTY, type Html, html, trusted } from "./markup.js";

/** Map, choices and the busiest cores and links; nothing where the mapping says no places. */
export function chipMapPart(mapping: MappingResult, unit: "text" | "sample"): Html {
  const { plan } = mapping;
  if (plan === undefined || mapping.utilization.length === 0) return EMPTY;
  const map = chipMapOf({ ...mapping, plan }, unit);
  const populations = map.populations.slice(0, MOST_POPULATIONS);
  return html`<style>${trusted(styleOf(map, populations.length))}</style>
<div class="chip"><p class="lead">${lead(map)}</p>
${choices(
  "chip-r",
  "Colour by",
  map.resources.map((name) => html`${name}`),
  map.resources.indexOf(map.scarcest),
)}
${choices(
  "chip-p",
  "Highlight",
  [
    html`all`,
    ...populations.map(
      ({ name, neurons, cores }) =>
        html`<bdi>${name}</bdi> <small>${formatCount(neurons)} on ${formatCount(cores)} core${cores === 1 ? "" : "s"}</small>`,
    ),
  ],
  0,
)}${
  map.populations.length > populations.length
    ? html`<p class="fine">${formatCount(map.populations.length - populations.length)} more populations can be highlighted by <code>snnc inspect --svg --population</code>.</p>`
    : EMPTY
}
<div class="scroll" tabindex="0" role="region" aria-label="Map of the chip">${pageChipMap(map)}</div>
<div class="columns">${busiestCores(map)}${busiestLinks(map)}</div></div>`;
}

function lead({ layout, mapping, unit }: ChipMap): string {
  const { square, tilesLeftOut } = layout;
  const { samples, mesh } = mapping.plan;
  const [what, neighbours] =
    square.kind === "core"
      ? ["core", "tiles"]
      : square.tiles === 1
        ? [`tile of ${mesh.coresPerTile} cores`, "tiles"]
        : [`block of ${square.tiles} \u00d7 ${square.tiles} tiles`, "blocks"];
  const origin = samples === undefined ? "if every neuron spikes once" : `as a mean of ${formatCount(samples)} ${unit}s of the test set`;
  const rest = tilesLeftOut === 0 ? "" : ` ${formatCount(tilesLeftOut)} more tiles are idle and left out.`;
  return `A square is a ${what}; an arrow is what passes between neighbouring ${neighbours}, ${origin}. Messages go along their row first, then along their column; those of the host are not drawn.${rest} Point at anything for its numbers.`;
}

function choices(group: string, title: string, labels: readonly Html[], chosen: number): Html {
  return html`<fieldset class="choice"><legend>${title}</legend><div>${labels.map(
    (label, i) =>
      html`<label><input type="radio" name="${group}" id="${group}${i}"${i === chosen ? html` checked` : EMPTY}><span>${label}</span></label>`,
  )}</div></fieldset>`;
}

const ROWS = 5;

function busiestCores({ mapping: { utilization, plan }, unit }: ChipMap): Html {
  const rows = utilization
    .flatMap((use, i) => {
      const core = plan.cores[i];
      return core === undefined ? [] : [{ id: use.core, populations: use.populations, ...core }];
    })
    .filter(({ sends, hears }) => sends + hears > 0)
    .sort((a, b) => b.sends + b.hears - (a.sends + a.hears) || a.id - b.id)
    .slice(0, ROWS);
  if (rows.length === 0) return EMPTY;
  return html`<div><table><caption>Busiest cores, messages a ${unit}</caption><thead><tr><th scope="col">Core</th><th scope="col" class="n">sends</th><th scope="col" class="n">hears</th></tr></thead><tbody>${rows.map(
    ({ id, populations, sends, hears }) =>
      html`<tr><th scope="row">${id} <span class="fine"><bdi>${named(populations)}</bdi></span></th><td class="n">${formatMessages(sends)}</td><td class="n">${formatMessages(hears)}</td></tr>`,
  )}</tbody></table></div>`;
}

function named(populations: readonly string[]): string {
  return populations.length <= 3 ? populations.join(", ") : `${populations.slice(0, 3).join(", ")} and ${populations.length - 3} more`;
}

function busiestLinks({ layout, unit }: ChipMap): Html {
  const rows = [...layout.arrows].sort((a, b) => b.messages - a.messages).slice(0, ROWS);
  if (rows.length === 0) return EMPTY;
  return html`<div><table><caption>Busiest links, messages a ${unit}</caption><thead><tr><th scope="col">From</th><th scope="col">to</th><th scope="col" class="n">messages</th></tr></thead><tbody>${rows.map(
    ({ from, to, towards, messages }) =>
      html`<tr><th scope="row">${from}</th><td>${to} <span class="fine">${towards}</span></td><td class="n">${formatMessages(messages)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** The first rules hold where the browser knows no `:has()`. */
function styleOf(map: ChipMap, populations: number): string {
  const chosen = letterOf(map.resources.indexOf(map.scarcest));
  const steps = LIGHT.use.map((_, step) => step);
  const coloured = (when: string, letter: string): string =>
    steps.map((step) => `${when} .${letter}${step}{--f:var(--u${step});--o:var(--t${step})}`).join("\n");
  return [
    variables(".chip", LIGHT),
    `@media (prefers-color-scheme:dark){${variables(".chip", DARK)}}`,
    // Print is on white, whatever the screen's colours.
    `@media print{${variables(".chip", LIGHT)}}`,
    SHAPES.split("\n")
      .map((rule) => rule.replace(/^/, ".chip "))
      .join("\n"),
    STYLE,
    coloured(".chip", chosen),
    `.chip tspan{display:none}.chip tspan.${chosen}{display:inline}`,
    ...map.resources.map((_, i) => {
      const when = `.chip:has(#chip-r${i}:checked)`;
      return `${coloured(when, letterOf(i))}\n${when} tspan{display:none}${when} tspan.${letterOf(i)}{display:inline}`;
    }),
    ...Array.from({ length: populations }, (_, i) => {
      const when = `.chip:has(#chip-p${i + 1}:checked)`;
      return `${when} .k:not(.p${i},.key){opacity:.2}${when} .p${i} rect{stroke:var(--ink);stroke-width:2.5}`;
    }),
    "",
  ].join("\n");
}

function variables(selector: string, { use, load }: MapColours): string {
  const steps = use.map(({ fill, text }, step) => `--u${step}:${fill};--t${step}:${text}`);
  return `${selector}{${[...steps, ...load.map((fill, step) => `--l${step}:${fill}`)].join(";")}}`;
}

const STYLE = `.chip fieldset{border:0;padding:0;margin:0 0 12px;min-width:0}
.chip fieldset div{display:flex;flex-wrap:wrap;gap:6px}
.chip legend{float:left;width:84px;padding:4px 0 0;font-size:13.5px;color:var(--soft)}
.chip label{position:relative;border:1px solid var(--line);border-radius:999px;background:var(--card);padding:2px 12px;font-size:13.5px;cursor:pointer;max-width:100%;overflow-wrap:anywhere}
.chip label small{color:var(--soft);font-size:12px}
.chip label input{position:absolute;opacity:0;inset:0;margin:0;cursor:pointer}
.chip label:hover{border-color:var(--grey)}
.chip label:has(:checked){background:var(--accent-wash);border-color:var(--accent);color:var(--accent);font-weight:600}
.chip label:has(:focus-visible){outline:2px solid var(--accent);outline-offset:2px}
.chip .scroll{margin:18px 0 22px}
.chip table{margin:0 0 24px}
.map{display:block;max-width:100%;min-width:740px;height:auto;font-size:13px}
.map text{fill:var(--soft)}
.map .wire{stroke:var(--line)}
.map .tile{fill:var(--track);stroke:var(--line)}
.map .idle{fill:var(--ground);stroke:var(--grey-light)}
.map .k rect{fill:var(--f)}
.map .k text{fill:var(--o)}
.map .k:hover rect{stroke:var(--ink);stroke-width:2}
${LIGHT.load.map((_, step) => `.map .l${step}{fill:var(--l${step})}`).join("")}
@media (max-width:820px){.map .id{display:none}.map .low{transform:translateY(-7px)}.chip legend{float:none;padding:0 0 4px}}
@media print{.map{min-width:0}.chip label:not(:has(:checked)){display:none}.map rect{print-color-adjust:exact;-webkit-print-color-adjust:exact}}`;
