/**
 * `report.html`: the report as one file that opens from disk. Verdict first, then what it rests on. No script, no
 * reference to anything outside the file; a content security policy in its head makes the browser hold us to that.
 */
import { scaleLinear } from "d3-scale";
import type { Explanation, ReportData } from "../util/results.js";
import { anytimeSection } from "./anytime-section.js";
import { energySection } from "./energy-section.js";
import { searchSection } from "./exploration.js";
import { formatBits, formatCount, formatFactor, formatFrequency, formatPercent, formatTime } from "./format.js";
import { lengthSection } from "./length-section.js";
import { cssPercent, EMPTY, type Html, html } from "./markup.js";
import {
  boundSentence,
  comparison,
  equalityBadge,
  mappingSection,
  meter,
  page,
  pairs,
  placedSection,
  printed,
  sentencesOf,
  wholeFactor,
} from "./sections.js";

/** The whole page; the same data gives the same bytes. All text of the data is escaped. */
export function renderReport(data: ReportData): string {
  const sections = [
    pipeline(data),
    accuracy(data),
    energySection(data, "text"),
    crossbar(data),
    mappingSection(data.mapping, "text"),
    boards(data),
    placedSection(data.placed, data.perInference.cycles, "text"),
    perClass(data),
    lengthSection(data.byLength, "Every text runs at its own length: none is cut, none is padded."),
    anytimeSection(data.anytime, "text"),
    searchSection(data.search),
    explanations(data),
    provenance(data),
  ];
  return page(`${data.dataset.name}: spiking network, accuracy and energy`, top(data), sections, data.schema);
}

function top(data: ReportData): Html {
  const { verdict, accuracy: percent, dataset } = data;
  const compared = comparison(verdict.energyReduction);
  const [first, second] = sentencesOf(verdict.sentence);
  return html`<header class="top">
<p class="kicker"><b>${dataset.name}</b> as a spiking network: ${dataset.classes.length} classes, ${formatCount(dataset.train)} training texts, ${formatCount(dataset.test)} test texts</p>
<h1>${first ?? ""}</h1>
${second === undefined ? EMPTY : html`<p class="more">${second}</p>`}
<div class="heroes">
<div class="hero"><div class="label">Accuracy kept</div><div class="number">${formatPercent(verdict.accuracyRetentionPercent)}<small> %</small></div><div class="basis">${formatPercent(percent.rtl)} % of the test texts right on the simulated hardware, ${formatPercent(percent.ann)} % in the float network with the same inputs</div></div>
<div class="hero ${compared.tone}"><div class="label">Energy per text</div><div class="number">${wholeFactor(verdict.energyReduction)}<small> \u00d7 ${compared.words}</small></div><div class="basis">${compared.than} its closest competitor: ${verdict.reference}, memory included, same technology</div></div>
</div>
${equalityBadge(data.equality, "texts")}
${verdict.others.length === 0 ? EMPTY : html`<ul class="others">${verdict.others.map((other) => otherRatio(other))}</ul>`}
</header>`;
}

function otherRatio({ reference, energyReduction }: ReportData["verdict"]["others"][number]): Html {
  const { tone, words, than } = comparison(energyReduction);
  const marks = { good: "better", bad: "worse", even: "even" };
  return html`<li><b class="${marks[tone]}">${wholeFactor(energyReduction)} \u00d7 ${words}</b> ${than}: ${reference}</li>`;
}

function pipeline(data: ReportData): Html {
  return html`<section aria-labelledby="pipeline"><h2 id="pipeline">From text to hardware</h2><p class="lead">What each stage made of its input.</p>
<ol class="pipe">${data.pipeline.map(
    (stage, i) =>
      html`<li><div class="step"><i>${i + 1}</i>${stage.name}</div><p>${stage.summary}</p><dl class="pairs">${Object.entries(stage.figures).map(
        ([name, value]) => html`<div><dt>${name}</dt><dd>${printed(value)}</dd></div>`,
      )}</dl></li>`,
  )}</ol></section>`;
}

function accuracy(data: ReportData): Html {
  const { accuracy: percent } = data;
  const rows: readonly { name: string; value: number; strong?: boolean }[] = [
    { name: "Linear bag of bigrams", value: percent.linear },
    { name: "Wide path alone, no spikes", value: percent.widePathAlone },
    { name: "ANN, float", value: percent.ann },
    { name: "ANN, tailored for conversion", value: percent.tailored },
    { name: "SNN, converted", value: percent.converted },
    { name: "SNN, fine-tuned", value: percent.snn },
    { name: "SNN in integers, golden simulator", value: percent.golden },
    { name: "SNN in Verilog, cycle-simulated", value: percent.rtl, strong: true },
  ];
  const values = rows.map((row) => row.value);
  const error = percent.samplingErrorPercent;
  const low = Math.max(0, Math.floor(Math.min(...values, percent.rtl - error) - 0.5));
  const high = Math.min(100, Math.ceil(Math.max(...values, percent.rtl + error) + 0.5));
  const scale = scaleLinear().domain([low, high]).range([0, 100]);
  return html`<section aria-labelledby="accuracy"><h2 id="accuracy">Accuracy</h2><p class="lead">Percent of ${formatCount(data.dataset.test)} test texts. The band is the 95 % interval that a test set of this size leaves around the last figure, \u00b1${formatPercent(error)} points: differences inside it mean little.</p>
<table><thead><tr><th scope="col">System</th><th scope="col" class="n">%</th><th scope="col" class="plot" aria-hidden="true"><div class="axis">${scale
    .ticks(4)
    .filter((tick) => tick < high)
    .map(
      (tick) => html`<span style="left:${cssPercent(scale(tick))};transform:translateX(-50%)">${tick}</span>`,
    )}</div></th></tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr class="${row.strong === true ? "strong" : "plain"}"><th scope="row">${row.name}</th><td class="n">${formatPercent(row.value)}</td><td class="plot" aria-hidden="true"><div class="dots"><s style="left:${cssPercent(scale(percent.rtl - error))};width:${cssPercent(scale(percent.rtl + error) - scale(percent.rtl - error))}"></s><i style="left:${cssPercent(scale(row.value))}"></i></div></td></tr>`,
  )}</tbody></table></section>`;
}

function crossbar(data: ReportData): Html {
  const { rtl, perInference } = data;
  const figures: [string, string][] = [
    ["words", formatCount(perInference.words)],
    ["input events", formatCount(perInference.inputEvents)],
    ["synaptic operations", formatCount(perInference.sops)],
    ["spikes", formatCount(perInference.spikes)],
    ["neuron updates", formatCount(perInference.neuronUpdates)],
    ["weight words read", formatCount(perInference.weightWordsRead)],
    ["cycles", formatCount(perInference.cycles)],
    ["cycles / bound", formatFactor(rtl.bound.cyclesOverBound)],
    [`latency at ${formatFrequency(rtl.clockHz)}`, formatTime(rtl.latencySeconds)],
  ];
  return html`<section aria-labelledby="crossbar"><h2 id="crossbar">The crossbar, per text</h2><p class="lead">Counted by the core itself while ${rtl.simulator} ran it; means over the test set. ${rtl.lanes} synapse lanes: ${formatFactor(rtl.sopPerCycle)} synaptic operations a cycle on the standard dense stream, ${formatFactor(rtl.sopPerCycleWorkload)} on these texts over all cycles. ${boundSentence(rtl.bound)}</p>
<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<details><summary class="plain">Parameters of the core</summary><div class="body"><dl class="pairs columns">${Object.entries(rtl.parameters).map(([name, value]) => html`<div><dt>${name}</dt><dd>${formatCount(value)}</dd></div>`)}</dl></div></details></section>`;
}

function boards(data: ReportData): Html {
  if (data.boards.length === 0) return EMPTY;
  return html`<section aria-labelledby="boards"><h2 id="boards">Boards that hold the tables</h2><p class="lead">Memory alone, by bits. Logic and clock are for synthesis to say.</p><div class="scroll" tabindex="0" role="region" aria-label="Boards"><table><thead><tr><th scope="col">Board</th><th scope="col">Fits</th><th scope="col">Need and capacity</th></tr></thead><tbody>${data.boards.map(
    (board) =>
      html`<tr><th scope="row">${board.board} <span class="fine">${board.device}</span></th><td>${board.fits ? html`<span class="yes">yes</span>` : html`<span class="no">no</span>`}</td><td>${board.resources.map(
        (use) =>
          html`<div>${meter(use.need, use.capacity)}${use.resource}: ${amount(use.need, use.unit)} <span class="fine">of ${amount(use.capacity, use.unit)}</span></div>`,
      )}</td></tr>`,
  )}</tbody></table></div></section>`;
}

function perClass(data: ReportData): Html {
  return html`<section aria-labelledby="classes"><h2 id="classes">Per class</h2><p class="lead">Of the simulated hardware. Precision: of the texts given this class, how many have it. Recall: of the texts that have it, how many were given it.</p><div class="scroll" tabindex="0" role="region" aria-label="Per class"><table><thead><tr><th scope="col">Class</th><th scope="col" class="n">Texts</th><th scope="col" class="n">Decided</th><th scope="col" class="n">Right</th><th scope="col">Precision</th><th scope="col">Recall</th></tr></thead><tbody>${data.perClass.map(
    (one) =>
      html`<tr><th scope="row">${one.name}</th><td class="n">${formatCount(one.support)}</td><td class="n">${formatCount(one.predicted)}</td><td class="n">${formatCount(one.correct)}</td><td>${meter(one.precisionPercent, 100)}${formatPercent(one.precisionPercent)}</td><td>${meter(one.recallPercent, 100)}${formatPercent(one.recallPercent)}</td></tr>`,
  )}</tbody></table></div></section>`;
}

/** Marks drawn for a word; more are written as a number. */
const MARKS = 12;

function explanations(data: ReportData): Html {
  if (data.explanations.length === 0) return EMPTY;
  return html`<section aria-labelledby="sentences"><h2 id="sentences">What the words did</h2><p class="lead">A mark is a hidden neuron that fired when the window ending with this word drove it past its threshold. Dashed: a word never seen in training.</p>${data.explanations.map((one) => sentenceBlock(one))}</section>`;
}

function sentenceBlock(one: Explanation): Html {
  const right = one.label === one.decided;
  const best = Math.max(...one.scores.map((score) => score.score));
  const argued = one.words.filter((word) => word.neurons.length > 0);
  return html`<div class="sentence"><ol class="words" aria-label="Words of the sentence with their spikes">${one.words.map((word) => {
    const label = `${word.spikes} spike${word.spikes === 1 ? "" : "s"} at timestep ${word.timestep}${word.known ? "" : ", unknown word"}`;
    const shown = Math.min(MARKS, word.spikes);
    return html`<li class="${word.known ? (word.spikes > 0 ? "spiking" : "quiet") : word.spikes > 0 ? "spiking unknown" : "unknown"}" title="${label}"><bdi>${word.word}</bdi><div class="spikes" role="img" aria-label="${label}">${Array.from({ length: shown }, () => html`<i></i>`)}${word.spikes > shown ? `+${word.spikes - shown}` : ""}</div></li>`;
  })}</ol>
<p class="outcome">Decided <b>${one.decided}</b>${right ? html`, <span class="yes">right</span>` : html`, <span class="no">wrong</span>: it is <b>${one.label}</b>`}</p>
<ul class="scores">${one.scores.map((score) => html`<li class="${score.score === best ? "top" : "rest"}">${score.name} ${formatCount(score.score)}</li>`)}</ul>
${argued.length === 0 ? EMPTY : html`<details><summary class="plain">Which neurons</summary><div class="body"><dl class="pairs">${argued.map((word) => html`<div><dt><bdi>${word.word}</bdi></dt><dd>${word.neurons.map((neuron) => `${neuron.neuron} for ${neuron.towards} (${formatCount(neuron.weight)})`).join(", ")}</dd></div>`)}</dl></div></details>`}</div>`;
}

function provenance(data: ReportData): Html {
  const { dataset, learning } = data;
  const texts: Record<string, string | number> = {
    name: dataset.name,
    split: dataset.split,
    "train, dev, test": [dataset.train, dataset.dev, dataset.test].map(formatCount).join(", "),
    duplicates: dataset.duplicates,
    "texts with two labels": dataset.conflictingTexts,
    "empty rows": dataset.emptyRows,
    "texts in train and test": dataset.trainTestOverlap,
    "words known": dataset.vocabulary,
    "rows they share": dataset.rows,
    "test words unknown": `${formatPercent(dataset.unknownTokensPercent)} %`,
  };
  const stages = learning.stages.map((stage): [string, string] => [
    stage.name,
    `${formatPercent(stage.devAccuracy)} % on dev, epoch ${stage.bestEpoch} of ${stage.epochs}`,
  ]);
  return html`<section aria-labelledby="provenance"><h2 id="provenance">Where this comes from</h2><p class="lead">What the network was trained on, what was chosen on the dev set, and with what it was made.</p><div class="columns">
<div><h3>Texts</h3>${pairs(Object.entries(texts))}</div>
<div><h3>Learning, on ${learning.backend}</h3>${pairs([...stages, ...Object.entries(learning.chosenOnDev)])}</div>
${learning.code === undefined ? EMPTY : html`<div><h3>Compact word code</h3>${pairs(Object.entries(learning.code))}</div>`}
<div><h3>Made with</h3>${pairs(Object.entries(data.provenance).map(([name, value]): [string, string | number] => [name, typeof value === "boolean" ? (value ? "yes" : "no") : String(value)]))}</div></div>
${data.repeat.length === 0 ? EMPTY : html`<h3>How to repeat it</h3><pre tabindex="0">${data.repeat.join("\n")}</pre>`}</section>`;
}

function amount(value: number, unit: string): string {
  return unit === "bit" ? formatBits(value) : `${formatCount(value)} ${unit}`;
}
