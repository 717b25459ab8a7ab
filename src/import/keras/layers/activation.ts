/** Activations, as layers and as the last step of others: ReLU in its forms, softmax and the sigmoid of a yes or no at the end. */
import { assertNever } from "../../../util/diagnostics.js";
import type { OperatorRow } from "../../types.js";
import { isList, isObject, type Json, type JsonObject, numberField, shown } from "../json.js";
import { type LayerReader, onlyInput, type Site } from "../layer.js";
import { Refusal } from "../refusal.js";
import { keras, type Value } from "../values.js";

export type Activation =
  | { readonly kind: "linear" }
  | { readonly kind: "relu"; readonly cap?: number }
  | { readonly kind: "softmax" }
  | { readonly kind: "sigmoid" };

const ONLY_RELU = "only ReLU networks become spiking ones";
const USE_RELU = "train the network with relu (or relu6) in its place";

/** Name of an activation -> what it becomes; those without `activation` are refused. */
const ACTIVATIONS: readonly (OperatorRow & { readonly activation?: Activation })[] = [
  { operator: "linear", support: "folded", how: "the identity", activation: { kind: "linear" } },
  { operator: "relu", support: "supported", how: "relu", activation: { kind: "relu" } },
  { operator: "relu6", support: "supported", how: "relu with a cap of 6", activation: { kind: "relu", cap: 6 } },
  {
    operator: "softmax",
    support: "supported",
    how: "softmax over the last axis, where nothing follows but the output; refused inside the network",
    activation: { kind: "softmax" },
  },
  {
    operator: "sigmoid",
    support: "supported",
    how: "of one unit at the end: softmax over [0, x], so the output has two classes, [1 - p, p]; refused elsewhere",
    activation: { kind: "sigmoid" },
  },
  ...[
    "tanh",
    "gelu",
    "swish",
    "silu",
    "elu",
    "selu",
    "celu",
    "mish",
    "softplus",
    "softsign",
    "exponential",
    "hard_sigmoid",
    "hard_swish",
    "hard_silu",
    "leaky_relu",
    "log_softmax",
  ].map((operator): OperatorRow => ({ operator, support: "refused", how: `${ONLY_RELU}: ${USE_RELU}` })),
];

const ACTIVATION_OF = new Map(ACTIVATIONS.map((row) => [row.operator, row]));

export const ACTIVATION_ROWS: readonly OperatorRow[] = ACTIVATIONS.map(({ operator, support, how }) => ({
  operator: `activation '${operator}'`,
  support,
  how,
}));

/** The activation that a configuration names: a word, or a serialised function or layer. Throws Refusal. */
export function activationOf(value: Json | undefined): Activation {
  if (value === undefined || value === null) return { kind: "linear" };
  if (isObject(value) && value.class_name === "ReLU") return reluOf(isObject(value.config) ? value.config : {});
  const name = isObject(value) ? (value.class_name === "function" ? value.config : value.class_name) : value;
  const row = typeof name === "string" ? ACTIVATION_OF.get(name) : undefined;
  if (row?.activation !== undefined) return row.activation;
  throw new Refusal(`its activation is ${shown(name)}: ${ONLY_RELU}`, `Train the network with relu (or relu6) in its place.`);
}

/** Adds the nodes of an activation; after a layer's own nodes it has a name of its own. Throws Refusal where it may not stand. */
export function activated(activation: Activation, value: Value, site: Site, name = `${site.name}.${activation.kind}`): Value {
  const { layouts } = site;
  switch (activation.kind) {
    case "linear":
      return value;
    case "relu":
      return layouts.elementwise(value, name, { kind: "relu", ...(activation.cap === undefined ? {} : { cap: activation.cap }) });
    case "softmax": {
      if (!site.isFinal) throw new Refusal("it has a softmax inside the network, which no spiking neuron computes", "Softmax may stand at the end.");
      const order = keras(value.shape.length);
      return layouts.emit(name, { kind: "softmax" }, layouts.inOrder(value, order), value.shape);
    }
    case "sigmoid": {
      requireYesOrNo(value, site);
      const both = layouts.emit(
        `${site.name}.classes`,
        { kind: "linear", inputs: 1, outputs: 2, weight: Float32Array.of(0, 1) },
        layouts.inOrder(value, keras(1)),
        [2],
      );
      return yesOrNo(both, site);
    }
    default:
      return assertNever(activation);
  }
}

/** A sigmoid decides between two classes if it is the last of one unit. Throws Refusal otherwise. */
export function requireYesOrNo(value: Value, site: Site): void {
  if (site.isFinal && value.shape.length === 1 && value.shape[0] === 1) return;
  throw new Refusal(
    `it has a sigmoid ${site.isFinal ? "of several units" : "inside the network"}: ${ONLY_RELU}`,
    site.isFinal
      ? "A sigmoid may stand at the end of one unit (yes or no). For several labels, train a network for each, or one with softmax."
      : "Train the network with relu (or relu6) in its place; a sigmoid may stand at the end of one unit.",
  );
}

/** exp(x) / (exp(0) + exp(x)) is the sigmoid of x: `classes` is [0, x]. */
export function yesOrNo(classes: Value, site: Site): Value {
  site.note("its sigmoid became a softmax over two classes: the output is [1 - p, p] instead of p");
  return site.layouts.emit(`${site.name}.softmax`, { kind: "softmax" }, site.layouts.inOrder(classes, keras(1)), classes.shape);
}

export const activationLayer: LayerReader = ({ config }) => {
  const activation = activationOf(config.activation);
  return (inputs, site) => activated(activation, onlyInput(inputs), site, site.name);
};

export const reluLayer: LayerReader = ({ config }) => {
  const activation = reluOf(config);
  return (inputs, site) => activated(activation, onlyInput(inputs), site, site.name);
};

export const softmaxLayer: LayerReader = ({ config }) => {
  const { axis } = config;
  return (inputs, site) => {
    const input = onlyInput(inputs);
    const last = isList(axis) && axis.length === 1 ? axis[0] : (axis ?? -1);
    if (last !== -1 && last !== input.shape.length) throw new Refusal(`its axis is ${shown(axis)}; only the last one (-1) can be converted`);
    return activated({ kind: "softmax" }, input, site, site.name);
  };
};

/** `relu6` and `relu` as operations that were called on tensors. */
export function reluOperation(cap?: number): LayerReader {
  return () => (inputs, site) => activated({ kind: "relu", ...(cap === undefined ? {} : { cap }) }, onlyInput(inputs), site, site.name);
}

/** y = min(max(x, 0), max_value); with a slope or a threshold it is another function. */
function reluOf(config: JsonObject): Activation {
  for (const key of ["negative_slope", "threshold"]) {
    if (numberField(config, key, 0) !== 0) throw new Refusal(`its ${key} is ${shown(config[key])}; it must be 0: ${ONLY_RELU}`, "Train it with 0.");
  }
  if (config.max_value === null || config.max_value === undefined) return { kind: "relu" };
  const cap = numberField(config, "max_value", 0);
  if (cap <= 0) throw new Refusal(`its max_value is ${cap}; it must be above 0`);
  return { kind: "relu", cap };
}
