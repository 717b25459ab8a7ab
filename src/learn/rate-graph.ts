/**
 * A rate network as graph IR, analogue or spiking, laid out in space, and back.
 *
 *     words [length, dimensions] -> conv{k} -> relu{k} | fire{k} -> pool{k} (average) -> features -> population -> votes | decide -> output
 *
 * The analogue graph ends in `votes`, which adds up each class's neurons; in the spiking one they fire, and are counted.
 */
import type { Edge, Graph, GraphNode } from "../graph/graph.js";
import { inputError } from "../util/diagnostics.js";
import { type RateNetwork, rateFilters, rateOutputs } from "./rate-network.js";

/** The input node: firing probabilities of the words' elements, or their spikes. */
export const RATE_INPUT = "words";

/** Weights are copies. */
export function rateGraph(network: RateNetwork, reading: "analogue" | "spiking", name: string): Graph {
  const { dimensions, classes, neuronsPerClass, length, kernels, filters } = network;
  const outputs = rateOutputs(network);
  const nodes: GraphNode[] = [{ kind: "input", name: RATE_INPUT, shape: [length, dimensions], encoding: { kind: "values" } }];
  const edges: Edge[] = [];
  const after = (node: GraphNode, ...from: readonly string[]): void => {
    nodes.push(node);
    for (const source of from) edges.push({ from: source, to: node.name });
  };
  const neurons = (own: string): GraphNode => ({
    kind: "if",
    name: own,
    resistance: Float32Array.of(1),
    threshold: Float32Array.of(1),
    reset: "subtract",
  });
  for (const [k, kernel] of kernels.entries()) {
    const [conv, active, pool] = [`conv${kernel}`, `${reading === "analogue" ? "relu" : "fire"}${kernel}`, `pool${kernel}`];
    after(
      {
        kind: "conv1d",
        name: conv,
        inChannels: dimensions,
        outChannels: filters,
        kernel,
        stride: 1,
        dilation: 1,
        groups: 1,
        padding: { left: 0, right: 0 },
        weight: kernelWeights(network, k),
      },
      RATE_INPUT,
    );
    after(reading === "analogue" ? { kind: "relu", name: active } : neurons(active), conv);
    after({ kind: "globalPool", name: pool, operation: "average" }, active);
  }
  const pools = kernels.map((kernel) => `pool${kernel}`);
  after({ kind: "concat", name: "features", axis: 0, inputs: pools }, ...pools);
  after({ kind: "linear", name: "population", inputs: rateFilters(network), outputs, weight: transposed(network.output, outputs) }, "features");
  if (reading === "spiking") {
    after(neurons("decide"), "population");
    after({ kind: "output", name: "output", shape: [outputs] }, "decide");
  } else {
    const weight = new Float32Array(classes * outputs);
    for (let o = 0; o < outputs; o++) weight[Math.floor(o / neuronsPerClass) * outputs + o] = 1;
    after({ kind: "linear", name: "votes", inputs: outputs, outputs: classes, weight }, "population");
    after({ kind: "output", name: "output", shape: [classes] }, "votes");
  }
  return { level: "graph", name, nodes, edges };
}

/** The network of a graph that `rateGraph` made. Throws SnncError (input, `rate-graph`) for any other. */
export function rateNetworkOf(graph: Graph, classes: number): RateNetwork {
  const input = graph.nodes.find(({ name }) => name === RATE_INPUT);
  const population = graph.nodes.find(({ name }) => name === "population");
  const convolutions = graph.nodes.flatMap((node) => (node.kind === "conv1d" ? [node] : []));
  const [first] = convolutions;
  if (input?.kind !== "input" || population?.kind !== "linear" || first === undefined) {
    throw inputError("rate-graph", "it is not a network of `--encoding rate`", { where: `graph '${graph.name}'`, hint: "Run `snnc train` again." });
  }
  const [length = 0, dimensions = 0] = input.shape;
  const filters = first.outChannels;
  const kernels = convolutions.map(({ kernel }) => kernel);
  const all = kernels.length * filters;
  const windows = new Float32Array((kernels.at(-1) ?? 0) * dimensions * all);
  convolutions.forEach(({ kernel, weight }, k) => {
    for (let f = 0; f < filters; f++) {
      for (let d = 0; d < dimensions; d++) {
        for (let j = 0; j < kernel; j++) windows[(j * dimensions + d) * all + k * filters + f] = weight[(f * dimensions + d) * kernel + j];
      }
    }
  });
  const neuronsPerClass = population.outputs / classes;
  return { kind: "rate", dimensions, classes, neuronsPerClass, length, kernels, filters, windows, output: transposed(population.weight, all) };
}

/** Weights of one kernel size, [filters, dimensions, kernel]. */
function kernelWeights({ dimensions, kernels, filters, windows }: RateNetwork, k: number): Float32Array {
  const kernel = kernels[k] ?? 0;
  const all = kernels.length * filters;
  const weight = new Float32Array(filters * dimensions * kernel);
  for (let f = 0; f < filters; f++) {
    for (let d = 0; d < dimensions; d++) {
      for (let j = 0; j < kernel; j++) weight[(f * dimensions + d) * kernel + j] = windows[(j * dimensions + d) * all + k * filters + f];
    }
  }
  return weight;
}

/** [rows, columns] -> [columns, rows]. */
function transposed(values: Float32Array, columns: number): Float32Array {
  const rows = values.length / columns;
  return Float32Array.from({ length: values.length }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);
}
