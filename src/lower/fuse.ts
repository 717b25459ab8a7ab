/**
 * Fuses the embedding into the kernels: a word's embedding times a kernel is a constant row, multiplied once here so
 * that at run time a word is additions only.
 */
import type { Conv1dNode, EmbeddingNode } from "../graph/graph.js";

/**
 * Rows of every token through one convolution, [vocabularySize x (kernel * outChannels)]; column j * outChannels + f is
 * what offset j of filter f receives: sum over d of E[w, d] * W[f, d, j].
 */
export function fuseRows(embedding: EmbeddingNode, convolution: Conv1dNode): Float32Array {
  const { dimensions, vocabularySize, weight } = embedding;
  const { kernel, outChannels } = convolution;
  const columns = kernel * outChannels;
  // Transposed to [d][j * F + f], so that the inner loop runs over consecutive columns.
  const transposed = new Float32Array(dimensions * columns);
  for (let f = 0; f < outChannels; f++) {
    for (let d = 0; d < dimensions; d++) {
      for (let j = 0; j < kernel; j++) {
        transposed[d * columns + j * outChannels + f] = convolution.weight[(f * dimensions + d) * kernel + j];
      }
    }
  }
  const rows = new Float32Array(vocabularySize * columns);
  const sum = new Float64Array(columns);
  for (let w = 0; w < vocabularySize; w++) {
    sum.fill(0);
    for (let d = 0; d < dimensions; d++) {
      const factor = weight[w * dimensions + d];
      const base = d * columns;
      for (let c = 0; c < columns; c++) sum[c] += factor * transposed[base + c];
    }
    rows.set(sum, w * columns);
  }
  return rows;
}

/** Filters [first, first + length) that an offset of a kernel drives. */
export interface OffsetWindow {
  readonly offset: number;
  readonly first: number;
  readonly length: number;
}

/** All filters at every offset. */
export function wholeWindows({ kernel, outChannels }: Conv1dNode): readonly OffsetWindow[] {
  return Array.from({ length: kernel }, (_, offset) => ({ offset, first: 0, length: outChannels }));
}

/** From the first to the last filter that has any weight at an offset; offsets without are left out, unless all are. */
export function drivenWindows(convolution: Conv1dNode): readonly OffsetWindow[] {
  const { kernel, outChannels, inChannels, weight } = convolution;
  const isDriven = (offset: number, f: number): boolean => {
    for (let d = 0; d < inChannels; d++) if (weight[(f * inChannels + d) * kernel + offset] !== 0) return true;
    return false;
  };
  const windows: OffsetWindow[] = [];
  for (let offset = 0; offset < kernel; offset++) {
    const driven = Array.from({ length: outChannels }, (_, f) => f).filter((f) => isDriven(offset, f));
    const [first] = driven;
    if (first !== undefined) windows.push({ offset, first, length: (driven.at(-1) ?? first) - first + 1 });
  }
  return windows.length === 0 ? wholeWindows(convolution) : windows;
}

/** The columns of the windows side by side, of rows with `columns` columns; column offset * filters + f. */
export function selectColumns(rows: Int8Array, columns: number, windows: readonly OffsetWindow[], filters: number): Int8Array {
  const width = windows.reduce((sum, window) => sum + window.length, 0);
  if (width === columns) return rows;
  const selected = new Int8Array((rows.length / columns) * width);
  for (let from = 0, to = 0; from < rows.length; from += columns) {
    for (const { offset, first, length } of windows) {
      const at = from + offset * filters + first;
      selected.set(rows.subarray(at, at + length), to);
      to += length;
    }
  }
  return selected;
}
