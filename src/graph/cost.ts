/** What an analogue network multiplies: the yardstick that a spiking form is held against. */
import type { Graph } from "./graph.js";
import { elementsOf, inferShapes } from "./shapes.js";

/**
 * Multiply-accumulates of one evaluation (one timestep), zero padding included, biases and pools left out: outputs x
 * fan-in of every linear and convolutional layer.
 */
export function multiplyAccumulates(graph: Graph): number {
  const shapes = inferShapes(graph);
  let sum = 0;
  for (const node of graph.nodes) {
    const outputs = elementsOf(shapes.get(node.name)?.output ?? []);
    if (node.kind === "linear") sum += outputs * node.inputs;
    else if (node.kind === "conv1d") sum += (outputs * node.inChannels * node.kernel) / node.groups;
    else if (node.kind === "conv2d") sum += (outputs * node.inChannels * node.kernel[0] * node.kernel[1]) / node.groups;
  }
  return sum;
}
