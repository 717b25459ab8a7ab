/**
 * Builds a graph from a foreign model: names made legal and unique, edges, problems collected so that the user gets
 * the complete list, and limits kept.
 */
import type { Edge, Graph, GraphNode } from "../graph/graph.js";
import { verifyGraph } from "../graph/verify.js";
import { type Diagnostic, inputError, SnncError } from "../util/diagnostics.js";
import { uniqueNames } from "../util/names.js";
import { DEFAULT_LIMITS, type Imported, type ImportLimits, type ImportOptions } from "./types.js";

/** The way out where a model has too many nodes, layers or operators. */
export const TOO_MANY_NODES_HINT = "Is it the model that was meant? If so, convert it in parts, or merge layers before it is exported.";

/** The way out where a file has too much of anything else. */
export const TOO_LARGE_HINT = "Import a smaller model. If it is smaller than that, the file is damaged: export it again.";

/** A node without its name. */
export type Unnamed = GraphNode extends infer N ? (N extends GraphNode ? Omit<N, "name"> : never) : never;

export interface GraphBuilder {
  /** Adds a node with edges from `inputs`; returns its legal, unique name. `wanted` is the source's name. */
  add(wanted: string, node: Unnamed, inputs: readonly string[]): string;
  /** An edge to a node that exists already (recurrence). */
  connect(from: string, to: string): void;
  /** Something is in the way. `name` and `kind` are the source's words. */
  refuse(name: string, kind: string, message: string, hint?: string): void;
  /** Something was dropped or approximated. */
  note(name: string, kind: string, message: string, hint?: string): void;
  /** Is anything in the way so far? */
  readonly isRefused: boolean;
  /** The graph, verified. Throws SnncError (input) with everything that is in the way. */
  finish(name: string, timestepSeconds?: number): Imported;
}

/** Where a node of the source stands in diagnostics; control characters of hostile names are shown, not printed. */
export function placeInSource(where: string, name: string, kind: string): string {
  return `${where}: ${printable(kind)} '${printable(name)}'`;
}

/** Names of a hostile file have any length, and may be told a hundred thousand times. */
const PRINTED_CHARACTERS = 80;
/** Longest message: what a file states, such as a list of sizes, is cut there. */
const MESSAGE_CHARACTERS = 1_000;

/** At most 80 characters, everything that is not printable ASCII as an escape. */
export function printable(text: string): string {
  const shown = text
    .slice(0, PRINTED_CHARACTERS + 1)
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return shortened(shown, PRINTED_CHARACTERS);
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 3)}...`;
}

export function graphBuilder(options: ImportOptions): GraphBuilder {
  const { where } = options;
  const limits: ImportLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const nodes: GraphNode[] = [];
  const edges: Edge[] = [];
  const uniqueName = uniqueNames();
  const problems: Diagnostic[] = [];
  const notes: Diagnostic[] = [];
  let elements = 0;

  const diagnostic = (code: string, name: string, kind: string, message: string, hint: string | undefined): Diagnostic => ({
    code,
    message: shortened(message, MESSAGE_CHARACTERS),
    where: placeInSource(where, name, kind),
    ...(hint === undefined ? {} : { hint }),
  });
  return {
    add: (wanted, node, inputs) => {
      if (nodes.length >= limits.nodes) {
        throw inputError("import-too-many-nodes", `the model has more than ${limits.nodes} nodes, the limit`, { where, hint: TOO_MANY_NODES_HINT });
      }
      const name = uniqueName(wanted.replace(/^[^A-Za-z0-9]+(?=.)/, "") || "node");
      // A layer that is applied many times has its weights in the file once, and in the graph as often.
      for (const value of Object.values(node)) if (value instanceof Float32Array) elements += value.length;
      if (elements > limits.elements) {
        throw inputError("import-too-large", `the weights of the graph have more than ${limits.elements} elements, the limit`, {
          where,
          hint: "A layer that is applied several times counts as often: import a smaller model, or a part of it.",
        });
      }
      nodes.push({ ...node, name } as GraphNode);
      for (const from of new Set(inputs)) edges.push({ from, to: name });
      return name;
    },
    connect: (from, to) => {
      edges.push({ from, to });
    },
    refuse: (name, kind, message, hint) => {
      problems.push(diagnostic("import-unsupported", name, kind, message, hint));
    },
    note: (name, kind, message, hint) => {
      notes.push(diagnostic("import-note", name, kind, message, hint));
    },
    get isRefused() {
      return problems.length > 0;
    },
    finish: (name, timestepSeconds) => {
      if (problems.length > 0) throw new SnncError("input", problems);
      const graph: Graph = {
        level: "graph",
        name: name.replace(/[^A-Za-z0-9_.-]+/g, "_").slice(0, 64) || "model",
        ...(timestepSeconds === undefined ? {} : { timestepSeconds }),
        nodes,
        edges,
      };
      const broken = verifyGraph(graph);
      if (broken.length > 0)
        throw new SnncError(
          "input",
          broken.map((d) => ({ ...d, where: d.where === undefined ? where : `${where}: ${d.where}` })),
        );
      return { graph, notes };
    },
  };
}
