/** What tests of readers look at: a node of a kind, and what a user would read when a file is refused. */
import type { Graph, GraphNode } from "../../../src/graph/graph.js";
import { SnncError } from "../../../src/util/diagnostics.js";

/** The node of this name; a failure of the test if it is of another kind. */
export function nodeOf<K extends GraphNode["kind"]>(graph: Graph, name: string, kind: K): Extract<GraphNode, { kind: K }> {
  const node = graph.nodes.find((candidate): candidate is Extract<GraphNode, { kind: K }> => candidate.name === name && candidate.kind === kind);
  if (node === undefined) throw new Error(`there is no ${kind} '${name}'`);
  return node;
}

/** The message of the SnncError that `run` ends in; anything else that it does is a failure of the test. */
export async function rejectionOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    if (error instanceof SnncError && error.kind === "input") return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}
