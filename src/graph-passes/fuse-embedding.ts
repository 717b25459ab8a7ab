/**
 * fuse-embedding: a word's embedding times a kernel is a constant row, multiplied once here, so that at run time a word
 * is additions only. A convolution that reads an embedding becomes token rows that read the embedding's tokens.
 *
 *   tokens -> embedding -> conv1d a, conv1d b   ->   tokens -> tokenRows a, tokenRows b
 */
import type { Conv1dNode, EmbeddingNode, TokenRowsNode } from "../graph/graph.js";
import { editorOf, type GraphEditor } from "./editor.js";
import type { GraphPass } from "./pass.js";

export const fuseEmbedding: GraphPass = {
  level: "graph",
  name: "fuse-embedding",
  summary: "multiplies embeddings into the convolutions that read them",
  requires: "a verified graph",
  ensures:
    "no conv1d of stride 1, dilation 1 and one group reads an embedding alone, unless their product is beyond single precision, or the graph is recurrent and something else reads that embedding",
  run: (graph) => {
    const editor = editorOf(graph);
    const statistics = { fused: 0, embeddingsRemoved: 0 };
    for (const name of editor.order) {
      const embedding = editor.find(name);
      if (embedding?.kind !== "embedding") continue;
      const targets = editor.targetsOf(name);
      const fused = targets.flatMap((target) => rowsOf(editor, embedding, target) ?? []);
      const isRead = fused.length < targets.length;
      if (fused.length === 0 || (isRead && editor.isRecurrent)) continue;
      const { input } = editor.shapeOf(name);
      for (const rows of fused) editor.replace(rows, { input, output: editor.shapeOf(rows.name).output });
      statistics.fused += fused.length;
      if (isRead) for (const rows of fused) editor.readInstead(rows.name, name);
      else if (editor.bypass(name)) statistics.embeddingsRemoved++;
    }
    return { graph: editor.finish(), statistics };
  },
};

function rowsOf(editor: GraphEditor, embedding: EmbeddingNode, target: string): TokenRowsNode | undefined {
  const node = editor.nodeOf(target);
  if (node.kind !== "conv1d" || node.stride !== 1 || node.dilation !== 1 || node.groups !== 1) return undefined;
  if (editor.sourcesOf(target).length !== 1) return undefined;
  const weight = fuseRows(embedding, node);
  if (!weight.every(Number.isFinite)) return undefined;
  const { name, kernel, outChannels, padding, bias } = node;
  const { vocabularySize } = embedding;
  return { kind: "tokenRows", name, vocabularySize, outChannels, kernel, padding, weight, ...(bias === undefined ? {} : { bias }) };
}

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
