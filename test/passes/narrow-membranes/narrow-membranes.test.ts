import { describe, expect, it } from "vitest";
import { analyseRanges, requiredStateBits } from "../../../src/event/ranges.js";
import { narrowMembranes } from "../../../src/passes/narrow-membranes.js";
import { exercise, expectContract, expectGolden, onRandomPrograms } from "../support/contract.js";

describe("narrow-membranes", () => {
  it("divides a population by what it adds in multiples of, and lowers thresholds out of reach", () =>
    expectGolden(narrowMembranes, import.meta.url));

  it("keeps every spike, output and decision", async () => {
    const { statistics, spikes } = await exercise(narrowMembranes);
    expect(statistics.populationsScaled).toBeGreaterThan(20);
    expect(statistics.thresholdsLowered).toBeGreaterThan(100);
    expect(spikes).toBeGreaterThan(1000);
  });

  it("never widens a membrane", async () => {
    let saved = 0;
    await onRandomPrograms({}, async (program) => {
      const bits = (of: typeof program): number => requiredStateBits(analyseRanges(of));
      const { program: after } = expectContract(narrowMembranes, program);
      expect(bits(after)).toBeLessThanOrEqual(bits(program));
      saved += bits(program) - bits(after);
    });
    expect(saved).toBeGreaterThan(10);
  });
});
