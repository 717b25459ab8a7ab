import { describe, expect, it } from "vitest";
import { chooseSharedRows } from "../../src/lower/rows.js";
import { createRandom } from "../../src/util/random.js";
import { randomTextGraph } from "../support/text-graph.js";

const counts = Uint32Array.from({ length: 200 }, (_, token) => 1000 - token * 4);
const graph = randomTextGraph(createRandom(1), { vocabulary: 200 });

describe("shared rows", () => {
  it("leave every token its own row when there are enough", () => {
    const shared = chooseSharedRows(graph, { counts, maxRows: 200, ownRows: 10, seed: 1 });
    expect(shared.rows).toBe(200);
    expect([...shared.rowOf]).toEqual(Array.from({ length: 200 }, (_, token) => token));
  });

  it("keep the most frequent tokens alone and use no more rows than allowed", () => {
    const shared = chooseSharedRows(graph, { counts, maxRows: 60, ownRows: 20, seed: 1 });
    expect(shared.rows).toBeLessThanOrEqual(60);
    expect(shared.rows).toBeGreaterThan(50);
    const users = new Uint32Array(shared.rows);
    for (const row of shared.rowOf) users[row]++;
    for (let token = 0; token < 20; token++) expect(users[shared.rowOf[token]]).toBe(1);
    expect(users.every((count) => count > 0)).toBe(true);
  });

  it("join tokens whose rows are equal before any others", () => {
    const twins = {
      ...graph,
      nodes: graph.nodes.map((node) => {
        if (node.kind !== "embedding") return node;
        const weight = node.weight.slice();
        for (let token = 100; token < 200; token++) {
          weight.copyWithin(token * node.dimensions, (token - 100) * node.dimensions, (token - 99) * node.dimensions);
        }
        return { ...node, weight };
      }),
    };
    const shared = chooseSharedRows(twins, { counts, maxRows: 140, ownRows: 5, seed: 1 });
    let together = 0;
    for (let token = 105; token < 200; token++) if (shared.rowOf[token] === shared.rowOf[token - 100]) together++;
    expect(together).toBeGreaterThan(85);
  });

  it("are the same for the same seed", () => {
    const options = { counts, maxRows: 60, ownRows: 20, seed: 9 };
    expect(chooseSharedRows(graph, options)).toEqual(chooseSharedRows(graph, options));
  });

  it("refuse own rows that leave none to share", () => {
    expect(() => chooseSharedRows(graph, { counts, maxRows: 20, ownRows: 20, seed: 1 })).toThrow("20 own rows of 20 leave none to share");
  });
});
