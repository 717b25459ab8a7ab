import { describe, expect, it } from "vitest";
import { readKeras } from "../../../src/import/keras/read.js";
import { expectOutputs, fixture, kindsOf, nodesOf, readTfjsFixture, samplesOf } from "./support.js";

/** The yes or no of a sigmoid is [1 - p, p] here. */
function bothClasses(samples: ReturnType<typeof samplesOf>): ReturnType<typeof samplesOf> {
  return samples.map(({ inputs, outputs: [[share]] }) => ({ inputs, outputs: [[1 - share, share]] }));
}

describe("outputs equal the framework's within 1e-5", () => {
  it.each([
    "textcnn.keras",
    "digits.keras",
    "residual.keras",
    "residual.h5",
    "series.keras",
    "image.keras",
    "arithmetic.keras",
    "channels_first.keras",
    "keras2.keras",
    "keras2.h5",
  ])("%s", async (file) => {
    const { graph } = await readKeras(fixture(file), { where: file });
    expectOutputs(graph, samplesOf(file.replace(/[.].*/, "")));
  });

  it("mlp.keras, whose sigmoid becomes a softmax over two classes", async () => {
    const { graph, notes } = await readKeras(fixture("mlp.keras"), { where: "mlp.keras" });
    expectOutputs(graph, bothClasses(samplesOf("mlp")));
    expect(notes.map(({ where }) => where)).toEqual(["mlp.keras: Dense 'answer'"]);
  });

  it.each(["tfjs_float32", "tfjs_uint8", "tfjs_uint16", "tfjs_float16", "tfjs_saved"])("%s", async (name) => {
    const { graph } = await readTfjsFixture(name);
    expectOutputs(graph, samplesOf(name));
  });
});

describe("layouts", () => {
  it("transposes the planes of a CNN once, at the input: Dense takes its columns in the order of the flattened planes", async () => {
    const { graph } = await readKeras(fixture("digits.keras"), { where: "digits.keras" });
    expect(kindsOf(graph)).toEqual([
      "scale",
      "transpose",
      "conv2d",
      "batchNorm",
      "relu",
      "conv2d",
      "relu",
      "pool2d",
      "flatten",
      "linear",
      "relu",
      "linear",
      "softmax",
    ]);
    const [{ axes }] = nodesOf(graph, "transpose");
    expect(axes).toEqual([2, 0, 1]);
  });

  it("transposes nothing of a text", async () => {
    const { graph } = await readKeras(fixture("textcnn.keras"), { where: "textcnn.keras" });
    expect(nodesOf(graph, "transpose")).toEqual([]);
    expect(nodesOf(graph, "input")).toMatchObject([{ name: "words", shape: [-1], encoding: { kind: "tokens", vocabularySize: 30 } }]);
    expect(nodesOf(graph, "conv1d").map(({ padding }) => padding)).toEqual([{ left: 0, right: 0 }, { left: 1, right: 1 }, "causal"]);
  });

  it("gives a variable length the length that is asked for", async () => {
    const { graph } = await readKeras(fixture("textcnn.keras"), { where: "textcnn.keras", length: 9 });
    expect(nodesOf(graph, "input").map(({ shape }) => shape)).toEqual([[9]]);
    expectOutputs(
      graph,
      samplesOf("textcnn").filter(({ inputs }) => inputs.words.length === 9),
    );
  });

  it("pads a strided 'same' convolution as TensorFlow does, the odd zero after", async () => {
    const { graph } = await readKeras(fixture("digits.keras"), { where: "digits.keras" });
    const [first] = nodesOf(graph, "conv2d");
    // 10 x 12 by windows of 3 at a stride of 2: one zero, below and right.
    expect(first.padding).toEqual([0, 0, 1, 1]);
  });

  it("gives zeros around the input to the convolution that follows", async () => {
    const { graph } = await readKeras(fixture("image.keras"), { where: "image.keras" });
    const depthwise = graph.nodes.find(({ name }) => name === "depthwise");
    expect(depthwise).toMatchObject({ kind: "conv2d", padding: [0, 2, 1, 1], groups: 2 });
    // Before a maximum they are values: 'margin'.
    expect(nodesOf(graph, "pad").map(({ name }) => name)).toEqual(["margin"]);
  });

  it("shares the arrays of a layer that is applied twice", async () => {
    const { graph } = await readKeras(fixture("residual.keras"), { where: "residual.keras" });
    const [once, twice] = graph.nodes.filter(({ name }) => name.startsWith("shared") && !name.includes("relu"));
    if (once.kind !== "conv2d" || twice.kind !== "conv2d") throw new Error("two convolutions");
    expect(twice.weight).toBe(once.weight);
    expect(twice.bias).toBe(once.bias);
  });

  it("needs no node for a sum that an activation or a convolution takes", async () => {
    const { graph } = await readKeras(fixture("keras2.keras"), { where: "keras2.keras" });
    const into = graph.edges.filter(({ to }) => to === "classes").map(({ from }) => from);
    expect(into).toEqual(["dense.relu", "dense.relu.2"]);
  });

  it("reads the same network from .keras and .h5", async () => {
    const [one, two] = await Promise.all(["residual.keras", "residual.h5"].map((file) => readKeras(fixture(file), { where: "residual" })));
    expect(two).toEqual(one);
  });
});
