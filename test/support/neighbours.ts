/** Every node of a graph with the nodes around it, so that a test can say what must not stand beside what. */
import type { Graph, GraphNode } from "../../src/graph/graph.js";
import { inferShapes, type NodeShape } from "../../src/graph/shapes.js";

export interface Neighbourhood {
  readonly node: GraphNode;
  readonly sources: readonly GraphNode[];
  readonly targets: readonly GraphNode[];
  readonly shape: NodeShape;
  /** The only source, if this is the only node to read it. */
  readonly own: GraphNode | undefined;
}

export function neighbours(graph: Graph): Neighbourhood[] {
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const shapes = inferShapes(graph);
  const named = (names: readonly string[]): GraphNode[] => names.flatMap((name) => nodeOf.get(name) ?? []);
  const sourcesOf = (name: string): string[] => graph.edges.flatMap(({ from, to }) => (to === name ? [from] : []));
  const targetsOf = (name: string): string[] => graph.edges.flatMap(({ from, to }) => (from === name ? [to] : []));
  return graph.nodes.map((node) => {
    const sources = sourcesOf(node.name);
    const isOwn = sources.length === 1 && targetsOf(sources[0] ?? "").length === 1;
    const shape = shapes.get(node.name) ?? { input: [], output: [] };
    return { node, sources: named(sources), targets: named(targetsOf(node.name)), shape, own: isOwn ? named(sources)[0] : undefined };
  });
}
