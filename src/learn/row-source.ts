/** Where the rows of a batch's words come from and where their gradients go: a row a word, shared rows, or the parts of a word code. */
import { type AdamState, type AdamStep, adamRows, createAdam, createRowAccumulator, type RowGradients } from "./adamw.js";
import { addWordRow, forEachPart, groupStarts, OWN_PART, type WordCode } from "./code.js";
import { rowCount, type TextCnn } from "./textcnn.js";

export interface RowSource {
  /** Moments of its tables. */
  readonly states: readonly AdamState[];
  /** The rows of some words, [words, dimensions]. */
  gather(words: Uint32Array): Float32Array;
  /** One step of AdamW on the rows of some words, each listed once; `gradient` is shaped as what `gather` gives. */
  step(words: Uint32Array, gradient: Float32Array, step: AdamStep): void;
}

/** The rows of a model, trained in place. */
export function createRowSource(model: TextCnn): RowSource {
  return model.code === undefined ? rowsOfWords(model) : partsOfWords(model, model.code);
}

/** A table with its moments and the gradients of one batch. */
export interface SparseTable {
  readonly state: AdamState;
  add(row: number, gradient: Float32Array, at: number): void;
  step(step: AdamStep): void;
}

export function sparseTable(table: Float32Array, rows: number, columns: number): SparseTable {
  const state: AdamState = createAdam(table.length, rows);
  const accumulator = createRowAccumulator(rows, columns);
  return {
    state,
    add: accumulator.add,
    step: (step) => {
      const taken: RowGradients = accumulator.take();
      adamRows(table, columns, taken.rows, taken.gradient, state, step);
    },
  };
}

function rowsOfWords(model: TextCnn): RowSource {
  const { dimensions, embedding, rowOfWord } = model;
  const table = sparseTable(embedding, rowCount(model), dimensions);
  const rowOf = (word: number): number => (rowOfWord === undefined ? word : rowOfWord[word]);
  return {
    states: [table.state],
    gather: (words) => {
      const gathered = new Float32Array(words.length * dimensions);
      words.forEach((word, at) => {
        const row = rowOf(word) * dimensions;
        gathered.set(embedding.subarray(row, row + dimensions), at * dimensions);
      });
      return gathered;
    },
    step: (words, gradient, step) => {
      words.forEach((word, at) => {
        table.add(rowOf(word), gradient, at * dimensions);
      });
      table.step(step);
    },
  };
}

function partsOfWords({ dimensions, embedding }: TextCnn, code: WordCode): RowSource {
  const starts = groupStarts(code, dimensions);
  const own = sparseTable(embedding.subarray(0, code.ownRows * dimensions), code.ownRows, dimensions);
  const groups = code.groups.map(({ rows, columns }, g) => sparseTable(embedding.subarray(starts[g], starts[g] + rows * columns), rows, columns));
  return {
    states: [own, ...groups].map(({ state }) => state),
    gather: (words) => {
      const gathered = new Float32Array(words.length * dimensions);
      words.forEach((word, at) => {
        addWordRow(embedding, code, starts, dimensions, word, gathered, at * dimensions);
      });
      return gathered;
    },
    step: (words, gradient, step) => {
      words.forEach((word, at) => {
        forEachPart(code, starts, dimensions, word, (from, columnStart, columns, part) => {
          if (part === OWN_PART) own.add(from / dimensions, gradient, at * dimensions);
          else groups[part].add((from - starts[part]) / columns, gradient, at * dimensions + columnStart);
        });
      });
      own.step(step);
      for (const group of groups) group.step(step);
    },
  };
}
