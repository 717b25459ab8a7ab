/** Keras and TensorFlow.js models -> graph. Which container it is, the content tells, not the suffix. */
import { inputError } from "../../util/diagnostics.js";
import { TOO_LARGE_HINT } from "../builder.js";
import { openHdf5 } from "../hdf5.js";
import { DEFAULT_LIMITS, type Imported, type ImportLimits, type ImportOptions } from "../types.js";
import { openZip } from "../zip.js";
import { isObject, type Json, parseJson, parseJsonText, shown } from "./json.js";
import { manifestStore, type ReadSibling } from "./tfjs.js";
import { translate } from "./translate.js";
import { namedStore, slotStore } from "./weights.js";

const ZIP_SIGNATURE = "PK";

/**
 * Reads a .keras file (version 3 of the format, by Keras 2.12 or later) or a legacy .h5 file. Throws SnncError (input).
 */
export async function readKeras(bytes: Uint8Array, options: ImportOptions): Promise<Imported> {
  const limits = limitsOf(options);
  if (bytes.length > limits.bytes) {
    throw inputError("import-too-large", `it has ${bytes.length} bytes; the limit is ${limits.bytes}`, {
      where: options.where,
      hint: TOO_LARGE_HINT,
    });
  }
  const isZip = Buffer.from(bytes.subarray(0, ZIP_SIGNATURE.length)).toString("latin1") === ZIP_SIGNATURE;
  return isZip ? readArchive(bytes, options, limits) : readLegacy(bytes, options, limits);
}

/**
 * Reads a TensorFlow.js layers model from its model.json; `readSibling` gives the weight shards, files of the same
 * folder. Throws SnncError (input).
 */
export async function readTfjs(modelJson: Uint8Array, readSibling: ReadSibling, options: ImportOptions): Promise<Imported> {
  const { where } = options;
  const json = parseJson(modelJson, where);
  if (!isObject(json)) throw inputError("tfjs-model", "it is JSON, but no object", { where });
  // Keras's own JSON of an architecture has no `modelTopology` around it; some have `model_config` in between.
  const outer = json.modelTopology ?? json;
  const isGraphModel = json.format === "graph-model" || (isObject(outer) && Array.isArray(outer.node));
  if (isGraphModel) {
    throw inputError("tfjs-model", "it is a graph model: TensorFlow operations instead of layers", {
      where,
      hint: "Convert the Keras model to a layers model (tensorflowjs_converter --output_format=tfjs_layers_model), or export it as ONNX.",
    });
  }
  const inner = isObject(outer) ? (outer.model_config ?? outer) : outer;
  const topology = typeof inner === "string" ? parseJsonText(inner, where) : inner;
  return translate(topology, manifestStore(json.weightsManifest, readSibling, where, limitsOf(options)), options);
}

async function readArchive(bytes: Uint8Array, options: ImportOptions, limits: ImportLimits): Promise<Imported> {
  const { where } = options;
  const archive = await openZip(bytes, where, limits);
  const [config, weights] = [await archive.read("config.json"), await archive.read("model.weights.h5")];
  if (config === undefined || weights === undefined) {
    const missing = config === undefined ? "config.json" : "model.weights.h5";
    const isSharded = archive.names.includes("model.weights.json");
    throw inputError("keras-archive", `the archive has no ${missing}; it has ${shown(archive.names)}`, {
      where,
      hint: isSharded ? "Save the model without max_shard_size." : "A .keras file has both: save the model by model.save('model.keras').",
    });
  }
  const topology = parseJson(config, `${where}: config.json`);
  const file = await openHdf5(weights, `${where}: model.weights.h5`, limits);
  try {
    return translate(topology, slotStore(file), options);
  } finally {
    file.close();
  }
}

async function readLegacy(bytes: Uint8Array, options: ImportOptions, limits: ImportLimits): Promise<Imported> {
  const { where } = options;
  const file = await openHdf5(bytes, where, limits);
  try {
    const config = file.attribute("model_config");
    const weights = file.get("model_weights");
    if (typeof config !== "string" || weights?.kind !== "group") {
      const missing = typeof config === "string" ? "no group model_weights" : "no attribute model_config";
      throw inputError("keras-weights-only", `the file has ${missing}: it holds weights, but no model`, {
        where,
        hint: "Save the whole model (model.save), not its weights alone (model.save_weights).",
      });
    }
    const topology: Json = parseJsonText(config, `${where}: model_config`);
    return translate(topology, namedStore(weights), options);
  } finally {
    file.close();
  }
}

function limitsOf({ limits }: ImportOptions): ImportLimits {
  return { ...DEFAULT_LIMITS, ...limits };
}
