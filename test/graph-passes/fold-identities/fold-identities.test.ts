import { describe } from "vitest";
import type { Graph } from "../../../src/graph/graph.js";
import { foldIdentities } from "../../../src/graph-passes/index.js";
import { claimsOfPass } from "../../support/graph-pass.js";
import { neighbours } from "../../support/neighbours.js";

/** Identities whose source nothing else reads: nothing stands in the way of taking those out. */
function remains(graph: Graph): string[] {
  return neighbours(graph).flatMap(({ node, own }) => {
    if (own === undefined) return [];
    const isRelu = node.kind === "relu" && (own.kind === "threshold" || (own.kind === "relu" && true)) && (node.cap ?? 1) >= 1;
    const isNone = node.kind === "delay" && node.timesteps.every((timesteps) => timesteps === 0);
    const isAlone = node.kind === "concat" && node.inputs.length === 1;
    const isNothing = node.kind === "pad" && [...node.before, ...node.after].every((count) => count === 0);
    const isCell = node.kind === "pool1d" && node.operation === "max" && node.kernel === 1 && node.stride === 1 && node.padding !== undefined;
    return isRelu || isNone || isAlone || isNothing || isCell ? [node.name] : [];
  });
}

describe("fold-identities", () => {
  claimsOfPass(foldIdentities, import.meta.dirname, remains);
});
