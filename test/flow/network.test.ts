/** Conversion to rates as flow: what is chosen on dev, and pools in whatever place the source has them. */
import { describe, expect, it } from "vitest";
import { convertNetwork, decisionsOverTime, RATE_CHOICES } from "../../src/flow/network.js";
import type { Graph, GraphNode } from "../../src/graph/graph.js";
import type { NumericSamples } from "../../src/samples/types.js";
import { createRandom, type Random } from "../../src/util/random.js";

const SIDE = 6;

/** conv2d with its ReLU in front of the max pool, or behind it as PyTorch's MNIST example has it. */
function network(isPooledFirst: boolean, random: Random): Graph {
  const vector = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal() / 2);
  const relu: GraphNode = { kind: "relu", name: "relu" };
  const pool: GraphNode = {
    kind: "pool2d",
    name: "pool",
    operation: "max",
    kernel: [2, 2],
    stride: [2, 2],
    padding: [0, 0, 0, 0],
    divisor: "window",
  };
  const nodes: GraphNode[] = [
    { kind: "input", name: "in", shape: [1, SIDE, SIDE], encoding: { kind: "values" } },
    {
      kind: "conv2d",
      name: "conv",
      inChannels: 1,
      outChannels: 4,
      kernel: [3, 3],
      stride: [1, 1],
      padding: [0, 0, 0, 0],
      dilation: [1, 1],
      groups: 1,
      weight: vector(36),
    },
    ...(isPooledFirst ? [pool, relu] : [relu, pool]),
    { kind: "flatten", name: "flat", startDim: 0, endDim: -1 },
    { kind: "linear", name: "dense", inputs: 16, outputs: 3, weight: vector(48) },
    { kind: "output", name: "out", shape: [3] },
  ];
  const edges = nodes.slice(1).map(({ name }, i) => ({ from: nodes[i]?.name ?? "", to: name }));
  return { level: "graph", name: "pooled", nodes, edges };
}

/** Samples labelled by the network itself, so that its accuracy is 100 %. */
function samplesOf(graph: Graph, count: number, random: Random): NumericSamples {
  const values = Float32Array.from({ length: count * SIDE * SIDE }, () => random.uniform());
  const unlabelled = { count, values };
  return { ...unlabelled, labels: decisionsOverTime(graph, unlabelled, 1)[0] ?? new Uint16Array(count) };
}

describe("the conversion of a network of values", () => {
  const graph = network(false, createRandom(3));
  const [calibration, dev] = [samplesOf(graph, 60, createRandom(4)), samplesOf(graph, 80, createRandom(5))];

  it("gives the same spiking network whether pools stand before the ReLUs or behind", async () => {
    const behind = await convertNetwork(graph, calibration, dev, 1);
    const before = await convertNetwork(network(true, createRandom(3)), calibration, dev, 1);
    expect(before.chosen).toEqual(behind.chosen);
    expect(before.tried).toEqual(behind.tried);
    expect(before.graph.nodes.map(({ kind }) => kind)).toEqual(behind.graph.nodes.map(({ kind }) => kind));
  });

  it("takes the fewest timesteps within the tolerance of the best on dev", async () => {
    const { tried, timesteps, accuracy } = await convertNetwork(graph, calibration, dev, 1);
    const best = Math.max(...tried.map(({ devAccuracy }) => devAccuracy));
    const enough = tried.filter(({ devAccuracy }) => devAccuracy >= best - RATE_CHOICES.tolerance);
    expect(timesteps).toBe(Math.min(...enough.map((row) => row.timesteps)));
    expect(accuracy.sourceDev).toBe(100);
    expect(accuracy.convertedDev).toBeGreaterThanOrEqual(best - RATE_CHOICES.tolerance);
    // The scores of a random network lie close together; guessing would be right in a third.
    expect(best).toBeGreaterThan(75);
  });

  it("says what OR and average pooling reach, with every percentile and number of timesteps", async () => {
    const { tried } = await convertNetwork(graph, calibration, dev, 1);
    const combinations = RATE_CHOICES.percentiles.length * RATE_CHOICES.maxPooling.length * RATE_CHOICES.timesteps.length;
    expect(new Set(tried.map(({ percentile, maxPooling, timesteps }) => `${percentile} ${maxPooling} ${timesteps}`)).size).toBe(combinations);
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort();
    await expect(convertNetwork(graph, calibration, dev, 1, RATE_CHOICES, { signal })).rejects.toThrow();
  });
});
