/** What an analogue network multiplies: the yardstick that a spiking form is held against. */
import type { Graph, GraphNode, Shape } from "./graph.js";
import { elementsOf, inferShapes } from "./shapes.js";

/**
 * Multiply-accumulates of one evaluation (one timestep), zero padding included, biases and pools left out: outputs x
 * fan-in of every linear and convolutional layer. Of a text without a length: those of one position of each layer.
 */
export function multiplyAccumulates(graph: Graph): number {
  const shapes = inferShapes(graph);
  return graph.nodes.reduce((sum, node) => sum + nodeMultiplyAccumulates(node, shapes.get(node.name)?.output ?? []), 0);
}

/** The share of one node with an output of this shape; of an axis without a length: those of one position. */
export function nodeMultiplyAccumulates(node: GraphNode, output: Shape): number {
  const outputs = elementsOf(output);
  switch (node.kind) {
    case "linear":
      return outputs * node.inputs;
    case "conv1d":
      return (outputs * node.inChannels * node.kernel) / node.groups;
    case "conv2d":
      return (outputs * node.inChannels * node.kernel[0] * node.kernel[1]) / node.groups;
    default:
      return 0;
  }
}
