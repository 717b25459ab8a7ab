/**
 * The fields of every node kind as data, so that the verifier, the text form and the protobuf codec cannot forget one:
 * the compiler checks this table against the types of graph.ts.
 */
import type { Conv1dNode, GraphNode, InputNode, NodeKind, Shape } from "./graph.js";

/** How a field is written down. */
export type FieldType =
  | { readonly kind: "size" }
  | { readonly kind: "axis" }
  | { readonly kind: "number"; readonly optional: true }
  | { readonly kind: "floats"; readonly optional?: boolean }
  | { readonly kind: "pair"; readonly low: 0 | 1 }
  | { readonly kind: "shape" }
  | { readonly kind: "encoding" }
  | { readonly kind: "padding" }
  | { readonly kind: "choice"; readonly choices: readonly string[] };

/** The field types that fit a TypeScript type. */
type FieldTypeOf<T> = [T] extends [Float32Array]
  ? { readonly kind: "floats" }
  : [T] extends [Float32Array | undefined]
    ? { readonly kind: "floats"; readonly optional: true }
    : [T] extends [number]
      ? { readonly kind: "size" } | { readonly kind: "axis" }
      : [T] extends [number | undefined]
        ? { readonly kind: "number"; readonly optional: true }
        : [T] extends [readonly [number, number]]
          ? { readonly kind: "pair"; readonly low: 0 | 1 }
          : [T] extends [Shape]
            ? { readonly kind: "shape" }
            : [T] extends [InputNode["encoding"]]
              ? { readonly kind: "encoding" }
              : [T] extends [string]
                ? { readonly kind: "choice"; readonly choices: readonly T[] }
                : [T] extends [Conv1dNode["padding"]]
                  ? { readonly kind: "padding" }
                  : never;

type NodeOf<K extends NodeKind> = Extract<GraphNode, { kind: K }>;
type FieldsOf<N> = { readonly [F in Exclude<keyof N, "kind" | "name">]-?: FieldTypeOf<N[F]> };
type Fields = { readonly [K in NodeKind]: FieldsOf<NodeOf<K>> };

const size = { kind: "size" } as const;
const axis = { kind: "axis" } as const;
const floats = { kind: "floats" } as const;
const maybeFloats = { kind: "floats", optional: true } as const;
const shape = { kind: "shape" } as const;
const reset = { kind: "choice", choices: ["zero", "subtract"] } as const;
const pairFrom0 = { kind: "pair", low: 0 } as const;
const pairFrom1 = { kind: "pair", low: 1 } as const;

/** Field name -> field type of every node kind, in the order of the text form. */
export const NODE_FIELDS: Fields = {
  input: { shape, encoding: { kind: "encoding" } },
  output: { shape },
  embedding: { vocabularySize: size, dimensions: size, weight: floats },
  linear: { inputs: size, outputs: size, weight: floats, bias: maybeFloats },
  scale: { scale: floats },
  conv1d: {
    inChannels: size,
    outChannels: size,
    kernel: size,
    stride: size,
    dilation: size,
    groups: size,
    padding: { kind: "padding" },
    weight: floats,
    bias: maybeFloats,
  },
  conv2d: {
    inChannels: size,
    outChannels: size,
    kernel: pairFrom1,
    stride: pairFrom1,
    padding: pairFrom0,
    dilation: pairFrom1,
    groups: size,
    weight: floats,
    bias: maybeFloats,
  },
  pool2d: { operation: { kind: "choice", choices: ["sum", "average"] }, kernel: pairFrom1, stride: pairFrom1, padding: pairFrom0 },
  globalPool: { operation: { kind: "choice", choices: ["or", "max", "sum", "average"] } },
  flatten: { startDim: axis, endDim: axis },
  delay: { timesteps: floats },
  relu: { cap: { kind: "number", optional: true } },
  threshold: { threshold: floats },
  integrator: { resistance: floats, leak: maybeFloats },
  if: { resistance: floats, threshold: floats, reset },
  lif: { leak: floats, inputGain: floats, bias: maybeFloats, threshold: floats, reset },
  cubaLif: { currentLeak: floats, leak: floats, inputGain: floats, bias: maybeFloats, threshold: floats, reset },
};

/** Node kinds in their order. */
export const NODE_KINDS: readonly NodeKind[] = Object.keys(NODE_FIELDS) as NodeKind[];

/** The fields of one kind as a list. */
export function fieldsOf(kind: NodeKind): readonly (readonly [string, FieldType])[] {
  return Object.entries<FieldType>(NODE_FIELDS[kind]);
}

/** The fields of a node with their values, absent optional ones left out. */
export function valuesOf(node: GraphNode): readonly { readonly key: string; readonly type: FieldType; readonly value: unknown }[] {
  const values = node as unknown as Readonly<Record<string, unknown>>;
  return fieldsOf(node.kind).flatMap(([key, type]) => (values[key] === undefined ? [] : [{ key, type, value: values[key] }]));
}

/** The Float32Array fields of a node, absent ones left out. */
export function floatFieldsOf(node: GraphNode): readonly { readonly key: string; readonly values: Float32Array }[] {
  return valuesOf(node).flatMap(({ key, value }) => (value instanceof Float32Array ? [{ key, values: value }] : []));
}
