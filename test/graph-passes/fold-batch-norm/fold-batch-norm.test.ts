import { describe, expect, it } from "vitest";
import { parseGraph } from "../../../src/graph/parse.js";
import { foldBatchNorm } from "../../../src/graph-passes/index.js";
import { messageOf } from "../../support/errors.js";
import { claimsOfPass } from "../../support/graph-pass.js";

describe("fold-batch-norm", () => {
  claimsOfPass(foldBatchNorm, import.meta.dirname, (graph) => graph.nodes.flatMap(({ kind, name }) => (kind === "batchNorm" ? [name] : [])));

  it("refuses a channel that single precision cannot carry, by name", () => {
    const text = `snnc-graph 2
graph far
input in shape=1 encoding=values
batchNorm n epsilon=0
  gamma: 1e38
  beta: 0
  mean: 0
  variance: 1e-10
output out shape=1
edge in -> n
edge n -> out
`;
    expect(messageOf(() => foldBatchNorm.run(parseGraph(text)))).toMatchInlineSnapshot(`
      "node 'n' (batchNorm): its channel 0 multiplies or shifts beyond single precision: gamma 9.999999680285692e+37, mean 0, variance 1.000000013351432e-10, epsilon 0 [batch-norm-range]
        A channel whose variance is 0 in training carries nothing: set its gamma to 0, or raise epsilon."
    `);
  });
});
