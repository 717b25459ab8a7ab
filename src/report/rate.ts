/** The report of the published method: the same page and rules, and what its spikes cost said first. */
import type { RateAccuracy, RateReport } from "../util/results.js";
import { energySection } from "./energy-section.js";
import { escapeTerminal, formatCount, formatEnergy, formatPercent } from "./format.js";
import { type Html, html } from "./markup.js";
import { comparison, mappingSection, page, pairs, sentencesOf, wholeFactor } from "./sections.js";

/** The whole page; the same data gives the same bytes. */
export function renderRateReport(data: RateReport): string {
  const sections = [
    accuracy(data),
    operations(data),
    energySection(data, "text"),
    ...data.mappings.map((mapping) => mappingSection(mapping, "text")),
    provenance(data),
  ];
  return page(`${data.data.name}: the published rate method, accuracy and energy`, top(data), sections, data.schema);
}

/** The report on a terminal. Plain text. */
export function rateSummary(data: RateReport): string {
  const energy = data.energy.filter(({ kind, precision }) => kind === "arithmetic+memory" && precision === "int8");
  const lines = [
    data.verdict.sentence,
    data.consequence,
    "",
    ...accuracyRows(data).map(([name, figure]) => `  ${name.padEnd(62)} ${figure} %`),
    "",
    "Energy per text (int8, with memory)",
    ...energy.map((line) => `  ${`${line.system.replace(/, int8$/, "")} by ${line.table}`.padEnd(62)} ${formatEnergy(line.picojoulesPerInference)}`),
    ...data.mappings.map(({ target, refusal, cores }) =>
      refusal === undefined ? `Mapping: ${target}, ${formatCount(cores)} cores` : `${target} does not take it: ${refusal.split("\n")[0] ?? ""}`,
    ),
  ];
  return `${lines.map((line) => escapeTerminal(line).trimEnd()).join("\n")}\n`;
}

function accuracyRows({ accuracy: { ann, converted, fineTuned, golden, samplingErrorPercent }, data }: RateReport): (readonly [string, string])[] {
  const spread = ({ mean, lowest, highest }: RateAccuracy): string =>
    `${formatPercent(mean)} (${formatPercent(lowest)} to ${formatPercent(highest)})`;
  return [
    [`Analogue network, float (\u00b1${formatPercent(samplingErrorPercent)} by the test set's size)`, formatPercent(ann)],
    ["Converted only: the same weights as spikes, by encoder seed", spread(converted)],
    ["Fine-tuned through time, by encoder seed", spread(fineTuned)],
    [`Integers in the golden simulator, on ${formatCount(data.counted)} texts`, formatPercent(golden)],
  ];
}

function top(data: RateReport): Html {
  const { verdict } = data;
  const [first, ...more] = sentencesOf(verdict.sentence);
  const compared = comparison(verdict.energyReduction);
  return html`<header class="top">
<p class="kicker"><b>--encoding rate</b>, the published method: ${data.data.classes.length} classes, ${formatCount(data.data.test)} test texts of ${data.data.name}</p>
<h1>${first ?? ""}</h1>
<p class="more">${[data.consequence, ...more].join(" ")}</p>
<div class="heroes">
<div class="hero"><div class="label">Accuracy kept</div><div class="number">${formatPercent(verdict.accuracyRetentionPercent)}<small> %</small></div><div class="basis">${formatPercent(data.accuracy.fineTuned.mean)} % of the test texts right as spikes, ${formatPercent(data.accuracy.ann)} % in the analogue network</div></div>
<div class="hero ${compared.tone}"><div class="label">Energy per text</div><div class="number">${wholeFactor(verdict.energyReduction)}<small> \u00d7 ${compared.words}</small></div><div class="basis">${compared.than} the analogue network: ${verdict.reference}, memory included, same technology</div></div>
</div>
</header>`;
}

function accuracy(data: RateReport): Html {
  return html`<section aria-labelledby="accuracy"><h2 id="accuracy">Accuracy</h2><p class="lead">Percent of ${formatCount(data.data.test)} test texts. Spike trains are random: each spiking figure is the mean over the encoder's seeds, with the lowest and the highest.</p>
<table><thead><tr><th scope="col">System</th><th scope="col" class="n">%</th></tr></thead><tbody>${accuracyRows(data).map(
    ([name, figure]) => html`<tr><th scope="row">${name}</th><td class="n">${figure}</td></tr>`,
  )}</tbody></table></section>`;
}

function operations({ perInference, multiplyAccumulates, data }: RateReport): Html {
  const figures: [string, string][] = [
    ["timesteps", formatCount(perInference.timesteps)],
    ["input events", formatCount(perInference.inputEvents)],
    ["synaptic operations, input layer included", formatCount(perInference.sops)],
    ["spikes", formatCount(perInference.spikes)],
    ["neuron updates", formatCount(perInference.neuronUpdates)],
    ["products of the analogue network", formatCount(multiplyAccumulates.dense)],
    ["of them not on padding", formatCount(multiplyAccumulates.ofWords)],
  ];
  return html`<section aria-labelledby="operations"><h2 id="operations">Operations, per text</h2><p class="lead">Counted by the golden simulator on ${formatCount(data.counted)} test texts; means. A word's spike is delivered to every window that holds the word; near the ends of the network's length those are fewer.</p>
<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}

function provenance(data: RateReport): Html {
  const made = Object.entries(data.provenance).map(([name, value]): [string, string] => [name, String(value)]);
  return html`<section aria-labelledby="provenance"><h2 id="provenance">Where this comes from</h2><div class="columns">
<div><h3>Network</h3>${pairs(Object.entries(data.network))}</div>
<div><h3>Made with</h3>${pairs(made)}</div></div></section>`;
}
