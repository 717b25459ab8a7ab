/** Every operator of ONNX that is read, in the operator sets where it changed, against what onnxruntime gave (make_onnx.py). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { evaluatorOf } from "../../../src/graph/evaluate.js";
import type { Graph } from "../../../src/graph/graph.js";
import { readOnnx } from "../../../src/import/onnx/read.js";

interface Case {
  readonly name: string;
  readonly opset: number;
  /** base64 of the model. */
  readonly model: string;
  /** Only the order of the outputs is the same (a log softmax is left out). */
  readonly compare?: "order";
  readonly samples: readonly { readonly inputs: Readonly<Record<string, readonly number[]>>; readonly outputs: readonly (readonly number[])[] }[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(fileURLToPath(new URL("fixtures/operators.json", import.meta.url)), "utf8"));

describe("outputs equal onnxruntime's within 1e-5", () => {
  it.each(cases.map((one) => [one.name, one] as const))("%s", (_, { name, model, samples, compare }) => {
    const { graph } = readOnnx(Buffer.from(model, "base64"), { where: `${name}.onnx` }, () => undefined);
    expect(samples.length).toBeGreaterThan(0);
    for (const { inputs, outputs } of samples) {
      const found = outputsOf(graph, inputs);
      expect(found.map((values) => values.length)).toEqual(outputs.map((values) => values.length));
      outputs.forEach((expected, i) => {
        if (compare === "order") {
          expect(order(found[i] ?? [])).toEqual(order(expected));
          return;
        }
        const errors = expected.map((value, k) => Math.abs((found[i]?.[k] ?? Number.NaN) - value) / Math.max(1, Math.abs(value)));
        expect(Math.max(...errors)).toBeLessThan(1e-5);
      });
    }
  });
});

/** Positions from the smallest value to the largest. */
function order(values: readonly number[]): number[] {
  return [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
}

/** Outputs in the graph's order for inputs by name; a variable length is that of the input that has it. */
function outputsOf(graph: Graph, inputs: Readonly<Record<string, readonly number[]>>): number[][] {
  const variable = graph.nodes.find((node) => node.kind === "input" && node.shape[0] === -1);
  const given = variable === undefined ? undefined : inputs[variable.name];
  const perPosition = variable?.kind === "input" ? variable.shape.slice(1).reduce((product, axis) => product * axis, 1) : 1;
  const evaluator = evaluatorOf(graph, given === undefined ? {} : { length: given.length / perPosition });
  const result = evaluator.step(new Map(Object.entries(inputs)));
  return graph.nodes.flatMap((node) => (node.kind === "output" ? [[...(result.get(node.name) ?? [])]] : []));
}
