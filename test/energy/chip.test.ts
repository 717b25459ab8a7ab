/** Chip events by the two published calibrations, against sums worked out from the printed costs. */
import { describe, expect, it } from "vitest";
import { barrierNanoseconds, chipTimes, priceChip } from "../../src/energy/chip.js";
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

  it("gives each event its published time, the barrier of so many tiles, and names what has no time", () => {
    const [times] = chipTimes([table], 2);
    expect(times).toEqual({
      table: "loihi-davies-2018",
      nanoseconds: {
        synapticOperation: 3.5,
        compartmentUpdateActive: 8.4,
        compartmentUpdateInactive: 5.3,
        spikeOut: 0,
        axonOut: 0,
        spikeWithinTile: 2.1,
        hopEastWest: 4.1,
        hopNorthSouth: 6.5,
      },
      barrierNanoseconds: 113 + (465 - 113) / 31,
      missing: ["spikeOut", "axonOut"],
    });
  });

  it("takes the latency that was bounded with its own times, and has none where there was none", () => {
    const spread = { mean: 2e-6, p50: 2e-6, p99: 3e-6 };
    const parts = { barrier: 1e-6, core: 1e-6, path: 0, link: 0, sending: 1e-6, contended: 0, receiving: 0 };
    const bounds = { missing: [], lower: spread, upper: spread, parts, slowest: { core: 100, path: 0, link: 0 }, core: { id: 3, percent: 60 } };
    const latency = ["loihi-sanafe", "loihi-davies-2018"].map((name, id) => ({ ...bounds, table: name, core: { id, percent: 60 } }));
    expect(priceChip({ ...chipEvents, latency }, table).line.latency?.core.id).toBe(1);
    expect(priceChip(chipEvents, table).line.latency).toBeUndefined();
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
