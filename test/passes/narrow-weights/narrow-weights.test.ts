import { describe, expect, it } from "vitest";
import { narrowWeights } from "../../../src/passes/narrow-weights.js";
import { exercise, expectGolden } from "../support/contract.js";

describe("narrow-weights", () => {
  it("narrows every table to its widest mantissa", () => expectGolden(narrowWeights, import.meta.url));

  it("keeps every spike, output and decision", async () => {
    const { changed, spikes } = await exercise(narrowWeights);
    expect(changed).toBeGreaterThan(20);
    expect(spikes).toBeGreaterThan(1000);
  });
});
