/** Targets and batches for the tests of the crossbar's compiler side. */
import type { EventBatch } from "../../src/event/run.js";
import { axonOfLine, type CrossbarImage } from "../../src/verilog/image.js";
import type { CrossbarTarget } from "../../src/verilog/target.js";

/** A crossbar on which every small random program fits. */
export function roomyTarget(lanes: number, sizing: CrossbarTarget["sizing"] = "fitted"): CrossbarTarget {
  return {
    kind: "crossbar",
    name: `test-${lanes}`,
    lanes,
    capacity: { groups: 256, axons: 4096, segments: 8192, weightWords: 8192, weightBits: 8, slots: 8, stateBits: 24, exponent: 15 },
    features: { bias: true, subtract: true, countedRefractory: true, cuba: true, forgetting: true },
    sizing,
    clockHz: 50e6,
    clockSource: "assumed",
  };
}

/** Axons that spike in each timestep of one sample. */
export function axonEvents(image: CrossbarImage, batch: EventBatch, sample: number): number[][] {
  const events = Array.from({ length: batch.timesteps[sample] }, (): number[] => []);
  for (let e = batch.sampleStart[sample]; e < batch.sampleStart[sample + 1]; e++) {
    events[batch.time[e]].push(axonOfLine(image.parameters, batch.line[e]));
  }
  return events;
}
