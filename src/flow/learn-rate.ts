/**
 * Learning by the published method as flow (`--encoding rate`): labelled texts and fixed word vectors -> the analogue
 * network on firing probabilities (`train`), then the same weights as spikes, fine-tuned through time (`convert`). The
 * test set is read once per reported network, after every choice has been made on dev.
 */
import { decodeGraph, encodeGraph } from "../graph/codec.js";
import { RATE_DEFAULTS, type RateOptions, silence } from "../learn/rate.js";
import { multiplyAccumulates, tableBytes } from "../learn/rate-counts.js";
import { rateGraph, rateNetworkOf } from "../learn/rate-graph.js";
import { positiveEmbedding } from "../learn/rate-input.js";
import { createRateNetwork, type RateNetwork } from "../learn/rate-network.js";
import { evaluateRate, type RateEvaluation, type RateReading, trainRate } from "../learn/rate-train.js";
import { loadTensorFlow } from "../learn/tensorflow.js";
import { tokenizerFor } from "../text/tokenizer.js";
import type { Dataset, TokenizedTexts, Tokenizer, Vocabulary } from "../text/types.js";
import { buildVocabulary, tokenizeTexts } from "../text/vocabulary.js";
import { datasetWarnings } from "../text/warnings.js";
import { formatDiagnostic } from "../util/diagnostics.js";
import { type WorkOptions, workOptions } from "../util/progress.js";
import { createRandom } from "../util/random.js";
import { BUNDLE, type Bundle, type Files, json, madeAfter } from "./bundle.js";
import { contentOf, loadBundleDataset } from "./bundle-files.js";
import type { Config } from "./config.js";
import { meanOf } from "./counts.js";
import { fixedVectors } from "./embeddings.js";
import { parseRateLearning, type RateLearning } from "./rate-learning.js";

export interface RateWork extends WorkOptions {
  readonly note?: (line: string) => void;
}

/** `snnc train --encoding rate`: writes snnc.config.json, float.pb and trained.json. */
export async function trainRateBundle(bundle: Bundle, config: Config, dataset: Dataset, work: RateWork): Promise<RateLearning> {
  const { files, learning } = await trainRateFiles(config, dataset, work);
  work.signal?.throwIfAborted();
  bundle.remove(madeAfter(BUNDLE.trained));
  bundle.write(new Map([...files, [BUNDLE.config, json(config)]]));
  return learning;
}

/** `snnc convert` of such a bundle: writes graph.pb and learning.json. */
export async function convertRateBundle(bundle: Bundle, config: Config, work: RateWork): Promise<RateLearning> {
  const { files, learning } = await convertRateFiles(bundle, config, loadBundleDataset(config, readRateTrained(bundle)), work);
  work.signal?.throwIfAborted();
  bundle.remove(madeAfter(BUNDLE.graph));
  bundle.write(files);
  return learning;
}

/** A data set as the method sees it. */
export interface PreparedRate {
  readonly tokenizer: Tokenizer;
  /** The words of all texts: their vectors are fixed, so that a word need not occur in training. */
  readonly vocabulary: Vocabulary;
  readonly train: TokenizedTexts;
  readonly dev: TokenizedTexts;
  readonly test: TokenizedTexts;
  readonly vectors: ReturnType<typeof fixedVectors>;
  readonly probabilities: Float32Array;
  readonly length: number;
}

export function prepareRate(config: Config, dataset: Dataset): PreparedRate {
  const tokenizer = tokenizerFor(dataset.language);
  const vocabulary = buildVocabulary([...dataset.train, ...dataset.dev, ...dataset.test], tokenizer);
  const own = fixedVectors(config.embeddings, vocabulary, config.seed);
  const vectors = { ...own, statistics: config.rate.statistics ?? own.statistics };
  const ids = (examples: Dataset["train"]): TokenizedTexts => tokenizeTexts(examples, tokenizer, vocabulary);
  return {
    tokenizer,
    vocabulary,
    train: ids(dataset.train),
    dev: ids(dataset.dev),
    test: ids(dataset.test),
    vectors,
    probabilities: positiveEmbedding(vectors),
    length: config.rate.length ?? (dataset.language === "zh" ? 32 : 35),
  };
}

/** The files of `snnc train --encoding rate`: float.pb and trained.json. */
export async function trainRateFiles(config: Config, dataset: Dataset, work: RateWork = {}): Promise<{ files: Files; learning: RateLearning }> {
  const { tf, backend, description } = await loadTensorFlow();
  work.note?.(description);
  const prepared = prepareRate(config, dataset);
  const options = optionsOf(config);
  const { vectors, vocabulary, test, probabilities, length } = prepared;
  const shape = {
    dimensions: vectors.dimensions,
    classes: dataset.classes.length,
    neuronsPerClass: options.neuronsPerClass,
    length,
    kernels: options.kernels,
    filters: options.filters,
  };
  const ann = await trainRate(tf, createRateNetwork(shape, createRandom(config.seed)), prepared, { kind: "analogue" }, options.ann, {
    ...workOptions(work),
    seed: config.seed,
    stage: "analogue network on probabilities",
  });
  const { accuracy } = await evaluateRate(tf, ann.network, probabilities, test, { kind: "analogue" }, workOptions(work));
  const lengths = Array.from(test.labels.keys(), (text) => test.start[text + 1] - test.start[text]);
  const learning: RateLearning = {
    schema: "snnc-rate-learning/1",
    classes: [...dataset.classes],
    dataset: {
      name: dataset.name,
      train: dataset.train.length,
      dev: dataset.dev.length,
      test: dataset.test.length,
      split: dataset.audit.split,
      vocabulary: vocabulary.words.length,
      wordsWithoutVectorPercent: share(Array.from(test.ids), (id) => vectors.isFound[id] === 0),
      cutTextsPercent: share(lengths, (words) => words > length),
    },
    content: contentOf(dataset),
    backend: backend === "native" ? "native TensorFlow.js" : "TensorFlow.js in WebAssembly",
    dimensions: vectors.dimensions,
    length,
    timesteps: options.timesteps,
    neuronsPerClass: options.neuronsPerClass,
    encoderSeeds: [...options.encoderSeeds],
    statistics: { ...vectors.statistics },
    accuracy: { ann: accuracy },
    multiplyAccumulates: {
      dense: multiplyAccumulates(shape),
      ofWords: meanOf(lengths.map((words) => multiplyAccumulates(shape, words))),
    },
    tableBytes: tableBytes(shape),
    stages: [{ name: "analogue network", epochs: ann.epochs, bestEpoch: ann.bestEpoch, devAccuracy: ann.devAccuracy }],
    warnings: [...datasetWarnings(dataset), ...vectors.warnings, ...ann.warnings].map(formatDiagnostic),
  };
  return {
    learning,
    files: new Map<string, string | Uint8Array>([
      [BUNDLE.floatGraph, encodeGraph(rateGraph(ann.network, "analogue", "rate"))],
      [BUNDLE.trained, json(learning)],
    ]),
  };
}

/** The files of `snnc convert` of such a bundle: graph.pb and learning.json. */
export async function convertRateFiles(
  bundle: Bundle,
  config: Config,
  dataset: Dataset,
  work: RateWork = {},
): Promise<{ files: Files; learning: RateLearning }> {
  const { tf, description } = await loadTensorFlow();
  work.note?.(description);
  const before = readRateTrained(bundle);
  const prepared = prepareRate(config, dataset);
  const { dev, test, probabilities } = prepared;
  const { timesteps, encoderSeeds, fineTune } = optionsOf(config);
  const ann = readRateNetwork(bundle, BUNDLE.floatGraph, dataset.classes.length);
  const spiking = (encoderSeed: number): RateReading => ({ kind: "spiking", timesteps, encoderSeed });
  const onDev = spiking(encoderSeeds[0] ?? 1);
  const options = workOptions(work);
  const converted = await evaluateRate(tf, ann, probabilities, dev, onDev, { ...options, stage: "converted network on dev" });
  const tuned = await trainRate(tf, ann, prepared, onDev, fineTune, { ...options, seed: config.seed, stage: "fine-tuning through time" });
  const onTest = async (network: RateNetwork, stage: string): Promise<readonly RateEvaluation[]> => {
    const runs: RateEvaluation[] = [];
    for (const seed of encoderSeeds) runs.push(await evaluateRate(tf, network, probabilities, test, spiking(seed), { ...options, stage }));
    return runs;
  };
  const convertedRuns = await onTest(ann, "converted network on test");
  const runs = await onTest(tuned.network, "fine-tuned network on test");
  const perText = {
    inputSpikes: meanOf(runs.map((run) => run.inputSpikes)),
    hiddenSpikes: meanOf(runs.map((run) => run.hiddenSpikes)),
    synapticOperations: meanOf(runs.map((run) => run.synapticOperations)),
  };
  const learning: RateLearning = {
    ...before,
    timesteps,
    encoderSeeds: [...encoderSeeds],
    accuracy: { ...before.accuracy, converted: convertedRuns.map(({ accuracy }) => accuracy), fineTuned: runs.map(({ accuracy }) => accuracy) },
    perText,
    stages: [
      ...before.stages,
      { name: "converted", epochs: 0, bestEpoch: 0, devAccuracy: converted.accuracy },
      { name: "fine-tuned", epochs: tuned.epochs, bestEpoch: tuned.bestEpoch, devAccuracy: tuned.devAccuracy },
    ],
    warnings: [...before.warnings, ...[...tuned.warnings, ...silence(perText)].map(formatDiagnostic)],
  };
  return {
    learning,
    files: new Map<string, string | Uint8Array>([
      [BUNDLE.graph, encodeGraph(rateGraph(tuned.network, "spiking", "rate"))],
      [BUNDLE.learning, json(learning)],
    ]),
  };
}

function readRateTrained(bundle: Bundle): RateLearning {
  return parseRateLearning(bundle.read(BUNDLE.trained).toString("utf8"), bundle.path(BUNDLE.trained));
}

/** The network of one of a bundle's graphs. */
export function readRateNetwork(bundle: Bundle, name: string, classes: number): RateNetwork {
  return rateNetworkOf(decodeGraph(bundle.read(name), bundle.path(name)), classes);
}

type MethodOptions = Pick<RateOptions, "timesteps" | "encoderSeeds" | "kernels" | "filters" | "neuronsPerClass" | "ann" | "fineTune">;

/** The published sizes with the configuration's own in their place. `epochs` limits each stage. */
function optionsOf({ rate, learn }: Config): MethodOptions {
  const { kernels, filters, epochs } = learn;
  const { ann, fineTune } = RATE_DEFAULTS;
  const limited = (most: number): number => Math.min(most, epochs ?? most);
  return {
    ...RATE_DEFAULTS,
    timesteps: rate.timesteps,
    encoderSeeds: rate.encoderSeeds,
    ...(kernels === undefined ? {} : { kernels: [...kernels].sort((a, b) => a - b) }),
    ...(filters === undefined ? {} : { filters }),
    ann: { ...ann, epochs: limited(ann.epochs) },
    fineTune: { ...fineTune, epochs: limited(fineTune.epochs) },
  };
}

/** Percent of the items of which something holds. */
function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return (100 * items.filter(holds).length) / Math.max(1, items.length);
}
