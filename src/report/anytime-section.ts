/** The report's section on anytime inference: accuracy against operations where samples stop once a class leads by enough. */
import { scaleLinear } from "d3-scale";
import type { AnytimeOutcome, AnytimePoint, AnytimeResult } from "../util/results.js";
import { formatCount, formatPercent } from "./format.js";
import { EMPTY, type Html, html } from "./markup.js";

/** Below this share of saved operations, stopping is not worth the comparisons that it takes. */
const WORTH = 0.1;

/** Empty where it was not measured. `sample`: what a sample is called. */
export function anytimeSection(result: AnytimeResult | undefined, sample: "text" | "sample"): Html {
  if (result === undefined) return EMPTY;
  const { full, points, devSamples } = result;
  return html`<section aria-labelledby="anytime"><h2 id="anytime">Stopping early</h2><p class="lead">${anytimeSentence(result, sample)} A ${sample} stops once its best class leads the second by a margin, after at least some timesteps; both were chosen on ${formatCount(devSamples)} dev ${sample}s. The golden simulator counted operations up to the stop. Not counted: comparing the class sums in every timestep. The crossbar reads out once a ${sample}, so a core would need a readout in every timestep for it.</p>
${curve(result)}
<div class="scroll" tabindex="0" role="region" aria-label="Stopping early"><table><thead><tr><th scope="col">May be lost on dev</th><th scope="col" class="n">Margin</th><th scope="col" class="n">After timesteps</th><th scope="col" class="n">Dev, %</th><th scope="col" class="n">Test, %</th><th scope="col" class="n">Operations</th><th scope="col" class="n">Saved, %</th><th scope="col" class="n">Timesteps</th><th scope="col" class="n">Stopped, %</th></tr></thead><tbody>
<tr class="strong"><th scope="row">never stopped</th><td></td><td></td>${outcome(full, full)}<td class="n">0.0</td></tr>${points.map(
    (point) =>
      html`<tr><th scope="row">${point.allowedLoss === 0 ? "nothing" : pointsOf(point.allowedLoss)}</th>${rule(point)}${outcome(point, full)}<td class="n">${formatPercent(point.stoppedPercent)}</td></tr>`,
  )}</tbody></table></div></section>`;
}

/** Whether it pays, in a sentence: the first loss at which it saves a tenth of the operations, or what the largest loss saves. */
export function anytimeSentence({ full, points }: AnytimeResult, sample: "text" | "sample"): string {
  const paying = points.find((point) => saved(point, full) >= WORTH);
  if (paying !== undefined) {
    const difference = paying.accuracy - full.accuracy;
    const points = `${difference < 0 ? "\u2212" : "+"}${Math.abs(difference).toFixed(2)} points`;
    const allowed = paying.allowedLoss === 0 ? "no loss" : `a loss of ${pointsOf(paying.allowedLoss)}`;
    return `Stopping early saves ${formatPercent(100 * saved(paying, full))} % of the operations at ${points} of test accuracy (${allowed} was allowed on dev).`;
  }
  const last = points.at(-1);
  if (last === undefined) return "No rule was tried.";
  const because = sample === "text" ? `: most words of a ${sample} are needed, and the class sums lag behind them by the delays` : "";
  return `Stopping early does not pay here${because}. Where ${pointsOf(last.allowedLoss)} of dev accuracy may go, it saves ${formatPercent(100 * saved(last, full))} % of the operations.`;
}

function pointsOf(loss: number): string {
  return `${loss} point${loss === 1 ? "" : "s"}`;
}

function saved({ sops }: AnytimeOutcome, full: AnytimeOutcome): number {
  return full.sops === 0 ? 0 : 1 - sops / full.sops;
}

function rule({ rule: chosen }: AnytimePoint): Html {
  if (chosen === undefined) return html`<td class="n" colspan="2">none saves anything</td>`;
  return html`<td class="n">${formatCount(chosen.margin)}</td><td class="n">${formatCount(chosen.earliest)}</td>`;
}

function outcome(point: AnytimeOutcome, full: AnytimeOutcome): Html {
  return html`<td class="n">${formatPercent(point.devAccuracy)}</td><td class="n">${formatPercent(point.accuracy)}</td><td class="n">${formatCount(point.sops)}</td><td class="n">${formatPercent(100 * saved(point, full))}</td><td class="n">${formatCount(point.timesteps)}</td>`;
}

const WIDTH = 560;
const HEIGHT = 200;
const MARGIN = { left: 52, right: 16, top: 12, bottom: 40 };

/** Accuracy on test against mean operations; a point a rule, the full run the last. */
function curve({ full, points }: AnytimeResult): Html {
  const stops = points.filter(({ rule: chosen }) => chosen !== undefined);
  if (stops.length === 0) return EMPTY;
  const all = [...stops, full].sort((a, b) => a.sops - b.sops || a.accuracy - b.accuracy);
  const accuracies = all.map(({ accuracy }) => accuracy);
  const x = scaleLinear()
    .domain([0, Math.max(...all.map(({ sops }) => sops))])
    .range([MARGIN.left, WIDTH - MARGIN.right])
    .nice();
  const y = scaleLinear()
    .domain([Math.min(...accuracies) - 0.25, Math.max(...accuracies) + 0.25])
    .range([HEIGHT - MARGIN.bottom, MARGIN.top])
    .nice();
  const at = (point: AnytimeOutcome): string => `${x(point.sops).toFixed(1)},${y(point.accuracy).toFixed(1)}`;
  const bottom = HEIGHT - MARGIN.bottom;
  return html`<svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Accuracy on the test set against mean operations; the table holds the same figures">
${y.ticks(4).map((tick) => html`<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"></line><text class="end" x="${MARGIN.left - 8}" y="${(y(tick) + 4).toFixed(1)}">${formatPercent(tick)}</text>`)}
${x.ticks(5).map((tick) => html`<text class="middle" x="${x(tick).toFixed(1)}" y="${bottom + 16}">${formatCount(tick)}</text>`)}
<text class="middle" x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 6}">mean operations (across), accuracy on test in percent (up)</text>
<polyline points="${all.map(at).join(" ")}"></polyline>
${all.map((point) => html`<circle class="${point === full ? "full" : "stop"}" cx="${x(point.sops).toFixed(1)}" cy="${y(point.accuracy).toFixed(1)}" r="4"></circle>`)}
</svg>`;
}
