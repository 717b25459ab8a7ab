/** The element types of HDF5 data that are read here, and their decoding from the library's memory (little-endian there). */
import type { Hdf5Module } from "./hdf5-library.js";

export type Hdf5Type =
  | { readonly kind: "integer"; readonly bytes: 1 | 2 | 4 | 8; readonly isSigned: boolean; readonly name: string }
  | { readonly kind: "float"; readonly bytes: 2 | 4 | 8; readonly name: string }
  | { readonly kind: "text"; readonly bytes: number; readonly isVariable: boolean; readonly name: string }
  | { readonly kind: "other"; readonly bytes: number; readonly name: string };

/** What the library says of a data set or an attribute. */
export type Hdf5Metadata = ReturnType<Hdf5Module["get_dataset_metadata"]>;

/** H5T_class_t. */
const CLASS_NAMES = ["integer", "float", "time", "string", "bit field", "opaque", "compound", "reference", "enumeration", "list", "array"];
const [INTEGER, FLOAT, TEXT, ENUMERATION] = [0, 1, 3, 8];

export function typeOf({ type, size, signed, vlen, enum_type: enumeration }: Hdf5Metadata): Hdf5Type {
  if (type === TEXT) return { kind: "text", bytes: size, isVariable: vlen, name: "string" };
  if (type === INTEGER && (size === 1 || size === 2 || size === 4 || size === 8)) {
    return { kind: "integer", bytes: size, isSigned: signed, name: `${signed ? "" : "u"}int${8 * size}` };
  }
  if (type === FLOAT && (size === 2 || size === 4 || size === 8)) return { kind: "float", bytes: size, name: `float${8 * size}` };
  // h5py's form of a truth value.
  const isBoolean = type === ENUMERATION && size === 1 && enumeration?.members.FALSE === 0 && enumeration.members.TRUE === 1;
  if (isBoolean) return { kind: "integer", bytes: 1, isSigned: true, name: "bool" };
  return { kind: "other", bytes: size, name: `${CLASS_NAMES[type] ?? "unknown type"} of ${size} bytes` };
}

/** The numbers in `bytes`, a copy of their own; or in words why one of them is none that JavaScript has. */
export function decodeNumbers(type: Hdf5Type, bytes: Uint8Array): Float64Array | string {
  const count = Math.floor(bytes.length / type.bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type.kind) {
    case "float": {
      const read = {
        2: (at: number) => halfOf(view.getUint16(at, true)),
        4: (at: number) => view.getFloat32(at, true),
        8: (at: number) => view.getFloat64(at, true),
      }[type.bytes];
      return finite(Float64Array.from({ length: count }, (_, i) => read(i * type.bytes)));
    }
    case "integer": {
      if (type.bytes === 8) return wholeNumbers(view, count, type.isSigned);
      const read = {
        1: (at: number) => (type.isSigned ? view.getInt8(at) : view.getUint8(at)),
        2: (at: number) => (type.isSigned ? view.getInt16(at, true) : view.getUint16(at, true)),
        4: (at: number) => (type.isSigned ? view.getInt32(at, true) : view.getUint32(at, true)),
      }[type.bytes];
      return Float64Array.from({ length: count }, (_, i) => read(i * type.bytes));
    }
    default:
      return `its elements are of the type ${type.name}; numbers are needed`;
  }
}

/** As decodeNumbers, in single precision. */
export function decodeFloats(type: Hdf5Type, bytes: Uint8Array): Float32Array | string {
  if (type.kind === "float" && type.bytes === 4) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return finite(Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true)));
  }
  const numbers = decodeNumbers(type, bytes);
  if (typeof numbers === "string") return numbers;
  const at = numbers.findIndex((value) => !Number.isFinite(Math.fround(value)));
  return at < 0 ? Float32Array.from(numbers) : `element ${at} is ${numbers[at]}, too large for single precision`;
}

/** Strings of a fixed size, padded by zeros. */
export function decodeFixedTexts(size: number, bytes: Uint8Array): string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => {
    const field = bytes.subarray(i * size, (i + 1) * size);
    const end = field.indexOf(0);
    return decoder.decode(end < 0 ? field : field.subarray(0, end));
  });
}

function finite<T extends Float32Array | Float64Array>(values: T): T | string {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return `element ${i} is ${values[i]}; every number must be finite`;
  }
  return values;
}

function wholeNumbers(view: DataView, count: number, isSigned: boolean): Float64Array | string {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = isSigned ? view.getBigInt64(8 * i, true) : view.getBigUint64(8 * i, true);
    if (value > 2n ** 53n || value < -(2n ** 53n)) return `element ${i} is ${value}; integers beyond 2^53 are not read`;
    values[i] = Number(value);
  }
  return values;
}

/** IEEE 754 binary16. */
export function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
