/** Constant folding: the shape arithmetic of exporters, and weights that are transposed or cast on their way. */
import type { Budget } from "./budget.js";
import {
  arrayFor,
  axisOf,
  BATCH,
  type Constant,
  constantOf,
  type ElementType,
  elementCount,
  exactInteger,
  LENGTH,
  MAX_RANK,
  printSize,
  printSizes,
  strided,
  stridesOf,
} from "./constant.js";
import { refusal } from "./refusal.js";

/** The same elements under another shape. */
export function reshapeConstant(constant: Constant, shape: readonly number[]): Constant {
  if (shape.length > MAX_RANK) throw refusal(`it gives ${shape.length} axes; the limit is ${MAX_RANK}`);
  if (elementCount(shape) !== constant.data.length) {
    throw refusal(`its new shape ${printSizes(shape)} does not fit its ${constant.data.length} elements`);
  }
  return { ...constant, shape };
}

/** Axis i of the result is axis axes[i] of the constant. */
export function transposeConstant(constant: Constant, axes: readonly number[], budget: Budget): Constant {
  const strides = stridesOf(constant.shape);
  return walked(
    constant,
    axes.map((axis) => constant.shape[axis]),
    axes.map((axis) => strides[axis]),
    0,
    budget,
  );
}

/** ONNX's broadcasting to a larger shape. */
export function expandConstant(constant: Constant, shape: readonly number[], budget: Budget): Constant {
  const lead = shape.length - constant.shape.length;
  const own = stridesOf(constant.shape);
  const strides = shape.map((size, axis) => {
    const size0 = axis < lead ? 1 : constant.shape[axis - lead];
    if (size0 !== 1 && size0 !== size) throw refusal(`its shapes ${printSizes(constant.shape)} and ${printSizes(shape)} do not broadcast`);
    return size0 === 1 ? 0 : own[axis - lead];
  });
  return walked(constant, shape, strides, 0, budget);
}

export interface SliceStep {
  readonly axis: number;
  /** As the file says: negative ones count from the end, anything beyond is the end. */
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export function sliceConstant(constant: Constant, steps: readonly SliceStep[], budget: Budget): Constant {
  const shape = [...constant.shape];
  const strides = stridesOf(constant.shape);
  let offset = 0;
  for (const { axis, start, end, step } of steps) {
    const size = constant.shape[axis];
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, low), high);
    const first = clamp(start);
    shape[axis] = Math.max(0, Math.ceil((clamp(end) - first) / step));
    offset += first * strides[axis];
    strides[axis] *= step;
  }
  return walked(constant, shape, strides, offset, budget);
}

/** Rows of `data` along an axis, by index; negative indices count from the end. */
export function gatherConstant(data: Constant, indices: Constant, axis: number, budget: Budget): Constant {
  const size = data.shape[axis];
  const inner = elementCount(data.shape.slice(axis + 1));
  const outer = elementCount(data.shape.slice(0, axis));
  const rows = Array.from(indices.data, (index) => axisOf(exactInteger(index, "index"), size, "index"));
  const result = newArray(data.type, outer * rows.length * inner, budget);
  // Of a tensor without elements the sizes say nothing: its outer axes may claim 2^50.
  for (let o = 0, to = 0; to < result.length; o++) {
    for (const row of rows) {
      const from = (o * size + row) * inner;
      for (let i = 0; i < inner; i++) result[to++] = data.data[from + i];
    }
  }
  return constantOf(data.type, [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)], result);
}

export function concatConstants(parts: readonly Constant[], axis: number, budget: Budget): Constant {
  const [first] = parts;
  const odd = parts.find(
    ({ shape, type }) => type !== first.type || shape.length !== first.shape.length || shape.some((size, i) => i !== axis && size !== first.shape[i]),
  );
  if (odd !== undefined) throw refusal(`along axis ${axis} it cannot join ${printSizes(first.shape)} and ${printSizes(odd.shape)}`);
  const shape = first.shape.map((size, i) => (i === axis ? parts.reduce((sum, part) => sum + part.shape[axis], 0) : size));
  const inner = elementCount(shape.slice(axis + 1));
  const result = newArray(first.type, elementCount(shape), budget);
  let at = 0;
  for (const part of parts) {
    const run = part.shape[axis] * inner;
    for (let o = 0; run > 0 && o * run < part.data.length; o++) result.set(part.data.subarray(o * run, (o + 1) * run), o * shape[axis] * inner + at);
    at += run;
  }
  return constantOf(first.type, shape, result);
}

export type Arithmetic = "add" | "subtract" | "multiply" | "divide";

/** Elementwise arithmetic with broadcasting; integers stay exact and divide toward zero. */
export function arithmetic(operation: Arithmetic, a: Constant, b: Constant, budget: Budget): Constant {
  if (a.type !== b.type || a.type === "boolean") throw refusal(`it combines ${a.type} and ${b.type}; both sides are of one type of numbers`);
  const rank = Math.max(a.shape.length, b.shape.length);
  const sizeAt = (constant: Constant, axis: number): number => constant.shape[axis - rank + constant.shape.length] ?? 1;
  const shape = Array.from({ length: rank }, (_, axis) => (sizeAt(a, axis) === 1 ? sizeAt(b, axis) : sizeAt(a, axis)));
  const left = expandConstant(a, shape, budget).data;
  const right = expandConstant(b, shape, budget).data;
  const compute = a.type === "integer" ? exactArithmetic : plainArithmetic;
  const result = newArray(a.type, left.length, budget);
  for (let i = 0; i < result.length; i++) result[i] = compute(operation, left[i], right[i]);
  return constantOf(a.type, shape, result);
}

function plainArithmetic(operation: Arithmetic, a: number, b: number): number {
  switch (operation) {
    case "add":
      return a + b;
    case "subtract":
      return a - b;
    case "multiply":
      return a * b;
    default:
      return a / b;
  }
}

function exactArithmetic(operation: Arithmetic, a: number, b: number): number {
  const isOpen = (value: number): boolean => value === BATCH || value === LENGTH;
  const neutral = operation === "add" || operation === "subtract" ? 0 : 1;
  if (isOpen(a) && b === neutral) return a;
  if (isOpen(b) && a === neutral && (operation === "add" || operation === "multiply")) return b;
  const open = [a, b].find(isOpen);
  if (open !== undefined) {
    throw refusal(
      `it computes with the size of ${open === BATCH ? "the batch" : "a text's variable length"} (${printSize(a)}, ${printSize(b)})`,
      "Export with fixed sizes.",
    );
  }
  if (operation === "divide" && b === 0) throw refusal("it divides an integer by zero");
  return exactInteger(Math.trunc(plainArithmetic(operation, exactInteger(a, "operand"), exactInteger(b, "operand"))), "its result");
}

export function castConstant(constant: Constant, type: ElementType, budget: Budget): Constant {
  if (type === constant.type) return constant;
  const result = newArray(type, constant.data.length, budget);
  for (let i = 0; i < result.length; i++) result[i] = castValue(constant.data[i], constant.type, type);
  return constantOf(type, constant.shape, result);
}

function castValue(value: number, from: ElementType, to: ElementType): number {
  if (from === "integer" && to !== "integer") return to === "boolean" ? Number(value !== 0) : exactInteger(value, "an element");
  if (to === "boolean") return Number(value !== 0);
  return to === "integer" ? exactInteger(Math.trunc(value), "an element") : value;
}

/** The constant read along other strides: what transpose, slice and expand are. */
function walked(constant: Constant, shape: readonly number[], strides: readonly number[], offset: number, budget: Budget): Constant {
  if (shape.length > MAX_RANK) throw refusal(`it gives ${shape.length} axes; the limit is ${MAX_RANK}`);
  const open = shape.find((size) => !Number.isSafeInteger(size) || size < 0);
  if (open !== undefined) throw refusal(`its shape ${printSizes(shape)} contains ${printSize(open)}; it must be known`);
  const isIdentity =
    offset === 0 &&
    elementCount(shape) === constant.data.length &&
    stridesOf(shape).every((stride, axis) => shape[axis] === 1 || stride === strides[axis]);
  if (isIdentity) return { ...constant, shape };
  const result = newArray(constant.type, elementCount(shape), budget);
  strided(constant.data, result, shape, strides, offset);
  return constantOf(constant.type, shape, result);
}

function newArray(type: ElementType, count: number, budget: Budget): Float32Array | Float64Array {
  budget.charge(count, `folding a constant of ${count} elements`);
  return arrayFor(type, count);
}
