/**
 * Seeded random graphs that NIR can say: spiking networks of vectors, planes and series, with recurrence, branches that
 * meet, and the layers that are written as something else (pools as convolutions, biases as diagonals, transposes as
 * permuted weights).
 */
import type { Edge, Graph, GraphNode, Shape } from "../../../src/graph/graph.js";
import { channelsOf, elementsOf } from "../../../src/graph/shapes.js";
import type { Random } from "../../../src/util/random.js";

type Spread = (low: number, high: number) => Float32Array;

export function graphForNir(random: Random): Graph {
  const nodes: GraphNode[] = [];
  const edges: Edge[] = [];
  let shape: Shape = [];
  let last = "in";
  const add = (node: GraphNode, output: Shape): void => {
    nodes.push(node);
    if (node.kind !== "input") edges.push({ from: last, to: node.name });
    last = node.name;
    shape = output;
  };
  const size = (low: number, high: number): number => low + random.integer(high - low + 1);
  const kind = random.integer(3);
  const start = kind === 0 ? [size(1, 6)] : kind === 1 ? [size(1, 3), size(3, 7), size(3, 7)] : [size(1, 3), size(3, 8)];
  add({ kind: "input", name: "in", shape: start, encoding: { kind: "values" } }, start);
  // A series is [channels, length] in NIR, and [length, channels] in the graph.
  if (kind === 2) add({ kind: "transpose", name: "turn", axes: [1, 0] }, [start[1], start[0]]);
  const depth = size(1, 5);
  for (let i = 1; i <= depth; i++) {
    const layer =
      kind === 0 ? vectorLayer(random, `l${i}`, shape) : kind === 1 ? planeLayer(random, `l${i}`, shape) : seriesLayer(random, `l${i}`, shape);
    add(layer.node, layer.output);
    add(cells(random, `c${i}`, shape), shape);
    const cell = last;
    const hasState = !["delay", "threshold"].includes(nodes[nodes.length - 1].kind);
    if (hasState && kind === 0 && random.integer(3) === 0) {
      const weight = weights(random, shape[0] * shape[0]);
      nodes.push({ kind: "linear", name: `r${i}`, inputs: shape[0], outputs: shape[0], weight });
      edges.push({ from: cell, to: `r${i}` }, { from: `r${i}`, to: cell });
    } else if (hasState && random.integer(4) === 0) edges.push({ from: cell, to: cell });
    if (random.integer(4) === 0) {
      nodes.push({ kind: "scale", name: `b${i}`, scale: Float32Array.of(random.normal()) });
      nodes.push({ kind: "threshold", name: `j${i}`, threshold: Float32Array.of(0.3) });
      edges.push({ from: cell, to: `b${i}` }, { from: `b${i}`, to: `j${i}` }, { from: cell, to: `j${i}` });
      last = `j${i}`;
    }
  }
  if (kind !== 0 && random.integer(3) > 0) {
    if (kind === 1 && random.integer(2) === 0) {
      add({ kind: "transpose", name: "last-channels", axes: [1, 2, 0] }, [shape[1], shape[2], shape[0]]);
    }
    const flat = elementsOf(shape);
    add(random.integer(2) === 0 ? { kind: "flatten", name: "flat", startDim: 0, endDim: -1 } : { kind: "reshape", name: "flat", shape: [flat] }, [
      flat,
    ]);
    if (random.integer(2) === 0) add(cells(random, "after", shape), shape);
    add({ kind: "linear", name: "read", inputs: flat, outputs: 3, weight: weights(random, 3 * flat) }, [3]);
  } else if (kind === 2) add({ kind: "transpose", name: "back", axes: [1, 0] }, [shape[1], shape[0]]);
  add({ kind: "output", name: "out", shape }, shape);
  return { level: "graph", name: "random", timestepSeconds: [1e-3, 1e-4, 0.017][random.integer(3)], nodes, edges };
}

/** Neither too quiet nor too loud for networks that should spike now and then. */
function weights(random: Random, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}

function biasOf(random: Random, outputs: number): { readonly bias?: Float32Array } {
  return random.integer(2) === 0 ? {} : { bias: weights(random, outputs).map((value) => 0.2 * value) };
}

function cells(random: Random, name: string, shape: Shape): GraphNode {
  const count = random.integer(2) === 0 ? 1 : elementsOf(shape);
  const spread: Spread = (low, high) => Float32Array.from({ length: count }, () => low + (high - low) * random.uniform());
  const reset = random.integer(2) === 0 ? "zero" : "subtract";
  const bias = random.integer(3) === 0 ? { bias: spread(-0.1, 0.2) } : {};
  switch (random.integer(8)) {
    case 0:
      return { kind: "if", name, resistance: spread(0.5, 2), threshold: spread(0.2, 1), reset };
    case 1:
      return { kind: "lif", name, leak: spread(0.01, 1), inputGain: spread(0.2, 2), ...bias, threshold: spread(0.2, 1), reset };
    case 2:
      return { kind: "lif", name, leak: Float32Array.of(0), inputGain: spread(0.2, 2), threshold: spread(0.2, 1), reset };
    case 3:
      return {
        kind: "cubaLif",
        name,
        currentLeak: spread(0.1, 1),
        leak: spread(0.05, 1),
        inputGain: spread(0.2, 1),
        ...bias,
        threshold: spread(0.2, 1),
        reset,
      };
    case 4:
      return { kind: "cubaIntegrator", name, currentLeak: spread(0.1, 1), leak: spread(0.2, 1), inputGain: spread(0.2, 1), ...bias };
    case 5:
      return { kind: "integrator", name, resistance: spread(0.2, 1), leak: spread(0.1, 1), ...bias };
    case 6:
      return { kind: "delay", name, timesteps: spread(0, 4).map(Math.round) };
    default:
      return { kind: "threshold", name, threshold: spread(-0.5, 0.5) };
  }
}

interface Layer {
  readonly node: GraphNode;
  readonly output: Shape;
}

function vectorLayer(random: Random, name: string, [inputs]: Shape): Layer {
  const outputs = 1 + random.integer(6);
  const scaling = changing(random, name, [inputs]);
  if (scaling !== undefined) return scaling;
  const weight = weights(random, outputs * inputs);
  return { node: { kind: "linear", name, inputs, outputs, weight, ...biasOf(random, outputs) }, output: [outputs] };
}

/** Scales and batch norms, for any shape. */
function changing(random: Random, name: string, shape: Shape): Layer | undefined {
  const channels = channelsOf(shape);
  const perChannel = (): Float32Array => weights(random, channels);
  switch (random.integer(8)) {
    case 0:
      return {
        node: {
          kind: "scale",
          name,
          scale: random.integer(2) === 0 ? perChannel() : weights(random, elementsOf(shape)),
          ...biasOf(random, channels),
        },
        output: shape,
      };
    case 1: {
      const variance = perChannel().map((value) => 0.5 + value * value);
      return {
        node: { kind: "batchNorm", name, gamma: perChannel(), beta: perChannel(), mean: perChannel(), variance, epsilon: 1e-3 },
        output: shape,
      };
    }
    default:
      return undefined;
  }
}

function planeLayer(random: Random, name: string, shape: Shape): Layer {
  const scaling = changing(random, name, shape);
  if (scaling !== undefined) return scaling;
  const [channels, height, width] = shape;
  const kernel: [number, number] = [1 + random.integer(Math.min(3, height)), 1 + random.integer(Math.min(3, width))];
  const stride: [number, number] = [1 + random.integer(2), 1 + random.integer(2)];
  const padding: [number, number, number, number] = [random.integer(2), random.integer(2), random.integer(2), random.integer(2)];
  const dilation: [number, number] = [1, 1];
  const plane = [0, 1].map((axis) => Math.floor((shape[axis + 1] + padding[axis] + padding[axis + 2] - kernel[axis]) / stride[axis]) + 1);
  switch (random.integer(4)) {
    case 0: {
      const operation = random.integer(2) === 0 ? "sum" : "average";
      return { node: { kind: "pool2d", name, operation, kernel, stride, padding, divisor: "window" }, output: [channels, ...plane] };
    }
    case 1: {
      const before = [0, random.integer(3), random.integer(3)];
      const after = [0, random.integer(3), random.integer(3)];
      return { node: { kind: "pad", name, before, after }, output: shape.map((size, axis) => size + before[axis] + after[axis]) };
    }
    default: {
      const groups = random.integer(3) === 0 ? channels : 1;
      const outChannels = groups * (1 + random.integer(3));
      const weight = weights(random, (outChannels * channels * kernel[0] * kernel[1]) / groups);
      const bias = biasOf(random, outChannels);
      return {
        node: { kind: "conv2d", name, inChannels: channels, outChannels, kernel, stride, padding, dilation, groups, weight, ...bias },
        output: [outChannels, ...plane],
      };
    }
  }
}

function seriesLayer(random: Random, name: string, shape: Shape): Layer {
  const scaling = changing(random, name, shape);
  if (scaling !== undefined) return scaling;
  const [length, channels] = shape;
  const kernel = 1 + random.integer(Math.min(3, length));
  const stride = 1 + random.integer(2);
  const sides = { left: random.integer(3), right: random.integer(3) };
  const outputOf = (pad: number, reach: number): number => Math.floor((length + pad - reach) / stride) + 1;
  switch (random.integer(5)) {
    case 0: {
      const operation = random.integer(2) === 0 ? "sum" : "average";
      const output = outputOf(sides.left + sides.right, kernel);
      return { node: { kind: "pool1d", name, operation, kernel, stride, padding: sides, divisor: "window" }, output: [output, channels] };
    }
    case 1:
      return { node: { kind: "pad", name, before: [sides.left, 0], after: [sides.right, 0] }, output: [length + sides.left + sides.right, channels] };
    case 2: {
      const outputs = 1 + random.integer(4);
      const weight = weights(random, outputs * channels);
      return { node: { kind: "linear", name, inputs: channels, outputs, weight, ...biasOf(random, outputs) }, output: [length, outputs] };
    }
    default: {
      const isCausal = random.integer(2) === 0;
      const dilation = isCausal ? 1 + random.integer(2) : 1;
      const reach = (kernel - 1) * dilation;
      const outChannels = 1 + random.integer(4);
      const weight = weights(random, outChannels * channels * kernel);
      const padding = isCausal ? "causal" : sides;
      const node: GraphNode = {
        kind: "conv1d",
        name,
        inChannels: channels,
        outChannels,
        kernel,
        stride,
        dilation,
        groups: 1,
        padding,
        weight,
        ...biasOf(random, outChannels),
      };
      return { node, output: [outputOf(isCausal ? reach : sides.left + sides.right, reach + 1), outChannels] };
    }
  }
}
