/** Coding as a stage of learning: a fine-tuned spiking model -> its words coded within a budget of bytes -> trained on in row space. */
import { inputError } from "../util/diagnostics.js";
import { NO_ROW, operationsOf } from "./code.js";
import { type CodeOptions, codeWords } from "./code-words.js";
import { planColumns } from "./columns.js";
import { evaluate } from "./predict.js";
import type { LearningPreset } from "./presets.js";
import type { StageOptions } from "./stages.js";
import type { TensorFlow } from "./tensorflow.js";
import { filterCount, type TextCnn } from "./textcnn.js";
import { type Trained, type TrainingData, type TrainingOptions, trainTextCnn } from "./train.js";

/** What a code may cost; single figures may be left to the budget. */
export interface CodeRequest extends Omit<CodeOptions, "groups" | "ownRows"> {
  /** Without: groups of the most columns up to 16 that all kernels' filters allow; 8 stages of an additive code. */
  readonly groups?: number;
  /** As many as `tableBytes` holds without. */
  readonly ownRows?: number;
  /** Bytes that all synapse tables may take, output and wide path included. */
  readonly tableBytes: number;
  /** Width of a weight. */
  readonly weightBits: number;
}

export interface CodedWords {
  /** Fine-tuned; its thresholds are 1. */
  readonly model: TextCnn;
  readonly trained: Trained;
  /** Percent of dev, coded and before fine-tuning. */
  readonly codedAccuracy: number;
  /** Bytes of all synapse tables, before and after. */
  readonly uncodedBytes: number;
  readonly tableBytes: number;
}

const WIDEST_GROUP = 16;
const STAGES = 8;

/** Adam at 1e-3, falling to a fiftieth in three epochs: the codes stay, rows, biases and output move. */
const TRAINING: Pick<TrainingOptions, "epochs" | "learningRate" | "rowLearningRate" | "wideLearningRate" | "finalRate" | "patience"> = {
  epochs: 3,
  learningRate: 1e-3,
  rowLearningRate: 1e-3,
  wideLearningRate: 1e-3,
  finalRate: 0.02,
  patience: 3,
};

/**
 * Codes the words of a spiking model and trains it on. Throws SnncError (input) `code-groups` (codeWords) and `code-budget` for tables that
 * hold not even the shared rows.
 */
export async function codeAndFineTune(
  tf: TensorFlow,
  spiking: TextCnn,
  data: TrainingData,
  preset: Pick<LearningPreset, "epochs" | "fineTune">,
  request: CodeRequest,
  options: StageOptions,
): Promise<CodedWords> {
  options.onProgress?.({ stage: "coding words" });
  const coded = codeWords(spiking, data.train, withinBudget(spiking, request));
  const trained = await trainTextCnn(
    tf,
    coded,
    data,
    { ...preset.fineTune, ...TRAINING, epochs: Math.min(TRAINING.epochs, preset.epochs) },
    { ...options, stage: "fine-tuning coded words", keepStart: true },
  );
  return {
    model: trained.model,
    trained,
    codedAccuracy: evaluate(coded, data.dev).accuracy,
    uncodedBytes: tableBytes(spiking, request.weightBits),
    tableBytes: tableBytes(trained.model, request.weightBits),
  };
}

/** Bytes of all synapse tables of the event program: rows times kernels, wide path, pairs, output and its bias. */
export function tableBytes(model: TextCnn, weightBits: number): number {
  const { code, embedding, dimensions, wide, bigrams, output, classes } = model;
  const hidden = code === undefined ? (embedding.length / dimensions) * planColumns(model).columns : embedding.length;
  const weights = hidden + (wide?.length ?? 0) + (bigrams?.weight.length ?? 0) + output.length + classes;
  return Math.ceil((weights * weightBits) / 8);
}

/** Means over the words of texts: input events, and bytes of rows fetched, pairs apart. */
export function fetchedPerWord(model: TextCnn, ids: Uint32Array, weightBits: number): { readonly events: number; readonly bytes: number } {
  const { code, classes } = model;
  const { columns } = planColumns(model);
  let [events, weights] = [0, 0];
  for (const id of ids) {
    const isOwn = code === undefined || code.ownRow[id] !== NO_ROW;
    events += isOwn ? 1 : code.groups.length + (code.classRows > 0 ? 1 : 0);
    weights += code === undefined ? columns + (model.wide === undefined ? 0 : classes) : operationsOf(code, columns, classes, id);
  }
  const words = Math.max(ids.length, 1);
  return { events: events / words, bytes: (weights * weightBits) / 8 / words };
}

/** The request with its open figures filled in. */
function withinBudget(model: TextCnn, request: CodeRequest): CodeOptions {
  const { columns } = planColumns(model);
  const { classes } = model;
  const groups = request.groups ?? (request.scheme === "additive" ? STAGES : columns / usualWidth(model));
  const classRows = model.wide === undefined ? 0 : request.classRows;
  const pairBits = model.bigrams === undefined ? undefined : Math.min(request.bigramHashBits ?? model.bigrams.hashBits, model.bigrams.hashBits);
  const shared = request.subRows * (request.scheme === "additive" ? groups * columns : columns);
  const rest = shared + classRows * classes + (pairBits === undefined ? 0 : 2 ** pairBits * classes) + (filterCount(model) + 1) * classes;
  const weights = Math.floor((request.tableBytes * 8) / request.weightBits);
  if (rest > weights) {
    throw inputError(
      "code-budget",
      `the tables of a word code need ${Math.ceil((rest * request.weightBits) / 8)} bytes without any row of a word's own; the budget is ${request.tableBytes}`,
      {
        hint: "Take fewer sub-rows (`--code-rows`), fewer rows for pairs, or a larger budget (`code.tableBytes` of the configuration).",
      },
    );
  }
  const affordable = Math.floor((weights - rest) / (columns + (model.wide === undefined ? 0 : classes)));
  const { tableBytes: _, weightBits: __, ...options } = request;
  return { ...options, groups, classRows, ownRows: Math.min(request.ownRows ?? affordable, model.vocabularySize - 1) };
}

function usualWidth({ branches }: TextCnn): number {
  let width = WIDEST_GROUP;
  while (branches.some(({ filters }) => filters % width !== 0)) width--;
  return width;
}
