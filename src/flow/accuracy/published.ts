/** The published method (Lv, Xu and Zheng, arXiv 2406.19230) as rows: analogue network, converted only, fine-tuned. */
import { basename } from "node:path";
import { RATE_DEFAULTS, type RateFigures, type RateOptions, type RateResult, runRateMethod } from "../../learn/rate.js";
import { loadDataset } from "../../text/dataset.js";
import type { TokenizedTexts } from "../../text/types.js";
import { tokenizeTexts } from "../../text/vocabulary.js";
import { workOptions } from "../../util/progress.js";
import { type Config, parseConfig } from "../config.js";
import { type PreparedRate, prepareRate } from "../learn-rate.js";
import type { Cell } from "./cell.js";
import { row } from "./figures.js";
import { correctness, type StoredRow, WARNING } from "./rows.js";
import { datasetOf } from "./sets.js";

/** Mean and deviation of all components of GloVe 6B's vectors of 100 dimensions: a file of the words that a data set needs has others. */
const GLOVE_6B_100 = { name: /glove[._-]?6b[._-]?100d/i, statistics: { mean: 0.004481, deviation: 0.410708 } };

export async function publishedMethod(cell: Cell): Promise<StoredRow[]> {
  const { tf, set, options, dataset, classes } = cell;
  const config = configOf(cell);
  const prepared = prepareRate(config, dataset);
  const tuneOn = tuningTexts(cell, prepared);
  const annEpochs = set.publishedMethod.annEpochs ?? RATE_DEFAULTS.ann.epochs;
  const rates: RateOptions = {
    ...RATE_DEFAULTS,
    ann: { ...RATE_DEFAULTS.ann, epochs: annEpochs },
    ...workOptions(options),
    seed: options.seed,
  };
  const result = await runRateMethod(
    tf,
    { ...prepared, classes, maxWords: prepared.length, ...(tuneOn === undefined ? {} : { fineTune: tuneOn }) },
    rates,
  );
  const { ann, converted, fineTuned } = result;
  const reading = [
    `${result.cutPercent.toFixed(1)} % of the test texts are cut`,
    ...(tuneOn === undefined ? [] : [`analogue network trained on ${prepared.train.labels.length} texts, tuned on ${tuneOn.labels.length}`]),
  ];
  const warnings = result.warnings.map((warning) => `${WARNING}${warning}`);
  return [
    {
      ...rowOf(cell, prepared, result, "analogue", ann),
      encoding: "none",
      timesteps: 0,
      operations: result.multiplyAccumulates.dense,
      notes: reading,
    },
    { ...rowOf(cell, prepared, result, "converted only", converted), trainSeconds: ann.trainSeconds, notes: spikingNotes(converted) },
    {
      ...rowOf(cell, prepared, result, "", fineTuned),
      trainSeconds: ann.trainSeconds + fineTuned.trainSeconds,
      notes: [...spikingNotes(fineTuned), ...(fineTuned.bestEpoch === 0 ? ["no epoch was better on dev: the converted network"] : []), ...warnings],
    },
  ];
}

function configOf({ set, options, dataset }: Cell): Config {
  const embeddings = dataset.language === "en" ? options.embeddings : undefined;
  const isGlove = embeddings !== undefined && GLOVE_6B_100.name.test(basename(embeddings));
  return parseConfig(
    {
      dataset: datasetOf(set, options.folder, options.seed),
      encoding: "rate",
      seed: options.seed,
      rate: { length: set.publishedMethod.length, ...(isGlove ? { statistics: GLOVE_6B_100.statistics } : {}) },
      ...(embeddings === undefined ? {} : { embeddings }),
    },
    "accuracy",
  );
}

/** The texts that the spiking network is tuned on, where the set names fewer than all. */
function tuningTexts({ set, options }: Cell, { tokenizer, vocabulary }: PreparedRate): TokenizedTexts | undefined {
  const { files, publishedMethod } = set;
  if (publishedMethod.tuneOn === undefined || files === "embedded" || "all" in files) return undefined;
  const request = datasetOf({ ...set, files: { ...files, train: publishedMethod.tuneOn } }, options.folder, options.seed);
  return tokenizeTexts(loadDataset(request).train, tokenizer, vocabulary);
}

/** Accuracy is the mean over the encoder's seeds; text by text, the first one's decisions. */
function rowOf(cell: Cell, { test }: PreparedRate, result: RateResult, variant: string, figures: RateFigures): StoredRow {
  const measured = {
    role: "rate",
    variant,
    encoding: "rate",
    bits: 32,
    timesteps: RATE_DEFAULTS.timesteps,
    devAccuracy: figures.devAccuracy,
    operations: figures.synapticOperations,
    hiddenSpikes: figures.hiddenSpikes,
    tableBytes: 4 * result.tableBytes,
  } as const;
  return {
    ...row(cell, measured, figures.trainSeconds, correctness(figures.testDecisions[0] ?? [], test.labels)),
    accuracy: figures.testAccuracies.reduce((sum, accuracy) => sum + accuracy, 0) / figures.testAccuracies.length,
  };
}

function spikingNotes({ testAccuracies }: RateFigures): string[] {
  const accuracies = testAccuracies.map((accuracy) => accuracy.toFixed(2)).join(", ");
  return [`accuracy under encoder seeds ${accuracies}, compared text by text under the first`];
}
