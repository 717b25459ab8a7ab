/** BatchNormalization and Rescaling. */
import { printShape } from "../../../graph/shapes.js";
import { flagField, isList, type Json, type JsonObject, numberField, shown } from "../json.js";
import { type LayerReader, once, onlyInput, requireShape } from "../layer.js";
import { Refusal } from "../refusal.js";
import { currentOrder, graphChannels, type Order, permuted, type Value } from "../values.js";

/** Stays a node: a later pass folds it. Without `scale` gamma is 1, without `center` beta is 0. */
export const batchNormalization: LayerReader = ({ config, weights }) => {
  const epsilon = numberField(config, "epsilon", 1e-3);
  const [hasGamma, hasBeta] = [flagField(config, "scale", true), flagField(config, "center", true)];
  if (flagField(config, "renorm", false)) throw new Refusal("it renormalises batches (renorm), which has no fixed form");
  const axis = isList(config.axis) && config.axis.length === 1 ? config.axis[0] : (config.axis ?? -1);
  if (typeof axis !== "number" || !Number.isInteger(axis)) throw new Refusal(`its axis is ${shown(config.axis)}; one whole number is needed`);
  const names = [...(hasGamma ? ["gamma"] : []), ...(hasBeta ? ["beta"] : []), "moving_mean", "moving_variance"];
  const tensors = once(() => weights(names.map((name) => [name] as const)));
  const values = once(() => new Map(names.map((name, i) => [name, tensors()[i].floats()])));
  return (inputs, site) => {
    const input = onlyInput(inputs);
    const rank = input.shape.length;
    // Keras counts the batch as axis 0.
    const at = axis < 0 ? rank + axis : axis - 1;
    if (at < 0 || at >= rank || rank > 3) throw new Refusal(`its axis is ${axis}; its input is ${printShape(input.shape)}`);
    const channels = input.shape[at];
    if (channels === -1) throw new Refusal("it normalises along the variable length of a text");
    for (const [i, name] of names.entries()) requireShape(tensors()[i], name, [channels], input.shape);
    const order = withChannels(input, at);
    const parameterOf = (name: string, otherwise: number): Float32Array => values().get(name) ?? new Float32Array(channels).fill(otherwise);
    const node = {
      kind: "batchNorm",
      epsilon,
      gamma: parameterOf("gamma", 1),
      beta: parameterOf("beta", 0),
      mean: parameterOf("moving_mean", 0),
      variance: parameterOf("moving_variance", 1),
    } as const;
    return site.layouts.emit(site.name, node, site.layouts.inOrder(input, order), permuted(input.shape, order), order);
  };
};

/** y = scale * x + offset, with numbers or a list of one per channel (the last axis). */
export const rescaling: LayerReader = ({ config }) => {
  const [scale, offset] = [numbersField(config, "scale", 1), numbersField(config, "offset", 0)];
  const bias = offset.every((value) => value === 0) ? {} : { bias: Float32Array.from(offset) };
  const node = { kind: "scale", scale: Float32Array.from(scale), ...bias } as const;
  return (inputs, site) => {
    const input = onlyInput(inputs);
    if (scale.length === 1 && offset.length === 1) return site.layouts.elementwise(input, site.name, node);
    const channels = input.shape.at(-1) ?? 1;
    for (const list of [scale, offset]) {
      if (list.length === 1 || (list.length === channels && input.shape.length <= 3)) continue;
      throw new Refusal(`it has ${list.length} numbers; its input ${printShape(input.shape)} has ${channels} channels`);
    }
    const order = withChannels(input, input.shape.length - 1);
    return site.layouts.emit(site.name, node, site.layouts.inOrder(input, order), permuted(input.shape, order), order);
  };
};

/** An order in which the axis is where the graph has channels: the present one, if it is. */
function withChannels(input: Value, axis: number): Order {
  const order = currentOrder(input);
  if (order[graphChannels(order.length)] === axis) return order;
  const others = order.filter((other) => other !== axis).sort((a, b) => a - b);
  return graphChannels(order.length) === 0 ? [axis, ...others] : [...others, axis];
}

function numbersField(config: JsonObject, key: string, fallback: number): readonly number[] {
  const value: Json = config[key] ?? fallback;
  const isNumber = (item: Json): item is number => typeof item === "number" && Number.isFinite(item);
  const list = isList(value) ? value : [value];
  if (list.length > 0 && list.every(isNumber)) return list.filter(isNumber);
  throw new Refusal(`its ${key} is ${shown(value)}; it must be a finite number, or a list of them`);
}
