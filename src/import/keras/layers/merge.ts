/** Layers and operations of several inputs, and arithmetic with a constant. */
import type { Shape } from "../../../graph/graph.js";
import { printShape } from "../../../graph/shapes.js";
import { shown } from "../json.js";
import { type LayerReader, onlyInput, type Site } from "../layer.js";
import { Refusal } from "../refusal.js";
import { currentOrder, keras, type Order, permuted, type Value } from "../values.js";

/** So many nodes are added up by each node that takes the sum; more by a node of their own. */
const MAX_TERMS = 4;

/** No node, as far as possible: a node adds up its incoming edges. `x + 2` -> scale. */
export const add: LayerReader = () => (inputs, site) =>
  site.constants.length === 0 ? sum(inputs, site) : scaled(onlyInput(inputs), site, (constant) => ({ scale: 1, bias: constant }));

/** `x * 2` -> scale. Two computed values cannot be multiplied. */
export const multiplyOperation: LayerReader = () => (inputs, site) => {
  if (inputs.length > 1) throw new Refusal("it multiplies two computed values, which no spiking neuron does");
  return scaled(onlyInput(inputs), site, (constant) => ({ scale: constant, bias: undefined }));
};

function scaled(input: Value, site: Site, of: (constant: number) => { readonly scale: number; readonly bias: number | undefined }): Value {
  const [constant] = site.constants;
  if (site.constants.length !== 1 || typeof constant !== "number") {
    throw new Refusal(`its constants are ${shown(site.constants)}; one number is needed`);
  }
  const { scale, bias } = of(constant);
  const parameters = { scale: Float32Array.of(scale), ...(bias === undefined ? {} : { bias: Float32Array.of(bias) }) };
  return site.layouts.elementwise(input, site.name, { kind: "scale", ...parameters });
}

function sum(inputs: readonly Value[], site: Site): Value {
  if (inputs.length === 0) throw new Refusal("it is called without inputs");
  const [{ shape }] = inputs;
  requireEqual(inputs, shape);
  const order = commonOrder(inputs);
  const counts = new Map<string, number>();
  for (const input of inputs) for (const node of site.layouts.inOrder(input, order)) counts.set(node, (counts.get(node) ?? 0) + 1);
  const inGraph = permuted(shape, order);
  // An edge brings a value once.
  const nodes = [...counts].map(([node, count]) => (count === 1 ? node : multiple(node, count, inGraph, order, site)));
  const value: Value = { shape, form: { kind: "nodes", nodes, order } };
  if (nodes.length <= MAX_TERMS) return value;
  return site.layouts.elementwise(value, site.name, { kind: "scale", scale: Float32Array.of(1) });
}

function multiple(node: string, count: number, shape: Shape, order: Order, site: Site): string {
  return site.layouts.single(site.layouts.emit(site.name, { kind: "scale", scale: Float32Array.of(count) }, [node], shape, order), order);
}

export const concatenate: LayerReader = ({ config }) => {
  const axis = config.axis ?? -1;
  if (typeof axis !== "number" || !Number.isInteger(axis)) throw new Refusal(`its axis is ${shown(axis)}; it must be a whole number`);
  return (inputs, site) => {
    if (inputs.length === 0) throw new Refusal("it is called without inputs");
    const [{ shape }] = inputs;
    const rank = shape.length;
    // Keras counts the batch as axis 0.
    const at = axis < 0 ? rank + axis : axis - 1;
    if (at < 0 || at >= rank) throw new Refusal(`its axis is ${axis}; its inputs have ${rank} axes and the batch`);
    requireEqual(inputs, shape, at);
    if (inputs.some((input) => input.shape[at] === -1)) throw new Refusal("it joins texts of variable length end to end");
    const order = commonOrder(inputs);
    const names = new Set<string>();
    for (const input of inputs) {
      const node = site.layouts.single(input, order);
      // A node can be named once.
      names.add(names.has(node) ? multiple(node, 1, permuted(input.shape, order), order, site) : node);
    }
    const joined = shape.map((size, i) => (i === at ? inputs.reduce((total, input) => total + input.shape[at], 0) : size));
    const node = { kind: "concat", axis: order.indexOf(at), inputs: [...names] } as const;
    return site.layouts.emit(site.name, node, node.inputs, permuted(joined, order), order);
  };
};

/** The order of the first input that is not in Keras's: the others follow it. */
function commonOrder(inputs: readonly Value[]): Order {
  const orders = inputs.map(currentOrder);
  return orders.find((order) => order.some((axis, i) => axis !== i)) ?? keras(inputs[0].shape.length);
}

function requireEqual(inputs: readonly Value[], shape: Shape, but = -1): void {
  const odd = inputs.find((input) => input.shape.length !== shape.length || input.shape.some((size, i) => i !== but && size !== shape[i]));
  if (odd !== undefined) throw new Refusal(`its inputs have the shapes ${printShape(shape)} and ${printShape(odd.shape)}, which disagree`);
}
