/** Applies the layers of a plan: a graph, or the list of everything that is in the way. */
import type { Shape } from "../../graph/graph.js";
import { type GraphBuilder, graphBuilder } from "../builder.js";
import { DEFAULT_LIMITS, type Imported, type ImportOptions } from "../types.js";
import { isList, isObject, type Json, type JsonObject, shown } from "./json.js";
import { type Apply, once } from "./layer.js";
import { type Layer, readModel } from "./model.js";
import { type KerasOperator, operatorOf } from "./operators.js";
import { type Application, type Plan, planOf } from "./plan.js";
import { Refusal } from "./refusal.js";
import { keras, type Layouts, layoutsOn, type Value } from "./values.js";
import type { WeightStore } from "./weights.js";

/** Reads `{ class_name, config }` with the weights of a store. Throws SnncError (input) with everything in the way. */
export function translate(topology: Json, store: WeightStore, options: ImportOptions): Imported {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const plan = planOf(readModel(topology, options.where, limits), options.where, limits);
  const builder = graphBuilder(options);
  const layouts = layoutsOn(builder);
  const values = new Map<number, Value>();
  const tokens = tokenInputs(plan);
  const middle = innerTensors(plan);
  const readers = new Map<Layer, Apply | undefined>();
  const unasked = new Set(plan.further.values());

  for (const layer of plan.unused) builder.note(pathOf(layer), layer.className, "no output depends on this input, so it was left out");
  for (const { layer, tensor } of plan.inputs) {
    collect(builder, layer, () => {
      values.set(tensor, inputOf(layer, tokens.get(tensor), options.length, builder));
    });
  }
  for (const application of plan.applications) {
    const { layer, output } = application;
    if (!readers.has(layer)) readers.set(layer, readLayer(layer, store, builder));
    const apply = readers.get(layer);
    const inputs = application.inputs.map((tensor) => values.get(tensor));
    const known = inputs.filter((value) => value !== undefined);
    // Of a layer behind one that was refused there is no more to say than what its configuration says.
    if (apply === undefined || known.length < inputs.length) continue;
    collect(builder, layer, () => {
      checkCall(application, operatorOfLayer(layer), unasked.has(output));
      const note = (message: string, hint?: string): void => builder.note(pathOf(layer), layer.className, message, hint);
      const site = { name: layer.name, isFinal: !middle.has(output), constants: application.constants, layouts, note };
      values.set(output, apply(known, site));
    });
  }
  addOutputs(plan, values, layouts, builder);
  return builder.finish(plan.name);
}

/** Runs what may refuse a layer. */
function collect(builder: GraphBuilder, layer: Layer, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    builder.refuse(pathOf(layer), layer.className, error.message, error.hint);
  }
}

function readLayer(layer: Layer, store: WeightStore, builder: GraphBuilder): Apply | undefined {
  let apply: Apply | undefined;
  collect(builder, layer, () => {
    const operator = operatorOfLayer(layer);
    if (operator?.read === undefined) throw unsupported(layer, operator);
    checkPrecision(layer.config);
    const isHalf = /float16/.test(policyOf(layer.config) ?? "");
    const note = once(() => builder.note(pathOf(layer), layer.className, "it computes in half precision; here it computes in single precision"));
    apply = operator.read({
      config: layer.config,
      weights: (names) => {
        if (isHalf) note();
        return store.tensorsOf(layer, names);
      },
    });
  });
  return apply;
}

function operatorOfLayer({ className, module, config }: Layer): KerasOperator | undefined {
  return operatorOf(className, module, config.function);
}

function unsupported({ className, module, config }: Layer, operator: KerasOperator | undefined): Refusal {
  if (operator !== undefined) {
    const what = className === "TFOpLambda" ? `calls of ${shown(config.function)}` : "layers of this class";
    return new Refusal(`${what} cannot be converted`, sentence(operator.how));
  }
  if (module?.includes(".ops.")) {
    return new Refusal("this operation on tensors is not known", "Use the layer of the same meaning (layers.Add for +, layers.ReLU ...).");
  }
  const origin = module === undefined ? "" : ` (it comes from '${module}')`;
  return new Refusal(
    `this class is not one of Keras's layers that are known here${origin}`,
    "A layer of one's own is Python code: build it from Keras's layers.",
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Throws Refusal for what a call may not have. */
function checkCall({ constants, isTraining, masks }: Application, operator: KerasOperator | undefined, isAskedForMore: boolean): void {
  if (isAskedForMore) throw new Refusal("it has one output; another one is used");
  if (isTraining) throw new Refusal("it is called with training=True, so that it acts at random", "Call it without `training`.");
  if (constants.length > 0 && operator?.takesConstants !== true) throw new Refusal(`it is called with ${shown(constants)} besides tensors`);
  // The mask that an embedding makes is the one thing it can be: noted there.
  const foreign = masks.find((name) => !name.startsWith("not_equal"));
  if (foreign !== undefined) throw new Refusal(`it is called with a mask from '${foreign}'`, "Bring texts at their own length, without a mask.");
}

/** Throws Refusal for weights that are stored in fewer bits than a float has. */
function checkPrecision(config: JsonObject): void {
  const policy = policyOf(config);
  const isQuantised = policy !== undefined && /int|float8|_from_/.test(policy) && !/^u?int(8|16|32|64)$/.test(policy);
  if (!isQuantised && (config.quantization_config ?? null) === null) return;
  throw new Refusal("its weights are quantised", "Save the model before it is quantised; `snnc compile` quantises it for the chip.");
}

/** `float32`, `mixed_bfloat16`, `int8_from_float32` ... */
function policyOf({ dtype }: JsonObject): string | undefined {
  const name = isObject(dtype) && isObject(dtype.config) ? (dtype.config.name ?? dtype.class_name) : dtype;
  return typeof name === "string" ? name : undefined;
}

/** Vocabularies of the inputs that embeddings take. */
function tokenInputs({ inputs, applications }: Plan): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (const { layer, inputs: given } of applications) {
    const size = layer.className === "Embedding" ? layer.config.input_dim : undefined;
    if (typeof size !== "number") continue;
    for (const tensor of given) sizes.set(tensor, Math.min(size, sizes.get(tensor) ?? size));
  }
  return new Map(inputs.flatMap(({ tensor }) => (sizes.has(tensor) ? [[tensor, sizes.get(tensor) ?? 0]] : [])));
}

/** Tensors that something is computed from. */
function innerTensors({ applications }: Plan): ReadonlySet<number> {
  const inner = new Set<number>();
  for (let i = applications.length - 1; i >= 0; i--) {
    const { layer, inputs, output } = applications[i];
    if (operatorOfLayer(layer)?.isIdentity === true && !inner.has(output)) continue;
    for (const tensor of inputs) inner.add(tensor);
  }
  return inner;
}

function inputOf(layer: Layer, vocabularySize: number | undefined, length: number | undefined, builder: GraphBuilder): Value {
  const { config } = layer;
  const batched = config.batch_shape ?? config.batch_input_shape;
  if (!isList(batched)) {
    throw new Refusal(`its shape is ${shown(batched)}`, "Give the model an Input layer with the shape of a sample, and save it again.");
  }
  const shape: Shape = batched.slice(1).map((size, axis) => {
    if (size === null && axis === 0) return length ?? -1;
    if (typeof size === "number" && Number.isInteger(size) && size >= 1) return size;
    const hint = size === null ? "Only the first axis (a text's length) may be open; save the model with the size of its data." : undefined;
    throw new Refusal(`its shape is ${shown(batched)}, batch first; axis ${axis + 1} is not a size`, hint);
  });
  if (shape.length === 0) throw new Refusal("its samples are single numbers; a shape of one axis at least is needed");
  const encoding = vocabularySize === undefined ? ({ kind: "values" } as const) : ({ kind: "tokens", vocabularySize } as const);
  const name = builder.add(layer.name, { kind: "input", shape, encoding }, []);
  return {
    shape,
    form: { kind: "nodes", nodes: [name], order: keras(shape.length) },
    ...(vocabularySize === undefined ? {} : { vocabularySize }),
  };
}

/** Outputs have Keras's order of axes. */
function addOutputs(plan: Plan, values: ReadonlyMap<number, Value>, layouts: Layouts, builder: GraphBuilder): void {
  for (const { name, tensor } of plan.outputs) {
    const value = values.get(tensor);
    if (value === undefined) continue;
    const { shape } = value;
    const wanted = plan.outputs.length === 1 ? "output" : `${name}.output`;
    builder.add(wanted, { kind: "output", shape }, layouts.inOrder(value, keras(shape.length)));
  }
}

function pathOf({ path }: Layer): string {
  return path.join("/");
}
