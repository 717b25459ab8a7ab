/** Small models written by hand, as TensorFlow.js layers models: a configuration, and weights by name. */
import { readTfjs } from "../../../src/import/keras/read.js";
import type { Imported, ImportOptions } from "../../../src/import/types.js";

export type Config = Readonly<Record<string, unknown>>;

/** A layer with its configuration; further keys of the entry (`module` ...) in `entry`. */
export function layer(className: string, config: Config, entry: Config = {}): Config {
  return { class_name: className, config: { name: config.name ?? className.toLowerCase(), ...config }, ...entry };
}

export function input(shape: readonly (number | null)[], name = "input"): Config {
  return layer("InputLayer", { batch_shape: [null, ...shape], name });
}

export function sequential(...layers: readonly Config[]): Config {
  return { class_name: "Sequential", config: { name: "model", layers } };
}

/** A layer of a functional model, called once on the first outputs of others. */
export function called(entry: Config, ...on: readonly string[]): Config {
  const { name } = entry.config as { readonly name: string };
  return { ...entry, name, inbound_nodes: on.length === 0 ? [] : [on.map((source) => [source, 0, 0, {}])] };
}

export function functional(layers: readonly Config[], inputs: readonly string[], outputs: readonly string[], name = "model"): Config {
  const ends = { input_layers: inputs.map((end) => [end, 0, 0]), output_layers: outputs.map((end) => [end, 0, 0]) };
  return { class_name: "Functional", config: { name, layers, ...ends } };
}

/** Weights that count up in sixteenths, by name and shape. */
export type Weights = Readonly<Record<string, readonly number[]>>;

export function weightValue(i: number): number {
  return ((i % 7) - 3) / 16;
}

export function readModel(topology: Config, weights: Weights = {}, options: Partial<ImportOptions> = {}): Promise<Imported> {
  const entries = Object.entries(weights).map(([name, shape]) => ({ name, shape, dtype: "float32" }));
  const count = entries.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  const shard = new Uint8Array(Float32Array.from({ length: count }, (_, i) => weightValue(i)).buffer);
  const manifest = [{ paths: ["weights.bin"], weights: entries }];
  const json = Buffer.from(JSON.stringify({ modelTopology: topology, weightsManifest: manifest }));
  return readTfjs(json, (name) => (name === "weights.bin" ? shard : undefined), { where: "model.json", ...options });
}
