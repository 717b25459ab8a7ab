/**
 * `snnc inspect MODEL`: what a model of another framework holds, what is left of it once it is simplified, and which back
 * ends can take it. Nothing is trained, calibrated or written.
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { nodeMultiplyAccumulates } from "../graph/cost.js";
import { floatFieldsOf } from "../graph/fields.js";
import type { Graph, NodeKind, Shape } from "../graph/graph.js";
import { inferShapes } from "../graph/shapes.js";
import type { ModelFormat } from "../import/types.js";
import { type Diagnostic, type ErrorKind, inputError, SnncError } from "../util/diagnostics.js";
import { beginsWithMagic } from "../util/envelope.js";
import type { WorkOptions } from "../util/progress.js";
import { type BackEnd, backEndsFor } from "./back-ends.js";
import { simplify } from "./network.js";
import { assumptionsOf, type NetworkKind, networkKind, nominalPrograms } from "./nominal.js";
import { type ReadModelOptions, readModel } from "./read-model.js";

export interface DescribeModelOptions extends WorkOptions {
  readonly reading?: ReadModelOptions;
  /** Timesteps of input of the longest sample. */
  readonly timesteps?: number;
}

export interface NodeDescription {
  readonly kind: NodeKind;
  readonly name: string;
  /** -1 is the length of a text. */
  readonly input: Shape;
  readonly output: Shape;
  readonly parameters: number;
  /** Of one timestep; of one position where the output has no length. */
  readonly multiplyAccumulates: number;
}

/** Sums over the nodes of a graph. */
export interface GraphSize {
  readonly nodes: number;
  readonly parameters: number;
  readonly multiplyAccumulates: number;
  /** Those of layers whose output has no length, for each of its positions; not in `multiplyAccumulates`. */
  readonly multiplyAccumulatesPerPosition: number;
}

export interface ModelDescription {
  readonly format: ModelFormat;
  readonly name: string;
  readonly network: NetworkKind;
  readonly timestepSeconds?: number;
  /** After reading, in the order of the graph. */
  readonly nodes: readonly NodeDescription[];
  readonly size: GraphSize;
  /** What the reader dropped or approximated. */
  readonly notes: readonly Diagnostic[];
  readonly simplified: GraphSize;
  /** What the back ends were tried with. */
  readonly assumptions: readonly string[];
  readonly backEnds: readonly BackEnd[];
  /** Absent where a back end takes it; else what kind of failure stands in the way of all of them. */
  readonly failure?: ErrorKind;
}

/** Is it a file that snnc did not write? Whether it is a model shows when it is read. */
export function isForeignFile(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return false;
  const start = Buffer.alloc(4);
  const file = openSync(path, "r");
  try {
    return !beginsWithMagic(start.subarray(0, readSync(file, start)));
  } finally {
    closeSync(file);
  }
}

/** Reads a model and tries every back end. Throws SnncError (input) with everything that is in the way of reading it. */
export async function describeModel(path: string, options: DescribeModelOptions = {}): Promise<ModelDescription> {
  options.onProgress?.({ stage: "reading the model" });
  const { graph, notes, format } = await readAny(path, { ...options.reading, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  const network = networkKind(graph);
  const nodes = nodesOf(graph);
  options.onProgress?.({ stage: "compiling" });
  const simple = simplify(graph);
  const programs = await nominalPrograms(simple, network, options);
  const backEnds = await backEndsFor(programs, options);
  const [first] = programs;
  const isPossible = backEnds.some((row) => row.isPossible);
  return {
    format,
    name: graph.name,
    network,
    ...(graph.timestepSeconds === undefined ? {} : { timestepSeconds: graph.timestepSeconds }),
    nodes,
    size: sizeOf(nodes),
    notes,
    simplified: sizeOf(nodesOf(simple)),
    assumptions: assumptionsOf(network, options),
    backEnds,
    ...(isPossible ? {} : { failure: first?.kind === "refused" ? first.error.kind : "check" }),
  };
}

/** What is neither an archive, nor HDF5, nor JSON can only be ONNX; where it is not even protobuf, nobody meant that. */
async function readAny(path: string, options: ReadModelOptions): ReturnType<typeof readModel> {
  try {
    return await readModel(path, options);
  } catch (error) {
    const [problem] = error instanceof SnncError ? error.diagnostics : [];
    if (problem?.code !== "onnx-malformed" && problem?.code !== "onnx-no-graph") throw error;
    throw inputError("artefact-unknown", "is neither a file of snnc nor a model that it reads", {
      where: path,
      hint: "Give a bundle's folder, one of its .pb files, or a .nir, .keras, .h5, .onnx or TensorFlow.js model.json.",
    });
  }
}

function nodesOf(graph: Graph): NodeDescription[] {
  const shapes = inferShapes(graph);
  return graph.nodes.map((node) => {
    const { input = [], output = [] } = shapes.get(node.name) ?? {};
    return {
      kind: node.kind,
      name: node.name,
      input,
      output,
      parameters: floatFieldsOf(node).reduce((sum, { values }) => sum + values.length, 0),
      multiplyAccumulates: nodeMultiplyAccumulates(node, output),
    };
  });
}

function sizeOf(nodes: readonly NodeDescription[]): GraphSize {
  const sumOf = (part: readonly NodeDescription[]): number => part.reduce((sum, node) => sum + node.multiplyAccumulates, 0);
  return {
    nodes: nodes.length,
    parameters: nodes.reduce((sum, { parameters }) => sum + parameters, 0),
    multiplyAccumulates: sumOf(nodes.filter(({ output }) => output[0] !== -1)),
    multiplyAccumulatesPerPosition: sumOf(nodes.filter(({ output }) => output[0] === -1)),
  };
}
