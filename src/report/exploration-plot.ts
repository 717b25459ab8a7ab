/**
 * The plot of a search: dev accuracy (linear) against operations a text (logarithmic); the radius of a mark grows with the
 * logarithm of its table bytes. Only shapes, text and classes: colours are the page's, in light and dark.
 */
import { scaleLinear, scaleLog } from "d3-scale";
import { configurationName, type Exploration, isSameConfiguration, type Measurement } from "../util/exploration.js";
import { formatCount } from "./format.js";
import { EMPTY, type Html, html, trusted } from "./markup.js";

const WIDTH = 990;
const HEIGHT = 460;
const LEFT = 52;
const RIGHT = 20;
const TOP = 24;
const BOTTOM = 48;
/** Radius of the smallest and of the largest tables. */
const RADII = [6, 18] as const;
/** Below this radius a number does not fit into its mark. */
const NUMBER_RADIUS = 9;

type MarkKind = "early" | "full" | "pareto";

interface Mark extends Measurement {
  readonly kind: MarkKind;
  /** What a reader sees who points at it. */
  readonly title: string;
  /** Line of the Pareto table, from 1. */
  readonly line?: number;
  readonly isPicked: boolean;
}

export function explorationPlot(data: Exploration): Html {
  const marks = marksOf(data);
  if (marks.length === 0) return EMPTY;
  const { budget } = data;
  const costs = [...marks.map(({ operations }) => operations), ...(budget.operations === undefined ? [] : [budget.operations])];
  const accuracies = marks.map(({ devAccuracy }) => devAccuracy);
  const x = scaleLog()
    .domain([0.8 * Math.min(...costs), 1.25 * Math.max(...costs)])
    .range([LEFT, WIDTH - RIGHT]);
  const y = scaleLinear()
    .domain([Math.min(...accuracies) - 1, Math.max(...accuracies) + 1])
    .nice(6)
    .range([HEIGHT - BOTTOM, TOP]);
  const sizes = [...marks.map(({ tableBytes }) => tableBytes), ...(budget.tableBytes === undefined ? [] : [budget.tableBytes])];
  const radius = scaleLog()
    .domain([Math.min(...sizes), Math.max(...sizes, 2 * Math.min(...sizes))])
    .range(RADII);
  const front = marks.filter(({ kind }) => kind === "pareto").sort((a, b) => a.operations - b.operations);
  return html`<style>${trusted(STYLE)}</style><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Dev accuracy against operations a text; the same figures stand in the tables below">
${y.ticks(6).map((tick) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(tick))}" y2="${at(y(tick))}"/><text x="${LEFT - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${tick}</text>`)}
${logTicks(x.domain()).map((tick) => html`<line class="grid" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><text x="${at(x(tick))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${formatCount(tick)}</text>`)}
<text x="${LEFT - 8}" y="${TOP - 10}" text-anchor="start">dev accuracy, %</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">synaptic operations a text</text>
${budget.operations === undefined ? EMPTY : html`<line class="budget" x1="${at(x(budget.operations))}" x2="${at(x(budget.operations))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><text class="budget" x="${at(x(budget.operations) - 6)}" y="${HEIGHT - BOTTOM - 8}" text-anchor="end">budget: ${formatCount(budget.operations)} operations</text>`}
<polyline class="front" points="${front.map((mark) => `${at(x(mark.operations))},${at(y(mark.devAccuracy))}`).join(" ")}"/>
${inDrawingOrder(marks).map((mark) => markOf(mark, x(mark.operations), y(mark.devAccuracy), radius(mark.tableBytes)))}
</svg>${legend(radius.domain(), budget.tableBytes, radius)}`;
}

function marksOf({ tried, pareto, picked, rungs }: Exploration): Mark[] {
  return tried.flatMap(({ number, configuration, epochs, outcome }): Mark[] => {
    if (outcome.kind === "failed") return [];
    const { measurement } = outcome;
    const line = pareto.indexOf(number) + 1;
    const kind = line > 0 ? "pareto" : epochs === rungs.at(-1) ? "full" : "early";
    const figures = `${measurement.devAccuracy.toFixed(2)} % on dev, ${formatCount(Math.round(measurement.operations))} operations, ${formatCount(measurement.tableBytes)} bytes`;
    const title = `${configurationName(configuration)}: ${figures}${kind === "early" ? `, stopped after ${epochs} epoch${epochs === 1 ? "" : "s"} a stage` : ""}`;
    return [
      {
        ...measurement,
        kind,
        title,
        isPicked: picked.some((one) => isSameConfiguration(one.configuration, configuration)),
        ...(line > 0 ? { line } : {}),
      },
    ];
  });
}

/** Those that matter above the others, small ones above large ones. */
function inDrawingOrder(marks: readonly Mark[]): Mark[] {
  const layers: readonly MarkKind[] = ["early", "full", "pareto"];
  return [...marks].sort((a, b) => layers.indexOf(a.kind) - layers.indexOf(b.kind) || b.tableBytes - a.tableBytes);
}

function markOf({ kind, title, line, isPicked }: Mark, x: number, y: number, radius: number): Html {
  const fits = radius >= NUMBER_RADIUS;
  const number =
    line === undefined
      ? EMPTY
      : html`<text class="${fits ? "inside" : "number"}" x="${at(x)}" y="${at(fits ? y + 4 : y - radius - (isPicked ? 8 : 4))}" text-anchor="middle">${line}</text>`;
  const ring = isPicked ? html`<circle class="picked" cx="${at(x)}" cy="${at(y)}" r="${at(radius + 4)}"/>` : EMPTY;
  return html`<g><title>${title}</title>${ring}<circle class="${kind}" cx="${at(x)}" cy="${at(y)}" r="${at(radius)}"/>${number}</g>`;
}

function legend(domain: readonly number[], budgetBytes: number | undefined, radius: (bytes: number) => number): Html {
  const circle = (kind: string, r: number): Html =>
    html`<svg class="key" width="${at(2 * r + 4)}" height="${at(2 * r + 4)}" aria-hidden="true"><circle class="${kind}" cx="${at(r + 2)}" cy="${at(r + 2)}" r="${at(r)}"/></svg>`;
  const [least = 1, most = 1] = domain;
  return html`<ul class="legend chart"><li>${circle("pareto", 7)} worth having</li><li>${circle("full", 7)} trained to the end</li><li>${circle("early", 7)} stopped early</li><li>${circle("picked", 7)} picked</li><li>${circle("full", radius(least))} ${formatCount(Math.round(least))} bytes</li><li>${circle("full", radius(most))} ${formatCount(Math.round(most))} bytes</li>${
    budgetBytes === undefined ? EMPTY : html`<li>${circle("budget", radius(budgetBytes))} budget: ${formatCount(budgetBytes)} bytes</li>`
  }</ul>`;
}

/** 1, 2 and 5 times the powers of ten inside a domain. */
function logTicks([low = 1, high = 10]: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const step of [1, 2, 5]) {
      const tick = step * 10 ** power;
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

/** A coordinate: a hundredth of a pixel is enough, and the same bytes everywhere. */
function at(coordinate: number): string {
  return String(Number(coordinate.toFixed(2)));
}

const STYLE = `
svg.chart{display:block;width:100%;height:auto;background:var(--card);border:1px solid var(--line);border-radius:10px;font-size:13px}
svg.chart text{fill:var(--soft)}
svg.chart .grid{stroke:var(--line);stroke-width:1}
svg.chart .front{fill:none;stroke:var(--accent-light);stroke-width:2}
.chart circle.early{fill:none;stroke:var(--grey);stroke-width:1.2;stroke-dasharray:3 2}
.chart circle.full{fill:var(--grey-light);stroke:var(--grey);fill-opacity:.75}
.chart circle.pareto{fill:var(--accent);stroke:var(--card);stroke-width:1.5}
.chart circle.picked{fill:none;stroke:var(--good);stroke-width:2.5}
.chart circle.budget{fill:none;stroke:var(--bad);stroke-width:1.5;stroke-dasharray:4 3}
svg.chart line.budget{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:6 4}
svg.chart text.budget{fill:var(--bad)}
svg.chart text.inside{fill:var(--ground);font-weight:650}
svg.chart text.number{fill:var(--accent);font-weight:650}
ul.legend.chart{margin:10px 0 0;align-items:center}
ul.legend.chart li{display:flex;align-items:center;gap:6px}
svg.key{display:block;flex:none}
`;
