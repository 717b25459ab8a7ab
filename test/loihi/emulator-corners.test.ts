/** Where the chip's arithmetic has edges, and mappings that contradict themselves. Networks are single layers made by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareResults } from "../../src/cosim/compare.js";
import { batchOf } from "../../src/event/batch.js";
import type { EventProgram, Population, Projection } from "../../src/event/program.js";
import { loihiEmulator } from "../../src/loihi/emulator.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import type { MappedCore, MappedProgram } from "../../src/loihi/mapping.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { naiveChip } from "../support/naive-chip.js";
import { loihi1 } from "./support.js";

type Cuba = Extract<Population["model"], { kind: "cuba" }>;

interface Layer {
  readonly model?: Partial<Cuba>;
  readonly threshold?: number;
  readonly bias?: number;
  readonly silent?: number;
  readonly exponent?: number;
  readonly delay?: number;
  /** [lines][neurons]. */
  readonly weights: readonly (readonly number[])[];
}

/** A layer of Loihi's own neurons, taken as it is: nothing proves that it stays within the arithmetic. */
function layer({ model, threshold = 131_071 * 64, bias = 0, silent = 0, exponent = 6, delay = 1, weights }: Layer): EventProgram {
  const size = weights[0].length;
  const projection: Projection = {
    name: "p",
    source: { kind: "input", port: "in" },
    target: "out",
    table: "w",
    delay,
    connectivity: { kind: "dense", columnStart: 0, length: size, targetStart: 0 },
  };
  return {
    level: "event",
    name: "layer",
    limits: { timestepsPerSample: 200, eventsPerTimestep: 2000, eventsPerSample: 20_000 },
    inputs: [{ name: "in", kind: "lines", lines: weights.length }],
    populations: [
      {
        name: "out",
        size,
        model: { kind: "cuba", decayU: 4095, decayV: 0, membraneMin: 1 - 2 ** 23, membraneMax: 2 ** 23 - 1, ...model },
        thresholds: new Int32Array(size).fill(threshold),
        biases: new Int32Array(size).fill(bias),
        reset: { kind: "zero" },
        refractory: silent === 0 ? { kind: "none" } : { kind: "steps", timesteps: silent },
      },
    ],
    tables: [{ name: "w", rows: weights.length, columns: size, bits: 8, exponent, weights: Int8Array.from(weights.flat()) }],
    projections: [projection],
    readout: {
      kind: "membrane",
      population: "out",
      neuronsPerClass: 1,
      classes: Array.from({ length: size }, (_, i) => `c${i}`),
      drainTimesteps: 1,
    },
    legalised: { target: "loihi1", updateGroup: 1 },
  };
}

/** Spikes and the membranes after each timestep, equal in emulator, golden simulator and naive chip. */
async function run(program: EventProgram, events: readonly (readonly [number, number])[], timesteps: number) {
  const mapped = mapToLoihi(program, loihi1, { seed: 1 });
  const emulator = loihiEmulator(mapped, loihi1);
  const golden = goldenSimulator(program);
  const naive = naiveChip(mapped, events, timesteps);
  const everything = { spikes: true, membranes: true };
  // A sample for each timestep shows the membranes after it.
  const batch = batchOf(Array.from({ length: timesteps }, (_, t) => ({ timesteps: t + 1, events: events.filter(([time]) => time <= t) })));
  const got = await emulator.run(batch, everything);
  expect(compareResults(await golden.run(batch, everything), got, program).first).toBeUndefined();
  const neurons = program.populations[0].size;
  const membranes = Array.from({ length: timesteps }, (_, t) => Array.from(got.membranes?.subarray(t * neurons, (t + 1) * neurons) ?? []));
  expect(membranes).toEqual(naive.membranes.map((row) => row.map(Number)));
  const from = got.spikes?.sampleStart[timesteps - 1] ?? 0;
  const spikes = Array.from(got.spikes?.time.subarray(from) ?? [], (t, i) => [t, got.spikes?.neuron[from + i]]);
  expect(spikes).toEqual(naive.spikes);
  return { membranes, spikes };
}

const at = (t: number, times = 1, line = 0): [number, number][] => Array.from({ length: times }, () => [t, line]);

describe("the emulator, at the edges of the chip's arithmetic", () => {
  it("wraps the current at 24 bit, upwards and downwards", async () => {
    const up = await run(layer({ weights: [[127, -127]], exponent: 14 }), at(0, 5), 3);
    expect(up.membranes[1]).toEqual([5 * 127 * 2 ** 14 - 2 ** 24, 2 ** 24 - 5 * 127 * 2 ** 14]);
  });

  it("keeps 24 bit of sums beyond 32 bit", async () => {
    const { membranes } = await run(layer({ weights: [[127, -128, 1]], exponent: 14 }), at(0, 1500), 2);
    const wrapped = (x: bigint): number => Number(BigInt.asIntN(24, x));
    const clipped = (x: number): number => Math.max(1 - 2 ** 23, x);
    expect(membranes[1]).toEqual([127n, -128n, 1n].map((w) => clipped(wrapped(1500n * w * 2n ** 14n))));
  });

  it("saturates the membrane at both bounds", async () => {
    const model = { decayU: 0, membraneMin: 1 - 2 ** 12, membraneMax: 2 ** 17 - 1 };
    const { membranes } = await run(layer({ model, weights: [[127, -127]], exponent: 8, threshold: 131_071 * 64 }), [...at(0, 4), ...at(1, 4)], 4);
    expect(membranes[2]).toEqual([2 ** 17 - 1, 1 - 2 ** 12]);
  });

  it.each([0, 1, 205, 2048, 4094, 4095])("decays by %i in u and in v, rounding toward zero", async (decay) => {
    const { membranes } = await run(layer({ model: { decayU: decay, decayV: decay }, weights: [[127, -127, 1, -1]] }), at(0), 40);
    expect(membranes[1]).toEqual([127 * 64, -127 * 64, 64, -64]);
    // dec(-x) = -dec(x) on the first neurons as on the last.
    for (const row of membranes) expect([row[0] + row[1], row[2] + row[3]]).toEqual([0, 0]);
  });

  it.each([0, 1, 62])("is silent for %i timesteps after a spike, discarding what arrives", async (silent) => {
    const { spikes } = await run(
      layer({ silent, threshold: 64, weights: [[2]] }),
      Array.from({ length: 130 }, (_, t): [number, number] => [t, 0]),
      131,
    );
    expect(spikes.map(([t]) => t)).toEqual(Array.from({ length: Math.ceil(130 / (silent + 1)) }, (_, i) => 1 + i * (silent + 1)));
  });

  it.each([1, 2, 8, 63])("delivers a timestep's events %i later", async (delay) => {
    const { membranes } = await run(layer({ delay, weights: [[3], [5]] }), [...at(0), ...at(2, 1, 1)], 70);
    const changes = membranes.map(([v]) => v);
    expect(changes.indexOf(3 * 64)).toBe(delay);
    expect(changes.indexOf(8 * 64)).toBe(delay + 2);
  });

  it.each([0, 1, 6, 7, 13, 14])("delivers mantissas x 2^%i of every sign", async (exponent) => {
    for (const weights of [
      [127, -128, 1, 0, 64],
      [127, 3, 0, 1],
      [-127, -3, -1, 0],
      [1, 1, 1],
      [-1, 0, -1],
    ]) {
      const { membranes } = await run(layer({ exponent, weights: [weights] }), at(0), 2);
      expect(membranes[1]).toEqual(weights.map((w) => w * 2 ** exponent));
    }
  });

  it("adds biases of a mantissa and an exponent in every timestep, also to what sleeps", async () => {
    const { membranes, spikes } = await run(layer({ bias: 4095 * 128, threshold: 64 * 16_384, weights: [[1]] }), [], 6);
    expect(membranes.map(([v]) => v)).toEqual([4095 * 128, 4095 * 256, 0, 4095 * 128, 4095 * 256, 0]);
    expect(spikes).toEqual([
      [2, 0],
      [5, 0],
    ]);
  });

  it("adds up more rows than 16 bit hold at a time", async () => {
    const random = createRandom(3);
    const weights = Array.from({ length: 700 }, () => Array.from({ length: 50 }, () => random.integer(256) - 128));
    weights[0] = weights[0].map(() => -128);
    const events = weights.flatMap((_, line): [number, number][] => at(0, 1, line));
    const { membranes } = await run(layer({ exponent: 3, weights }), [...events, ...at(1, 600)], 3);
    expect(membranes[1]).toEqual(weights[0].map((_, n) => 8 * weights.reduce((sum, row) => sum + row[n], 0)));
    expect(membranes[2]).toEqual(membranes[1].map((v) => v - 600 * 128 * 8));
  });

  it("adds up the largest weights of either sign", async () => {
    // -1 is stored as 255 where 8 bit are needed, and read as such in a mode of one sign.
    const weights = Array.from({ length: 300 }, () => Array.from({ length: 40 }, (_, i) => (i < 2 ? -128 : -1)));
    const mapped = mapToLoihi(layer({ weights }), loihi1, { seed: 1 });
    const [core] = mapped.cores;
    expect(core.formats.map(({ weightBits }) => weightBits)).toEqual([8]);
    for (const [signMode, sign] of [
      ["excitatory", 1],
      ["inhibitory", -1],
    ] as const) {
      const changed = { ...mapped, cores: [{ ...core, formats: core.formats.map((format) => ({ ...format, signMode, weightExponent: -6 })) }] };
      const batch = batchOf([{ timesteps: 2, events: weights.flatMap((_, line): [number, number][] => at(0, 1, line)) }]);
      const { membranes } = await loihiEmulator(changed, loihi1).run(batch, { membranes: true });
      expect(Array.from(membranes ?? [])).toEqual(weights[0].map((_, i) => sign * 300 * (i < 2 ? 128 : 255)));
    }
  });

  it("shifts each weight below 1 by itself, rounding down", async () => {
    const mapped = mapToLoihi(layer({ exponent: 0, weights: [Array.from({ length: 40 }, (_, i) => 6 * i - 127)] }), loihi1, { seed: 1 });
    const [core] = mapped.cores;
    // Stored in 8 bit, mixed: W = (2 s) x 2^(6 - 8).
    const lowered = { ...mapped, cores: [{ ...core, formats: core.formats.map((format) => ({ ...format, weightExponent: -8 })) }] };
    const batch = batchOf([{ timesteps: 2, events: at(0, 3) }]);
    const { membranes } = await loihiEmulator(lowered, loihi1).run(batch, { membranes: true });
    expect(Array.from(membranes ?? [])).toEqual(Array.from({ length: 40 }, (_, i) => 3 * Math.floor((6 * i - 127) / 2)));
    expect(Array.from(membranes ?? [])).toEqual(naiveChip(lowered, at(0, 3), 2).membranes[1].map(Number));
  });
});

describe("a damaged mapping", () => {
  const random = createRandom(9);
  const mapped = mapToLoihi(
    layer({ weights: Array.from({ length: 12 }, () => Array.from({ length: 30 }, () => random.integer(256) - 128)), threshold: 6400 }),
    loihi1,
    { seed: 1 },
  );
  const [core] = mapped.cores;
  const withCore = (changes: Partial<MappedCore>): MappedProgram => ({ ...mapped, cores: [{ ...core, ...changes }] });
  const refusal = (damaged: MappedProgram): string => {
    try {
      loihiEmulator(damaged, loihi1);
    } catch (error) {
      if (error instanceof SnncError) return error.message;
      throw error;
    }
    return "accepted";
  };

  it("is refused with what contradicts itself", () => {
    const lines = [
      refusal(withCore({ configOf: core.configOf.map(() => 3) })),
      refusal(withCore({ neurons: core.neurons.map((neuron) => neuron + 1) })),
      refusal(withCore({ synapses: core.synapses.slice(0, 8) })),
      refusal(withCore({ thresholdMantissas: Int32Array.of(-1) })),
      refusal(withCore({ configs: [{ decayU: 4096, decayV: 0, refractory: 64 }] })),
      refusal({ ...mapped, readout: { ...mapped.readout, neuronsPerClass: 2 } }),
      refusal({ ...mapped, host: { ...mapped.host, lineStart: mapped.host.lineStart.map((start, i) => (i === 1 ? 5 : start)) } }),
      refusal({ ...mapped, populations: [{ name: "out", size: 0xffffffff }] }),
      refusal({ ...mapped, target: "loihi9" }),
    ].map((message) => message.split("\n")[0]);
    expect(lines.join("\n")).toMatchInlineSnapshot(`
      "core 0: a compartment has configuration 3 of 1 [mapping-config-unknown]
      core 0: holds neuron 30 of 30 [mapping-neuron-unknown]
      core 0: axon 0 reads up to word 4 of 1 [mapping-list-beyond-memory]
      core 0: a threshold mantissa of -1 has not 17 bit [mapping-threshold-width]
      core 0: a decay of 4096 lies outside 0..4095 [mapping-decay]
      readout: reads 30 classes of 2 neurons; 'out' has 30 [mapping-readout-size]
      host: its lines' routes do not ascend from 0 to 12 [mapping-host-order]
      populations: hold 4294967295 neurons; loihi1 has 131072 compartments [mapping-neuron-count]
      mapping: is for 'loihi9', not for 'loihi1' [mapping-target-name]"
    `);
  });

  it("is refused or runs, whatever one number of its tables becomes", async () => {
    const batch = batchOf([{ timesteps: 4, events: [...at(0, 1, 0), ...at(1, 1, 11)] }]);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.oneof(fc.nat(70), fc.nat(0xffffffff)), async (which, index, value) => {
        const { inputAxons, outputAxons } = core;
        const copies = { host: { ...mapped.host }, core: { ...core }, inputAxons: { ...inputAxons }, outputAxons: { ...outputAxons } };
        const places = Object.values(copies).flatMap((tables: object) =>
          Object.entries(tables).flatMap(([name, array]) =>
            ArrayBuffer.isView(array) && "length" in array && array.length !== 0 ? [{ tables, name }] : [],
          ),
        );
        const { tables, name } = places[which % places.length];
        const array: Uint32Array = Reflect.get(tables, name).slice();
        array[index % array.length] = value;
        Reflect.set(tables, name, array);
        const damaged = { ...mapped, host: copies.host, cores: [{ ...copies.core, inputAxons: copies.inputAxons, outputAxons: copies.outputAxons }] };
        if (refusal(damaged) !== "accepted") refused++;
        else expect((await loihiEmulator(damaged, loihi1).run(batch)).samples).toBe(1);
      }),
      { numRuns: 300, seed: 2 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});
