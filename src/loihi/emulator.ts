/**
 * The emulator: runs a mapped program from its tables alone, core by core, in the chip's arithmetic. It shares no code with
 * the golden simulator, and equals it on every spike and membrane potential of the program that was mapped.
 *
 * Timestep t: every core adds up what arrives, updates its compartments (emulated-core.ts) and sends its spikes along its
 * output axons; then the host sends the input events of t. What is sent at t arrives at t + 1 or later, so the order of the
 * cores changes nothing.
 */
import { checkBatch, sampleCount } from "../event/batch.js";
import type { BatchResult, EventBatch, RunOptions, Simulator, SpikeRecord } from "../event/run.js";
import { checkError, SnncError } from "../util/diagnostics.js";
import { deliver, type EmulatedCore, emulatedCores, resetCore, stepCore } from "./emulated-core.js";
import type { MappedProgram, OutputAxons } from "./mapping.js";
import type { LoihiTarget } from "./target.js";
import { validateMapping } from "./validate.js";

/**
 * A simulator of a mapped program on the target that it names. Throws SnncError (kind check) with what contradicts itself
 * in the tables. Deterministic; holds no resources.
 */
export function loihiEmulator(mapped: MappedProgram, target: LoihiTarget): Simulator {
  const found = validateMapping(mapped, target);
  if (found.length > 0) throw new SnncError("check", found);
  const chip = emulatedChip(mapped, target);
  return {
    backend: "loihi",
    description: `emulator of ${target.name}, ${mapped.cores.length} core(s)`,
    run: (batch, options = {}) => runBatch(chip, batch, options),
    close: async () => {},
  };
}

interface EmulatedChip {
  readonly mapped: MappedProgram;
  readonly cores: readonly EmulatedCore[];
  readonly host: Routes;
  /** Of each core, by compartment. */
  readonly outputs: readonly Routes[];
  readonly neurons: number;
  readonly readoutStart: number;
  readonly readoutSize: number;
}

/** Where source s is heard: destinations start[s] .. start[s + 1], each a list of a core. */
interface Routes {
  readonly start: Uint32Array;
  readonly core: Uint32Array;
  readonly list: Uint32Array;
}

function emulatedChip(mapped: MappedProgram, target: LoihiTarget): EmulatedChip {
  const cores = emulatedCores(mapped.cores, target);
  const listOf = (core: number, axon: number, atom: number): number => {
    const { firstAtom, listOf } = cores[core].rows;
    return listOf[firstAtom[axon] + atom];
  };
  const { host, populations, readout } = mapped;
  const readoutIndex = populations.findIndex(({ name }) => name === readout.population);
  return {
    mapped,
    cores,
    host: { start: host.lineStart, core: host.core, list: host.core.map((core, r) => listOf(core, host.axon[r], host.atom[r])) },
    outputs: mapped.cores.map(({ outputAxons, neurons }) => outputRoutes(outputAxons, neurons.length, listOf)),
    neurons: sizeOf(populations),
    readoutStart: sizeOf(populations.slice(0, readoutIndex)),
    readoutSize: populations[readoutIndex].size,
  };
}

function sizeOf(populations: MappedProgram["populations"]): number {
  return populations.reduce((sum, { size }) => sum + size, 0);
}

function outputRoutes(outputs: OutputAxons, compartments: number, listOf: (core: number, axon: number, atom: number) => number): Routes {
  const count = outputs.compartment.length;
  const start = new Uint32Array(compartments + 1);
  for (const compartment of outputs.compartment) start[compartment + 1]++;
  for (let compartment = 0; compartment < compartments; compartment++) start[compartment + 1] += start[compartment];
  const next = start.slice();
  const routes = { start, core: new Uint32Array(count), list: new Uint32Array(count) };
  for (let output = 0; output < count; output++) {
    const at = next[outputs.compartment[output]]++;
    routes.core[at] = outputs.core[output];
    routes.list[at] = listOf(outputs.core[output], outputs.axon[output], outputs.atom[output]);
  }
  return routes;
}

/** What one sample gives. */
interface SampleRun {
  operations: number;
  spikes: number;
  /** Of each neuron of the readout population. */
  readonly spikeCount: Uint32Array;
  readonly firstSpike: Uint32Array;
}

async function runBatch(chip: EmulatedChip, batch: EventBatch, options: RunOptions): Promise<BatchResult> {
  const { mapped, neurons } = chip;
  checkBatch(mapped, batch);
  const samples = sampleCount(batch);
  const classes = mapped.readout.classes.length;
  const outputs = new Int32Array(samples * classes);
  const decisions = new Uint16Array(samples);
  const counters = {
    synapticOperations: new Uint32Array(samples),
    inputEvents: new Uint32Array(samples),
    spikes: new Uint32Array(samples),
    neuronUpdates: batch.timesteps.map((timesteps) => timesteps * neurons),
    timesteps: Uint32Array.from(batch.timesteps),
  };
  const membranes = options.membranes === true ? new Int32Array(samples * neurons) : undefined;
  const record = options.spikes === true ? newRecord(samples) : undefined;
  const membrane = new Int32Array(neurons);
  const run: SampleRun = {
    operations: 0,
    spikes: 0,
    spikeCount: new Uint32Array(chip.readoutSize),
    firstSpike: new Uint32Array(chip.readoutSize),
  };
  for (let sample = 0; sample < samples; sample++) {
    if (sample % 64 === 0) {
      options.onProgress?.(sample, samples);
      await new Promise((resolve) => setImmediate(resolve));
      if (options.signal?.aborted === true) throw checkError("interrupted", `stopped after ${sample} of ${samples} samples`);
    }
    runSample(chip, batch, sample, run, record);
    if (record !== undefined) record.sampleStart[sample + 1] = record.time.length;
    for (const { neurons: neuronOf, v } of chip.cores) {
      for (let compartment = 0; compartment < v.length; compartment++) membrane[neuronOf[compartment]] = v[compartment];
    }
    membranes?.set(membrane, sample * neurons);
    counters.synapticOperations[sample] = run.operations;
    counters.inputEvents[sample] = batch.sampleStart[sample + 1] - batch.sampleStart[sample];
    counters.spikes[sample] = run.spikes;
    const scores = outputs.subarray(sample * classes, (sample + 1) * classes);
    readOut(chip, membrane, run, batch.timesteps[sample], scores);
    decisions[sample] = decide(mapped, scores);
  }
  options.onProgress?.(samples, samples);
  return {
    samples,
    classes,
    outputs,
    decisions,
    counters,
    ...(record === undefined ? {} : { spikes: spikeRecord(record) }),
    ...(membranes === undefined ? {} : { membranes }),
  };
}

function runSample(
  { cores, host, outputs, readoutStart, readoutSize }: EmulatedChip,
  batch: EventBatch,
  sample: number,
  run: SampleRun,
  record: Recording | undefined,
): void {
  const timesteps = batch.timesteps[sample];
  for (const core of cores) resetCore(core);
  run.operations = 0;
  run.spikes = 0;
  run.spikeCount.fill(0);
  run.firstSpike.fill(timesteps);
  let event = batch.sampleStart[sample];
  const lastEvent = batch.sampleStart[sample + 1];
  for (let t = 0; t < timesteps; t++) {
    for (const core of cores) stepCore(core, t);
    for (let index = 0; index < cores.length; index++) {
      const core = cores[index];
      run.spikes += core.spikedCount;
      for (let i = 0; i < core.spikedCount; i++) {
        const compartment = core.spiked[i];
        const neuron = core.neurons[compartment];
        run.operations += send(cores, outputs[index], compartment, t);
        record?.now.push(neuron);
        const inReadout = neuron - readoutStart;
        if (inReadout >= 0 && inReadout < readoutSize && run.spikeCount[inReadout]++ === 0) run.firstSpike[inReadout] = t;
      }
    }
    if (record !== undefined && record.now.length > 0) endTimestep(record, t);
    for (; event < lastEvent && batch.time[event] === t; event++) run.operations += send(cores, host, batch.line[event], t);
  }
}

/** Delivers what a source emits at t to every list that hears it; returns the synaptic operations. */
function send(cores: readonly EmulatedCore[], routes: Routes, source: number, t: number): number {
  let operations = 0;
  for (let r = routes.start[source]; r < routes.start[source + 1]; r++) operations += deliver(cores[routes.core[r]], routes.list[r], t);
  return operations;
}

function readOut({ mapped, readoutStart }: EmulatedChip, membrane: Int32Array, run: SampleRun, timesteps: number, scores: Int32Array): void {
  const { kind, neuronsPerClass, shift = 0 } = mapped.readout;
  for (let c = 0; c < scores.length; c++) {
    let score = kind === "firstSpike" ? timesteps : 0;
    for (let i = c * neuronsPerClass; i < (c + 1) * neuronsPerClass; i++) {
      if (kind === "membrane") score += membrane[readoutStart + i];
      else if (kind === "count") score += run.spikeCount[i];
      else score = Math.min(score, run.firstSpike[i]);
    }
    scores[c] = Math.floor(score / 2 ** shift);
  }
}

/** Highest score, or earliest spike; ties go to the lowest class. */
function decide({ readout }: MappedProgram, scores: Int32Array): number {
  const sign = readout.kind === "firstSpike" ? -1 : 1;
  return scores.reduce((best, score, c) => (sign * score > sign * scores[best] ? c : best), 0);
}

interface Recording {
  readonly sampleStart: Uint32Array;
  readonly time: number[];
  readonly neuron: number[];
  /** Neurons of this timestep, in the order of the cores. */
  readonly now: number[];
}

function newRecord(samples: number): Recording {
  return { sampleStart: new Uint32Array(samples + 1), time: [], neuron: [], now: [] };
}

function endTimestep({ time, neuron, now }: Recording, t: number): void {
  for (const spiking of now.sort((a, b) => a - b)) {
    time.push(t);
    neuron.push(spiking);
  }
  now.length = 0;
}

function spikeRecord({ sampleStart, time, neuron }: Recording): SpikeRecord {
  return { sampleStart, time: Uint32Array.from(time), neuron: Uint32Array.from(neuron) };
}
