/** Seeded random graphs for property tests: always valid, small, every node kind, branches that meet and recurrence. */
import fc from "fast-check";
import type { Edge, Graph, GraphNode, Shape } from "../../src/graph/graph.js";
import { channelsOf } from "../../src/graph/shapes.js";
import { createRandom, type Random } from "../../src/util/random.js";

const OPERATIONS = ["or", "max", "sum", "average"] as const;

/** A valid random graph; the same draws give the same graph. */
export function randomGraph(random: Random): Graph {
  const nodes: GraphNode[] = [];
  const edges: Edge[] = [];
  let shape: Shape;
  let last = "in";
  const add = (node: GraphNode, output: Shape): void => {
    nodes.push(node);
    edges.push({ from: last, to: node.name });
    last = node.name;
    shape = output;
  };
  const vector = (size: number): Float32Array => Float32Array.from({ length: size }, () => randomFloat(random));

  const start = random.integer(3);
  if (start === 0) {
    const [vocabularySize, dimensions] = [2 + random.integer(6), 1 + random.integer(4)];
    shape = [-1];
    nodes.push({ kind: "input", name: "in", shape, encoding: { kind: "tokens", vocabularySize } });
    if (random.integer(3) > 0) {
      add({ kind: "embedding", name: "n0", vocabularySize, dimensions, weight: vector(vocabularySize * dimensions) }, [-1, dimensions]);
    } else {
      const kernel = 1 + random.integer(3);
      const padding = random.integer(2) === 0 ? "causal" : { left: random.integer(kernel), right: random.integer(kernel) };
      const bias = random.integer(2) === 0 ? { bias: vector(dimensions) } : {};
      const weight = vector(vocabularySize * kernel * dimensions);
      add({ kind: "tokenRows", name: "n0", vocabularySize, outChannels: dimensions, kernel, padding, weight, ...bias }, [-1, dimensions]);
    }
  } else {
    shape = Array.from({ length: start === 1 ? 1 : 3 }, () => 1 + random.integer(5));
    nodes.push({ kind: "input", name: "in", shape, encoding: { kind: "values" } });
  }
  for (let i = 1, depth = 1 + random.integer(7); i <= depth; i++) {
    const { node, output } = randomNode(random, `n${i}`, shape, vector);
    add(node, output);
    if (keepsItsState(node) && random.integer(3) === 0) edges.push({ from: node.name, to: node.name });
    // A branch of one node that meets the trunk again.
    if (i < depth && random.integer(4) === 0 && shape.at(-1) !== -1) {
      nodes.push({ kind: "scale", name: `branch${i}`, scale: vector(1), ...(random.integer(2) === 0 ? { bias: vector(1) } : {}) });
      edges.push({ from: last, to: `branch${i}` });
      if (random.integer(2) === 0) {
        nodes.push({ kind: "relu", name: `join${i}` });
        edges.push({ from: last, to: `join${i}` }, { from: `branch${i}`, to: `join${i}` });
      } else {
        nodes.push({ kind: "concat", name: `join${i}`, axis: -1, inputs: [`branch${i}`, last] });
        edges.push({ from: last, to: `join${i}` }, { from: `branch${i}`, to: `join${i}` });
        shape = [...shape.slice(0, -1), 2 * (shape.at(-1) ?? 0)];
      }
      last = `join${i}`;
    }
  }
  add({ kind: "output", name: "out", shape }, shape);
  const timing = random.integer(3) === 0 ? { timestepSeconds: 10 ** -(1 + random.integer(4)) * (1 + random.uniform()) } : {};
  return { level: "graph", name: `random-${random.uint32()}`, ...timing, nodes: random.shuffle(nodes), edges };
}

/** A fast-check arbitrary over seeds. */
export function graphArbitrary(): fc.Arbitrary<Graph> {
  return fc.noBias(fc.nat(0x7fffffff)).map((seed) => randomGraph(createRandom(seed)));
}

function keepsItsState(node: GraphNode): boolean {
  return node.kind === "if" || node.kind === "lif" || node.kind === "cubaLif" || node.kind === "cubaIntegrator" || node.kind === "integrator";
}

/** Round decimals and full-precision ones, zeros of both signs, extremes and subnormals. */
function randomFloat(random: Random): number {
  switch (random.integer(8)) {
    case 0:
      return random.integer(2) === 0 ? 0 : -0;
    case 1:
      return [3.4028234663852886e38, -1.401298464324817e-45, 1e-7, 1e21][random.integer(4)];
    case 2:
      return random.integer(100) / 10;
    default:
      return random.normal();
  }
}

function randomNode(random: Random, name: string, shape: Shape, vector: (size: number) => Float32Array): { node: GraphNode; output: Shape } {
  const elements = shape.reduce((product, axis) => (axis === -1 ? product : product * axis), 1);
  const parameter = (): Float32Array => vector(random.integer(2) === 0 ? 1 : elements);
  const leak = (): Float32Array => parameter().map(() => random.uniform());
  const reset = random.integer(2) === 0 ? "zero" : "subtract";
  const bias = random.integer(2) === 0 ? { bias: parameter() } : {};
  const same = (node: GraphNode): { node: GraphNode; output: Shape } => ({ node, output: shape });

  const specific = random.integer(2) === 0;
  if (specific && shape.length === 3) return randomPlaneNode(random, name, shape, vector);
  if (specific && shape.length === 2) return randomTextNode(random, name, shape, vector);
  switch (random.integer(15)) {
    case 0: {
      const inputs = shape.at(-1) ?? 1;
      const outputs = 1 + random.integer(5);
      const linearBias = random.integer(2) === 0 ? { bias: vector(outputs) } : {};
      return {
        node: { kind: "linear", name, inputs, outputs, weight: vector(outputs * inputs), ...linearBias },
        output: [...shape.slice(0, -1), outputs],
      };
    }
    case 1:
      return same({ kind: "scale", name, scale: parameter(), ...bias });
    case 2:
      return same({ kind: "delay", name, timesteps: parameter().map(() => random.integer(63)) });
    case 3:
      return same({ kind: "relu", name, ...(random.integer(2) === 0 ? { cap: 1 + random.uniform() } : {}) });
    case 4:
      return same({ kind: "threshold", name, threshold: parameter() });
    case 5:
      return same({ kind: "integrator", name, resistance: parameter(), ...(random.integer(2) === 0 ? { leak: leak() } : {}) });
    case 6: {
      const gamma = vector(channelsOf(shape));
      const like = (): Float32Array => vector(gamma.length);
      return same({
        kind: "batchNorm",
        name,
        epsilon: 1e-3,
        gamma,
        beta: like(),
        mean: like(),
        variance: like().map((value) => Math.min(value * value, 1e30)),
      });
    }
    case 7: {
      const axes = shape.map((_, axis) => axis);
      const order = shape[0] === -1 ? [0, ...random.shuffle(axes.slice(1))] : random.shuffle(axes);
      return { node: { kind: "transpose", name, axes: order }, output: order.map((axis) => shape[axis] ?? 0) };
    }
    case 8: {
      const output = shape[0] === -1 ? [-1, elements] : [elements];
      return { node: { kind: "reshape", name, shape: output }, output };
    }
    case 9: {
      const before = shape.map((axis) => (axis === -1 ? 0 : random.integer(2)));
      const after = shape.map((axis) => (axis === -1 ? 0 : random.integer(2)));
      return { node: { kind: "pad", name, before, after }, output: shape.map((axis, i) => axis + (before[i] ?? 0) + (after[i] ?? 0)) };
    }
    case 10:
      return same({ kind: "softmax", name });
    case 11:
      return same({ kind: "cubaIntegrator", name, currentLeak: leak(), leak: leak(), inputGain: parameter(), ...bias });
    case 12:
      return same({ kind: "if", name, resistance: parameter(), threshold: parameter(), reset });
    case 13:
      return same({ kind: "lif", name, leak: leak(), inputGain: parameter(), ...bias, threshold: parameter(), reset });
    default:
      return same({ kind: "cubaLif", name, currentLeak: leak(), leak: leak(), inputGain: parameter(), ...bias, threshold: parameter(), reset });
  }
}

function randomTextNode(random: Random, name: string, shape: Shape, vector: (size: number) => Float32Array): { node: GraphNode; output: Shape } {
  const [length, inChannels] = shape;
  if (random.integer(4) === 0) {
    const window = 1 + random.integer(3);
    const padding = { left: random.integer(window), right: random.integer(window) };
    const stride = 1 + random.integer(2);
    const covered = length === -1 ? -1 : Math.floor((length + padding.left + padding.right - window) / stride) + 1;
    if (length === -1 || covered >= 1) {
      const divisor = random.integer(2) === 0 ? "window" : "covered";
      return {
        node: { kind: "pool1d", name, operation: OPERATIONS[random.integer(4)] ?? "or", kernel: window, stride, padding, divisor },
        output: [covered, inChannels],
      };
    }
  }
  if (random.integer(3) === 0) {
    return { node: { kind: "globalPool", name, operation: OPERATIONS[random.integer(4)] ?? "or" }, output: [inChannels] };
  }
  const [kernel, outChannels] = [1 + random.integer(3), 1 + random.integer(3)];
  const isCausal = random.integer(2) === 0;
  const padding = isCausal ? "causal" : { left: kernel - 1, right: random.integer(2) };
  const bias = random.integer(2) === 0 ? { bias: vector(outChannels) } : {};
  return {
    node: {
      kind: "conv1d",
      name,
      inChannels,
      outChannels,
      kernel,
      stride: 1,
      dilation: 1,
      groups: 1,
      padding,
      weight: vector(outChannels * inChannels * kernel),
      ...bias,
    },
    output: [length === -1 || padding === "causal" ? length : length + padding.right, outChannels],
  };
}

function randomPlaneNode(random: Random, name: string, shape: Shape, vector: (size: number) => Float32Array): { node: GraphNode; output: Shape } {
  const [inChannels, height, width] = shape;
  const kernel = [1 + random.integer(height), 1 + random.integer(width)] as const;
  const stride = [1 + random.integer(2), 1 + random.integer(2)] as const;
  const padding = [random.integer(kernel[0]), random.integer(kernel[1]), random.integer(kernel[0]), random.integer(kernel[1])] as const;
  const out = [
    Math.floor((height + padding[0] + padding[2] - kernel[0]) / stride[0]) + 1,
    Math.floor((width + padding[1] + padding[3] - kernel[1]) / stride[1]) + 1,
  ];
  switch (random.integer(3)) {
    case 0:
      return { node: { kind: "flatten", name, startDim: 0, endDim: -1 }, output: [inChannels * height * width] };
    case 1:
      return {
        node: {
          kind: "pool2d",
          name,
          operation: OPERATIONS[random.integer(4)] ?? "or",
          kernel,
          stride,
          padding,
          divisor: random.integer(2) === 0 ? "window" : "covered",
        },
        output: [inChannels, ...out],
      };
    default: {
      const groups = random.integer(2) === 0 ? 1 : inChannels;
      const outChannels = groups * (1 + random.integer(2));
      const bias = random.integer(2) === 0 ? { bias: vector(outChannels) } : {};
      const weight = vector((outChannels * inChannels * kernel[0] * kernel[1]) / groups);
      return {
        node: { kind: "conv2d", name, inChannels, outChannels, kernel, stride, padding, dilation: [1, 1], groups, weight, ...bias },
        output: [outChannels, ...out],
      };
    }
  }
}
