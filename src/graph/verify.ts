/**
 * The verifier of the graph: names, edges, sizes, finite weights, shapes and cycles, all violations collected, so that
 * conversion and lowering may trust what they read.
 */
import { assertNever, type Diagnostic, SnncError } from "../util/diagnostics.js";
import { type FieldType, floatFieldsOf, valuesOf } from "./fields.js";
import type { Conv1dNode, Graph, GraphNode } from "./graph.js";
import { analyseShapes, placeOf } from "./shapes.js";

/** Largest size, window or stride. */
const MAX_SIZE = 2 ** 24;
const NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** Everything that is wrong with a graph; empty for one that may be converted and lowered. */
export function verifyGraph(graph: Graph): Diagnostic[] {
  const own = [
    ...verifyHead(graph),
    ...duplicatesOf(graph.nodes.map(({ name }) => name)).map((name) => ({
      code: "node-duplicate",
      where: `node '${name}'`,
      message: "several nodes have this name; names are unique",
    })),
    ...graph.nodes.flatMap(verifyNode),
    ...verifyEdges(graph),
  ];
  // Shapes and paths are derived from what was just checked: with that broken they would only repeat it.
  return own.length > 0 ? own : [...analyseShapes(graph).diagnostics, ...verifyTokens(graph), ...verifyPaths(graph)];
}

/** Throws one SnncError with every diagnostic of the verifier; `where` (a file) is put in front of each place. */
export function assertVerifiedGraph(graph: Graph, where?: string): void {
  const diagnostics = verifyGraph(graph);
  if (diagnostics.length === 0) return;
  throw new SnncError(
    where === undefined ? "check" : "input",
    where === undefined ? diagnostics : diagnostics.map((d) => ({ ...d, where: d.where === undefined ? where : `${where}: ${d.where}` })),
  );
}

function verifyHead(graph: Graph): Diagnostic[] {
  const where = `graph '${graph.name}'`;
  const seconds = graph.timestepSeconds;
  const has = (kind: string): boolean => graph.nodes.some((node) => node.kind === kind);
  return [
    ...nameDiagnostics("graph", graph.name, where),
    ...(seconds === undefined || (Number.isFinite(seconds) && seconds > 0)
      ? []
      : [{ code: "graph-timestep", where, message: `timestepSeconds is ${seconds}; it must be a positive number` }]),
    ...(has("input") ? [] : [{ code: "graph-no-input", where, message: "it has no input node; it needs at least one" }]),
    ...(has("output") ? [] : [{ code: "graph-no-output", where, message: "it has no output node; it needs at least one" }]),
  ];
}

function verifyNode(node: GraphNode): Diagnostic[] {
  const where = placeOf(node);
  return [
    ...nameDiagnostics("node", node.name, where),
    ...valuesOf(node).flatMap(({ key, type, value }) => fieldProblems(key, type, value)),
    ...floatFieldsOf(node).flatMap(({ key, values }) => finiteProblems(key, values)),
    ...kindProblems(node),
  ]
    .map((problem) => (typeof problem === "string" ? { code: "node-field", where, message: problem } : problem))
    .map((diagnostic) => ({ ...diagnostic, where }));
}

function fieldProblems(key: string, type: FieldType, value: unknown): string[] {
  switch (type.kind) {
    case "size":
      return isInteger(value, 1, MAX_SIZE) ? [] : [`${key} is ${String(value)}; it must be 1..${MAX_SIZE}`];
    case "axis":
      return isInteger(value, -8, 7) ? [] : [`${key} is ${String(value)}; it must be -8..7`];
    case "number":
      return typeof value === "number" && Number.isFinite(value) && value > 0 ? [] : [`${key} is ${String(value)}; it must be a positive number`];
    case "pair":
      return Array.isArray(value) && value.length === 2 && value.every((item) => isInteger(item, type.low, MAX_SIZE))
        ? []
        : [`${key} is ${String(value)}; it must be two of ${type.low}..${MAX_SIZE}`];
    case "epsilon":
      return typeof value === "number" && Number.isFinite(value) && value >= 0 ? [] : [`${key} is ${String(value)}; it must be a number >= 0`];
    case "sides":
      return Array.isArray(value) && value.length === 4 && value.every((item) => isInteger(item, 0, MAX_SIZE))
        ? []
        : [`${key} is ${String(value)}; it must be top, left, bottom, right of 0..${MAX_SIZE}`];
    case "counts":
      return Array.isArray(value) && value.length >= 1 && value.length <= 8 && value.every((item) => isInteger(item, 0, MAX_SIZE))
        ? []
        : [`${key} is [${String(value)}]; it must be 1 to 8 numbers of 0..${MAX_SIZE}, one an axis`];
    case "names":
      return Array.isArray(value) && value.length >= 1 && value.every((item) => typeof item === "string" && NAME.test(item))
        ? []
        : [`${key} is [${String(value)}]; it must be names of nodes`];
    case "shape":
      return Array.isArray(value) &&
        value.length >= 1 &&
        value.length <= 8 &&
        value.every((axis, i) => isInteger(axis, 1, MAX_SIZE) || (i === 0 && axis === -1))
        ? []
        : [`${key} is [${String(value)}]; it must be 1 to 8 axes of 1..${MAX_SIZE}, the first also -1 (the length of a text)`];
    case "choice":
      return type.choices.some((choice) => choice === value) ? [] : [`${key} is '${String(value)}'; it must be one of ${type.choices.join(", ")}`];
    case "floats":
    case "encoding":
    case "padding":
      return [];
    default:
      return assertNever(type);
  }
}

/** NaN or an infinity in a weight is refused by position: nothing after this point looks for them. */
function finiteProblems(key: string, values: Float32Array): { code: string; message: string }[] {
  const first = values.findIndex((value) => !Number.isFinite(value));
  if (first < 0) return [];
  const count = values.reduce((sum, value) => (Number.isFinite(value) ? sum : sum + 1), 0);
  const more = count > 1 ? ` (and ${count - 1} more of ${values.length})` : "";
  return [{ code: "node-not-finite", message: `${key}[${first}] is ${values[first]}${more}; every value must be finite` }];
}

/** Array lengths that the node itself fixes, and ranges of its values. */
function kindProblems(node: GraphNode): (string | { code: string; message: string })[] {
  switch (node.kind) {
    case "input": {
      if (node.encoding.kind === "values") return [];
      const isList = node.shape.length === 1;
      return [
        ...(isInteger(node.encoding.vocabularySize, 1, MAX_SIZE)
          ? []
          : [`vocabularySize is ${node.encoding.vocabularySize}; it must be 1..${MAX_SIZE}`]),
        ...(isList ? [] : [`tokens have one axis; its shape has ${node.shape.length}`]),
      ];
    }
    case "embedding":
      return lengthProblems("weight", node.weight, node.vocabularySize * node.dimensions);
    case "tokenRows":
      return [
        ...lengthProblems("weight", node.weight, node.vocabularySize * node.kernel * node.outChannels),
        ...lengthProblems("bias", node.bias, node.outChannels),
        ...sidesProblems(node.padding),
      ];
    case "batchNorm": {
      const channels = node.gamma.length;
      return [
        ...lengthProblems("beta", node.beta, channels),
        ...lengthProblems("mean", node.mean, channels),
        ...lengthProblems("variance", node.variance, channels),
        ...rangeProblems(
          "variance",
          node.variance,
          "at least 0, and above it with an epsilon of 0",
          (value) => value >= 0 && value + node.epsilon > 0,
        ),
      ];
    }
    case "transpose": {
      const isPermutation = [...node.axes].sort((a, b) => a - b).every((axis, i) => axis === i);
      return isPermutation ? [] : [`axes is [${node.axes.join(", ")}]; it must name each axis once, counted from 0`];
    }
    case "pad":
      return node.before.length === node.after.length ? [] : [`before has ${node.before.length} axes and after ${node.after.length}`];
    case "pool1d":
      return sidesProblems(node.padding);
    case "linear":
      return [...lengthProblems("weight", node.weight, node.outputs * node.inputs), ...lengthProblems("bias", node.bias, node.outputs)];
    case "conv1d":
      return [...convolutionProblems(node, node.kernel), ...sidesProblems(node.padding)];
    case "conv2d":
      return convolutionProblems(node, node.kernel[0] * node.kernel[1]);
    case "delay":
      return rangeProblems("timesteps", node.timesteps, "a whole number of 0..62", (value) => isInteger(value, 0, 62));
    case "integrator":
      return leakProblems("leak", node.leak);
    case "lif":
      return leakProblems("leak", node.leak);
    case "cubaIntegrator":
    case "cubaLif":
      return [...leakProblems("currentLeak", node.currentLeak), ...leakProblems("leak", node.leak)];
    case "output":
    case "scale":
    case "pool2d":
    case "globalPool":
    case "flatten":
    case "reshape":
    case "concat":
    case "softmax":
    case "relu":
    case "threshold":
    case "if":
      return [];
    default:
      return assertNever(node);
  }
}

function sidesProblems(padding: Conv1dNode["padding"]): string[] {
  const isPadded = padding === "causal" || (isInteger(padding.left, 0, MAX_SIZE) && isInteger(padding.right, 0, MAX_SIZE));
  return isPadded ? [] : [`padding is ${JSON.stringify(padding)}; left and right must be 0..${MAX_SIZE}`];
}

interface Convolution {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

function convolutionProblems({ inChannels, outChannels, groups, weight, bias }: Convolution, window: number): string[] {
  if (inChannels % groups !== 0 || outChannels % groups !== 0) {
    return [`groups is ${groups}; it must divide the ${inChannels} input and the ${outChannels} output channels`];
  }
  return [...lengthProblems("weight", weight, (outChannels * inChannels * window) / groups), ...lengthProblems("bias", bias, outChannels)];
}

function lengthProblems(key: string, values: Float32Array | undefined, needed: number): string[] {
  return values === undefined || values.length === needed ? [] : [`${key} has ${values.length} elements; its sizes need ${needed}`];
}

function leakProblems(key: string, values: Float32Array | undefined): string[] {
  return values === undefined ? [] : rangeProblems(key, values, "in 0..1", (value) => value >= 0 && value <= 1);
}

function rangeProblems(key: string, values: Float32Array, what: string, isAllowed: (value: number) => boolean): string[] {
  const first = values.findIndex((value) => Number.isFinite(value) && !isAllowed(value));
  return first < 0 ? [] : [`${key}[${first}] is ${values[first]}; it must be ${what}`];
}

function verifyEdges(graph: Graph): Diagnostic[] {
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  const problems = graph.edges.flatMap(({ from, to }): Diagnostic[] => {
    const where = `edge '${from}' -> '${to}'`;
    return [
      ...[...new Set([from, to])]
        .filter((name) => !nodeOf.has(name))
        .map((name) => ({ code: "edge-unknown-node", where, message: `there is no node '${name}'` })),
      ...(nodeOf.get(to)?.kind === "input" ? [{ code: "edge-into-input", where, message: "an input node has no incoming edges" }] : []),
      ...(nodeOf.get(from)?.kind === "output" ? [{ code: "edge-out-of-output", where, message: "an output node has no outgoing edges" }] : []),
    ];
  });
  const repeated = duplicatesOf(graph.edges.map(({ from, to }) => `'${from}' -> '${to}'`));
  const targets = new Set(graph.edges.map(({ to }) => to));
  const sourcesOf = adjacency(graph.edges.map(({ from, to }) => [to, from]));
  return [
    ...problems,
    ...repeated.map((edge) => ({ code: "edge-duplicate", where: `edge ${edge}`, message: "it is given twice; to double it, use a scale node" })),
    ...graph.nodes.flatMap((node) => concatProblems(node, sourcesOf)),
    ...graph.nodes
      .filter((node) => node.kind !== "input" && !targets.has(node.name))
      .map((node) => ({ code: "node-no-input", where: placeOf(node), message: "it has no incoming edge" })),
  ];
}

/** The inputs that a concat names are its predecessors, each once. */
function concatProblems(node: GraphNode, sourcesOf: ReadonlyMap<string, readonly string[]>): Diagnostic[] {
  if (node.kind !== "concat") return [];
  const sources = [...(sourcesOf.get(node.name) ?? [])].sort();
  const named = [...node.inputs].sort();
  if (sources.length === named.length && sources.every((source, i) => source === named[i])) return [];
  const message = `its inputs are [${node.inputs.join(", ")}], but its incoming edges come from [${sources.join(", ")}]`;
  return [
    { code: "node-concat", where: placeOf(node), message, hint: "Name every predecessor once, in the order in which they stand side by side." },
  ];
}

/** Token ids go into embeddings (and token rows) and nothing else does; they know every token. */
function verifyTokens(graph: Graph): Diagnostic[] {
  const nodeOf = new Map(graph.nodes.map((node) => [node.name, node]));
  return graph.edges.flatMap(({ from, to }): Diagnostic[] => {
    const [source, target] = [nodeOf.get(from), nodeOf.get(to)];
    if (source === undefined || target === undefined) return [];
    const vocabulary = source.kind === "input" && source.encoding.kind === "tokens" ? source.encoding.vocabularySize : undefined;
    const where = placeOf(target);
    if (target.kind === "embedding" || target.kind === "tokenRows") {
      if (vocabulary === undefined) return [{ code: "node-not-tokens", where, message: `it takes token ids; '${from}' gives values` }];
      if (vocabulary <= target.vocabularySize) return [];
      return [{ code: "node-vocabulary", where, message: `it has ${target.vocabularySize} rows; '${from}' brings ${vocabulary} tokens` }];
    }
    if (vocabulary === undefined) return [];
    return [{ code: "node-tokens", where, message: `it takes values; '${from}' brings token ids, which only an embedding takes` }];
  });
}

/** Every node leads to an output, and every cycle passes a node with state (or it would have no order of evaluation). */
function verifyPaths(graph: Graph): Diagnostic[] {
  const leading = new Set(graph.nodes.filter(({ kind }) => kind === "output").map(({ name }) => name));
  const incoming = adjacency(graph.edges.map(({ from, to }) => [to, from]));
  const open = [...leading];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const source of incoming.get(name) ?? []) {
      if (leading.has(source)) continue;
      leading.add(source);
      open.push(source);
    }
  }
  const cycle = statelessCycle(graph);
  return [
    ...graph.nodes
      .filter(({ name }) => !leading.has(name))
      .map((node) => ({ code: "node-dead", where: placeOf(node), message: "no path leads from it to an output node" })),
    ...(cycle === undefined
      ? []
      : [
          {
            code: "graph-cycle",
            where: `graph '${graph.name}'`,
            message: `the cycle ${[...cycle, cycle[0]].map((name) => `'${name}'`).join(" -> ")} passes no node with state`,
            hint: "A cycle needs an integrator, if, lif or cubaLif node, or a delay of at least one timestep.",
          },
        ]),
  ];
}

function hasState(node: GraphNode): boolean {
  switch (node.kind) {
    case "integrator":
    case "if":
    case "lif":
    case "cubaIntegrator":
    case "cubaLif":
      return true;
    case "delay":
      return node.timesteps.every((timesteps) => timesteps >= 1);
    default:
      return false;
  }
}

/** A cycle among the nodes without state, found by peeling off nodes that no unpeeled node feeds (Kahn 1962). */
function statelessCycle(graph: Graph): readonly string[] | undefined {
  const left = new Set(graph.nodes.filter((node) => !hasState(node)).map(({ name }) => name));
  const incoming = adjacency(graph.edges.filter(({ from, to }) => left.has(from) && left.has(to)).map(({ from, to }) => [to, from]));
  const outgoing = adjacency(graph.edges.filter(({ from, to }) => left.has(from) && left.has(to)).map(({ from, to }) => [from, to]));
  const unpeeled = new Map([...left].map((name) => [name, incoming.get(name)?.length ?? 0]));
  const ready = [...left].filter((name) => unpeeled.get(name) === 0);
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    left.delete(name);
    for (const target of outgoing.get(name) ?? []) {
      const count = (unpeeled.get(target) ?? 0) - 1;
      unpeeled.set(target, count);
      if (count === 0) ready.push(target);
    }
  }
  // Every node left has a predecessor that is left: walking backwards must come round.
  const path: string[] = [];
  let [name] = [...left].sort();
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    name = incoming.get(name)?.find((source) => left.has(source)) ?? path[0];
  }
  return name === undefined ? undefined : path.slice(path.indexOf(name)).reverse();
}

function adjacency(pairs: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const [from, to] of pairs) {
    const list = lists.get(from);
    if (list === undefined) lists.set(from, [to]);
    else list.push(to);
  }
  return lists;
}

function duplicatesOf(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return [...repeated];
}

function nameDiagnostics(what: string, name: string, where: string): Diagnostic[] {
  if (NAME.test(name)) return [];
  const message = `${what} name ${JSON.stringify(name)} has ${name.length} characters; a name is 1 to 64 of A-Z a-z 0-9 _ . -`;
  return [{ code: `${what}-name`, where, message }];
}

function isInteger(value: unknown, low: number, high: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
}
