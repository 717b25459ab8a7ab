/** An image classifier -> graph IR: every layer a node, planes first, weights in the graph's order. */
import type { Edge, Graph, GraphNode } from "../graph/graph.js";
import { assertNever } from "../util/diagnostics.js";
import type { ConvolutionLayer, DigitsLayer, DigitsNetwork, LinearLayer } from "./digits-network.js";

/** A chain of nodes from `image` [channels, height, width] to `output` [classes], with a `flatten` where planes end. Weights are copies. */
export function digitsGraph(network: DigitsNetwork, name: string): Graph {
  const { channels, height, width } = network.input;
  const nodes: GraphNode[] = [{ kind: "input", name: "image", shape: [channels, height, width], encoding: { kind: "values" } }];
  for (const layer of network.layers) {
    // Planes end where they are first flattened: before the only layer of the mlp that sees them, or the last of the cnn.
    const endsPlanes = layer.kind === "linear" && (layer.flattens !== undefined || layer === network.layers[0]);
    if (endsPlanes) nodes.push({ kind: "flatten", name: "flatten", startDim: 0, endDim: 2 });
    nodes.push(nodeOf(layer));
  }
  nodes.push({ kind: "output", name: "output", shape: [network.classes] });
  const edges = nodes.slice(1).map((node, i): Edge => ({ from: nodes[i].name, to: node.name }));
  return { level: "graph", name, nodes, edges };
}

function nodeOf(layer: DigitsLayer): GraphNode {
  switch (layer.kind) {
    case "linear": {
      const { name, inputs, outputs } = layer;
      return { kind: "linear", name, inputs, outputs, weight: linearWeight(layer), bias: layer.bias.slice() };
    }
    case "convolution": {
      const { name, input, output, kernel, stride } = layer;
      return {
        kind: "conv2d",
        name,
        inChannels: input.channels,
        outChannels: output.channels,
        kernel: [kernel, kernel],
        stride: [stride, stride],
        padding: [0, 0, 0, 0],
        dilation: [1, 1],
        groups: 1,
        weight: convolutionWeight(layer),
        bias: layer.bias.slice(),
      };
    }
    case "averagePool": {
      const { name, size } = layer;
      return { kind: "pool2d", name, operation: "average", kernel: [size, size], stride: [size, size], padding: [0, 0, 0, 0], divisor: "window" };
    }
    case "relu":
      return { kind: "relu", name: layer.name };
    default:
      return assertNever(layer);
  }
}

/** [inputs, outputs] -> [outputs, inputs]; inputs that lay position by position come plane by plane. */
function linearWeight({ inputs, outputs, flattens, weight }: LinearLayer): Float32Array {
  const channels = flattens?.channels ?? 1;
  const positions = inputs / channels;
  const transposed = new Float32Array(weight.length);
  for (let i = 0; i < inputs; i++) {
    const to = (i % channels) * positions + Math.floor(i / channels);
    for (let o = 0; o < outputs; o++) transposed[o * inputs + to] = weight[i * outputs + o];
  }
  return transposed;
}

/** [kernel, kernel, in, out] -> [out, in, kernel, kernel]. */
function convolutionWeight({ input, output, kernel, weight }: ConvolutionLayer): Float32Array {
  const taps = kernel * kernel;
  const moved = new Float32Array(weight.length);
  for (let tap = 0; tap < taps; tap++) {
    for (let i = 0; i < input.channels; i++) {
      for (let o = 0; o < output.channels; o++) {
        moved[(o * input.channels + i) * taps + tap] = weight[(tap * input.channels + i) * output.channels + o];
      }
    }
  }
  return moved;
}
