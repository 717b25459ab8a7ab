import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchOf } from "../../src/event/batch.js";
import type { EventProgram } from "../../src/event/program.js";
import type { EventBatch } from "../../src/event/run.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { runArbitrary } from "../support/random-program.js";
import { loihi1, longer, seeded, textBatch, textProgram } from "./support.js";

async function expectSameClassSums(program: EventProgram, batch: EventBatch): Promise<number> {
  const { program: legal, extraTimesteps } = legaliseForLoihi(program, loihi1);
  const original = await goldenSimulator(program).run(batch);
  const legalised = await goldenSimulator(legal).run(longer(batch, extraTimesteps));
  expect(Array.from(legalised.outputs)).toEqual(Array.from(original.outputs));
  expect(Array.from(legalised.decisions)).toEqual(Array.from(original.decisions));
  return original.counters.spikes.reduce((sum, spikes) => sum + spikes, 0);
}

function refusalOf(program: EventProgram): SnncError {
  try {
    legaliseForLoihi(program, loihi1);
  } catch (error) {
    if (error instanceof SnncError) return error;
    throw error;
  }
  throw new Error("the program was not refused");
}

describe("legalising a text classifier for Loihi", () => {
  it("keeps every class sum and decision, one timestep later", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(0x7fffffff),
        fc.subarray([1, 2, 3, 4], { minLength: 1 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 2, max: 8 }),
        async (seed, kernels, filters, classes, bits) => {
          const random = seeded(seed);
          const program = textProgram(random, { lines: 20, kernels, filters, classes, bits });
          expect(legaliseForLoihi(program, loihi1).extraTimesteps).toBe(1);
          await expectSameClassSums(program, textBatch(random, program, 6));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("lets hidden neurons fire, so that the comparison means something", async () => {
    const random = seeded(5);
    const program = textProgram(random, { lines: 20, kernels: [1, 2, 3], filters: 12, classes: 3 });
    expect(await expectSameClassSums(program, textBatch(random, program, 20))).toBeGreaterThan(100);
  });

  it("writes one threshold a population, a multiple of 64, and a neuron's own difference as its bias", () => {
    const program = textProgram(seeded(2), { lines: 5, kernels: [2], filters: 6, classes: 2 });
    const { program: legal } = legaliseForLoihi(program, loihi1);
    const hidden = legal.populations[0];
    expect(new Set(hidden.thresholds).size).toBe(1);
    expect((hidden.thresholds?.[0] ?? 1) % 64).toBe(0);
    expect(legal.populations.map((population) => population.name)).toEqual(["conv2", "conv2.latch", "class"]);
    expect(legal.populations.every((population) => population.model.kind === "cuba")).toBe(true);
  });

  it("scales weights to multiples of 2^6, which every reading of the chip's shift keeps", () => {
    const program = textProgram(seeded(2), { lines: 20, kernels: [1, 2, 3], filters: 12, classes: 3 });
    const { program: legal } = legaliseForLoihi(program, loihi1);
    expect(legal.readout.shift).toBe(6);
    for (const { name, weights, exponent } of legal.tables) {
      expect({ name, finer: weights.filter((weight) => (weight * 2 ** exponent) % 64 !== 0).length }).toEqual({ name, finer: 0 });
    }
  });

  it("keeps finer weights where class sums would not fit otherwise", () => {
    const program = textProgram(seeded(2), { lines: 20, kernels: [1, 2], filters: 1200, classes: 2 });
    const { program: legal } = legaliseForLoihi(program, loihi1);
    expect(legal.readout.shift).toBeUndefined();
    expect(legal.limits.timestepsPerSample).toBe(program.limits.timestepsPerSample + 1);
  });

  it("returns a program that is already legal as it is", () => {
    const { program } = legaliseForLoihi(textProgram(seeded(2), { lines: 5, kernels: [2], filters: 6, classes: 2 }), loihi1);
    expect(legaliseForLoihi(program, loihi1)).toEqual({ program, extraTimesteps: 0, leaky: [] });
  });
});

describe("forgetting within the timestep", () => {
  /** Spikes in timesteps 1, 2 .. of one neuron that forgets, whose line of weight w brings q = w x (times it is sent). */
  const spikesOf = async (program: EventProgram, charges: readonly number[]): Promise<number[]> => {
    const events = charges.flatMap((charge, t): [number, number][] => [
      ...Array.from({ length: Math.floor(Math.abs(charge) / 100) }, (): [number, number] => [t, charge < 0 ? 3 : 0]),
      ...Array.from({ length: Math.abs(charge) % 100 }, (): [number, number] => [t, charge < 0 ? 2 : 1]),
    ]);
    const run = await goldenSimulator(program).run(batchOf([{ timesteps: charges.length + 1, events }]), { spikes: true });
    return Array.from(run.spikes?.time ?? []);
  };
  const programOf = (threshold: number): EventProgram => ({
    level: "event",
    name: "forgets",
    limits: { timestepsPerSample: 20, eventsPerTimestep: 120, eventsPerSample: 2000 },
    inputs: [{ name: "in", kind: "lines", lines: 4 }],
    populations: [
      {
        name: "out",
        size: 1,
        model: { kind: "lif", leakShift: 0 },
        thresholds: Int32Array.of(threshold),
        reset: { kind: "zero" },
        refractory: { kind: "none" },
      },
    ],
    tables: [{ name: "w", rows: 4, columns: 1, bits: 8, exponent: 0, weights: Int8Array.of(100, 1, -1, -100) }],
    projections: [
      {
        name: "in-out",
        source: { kind: "input", port: "in" },
        target: "out",
        table: "w",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length: 1, targetStart: 0 },
      },
    ],
    readout: { kind: "count", population: "out", neuronsPerClass: 1, classes: ["out"], drainTimesteps: 0 },
  });

  it("decides by what arrives now, whatever the highest decay leaves of the timestep before", async () => {
    for (const threshold of [1, 63, 64, 500, 1500, 2000]) {
      const original = programOf(threshold);
      const { program: legal } = legaliseForLoihi(original, loihi1);
      expect(legal.tables[0].exponent).toBeGreaterThanOrEqual(6);
      const charges = [threshold, threshold, threshold + 1, -9000, threshold + 1, threshold, -threshold, threshold, threshold + 1];
      const expected = charges.flatMap((charge, t) => (charge > threshold ? [t + 1] : []));
      expect(await spikesOf(original, charges)).toEqual(expected);
      expect(await spikesOf(legal, charges)).toEqual(expected);
    }
  });

  it("refuses what would wrap before it is compared", () => {
    const base = programOf(3000);
    const limits = { ...base.limits, eventsPerTimestep: 100_000, eventsPerSample: 2_000_000 };
    expect(refusalOf({ ...base, limits }).message).toContain("what arrives in a timestep could reach 10000000; a compartment holds up to 8388607");
  });

  it("is as wide as before where thresholds leave no room for scaling", async () => {
    const original = programOf(3000);
    const { program: legal } = legaliseForLoihi(original, loihi1);
    const charges = [3000, 3001, 3000, -9000, 3001];
    expect(await spikesOf(legal, charges)).toEqual([2, 5]);
    expect(await spikesOf(original, charges)).toEqual([2, 5]);
  });
});

describe("legalising any program for Loihi", () => {
  const models = [["if"], ["lif"], ["if", "lif", "cuba"]] as const;
  for (const kinds of models) {
    it(`keeps every class sum of what it accepts (${kinds.join(", ")})`, async () => {
      let accepted = 0;
      await fc.assert(
        fc.asyncProperty(
          runArbitrary({ models: kinds, resets: ["zero"], samples: 4, maxPopulations: 3, maxNeurons: 12 }),
          async ({ program, batch }) => {
            try {
              legaliseForLoihi(program, loihi1);
            } catch (error) {
              if (error instanceof SnncError && error.kind === "check") return;
              throw error;
            }
            accepted++;
            await expectSameClassSums(program, batch);
          },
        ),
        { numRuns: 250, seed: 7 },
      );
      expect(accepted).toBeGreaterThan(10);
    });
  }

  it("takes a program of Loihi's own neurons as it is", async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(runArbitrary({ loihi: true, samples: 4, refractories: ["none", "steps", "untilReset"] }), async ({ program, batch }) => {
        try {
          legaliseForLoihi(program, loihi1);
        } catch (error) {
          if (error instanceof SnncError && error.kind === "check") return;
          throw error;
        }
        accepted++;
        await expectSameClassSums(program, batch);
      }),
      { numRuns: 200, seed: 5 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  it("leaks by a power of two exactly as a decay of 2^(12 - k) does", () => {
    for (let k = 1; k <= 12; k++) {
      const decay = 2 ** (12 - k);
      for (const v of [0, 1, -1, 2, 5, -7, 63, -64, 4095, -4096, 4097, 99_999, -1_234_567, 8_388_607]) {
        const leaked = v - ((v + (v < 0 ? 0 : 2 ** k - 1)) >> k);
        expect(Math.trunc((v * (4096 - decay)) / 4096) + 0).toBe(leaked + 0);
      }
    }
  });

  it("refuses what a compartment cannot do, all at once", () => {
    const base = textProgram(seeded(3), { lines: 4, kernels: [1], filters: 2, classes: 2 });
    const [hidden, readout] = base.populations;
    const program: EventProgram = {
      ...base,
      populations: [
        {
          ...hidden,
          model: { kind: "lif", leakShift: 13 },
          thresholds: Int32Array.of(64, 65),
          reset: { kind: "subtract", amounts: Int32Array.of(1, 1) },
        },
        { ...readout, biases: Int32Array.of(0, 4097) },
      ],
    };
    expect(refusalOf(program).message).toMatchInlineSnapshot(`
      "population 'conv1': resets by subtraction; a compartment resets to zero [loihi-reset]
        Choose \`--reset zero\` when converting.
      population 'conv1': leaks by 2^-13 a timestep; a decay of 12 bit holds no less than 2^-12 [loihi-leak]
        Choose a shorter time constant, or no leak (\`if\`).
      population 'conv1': has a threshold of 65; a compartment holds multiples of 64, and a leak may not be scaled [loihi-threshold]
        Scale its weights and thresholds by 64 before compiling.
      population 'class': needs a bias of 4097; a compartment holds m x 2^e with |m| <= 4095 and e = 0..7 [loihi-bias]
        Lower the spread of the thresholds, or the scale of weights and thresholds together.
      population 'class': would start 1 timestep(s) early: its biases move it without input, and latches before it make its input 1 late [loihi-lag]
        Drive the bias by a \`start\` line instead."
    `);
  });

  it("shortens the samples that it is proven for where a register would not hold longer ones", async () => {
    const text = textProgram(seeded(3), { lines: 4, kernels: [1, 2], filters: 2, classes: 2, maxTimesteps: 4096 });
    const base: EventProgram = { ...text, tables: text.tables.map((table) => (table.name === "wide" ? { ...table, exponent: 4 } : table)) };
    const { program, extraTimesteps } = legaliseForLoihi(base, loihi1);
    expect(extraTimesteps).toBe(1);
    expect(program.limits).toEqual({ timestepsPerSample: 2049, eventsPerTimestep: 2, eventsPerSample: 2050 });
    expect(base.limits).toEqual({ timestepsPerSample: 4096, eventsPerTimestep: 2, eventsPerSample: 4097 });
    const sample = { sampleStart: Uint32Array.of(0, 0), time: new Uint32Array(0), line: new Uint32Array(0), timesteps: Uint32Array.of(2050) };
    await expect(goldenSimulator(program).run(sample)).rejects.toThrow("runs 2050 timesteps; program 'text' is proven for 1 to 2049");
  });

  it("shortens them where a latch would be re-armed", () => {
    const base = textProgram(seeded(3), { lines: 4, kernels: [1], filters: 2, classes: 2, bits: 2 });
    const limits = { timestepsPerSample: 16_384, eventsPerTimestep: 1, eventsPerSample: 16_384 };
    expect(legaliseForLoihi({ ...base, limits }, loihi1).program.limits.timestepsPerSample).toBe(8_193);
    expect(legaliseForLoihi({ ...base, limits: { ...limits, timestepsPerSample: 16_383 } }, loihi1).program.limits.timestepsPerSample).toBe(16_384);
  });

  it("refuses a class sum that no length of sample worth having would keep in range", () => {
    const base = textProgram(seeded(3), { lines: 4, kernels: [1], filters: 2, classes: 2 });
    const program: EventProgram = { ...base, tables: base.tables.map((table) => (table.name === "wide" ? { ...table, exponent: 13 } : table)) };
    expect(refusalOf(program).message).toMatchInlineSnapshot(`
      "population 'class': its membrane could reach -23764800; a compartment holds -8388607..8388544 [loihi-membrane-range]
        Lower the limits of the program (\`--max-timesteps\`), or the weights' scale."
    `);
  });

  it("refuses a latch in a loop that has no timestep to spare", () => {
    const base = textProgram(seeded(3), { lines: 4, kernels: [1], filters: 2, classes: 2 });
    const program: EventProgram = {
      ...base,
      tables: [...base.tables, { name: "back", rows: 2, columns: 2, bits: 8, exponent: 0, weights: Int8Array.of(1, 2, 3, 4) }],
      projections: [
        ...base.projections,
        {
          name: "back",
          source: { kind: "population", population: "conv1" },
          target: "conv1",
          table: "back",
          delay: 1,
          connectivity: { kind: "dense", columnStart: 0, length: 2, targetStart: 0 },
        },
      ],
    };
    expect(refusalOf(program).message).toMatchInlineSnapshot(`
      "population 'conv1': lies on a loop through neurons that are refractory until reset; their latch needs a timestep that the loop's delays of 1 do not have [loihi-latch-loop]
        Lengthen a delay of the loop by 1."
    `);
  });
});
