/** `snnc opt` on graphs: chosen graph passes on someone's model or a bundle's graph, what each changes, and the result on disk. */
import { basename, dirname } from "node:path";
import { decodeGraph } from "../graph/codec.js";
import { multiplyAccumulates } from "../graph/cost.js";
import { withLength } from "../graph/evaluate.js";
import { floatFieldsOf } from "../graph/fields.js";
import type { Graph } from "../graph/graph.js";
import { printGraph } from "../graph/print.js";
import { assertVerifiedGraph } from "../graph/verify.js";
import { GRAPH_PASSES, type GraphPass, type GraphPassResult, graphPipeline } from "../graph-passes/index.js";
import { isFolder, readUserFile, writeFilesAtomic } from "../tools/files.js";
import { inputError } from "../util/diagnostics.js";
import { sniffKind } from "../util/envelope.js";
import { encodeGraph, readGraph } from "./artefacts.js";
import { openBundle } from "./bundle.js";
import { type OptimiseOptions, refuseFolder, upTo } from "./optimise.js";
import { type ReadModelOptions, readModel } from "./read-model.js";

/** What a graph holds and takes. */
export interface GraphCost {
  readonly nodes: number;
  /** Numbers of all nodes. */
  readonly parameters: number;
  /** Multiply-accumulates of one evaluation; of a text network, of `TEXT_POSITIONS` words. */
  readonly operations: number;
  /** Of the numbers, as 32-bit floats. */
  readonly bytes: number;
}

export const TEXT_POSITIONS = 32;

export interface GraphPassReport {
  readonly pass: string;
  readonly seconds: number;
  readonly before: GraphCost;
  readonly after: GraphCost;
  readonly statistics: Readonly<Record<string, number>>;
}

export interface OptimiseGraphSummary {
  readonly graph: string;
  readonly passes: readonly GraphPassReport[];
  readonly file?: string;
}

export interface OptimiseGraphOptions extends OptimiseOptions {
  readonly reading?: ReadModelOptions;
}

/** Do the passes named run on graphs? Names that nobody knows are left to the selection, which complains. */
export function areGraphPasses(passes: string): boolean {
  return passes.split(",").some((name) => GRAPH_PASSES.some((pass) => pass.name === name.trim()));
}

/** Runs graph passes on a bundle's graph.pb, a graph.pb or a model. Throws SnncError (input) for options and for models that cannot be read. */
export async function optimiseGraph(path: string, options: OptimiseGraphOptions): Promise<OptimiseGraphSummary> {
  const passes = upTo(selected(options.passes), options);
  if (options.target !== undefined) refuse("--target", "graph passes know no target: it is for passes on event programs");
  if (options.samples !== undefined) refuse("--samples", "graph passes keep what a graph computes: samples are for passes on event programs");
  if (options.output !== undefined) refuseFolder(options.output);
  const graph = await graphOf(path, options);
  const reports: GraphPassReport[] = [];
  let seconds = 0;
  const timed = passes.map((pass): GraphPass => {
    const run = (given: Graph): GraphPassResult => {
      options.signal?.throwIfAborted();
      const started = performance.now();
      const result = pass.run(given);
      seconds = (performance.now() - started) / 1000;
      return result;
    };
    return { ...pass, run };
  });
  const { graph: optimised } = graphPipeline("opt", timed, (pass, before, result) => {
    reports.push({ pass: pass.name, seconds, before: costOfGraph(before), after: costOfGraph(result.graph), statistics: result.statistics });
    if (options.verifyEach === true) assertVerifiedGraph(result.graph, `after pass '${pass.name}'`);
    if (options.printAfter?.pass === "all" || options.printAfter?.pass === pass.name) options.printAfter.print(printGraph(result.graph));
  }).run(graph);
  assertVerifiedGraph(optimised);
  if (options.output !== undefined) writeFilesAtomic(dirname(options.output), new Map([[basename(options.output), encodeGraph(optimised)]]));
  return { graph: graph.name, passes: reports, ...(options.output === undefined ? {} : { file: options.output }) };
}

/** Contracts of the graph passes. */
export function listGraphPasses(): readonly { readonly name: string; readonly contract: string }[] {
  return GRAPH_PASSES.map(({ name, summary, requires, ensures }) => ({
    name,
    contract: `${name}: ${summary}\n  requires: ${requires}\n  ensures: ${ensures}\n  values: the same, up to the rounding of 32-bit floats\n`,
  }));
}

function selected(text: string): GraphPass[] {
  return text.split(",").map((item) => {
    const name = item.trim();
    const pass = GRAPH_PASSES.find((candidate) => candidate.name === name);
    if (pass !== undefined) return pass;
    throw inputError("pass-unknown", `there is no graph pass '${name}'`, {
      hint: `Graph passes: ${GRAPH_PASSES.map((known) => known.name).join(", ")}. They take no options, and passes on event programs run by themselves.`,
    });
  });
}

async function graphOf(path: string, { reading, signal, onProgress }: OptimiseGraphOptions): Promise<Graph> {
  if (isFolder(path)) return readGraph(openBundle(path));
  const bytes = readUserFile(path);
  if (sniffKind(bytes) !== undefined) return decodeGraph(bytes, path);
  onProgress?.({ stage: "reading the model" });
  return (await readModel(path, { ...reading, ...(signal === undefined ? {} : { signal }) })).graph;
}

function costOfGraph(graph: Graph): GraphCost {
  const parameters = graph.nodes.reduce((sum, node) => sum + floatFieldsOf(node).reduce((own, { values }) => own + values.length, 0), 0);
  const isVariable = graph.nodes.some((node) => node.kind === "input" && node.shape.includes(-1));
  return {
    nodes: graph.nodes.length,
    parameters,
    operations: multiplyAccumulates(isVariable ? withLength(graph, TEXT_POSITIONS) : graph),
    bytes: 4 * parameters,
  };
}

function refuse(option: string, why: string): never {
  throw inputError("usage", `${option} does not go with these passes: ${why}`);
}
