/** What every graph pass must do, as claims, and seeded random graphs full of what passes look for. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { evaluatorOf, withLength } from "../../src/graph/evaluate.js";
import { floatFieldsOf } from "../../src/graph/fields.js";
import type { Edge, Graph, GraphNode, Shape } from "../../src/graph/graph.js";
import { parseGraph } from "../../src/graph/parse.js";
import { printGraph } from "../../src/graph/print.js";
import { analyseShapes, channelsOf, elementsOf, inferShapes } from "../../src/graph/shapes.js";
import { verifyGraph } from "../../src/graph/verify.js";
import type { GraphPass } from "../../src/graph-passes/index.js";
import { createRandom, type Random } from "../../src/util/random.js";
import { randomGraph } from "./random-graph.js";

const SEEDS = process.env.SNNC_TEST_FULL === "1" ? 6000 : 600;
/** Lengths at which texts are tried; a graph of long windows takes a longer one. */
const TEXT_LENGTHS = [6, 12, 24, 48] as const;

/**
 * `folder` holds before.txt and after.txt; after.txt is regenerated with `npx vitest run --project unit -u <folder>`.
 * `remains` looks for what the pass promises to be gone.
 */
export function claimsOfPass(pass: GraphPass, folder: string, remains: (graph: Graph) => readonly string[]): void {
  it("turns before.txt into after.txt", async () => {
    const before = parseGraph(readFileSync(join(folder, "before.txt"), "utf8"), "before.txt");
    const { graph, statistics } = pass.run(before);
    const counted = Object.entries(statistics).map(([name, value]) => `${name} ${value}`);
    await expect(`# ${pass.name}: ${counted.join(", ")}\n${printGraph(graph)}`).toMatchFileSnapshot(join(folder, "after.txt"));
    expect(verifyGraph(graph)).toEqual([]);
    expect(remains(graph)).toEqual([]);
    expectSameOutputs(before, graph, createRandom(1));
  });

  it(`keeps the outputs of ${SEEDS} random graphs, leaves what it promises, verified, and does nothing the second time`, () => {
    const changes: Record<string, number> = {};
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = createRandom(seed);
      const before = passGraph(random);
      const { graph, statistics } = pass.run(before);
      for (const [name, value] of Object.entries(statistics)) changes[name] = (changes[name] ?? 0) + value;
      const where = `seed ${seed}`;
      expect(verifyGraph(graph), where).toEqual([]);
      expect(remains(graph), where).toEqual([]);
      const again = pass.run(graph);
      expect(again.graph, where).toBe(graph);
      expectSameOutputs(before, graph, random, where);
    }
    // A claim about nothing is no claim: everything that the pass counts happened.
    for (const [name, value] of Object.entries(changes)) expect(value, name).toBeGreaterThan(0);
  }, 300_000);
}

/** Four timesteps of random input give the same outputs within single precision of the weights. */
export function expectSameOutputs(before: Graph, after: Graph, random: Random, where = "outputs"): void {
  const length = TEXT_LENGTHS.find((words) => analyseShapes(withLength(before, words)).diagnostics.length === 0);
  if (length === undefined) throw new Error(`${where}: the graph takes no text of up to ${TEXT_LENGTHS.at(-1)} words`);
  const evaluators = [before, after].map((graph) => evaluatorOf(graph, { length }));
  for (let t = 0; t < 4; t++) {
    const inputs = new Map(before.nodes.flatMap((node) => (node.kind === "input" ? [[node.name, inputOf(random, node, length)] as const] : [])));
    const [expected, actual] = evaluators.map((evaluator) => evaluator.step(inputs));
    for (const [name, values] of expected ?? []) {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      const given = actual?.get(name);
      expect(given?.length, where).toBe(values.length);
      const furthest = values.reduce((most, value, i) => Math.max(most, Math.abs(value - (given?.[i] ?? Number.NaN))), 0);
      expect(furthest / largest, `${where}, output '${name}', timestep ${t}`).toBeLessThan(1e-4);
    }
  }
}

function inputOf(random: Random, node: GraphNode & { readonly kind: "input" }, length: number): number[] {
  const { encoding, shape } = node;
  if (encoding.kind === "tokens")
    return Array.from({ length: shape[0] === -1 ? length : elementsOf(shape) }, () => random.integer(encoding.vocabularySize));
  return Array.from({ length: elementsOf(shape) * (shape[0] === -1 ? length : 1) }, () => random.normal());
}

/** A verified random graph of moderate weights: any kind of node, or a chain of what passes change, with shortcuts and cycles. */
export function passGraph(random: Random): Graph {
  const graph = random.integer(3) === 0 ? tamed(random, randomGraph(random)) : patternGraph(random);
  return { ...graph, edges: random.shuffle([...graph.edges]) };
}

/** The random graphs of the codecs hold extremes; sums of those are not the same in another order. */
function tamed(random: Random, graph: Graph): Graph {
  const nodes = graph.nodes.map((node): GraphNode => {
    const fields = floatFieldsOf(node).map(({ key, values }) => {
      if (key === "leak" || key === "currentLeak") return [key, values];
      if (key === "timesteps") return [key, values.map((value) => Math.min(value, 2))];
      const isPositive = key === "variance" || key === "threshold";
      return [key, values.map(() => (isPositive ? 0.1 + random.uniform() : random.normal()))];
    });
    return { ...node, ...Object.fromEntries(fields) };
  });
  return { ...graph, nodes };
}

function patternGraph(random: Random): Graph {
  const nodes: GraphNode[] = [];
  const edges: Edge[] = [];
  const chance = (n: number): boolean => random.integer(n) === 0;
  const vector = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());
  const add = (node: GraphNode): void => {
    const last = nodes.at(-1);
    nodes.push(node);
    if (last !== undefined) edges.push({ from: last.name, to: node.name });
  };
  if (chance(4)) {
    const vocabularySize = 2 + random.integer(6);
    add({ kind: "input", name: "in", shape: [-1], encoding: { kind: "tokens", vocabularySize } });
    add({ kind: "embedding", name: "n0", vocabularySize, dimensions: 2, weight: vector(vocabularySize * 2) });
  } else {
    const shapes: Shape[] = [[6], [4], [2, 3, 2], [4, 2, 2], [4, 3], [-1, 3]];
    add({ kind: "input", name: "in", shape: shapes[random.integer(shapes.length)] ?? [6], encoding: { kind: "values" } });
  }
  const graph = (): Graph => ({ level: "graph", name: "pattern", nodes, edges });
  const shapeNow = (): Shape => inferShapes(graph()).get(nodes.at(-1)?.name ?? "")?.output ?? [1];
  for (let i = 1, depth = 2 + random.integer(9); i <= depth; i++) {
    const last = nodes.at(-1)?.name ?? "";
    add(patternNode(random, `n${i}`, shapeNow(), vector, last));
    if (
      chance(10) &&
      shapeNow().length === 3 &&
      shapeNow()[0] !== -1 &&
      shapeNow()
        .slice(1)
        .every((size) => size >= 2)
    ) {
      add({ kind: "pool2d", name: `p${i}`, operation: "max", kernel: [2, 2], stride: [1, 1], padding: [0, 0, 0, 0], divisor: "covered" });
      add({ kind: "relu", name: `r${i}`, ...(chance(2) ? { cap: 0.5 } : {}) });
    }
    if (chance(12)) {
      // What readers of channels-last models leave before a classifier.
      const [first, ...others] = shapeNow().map((_, axis) => axis);
      add({ kind: "transpose", name: `t${i}`, axes: [first ?? 0, ...others.reverse()] });
      const outputs = 1 + random.integer(3);
      if (shapeNow().length > 2 || shapeNow()[0] !== -1) add({ kind: "flatten", name: `f${i}`, startDim: shapeNow()[0] === -1 ? 1 : 0, endDim: -1 });
      const inputs = shapeNow().at(-1) ?? 1;
      add({ kind: "linear", name: `l${i}`, inputs, outputs, weight: vector(inputs * outputs) });
    }
  }
  const shape = shapeNow();
  add({ kind: "output", name: "out", shape });
  if (chance(3)) withSecondReader(random, nodes, edges, inferShapes(graph()));
  // Shortcuts and cycles, where the verifier allows them.
  for (let i = random.integer(4); i > 0; i--) {
    const from = nodes[random.integer(nodes.length)]?.name ?? "";
    const to = nodes[random.integer(nodes.length)]?.name ?? "";
    edges.push({ from, to });
    if (verifyGraph(graph()).length > 0) edges.pop();
  }
  return { ...graph(), nodes: random.shuffle([...nodes]) };
}

/** A second output that reads a node of the trunk, through a convolution where it is a text. */
function withSecondReader(random: Random, nodes: GraphNode[], edges: Edge[], shapes: ReturnType<typeof inferShapes>): void {
  const read = nodes[random.integer(nodes.length - 2) + 1];
  const shape = read === undefined ? undefined : shapes.get(read.name)?.output;
  if (read === undefined || shape === undefined || read.kind === "output") return;
  if (shape.length === 2 && random.integer(2) === 0) {
    const weight = Float32Array.from({ length: 2 * (shape[1] ?? 0) }, () => random.normal());
    const sizes = { inChannels: shape[1] ?? 0, outChannels: 1, kernel: 2, stride: 1, dilation: 1, groups: 1 };
    nodes.push({ kind: "conv1d", name: "second", ...sizes, padding: "causal", weight });
    nodes.push({ kind: "output", name: "out2", shape: [shape[0] ?? 0, 1] });
    edges.push({ from: read.name, to: "second" }, { from: "second", to: "out2" });
  } else {
    nodes.push({ kind: "output", name: "out2", shape });
    edges.push({ from: read.name, to: "out2" });
  }
}

function patternNode(random: Random, name: string, shape: Shape, vector: (size: number) => Float32Array, last: string): GraphNode {
  const chance = (n: number): boolean => random.integer(n) === 0;
  const elements = elementsOf(shape);
  // The channels of a text of more than two axes are not defined (shapes.ts).
  const isPlain = shape[0] !== -1 || shape.length < 3;
  const channels = isPlain ? channelsOf(shape) : 1;
  const positive = (size: number): Float32Array => vector(size).map((value) => 0.1 + Math.abs(value));
  const leak = (): Float32Array => Float32Array.of(random.uniform());
  const parameter = (of: (size: number) => Float32Array = vector): Float32Array =>
    of(isPlain ? ([1, channels, elements][random.integer(3)] ?? 1) : 1);
  const maybeBias = (): { bias?: Float32Array } => (chance(2) ? { bias: parameter() } : {});
  const reset = chance(2) ? "zero" : "subtract";
  switch (random.integer(18)) {
    case 0:
    case 1: {
      if (!isPlain) return { kind: "relu", name };
      const like = (): Float32Array => vector(channels);
      const shift = chance(4) ? { beta: new Float32Array(channels), mean: new Float32Array(channels) } : { beta: like(), mean: like() };
      return { kind: "batchNorm", name, epsilon: 1e-3, gamma: like(), ...shift, variance: positive(channels) };
    }
    case 2:
      return { kind: "scale", name, scale: parameter(), ...maybeBias() };
    case 3:
      return { kind: "scale", name, scale: Float32Array.of(1) };
    case 4:
    case 5: {
      const [inputs, outputs] = [shape.at(-1) ?? 1, 1 + random.integer(4)];
      return { kind: "linear", name, inputs, outputs, weight: vector(inputs * outputs), ...(chance(2) ? { bias: vector(outputs) } : {}) };
    }
    case 6:
    case 7: {
      if (shape.length === 2) {
        const outChannels = 2;
        const groups = (shape[1] ?? 1) % 2 === 0 && chance(3) ? 2 : 1;
        const padding = chance(2) ? "causal" : { left: 0, right: 0 };
        // A variable text keeps its length, so that shortcuts fit.
        const kernel = padding === "causal" || (shape[0] ?? 0) > 2 ? 1 + random.integer(2) : 1;
        const weight = vector((outChannels * (shape[1] ?? 1) * kernel) / groups);
        const bias = chance(2) ? { bias: vector(outChannels) } : {};
        return { kind: "conv1d", name, inChannels: shape[1] ?? 1, outChannels, kernel, stride: 1, dilation: 1, groups, padding, weight, ...bias };
      }
      if (shape.length === 3 && shape[0] !== -1) {
        const inChannels = shape[0] ?? 1;
        const groups = chance(2) ? 1 : inChannels;
        const outChannels = groups * 2;
        const padding = chance(2) ? ([0, 0, 0, 0] as const) : ([0, 1, 0, 0] as const);
        const weight = vector((outChannels * inChannels) / groups);
        const bias = chance(2) ? { bias: vector(outChannels) } : {};
        const whole = { kernel: [1, 1], stride: [1, 1], dilation: [1, 1] } as const;
        return { kind: "conv2d", name, inChannels, outChannels, ...whole, padding, groups, weight, ...bias };
      }
      return { kind: "relu", name };
    }
    case 8:
    case 9: {
      const axes = shape.map((_, axis) => axis);
      return { kind: "transpose", name, axes: shape[0] === -1 ? [0, ...random.shuffle(axes.slice(1))] : random.shuffle(axes) };
    }
    case 10:
      if (shape[0] === -1) return { kind: "reshape", name, shape: chance(2) ? [-1, 1, elements] : [-1, elements] };
      return { kind: "reshape", name, shape: elements % 2 === 0 && chance(2) ? [2, elements / 2] : shape };
    case 11:
      return { kind: "flatten", name, startDim: shape[0] === -1 && shape.length > 1 ? 1 : 0, endDim: -1 };
    case 12:
      return { kind: "relu", name, ...(chance(2) ? { cap: 0.5 + random.uniform() } : {}) };
    case 13:
      switch (random.integer(4)) {
        case 0:
          return { kind: "delay", name, timesteps: Float32Array.of(random.integer(2)) };
        case 1:
          return { kind: "concat", name, axis: -1, inputs: [last] };
        case 2:
          return { kind: "pad", name, before: shape.map(() => 0), after: shape.map(() => 0) };
        default: {
          const operation = (["or", "max", "sum", "average"] as const)[random.integer(4)] ?? "or";
          if (shape.length === 2) return { kind: "pool1d", name, operation, kernel: 1, stride: 1, padding: { left: 0, right: 0 }, divisor: "window" };
          if (shape.length !== 3 || shape[0] === -1) return { kind: "softmax", name };
          return { kind: "pool2d", name, operation, kernel: [1, 1], stride: [1, 1], padding: [0, 0, 0, 0], divisor: "covered" };
        }
      }
    case 14:
      return { kind: "threshold", name, threshold: parameter(positive) };
    case 15:
      return { kind: "if", name, resistance: parameter(), threshold: parameter(positive), reset };
    case 16:
      return { kind: "lif", name, leak: leak(), inputGain: parameter(), ...maybeBias(), threshold: parameter(positive), reset };
    default:
      switch (random.integer(3)) {
        case 0:
          return { kind: "integrator", name, resistance: parameter(), ...(chance(2) ? { leak: leak() } : {}), ...maybeBias() };
        case 1:
          return { kind: "cubaIntegrator", name, currentLeak: leak(), leak: leak(), inputGain: parameter(), ...maybeBias() };
        default:
          return {
            kind: "cubaLif",
            name,
            currentLeak: leak(),
            leak: leak(),
            inputGain: parameter(),
            ...maybeBias(),
            threshold: parameter(positive),
            reset,
          };
      }
  }
}
