import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visitFanout } from "../../src/event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../../src/event/layout.js";
import type { EventProgram, Population, Projection, WeightTable } from "../../src/event/program.js";
import { decodeMapping, encodeMapping, mappingJson, printMapping } from "../../src/loihi/codec.js";
import { countChipEvents } from "../../src/loihi/events.js";
import { groupWords } from "../../src/loihi/formats.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import { type MappedProgram, mappingResult } from "../../src/loihi/mapping.js";
import { readSynapses } from "../../src/loihi/stored-synapses.js";
import type { LoihiTarget } from "../../src/loihi/target.js";
import { validateMapping } from "../../src/loihi/validate.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { runArbitrary } from "../support/random-program.js";
import { loihi1, longer, seeded, smaller, textBatch, textProgram } from "./support.js";

/** Every synapse of the program as "source -> neuron, weight, delay", sorted. */
function synapsesOfProgram(program: EventProgram): string[] {
  const layout = layoutOf(program);
  const found: string[] = [];
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const target = lookup(layout.populationStart, projection.target);
    const { start, count } = sourcesOf(program, layout, projection);
    for (let source = 0; source < count; source++) {
      visitFanout(projection, table, source, (first, length, weight) => {
        for (let i = 0; i < length; i++)
          found.push(`${start + source} -> ${target + first + i}, ${table.weights[weight + i] * 2 ** table.exponent}, ${projection.delay}`);
      });
    }
  }
  return found.sort();
}

/** The same from the mapped tables alone, weights by the formulas of nengo-loihi (W = w x 2^(6 + exponent)). */
function synapsesOfMapping(mapped: MappedProgram): string[] {
  const found: string[] = [];
  for (const core of mapped.cores) {
    const { source, atoms } = core.inputAxons;
    for (let axon = 0; axon < source.length; axon++) {
      for (let atom = 0; atom < atoms[axon]; atom++) {
        for (const synapse of readSynapses(core, mapped.coreLimits.wordBits, axon, atom)) {
          const format = core.formats[synapse.format];
          const magnitude = synapse.stored * 2 ** (8 - format.weightBits + (format.signMode === "mixed" ? 1 : 0));
          const weight = (format.signMode === "inhibitory" ? -magnitude : magnitude) * 2 ** (6 + format.weightExponent);
          found.push(`${source[axon] + atom} -> ${core.neurons[synapse.compartment]}, ${weight + 0}, ${synapse.delay + 1}`);
        }
      }
    }
  }
  return found.sort();
}

/** A population of integrators with a dense table from `lines` input lines. */
function dense(lines: number, neurons: number, weight: (i: number) => number = (i) => (i % 255) - 127): EventProgram {
  return {
    level: "event",
    name: "dense",
    limits: { timestepsPerSample: 4, eventsPerTimestep: 4, eventsPerSample: 8 },
    inputs: [{ name: "in", kind: "lines", lines }],
    populations: [{ name: "out", size: neurons, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } }],
    tables: [
      { name: "w", rows: lines, columns: neurons, bits: 8, exponent: 0, weights: Int8Array.from({ length: lines * neurons }, (_, i) => weight(i)) },
    ],
    projections: [
      {
        name: "p",
        source: { kind: "input", port: "in" },
        target: "out",
        table: "w",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length: neurons, targetStart: 0 },
      },
    ],
    readout: {
      kind: "membrane",
      population: "out",
      neuronsPerClass: 1,
      classes: Array.from({ length: neurons }, (_, i) => `c${i}`),
      drainTimesteps: 1,
    },
  };
}

function mapping(program: EventProgram, target: LoihiTarget = loihi1, seed = 1): MappedProgram {
  return mapToLoihi(legaliseForLoihi(program, target).program, target, { seed });
}

function refusal(program: EventProgram, target: LoihiTarget): string {
  try {
    mapping(program, target);
  } catch (error) {
    if (error instanceof SnncError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

const text = () => textProgram(seeded(7), { lines: 60, kernels: [1, 2, 3], filters: 10, classes: 4 });

describe("mapping to Loihi", () => {
  it("keeps every synapse, weight and delay of a text classifier", () => {
    const { program } = legaliseForLoihi(text(), loihi1);
    const mapped = mapToLoihi(program, loihi1, { seed: 1 });
    expect(synapsesOfMapping(mapped)).toEqual(synapsesOfProgram(program));
    expect(validateMapping(mapped, loihi1)).toEqual([]);
  });

  it("maps random programs within every limit, every synapse kept, on whole and on tiny cores", () => {
    const tiny = smaller({ compartments: 7, inputAxons: 24, outputAxons: 40, synapseWords: 40, synapseFormats: 4, thresholdConfigs: 3 });
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(runArbitrary({ loihi: true, samples: 1 }), ({ program }) => {
        for (const target of [loihi1, tiny]) {
          try {
            const legal = legaliseForLoihi(program, target).program;
            const mapped = mapToLoihi(legal, target, { seed: 3 });
            expect(validateMapping(mapped, target)).toEqual([]);
            expect(synapsesOfMapping(mapped)).toEqual(synapsesOfProgram(legal));
            accepted++;
          } catch (error) {
            if (!(error instanceof SnncError && error.kind === "check")) throw error;
            refused++;
          }
        }
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(accepted).toBeGreaterThan(60);
    expect(refused).toBeGreaterThan(0);
  });

  it("counts 256 axons of 480 dense 8-bit weights as 1,114,112 bit, 106 % of a core", () => {
    const format = { compression: "dense", signMode: "mixed", weightBits: 8, weightExponent: 0, delayBits: 0, indexBits: 0 } as const;
    const bits = 256 * groupWords(480, format, loihi1) * loihi1.core.wordBits;
    expect(bits).toBe(1_114_112);
    expect(Math.round((100 * bits) / (loihi1.core.synapseWords * loihi1.core.wordBits))).toBe(106);
    const mapped = mapping(dense(256, 480));
    expect(mapped.cores.length).toBe(2);
    expect(mappingResult(mapped).utilization.map((core) => core.resources["synapse words"])).toEqual([
      { used: 16_384, max: 16_384 },
      { used: 1_024, max: 16_384 },
    ]);
  });

  it("stores a row that many lines share once", () => {
    const one = dense(64, 32);
    const rows = new Uint32Array(64).map((_, line) => line % 4);
    const shared: EventProgram = {
      ...one,
      projections: one.projections.map(
        (projection): Projection => ({ ...projection, connectivity: { kind: "dense", columnStart: 0, length: 32, targetStart: 0, rowOf: rows } }),
      ),
    };
    const words = (program: EventProgram) => mapping(program).cores[0].synapses.length / 8;
    expect(words(one)).toBe(64 * 5);
    expect(words(shared)).toBe(4 * 5);
  });

  it("lets positions of a convolution share their weights by population axons", () => {
    const table: WeightTable = {
      name: "k",
      rows: 3 * 4,
      columns: 8,
      bits: 8,
      exponent: 6,
      weights: Int8Array.from({ length: 96 }, (_, i) => i - 48),
    };
    const program: EventProgram = {
      ...dense(40 * 4, 40 * 8),
      populations: [{ name: "out", size: 320, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } }],
      tables: [table],
      projections: [
        {
          name: "p",
          source: { kind: "input", port: "in" },
          target: "out",
          table: "k",
          delay: 1,
          connectivity: { kind: "conv1d", inLength: 40, inChannels: 4, outLength: 40, outChannels: 8, kernel: 3, stride: 1, padLeft: 1 },
        },
      ],
    };
    const mapped = mapping(program);
    const [core] = mapped.cores;
    expect(mapped.cores.length).toBe(1);
    expect(new Set(core.inputAxons.kind)).toEqual(new Set([1]));
    // 4 words for each of 4 channels: inside, the two ends, and the part of the inside beyond compartment 255.
    expect(core.synapses.length / 8).toBeLessThan(40 * 4);
    expect(synapsesOfMapping(mapped)).toEqual(synapsesOfProgram(legaliseForLoihi(program, loihi1).program));
  });

  it("gives the same bytes for the same seed and other places for another", () => {
    const crowded = smaller({ compartments: 3 });
    const bytes = (seed: number) => encodeMapping(mapping(text(), crowded, seed));
    expect(bytes(1)).toEqual(bytes(1));
    expect(mapping(text(), crowded, 1).cores.map((core) => core.id)).not.toEqual(mapping(text(), crowded, 2).cores.map((core) => core.id));
  });

  it("places cores so that spikes make fewer hops than in the order of the neurons", async () => {
    const target = smaller({ compartments: 3 });
    const random = seeded(4);
    const original = text();
    const { program, extraTimesteps } = legaliseForLoihi(original, target);
    const batch = longer(textBatch(random, original, 20), extraTimesteps);
    const result = await goldenSimulator(program).run(batch, { spikes: true });
    const hops = (objective: "cores" | "traffic"): number => {
      const counts = countChipEvents(mapToLoihi(program, target, { seed: 1, objective }), program, batch, result);
      return counts.hopsEastWest + counts.hopsNorthSouth;
    };
    expect(hops("traffic")).toBeLessThan(0.8 * hops("cores"));
  });

  it("is written to a file and read back the same, in all three forms", () => {
    const mapped = mapping(text(), smaller({ compartments: 16 }));
    const back = decodeMapping(encodeMapping(mapped), "mapping.pb");
    expect(back).toEqual(mapped);
    expect(encodeMapping(back)).toEqual(encodeMapping(mapped));
    expect(mappingJson(back)).toBe(mappingJson(mapped));
    const parsed: unknown = JSON.parse(mappingJson(mapped));
    expect(parsed).toMatchObject({ target: "loihi1", cores: mapped.cores.map((core) => ({ id: core.id, neurons: Array.from(core.neurons) })) });
  });

  it("prints a table of what each core uses", () => {
    expect(printMapping(mapping(textProgram(seeded(1), { lines: 8, kernels: [1, 2], filters: 4, classes: 2 })))).toMatchInlineSnapshot(`
      "mapping 'text' on loihi1: 1 cores, objective traffic, seed 1
      weighed by a spike of every neuron
      core  tile  compartments  input axons  output axons  synapse words  compartment configurations  threshold configurations  synapse formats  populations
         0   0,0       18/1024      25/4096       16/4096       57/16384                        2/32                       4/8              5/8  conv1 conv2 class conv1.latch conv2.latch
      core 0: v in -8388607..2097151; threshold mantissas 165 567 131071 0
        configuration 0: decayU 4095, decayV 4095, refractory 1
        configuration 1: decayU 4095, decayV 0, refractory 1
        input axons: 25 discrete, 0 population-16, 0 population-32
        format 0: indexed, mixed, weight 8 bit x 2^0, delay 1 bit, index 6 bit
        format 1: indexed, mixed, weight 8 bit x 2^-1, delay 1 bit, index 6 bit
        format 2: indexed, mixed, weight 8 bit x 2^1, delay 1 bit, index 6 bit
        format 3: indexed, excitatory, weight 1 bit x 2^-7, delay 0 bit, index 6 bit
        format 4: indexed, mixed, weight 1 bit x 2^6, delay 0 bit, index 6 bit
      "
    `);
  });
});

describe("a mapping that was tampered with", () => {
  const good = mapping(text(), smaller({ compartments: 16 }));
  const messages = (mapped: MappedProgram) =>
    validateMapping(mapped, smaller({ compartments: 16 })).map((problem) => `${problem.where}: ${problem.message}`);
  const first = good.cores[0];
  const withFirst = (core: Partial<(typeof good.cores)[0]>): MappedProgram => ({ ...good, cores: [{ ...first, ...core }, ...good.cores.slice(1)] });

  it("passes untouched", () => expect(messages(good)).toEqual([]));
  it("is found where a neuron is missing", () => {
    expect(messages(withFirst({ neurons: first.neurons.map((neuron, i) => (i === 0 ? first.neurons[1] : neuron)) }))[0]).toMatchInlineSnapshot(
      `"cores: neuron 0 lies on 0 cores instead of one"`,
    );
  });
  it("is found where a synapse reaches beyond the core", () => {
    expect(messages(withFirst({ neurons: first.neurons.slice(0, 1) })).some((message) => message.includes("its arrays have different lengths"))).toBe(
      true,
    );
    expect(messages(withFirst({ synapses: first.synapses.map(() => 255) })).length).toBeGreaterThan(0);
  });
  it("is found where two cores share a place", () => {
    expect(messages(withFirst({ id: good.cores[1].id }))[0]).toMatchInlineSnapshot(`"core 1: lies where another core lies"`);
  });
  it("is found where a spike goes to the wrong axon", () => {
    const core = first.outputAxons.axon.length > 0 ? first : undefined;
    expect(core).toBeDefined();
    expect(
      messages(withFirst({ outputAxons: { ...first.outputAxons, axon: first.outputAxons.axon.map((axon) => axon + 1) } })).length,
    ).toBeGreaterThan(0);
  });
  it("is refused when it is read from a file", () => {
    expect(() => decodeMapping(encodeMapping(withFirst({ id: 5000 })), "mapping.pb")).toThrow(
      /lies outside the 128 places of loihi1 \[mapping-core-place\]/,
    );
  });
});

describe("a program that does not fit", () => {
  it("is refused for its input axons", () => {
    // Atoms of an axon are lines of one port.
    const ports = Array.from({ length: 10 }, (_, i) => `in${i}`);
    const { projections, tables, ...base } = dense(1, 1);
    const program: EventProgram = {
      ...base,
      inputs: ports.map((name) => ({ name, kind: "lines", lines: 1 })),
      tables,
      projections: ports.map((port): Projection => ({ ...projections[0], name: port, source: { kind: "input", port } })),
    };
    expect(refusal(program, smaller({ inputAxons: 8 }))).toMatchInlineSnapshot(`
      "check: population 'out': neuron 0 alone needs 10 input axons; a core of loihi1 holds 8 [loihi-input-axons]
        Share rows between words (\`--rows\`), use the compact code (\`--encoding code\`), or prune synapses."
    `);
  });
  it("is refused for its synapse memory", () => {
    expect(refusal(dense(300, 1), smaller({ synapseWords: 200 }))).toMatchInlineSnapshot(`
      "check: population 'out': neuron 0 alone needs 300 synapse words of 64 bit; a core of loihi1 holds 200 [loihi-synapse-memory]
        Share rows between words (\`--rows\`), or lower the width of the weights (\`--weight-bits\`)."
    `);
  });
  it("is refused for its synapse formats", () => {
    const base = dense(4, 2);
    const tables = [0, 2, 4, 6].map((exponent): WeightTable => ({ ...base.tables[0], name: `w${exponent}`, exponent }));
    const projections = tables.map((table): Projection => ({ ...base.projections[0], name: table.name, table: table.name }));
    expect(refusal({ ...base, tables, projections }, smaller({ synapseFormats: 3 }))).toMatchInlineSnapshot(`
      "check: population 'out': neuron 0 alone needs 4 synapse formats; a core of loihi1 holds 3 [loihi-synapse-formats]
        Use fewer weight exponents among the tables that reach it."
    `);
  });
  it("is refused for its output axons", () => {
    const base = dense(2, 12);
    const relay: Population = {
      name: "relay",
      size: 1,
      model: { kind: "if" },
      thresholds: Int32Array.of(0),
      reset: { kind: "zero" },
      refractory: { kind: "none" },
    };
    const program: EventProgram = {
      ...base,
      populations: [relay, ...base.populations],
      tables: [
        { name: "a", rows: 2, columns: 1, bits: 8, exponent: 0, weights: Int8Array.of(3, 4) },
        { name: "b", rows: 1, columns: 12, bits: 8, exponent: 0, weights: new Int8Array(12).fill(5) },
      ],
      projections: [
        {
          ...base.projections[0],
          name: "a",
          target: "relay",
          table: "a",
          connectivity: { kind: "dense", columnStart: 0, length: 1, targetStart: 0 },
        },
        { ...base.projections[0], name: "b", source: { kind: "population", population: "relay" }, table: "b" },
      ],
    };
    expect(refusal(program, smaller({ compartments: 2, outputAxons: 5 }))).toMatchInlineSnapshot(`
      "check: population 'relay': neuron 0 alone needs 7 output axons; a core of loihi1 holds 5 [loihi-output-axons]
        Lower its fan-out: fewer cores must hear it."
    `);
  });
  it("is refused for its number of cores", () => {
    expect(refusal(dense(2, 129), smaller({ compartments: 1 }))).toMatchInlineSnapshot(`
      "check: program 'dense': needs at least 129 cores; loihi1 holds 128 [loihi-cores]
        Take a target with more chips (\`--target loihi1-board\` has 32), lower the filters, or share more rows (\`--rows\`)."
    `);
  });
  it("is split over cores by compartments, configurations and thresholds instead of being refused", () => {
    const base = dense(3, 10);
    const spiking: EventProgram = {
      ...base,
      populations: [{ ...base.populations[0], thresholds: Int32Array.from({ length: 10 }, (_, i) => 64 * i) }],
    };
    expect(mapping(base, smaller({ compartments: 4 })).cores.length).toBe(3);
    expect(mapping(spiking, loihi1).cores.map((core) => core.thresholdMantissas.length)).toEqual([8, 2]);
  });
  it("is refused before it is legalised", () => {
    expect(() => mapToLoihi(dense(2, 2), loihi1, { seed: 1 })).toThrow("program 'dense' is not legalised for 'loihi1' [loihi-not-legalised]");
  });
});

describe("counting the chip's events", () => {
  it("counts the golden simulator's synaptic operations and spikes, and every compartment every timestep", async () => {
    const random = seeded(9);
    const original = text();
    const { program, extraTimesteps } = legaliseForLoihi(original, loihi1);
    const batch = longer(textBatch(random, original, 12), extraTimesteps);
    const result = await goldenSimulator(program).run(batch, { spikes: true });
    for (const target of [loihi1, smaller({ compartments: 5 })]) {
      const mapped = mapToLoihi(program, target, { seed: 1 });
      const counts = countChipEvents(mapped, program, batch, result);
      const sum = (values: Uint32Array) => values.reduce((total, value) => total + value, 0) / 12;
      expect(counts.synapticOperations).toBeCloseTo(sum(result.counters.synapticOperations), 6);
      expect(counts.spikes).toBeCloseTo(sum(result.counters.spikes), 6);
      expect(counts.compartmentUpdatesActive + counts.compartmentUpdatesInactive).toBeCloseTo(
        sum(batch.timesteps) * program.populations.reduce((n, p) => n + p.size, 0),
        6,
      );
      expect(counts.axonsOut).toBeGreaterThanOrEqual(counts.spikes - counts.spikesWithinTile);
      expect(counts.hostInjectedEvents).toBeGreaterThan(0);
      expect(counts.compartmentUpdatesInactive).toBeGreaterThan(0);
    }
  });

  it("counts one spike's hops by hand", async () => {
    // a (core 0) fires once and reaches b, c, d, e, f on cores of their own: four tiles' worth of one-compartment cores.
    const base = dense(1, 6);
    const program: EventProgram = {
      ...base,
      populations: [{ ...base.populations[0], thresholds: new Int32Array(6).fill(64) }],
      tables: [
        { name: "in", rows: 1, columns: 1, bits: 8, exponent: 0, weights: Int8Array.of(65) },
        { name: "out", rows: 6, columns: 5, bits: 8, exponent: 0, weights: new Int8Array(30).fill(1) },
      ],
      projections: [
        { ...base.projections[0], name: "in", table: "in", connectivity: { kind: "dense", columnStart: 0, length: 1, targetStart: 0 } },
        {
          ...base.projections[0],
          name: "out",
          source: { kind: "population", population: "out" },
          table: "out",
          connectivity: { kind: "dense", columnStart: 0, length: 5, targetStart: 1 },
        },
      ],
      readout: { ...base.readout, kind: "count" },
    };
    const target = smaller({ compartments: 1 });
    const legal = legaliseForLoihi(program, target).program;
    const mapped = mapToLoihi(legal, target, { seed: 1, objective: "cores" });
    const batch = { sampleStart: Uint32Array.of(0, 1), time: Uint32Array.of(0), line: Uint32Array.of(0), timesteps: Uint32Array.of(4) };
    const counts = countChipEvents(mapped, legal, batch, await goldenSimulator(legal).run(batch, { spikes: true }));
    // Three destinations lie in the sender's tile, two in the next: the tile one step east or south.
    expect(mapped.cores.map((core) => core.id)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(counts).toMatchObject({
      spikes: 1,
      axonsOut: 5,
      spikesWithinTile: 3,
      hopsEastWest: 2,
      hopsNorthSouth: 0,
      hostInjectedEvents: 1,
      tiles: 2,
      timesteps: 4,
      synapticOperations: 6,
    });
  });
});
