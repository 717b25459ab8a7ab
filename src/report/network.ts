/** The report of a converted network: the same page and the same rules as that of a text classifier, with its source beside it. */
import type { NetworkReport } from "../util/results.js";
import { anytimeSection, anytimeSentence } from "./anytime-section.js";
import { energySection } from "./energy-section.js";
import { escapeTerminal, formatCount, formatEnergy, formatFactor, formatFrequency, formatPercent, formatTime } from "./format.js";
import { lengthSection } from "./length-section.js";
import { EMPTY, type Html, html } from "./markup.js";
import { boundSentence, comparison, equalityBadge, mappingSection, page, pairs, placedSection, sentencesOf, wholeFactor } from "./sections.js";
import { isSpiking } from "./summary.js";

/** The whole page; the same data gives the same bytes. */
export function renderNetworkReport(data: NetworkReport): string {
  const sections = [
    accuracy(data),
    energySection(data, "sample"),
    crossbar(data),
    placedSection(data.placed, data.perInference.cycles, "sample"),
    mappingSection(data.mapping, "sample"),
    lengthSection(data.byLength, "Where the source cuts long texts or pads short ones, so does this network; words are counted up to the cut."),
    anytimeSection(data.anytime, "sample"),
    provenance(data),
  ];
  return page(`${data.network}: spiking network, accuracy and energy`, top(data), sections, data.schema);
}

/** The report on a terminal. Plain text. */
export function networkSummary(data: NetworkReport): string {
  const { equality, perInference, rtl, mapping } = data;
  const withMemory = data.energy.filter((line) => line.kind !== "arithmetic");
  const snn = (table: string): number | undefined =>
    withMemory.find((line) => line.id === "snn-int8" && line.table === table)?.picojoulesPerInference;
  const energy = withMemory
    .filter((line) => line.precision !== "fp32")
    .map((line) => {
      const own = snn(line.table);
      const ratio = own === undefined || isSpiking(line) ? "" : `   ${formatFactor(line.picojoulesPerInference / own)} x SNN`;
      return `  ${`${line.system.replace(/, int8$/, "")} by ${line.table}`.padEnd(58)} ${formatEnergy(line.picojoulesPerInference).padStart(10)}${ratio}`;
    });
  const lines = [
    verdictOf(data),
    "",
    equality.mismatches === 0
      ? `RTL equals the golden simulator: ${formatCount(equality.samples)} samples, ${formatCount(equality.spikesCompared)} spikes, 0 mismatches`
      : `RTL DIFFERS from the golden simulator: ${formatCount(equality.mismatches)} mismatches in ${formatCount(equality.samples)} samples`,
    `Per sample: ${formatCount(perInference.timesteps)} timesteps, ${formatCount(perInference.sops)} synaptic operations, ${formatCount(perInference.spikes)} spikes, ` +
      `${formatCount(perInference.cycles)} cycles (${formatTime(rtl.latencySeconds)} at ${formatFrequency(rtl.clockHz)}; ${formatFactor(rtl.bound.cyclesOverBound)} x their bound)`,
    ...accuracyRows(data).map(([name, percent]) => `  ${name.padEnd(40)} ${formatPercent(percent)} %`),
    "",
    "Energy per sample (int8, with memory)",
    ...energy,
    ...(data.anytime === undefined ? [] : [anytimeSentence(data.anytime, "sample")]),
    `Mapping: ${mapping.refusal === undefined ? `${mapping.target}, ${formatCount(mapping.cores)} cores` : `${mapping.target} does not take it: ${mapping.refusal.split("\n")[0] ?? ""}`}`,
  ];
  return `${lines.map((line) => escapeTerminal(line).trimEnd()).join("\n")}\n`;
}

function verdictOf({ verdict }: NetworkReport): string {
  return verdict?.sentence ?? "The network came as a spiking one: there is no source to hold it against, only what it takes.";
}

function accuracyRows({ accuracy }: NetworkReport): (readonly [string, number])[] {
  return [
    ...(accuracy.source === undefined ? [] : [["Source network, float", accuracy.source] as const]),
    [`In Verilog, cycle-simulated (\u00b1${formatPercent(accuracy.samplingErrorPercent)})`, accuracy.rtl],
  ];
}

function top(data: NetworkReport): Html {
  const { verdict } = data;
  const [first, ...more] = sentencesOf(verdictOf(data));
  const heroes = verdict === undefined ? EMPTY : heroesOf(data, verdict);
  return html`<header class="top">
<p class="kicker"><b>${data.network}</b> as a spiking network: ${data.data.classes.length} classes, ${formatCount(data.data.samples)} samples of ${data.data.name}</p>
<h1>${first ?? ""}</h1>
${more.length === 0 ? EMPTY : html`<p class="more">${more.join(" ")}</p>`}
${heroes}
${equalityBadge(data.equality, "samples")}
</header>`;
}

function heroesOf({ accuracy: percent }: NetworkReport, verdict: NonNullable<NetworkReport["verdict"]>): Html {
  const compared = comparison(verdict.energyReduction);
  return html`<div class="heroes">
<div class="hero"><div class="label">Accuracy kept</div><div class="number">${formatPercent(verdict.accuracyRetentionPercent)}<small> %</small></div><div class="basis">${formatPercent(percent.rtl)} % of the samples right on the simulated hardware, ${formatPercent(percent.source ?? 0)} % in the source network</div></div>
<div class="hero ${compared.tone}"><div class="label">Energy per sample</div><div class="number">${wholeFactor(verdict.energyReduction)}<small> \u00d7 ${compared.words}</small></div><div class="basis">${compared.than} its closest competitor: ${verdict.reference}, memory included, same technology</div></div>
</div>`;
}

function accuracy(data: NetworkReport): Html {
  return html`<section aria-labelledby="accuracy"><h2 id="accuracy">Accuracy</h2><p class="lead">Percent of ${formatCount(data.data.samples)} samples that were held out. \u00b1 is the 95 % interval that a set of this size leaves.</p>
<table><thead><tr><th scope="col">System</th><th scope="col" class="n">%</th></tr></thead><tbody>${accuracyRows(data).map(
    ([name, percent]) => html`<tr><th scope="row">${name}</th><td class="n">${formatPercent(percent)}</td></tr>`,
  )}</tbody></table></section>`;
}

function crossbar({ perInference, rtl }: NetworkReport): Html {
  const figures: [string, string][] = [
    ["timesteps", formatCount(perInference.timesteps)],
    ["input events", formatCount(perInference.inputEvents)],
    ["synaptic operations", formatCount(perInference.sops)],
    ["spikes", formatCount(perInference.spikes)],
    ["neuron updates", formatCount(perInference.neuronUpdates)],
    ["weight words read", formatCount(perInference.weightWordsRead)],
    ["cycles", formatCount(perInference.cycles)],
    ["cycles / bound", formatFactor(rtl.bound.cyclesOverBound)],
    [`latency at ${formatFrequency(rtl.clockHz)}`, formatTime(rtl.latencySeconds)],
  ];
  return html`<section aria-labelledby="crossbar"><h2 id="crossbar">The crossbar, per sample</h2><p class="lead">Counted by the core itself while ${rtl.simulator} ran it; means over the samples. ${rtl.lanes} synapse lanes: ${formatFactor(rtl.sopPerCycleWorkload)} synaptic operations a cycle over all cycles. ${boundSentence(rtl.bound)}</p>
<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}

function provenance(data: NetworkReport): Html {
  return html`<section aria-labelledby="provenance"><h2 id="provenance">Where this comes from</h2><div class="columns">
<div><h3>Samples</h3>${pairs([
    ["file", data.data.name],
    ["samples", data.data.samples],
    ["classes", data.data.classes.join(", ")],
  ])}</div>
<div><h3>Made with</h3>${pairs(Object.entries(data.provenance).map(([name, value]) => [name, String(value)]))}</div></div></section>`;
}
