/**
 * The tensors of a model while it is translated. Keras has channels last, the graph has planes with channels first; so a
 * tensor remembers in which order of axes its nodes give it, and is transposed only when somebody needs another order,
 * once. What follows in the same order (activations, sums, pooling) takes it as it is; and a flattened tensor is
 * flattened only when it is used, so that a dense layer can permute its weights instead:
 *
 *   Conv2D, ReLU, MaxPooling2D, Flatten, Dense  ->  transpose, conv2d, relu, pool2d, flatten, linear
 */
import type { Shape } from "../../graph/graph.js";
import { printShape } from "../../graph/shapes.js";
import type { GraphBuilder, Unnamed } from "../builder.js";
import { Refusal } from "./refusal.js";

/** Axis i of a node's output is axis order[i] of Keras's tensor, the batch left out. */
export type Order = readonly number[];

export interface Value {
  /** Keras's shape without the batch; -1 is the length of a text. */
  readonly shape: Shape;
  readonly form: Form;
  /** Of an input of token ids: how many there are. */
  readonly vocabularySize?: number;
}

/** How a tensor is at hand. */
export type Form =
  /** The sum of what these nodes give. */
  | { readonly kind: "nodes"; readonly nodes: readonly string[]; readonly order: Order }
  /** A tensor whose elements are to be taken in the order of these axes. */
  | { readonly kind: "flattened"; readonly source: Value; readonly axes: Order; readonly name: string }
  /** A tensor with zeros around it, `before` and `after` along Keras's axes: a convolution pads for itself. */
  | { readonly kind: "padded"; readonly source: Value; readonly before: Shape; readonly after: Shape; readonly name: string };

type FormOf<K extends Form["kind"]> = Extract<Form, { readonly kind: K }>;

/** Makes nodes, and values in the order of axes that is asked for. */
export interface Layouts {
  /** Adds a node whose output has `shape` in the graph and is Keras's tensor in `order`. */
  emit(name: string, node: Unnamed, inputs: readonly string[], shape: Shape, order?: Order): Value;
  /** The nodes that together give the value with its axes in this order. */
  inOrder(value: Value, order: Order): readonly string[];
  /** One node that gives the value in this order. */
  single(value: Value, order: Order): string;
  /**
   * The nodes of a vector in whichever order its elements are at hand; `elementOf` says which of Keras's elements comes
   * where, if it is another.
   */
  inAnyOrder(value: Value): { readonly nodes: readonly string[]; readonly elementOf?: Int32Array };
  /** A node that gives each element a value of its own, whatever the axes' order. */
  elementwise(value: Value, name: string, node: Unnamed): Value;
}

/** 0, 1, 2 ...: Keras's own order. */
export function keras(rank: number): Order {
  return Array.from({ length: rank }, (_, i) => i);
}

/** The order in which a value needs no transposing, where its axes are still apart. */
export function currentOrder({ shape, form }: Value): Order {
  switch (form.kind) {
    case "nodes":
      return form.order;
    case "padded":
      return currentOrder(form.source);
    default:
      return keras(shape.length);
  }
}

/** Which axis of a tensor of the graph its channels are: the first of planes, the last of anything else. */
export function graphChannels(rank: number): number {
  return rank === 3 ? 0 : rank - 1;
}

/** A shape along other axes. */
export function permuted(shape: Shape, order: Order): Shape {
  return order.map((axis) => shape[axis]);
}

export function layoutsOn(builder: GraphBuilder): Layouts {
  const known = new WeakMap<Value, Map<string, readonly string[]>>();
  const merged = new WeakMap<Value, Map<string, string>>();
  const unordered = new WeakMap<Value, Map<string, readonly string[]>>();

  const emit: Layouts["emit"] = (name, node, inputs, shape, order = keras(shape.length)) => {
    const own = order.map((_, axis) => shape[order.indexOf(axis)]);
    return { shape: own, form: { kind: "nodes", nodes: [builder.add(name, node, inputs)], order } };
  };
  const inOrder: Layouts["inOrder"] = (value, order) => {
    const { form } = value;
    if (form.kind === "nodes" && isSame(form.order, order)) return form.nodes;
    return remembered(known, value, order, () => {
      switch (form.kind) {
        case "nodes":
          return [transpose(form, order)];
        case "flattened":
          return [flatten(form, form.axes)];
        default: {
          if (form.source.shape[0] === -1 && form.before[0] + form.after[0] > 0) {
            throw new Refusal(`the zeros of '${form.name}' lie around a text of variable length, which only a convolution takes`, LENGTH_HINT);
          }
          const [before, after] = [permuted(form.before, order), permuted(form.after, order)];
          return [builder.add(form.name, { kind: "pad", before, after }, inOrder(form.source, order))];
        }
      }
    });
  };
  const flatten = ({ name, source, axes }: FormOf<"flattened">, order: Order): string =>
    builder.add(name, { kind: "flatten", startDim: 0, endDim: axes.length - 1 }, inOrder(source, order));
  const transpose = (form: FormOf<"nodes">, order: Order): string =>
    builder.add("transpose", { kind: "transpose", axes: order.map((axis) => form.order.indexOf(axis)) }, form.nodes);
  return {
    emit,
    inOrder,
    single: (value, order) => {
      const nodes = inOrder(value, order);
      if (nodes.length === 1) return nodes[0];
      return remembered(merged, value, order, () => builder.add("sum", { kind: "scale", scale: Float32Array.of(1) }, nodes));
    },
    inAnyOrder: (value) => {
      const { form } = value;
      const order = form.kind === "flattened" ? currentOrder(form.source) : keras(1);
      if (form.kind !== "flattened" || isSame(order, form.axes)) return { nodes: inOrder(value, keras(1)) };
      const nodes = remembered(unordered, value, order, () => [flatten(form, order)]);
      return { nodes, elementOf: elementsAlong(form.source.shape, order, form.axes) };
    },
    elementwise: (value, name, node) => {
      const { form } = value;
      if (form.kind !== "flattened") {
        const order = currentOrder(value);
        return emit(name, node, inOrder(value, order), permuted(value.shape, order), order);
      }
      // The same for each element, so it may as well come before the flattening.
      const { source } = form;
      const order = currentOrder(source);
      return { ...value, form: { ...form, source: emit(name, node, inOrder(source, order), permuted(source.shape, order), order) } };
    },
  };
}

/** Walks a tensor's elements along `order`: the place of each along `axes`. */
export function elementsAlong(shape: Shape, order: Order, axes: Order): Int32Array {
  const strides = shape.map(() => 0);
  let count = 1;
  for (const axis of [...axes].reverse()) {
    strides[axis] = count;
    count *= shape[axis];
  }
  const elementOf = new Int32Array(count);
  const index = order.map(() => 0);
  for (let i = 0, element = 0; i < count; i++) {
    elementOf[i] = element;
    // The next element along `order`: like the wheels of a counter.
    for (let wheel = order.length - 1; wheel >= 0; wheel--) {
      const axis = order[wheel];
      element += strides[axis];
      if (++index[wheel] < shape[axis]) break;
      element -= strides[axis] * shape[axis];
      index[wheel] = 0;
    }
  }
  return elementOf;
}

/** How to get rid of a variable length. */
export const LENGTH_HINT = "Give the texts a fixed length (--length).";

/** Throws Refusal where an axis is variable. */
export function requireFixed(value: Value, what: string): void {
  if (value.shape.includes(-1)) throw new Refusal(`${what}; its input is ${printShape(value.shape)}`, LENGTH_HINT);
}

function remembered<T>(memory: WeakMap<Value, Map<string, T>>, value: Value, order: Order, make: () => T): T {
  const forms = memory.get(value) ?? new Map<string, T>();
  memory.set(value, forms);
  const key = order.join();
  const form = forms.get(key) ?? make();
  forms.set(key, form);
  return form;
}

function isSame(a: Order, b: Order): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}
