import { describe, expect, it } from "vitest";
import { clippedTables } from "../../src/flow/clipped.js";

const table = (weights: readonly number[]) => ({
  name: "words",
  tables: [{ name: "rows", rows: 1, columns: weights.length, bits: 8, exponent: 0, weights: Int8Array.from(weights) }],
});
const half = Array.from({ length: 100 }, (_, i) => (i < 60 ? 127 * (i % 2 === 0 ? 1 : -1) : i - 70));

describe("a table whose weights are mostly clipped", () => {
  it("is told, with the share of the weights that are not 0", () => {
    expect(clippedTables({ ...table(half), name: "net" }, 8).map(({ code, message, where }) => [code, message, where])).toEqual([
      [
        "weights-clipped",
        "61 % of its weights that are not 0 are clipped to \u00b1127: little more than their signs is left",
        "program 'net', table 'rows'",
      ],
    ]);
  });

  it("is not told where few are, where it has few weights, or where two bits hold nothing but signs", () => {
    expect(clippedTables(table(half.map((weight) => Math.trunc(weight / 2))), 8)).toEqual([]);
    expect(clippedTables(table(half.slice(0, 50)), 8)).toEqual([]);
    expect(clippedTables(table(half.map(Math.sign)), 2)).toEqual([]);
  });
});
