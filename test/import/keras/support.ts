/** Fixtures of test/import/python/make_keras.py, and the comparison of a graph with what Keras gave. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { evaluatorOf } from "../../../src/graph/evaluate.js";
import type { Graph, GraphNode } from "../../../src/graph/graph.js";
import { readTfjs } from "../../../src/import/keras/read.js";
import type { ReadSibling } from "../../../src/import/keras/tfjs.js";
import type { Imported, ImportOptions } from "../../../src/import/types.js";
import { type Diagnostic, SnncError } from "../../../src/util/diagnostics.js";

export const FIXTURES = fileURLToPath(new URL("fixtures/", import.meta.url));

/** Input name -> values, and the values of each output; row-major, without the batch. */
export interface Sample {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly outputs: readonly (readonly number[])[];
}

export function fixture(name: string): Uint8Array {
  return readFileSync(join(FIXTURES, name));
}

export function samplesOf(name: string, folder = FIXTURES): readonly Sample[] {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
}

/** Reads a TensorFlow.js model of the fixtures. */
export function readTfjsFixture(name: string, options: Partial<ImportOptions> = {}): Promise<Imported> {
  return readTfjs(fixture(`${name}/model.json`), siblingsIn(join(FIXTURES, name)), { where: `${name}/model.json`, ...options });
}

export function siblingsIn(folder: string): ReadSibling {
  return (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined);
}

/** Every output of every sample within 1e-5, relative where it is above 1. */
export function expectOutputs(graph: Graph, samples: readonly Sample[]): void {
  expect(samples.length).toBeGreaterThan(0);
  for (const { inputs, outputs } of samples) {
    const isText = graph.nodes.some((node) => node.kind === "input" && node.shape[0] === -1);
    const length = Object.values(inputs)[0].length;
    const given = evaluatorOf(graph, isText ? { length } : {}).step(new Map(Object.entries(inputs)));
    const found = nodesOf(graph, "output").map(({ name }) => Array.from(given.get(name) ?? []));
    expect(found.map((values) => values.length)).toEqual(outputs.map((values) => values.length));
    for (const [i, expected] of outputs.entries()) {
      const errors = expected.map((value, k) => Math.abs(found[i][k] - value) / Math.max(1, Math.abs(value)));
      expect(Math.max(...errors)).toBeLessThan(1e-5);
    }
  }
}

/** Kinds of the nodes between inputs and outputs, in order. */
export function kindsOf(graph: Graph): readonly string[] {
  return graph.nodes.map(({ kind }) => kind).filter((kind) => kind !== "input" && kind !== "output");
}

export function nodesOf<K extends GraphNode["kind"]>(graph: Graph, kind: K): readonly Extract<GraphNode, { kind: K }>[] {
  return graph.nodes.filter((node): node is Extract<GraphNode, { kind: K }> => node.kind === kind);
}

/** The diagnostics with which reading fails; anything but an SnncError fails the test. */
export async function refusalsOf(reading: Promise<Imported>): Promise<readonly Diagnostic[]> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof SnncError) return error.diagnostics;
    throw error;
  }
  throw new Error("nothing was refused");
}
