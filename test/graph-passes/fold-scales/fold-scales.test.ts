import { describe } from "vitest";
import type { Graph, GraphNode } from "../../../src/graph/graph.js";
import { foldScales } from "../../../src/graph-passes/index.js";
import { claimsOfPass } from "../../support/graph-pass.js";
import { neighbours } from "../../support/neighbours.js";

const WEIGHTS = ["linear", "conv1d", "conv2d", "embedding", "tokenRows"];
const GAINED = ["linear", "scale", "lif", "integrator"];

/** Uniform scales beside what can always carry them, and scales of 1 between single neighbours. */
function remains(graph: Graph): string[] {
  return neighbours(graph).flatMap(({ node, own, sources, targets }) => {
    if (node.kind !== "scale" || node.scale.length > 1 || (node.bias?.length ?? 1) > 1) return [];
    const [target] = targets;
    const feeds = neighbours(graph).find((other) => other.node === target);
    const isOwnTarget = (wanted: readonly GraphNode["kind"][] | readonly string[]): boolean =>
      targets.length === 1 && target !== undefined && feeds?.own === node && wanted.some((kind) => kind === target.kind);
    const isOne = node.scale[0] === 1 && (node.bias?.[0] ?? 0) === 0 && sources.length === 1 && isOwnTarget(["relu", "output", "softmax"]);
    return WEIGHTS.includes(own?.kind ?? "") || isOwnTarget(GAINED) || isOne ? [node.name] : [];
  });
}

describe("fold-scales", () => {
  claimsOfPass(foldScales, import.meta.dirname, remains);
});
