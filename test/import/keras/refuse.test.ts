import { describe, expect, it } from "vitest";
import { readKeras, readTfjs } from "../../../src/import/keras/read.js";
import { formatDiagnostic } from "../../../src/util/diagnostics.js";
import { type Config, called, functional, input, layer, readModel, sequential, type Weights } from "./models.js";
import { fixture, refusalsOf } from "./support.js";

async function messagesOf(topology: Config, weights: Weights = {}): Promise<string[]> {
  return (await refusalsOf(readModel(topology, weights))).map(({ where, message }) => `${where?.replace("model.json: ", "")}: ${message}`);
}

describe("what is in the way", () => {
  it("is told at once, each layer with its class, the reason and what would help", async () => {
    const inner = functional([called(input([4], "given")), called(layer("Lambda", { name: "code" }), "given")], ["given"], ["code"], "inner");
    const layers = [
      called(input([null], "words")),
      called(layer("Embedding", { name: "embedding", input_dim: 10, output_dim: 4 }), "words"),
      called(layer("Conv1D", { name: "gelu", filters: 4, kernel_size: [3], activation: "gelu" }), "embedding"),
      called(layer("LSTM", { name: "lstm", units: 4 }), "gelu"),
      called(layer("LayerNormalization", { name: "norm" }), "lstm"),
      called(layer("MultiHeadAttention", { name: "attention" }), "norm", "norm"),
      called(layer("Dense", { name: "tanh", units: 4, activation: "tanh" }), "attention"),
      called(layer("LeakyReLU", { name: "leaky", negative_slope: 0.1 }), "tanh"),
      called(layer("ReLU", { name: "slope", negative_slope: 0.1 }), "leaky"),
      called({ ...inner, name: "inner" }, "slope"),
      called(layer("GlowingLayer", { name: "glow" }, { module: "my_layers" }), "inner"),
      called(layer("Dense", { name: "own_dense", units: 4 }, { module: null, registered_name: "my_package>Dense" }), "glow"),
      called(layer("Multiply", { name: "gate" }), "own_dense", "glow"),
      called(layer("TFOpLambda", { name: "tf.math.tanh", function: "math.tanh" }), "gate"),
      called(layer("Sin", { name: "sin" }, { module: "keras.src.ops.numpy" }), "tf.math.tanh"),
      called(layer("Dense", { name: "small", units: 4, dtype: { class_name: "DTypePolicy", config: { name: "int8_from_float32" } } }), "sin"),
      called(layer("Dense", { name: "classes", units: 3, activation: "softmax" }), "small"),
    ];
    const refusals = await refusalsOf(readModel(functional(layers, ["words"], ["classes"]), { "embedding/embeddings": [10, 4] }));
    await expect(`${refusals.map(formatDiagnostic).join("\n")}\n`).toMatchFileSnapshot("../../errors/keras-refused.txt");
  });

  it("names both shapes where they disagree", async () => {
    const stories: readonly (readonly [readonly Config[], Weights])[] = [
      [[input([12]), layer("Dense", { name: "dense", units: 5 })], { "dense/kernel": [10, 5], "dense/bias": [5] }],
      [[input([8, 8]), layer("Conv2D", { name: "conv", filters: 2, kernel_size: 3 })], {}],
      [[input([8, 8, 3]), layer("Conv2D", { name: "conv", filters: 2, kernel_size: 3 })], { "conv/kernel": [3, 3, 1, 2], "conv/bias": [2] }],
      [[input([8, 8, 3]), layer("BatchNormalization", { name: "norm" })], named("norm", ["gamma", "beta", "moving_mean", "moving_variance"], [2])],
      [[input([2, 3]), layer("MaxPooling1D", { name: "pool", pool_size: 3 })], {}],
      [[input([12]), layer("Reshape", { name: "reshape", target_shape: [5, 2] })], {}],
      [[input([null, 4]), layer("Flatten", { name: "flatten" })], {}],
      [[input([null, 4]), layer("MaxPooling1D", { name: "pool", pool_size: 3, padding: "same" })], {}],
      [[input([null, 4]), layer("ZeroPadding1D", { name: "zeros", padding: 1 }), layer("ReLU", { name: "relu" })], {}],
      [[input([12]), layer("Embedding", { name: "embedding", input_dim: 5, output_dim: 2 })], { "embedding/embeddings": [6, 2] }],
    ];
    const messages = await Promise.all(stories.map(([layers, weights]) => messagesOf(sequential(...layers), weights)));
    await expect(`${messages.flat().join("\n")}\n`).toMatchFileSnapshot("../../errors/keras-shapes.txt");
  });

  it("is a sum or a concatenation of different shapes", async () => {
    const sides = [called(input([4], "left")), called(input([5], "right"))];
    const merged = (className: string, config: Config = {}): Promise<string[]> =>
      messagesOf(functional([...sides, called(layer(className, { name: "merged", ...config }), "left", "right")], ["left", "right"], ["merged"]));
    expect(await merged("Add")).toEqual(["Add 'merged': its inputs have the shapes [4] and [5], which disagree"]);
    expect(await merged("Concatenate", { axis: 2 })).toEqual(["Concatenate 'merged': its axis is 2; its inputs have 1 axes and the batch"]);
  });

  it("is a softmax or a sigmoid where more than the output follows", async () => {
    const inside = (activation: string): Promise<string[]> =>
      messagesOf(sequential(input([2]), layer("Activation", { name: "first", activation }), layer("ReLU", { name: "after" })));
    expect(await inside("softmax")).toEqual(["Activation 'first': it has a softmax inside the network, which no spiking neuron computes"]);
    expect(await inside("sigmoid")).toEqual(["Activation 'first': it has a sigmoid inside the network: only ReLU networks become spiking ones"]);
    const several = sequential(input([2]), layer("Activation", { name: "labels", activation: "sigmoid" }), layer("Dropout", { name: "drop" }));
    expect(await messagesOf(several)).toEqual(["Activation 'labels': it has a sigmoid of several units: only ReLU networks become spiking ones"]);
  });

  it("is a missing weight, with the names that there are", async () => {
    const dense = sequential(input([2]), layer("Dense", { name: "dense", units: 3 }));
    expect(await messagesOf(dense, { "dense/kernel": [2, 3], "dense_1/bias": [3] })).toEqual([
      "Dense 'dense': its weight 'bias' is not in the manifest; there are 'dense/kernel', 'dense_1/bias'",
    ]);
  });

  it("is an input whose size nobody knows", async () => {
    expect(await messagesOf(sequential(layer("ReLU", { name: "relu" })))).toEqual(["InputLayer 'input': its shape is absent"]);
    expect(await messagesOf(sequential(input([28, null, 1]), layer("ReLU", { name: "relu" })))).toEqual([
      "InputLayer 'input': its shape is [null,28,null,1], batch first; axis 2 is not a size",
    ]);
  });

  it("is a layer called with training=True, with a mask from elsewhere, or used by more outputs than it has", async () => {
    const call = (kwargs: Config): Promise<string[]> => {
      const drop = { ...layer("Dropout", { name: "drop" }), name: "drop", inbound_nodes: [[["input", 0, 0, kwargs]]] };
      return messagesOf(functional([called(input([2])), drop], ["input"], ["drop"]));
    };
    expect(await call({ training: true })).toEqual(["Dropout 'drop': it is called with training=True, so that it acts at random"]);
    expect(await call({ mask: ["input", 0, 0] })).toEqual(["Dropout 'drop': it is called with a mask from 'input'"]);
    expect(await call({ rate: 0.5 })).toEqual(["Dropout 'drop': it is called with [0.5] besides tensors"]);
    const second = { ...layer("ReLU", { name: "after" }), name: "after", inbound_nodes: [[["relu", 0, 1, {}]]] };
    const layers = [called(input([2])), called(layer("ReLU", { name: "relu" }), "input"), second];
    expect(await messagesOf(functional(layers, ["input"], ["after"]))).toEqual(["ReLU 'relu': it has one output; another one is used"]);
  });

  it("is not what no output depends on", async () => {
    const layers = [called(input([2])), called(layer("ReLU", { name: "relu" }), "input"), called(layer("LSTM", { name: "aside" }), "input")];
    const unused = called(input([3], "unused"));
    const { graph, notes } = await readModel(functional([...layers, unused], ["input", "unused"], ["relu"]));
    expect(graph.nodes.map(({ name }) => name)).toEqual(["input", "relu", "output"]);
    expect(notes.map(({ message }) => message)).toEqual(["no output depends on this input, so it was left out"]);
  });
});

describe("containers", () => {
  async function codesOf(reading: Promise<unknown>): Promise<(string | undefined)[]> {
    const refusals = await refusalsOf(reading as ReturnType<typeof readKeras>);
    return refusals.map(({ code, hint }) => `${code}: ${hint}`);
  }
  const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
  const noFiles = (): undefined => undefined;

  it("says what a file without a model, or without weights, lacks", async () => {
    expect(await codesOf(readKeras(Buffer.from("neither"), { where: "a" }))).toEqual(["hdf5-not-hdf5: undefined"]);
    expect(await codesOf(readTfjs(json(sequential(input([2]))), noFiles, { where: "a" }))).toEqual([
      "tfjs-manifest: Save the whole model (model.save, or tensorflowjs_converter), not its architecture alone.",
    ]);
    const graphModel = json({ format: "graph-model", modelTopology: { node: [] } });
    expect((await codesOf(readTfjs(graphModel, noFiles, { where: "a" })))[0]).toMatch(/^tfjs-model: Convert the Keras model/);
    const subclassed = json({ modelTopology: { class_name: "MyModel", config: {} }, weightsManifest: [] });
    expect((await codesOf(readTfjs(subclassed, noFiles, { where: "a" })))[0]).toMatch(/^keras-model: A subclassed model/);
  });

  it("takes the configuration plain, as modelTopology, with or without model_config in between, also as text", async () => {
    const model = sequential(input([2]), layer("ReLU", { name: "relu" }));
    const forms = [
      { ...model, weightsManifest: [] },
      { modelTopology: model, weightsManifest: [] },
      { modelTopology: { model_config: model }, weightsManifest: [] },
      { modelTopology: { model_config: JSON.stringify(model) }, weightsManifest: [] },
    ];
    for (const form of forms) {
      const { graph } = await readTfjs(json(form), noFiles, { where: "a" });
      expect(graph.nodes.map(({ name }) => name)).toEqual(["input", "relu", "output"]);
    }
  });

  it("tells .keras and .h5 by their content", async () => {
    const { graph } = await readKeras(fixture("residual.h5"), { where: "misnamed.keras" });
    expect(graph.name).toBe("residual");
  });
});

function named(owner: string, weights: readonly string[], shape: readonly number[]): Weights {
  return Object.fromEntries(weights.map((weight) => [`${owner}/${weight}`, shape]));
}
