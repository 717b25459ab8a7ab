/** Row space: a model whose kernels only select, so that a word's row of the embedding is what it adds to the columns of columns.ts. */
import { type ColumnPlan, packColumns, planColumns, unpackColumns } from "./columns.js";
import { multiplyRow } from "./grid.js";
import type { TextCnn } from "./textcnn.js";

/**
 * A model in row space before it is coded: one row of all columns a word, kernels that select. The same currents up to rounding;
 * words that shared rows have one each.
 */
export function toRowSpace(model: TextCnn): TextCnn {
  const plan = planColumns(model);
  const rows = multipliedRows(model, plan);
  const { rowOfWord, wide, classes, vocabularySize } = model;
  const { rowOfWord: _, ...own } = model;
  const inRowSpace: TextCnn = {
    ...own,
    dimensions: plan.columns,
    embedding: rows,
    branches: model.branches.map((branch) => ({ ...branch, weight: new Float32Array(branch.kernel * plan.columns * branch.filters) })),
    ...(wide === undefined || rowOfWord === undefined ? {} : { wide: gather(wide, classes, rowOfWord, vocabularySize) }),
  };
  const identity = new Float32Array(plan.columns * plan.columns);
  for (let c = 0; c < plan.columns; c++) identity[c * plan.columns + c] = 1;
  unpackColumns(identity, inRowSpace, plan);
  return inRowSpace;
}

/** The rows of all words times the kernels, [vocabularySize, plan.columns]. */
export function multipliedRows(model: TextCnn, plan: ColumnPlan): Float32Array {
  const { embedding, rowOfWord, dimensions, vocabularySize } = model;
  return multiply(rowOfWord === undefined ? embedding : gather(embedding, dimensions, rowOfWord, vocabularySize), model, plan);
}

/** Any vectors [n, dimensions] times the kernels of a model, [n, plan.columns]. */
export function multiply(vectors: Float32Array, model: TextCnn, plan: ColumnPlan): Float32Array {
  const { dimensions } = model;
  const { columns } = plan;
  const matrix = packColumns(model, plan);
  const count = vectors.length / dimensions;
  const rows = new Float32Array(count * columns);
  const sum = new Float64Array(columns);
  for (let word = 0; word < count; word++) {
    multiplyRow({ embedding: vectors, dimensions }, word, matrix, sum);
    rows.set(sum, word * columns);
  }
  return rows;
}

function gather(table: Float32Array, columns: number, rowOf: Uint32Array, count: number): Float32Array {
  const rows = new Float32Array(count * columns);
  for (let i = 0; i < count; i++) rows.set(table.subarray(rowOf[i] * columns, (rowOf[i] + 1) * columns), i * columns);
  return rows;
}
