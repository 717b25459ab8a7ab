import { describe, expect, it } from "vitest";
import { factorExponents } from "../../../src/passes/factor-exponents.js";
import { exercise, expectGolden } from "../support/contract.js";

describe("factor-exponents", () => {
  it("moves shared powers of two to the exponent", () => expectGolden(factorExponents, import.meta.url));

  it("keeps every spike, output and decision", async () => {
    const shifted = (weight: number): number => (weight >> 2) << 2;
    const { changed, spikes } = await exercise(factorExponents, {
      prepare: (program, random) => ({
        ...program,
        tables: program.tables.map((table) =>
          table.bits < 4 || random.integer(2) === 0 ? table : { ...table, weights: table.weights.map(shifted) },
        ),
      }),
    });
    expect(changed).toBeGreaterThan(40);
    expect(spikes).toBeGreaterThan(1000);
  });
});
