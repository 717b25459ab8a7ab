/**
 * NumPy's array files (.npy), format versions 1.0, 2.0 and 3.0 (numpy.lib.format, NEP 1):
 *
 *     "\x93NUMPY"  major  minor  header length (2 bytes in version 1, else 4, little-endian)  header  values
 *
 * The header is a Python dictionary of exactly three keys; it is parsed, never evaluated. Nothing is allocated before the
 * size of the file has been found to be the one that the header promises.
 */
import { inputError, type SnncError } from "../util/diagnostics.js";

/** An array as read, row-major; integers up to 2^53 are exact. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** As NumPy writes it, without the byte order: f4, u1, i8 ... */
  readonly type: string;
  readonly values: Float64Array | Float32Array;
}

/** Throws SnncError (input) `npy-format`, `npy-truncated`, `npy-size`, `npy-order`, `npy-type`, `npy-value`. */
export function parseNpy(bytes: Uint8Array, where: string): NpyArray {
  const { text, dataStart } = headerOf(bytes, where);
  const header = parseHeader(text);
  if (header === undefined) throw malformed(where, `its header is not a dictionary of descr, fortran_order and shape: ${quoted(text)}`);
  const { descr, isFortran, shape } = header;
  const type = typeOf(descr, where);
  if (isFortran && shape.length > 1) {
    throw inputError("npy-order", "the array is in Fortran order; C order (row by row) is expected", {
      where,
      hint: "Save it with np.save(name, np.ascontiguousarray(array)).",
    });
  }
  const count = shape.reduce((product, axis) => product * axis, 1);
  const promised = count * type.width;
  const present = bytes.length - dataStart;
  const claimed = `shape (${shape.slice(0, SHOWN_AXES).join(", ")}${shape.length > SHOWN_AXES ? ", ..." : ""}) of ${descr}`;
  // Also where a hostile shape's product is no number.
  if (!(promised <= present)) {
    throw inputError(
      "npy-truncated",
      `${claimed} takes ${Number.isFinite(promised) ? promised : "countless"} bytes after the header; the file has ${present}`,
      {
        where,
        hint: "The file was cut off: copy or save it again.",
      },
    );
  }
  if (promised < present) {
    throw inputError("npy-size", `${claimed} takes ${promised} bytes after the header; the file has ${present}`, {
      where,
      hint: "Save one array a file.",
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart, present);
  const values = descr === "<f4" ? new Float32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = type.read(view, i * type.width);
    if (value === undefined || !Number.isFinite(value)) {
      throw inputError("npy-value", `element ${i} (${indexOf(i, shape)}) is ${type.refuses(view, i * type.width)}`, {
        where,
        hint: "Every value must be finite, and a whole number at most 2^53; look for it with np.isfinite(array) or array.max().",
      });
    }
    values[i] = value;
  }
  return { shape, type: descr.slice(1), values };
}

const SHOWN_AXES = 8;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;
/** NumPy itself refuses to parse longer headers unless told that the file is trusted. */
const LONGEST_HEADER = 10_000;

function headerOf(bytes: Uint8Array, where: string): { readonly text: string; readonly dataStart: number } {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw malformed(where, "it does not begin with NumPy's signature");
  const [major, minor] = [bytes[6], bytes[7]];
  const lengthBytes = major === 1 ? 2 : 4;
  if (bytes.length < 8 + lengthBytes) throw cutInHeader(where, bytes.length);
  if (major < 1 || major > 3 || minor !== 0) throw malformed(where, `its format version is ${major}.${minor}; 1.0, 2.0 and 3.0 are known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = 8 + lengthBytes;
  if (length > LONGEST_HEADER) throw malformed(where, `its header claims ${length} bytes; at most ${LONGEST_HEADER} are read`);
  if (bytes.length < start + length) throw cutInHeader(where, bytes.length);
  // Latin-1 in versions 1 and 2, UTF-8 in 3: equal for all that a header of numbers may hold.
  const text = Array.from(bytes.subarray(start, start + length), (byte) => String.fromCharCode(byte)).join("");
  return { text, dataStart: start + length };
}

interface Header {
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`, the keys in any order, each once. */
function parseHeader(text: string): Header | undefined {
  const dictionary = text.trim();
  if (!dictionary.startsWith("{") || !dictionary.endsWith("}")) return undefined;
  const inside = dictionary.slice(1, -1).trim();
  const body = inside.endsWith(",") ? inside.slice(0, -1) : inside;
  const item = /\s*'(descr|fortran_order|shape)'\s*:\s*('[^']*'|"[^"]*"|True|False|\([\d\s,L]*\)|\[[^\]]*\])\s*(,|$)/sy;
  const found = new Map<string, string>();
  for (item.lastIndex = 0; item.lastIndex < body.length; ) {
    const [, key, value] = item.exec(body) ?? [];
    if (key === undefined || value === undefined || found.has(key)) return undefined;
    found.set(key, value);
  }
  const descr = found.get("descr");
  const order = found.get("fortran_order");
  const shape = shapeOf(found.get("shape") ?? "");
  if (descr === undefined || shape === undefined || (order !== "True" && order !== "False")) return undefined;
  return { descr: /^['"]/.test(descr) ? descr.slice(1, -1) : descr, isFortran: order === "True", shape };
}

/** A Python tuple of whole numbers: (), (3,), (3, 4); Python 2 wrote 3L. */
function shapeOf(tuple: string): readonly number[] | undefined {
  const inside = /^\((.*)\)$/s.exec(tuple)?.[1].trim();
  if (inside === undefined) return undefined;
  if (inside === "") return [];
  const axes = inside.split(",").map((axis) => axis.trim());
  if (axes.at(-1) === "") axes.pop();
  else if (axes.length === 1) return undefined;
  const shape = axes.map((axis) => (/^\d{1,15}L?$/.test(axis) ? Number.parseInt(axis, 10) : Number.NaN));
  return shape.every(Number.isSafeInteger) ? shape : undefined;
}

interface ElementType {
  readonly width: number;
  /** undefined: the element has no exact value here. */
  read(view: DataView, at: number): number | undefined;
  /** What an element that `read` gave no finite value for is. */
  refuses(view: DataView, at: number): string;
}

const LARGEST_EXACT = 2n ** 53n;

function numberType(width: number, read: (view: DataView, at: number) => number): ElementType {
  return { width, read, refuses: (view, at) => String(read(view, at)) };
}

function wideType(read: (view: DataView, at: number) => bigint): ElementType {
  return {
    width: 8,
    read: (view, at) => {
      const value = read(view, at);
      return value > LARGEST_EXACT || value < -LARGEST_EXACT ? undefined : Number(value);
    },
    refuses: (view, at) => `${read(view, at)}, beyond 2^53, up to which whole numbers are exact`,
  };
}

const TYPES: ReadonlyMap<string, ElementType> = new Map([
  ["<f4", numberType(4, (view, at) => view.getFloat32(at, true))],
  ["<f8", numberType(8, (view, at) => view.getFloat64(at, true))],
  ["|u1", numberType(1, (view, at) => view.getUint8(at))],
  ["|i1", numberType(1, (view, at) => view.getInt8(at))],
  ["<u2", numberType(2, (view, at) => view.getUint16(at, true))],
  ["<i2", numberType(2, (view, at) => view.getInt16(at, true))],
  ["<u4", numberType(4, (view, at) => view.getUint32(at, true))],
  ["<i4", numberType(4, (view, at) => view.getInt32(at, true))],
  ["<u8", wideType((view, at) => view.getBigUint64(at, true))],
  ["<i8", wideType((view, at) => view.getBigInt64(at, true))],
  [
    "|b1",
    {
      width: 1,
      read: (view, at) => (view.getUint8(at) <= 1 ? view.getUint8(at) : undefined),
      refuses: (view, at) => `the byte ${view.getUint8(at)}, where a bool is 0 or 1`,
    },
  ],
]);

function typeOf(descr: string, where: string): ElementType {
  const type = TYPES.get(descr);
  if (type !== undefined) return type;
  const hint = descr.startsWith(">")
    ? "It is big-endian: save it with np.save(name, array.astype(array.dtype.newbyteorder('<')))."
    : descr.includes("O")
      ? "It holds Python objects: save a plain array of numbers, np.save(name, np.asarray(rows, dtype=np.float32))."
      : "Save it with np.save(name, array.astype(np.float32)).";
  throw inputError("npy-type", `its elements are ${quoted(descr)}; ${[...TYPES.keys()].join(", ")} are read`, { where, hint });
}

function indexOf(element: number, shape: readonly number[]): string {
  const index: number[] = [];
  let rest = element;
  for (const axis of [...shape].reverse()) {
    index.unshift(rest % axis);
    rest = Math.floor(rest / axis);
  }
  return `[${index.join(", ")}]`;
}

/** A foreign text in a diagnostic: short, without control characters. */
function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}...` : text;
  return JSON.stringify(short.trim().replace(/[^\x20-\x7e]/g, "?"));
}

function malformed(where: string, what: string): SnncError {
  return inputError("npy-format", `the file is not a NumPy array: ${what}`, {
    where,
    hint: "Save it with np.save(name, array); of an .npz, save each array by itself.",
  });
}

function cutInHeader(where: string, length: number): SnncError {
  return inputError("npy-truncated", `the file ends inside its header, after ${length} bytes`, {
    where,
    hint: "The file was cut off: copy or save it again.",
  });
}
