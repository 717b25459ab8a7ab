import { describe, expect, it } from "vitest";
import { leastDepths } from "../../src/passes/analysis/depths.js";
import {
  alignToLanes,
  factorExponents,
  mergeDuplicateRows,
  narrowMembranes,
  narrowWeights,
  PASSES,
  pipeline,
  pruneWeakSynapses,
  pruneZeroSynapses,
  removeConstantNeurons,
  removeDeadNeurons,
  retime,
  selectPasses,
  shareRows,
  splitPopulations,
} from "../../src/passes/index.js";
import { createRandom } from "../../src/util/random.js";
import { randomProgram } from "../support/random-program.js";
import { exercise, expectSameRun, onRandomPrograms, run, withZeros } from "./support/contract.js";
import { randomConvolutions } from "./support/convolutions.js";

const EXACT = [
  removeConstantNeurons,
  removeDeadNeurons,
  pruneWeakSynapses,
  pruneZeroSynapses,
  mergeDuplicateRows,
  factorExponents,
  narrowMembranes,
  narrowWeights,
  alignToLanes.withOptions({ lanes: 4 }),
  splitPopulations.withOptions({ maxNeurons: 6 }),
];

describe("a pipeline", () => {
  it("is a pass that shows its observer every step", () => {
    const seen: string[] = [];
    const program = randomProgram(createRandom(1), {});
    const whole = pipeline("two", [mergeDuplicateRows, narrowWeights], (pass, before, result) => {
      seen.push(pass.name);
      expect(result.program.name).toBe(before.name);
    });
    const { statistics } = whole.run(program);
    expect(seen).toEqual(["merge-duplicate-rows", "narrow-weights"]);
    expect(Object.keys(statistics)).toEqual(Object.keys(whole.statistics));
    expect(Object.keys(statistics)).toContain("narrow-weights.bitsSaved");
  });

  it("of every exact pass keeps spikes under the composed numbers, outputs and decisions", async () => {
    const whole = pipeline("exact", EXACT);
    const random = await exercise(whole, { prepare: withZeros(30), isIdempotent: false });
    expect(random.changed).toBeGreaterThan(150);
    const convolutions = await exercise(whole, { runs: 60, prepare: (_, seeded) => randomConvolutions(seeded), isIdempotent: false });
    expect(convolutions.changed).toBe(60);
    expect(random.spikes + convolutions.spikes).toBeGreaterThan(2000);
  });

  it("has the weakest contract of its passes", () => {
    expect(pipeline("p", [narrowWeights]).spikes).toEqual({ kind: "same" });
    expect(pipeline("p", [narrowWeights, removeDeadNeurons]).spikes).toEqual({ kind: "renumbered" });
    expect(pipeline("p", [retime, removeDeadNeurons]).spikes.kind).toBe("shifted");
    expect(pipeline("p", [retime, shareRows, removeDeadNeurons]).spikes).toEqual(shareRows.spikes);
  });
});

describe("a pass", () => {
  it("says what its requirements miss, with its name", () => {
    const program = { ...randomProgram(createRandom(1), {}), legalised: { target: "crossbar-16", updateGroup: 16 } };
    expect(() => removeDeadNeurons.run(program)).toThrow("pass 'remove-dead-neurons': program 'random-");
  });

  it("would be caught by the assertions of these tests if it broke its contract", async () => {
    // A pass that loses a synapse somewhere is seen by its spikes, one that claims too much by its claims.
    let seen = 0;
    await onRandomPrograms({ runs: 60 }, async (program, batch) => {
      const [table, ...tables] = program.tables;
      if (table === undefined) return;
      const broken = { ...program, tables: [{ ...table, weights: table.weights.map((weight) => -1 - weight) }, ...tables] };
      const [a, b] = [await run(program, batch), await run(broken, batch)];
      if (JSON.stringify([a.spikes, a.outputs]) === JSON.stringify([b.spikes, b.outputs])) return;
      await expect(expectSameRun(program, { program: broken, statistics: {} }, batch)).rejects.toThrow();
      seen++;
    });
    expect(seen).toBeGreaterThan(20);
  });
});

describe("selecting passes", () => {
  it("reads names and options", () => {
    const selected = selectPasses("narrow-weights, share-rows{maxDistance=2, maxRows=40},share-rows{}", PASSES);
    expect(selected.map(({ name }) => name)).toEqual(["narrow-weights", "share-rows", "share-rows"]);
    expect(selected.map(({ options }) => options.map(({ value }) => value))).toEqual([[], [2, 40], [1, 0]]);
  });
});

describe("least depths", () => {
  it("are those of a naive relaxation, or a cycle that adds up to more than 0", () => {
    const random = createRandom(5);
    const kinds = { depths: 0, cycle: 0 };
    for (let round = 0; round < 400; round++) {
      const names = Array.from({ length: 1 + random.integer(8) }, (_, i) => `p${i}`);
      const pick = (): string => names[random.integer(names.length)] ?? "";
      const constraints = Array.from({ length: random.integer(14) }, () =>
        random.integer(4) === 0
          ? { from: undefined, to: pick(), least: 5 - random.integer(7) }
          : { from: pick(), to: pick(), least: 1 - random.integer(4) },
      );
      const solution = leastDepths(names, 1, constraints);
      kinds[solution.kind]++;
      const depths = new Map(names.map((name) => [name, 1]));
      for (let i = 0; i <= names.length; i++) {
        for (const { from, to, least } of constraints) {
          depths.set(to, Math.max(depths.get(to) ?? 1, (from === undefined ? 0 : (depths.get(from) ?? 1)) + least));
        }
      }
      const isSolved = constraints.every(
        ({ from, to, least }) => (depths.get(to) ?? 1) >= (from === undefined ? 0 : (depths.get(from) ?? 1)) + least,
      );
      expect(solution.kind).toBe(isSolved ? "depths" : "cycle");
      if (solution.kind === "depths") expect(solution.depths).toEqual(depths);
      else {
        const around = solution.names.map((name, i) => {
          const next = solution.names[(i + 1) % solution.names.length];
          return Math.max(...constraints.filter(({ from, to }) => from === name && to === next).map(({ least }) => least));
        });
        expect(around.reduce((sum, least) => sum + least, 0)).toBeGreaterThan(0);
      }
    }
    expect(kinds.depths).toBeGreaterThan(100);
    expect(kinds.cycle).toBeGreaterThan(50);
  });

  it("are found for a chain of 100,000 populations in the worst order, and for one that closes a cycle", () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `p${i}`);
    const chain = names.slice(1).map((name, i) => ({ from: name, to: `p${i}`, least: 1 }));
    const solution = leastDepths(names, 1, chain);
    expect(solution.kind === "depths" && solution.depths.get("p0")).toBe(100_000);
    const closed = leastDepths(names, 1, [...chain, { from: "p0", to: "p99999", least: 0 }]);
    expect(closed.kind === "cycle" && closed.names.length).toBe(100_000);
  });
});
