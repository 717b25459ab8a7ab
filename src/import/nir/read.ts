/**
 * Reads NIR files (Neuromorphic Intermediate Representation, Pedersen et al., Nature Communications 2024) as graphs.
 *
 * Steps: the file's network, flat (network.ts); its order from the inputs on; each node by the table (operators.ts) with
 * transposes where the layouts differ; then the shapes that the file declares are held against the inferred ones.
 */
import type { Graph, Shape } from "../../graph/graph.js";
import { inferShapes, printShape } from "../../graph/shapes.js";
import { type Diagnostic, inputError, SnncError } from "../../util/diagnostics.js";
import { type GraphBuilder, graphBuilder, placeInSource, type Unnamed } from "../builder.js";
import { openHdf5 } from "../hdf5.js";
import { DEFAULT_LIMITS, type Imported, type ImportOptions } from "../types.js";
import { isLocal } from "./fields.js";
import { type NirNetwork, type NirNode, readNetwork } from "./network.js";
import type { NodeContext, Timing } from "./operator.js";
import { OPERATOR_OF } from "./operators.js";
import { sameShape } from "./parameters.js";

/** The network in the bytes of a .nir file. Throws SnncError (input) with everything that is in the way. */
export async function readNir(bytes: Uint8Array, options: ImportOptions): Promise<Imported> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const file = await openHdf5(bytes, options.where, limits);
  try {
    return graphOf(readNetwork(file, options.where, limits), options);
  } finally {
    file.close();
  }
}

function graphOf(network: NirNetwork, options: ImportOptions): Imported {
  const { where } = options;
  const builder = graphBuilder(options);
  const timing = timingOf(options);
  const order = orderFromInputs(network);
  const turned = turnedNodes(network, order);
  const declared: Declaration[] = [];
  const told = new Set<string>();
  const endsOf = new Map<string, Ends>();
  for (const node of order) {
    const operator = OPERATOR_OF.get(node.type);
    if (operator === undefined) {
      builder.refuse(node.name, node.type, "it is no primitive of NIR that is known here", `Known are ${[...OPERATOR_OF.keys()].join(", ")}.`);
      continue;
    }
    const isTurned = turned.has(node.key);
    const context: NodeContext = {
      group: node.group,
      timing,
      isTurned,
      declare: (shape) => declared.push({ node, shape, isTurned }),
      noteOnce: (key, message, hint) => {
        if (!told.has(key)) builder.note(node.name, node.type, message, hint);
        told.add(key);
      },
    };
    const names: string[] = [];
    for (const unnamed of readNode(builder, node, told, () => operator.read(context))) {
      names.push(builder.add(node.name, unnamed, names.slice(-1)));
    }
    if (names.length > 0) endsOf.set(node.key, { first: names[0], last: names[names.length - 1], isTurned });
  }
  connectAll(builder, network.edges, endsOf);
  if (network.repeatedEdges > 0) {
    builder.note(
      "edges",
      "NIRGraph",
      `${network.repeatedEdges === 1 ? "an edge is" : `${network.repeatedEdges} edges are`} in the file more than once, and read once`,
    );
  }
  const imported = builder.finish(nameOf(where), timing.isUsed() ? options.dt : undefined);
  checkDeclared(imported.graph, declared, endsOf, where);
  return imported;
}

/** In the file's order, which decides what closes a cycle (graph/order.ts); a transpose where the layouts differ. */
function connectAll(builder: GraphBuilder, edges: NirNetwork["edges"], endsOf: ReadonlyMap<string, Ends>): void {
  const transposed = new Map<string, string>();
  for (const { from, to } of edges) {
    const [source, target] = [endsOf.get(from), endsOf.get(to)];
    if (source === undefined || target === undefined) continue;
    if (source.isTurned === target.isTurned) {
      builder.connect(source.last, target.first);
      continue;
    }
    const name = transposed.get(from) ?? builder.add(`${source.last}.transposed`, { kind: "transpose", axes: [1, 0] }, [source.last]);
    transposed.set(from, name);
    builder.connect(name, target.first);
  }
}

const NO_DT = "import-no-dt";

/** Names in the graph of the nodes that one of NIR became, and whether they work on turned data. */
interface Ends {
  readonly first: string;
  readonly last: string;
  readonly isTurned: boolean;
}

interface Declaration {
  readonly node: NirNode;
  /** As NIR has it. */
  readonly shape: Shape;
  readonly isTurned: boolean;
}

function readNode(builder: GraphBuilder, node: NirNode, told: Set<string>, read: () => readonly Unnamed[]): readonly Unnamed[] {
  try {
    return read();
  } catch (error) {
    if (!isLocal(error)) throw error;
    for (const { code, message, hint } of error.diagnostics) {
      // One timestep is for the whole file: its absence is told at the first node.
      if (code === NO_DT && told.has(NO_DT)) continue;
      told.add(code);
      builder.refuse(node.name, node.type, message, hint);
    }
    return [];
  }
}

function timingOf(options: ImportOptions): Timing & { isUsed(): boolean } {
  const { dt, discretisation = "euler", reset } = options;
  let isUsed = false;
  if (dt !== undefined && !(dt > 0 && Number.isFinite(dt))) {
    throw inputError("import-dt", `a timestep of ${dt} s; it must be above 0`, { where: options.where });
  }
  return {
    discretisation,
    ...(reset === undefined ? {} : { reset }),
    isUsed: () => isUsed,
    dt: () => {
      isUsed = true;
      if (dt !== undefined) return dt;
      throw inputError(NO_DT, "it has times in seconds, and the length of a timestep is not known", {
        hint: "Give it in seconds, such as --dt 1e-4 (what NIR's own experiments and snnTorch use) or --dt 1e-3 (Norse's default).",
      });
    },
  };
}

/**
 * The inputs as the file has them, then nodes in the order of evaluation: the reverse of that in which a search from the
 * inputs, depth first, finishes them. What no input reaches is there too, for the verifier to name.
 */
function orderFromInputs({ nodes, edges }: NirNetwork): readonly NirNode[] {
  const nodeOf = new Map(nodes.map((node) => [node.key, node]));
  const outgoing = groupBy(edges, "from");
  const seen = new Set<string>();
  const finished: NirNode[] = [];
  const inputs = nodes.filter(({ type }) => type === "Input");
  const roots = [...inputs, ...nodes.filter(({ type }) => type !== "Input")];
  for (const root of roots) {
    if (seen.has(root.key)) continue;
    seen.add(root.key);
    const path = [{ node: root, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = outgoing.get(top.node.key)?.[top.next++];
      if (to === undefined) {
        finished.push(top.node);
        path.pop();
        continue;
      }
      const target = nodeOf.get(to);
      if (target === undefined || seen.has(to)) continue;
      seen.add(to);
      path.push({ node: target, next: 0 });
    }
  }
  return [...inputs, ...finished.reverse().filter(({ type }) => type !== "Input")];
}

/** Nodes that work on [length, channels]: convolutions over a series, and what keeps the layout behind them. */
function turnedNodes({ edges }: NirNetwork, order: readonly NirNode[]): ReadonlySet<string> {
  const incoming = groupBy(edges, "to");
  const turned = new Set<string>();
  for (const { key, type } of order) {
    const layout = OPERATOR_OF.get(type)?.layout;
    if (layout === "turned" || (layout === "kept" && incoming.get(key)?.some((from) => turned.has(from)))) turned.add(key);
  }
  return turned;
}

function groupBy(edges: NirNetwork["edges"], end: "from" | "to"): ReadonlyMap<string, readonly string[]> {
  const other = end === "from" ? "to" : "from";
  const lists = new Map<string, string[]>();
  for (const edge of edges) {
    const list = lists.get(edge[end]);
    if (list === undefined) lists.set(edge[end], [edge[other]]);
    else list.push(edge[other]);
  }
  return lists;
}

/** The file's name without folders and suffix. */
function nameOf(where: string): string {
  return where.replace(/^.*[/\\]/, "").replace(/\.[^.]*$/, "");
}

/** Throws where the shape of a parameter or a field is not that of what arrives. */
function checkDeclared(graph: Graph, declared: readonly Declaration[], endsOf: ReadonlyMap<string, Ends>, where: string): void {
  const shapes = inferShapes(graph);
  const problems = declared.flatMap(({ node, shape, isTurned }): Diagnostic[] => {
    const inferred = shapes.get(endsOf.get(node.key)?.first ?? "")?.input;
    if (inferred === undefined) return [];
    const arriving = isTurned && inferred.length === 2 ? [inferred[1], inferred[0]] : inferred;
    const stated = shape.map((axis, i) => (axis === -1 ? (arriving[i] ?? -1) : axis));
    if (sameShape(stated, arriving)) return [];
    const message = `its fields are for an input of the shape ${printShape(shape)}, but ${printShape(arriving)} arrives`;
    return [{ code: "nir-shape", message, where: placeInSource(where, node.name, node.type) }];
  });
  if (problems.length > 0) throw new SnncError("input", problems);
}
