import { describe } from "vitest";
import type { Graph } from "../../../src/graph/graph.js";
import { sinkMaxPools } from "../../../src/graph-passes/index.js";
import { claimsOfPass } from "../../support/graph-pass.js";
import { neighbours } from "../../support/neighbours.js";

/** ReLUs whose one source is a max pool that nothing else reads. */
function remains(graph: Graph): string[] {
  return neighbours(graph).flatMap(({ node, own }) => {
    const isPooled = own !== undefined && (own.kind === "pool1d" || own.kind === "pool2d" || own.kind === "globalPool") && own.operation === "max";
    return node.kind === "relu" && isPooled ? [node.name] : [];
  });
}

describe("sink-max-pools", () => {
  claimsOfPass(sinkMaxPools, import.meta.dirname, remains);
});
