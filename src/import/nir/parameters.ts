/** Parameters of NIR nodes, a number for each neuron: brought to one length, to the graph's layout, and short if uniform. */
import type { Shape } from "../../graph/graph.js";
import { inputError } from "../../util/diagnostics.js";
import { numberField, type Values } from "./fields.js";
import type { NodeContext } from "./operator.js";

/** By name, all of the same length: 1 or one for each element of the input. */
export type Parameters<Name extends string> = Readonly<Record<Name, Float64Array>> & { readonly count: number };

/**
 * The fields of a node and what to take for those that are missing (undefined: nothing). Arrays of several elements must
 * have one shape, which is declared as that of the node's input; single elements are for all.
 */
export function readParameters<Name extends string>(context: NodeContext, fields: Readonly<Record<Name, number | undefined>>): Parameters<Name> {
  const names = Object.keys(fields) as Name[];
  const present = context.group.names();
  const read = names.map((name): Values<Float64Array> => {
    const otherwise = fields[name];
    if (otherwise !== undefined && !present.includes(name)) return { values: Float64Array.of(otherwise), shape: [] };
    return numberField(context.group, name);
  });
  const empty = read.findIndex(({ values }) => values.length === 0);
  if (empty >= 0) throw inputError("nir-field", `field '${names[empty]}' has no elements`);
  const wide = read.findIndex(({ values }) => values.length > 1);
  const shape = wide < 0 ? [] : read[wide].shape;
  const odd = read.findIndex(({ values, shape: other }) => values.length > 1 && !sameShape(shape, other));
  if (odd >= 0) {
    const message = `field '${names[odd]}' has the shape [${read[odd].shape.join(", ")}] and '${names[wide]}' [${shape.join(", ")}]; they must agree`;
    throw inputError("nir-field", message);
  }
  if (wide >= 0) context.declare(shape);
  const count = wide < 0 ? 1 : read[wide].values.length;
  const values = read.map(({ values: given }) =>
    given.length === count ? turned(given, shape, context.isTurned) : new Float64Array(count).fill(given[0]),
  );
  return { ...(Object.fromEntries(names.map((name, i) => [name, values[i]])) as Record<Name, Float64Array>), count };
}

/** A parameter of the graph from the numbers of each element: one element if all are equal. */
export function parameter(count: number, valueAt: (element: number) => number): Float32Array {
  const values = Float32Array.from({ length: count }, (_, i) => valueAt(i));
  return values.every((value) => value === values[0]) ? values.slice(0, 1) : values;
}

/** A parameter that may be left out where it is 0 everywhere. */
export function unlessZero<Key extends string>(key: Key, values: Float32Array): { readonly [K in Key]?: Float32Array } {
  return values.length === 1 && values[0] === 0 ? {} : ({ [key]: values } as { readonly [K in Key]?: Float32Array });
}

/** [channels, length] to [length, channels]. */
export function turned<T extends Float64Array | Float32Array>(values: T, shape: readonly number[], isTurned: boolean): T {
  if (!isTurned || shape.length !== 2) return values;
  const [rows, columns] = shape;
  const result = values.slice() as T;
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column];
  return result;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}
