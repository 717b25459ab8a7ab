import { describe, expect, it } from "vitest";
import { compareResults, describeMismatch } from "../../../src/cosim/compare.js";
import { rtlSimulator } from "../../../src/cosim/rtl.js";
import { createRandom } from "../../../src/util/random.js";
import { extendBatch, legaliseForCrossbar } from "../../../src/verilog/legalise.js";
import { buildMeshImage, type MeshShape } from "../../../src/verilog/mesh-image.js";
import type { CrossbarTarget } from "../../../src/verilog/target.js";
import { type RandomProgramOptions, randomBatch, randomProgram } from "../../support/random-program.js";
import { CORE, fixedTarget, golden } from "./support.js";

/** SNNC_TEST_FULL=1 runs ten times as many programs, and meshes whose build takes minutes. */
const IS_FULL = process.env.SNNC_TEST_FULL === "1";
const SCALE = IS_FULL ? 10 : 1;

interface Mesh {
  readonly shape: MeshShape;
  readonly programs: number;
  /** Default: those that need no multiplier. */
  readonly models?: RandomProgramOptions["models"];
}

const MESHES: readonly Mesh[] = [
  { shape: { columns: 1, rows: 1 }, programs: 4 * SCALE },
  { shape: { columns: 2, rows: 2 }, programs: 20 * SCALE },
  { shape: { columns: 2, rows: 2 }, programs: 12 * SCALE, models: ["if", "lif", "cuba", "cuba"] },
  ...(IS_FULL
    ? [
        { shape: { columns: 3, rows: 1 }, programs: 50 },
        { shape: { columns: 4, rows: 4 }, programs: 100 },
      ]
    : []),
];

/** A build of 16 cores is a large C++ program. */
const MINUTES = 60_000;

/** Small cores, so that a program of some dozens of neurons lies on many of them. */
const target: CrossbarTarget = {
  ...fixedTarget(4),
  capacity: { groups: 16, axons: 512, segments: 1024, weightWords: 1024, weightBits: 8, slots: 8, stateBits: 24, exponent: 7 },
};
const cubaTarget: CrossbarTarget = { ...target, features: { ...target.features, cuba: true }, cubaMultipliers: 2 };
const options: RandomProgramOptions = { maxNeurons: 48 };

describe.each(MESHES)("a mesh of $shape.columns x $shape.rows cores (models: $models)", ({ shape, programs, models }) => {
  it(
    "equals the golden simulator on random programs: spikes, membranes, outputs and counters",
    async () => {
      const { spikes, crossing } = await runAll(1000, programs, {});
      expect(spikes).toBeGreaterThan(20);
      if (shape.columns * shape.rows > 1) expect(crossing).toBeGreaterThan(100);
    },
    10 * MINUTES,
  );

  it(
    "equals it with its input starved and its output stalled at random",
    async () => {
      await runAll(2000, Math.ceil(programs / 4), { starve: 0.6, stall: 0.4 });
      await runAll(3000, Math.ceil(programs / 4), { starve: 0.05, stall: 0.9 });
      await runAll(4000, Math.ceil(programs / 4), { starve: 0.9, stall: 0.1 });
    },
    10 * MINUTES,
  );

  it(
    "equals it with bursts of events that fill the routers",
    async () => {
      await runAll(5000, Math.ceil(programs / 4), {}, { maxEventsPerTimestep: 48 });
    },
    10 * MINUTES,
  );

  async function runAll(firstSeed: number, count: number, stress: { starve?: number; stall?: number }, more: RandomProgramOptions = {}) {
    let [spikes, crossing, ran] = [0, 0, 0];
    for (let seed = firstSeed; ran < count && seed < firstSeed + 50 * count; seed++) {
      const testCase = meshCase(seed, shape, { ...(models === undefined ? {} : { models }), ...more });
      if (testCase === undefined) continue;
      ran++;
      const simulator = await rtlSimulator(testCase.image, { ...CORE, ...stress, seed });
      try {
        const rtl = await simulator.run(testCase.batch, { spikes: true, membranes: true });
        const comparison = compareResults(await golden(testCase), rtl, testCase.program);
        expect(comparison.first && describeMismatch(comparison.first), `seed ${seed}`).toBeUndefined();
        spikes += comparison.spikesCompared;
        for (const side of Object.values(rtl.mesh?.hops ?? {})) crossing += side.reduce((sum, hops) => sum + hops, 0);
      } finally {
        await simulator.close();
      }
    }
    expect(ran).toBe(count);
    return { spikes, crossing };
  }
});

/** A random program that fits the cores, or nothing. */
function meshCase(seed: number, shape: MeshShape, more: RandomProgramOptions) {
  const random = createRandom(seed);
  const own = more.models === undefined ? target : cubaTarget;
  const original = randomProgram(random, { crossbar: true, ...options, ...more });
  try {
    const { program, extraTimesteps } = legaliseForCrossbar(original, own);
    const batch = extendBatch(randomBatch(random, original, { samples: 3 }), extraTimesteps);
    return { program, batch, image: buildMeshImage(program, own, shape) };
  } catch {
    return undefined;
  }
}
