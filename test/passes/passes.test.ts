import { describe, expect, it } from "vitest";
import { verifyEventProgram } from "../../src/event/verify.js";
import { pipeline } from "../../src/passes/index.js";
import { mergeDuplicateRows } from "../../src/passes/merge-duplicate-rows.js";
import { narrowWeights } from "../../src/passes/narrow-weights.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { createRandom } from "../../src/util/random.js";
import { randomBatch, randomProgram } from "../support/random-program.js";
import { readTraces } from "../support/traces.js";

describe.each([mergeDuplicateRows, narrowWeights].map((pass) => [pass.name, pass] as const))("pass %s", (_, pass) => {
  it("keeps every spike, output and operation, leaves a verified program, and does nothing the second time", async () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = createRandom(seed);
      const program = randomProgram(random, {});
      const batch = randomBatch(random, program, { samples: 2 });
      const after = pass.run(program).program;
      expect(verifyEventProgram(after)).toEqual([]);
      const [a, b] = [await goldenSimulator(program).run(batch, { spikes: true }), await goldenSimulator(after).run(batch, { spikes: true })];
      expect(b.spikes).toEqual(a.spikes);
      expect(b.outputs).toEqual(a.outputs);
      expect(b.counters).toEqual(a.counters);
      expect(pass.run(after).program).toBe(after);
    }
  });
});

describe("merge-duplicate-rows", () => {
  it("stores equal rows once", () => {
    const [trace] = readTraces("```trace\n# t\na: 2 if never\nin -> a: 1 2; 5 6; 1 2 delay 1\nevents: 2@0\n```");
    if (trace === undefined) throw new Error("no trace");
    const { program, statistics } = mergeDuplicateRows.run(trace.program);
    expect(statistics).toEqual({ rowsMerged: 1 });
    expect([...(program.tables[0]?.weights ?? [])]).toEqual([1, 2, 5, 6]);
    expect(program.projections[0]?.connectivity).toMatchObject({ kind: "dense", rowOf: Uint32Array.of(0, 1, 0) });
  });
});

describe("narrow-weights", () => {
  it("narrows to the widest mantissa", () => {
    const [trace] = readTraces("```trace\n# t\na: 2 if never\nin -> a: 3 -4 delay 1\nevents: 0@0\n```");
    if (trace === undefined) throw new Error("no trace");
    const { program, statistics } = narrowWeights.run(trace.program);
    expect(program.tables[0]?.bits).toBe(3);
    expect(statistics).toEqual({ tables: 1, bitsSaved: 10 });
  });
});

describe("a pipeline", () => {
  it("is a pass that shows its observer every step", () => {
    const seen: string[] = [];
    const program = randomProgram(createRandom(1), {});
    const whole = pipeline("default", [mergeDuplicateRows, narrowWeights], (pass, before, result) => {
      seen.push(pass.name);
      expect(result.program.name).toBe(before.name);
    });
    const { statistics } = whole.run(program);
    expect(seen).toEqual(["merge-duplicate-rows", "narrow-weights"]);
    expect(Object.keys(statistics)).toContain("narrow-weights.bitsSaved");
  });
});
