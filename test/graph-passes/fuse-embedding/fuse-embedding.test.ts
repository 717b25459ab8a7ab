import { describe } from "vitest";
import { evaluationOrder } from "../../../src/graph/order.js";
import { fuseEmbedding } from "../../../src/graph-passes/index.js";
import { claimsOfPass } from "../../support/graph-pass.js";
import { neighbours } from "../../support/neighbours.js";

describe("fuse-embedding", () => {
  claimsOfPass(fuseEmbedding, import.meta.dirname, (graph) =>
    neighbours(graph).flatMap(({ node, sources }) => {
      const isPlain = node.kind === "conv1d" && node.stride === 1 && node.dilation === 1 && node.groups === 1;
      const isRecurrent = evaluationOrder(graph).delayed.size > 0;
      return isPlain && !isRecurrent && sources.length === 1 && sources[0]?.kind === "embedding" ? [node.name] : [];
    }),
  );
});
