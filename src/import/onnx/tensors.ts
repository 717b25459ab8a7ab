/** Tensors of the file -> constants: every way in which ONNX stores values, sizes checked before anything is allocated. */
import { float32OfBytes } from "../../util/bytes.js";
import { printable } from "../builder.js";
import type { Budget } from "./budget.js";
import { type Constant, constantOf, type ElementType, elementCount, MAX_RANK, printSize, printSizes } from "./constant.js";
import { exactOrInfinite, int64Of } from "./int64.js";
import type { onnx } from "./onnx.pb.js";
import { refusal } from "./refusal.js";

/** Gives the bytes that a tensor keeps in another file, `size` of them. */
export type ExternalData = (tensor: onnx.TensorProto.$Properties, size: number) => Uint8Array;

/** Where a type's values stand if not in raw_data. */
type ListField = "floatData" | "int32Data" | "int64Data" | "doubleData" | "uint64Data";

interface DataType {
  readonly name: string;
  readonly type: ElementType;
  readonly bytes: number;
  readonly list: ListField;
  /** One value of little-endian bytes. */
  readonly read: (view: DataView, at: number) => number;
}

/** The numbers of TensorProto.DataType that are read. */
const DATA_TYPES: ReadonlyMap<number, DataType> = new Map<number, DataType>([
  [1, { name: "float", type: "float32", bytes: 4, list: "floatData", read: (view, at) => view.getFloat32(at, true) }],
  [2, { name: "uint8", type: "integer", bytes: 1, list: "int32Data", read: (view, at) => view.getUint8(at) }],
  [3, { name: "int8", type: "integer", bytes: 1, list: "int32Data", read: (view, at) => view.getInt8(at) }],
  [4, { name: "uint16", type: "integer", bytes: 2, list: "int32Data", read: (view, at) => view.getUint16(at, true) }],
  [5, { name: "int16", type: "integer", bytes: 2, list: "int32Data", read: (view, at) => view.getInt16(at, true) }],
  [6, { name: "int32", type: "integer", bytes: 4, list: "int32Data", read: (view, at) => view.getInt32(at, true) }],
  [7, { name: "int64", type: "integer", bytes: 8, list: "int64Data", read: (view, at) => exactOrInfinite(view.getBigInt64(at, true)) }],
  [9, { name: "bool", type: "boolean", bytes: 1, list: "int32Data", read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) }],
  [10, { name: "float16", type: "float32", bytes: 2, list: "int32Data", read: (view, at) => float16(view.getUint16(at, true)) }],
  [11, { name: "double", type: "float64", bytes: 8, list: "doubleData", read: (view, at) => view.getFloat64(at, true) }],
  [12, { name: "uint32", type: "integer", bytes: 4, list: "uint64Data", read: (view, at) => view.getUint32(at, true) }],
  [13, { name: "uint64", type: "integer", bytes: 8, list: "uint64Data", read: (view, at) => exactOrInfinite(view.getBigUint64(at, true)) }],
  [16, { name: "bfloat16", type: "float32", bytes: 2, list: "int32Data", read: (view, at) => bfloat16(view, at) }],
]);

const OTHER_TYPES: ReadonlyMap<number, string> = new Map([
  [0, "undefined"],
  [8, "string"],
  [14, "complex64"],
  [15, "complex128"],
  [17, "float8e4m3fn"],
  [18, "float8e4m3fnuz"],
  [19, "float8e5m2"],
  [20, "float8e5m2fnuz"],
  [21, "uint4"],
  [22, "int4"],
]);

/** What a type's values become here; undefined for types that are not read (strings, complex, 8-bit floats, 4-bit integers). */
export function elementTypeOf(dataType: number): ElementType | undefined {
  return DATA_TYPES.get(dataType)?.type;
}

/** A data type's name, of unknown ones the number. */
export function dataTypeName(dataType: number): string {
  return DATA_TYPES.get(dataType)?.name ?? OTHER_TYPES.get(dataType) ?? `type ${dataType}`;
}

/** The values of a tensor. Refuses types that are not read, sizes that lie, and what the budget does not hold. */
export function readTensor(tensor: onnx.TensorProto.$Properties, external: ExternalData, budget: Budget): Constant {
  const number = tensor.dataType ?? 0;
  const type = DATA_TYPES.get(number);
  if (type === undefined)
    throw refusal(`its elements are of ${dataTypeName(number)}, which is not read`, "Store it as float32, or as int64 for indices.");
  if ((tensor.segment?.length ?? 0) > 0) throw refusal("it is split into segments, which is not read", "Save the model again with the onnx package.");
  const shape = shapeOf(tensor.dims ?? []);
  const count = elementCount(shape);
  budget.charge(count, `tensor '${printable(tensor.name ?? "")}' of ${count} elements`);
  const isExternal = tensor.dataLocation === 1;
  const raw = isExternal ? external(tensor, count * type.bytes) : (tensor.rawData ?? new Uint8Array(0));
  if (isExternal || raw.length > 0) return ofRawBytes(raw, type, shape, count);
  return ofList(tensor[type.list] ?? new Uint8Array(0), type, shape, count);
}

function shapeOf(dims: readonly unknown[]): number[] {
  if (dims.length > MAX_RANK) throw refusal(`it has ${dims.length} axes; the limit is ${MAX_RANK}`);
  const shape = dims.map(int64Of);
  const odd = shape.find((size) => !Number.isSafeInteger(size) || size < 0);
  if (odd !== undefined) throw refusal(`its shape ${printSizes(shape)} contains ${printSize(odd)}; a size is 0 or more and below 2^53`);
  if (!Number.isSafeInteger(elementCount(shape))) throw refusal(`its shape ${printSizes(shape)} has more than 2^53 elements`);
  return shape;
}

function ofRawBytes(bytes: Uint8Array, type: DataType, shape: readonly number[], count: number): Constant {
  if (bytes.length !== count * type.bytes) {
    throw refusal(`its shape [${shape.join(", ")}] of ${type.name} needs ${count * type.bytes} bytes; there are ${bytes.length}`);
  }
  const floats = type.name === "float" ? float32OfBytes(bytes) : undefined;
  if (floats !== undefined) return constantOf("float32", shape, floats);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = type.type === "float32" ? new Float32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) data[i] = type.read(view, i * type.bytes);
  return constantOf(type.type, shape, data);
}

/** The packed list of a field: fixed-width floats as they are, integers as varints. */
function ofList(bytes: Uint8Array, type: DataType, shape: readonly number[], count: number): Constant {
  if (type.list === "floatData" || type.list === "doubleData") return ofRawBytes(bytes, type, shape, count);
  // A varint takes at least one byte: a list that is too short is found before its array is allocated.
  if (bytes.length < count) throw refusal(`its shape [${shape.join(", ")}] needs ${count} values; there are at most ${bytes.length}`);
  const data = type.type === "float32" ? new Float32Array(count) : new Float64Array(count);
  const cell = new DataView(new ArrayBuffer(8));
  let at = 0;
  for (let i = 0; i < count; i++) {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length || shift > 63n) throw refusal(`its list ends within value ${i} of the ${count} that its shape needs`);
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    cell.setBigUint64(0, BigInt.asUintN(64, value), true);
    data[i] = type.read(cell, 0);
  }
  if (at !== bytes.length) throw refusal(`its shape [${shape.join(", ")}] needs ${count} values; there are more`);
  return constantOf(type.type, shape, data);
}

/** IEEE 754 binary16. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a binary32. */
function bfloat16(view: DataView, at: number): number {
  const cell = new DataView(new ArrayBuffer(4));
  cell.setUint16(0, view.getUint16(at, true), false);
  return cell.getFloat32(0, false);
}
