/**
 * The chip as a map, in SVG: cores in the colour of how much of a resource they use, arrows between tiles as wide and as
 * dark as their load. Only shapes, text and classes; colours are those of a style sheet, the page's (chip-section.ts) or the
 * one inside a file of its own. Classes: `k` a square with cores, `a3` resource a in step 3 of use, `p2` holds population 2,
 * `l4` a link in step 4 of load.
 */
import type { ChipPlan, MappingResult } from "../util/results.js";
import { LIGHT, loadStep, useStep } from "./chip-colours.js";
import { type Arrow, type ChipLayout, layoutChip, type Square } from "./chip-layout.js";
import { formatCount } from "./format.js";
import { EMPTY, type Html, html, trusted } from "./markup.js";

/** A mapping that can be drawn. */
export type PlannedMapping = MappingResult & { readonly plan: ChipPlan };

export interface ChipMap {
  readonly mapping: PlannedMapping;
  readonly layout: ChipLayout;
  readonly resources: readonly string[];
  /** In the order of the cores; the neurons and cores of each. */
  readonly populations: readonly { readonly name: string; readonly neurons: number; readonly cores: number }[];
  /** The resource that is used most, as a mean over the cores in use; not among those of which a core has few, and often uses all. */
  readonly scarcest: string;
  readonly busiestLink: number;
  /** What a sample is called. */
  readonly unit: "text" | "sample";
}

export function chipMapOf(mapping: PlannedMapping, unit: "text" | "sample"): ChipMap {
  const layout = layoutChip(mapping, mapping.plan);
  const resources = [...new Set(mapping.utilization.flatMap((core) => Object.keys(core.resources)))];
  const many = resources.filter((name) => mapping.utilization.some((core) => (core.resources[name]?.max ?? 0) >= MANY));
  const means = many.map((name) => shareOf(mapping.utilization, name));
  return {
    mapping,
    layout,
    resources,
    populations: populationsOf(mapping),
    scarcest: many[means.indexOf(Math.max(...means))] ?? resources[0] ?? "",
    busiestLink: layout.arrows.reduce((most, { messages }) => Math.max(most, messages), 0),
    unit,
  };
}

/**
 * A file of its own: one resource, perhaps one population, on white. Well-formed XML whatever the names; the same mapping
 * gives the same bytes.
 */
export function renderChipMap(map: ChipMap, options: { readonly title: string; readonly resource: string; readonly population?: string }): string {
  const { resource, population, title } = options;
  const head = 46;
  const { width, height } = map.layout;
  const total = { width: width + 2 * MARGIN, height: head + height + LEGEND + MARGIN };
  const said = `${title}: ${resource}${population === undefined ? "" : `, cores of ${population}`}`;
  const held: Marking = (names) => (population === undefined ? [] : [names.has(population) ? "held" : "other"]);
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${at(total.height)}" width="${total.width}" height="${at(total.height)}" role="img" aria-label="${said}">
<title>${said}</title><style>${trusted(fileStyle(map.resources.indexOf(resource)))}</style>
<rect width="${total.width}" height="${at(total.height)}" fill="#ffffff"/>
<text class="name" x="${MARGIN}" y="26">${title}</text><text x="${MARGIN}" y="43">${population === undefined ? EMPTY : html`highlighted: cores of ${population}; `}${originOfMessages(map)}</text>
<g transform="translate(${MARGIN} ${head + 6})">${drawing(map, [resource], held)}</g>
</svg>
`;
  // What XML 1.0 has no place for, after the controls that `html` has replaced.
  return svg.text.replace(/[\ud800-\udfff\ufffe\uffff]/gu, "\ufffd");
}

/** The map of the page; which resource and population it shows is for the style sheet. */
export function pageChipMap(map: ChipMap): Html {
  const { width, height } = map.layout;
  const said = `${map.mapping.cores} cores of ${map.mapping.target} on their mesh, with their use and the load of the links; the tables beside it hold the same figures`;
  const held: Marking = (names) => map.populations.slice(0, MOST_POPULATIONS).flatMap(({ name }, i) => (names.has(name) ? [`p${i}`] : []));
  return html`<svg class="map" viewBox="0 0 ${width} ${at(height + LEGEND)}" width="${width}" height="${at(height + LEGEND)}" role="img" aria-label="${said}">${drawing(map, map.resources, held)}</svg>`;
}

/** Letter of a resource in class names. */
export function letterOf(resource: number): string {
  return String.fromCharCode(97 + resource);
}

/** Where the loads come from. */
export function originOfMessages({ mapping: { plan }, unit }: ChipMap): string {
  const { samples } = plan;
  return samples === undefined
    ? "messages: every neuron spikes once"
    : `messages: mean of ${formatCount(samples)} ${unit}${samples === 1 ? "" : "s"} of the test set`;
}

/** Messages, to three digits where they are few. */
export function formatMessages(messages: number): string {
  return messages >= 100 ? formatCount(Math.round(messages)) : String(Number(messages.toPrecision(3)));
}

/** Configurations and formats are fewer. */
const MANY = 64;
const MARGIN = 20;
const LEGEND = 76;
/** Squares of at least so many pixels hold their percent, and of so many the core's own number too. */
const NUMBER_SIDE = 20;
const ID_SIDE = 34;
/** Beyond so many squares, their hover says no names and no absolute numbers. */
const MOST_LONG_TITLES = 320;
const NAMES_SHOWN = 8;

/** Classes of a square that holds these populations. */
type Marking = (populations: ReadonlySet<string>) => readonly string[];

function drawing(map: ChipMap, resources: readonly string[], marking: Marking): Html {
  const { layout } = map;
  return html`<path class="wire" d="${layout.wires.map(({ x1, y1, x2, y2 }) => `M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}`).join("")}"/>
${layout.tiles.map(({ x, y, width, height }) => html`<rect class="tile" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" rx="4"/>`)}
${layout.labels.map(({ x, y, anchor, text }) => html`<text class="label" x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${text}</text>`)}
${layout.squares.map((square) => squareOf(map, square, resources, marking))}
<g class="links">${layout.arrows.map((arrow) => arrowOf(arrow, map))}</g>
${legend(map, resources)}`;
}

function squareOf(map: ChipMap, square: Square, resources: readonly string[], marking: Marking): Html {
  const { side } = map.layout;
  const { utilization } = map.mapping;
  const place = html`x="${at(square.x)}" y="${at(square.y)}" width="${at(side)}" height="${at(side)}" rx="${radiusOf(side)}"`;
  if (square.used.length === 0) return html`<rect class="idle" ${place}><title>${square.name}: idle</title></rect>`;
  const uses = resources.map((name) => useOf(map, square, name));
  const classes = resources.map((name, i) => `${letterOf(map.resources.indexOf(name))}${useStep(uses[i]?.used ?? 0, uses[i]?.max ?? 0)}`);
  const names = new Set(square.used.flatMap((index) => utilization[index]?.populations ?? []));
  const hasId = side >= ID_SIDE && square.cores === 1;
  const numbers = resources.map((name, i) => html`<tspan class="${letterOf(map.resources.indexOf(name))}">${percentOf(uses[i])}</tspan>`);
  const size = side < ID_SIDE ? " small" : hasId ? " low" : "";
  return html`<g class="k ${[...classes, ...marking(names)].join(" ")}"><title>${titleOf(map, square)}</title><rect ${place}/>${
    side >= NUMBER_SIDE
      ? html`<text class="use${size}" x="${at(square.x + side / 2)}" y="${at(square.y + side / 2 + (hasId ? 12 : side >= ID_SIDE ? 5 : 4))}">${numbers}</text>`
      : EMPTY
  }${hasId ? html`<text class="id" x="${at(square.x + 5)}" y="${at(square.y + 13)}">${utilization[square.used[0] ?? 0]?.core ?? ""}</text>` : EMPTY}</g>`;
}

/** Populations that can be highlighted in the page. */
export const MOST_POPULATIONS = 40;

function radiusOf(side: number): number {
  return side >= ID_SIDE ? 3 : side >= 12 ? 2 : 1;
}

/** Used and most of a resource in a square; idle cores of a block count as empty. */
function useOf({ mapping }: ChipMap, { used, cores }: Square, name: string): { used: number; max: number } {
  const uses = used.flatMap((index) => mapping.utilization[index]?.resources[name] ?? []);
  return { used: uses.reduce((sum, use) => sum + use.used, 0), max: cores * Math.max(0, ...uses.map(({ max }) => max)) };
}

/** Whole percent; a little is not nothing, and nearly full is not full. */
function percentOf(use: { readonly used: number; readonly max: number } | undefined): string {
  if (use === undefined || use.max === 0 || use.used === 0) return "0";
  const percent = (100 * use.used) / use.max;
  if (percent < 1) return "<1";
  return String(percent < 100 ? Math.min(99, Math.round(percent)) : Math.round(percent));
}

function titleOf(map: ChipMap, square: Square): string {
  const { utilization, plan } = map.mapping;
  const isLong = map.layout.squares.length <= MOST_LONG_TITLES;
  const cores = square.used.flatMap((index) => {
    const [use, core] = [utilization[index], plan.cores[index]];
    return use === undefined || core === undefined ? [] : [{ use, core }];
  });
  const compartments = new Map<string, number>();
  for (const { use, core } of cores) {
    use.populations.forEach((name, i) => {
      compartments.set(name, (compartments.get(name) ?? 0) + (core.compartments[i] ?? 0));
    });
  }
  const names = [...compartments].map(([name, count]) => `${name}: ${formatCount(count)} compartment${count === 1 ? "" : "s"}`);
  const uses = map.resources.map((name) => {
    const use = useOf(map, square, name);
    return isLong ? `${name}: ${formatCount(use.used)} of ${formatCount(use.max)}, ${percentOf(use)} %` : `${name} ${percentOf(use)} %`;
  });
  const sends = formatMessages(cores.reduce((sum, { core }) => sum + core.sends, 0));
  const hears = formatMessages(cores.reduce((sum, { core }) => sum + core.hears, 0));
  return [
    `${square.name}${square.cores > 1 ? `: ${cores.length} of ${square.cores} cores in use` : ""}`,
    ...(isLong ? shortened(names) : []),
    ...(isLong ? uses : [uses.join(", ")]),
    `sends ${sends}, hears ${hears} messages a ${map.unit}`,
  ].join("\n");
}

function shortened(names: readonly string[]): string[] {
  return names.length <= NAMES_SHOWN ? [...names] : [...names.slice(0, NAMES_SHOWN), `and ${names.length - NAMES_SHOWN} more populations`];
}

function arrowOf(arrow: Arrow, { busiestLink, unit, layout }: ChipMap): Html {
  const { from, to, towards, messages } = arrow;
  const title =
    layout.squares.length <= MOST_LONG_TITLES
      ? `${from} to ${to}, ${towards}: ${formatMessages(messages)} messages a ${unit}`
      : `${from} ${towards}: ${formatMessages(messages)}`;
  return html`<path class="l${loadStep(messages, busiestLink)}" d="${arrowPath(arrow, messages / busiestLink)}"><title>${title}</title></path>`;
}

/** An arrow along an axis from tail to tip, `share` of its room wide; a triangle where there is no room for a shaft. */
function arrowPath({ x1, y1, x2, y2, room }: Pick<Arrow, "x1" | "y1" | "x2" | "y2" | "room">, share: number): string {
  const length = Math.abs(x2 - x1) + Math.abs(y2 - y1);
  const [dx, dy] = [Math.sign(x2 - x1), Math.sign(y2 - y1)];
  const half = Math.max(0.6, (room * share) / 2);
  const head = Math.min(length < 9 ? length : 0.5 * length, 4 + half);
  const wide = length < 9 ? Math.max(1.4, half) : Math.min(half + 2.5, 1.25 * room);
  const shaft = length - head;
  const by = (along: number, across: number): string => `l${at(along * dx - across * dy)} ${at(along * dy + across * dx)}`;
  const [start, steps] =
    shaft <= 0
      ? [wide, [by(length, -wide), by(-length, -wide)]]
      : [half, [by(shaft, 0), by(0, wide - half), by(head, -wide), by(-head, -wide), by(0, wide - half), by(-shaft, 0)]];
  return `M${at(x1 - start * dy)} ${at(y1 + start * dx)}${steps.join("")}z`;
}

const SWATCH = 26;
const KEY_ARROW = 30;

/** Scales under the map: use on the left, load on the right. */
function legend(map: ChipMap, resources: readonly string[]): Html {
  const top = map.layout.height + 26;
  const left = map.layout.squares[0]?.x ?? 0;
  const what = map.layout.square.kind === "core" ? "of a core" : map.layout.square.tiles === 1 ? "of a tile" : "of a block of tiles";
  const names = resources.map((name) => html`<tspan class="${letterOf(map.resources.indexOf(name))}">${name}: use ${what}, %</tspan>`);
  const swatches = LIGHT.use.map((_, step) => {
    const classes = resources.map((name) => `${letterOf(map.resources.indexOf(name))}${step}`).join(" ");
    return html`<g class="k key ${classes}"><rect x="${at(left + step * SWATCH)}" y="${at(top + 10)}" width="${SWATCH}" height="14"/></g>`;
  });
  const ticks = [0, 20, 40, 60, 80, 100].map(
    (tick) =>
      html`<text class="label" x="${at(left + (tick / 10) * SWATCH)}" y="${at(top + 38)}" text-anchor="${tick === 0 ? "start" : "middle"}">${tick}</text>`,
  );
  const idle = left + 10 * SWATCH + 22;
  return html`<g class="legend"><text x="${at(left)}" y="${at(top)}">${names}</text>${swatches}${ticks}<rect class="idle" x="${at(idle)}" y="${at(top + 10)}" width="14" height="14" rx="3"/><text class="label" x="${at(idle + 20)}" y="${at(top + 21)}">idle</text>${loadLegend(map, idle + 78, top)}</g>`;
}

function loadLegend({ busiestLink, unit, layout }: ChipMap, left: number, top: number): Html {
  if (busiestLink === 0)
    return html`<text x="${at(left)}" y="${at(top)}">no messages between ${layout.square.kind === "core" ? "tiles" : "blocks"}</text>`;
  const steps = LIGHT.load.length;
  const room = layout.arrows[0]?.room ?? 0;
  const keys = LIGHT.load.map((_, step) => {
    const x = left + step * 2 * KEY_ARROW;
    const y = top + 17;
    const most = ((step + 1) / steps) * busiestLink;
    return html`<path class="l${step}" d="${arrowPath({ x1: x, y1: y, x2: x + KEY_ARROW, y2: y, room }, (step + 1) / steps)}"/><text class="label" x="${at(x + KEY_ARROW / 2)}" y="${at(top + 38)}" text-anchor="middle">\u2264\u2009${formatMessages(step + 1 === steps ? most : Number(most.toPrecision(2)))}</text>`;
  });
  return html`<text x="${at(left)}" y="${at(top)}">messages a ${unit} over a link</text><g class="links">${keys}</g>`;
}

function populationsOf({ utilization, plan }: PlannedMapping): ChipMap["populations"] {
  const populations = new Map<string, { name: string; neurons: number; cores: number }>();
  utilization.forEach((core, index) => {
    core.populations.forEach((name, i) => {
      const { neurons, cores } = populations.get(name) ?? { neurons: 0, cores: 0 };
      populations.set(name, { name, neurons: neurons + (plan.cores[index]?.compartments[i] ?? 0), cores: cores + 1 });
    });
  });
  return [...populations.values()];
}

function shareOf(utilization: MappingResult["utilization"], name: string): number {
  const shares = utilization.map(({ resources }) => (resources[name] === undefined ? 0 : resources[name].used / Math.max(1, resources[name].max)));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

function fileStyle(resource: number): string {
  const letter = letterOf(resource);
  return [
    "text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;fill:#5a626b}",
    ".name{font-size:15px;font-weight:650;fill:#1d2126}",
    SHAPES,
    ".wire{stroke:#c9c5bb}.tile{fill:#f4f2ed;stroke:#d8d4ca}.idle{fill:#ffffff;stroke:#cfcac0}",
    ...LIGHT.use.map(({ fill, text }, step) => `.${letter}${step} rect{fill:${fill}}.${letter}${step} text{fill:${text}}`),
    ...LIGHT.load.map((fill, step) => `.l${step}{fill:${fill}}`),
    ".k:hover rect{stroke:#1d2126;stroke-width:2}.held rect{stroke:#1d2126;stroke-width:2.5}.other{opacity:.22}",
  ].join("\n");
}

/** What page and file have in common. */
export const SHAPES = `.label{font-size:12px}
.wire{fill:none;stroke-width:1}
.tile{stroke-width:1}
.idle{stroke-width:1;stroke-dasharray:2 2}
.k text{text-anchor:middle;pointer-events:none}
.k .use{font-size:14px;font-weight:600}
.k .use.small{font-size:10.5px;font-weight:500}
.k .id{font-size:10px;text-anchor:start}
.links path{stroke:transparent;stroke-width:5;paint-order:stroke}`;

/** A coordinate: a hundredth of a pixel is enough, and the same bytes everywhere. */
function at(coordinate: number): string {
  return String(Number(coordinate.toFixed(2)));
}
