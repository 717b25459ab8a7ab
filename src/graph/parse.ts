/** Reads the text form of a graph back (print.ts writes it), then verifies it. */
import { assertNever } from "../util/diagnostics.js";
import { parseTextForm, syntaxError, type TextRecord } from "../util/textform.js";
import { type FieldType, fieldsOf, NODE_KINDS } from "./fields.js";
import type { Edge, Graph, GraphNode } from "./graph.js";
import { GRAPH_TEXT_FORM, GRAPH_TEXT_VERSION } from "./print.js";
import { assertVerifiedGraph } from "./verify.js";

/**
 * The verified graph of a text; `where` names it in diagnostics. Throws SnncError (input): `text-foreign`,
 * `text-version`, `text-syntax` with file and line, or the verifier's diagnostics.
 */
export function parseGraph(text: string, where = "graph text"): Graph {
  let head: Pick<Graph, "name" | "timestepSeconds"> | undefined;
  const nodes: GraphNode[] = [];
  const edges: Edge[] = [];
  for (const record of parseTextForm(text, GRAPH_TEXT_FORM, GRAPH_TEXT_VERSION, where)) {
    if (record.keyword === "graph") {
      if (head !== undefined) throw syntaxError(record.where, "a second 'graph' record");
      head = { name: nameOf(record), ...(record.has("timestepSeconds") ? { timestepSeconds: record.float("timestepSeconds") } : {}) };
    } else if (record.keyword === "edge") {
      const [from, arrow, to] = record.words;
      if (record.words.length !== 3 || arrow !== "->") throw syntaxError(record.where, "expected 'edge FROM -> TO'");
      edges.push({ from, to });
    } else {
      nodes.push(nodeOf(record));
    }
    record.done();
  }
  if (head === undefined) throw syntaxError(where, "there is no 'graph' record");
  const graph: Graph = { level: "graph", ...head, nodes, edges };
  assertVerifiedGraph(graph, where);
  return graph;
}

function nodeOf(record: TextRecord): GraphNode {
  const kind = NODE_KINDS.find((candidate) => candidate === record.keyword);
  if (kind === undefined)
    throw syntaxError(record.where, `'${record.keyword}' is no record; expected graph, edge or a node: ${NODE_KINDS.join(", ")}`);
  const fields = fieldsOf(kind).flatMap(([key, type]) =>
    "optional" in type && !record.has(key) ? [] : [[key, readValue(record, key, type)] as const],
  );
  // The table of fields is checked against the node types: these are the fields of this kind and no others.
  return { kind, name: nameOf(record), ...Object.fromEntries(fields) } as unknown as GraphNode;
}

function readValue(record: TextRecord, key: string, type: FieldType): unknown {
  switch (type.kind) {
    case "size":
    case "axis":
      return record.integer(key);
    case "number":
    case "epsilon":
      return record.float(key);
    case "floats":
      return record.float32(key);
    case "choice":
      return record.choice(key, type.choices);
    case "pair": {
      const pair = record.integers(key);
      if (pair.length !== 2) throw syntaxError(record.where, `'${key}' has ${pair.length} numbers; it needs two, like 3:3`);
      return pair;
    }
    case "sides": {
      const sides = record.integers(key);
      if (sides.length !== 4) throw syntaxError(record.where, `'${key}' has ${sides.length} numbers; it needs top:left:bottom:right`);
      return sides;
    }
    case "names":
      return record.text(key).split(":");
    case "counts":
    case "shape":
      return record.integers(key);
    case "encoding": {
      const match = /^(?:values|tokens:(\d+))$/.exec(record.text(key));
      if (match === null) throw syntaxError(record.where, `'${key}' is '${record.text(key)}'; it must be values or tokens:COUNT`);
      return match[1] === undefined ? { kind: "values" } : { kind: "tokens", vocabularySize: Number(match[1]) };
    }
    case "padding": {
      const text = record.text(key);
      const match = /^(\d+):(\d+)$/.exec(text);
      if (match === null && !(type.causal && text === "causal")) {
        throw syntaxError(record.where, `'${key}' is '${text}'; it must be ${type.causal ? "causal or " : ""}LEFT:RIGHT`);
      }
      return match === null ? "causal" : { left: Number(match[1]), right: Number(match[2]) };
    }
    default:
      return assertNever(type);
  }
}

function nameOf(record: TextRecord): string {
  if (record.words.length !== 1) throw syntaxError(record.where, `expected one name after '${record.keyword}', found ${record.words.length}`);
  return record.words[0];
}
