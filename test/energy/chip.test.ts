/** Chip events by the two published calibrations, against sums worked out from the printed costs. */
import { describe, expect, it } from "vitest";
import { barrierNanoseconds, priceChip } from "../../src/energy/chip.js";
import { chipEvents, chipTable } from "./workload.js";

describe("Loihi by Davies 2018", () => {
  const table = chipTable("loihi-davies-2018");

  it("charges operations, updates, spikes within a tile and hops", () => {
    expect(priceChip(chipEvents, table).line.picojoulesPerInference).toBeCloseTo(2508 * 23.6 + 1200 * 81 + 300 * 52 + 40 * 1.7 + 12 * 3 + 5 * 4, 6);
  });

  it("lists what it has no cost of", () => {
    expect(priceChip(chipEvents, table).notPriced).toEqual([
      { what: "loihi1: spikes out of a compartment", count: 45, reason: "loihi-davies-2018 has no cost of its own for it" },
      { what: "loihi1: messages out of a core", count: 50, reason: "loihi-davies-2018 has no cost of its own for it" },
    ]);
  });

  it("bounds the latency by barriers and the busiest core's own work", () => {
    const barrier = 113 + (465 - 113) / 31;
    const nanoseconds = 14 * barrier + 2000 * 3.5 + 1000 * 8.4 + 200 * 5.3;
    expect(priceChip(chipEvents, table).line.latencySeconds).toBeCloseTo(nanoseconds * 1e-9, 12);
  });
});

describe("Loihi by SANA-FE", () => {
  const table = chipTable("loihi-sanafe");

  it("charges dense operations, soma access and update, spikes and messages out, and hops", () => {
    expect(priceChip(chipEvents, table).line.picojoulesPerInference).toBeCloseTo(
      2508 * 35.5 + 1200 * (51.2 + 21.6) + 300 * 51.2 + 45 * 69.3 + 50 * 111 + 12 * 3 + 5 * 4.2,
      6,
    );
  });

  it("takes the barrier from its points, linear in between, constant outside", () => {
    expect([1, 2, 3, 4, 29, 32].map((tiles) => barrierNanoseconds(table, tiles))).toEqual([600, 1000, 1200, 1400, 1800, 1800]);
    expect(barrierNanoseconds(table, 0)).toBe(600);
  });
});
