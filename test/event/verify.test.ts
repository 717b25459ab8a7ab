/** The verifier of the event program: passes what is right, and catches each kind of corruption by its own code. */
import { describe, expect, it } from "vitest";
import type { Connectivity, EventProgram, Population, Projection, WeightTable } from "../../src/event/program.js";
import { assertVerifiedEvent, verifyEventProgram } from "../../src/event/verify.js";
import { formatDiagnostic } from "../../src/util/diagnostics.js";
import { createRandom, type Random } from "../../src/util/random.js";
import { messageOf } from "../support/errors.js";
import { randomProgram } from "../support/random-program.js";

/** A corrupted copy, or undefined where the program has nothing of the kind to corrupt. */
type Corruption = (program: EventProgram, random: Random) => EventProgram | undefined;

/** Replaces one random element that `change` applies to. */
function changeOne<T>(random: Random, items: readonly T[], change: (item: T) => T | undefined): T[] | undefined {
  const changed = items.map(change);
  const candidates = items.map((_, i) => i).filter((i) => changed[i] !== undefined);
  if (candidates.length === 0) return undefined;
  const chosen = candidates[random.integer(candidates.length)];
  return items.map((item, i) => (i === chosen ? (changed[i] ?? item) : item));
}

const population =
  (change: (population: Population, program: EventProgram) => Population | undefined): Corruption =>
  (program, random) => {
    const populations = changeOne(random, program.populations, (item) => change(item, program));
    return populations && { ...program, populations };
  };

const table =
  (change: (table: WeightTable) => WeightTable | undefined): Corruption =>
  (program, random) => {
    const tables = changeOne(random, program.tables, change);
    return tables && { ...program, tables };
  };

const projection =
  (change: (projection: Projection, program: EventProgram) => Projection | undefined): Corruption =>
  (program, random) => {
    const projections = changeOne(random, program.projections, (item) => change(item, program));
    return projections && { ...program, projections };
  };

const connectivity = <K extends Connectivity["kind"]>(
  kind: K,
  change: (c: Extract<Connectivity, { kind: K }>, p: Projection, program: EventProgram) => Connectivity | undefined,
): Corruption =>
  projection((p, program) => {
    if (!isKind(p.connectivity, kind)) return undefined;
    const changed = change(p.connectivity, p, program);
    return changed && { ...p, connectivity: changed };
  });

function isKind<K extends Connectivity["kind"]>(c: Connectivity, kind: K): c is Extract<Connectivity, { kind: K }> {
  return c.kind === kind;
}

const sizeOf = (program: EventProgram, name: string): number => program.populations.find((p) => p.name === name)?.size ?? 0;
const rowsOf = (program: EventProgram, name: string): number => program.tables.find((t) => t.name === name)?.rows ?? 0;
const columnsOf = (program: EventProgram, name: string): number => program.tables.find((t) => t.name === name)?.columns ?? 0;

const CORRUPTIONS: readonly [string, Corruption][] = [
  ["program-name", (p) => ({ ...p, name: "two words" })],
  ["program-empty", (p) => ({ ...p, populations: [] })],
  ["limit-timesteps", (p) => ({ ...p, limits: { ...p.limits, timestepsPerSample: 0 } })],
  ["limit-timesteps", (p) => ({ ...p, limits: { ...p.limits, timestepsPerSample: 1.5 } })],
  ["limit-events-per-timestep", (p) => ({ ...p, limits: { ...p.limits, eventsPerTimestep: 0 } })],
  ["limit-events-per-sample", (p) => ({ ...p, limits: { ...p.limits, eventsPerSample: Number.NaN } })],
  ["limit-events-product", (p) => ({ ...p, limits: { ...p.limits, eventsPerSample: p.limits.timestepsPerSample * p.limits.eventsPerTimestep + 1 } })],
  ["port-name", (p) => ({ ...p, inputs: [...p.inputs, { name: "", kind: "lines", lines: 1 }] })],
  ["port-lines", (p) => ({ ...p, inputs: [...p.inputs, { name: "none", kind: "lines", lines: 0 }] })],
  ["port-duplicate", (p) => ({ ...p, inputs: [...p.inputs, p.inputs[0]] })],
  ["program-lines", (p) => ({ ...p, inputs: [...p.inputs, { name: "x", kind: "lines", lines: 2 ** 24 }] })],
  ["program-neurons", (p) => ({ ...p, populations: [...p.populations, { ...p.populations[0], name: "x", size: 2 ** 24 }] })],
  ["population-name", population((p) => ({ ...p, name: "a".repeat(65) }))],
  ["population-duplicate", (p) => ({ ...p, populations: [...p.populations, p.populations[0]] })],
  ["population-size", population((p) => ({ ...p, size: 0 }))],
  ["population-thresholds", population((p) => ({ ...p, thresholds: new Int32Array(p.size + 1) }))],
  ["population-biases", population((p) => ({ ...p, biases: new Int32Array(p.size + 3) }))],
  ["lif-leak", population((p) => ({ ...p, model: { kind: "lif", leakShift: 16 } }))],
  ["lif-leak", population((p) => ({ ...p, model: { kind: "lif", leakShift: -1 } }))],
  ["cuba-decay", population((p) => (p.model.kind === "cuba" ? { ...p, model: { ...p.model, decayU: 4096 } } : undefined))],
  ["cuba-decay", population((p) => (p.model.kind === "cuba" ? { ...p, model: { ...p.model, decayV: -1 } } : undefined))],
  ["cuba-membrane", population((p) => (p.model.kind === "cuba" ? { ...p, model: { ...p.model, membraneMin: 1 } } : undefined))],
  ["cuba-membrane", population((p) => (p.model.kind === "cuba" ? { ...p, model: { ...p.model, membraneMax: 2 ** 23 } } : undefined))],
  ["reset-amounts", population((p) => ({ ...p, reset: { kind: "subtract", amounts: new Int32Array(p.size - 1) } }))],
  ["reset-amount", population((p) => ({ ...p, reset: { kind: "subtract", amounts: new Int32Array(p.size).fill(-1) } }))],
  [
    "reset-without-threshold",
    population((p) => (p.thresholds === undefined ? { ...p, reset: { kind: "subtract", amounts: new Int32Array(p.size) } } : undefined)),
  ],
  [
    "reset-until-reset",
    population((p) => ({ ...p, refractory: { kind: "untilReset" }, reset: { kind: "subtract", amounts: new Int32Array(p.size) } })),
  ],
  ["refractory-timesteps", population((p) => ({ ...p, refractory: { kind: "steps", timesteps: 63 } }))],
  ["refractory-timesteps", population((p) => ({ ...p, refractory: { kind: "steps", timesteps: 0 } }))],
  ["refractory-without-threshold", population((p) => (p.thresholds === undefined ? { ...p, refractory: { kind: "untilReset" } } : undefined))],
  ["forgets-period", population((p) => ({ ...p, forgets: { period: 0, phase: 0 } }))],
  ["forgets-period", population((p) => ({ ...p, forgets: { period: 2 ** 21, phase: 0 } }))],
  ["forgets-phase", population((p) => ({ ...p, forgets: { period: 4, phase: 4 } }))],
  ["forgets-phase", population((p) => ({ ...p, forgets: { period: 4, phase: -1 } }))],
  ["table-name", table((t) => ({ ...t, name: "w 1" }))],
  ["table-duplicate", (p) => ({ ...p, tables: [...p.tables, p.tables[0]] })],
  ["table-size", table((t) => ({ ...t, rows: 0 }))],
  ["table-size", table((t) => ({ ...t, columns: 2 ** 31 }))],
  ["table-weights", table((t) => ({ ...t, weights: t.weights.subarray(1) }))],
  ["table-bits", table((t) => ({ ...t, bits: 9 }))],
  ["table-bits", table((t) => ({ ...t, bits: 0 }))],
  ["table-exponent", table((t) => ({ ...t, exponent: 16 }))],
  ["table-weight-range", table((t) => ({ ...t, bits: 7, weights: t.weights.map((w, i) => (i === t.weights.length - 1 ? 64 : w)) }))],
  ["table-weight-range", table((t) => ({ ...t, bits: 1, weights: t.weights.map(() => 1) }))],
  ["projection-name", projection((j) => ({ ...j, name: "j/0" }))],
  ["projection-duplicate", (p) => ({ ...p, projections: [...p.projections, p.projections[0]] })],
  ["projection-delay", projection((j) => ({ ...j, delay: 0 }))],
  ["projection-delay", projection((j) => ({ ...j, delay: 64 }))],
  ["projection-source", projection((j) => ({ ...j, source: { kind: "input", port: "nowhere" } }))],
  ["projection-source", projection((j) => ({ ...j, source: { kind: "population", population: "in0" } }))],
  ["projection-silent-source", population((p, program) => (isSource(program, p.name) ? withoutThresholds(p) : undefined))],
  ["projection-target", projection((j) => ({ ...j, target: "in0" }))],
  ["projection-table", projection((j) => ({ ...j, table: "nowhere" }))],
  ["dense-length", connectivity("dense", (c) => ({ ...c, length: 0 }))],
  ["dense-columns", connectivity("dense", (c, j, p) => ({ ...c, columnStart: columnsOf(p, j.table) - c.length + 1 }))],
  ["dense-targets", connectivity("dense", (c, j, p) => ({ ...c, targetStart: sizeOf(p, j.target) - c.length + 1 }))],
  ["dense-targets", connectivity("dense", (c) => ({ ...c, targetStart: -1 }))],
  [
    "dense-rows",
    (p) =>
      changeTableOf(
        p,
        (j) => j.connectivity.kind === "dense" && j.connectivity.rowOf === undefined,
        (t) => (t.rows === 1 ? undefined : { ...t, rows: t.rows - 1, weights: t.weights.subarray(t.columns) }),
      ),
  ],
  ["dense-row-of", connectivity("dense", (c) => (c.rowOf === undefined ? undefined : { ...c, rowOf: c.rowOf.subarray(1) }))],
  ["dense-row", connectivity("dense", (c, j, p) => (c.rowOf === undefined ? undefined : { ...c, rowOf: c.rowOf.map(() => rowsOf(p, j.table)) }))],
  ["sparse-table", connectivity("sparse", (c) => ({ ...c, targets: Uint32Array.of(...c.targets, 0) }))],
  ["sparse-row-start", connectivity("sparse", (c) => ({ ...c, rowStart: c.rowStart.subarray(1) }))],
  ["sparse-row-start", connectivity("sparse", (c) => ({ ...c, rowStart: c.rowStart.map((start) => start + 1) }))],
  [
    "sparse-row-start",
    connectivity("sparse", (c) =>
      c.rowStart.length < 4 ? undefined : { ...c, rowStart: c.rowStart.map((start, i) => (i === 1 ? c.targets.length : i === 2 ? 0 : start)) },
    ),
  ],
  ["sparse-target", connectivity("sparse", (c, j, p) => ({ ...c, targets: c.targets.map(() => sizeOf(p, j.target)) }))],
  [
    "sparse-order",
    connectivity("sparse", (c) =>
      c.rowStart.some((start, i) => start > c.rowStart[i - 1] + 1) ? { ...c, targets: c.targets.map(() => 0) } : undefined,
    ),
  ],
  ["conv-size", connectivity("conv1d", (c) => ({ ...c, inChannels: 0 }))],
  ["conv-size", connectivity("conv2d", (c) => ({ ...c, inHeight: -1 }))],
  ["conv-sources", connectivity("conv1d", (c) => ({ ...c, inLength: c.inLength + 1 }))],
  ["conv-sources", connectivity("conv2d", (c) => ({ ...c, inWidth: c.inWidth + 1 }))],
  ["conv-targets", connectivity("conv1d", (c) => ({ ...c, outChannels: c.outChannels + (c.groups ?? 1) }))],
  ["conv-targets", connectivity("conv2d", (c) => ({ ...c, outChannels: c.outChannels + (c.groups ?? 1) }))],
  ["conv-rows", connectivity("conv1d", (c) => ({ ...c, kernel: c.kernel + 1 }))],
  ["conv-rows", connectivity("conv2d", (c) => ({ ...c, kernelWidth: c.kernelWidth + 1 }))],
  ["conv-columns", connectivity("conv2d", (c) => ({ ...c, outChannels: c.outChannels + (c.groups ?? 1) }))],
  ["window-stride", connectivity("conv1d", (c) => ({ ...c, stride: 0 }))],
  ["window-stride", connectivity("pool", (c) => ({ ...c, strideX: 0 }))],
  ["window-size", connectivity("conv2d", (c) => ({ ...c, outHeight: 0 }))],
  ["window-size", connectivity("pool", (c) => ({ ...c, windowHeight: 0 }))],
  ["window-padding", connectivity("conv1d", (c) => ({ ...c, padLeft: c.kernel * (c.dilation ?? 1) }))],
  ["window-padding", connectivity("conv2d", (c) => ({ ...c, padTop: -1 }))],
  ["window-outside", connectivity("conv1d", (c) => ({ ...c, outLength: c.inLength + c.padLeft + 1 }))],
  ["window-outside", connectivity("pool", (c) => ({ ...c, outWidth: c.inWidth + (c.padLeft ?? 0) + 1 }))],
  ["window-dilation", connectivity("conv1d", (c) => ({ ...c, dilation: 0 }))],
  ["conv-groups", connectivity("conv2d", (c) => ({ ...c, groups: c.inChannels + 1 }))],
  [
    "pool-table",
    (p) =>
      changeTableOf(
        p,
        (j) => j.connectivity.kind === "pool",
        (t) => ({ ...t, columns: 2, weights: Int8Array.of(0, 0) }),
      ),
  ],
  ["pool-size", connectivity("pool", (c) => ({ ...c, channels: 0 }))],
  ["pool-sources", connectivity("pool", (c) => ({ ...c, inHeight: c.inHeight + 1 }))],
  ["pool-targets", connectivity("pool", (c) => ({ ...c, channels: c.channels + 1 }))],
  ["readout-classes", (p) => ({ ...p, readout: { ...p.readout, classes: [] } })],
  ["readout-class-name", (p) => ({ ...p, readout: { ...p.readout, classes: p.readout.classes.map((c, i) => (i === 0 ? "line\nbreak" : c)) } })],
  ["readout-class-name", (p) => ({ ...p, readout: { ...p.readout, classes: p.readout.classes.map((c, i) => (i === 0 ? "\ud800" : c)) } })],
  ["readout-class-duplicate", (p) => ({ ...p, readout: { ...p.readout, classes: [...p.readout.classes, p.readout.classes[0]] } })],
  ["readout-shift", (p) => ({ ...p, readout: { ...p.readout, kind: "membrane", shift: 32 } })],
  ["readout-shift", (p) => ({ ...p, readout: { ...p.readout, kind: "count", shift: 6 } })],
  ["readout-drain", (p) => ({ ...p, readout: { ...p.readout, drainTimesteps: p.limits.timestepsPerSample } })],
  ["readout-neurons", (p) => ({ ...p, readout: { ...p.readout, neuronsPerClass: 0 } })],
  ["readout-population", (p) => ({ ...p, readout: { ...p.readout, population: "in0" } })],
  ["readout-size", (p) => ({ ...p, readout: { ...p.readout, neuronsPerClass: p.readout.neuronsPerClass + 1 } })],
  ["readout-silent", (p) => ({ ...p, readout: { ...p.readout, kind: "count" }, populations: p.populations.map(withoutThresholds) })],
  [
    "readout-forgetful-bias",
    (p) => ({
      ...p,
      readout: { ...p.readout, kind: "membrane" },
      populations: p.populations.map((item) => ({ ...item, model: { kind: "lif", leakShift: 0 }, biases: new Int32Array(item.size).fill(1) })),
    }),
  ],
  ["target-name", (p) => ({ ...p, legalised: { target: "a chip", updateGroup: 16 } })],
  ["legalised-group", (p) => ({ ...p, legalised: { target: "chip", updateGroup: 0 } })],
];

describe("verifyEventProgram", () => {
  CORRUPTIONS.forEach(([code, corrupt], index) => {
    it(`reports ${code} (corruption ${index + 1}) wherever it is planted`, () => {
      let planted = 0;
      for (let seed = 0; planted < 10 && seed < 400; seed++) {
        const random = createRandom(seed);
        const corrupted = corrupt(randomProgram(random), random);
        if (corrupted === undefined) continue;
        planted++;
        expect(verifyEventProgram(corrupted).map((diagnostic) => diagnostic.code)).toContain(code);
      }
      expect(planted).toBe(10);
    });
  });

  it("has a corruption planted for every code it can report", async () => {
    const { readFileSync } = await import("node:fs");
    const source = readFileSync(new URL("../../src/event/verify.ts", import.meta.url), "utf8");
    const literal = [...source.matchAll(/^\s*"([a-z]+(?:-[a-z]+)+)",$|(?:claim|integer|claimLength|claimProduct)\([^"\n]*?"([a-z]+(?:-[a-z]+)+)"/gm)];
    const codes = new Set(literal.map((match) => match[1] ?? match[2]));
    const planted = new Set(CORRUPTIONS.map(([code]) => code));
    expect(codes.size).toBeGreaterThan(40);
    expect([...codes].filter((code) => !planted.has(code))).toEqual([]);
  });

  it("tells everything at once, each with its place, value and limit", async () => {
    const program = randomProgram(createRandom(12));
    const reports = CORRUPTIONS.map(([code, corrupt]) => {
      for (let seed = 0; seed < 400; seed++) {
        const random = createRandom(seed);
        const corrupted = corrupt(randomProgram(random, { maxNeurons: 8 }), random);
        const found = corrupted && verifyEventProgram(corrupted).find((diagnostic) => diagnostic.code === code);
        if (found !== undefined) return formatDiagnostic(found);
      }
      return `${code}: never`;
    });
    await expect(`${[...new Set(reports)].join("\n")}\n`).toMatchFileSnapshot("../errors/event-verify.txt");
    const broken = { ...program, name: "", limits: { ...program.limits, timestepsPerSample: 0 }, tables: [] };
    expect(verifyEventProgram(broken).length).toBeGreaterThanOrEqual(3);
    expect(messageOf(() => assertVerifiedEvent(broken)).split("\n").length).toBeGreaterThanOrEqual(3);
    expect(messageOf(() => assertVerifiedEvent(broken, "event.pb"))).toMatch(/^event\.pb: program ''/);
  });

  it("never throws, whatever numbers stand in the sizes", () => {
    const odd = [Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, 2 ** 40];
    for (const value of odd) {
      const program = randomProgram(createRandom(1));
      const changed: EventProgram = {
        ...program,
        inputs: program.inputs.map((port) => ({ ...port, lines: value })),
        populations: program.populations.map((p) => ({ ...p, size: value })),
        tables: program.tables.map((t) => ({ ...t, rows: value, bits: value })),
      };
      expect(verifyEventProgram(changed).length).toBeGreaterThan(0);
    }
  });
});

function isSource(program: EventProgram, name: string): boolean {
  return program.projections.some(({ source }) => source.kind === "population" && source.population === name);
}

function withoutThresholds({ thresholds: _, ...rest }: Population): Population {
  return rest;
}

function changeTableOf(
  program: EventProgram,
  applies: (projection: Projection) => boolean,
  change: (table: WeightTable) => WeightTable | undefined,
): EventProgram | undefined {
  for (const { table: name } of program.projections.filter(applies)) {
    const found = program.tables.find((t) => t.name === name);
    const changed = found && change(found);
    if (changed !== undefined) return { ...program, tables: program.tables.map((t) => (t.name === name ? changed : t)) };
  }
  return undefined;
}
