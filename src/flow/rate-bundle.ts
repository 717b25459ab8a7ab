/** The verbs on bundles of `--encoding rate`: compile, simulate, classify and report what `learn-rate.ts` learnt. */

import { encodeRateTexts, type RateTextEncoder } from "../encode/rate-texts.js";
import { encodeRateTextEncoder } from "../encode/rate-texts-codec.js";
import type { CostTable } from "../energy/costs.js";
import { priceNetwork } from "../energy/price.js";
import { SOURCE_COMPETITORS, verdict } from "../energy/verdict.js";
import { layoutOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import { analyseRanges } from "../event/ranges.js";
import { decodeGraph } from "../graph/codec.js";
import { serializeReport } from "../report/json.js";
import { rateSummary, renderRateReport } from "../report/rate.js";
import { goldenSimulator } from "../sim/golden.js";
import { loadDataset } from "../text/dataset.js";
import { tokenizerNamed } from "../text/tokenizer.js";
import type { TokenizedTexts } from "../text/types.js";
import { indexWords, tokenizeTexts } from "../text/vocabulary.js";
import { inputError, SnncError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import type { MappingResult, RateAccuracy, RateReport } from "../util/results.js";
import { encodeEventProgram, readAnyEncoder, readProgram } from "./artefacts.js";
import { BUNDLE, type Bundle, type Files, json } from "./bundle.js";
import { loadBundleDataset, readConfig } from "./bundle-files.js";
import { labelsAs, type SampleRequest } from "./bundle-samples.js";
import { accuracyPercent } from "./compile.js";
import type { Config } from "./config.js";
import { countUnmapped, meanOf } from "./counts.js";
import { prepareRate, readRateNetwork } from "./learn-rate.js";
import { simplify } from "./network.js";
import { packageVersion } from "./package.js";
import { consequence, parseRateLearning, type RateLearning } from "./rate-learning.js";
import { compileRate, runRateProgram } from "./rate-program.js";
import { runOnChip, wilsonHalfWidth } from "./results.js";
import { buildCrossbar } from "./rtl.js";
import { layersOf } from "./source-layers.js";
import { loadCostTable, loadCostTables, loadLoihiTarget } from "./targets.js";

/** Texts that are simulated unless more are asked for: one takes some 50 million synaptic operations. */
export const RATE_TEXTS = 50;

/** Texts that a report counts. */
const REPORTED_TEXTS = 20;

/** Is it a bundle that was trained by the published method? */
export function isRateBundle(bundle: Bundle): boolean {
  return bundle.has(BUNDLE.config) && readConfig(bundle).encoding === "rate";
}

export function readRateLearning(bundle: Bundle): RateLearning {
  return parseRateLearning(bundle.read(BUNDLE.learning).toString("utf8"), bundle.path(BUNDLE.learning));
}

/** graph.pb -> event.pb and encoder.pb. Scales are not chosen on dev: the largest weight of each filter is never clipped. */
export async function compileRateFiles(
  bundle: Bundle,
  config: Config,
  work: WorkOptions = {},
): Promise<{ files: Files; program: EventProgram; choices: Readonly<Record<string, string | number>> }> {
  const learning = readRateLearning(bundle);
  const dataset = loadBundleDataset(config, learning);
  const { tokenizer, vocabulary, probabilities } = prepareRate(config, dataset);
  const { program, encoder } = await compileRate(readRateNetwork(bundle, BUNDLE.graph, dataset.classes.length), {
    ...work,
    classes: dataset.classes,
    tokenizer: tokenizer.name,
    words: vocabulary.words,
    probabilities,
    timesteps: learning.timesteps,
    encoderSeed: learning.encoderSeeds[0] ?? 1,
    weightBits: config.weightBits,
  });
  const choices = { timesteps: learning.timesteps, "words of a text": learning.length, "encoder seed": encoder.seed };
  return {
    program,
    choices,
    files: new Map<string, string | Uint8Array>([
      [BUNDLE.event, encodeEventProgram(program)],
      [BUNDLE.encoder, encodeRateTextEncoder(encoder)],
      [BUNDLE.compiled, json(choices)],
    ]),
  };
}

/** Texts as word ids of a bundle's encoder, and the index of each one's class. */
export interface RateTexts {
  readonly name: string;
  readonly encoder: RateTextEncoder;
  readonly texts: Pick<TokenizedTexts, "start" | "ids">;
  readonly labels: readonly number[];
}

/** The bundle's test set, or a part of other data. Throws SnncError (input) for data of other classes. */
export function rateTextsOf(bundle: Bundle, program: EventProgram, { data, part, limit }: SampleRequest): RateTexts {
  const encoder = readRateEncoder(bundle);
  const dataset = data === undefined ? loadBundleDataset(readConfig(bundle), readRateLearning(bundle)) : loadDataset(data);
  const labelOf = labelsAs(dataset, program.readout.classes);
  const parts = { test: dataset.test, dev: dataset.dev, all: [...dataset.train, ...dataset.dev, ...dataset.test] };
  const examples = parts[part ?? "test"].slice(0, limit);
  const vocabulary = { words: encoder.words, counts: new Uint32Array(0), idOf: indexWords(encoder.words) };
  return {
    name: dataset.name,
    encoder,
    texts: tokenizeTexts(examples, tokenizerNamed(encoder.tokenizer), vocabulary),
    labels: examples.map(({ label }) => labelOf[label] ?? 0),
  };
}

/** Runs the first texts of the bundle's test set, or of other data, on the golden simulator. */
export async function simulateRateBundle(
  bundle: Bundle,
  { data, part, limit = RATE_TEXTS, ...work }: SampleRequest & WorkOptions,
): Promise<Readonly<Record<string, string | number>>> {
  const program = readProgram(bundle);
  const request = { limit, ...(data === undefined ? {} : { data }), ...(part === undefined ? {} : { part }) };
  const { encoder, texts, labels } = rateTextsOf(bundle, program, request);
  const run = await runRateProgram({ program, encoder }, texts, work);
  return {
    backend: "golden simulator (TypeScript)",
    "accuracy, %": accuracyPercent(run.decisions, labels),
    samples: run.texts,
    "operations a sentence": run.synapticOperations,
    "spikes a sentence": run.spikes,
    "neuron updates a sentence": run.neuronUpdates,
  };
}

/** Counts the first test texts, prices, and writes report.json and report.html. */
export async function reportRateBundle(
  bundle: Bundle,
  options: WorkOptions & { readonly costs?: string } = {},
): Promise<{ readonly report: RateReport; readonly summary: string; readonly reportPath: string }> {
  const config = readConfig(bundle);
  const learning = readRateLearning(bundle);
  const program = readProgram(bundle);
  const test = loadBundleDataset(config, learning).test.slice(0, REPORTED_TEXTS);
  options.onProgress?.({ stage: "golden simulator" });
  const own = options.costs === undefined ? undefined : loadCostTable(options.costs);
  const tables: readonly CostTable[] = [...(own === undefined ? [] : [own]), ...loadCostTables().filter(({ name }) => name !== own?.name)];
  const { batch } = encodeRateTexts(
    readRateEncoder(bundle),
    test.map(({ text }) => text),
  );
  const golden = await goldenSimulator(program).run(batch, { spikes: true, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  const stateBits = Math.max(...analyseRanges(program).map(({ bits }) => bits));
  const snn = countUnmapped(program, stateBits, batch, golden);
  const onChip = await runOnChip({ program, chip: loadLoihiTarget(config.chip), seed: config.seed, tables, softReset: "current" }, batch, golden);
  const layers = layersOf(simplify(decodeGraph(bundle.read(BUNDLE.floatGraph), bundle.path(BUNDLE.floatGraph))));
  const priced = priceNetwork({ layers, classes: learning.classes.length, snn }, onChip.events, tables);
  const converted = spread(learning.accuracy.converted);
  const fineTuned = spread(learning.accuracy.fineTuned);
  const sops = meanOf(golden.counters.synapticOperations);
  const report: RateReport = {
    schema: "snnc-rate-report/1",
    ...priced,
    provenance: { snnc: packageVersion(), seed: config.seed, tensorflow: learning.backend, node: process.version },
    data: { name: learning.dataset.name, test: learning.dataset.test, counted: test.length, classes: learning.classes },
    accuracy: {
      ann: learning.accuracy.ann,
      converted,
      fineTuned,
      samplingErrorPercent: 100 * wilsonHalfWidth(fineTuned.mean / 100, learning.dataset.test),
      golden: accuracyPercent(
        golden.decisions,
        test.map(({ label }) => label),
      ),
    },
    perInference: {
      inputEvents: meanOf(golden.counters.inputEvents),
      sops,
      spikes: meanOf(golden.counters.spikes),
      neuronUpdates: meanOf(golden.counters.neuronUpdates),
      timesteps: meanOf(golden.counters.timesteps),
    },
    multiplyAccumulates: learning.multiplyAccumulates,
    network: {
      neurons: layoutOf(program).neurons,
      "input lines": layoutOf(program).inputLines,
      "bytes of weights": learning.tableBytes,
      timesteps: learning.timesteps,
      "words of a text (--length); later ones are cut": learning.length,
      "test texts that lose words, %": learning.dataset.cutTextsPercent,
      "words without a vector, %": learning.dataset.wordsWithoutVectorPercent,
      "mean of the vectors": learning.statistics.mean,
      "deviation of the vectors": learning.statistics.deviation,
      "encoder seeds": learning.encoderSeeds.join(", "),
      ...(onChip.events === undefined ? {} : { [`resets by subtraction on ${config.chip}`]: "by the current, which loses 1/4096 a timestep" }),
    },
    consequence: consequence(learning.perText?.synapticOperations ?? sops, learning.multiplyAccumulates),
    verdict: verdict(priced.energy, { rtl: fineTuned.mean, ann: learning.accuracy.ann }, own?.kind === "digital" ? own.name : undefined, {
      ...SOURCE_COMPETITORS,
      sample: "text",
    }),
    mappings: [crossbarMapping(program, config.crossbar), onChip.mapping],
  };
  bundle.write(
    new Map([
      [BUNDLE.report, serializeReport(report)],
      [BUNDLE.html, renderRateReport(report)],
    ]),
  );
  return { report, summary: rateSummary(report), reportPath: bundle.path(BUNDLE.html) };
}

/** Whether the crossbar holds the program; cores are not filled one by one there. */
function crossbarMapping(program: EventProgram, target: string): MappingResult {
  try {
    buildCrossbar(program, target);
    return { target, cores: 1, utilization: [] };
  } catch (error) {
    if (!(error instanceof SnncError)) throw error;
    return { target, cores: 0, utilization: [], refusal: error.message };
  }
}

function readRateEncoder(bundle: Bundle): RateTextEncoder {
  const encoder = readAnyEncoder(bundle);
  if ("kind" in encoder && encoder.kind === "rateTexts") return encoder;
  throw inputError("bundle-encoder", "its encoder is not one of `--encoding rate`", { where: bundle.directory, hint: "Run `snnc compile` again." });
}

/** Throws SnncError (input, `learning-not-converted`) where conversion has not run. */
function spread(accuracies: readonly number[] | undefined): RateAccuracy {
  if (accuracies === undefined) {
    throw inputError("learning-not-converted", "learning.json is of a network that was not converted", { hint: "Run `snnc convert` first." });
  }
  return { mean: meanOf(accuracies), lowest: Math.min(...accuracies), highest: Math.max(...accuracies) };
}
