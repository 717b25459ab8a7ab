/** A small program on a device in software, and everything between: what the tests of this folder begin with. */
import { compareResults, describeMismatch } from "../../src/cosim/compare.js";
import { type RandomProgramOptions, randomBatch, randomProgram } from "../../src/event/random-program.js";
import type { BatchResult, EventBatch } from "../../src/event/run.js";
import { buildCrossbar, type CrossbarBuild } from "../../src/flow/rtl.js";
import { imageCore } from "../../src/hil/core-model.js";
import { type Device, type DeviceOptions, softwareDevice } from "../../src/hil/device.js";
import { encodeFrame, type Frame, frameReader } from "../../src/hil/frame.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { createRandom } from "../../src/util/random.js";
import { extendBatch } from "../../src/verilog/legalise.js";
import type { CrossbarTarget } from "../../src/verilog/target.js";

/** Fixed sizes, so that one device takes every image. */
export const TARGET: CrossbarTarget = {
  kind: "crossbar",
  name: "test-4",
  lanes: 4,
  capacity: { groups: 64, axons: 1024, segments: 512, weightWords: 1024, weightBits: 8, slots: 8, stateBits: 24, exponent: 15 },
  features: { bias: true, subtract: true, countedRefractory: true, cuba: false, forgetting: true },
  sizing: "fixed",
  clockHz: 1e6,
  clockSource: "assumed",
};

export interface Case {
  readonly build: CrossbarBuild;
  readonly batch: EventBatch;
  readonly golden: BatchResult;
}

/** A random program for the target, samples of it, and what the golden simulator says of them. */
export async function randomCase(seed: number, samples: number, target: CrossbarTarget = TARGET, options: RandomProgramOptions = {}): Promise<Case> {
  const random = createRandom(seed);
  const program = randomProgram(random, { crossbar: true, maxNeurons: 12, ...options });
  const build = buildCrossbar(program, target);
  const batch = extendBatch(randomBatch(random, program, { samples }), build.extraTimesteps);
  return { build, batch, golden: await goldenSimulator(build.program).run(batch, { membranes: true }) };
}

export function deviceOf({ build }: Case, options: Partial<DeviceOptions> = {}): Device {
  const { parameters } = build.image;
  return softwareDevice({ parameters, core: imageCore(parameters), ...options });
}

/** The first difference as a sentence; undefined where there is none. */
export function firstDifference({ golden, build }: Case, got: BatchResult): string | undefined {
  const { first } = compareResults(golden, got, build.program);
  return first === undefined ? undefined : describeMismatch(first);
}

/** Speaks frames to a device directly, and keeps its answers. */
export function speaker(device: Device) {
  const answers: Frame[] = [];
  let damaged = 0;
  const reader = frameReader(
    (frame) => answers.push(frame),
    () => damaged++,
  );
  device.onBytes((bytes) => reader.push(bytes));
  return {
    answers,
    damaged: () => damaged,
    /** Sends a frame, and gives what the device answered to it. */
    async say(session: number, sequence: number, type: number, payload: ArrayLike<number> = []): Promise<Frame[]> {
      const from = answers.length;
      device.receive(encodeFrame({ session, sequence, type, payload: Uint8Array.from(payload) }, true));
      await device.idle();
      return answers.slice(from);
    },
  };
}
