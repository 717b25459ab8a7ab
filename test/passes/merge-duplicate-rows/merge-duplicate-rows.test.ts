import { describe, expect, it } from "vitest";
import type { EventProgram } from "../../../src/event/program.js";
import { mergeDuplicateRows } from "../../../src/passes/merge-duplicate-rows.js";
import type { Random } from "../../../src/util/random.js";
import { exercise, expectGolden } from "../support/contract.js";

describe("merge-duplicate-rows", () => {
  it("stores equal rows once", () => expectGolden(mergeDuplicateRows, import.meta.url));

  it("keeps every spike, output and decision", async () => {
    const { changed, spikes } = await exercise(mergeDuplicateRows, { prepare: withRepeatedRows });
    expect(changed).toBeGreaterThan(40);
    expect(spikes).toBeGreaterThan(1000);
  });
});

/** Every table with some rows copied over others. */
function withRepeatedRows(program: EventProgram, random: Random): EventProgram {
  const tables = program.tables.map((table) => {
    const weights = table.weights.slice();
    for (let row = 0; row < table.rows; row++) {
      const from = random.integer(table.rows) * table.columns;
      if (random.integer(2) === 0) weights.copyWithin(row * table.columns, from, from + table.columns);
    }
    return { ...table, weights };
  });
  return { ...program, tables };
}
