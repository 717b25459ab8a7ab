/**
 * Conversion as flow: tailored float networks -> spiking and fine-tuned -> folded into one where they are several -> its words on
 * shared rows or coded -> trained for few bits.
 */
import { codedToGraph } from "../learn/code-graph.js";
import { foldTextCnns } from "../learn/ensemble.js";
import { textCnnToGraph } from "../learn/graph.js";
import { evaluate } from "../learn/predict.js";
import type { LearningPreset } from "../learn/presets.js";
import { type Converted, convert as convertToSpikes, fineTune, type StageOptions } from "../learn/stages.js";
import { loadTensorFlow, type TensorFlow } from "../learn/tensorflow.js";
import { shareRows, type TextCnn } from "../learn/textcnn.js";
import type { Trained } from "../learn/train.js";
import { chooseSharedRows } from "../lower/rows.js";
import type { Dataset, TokenizedTexts } from "../text/types.js";
import { indexWords, tokenizeTexts } from "../text/vocabulary.js";
import { type Diagnostic, formatDiagnostic } from "../util/diagnostics.js";
import type { ConvertedText, WordRows } from "./compile.js";
import type { Config } from "./config.js";
import { trainForBits } from "./learn-bits.js";
import { codeClassifier, codeSummary } from "./learn-code.js";
import { ofMember, workOfMember } from "./learn-members.js";
import { type CheckpointedWork, type Prepared, prepare, presetOf, stageOf, stageWork, wideOf } from "./learn-shared.js";
import type { LearningSummary } from "./learning.js";

export interface ConvertedModel extends ConvertedText {
  readonly model: TextCnn;
  readonly summary: LearningSummary;
}

/** What the stages of conversion have in common. */
interface Work {
  readonly tf: TensorFlow;
  readonly config: Config;
  readonly dataset: Dataset;
  readonly prepared: Prepared;
  readonly preset: LearningPreset;
  readonly options: StageOptions;
}

/** Converts the tailored networks, one a member, and adds to the summary of their training. */
export async function convertOn(
  config: Config,
  dataset: Dataset,
  tailored: readonly TextCnn[],
  before: LearningSummary,
  options: CheckpointedWork,
): Promise<ConvertedModel> {
  const { tf } = await loadTensorFlow();
  const prepared = prepare(dataset);
  const preset = presetOf(config);
  const work: Work = { tf, config, dataset, prepared, preset, options: stageWork(config, options) };
  const members: Member[] = [];
  for (const [member, float] of tailored.entries())
    members.push(await spikingMember(float, workOfMember(work.options, member, tailored.length), work));
  const spiking = foldTextCnns(members.map(({ tuned }) => tuned.model));
  const stored = config.encoding === "code" ? await codedWords(spiking, work) : await wordsOnRows(spiking, work);
  const data = { train: prepared.train, dev: stored.dev };
  const forBits = await trainForBits(tf, stored.model, data, preset, config.weightBits, work.options);
  const model = forBits?.trained.model ?? stored.model;
  const trainedFor = forBits === undefined ? {} : { trainedFor: forBits.trainedFor };

  // Everything is chosen; the test set is read once for each of the reported networks, as integers where it was trained for these.
  const summary: LearningSummary = {
    ...before,
    ...stored.summary,
    accuracy: {
      ...before.accuracy,
      converted: evaluate(foldTextCnns(members.map(({ converted }) => converted.model)), prepared.test).accuracy,
      snn: evaluate(model, stored.test, forBits?.grid).accuracy,
    },
    stages: [
      ...before.stages,
      ...members.flatMap(({ converted, tuned }, member) => [
        stageOf(`converted${ofMember(member, members.length)}`, converted),
        stageOf(`fine-tuned${ofMember(member, members.length)}`, tuned),
      ]),
      ...(members.length === 1 ? [] : [foldedStage(spiking, members.length, prepared)]),
      ...stored.stages,
      ...(forBits === undefined ? [] : [stageOf(`fine-tuned for ${config.weightBits}-bit weights`, forBits.trained)]),
    ],
    chosenOnDev: {
      ...before.chosenOnDev,
      ...Object.fromEntries(
        members.map(({ converted }, member) => [`threshold factor${ofMember(member, members.length)}`, converted.thresholdFactor]),
      ),
    },
    ...trainedFor,
    warnings: [
      ...before.warnings,
      ...[
        ...members.flatMap(({ converted, tuned }) => [...converted.warnings, ...tuned.warnings]),
        ...stored.warnings,
        ...(forBits?.trained.warnings ?? []),
      ].map(formatDiagnostic),
    ],
  };
  return {
    model,
    graph: model.code === undefined ? textCnnToGraph(model, "textcnn") : codedToGraph(model, model.code, "textcnn"),
    classes: dataset.classes,
    wordRows: stored.wordRows,
    ...trainedFor,
    summary,
  };
}

/** One network as spikes, before and after fine-tuning. */
interface Member {
  readonly converted: Converted;
  readonly tuned: Trained;
}

async function spikingMember(tailored: TextCnn, own: StageOptions, { tf, prepared, preset }: Work): Promise<Member> {
  const converted = await convertToSpikes(tailored, prepared, preset, own);
  return { converted, tuned: await fineTune(tf, converted.model, prepared, preset, { ...own, stage: "fine-tuning" }) };
}

function foldedStage(folded: TextCnn, members: number, { dev }: Prepared): LearningSummary["stages"][number] {
  return { name: `${members} networks folded into one`, epochs: 0, bestEpoch: 0, devAccuracy: evaluate(folded, dev).accuracy };
}

/** A spiking classifier whose words are stored as the configuration says. */
interface StoredWords {
  readonly model: TextCnn;
  readonly wordRows: WordRows;
  /** Texts as ids of the words of `wordRows`. */
  readonly dev: TokenizedTexts;
  readonly test: TokenizedTexts;
  readonly stages: LearningSummary["stages"];
  readonly warnings: readonly Diagnostic[];
  readonly summary: Pick<LearningSummary, "rows" | "wide" | "code">;
}

async function codedWords(spiking: TextCnn, { tf, config, dataset, prepared, preset, options }: Work): Promise<StoredWords> {
  const { tokenizer, vocabulary } = prepared;
  const classifier = await codeClassifier(tf, spiking, { ...prepared, classes: dataset.classes }, config, preset, options);
  const { coded, wordRows } = classifier;
  const { model } = coded;
  // The code has words that training never saw.
  const { words } = wordRows;
  const ids = (examples: Dataset["train"]): TokenizedTexts => tokenizeTexts(examples, tokenizer, { ...vocabulary, words, idOf: indexWords(words) });
  const test = ids(dataset.test);
  return {
    model,
    wordRows,
    dev: ids(dataset.dev),
    test,
    stages: [{ name: "coded words", epochs: 0, bestEpoch: 0, devAccuracy: coded.codedAccuracy }, stageOf("fine-tuned coded words", coded.trained)],
    warnings: coded.trained.warnings,
    summary: {
      wide: wideOf(model),
      // As many whole rows as the shared and own ones take: a rival network may have the same code.
      rows: Math.ceil(model.embedding.length / model.dimensions),
      code: codeSummary(classifier, spiking, test, config.weightBits),
    },
  };
}

/** Words on rows of their own, or where there are more words than rows on shared ones, trained on once more. */
async function wordsOnRows(spiking: TextCnn, { tf, config, prepared, preset, options }: Work): Promise<StoredWords> {
  const { tokenizer, vocabulary, dev, test } = prepared;
  const stored = (model: TextCnn, rowOf: Uint32Array, rows: number, tuned?: Trained): StoredWords => ({
    model,
    wordRows: {
      tokenizer: tokenizer.name,
      words: vocabulary.words,
      rowOf,
      ...(model.bigrams === undefined ? {} : { bigramHashBits: model.bigrams.hashBits }),
    },
    dev,
    test,
    stages: tuned === undefined ? [] : [stageOf(`fine-tuned on ${rows} shared rows`, tuned)],
    warnings: tuned?.warnings ?? [],
    summary: { wide: wideOf(model), rows },
  });
  const words = vocabulary.words.length;
  if (words <= config.rows)
    return stored(
      spiking,
      Uint32Array.from({ length: words }, (_, word) => word),
      words,
    );
  options.onProgress?.({ stage: "sharing rows between words" });
  const { rowOf, rows } = chooseSharedRows(textCnnToGraph(spiking, "textcnn"), {
    counts: vocabulary.counts,
    maxRows: config.rows,
    ownRows: Math.min(config.ownRows, config.rows - 1),
    seed: config.seed,
  });
  const shared = shareRows(spiking, rowOf, vocabulary.counts);
  const tuned = await fineTune(tf, shared, prepared, preset, { ...options, stage: "fine-tuning shared rows" });
  return stored(tuned.model, rowOf, rows, tuned);
}
