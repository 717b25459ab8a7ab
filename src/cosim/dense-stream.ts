/**
 * The standard dense stream: how many synaptic operations a core does in a cycle when nothing but its own pipeline holds
 * it back. Segments aligned, lengths a multiple of LANES, 512 events in one timestep; operations / cycles from the first
 * weight word read to the last accumulate, both counted by the core itself.
 */
import { batchOf } from "../event/batch.js";
import type { EventProgram } from "../event/program.js";
import type { EventBatch } from "../event/run.js";
import { createRandom } from "../util/random.js";
import { buildCrossbarImage, type CrossbarImage } from "../verilog/image.js";
import { legaliseForCrossbar } from "../verilog/legalise.js";
import type { CrossbarTarget } from "../verilog/target.js";
import { COUNTER, commandsOf, loadImage } from "./samples.js";
import { buildSimulation, type SimulationOptions } from "./simulation.js";

export interface DenseStreamResult {
  readonly lanes: number;
  readonly events: number;
  readonly synapticOperations: number;
  readonly weightWordsRead: number;
  /** Cycles from the first weight word read to the last accumulate, both included. */
  readonly cycles: number;
  readonly sopPerCycle: number;
}

const LINES = 256;
const EVENTS = 512;
/** Groups that every line drives: words per segment. */
const WORDS = 8;

/** Measures the stream on the core of `target`, sized for it. Throws SnncError of kind tool as `rtlSimulator` does. */
export async function measureDenseStream(target: CrossbarTarget, options: SimulationOptions = {}): Promise<DenseStreamResult> {
  const { image } = denseStreamImage(target);
  const simulation = await buildSimulation(image, options);
  const harness = await simulation.start();
  try {
    await loadImage(harness, image);
    const { counters } = await harness.run({ commands: commandsOf(image, denseBatch(1), 0, false) });
    const synapticOperations = counters[COUNTER.synapticOperations];
    const cycles = counters[COUNTER.deliverySpan];
    return {
      lanes: target.lanes,
      events: counters[COUNTER.inputEvents],
      synapticOperations,
      weightWordsRead: counters[COUNTER.weightWordsRead],
      cycles,
      sopPerCycle: synapticOperations / cycles,
    };
  } finally {
    await harness.close();
  }
}

/** The stream's program and its image on a core of `target` that is sized for it. */
export function denseStreamImage(target: CrossbarTarget, seed = 1): { readonly program: EventProgram; readonly image: CrossbarImage } {
  const fitted: CrossbarTarget = { ...target, sizing: "fitted" };
  const { program } = legaliseForCrossbar(denseStream(target.lanes, seed), fitted);
  return { program, image: buildCrossbarImage(program, fitted) };
}

/** So many samples of the stream's events. */
export function denseBatch(samples: number): EventBatch {
  const events = Array.from({ length: EVENTS }, (_, e) => [0, e % LINES] as const);
  return batchOf(Array.from({ length: samples }, () => ({ timesteps: 2, events })));
}

/** 256 lines, each with a row of 8 x lanes random weights to as many neurons. */
export function denseStream(lanes: number, seed = 1): EventProgram {
  const random = createRandom(seed);
  const neurons = WORDS * lanes;
  return {
    level: "event",
    name: "dense-stream",
    limits: { timestepsPerSample: 2, eventsPerTimestep: EVENTS, eventsPerSample: EVENTS },
    inputs: [{ name: "in", kind: "lines", lines: LINES }],
    populations: [{ name: "out", size: neurons, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } }],
    tables: [
      {
        name: "weights",
        rows: LINES,
        columns: neurons,
        bits: 8,
        exponent: 0,
        weights: Int8Array.from({ length: LINES * neurons }, () => random.integer(256) - 128),
      },
    ],
    projections: [
      {
        name: "in-out",
        source: { kind: "input", port: "in" },
        target: "out",
        table: "weights",
        delay: 1,
        connectivity: { kind: "dense", columnStart: 0, length: neurons, targetStart: 0 },
      },
    ],
    readout: { kind: "membrane", population: "out", neuronsPerClass: neurons / 4, classes: ["0", "1", "2", "3"], drainTimesteps: 1 },
  };
}
