/** Small networks as TensorFlow.js layers models on disk, the one format that a test can write without Keras. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Layer = Readonly<Record<string, unknown>>;

/** Weights by name, e.g. `dense/kernel`, row-major. */
export type ModelWeights = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>;

/** A functional model's layer, called once on the first outputs of others. */
export function layer(className: string, name: string, config: Layer, ...on: readonly string[]): Layer {
  return { class_name: className, name, config: { name, ...config }, inbound_nodes: on.length === 0 ? [] : [on.map((from) => [from, 0, 0, {}])] };
}

export function inputLayer(name: string, shape: readonly (number | null)[]): Layer {
  return layer("InputLayer", name, { batch_shape: [null, ...shape] });
}

/** Writes model.json and its weights; returns the path of model.json. The last layer is the output, the first the input. */
export function writeTfjs(folder: string, layers: readonly Layer[], weights: ModelWeights): string {
  mkdirSync(folder, { recursive: true });
  const names = layers.map(({ name }) => name);
  const entries = Object.entries(weights);
  const manifest = entries.map(([name, { shape }]) => ({ name, shape, dtype: "float32" }));
  const topology = {
    class_name: "Functional",
    config: { name: "model", layers, input_layers: [[names[0], 0, 0]], output_layers: [[names.at(-1), 0, 0]] },
  };
  writeFileSync(join(folder, "weights.bin"), Buffer.concat(entries.map(([, { values }]) => Buffer.from(values.slice().buffer))));
  const path = join(folder, "model.json");
  writeFileSync(path, JSON.stringify({ modelTopology: topology, weightsManifest: [{ paths: ["weights.bin"], weights: manifest }] }));
  return path;
}
