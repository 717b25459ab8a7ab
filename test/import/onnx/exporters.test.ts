/** Networks as PyTorch's two exporters and tf2onnx write them: the same outputs, and the graph that a person would draw. */
import { describe, expect, it } from "vitest";
import { recogniseTextClassifier } from "../../../src/convert/word.js";
import { simplify } from "../../../src/flow/network.js";
import { casesOf, expectOutputs, graphOf } from "./support.js";

const cases = [...casesOf("torch"), ...casesOf("tf2onnx")].map((one) => [one.name, one] as const);

describe("networks as they are exported", () => {
  it.each(cases)("%s: outputs equal onnxruntime's within 1e-5", (_, one) => expectOutputs(graphOf(one), one));

  it.each(cases.filter(([name]) => name.startsWith("TextCNN")))("%s: is a text classifier that can be converted", (_, one) => {
    const { branches, classes } = recogniseTextClassifier(simplify(graphOf(one)));
    expect(branches.map(({ convolution }) => convolution.kernel).sort()).toEqual([2, 3, 4]);
    expect(classes).toBe(3);
  });

  it.each(cases.filter(([name]) => name.startsWith("CNN")))("%s: keeps no transpose but one at the input", (_, one) => {
    const kinds = simplify(graphOf(one)).nodes.map(({ kind }) => kind);
    expect(kinds.lastIndexOf("transpose")).toBeLessThanOrEqual(1);
    expect(kinds).not.toContain("batchNorm");
    expect(kinds.filter((kind) => kind === "conv2d").length).toBeGreaterThanOrEqual(2);
  });
});
