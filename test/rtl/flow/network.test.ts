/** Networks that are not for texts, down to the RTL: converted convolutions and a recurrent network, spike for spike. */
import { describe, expect, it } from "vitest";
import { compileNetwork, convertNetwork, encodeSamples } from "../../../src/flow/network.js";
import { buildCrossbar } from "../../../src/flow/rtl.js";
import { verifyRtl } from "../../../src/flow/simulate.js";
import type { Edge, Graph, GraphNode, Shape } from "../../../src/graph/graph.js";
import type { NumericSamples } from "../../../src/samples/types.js";
import { createRandom, type Random } from "../../../src/util/random.js";

function chain(shape: Shape, ...nodes: readonly GraphNode[]): Graph {
  const all: GraphNode[] = [{ kind: "input", name: "image", shape, encoding: { kind: "values" } }, ...nodes];
  return { level: "graph", name: "net", nodes: all, edges: all.slice(1).map((node, i): Edge => ({ from: all[i].name, to: node.name })) };
}

const normal = (random: Random, size: number, scale: number): Float32Array => Float32Array.from({ length: size }, () => scale * random.normal());

function convolution(random: Random, name: string, inChannels: number, outChannels: number): GraphNode {
  return {
    kind: "conv2d",
    name,
    inChannels,
    outChannels,
    kernel: [3, 3],
    stride: [1, 1],
    padding: [1, 1, 1, 1],
    dilation: [1, 1],
    groups: 1,
    weight: normal(random, outChannels * inChannels * 9, 0.4),
    bias: normal(random, outChannels, 0.1),
  };
}

const pool = (name: string, operation: "max" | "average"): GraphNode => ({
  kind: "pool2d",
  name,
  operation,
  kernel: [2, 2],
  stride: [2, 2],
  padding: [0, 0, 0, 0],
  divisor: "window",
});

function samplesOf(random: Random, count: number): NumericSamples {
  return { count, values: Float32Array.from({ length: count * 64 }, () => random.uniform()), labels: new Uint16Array(count) };
}

const CLASSES = ["a", "b", "c"];

describe("a converted convolutional network", () => {
  it("runs in RTL from shared weights, equal to the golden simulator on every spike", async () => {
    const random = createRandom(11);
    const source = chain(
      [1, 8, 8],
      convolution(random, "conv1", 1, 8),
      { kind: "relu", name: "relu1" },
      pool("pool1", "average"),
      convolution(random, "conv2", 8, 16),
      { kind: "relu", name: "relu2" },
      pool("pool2", "max"),
      { kind: "flatten", name: "flat", startDim: 0, endDim: -1 },
      { kind: "linear", name: "dense", inputs: 64, outputs: 3, weight: normal(random, 192, 0.3) },
      { kind: "output", name: "out", shape: [3] },
    );
    const samples = samplesOf(random, 12);
    const choices = { percentiles: [99], maxPooling: ["or"], timesteps: [6], tolerance: 0 } as const;
    const converted = await convertNetwork(source, samples, samples, 1, choices);
    const { program, encoder } = await compileNetwork(converted.graph, {
      classes: CLASSES,
      timesteps: converted.timesteps,
      encoding: { kind: "direct", low: 0, high: 1, bits: 3 },
    });
    // The average pool is part of the second convolution, the OR pool a population of its own.
    expect(program.projections.filter(({ connectivity }) => connectivity.kind === "conv2d").map(({ name }) => name)).toEqual([
      "image.relu1",
      "image.relu1.bit1",
      "image.relu1.bit2",
      "relu1.relu2",
    ]);
    expect(program.projections.some(({ connectivity }) => connectivity.kind === "pool")).toBe(true);
    expect(program.projections.every(({ connectivity }) => connectivity.kind !== "sparse")).toBe(true);
    const build = buildCrossbar(program, "crossbar-16");
    const { comparison } = await verifyRtl(build, encodeSamples(encoder, samples), undefined);
    expect(comparison.mismatches).toBe(0);
    expect(comparison.spikesCompared).toBeGreaterThan(500);
  });

  it("runs a recurrent network of leaky neurons, in step with its golden simulator", async () => {
    const random = createRandom(12);
    const neuron: GraphNode = {
      kind: "lif",
      name: "lif",
      leak: Float32Array.of(0.125),
      inputGain: Float32Array.of(1),
      threshold: Float32Array.of(1),
      reset: "subtract",
    };
    const forward = chain(
      [64],
      { kind: "linear", name: "in", inputs: 64, outputs: 20, weight: normal(random, 1280, 0.2) },
      neuron,
      { kind: "linear", name: "read", inputs: 20, outputs: 3, weight: normal(random, 60, 0.3) },
      { kind: "integrator", name: "sum", resistance: Float32Array.of(1) },
      { kind: "output", name: "out", shape: [3] },
    );
    const graph: Graph = {
      ...forward,
      nodes: [...forward.nodes, { kind: "linear", name: "again", inputs: 20, outputs: 20, weight: normal(random, 400, 0.2) }],
      edges: [...forward.edges, { from: "lif", to: "again" }, { from: "again", to: "lif" }],
    };
    const { program, encoder } = await compileNetwork(graph, {
      classes: CLASSES,
      timesteps: 20,
      encoding: { kind: "rate", low: 0, high: 4, seed: 3 },
    });
    expect(program.projections.some(({ source, target }) => source.kind === "population" && source.population === target)).toBe(true);
    const { comparison } = await verifyRtl(buildCrossbar(program, "crossbar-16"), encodeSamples(encoder, samplesOf(random, 8)), undefined);
    expect(comparison.mismatches).toBe(0);
    expect(comparison.spikesCompared).toBeGreaterThan(200);
  });
});
