/** What must hold for every line of every table, whatever the counts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanTaps } from "../../src/energy/counts.js";
import { priceSystems } from "../../src/energy/price.js";
import { chipEvents, costTable, workload } from "./workload.js";

const TABLES = ["horowitz-45nm", "loihi-davies-2018", "loihi-sanafe"].map(costTable);
const { energy, notPriced, costTables } = priceSystems(workload, chipEvents, TABLES);

describe("priced systems", () => {
  it("have terms that sum to their line, each counted, sourced and from the line's table", () => {
    for (const line of energy) {
      const sum = line.terms.reduce((total, term) => total + term.count * term.picojoulesEach, 0);
      expect(sum).toBeCloseTo(line.picojoulesPerInference, 6);
      for (const term of line.terms) {
        expect(term.count).toBeGreaterThan(0);
        expect(term.source.length).toBeGreaterThan(10);
      }
    }
    expect(costTables.map((table) => table.name)).toEqual(["horowitz-45nm", "loihi-davies-2018", "loihi-sanafe"]);
  });

  it("show the arithmetic alone beside every line with memory, and it is the same arithmetic", () => {
    const withMemory = energy.filter((line) => line.kind === "arithmetic+memory");
    expect(withMemory.map((line) => line.id)).toEqual([
      "snn-int8",
      "crossbar-32-int8",
      "ann-fused-int8",
      "ann-fused-streaming-int8",
      "ann-dense-int8",
      "linear-int8",
      "ann-fused-fp32",
      "ann-dense-fp32",
      "linear-fp32",
    ]);
    for (const line of withMemory) {
      const alone = energy.find((other) => other.kind === "arithmetic" && other.id === line.id);
      expect(alone?.terms).toEqual(line.terms.filter((term) => term.part === "arithmetic"));
    }
  });

  it("charge memory by the size of the array alone: one size, one cost, whoever reads it", () => {
    const costs = new Map<string, Set<number>>();
    for (const line of energy) {
      for (const term of line.terms.filter((one) => one.part === "memory")) {
        costs.set(term.cost, (costs.get(term.cost) ?? new Set()).add(term.picojoulesEach));
      }
    }
    expect([...costs.values()].every((set) => set.size === 1)).toBe(true);
    expect(costs.size).toBeGreaterThan(2);
  });

  it("never cost more when every count is smaller", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), (share) => {
        const snn = {
          ...workload.snn,
          neuronUpdates: workload.snn.neuronUpdates * share,
          tables: workload.snn.tables.map((one) => ({ ...one, words64: one.words64 * share })),
        };
        const less = priceSystems({ ...workload, snn }, undefined, TABLES).energy.find(
          (line) => line.id === "snn-int8" && line.kind === "arithmetic+memory",
        );
        const now = energy.find((line) => line.id === "snn-int8" && line.kind === "arithmetic+memory");
        return (less?.picojoulesPerInference ?? Number.NaN) <= (now?.picojoulesPerInference ?? Number.NaN);
      }),
    );
  });

  it("name what is not priced, with its count", () => {
    const what = notPriced.map((item) => item.what).join("; ");
    for (const part of ["tokenising", "injection", "readout", "reset", "static power", "control"]) expect(what).toContain(part);
    expect(notPriced.find((item) => item.what.startsWith("host-to-core"))?.count).toBe(22);
  });

  it("leave the chip out when there is no mapping", () => {
    const priced = priceSystems(workload, undefined, TABLES);
    expect(priced.energy.some((line) => line.kind === "chip")).toBe(false);
    expect(priced.costTables.map((table) => table.name)).toEqual(["horowitz-45nm"]);
  });
});

describe("taps", () => {
  it("are the pairs of window and offset inside the text", () => {
    // Length 4, windows of 3 ending at each word: 1 + 2 + 3 + 3.
    expect(meanTaps([4], 3)).toBe(9);
    expect(meanTaps([1, 4], 3)).toBe(5);
    expect(meanTaps([], 3)).toBe(0);
  });

  it("equal a count by enumeration", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 7 }), (lengths, size) => {
        let pairs = 0;
        for (const length of lengths)
          for (let end = 0; end < length; end++) for (let offset = 0; offset < size; offset++) if (end - offset >= 0) pairs++;
        expect(meanTaps(lengths, size)).toBeCloseTo(pairs / lengths.length, 9);
      }),
    );
  });
});
