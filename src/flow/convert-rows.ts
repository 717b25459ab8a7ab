/** Imported vocabularies on fewer rows: words of a converted text classifier share them, so that it fits a core. */
import type { Graph } from "../graph/graph.js";
import { chooseSharedRows } from "../lower/rows.js";
import { recogniseWordNetwork } from "../lower/textnetwork.js";
import type { WordRows } from "./compile.js";

export interface OnSharedRows {
  readonly graph: Graph;
  readonly wordRows: WordRows;
  /** Token of the graph before -> row. */
  readonly rowOf: Uint32Array;
  readonly rows: number;
}

/** Most rows of their own that frequent words keep: as many of all as by default when training here (1,500 of 3,900). */
const OWN_SHARE = 1500 / 3900;

/**
 * The same classifier whose words share `maxRows` rows, each the mean of its words' by how often the training texts have
 * them (words that they never have count half). The pad keeps its own. Throws SnncError (input) as `chooseSharedRows` does.
 */
export function onSharedRows(graph: Graph, wordRows: WordRows, texts: readonly Uint32Array[], maxRows: number, seed: number): OnSharedRows {
  const { embedding, words } = recogniseWordNetwork(graph);
  const { vocabularySize, dimensions, weight } = embedding;
  const counts = new Uint32Array(vocabularySize);
  for (const ids of texts) for (const id of ids) counts[wordRows.rowOf[id]]++;
  const pad = wordRows.padding === undefined ? undefined : wordRows.rowOf[wordRows.padding.id];
  if (pad !== undefined) counts[pad] = 0xffffffff;
  const ownRows = Math.min(Math.round(maxRows * OWN_SHARE), maxRows - 1);
  const { rowOf, rows } = chooseSharedRows(graph, { counts, maxRows, ownRows, seed });
  const sums = new Float64Array(rows * dimensions);
  const totals = new Float64Array(rows);
  for (let token = 0; token < vocabularySize; token++) {
    const [row, share] = [rowOf[token], Math.max(counts[token], 0.5)];
    totals[row] += share;
    for (let d = 0; d < dimensions; d++) sums[row * dimensions + d] += share * weight[token * dimensions + d];
  }
  const shared = Float32Array.from(sums, (sum, i) => sum / totals[Math.floor(i / dimensions)]);
  const nodes = graph.nodes.map((node) => {
    if (node.name === embedding.name) return { ...embedding, vocabularySize: rows, weight: shared };
    if (node.name === words.name) return { ...words, encoding: { kind: "tokens", vocabularySize: rows } as const };
    return node;
  });
  return { graph: { ...graph, nodes }, wordRows: { ...wordRows, rowOf: wordRows.rowOf.map((token) => rowOf[token]) }, rowOf, rows };
}
