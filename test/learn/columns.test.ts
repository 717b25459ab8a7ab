import { describe, expect, it } from "vitest";
import { packBias, packColumns, planColumns, unpackBias, unpackColumns } from "../../src/learn/columns.js";
import { copyTextCnn } from "../../src/learn/textcnn.js";
import { createRandom } from "../../src/util/random.js";
import { randomTextCnn } from "./networks.js";

describe("the columns of the kernels", () => {
  it("are grouped by how far back they look: kernels 1, 2, 3 look at the word itself, 2 and 3 one back, 3 two back", () => {
    const { groups, columns } = planColumns(randomTextCnn(createRandom(1), { filters: 4 }));
    expect(groups.map(({ shift, filterStart, columns: width }) => [shift, filterStart, width])).toEqual([
      [0, 0, 12],
      [1, 4, 8],
      [2, 8, 4],
    ]);
    expect(columns).toBe((1 + 2 + 3) * 4);
  });

  it("look ahead too where windows are centred; an even kernel looks further ahead than back", () => {
    const { groups } = planColumns(randomTextCnn(createRandom(1), { filters: 4, windows: "same" }));
    expect(groups.map(({ shift, filterStart }) => [shift, filterStart])).toEqual([
      [0, 0],
      [1, 8],
      [-1, 4],
    ]);
  });

  it("begin at the first whole window where nothing is padded", () => {
    const firstPositions = (windows: "causal" | "same" | "valid"): number[] =>
      Array.from(planColumns(randomTextCnn(createRandom(1), { filters: 1, windows })).firstPosition);
    expect(firstPositions("valid")).toEqual([0, 1, 2]);
    expect(firstPositions("same")).toEqual([0, 0, 0]);
    expect(firstPositions("causal")).toEqual([0, 0, 0]);
  });

  it("come back as they were after packing and unpacking", () => {
    for (const windows of ["causal", "same", "valid"] as const) {
      const model = randomTextCnn(createRandom(2), { kernels: [1, 3, 4], windows });
      const plan = planColumns(model);
      const emptied = copyTextCnn(model);
      for (const branch of emptied.branches) {
        branch.weight.fill(0);
        branch.bias.fill(0);
      }
      unpackColumns(packColumns(model, plan), emptied, plan);
      unpackBias(packBias(model), emptied);
      expect(emptied).toEqual(model);
    }
  });
});
