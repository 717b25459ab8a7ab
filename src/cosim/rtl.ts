/**
 * The Verilated crossbar as a simulator: the same interface as the golden one, every number read from the core's own
 * result stream. Memory images are loaded once, then thousands of samples stream through one or two processes.
 */
import { checkBatch, sampleCount } from "../event/batch.js";
import type { BatchResult, EventBatch, RunOptions, Simulator } from "../event/run.js";
import { type BuiltModel, buildModel, coreFiles } from "../tools/verilator.js";
import { checkError, toolError } from "../util/diagnostics.js";
import { axonOfLine, type CrossbarImage, PADDING } from "../verilog/image.js";
import type { CrossbarParameters } from "../verilog/parameters.js";
import { COMMAND, command, type Harness, type RunAnswer, startHarness } from "./harness.js";

export interface RtlOptions {
  /** Most processes to use (default 2). A second one starts only for batches that it helps. */
  readonly workers?: number;
  /** Probability per cycle of starving the command stream and of stalling the result stream (tests). */
  readonly starve?: number;
  readonly stall?: number;
  /** Seed of the above; sample s uses seed + s. */
  readonly seed?: number;
  readonly cacheFolder?: string;
  /** Folder of another core with the same ports (default: rtl/ of this package). */
  readonly rtlFolder?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** The order of the COUNTER results (rtl/README.md). */
export const COUNTER = {
  cycles: 0,
  synapticOperations: 1,
  weightWordsRead: 2,
  neuronUpdates: 3,
  groupUpdates: 4,
  spikes: 5,
  inputEvents: 6,
  busyCycles: 7,
  deliverySpan: 8,
} as const;
const COUNTERS = 9;

/** Samples under way in one process: enough to hide the pipe, few enough to bound memory. */
const WINDOW = 64;
/** Below so many samples a second process costs more than it gives. */
const SAMPLES_PER_WORKER = 200;

/**
 * Builds (or finds) the simulation of the image's core and starts it. Throws SnncError of kind tool if Verilator is
 * missing or fails. The simulator's `run` throws SnncError of kind tool if the process dies, of kind input for samples
 * beyond the program's limits, of kind check when aborted.
 */
export async function rtlSimulator(image: CrossbarImage, options: RtlOptions = {}): Promise<Simulator> {
  const model = await buildCore(image.parameters, false, options);
  const workers: Harness[] = [];
  const workerOf = async (index: number): Promise<Harness> => {
    const known = workers[index];
    if (known !== undefined) return known;
    const harness = startHarness(model.executable);
    workers[index] = harness;
    await loadImage(harness, image);
    return harness;
  };
  const simulator: Simulator = {
    backend: "rtl",
    description: `rtl/snn_core.v, ${image.parameters.LANES} lanes, cycle-simulated by Verilator ${model.verilator.version}`,
    async run(batch, runOptions = {}) {
      checkBatch({ name: image.name, limits: image.limits, inputs: [{ lines: image.inputLines }] }, batch);
      const samples = sampleCount(batch);
      const count = Math.max(1, Math.min(options.workers ?? 2, Math.floor(samples / SAMPLES_PER_WORKER)));
      const answers = new Array<RunAnswer | undefined>(samples).fill(undefined);
      let done = 0;
      const share = async (worker: number): Promise<void> => {
        const harness = await workerOf(worker);
        const [from, to] = [Math.floor((samples * worker) / count), Math.floor((samples * (worker + 1)) / count)];
        await inWindows(from, to, runOptions.signal, async (sample) => {
          answers[sample] = await harness.run({
            commands: commandsOf(image.parameters, batch, sample, runOptions.membranes === true),
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

/** Builds the core with these parameters, with or without waveforms, or takes it from the cache. */
export async function buildCore(parameters: CrossbarParameters, trace: boolean, options: RtlOptions = {}): Promise<BuiltModel> {
  const { sources, harness, rtlFolder } = await coreFiles(options.rtlFolder);
  return await buildModel(
    { topModule: "snn_core", sources, includeFolders: [rtlFolder], parameters: { ...parameters }, harness, trace },
    { ...(options.cacheFolder === undefined ? {} : { cacheFolder: options.cacheFolder }), signal: options.signal, onProgress: options.onProgress },
  );
}

/** Writes the waveform (VCD) of one sample to `file`, with a build of its own that is made when first needed. */
export async function writeWaveform(image: CrossbarImage, batch: EventBatch, sample: number, file: string, options: RtlOptions = {}): Promise<void> {
  const model = await buildCore(image.parameters, true, options);
  const harness = startHarness(model.executable, file);
  try {
    await loadImage(harness, image);
    await harness.run({ commands: commandsOf(image.parameters, batch, sample, true), waveform: true });
  } finally {
    await harness.close();
  }
}

export async function loadImage(harness: Harness, image: CrossbarImage): Promise<void> {
  for (const memory of image.memories) await harness.load(memory);
}

/** RESET, the events of every timestep with STEP between them, READ, and DUMP if asked for. */
export function commandsOf(parameters: CrossbarParameters, batch: EventBatch, sample: number, dump: boolean): Uint32Array {
  const [from, to] = [batch.sampleStart[sample], batch.sampleStart[sample + 1]];
  const timesteps = batch.timesteps[sample];
  const commands = new Uint32Array(1 + (to - from) + timesteps + (dump ? 1 : 0));
  let next = 0;
  commands[next++] = command(COMMAND.reset);
  let event = from;
  for (let t = 0; t < timesteps; t++) {
    for (; event < to && batch.time[event] === t; event++) {
      commands[next++] = command(COMMAND.event, axonOfLine(parameters, batch.line[event]));
    }
    commands[next++] = command(t === timesteps - 1 ? COMMAND.read : COMMAND.step);
  }
  if (dump) commands[next++] = command(COMMAND.dump);
  return commands;
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

function collect(image: CrossbarImage, batch: EventBatch, answers: readonly (RunAnswer | undefined)[], options: RunOptions): BatchResult {
  const samples = answers.length;
  const { classes: names, neuronsPerClass, groups, size } = image.readout;
  const classes = names.length;
  const outputs = new Int32Array(samples * classes);
  const decisions = new Uint16Array(samples);
  const totalSpikes = answers.reduce((sum, answer) => sum + (answer === undefined ? 0 : answer.spikes.length / 2), 0);
  const spikes = { sampleStart: new Uint32Array(samples + 1), time: new Uint32Array(totalSpikes), neuron: new Uint32Array(totalSpikes) };
  const membranes = options.membranes === true ? new Int32Array(samples * image.neurons) : undefined;
  const counted = new Uint32Array(samples * COUNTERS);
  let spike = 0;
  answers.forEach((answer, sample) => {
    if (answer === undefined) throw new Error(`sample ${sample} was not run`);
    expectLength(answer.values.length, groups * image.parameters.LANES, "VALUE", sample);
    expectLength(answer.counters.length, COUNTERS, "COUNTER", sample);
    counted.set(answer.counters, sample * COUNTERS);
    for (let i = 0; i < size; i++) outputs[sample * classes + Math.floor(i / neuronsPerClass)] += answer.values[i];
    decisions[sample] = argmax(outputs.subarray(sample * classes, (sample + 1) * classes));
    for (let i = 0; i < answer.spikes.length; i += 2) {
      const neuron = image.neuronOfPadded[answer.spikes[i + 1]];
      if (neuron === PADDING || neuron === undefined) {
        throw toolError("rtl-padding-spike", `padding neuron ${answer.spikes[i + 1]} of the core spiked in timestep ${answer.spikes[i]}`, {
          where: `sample ${sample}`,
        });
      }
      spikes.time[spike] = answer.spikes[i];
      spikes.neuron[spike++] = neuron;
    }
    spikes.sampleStart[sample + 1] = spike;
    if (membranes !== undefined) {
      expectLength(answer.membranes.length, image.neuronOfPadded.length, "MEMBRANE", sample);
      for (let n = 0; n < image.neurons; n++) membranes[sample * image.neurons + n] = answer.membranes[image.paddedOfNeuron[n]];
    }
  });
  const counter = (index: number): Uint32Array => Uint32Array.from({ length: samples }, (_, sample) => counted[sample * COUNTERS + index]);
  return {
    samples,
    classes,
    outputs,
    decisions,
    counters: {
      synapticOperations: counter(COUNTER.synapticOperations),
      inputEvents: counter(COUNTER.inputEvents),
      spikes: counter(COUNTER.spikes),
      neuronUpdates: counter(COUNTER.neuronUpdates),
      timesteps: Uint32Array.from(batch.timesteps),
    },
    cycles: {
      cycles: counter(COUNTER.cycles),
      weightWordsRead: counter(COUNTER.weightWordsRead),
      busyCycles: counter(COUNTER.busyCycles),
      groupUpdates: counter(COUNTER.groupUpdates),
    },
    ...(options.spikes === true ? { spikes } : {}),
    ...(membranes === undefined ? {} : { membranes }),
  };
}

function expectLength(got: number, expected: number, what: string, sample: number): void {
  if (got === expected) return;
  throw toolError("rtl-answer", `the core gave ${got} ${what} results; ${expected} were expected`, { where: `sample ${sample}` });
}

/** Highest value; ties go to the lowest index. */
function argmax(values: Int32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
