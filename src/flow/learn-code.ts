/** `--encoding code` as flow: a fine-tuned spiking classifier -> the same with coded words, its graph, and the code dictionary. */
import { NO_LINE } from "../encode/encoder.js";
import { NO_ROW } from "../learn/code.js";
import { codedToGraph } from "../learn/code-graph.js";
import { type CodedWords, codeAndFineTune, fetchedPerWord } from "../learn/code-train.js";
import type { LearningPreset } from "../learn/presets.js";
import type { StageOptions } from "../learn/stages.js";
import type { TensorFlow } from "../learn/tensorflow.js";
import type { TextCnn } from "../learn/textcnn.js";
import type { TrainingData } from "../learn/train.js";
import type { TokenizedTexts, Tokenizer } from "../text/types.js";
import type { ConvertedText, WordRows } from "./compile.js";
import type { Config } from "./config.js";
import { unseenVectors } from "./embeddings.js";
import type { LearningSummary } from "./learning.js";

/** What coding needs to know of the texts besides their ids. */
export interface CodingInput extends TrainingData {
  readonly tokenizer: Tokenizer;
  readonly vocabulary: { readonly words: readonly string[] };
  readonly classes: readonly string[];
}

export interface CodedClassifier extends ConvertedText {
  readonly coded: CodedWords;
}

/** Codes the words of a fine-tuned spiking classifier as the configuration says and trains it on. Throws SnncError as `codeAndFineTune` does. */
export async function codeClassifier(
  tf: TensorFlow,
  spiking: TextCnn,
  { tokenizer, vocabulary, classes, ...data }: CodingInput,
  config: Pick<Config, "code" | "embeddings" | "weightBits">,
  preset: Pick<LearningPreset, "epochs" | "fineTune">,
  work: StageOptions,
): Promise<CodedClassifier> {
  const { unseenWords, ownRows, groups, ...request } = config.code;
  const unseen =
    config.embeddings === undefined || unseenWords === 0
      ? { words: [], vectors: undefined }
      : unseenVectors(config.embeddings, vocabulary, unseenWords);
  const coded = await codeAndFineTune(
    tf,
    spiking,
    data,
    preset,
    {
      ...request,
      ...(groups === undefined ? {} : { groups }),
      ...(ownRows === undefined ? {} : { ownRows }),
      ...(unseen.vectors === undefined ? {} : { unseen: unseen.vectors }),
      weightBits: config.weightBits,
      seed: work.seed,
    },
    work,
  );
  const { code } = coded.model;
  if (code === undefined) throw new Error("coding gave no code");
  return {
    coded,
    graph: codedToGraph(coded.model, code, "textcnn"),
    classes,
    wordRows: wordRowsOf(coded.model, code, tokenizer, [...vocabulary.words, ...unseen.words]),
  };
}

/** Figures of the code for learning.json. `test`: ids of the words of `wordRows`. */
export function codeSummary(
  { coded }: CodedClassifier,
  uncoded: TextCnn,
  test: TokenizedTexts,
  weightBits: number,
): NonNullable<LearningSummary["code"]> {
  const { code } = coded.model;
  if (code === undefined) throw new Error("coding gave no code");
  const wordsPerText = test.ids.length / Math.max(test.labels.length, 1);
  // An uncoded model knows no words behind the trained ones.
  const trained = test.ids.map((id) => (id < code.trainedWords ? id : 0));
  const after = fetchedPerWord(coded.model, test.ids, weightBits);
  return {
    groups: code.groups.length,
    subRows: code.groups.reduce((most, { rows }) => Math.max(most, rows), 0),
    ownRows: code.ownRows,
    classRows: code.classRows,
    eventsPerWord: after.events,
    tableBytes: coded.tableBytes,
    uncodedTableBytes: coded.uncodedBytes,
    bytesPerText: wordsPerText * after.bytes,
    uncodedBytesPerText: wordsPerText * fetchedPerWord(uncoded, trained, weightBits).bytes,
    dictionaryWords: coded.model.vocabularySize,
    unseenWords: coded.model.vocabularySize - code.trainedWords,
    dictionaryBytes: dictionaryBytes(code.groups, code.classRows, coded.model.vocabularySize),
  };
}

/** Bytes of the indices of all words, each as many bits as its group needs. */
function dictionaryBytes(groups: readonly { readonly rows: number }[], classRows: number, words: number): number {
  const bits = [...groups.map(({ rows }) => rows), ...(classRows > 0 ? [classRows] : [])].reduce(
    (sum, rows) => sum + Math.ceil(Math.log2(Math.max(rows, 2))),
    0,
  );
  return Math.ceil((words * bits) / 8);
}

/** The dictionary: a word's own row, or its sub-row in each group; the shared rows of the wide path are the last group. */
function wordRowsOf(model: TextCnn, code: NonNullable<TextCnn["code"]>, tokenizer: Tokenizer, words: readonly string[]): WordRows {
  const { ownRow, index, classIndex, classRows, trainedWords } = code;
  const own = code.groups.length;
  const groups = own + (classRows > 0 ? 1 : 0);
  const all = new Uint16Array(words.length * groups);
  for (let word = 0; word < words.length; word++) {
    if (ownRow[word] !== NO_ROW) continue;
    all.set(index.subarray(word * own, (word + 1) * own), word * groups);
    if (classRows > 0) all[word * groups + own] = classIndex[word];
  }
  return {
    tokenizer: tokenizer.name,
    words,
    rowOf: ownRow.map((row) => (row === NO_ROW ? NO_LINE : row)),
    code: { groups, index: all },
    ...(model.bigrams === undefined ? {} : { bigramHashBits: model.bigrams.hashBits, pairedWords: trainedWords }),
  };
}
