/** What a layer's reader gets and gives, and what most of them need. */
import type { Shape } from "../../graph/graph.js";
import { printShape } from "../../graph/shapes.js";
import type { Json, JsonObject } from "./json.js";
import { Refusal } from "./refusal.js";
import { elementsAlong, keras, type Layouts, type Order, type Value } from "./values.js";
import type { Tensor, WeightNames } from "./weights.js";

/** Reads a layer's configuration once; its result is applied wherever the layer is called. Throws Refusal. */
export type LayerReader = (layer: LayerSource) => Apply;

export type Apply = (inputs: readonly Value[], site: Site) => Value;

export interface LayerSource {
  readonly config: JsonObject;
  /** The layer's weights in this order. Throws Refusal where one is missing. */
  weights(names: readonly WeightNames[]): readonly Tensor[];
}

/** Where a layer is applied. */
export interface Site {
  /** Wanted name of its node. */
  readonly name: string;
  /** Does nothing but the output follow? */
  readonly isFinal: boolean;
  /** Arguments of the call that are no tensors. */
  readonly constants: readonly Json[];
  readonly layouts: Layouts;
  note(message: string, hint?: string): void;
}

export type DataFormat = "channels_last" | "channels_first";
export const DATA_FORMATS: readonly DataFormat[] = ["channels_last", "channels_first"];

/** The only input of a layer. */
export function onlyInput(inputs: readonly Value[]): Value {
  if (inputs.length !== 1) throw new Refusal(`it takes one input and is called with ${inputs.length}`);
  return inputs[0];
}

/** Throws Refusal with both shapes where a weight does not fit the layer and its input. */
export function requireShape(tensor: Tensor, what: string, needed: Shape, input: Shape): void {
  const { shape } = tensor;
  if (shape.length === needed.length && shape.every((size, axis) => size === needed[axis])) return;
  throw new Refusal(
    `its ${what} has the shape ${printShape(shape)}; its configuration and its input ${printShape(input)} need ${printShape(needed)}`,
  );
}

/**
 * The order of axes in which the graph takes the tensors of layers with `spatial` axes and channels: [length, channels],
 * [channels, height, width].
 */
export function graphOrder(spatial: 1 | 2, format: DataFormat): Order {
  if (spatial === 1) return format === "channels_last" ? [0, 1] : [1, 0];
  return format === "channels_last" ? [2, 0, 1] : [0, 1, 2];
}

/** The values of a row-major tensor with its axes in another order. */
export function transposed(values: Float32Array, shape: Shape, axes: Order): Float32Array {
  const from = elementsAlong(shape, axes, keras(shape.length));
  return Float32Array.from(from, (element) => values[element]);
}

/** Computes a value when it is first asked for. */
export function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}
