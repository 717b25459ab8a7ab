/**
 * Runs a graph in double precision, a timestep at a time: the float reference for calibration, for the accuracy of a
 * source model, and for comparison with the framework that a model came from. Equations: graph.ts; time: order.ts.
 */
import { assertNever, SnncError } from "../util/diagnostics.js";
import type { Graph, GraphNode, Shape } from "./graph.js";
import { forward, isStateless, type StatelessNode } from "./kernels.js";
import { evaluationOrder } from "./order.js";
import { elementsOf, inferShapes, type NodeShape, parameterIndex } from "./shapes.js";

export interface Evaluator {
  /** Forgets all state: the beginning of a sample. */
  reset(): void;
  /**
   * One timestep. `inputs`: values (or token ids) of every input node, row-major without the batch. Returns the values
   * of every output node; the arrays are reused by the next step.
   */
  step(inputs: ReadonlyMap<string, ArrayLike<number>>): ReadonlyMap<string, Float64Array>;
  /** What a node gave in the last step (reused by the next). Throws for an unknown name. */
  valueOf(node: string): Float64Array;
  /** Membrane potentials of a node with state after the last step's reset; undefined for other nodes. */
  membraneOf(node: string): Float64Array | undefined;
  /** Shapes with the length filled in. */
  readonly shapes: ReadonlyMap<string, NodeShape>;
}

export interface EvaluateOptions {
  /** Length of a text, for graphs with a variable axis. */
  readonly length?: number;
}

/** An evaluator of a verified graph. Throws SnncError (input) if a variable length is not given, or is too short. */
export function evaluatorOf(graph: Graph, options: EvaluateOptions = {}): Evaluator {
  const fixed = options.length === undefined ? graph : withLength(graph, options.length);
  const variable = fixed.nodes.find((node) => node.kind === "input" && node.shape[0] === -1);
  if (variable !== undefined) {
    throw new SnncError("input", {
      code: "evaluate-length",
      message: "its length is variable, and none was given",
      where: `node '${variable.name}'`,
    });
  }
  const shapes = inferShapes(fixed);
  const { nodes } = evaluationOrder(fixed);
  const values = new Map(nodes.map(({ name }) => [name, new Float64Array(elementsOf(shapeOf(shapes, name).output))]));
  const incoming = new Map<string, string[]>(nodes.map(({ name }) => [name, []]));
  for (const { from, to } of fixed.edges) incoming.get(to)?.push(from);
  const membranes = new Map<string, Float64Array>();
  const steps = nodes
    .filter((node) => node.kind !== "input")
    .map((node) => {
      const step = stepOf(node, incoming.get(node.name) ?? [], shapes, values);
      if (step.membrane !== undefined) membranes.set(node.name, step.membrane);
      return step;
    });
  const outputs = nodes.flatMap((node) => (node.kind === "output" ? [node.name] : []));
  const inputs = nodes.flatMap((node) => (node.kind === "input" ? [node.name] : []));
  const lastValueOf = (name: string): Float64Array => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`no node '${name}'`);
    return value;
  };
  return {
    shapes,
    valueOf: lastValueOf,
    membraneOf: (name) => membranes.get(name),
    reset: () => {
      for (const value of values.values()) value.fill(0);
      for (const step of steps) step.reset();
    },
    step: (given) => {
      for (const name of inputs) {
        const value = lastValueOf(name);
        const source = given.get(name);
        if (source?.length !== value.length) {
          throw new Error(`input '${name}' has ${value.length} values; ${source === undefined ? "none" : source.length} were given`);
        }
        for (let i = 0; i < value.length; i++) value[i] = source[i];
      }
      for (const step of steps) step.run();
      return new Map(outputs.map((name) => [name, lastValueOf(name)]));
    },
  };
}

/** The graph with a text length in place of every variable one. */
export function withLength(graph: Graph, length: number): Graph {
  const isVariable = graph.nodes.some((node) => node.kind === "input" && node.shape[0] === -1);
  if (!isVariable) return graph;
  const nodes = graph.nodes.map(
    (node): GraphNode => (node.kind === "input" && node.shape[0] === -1 ? { ...node, shape: [length, ...node.shape.slice(1)] } : node),
  );
  return { ...graph, nodes };
}

interface Step {
  run(): void;
  reset(): void;
  readonly membrane?: Float64Array;
}

function shapeOf(shapes: ReadonlyMap<string, NodeShape>, name: string): NodeShape {
  const shape = shapes.get(name);
  if (shape === undefined) throw new Error(`no shape of node '${name}'`);
  return shape;
}

/** Adds up a node's incoming edges, computes it, and keeps its state. */
function stepOf(
  node: GraphNode,
  incoming: readonly string[],
  shapes: ReadonlyMap<string, NodeShape>,
  values: ReadonlyMap<string, Float64Array>,
): Step {
  const shape = shapeOf(shapes, node.name);
  const own = values.get(node.name);
  if (own === undefined) throw new Error(`no value of node '${node.name}'`);
  // A source that comes later in the order still holds what it gave in the timestep before: a recurrent edge.
  const sources = incoming.map((name) => values.get(name) ?? own);
  if (node.kind === "concat") {
    const parts = node.inputs.map((name) => ({ value: values.get(name) ?? own, shape: shapeOf(shapes, name).output }));
    return { run: () => concatenate(node.axis, parts, shape.output, own), reset: () => {} };
  }
  const sum = sources.length === 1 ? sources[0] : new Float64Array(elementsOf(shape.input));
  const add =
    sources.length === 1
      ? () => {}
      : () => {
          sum.fill(0);
          for (const value of sources) for (let i = 0; i < sum.length; i++) sum[i] += value[i];
        };
  const compute = isStateless(node) ? statelessStep(node, sum, shape, own) : statefulStep(node, sum, shape.input, own);
  return {
    run: () => {
      add();
      compute.run();
    },
    reset: compute.reset,
    ...(compute.membrane === undefined ? {} : { membrane: compute.membrane }),
  };
}

function statelessStep(node: StatelessNode, x: Float64Array, shape: NodeShape, y: Float64Array): Step {
  return { run: () => forward(node, x, shape.input, shape.output, y), reset: () => {} };
}

function statefulStep(node: Exclude<GraphNode, StatelessNode>, x: Float64Array, shape: Shape, y: Float64Array): Step {
  const size = x.length;
  const parameter = (values: Float32Array | undefined, missing: number): Float64Array => {
    const indexOf = parameterIndex(values?.length ?? 1, shape);
    return Float64Array.from({ length: size }, (_, i) => values?.[indexOf(i)] ?? missing);
  };
  const v = new Float64Array(size);
  const u = new Float64Array(size);
  const reset = (): void => {
    v.fill(0);
    u.fill(0);
  };
  switch (node.kind) {
    case "input":
    case "concat":
      throw new Error(`node '${node.name}' has no step of its own`);
    case "delay": {
      const delays = parameter(node.timesteps, 0);
      const longest = delays.reduce((most, delay) => Math.max(most, delay), 0) + 1;
      const ring = new Float64Array(longest * size);
      let t = 0;
      return {
        run: () => {
          const slot = (t % longest) * size;
          for (let i = 0; i < size; i++) ring[slot + i] = x[i];
          for (let i = 0; i < size; i++) y[i] = ring[((t + longest - delays[i]) % longest) * size + i];
          t++;
        },
        reset: () => {
          ring.fill(0);
          t = 0;
        },
      };
    }
    case "integrator": {
      const [gain, leak, bias] = [parameter(node.resistance, 1), parameter(node.leak, 0), parameter(node.bias, 0)];
      return {
        run: () => {
          for (let i = 0; i < size; i++) y[i] = v[i] = (1 - leak[i]) * v[i] + gain[i] * x[i] + bias[i];
        },
        reset,
        membrane: v,
      };
    }
    case "if":
    case "lif": {
      const gain = parameter(node.kind === "if" ? node.resistance : node.inputGain, 1);
      const leak = parameter(node.kind === "if" ? undefined : node.leak, 0);
      const bias = parameter(node.kind === "if" ? undefined : node.bias, 0);
      const threshold = parameter(node.threshold, 0);
      return {
        run: () => {
          for (let i = 0; i < size; i++) {
            v[i] = (1 - leak[i]) * v[i] + gain[i] * x[i] + bias[i];
            y[i] = v[i] > threshold[i] ? 1 : 0;
            if (y[i] === 1) v[i] = node.reset === "zero" ? 0 : v[i] - threshold[i];
          }
        },
        reset,
        membrane: v,
      };
    }
    case "cubaIntegrator":
    case "cubaLif": {
      const [currentLeak, leak, gain, bias] = [
        parameter(node.currentLeak, 0),
        parameter(node.leak, 0),
        parameter(node.inputGain, 1),
        parameter(node.bias, 0),
      ];
      const threshold = parameter(node.kind === "cubaLif" ? node.threshold : undefined, Number.POSITIVE_INFINITY);
      const subtracts = node.kind === "cubaLif" && node.reset === "subtract";
      const spikes = node.kind === "cubaLif";
      return {
        run: () => {
          for (let i = 0; i < size; i++) {
            u[i] = (1 - currentLeak[i]) * u[i] + gain[i] * x[i];
            v[i] = (1 - leak[i]) * v[i] + u[i] + bias[i];
            const fires = v[i] > threshold[i];
            y[i] = spikes ? (fires ? 1 : 0) : v[i];
            if (fires) v[i] = subtracts ? v[i] - threshold[i] : 0;
          }
        },
        reset,
        membrane: v,
      };
    }
    default:
      return assertNever(node);
  }
}

function concatenate(axis: number, parts: readonly { value: Float64Array; shape: Shape }[], outShape: Shape, y: Float64Array): void {
  const at = axis < 0 ? outShape.length + axis : axis;
  const outer = elementsOf(outShape.slice(0, at));
  const outRow = elementsOf(outShape.slice(at));
  let offset = 0;
  for (const { value, shape } of parts) {
    const row = elementsOf(shape.slice(at));
    for (let o = 0; o < outer; o++) for (let i = 0; i < row; i++) y[o * outRow + offset + i] = value[o * row + i];
    offset += row;
  }
}
