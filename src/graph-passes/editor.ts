/**
 * A graph under change, so that a pass says what it does and not how lists are kept: nodes replaced, taken out, or
 * swapped, with the edges that follow from it. Every operation is local, so a pass is linear in the size of the graph.
 *
 * Which edge of a cycle brings the value of the timestep before follows from the order of the edges (order.ts). So edges
 * keep their places here, and what could change that order is refused: see `canBypass`.
 */
import type { Edge, Graph, GraphNode } from "../graph/graph.js";
import { evaluationOrder } from "../graph/order.js";
import { inferShapes, type NodeShape } from "../graph/shapes.js";

export interface GraphEditor {
  /** Names of the nodes as they were given, each after the sources of its immediate edges. */
  readonly order: readonly string[];
  /** Does any edge bring the value of the timestep before? */
  readonly isRecurrent: boolean;
  /** The node as it is now; undefined once it was taken out. */
  find(name: string): GraphNode | undefined;
  nodeOf(name: string): GraphNode;
  sourcesOf(name: string): readonly string[];
  targetsOf(name: string): readonly string[];
  shapeOf(name: string): NodeShape;
  /** Another node of the same name; `shape` where it takes or gives another shape than before. */
  replace(node: GraphNode, shape?: NodeShape): void;
  /** May the node be taken out, its sources connected to its targets? */
  canBypass(name: string): boolean;
  /** Takes a node out and connects its sources to its targets, where `canBypass`; says whether it did. */
  bypass(name: string): boolean;
  /** Connects `target` to the sources of its only source `name`, which keeps its other targets. Not in a recurrent graph. */
  readInstead(target: string, name: string): void;
  /** Turns a -> b -> targets into b -> a -> targets. `a` has no target but `b`, and `b` no source but `a`. */
  swap(a: string, b: string): void;
  /** The graph as it is now; the one given if nothing was changed. */
  finish(): Graph;
}

/** An edge and its place: edges that take the place of another one keep its rank. */
interface Ranked {
  readonly to: string;
  readonly rank: number;
}

/** An editor of a verified graph. */
export function editorOf(graph: Graph): GraphEditor {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const outgoing = new Map<string, readonly Ranked[]>();
  const incoming = new Map<string, readonly string[]>();
  const grown = { outgoing: listsOf<Ranked>(graph), incoming: listsOf<string>(graph) };
  graph.edges.forEach(({ from, to }, rank) => {
    grown.outgoing.get(from)?.push({ to, rank });
    grown.incoming.get(to)?.push(from);
  });
  for (const [name, list] of grown.outgoing) outgoing.set(name, list);
  for (const [name, list] of grown.incoming) incoming.set(name, list);

  const { nodes: ordered, delayed } = evaluationOrder(graph);
  let shapes: Map<string, NodeShape> | undefined;
  let isChanged = false;

  const nodeOf = (name: string): GraphNode => defined(nodes.get(name), name);
  const edgesOf = (name: string): readonly Ranked[] => outgoing.get(name) ?? [];
  const sourcesOf = (name: string): readonly string[] => incoming.get(name) ?? [];
  const targetsOf = (name: string): readonly string[] => edgesOf(name).map(({ to }) => to);
  const shapeOf = (name: string): NodeShape => {
    shapes ??= new Map(inferShapes(graph));
    return defined(shapes.get(name), name);
  };
  const replace = (node: GraphNode, shape?: NodeShape): void => {
    if (shape !== undefined) {
      shapeOf(node.name);
      shapes?.set(node.name, shape);
    }
    nodes.set(node.name, node);
    isChanged = true;
  };
  /** A concat names its predecessors. */
  const rename = (target: string, from: string, to: string): void => {
    const node = nodeOf(target);
    if (node.kind === "concat") replace({ ...node, inputs: node.inputs.map((name) => (name === from ? to : name)) });
  };

  const canBypass = (name: string): boolean => {
    const [sources, targets] = [sourcesOf(name), targetsOf(name)];
    if (sources.length === 0 || targets.length === 0 || sources.includes(name)) return false;
    if (sources.length > 1 && targets.some((target) => nodeOf(target).kind === "concat")) return false;
    if (targets.some((target) => sources.some((source) => sourcesOf(target).includes(source)))) return false;
    // Several sources may reach the node at different moments of the depth-first search that tells which edges close a
    // cycle; without it they must all the same arrive at one and the same node.
    const isOneWay = sources.length === 1 || (targets.length === 1 && sourcesOf(targets[0]).length === 1);
    return delayed.size === 0 || isOneWay;
  };
  const bypass = (name: string): boolean => {
    if (!canBypass(name)) return false;
    const [sources, targets] = [sourcesOf(name), targetsOf(name)];
    for (const source of sources) {
      outgoing.set(
        source,
        edgesOf(source).flatMap((edge) => (edge.to === name ? targets.map((to) => ({ to, rank: edge.rank })) : [edge])),
      );
    }
    for (const target of targets) {
      incoming.set(
        target,
        sourcesOf(target).flatMap((source) => (source === name ? sources : [source])),
      );
      rename(target, name, sources[0]);
    }
    nodes.delete(name);
    outgoing.delete(name);
    incoming.delete(name);
    isChanged = true;
    return true;
  };
  const readInstead = (target: string, name: string): void => {
    if (delayed.size > 0) throw new Error("in a recurrent graph, which edges are delayed would change");
    const sources = sourcesOf(name);
    outgoing.set(
      name,
      edgesOf(name).filter(({ to }) => to !== target),
    );
    for (const source of sources) {
      outgoing.set(
        source,
        edgesOf(source).flatMap((edge) => (edge.to === name ? [{ to: target, rank: edge.rank }, edge] : [edge])),
      );
    }
    incoming.set(target, sources);
    isChanged = true;
  };
  const swap = (a: string, b: string): void => {
    // A cycle of the two: what led from b back to a leads from a back to b.
    const sources = sourcesOf(a).map((name) => (name === b ? a : name));
    const leaving = edgesOf(b).map((edge) => (edge.to === a ? { ...edge, to: b } : edge));
    const between = edgesOf(a)[0];
    for (const source of sources) {
      if (source === a) continue;
      outgoing.set(
        source,
        edgesOf(source).map((edge) => (edge.to === a ? { ...edge, to: b } : edge)),
      );
    }
    for (const { to } of leaving) {
      if (to === b) continue;
      incoming.set(
        to,
        sourcesOf(to).map((source) => (source === b ? a : source)),
      );
      rename(to, b, a);
    }
    incoming.set(b, sources);
    outgoing.set(b, [{ to: a, rank: between.rank }]);
    incoming.set(a, [b]);
    outgoing.set(a, leaving);
    isChanged = true;
  };

  const finish = (): Graph => {
    if (!isChanged) return graph;
    const left = graph.nodes.flatMap(({ name }) => nodes.get(name) ?? []);
    const edges = left.flatMap(({ name }) => edgesOf(name).map(({ to, rank }) => ({ edge: { from: name, to }, rank })));
    // Stable: edges of one rank leave the same node and keep their order.
    edges.sort((a, b) => a.rank - b.rank);
    return { ...graph, nodes: left, edges: edges.map(({ edge }): Edge => edge) };
  };

  const order = ordered.map(({ name }) => name);
  const find = (name: string): GraphNode | undefined => nodes.get(name);
  const isRecurrent = delayed.size > 0;
  return { order, isRecurrent, find, nodeOf, sourcesOf, targetsOf, shapeOf, replace, canBypass, bypass, readInstead, swap, finish };
}

function listsOf<T>(graph: Graph): Map<string, T[]> {
  return new Map(graph.nodes.map(({ name }) => [name, []]));
}

function defined<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`no node '${name}'`);
  return value;
}
