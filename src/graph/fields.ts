/**
 * The fields of every node kind as data, so that the verifier, the text form and the protobuf codec cannot forget one:
 * the compiler checks this table against the types of graph.ts.
 */
import type { Conv1dNode, GraphNode, InputNode, NodeKind, Pool1dNode, Shape, Sides } from "./graph.js";

/** How a field is written down. */
export type FieldType =
  | { readonly kind: "size" }
  | { readonly kind: "axis" }
  | { readonly kind: "number"; readonly optional: true }
  | { readonly kind: "floats"; readonly optional?: boolean }
  | { readonly kind: "epsilon" }
  | { readonly kind: "pair"; readonly low: 1 }
  | { readonly kind: "sides" }
  | { readonly kind: "counts" }
  | { readonly kind: "names" }
  | { readonly kind: "shape" }
  | { readonly kind: "encoding" }
  | { readonly kind: "padding"; readonly causal: boolean }
  | { readonly kind: "choice"; readonly choices: readonly string[] };

/** The field types that fit a TypeScript type. */
type FieldTypeOf<T> = [T] extends [Float32Array]
  ? { readonly kind: "floats" }
  : [T] extends [Float32Array | undefined]
    ? { readonly kind: "floats"; readonly optional: true }
    : [T] extends [number]
      ? { readonly kind: "size" } | { readonly kind: "axis" } | { readonly kind: "epsilon" }
      : [T] extends [number | undefined]
        ? { readonly kind: "number"; readonly optional: true }
        : [T] extends [readonly [number, number]]
          ? { readonly kind: "pair"; readonly low: 1 }
          : [T] extends [Sides]
            ? { readonly kind: "sides" }
            : [T] extends [readonly string[]]
              ? { readonly kind: "names" }
              : [T] extends [Shape]
                ? { readonly kind: "shape" } | { readonly kind: "counts" }
                : [T] extends [InputNode["encoding"]]
                  ? { readonly kind: "encoding" }
                  : [T] extends [string]
                    ? { readonly kind: "choice"; readonly choices: readonly T[] }
                    : [T] extends [Pool1dNode["padding"]]
                      ? { readonly kind: "padding"; readonly causal: false }
                      : [T] extends [Conv1dNode["padding"]]
                        ? { readonly kind: "padding"; readonly causal: true }
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
const pair = { kind: "pair", low: 1 } as const;
const sides = { kind: "sides" } as const;
const counts = { kind: "counts" } as const;
const paddingOrCausal = { kind: "padding", causal: true } as const;
const pool = { kind: "choice", choices: ["or", "max", "sum", "average"] } as const;
const divisor = { kind: "choice", choices: ["window", "covered"] } as const;

/** Field name -> field type of every node kind, in the order of the text form. */
export const NODE_FIELDS: Fields = {
  input: { shape, encoding: { kind: "encoding" } },
  output: { shape },
  embedding: { vocabularySize: size, dimensions: size, weight: floats },
  tokenRows: { vocabularySize: size, outChannels: size, kernel: size, padding: paddingOrCausal, weight: floats, bias: maybeFloats },
  linear: { inputs: size, outputs: size, weight: floats, bias: maybeFloats },
  scale: { scale: floats, bias: maybeFloats },
  batchNorm: { epsilon: { kind: "epsilon" }, gamma: floats, beta: floats, mean: floats, variance: floats },
  conv1d: {
    inChannels: size,
    outChannels: size,
    kernel: size,
    stride: size,
    dilation: size,
    groups: size,
    padding: paddingOrCausal,
    weight: floats,
    bias: maybeFloats,
  },
  conv2d: {
    inChannels: size,
    outChannels: size,
    kernel: pair,
    stride: pair,
    padding: sides,
    dilation: pair,
    groups: size,
    weight: floats,
    bias: maybeFloats,
  },
  pool1d: { operation: pool, kernel: size, stride: size, padding: { kind: "padding", causal: false }, divisor },
  pool2d: { operation: pool, kernel: pair, stride: pair, padding: sides, divisor },
  globalPool: { operation: pool },
  flatten: { startDim: axis, endDim: axis },
  reshape: { shape },
  transpose: { axes: counts },
  concat: { axis, inputs: { kind: "names" } },
  pad: { before: counts, after: counts },
  softmax: {},
  delay: { timesteps: floats },
  relu: { cap: { kind: "number", optional: true } },
  threshold: { threshold: floats },
  integrator: { resistance: floats, leak: maybeFloats, bias: maybeFloats },
  if: { resistance: floats, threshold: floats, reset },
  lif: { leak: floats, inputGain: floats, bias: maybeFloats, threshold: floats, reset },
  cubaIntegrator: { currentLeak: floats, leak: floats, inputGain: floats, bias: maybeFloats },
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
