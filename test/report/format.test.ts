/** How numbers are written, at the places where a digit or a prefix changes. */
import { describe, expect, it } from "vitest";
import { formatBits, formatCost, formatCount, formatEnergy, formatFactor, formatTime } from "../../src/report/format.js";

describe("numbers", () => {
  it("energies have three digits and a prefix", () => {
    expect([0, 0.05, 1, 999, 999.7, 1000, 29949.6, 131e3, 2.7e6, 3e12].map(formatEnergy)).toEqual([
      "0 J",
      "0.0500 pJ",
      "1.00 pJ",
      "999 pJ",
      "1.00 nJ",
      "1.00 nJ",
      "29.9 nJ",
      "131 nJ",
      "2.70 \u00b5J",
      "3.00 J",
    ]);
  });

  it("times, costs, factors, counts and bits too", () => {
    expect(formatTime(18e-6)).toBe("18.0 \u00b5s");
    expect([0.1, 1300, 18.66557].map(formatCost)).toEqual(["0.1 pJ", "1,300 pJ", "18.67 pJ"]);
    expect([0.024381, 0.4, 2.476, 41.02, 1234.5, Number.POSITIVE_INFINITY].map(formatFactor)).toEqual([
      "0.024",
      "0.40",
      "2.48",
      "41.0",
      "1,235",
      "-",
    ]);
    expect([7, 2.25, 132.4, 1234567, -57].map(formatCount)).toEqual(["7", "2.3", "132", "1,234,567", "-57"]);
    expect([12, 122880, 3833856].map(formatBits)).toEqual(["12 bit", "120.0 kbit", "3.66 Mbit"]);
  });
});
