/** Fixtures of test/import/python/make_nir.py, files made on the spot, and runs of graphs. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluatorOf } from "../../../src/graph/evaluate.js";
import type { Graph } from "../../../src/graph/graph.js";
import { type Hdf5WritableFile, hdf5Library } from "../../../src/import/hdf5-library.js";

export const FIXTURES = fileURLToPath(new URL("fixtures/", import.meta.url));
const SHARED = fileURLToPath(new URL("../../../../shared/data/nir/", import.meta.url));

/** What a network gives for an input, a timestep a line; by node names. */
export interface Run {
  readonly dt: number;
  readonly leak: "euler" | "exponential";
  readonly inputs: readonly Readonly<Record<string, readonly number[]>>[];
  readonly outputs: readonly Readonly<Record<string, readonly number[]>>[];
}

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FIXTURES, `${name}.nir`)));
}

export function runOf(name: string): Run {
  return JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), "utf8"));
}

/** A file beside the repository, if it is there. */
export function shared(name: string): Uint8Array | undefined {
  const path = join(SHARED, name);
  return existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;
}

/** Everything that a graph's outputs give, a timestep a line. */
export function outputsOf(graph: Graph, inputs: Run["inputs"]): readonly Readonly<Record<string, readonly number[]>>[] {
  const evaluator = evaluatorOf(graph);
  return inputs.map((given) => {
    const outputs = evaluator.step(new Map(Object.entries(given)));
    return Object.fromEntries([...outputs].map(([name, values]) => [name, [...values]]));
  });
}

/** Timestep, output and place of the first value that differs by more than `tolerance`, and the largest difference. */
export function firstDifference(
  found: readonly Readonly<Record<string, readonly number[]>>[],
  expected: readonly Readonly<Record<string, readonly number[]>>[],
  tolerance: number,
): { readonly first?: string; readonly largest: number } {
  let first: string | undefined;
  let largest = 0;
  expected.forEach((outputs, t) => {
    for (const [name, values] of Object.entries(outputs)) {
      const given = found[t]?.[name] ?? [];
      if (given.length !== values.length) first ??= `timestep ${t}, output '${name}': ${given.length} values, not ${values.length}`;
      values.forEach((value, i) => {
        const difference = Math.abs(value - given[i]);
        largest = Math.max(largest, difference);
        if (difference > tolerance) first ??= `timestep ${t}, output '${name}', neuron ${i}: ${given[i]}, not ${value}`;
      });
    }
  });
  return { ...(first === undefined ? {} : { first }), largest };
}

/** A tree for HDF5: groups, strings, integers (bigint) and floats. */
export interface Tree {
  readonly [name: string]: Tree | string | readonly string[] | bigint | readonly bigint[] | Float32Array | Float64Array | Link | Shaped;
}
export interface Link {
  readonly link: "soft" | "hard" | "external";
  readonly to: string;
}
export interface Shaped {
  readonly data: Float32Array | Float64Array | readonly string[];
  readonly shape: readonly number[];
}

/** The bytes of an HDF5 file with these contents. */
export async function hdf5Of(tree: Tree, after: (file: Hdf5WritableFile) => void = () => {}): Promise<Uint8Array> {
  return (await hdf5Library()).createFile((file) => {
    fill(file, tree);
    after(file);
  });
}

type Group = ReturnType<Hdf5WritableFile["create_group"]>;

function fill(group: Group, tree: Tree): void {
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === "string") group.create_dataset({ name, data: value });
    else if (typeof value === "bigint") group.create_dataset({ name, data: BigInt64Array.of(value), shape: [] });
    else if (value instanceof Float32Array || value instanceof Float64Array) group.create_dataset({ name, data: value });
    else if (isLink(value)) {
      if (value.link === "soft") group.create_soft_link(value.to, name);
      else if (value.link === "hard") group.create_hard_link(value.to, name);
      else group.create_external_link(value.to, "/", name);
    } else if (isShaped(value)) {
      const data = value.data instanceof Float32Array || value.data instanceof Float64Array ? value.data : [...value.data];
      group.create_dataset({ name, data, shape: [...value.shape] });
    } else if (isBigints(value)) group.create_dataset({ name, data: BigInt64Array.from(value) });
    else if (isTexts(value)) group.create_dataset({ name, data: [...value] });
    else fill(group.create_group(name), value);
  }
}

type Value = Tree[string];

function isLink(value: Value): value is Link {
  return typeof value === "object" && "link" in value && typeof value.link === "string";
}

function isShaped(value: Value): value is Shaped {
  return typeof value === "object" && "data" in value && "shape" in value && Array.isArray(value.shape);
}

function isBigints(value: Value): value is readonly bigint[] {
  return Array.isArray(value) && typeof value[0] === "bigint";
}

function isTexts(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

/** A NIR file in the layout of PyPI's nir; without edges given, the nodes are a chain in their order. */
export function nirOf(nodes: Tree, edges?: readonly (readonly [string, string])[], after?: (file: Hdf5WritableFile) => void): Promise<Uint8Array> {
  const names = Object.keys(nodes);
  const pairs = edges ?? names.slice(1).map((name, i) => [names[i], name] as const);
  return hdf5Of({ version: "1.0.8", node: { type: "NIRGraph", nodes, edges: { data: pairs.flat(), shape: [pairs.length, 2] } } }, after);
}

export function input(...shape: readonly number[]): Tree {
  return { type: "Input", shape: shape.map(BigInt) };
}

export function output(...shape: readonly number[]): Tree {
  return { type: "Output", shape: shape.map(BigInt) };
}

/** A LIF of as many neurons as there are time constants. */
export function lif(tau: readonly number[], fields: Tree = {}): Tree {
  const all = (value: number): Float64Array => new Float64Array(tau.length).fill(value);
  return { type: "LIF", tau: Float64Array.from(tau), r: all(1), v_leak: all(0), v_threshold: all(1), ...fields };
}

export function affine(outputs: number, inputs: number): Tree {
  return {
    type: "Affine",
    weight: { data: new Float32Array(outputs * inputs).fill(1), shape: [outputs, inputs] },
    bias: new Float32Array(outputs),
  };
}
