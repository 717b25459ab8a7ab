import { describe, expect, it } from "vitest";
import { batchOf } from "../../../src/event/batch.js";
import { legaliseLatches } from "../../../src/passes/legalise-latches.js";
import { readTraces } from "../../support/traces.js";
import { exercise, expectContract, expectGolden, expectSameRun } from "../support/contract.js";

describe("legalise-latches", () => {
  it("replaces latches by inhibition or by a second population", () => expectGolden(legaliseLatches, import.meta.url));

  it.each([
    ["neurons that integrate", ["if"]],
    ["neurons that leak or forget", ["lif"]],
    ["both", ["if", "lif"]],
  ] as const)("keeps every spike, as much later as it says, outputs and decisions of %s", async (_, models) => {
    const { changed, refused, statistics, spikes } = await exercise(legaliseLatches, {
      models,
      refractories: ["untilReset", "none"],
      restless: false,
      runs: 300,
    });
    expect(changed).toBeGreaterThan(60);
    expect(refused).toBeLessThan(100);
    expect(spikes).toBeGreaterThan(1000);
    if (models[0] === "if") expect(statistics.inhibited).toBeGreaterThan(50);
    if (models.length === 1 && models[0] === "lif") {
      expect(statistics.latches).toBeGreaterThan(50);
      expect(statistics.extraTimesteps).toBeGreaterThan(20);
    }
  });

  it("holds a neuron down that its bias would drive up again", async () => {
    const text = "```trace\n# t\na: 1 if threshold 5 bias 3 until-reset\nb: 1 if never\nin -> a: 1 delay 1\na -> b: 1 delay 1\nevents: 0@0\n```";
    const [{ program }] = readTraces(text);
    const batch = batchOf([{ timesteps: 64, events: [[0, 0]] }]);
    expect(await expectSameRun(program, expectContract(legaliseLatches, program), batch)).toBe(1);
  });

  it("refuses a latch that forgets periodically, and lets others forget later by their lag", async () => {
    const text =
      "```trace\n# t\na: 1 lif 0 threshold 5 until-reset\nb: 1 if threshold 3 forgets 4 from 3\nin -> a: 6 delay 1\na -> b: 4 delay 1\nevents: 0@0\n```";
    const [{ program }] = readTraces(text);
    const { program: latched } = expectContract(legaliseLatches, program);
    expect(latched.populations.find(({ name }) => name === "b")?.forgets).toEqual({ period: 4, phase: 0 });
    const forgetful = { ...program, populations: program.populations.map((population) => ({ ...population, forgets: { period: 4, phase: 0 } })) };
    expect(() => legaliseLatches.run(forgetful)).toThrow("population 'a': it may spike again every 4 timesteps, when it forgets");
  });

  it("relays what has to wait for latches longer than a delay can be", async () => {
    const { changed } = await exercise(legaliseLatches, {
      models: ["lif"],
      refractories: ["untilReset"],
      restless: false,
      runs: 60,
      maxTimesteps: 80,
      prepare: slow,
    });
    expect(changed).toBeGreaterThan(10);
  });
});

/** Every delay close to the longest. */
function slow<Program extends Parameters<typeof legaliseLatches.run>[0]>(program: Program): Program {
  return { ...program, projections: program.projections.map((projection) => ({ ...projection, delay: 63 - (projection.delay % 2) })) };
}
