/**
 * Learning as flow: labelled texts -> baselines, float and tailored TextCNN (`train`), then the spiking network
 * (`convert`, learn-convert.ts). The test set is read once per reported configuration, after every choice has been made on dev.
 */
import { encodeEncoder } from "../encode/codec.js";
import type { Encoder } from "../encode/encoder.js";
import { encodeGraph } from "../graph/codec.js";
import { foldTextCnns } from "../learn/ensemble.js";
import { textCnnFromGraph, textCnnToGraph } from "../learn/graph.js";
import { trainLinear } from "../learn/linear.js";
import { evaluate } from "../learn/predict.js";
import { tailor, trainAnn, trainWidePathAlone } from "../learn/stages.js";
import { loadTensorFlow } from "../learn/tensorflow.js";
import type { TextCnn } from "../learn/textcnn.js";
import type { Trained } from "../learn/train.js";
import { loadDataset } from "../text/dataset.js";
import type { Dataset, TokenizedTexts } from "../text/types.js";
import { datasetWarnings, unknownWordWarnings } from "../text/warnings.js";
import { formatDiagnostic, inputError } from "../util/diagnostics.js";
import { BUNDLE, type Bundle, createBundle, type Files, floatGraphOf, json, madeAfter } from "./bundle.js";
import { contentOf, labelled, loadBundleDataset, readConfig, readFloatGraphs, readTrained } from "./bundle-files.js";
import { interruptedConfig, withCheckpoint } from "./checkpoint.js";
import type { LabelledTexts } from "./compile.js";
import { type Config, type ConfigInput, MOST_MEMBERS, parseConfig } from "./config.js";
import { wordVectors } from "./embeddings.js";
import { type ConvertedModel, convertOn } from "./learn-convert.js";
import { ofMember, workOfMember } from "./learn-members.js";
import { convertRateBundle, trainRateBundle } from "./learn-rate.js";
import { type CheckpointedWork, type LearnOptions, prepare, presetOf, stageOf, stageWork, wideOf } from "./learn-shared.js";
import type { LearningSummary } from "./learning.js";
import type { RateLearning } from "./rate-learning.js";

/** What the command line may say of a bundle's conversion. */
export interface ConvertBundleOptions extends LearnOptions {
  /** In place of the configuration's. */
  readonly weightBits?: number;
  /** Goes on with the conversion that was interrupted, by its own configuration. */
  readonly resume?: boolean;
}

export type { ConvertedModel } from "./learn-convert.js";
export type { LearnOptions } from "./learn-shared.js";
export type TrainOptions = LearnOptions;
export type ConvertOptions = LearnOptions;

/** What training yields: the tailored network, or several to be folded into one, and what is known of all others. */
export interface TrainedText {
  readonly config: Config;
  readonly tailored: readonly TextCnn[];
  readonly summary: LearningSummary;
  readonly dev: LabelledTexts;
  readonly test: LabelledTexts;
}

/** Which TensorFlow.js runs here. */
export async function learningBackend(): Promise<{ readonly name: "native" | "wasm"; readonly description: string }> {
  const { backend, description } = await loadTensorFlow();
  return { name: backend, description };
}

/** Trains from a configuration (defaults filled in). Throws SnncError for data that cannot be learnt from. */
export async function train(config: ConfigInput, options: TrainOptions = {}): Promise<TrainedText> {
  const resolved = parseConfig(config, "train");
  return await trainOn(resolved, loadDataset(resolved.dataset), options);
}

/** Converts, shares rows and fine-tunes what `train` returned. */
export async function convert(trained: TrainedText, options: ConvertOptions = {}): Promise<ConvertedModel> {
  return await convertOn(trained.config, loadDataset(trained.config.dataset), trained.tailored, trained.summary, options);
}

/**
 * `snnc train`: writes snnc.config.json, float.pb (one for each member) and trained.json. Aborted, it leaves a checkpoint, from which `resume` goes on
 * to the same weights; `--encoding rate` leaves none.
 */
export async function trainBundle(
  folder: string,
  config: Config,
  options: LearnOptions & { readonly resume?: boolean } = {},
): Promise<LearningSummary | RateLearning> {
  const bundle = createBundle(folder);
  const dataset = loadDataset(config.dataset);
  if (config.encoding === "rate") {
    if (config.members === 1) return await trainRateBundle(bundle, config, dataset, options);
    throw inputError("members-rate", `${config.members} networks were asked for, and \`--encoding rate\` trains one`, {
      hint: "Leave --members out.",
    });
  }
  const { description: backend } = await learningBackend();
  return await withCheckpoint(bundle, "train", { config, content: contentOf(dataset), backend }, options, async (checkpoints) => {
    const trained = await trainOn(config, dataset, { ...options, checkpoints });
    options.signal?.throwIfAborted();
    // An earlier training may have had more members.
    const floatGraphs = Array.from({ length: MOST_MEMBERS }, (_, member) => floatGraphOf(member));
    bundle.remove([...floatGraphs, ...madeAfter(BUNDLE.trained)]);
    bundle.write(new Map([...trainedFiles(trained), [BUNDLE.config, json(config)]]));
    return trained.summary;
  });
}

/**
 * `snnc convert`: writes graph.pb, words.pb and learning.json. Aborted, it leaves a checkpoint, from which `resume` goes on to the
 * same weights; `--encoding rate` leaves none.
 */
export async function convertBundle(folder: string, options: ConvertBundleOptions = {}): Promise<LearningSummary | RateLearning> {
  const bundle = createBundle(folder);
  const { weightBits, resume } = options;
  const config =
    resume === true
      ? interruptedConfig(folder, "convert")
      : parseConfig({ ...readConfig(bundle), ...(weightBits === undefined ? {} : { weightBits }) }, "command line");
  if (config.encoding === "rate") {
    const learning = await convertRateBundle(bundle, config, options);
    bundle.write(new Map([[BUNDLE.config, json(config)]]));
    return learning;
  }
  const dataset = loadBundleDataset(config, readTrained(bundle));
  const { description: backend } = await learningBackend();
  const floatGraphs = Array.from({ length: config.members }, (_, member) => floatGraphOf(member));
  const start = [...floatGraphs.filter((name) => bundle.has(name)), BUNDLE.trained].map((name) => bundle.read(name));
  return await withCheckpoint(bundle, "convert", { config, content: contentOf(dataset), backend, start }, options, async (checkpoints) => {
    const converted = await convertFromBundle(bundle, config, dataset, { ...options, checkpoints });
    options.signal?.throwIfAborted();
    bundle.remove(madeAfter(BUNDLE.graph));
    bundle.write(new Map([...convertedFiles(converted), [BUNDLE.config, json(config)]]));
    return converted.summary;
  });
}

/** The files of stage `train`, for a bundle that keeps track of its stages. */
export async function trainFiles(config: Config, dataset: Dataset, options: LearnOptions = {}): Promise<Files> {
  return trainedFiles(await trainOn(config, dataset, options));
}

/** The files of stage `convert`. */
export async function convertFiles(bundle: Bundle, config: Config, dataset: Dataset, options: LearnOptions = {}): Promise<Files> {
  return convertedFiles(await convertFromBundle(bundle, config, dataset, options));
}

function trainedFiles({ tailored, summary }: TrainedText): Files {
  return new Map<string, string | Uint8Array>([
    ...tailored.map((model, member): [string, Uint8Array] => [floatGraphOf(member), encodeGraph(textCnnToGraph(model, "textcnn"))]),
    [BUNDLE.trained, json(summary)],
  ]);
}

function convertedFiles({ graph, wordRows, summary }: ConvertedModel): Files {
  // The word rows are stored as an encoder whose lines are the rows; compilation gives lines their numbers.
  const words: Encoder = {
    tokenizer: wordRows.tokenizer,
    words: wordRows.words,
    wordLine: wordRows.rowOf,
    ...(wordRows.code === undefined ? {} : { code: { groupLine: new Uint32Array(wordRows.code.groups), index: wordRows.code.index } }),
    ...(wordRows.bigramHashBits === undefined
      ? {}
      : {
          bigram: {
            hashBits: wordRows.bigramHashBits,
            firstLine: summary.rows ?? 0,
            ...(wordRows.pairedWords === undefined ? {} : { words: wordRows.pairedWords }),
          },
        }),
    drainTimesteps: 1,
    limits: { timestepsPerSample: 65535, eventsPerTimestep: (wordRows.code?.groups ?? 1) + 2 },
  };
  return new Map<string, string | Uint8Array>([
    [BUNDLE.graph, encodeGraph(graph)],
    [BUNDLE.words, encodeEncoder(words)],
    [BUNDLE.learning, json(summary)],
  ]);
}

async function convertFromBundle(bundle: Bundle, config: Config, dataset: Dataset, options: CheckpointedWork): Promise<ConvertedModel> {
  const tailored = readFloatGraphs(bundle, config.members).map((graph) => textCnnFromGraph(graph));
  return await convertOn(config, dataset, tailored, readTrained(bundle), options);
}

/** The linear baseline's int8 table fits the largest on-chip memory of the cost tables: a fair rival is not pushed into DRAM by its rarest pairs. */
const LINEAR_BYTES = 2 ** 20;

async function trainOn(config: Config, dataset: Dataset, options: CheckpointedWork): Promise<TrainedText> {
  const { tf, backend, description } = await loadTensorFlow();
  options.note?.(description);
  const prepared = prepare(dataset);
  const { vocabulary, train: trainTexts, dev, test } = prepared;
  const preset = presetOf(config);
  const classes = dataset.classes.length;
  const vectors = config.embeddings === undefined ? undefined : wordVectors(config.embeddings, vocabulary, config.seed);
  const work = stageWork(config, options);

  const linear = await trainLinear(trainTexts, dev, classes, {
    vocabularySize: vocabulary.words.length,
    seed: config.seed,
    maximumFeatures: Math.floor(LINEAR_BYTES / classes),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: (done) => options.onProgress?.({ stage: "linear baseline", done, total: 1 }),
  });
  const shape = { vocabularySize: vocabulary.words.length, classes };
  const wideAlone = await trainWidePathAlone({ train: trainTexts, dev }, shape, preset, work);
  const members: { readonly ann: Trained; readonly tailored: Trained }[] = [];
  for (let member = 0; member < config.members; member++) {
    const own = workOfMember(work, member, config.members);
    const ann = await trainAnn(tf, { train: trainTexts, dev }, shape, preset, { ...own, ...(vectors === undefined ? {} : { vectors }) });
    members.push({ ann, tailored: await tailor(tf, ann.model, { train: trainTexts, dev }, preset, own) });
  }
  const tailored = members.map((member) => member.tailored.model);

  // Everything is chosen; the test set is read once for each of the reported networks.
  const onTest = (model: TextCnn): number => evaluate(model, test).accuracy;
  const decided = linear.predict(test);
  const warnings = [
    ...datasetWarnings(dataset),
    ...unknownWordWarnings("dev", dev),
    ...unknownWordWarnings("test", test),
    ...(vectors?.warnings ?? []),
    ...members.flatMap((member) => [...member.ann.warnings, ...member.tailored.warnings]),
  ].map(formatDiagnostic);
  const summary: LearningSummary = {
    schema: "snnc-learning/1",
    classes: [...dataset.classes],
    dataset: {
      name: dataset.name,
      train: dataset.train.length,
      dev: dataset.dev.length,
      test: dataset.test.length,
      split: dataset.audit.split,
      duplicates: dataset.audit.duplicates,
      conflictingTexts: dataset.audit.conflictingTexts,
      emptyRows: dataset.audit.emptyRows + dataset.audit.rowsWithoutLabel,
      trainTestOverlap: dataset.audit.trainTestOverlap,
      vocabulary: vocabulary.words.length,
      unknownTokensPercent: unknownPercent(test),
    },
    content: contentOf(dataset),
    backend: backend === "native" ? "native TensorFlow.js" : "TensorFlow.js in WebAssembly",
    dimensions: tailored[0].dimensions,
    wide: wideOf(tailored[0]),
    accuracy: {
      linear: percentEqual(decided, test.labels),
      widePathAlone: onTest(wideAlone.model),
      ann: onTest(foldTextCnns(members.map(({ ann }) => ann.model))),
      tailored: onTest(foldTextCnns(tailored)),
    },
    linear: { kind: linear.kind, features: linear.features, lookups: linear.averageOperations(test) / classes },
    stages: [
      { name: `linear (${linear.kind}, ${linear.setting})`, epochs: 0, bestEpoch: 0, devAccuracy: linear.devAccuracy },
      stageOf("wide path alone", wideAlone),
      ...members.flatMap(({ ann, tailored: own }, member) => [
        stageOf(`float TextCNN${ofMember(member, members.length)}`, ann),
        stageOf(`tailored TextCNN${ofMember(member, members.length)}`, own),
      ]),
    ],
    chosenOnDev: { "linear baseline": `${linear.kind}, ${linear.setting}` },
    warnings,
  };
  return { config, tailored, summary, dev: labelled(dataset.dev), test: labelled(dataset.test) };
}

function percentEqual(decisions: ArrayLike<number>, labels: ArrayLike<number>): number {
  let equal = 0;
  for (let i = 0; i < labels.length; i++) if (decisions[i] === labels[i]) equal++;
  return (100 * equal) / Math.max(labels.length, 1);
}

function unknownPercent(texts: TokenizedTexts): number {
  let unknown = 0;
  for (const id of texts.ids) if (id === 0) unknown++;
  return (100 * unknown) / Math.max(texts.ids.length, 1);
}
