/**
 * HDF5 files as a tree of groups and data sets, for the formats that are built on it (NIR, Keras).
 *
 * Nothing is read before it is asked for, and no data before the sizes that the file claims have been held against the
 * limits and against the file's own length: data of n bytes take n bytes of a file, and deflated ones a 1032nd of it at
 * least. Links that are not the one hard link of an object are refused, so the tree is a tree: without cycles, and with
 * nothing counted twice. Every failure is an SnncError (input) that names the file and the object.
 */
import { inputError } from "../util/diagnostics.js";
import { printable, TOO_LARGE_HINT } from "./builder.js";
import { decodeFixedTexts, decodeFloats, decodeNumbers, type Hdf5Metadata, typeOf } from "./hdf5-data.js";
import { heapProblem } from "./hdf5-heaps.js";
import { Hdf5Failure, type Hdf5Library, hdf5Library } from "./hdf5-library.js";
import type { ImportLimits } from "./types.js";

export interface Hdf5Group {
  readonly kind: "group";
  /** From the root, `/` for the root itself. */
  readonly path: string;
  /** Names of what it holds, sorted as the file has them. */
  names(): readonly string[];
  /** A member; undefined where there is none of this name. */
  get(name: string): Hdf5Group | Hdf5Dataset | undefined;
  attributeNames(): readonly string[];
  /** An attribute's value; undefined where there is none, or none of a type that is read here. */
  attribute(name: string): Hdf5Value | undefined;
}

export interface Hdf5File extends Hdf5Group {
  /** Frees the file's memory; nothing of the tree can be read afterwards. */
  close(): void;
}

export interface Hdf5Dataset {
  readonly kind: "dataset";
  readonly path: string;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  readonly elements: number;
  /** `float32`, `int64`, `uint8`, `bool`, `string` ..., or in words a type that is not read here. */
  readonly dtype: string;
  /** Its numbers, row-major, as float32. Refuses NaN, infinities and what is too large for float32. */
  floats(): Float32Array;
  /** Its numbers, row-major. Refuses NaN, infinities and integers beyond 2^53. */
  numbers(): Float64Array;
  /** Its only string. */
  text(): string;
  /** Its strings, row-major. */
  texts(): readonly string[];
}

/** Arrays are flat, row-major. */
export type Hdf5Value = string | number | readonly string[] | Float64Array;

/** Groups that may lie inside each other. */
const MAX_DEPTH = 64;
/** HDF5 objects for one node of a network: its group, its parameters, and groups between. */
const OBJECTS_PER_NODE = 32;
/** Deflate's best ratio: 258 bytes by a length and a distance of one bit each (RFC 1951). */
const DEFLATE_RATIO = 1032;
/** What a file has besides its data, so that tiny files pass the test of their length. */
const SLACK_BYTES = 4096;
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const DEFLATE = 1;
/** Deflate, shuffle and Fletcher's checksum: what h5py writes without plug-ins. */
const FILTERS = [DEFLATE, 2, 3];
/** Pointers of the library: it is built for wasm32. */
const POINTER_BYTES = 4;
/** What strings read at once unfold to at most, if each is as long as the file. */
const TEXT_BYTES_AT_ONCE = 2 ** 27;
const TEXT_DECODER = new TextDecoder();
const OBJECT = { group: 0, dataset: 1, namedType: 2, softLink: 3, externalLink: 4 };

/** Opens a file from its bytes, which are not copied and must not change before it is closed. */
export async function openHdf5(bytes: Uint8Array, where: string, limits: ImportLimits): Promise<Hdf5File> {
  if (bytes.length > limits.bytes)
    throw inputError("hdf5-too-large", `it has ${bytes.length} bytes; the limit is ${limits.bytes}`, { where, hint: TOO_LARGE_HINT });
  const start = startOf(bytes);
  if (start === undefined) {
    throw inputError("hdf5-not-hdf5", "it is not an HDF5 file: its signature is missing", { where });
  }
  const problem = heapProblem(bytes, start);
  if (problem !== undefined)
    throw inputError("hdf5-broken", problem, { where, hint: "The file is damaged or incomplete: copy it again, or write it anew (h5repack does)." });
  const library = await hdf5Library();
  const { module } = library;
  const name = library.lendFile(bytes);
  const file: OpenFile = { library, where, limits, fileBytes: bytes.length, id: 0n, pathOfObject: new Map(), elements: 0, textBytes: 0 };
  try {
    file.id = guarded(file, "/", () => module.open(name, module.H5F_ACC_RDONLY, false, -1, -1));
  } catch (error) {
    library.removeFile(name);
    throw error;
  }
  return {
    ...groupAt(file, "/", 0),
    close: () => {
      try {
        library.call(() => module.close_file(file.id));
      } catch (error) {
        // A file that could not be read in order need not close in order; its memory is freed below.
        if (!(error instanceof Hdf5Failure)) throw error;
      }
      library.removeFile(name);
    },
  };
}

/** An open file, and how much of the limits has been used. */
interface OpenFile {
  readonly library: Hdf5Library;
  readonly where: string;
  readonly limits: ImportLimits;
  readonly fileBytes: number;
  id: bigint;
  /** By the object's address in the file: two paths to one address are two links to one object. */
  readonly pathOfObject: Map<number, string>;
  elements: number;
  textBytes: number;
}

/** Where the signature is: at the beginning, or behind a user block of 512 bytes or a doubling of it. */
function startOf(bytes: Uint8Array): number | undefined {
  for (let at = 0; at + SIGNATURE.length <= bytes.length; at = at === 0 ? 512 : 2 * at) {
    if (SIGNATURE.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return undefined;
}

function groupAt(file: OpenFile, path: string, depth: number): Hdf5Group {
  const { module } = file.library;
  const names = once(() => {
    const list = guarded(file, path, () => module.get_names(file.id, path, false));
    checkNames(file, path, list);
    return new Set(list);
  });
  const attributeNames = once(() => guarded(file, path, () => module.get_attribute_names(file.id, path)));
  return {
    kind: "group",
    path,
    names: () => [...names()],
    get: (name) => (names().has(name) ? memberAt(file, path === "/" ? `/${name}` : `${path}/${name}`, depth + 1) : undefined),
    attributeNames,
    attribute: (name) => (attributeNames().includes(name) ? attributeOf(file, path, name) : undefined),
  };
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}

/** A slash or a dot would be another path to the library; of two members of one name it would only ever find one. */
function checkNames(file: OpenFile, path: string, names: readonly string[]): void {
  const odd = names.find((name) => name === "" || name === "." || name === ".." || /[/\0\ufffd]/.test(name));
  if (odd !== undefined) throw failure(file, path, "hdf5-name", `it has a member of the name '${printable(odd)}', which no path can say`);
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw failure(file, path, "hdf5-name", `it has several members of the name '${printable(name)}'`);
    seen.add(name);
  }
}

function memberAt(file: OpenFile, path: string, depth: number): Hdf5Group | Hdf5Dataset {
  const { module } = file.library;
  if (depth > MAX_DEPTH) throw failure(file, path, "hdf5-depth", `groups lie more than ${MAX_DEPTH} deep in each other, the limit`, FLATTEN_HINT);
  const softTarget = guarded(file, path, () => module.get_symbolic_link(file.id, path));
  if (softTarget) throw failure(file, path, "hdf5-link", `it is a soft link to '${printable(softTarget)}'; links are not followed`, COPY_HINT);
  const type = guarded(file, path, () => module.get_type(file.id, path));
  if (type === OBJECT.externalLink) throw failure(file, path, "hdf5-link", "it is a link to another file; links are not followed", COPY_HINT);
  if (type !== OBJECT.group && type !== OBJECT.dataset) {
    throw failure(file, path, "hdf5-object", type === OBJECT.namedType ? "it is a named data type, no data" : "it is neither a group nor a data set");
  }
  checkOnlyLink(file, path);
  return type === OBJECT.group ? groupAt(file, path, depth) : datasetAt(file, path);
}

const FLATTEN_HINT = "Lay the nodes of nested graphs in the outer one.";
const COPY_HINT = "Write the file again with the data themselves in the place of the link (h5repack does).";

function checkOnlyLink(file: OpenFile, path: string): void {
  const { module } = file.library;
  const reference = guarded(file, path, () => module.create_object_reference(file.id, path));
  // Little-endian; an address is an offset in the file, so it is exact.
  const address = [...reference].reduceRight((sum, byte) => sum * 256 + byte, 0);
  const known = file.pathOfObject.get(address);
  if (known !== undefined && known !== path) {
    const message = `it is the object '${printable(known)}' under a second name; an object may have only one`;
    throw failure(file, path, "hdf5-link", message, COPY_HINT);
  }
  file.pathOfObject.set(address, path);
  const limit = file.limits.nodes * OBJECTS_PER_NODE;
  if (file.pathOfObject.size > limit)
    throw failure(file, path, "hdf5-too-many", `the file has more than ${limit} groups and data sets, the limit`, TOO_LARGE_HINT);
}

function datasetAt(file: OpenFile, path: string): Hdf5Dataset {
  const { module } = file.library;
  const metadata = guarded(file, path, () => module.get_dataset_metadata(file.id, path));
  const shape = metadata.shape ?? [];
  const type = typeOf(metadata);
  const elements = metadata.shape === null ? 0 : shape.reduce((product, size) => product * size, 1);
  const refuse = (problem: string): Error => failure(file, path, "hdf5-data", problem);
  const bytes = (): Uint8Array => {
    checkSize(file, path, metadata, elements * type.bytes);
    file.elements += elements;
    if (file.elements > file.limits.elements)
      throw failure(file, path, "hdf5-too-large", `the tensors have more than ${file.limits.elements} elements, the limit`, TOO_LARGE_HINT);
    return dataOf(file, path, elements * type.bytes);
  };
  const texts = (): readonly string[] => {
    if (type.kind !== "text") throw refuse(`its elements are of the type ${type.name}; strings are needed`);
    checkSize(file, path, metadata, elements * type.bytes);
    if (!type.isVariable) return decodeFixedTexts(type.bytes, dataOf(file, path, elements * type.bytes));
    return variableTextsOf(file, path, shape, elements);
  };
  return {
    kind: "dataset",
    path,
    shape,
    elements,
    dtype: type.name,
    floats: () => orThrow(decodeFloats(type, bytes()), refuse),
    numbers: () => orThrow(decodeNumbers(type, bytes()), refuse),
    texts,
    text: () => {
      if (elements !== 1) throw refuse(`it has ${elements} elements; one string is needed`);
      return texts()[0];
    },
  };
}

function orThrow<T>(value: T | string, error: (problem: string) => Error): T {
  if (typeof value === "string") throw error(value);
  return value;
}

/** Data that the file cannot hold are refused before memory is taken for them. */
function checkSize(file: OpenFile, path: string, metadata: Hdf5Metadata, dataBytes: number): void {
  const { module } = file.library;
  if (metadata.virtual_sources !== undefined)
    throw failure(file, path, "hdf5-virtual", "its data lie in other data sets; they are not followed", COPY_HINT);
  const filters = metadata.chunks === null ? [] : guarded(file, path, () => module.get_dataset_filters(file.id, path));
  const foreign = filters.find(({ id }) => !FILTERS.includes(id));
  if (foreign !== undefined) {
    const message = `its data are packed by the filter '${printable(foreign.name)}' (${foreign.id}), which is not read`;
    throw failure(file, path, "hdf5-filter", message, "Write the file with compression by gzip, or without.");
  }
  const ratio = filters.some(({ id }) => id === DEFLATE) ? DEFLATE_RATIO : 1;
  const chunkBytes = (metadata.chunks ?? []).reduce((product, size) => product * size, metadata.size);
  const claimed = Math.max(dataBytes, metadata.chunks === null ? 0 : chunkBytes);
  if (claimed <= (file.fileBytes + SLACK_BYTES) * ratio && claimed <= file.limits.bytes) return;
  throw failure(
    file,
    path,
    "hdf5-size",
    `its shape [${metadata.shape?.join(", ")}] takes ${claimed} bytes; the whole file has ${file.fileBytes}`,
    DAMAGED_HINT,
  );
}

const DAMAGED_HINT = "The file is damaged or incomplete: copy it again.";

/** A data set's elements as they are. */
function dataOf(file: OpenFile, path: string, byteLength: number): Uint8Array {
  const { module } = file.library;
  return withMemory(file, path, byteLength, (pointer) => {
    guarded(file, path, () => module.get_dataset_data(file.id, path, null, null, null, BigInt(pointer)));
    return module.HEAPU8.slice(pointer, pointer + byteLength);
  });
}

/**
 * Strings of any length lie in a heap of the file, and all elements may be the same one: rows are read a few at a time,
 * so that what a hostile file can unfold to is known before much of it has been.
 */
function variableTextsOf(file: OpenFile, path: string, shape: readonly number[], elements: number): readonly string[] {
  const { module } = file.library;
  const [rows, ...row] = shape.length === 0 ? [1] : shape;
  const rowElements = row.reduce((product, size) => product * size, 1);
  const rowsAtOnce = Math.max(1, Math.floor(TEXT_BYTES_AT_ONCE / (file.fileBytes * Math.max(1, rowElements))));
  const texts: string[] = [];
  for (let start = 0; start < rows && elements > 0; start += rowsAtOnce) {
    const count = shape.length === 0 ? [] : [Math.min(rowsAtOnce, rows - start), ...row].map(BigInt);
    const offset = shape.map((_, axis) => (axis === 0 ? BigInt(start) : 0n));
    const strides = shape.map(() => 1n);
    const byteLength = (shape.length === 0 ? 1 : Math.min(rowsAtOnce, rows - start) * rowElements) * POINTER_BYTES;
    withMemory(file, path, byteLength, (pointer) => {
      const isScalar = shape.length === 0;
      guarded(file, path, () =>
        module.get_dataset_data(file.id, path, isScalar ? null : count, isScalar ? null : offset, isScalar ? null : strides, BigInt(pointer)),
      );
      for (const text of textsBehind(file, path, pointer, byteLength)) texts.push(text);
      guarded(file, path, () => module.reclaim_vlen_memory_count(file.id, path, "", BigInt(pointer), count));
    });
  }
  return texts;
}

/** The strings that a list of pointers in the library's memory leads to; a null pointer is the empty string. */
function textsBehind(file: OpenFile, path: string, pointer: number, byteLength: number): string[] {
  const { module } = file.library;
  const memory = module.HEAPU8;
  const view = new DataView(memory.buffer, pointer, byteLength);
  return Array.from({ length: byteLength / POINTER_BYTES }, (_, i) => {
    const start = view.getUint32(i * POINTER_BYTES, true);
    if (start === 0) return "";
    const end = memory.indexOf(0, start);
    file.textBytes += end - start;
    if (file.textBytes > file.limits.bytes)
      throw failure(file, path, "hdf5-too-large", `the strings have more than ${file.limits.bytes} bytes, the limit`, TOO_LARGE_HINT);
    return TEXT_DECODER.decode(memory.subarray(start, end));
  });
}

function withMemory<T>(file: OpenFile, path: string, byteLength: number, use: (pointer: number) => T): T {
  const result = file.library.withMemory(byteLength, (pointer) => ({ value: use(pointer) }));
  if (result === undefined) throw failure(file, path, "hdf5-too-large", `there is no memory for its ${byteLength} bytes`, TOO_LARGE_HINT);
  return result.value;
}

function attributeOf(file: OpenFile, path: string, name: string): Hdf5Value | undefined {
  const { module } = file.library;
  const metadata = guarded(file, path, () => module.get_attribute_metadata(file.id, path, name));
  const type = typeOf(metadata);
  const byteLength = metadata.size * metadata.total_size;
  if (type.kind === "other" || metadata.shape === null) return undefined;
  const refuse = (problem: string): Error => failure(file, path, "hdf5-attribute", `attribute '${printable(name)}': ${problem}`);
  if (byteLength > file.fileBytes) throw refuse(`it takes ${byteLength} bytes; the whole file has ${file.fileBytes}`);
  const values = withMemory(file, path, byteLength, (pointer) => {
    guarded(file, path, () => module.get_attribute_data(file.id, path, name, BigInt(pointer)));
    const bytes = module.HEAPU8.slice(pointer, pointer + byteLength);
    if (type.kind !== "text") return orThrow(decodeNumbers(type, bytes), refuse);
    if (!type.isVariable) return decodeFixedTexts(type.bytes, bytes);
    const texts = textsBehind(file, path, pointer, byteLength);
    guarded(file, path, () => module.reclaim_vlen_memory(file.id, path, name, BigInt(pointer)));
    return texts;
  });
  return metadata.shape.length === 0 ? values[0] : values;
}

/** Calls of the library about one object; what they report becomes a diagnostic. */
function guarded<T>(file: OpenFile, path: string, calls: () => T): T {
  try {
    return file.library.call(calls);
  } catch (error) {
    if (!(error instanceof Hdf5Failure)) throw error;
    throw failure(file, path, "hdf5-broken", `it cannot be read: ${printable(error.message)}`, DAMAGED_HINT);
  }
}

function failure(file: OpenFile, path: string, code: string, message: string, hint?: string): Error {
  return inputError(code, message, { where: `${file.where}: '${printable(path)}'`, ...(hint === undefined ? {} : { hint }) });
}
