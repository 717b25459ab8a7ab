/**
 * The crossbar's Verilog as a simulator: the same interface as the golden one, every number read from the core's own
 * result stream, whoever simulates it. Memory images are loaded once, then thousands of samples stream through.
 */
import { checkBatch, sampleCount } from "../event/batch.js";
import type { Simulator } from "../event/run.js";
import { checkError } from "../util/diagnostics.js";
import type { Harness, RunAnswer } from "./harness.js";
import { collect, commandsOf, loadImage, type RtlImage } from "./samples.js";
import { buildSimulation, type SimulationOptions } from "./simulation.js";

export interface RtlOptions extends SimulationOptions {
  /** Most processes to use (default 2). A second one starts only for batches that it helps. */
  readonly workers?: number;
  /** Probability per cycle of starving the command stream and of stalling the result stream (tests). */
  readonly starve?: number;
  readonly stall?: number;
  /** Seed of the above; sample s uses seed + s. */
  readonly seed?: number;
}

/** Samples under way in one process: enough to hide the pipe, few enough to bound memory. */
const WINDOW = 64;
/** Below so many samples a second process costs more than it gives. */
const SAMPLES_PER_WORKER = 200;

/**
 * Builds (or finds) the simulation of the image's core and starts it. Throws SnncError of kind tool if a tool is
 * missing or fails. The simulator's `run` throws SnncError of kind tool if the process dies, of kind input for samples
 * beyond the program's limits, of kind check when aborted.
 */
export async function rtlSimulator(image: RtlImage, options: RtlOptions = {}): Promise<Simulator> {
  const simulation = await buildSimulation(image, options);
  const workers: Harness[] = [];
  const workerOf = async (index: number): Promise<Harness> => {
    const known = workers[index];
    if (known !== undefined) return known;
    const harness = await simulation.start();
    workers[index] = harness;
    await loadImage(harness, image);
    return harness;
  };
  const simulator: Simulator = {
    backend: "rtl",
    description: `${describe(image)}, ${image.parameters.LANES} lanes, cycle-simulated by ${simulation.description}`,
    async run(batch, runOptions = {}) {
      checkBatch({ name: image.name, limits: image.limits, inputs: [{ lines: image.inputLines }] }, batch);
      const samples = sampleCount(batch);
      const count = Math.max(1, Math.min(options.workers ?? simulation.mostWorkers, Math.floor(samples / SAMPLES_PER_WORKER)));
      const answers = new Array<RunAnswer | undefined>(samples).fill(undefined);
      let done = 0;
      const share = async (worker: number): Promise<void> => {
        const harness = await workerOf(worker);
        const [from, to] = [Math.floor((samples * worker) / count), Math.floor((samples * (worker + 1)) / count)];
        await inWindows(from, to, runOptions.signal, async (sample) => {
          answers[sample] = await harness.run({
            commands: commandsOf(image, batch, sample, runOptions.membranes === true),
            ...(options.starve === undefined ? {} : { starve: options.starve }),
            ...(options.stall === undefined ? {} : { stall: options.stall }),
            seed: (options.seed ?? 1) + sample,
          });
          done++;
          if (done % 64 === 0 || done === samples) runOptions.onProgress?.(done, samples);
        });
      };
      await Promise.all(Array.from({ length: count }, (_, worker) => share(worker)));
      return collect(image, batch, answers, runOptions);
    },
    async close() {
      await Promise.all(workers.splice(0).map((harness) => harness?.close()));
    },
  };
  try {
    await workerOf(0);
  } catch (error) {
    await simulator.close();
    throw error;
  }
  return simulator;
}

function describe(image: RtlImage): string {
  return image.level === "mesh" ? `rtl/snn_mesh.v, ${image.shape.columns} x ${image.shape.rows} cores` : "rtl/snn_core.v";
}

/** Runs `work` on every number of [from, to), at most WINDOW of them under way. */
async function inWindows(from: number, to: number, signal: AbortSignal | undefined, work: (index: number) => Promise<void>): Promise<void> {
  const underWay: Promise<void>[] = [];
  try {
    for (let index = from; index < to; index++) {
      if (signal?.aborted === true) throw checkError("interrupted", `stopped after ${index - from} of ${to - from} samples`);
      underWay.push(work(index));
      if (underWay.length >= WINDOW) await underWay.shift();
    }
  } finally {
    await Promise.allSettled(underWay);
  }
  await Promise.all(underWay);
}
