/**
 * `report.html`: the report as one file that opens from disk. Verdict first, then what it rests on. No script, no
 * reference to anything outside the file; a content security policy in its head makes the browser hold us to that.
 */
import { scaleLinear } from "d3-scale";
import { EQUAL_WITHIN } from "../energy/verdict.js";
import type { Explanation, ReportData } from "../util/results.js";
import { energySection } from "./energy-section.js";
import { formatBits, formatCount, formatFactor, formatFrequency, formatPercent, formatTime } from "./format.js";
import { cssPercent, EMPTY, type Html, html, trusted } from "./markup.js";
import { STYLE } from "./style.js";

/** The whole page; the same data gives the same bytes. All text of the data is escaped. */
export function renderReport(data: ReportData): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${data.dataset.name}: spiking network, accuracy and energy</title><style>${trusted(STYLE)}</style></head>
<body>
${top(data)}
<main>
${pipeline(data)}
${accuracy(data)}
${energySection(data)}
${crossbar(data)}
${mapping(data)}
${boards(data)}
${perClass(data)}
${explanations(data)}
${provenance(data)}
</main>
<footer>Made by snnc from counted events. Schema ${data.schema}; the same data stands in report.json.</footer>
</body></html>
`.text;
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
${badge(data)}
${verdict.others.length === 0 ? EMPTY : html`<ul class="others">${verdict.others.map((other) => otherRatio(other))}</ul>`}
</header>`;
}

function otherRatio({ reference, energyReduction }: ReportData["verdict"]["others"][number]): Html {
  const { tone, words, than } = comparison(energyReduction);
  const marks = { good: "better", bad: "worse", even: "even" };
  return html`<li><b class="${marks[tone]}">${wholeFactor(energyReduction)} \u00d7 ${words}</b> ${than}: ${reference}</li>`;
}

/** In the words of the verdict's sentence: near to 1 is neither a saving nor a loss. */
function comparison(energyReduction: number): { readonly tone: "good" | "bad" | "even"; readonly words: string; readonly than: string } {
  if (Math.abs(energyReduction - 1) <= EQUAL_WITHIN) return { tone: "even", words: "about as much", than: "as" };
  return energyReduction > 1 ? { tone: "good", words: "less", than: "than" } : { tone: "bad", words: "as much", than: "as" };
}

/** The factor or its inverse, whichever is at least 1, to two digits: the counts are exact, the costs are not. */
function wholeFactor(factor: number): string {
  const most = factor >= 1 ? factor : 1 / factor;
  return most >= 10 ? formatCount(Math.round(most)) : most.toFixed(1);
}

function badge(data: ReportData): Html {
  const { equality } = data;
  const compared = `${formatCount(equality.samples)} texts, ${formatCount(equality.spikesCompared)} spikes, ${formatCount(equality.membranesCompared)} membrane potentials, ${formatCount(equality.outputsCompared)} outputs compared`;
  return equality.mismatches === 0
    ? html`<div class="badge"><span aria-hidden="true">\u2713</span><span><b>The Verilog equals the golden model, bit for bit.</b> ${compared}, 0 mismatches.</span></div>`
    : html`<div class="badge bad" role="alert"><span aria-hidden="true">\u2717</span><span><b>The Verilog differs from the golden model.</b> ${compared}, ${formatCount(equality.mismatches)} mismatches. Do not rely on the figures below.</span></div>`;
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
    [`latency at ${formatFrequency(rtl.clockHz)}`, formatTime(rtl.latencySeconds)],
  ];
  return html`<section aria-labelledby="crossbar"><h2 id="crossbar">The crossbar, per text</h2><p class="lead">Counted by the core itself while ${rtl.simulator} ran it; means over the test set. ${rtl.lanes} synapse lanes: ${formatFactor(rtl.sopPerCycle)} synaptic operations a cycle on the standard dense stream, ${formatFactor(rtl.sopPerCycleWorkload)} on these texts over all cycles.</p>
<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<details><summary class="plain">Parameters of the core</summary><div class="body"><dl class="pairs columns">${Object.entries(rtl.parameters).map(([name, value]) => html`<div><dt>${name}</dt><dd>${formatCount(value)}</dd></div>`)}</dl></div></details></section>`;
}

const CORES_SHOWN = 12;

function mapping(data: ReportData): Html {
  const { mapping: mapped } = data;
  if (mapped.refusal !== undefined) {
    return html`<section aria-labelledby="mapping"><h2 id="mapping">Mapping onto ${mapped.target}</h2><p class="lead"><span class="no">Does not fit.</span> ${mapped.refusal}</p></section>`;
  }
  const resources = [...new Set(mapped.utilization.flatMap((core) => Object.keys(core.resources)))];
  const table = (cores: ReportData["mapping"]["utilization"]): Html =>
    html`<div class="scroll" tabindex="0" role="region" aria-label="Use of the cores"><table><thead><tr><th scope="col">Core</th>${resources.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${cores.map(
      (core) =>
        html`<tr><th scope="row">${core.core} <span class="fine">${core.populations.join(", ")}</span></th>${resources.map((name) => {
          const use = core.resources[name];
          return use === undefined
            ? html`<td></td>`
            : html`<td>${meter(use.used, use.max)}${formatCount(use.used)} <span class="fine">of ${formatCount(use.max)}</span></td>`;
        })}</tr>`,
    )}</tbody></table></div>`;
  const rest = mapped.utilization.slice(CORES_SHOWN);
  return html`<section aria-labelledby="mapping"><h2 id="mapping">Mapping onto ${mapped.target}</h2><p class="lead">${mapped.cores} core${mapped.cores === 1 ? "" : "s"}, within every limit of the chip.</p>${table(mapped.utilization.slice(0, CORES_SHOWN))}${
    rest.length === 0
      ? EMPTY
      : html`<details><summary class="plain">${rest.length} more cores</summary><div class="body">${table(rest)}</div></details>`
  }</section>`;
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
<div><h3>Made with</h3>${pairs(Object.entries(data.provenance).map(([name, value]): [string, string | number] => [name, typeof value === "boolean" ? (value ? "yes" : "no") : String(value)]))}</div></div>
${data.repeat.length === 0 ? EMPTY : html`<h3>How to repeat it</h3><pre tabindex="0">${data.repeat.join("\n")}</pre>`}</section>`;
}

function pairs(entries: readonly (readonly [string, string | number])[]): Html {
  return html`<dl class="pairs">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${printed(value)}</dd></div>`)}</dl>`;
}

function meter(used: number, max: number): Html {
  const share = max === 0 ? (used === 0 ? 0 : 100) : (used / max) * 100;
  return html`<span class="meter${used > max ? " over" : ""}" aria-hidden="true"><i style="width:${cssPercent(share)}"></i></span>`;
}

function amount(value: number, unit: string): string {
  return unit === "bit" ? formatBits(value) : `${formatCount(value)} ${unit}`;
}

/** A number of a free-form figure: integers with separators, others to four digits; seeds and the like stay readable. */
function printed(value: string | number): string {
  if (typeof value === "string") return value;
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)));
}

/** The verdict's first sentence is the headline, the second its basis; the third stands below as a list of its own. A sentence ends with a full stop and a capital follows. */
function sentencesOf(text: string): string[] {
  return text.split(/(?<=\.) (?=[A-Z])/);
}
