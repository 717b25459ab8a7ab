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
