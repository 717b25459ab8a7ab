import { describe, expect, it } from "vitest";
import { layoutOf, lookup } from "../../../src/event/layout.js";
import { shareRows } from "../../../src/passes/share-rows.js";
import { deliveredWeights, exercise, expectContract, expectGolden, expectIdempotent, onRandomPrograms } from "../support/contract.js";

describe("share-rows", () => {
  it("lets near rows share the first of them", () => expectGolden(shareRows, import.meta.url));

  it("keeps every spike where only equal rows are shared", async () => {
    const { spikes } = await exercise(shareRows.withOptions({ maxDistance: 0 }));
    expect(spikes).toBeGreaterThan(1000);
  });

  it.each([
    { maxDistance: 3, maxRows: 0 },
    { maxDistance: 40, maxRows: 0 },
    { maxDistance: 0, maxRows: 2 },
    { maxDistance: 20, maxRows: 3 },
  ])("changes no delivered weight by more than its bound with maxDistance $maxDistance and maxRows $maxRows", async (options) => {
    let merged = 0;
    await onRandomPrograms({ connectivities: ["dense"] }, async (program) => {
      const pass = shareRows.withOptions(options);
      const { program: after, statistics } = expectContract(pass, program);
      expectIdempotent(pass, after);
      merged += statistics.rowsMerged ?? 0;
      const largest = statistics.largestDistance ?? Number.NaN;
      if (options.maxRows === 0) expect(largest).toBeLessThanOrEqual(options.maxDistance);
      else for (const { rows } of after.tables) expect(rows).toBeLessThanOrEqual(options.maxRows);
      const now = deliveredWeights(after);
      const { tableOf } = layoutOf(program);
      const exponentOf = new Map(program.projections.map(({ name, table }) => [name, lookup(tableOf, table).exponent]));
      for (const [place, weight] of deliveredWeights(program)) {
        const bound = largest * 2 ** (exponentOf.get(place.split(" ")[0] ?? "") ?? 0);
        expect(Math.abs((now.get(place) ?? Number.NaN) - weight)).toBeLessThanOrEqual(bound);
      }
    });
    expect(merged).toBeGreaterThan(20);
  });
});
