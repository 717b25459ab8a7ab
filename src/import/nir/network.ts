/**
 * A NIR file as one flat network: the nodes of nested graphs under dotted names, and edges between them.
 *
 *   a -> sub { input -> lif -> output } -> b      becomes      a -> sub.lif -> b
 *
 * The Input and Output nodes of a nested graph are no nodes of their own in time (NIR's edges take none): what enters
 * one leaves it, so they dissolve. Two layouts of the file are in use: the network in a group `node`, as PyPI's `nir` writes
 * it, and at the root, as its first versions did.
 */
import { inputError, SnncError } from "../../util/diagnostics.js";
import { placeInSource, printable, TOO_LARGE_HINT, TOO_MANY_NODES_HINT } from "../builder.js";
import type { Hdf5Group } from "../hdf5.js";
import type { ImportLimits } from "../types.js";
import { datasetField, hasField, isLocal, textField } from "./fields.js";

export interface NirNode {
  /** Unique: the names of the graphs around it and its own, by slashes, which no name has. */
  readonly key: string;
  /** The same by dots, for people. */
  readonly name: string;
  readonly type: string;
  readonly group: Hdf5Group;
}

/** Keys of nodes. */
export interface NirEdge {
  readonly from: string;
  readonly to: string;
}

export interface NirNetwork {
  readonly nodes: readonly NirNode[];
  readonly edges: readonly NirEdge[];
  /** Edges that the file gives several times in one graph; they are read once. */
  readonly repeatedEdges: number;
}

/** Throws SnncError (input) with everything that is wrong with the nodes' names and types and with the edges. */
export function readNetwork(root: Hdf5Group, where: string, limits: ImportLimits): NirNetwork {
  const top = root.names().includes("node") ? root.get("node") : root;
  if (top?.kind !== "group" || !hasField(top, "type")) {
    throw inputError("nir-not-nir", "it is an HDF5 file, but not of NIR: there is no 'type' in it, neither at its root nor in a group 'node'", {
      where,
    });
  }
  const type = textField(top, "type");
  if (type !== "NIRGraph") {
    const message = `it holds a single ${printable(type)}, not a network`;
    throw inputError("nir-not-graph", message, { where, hint: "Put it in a NIRGraph between an Input and an Output." });
  }
  const reading: Reading = { where, limits, nodes: [], edges: [], virtual: new Map(), portsOf: new Map(), problems: [], repeatedEdges: 0 };
  readGraph(reading, top, "", "");
  const edges = reading.problems.length > 0 ? [] : dissolved(reading);
  if (reading.problems.length > 0) throw reading.problems.length === 1 ? reading.problems[0] : merged(reading.problems);
  return { nodes: reading.nodes, edges, repeatedEdges: reading.repeatedEdges };
}

interface Reading {
  readonly where: string;
  readonly limits: ImportLimits;
  readonly nodes: NirNode[];
  /** Between nodes, virtual ones included. */
  readonly edges: NirEdge[];
  /** Inputs and outputs of nested graphs, by key. */
  readonly virtual: Map<string, NirNode>;
  /** Of nested graphs, by key: the keys of their inputs and outputs. */
  readonly portsOf: Map<string, { readonly inputs: string[]; readonly outputs: string[] }>;
  readonly problems: SnncError[];
  repeatedEdges: number;
}

function readGraph(reading: Reading, graph: Hdf5Group, parent: string, parentName: string): void {
  const { where, problems } = reading;
  const isTop = parent === "";
  const collect = (name: string, kind: string, read: () => void): void => {
    try {
      read();
    } catch (error) {
      if (!isLocal(error)) throw error;
      const place = placeInSource(where, name, kind);
      problems.push(
        new SnncError(
          "input",
          error.diagnostics.map((d) => ({ ...d, where: place })),
        ),
      );
    }
  };
  const known = new Set<string>();
  const ports = { inputs: [] as string[], outputs: [] as string[] };
  reading.portsOf.set(parent, ports);
  collect(parentName || "graph", "NIRGraph", () => {
    const nodes = graph.get("nodes");
    if (nodes?.kind !== "group") throw inputError("nir-field", "it has no group 'nodes'");
    const names = nodes.names();
    // Listing them is quick, reading them is not: too many are refused before the first.
    checkCount(reading, names.length);
    for (const own of names) {
      const key = `${parent}/${own}`;
      const name = isTop ? own : `${parentName}.${own}`;
      known.add(own);
      checkCount(reading, 1);
      collect(name, "node", () => {
        const group = nodes.get(own);
        if (group?.kind !== "group") throw inputError("nir-field", "it is data, not a node; a node is a group");
        const node: NirNode = { key, name, type: textField(group, "type"), group };
        if (node.type === "NIRGraph") readGraph(reading, group, key, name);
        else if (!isTop && (node.type === "Input" || node.type === "Output")) {
          reading.virtual.set(key, node);
          (node.type === "Input" ? ports.inputs : ports.outputs).push(key);
        } else reading.nodes.push(node);
      });
    }
  });
  collect(parentName || "graph", "NIRGraph", () => readEdges(reading, graph, parent, parentName, known));
}

/** Throws SnncError where so many further nodes would be too many; nested graphs count, the outermost does not. */
function checkCount({ nodes, virtual, portsOf, limits, where }: Reading, further: number): void {
  if (nodes.length + virtual.size + portsOf.size - 1 + further <= limits.nodes) return;
  throw inputError("import-too-many-nodes", `the model has more than ${limits.nodes} nodes, the limit`, { where, hint: TOO_MANY_NODES_HINT });
}

function readEdges(reading: Reading, graph: Hdf5Group, parent: string, parentName: string, known: ReadonlySet<string>): void {
  const dataset = datasetField(graph, "edges");
  // An empty list has no strings in it to have the type of strings.
  if (dataset.elements === 0) return;
  if (dataset.shape.length !== 2 || dataset.shape[1] !== 2) {
    throw inputError("nir-field", `field 'edges' has the shape [${dataset.shape.join(", ")}]; it needs [edges, 2]`);
  }
  const names = dataset.texts();
  const seen = new Set<string>();
  for (let i = 0; i < names.length; i += 2) {
    const [from, to] = [names[i], names[i + 1]];
    const place = placeInSource(reading.where, `${from}' -> '${to}`, parentName === "" ? "edge" : `${parentName}: edge`);
    const refuse = (message: string, hint?: string): void => {
      reading.problems.push(inputError("nir-edge", message, { where: place, ...(hint === undefined ? {} : { hint }) }));
    };
    const unknown = [...new Set([from, to])].filter((name) => !known.has(name));
    for (const name of unknown) refuse(`there is no node '${printable(name)}'`);
    if (unknown.length > 0) continue;
    // As [from, to] in JSON no two pairs read the same.
    const pair = JSON.stringify([from, to]);
    if (seen.has(pair)) {
      reading.repeatedEdges++;
      continue;
    }
    seen.add(pair);
    const source = endOf(reading, `${parent}/${from}`, "outputs", refuse);
    const target = endOf(reading, `${parent}/${to}`, "inputs", refuse);
    if (source !== undefined && target !== undefined) reading.edges.push({ from: source, to: target });
  }
}

/** The node itself, or the only port of a nested graph. */
function endOf(reading: Reading, key: string, side: "inputs" | "outputs", refuse: (message: string, hint: string) => void): string | undefined {
  const ports = reading.portsOf.get(key);
  if (ports === undefined) return key;
  if (ports[side].length === 1) return ports[side][0];
  const which = side === "inputs" ? "Input" : "Output";
  refuse(
    `the nested graph has ${ports[side].length} nodes ${which}; an edge needs exactly one`,
    "Lay the nodes of the nested graph in the outer one.",
  );
  return undefined;
}

/** Edges between real nodes: whatever enters a virtual node goes wherever its edges go. */
function dissolved(reading: Reading): readonly NirEdge[] {
  const { virtual, edges, where, limits } = reading;
  if (virtual.size === 0) return edges;
  const targetsOf = new Map<string, string[]>([...virtual.keys()].map((key) => [key, []]));
  for (const { from, to } of edges) targetsOf.get(from)?.push(to);
  const limit = limits.nodes * EDGES_PER_NODE;
  let work = 0;
  /** Real nodes behind a virtual one; a node that is there twice would get its values twice. */
  const behind = new Map<string, readonly string[]>();
  const open = new Set<string>();
  const realTargets = (key: string): readonly string[] => {
    if (!virtual.has(key)) return [key];
    const known = behind.get(key);
    if (known !== undefined) return known;
    if (open.has(key)) throw inputError("nir-cycle", "a cycle of edges passes inputs and outputs of nested graphs only, and no node", { where });
    if (open.size === MAX_PASSAGES) {
      throw inputError("nir-passages", `more than ${MAX_PASSAGES} inputs and outputs of nested graphs follow each other without a node between`, {
        where,
      });
    }
    open.add(key);
    const targets: string[] = [];
    for (const target of targetsOf.get(key) ?? []) {
      for (const real of realTargets(target)) {
        if (++work > limit)
          throw inputError("import-too-many-edges", `the nested graphs unfold to more than ${limit} edges, the limit`, {
            where,
            hint: TOO_LARGE_HINT,
          });
        targets.push(real);
      }
    }
    open.delete(key);
    behind.set(key, targets);
    return targets;
  };
  const result: NirEdge[] = [];
  const seen = new Set<string>();
  for (const { from, to } of edges) {
    if (virtual.has(from)) continue;
    for (const real of realTargets(to)) {
      const pair = JSON.stringify([from, real]);
      if (seen.has(pair)) {
        const [source, target] = [from, real].map((key) => key.slice(1).replaceAll("/", "."));
        const hint = "Add a Scale of 2 in the place of one of the ways, and take the other away.";
        throw inputError("nir-edge", "it is there by two ways through nested graphs", {
          where: placeInSource(where, `${source}' -> '${target}`, "edge"),
          hint,
        });
      }
      seen.add(pair);
      if (++work > limit)
        throw inputError("import-too-many-edges", `the nested graphs unfold to more than ${limit} edges, the limit`, { where, hint: TOO_LARGE_HINT });
      result.push({ from, to: real });
    }
  }
  return result;
}

const EDGES_PER_NODE = 32;
/** The way through them is a recursion. */
const MAX_PASSAGES = 1000;

function merged(errors: readonly SnncError[]): SnncError {
  return new SnncError(
    "input",
    errors.flatMap(({ diagnostics }) => diagnostics),
  );
}
