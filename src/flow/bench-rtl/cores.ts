/**
 * Cycles of one stream on meshes of 1 to 16 cores: 512 events in one timestep, each to 128 groups of neurons, which the compiler
 * lays over the cores. Cycles are the mesh's own, from RESET to the last VALUE, barrier and readout included. Four lanes a core:
 * the model of 16 cores is a large C++ program, and lanes change nothing of what is measured.
 */
import { rtlSimulator } from "../../cosim/rtl.js";
import { batchOf } from "../../event/batch.js";
import type { EventProgram } from "../../event/program.js";
import { createRandom } from "../../util/random.js";
import { buildMesh, type MeshShape } from "../rtl.js";
import type { Section } from "./result.js";

const LINES = 256;
const EVENTS = 512;
const GROUPS = 128;
const LANES = 4;
const SHAPES: readonly MeshShape[] = [
  { columns: 1, rows: 1 },
  { columns: 2, rows: 1 },
  { columns: 2, rows: 2 },
  { columns: 4, rows: 2 },
  { columns: 4, rows: 4 },
];

export const coresSection: Section = {
  name: "cores",
  summary: "cycles on 1 to 16 cores",
  async measure({ signal, onProgress }) {
    const events = [[0, LINES] as const, ...Array.from({ length: EVENTS }, (_, e) => [0, e % LINES] as const)];
    const batch = batchOf([{ timesteps: 2, events }]);
    const cycles: number[] = [];
    for (const [done, shape] of SHAPES.entries()) {
      onProgress?.({ stage: "cores", done, total: SHAPES.length, note: `${shape.columns} x ${shape.rows}` });
      const simulator = await rtlSimulator(buildMesh(wideStream(), `crossbar-${LANES}`, shape).image, { signal });
      try {
        cycles.push((await simulator.run(batch)).cycles?.cycles[0] ?? Number.NaN);
      } finally {
        await simulator.close();
      }
    }
    return { speedupByCores: Object.fromEntries(SHAPES.map(({ columns, rows }, i) => [columns * rows, cycles[0] / cycles[i]])) };
  },
  rows: ({ speedupByCores = {} }) =>
    Object.entries(speedupByCores).map(([cores, factor]) => [
      `speed-up, ${cores} ${cores === "1" ? "core" : "cores"} on a mesh`,
      factor.toFixed(2),
      `${((100 * factor) / Number(cores)).toFixed(0)} % of ${cores}`,
    ]),
};

/** 256 lines to 128 groups of neurons that only add up; four class neurons that one line of its own drives. */
function wideStream(): EventProgram {
  const random = createRandom(1);
  const neurons = GROUPS * LANES;
  const integrator = { model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } } as const;
  const dense = (length: number) => ({ kind: "dense", columnStart: 0, length, targetStart: 0 }) as const;
  const weights = (length: number) => Int8Array.from({ length }, () => random.integer(256) - 128);
  return {
    level: "event",
    name: "wide-stream",
    limits: { timestepsPerSample: 2, eventsPerTimestep: EVENTS + 1, eventsPerSample: EVENTS + 1 },
    inputs: [
      { name: "in", kind: "lines", lines: LINES },
      { name: "start", kind: "lines", lines: 1 },
    ],
    populations: [
      { name: "sums", size: neurons, ...integrator },
      { name: "class", size: 4, ...integrator },
    ],
    tables: [
      { name: "weights", rows: LINES, columns: neurons, bits: 8, exponent: 0, weights: weights(LINES * neurons) },
      { name: "start", rows: 1, columns: 4, bits: 8, exponent: 0, weights: weights(4) },
    ],
    projections: [
      { name: "in-sums", source: { kind: "input", port: "in" }, target: "sums", table: "weights", delay: 1, connectivity: dense(neurons) },
      { name: "start-class", source: { kind: "input", port: "start" }, target: "class", table: "start", delay: 1, connectivity: dense(4) },
    ],
    readout: { kind: "membrane", population: "class", neuronsPerClass: 1, classes: ["0", "1", "2", "3"], drainTimesteps: 1 },
  };
}
