/**
 * The weights of a TensorFlow.js layers model: a manifest in model.json and binary shards beside it. The tensors of a
 * group lie one after the other in its shards, without gaps (tfjs-core io/types.ts, io_utils.ts).
 */
import { type Diagnostic, inputError, SnncError } from "../../util/diagnostics.js";
import { printable, TOO_LARGE_HINT } from "../builder.js";
import { halfOf } from "../hdf5-data.js";
import type { ImportLimits } from "../types.js";
import { isList, isObject, type Json, type JsonObject, shown } from "./json.js";
import { Refusal } from "./refusal.js";
import { amongWords, byEnding, type Tensor, type WeightStore } from "./weights.js";

/** Gives a file of the model's folder; undefined if there is none. The only way in which a reader gets at files. */
export type ReadSibling = (name: string) => Uint8Array | undefined;

/** Numbers as they are stored. */
type Stored = "float32" | "int32" | "bool" | "uint8" | "uint16" | "float16";

const BYTES: Readonly<Record<Stored, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly stored: Stored;
  readonly elements: number;
  /** value = scale * stored + min, rounded where the weight is whole. */
  readonly scale: number;
  readonly min: number;
  readonly isWhole: boolean;
}

/**
 * The weights by name. Throws SnncError (input): `tfjs-manifest`, `tfjs-path` (a shard outside the folder),
 * `tfjs-shard` (missing, or not of the size that the manifest needs), `tfjs-too-large`.
 */
export function manifestStore(manifest: Json | undefined, readSibling: ReadSibling, where: string, limits: ImportLimits): WeightStore {
  if (!isList(manifest)) {
    throw inputError("tfjs-manifest", `weightsManifest is ${shown(manifest)}; without it the model has no weights`, {
      where,
      hint: "Save the whole model (model.save, or tensorflowjs_converter), not its architecture alone.",
    });
  }
  const totals = { bytes: 0, elements: 0, files: 0 };
  const tensors = new Map<string, Tensor>();
  for (const [i, group] of manifest.entries()) {
    for (const [name, tensor] of groupOf(group, i, totals, readSibling, where, limits)) {
      if (tensors.has(name)) throw inputError("tfjs-manifest", `two weights are named '${printable(name)}'`, { where });
      tensors.set(name, tensor);
    }
  }
  const names = [...tensors.keys()];
  const find = byEnding(names);
  return {
    tensorsOf: ({ path }, wanted) =>
      wanted.map((alternatives) => {
        const name = find(path, alternatives);
        const tensor = name === undefined ? undefined : tensors.get(name);
        if (tensor === undefined) throw new Refusal(`its weight '${alternatives[0]}' is not in the manifest${amongWords(names)}`);
        return tensor;
      }),
  };
}

function groupOf(
  group: Json,
  index: number,
  totals: { bytes: number; elements: number; files: number },
  readSibling: ReadSibling,
  where: string,
  limits: ImportLimits,
): readonly (readonly [string, Tensor])[] {
  if (!isObject(group) || !isList(group.paths) || !isList(group.weights)) {
    throw inputError("tfjs-manifest", `group ${index} is ${shown(group)}; it needs paths and weights`, { where });
  }
  const entries = group.weights.map((entry) => entryOf(entry, where));
  totals.elements += entries.reduce((sum, { elements }) => sum + elements, 0);
  if (totals.elements > limits.elements) {
    throw inputError("tfjs-too-large", `the weights have ${totals.elements} elements; the limit is ${limits.elements}`, {
      where,
      hint: TOO_LARGE_HINT,
    });
  }
  totals.files += group.paths.length;
  if (totals.files > limits.nodes)
    throw inputError("tfjs-too-large", `it names more than ${limits.nodes} shards, the limit`, { where, hint: TOO_LARGE_HINT });
  const shards = shardsOf(group.paths, totals, readSibling, where, limits);
  const held = shards.reduce((sum, { length }) => sum + length, 0);
  const needed = entries.reduce((sum, { elements, stored }) => sum + elements * BYTES[stored], 0);
  if (held !== needed) {
    const message = `the shards of group ${index} have ${held} bytes; the shapes of its weights need ${needed}`;
    throw inputError("tfjs-shard", message, { where, hint: "A shard is incomplete, or belongs to another model: copy all files again." });
  }
  const bytesAt = contiguous(shards);
  let at = 0;
  return entries.map((entry) => {
    const start = at;
    at += entry.elements * BYTES[entry.stored];
    const end = at;
    return [entry.name, { shape: entry.shape, floats: () => decode(entry, bytesAt(start, end)) }];
  });
}

function entryOf(entry: Json, where: string): Entry {
  const refuse = (message: string): Error => inputError("tfjs-manifest", message, { where });
  if (!isObject(entry) || typeof entry.name !== "string") throw refuse(`a weight is ${shown(entry)}; it needs a name`);
  const { name, shape: given, dtype, quantization } = entry;
  const place = `weight '${printable(name)}'`;
  const isAxis = (axis: Json): axis is number => typeof axis === "number" && Number.isInteger(axis) && axis >= 0;
  if (!isList(given) || !given.every(isAxis)) throw refuse(`${place}: shape is ${shown(given)}; it must be a list of sizes`);
  const shape = given.filter(isAxis);
  const elements = shape.reduce((product, axis) => product * axis, 1);
  if (!Number.isSafeInteger(elements)) throw refuse(`${place}: shape is ${shown(given)}, which no file holds`);
  const isWhole = dtype !== "float32";
  if (isObject(quantization)) return { name, shape, elements, isWhole, ...quantised(quantization, `${place}: `, refuse) };
  if (dtype === "float32" || dtype === "int32" || dtype === "bool") return { name, shape, elements, isWhole, stored: dtype, scale: 1, min: 0 };
  throw refuse(`${place}: dtype is ${shown(dtype)}; float32, int32 and bool are read`);
}

function quantised(quantization: JsonObject, place: string, refuse: (message: string) => Error): Pick<Entry, "stored" | "scale" | "min"> {
  const { dtype, scale, min } = quantization;
  if (dtype === "float16") return { stored: dtype, scale: 1, min: 0 };
  if (dtype !== "uint8" && dtype !== "uint16") throw refuse(`${place}it is quantised to ${shown(dtype)}; uint8, uint16 and float16 are read`);
  if (typeof scale !== "number" || typeof min !== "number") {
    throw refuse(`${place}its quantisation has scale ${shown(scale)} and min ${shown(min)}; both must be numbers`);
  }
  return { stored: dtype, scale, min };
}

function shardsOf(
  paths: readonly Json[],
  totals: { bytes: number },
  readSibling: ReadSibling,
  where: string,
  limits: ImportLimits,
): readonly Uint8Array[] {
  const problems: Diagnostic[] = [];
  const shards = paths.map((path): Uint8Array => {
    if (typeof path !== "string" || !isInside(path)) {
      const message = `the shard ${shown(path)} does not lie in the folder of model.json`;
      problems.push({ code: "tfjs-path", where, message, hint: "Shards have relative names without '..'; put them beside model.json." });
      return new Uint8Array();
    }
    const bytes = readSibling(path);
    if (bytes === undefined) problems.push({ code: "tfjs-shard", where, message: `the shard '${printable(path)}' is missing` });
    totals.bytes += bytes?.length ?? 0;
    // Before the next one is read.
    if (totals.bytes > limits.bytes) {
      throw inputError("tfjs-too-large", `the shards have more than ${limits.bytes} bytes, the limit`, { where, hint: TOO_LARGE_HINT });
    }
    return bytes ?? new Uint8Array();
  });
  if (problems.length > 0) throw new SnncError("input", problems);
  return shards;
}

/** A relative name with / between folders, without anything that a system would take for another place. */
function isInside(path: string): boolean {
  const isPlain = path.length <= 1024 && !/[\\:\p{Cc}]/u.test(path);
  return isPlain && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** Bytes of several arrays as if they were one. */
function contiguous(arrays: readonly Uint8Array[]): (start: number, end: number) => Uint8Array {
  const starts: number[] = [];
  let total = 0;
  for (const { length } of arrays) {
    starts.push(total);
    total += length;
  }
  return (start, end) => {
    const bytes = new Uint8Array(end - start);
    // The last array that begins at or before the first byte.
    let i = lastAtOrBelow(starts, start);
    for (let at = start; at < end; i++) {
      const piece = arrays[i].subarray(at - starts[i], Math.min(arrays[i].length, end - starts[i]));
      bytes.set(piece, at - start);
      at += piece.length;
    }
    return bytes;
  };
}

function lastAtOrBelow(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sorted[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function decode({ stored, elements, scale, min, isWhole }: Entry, bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer);
  const raw: Readonly<Record<Stored, (i: number) => number>> = {
    float32: (i) => view.getFloat32(4 * i, true),
    int32: (i) => view.getInt32(4 * i, true),
    bool: (i) => view.getUint8(i),
    uint8: (i) => view.getUint8(i),
    uint16: (i) => view.getUint16(2 * i, true),
    float16: (i) => halfOf(view.getUint16(2 * i, true)),
  };
  const read = raw[stored];
  return Float32Array.from({ length: elements }, (_, i) => {
    const value = read(i) * scale + min;
    return isWhole ? Math.round(value) : value;
  });
}
