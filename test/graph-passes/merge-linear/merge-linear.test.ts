import { describe } from "vitest";
import { mergeLinear } from "../../../src/graph-passes/index.js";
import { claimsOfPass } from "../../support/graph-pass.js";
import { neighbours } from "../../support/neighbours.js";

describe("merge-linear", () => {
  claimsOfPass(mergeLinear, import.meta.dirname, (graph) =>
    neighbours(graph).flatMap(({ node, own }) =>
      node.kind === "linear" && own?.kind === "linear" && own.inputs * node.outputs < own.weight.length + node.weight.length ? [node.name] : [],
    ),
  );
});
