import { describe, expect, it } from "vitest";
import { forgetsFully } from "../../../src/event/activity.js";
import { layoutOf, lookup } from "../../../src/event/layout.js";
import type { EventProgram, Population, Projection } from "../../../src/event/program.js";
import type { EventBatch } from "../../../src/event/run.js";
import type { PassResult } from "../../../src/passes/pass.js";
import { retime } from "../../../src/passes/retime.js";
import type { Random } from "../../../src/util/random.js";
import { messageOf } from "../../support/errors.js";
import { expectContractUnlessRefused, expectGolden, onRandomPrograms, run, spikesOf } from "../support/contract.js";
import { runInFramework } from "../support/frameworks.js";

describe("retime", () => {
  it("balances branches and cycles", () => expectGolden(retime, import.meta.url));

  it.each([
    ["feed-forward networks with skips", { recurrent: false, runs: 150 }],
    ["recurrent networks", { recurrent: true, runs: 300 }],
  ] as const)("runs %s as a framework does, d(p) timesteps later", async (_, options) => {
    let [compared, spikes, refused, deepest] = [0, 0, 0, 0];
    await onRandomPrograms({ ...options, restless: false, maxDelay: 4, prepare: asLowered }, async (program, batch) => {
      const result = expectContractUnlessRefused(retime, program);
      if (result === undefined) {
        refused++;
        return;
      }
      deepest = Math.max(deepest, result.statistics.deepest ?? 0);
      spikes += await expectFrameworkRun(program, result, batch);
      compared++;
    });
    expect(compared).toBeGreaterThan(100);
    expect(spikes).toBeGreaterThan(1000);
    expect(deepest).toBeGreaterThan(3);
    if (!options.recurrent) expect(refused).toBe(0);
  });

  it("is the identity on a chain that is read out at depth 1, and balances no chain twice", () => {
    const chain = networkOf(["in a 1", "a b 1", "b c 1"]);
    const { program } = retime.run(chain);
    expect(retime.run(program).program.projections).toEqual(program.projections);
    const single = networkOf(["in a 1"]);
    expect(retime.run(single).program).toBe(single);
  });

  it("relays a branch that waits longer than a delay can be", () => {
    const steps = Array.from({ length: 70 }, (_, i) => `p${i} p${i + 1} 1`);
    const { program, statistics } = retime.run(networkOf(["in p0 1", ...steps, "p0 p70 1"]));
    expect(statistics.deepest).toBe(71);
    expect(program.populations.map(({ name }) => name)).toContain("p0.relay1");
    expect(Math.max(...program.projections.map(({ delay }) => delay))).toBe(63);
  });

  it("names the cycle that has too little delay, and what would help", async () => {
    const cycles = [networkOf(["in a 1", "a b 1", "b c 1", "c a 2"]), networkOf(["in a 1", "a a 1"])];
    const restless: EventProgram = { ...cycles[0], populations: cycles[0].populations.map((p, i) => ({ ...p, biases: Int32Array.of(i % 2) })) };
    const messages = [...cycles, restless].map((program) => messageOf(() => retime.run(program)));
    await expect(`${messages.join("\n")}\n`).toMatchFileSnapshot("../../errors/retime.txt");
  });
});

/** Spikes of framework step t in timestep t + d; the readout at the end of the last framework step. */
async function expectFrameworkRun(program: EventProgram, result: PassResult, batch: EventBatch): Promise<number> {
  const extra = result.extraTimesteps ?? 0;
  // The last timestep of a program at depth 1 only drains.
  const steps = batch.timesteps.map((timesteps) => timesteps - 1);
  const late = { ...batch, timesteps: batch.timesteps.map((timesteps) => timesteps + extra) };
  const after = await run(result.program, late);
  const depthOf = program.populations.flatMap(({ name, size }) => new Array<number>(size).fill(lookup(result.shift ?? new Map(), name)));
  const first = lookup(layoutOf(program).populationStart, program.readout.population);
  let compared = 0;
  for (let sample = 0; sample < batch.timesteps.length; sample++) {
    const events = Array.from({ length: batch.sampleStart[sample + 1] - batch.sampleStart[sample] }, (_, i) => {
      const at = batch.sampleStart[sample] + i;
      return [batch.time[at], batch.line[at]] as const;
    });
    const framework = runInFramework(program, events, steps[sample]);
    if (framework === undefined) throw new Error("retiming accepted a cycle within a framework step");
    const own = depthOf.length;
    const spikes = spikesOf(after).flatMap(([s, t, n]) =>
      s === sample && n < own && t - depthOf[n] < steps[sample] ? [[t - depthOf[n], n] as const] : [],
    );
    // What is deeper than the readout has not run its last steps when the sample ends.
    const ends = (n: number): number => Math.min(steps[sample], batch.timesteps[sample] + extra - depthOf[n]);
    const expected = framework.spikes.filter(([t, n]) => t < ends(n));
    expect(spikes.filter(([t, n]) => t < ends(n)).sort((a, b) => a[0] - b[0] || a[1] - b[1])).toEqual(expected);
    compared += expected.length;
    if (program.readout.kind === "membrane") {
      const { neuronsPerClass, classes } = program.readout;
      const sums = classes.map((_, c) =>
        framework.v.slice(first + c * neuronsPerClass, first + (c + 1) * neuronsPerClass).reduce((sum, v) => sum + v, 0),
      );
      expect([...after.outputs.slice(sample * classes.length, (sample + 1) * classes.length)]).toEqual(sums);
    }
  }
  return compared;
}

/** A random program as lowering would give it: no population moves without input, and the last timestep drains. */
function asLowered(program: EventProgram, random: Random): EventProgram {
  const timestepsPerSample = Math.max(4, program.limits.timestepsPerSample);
  return {
    ...program,
    limits: { ...program.limits, timestepsPerSample },
    populations: program.populations.map((population): Population => {
      const { biases, ...rest } = population;
      return forgetsFully(population) && biases !== undefined ? population : rest;
    }),
    // Most edges without framework delay, as most are.
    projections: program.projections.map((projection) => (random.integer(2) === 0 ? { ...projection, delay: 1 } : projection)),
    readout: { ...program.readout, drainTimesteps: 1 },
  };
}

/** One neuron a population, from edges `SOURCE TARGET DELAY`; `in` is the port. The last target is read out. */
function networkOf(edges: readonly string[]): EventProgram {
  const parsed = edges.map((edge) => edge.split(" "));
  const names = [...new Set(parsed.map(([, target = ""]) => target))];
  const projections = parsed.map(
    ([source = "", target = "", delay], i): Projection => ({
      name: `j${i}`,
      source: source === "in" ? { kind: "input", port: "in" } : { kind: "population", population: source },
      target,
      table: "one",
      delay: Number(delay),
      connectivity: { kind: "dense", columnStart: 0, length: 1, targetStart: 0 },
    }),
  );
  return {
    level: "event",
    name: "network",
    limits: { timestepsPerSample: 8, eventsPerTimestep: 1, eventsPerSample: 8 },
    inputs: [{ name: "in", kind: "lines", lines: 1 }],
    populations: names.map((name) => ({
      name,
      size: 1,
      model: { kind: "if" },
      thresholds: Int32Array.of(0),
      reset: { kind: "zero" },
      refractory: { kind: "none" },
    })),
    tables: [{ name: "one", rows: 1, columns: 1, bits: 2, exponent: 0, weights: Int8Array.of(1) }],
    projections,
    readout: { kind: "count", population: names.at(-1) ?? "", neuronsPerClass: 1, classes: ["only"], drainTimesteps: 1 },
  };
}
