/** One sample as commands for the core, and its answers as the result of a batch. Nothing here needs Node. */
import type { BatchResult, EventBatch, RunOptions } from "../event/run.js";
import { toolError } from "../util/diagnostics.js";
import { axonOfLine, type CrossbarImage, PADDING } from "../verilog/image.js";
import type { MeshImage } from "../verilog/mesh-image.js";
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

/** What a core of a mesh counts behind those: flits that left to a side, and cycles in which one waited for its side. */
const LINK_COUNTERS = ["east", "west", "north", "south", "stalled"] as const;
/** What the mesh itself counts behind those of all cores. */
const MESH_COUNTER = { cycles: 0, inputEvents: 1, waited: 2 } as const;
const MESH_COUNTERS = 3;

/** What runs as Verilog: one core, or a mesh of them, which outside looks like one. */
export type RtlImage = CrossbarImage | MeshImage;

export async function loadImage(harness: Harness, image: RtlImage): Promise<void> {
  for (const memory of image.memories) await harness.load(memory);
}

/** RESET, the events of every timestep with STEP between them, READ, and DUMP if asked for. */
export function commandsOf(image: RtlImage, batch: EventBatch, sample: number, dump: boolean): Uint32Array {
  const [from, to] = [batch.sampleStart[sample], batch.sampleStart[sample + 1]];
  const timesteps = batch.timesteps[sample];
  const commands = new Uint32Array(1 + (to - from) + timesteps + (dump ? 1 : 0));
  let next = 0;
  commands[next++] = command(COMMAND.reset);
  let event = from;
  for (let t = 0; t < timesteps; t++) {
    for (; event < to && batch.time[event] === t; event++) {
      commands[next++] = command(COMMAND.event, axonOf(image, batch.line[event]));
    }
    commands[next++] = command(t === timesteps - 1 ? COMMAND.read : COMMAND.step);
  }
  if (dump) commands[next++] = command(COMMAND.dump);
  return commands;
}

/** A mesh looks lines up by itself. */
function axonOf(image: RtlImage, line: number): number {
  return image.level === "mesh" ? line : axonOfLine(image.parameters, line);
}

/** The result of a batch from the core's own words. Throws SnncError of kind tool where they do not fit the image. */
export function collect(image: RtlImage, batch: EventBatch, answers: readonly (RunAnswer | undefined)[], options: RunOptions): BatchResult {
  const samples = answers.length;
  const { classes: names, neuronsPerClass } = image.readout;
  const classes = names.length;
  const valueIndex = image.level === "mesh" ? image.readout.valueIndex : Uint32Array.from({ length: image.readout.size }, (_, i) => i);
  const outputs = new Int32Array(samples * classes);
  const decisions = new Uint16Array(samples);
  const totalSpikes = answers.reduce((sum, answer) => sum + (answer === undefined ? 0 : answer.spikes.length / 2), 0);
  const spikes = { sampleStart: new Uint32Array(samples + 1), time: new Uint32Array(totalSpikes), neuron: new Uint32Array(totalSpikes) };
  const membranes = options.membranes === true ? new Int32Array(samples * image.neurons) : undefined;
  const cores = image.level === "mesh" ? image.cores.length : 1;
  const countersOfCore = image.level === "mesh" ? COUNTERS + LINK_COUNTERS.length : COUNTERS;
  const counters = cores * countersOfCore + (image.level === "mesh" ? MESH_COUNTERS : 0);
  const counted = new Uint32Array(samples * counters);
  let spike = 0;
  answers.forEach((answer, sample) => {
    if (answer === undefined) throw new Error(`sample ${sample} was not run`);
    expectLength(answer.values.length, valueIndex.length, "VALUE", sample);
    expectLength(answer.counters.length, counters, "COUNTER", sample);
    counted.set(answer.counters, sample * counters);
    valueIndex.forEach((value, i) => {
      outputs[sample * classes + Math.floor(i / neuronsPerClass)] += answer.values[value];
    });
    decisions[sample] = argmax(outputs.subarray(sample * classes, (sample + 1) * classes));
    const first = spike;
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
    if (cores > 1) sortSpikes(spikes.time, spikes.neuron, first, spike);
    spikes.sampleStart[sample + 1] = spike;
    if (membranes !== undefined) {
      expectLength(answer.membranes.length, image.neuronOfPadded.length, "MEMBRANE", sample);
      for (let n = 0; n < image.neurons; n++) membranes[sample * image.neurons + n] = answer.membranes[image.paddedOfNeuron[n]];
    }
  });
  const at = (sample: number, core: number, index: number): number => counted[sample * counters + core * countersOfCore + index];
  /** Summed over the cores. */
  const counter = (index: number): Uint32Array =>
    Uint32Array.from({ length: samples }, (_, sample) => {
      let total = 0;
      for (let core = 0; core < cores; core++) total += at(sample, core, index);
      return total;
    });
  const ofMesh = (index: number): Uint32Array => Uint32Array.from({ length: samples }, (_, sample) => at(sample, cores, index));
  const perCore = (index: number): Uint32Array =>
    Uint32Array.from({ length: samples * cores }, (_, i) => at(Math.floor(i / cores), i % cores, index));
  return {
    samples,
    classes,
    outputs,
    decisions,
    counters: {
      synapticOperations: counter(COUNTER.synapticOperations),
      inputEvents: image.level === "mesh" ? ofMesh(MESH_COUNTER.inputEvents) : counter(COUNTER.inputEvents),
      spikes: counter(COUNTER.spikes),
      neuronUpdates: counter(COUNTER.neuronUpdates),
      timesteps: Uint32Array.from(batch.timesteps),
    },
    cycles: {
      cycles: image.level === "mesh" ? ofMesh(MESH_COUNTER.cycles) : counter(COUNTER.cycles),
      weightWordsRead: counter(COUNTER.weightWordsRead),
      busyCycles: counter(COUNTER.busyCycles),
      groupUpdates: counter(COUNTER.groupUpdates),
    },
    ...(image.level === "mesh"
      ? {
          mesh: {
            cores,
            synapticOperations: perCore(COUNTER.synapticOperations),
            weightWordsRead: perCore(COUNTER.weightWordsRead),
            neuronUpdates: perCore(COUNTER.neuronUpdates),
            spikes: perCore(COUNTER.spikes),
            events: perCore(COUNTER.inputEvents),
            busyCycles: perCore(COUNTER.busyCycles),
            stalledCycles: perCore(COUNTERS + LINK_COUNTERS.indexOf("stalled")),
            hops: {
              east: perCore(COUNTERS),
              west: perCore(COUNTERS + 1),
              north: perCore(COUNTERS + 2),
              south: perCore(COUNTERS + 3),
            },
            waitedCycles: ofMesh(MESH_COUNTER.waited),
          },
        }
      : {}),
    ...(options.spikes === true ? { spikes } : {}),
    ...(membranes === undefined ? {} : { membranes }),
  };
}

/** By timestep, then neuron: cores tell theirs as they come. Timesteps ascend already. */
function sortSpikes(time: Uint32Array, neuron: Uint32Array, from: number, to: number): void {
  for (let start = from; start < to; ) {
    let end = start;
    while (end < to && time[end] === time[start]) end++;
    neuron.subarray(start, end).sort();
    start = end;
  }
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
