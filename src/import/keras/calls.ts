/** Calls of layers in a functional model, in the two forms in which they are written. */
import { isList, isObject, type Json, type JsonObject } from "./json.js";

/** How the file writes a reference. */
export interface NamedReference {
  readonly name: string;
  readonly call: number;
  readonly tensor: number;
}

export interface DraftCall {
  readonly inputs: readonly NamedReference[];
  readonly keywords: readonly NamedReference[];
  readonly constants: readonly Json[];
  readonly masks: readonly NamedReference[];
  readonly isTraining: boolean;
}

/**
 * A call as Keras 3 (`{ args, kwargs }` with tensors as `__keras_tensor__`) or as Keras 2 and TensorFlow.js write it
 * (`[[layer, call, tensor, kwargs], ...]`).
 */
export function callOf(node: Json): DraftCall {
  const call = { inputs: [] as NamedReference[], keywords: [] as NamedReference[], constants: [] as Json[], masks: [] as NamedReference[] };
  let isTraining = false;
  const keywordArguments = (values: JsonObject): void => {
    for (const [key, value] of Object.entries(values)) {
      if (key === "training") isTraining ||= value === true || value === 1;
      else if (key !== "name") collect(value, key === "mask" ? call.masks : call.keywords);
    }
  };
  const collect = (value: Json | undefined, references: NamedReference[]): void => {
    const reference = referenceOf(value);
    if (reference !== undefined) {
      references.push(reference);
      if (isList(value) && isObject(value[3])) keywordArguments(value[3]);
    } else if (isList(value)) {
      for (const item of value) collect(item, references);
    } else if (value !== undefined && value !== null && value !== false) call.constants.push(value);
  };
  if (isObject(node)) {
    collect(node.args, call.inputs);
    if (isObject(node.kwargs)) keywordArguments(node.kwargs);
  } else collect(node, call.inputs);
  return { ...call, isTraining };
}

function referenceOf(value: Json | undefined): NamedReference | undefined {
  const isTensor = isObject(value) && value.class_name === "__keras_tensor__" && isObject(value.config);
  const list = isTensor && isObject(value.config) ? value.config.keras_history : value;
  if (!isList(list) || list.length < 3) return undefined;
  const [name, call, tensor] = list;
  if (typeof name !== "string" || typeof call !== "number" || typeof tensor !== "number") return undefined;
  return Number.isInteger(call) && Number.isInteger(tensor) ? { name, call, tensor } : undefined;
}

/** `[[name, 0, 0], ...]`, a single `[name, 0, 0]`, or a dictionary of either. */
export function endsOf(value: Json | undefined): readonly NamedReference[] {
  const reference = referenceOf(value);
  if (reference !== undefined) return [reference];
  if (isList(value)) return value.flatMap(endsOf);
  return isObject(value) ? Object.values(value).flatMap(endsOf) : [];
}
