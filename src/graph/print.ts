/**
 * The text form of a graph; `parseGraph` (parse.ts) reads it back exactly, weights bit for bit. Notation:
 * src/util/textform.ts. A node is a record whose keyword is its kind; fields stand in the order of fields.ts.
 */
import { assertNever } from "../util/diagnostics.js";
import { type PrintedArray, type PrintedRecord, printTextForm } from "../util/textform.js";
import { type FieldType, floatFieldsOf, valuesOf } from "./fields.js";
import type { Conv1dNode, Graph, GraphNode, InputNode } from "./graph.js";

export const GRAPH_TEXT_FORM = "snnc-graph";
export const GRAPH_TEXT_VERSION = 2;

/** The graph as text; ends in a newline. */
export function printGraph(graph: Graph): string {
  return printTextForm(GRAPH_TEXT_FORM, GRAPH_TEXT_VERSION, [
    { keyword: "graph", words: [graph.name], attributes: { timestepSeconds: graph.timestepSeconds } },
    ...graph.nodes.map(printNode),
    ...graph.edges.map(({ from, to }) => ({ keyword: "edge", words: [from, "->", to] })),
  ]);
}

function printNode(node: GraphNode): PrintedRecord {
  const attributes = valuesOf(node).flatMap(({ key, type, value }) => (type.kind === "floats" ? [] : [[key, printValue(type, value)] as const]));
  const arrays = floatFieldsOf(node).map(({ key, values }): readonly [string, PrintedArray] => [key, { values, perLine: perLineOf(node, key) }]);
  return { keyword: node.kind, words: [node.name], attributes: Object.fromEntries(attributes), arrays: Object.fromEntries(arrays) };
}

/** One attribute; `-1` is the length of a text, `tokens:30` says how many token ids there are. */
function printValue(type: FieldType, value: unknown): string | number {
  switch (type.kind) {
    case "size":
    case "axis":
    case "number":
    case "epsilon":
    case "choice":
      return typeof value === "number" ? value : String(value);
    case "names":
      return (value as readonly string[]).join(":");
    case "pair":
    case "sides":
    case "counts":
    case "shape":
      return (value as readonly number[]).join(":");
    case "encoding": {
      const encoding = value as InputNode["encoding"];
      return encoding.kind === "tokens" ? `tokens:${encoding.vocabularySize}` : "values";
    }
    case "padding": {
      const padding = value as Conv1dNode["padding"];
      return padding === "causal" ? "causal" : `${padding.left}:${padding.right}`;
    }
    case "floats":
      throw new Error("weights are printed as arrays");
    default:
      return assertNever(type);
  }
}

/** A row of a matrix a line, where it is short enough to read. */
function perLineOf(node: GraphNode, key: string): number {
  const rowLength =
    key !== "weight"
      ? 8
      : node.kind === "linear"
        ? node.inputs
        : node.kind === "embedding"
          ? node.dimensions
          : node.kind === "conv1d"
            ? node.kernel
            : node.kind === "conv2d"
              ? node.kernel[1]
              : 8;
  return rowLength >= 2 && rowLength <= 12 ? rowLength : 8;
}
