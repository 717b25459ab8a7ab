/** The float evaluator: every layer by hand, time, recurrence, and the agreement of layers that say the same thing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluatorOf } from "../../src/graph/evaluate.js";
import type { Edge, Graph, GraphNode, Shape } from "../../src/graph/graph.js";
import { evaluationOrder } from "../../src/graph/order.js";
import { createRandom } from "../../src/util/random.js";
import { graphArbitrary } from "../support/random-graph.js";

function chain(shape: Shape, ...middle: readonly GraphNode[]): Graph {
  const nodes: GraphNode[] = [{ kind: "input", name: "in", shape, encoding: { kind: "values" } }, ...middle];
  return { level: "graph", name: "net", nodes, edges: nodes.slice(1).map((node, i): Edge => ({ from: nodes[i]?.name ?? "", to: node.name })) };
}

/** What the last node gives for one input. */
function run(graph: Graph, x: readonly number[], length?: number): number[] {
  const evaluator = evaluatorOf(graph, length === undefined ? {} : { length });
  evaluator.step(new Map([["in", x]]));
  return [...evaluator.valueOf(graph.nodes.at(-1)?.name ?? "")];
}

const floats = (...values: number[]): Float32Array => Float32Array.from(values);
const whole = { kernel: [2, 2], stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 } as const;

describe("layers", () => {
  it("multiply, shift and normalise by hand-checked examples", () => {
    expect(run(chain([2], { kind: "linear", name: "n", inputs: 2, outputs: 2, weight: floats(1, 2, 3, 4), bias: floats(10, 20) }), [5, 6])).toEqual([
      27, 59,
    ]);
    expect(run(chain([2], { kind: "scale", name: "n", scale: floats(3), bias: floats(1, 2) }), [5, 6])).toEqual([16, 20]);
    const norm = { gamma: floats(2, 4), beta: floats(1, 0), mean: floats(3, 0), variance: floats(4, 16), epsilon: 0 };
    expect(run(chain([2], { kind: "batchNorm", name: "n", ...norm }), [5, 8])).toEqual([3, 8]);
    // Channels first on a plane: [2, 1, 2].
    expect(run(chain([2, 1, 2], { kind: "batchNorm", name: "n", ...norm }), [5, 7, 8, 4])).toEqual([3, 5, 8, 4]);
    expect(run(chain([3], { kind: "relu", name: "n", cap: 6 }), [-1, 2, 9])).toEqual([0, 2, 6]);
    expect(run(chain([2], { kind: "softmax", name: "n" }), [1000, 1000])).toEqual([0.5, 0.5]);
    expect(run(chain([2], { kind: "threshold", name: "n", threshold: floats(1) }), [1, 1.5])).toEqual([0, 1]);
  });

  it("slide windows: padding, stride, dilation, groups", () => {
    const plane = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const conv = { kind: "conv2d", name: "n", inChannels: 1, outChannels: 1, ...whole, weight: floats(1, 0, 0, 10) } as const;
    expect(run(chain([1, 3, 3], conv), plane)).toEqual([51, 62, 84, 95]);
    expect(run(chain([1, 3, 3], { ...conv, dilation: [2, 2] }), plane)).toEqual([91]);
    expect(run(chain([1, 3, 3], { ...conv, padding: [1, 0, 0, 0], stride: [2, 2] }), plane)).toEqual([20, 84]);
    const depthwise = { ...conv, inChannels: 2, outChannels: 2, groups: 2, weight: floats(1, 0, 0, 0, 0, 0, 0, 1) };
    expect(run(chain([2, 2, 2], depthwise), [1, 2, 3, 4, 5, 6, 7, 8])).toEqual([1, 8]);
    const conv1d = {
      kind: "conv1d",
      name: "n",
      inChannels: 1,
      outChannels: 1,
      kernel: 2,
      stride: 1,
      dilation: 1,
      groups: 1,
      weight: floats(1, 10),
    } as const;
    expect(run(chain([-1, 1], { ...conv1d, padding: "causal" }), [1, 2, 3], 3)).toEqual([10, 21, 32]);
    expect(run(chain([-1, 1], { ...conv1d, padding: { left: 0, right: 1 } }), [1, 2, 3], 3)).toEqual([21, 32, 3]);
  });

  it("pool: the padding never wins a maximum and counts in an average only when told to", () => {
    const pool = { kind: "pool2d", name: "n", kernel: [2, 2], stride: [2, 2], padding: [0, 0, 1, 1], divisor: "covered" } as const;
    const plane = [-1, -2, -3, -4, -5, -6, -7, -8, -9];
    expect(run(chain([1, 3, 3], { ...pool, operation: "max" }), plane)).toEqual([-1, -3, -7, -9]);
    expect(run(chain([1, 3, 3], { ...pool, operation: "average" }), plane)).toEqual([-3, -4.5, -7.5, -9]);
    expect(run(chain([1, 3, 3], { ...pool, operation: "average", divisor: "window" }), plane)).toEqual([-3, -2.25, -3.75, -2.25]);
    expect(run(chain([1, 3, 3], { ...pool, operation: "or" }), [0, 0, 0, 0, 1, 0, 0, 0, 0])).toEqual([1, 0, 0, 0]);
    expect(run(chain([-1, 2], { kind: "globalPool", name: "n", operation: "max" }), [1, 9, 3, 4], 2)).toEqual([3, 9]);
    expect(run(chain([2, 1, 2], { kind: "globalPool", name: "n", operation: "average" }), [1, 3, 4, 8])).toEqual([2, 6]);
  });

  it("move elements: transpose, reshape, pad, concat", () => {
    expect(run(chain([2, 3], { kind: "transpose", name: "n", axes: [1, 0] }), [1, 2, 3, 4, 5, 6])).toEqual([1, 4, 2, 5, 3, 6]);
    expect(run(chain([1, 2], { kind: "pad", name: "n", before: [1, 0], after: [0, 1] }), [1, 2])).toEqual([0, 0, 0, 1, 2, 0]);
    const graph = chain([2], { kind: "scale", name: "a", scale: floats(10) });
    const joined: Graph = {
      ...graph,
      nodes: [...graph.nodes, { kind: "concat", name: "n", axis: 0, inputs: ["a", "in"] }],
      edges: [...graph.edges, { from: "in", to: "n" }, { from: "a", to: "n" }],
    };
    expect(run(joined, [1, 2])).toEqual([10, 20, 1, 2]);
  });

  it("look words up: token rows are an embedding times a convolution", () => {
    const random = createRandom(3);
    const [vocabularySize, dimensions, filters, kernel] = [5, 3, 4, 2];
    const embedding = {
      kind: "embedding",
      name: "e",
      vocabularySize,
      dimensions,
      weight: floats(...Array.from({ length: 15 }, () => random.normal())),
    } as const;
    const weight = floats(...Array.from({ length: filters * dimensions * kernel }, () => random.normal()));
    const convolution = {
      kind: "conv1d",
      name: "n",
      inChannels: dimensions,
      outChannels: filters,
      kernel,
      stride: 1,
      dilation: 1,
      groups: 1,
      weight,
    } as const;
    const rows = new Float32Array(vocabularySize * kernel * filters);
    for (let w = 0; w < vocabularySize; w++) {
      for (let j = 0; j < kernel; j++) {
        for (let f = 0; f < filters; f++) {
          let sum = 0;
          for (let d = 0; d < dimensions; d++) sum += (embedding.weight[w * dimensions + d] ?? 0) * (weight[(f * dimensions + d) * kernel + j] ?? 0);
          rows[(w * kernel + j) * filters + f] = sum;
        }
      }
    }
    for (const padding of ["causal", { left: 0, right: 1 }, { left: 0, right: 0 }] as const) {
      const tokens = (last: readonly GraphNode[]): Graph => {
        const graph = chain([-1], ...last);
        return { ...graph, nodes: [{ kind: "input", name: "in", shape: [-1], encoding: { kind: "tokens", vocabularySize } }, ...last] };
      };
      const apart = run(tokens([embedding, { ...convolution, padding }]), [4, 0, 2], 3);
      const fused = run(
        tokens([{ kind: "tokenRows", name: "n", vocabularySize, outChannels: filters, kernel, padding, weight: rows }]),
        [4, 0, 2],
        3,
      );
      expect(fused.length).toBe(apart.length);
      fused.forEach((value, i) => {
        expect(value).toBeCloseTo(apart[i] ?? Number.NaN, 5);
      });
    }
  });
});

describe("time", () => {
  const spikesOf = (graph: Graph, node: string, x: readonly number[]): number[] => {
    const evaluator = evaluatorOf(graph);
    return x.map((value) => {
      evaluator.step(new Map([["in", [value]]]));
      return evaluator.valueOf(node)[0] ?? Number.NaN;
    });
  };
  const neuron = { threshold: floats(1), reset: "subtract" } as const;

  it("integrates, fires strictly above threshold and keeps the rest", () => {
    expect(spikesOf(chain([1], { kind: "if", name: "n", resistance: floats(1), ...neuron }), "n", [0.5, 0.5, 0.5, 0.5, 0.25])).toEqual([
      0, 0, 1, 0, 1,
    ]);
    expect(spikesOf(chain([1], { kind: "lif", name: "n", leak: floats(0.5), inputGain: floats(1), ...neuron }), "n", [1, 1, 0, 0])).toEqual([
      0, 1, 0, 0,
    ]);
  });

  it("filters the current of a CUBA neuron before its membrane", () => {
    const cuba = { kind: "cubaIntegrator", name: "n", currentLeak: floats(0.5), leak: floats(1), inputGain: floats(8) } as const;
    expect(spikesOf(chain([1], cuba), "n", [1, 0, 0, 0])).toEqual([8, 4, 2, 1]);
  });

  it("delays by whole timesteps and forgets on reset", () => {
    const graph = chain([1], { kind: "delay", name: "n", timesteps: floats(2) });
    expect(spikesOf(graph, "n", [1, 2, 3, 4])).toEqual([0, 0, 1, 2]);
    const evaluator = evaluatorOf(graph);
    evaluator.step(new Map([["in", [7]]]));
    evaluator.reset();
    for (let t = 0; t < 3; t++) evaluator.step(new Map([["in", [0]]]));
    expect([...evaluator.valueOf("n")]).toEqual([0]);
  });

  it("brings a recurrent edge's value one timestep later, also through nodes without state", () => {
    const graph: Graph = {
      ...chain([1], { kind: "if", name: "n", resistance: floats(1), threshold: floats(0.5), reset: "zero" }),
      nodes: [
        { kind: "input", name: "in", shape: [1], encoding: { kind: "values" } },
        { kind: "linear", name: "echo", inputs: 1, outputs: 1, weight: floats(1) },
        { kind: "if", name: "n", resistance: floats(1), threshold: floats(0.5), reset: "zero" },
      ],
      edges: [
        { from: "in", to: "n" },
        { from: "n", to: "echo" },
        { from: "echo", to: "n" },
      ],
    };
    // One spike keeps itself alive through the echo.
    expect(spikesOf(graph, "n", [0, 1, 0, 0, 0])).toEqual([0, 1, 1, 1, 1]);
    expect([...evaluationOrder(graph).delayed]).toEqual([{ from: "echo", to: "n" }]);
  });
});

describe("any valid graph", () => {
  it("can be evaluated, gives the shapes that were inferred, and the same again after a reset", () => {
    fc.assert(
      fc.property(graphArbitrary(), fc.nat(1000), (graph, seed) => {
        const random = createRandom(seed);
        const evaluator = evaluatorOf(graph, { length: 12 });
        const input = graph.nodes.find((node) => node.kind === "input");
        const shape = evaluator.shapes.get("in")?.output ?? [];
        const size = shape.reduce((product, axis) => product * axis, 1);
        const tokens = input?.kind === "input" && input.encoding.kind === "tokens" ? input.encoding.vocabularySize : 0;
        const x = Array.from({ length: size }, () => (tokens > 0 ? random.integer(tokens) : random.normal()));
        const twice = [0, 1].map(() => {
          evaluator.reset();
          evaluator.step(new Map([["in", x]]));
          return [...(evaluator.step(new Map([["in", x]])).get("out") ?? [])];
        });
        expect(twice[0]).toEqual(twice[1]);
        expect(twice[0]?.length).toBe((evaluator.shapes.get("out")?.output ?? []).reduce((product, axis) => product * axis, 1));
      }),
      { numRuns: 300 },
    );
  });

  it("puts every immediate edge's source before its target", () => {
    fc.assert(
      fc.property(graphArbitrary(), (graph) => {
        const { nodes, delayed } = evaluationOrder(graph);
        const position = new Map(nodes.map(({ name }, i) => [name, i]));
        expect(nodes.length).toBe(graph.nodes.length);
        for (const edge of graph.edges) {
          const isImmediate = (position.get(edge.from) ?? 0) < (position.get(edge.to) ?? 0);
          expect(isImmediate).toBe(!delayed.has(edge));
        }
      }),
      { numRuns: 300 },
    );
  });
});
