/** Where a layer's weights are: in the HDF5 groups of a .keras file, in those of a legacy .h5 file (tfjs.ts has the third way). */
import { printable } from "../builder.js";
import type { Hdf5Dataset, Hdf5Group } from "../hdf5.js";
import type { Layer } from "./model.js";
import { Refusal } from "./refusal.js";

/** A tensor that is not read before it is asked for. */
export interface Tensor {
  readonly shape: readonly number[];
  floats(): Float32Array;
}

/** A weight by the names that versions of Keras have for it. */
export type WeightNames = readonly [string, ...string[]];

export interface WeightStore {
  /** The weights of a layer, in the order of `names` (Keras's own). Throws Refusal where one is missing. */
  tensorsOf(layer: Layer, names: readonly WeightNames[]): readonly Tensor[];
}

/** Groups of a .keras file: `layers/functional/layers/dense_1/vars/0`, each name by class and number (saving_lib of Keras 3). */
export function slotStore(root: Hdf5Group): WeightStore {
  const groups = groupsBelow(root);
  return {
    tensorsOf: ({ slots }, names) => {
      const path = [...slots.flatMap((slot) => ["layers", slot]), "vars"];
      const group = groups(path);
      return names.map(([name], i) => {
        const member = group?.get(String(i));
        if (member?.kind === "dataset") return member;
        throw new Refusal(`its weight '${name}' is not in the file, at ${path.join("/")}/${i}`, INCOMPLETE_HINT);
      });
    },
  };
}

/**
 * Groups of a legacy .h5 file: `model_weights/<layer>`, whose attribute `weight_names` lists paths below it in Keras's
 * order. The layers of an inner model have no group of their own; there the path ends in the layer's and the weight's name.
 */
export function namedStore(root: Hdf5Group): WeightStore {
  const groups = groupsBelow(root);
  const known = new Map<string, OwnedWeights>();
  const weightsOf = (owner: string): OwnedWeights => {
    const group = groups(owner.split("/"));
    const names = group === undefined ? [] : weightNames(group);
    const weights = { group, names, find: byEnding(names) };
    known.set(owner, weights);
    return weights;
  };
  return {
    tensorsOf: ({ path }, names) => {
      const [owner, ...inner] = path;
      const { group, names: listed, find } = known.get(owner) ?? weightsOf(owner);
      return names.map((alternatives, i) => {
        const name = inner.length === 0 ? listed[i] : find(inner, alternatives);
        const member = name === undefined || group === undefined ? undefined : memberAt(group, name.split("/"));
        if (member?.kind === "dataset") return member;
        throw new Refusal(`its weight '${alternatives[0]}' is not in the file${amongWords(listed)}`, INCOMPLETE_HINT);
      });
    },
  };
}

/** What lies in the group of a layer. */
interface OwnedWeights {
  readonly group: Hdf5Group | undefined;
  readonly names: readonly string[];
  readonly find: ReturnType<typeof byEnding>;
}

/** Finds `dense/kernel:0` or `model/dense/kernel` by the layer's and the weight's name. */
export function byEnding(names: readonly string[]): (path: readonly string[], alternatives: WeightNames) => string | undefined {
  /** Number of parts -> the names by their last parts, so that many names with one end take linear time. */
  const tables = new Map<number, ReadonlyMap<string, readonly string[]>>();
  const endingIn = (end: string): readonly string[] => {
    const parts = end.split("/").length;
    const table = tables.get(parts) ?? byLastParts(names, parts);
    tables.set(parts, table);
    return table.get(end) ?? [];
  };
  return (path, alternatives) => {
    for (const weight of alternatives) {
      const layer = path.at(-1)?.split("/").at(-1);
      const found = endingIn(`${layer}/${weight}`);
      if (found.length <= 1) {
        if (found.length === 1) return found[0];
        continue;
      }
      // Layers of one name in two inner models: only the whole path tells them apart.
      const exact = endingIn(`${path.join("/")}/${weight}`);
      if (exact.length === 1) return exact[0];
      throw new Refusal(`its weight '${weight}' could be any of ${amongWords(found).slice(2)}`, "Give each layer a name of its own.");
    }
    return undefined;
  };
}

function byLastParts(names: readonly string[], parts: number): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const name of names) {
    const end = name.replace(/:\d+$/, "").split("/").slice(-parts).join("/");
    const list = table.get(end);
    if (list === undefined) table.set(end, [name]);
    else list.push(name);
  }
  return table;
}

const INCOMPLETE_HINT = "Save the model whole, with its weights, by the version of Keras that it was trained with.";

/** `; there are 'a', 'b' and 3 more`. */
export function amongWords(names: readonly string[]): string {
  if (names.length === 0) return "; there are none";
  const some = names.slice(0, 4).map((name) => `'${printable(name)}'`);
  return `; there are ${some.join(", ")}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`;
}

/** The attribute `weight_names`, which Keras cuts into several where it is long. */
function weightNames(group: Hdf5Group): readonly string[] {
  const whole = group.attribute("weight_names");
  if (whole !== undefined) return textsOf(whole);
  const pieces: string[] = [];
  for (let i = 0; ; i++) {
    const piece = group.attribute(`weight_names${i}`);
    if (piece === undefined) return pieces;
    pieces.push(...textsOf(piece));
  }
}

function textsOf(value: ReturnType<Hdf5Group["attribute"]>): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value : [];
}

/** Finds groups below a root and keeps them, so that the members of none are listed twice. */
function groupsBelow(root: Hdf5Group): (path: readonly string[]) => Hdf5Group | undefined {
  const known = new Map<string, Hdf5Group | undefined>([["", root]]);
  return (path) => {
    let [key, group]: [string, Hdf5Group | undefined] = ["", root];
    for (const name of path) {
      key += `/${name}`;
      if (!known.has(key)) {
        const member = group?.get(name);
        known.set(key, member?.kind === "group" ? member : undefined);
      }
      group = known.get(key);
    }
    return group;
  };
}

function memberAt(group: Hdf5Group, path: readonly string[]): Hdf5Group | Hdf5Dataset | undefined {
  let at: Hdf5Group | Hdf5Dataset | undefined = group;
  for (const name of path) at = at?.kind === "group" ? at.get(name) : undefined;
  return at;
}
