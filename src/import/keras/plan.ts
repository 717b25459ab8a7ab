/**
 * A model as a list of layers to apply, one after the other, to numbered tensors: inner models flattened, shared layers
 * applied several times, layers that no output depends on left out.
 */
import { inputError } from "../../util/diagnostics.js";
import { printable, TOO_MANY_NODES_HINT } from "../builder.js";
import type { ImportLimits } from "../types.js";
import type { Json } from "./json.js";
import { type Call, INPUT_LAYER, type Layer, type Model, type Reference } from "./model.js";

export interface Plan {
  readonly name: string;
  /** Inputs that no output depends on: not among `inputs`. */
  readonly unused: readonly Layer[];
  readonly inputs: readonly { readonly layer: Layer; readonly tensor: number }[];
  readonly outputs: readonly { readonly name: string; readonly tensor: number }[];
  /** Each after the applications that give its inputs. */
  readonly applications: readonly Application[];
  /** Tensors that a layer would give besides its first one -> that one. */
  readonly further: ReadonlyMap<number, number>;
}

export interface Application {
  readonly layer: Layer;
  readonly inputs: readonly number[];
  readonly output: number;
  readonly constants: readonly Json[];
  readonly masks: readonly string[];
  readonly isTraining: boolean;
}

interface Planning {
  readonly where: string;
  readonly limits: ImportLimits;
  readonly applications: Application[];
  readonly further: Map<number, number>;
  readonly orders: Map<Model, readonly OrderedCall[]>;
  tensors: number;
  calls: number;
}

/** Throws SnncError (input) `keras-cycle`, `keras-model`, `keras-output`, `import-too-many-nodes`. */
export function planOf(model: Model, where: string, limits: ImportLimits): Plan {
  const planning: Planning = { where, limits, applications: [], further: new Map(), orders: new Map(), tensors: 0, calls: 0 };
  const inputs = model.inputs.map(({ layer }) => ({ layer: model.layers[layer], tensor: planning.tensors++ }));
  const tensors = instantiate(
    model,
    inputs.map(({ tensor }) => tensor),
    planning,
  );
  const outputs = model.outputs.map(({ layer }, i) => ({ name: model.layers[layer].name, tensor: tensors[i] }));
  const needed = neededTensors(planning, outputs);
  return {
    name: model.name,
    unused: inputs.flatMap(({ layer, tensor }) => (needed.has(tensor) ? [] : [layer])),
    inputs: inputs.filter(({ tensor }) => needed.has(tensor)),
    outputs,
    applications: planning.applications.filter(({ output }) => needed.has(output)),
    further: new Map([...planning.further].filter(([tensor]) => needed.has(tensor))),
  };
}

/** Applies the layers of a model to tensors; gives its outputs. */
function instantiate(model: Model, inputs: readonly number[], planning: Planning): readonly number[] {
  const tensorOf = new Map<string, number>();
  model.inputs.forEach((reference, i) => {
    tensorOf.set(keyOf(reference), inputs[i]);
  });
  const resolve = (reference: Reference): number => {
    const key = keyOf(reference);
    const known = tensorOf.get(key);
    if (known !== undefined) return known;
    const tensor = planning.tensors++;
    tensorOf.set(key, tensor);
    const { model: inner, className, path } = model.layers[reference.layer];
    // Those of inner models and of input layers are known before anybody refers to them.
    if (inner !== undefined || className === INPUT_LAYER) {
      const where = `${planning.where}: '${printable(path.join("/"))}'`;
      throw inputError("keras-output", `its output ${reference.tensor} is used, which it does not have`, { where });
    }
    if (reference.tensor !== 0) planning.further.set(tensor, resolve({ ...reference, tensor: 0 }));
    return tensor;
  };
  const order = planning.orders.get(model) ?? orderOf(model, planning);
  planning.orders.set(model, order);
  for (const { layer, call, index } of order) {
    // An inner model of many outputs counts as often, so that models nested in models do not multiply without bound.
    planning.calls += model.layers[layer].model?.outputs.length ?? 1;
    if (planning.calls > planning.limits.nodes) {
      const message = `the model applies more than ${planning.limits.nodes} layers, the limit`;
      throw inputError("import-too-many-nodes", message, { where: planning.where, hint: TOO_MANY_NODES_HINT });
    }
    const given = call.inputs.map(resolve);
    const own = model.layers[layer];
    if (own.model === undefined) {
      const output = resolve({ layer, call: index, tensor: 0 });
      planning.applications.push({ ...call, layer: own, inputs: given, output });
      continue;
    }
    if (given.length !== own.model.inputs.length) {
      const message = `the inner model takes ${own.model.inputs.length} inputs and is called with ${given.length}`;
      throw inputError("keras-model", message, { where: `${planning.where}: '${printable(own.path.join("/"))}'` });
    }
    instantiate(own.model, given, planning).forEach((output, tensor) => {
      tensorOf.set(keyOf({ layer, call: index, tensor }), output);
    });
  }
  return model.outputs.map(resolve);
}

interface OrderedCall {
  readonly layer: number;
  readonly call: Call;
  readonly index: number;
}

/** The calls of a model, each after those whose outputs it takes (Kahn 1962), otherwise as the file has them. */
function orderOf(model: Model, planning: Planning): readonly OrderedCall[] {
  const calls = model.layers.flatMap(({ calls: own }, layer) => own.map((call, index): OrderedCall => ({ layer, call, index })));
  const positionOf = new Map(calls.map(({ layer, index }, position) => [callKey(layer, index), position]));
  const followers = calls.map((): number[] => []);
  const waitsFor = calls.map(({ call }, position) => {
    const sources = call.inputs.flatMap(({ layer, call: index }) => positionOf.get(callKey(layer, index)) ?? []);
    for (const source of sources) followers[source].push(position);
    return sources.length;
  });
  const ready = calls.flatMap((_, position) => (waitsFor[position] === 0 ? [position] : []));
  for (let next = 0; next < ready.length; next++) {
    for (const follower of followers[ready[next]]) {
      if (--waitsFor[follower] === 0) ready.push(follower);
    }
  }
  if (ready.length < calls.length) {
    const stuck = calls.filter((_, position) => waitsFor[position] > 0).map(({ layer }) => `'${printable(model.layers[layer].name)}'`);
    const message = `the calls of ${stuck.slice(0, 5).join(", ")}${stuck.length > 5 ? ` and ${stuck.length - 5} more` : ""} wait for each other`;
    throw inputError("keras-cycle", message, { where: planning.where, hint: "A Keras model has no cycles: the file is damaged." });
  }
  return ready.map((position) => calls[position]);
}

/** Walks backwards from the outputs. */
function neededTensors({ applications, further }: Planning, outputs: readonly { readonly tensor: number }[]): ReadonlySet<number> {
  const needed = new Set<number>();
  const need = (tensor: number): void => {
    needed.add(tensor).add(further.get(tensor) ?? tensor);
  };
  for (const { tensor } of outputs) need(tensor);
  for (let i = applications.length - 1; i >= 0; i--) {
    if (needed.has(applications[i].output)) applications[i].inputs.forEach(need);
  }
  return needed;
}

function keyOf({ layer, call, tensor }: Reference): string {
  return `${layer}:${call}:${tensor}`;
}

function callKey(layer: number, call: number): string {
  return `${layer}:${call}`;
}
