/**
 * Constants: tensors whose values are known at import time, be they weights or the shape arithmetic that exporters write.
 *
 * Integers are doubles and exact: whatever lies beyond 2^53 is held as an infinity, which slices take as "to the end"
 * (exporters write INT64_MAX) and which everything else refuses. The two sizes that are known only when the network runs
 * are integers that no file can contain.
 */
import { refusal } from "./refusal.js";

/** An axis of the batch whose size the file leaves open. */
export const BATCH = 2 ** 60;
/** The variable length of a text. */
export const LENGTH = 2 ** 61;

export type ElementType = "float32" | "float64" | "integer" | "boolean";

export interface Constant {
  readonly kind: "constant";
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Row-major; Float32Array for float32, Float64Array for the others. */
  readonly data: Float32Array | Float64Array;
}

/** Axes of a tensor that are followed; the graph has at most 8, and unit axes come and go. */
export const MAX_RANK = 16;

export function constantOf(type: ElementType, shape: readonly number[], data: Float32Array | Float64Array): Constant {
  return { kind: "constant", type, shape, data };
}

/** A constant of integers. */
export function integersOf(values: readonly number[], shape: readonly number[] = [values.length]): Constant {
  return constantOf("integer", shape, Float64Array.from(values));
}

/** An array for `count` elements of a type. */
export function arrayFor(type: ElementType, count: number): Float32Array | Float64Array {
  return type === "float32" ? new Float32Array(count) : new Float64Array(count);
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** The integers of a constant, each exact; `what` names it in refusals. */
export function wholeNumbers(constant: Constant, what: string): number[] {
  if (constant.type !== "integer") throw refusal(`${what} is of type ${constant.type}; it must be whole numbers`);
  return Array.from(constant.data, (value) => exactInteger(value, what));
}

/** An integer that is neither beyond 2^53 nor a size known only at run time. */
export function exactInteger(value: number, what: string): number {
  if (Number.isSafeInteger(value)) return value;
  throw refusal(`${what} is ${printSize(value)}; it must be a number that the file states, below 2^53 in magnitude`);
}

/** The single value of a constant of one element. */
export function scalarOf(constant: Constant, what: string): number {
  if (constant.data.length === 1) return constant.data[0];
  throw refusal(`${what} has ${constant.data.length} elements; it must have one`);
}

/** `[batch, 3, length]`. */
export function printSizes(sizes: readonly number[]): string {
  return `[${sizes.slice(0, MAX_RANK).map(printSize).join(", ")}${sizes.length > MAX_RANK ? ", ..." : ""}]`;
}

export function printSize(size: number): string {
  if (size === BATCH) return "batch";
  if (size === LENGTH) return "length";
  return Math.abs(size) === Infinity ? "an integer beyond 2^53" : String(size);
}

/** The axis counted from 0; negative ones count from the end. */
export function axisOf(axis: number, rank: number, what = "axis"): number {
  const at = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(at) && at >= 0 && at < rank) return at;
  throw refusal(`${what} is ${printSize(axis)}; it must be ${-rank}..${rank - 1} for ${rank} axes`);
}

/** Elements that one step along each axis passes, row-major. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** Fills `result` with `values` read over a grid of `sizes`, row-major, `strides[i]` apart along axis i, from `offset` on. */
export function strided<T extends Float32Array | Float64Array>(
  values: ArrayLike<number>,
  result: T,
  sizes: readonly number[],
  strides: readonly number[],
  offset = 0,
): T {
  const index = sizes.map(() => 0);
  let from = offset;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < sizes[axis]) break;
      from -= strides[axis] * sizes[axis];
      index[axis] = 0;
    }
  }
  return result;
}
