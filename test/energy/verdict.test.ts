/** The verdict says what the lines say, also where they say no, and turns round exactly at its break-even points. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DigitalCostTable } from "../../src/energy/costs.js";
import { digitalSystems } from "../../src/energy/price.js";
import { breakEvens, verdict } from "../../src/energy/verdict.js";
import type { EnergyLine, EnergyTerm } from "../../src/util/results.js";
import { digitalTable, workload } from "./workload.js";

const accuracy = { rtl: 94.4, ann: 94.9 };

describe("the verdict", () => {
  it("divides the reference's energy by the SNN's, and the RTL's accuracy by the float network's", () => {
    const lines = [line("snn-int8", "SNN, int8", 50_000), line("ann-fused-int8", "Matched ANN with fused rows, int8", 200_000)];
    const said = verdict(lines, accuracy);
    expect(said.energyReduction).toBe(4);
    expect(said.accuracyRetentionPercent).toBeCloseTo((94.4 / 94.9) * 100, 9);
    expect(said.sentence).toBe(
      "The spiking network keeps 99.5 % of the float network's accuracy (94.4 against 94.9 %) and needs 4.0 times less energy than the matched ANN with fused rows. By test, both in int8 with memory included: 50.0 nJ against 200 nJ a text.",
    );
  });

  it("admits it when the SNN needs more, and still says whom it beats", () => {
    const lines = [
      line("snn-int8", "SNN, int8", 60_000),
      line("ann-fused-int8", "Matched ANN with fused rows, int8", 30_000),
      line("ann-fused-streaming-int8", "Matched ANN with fused rows, word by word, int8", 60_000),
      line("ann-dense-int8", "Dense matched ANN, int8", 120_000),
      line("linear-int8", "Linear bag of bigrams, int8", 2_000),
    ];
    const said = verdict(lines, accuracy);
    expect(said.energyReduction).toBe(0.5);
    expect(said.sentence).toContain(
      "but saves no energy against its closest competitor: it needs 2.0 times the energy of the matched ANN with fused rows.",
    );
    expect(said.sentence).toContain(
      "It needs 2.0 times less than the dense matched ANN, about as much as the matched ANN with fused rows word by word and 30 times as much as the linear bag of bigrams.",
    );
    expect(said.others.map((other) => other.energyReduction)).toEqual([1, 2, 2_000 / 60_000]);
  });

  it("calls a difference of a few percent no difference", () => {
    const lines = [line("snn-int8", "SNN, int8", 100), line("ann-fused-int8", "Matched ANN with fused rows, int8", 101)];
    expect(verdict(lines, accuracy).sentence).toContain("needs about as much energy as the matched ANN with fused rows.");
  });

  it("compares on the table asked for, and never across tables", () => {
    const lines = [
      line("snn-int8", "SNN, int8", 100, "mine"),
      line("ann-fused-int8", "ANN, int8", 300, "mine"),
      line("snn-int8", "SNN, int8", 100),
      line("ann-fused-int8", "ANN, int8", 50),
    ];
    expect(verdict(lines, accuracy).energyReduction).toBe(3);
    expect(verdict(lines, accuracy, "test").energyReduction).toBe(0.5);
    expect(() => verdict(lines, accuracy, "absent")).toThrow(
      /no line 'snn-int8' with memory on table 'absent', so there is no verdict \[verdict-no-line\]/,
    );
  });
});

describe("a break-even point", () => {
  it("is where a cost turns the verdict: re-pricing there gives equal energies, either side of it opposite answers", () => {
    const table = digitalTable();
    const point = pointOf(table, "memory.registers");
    expect(point).toBeGreaterThan(0);
    expect(reductionAt(withRegisters(table, point))).toBeCloseTo(1, 9);
    expect(reductionAt(withRegisters(table, point * 0.999))).toBeLessThan(1);
    expect(reductionAt(withRegisters(table, point * 1.001))).toBeGreaterThan(1);
  });

  it("is absent where no price >= 0 turns the verdict", () => {
    // Same count on both sides: the cost cancels. More of it on the dearer side: only a negative price would help.
    const snn = lineOf([term("memory.a", 10, 5), term("operations.x", 30, 1), term("operations.y", 4, 1)]);
    const reference = lineOf([term("memory.a", 10, 5), term("operations.x", 20, 1)]);
    expect(breakEvens(snn, reference)).toEqual([
      { cost: "memory.a", picojoulesNow: 5 },
      { cost: "operations.x", picojoulesNow: 1 },
      { cost: "operations.y", picojoulesNow: 1 },
    ]);
  });

  it("solves count x cost for random lines", () => {
    const amount = fc.integer({ min: 0, max: 1000 });
    const terms = fc.tuple(amount, amount, amount);
    fc.assert(
      fc.property(terms, terms, fc.tuple(amount, amount, amount), (a, b, costs) => {
        const make = (counts: readonly number[]) => lineOf(counts.map((count, i) => term(`memory.${i}`, count, costs[i] ?? 0)));
        for (const found of breakEvens(make(a), make(b))) {
          if (found.flipsAtPicojoules === undefined) continue;
          const i = Number(found.cost.split(".")[1]);
          const at = (counts: readonly number[]) =>
            counts.reduce((sum, count, k) => sum + count * (k === i ? (found.flipsAtPicojoules ?? 0) : (costs[k] ?? 0)), 0);
          expect(at(a)).toBeCloseTo(at(b), 4);
        }
      }),
    );
  });
});

function pointOf(table: DigitalCostTable, cost: string): number {
  return verdict(digitalSystems(workload, table), accuracy).breakEvens.find((one) => one.cost === cost)?.flipsAtPicojoules ?? Number.NaN;
}

function reductionAt(table: DigitalCostTable): number {
  return verdict(digitalSystems(workload, table), accuracy).energyReduction;
}

function withRegisters(table: DigitalCostTable, picojoules: number): DigitalCostTable {
  return { ...table, memory: table.memory.map((level) => (level.name === "registers" ? { ...level, picojoules } : level)) };
}

function term(cost: string, count: number, picojoulesEach: number): EnergyTerm {
  return { part: "memory", what: cost, cost, count, picojoulesEach, source: "a test" };
}

function lineOf(terms: readonly EnergyTerm[]): EnergyLine {
  const picojoulesPerInference = terms.reduce((sum, one) => sum + one.count * one.picojoulesEach, 0);
  return { id: "x", system: "x", precision: "int8", table: "test", kind: "arithmetic+memory", picojoulesPerInference, terms, countsFrom: "counted" };
}

function line(id: string, system: string, picojoules: number, table = "test"): EnergyLine {
  return { ...lineOf([term("memory.a", picojoules, 1)]), id, system, table };
}
