/**
 * remove-unused: nodes from which no path leads to an output, inputs among them. Imported models may have them
 * (auxiliary heads, training branches); the verifier refuses them.
 *
 *   in -> conv -> out, conv -> auxiliary   ->   in -> conv -> out
 */
import type { GraphPass } from "./pass.js";

export const removeUnused: GraphPass = {
  level: "graph",
  name: "remove-unused",
  summary: "removes nodes that reach no output",
  requires: "edges that resolve",
  ensures: "every node leads to an output",
  run: (graph) => {
    const sources = new Map<string, string[]>(graph.nodes.map(({ name }) => [name, []]));
    for (const { from, to } of graph.edges) sources.get(to)?.push(from);
    const open = graph.nodes.filter(({ kind }) => kind === "output").map(({ name }) => name);
    const used = new Set(open);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const source of sources.get(name) ?? []) {
        if (used.has(source)) continue;
        used.add(source);
        open.push(source);
      }
    }
    const nodes = graph.nodes.filter(({ name }) => used.has(name));
    const nodesRemoved = graph.nodes.length - nodes.length;
    if (nodesRemoved === 0) return { graph, statistics: { nodesRemoved } };
    // What leads into a node that is used is used: only edges into removed nodes go.
    return { graph: { ...graph, nodes, edges: graph.edges.filter(({ to }) => used.has(to)) }, statistics: { nodesRemoved } };
  },
};
