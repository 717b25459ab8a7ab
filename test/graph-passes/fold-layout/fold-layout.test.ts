import { describe } from "vitest";
import type { Graph } from "../../../src/graph/graph.js";
import { foldLayout } from "../../../src/graph-passes/index.js";
import { claimsOfPass } from "../../support/graph-pass.js";
import { neighbours } from "../../support/neighbours.js";

/** Pairs that could be one node, identities between single neighbours, transposes in front of what they could pass. */
function remains(graph: Graph): string[] {
  const renames = (kind: string | undefined): boolean => kind === "reshape" || kind === "flatten";
  return neighbours(graph).flatMap(({ node, own, sources, targets, shape }) => {
    const isBetween = sources.length === 1 && targets.length === 1 && sources[0]?.kind !== "input" && targets[0]?.kind !== "concat";
    const isPair = (renames(node.kind) && renames(own?.kind)) || (node.kind === "transpose" && own?.kind === "transpose");
    const isSame = renames(node.kind) && isBetween && own !== undefined && `${shape.input}` === `${shape.output}`;
    const isStopped = node.kind === "relu" && own?.kind === "transpose";
    const isPermuted = node.kind === "linear" && own?.kind === "transpose" && shape.input.length === 1;
    return isPair || isSame || isStopped || isPermuted ? [node.name] : [];
  });
}

describe("fold-layout", () => {
  claimsOfPass(foldLayout, import.meta.dirname, remains);
});
