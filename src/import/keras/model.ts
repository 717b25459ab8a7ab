/**
 * A model's configuration as layers and calls: what Keras 2, Keras 3 and TensorFlow.js write, sequential or functional,
 * in one form. Models inside of a model stay models here; plan.ts flattens them.
 */
import { inputError } from "../../util/diagnostics.js";
import { printable, TOO_MANY_NODES_HINT } from "../builder.js";
import type { ImportLimits } from "../types.js";
import { callOf, type DraftCall, endsOf, type NamedReference } from "./calls.js";
import { isList, isObject, type Json, type JsonObject, shown } from "./json.js";

export interface Model {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

export interface Layer {
  readonly name: string;
  readonly className: string;
  /** Where the class comes from, if the file says so: a Python module, or the package of a registered class. */
  readonly module: string | undefined;
  readonly config: JsonObject;
  /** Names of the models it lies in and its own, from the outermost inner model on. */
  readonly path: readonly string[];
  /** Names of its groups in a .keras file's weights: by class, numbered (keras.src.saving.saving_lib). */
  readonly slots: readonly string[];
  readonly calls: readonly Call[];
  /** Present if it is itself a model. */
  readonly model: Model | undefined;
}

/** One use of a layer; a shared layer has several. */
export interface Call {
  readonly inputs: readonly Reference[];
  /** Arguments that are no tensors. */
  readonly constants: readonly Json[];
  /** Names of the layers that a mask comes from. */
  readonly masks: readonly string[];
  readonly isTraining: boolean;
}

/** Output `tensor` of call `call` of the layer at index `layer`. */
export interface Reference {
  readonly layer: number;
  readonly call: number;
  readonly tensor: number;
}

interface Reading {
  readonly where: string;
  readonly limits: ImportLimits;
  layers: number;
  references: number;
}

/** A Concatenate takes many tensors, most layers one. */
const REFERENCES_PER_LAYER = 16;

export const INPUT_LAYER = "InputLayer";
const MODEL_CLASSES: readonly string[] = ["Sequential", "Functional", "Model"];

/** Reads `{ class_name, config }`. Throws SnncError (input) `keras-model` where it is no model. */
export function readModel(topology: Json, where: string, limits: ImportLimits): Model {
  const className = isObject(topology) ? topology.class_name : undefined;
  if (!isObject(topology) || typeof className !== "string" || !MODEL_CLASSES.includes(className)) {
    throw inputError("keras-model", `the model's class_name is ${shown(className)}; "Sequential" and "Functional" models are read`, {
      where,
      hint: "A subclassed model says nothing of its layers: rebuild it with the functional interface, load its weights into that, and save it.",
    });
  }
  return modelOf(className, topology, [], [], { where, limits, layers: 0, references: 0 });
}

function modelOf(className: string, entry: JsonObject, path: readonly string[], slots: readonly string[], reading: Reading): Model {
  const { config } = entry;
  // Before Keras 2.2.3 the configuration of a sequential model was the list of its layers.
  const entries = isList(config) ? config : isObject(config) ? config.layers : undefined;
  if (!isList(entries) || entries.length === 0) throw broken(reading, path, `its layers are ${shown(entries)}; a list of layers is needed`);
  reading.layers += entries.length;
  if (reading.layers > reading.limits.nodes) {
    throw inputError("import-too-many-nodes", `the model has more than ${reading.limits.nodes} layers, the limit`, {
      where: reading.where,
      hint: TOO_MANY_NODES_HINT,
    });
  }
  const name = isObject(config) && typeof config.name === "string" ? config.name : "model";
  return className === "Sequential"
    ? sequential(name, entries, entry, path, slots, reading)
    : functional(name, entries, isObject(config) ? config : {}, path, slots, reading);
}

/** Each layer is called once, on what the one before gives; an input layer is put in front where there is none. */
function sequential(
  name: string,
  entries: readonly Json[],
  entry: JsonObject,
  path: readonly string[],
  slots: readonly string[],
  reading: Reading,
): Model {
  const hasInput = isObject(entries[0]) && entries[0].class_name === INPUT_LAYER;
  const input = { class_name: INPUT_LAYER, config: { name: "input", batch_shape: firstShape(entry) } };
  const all = hasInput ? entries : [input, ...entries];
  const slotOf = slotNames();
  const layers = all.map((item, index): Layer => {
    const inputs = index === 0 ? [] : [{ layer: index - 1, call: 0, tensor: 0 }];
    const calls = index === 0 ? [] : [{ inputs, constants: [], masks: [], isTraining: false }];
    return layerOf(item, index, calls, path, slots, slotOf, reading);
  });
  requireDistinct(layers, reading, path);
  const last = { layer: layers.length - 1, call: 0, tensor: 0 };
  return { name, layers, inputs: [{ layer: 0, call: 0, tensor: 0 }], outputs: [last] };
}

/** The shape that a sequential model without an input layer begins with, batch included. */
function firstShape(entry: JsonObject): Json {
  for (let at: Json | undefined = entry; isObject(at); ) {
    const config: Json | undefined = at.config;
    const settings: JsonObject = isObject(config) ? config : {};
    const built: Json | undefined = isObject(at.build_config) ? at.build_config.input_shape : undefined;
    const shape: Json | undefined = settings.batch_shape ?? settings.batch_input_shape ?? settings.build_input_shape ?? built;
    if (shape !== undefined && shape !== null) return shape;
    if (at.class_name === "Embedding") return [null, null];
    const layers: Json | undefined = isList(config) ? config : settings.layers;
    at = isList(layers) ? layers[0] : undefined;
  }
  return null;
}

function functional(
  name: string,
  entries: readonly Json[],
  config: JsonObject,
  path: readonly string[],
  slots: readonly string[],
  reading: Reading,
): Model {
  const slotOf = slotNames();
  const drafts = entries.map((item) => {
    const nodes = isObject(item) ? (item.inbound_nodes ?? []) : [];
    if (!isList(nodes)) throw broken(reading, path, `inbound_nodes is ${shown(nodes)}; it must be a list of calls`);
    return nodes.map(callOf);
  });
  const layers = entries.map((item, index) => layerOf(item, index, [], path, slots, slotOf, reading));
  requireDistinct(layers, reading, path);
  const indexOf = new Map(layers.map((layer, index) => [layer.name, index]));
  const ends = { inputs: endsOf(config.input_layers), outputs: endsOf(config.output_layers) };
  const isLayer = (reference: NamedReference): boolean => indexOf.has(reference.name);
  const firstCalls = firstCallIndices(layers, indexOf, drafts, ends.outputs);
  const resolve = (reference: NamedReference): Reference => {
    if (++reading.references > REFERENCES_PER_LAYER * reading.limits.nodes) {
      const message = `its layers take more than ${REFERENCES_PER_LAYER * reading.limits.nodes} tensors, the limit`;
      throw inputError("import-too-many-nodes", message, { where: reading.where, hint: TOO_MANY_NODES_HINT });
    }
    const layer = indexOf.get(reference.name);
    if (layer === undefined) throw broken(reading, path, `it refers to the layer '${printable(reference.name)}', which is not in it`);
    const call = reference.call - firstCalls[layer];
    // An input layer has no calls and one output.
    const calls = layers[layer].className === INPUT_LAYER ? 1 : drafts[layer].length;
    if (call < 0 || call >= calls) {
      throw broken(reading, path, `it refers to call ${reference.call} of '${printable(reference.name)}', which is called ${calls} times`);
    }
    return { layer, call, tensor: reference.tensor };
  };
  if (ends.inputs.length === 0 || ends.outputs.length === 0) {
    throw broken(reading, path, `input_layers is ${shown(config.input_layers)} and output_layers ${shown(config.output_layers)}; both are needed`);
  }
  return {
    name,
    inputs: ends.inputs.map(resolve),
    outputs: ends.outputs.map(resolve),
    layers: layers.map((layer, index) => ({
      ...layer,
      calls: drafts[index].map(({ inputs, keywords, masks, ...call }) => ({
        ...call,
        masks: masks.map((mask) => mask.name),
        // A string in a keyword argument's list need not be a layer's name.
        inputs: [...inputs, ...keywords.filter(isLayer)].map(resolve),
      })),
    })),
  };
}

/**
 * The index that the file gives to each layer's first call: 0, but 1 for an inner model that was called once when it was
 * built (Keras 2 and TensorFlow.js number that call and leave it out). The last call is always used, or it would not be
 * in the file, so its index tells.
 */
function firstCallIndices(
  layers: readonly Layer[],
  indexOf: ReadonlyMap<string, number>,
  drafts: readonly (readonly DraftCall[])[],
  outputs: readonly NamedReference[],
): readonly number[] {
  const last = layers.map(() => 0);
  const see = ({ name, call }: NamedReference): void => {
    const index = indexOf.get(name);
    if (index !== undefined) last[index] = Math.max(last[index], call);
  };
  for (const calls of drafts) {
    for (const { inputs, keywords } of calls) {
      inputs.forEach(see);
      keywords.forEach(see);
    }
  }
  outputs.forEach(see);
  return layers.map(({ model }, index) => (model !== undefined && last[index] === drafts[index].length ? 1 : 0));
}

function layerOf(
  entry: Json,
  index: number,
  calls: readonly Call[],
  path: readonly string[],
  slots: readonly string[],
  slotOf: (className: string, isOperation: boolean) => string,
  reading: Reading,
): Layer {
  if (!isObject(entry) || typeof entry.class_name !== "string") {
    throw broken(reading, path, `layer ${index} has the class_name ${isObject(entry) ? shown(entry.class_name) : "absent"}; a string is needed`);
  }
  const { class_name: className, registered_name: registered } = entry;
  // A class of one's own that was registered has no module.
  const isRegistered = typeof registered === "string" && registered.includes(">");
  const module = isRegistered ? registered : entry.module;
  const config = isObject(entry.config) ? entry.config : {};
  const named = entry.name ?? config.name;
  const name = typeof named === "string" ? named : `${className}_${index}`;
  const ownPath = [...path, name];
  const ownSlots = [...slots, slotOf(className, typeof module === "string" && module.includes(".ops."))];
  return {
    name,
    className,
    module: typeof module === "string" ? module : undefined,
    config,
    path: ownPath,
    slots: ownSlots,
    calls,
    model: MODEL_CLASSES.includes(className) ? modelOf(className, entry, ownPath, ownSlots, reading) : undefined,
  };
}

/** Conv2D, Conv2D, MaxPooling2D -> conv2d, conv2d_1, max_pooling2d (keras.src.utils.naming). */
function slotNames(): (className: string, isOperation: boolean) => string {
  const count = new Map<string, number>();
  return (className, isOperation) => {
    const base = className
      .replace(/\W+/g, "")
      .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
      .replace(/([a-z])([A-Z])/g, "$1_$2")
      .toLowerCase();
    // Operations are no layers, so they are not numbered.
    if (isOperation) return base;
    const used = count.get(base) ?? 0;
    count.set(base, used + 1);
    return used === 0 ? base : `${base}_${used}`;
  };
}

function requireDistinct(layers: readonly Layer[], reading: Reading, path: readonly string[]): void {
  const seen = new Set<string>();
  for (const { name } of layers) {
    if (seen.has(name)) throw broken(reading, path, `two of its layers are named '${printable(name)}'`);
    seen.add(name);
  }
}

function broken({ where }: Reading, path: readonly string[], message: string): Error {
  const place = path.length === 0 ? "the model" : `the model '${printable(path.join("/"))}'`;
  return inputError("keras-model", `${place} cannot be read: ${message}`, { where });
}
