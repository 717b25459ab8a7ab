/** One sample as commands for the core, and its answers as the result of a batch. Nothing here needs Node. */
import type { BatchResult, EventBatch, RunOptions } from "../event/run.js";
import { toolError } from "../util/diagnostics.js";
import { axonOfLine, type CrossbarImage, PADDING } from "../verilog/image.js";
import type { CrossbarParameters } from "../verilog/parameters.js";
import { COMMAND, command, type Harness, type RunAnswer } from "./harness.js";

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

/** The result of a batch from the core's own words. Throws SnncError of kind tool where they do not fit the image. */
export function collect(image: CrossbarImage, batch: EventBatch, answers: readonly (RunAnswer | undefined)[], options: RunOptions): BatchResult {
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
