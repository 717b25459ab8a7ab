/**
 * One trial, judged as the integer program that `compile` would make, on dev; the test part is never looked at.
 *
 *     full     the stages of `train` and `convert`, without their baselines: what the configuration is worth
 *     sketch   trained as spikes from the start, one stage instead of four, a quarter of the time: which ones to go on with; few bits are
 *              only rounded
 */
import { chooseClips } from "../../learn/clips.js";
import { tableBytes } from "../../learn/code-train.js";
import { textCnnToGraph } from "../../learn/graph.js";
import type { WeightGrid } from "../../learn/grid.js";
import { evaluate } from "../../learn/predict.js";
import { convert, fineTune, tailor, trainAnn, trainSpiking } from "../../learn/stages.js";
import { loadTensorFlow } from "../../learn/tensorflow.js";
import { rowCount, shareRows, type TextCnn } from "../../learn/textcnn.js";
import { clipsFor } from "../../lower/clips.js";
import { chooseSharedRows } from "../../lower/rows.js";
import { loadDataset } from "../../text/dataset.js";
import { tokenizerFor } from "../../text/tokenizer.js";
import type { TokenizedTexts, Vocabulary } from "../../text/types.js";
import { buildVocabulary, indexWords, tokenizeTexts } from "../../text/vocabulary.js";
import type { Configuration, Measurement } from "../../util/exploration.js";
import type { WorkOptions } from "../../util/progress.js";
import type { Config } from "../config.js";
import { wordVectors } from "../embeddings.js";
import { trainForBits } from "../learn-bits.js";
import { codeClassifier } from "../learn-code.js";
import { presetOf } from "../learn-shared.js";
import { costOfShape, type TextFigures } from "./cost.js";
import { configOf } from "./space.js";

export interface TrialRequest {
  /** What all trials share: data, preset, embeddings, seed. */
  readonly base: Config;
  readonly configuration: Configuration;
  /** Most epochs of a stage. */
  readonly epochs: number;
  readonly isSketch: boolean;
}

/** Throws SnncError as loading data and training do, and the signal's reason when aborted. */
export async function runTrial({ base, configuration, epochs, isSketch }: TrialRequest, options: WorkOptions = {}): Promise<Measurement> {
  const config = configOf(base, configuration, epochs);
  const { tf } = await loadTensorFlow();
  const dataset = loadDataset(config.dataset);
  const tokenizer = tokenizerFor(dataset.language);
  const vocabulary = buildVocabulary(dataset.train, tokenizer);
  const data = { train: tokenizeTexts(dataset.train, tokenizer, vocabulary), dev: tokenizeTexts(dataset.dev, tokenizer, vocabulary) };
  const preset = presetOf(config);
  const shape = { vocabularySize: vocabulary.words.length, classes: dataset.classes.length };
  const vectors = config.embeddings === undefined ? undefined : wordVectors(config.embeddings, vocabulary, config.seed);
  const work = { ...options, seed: config.seed };
  const start = { ...work, ...(vectors === undefined ? {} : { vectors }) };

  const sketch = async (): Promise<TextCnn> =>
    // As gently as the float network, whose rates are chosen for the preset's data.
    (await trainSpiking(tf, data, shape, { ...preset, spiking: preset.ann }, { ...start, stage: "spiking TextCNN" })).model;
  const whole = async (): Promise<TextCnn> => {
    const ann = await trainAnn(tf, data, shape, preset, start);
    const tailored = await tailor(tf, ann.model, data, preset, work);
    const converted = await convert(tailored.model, data, preset, work);
    return (await fineTune(tf, converted.model, data, preset, { ...work, stage: "fine-tuning" })).model;
  };
  const trained = isSketch ? await sketch() : await whole();
  const judged = async (spiking: TextCnn, dev: TokenizedTexts): Promise<Measurement> => {
    const { weightBits } = configuration;
    const forBits = isSketch ? undefined : await trainForBits(tf, spiking, { ...data, dev }, preset, weightBits, work);
    if (forBits !== undefined) return measure(forBits.trained.model, configuration, dev, forBits.grid);
    const all = clipsFor(weightBits);
    const clips = isSketch && weightBits >= CLIPLESS_BITS ? all.slice(0, 1) : all;
    return measure(spiking, configuration, dev, chooseClips(spiking, dev, weightBits, clips).grid);
  };
  if (config.encoding === "code") {
    const input = { ...data, tokenizer, vocabulary, classes: dataset.classes };
    const { coded, wordRows } = await codeClassifier(tf, trained, input, config, preset, work);
    // The code has words that training never saw.
    const { words } = wordRows;
    return await judged(coded.model, tokenizeTexts(dataset.dev, tokenizer, { ...vocabulary, words, idOf: indexWords(words) }));
  }
  const shared = onSharedRows(trained, vocabulary, config);
  const model = shared === undefined ? trained : (await fineTune(tf, shared, data, preset, { ...work, stage: "fine-tuning shared rows" })).model;
  return await judged(model, data.dev);
}

/** From so many bits on, clipping changes next to nothing: a sketch does without. */
const CLIPLESS_BITS = 6;

/** The model on fewer rows, where the vocabulary has more words than the configuration has rows. */
function onSharedRows(model: TextCnn, { words, counts }: Vocabulary, { rows, ownRows, seed }: Config): TextCnn | undefined {
  if (words.length <= rows) return undefined;
  const shared = chooseSharedRows(textCnnToGraph(model, "textcnn"), { counts, maxRows: rows, ownRows: Math.min(ownRows, rows - 1), seed });
  return shareRows(model, shared.rowOf, counts);
}

/** Accuracy and cost of the integer program that a spiking model becomes on a grid. */
export function measure(model: TextCnn, configuration: Configuration, dev: TokenizedTexts, grid: WeightGrid): Measurement {
  const figures = evaluate(model, dev, grid);
  const { classes } = model;
  return {
    devAccuracy: figures.accuracy,
    // The output bias is a row of its own, driven once a text.
    operations: figures.synapticOperations + classes,
    hiddenSpikes: figures.hiddenSpikes,
    tableBytes: bytesOf(model, configuration, { vocabulary: rowCount(model), classes, words: figures.words, pairs: figures.pairs }),
  };
}

function bytesOf(model: TextCnn, configuration: Configuration, texts: TextFigures): number {
  return model.code === undefined ? costOfShape(configuration, texts).tableBytes : tableBytes(model, configuration.weightBits);
}
