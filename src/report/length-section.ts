/** The report's section on length: what short and long texts cost, and how often they are decided rightly. */
import type { LengthQuarter } from "../util/results.js";
import { formatCount, formatPercent } from "./format.js";
import { EMPTY, type Html, html } from "./markup.js";

/** Empty where lengths were not measured. `texts` says what becomes of long and short ones. */
export function lengthSection(quarters: readonly LengthQuarter[] | undefined, texts: string): Html {
  if (quarters === undefined || quarters.length === 0) return EMPTY;
  const hasCycles = quarters.every(({ cycles }) => cycles !== undefined);
  return html`<section aria-labelledby="length"><h2 id="length">By length</h2><p class="lead">The test set in quarters by length; texts of one length stay together. ${texts} Operations, spikes${hasCycles ? ", timesteps and cycles" : " and timesteps"} are means.</p>
<div class="scroll" tabindex="0" role="region" aria-label="By length"><table><thead><tr><th scope="col">Words</th><th scope="col" class="n">Texts</th><th scope="col" class="n">Right, %</th><th scope="col" class="n">Operations</th><th scope="col" class="n">a word</th><th scope="col" class="n">Spikes</th><th scope="col" class="n">Timesteps</th>${hasCycles ? html`<th scope="col" class="n">Cycles</th>` : EMPTY}</tr></thead><tbody>${quarters.map(
    (quarter) =>
      html`<tr><th scope="row">${lengths(quarter)}</th><td class="n">${formatCount(quarter.texts)}</td><td class="n">${formatPercent(quarter.accuracy)}</td><td class="n">${formatCount(quarter.sops)}</td><td class="n">${formatCount(quarter.sops / Math.max(1, quarter.words))}</td><td class="n">${formatCount(quarter.spikes)}</td><td class="n">${formatCount(quarter.timesteps)}</td>${quarter.cycles === undefined ? EMPTY : html`<td class="n">${formatCount(quarter.cycles)}</td>`}</tr>`,
  )}</tbody></table></div></section>`;
}

function lengths({ shortest, longest }: LengthQuarter): string {
  return shortest === longest ? formatCount(shortest) : `${formatCount(shortest)} to ${formatCount(longest)}`;
}
