/**
 * The golden simulator: what an event program means, in readable TypeScript. Every back end equals it, spike for spike.
 *
 * `src/event/README.md` is the text of which this file is the code. Only neurons that may change are updated
 * (`isAlwaysUpdated`, received input, left above threshold), in aligned groups of `legalised.updateGroup`.
 */
import { forgetsAt, forgetsFully, isAlwaysUpdated } from "../event/activity.js";
import { checkBatch, sampleCount } from "../event/batch.js";
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram, Population } from "../event/program.js";
import type { BatchResult, EventBatch, RunOptions, Simulator, Timeline } from "../event/run.js";
import { assertNever, checkError } from "../util/diagnostics.js";
import { wrap } from "../util/fixed.js";

/** A simulator of a verified event program. Deterministic; holds no resources. */
export function goldenSimulator(program: EventProgram): Simulator {
  const compiled = compile(program);
  return {
    backend: "golden",
    description: "golden simulator (TypeScript)",
    run: (batch, options = {}) => runBatch(compiled, batch, options),
    close: async () => {},
  };
}

/** The program as flat arrays: who is driven by each source, and the neurons' parameters by group. */
interface Compiled {
  readonly program: EventProgram;
  readonly inputLines: number;
  readonly neurons: number;
  /** Largest delay + 1: timestep t uses slot t mod slots. */
  readonly slots: number;
  /** Segments of source s: segmentStart[s] .. segmentStart[s + 1]. */
  readonly segmentStart: Uint32Array;
  readonly segmentTarget: Uint32Array;
  readonly segmentLength: Uint32Array;
  readonly segmentWeight: Uint32Array;
  readonly segmentDelay: Uint8Array;
  readonly segmentExponent: Uint8Array;
  /** All tables one after the other. */
  readonly weights: Int8Array;
  readonly groups: readonly Group[];
  /** Populations that forget periodically, with their first neuron. */
  readonly forgetting: readonly { readonly population: Population; readonly first: number }[];
  readonly groupOfNeuron: Uint32Array;
  readonly readoutStart: number;
  readonly readoutSize: number;
}

/** Consecutive neurons of one population that are updated together. */
interface Group {
  readonly population: Population;
  /** First neuron, numbered through all populations, and within the population. */
  readonly first: number;
  readonly offset: number;
  readonly size: number;
  readonly always: boolean;
  readonly forgets: boolean;
}

/** What a sample leaves behind between timesteps. */
interface State {
  readonly v: Int32Array;
  /** Loihi's current; unused by the other models. */
  readonly u: Int32Array;
  /** Timesteps of refractory left; -1 = until reset. */
  readonly refractory: Int8Array;
  /** [slots x neurons] currents on their way. */
  readonly arriving: Int32Array;
  /** [slots x groups] 1 = the group must be updated in that timestep. */
  readonly pending: Uint8Array;
  readonly pendingCount: Uint32Array;
  /** Last timestep in which the group was updated; -1 = never. */
  readonly updatedAt: Int32Array;
  /** Neurons that spiked in this timestep, ascending. */
  readonly spiked: Uint32Array;
  spikedCount: number;
}

async function runBatch(compiled: Compiled, batch: EventBatch, options: RunOptions): Promise<BatchResult> {
  const { program, neurons } = compiled;
  checkBatch(program, batch);
  const samples = sampleCount(batch);
  const classes = program.readout.classes.length;
  const outputs = new Int32Array(samples * classes);
  const decisions = new Uint16Array(samples);
  const counters = {
    synapticOperations: new Uint32Array(samples),
    inputEvents: new Uint32Array(samples),
    spikes: new Uint32Array(samples),
    neuronUpdates: new Uint32Array(samples),
    timesteps: Uint32Array.from(batch.timesteps),
  };
  const membranes = options.membranes === true ? new Int32Array(samples * neurons) : undefined;
  const recorder = options.spikes === true ? spikeRecorder(samples) : undefined;
  const timeline = options.timeline === true ? newTimeline(batch, classes) : undefined;
  const state = newState(compiled);
  const spikeCount = new Uint32Array(compiled.readoutSize);
  const firstSpike = new Uint32Array(compiled.readoutSize);

  for (let sample = 0; sample < samples; sample++) {
    if (sample % 64 === 0) {
      options.onProgress?.(sample, samples);
      await new Promise((resolve) => setImmediate(resolve));
      if (options.signal?.aborted === true) throw checkError("interrupted", `stopped after ${sample} of ${samples} samples`);
    }
    resetState(compiled, state);
    spikeCount.fill(0);
    firstSpike.fill(batch.timesteps[sample]);
    let event = batch.sampleStart[sample];
    const lastEvent = batch.sampleStart[sample + 1];
    const timesteps = batch.timesteps[sample];
    let operations = 0;
    let updates = 0;
    let spikes = 0;
    for (let t = 0; t < timesteps; t++) {
      forgetPeriodically(compiled, state, t);
      updates += neuronPhase(compiled, state, t);
      for (let i = 0; i < state.spikedCount; i++) {
        const neuron = state.spiked[i];
        operations += deliver(compiled, state, t, compiled.inputLines + neuron);
        recorder?.add(t, neuron);
        const inReadout = neuron - compiled.readoutStart;
        if (inReadout >= 0 && inReadout < compiled.readoutSize) {
          if (spikeCount[inReadout]++ === 0) firstSpike[inReadout] = t;
        }
      }
      spikes += state.spikedCount;
      for (; event < lastEvent && batch.time[event] === t; event++) {
        operations += deliver(compiled, state, t, batch.line[event]);
      }
      if (timeline !== undefined) {
        // What an idle neuron forgets changes nothing later: its next update forgets it as well.
        forgetIdle(compiled, state, t);
        const at = timeline.sampleStart[sample] + t;
        readOut(compiled, state, spikeCount, firstSpike, t + 1, timeline.outputs.subarray(at * classes, (at + 1) * classes));
        timeline.synapticOperations[at] = operations;
      }
    }
    forgetIdle(compiled, state, timesteps - 1);
    recorder?.endSample(sample);
    membranes?.set(state.v, sample * neurons);
    counters.synapticOperations[sample] = operations;
    counters.inputEvents[sample] = lastEvent - batch.sampleStart[sample];
    counters.spikes[sample] = spikes;
    counters.neuronUpdates[sample] = updates;
    const scores = outputs.subarray(sample * classes, (sample + 1) * classes);
    readOut(compiled, state, spikeCount, firstSpike, timesteps, scores);
    decisions[sample] = decide(program, scores);
  }
  options.onProgress?.(samples, samples);
  return {
    samples,
    classes,
    outputs,
    decisions,
    counters,
    ...(recorder === undefined ? {} : { spikes: recorder.record() }),
    ...(membranes === undefined ? {} : { membranes }),
    ...(timeline === undefined ? {} : { timeline }),
  };
}

function newTimeline({ timesteps }: EventBatch, classes: number): Timeline {
  const sampleStart = new Uint32Array(timesteps.length + 1);
  timesteps.forEach((count, sample) => {
    sampleStart[sample + 1] = sampleStart[sample] + count;
  });
  const total = sampleStart[timesteps.length];
  return { sampleStart, outputs: new Int32Array(total * classes), synapticOperations: new Uint32Array(total) };
}

/** The start of timestep t: populations whose period ends are as at the sample's start. */
function forgetPeriodically({ forgetting }: Compiled, state: State, t: number): void {
  for (const { population, first } of forgetting) {
    if (!forgetsAt(population, t)) continue;
    const end = first + population.size;
    state.v.fill(0, first, end);
    state.u.fill(0, first, end);
    state.refractory.fill(0, first, end);
  }
}

/** Steps 1 to 4 of timestep t for every pending group; fills `state.spiked` and returns the number of neurons updated. */
function neuronPhase(compiled: Compiled, state: State, t: number): number {
  const { groups, neurons } = compiled;
  const slot = t % compiled.slots;
  const pending = state.pending.subarray(slot * groups.length, (slot + 1) * groups.length);
  state.spikedCount = 0;
  let updates = 0;
  if (state.pendingCount[slot] === 0) return 0;
  for (let g = 0; g < groups.length; g++) {
    if (pending[g] === 0) continue;
    const group = groups[g];
    const leftAbove = updateGroup(group, state, slot * neurons);
    updates += group.size;
    state.updatedAt[g] = t;
    if (!group.always) {
      pending[g] = 0;
      state.pendingCount[slot]--;
    }
    if (leftAbove && !forgetsAt(group.population, t + 1)) markPending(compiled, state, (t + 1) % compiled.slots, g);
  }
  return updates;
}

/** Updates the neurons of one group from the currents at `base`; true if a reset by subtraction left one above threshold. */
function updateGroup(group: Group, state: State, base: number): boolean {
  const { model, thresholds, biases, reset, refractory } = group.population;
  const { v, u, arriving } = state;
  let leftAbove = false;
  for (let i = 0; i < group.size; i++) {
    const neuron = group.first + i;
    const own = group.offset + i;
    const q = arriving[base + neuron];
    arriving[base + neuron] = 0;
    const bias = biases === undefined ? 0 : biases[own];
    const silent = state.refractory[neuron] !== 0;
    if (silent && state.refractory[neuron] > 0) state.refractory[neuron]--;

    let next: number;
    switch (model.kind) {
      case "if":
        next = v[neuron] + q + bias;
        break;
      case "lif":
        next = leak(v[neuron], model.leakShift) + q + bias;
        break;
      case "cuba": {
        u[neuron] = wrap(decay(u[neuron], model.decayU + 1) + q, 24);
        const sum = decay(v[neuron], model.decayV) + wrap(u[neuron] + bias, 24);
        next = Math.min(Math.max(sum, model.membraneMin), model.membraneMax);
        break;
      }
      default:
        return assertNever(model);
    }
    if (silent) next = 0;

    if (!silent && thresholds !== undefined && next > thresholds[own]) {
      state.spiked[state.spikedCount++] = neuron;
      next = reset.kind === "zero" ? 0 : next - reset.amounts[own];
      if (next > thresholds[own] && reset.kind === "subtract") leftAbove = true;
      if (refractory.kind === "steps") state.refractory[neuron] = refractory.timesteps;
      else if (refractory.kind === "untilReset") state.refractory[neuron] = -1;
    }
    v[neuron] = next;
  }
  return leftAbove;
}

/** Adds every segment of a source that emits at timestep t to the currents under way; returns its synaptic operations. */
function deliver(compiled: Compiled, state: State, t: number, source: number): number {
  const { slots, neurons, weights, groupOfNeuron } = compiled;
  let operations = 0;
  for (let s = compiled.segmentStart[source]; s < compiled.segmentStart[source + 1]; s++) {
    const slot = (t + compiled.segmentDelay[s]) % slots;
    const target = compiled.segmentTarget[s];
    const length = compiled.segmentLength[s];
    const weight = compiled.segmentWeight[s];
    const exponent = compiled.segmentExponent[s];
    const base = slot * neurons + target;
    for (let i = 0; i < length; i++) state.arriving[base + i] += weights[weight + i] << exponent;
    for (let g = groupOfNeuron[target]; g <= groupOfNeuron[target + length - 1]; g++) markPending(compiled, state, slot, g);
    operations += length;
  }
  return operations;
}

function markPending(compiled: Compiled, state: State, slot: number, group: number): void {
  const index = slot * compiled.groups.length + group;
  if (state.pending[index] === 0) {
    state.pending[index] = 1;
    state.pendingCount[slot]++;
  }
}

/** v - ((v + (v < 0 ? 0 : 2^k - 1)) >> k): a power-of-two leak that rounds toward zero and always reaches it. */
function leak(v: number, k: number): number {
  return v - ((v + (v < 0 ? 0 : 2 ** k - 1)) >> k);
}

/** Loihi's decay, sign(x) * ((|x| * (4096 - d)) >> 12), rounding toward zero (nengo-loihi, discretize.py). */
function decay(x: number, d: number): number {
  return Math.trunc((x * (4096 - d)) / 4096);
}

/** A neuron that forgets fully and was not updated in the last timestep holds nothing. */
function forgetIdle(compiled: Compiled, state: State, lastTimestep: number): void {
  compiled.groups.forEach((group, g) => {
    if (group.forgets && state.updatedAt[g] !== lastTimestep) state.v.fill(0, group.first, group.first + group.size);
  });
}

/** The class sums after so many timesteps; a class that has not spiked yet has that number as its first spike. */
function readOut(compiled: Compiled, state: State, spikeCount: Uint32Array, firstSpike: Uint32Array, timesteps: number, scores: Int32Array): void {
  const { kind, neuronsPerClass, shift = 0 } = compiled.program.readout;
  for (let c = 0; c < scores.length; c++) {
    let score = kind === "firstSpike" ? timesteps : 0;
    for (let i = c * neuronsPerClass; i < (c + 1) * neuronsPerClass; i++) {
      if (kind === "membrane") score += state.v[compiled.readoutStart + i];
      else if (kind === "count") score += spikeCount[i];
      else score = Math.min(score, firstSpike[i]);
    }
    scores[c] = Math.floor(score / 2 ** shift);
  }
}

/** The class of the highest score (earliest spike for `firstSpike`); ties go to the lowest class. */
export function decide(program: EventProgram, scores: Int32Array): number {
  const sign = program.readout.kind === "firstSpike" ? -1 : 1;
  let best = 0;
  for (let c = 1; c < scores.length; c++) if (sign * scores[c] > sign * scores[best]) best = c;
  return best;
}

function newState(compiled: Compiled): State {
  const { neurons, slots, groups } = compiled;
  return {
    v: new Int32Array(neurons),
    u: new Int32Array(neurons),
    refractory: new Int8Array(neurons),
    arriving: new Int32Array(slots * neurons),
    pending: new Uint8Array(slots * groups.length),
    pendingCount: new Uint32Array(slots),
    updatedAt: new Int32Array(groups.length),
    spiked: new Uint32Array(neurons),
    spikedCount: 0,
  };
}

function resetState(compiled: Compiled, state: State): void {
  state.v.fill(0);
  state.u.fill(0);
  state.refractory.fill(0);
  state.arriving.fill(0);
  state.pending.fill(0);
  state.pendingCount.fill(0);
  state.updatedAt.fill(-1);
  for (let slot = 0; slot < compiled.slots; slot++) {
    compiled.groups.forEach((group, g) => {
      if (group.always) markPending(compiled, state, slot, g);
    });
  }
}

function compile(program: EventProgram): Compiled {
  const layout = layoutOf(program);
  const sources = layout.inputLines + layout.neurons;
  const tableStart = new Map<string, number>();
  let weightCount = 0;
  for (const table of program.tables) {
    tableStart.set(table.name, weightCount);
    weightCount += table.weights.length;
  }
  const weights = new Int8Array(weightCount);
  for (const table of program.tables) weights.set(table.weights, lookup(tableStart, table.name));

  const segmentStart = new Uint32Array(sources + 1);
  forEachSegment(program, (source) => segmentStart[source + 1]++);
  for (let source = 0; source < sources; source++) segmentStart[source + 1] += segmentStart[source];
  const segments = segmentStart[sources];
  const next = segmentStart.slice();
  const segmentTarget = new Uint32Array(segments);
  const segmentLength = new Uint32Array(segments);
  const segmentWeight = new Uint32Array(segments);
  const segmentDelay = new Uint8Array(segments);
  const segmentExponent = new Uint8Array(segments);
  forEachSegment(program, (source, target, length, weight, projection) => {
    const index = next[source]++;
    const table = lookup(layout.tableOf, projection.table);
    segmentTarget[index] = lookup(layout.populationStart, projection.target) + target;
    segmentLength[index] = length;
    segmentWeight[index] = lookup(tableStart, projection.table) + weight;
    segmentDelay[index] = projection.delay;
    segmentExponent[index] = table.exponent;
  });

  const groups: Group[] = [];
  const groupOfNeuron = new Uint32Array(layout.neurons);
  const groupSize = program.legalised?.updateGroup ?? 1;
  for (const population of program.populations) {
    const start = lookup(layout.populationStart, population.name);
    const always = isAlwaysUpdated(population);
    const forgets = forgetsFully(population);
    for (let offset = 0; offset < population.size; offset += groupSize) {
      const size = Math.min(groupSize, population.size - offset);
      groupOfNeuron.fill(groups.length, start + offset, start + offset + size);
      groups.push({ population, first: start + offset, offset, size, always, forgets });
    }
  }
  return {
    program,
    inputLines: layout.inputLines,
    neurons: layout.neurons,
    slots: Math.max(1, ...program.projections.map((projection) => projection.delay)) + 1,
    segmentStart,
    segmentTarget,
    segmentLength,
    segmentWeight,
    segmentDelay,
    segmentExponent,
    weights,
    groups,
    forgetting: program.populations.flatMap((population) =>
      population.forgets === undefined ? [] : [{ population, first: lookup(layout.populationStart, population.name) }],
    ),
    groupOfNeuron,
    readoutStart: lookup(layout.populationStart, program.readout.population),
    readoutSize: lookup(layout.populationOf, program.readout.population).size,
  };
}

type SegmentOfSource = (source: number, target: number, length: number, weight: number, projection: EventProgram["projections"][number]) => void;

/** Every segment of every projection; zero-length ones are left out. */
function forEachSegment(program: EventProgram, visit: SegmentOfSource): void {
  const layout = layoutOf(program);
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const { start, count } = sourcesOf(program, layout, projection);
    for (let source = 0; source < count; source++) {
      visitFanout(projection, table, source, (target, length, weight) => {
        if (length > 0) visit(start + source, target, length, weight, projection);
      });
    }
  }
}

/** Growable record of spikes, in the order of emission. */
function spikeRecorder(samples: number) {
  let time = new Uint32Array(1024);
  let neuron = new Uint32Array(1024);
  let count = 0;
  const sampleStart = new Uint32Array(samples + 1);
  return {
    add(t: number, n: number): void {
      if (count === time.length) {
        time = grown(time);
        neuron = grown(neuron);
      }
      time[count] = t;
      neuron[count++] = n;
    },
    endSample(sample: number): void {
      sampleStart[sample + 1] = count;
    },
    record: () => ({ sampleStart, time: time.slice(0, count), neuron: neuron.slice(0, count) }),
  };
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
