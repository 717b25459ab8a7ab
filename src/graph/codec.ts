/** The graph on disk: protobuf (graph.proto) in an envelope, and back with everything checked. Driven by fields.ts. */
import { littleEndianBytes } from "../util/bytes.js";
import { assertNever } from "../util/diagnostics.js";
import { type EnvelopeType, readEnvelope, writeEnvelope } from "../util/envelope.js";
import { decodeMessage, type FieldReader, fieldReader } from "../util/message.js";
import { type FieldType, fieldsOf, NODE_KINDS, valuesOf } from "./fields.js";
import type { Conv1dNode, Graph, GraphNode, InputNode, Shape, Sides } from "./graph.js";
import { snnc } from "./graph.pb.js";
import { assertVerifiedGraph } from "./verify.js";

export const GRAPH_ENVELOPE: EnvelopeType = { kind: "graph", version: 2 };

type Fields = Readonly<Record<string, unknown>>;

/** Bytes of a graph; the same graph gives the same bytes, and the weights come back bit for bit. */
export function encodeGraph(graph: Graph): Uint8Array {
  const message: snnc.graph.Graph.$Properties = {
    name: graph.name,
    timestepSeconds: graph.timestepSeconds ?? null,
    nodes: graph.nodes.map(nodeMessage),
    edges: graph.edges.map(({ from, to }) => ({ from, to })),
  };
  return writeEnvelope(GRAPH_ENVELOPE, snnc.graph.Graph.encode(message).finish());
}

/**
 * The verified graph of a file's bytes; `where` names the file. Throws SnncError (input) for a file that is not ours,
 * damaged, of another schema version, malformed, or whose graph breaks a rule of the verifier.
 */
export function decodeGraph(bytes: Uint8Array, where: string): Graph {
  const payload = readEnvelope(bytes, { ...GRAPH_ENVELOPE, where });
  const message = decodeMessage(where, () => snnc.graph.Graph.decode(payload));
  const graph: Graph = {
    level: "graph",
    name: message.name ?? "",
    ...(message.timestepSeconds === null || message.timestepSeconds === undefined ? {} : { timestepSeconds: message.timestepSeconds }),
    nodes: message.nodes.map((node) => nodeOf(node, where)),
    edges: message.edges.map(({ from, to }) => ({ from: from ?? "", to: to ?? "" })),
  };
  assertVerifiedGraph(graph, where);
  return graph;
}

function nodeMessage(node: GraphNode): snnc.graph.Node.$Properties {
  const fields = valuesOf(node).map(({ key, type, value }) => [key, fieldMessage(type, value)] as const);
  return { name: node.name, [node.kind]: Object.fromEntries(fields) };
}

function fieldMessage(type: FieldType, value: unknown): unknown {
  switch (type.kind) {
    case "size":
    case "axis":
    case "number":
    case "epsilon":
    case "choice":
      return value;
    case "sides": {
      const [top, left, bottom, right] = value as Sides;
      return { top, left, bottom, right };
    }
    case "counts":
      return { values: [...(value as readonly number[])] };
    case "names":
      return { names: [...(value as readonly string[])] };
    case "floats":
      return littleEndianBytes(value as Float32Array);
    case "pair": {
      const [y, x] = value as readonly [number, number];
      return { y, x };
    }
    case "shape":
      return { axes: [...(value as Shape)] };
    case "encoding": {
      const encoding = value as InputNode["encoding"];
      return encoding.kind === "tokens" ? { vocabularySize: encoding.vocabularySize } : {};
    }
    case "padding": {
      const padding = value as Conv1dNode["padding"];
      return padding === "causal" ? { causal: true } : { left: padding.left, right: padding.right };
    }
    default:
      return assertNever(type);
  }
}

function nodeOf(message: snnc.graph.Node.$Properties, where: string): GraphNode {
  const name = message.name ?? "";
  const read = fieldReader(where, `node '${name}'`);
  const kind = read.required(
    NODE_KINDS.find((candidate) => isPresent(message[candidate])),
    "known kind",
  );
  const fields = message[kind] as Fields;
  const values = fieldsOf(kind).flatMap(([key, type]) =>
    "optional" in type && !isPresent(fields[key]) ? [] : [[key, fieldOf(type, fields[key], key, read)] as const],
  );
  // The table of fields is checked against the node types: these are the fields of this kind and no others.
  return { kind, name, ...Object.fromEntries(values) } as unknown as GraphNode;
}

/** One field; scalars that protobuf leaves out are 0 or "", which the verifier refuses where they are not allowed. */
function fieldOf(type: FieldType, value: unknown, key: string, read: FieldReader): unknown {
  switch (type.kind) {
    case "size":
    case "axis":
    case "number":
    case "epsilon":
      return value ?? 0;
    case "sides": {
      const { top, left, bottom, right } = read.required(value as snnc.graph.Sides.$Properties | undefined, key);
      return [top ?? 0, left ?? 0, bottom ?? 0, right ?? 0];
    }
    case "counts":
      return read.required(value as snnc.graph.Counts.$Properties | undefined, key).values ?? [];
    case "names":
      return read.required(value as snnc.graph.Names.$Properties | undefined, key).names ?? [];
    case "choice":
      return value ?? "";
    case "floats":
      return read.float32(value as Uint8Array | undefined, key);
    case "pair": {
      const { y, x } = read.required(value as snnc.graph.Pair.$Properties | undefined, key);
      return [y ?? 0, x ?? 0];
    }
    case "shape":
      return read.required(value as snnc.graph.Shape.$Properties | undefined, key).axes ?? [];
    case "encoding": {
      const { vocabularySize } = read.required(value as snnc.graph.Encoding.$Properties | undefined, key);
      return isPresent(vocabularySize) ? { kind: "tokens", vocabularySize } : { kind: "values" };
    }
    case "padding": {
      const { causal, left, right } = read.required(value as snnc.graph.Padding.$Properties | undefined, key);
      return causal === true ? "causal" : { left: left ?? 0, right: right ?? 0 };
    }
    default:
      return assertNever(type);
  }
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}
