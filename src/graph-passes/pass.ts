/**
 * Passes over the graph and the pipeline that runs them: the floating-point counterpart of src/passes, with the same
 * shape. A pass is a value with a contract; it takes a verified graph and leaves one that computes the same.
 */
import type { Graph } from "../graph/graph.js";

export interface GraphPass {
  readonly level: "graph";
  /** kebab-case */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** What must hold before. */
  readonly requires: string;
  /** What no longer exists, or always holds, afterwards. */
  readonly ensures: string;
  /** Pure: same graph, same result, and the very same graph where there is nothing to do. `statistics` counts what was changed. */
  readonly run: (graph: Graph) => GraphPassResult;
}

export interface GraphPassResult {
  readonly graph: Graph;
  readonly statistics: Readonly<Record<string, number>>;
}

/** Called after each pass of a pipeline; may throw to stop it (a verifier does). */
export type GraphPassObserver = (pass: GraphPass, before: Graph, result: GraphPassResult) => void;

/** Runs the passes in order; statistics are prefixed by the pass's name. */
export function graphPipeline(name: string, passes: readonly GraphPass[], observe: GraphPassObserver = () => {}): GraphPass {
  return {
    level: "graph",
    name,
    summary: passes.map((pass) => pass.name).join(", "),
    requires: passes[0]?.requires ?? "nothing",
    ensures: passes.map((pass) => pass.ensures).join("; "),
    run: (graph) => {
      let current = graph;
      const statistics: Record<string, number> = {};
      for (const pass of passes) {
        const result = pass.run(current);
        observe(pass, current, result);
        for (const [key, value] of Object.entries(result.statistics)) statistics[`${pass.name}.${key}`] = value;
        current = result.graph;
      }
      return { graph: current, statistics };
    },
  };
}
