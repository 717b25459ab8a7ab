/**
 * What a search found: `explore.html`, as one file that opens from disk, with the plot, the Pareto table, what was picked, and
 * everything that was tried with its fate; and the section of it in the report of a network that was picked.
 */
import { type Configuration, configurationName, type Exploration, isSameConfiguration, type Measurement, type Tried } from "../util/exploration.js";
import { samplingError } from "../util/statistics.js";
import { explorationPlot } from "./exploration-plot.js";
import { formatCount } from "./format.js";
import { EMPTY, type Html, html } from "./markup.js";
import { page, pairs } from "./sections.js";

/** The whole page; the same data gives the same bytes. All text of the data is escaped. */
export function renderExploration(data: Exploration): string {
  const sections = [plot(data), pareto(data), picked(data), everything(data), provenance(data)];
  return page(`${data.dataset.name}: networks under a budget`, top(data), sections, data.schema, "explore.json");
}

/** The search that a reported network was picked from; empty where there was none. */
export function searchSection(data: Exploration | undefined): Html {
  if (data === undefined) return EMPTY;
  const { tried, space, dataset, picked: chosen } = data;
  const over = space.overBudget === 0 ? "" : ` ${formatCount(space.overBudget)} are beyond the budget by their shape and were never trained.`;
  // The network's own pick is the last; others of the search were tested before it.
  const before = chosen.length - 1;
  const others = before < 1 ? "" : ` ${before} other ${before === 1 ? "line" : "lines"} of this search had been picked and tested before.`;
  const own = chosen.slice(-1).map(({ configuration, testAccuracy, testTexts }) => {
    const line = lineOf(data, configuration);
    return `This network is ${line === 0 ? "no line of the table" : `line ${line}`}, trained to the full: ${configurationName(configuration)}. On the test texts, which the search did not read, it has ${accuracyText(testAccuracy)} \u00b1 ${samplingError(testAccuracy, testTexts).toFixed(1)} % of ${formatCount(testTexts)} right.${others}`;
  });
  return html`<section aria-labelledby="search"><h2 id="search">The search that it was picked from</h2><p class="lead">${formatCount(tried.length)} of ${formatCount(space.configurations)} configurations were tried, ${formatCount(toTheEnd(data).length)} of them to the end.${over} All accuracies here are those of ${formatCount(dataset.dev)} dev texts, of which the best of several is flattered. ${own.join(" ")}</p>
${explorationPlot(data)}
<h3>Worth having</h3><p class="lead">No other configuration beats them in accuracy, operations and bytes at once. ${PARETO_LEAD}</p>
${paretoTable(data)}</section>`;
}

function top(data: Exploration): Html {
  const { dataset, tried, pareto: best } = data;
  const measured = measurementOf(data, best[0]);
  const headline =
    measured === undefined
      ? "No configuration was measured."
      : `The most accurate network that was found decides ${accuracyText(measured.devAccuracy)}\u00a0% of the dev texts right, at ${whole(measured.operations)} synaptic operations a text and ${whole(measured.tableBytes)} bytes of tables.`;
  return html`<header class="top">
<p class="kicker"><b>${dataset.name}</b>: a search over ${formatCount(data.space.configurations)} configurations of a spiking network, ${formatCount(dataset.train)} training texts, ${formatCount(dataset.dev)} dev texts</p>
<h1>${headline}</h1>
<p class="more">${formatCount(tried.length)} configurations were tried, ${formatCount(toTheEnd(data).length)} of them to the end; ${formatCount(best.length)} of these are worth having: no other one beats them in accuracy, operations and bytes at once. Accuracies are those of the integer program on dev texts, on which everything was chosen${measured === undefined ? "" : `: \u00b1${samplingError(measured.devAccuracy, dataset.dev).toFixed(1)} points (95 %), and the best of several is flattered`}.</p>
</header>`;
}

function plot(data: Exploration): Html {
  return html`<section aria-labelledby="plot"><h2 id="plot">Accuracy against operations</h2><p class="lead">A mark is a configuration; the larger it is, the more bytes its tables have. Numbers are the lines of the table below.</p>${explorationPlot(data)}</section>`;
}

function pareto(data: Exploration): Html {
  return html`<section aria-labelledby="pareto"><h2 id="pareto">Worth having</h2><p class="lead">${PARETO_LEAD}</p>
${paretoTable(data)}</section>`;
}

const PARETO_LEAD =
  "The most accurate first. Operations and hidden spikes are means over the dev texts; seconds are those of all its trials, side by side with others.";

function paretoTable(data: Exploration): Html {
  const rows = data.pareto.flatMap((number, line) => {
    const one = data.tried.find((candidate) => candidate.number === number);
    const measured = measurementOf(data, number);
    if (one === undefined || measured === undefined) return [];
    const isPicked = data.picked.some(({ configuration }) => isSameConfiguration(configuration, one.configuration));
    return [
      html`<tr class="${isPicked ? "strong" : "plain"}"><th scope="row">${line + 1}</th><td>${configurationName(one.configuration)}</td><td class="n">${accuracyText(measured.devAccuracy)}</td><td class="n">${whole(measured.operations)}</td><td class="n">${measured.hiddenSpikes.toFixed(1)}</td><td class="n">${whole(measured.tableBytes)}</td><td class="n">${whole(one.seconds)}</td></tr>`,
    ];
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Configurations worth having"><table><thead><tr><th scope="col">Line</th><th scope="col">Configuration</th><th scope="col" class="n">Dev, %</th><th scope="col" class="n">Operations</th><th scope="col" class="n">Spikes</th><th scope="col" class="n">Table bytes</th><th scope="col" class="n">Seconds</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function picked(data: Exploration): Html {
  if (data.picked.length === 0) {
    return html`<section aria-labelledby="picked"><h2 id="picked">Picked</h2><p class="lead">None yet. <code>snnc explore --pick</code> trains the most accurate line to the full, <code>--pick N</code> line N, and only then reads the test texts.</p></section>`;
  }
  const rows = data.picked.map((one) => {
    const line = lineOf(data, one.configuration);
    return html`<tr class="strong"><th scope="row">${line === 0 ? "" : line}</th><td>${configurationName(one.configuration)}</td><td class="n">${accuracyText(one.devAccuracy)}</td><td class="n">${accuracyText(one.testAccuracy)} \u00b1 ${samplingError(one.testAccuracy, one.testTexts).toFixed(1)}</td><td class="n">${whole(one.operations)}</td><td class="n">${whole(one.tableBytes)}</td><td>${one.bundle}</td></tr>`;
  });
  return html`<section aria-labelledby="picked"><h2 id="picked">Picked</h2><p class="lead">Trained to the full by <code>train</code> and <code>convert</code>, compiled, and run as an integer program on ${formatCount(data.dataset.test)} test texts, which the search did not read (the baselines of a picked network's own report read them too); \u00b1 is the 95 % interval that a test set of this size leaves. Operations are means over the test texts.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Picked"><table><thead><tr><th scope="col">Line</th><th scope="col">Configuration</th><th scope="col" class="n">Dev, %</th><th scope="col" class="n">Test, %</th><th scope="col" class="n">Operations</th><th scope="col" class="n">Table bytes</th><th scope="col">Bundle</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function everything(data: Exploration): Html {
  const rows = data.tried.map((one) => {
    const { outcome } = one;
    const figures =
      outcome.kind === "measured"
        ? html`<td class="n">${accuracyText(outcome.measurement.devAccuracy)}</td><td class="n">${whole(outcome.measurement.operations)}</td><td class="n">${whole(outcome.measurement.tableBytes)}</td>`
        : html`<td class="n"></td><td class="n"></td><td class="n"></td>`;
    return html`<tr><th scope="row">${one.number}</th><td>${configurationName(one.configuration)}</td><td class="n">${one.epochs}</td>${figures}<td>${fateOf(data, one)}</td></tr>`;
  });
  return html`<section aria-labelledby="tried"><h2 id="tried">Everything that was tried</h2><p class="lead">Each rung trains longer and keeps the better third; an accuracy after fewer epochs is not the last word on a configuration. ${formatCount(data.space.overBudget)} of ${formatCount(data.space.configurations)} configurations are beyond the budget by their shape and were never trained.</p>
<details><summary class="plain">${formatCount(data.tried.length)} configurations</summary><div class="body scroll" tabindex="0" role="region" aria-label="Everything that was tried"><table><thead><tr><th scope="col">No.</th><th scope="col">Configuration</th><th scope="col" class="n">Epochs</th><th scope="col" class="n">Dev, %</th><th scope="col" class="n">Operations</th><th scope="col" class="n">Table bytes</th><th scope="col">Fate</th></tr></thead><tbody>${rows}</tbody></table></div></details></section>`;
}

function fateOf(data: Exploration, one: Tried): string {
  if (one.outcome.kind === "failed") return `failed: ${one.outcome.reason}`;
  if (one.isOverBudget) return "beyond the budget";
  const line = data.pareto.indexOf(one.number) + 1;
  if (line > 0) return `line ${line}`;
  return one.epochs === data.rungs.at(-1) ? "another one is better" : "stopped early";
}

function provenance(data: Exploration): Html {
  const { dataset, budget, settings, rungs } = data;
  return html`<section aria-labelledby="provenance"><h2 id="provenance">Where this comes from</h2><div class="columns">
<div><h3>Texts</h3>${pairs([
    ["name", dataset.name],
    ["split", dataset.split],
    ["classes", dataset.classes],
    ["train, dev, test", [dataset.train, dataset.dev, dataset.test].map(formatCount).join(", ")],
    ["words known", dataset.vocabulary],
  ])}</div>
<div><h3>Search</h3>${pairs([
    ...Object.entries(settings),
    ["most table bytes", budget.tableBytes ?? "any"],
    ["most operations a text", budget.operations ?? "any"],
    ["epochs a stage on each rung", rungs.join(", ")],
  ])}</div></div></section>`;
}

function toTheEnd({ tried, rungs }: Exploration): readonly Tried[] {
  return tried.filter(({ epochs, outcome }) => outcome.kind === "measured" && epochs === rungs.at(-1));
}

/** Line of the Pareto table, from 1; 0 where it is none. */
function lineOf({ tried, pareto }: Exploration, configuration: Configuration): number {
  const one = tried.find((candidate) => isSameConfiguration(candidate.configuration, configuration));
  return one === undefined ? 0 : pareto.indexOf(one.number) + 1;
}

function measurementOf({ tried }: Exploration, number: number | undefined): Measurement | undefined {
  const outcome = tried.find((one) => one.number === number)?.outcome;
  return outcome?.kind === "measured" ? outcome.measurement : undefined;
}

/** Half the 95 % interval, in points. */
/** To two decimals: a text of a thousand is a tenth of a point. */
function accuracyText(percent: number): string {
  return percent.toFixed(2);
}

function whole(value: number): string {
  return formatCount(Math.round(value));
}
