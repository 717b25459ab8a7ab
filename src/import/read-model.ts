/** Tells a foreign model's format by its content and calls the reader. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, sep } from "node:path";
import { inputError } from "../util/diagnostics.js";
import { openHdf5 } from "./hdf5.js";
import { readKeras, readTfjs } from "./keras/read.js";
import { readNir } from "./nir/read.js";
import { readOnnx } from "./onnx/read.js";
import { DEFAULT_LIMITS, type Imported, type ImportOptions, type ModelFormat } from "./types.js";

export interface ReadModel extends Imported {
  readonly format: ModelFormat;
}

const HDF5_SIGNATURE = "\x89HDF\r\n\x1a\n";

/** Reads the model of a file. Throws SnncError (input) with everything that is in the way. */
export async function readModelFile(path: string, options: ImportOptions): Promise<ReadModel> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const bytes = bytesOf(path, limits.bytes, options.where);
  const format = await formatOf(bytes, options);
  const readSibling = siblingsOf(path, limits.bytes);
  switch (format) {
    case "nir":
      return { format, ...(await readNir(bytes, options)) };
    case "keras":
      return { format, ...(await readKeras(bytes, options)) };
    case "tfjs":
      return { format, ...(await readTfjs(bytes, readSibling, options)) };
    case "onnx":
      return { format, ...readOnnx(bytes, options, readSibling) };
  }
}

/** The file's content. A pipe or a device might never end, so only files are read. */
function bytesOf(path: string, mostBytes: number, where: string): Uint8Array {
  const file = statSync(path);
  if (!file.isFile()) {
    throw inputError("import-not-a-file", file.isDirectory() ? "it is a folder, not a file" : "it is no regular file", {
      where,
      hint: "Name the model's file itself; of a TensorFlow.js model it is model.json.",
    });
  }
  if (file.size > mostBytes) {
    throw inputError("import-too-large", `the file has ${file.size} bytes; the limit is ${mostBytes}`, {
      where,
      hint: "Export the model without what only training needs (optimizer states), or import a smaller one.",
    });
  }
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "an unknown reason";
    throw inputError("import-unreadable", `the file cannot be read (${reason})`, { where, hint: "Check its permissions." });
  }
}

/** HDF5: Keras says so by an attribute, anything else is NIR. ZIP is .keras, JSON is TensorFlow.js, the rest must be ONNX. */
export async function formatOf(bytes: Uint8Array, options: ImportOptions): Promise<ModelFormat> {
  if (bytes.length === 0) {
    throw inputError("import-empty", "the file is empty", { where: options.where, hint: "Copy it again, or export the model again." });
  }
  const start = Buffer.from(bytes.subarray(0, 8)).toString("latin1");
  if (start === HDF5_SIGNATURE) {
    const file = await openHdf5(bytes, options.where, { ...DEFAULT_LIMITS, ...options.limits });
    try {
      const isKeras = file.attribute("model_config") !== undefined || file.attribute("keras_version") !== undefined;
      return isKeras || file.names().includes("model_weights") ? "keras" : "nir";
    } finally {
      file.close();
    }
  }
  if (start.startsWith("PK")) return "keras";
  return /^[\s\ufeff]*[{[]/.test(Buffer.from(bytes.subarray(0, 64)).toString("utf8")) ? "tfjs" : "onnx";
}

/**
 * Files beside the model: names are relative, and what they lead to (links included) lies in the model's own folder or below.
 * Undefined for a file that is not there, is too large, or lies elsewhere.
 */
function siblingsOf(path: string, mostBytes: number): (name: string) => Uint8Array | undefined {
  const folder = realpathSync(dirname(path));
  return (name) => {
    if (isAbsolute(name)) return undefined;
    const wanted = join(folder, name);
    if (!existsSync(wanted)) return undefined;
    const real = realpathSync(wanted);
    const file = statSync(real);
    if (!real.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`) || !file.isFile() || file.size > mostBytes) return undefined;
    return readFileSync(real);
  };
}
