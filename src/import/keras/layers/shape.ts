/** Layers that only move elements: Flatten, Reshape, Permute, ZeroPadding. */
import { elementsOf, printShape } from "../../../graph/shapes.js";
import { choiceField, isList, type Json, type JsonObject, shown, sizesField } from "../json.js";
import { DATA_FORMATS, type LayerReader, onlyInput } from "../layer.js";
import { Refusal } from "../refusal.js";
import { currentOrder, keras, LENGTH_HINT, permuted, requireFixed } from "../values.js";

/** Flattened when it is used: values.ts. With channels first Keras brings them last before. */
export const flatten: LayerReader = ({ config }) => {
  const format = choiceField(config, "data_format", DATA_FORMATS, "channels_last");
  return (inputs, site) => {
    const input = onlyInput(inputs);
    const { shape } = input;
    if (shape.length === 1) return input;
    requireFixed(input, "it needs a fixed number of elements");
    const axes = keras(shape.length);
    const ordered = format === "channels_first" ? [...axes.slice(1), 0] : axes;
    return { shape: [elementsOf(shape)], form: { kind: "flattened", source: input, axes: ordered, name: site.name } };
  };
};

export const reshape: LayerReader = ({ config }) => {
  const target = config.target_shape;
  const isSize = (size: Json): size is number => typeof size === "number" && Number.isInteger(size) && (size === -1 || size >= 1);
  if (!isList(target) || target.length === 0 || !target.every(isSize)) {
    throw new Refusal(`its target_shape is ${shown(target)}; it must be a list of sizes`);
  }
  const wanted = target.filter(isSize);
  if (wanted.filter((size) => size === -1).length > 1) throw new Refusal(`its target_shape is ${printShape(wanted)}; at most one size may be -1`);
  return (inputs, site) => {
    const input = onlyInput(inputs);
    const [from, to] = [elementsOf(input.shape), elementsOf(wanted)];
    const isVariable = input.shape.includes(-1);
    const rest = from / to;
    const isPossible = isVariable ? wanted[0] === -1 && rest === 1 : Number.isInteger(rest) && (rest === 1 || wanted.includes(-1));
    if (!isPossible) {
      throw new Refusal(`it makes ${printShape(wanted)} of ${printShape(input.shape)}`, isVariable ? LENGTH_HINT : undefined);
    }
    const shape = isVariable ? wanted : wanted.map((size) => (size === -1 ? rest : size));
    return site.layouts.emit(site.name, { kind: "reshape", shape }, site.layouts.inOrder(input, keras(input.shape.length)), shape);
  };
};

/** No node: the axes are only counted otherwise. */
export const permute: LayerReader = ({ config }) => {
  const { dims } = config;
  const isAxis = (axis: Json): axis is number => typeof axis === "number" && Number.isInteger(axis);
  const axes = isList(dims) ? dims.filter(isAxis).map((axis) => axis - 1) : [];
  if ([...axes].sort((a, b) => a - b).some((axis, i) => axis !== i) || !isList(dims) || axes.length !== dims.length || axes.length === 0) {
    throw new Refusal(`its dims are ${shown(dims)}; they must name each axis once, counted from 1`);
  }
  return (inputs, site) => {
    const input = onlyInput(inputs);
    if (axes.length !== input.shape.length) throw new Refusal(`it permutes ${axes.length} axes; its input is ${printShape(input.shape)}`);
    if (axes[0] !== 0) requireFixed(input, "the length of a text stays the first axis");
    const order = currentOrder(input);
    const nodes = site.layouts.inOrder(input, order);
    return { shape: permuted(input.shape, axes), form: { kind: "nodes", nodes, order: order.map((axis) => axes.indexOf(axis)) } };
  };
};

/** ZeroPadding1D and ZeroPadding2D; a convolution that follows takes the zeros as its own. */
export function zeroPadding(spatial: 1 | 2): LayerReader {
  return ({ config }) => {
    const sides = sidesOf(config, spatial);
    const format = choiceField(config, "data_format", DATA_FORMATS, "channels_last");
    return (inputs, site) => {
      const input = onlyInput(inputs);
      if (input.shape.length !== spatial + 1) throw new Refusal(`it pads ${spatial + 1} axes; its input is ${printShape(input.shape)}`);
      const along = (side: 0 | 1): number[] => {
        const zeros = sides.map((pair) => pair[side]);
        return format === "channels_last" ? [...zeros, 0] : [0, ...zeros];
      };
      const [before, after] = [along(0), along(1)];
      const shape = input.shape.map((size, axis) => (size === -1 ? -1 : size + before[axis] + after[axis]));
      return { shape, form: { kind: "padded", source: input, before, after, name: site.name } };
    };
  };
}

/** `1`, `[1, 2]` or `[[1, 2], [3, 4]]`: all sides, each axis, or before and after each axis. */
function sidesOf(config: JsonObject, spatial: 1 | 2): readonly (readonly number[])[] {
  const { padding } = config;
  if (spatial === 1) return [sizesField(config, "padding", 2, 0, 1)];
  if (!isList(padding)) return [0, 1].map(() => sizesField(config, "padding", 2, 0, 1));
  if (padding.length !== 2) throw new Refusal(`its padding is ${shown(padding)}; it must be one number, two, or two pairs`);
  return padding.map((axis) => sizesField({ padding: axis }, "padding", 2, 0));
}
