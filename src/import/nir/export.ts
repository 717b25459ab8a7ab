/**
 * A graph as a NIR document: every node by itself, with the placement of what it gets (placement.ts), and everything that
 * NIR cannot say collected.
 */
import type { Edge, Graph, GraphNode, NodeKind } from "../../graph/graph.js";
import { evaluationOrder } from "../../graph/order.js";
import { inferShapes, placeOf, printShape } from "../../graph/shapes.js";
import { type Diagnostic, SnncError } from "../../util/diagnostics.js";
import { uniqueNames } from "../../util/names.js";
import type { Discretisation } from "./discretise.js";
import type { DocumentNode, NirDocument } from "./document.js";
import { type Placement, samePlacement, turnedPlacement } from "./placement.js";
import { MISPLACED, writtenAs } from "./write-nodes.js";

export interface WriteOptions {
  /** Seconds in a timestep; without it the graph's, or 1e-4 s, which is noted. */
  readonly dt?: number;
  /** How leaks become time constants, which is how they are to be read again (default euler). */
  readonly discretisation?: Discretisation;
  /** Told what a reader of the file must know. */
  readonly note?: (note: Diagnostic) => void;
}

/** What snnTorch takes for its own, and NIR's experiments took. */
const DEFAULT_DT_SECONDS = 1e-4;

/** Throws SnncError (input) with every node that NIR has no way to say. */
export function documentOf(graph: Graph, options: WriteOptions): NirDocument {
  const shapes = inferShapes(graph);
  const { nodes: order, delayed } = evaluationOrder(graph);
  const incoming = groupBy(graph.edges, "to");
  const outgoing = groupBy(graph.edges, "from");
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const dt = timestepOf(graph, options);
  const problems: Diagnostic[] = [];
  const placements = new Map<string, Placement>();
  const written = new Map<string, readonly DocumentNode[]>();
  for (const node of order) {
    const shape = shapes.get(node.name);
    if (shape === undefined) throw new Error(`no shape of node '${node.name}'`);
    const first = incoming.get(node.name)?.find((edge) => !delayed.has(edge));
    const known = node.kind === "input" ? inputPlacement(node, nodeOf, outgoing) : placements.get(first?.from ?? "");
    try {
      const { nodes, placement } = writtenAs(node, {
        shape,
        placement: known ?? { shape: shape.input },
        discretisation: options.discretisation ?? "euler",
        dt,
        note: (message, hint) => options.note?.({ code: "export-note", message, hint, where: placeOf(node) }),
      });
      written.set(node.name, nodes);
      // Behind a node that cannot be written nobody knows how values lie.
      if (known !== undefined) placements.set(node.name, placement);
    } catch (error) {
      if (!(error instanceof SnncError)) throw error;
      const isOwn = known !== undefined || !error.diagnostics.some(({ code }) => code === MISPLACED);
      if (isOwn) problems.push(...error.diagnostics.map((d) => ({ ...d, where: placeOf(node) })));
    }
  }
  problems.push(...sumProblems(order, incoming, placements));
  if (problems.length > 0) throw new SnncError("input", problems);
  return connected(graph, incoming, written);
}

function timestepOf(graph: Graph, { dt, note }: WriteOptions): () => number {
  let isNoted = false;
  return () => {
    const seconds = dt ?? graph.timestepSeconds;
    if (seconds !== undefined) return seconds;
    if (!isNoted) {
      const message = `the graph does not say how long a timestep is; time constants are written for ${DEFAULT_DT_SECONDS} s`;
      note?.({
        code: "export-note",
        message,
        hint: "Give the length with --dt, and the same when the file is read.",
        where: `graph '${graph.name}'`,
      });
    }
    isNoted = true;
    return DEFAULT_DT_SECONDS;
  };
}

function groupBy(edges: readonly Edge[], end: "from" | "to"): ReadonlyMap<string, readonly Edge[]> {
  const lists = new Map<string, Edge[]>();
  for (const edge of edges) {
    const list = lists.get(edge[end]);
    if (list === undefined) lists.set(edge[end], [edge]);
    else list.push(edge);
  }
  return lists;
}

/** What takes an input of [length, channels] and computes on it as on a series. */
const OVER_SERIES: readonly NodeKind[] = ["conv1d", "linear", "pool1d", "globalPool", "pad"];
/** What leaves the shape alone. */
const ELEMENTWISE: readonly NodeKind[] = ["scale", "batchNorm", "threshold", "delay", "integrator", "if", "lif", "cubaIntegrator", "cubaLif"];

/** As the graph has it; a series as NIR's convolutions take it, if it comes to one before it is transposed. */
function inputPlacement(
  input: Extract<GraphNode, { kind: "input" }>,
  nodeOf: ReadonlyMap<string, GraphNode>,
  outgoing: ReadonlyMap<string, readonly Edge[]>,
): Placement {
  if (input.shape.length !== 2) return { shape: input.shape };
  const seen = new Set<string>([input.name]);
  const open = [input.name];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const { to } of outgoing.get(name) ?? []) {
      const kind = nodeOf.get(to)?.kind;
      if (kind === undefined || seen.has(to)) continue;
      seen.add(to);
      if (OVER_SERIES.includes(kind)) return turnedPlacement(input.shape);
      if (ELEMENTWISE.includes(kind)) open.push(to);
    }
  }
  return { shape: input.shape };
}

/** Incoming values are added place by place: they must lie alike. */
function sumProblems(
  nodes: readonly GraphNode[],
  incoming: ReadonlyMap<string, readonly Edge[]>,
  placements: ReadonlyMap<string, Placement>,
): readonly Diagnostic[] {
  return nodes.flatMap((node) => {
    // A concat is refused as such.
    if (node.kind === "concat") return [];
    const sources = (incoming.get(node.name) ?? []).flatMap(({ from }) => {
      const placement = placements.get(from);
      return placement === undefined ? [] : [{ from, placement }];
    });
    const odd = sources.find(({ placement }) => !samePlacement(placement, sources[0].placement));
    if (odd === undefined) return [];
    const shown = (source: (typeof sources)[number]): string => `'${source.from}' ${printShape(source.placement.shape)}`;
    const message = `its incoming values lie in NIR in different ways (${shown(sources[0])}, ${shown(odd)}), and NIR has no transposition`;
    return [{ code: MISPLACED, message, where: placeOf(node), hint: "Transpose all of them, or none." }];
  });
}

/** Names for HDF5, and edges past the nodes of which nothing remained. */
function connected(graph: Graph, incoming: ReadonlyMap<string, readonly Edge[]>, written: ReadonlyMap<string, readonly DocumentNode[]>): NirDocument {
  const uniqueName = uniqueNames(graph.nodes.map(({ name }) => name));
  const nodes: DocumentNode[] = [];
  const edges: (readonly [string, string])[] = [];
  const endsOf = new Map<string, { readonly first: string; readonly last: string }>();
  // In the graph's order, which is part of what closes a cycle (order.ts).
  for (const { name } of graph.nodes) {
    const named = (written.get(name) ?? []).map((node) => ({
      ...node,
      name: node.name === name ? legalName(name, uniqueName) : uniqueName(node.name),
    }));
    if (named.length === 0) continue;
    nodes.push(...named);
    endsOf.set(name, { first: named[0].name, last: named[named.length - 1].name });
    for (let i = 1; i < named.length; i++) edges.push([named[i - 1].name, named[i].name]);
  }
  // The recursion ends: a cycle has a node with state, and of those something remains.
  const sourcesOf = (name: string): readonly string[] => {
    const ends = endsOf.get(name);
    return ends === undefined ? (incoming.get(name) ?? []).flatMap(({ from }) => sourcesOf(from)) : [ends.last];
  };
  for (const { from, to } of graph.edges) {
    const target = endsOf.get(to)?.first;
    if (target !== undefined) for (const source of sourcesOf(from)) edges.push([source, target]);
  }
  const problems = repeatedOf(edges).map(([from, to]) => ({
    code: "nir-edge",
    message: "without the transpositions and reshapes between, it is there twice",
    where: `edge '${from}' -> '${to}'`,
    hint: "Put a scale node in one of the ways.",
  }));
  if (problems.length > 0) throw new SnncError("input", problems);
  return { nodes, edges };
}

function repeatedOf(edges: NirDocument["edges"]): NirDocument["edges"] {
  const seen = new Set<string>();
  return edges.filter((edge) => {
    const key = edge.join(" ");
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated;
  });
}

/** HDF5 takes `.` for the group itself and `..` as a name that no path can say. */
function legalName(name: string, uniqueName: (wanted: string) => string): string {
  return name === "." || name === ".." ? uniqueName(`node${name}`) : name;
}
