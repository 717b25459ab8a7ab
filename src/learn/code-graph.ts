/**
 * A coded model as graph: a port of tokens for the words with rows of their own, and one for each group of the code; each group's
 * sub-rows reach their filters through a convolution that only selects. Which tokens a word is stands with its encoder.
 *
 *   words  -> embedding [own rows, columns] -> conv<k>   ----> spike<k> -> pool<k> -> readout<k> -> output
 *   code.g -> code.g.rows [rows, columns]   -> conv<k>.g --/
 */
import type { Edge, Graph, GraphNode } from "../graph/graph.js";
import { codeGroupPort, OWN_PORT } from "../util/code-ports.js";
import { type CodeGroup, groupStarts, type WordCode } from "./code.js";
import { columnBlocks } from "./code-filters.js";
import { addBigrams, addFilters, addWide, convolutionNode } from "./graph.js";
import type { TextCnn } from "./textcnn.js";

/** The graph of a coded model; groups that hold no row are left out with the words that none needs. */
export function codedToGraph(model: TextCnn, code: WordCode, name: string): Graph {
  const { dimensions: columns, classes, embedding, wide } = model;
  const starts = groupStarts(code, columns);
  const nodes: GraphNode[] = [];
  const edges: Edge[] = [];
  const hasDrive = new Set<number>();
  const addPort = (port: string, rowsName: string, rows: number, width: number, weight: Float32Array): void => {
    nodes.push(
      { kind: "input", name: port, shape: [-1], encoding: { kind: "tokens", vocabularySize: rows } },
      { kind: "embedding", name: rowsName, vocabularySize: rows, dimensions: width, weight },
    );
    edges.push({ from: port, to: rowsName });
  };
  const addDrives = (rowsName: string, group: Pick<CodeGroup, "columnStart" | "columns">, suffix: string): void => {
    model.branches.forEach((branch, b) => {
      const weight = selection(model, b, group);
      if (weight === undefined) return;
      // The first drive of a branch gives it its name and its bias.
      const isFirst = !hasDrive.has(b);
      hasDrive.add(b);
      const conv = isFirst ? `conv${branch.kernel}` : `conv${branch.kernel}${suffix}`;
      nodes.push(convolutionNode(conv, { ...branch, weight }, group.columns, isFirst ? branch.bias : undefined));
      edges.push({ from: rowsName, to: conv }, ...(isFirst ? [] : [{ from: conv, to: `spike${branch.kernel}` }]));
    });
  };
  if (code.ownRows > 0) {
    addPort(OWN_PORT, "embedding", code.ownRows, columns, embedding.subarray(0, code.ownRows * columns));
    addDrives("embedding", { columnStart: 0, columns }, "");
  }
  code.groups.forEach((group, g) => {
    const rows = `${codeGroupPort(g)}.rows`;
    addPort(codeGroupPort(g), rows, group.rows, group.columns, embedding.subarray(starts[g], starts[g] + group.rows * group.columns));
    addDrives(rows, group, `.${g}`);
  });
  for (let b = 0; b < model.branches.length; b++) addFilters(model, b, nodes, edges);
  if (wide !== undefined) {
    const own = code.ownRows * classes;
    if (code.ownRows > 0) addWide(nodes, edges, { port: OWN_PORT, name: "wide", rows: code.ownRows, classes, weight: wide.subarray(0, own) });
    if (code.classRows > 0) {
      const port = codeGroupPort(code.groups.length);
      nodes.push({ kind: "input", name: port, shape: [-1], encoding: { kind: "tokens", vocabularySize: code.classRows } });
      addWide(nodes, edges, { port, name: `${port}.rows`, rows: code.classRows, classes, weight: wide.subarray(own) });
    }
  }
  addBigrams(model, nodes, edges);
  nodes.push({ kind: "output", name: "output", shape: [classes] });
  return { level: "graph", name, nodes, edges };
}

/** Kernel [kernel, group.columns, filters] that gives each filter of the branch its columns of the group; undefined where it has none. */
function selection(model: TextCnn, branch: number, { columnStart, columns }: Pick<CodeGroup, "columnStart" | "columns">): Float32Array | undefined {
  const { kernel, filters } = model.branches[branch];
  const weight = new Float32Array(kernel * columns * filters);
  let selected = 0;
  for (const block of columnBlocks(model)) {
    if (block.branch !== branch) continue;
    for (let f = 0; f < filters; f++) {
      const column = block.columnStart + f - columnStart;
      if (column < 0 || column >= columns) continue;
      weight[(block.offset * columns + column) * filters + f] = 1;
      selected++;
    }
  }
  return selected === 0 ? undefined : weight;
}
