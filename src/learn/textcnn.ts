/**
 * The one model of this folder: a TextCNN, analogue (ReLU) or spiking, as plain typed arrays.
 *
 *     current[t, f] = bias[f] + sum over offsets j of  embedding[row of word t - left + j] . weight[j, :, f],  t >= first
 *     hidden[f]     = max over t of relu(current[t, f])                       analogue
 *                   = 1 if max over t of current[t, f] > threshold[f] else 0  spiking (OR over positions, T = 1)
 *     score[c]      = outputBias[c] + sum over f of hidden[f] output[f, c]
 *                   + sum over words of wide[row of word, c] + sum over neighbouring words of bigrams[hash of pair, c]
 *
 * Filters are numbered through all kernel sizes, in the order of `branches`.
 */
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import type { Random } from "../util/random.js";
import { codedLength, NO_ROW, type WordCode } from "./code.js";

export interface TextCnn {
  readonly kind: "textcnn";
  /** Words of the vocabulary, the unknown word (id 0) included. */
  readonly vocabularySize: number;
  readonly dimensions: number;
  readonly classes: number;
  /**
   * `causal`: kernel - 1 zeros on the left, none on the right (the windows that end at each word); `same`: both sides;
   * `valid`: no zeros, so that a text shorter than the kernel has no window, and the filter stays at 0.
   */
  readonly windows: "causal" | "same" | "valid";
  readonly activation: Activation;
  /** Word id -> row where words share rows; the identity if absent. */
  readonly rowOfWord?: Uint32Array;
  /** Words as rows of their own and sums of shared sub-rows (code.ts), in place of `rowOfWord`; `embedding` then holds its tables. */
  readonly code?: WordCode;
  /** [rows, dimensions]. */
  readonly embedding: Float32Array;
  /** One per kernel size, ascending. */
  readonly branches: readonly Branch[];
  /** [filters of all branches, classes]. */
  readonly output: Float32Array;
  /** [classes]. */
  readonly outputBias: Float32Array;
  /** Word rows of the wide path, [rows, classes]. */
  readonly wide?: Float32Array;
  /** Hashed pairs of neighbouring words, [2^hashBits, classes]. */
  readonly bigrams?: { readonly hashBits: number; readonly weight: Float32Array };
}

export type Activation =
  | { readonly kind: "relu" }
  /** A spike where the current strictly exceeds the filter's threshold; [filters of all branches]. */
  | { readonly kind: "spike"; readonly thresholds: Float32Array };

/** The filters of one kernel size. */
export interface Branch {
  readonly kernel: number;
  readonly filters: number;
  /** [kernel, dimensions, filters]; offset 0 is the oldest word of the window. */
  readonly weight: Float32Array;
  /** [filters]. */
  readonly bias: Float32Array;
}

/** Shape of a network to be trained. */
export interface TextCnnShape {
  readonly vocabularySize: number;
  readonly classes: number;
  readonly dimensions: number;
  /** Kernel sizes, ascending, each 1..63. */
  readonly kernels: readonly number[];
  /** Filters of each kernel size. */
  readonly filters: number;
  readonly wideWords: boolean;
  /** log2 of the rows for hashed pairs; no pairs if absent. */
  readonly bigramBits?: number;
}

export function filterCount(model: Pick<TextCnn, "branches">): number {
  return model.branches.reduce((sum, branch) => sum + branch.filters, 0);
}

/** Rows that the words have, shared or not. */
export function rowCount(model: Pick<TextCnn, "embedding" | "dimensions">): number {
  return model.embedding.length / model.dimensions;
}

/** Zeros on the left of a text: how many words a window reaches back from the position it is counted at. */
export function wordsBefore(windows: TextCnn["windows"], kernel: number): number {
  return windows === "same" ? Math.floor((kernel - 1) / 2) : kernel - 1;
}

/** First position at which a window is counted. */
export function firstWindow(windows: TextCnn["windows"], kernel: number): number {
  return windows === "valid" ? kernel - 1 : 0;
}

/**
 * A random untrained network: ReLU, embeddings from N(0, 0.1) (or the given vectors), kernels and output uniform in
 * +-1/sqrt(fan-in), biases and wide rows 0.
 */
export function createTextCnn(
  shape: TextCnnShape,
  windows: TextCnn["windows"],
  random: Random,
  start: { readonly embedding?: Float32Array; readonly wide?: Float32Array } = {},
): TextCnn {
  const { vocabularySize, classes, dimensions } = shape;
  const uniform = (size: number, fanIn: number): Float32Array => {
    const bound = 1 / Math.sqrt(fanIn);
    return Float32Array.from({ length: size }, () => bound * (2 * random.uniform() - 1));
  };
  const embedding = start.embedding?.slice() ?? Float32Array.from({ length: vocabularySize * dimensions }, () => 0.1 * random.normal());
  const branches = [...shape.kernels]
    .sort((a, b) => a - b)
    .map((kernel) => ({
      kernel,
      filters: shape.filters,
      weight: uniform(kernel * dimensions * shape.filters, kernel * dimensions),
      bias: new Float32Array(shape.filters),
    }));
  const filters = filterCount({ branches });
  const model: TextCnn = {
    kind: "textcnn",
    vocabularySize,
    dimensions,
    classes,
    windows,
    activation: { kind: "relu" },
    embedding,
    branches,
    output: uniform(filters * classes, filters),
    outputBias: new Float32Array(classes),
    ...(shape.wideWords ? { wide: start.wide?.slice() ?? new Float32Array(vocabularySize * classes) } : {}),
    ...(shape.bigramBits === undefined ? {} : { bigrams: { hashBits: shape.bigramBits, weight: new Float32Array(2 ** shape.bigramBits * classes) } }),
  };
  checkTextCnn(model);
  return model;
}

/**
 * Every array of a model with its name and the length that its shape demands. The arrays are the model's own: whoever
 * changes them (the optimiser) owns the model.
 */
export function arraysOf(model: TextCnn): readonly { readonly name: string; readonly values: Float32Array; readonly length: number }[] {
  const { code } = model;
  const rows = model.rowOfWord === undefined ? model.vocabularySize : rowCount(model);
  const wideRows = code === undefined ? rows : code.ownRows + code.classRows;
  const filters = filterCount(model);
  return [
    { name: "embedding", values: model.embedding, length: code === undefined ? rows * model.dimensions : codedLength(code, model.dimensions) },
    ...model.branches.flatMap((branch) => [
      { name: `conv${branch.kernel} weight`, values: branch.weight, length: branch.kernel * model.dimensions * branch.filters },
      { name: `conv${branch.kernel} bias`, values: branch.bias, length: branch.filters },
    ]),
    ...(model.activation.kind === "spike" ? [{ name: "thresholds", values: model.activation.thresholds, length: filters }] : []),
    { name: "output", values: model.output, length: filters * model.classes },
    { name: "output bias", values: model.outputBias, length: model.classes },
    ...(model.wide === undefined ? [] : [{ name: "wide", values: model.wide, length: wideRows * model.classes }]),
    ...(model.bigrams === undefined ? [] : [{ name: "bigrams", values: model.bigrams.weight, length: 2 ** model.bigrams.hashBits * model.classes }]),
  ];
}

/** Refuses a model that cannot be run: SnncError (input) naming every array of a wrong size or with a number that is none. */
export function checkTextCnn(model: TextCnn): void {
  const problems: Diagnostic[] = [];
  const problem = (code: string, message: string, hint?: string): void => {
    problems.push({ code, message, where: "TextCNN", ...(hint === undefined ? {} : { hint }) });
  };
  for (const { name, values, length } of arraysOf(model)) {
    if (values.length !== length) {
      problem("model-shape", `${name} has ${values.length} numbers; its shape demands ${length}`);
      continue;
    }
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      problem(
        "model-not-finite",
        `${name}[${bad}] is ${values[bad]}; every weight must be a finite number`,
        "Train again with a lower learning rate.",
      );
    }
  }
  model.branches.forEach(({ kernel }, b) => {
    if (!Number.isInteger(kernel) || kernel < 1 || kernel > 63) problem("model-kernel", `a kernel of ${kernel} words; 1 to 63 are possible`);
    if (b > 0 && kernel <= model.branches[b - 1].kernel)
      problem("model-kernel", `kernel ${kernel} does not follow its smaller ones; each size once, ascending`);
  });
  if (model.branches.length === 0) problem("model-kernel", "no kernel size; at least one is needed");
  if (model.classes < 2) problem("model-classes", `${model.classes} classes; at least 2 are needed`);
  if (model.rowOfWord !== undefined) {
    const rows = rowCount(model);
    if (model.rowOfWord.length !== model.vocabularySize) {
      problem("model-shape", `rowOfWord has ${model.rowOfWord.length} numbers; the vocabulary has ${model.vocabularySize} words`);
    }
    const bad = model.rowOfWord.findIndex((row) => row >= rows);
    if (bad >= 0) problem("model-row", `word ${bad} has row ${model.rowOfWord[bad]} of ${rows}`);
  }
  if (model.code !== undefined) {
    const wrong = complaintAboutCode(model.code, model);
    if (wrong !== undefined) problem("model-code", wrong);
  }
  if (problems.length > 0) throw new SnncError("input", problems);
}

/** The first contradiction of a word code, or undefined. */
function complaintAboutCode(code: WordCode, model: TextCnn): string | undefined {
  const { ownRow, ownRows, groups, index, classIndex, classRows } = code;
  const words = model.vocabularySize;
  if (ownRow.length !== words || classIndex.length !== words || index.length !== words * groups.length) {
    return `the code is of ${ownRow.length} words; the vocabulary has ${words}`;
  }
  const outside = groups.findIndex(({ columnStart, columns }) => columnStart < 0 || columns < 1 || columnStart + columns > model.dimensions);
  if (outside >= 0) return `group ${outside} of the code lies outside the ${model.dimensions} columns`;
  for (let word = 0; word < words; word++) {
    if (ownRow[word] !== NO_ROW) {
      if (ownRow[word] >= ownRows) return `word ${word} has row ${ownRow[word]} of ${ownRows}`;
      continue;
    }
    const wrong = groups.findIndex(({ rows }, g) => index[word * groups.length + g] >= rows);
    if (wrong >= 0) return `word ${word} has sub-row ${index[word * groups.length + wrong]} of ${groups[wrong].rows} in group ${wrong}`;
    if (classRows > 0 && classIndex[word] >= classRows) return `word ${word} has class row ${classIndex[word]} of ${classRows}`;
  }
  return undefined;
}

/** A copy that shares no array with the model, so that training it changes nothing else. */
export function copyTextCnn(model: TextCnn): TextCnn {
  return {
    ...model,
    activation: model.activation.kind === "spike" ? { kind: "spike", thresholds: model.activation.thresholds.slice() } : model.activation,
    ...(model.rowOfWord === undefined ? {} : { rowOfWord: model.rowOfWord.slice() }),
    embedding: model.embedding.slice(),
    branches: model.branches.map((branch) => ({ ...branch, weight: branch.weight.slice(), bias: branch.bias.slice() })),
    output: model.output.slice(),
    outputBias: model.outputBias.slice(),
    ...(model.wide === undefined ? {} : { wide: model.wide.slice() }),
    ...(model.bigrams === undefined ? {} : { bigrams: { ...model.bigrams, weight: model.bigrams.weight.slice() } }),
  };
}

/**
 * The same words on fewer rows: each row of the result is the mean of its words' rows, weighted by their training
 * counts (words never counted weigh half a count, so that a row without any is still a mean). `rowOf`: word id -> row.
 */
export function shareRows(model: TextCnn, rowOf: Uint32Array, counts: Uint32Array): TextCnn {
  const rows = rowOf.reduce((most, row) => Math.max(most, row), 0) + 1;
  const mean = (table: Float32Array, columns: number): Float32Array => {
    const sums = new Float64Array(rows * columns);
    const totals = new Float64Array(rows);
    for (let word = 0; word < rowOf.length; word++) {
      const from = (model.rowOfWord?.[word] ?? word) * columns;
      const to = rowOf[word] * columns;
      const weight = Math.max(counts[word], 0.5);
      totals[rowOf[word]] += weight;
      for (let c = 0; c < columns; c++) sums[to + c] += weight * table[from + c];
    }
    return Float32Array.from(sums, (sum, i) => (sum === 0 ? 0 : sum / totals[Math.floor(i / columns)]));
  };
  const shared: TextCnn = {
    ...copyTextCnn(model),
    rowOfWord: rowOf.slice(),
    embedding: mean(model.embedding, model.dimensions),
    ...(model.wide === undefined ? {} : { wide: mean(model.wide, model.classes) }),
  };
  checkTextCnn(shared);
  return shared;
}
