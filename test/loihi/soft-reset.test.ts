/** Resets by subtraction on compartments that reset to zero: nearly the same spikes, the same on emulator and golden simulator. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareResults } from "../../src/cosim/compare.js";
import type { EventProgram, Population } from "../../src/event/program.js";
import type { EventBatch } from "../../src/event/run.js";
import { loihiEmulator } from "../../src/loihi/emulator.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { loihi1, longer, seeded, smaller } from "./support.js";

const STEPS = 40;
const LINES = 6;

/** Lines -> a -> b, all dense, integrate and fire with a reset by subtraction; read out by counts of b. */
function rates(seed: number, change: Partial<Population> = {}): EventProgram {
  const random = seeded(seed);
  const weights = (count: number, low: number, high: number): Int8Array =>
    Int8Array.from({ length: count }, () => low + random.integer(high - low + 1));
  const population = (name: string, size: number): Population => {
    const thresholds = Int32Array.from({ length: size }, () => 60 + random.integer(700));
    const model = { kind: "if" } as const;
    return { name, size, model, thresholds, reset: { kind: "subtract", amounts: thresholds.slice() }, refractory: { kind: "none" }, ...change };
  };
  const dense = (length: number) => ({ kind: "dense", columnStart: 0, length, targetStart: 0 }) as const;
  return {
    level: "event",
    name: "rates",
    limits: { timestepsPerSample: STEPS, eventsPerTimestep: LINES, eventsPerSample: STEPS * LINES },
    inputs: [{ name: "in", kind: "lines", lines: LINES, unique: true }],
    populations: [population("a", 8), population("b", 4)],
    tables: [
      { name: "in", rows: LINES, columns: 8, bits: 8, exponent: 0, weights: weights(LINES * 8, -40, 120) },
      { name: "ab", rows: 8, columns: 4, bits: 8, exponent: 0, weights: weights(32, -40, 120) },
    ],
    projections: [
      { name: "in", source: { kind: "input", port: "in" }, target: "a", table: "in", delay: 1, connectivity: dense(8) },
      { name: "ab", source: { kind: "population", population: "a" }, target: "b", table: "ab", delay: 1, connectivity: dense(4) },
    ],
    readout: { kind: "count", population: "b", neuronsPerClass: 2, classes: ["x", "y"], drainTimesteps: 2 },
  };
}

/** Each line at each timestep with probability 1/2. */
function trains(seed: number): EventBatch {
  const random = seeded(seed);
  const time: number[] = [];
  const line: number[] = [];
  for (let t = 0; t < STEPS - 2; t++) {
    for (let l = 0; l < LINES; l++) {
      if (random.uniform() > 0.5) continue;
      time.push(t);
      line.push(l);
    }
  }
  return {
    sampleStart: Uint32Array.of(0, time.length),
    time: Uint32Array.from(time),
    line: Uint32Array.from(line),
    timesteps: Uint32Array.of(STEPS),
  };
}

function countsOf(program: EventProgram, spikes: { readonly neuron: Uint32Array } | undefined): number[] {
  const counts = new Array<number>(program.populations.reduce((sum, { size }) => sum + size, 0)).fill(0);
  for (const neuron of spikes?.neuron ?? []) counts[neuron]++;
  return counts;
}

describe("a reset by subtraction on Loihi", () => {
  it("is refused unless it may leak", () => {
    expect(() => legaliseForLoihi(rates(1), loihi1)).toThrow("loihi-reset");
    expect(legaliseForLoihi(rates(1), loihi1, { softReset: "current" }).leaky).toEqual(["a", "b"]);
  });

  it("keeps what lies above the threshold: one line of 70 against a threshold of 100 spikes seven times in ten, not five", async () => {
    const base = rates(1);
    const one: EventProgram = {
      ...base,
      populations: base.populations.map((population) => {
        const thresholds = new Int32Array(population.size).fill(99);
        return { ...population, thresholds, reset: { kind: "subtract", amounts: new Int32Array(population.size).fill(100) } };
      }),
      tables: base.tables.map((table) => ({ ...table, weights: new Int8Array(table.weights.length).fill(table.name === "in" ? 70 : 1) })),
    };
    const time = Uint32Array.from({ length: 10 }, (_, t) => t);
    const batch = { sampleStart: Uint32Array.of(0, 10), time, line: new Uint32Array(10), timesteps: Uint32Array.of(12) };
    const legal = legaliseForLoihi(one, loihi1, { softReset: "current" });
    expect(legal.extraTimesteps).toBe(0);
    for (const program of [one, legal.program]) {
      const { spikes } = await goldenSimulator(program).run(batch, { spikes: true });
      expect(countsOf(one, spikes)[0]).toBe(7);
    }
    // The same with a reset to zero: every second event.
    const zero = { ...one, populations: one.populations.map((population): Population => ({ ...population, reset: { kind: "zero" } })) };
    expect(countsOf(one, (await goldenSimulator(zero).run(batch, { spikes: true })).spikes)[0]).toBe(5);
  });

  it("lets no first-layer neuron's count differ by more than one spike in 40 timesteps", async () => {
    let spikesInAll = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(0x7fffffff), async (seed) => {
        const program = rates(seed);
        const batch = trains(seed + 1);
        const { program: legal } = legaliseForLoihi(program, loihi1, { softReset: "current" });
        const original = countsOf(program, (await goldenSimulator(program).run(batch, { spikes: true })).spikes);
        const leaky = countsOf(program, (await goldenSimulator(legal).run(batch, { spikes: true })).spikes);
        for (let neuron = 0; neuron < 8; neuron++) {
          expect(Math.abs(original[neuron] - leaky[neuron])).toBeLessThanOrEqual(1);
          spikesInAll += original[neuron];
        }
      }),
      { numRuns: 60 },
    );
    expect(spikesInAll).toBeGreaterThan(1000);
  });

  it("is mapped, on whole and on tiny cores, and emulated as the golden simulator runs it, membrane by membrane", async () => {
    for (const target of [loihi1, smaller({ compartments: 3 })]) {
      for (let seed = 1; seed <= 6; seed++) {
        const { program: legal, extraTimesteps } = legaliseForLoihi(rates(seed), target, { softReset: "current" });
        const mapped = mapToLoihi(legal, target, { seed: 1 });
        const batch = longer(trains(seed), extraTimesteps);
        const golden = await goldenSimulator(legal).run(batch, { spikes: true, membranes: true });
        const emulated = await loihiEmulator(mapped, target).run(batch, { spikes: true, membranes: true });
        expect(compareResults(golden, emulated, legal)).toMatchObject({ mismatches: 0 });
        expect(golden.counters.spikes[0]).toBeGreaterThan(20);
      }
    }
  });

  it("takes thresholds further apart than a bias reaches, with more than one threshold", async () => {
    const base = rates(3);
    const spread = (thresholds: Int32Array) => thresholds.map((threshold, i) => (i === 0 ? threshold * 90 : threshold));
    const program: EventProgram = {
      ...base,
      populations: base.populations.map((population): Population => {
        const thresholds = spread(population.thresholds ?? new Int32Array(0));
        return { ...population, thresholds, reset: { kind: "subtract", amounts: thresholds } };
      }),
    };
    const { program: legal } = legaliseForLoihi(program, loihi1, { softReset: "current" });
    expect(new Set(legal.populations[0].thresholds).size).toBe(2);
    const batch = trains(4);
    const [original, leaky] = await Promise.all([program, legal].map((one) => goldenSimulator(one).run(batch, { spikes: true })));
    const [expected, got] = [original, leaky].map(({ spikes }) => countsOf(program, spikes).slice(0, 8));
    expect(Math.max(...expected.map((count, i) => Math.abs(count - got[i])))).toBeLessThanOrEqual(1);
    expect(Math.max(...expected.slice(1))).toBeGreaterThan(5);
    expect(() => mapToLoihi(legal, loihi1, { seed: 1 })).not.toThrow();
  });

  it("refuses by name what a current cannot stand for", () => {
    const refusalOf = (change: Partial<Population>): string => {
      try {
        legaliseForLoihi(rates(1, change), loihi1, { softReset: "current" });
      } catch (error) {
        if (error instanceof SnncError) return error.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("; ");
        throw error;
      }
      return "taken";
    };
    expect(refusalOf({})).toBe("taken");
    expect(refusalOf({ model: { kind: "lif", leakShift: 4 } })).toContain("loihi-reset: leaks and resets by subtraction");
    expect(refusalOf({ refractory: { kind: "steps", timesteps: 2 } })).toContain("loihi-reset: resets by subtraction and is refractory");
  });
});
