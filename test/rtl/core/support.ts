/** What the tests of the whole core share: targets of one build each, programs that fit them, and the comparison. */
import { type Comparison, compareResults } from "../../../src/cosim/compare.js";
import type { Harness } from "../../../src/cosim/harness.js";
import { type RtlOptions, rtlSimulator } from "../../../src/cosim/rtl.js";
import type { EventProgram } from "../../../src/event/program.js";
import type { BatchResult, EventBatch } from "../../../src/event/run.js";
import { goldenSimulator } from "../../../src/sim/golden.js";
import { createRandom } from "../../../src/util/random.js";
import { buildCrossbarImage, type CrossbarImage } from "../../../src/verilog/image.js";
import { extendBatch, legaliseForCrossbar } from "../../../src/verilog/legalise.js";
import type { CrossbarTarget, WeightBits } from "../../../src/verilog/target.js";
import { type RandomProgramOptions, randomBatch, randomProgram } from "../../support/random-program.js";

/** SNNC_RTL = folder of another core to run these tests on. */
export const CORE: RtlOptions = process.env.SNNC_RTL === undefined ? {} : { rtlFolder: process.env.SNNC_RTL };

/** A target of fixed sizes, so that every program of a test runs on one build. */
export function fixedTarget(
  lanes: number,
  overrides: {
    features?: Partial<CrossbarTarget["features"]>;
    exponent?: number;
    weightBits?: WeightBits;
    stateBits?: number;
    slots?: number;
    cubaMultipliers?: number;
  } = {},
): CrossbarTarget {
  return {
    kind: "crossbar",
    name: `test-${lanes}`,
    lanes,
    capacity: {
      groups: 64,
      axons: 1024 + 64 * lanes,
      segments: 4096,
      weightWords: 4096,
      weightBits: overrides.weightBits ?? 8,
      slots: overrides.slots ?? 8,
      stateBits: overrides.stateBits ?? 24,
      exponent: overrides.exponent ?? 15,
    },
    features: { bias: true, subtract: true, countedRefractory: true, cuba: false, forgetting: true, ...overrides.features },
    ...(overrides.cubaMultipliers === undefined ? {} : { cubaMultipliers: overrides.cubaMultipliers }),
    sizing: "fixed",
    clockHz: 50e6,
    clockSource: "assumed",
  };
}

export interface Case {
  readonly program: EventProgram;
  readonly image: CrossbarImage;
  readonly batch: EventBatch;
}

/** A random program legalised for the target, its image and some samples. */
export function randomCase(seed: number, target: CrossbarTarget, samples: number, options: RandomProgramOptions = {}): Case {
  const random = createRandom(seed);
  const original = randomProgram(random, { crossbar: true, ...options });
  const { program, extraTimesteps } = legaliseForCrossbar(original, target);
  const batch = extendBatch(randomBatch(random, original, { samples }), extraTimesteps);
  return { program, image: buildCrossbarImage(program, target), batch };
}

export async function golden({ program, batch }: Pick<Case, "program" | "batch">): Promise<BatchResult> {
  return goldenSimulator(program).run(batch, { spikes: true, membranes: true });
}

/** Runs a case on the core and compares everything with the golden simulator. */
export async function compareWithGolden(testCase: Case, options: RtlOptions = {}): Promise<{ comparison: Comparison; rtl: BatchResult }> {
  const simulator = await rtlSimulator(testCase.image, { ...CORE, ...options });
  try {
    const rtl = await simulator.run(testCase.batch, { spikes: true, membranes: true });
    return { comparison: compareResults(await golden(testCase), rtl, testCase.program), rtl };
  } finally {
    await simulator.close();
  }
}

export type { Harness };
