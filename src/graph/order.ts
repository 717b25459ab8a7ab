/**
 * The order in which a graph is evaluated within a timestep, and the edges that close its cycles: those bring the value
 * of the timestep before, as recurrent connections do in the frameworks (norse, snnTorch, NIR's reference semantics).
 */
import type { Edge, Graph, GraphNode } from "./graph.js";

export interface EvaluationOrder {
  /** Every node once; each after the sources of its immediate edges. */
  readonly nodes: readonly GraphNode[];
  /** Edges that bring the value of the timestep before. */
  readonly delayed: ReadonlySet<Edge>;
}

/**
 * Depth first from the input nodes, in the graph's order: an edge to a node that is still open closes a cycle (Tarjan
 * 1972), and the reverse of the order in which nodes are finished is an order of evaluation for the others. Linear in
 * nodes and edges; expects names that resolve.
 */
export function evaluationOrder(graph: Graph): EvaluationOrder {
  const outgoing = new Map<string, Edge[]>(graph.nodes.map(({ name }) => [name, []]));
  for (const edge of graph.edges) outgoing.get(edge.from)?.push(edge);
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const state = new Map<string, "open" | "finished">();
  const finished: GraphNode[] = [];
  const delayed = new Set<Edge>();

  const inputsFirst = [...graph.nodes.filter(({ kind }) => kind === "input"), ...graph.nodes.filter(({ kind }) => kind !== "input")];
  for (const root of inputsFirst) {
    if (state.has(root.name)) continue;
    state.set(root.name, "open");
    const path = [{ node: root, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const edge = outgoing.get(top.node.name)?.[top.next++];
      if (edge === undefined) {
        state.set(top.node.name, "finished");
        finished.push(top.node);
        path.pop();
        continue;
      }
      const target = nodeOf.get(edge.to);
      if (target === undefined) continue;
      const seen = state.get(target.name);
      if (seen === "open") delayed.add(edge);
      else if (seen === undefined) {
        state.set(target.name, "open");
        path.push({ node: target, next: 0 });
      }
    }
  }
  return { nodes: finished.reverse(), delayed };
}
