/** Conversion to rates: what every node becomes, that rates reach the source's outputs, and what is refused. */
import { describe, expect, it } from "vitest";
import { measureActivations } from "../../src/convert/balance.js";
import { convertToRates } from "../../src/convert/rate.js";
import { evaluatorOf } from "../../src/graph/evaluate.js";
import type { Edge, Graph, GraphNode, Shape } from "../../src/graph/graph.js";
import { verifyGraph } from "../../src/graph/verify.js";
import { createRandom, type Random } from "../../src/util/random.js";

function chain(shape: Shape, ...nodes: readonly GraphNode[]): Graph {
  const all: GraphNode[] = [{ kind: "input", name: "in", shape, encoding: { kind: "values" } }, ...nodes];
  return { level: "graph", name: "net", nodes: all, edges: all.slice(1).map((node, i): Edge => ({ from: all[i].name, to: node.name })) };
}

const normal = (random: Random, size: number, scale: number): Float32Array => Float32Array.from({ length: size }, () => scale * random.normal());

function network(random: Random, pool: "max" | "average"): Graph {
  return chain(
    [1, 6, 6],
    {
      kind: "conv2d",
      name: "conv",
      inChannels: 1,
      outChannels: 4,
      kernel: [3, 3],
      stride: [1, 1],
      padding: [1, 1, 1, 1],
      dilation: [1, 1],
      groups: 1,
      weight: normal(random, 36, 0.5),
      bias: normal(random, 4, 0.2),
    },
    { kind: "relu", name: "relu" },
    { kind: "pool2d", name: "pool", operation: pool, kernel: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0], divisor: "window" },
    { kind: "flatten", name: "flat", startDim: 0, endDim: -1 },
    { kind: "linear", name: "dense", inputs: 36, outputs: 5, weight: normal(random, 180, 0.3), bias: normal(random, 5, 0.2) },
    { kind: "softmax", name: "soft" },
    { kind: "output", name: "out", shape: [5] },
  );
}

/** Outputs of a converted network averaged over the timesteps of a constant input. */
function averaged(graph: Graph, x: readonly number[], timesteps: number): number[] {
  const evaluator = evaluatorOf(graph);
  const sums = [0, 0, 0, 0, 0];
  for (let t = 0; t < timesteps; t++) {
    const out = evaluator.step(
      new Map([
        ["in", x],
        ["start", [t === 0 ? 1 : 0]],
      ]),
    );
    sums.forEach((_, c) => {
      sums[c] += (out.get("out")?.[c] ?? Number.NaN) / timesteps;
    });
  }
  return sums;
}

const images = (random: Random, count: number): number[][] => Array.from({ length: count }, () => Array.from({ length: 36 }, () => random.uniform()));

describe("conversion to rates", () => {
  it("approaches the source's outputs as the timesteps grow, where pooling is the average", () => {
    const random = createRandom(4);
    const source = network(random, "average");
    const samples = images(random, 30);
    const { thresholds, silent } = measureActivations(
      source,
      samples.map((x) => new Map([["in", x]])),
      [100],
      { granularity: "layer", seed: 1 },
    );
    expect(silent).toEqual([]);
    const spiking = convertToRates(source, { thresholds: thresholds[0] ?? new Map(), maxPooling: "or", startHalfCharged: true });
    expect(verifyGraph(spiking)).toEqual([]);
    const evaluator = evaluatorOf(source);
    const error = (timesteps: number): number => {
      let worst = 0;
      for (const x of samples.slice(0, 10)) {
        evaluator.step(new Map([["in", x]]));
        const exact = evaluator.valueOf("dense");
        averaged(spiking, x, timesteps).forEach((value, c) => {
          worst = Math.max(worst, Math.abs(value - exact[c]));
        });
      }
      return worst;
    };
    const [short, long] = [error(8), error(256)];
    expect(long).toBeLessThan(0.05);
    expect(long).toBeLessThan(short / 4);
  });

  it("makes a max pool an OR of spikes or an average, as told, and drops a softmax at the end", () => {
    const source = network(createRandom(5), "max");
    const thresholds = new Map([["relu", Float32Array.of(1)]]);
    const kinds = (maxPooling: "or" | "average"): string[] =>
      convertToRates(source, { thresholds, maxPooling, startHalfCharged: false }).nodes.map((node) =>
        node.kind === "pool2d" ? `pool2d ${node.operation}` : node.kind,
      );
    expect(kinds("or")).toEqual(["input", "conv2d", "if", "pool2d or", "flatten", "scale", "linear", "output"]);
    expect(kinds("average")).toEqual(["input", "conv2d", "if", "scale", "pool2d average", "flatten", "linear", "output"]);
  });

  it("gives a layer that is never positive a threshold of 1 and says so", () => {
    const source = chain(
      [1],
      { kind: "scale", name: "minus", scale: Float32Array.of(-1) },
      { kind: "relu", name: "relu" },
      { kind: "output", name: "out", shape: [1] },
    );
    const { thresholds, silent } = measureActivations(source, [new Map([["in", [3]]])], [99], { granularity: "layer", seed: 1 });
    expect(silent).toEqual(["relu"]);
    expect(thresholds[0]?.get("relu")).toEqual(Float32Array.of(1));
  });

  it("takes the percentile of the positive values, by layer or by channel", () => {
    const source = chain([2], { kind: "relu", name: "relu" }, { kind: "output", name: "out", shape: [2] });
    const samples = Array.from({ length: 100 }, (_, i) => new Map([["in", [i + 1, -i]]]));
    const measured = (granularity: "layer" | "channel"): unknown =>
      measureActivations(source, samples, [50, 99], { granularity, seed: 1 }).thresholds.map((map) => [...(map.get("relu") ?? [])]);
    expect(measured("layer")).toEqual([[50], [99]]);
    expect(measured("channel")).toEqual([
      [50, 1],
      [99, 1],
    ]);
  });

  it("resets by subtraction, or to zero where a chip knows no other", () => {
    const source = network(createRandom(4), "average");
    const thresholds = new Map([["relu", Float32Array.of(1)]]);
    const resets = (reset?: "zero" | "subtract"): string[] =>
      convertToRates(source, { thresholds, maxPooling: "or", startHalfCharged: false, ...(reset === undefined ? {} : { reset }) }).nodes.flatMap(
        (node) => (node.kind === "if" ? [node.reset] : []),
      );
    expect([resets(), resets("zero")]).toEqual([["subtract"], ["zero"]]);
  });

  it("names every node without a spiking form", () => {
    const source = chain(
      [4],
      { kind: "pool1d", name: "first", operation: "max", kernel: 1, stride: 1, padding: { left: 0, right: 0 }, divisor: "window" },
      { kind: "softmax", name: "middle" },
      { kind: "threshold", name: "spiky", threshold: Float32Array.of(1) },
      { kind: "output", name: "out", shape: [4] },
    );
    const two: Graph = {
      ...source,
      nodes: source.nodes.map((node) =>
        node.kind === "input" ? { ...node, shape: [2, 2] } : node.kind === "output" ? { ...node, shape: [2, 2] } : node,
      ),
    };
    expect(() => convertToRates(two, { thresholds: new Map(), maxPooling: "or", startHalfCharged: false })).toThrow(
      /'first' \(pool1d\)[\s\S]*'middle' \(softmax\)[\s\S]*'spiky' \(threshold\)/,
    );
  });
});
