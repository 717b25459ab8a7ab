/** The published method (Lv, Xu and Zheng, arXiv 2406.19230) as rows: analogue network, converted only, fine-tuned. */
import { basename } from "node:path";
import { RATE_DEFAULTS, type RateFigures, runRateMethod } from "../../learn/rate.js";
import { workOptions } from "../../util/progress.js";
import { parseConfig } from "../config.js";
import { prepareRate } from "../learn-rate.js";
import type { Cell } from "./cell.js";
import { row } from "./figures.js";
import { correctness, type StoredRow } from "./rows.js";
import { datasetOf } from "./sets.js";

/** Mean and deviation of all components of GloVe 6B's vectors of 100 dimensions: a file of the words that a data set needs has others. */
const GLOVE_6B_100 = { name: /glove[._-]?6b[._-]?100d/i, statistics: { mean: 0.004481, deviation: 0.410708 } };

/** Accuracy of the spiking rows: the mean over the encoder's seeds. */
export async function publishedMethod(cell: Cell): Promise<StoredRow[]> {
  const { tf, set, options, dataset, classes } = cell;
  const config = parseConfig(
    {
      dataset: datasetOf(set, options.folder, options.seed),
      encoding: "rate",
      seed: options.seed,
      rate: { length: set.publishedLength, ...(isGlove(options.embeddings) ? { statistics: GLOVE_6B_100.statistics } : {}) },
      ...(options.embeddings === undefined || dataset.language !== "en" ? {} : { embeddings: options.embeddings }),
    },
    "accuracy",
  );
  const prepared = prepareRate(config, dataset);
  const result = await runRateMethod(
    tf,
    { ...prepared, classes, maxWords: prepared.length },
    { ...RATE_DEFAULTS, ...workOptions(options), seed: options.seed },
  );
  const rowFor = (variant: string, figures: RateFigures, isSpiking: boolean): StoredRow => ({
    ...row(
      cell,
      {
        role: "rate",
        variant,
        encoding: isSpiking ? "rate" : "none",
        bits: 32,
        timesteps: isSpiking ? RATE_DEFAULTS.timesteps : 0,
        devAccuracy: figures.devAccuracy,
        operations: isSpiking ? figures.synapticOperations : result.multiplyAccumulates.dense,
        hiddenSpikes: figures.hiddenSpikes,
        tableBytes: 4 * result.tableBytes,
      },
      figures.trainSeconds,
      correctness(figures.testDecisions[0] ?? [], prepared.test.labels),
      [
        `accuracy of encoder seeds ${figures.testAccuracies.map((accuracy) => accuracy.toFixed(2)).join(", ")}`,
        `${result.cutPercent.toFixed(1)} % of the test texts are cut`,
      ],
    ),
    // The mean over the encoder's seeds; text by text, the first one's decisions.
    accuracy: figures.testAccuracies.reduce((sum, accuracy) => sum + accuracy, 0) / figures.testAccuracies.length,
  });
  return [rowFor("analogue", result.ann, false), rowFor("converted only", result.converted, true), rowFor("", result.fineTuned, true)];
}

function isGlove(embeddings: string | undefined): boolean {
  return embeddings !== undefined && GLOVE_6B_100.name.test(basename(embeddings));
}
