/** A source network's layers as counts that `energy` prices: what an ordinary processor has to do for one sample. */
import type { LayerCounts } from "../energy/counts.js";
import type { Conv1dNode, Conv2dNode, Graph, GraphNode, Shape } from "../graph/graph.js";
import { evaluationOrder } from "../graph/order.js";
import { elementsOf, inferShapes, type NodeShape } from "../graph/shapes.js";

/** Layers in the order of evaluation. Comparisons (and the additions of average pools) count to the layer before them. */
export function layersOf(graph: Graph): LayerCounts[] {
  const shapes = inferShapes(graph);
  const layers: { -readonly [Key in keyof LayerCounts]: LayerCounts[Key] }[] = [];
  for (const node of evaluationOrder(graph).nodes) {
    const shape = shapes.get(node.name);
    if (shape === undefined) throw new Error(`no shape of node '${node.name}'`);
    if (node.kind === "linear" || node.kind === "conv1d" || node.kind === "conv2d") {
      layers.push({
        name: node.name,
        multiplyAccumulates: multiplyAccumulatesInside(node, shape),
        comparisons: 0,
        weights: node.weight.length + (node.bias?.length ?? 0),
        inputs: elementsOf(shape.input),
      });
    } else {
      const last = layers.at(-1);
      if (last !== undefined) last.comparisons += comparisonsOf(node, shape);
    }
  }
  return layers;
}

function multiplyAccumulatesInside(node: GraphNode & { readonly kind: "linear" | "conv1d" | "conv2d" }, { input, output }: NodeShape): number {
  switch (node.kind) {
    case "linear":
      return elementsOf(output) * node.inputs;
    case "conv1d":
      return ((node.inChannels * node.outChannels) / node.groups) * taps1d(node, input, output);
    case "conv2d":
      return ((node.inChannels * node.outChannels) / node.groups) * taps2d(node, input, output);
  }
}

function taps1d({ kernel, stride, dilation, padding }: Conv1dNode, input: Shape, output: Shape): number {
  const before = padding === "causal" ? dilation * (kernel - 1) : padding.left;
  return tapsInside(input[0] ?? 0, output[0] ?? 0, { kernel, stride, dilation, before });
}

function taps2d({ kernel, stride, dilation, padding }: Conv2dNode, input: Shape, output: Shape): number {
  const along = (axis: 0 | 1): number =>
    tapsInside(input[axis + 1] ?? 0, output[axis + 1] ?? 0, {
      kernel: kernel[axis],
      stride: stride[axis],
      dilation: dilation[axis],
      before: padding[axis],
    });
  return along(0) * along(1);
}

/** Pairs (window, offset) of one axis that lie inside the input. */
function tapsInside(
  size: number,
  windows: number,
  { kernel, stride, dilation, before }: { readonly kernel: number; readonly stride: number; readonly dilation: number; readonly before: number },
): number {
  let taps = 0;
  for (let window = 0; window < windows; window++) {
    for (let offset = 0; offset < kernel; offset++) {
      const at = window * stride + offset * dilation - before;
      if (at >= 0 && at < size) taps++;
    }
  }
  return taps;
}

function comparisonsOf(node: GraphNode, { input, output }: NodeShape): number {
  switch (node.kind) {
    case "relu":
      return elementsOf(output);
    case "pool1d":
      return elementsOf(output) * (node.kernel - 1);
    case "pool2d":
      return elementsOf(output) * (node.kernel[0] * node.kernel[1] - 1);
    case "globalPool":
      return elementsOf(input) - elementsOf(output);
    default:
      return 0;
  }
}
