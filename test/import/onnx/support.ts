/** Fixtures of test/import/python/make_onnx*.py, and the comparison of a graph with what onnxruntime gave. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { evaluatorOf } from "../../../src/graph/evaluate.js";
import type { Graph } from "../../../src/graph/graph.js";
import { readOnnx } from "../../../src/import/onnx/read.js";

export interface OnnxCase {
  readonly name: string;
  readonly opset: number;
  /** base64 of the model. */
  readonly model: string;
  /** Only the order of the outputs is the same (a log softmax is left out). */
  readonly compare?: "order";
  readonly samples: readonly { readonly inputs: Readonly<Record<string, readonly number[]>>; readonly outputs: readonly (readonly number[])[] }[];
}

export function casesOf(file: "operators" | "torch" | "tf2onnx"): readonly OnnxCase[] {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`fixtures/${file}.json`, import.meta.url)), "utf8"));
}

export function graphOf({ name, model }: Pick<OnnxCase, "name" | "model">): Graph {
  return readOnnx(Buffer.from(model, "base64"), { where: `${name}.onnx` }, () => undefined).graph;
}

/** Every output of every sample within 1e-5, relative where it is above 1. */
export function expectOutputs(graph: Graph, { samples, compare }: Pick<OnnxCase, "samples" | "compare">): void {
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
}

/** Positions from the smallest value to the largest. */
function order(values: readonly number[]): number[] {
  return [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
}

/** Outputs in the graph's order; a variable length is that of the input that has it. Only inputs may lose their exporter's name. */
function outputsOf(graph: Graph, inputs: Readonly<Record<string, readonly number[]>>): number[][] {
  const nodes = graph.nodes.filter((node) => node.kind === "input");
  const given = new Map(nodes.map(({ name }, i) => [name, inputs[name] ?? Object.values(inputs)[i] ?? []]));
  const variable = nodes.find((node) => node.shape[0] === -1);
  const perPosition = variable?.shape.slice(1).reduce((product, axis) => product * axis, 1) ?? 1;
  const length = variable === undefined ? undefined : (given.get(variable.name)?.length ?? 0) / perPosition;
  const result = evaluatorOf(graph, length === undefined ? {} : { length }).step(given);
  return graph.nodes.flatMap((node) => (node.kind === "output" ? [[...(result.get(node.name) ?? [])]] : []));
}
