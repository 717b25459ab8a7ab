import { describe, expect, it } from "vitest";
import { legaliseDelays } from "../../../src/passes/legalise-delays.js";
import { exercise, expectGolden } from "../support/contract.js";

describe("legalise-delays", () => {
  it("relays long delays", () => expectGolden(legaliseDelays, import.meta.url));

  it.each([1, 3, 8])("keeps every spike, output and decision with %i slots", async (slots) => {
    const { changed, refused, spikes } = await exercise(legaliseDelays.withOptions({ slots }), {
      runs: 200,
      prepare: (program) => ({
        ...program,
        limits: { ...program.limits, eventsPerTimestep: 1, eventsPerSample: program.limits.timestepsPerSample },
        projections: program.projections.map((projection) => ({ ...projection, delay: 1 + (projection.delay % 11) })),
      }),
    });
    expect(refused).toBe(0);
    expect(changed).toBeGreaterThan(50);
    expect(spikes).toBeGreaterThan(1000);
  });
});
