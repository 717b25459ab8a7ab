import { describe, expect, it } from "vitest";
import { layoutOf } from "../../src/event/layout.js";
import type { EventProgram, Population } from "../../src/event/program.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { legaliseForCrossbar } from "../../src/verilog/legalise.js";
import { buildMeshImage, type MeshShape } from "../../src/verilog/mesh-image.js";
import { partitionOverCores } from "../../src/verilog/mesh-partition.js";
import { field } from "../support/crossbar-model.js";
import { randomProgram } from "../support/random-program.js";
import { roomyTarget } from "./support.js";

const LANES = 4;
const programs = Array.from(
  { length: 30 },
  (_, seed) => legaliseForCrossbar(randomProgram(createRandom(seed), { crossbar: true, maxNeurons: 60 }), roomyTarget(LANES)).program,
);
const meshOf = (seed: number, shape: MeshShape) => buildMeshImage(programs[seed], roomyTarget(LANES), shape);

describe("a program's partition over cores", () => {
  it.each([1, 2, 3, 7, 16])("places every neuron once, whole groups together, on %i cores", (cores) => {
    for (const program of programs) {
      const parts = partitionOverCores(program, LANES, cores);
      expect(parts).toHaveLength(cores);
      const seen = parts.flat().flatMap(({ firstNeuron, size }) => Array.from({ length: size }, (_, i) => firstNeuron + i));
      expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: layoutOf(program).neurons }, (_, i) => i));
      for (const { firstNeuron, groupStart, name } of parts.flat()) {
        expect(firstNeuron - (layoutOf(program).populationStart.get(name) ?? -1)).toBe(groupStart * LANES);
      }
    }
  });

  it("gives the readout to the first cores", () => {
    for (const program of programs) {
      const holds = partitionOverCores(program, LANES, 7).map((parts) => parts.some(({ name }) => name === program.readout.population));
      expect(holds.lastIndexOf(true)).toBe(holds.filter(Boolean).length - 1);
    }
  });

  it("gives one large population to all cores alike", () => {
    const [program] = programs;
    const { name, model } = program.populations[0];
    const population: Population = { name, size: 64 * LANES, model, reset: { kind: "zero" }, refractory: { kind: "none" } };
    const one: EventProgram = { ...program, populations: [population], projections: [] };
    expect(partitionOverCores(one, LANES, 16).map((parts) => parts[0].groups)).toEqual(Array.from({ length: 16 }, () => 4));
  });
});

describe("the image of a mesh", () => {
  it("gives a source one axon row in all of its cores, and no row to two sources of one core", () => {
    for (let seed = 0; seed < programs.length; seed++) {
      const image = meshOf(seed, { columns: 3, rows: 2 });
      const { GROUPS, AXONS } = image.parameters;
      const axonBits = Math.ceil(Math.log2(AXONS));
      const taken = Array.from({ length: 6 }, () => new Set<number>());
      const tables = image.memories.filter(({ name }) => name.endsWith("route") || name === "input lines");
      expect(tables).toHaveLength(7);
      for (const table of tables) {
        for (let row = 0; row < table.rows; row++) {
          const [axon, destinations] = [field(table, row, 0, axonBits), field(table, row, axonBits, 6)];
          taken.forEach((axons, core) => {
            if (((destinations >> core) & 1) === 0) return;
            expect(axon).toBeGreaterThanOrEqual(GROUPS * LANES);
            expect(axons.has(axon), `seed ${seed}, core ${core}, axon ${axon}`).toBe(false);
            axons.add(axon);
          });
        }
      }
      image.cores.forEach(({ externals }, core) => {
        for (const axon of taken[core]) expect(axon).toBeLessThan(GROUPS * LANES + externals);
      });
    }
  });

  it("is the same bytes for the same program", () => {
    expect(meshOf(3, { columns: 2, rows: 2 })).toEqual(meshOf(3, { columns: 2, rows: 2 }));
  });

  it("needs no more weight words on any of four cores than on one", () => {
    for (let seed = 0; seed < programs.length; seed++) {
      const most = Math.max(...meshOf(seed, { columns: 2, rows: 2 }).cores.map(({ weightWords }) => weightWords));
      expect(most).toBeLessThanOrEqual(meshOf(seed, { columns: 1, rows: 1 }).cores[0].weightWords);
    }
  });

  it.each([
    [0, 1],
    [9, 8],
    [2.5, 2],
  ])("refuses a mesh of %d x %d", (columns, rows) => {
    expect(() => meshOf(0, { columns, rows })).toThrow(SnncError);
    expect(() => meshOf(0, { columns, rows })).toThrow(`a mesh has 1 to 64 cores; asked for ${columns} x ${rows}`);
  });
});
