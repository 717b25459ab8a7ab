/**
 * How a value of the graph lies in NIR, which has no transposes and other layouts: its shape there, and which element of
 * the graph's value (row-major) is at each place. Transposes become a placement and no node; what follows permutes its
 * own parameters.
 */
import type { Shape } from "../../graph/graph.js";
import { elementsOf } from "../../graph/shapes.js";
import { sameShape } from "./parameters.js";

export interface Placement {
  /** In NIR. */
  readonly shape: Shape;
  /** order[i]: the graph's element at NIR's place i; undefined where they are the same. */
  readonly order?: Int32Array;
}

/** A value of [length, channels] as NIR has series: [channels, length]. */
export function turnedPlacement([length, channels]: Shape): Placement {
  return inOrder([channels, length], (i) => (i % length) * channels + Math.floor(i / length));
}

/** The place of each element after axis k of the result became axis axes[k] of the graph's value. */
export function transposedPlacement({ shape, order }: Placement, graphShape: Shape, axes: readonly number[]): Placement {
  const result = axes.map((axis) => graphShape[axis]);
  const strides = stridesOf(result);
  // Along axis axes[k] of the old value one steps as along axis k of the new one.
  const strideOfOld = graphShape.map((_, old) => strides[axes.indexOf(old)]);
  const oldStrides = stridesOf(graphShape);
  const moved = (old: number): number =>
    graphShape.reduce((sum, size, axis) => sum + (Math.floor(old / oldStrides[axis]) % size) * strideOfOld[axis], 0);
  return inOrder(shape, (i) => moved(order?.[i] ?? i));
}

function inOrder(shape: Shape, elementAt: (place: number) => number): Placement {
  const order = Int32Array.from({ length: elementsOf(shape) }, (_, i) => elementAt(i));
  return order.every((element, i) => element === i) ? { shape } : { shape, order };
}

/** Are the elements where the graph has them, in the shape that it has? */
export function isNative({ shape, order }: Placement, graphShape: Shape): boolean {
  return order === undefined && sameShape(shape, graphShape);
}

export function samePlacement(a: Placement, b: Placement): boolean {
  if (!sameShape(a.shape, b.shape) || (a.order === undefined) !== (b.order === undefined)) return false;
  return a.order === undefined || a.order.every((element, i) => element === b.order?.[i]);
}

/** Is it a series of [length, channels] that lies as [channels, length]? */
export function isTurned(placement: Placement, graphShape: Shape): boolean {
  return graphShape.length === 2 && samePlacement(placement, turnedPlacement(graphShape));
}

function stridesOf(shape: Shape): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}
