/** The file's bytes -> a model in precise types: everything that does not depend on what operators mean is checked here. */
import protobuf from "protobufjs/minimal.js";
import { inputError, SnncError } from "../../util/diagnostics.js";
import { type GraphBuilder, printable, TOO_LARGE_HINT } from "../builder.js";
import type { ImportLimits } from "../types.js";
import { int64Of } from "./int64.js";
import { onnx } from "./onnx.pb.js";
import { scanModel } from "./scan.js";
import { dataTypeName, elementTypeOf } from "./tensors.js";

export interface OnnxModel {
  readonly name: string;
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly onnx.TensorProto.$Properties[];
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
}

export interface OnnxNode {
  /** The file's name of it, or of its first output where it has none. */
  readonly name: string;
  /** What its nodes in the graph are called. */
  readonly label: string;
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

export type Attribute =
  | { readonly kind: "float" | "integer"; readonly value: number }
  | { readonly kind: "floats" | "integers"; readonly values: readonly number[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "tensor"; readonly tensor: onnx.TensorProto.$Properties }
  | { readonly kind: "graph" | "reference" | "other" };

export interface OnnxInput {
  readonly name: string;
  readonly isInteger: boolean;
  /** Sizes as declared; a name where the size is left open. Undefined: not even the rank is declared. */
  readonly dims: readonly (number | string)[] | undefined;
}

/** Operator sets that are read. */
export const OPSETS = { oldest: 11, newest: 21 } as const;

/** Decodes a model. Throws SnncError (input) for what is no ONNX or too large; other problems are refused through the builder. */
export function decodeModel(bytes: Uint8Array, where: string, limits: ImportLimits, builder: GraphBuilder): OnnxModel {
  if (bytes.length > limits.bytes)
    throw inputError("import-too-large", `the file has ${bytes.length} bytes; the limit is ${limits.bytes}`, { where, hint: TOO_LARGE_HINT });
  const message = decodeMessage(bytes, where, limits);
  const graph = message.graph;
  if (graph === undefined || graph === null) {
    throw inputError("onnx-no-graph", "it holds no graph", { where, hint: "It is not an ONNX model, or it was cut short: export it again." });
  }
  const opset = opsetOf(message, where);
  if ((graph.sparseInitializer ?? []).length > 0) {
    builder.refuse(graph.name ?? "", "graph", "it has sparse initializers, which are not read", "Store the weights dense.");
  }
  return {
    name: graph.name ?? "",
    opset,
    nodes: (graph.node ?? []).map(nodeOf),
    initializers: graph.initializer ?? [],
    inputs: inputsOf(graph, builder),
    outputs: (graph.output ?? []).map(({ name }) => name ?? ""),
  };
}

function decodeMessage(bytes: Uint8Array, where: string, limits: ImportLimits): onnx.ModelProto.$Properties {
  try {
    scanModel(bytes, limits.nodes, where);
    const reader = protobuf.Reader.create(bytes);
    reader.discardUnknown = true;
    return onnx.ModelProto.decode(reader);
  } catch (error) {
    if (error instanceof SnncError) throw error;
    throw inputError("onnx-malformed", `it does not decode as ONNX's protobuf (${error instanceof Error ? error.message : String(error)})`, {
      where,
      hint: "It is not an ONNX model, or it was cut short or changed: export it again.",
    });
  }
}

function opsetOf(message: onnx.ModelProto.$Properties, where: string): number {
  const own = (message.opsetImport ?? []).filter(({ domain }) => isOnnxDomain(domain ?? ""));
  const version = own.length === 0 ? undefined : Math.max(...own.map((entry) => int64Of(entry.version)));
  if (version === undefined) {
    throw inputError("onnx-no-opset", "it names no operator set of ONNX's own", {
      where,
      hint: "The file was cut short, or uses another domain's operators only.",
    });
  }
  if (version >= OPSETS.oldest && version <= OPSETS.newest) return version;
  throw inputError("onnx-opset", `it uses operator set ${version}; ${OPSETS.oldest} to ${OPSETS.newest} are read`, {
    where,
    hint: "Export with another opset (PyTorch: opset_version=17), or convert the file with onnx.version_converter.",
  });
}

/** ONNX's own domain has two spellings. */
function isOnnxDomain(domain: string): boolean {
  return domain === "" || domain === "ai.onnx";
}

function nodeOf(node: onnx.NodeProto.$Properties): OnnxNode {
  const operator = node.opType ?? "";
  const domain = node.domain ?? "";
  return {
    name: node.name || (node.output?.[0] ?? ""),
    label: node.name || operator.toLowerCase(),
    operator,
    domain: isOnnxDomain(domain) ? "" : domain,
    inputs: node.input ?? [],
    outputs: node.output ?? [],
    attributes: new Map((node.attribute ?? []).map((attribute) => [attribute.name ?? "", attributeOf(attribute)])),
  };
}

function attributeOf(attribute: onnx.AttributeProto.$Properties): Attribute {
  if ((attribute.refAttrName ?? "") !== "") return { kind: "reference" };
  switch (attribute.type) {
    case 1:
      return { kind: "float", value: attribute.f ?? 0 };
    case 2:
      return { kind: "integer", value: int64Of(attribute.i) };
    case 3:
      return { kind: "string", value: new TextDecoder().decode(attribute.s ?? new Uint8Array(0)) };
    case 4:
      return { kind: "tensor", tensor: attribute.t ?? {} };
    case 5:
    case 10:
      return { kind: "graph" };
    case 6:
      return { kind: "floats", values: attribute.floats ?? [] };
    case 7:
      return { kind: "integers", values: (attribute.ints ?? []).map(int64Of) };
    default:
      return { kind: "other" };
  }
}

/** The inputs that are no initializers: older files name those among the inputs too. */
function inputsOf(graph: onnx.GraphProto.$Properties, builder: GraphBuilder): OnnxInput[] {
  const initialized = new Set((graph.initializer ?? []).map(({ name }) => name ?? ""));
  return (graph.input ?? []).flatMap((input): OnnxInput[] => {
    const name = input.name ?? "";
    if (initialized.has(name)) return [];
    const tensor = input.type?.tensorType;
    const type = elementTypeOf(tensor?.elemType ?? 0);
    if (tensor === undefined || tensor === null || type === undefined || type === "boolean") {
      const what = tensor === undefined || tensor === null ? "no tensor" : `of ${dataTypeName(tensor.elemType ?? 0)}`;
      builder.refuse(name, "input", `it is ${what}; an input is a tensor of floats or of token ids`);
      return [];
    }
    const dims = tensor.shape?.dim?.map(({ dimValue, dimParam }) =>
      dimValue === null || dimValue === undefined ? (dimParam ? printable(dimParam) : "?") : int64Of(dimValue),
    );
    return [{ name, isInteger: type === "integer", dims }];
  });
}
