/**
 * Bounds on what single neurons receive and on how far their membranes rise, under the program's limits. The range
 * analysis of the program (src/event/ranges.ts) answers for whole populations and for widths; passes ask about one
 * neuron, about some of its synapses, and about the network with some neurons silent.
 */
import { mostLatchSpikes, rememberedTimesteps } from "../../event/activity.js";
import { visitFanout } from "../../event/fanout.js";
import { type Layout, layoutOf, lookup, sourcesOf } from "../../event/layout.js";
import type { EventProgram, Population, Projection } from "../../event/program.js";
import { assertNever } from "../../util/diagnostics.js";

/** By neuron, numbered through all populations: sums of the negative and of the positive parts. */
export interface Received {
  readonly stepLow: Float64Array;
  readonly stepHigh: Float64Array;
  readonly sampleLow: Float64Array;
  readonly sampleHigh: Float64Array;
}

export interface ReceivedOptions {
  /** By neuron, numbered through all populations: 0 = never spikes. All spike if absent. */
  readonly active?: Uint8Array;
  /** Which delivered weights (mantissa x 2^exponent) into which neuron count. All if absent. */
  readonly counts?: (neuron: number, weight: number) => boolean;
}

/**
 * What reaches each neuron at most in a timestep, and in a sample or, if it forgets periodically, a period. From an input port at most `eventsPerTimestep` events
 * of a timestep (one of an exclusive port), each worth at most the largest weight of any line; from a population, or a
 * port of unique lines, each source once a timestep, or once until it forgets if it is refractory until reset.
 */
export function receivedBounds(program: EventProgram, layout: Layout, options: ReceivedOptions = {}): Received {
  const { timestepsPerSample, eventsPerTimestep, eventsPerSample } = program.limits;
  const received: Received = {
    stepLow: new Float64Array(layout.neurons),
    stepHigh: new Float64Array(layout.neurons),
    sampleLow: new Float64Array(layout.neurons),
    sampleHigh: new Float64Array(layout.neurons),
  };
  for (const projection of program.projections) {
    const { source } = projection;
    const targetStart = lookup(layout.populationStart, projection.target);
    const { sum, extreme } = weightsInto(program, layout, projection, options);
    const from = source.kind === "population" ? lookup(layout.populationOf, source.population) : undefined;
    const steps = rememberedTimesteps(lookup(layout.populationOf, projection.target), timestepsPerSample);
    const port = source.kind === "input" ? program.inputs.find(({ name }) => name === source.port) : undefined;
    for (let i = 0; i < sum.low.length; i++) {
      const n = targetStart + i;
      // Sources that emit at most once a timestep add up to `sum`; events of a port, whichever they are, to so many extremes.
      const isExclusive = port?.exclusive === true;
      const emitOnce = port === undefined || port.unique === true || isExclusive;
      const perStep = port === undefined ? Number.POSITIVE_INFINITY : isExclusive ? 1 : eventsPerTimestep;
      const perSample =
        port === undefined
          ? Number.POSITIVE_INFINITY
          : isExclusive
            ? Math.min(steps, eventsPerSample)
            : Math.min(eventsPerSample, steps * eventsPerTimestep);
      const sumsPerSample = from?.refractory.kind === "untilReset" ? mostLatchSpikes(from, steps) : steps;
      received.stepLow[n] += Math.max(emitOnce ? sum.low[i] : -Infinity, times(perStep, extreme.low[i]));
      received.stepHigh[n] += Math.min(emitOnce ? sum.high[i] : Infinity, times(perStep, extreme.high[i]));
      received.sampleLow[n] += Math.max(emitOnce ? sumsPerSample * sum.low[i] : -Infinity, times(perSample, extreme.low[i]));
      received.sampleHigh[n] += Math.min(emitOnce ? sumsPerSample * sum.high[i] : Infinity, times(perSample, extreme.high[i]));
    }
  }
  return received;
}

/** A product in which an unlimited number of zeros is 0. */
function times(count: number, value: number): number {
  return value === 0 ? 0 : count * value;
}

interface Weights {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Sums, and the one largest, of the negative and of the positive weights into each target neuron of a projection. */
function weightsInto(program: EventProgram, layout: Layout, projection: Projection, options: ReceivedOptions): { sum: Weights; extreme: Weights } {
  const table = lookup(layout.tableOf, projection.table);
  const scale = 2 ** table.exponent;
  const targetStart = lookup(layout.populationStart, projection.target);
  const { start, count } = sourcesOf(program, layout, projection);
  const { size } = lookup(layout.populationOf, projection.target);
  const sum: Weights = { low: new Float64Array(size), high: new Float64Array(size) };
  const extreme: Weights = { low: new Float64Array(size), high: new Float64Array(size) };
  for (let s = 0; s < count; s++) {
    if (projection.source.kind === "population" && options.active?.[start - layout.inputLines + s] === 0) continue;
    visitFanout(projection, table, s, (target, length, weight) => {
      for (let i = 0; i < length; i++) {
        const w = table.weights[weight + i] * scale;
        const n = target + i;
        if (w === 0 || options.counts?.(targetStart + n, w) === false) continue;
        const side = w < 0 ? "low" : "high";
        sum[side][n] += w;
        extreme[side][n] = w < 0 ? Math.min(extreme.low[n], w) : Math.max(extreme.high[n], w);
      }
    });
  }
  return { sum, extreme };
}

/**
 * How high v of a neuron rises before its first spike at most; `neuron` is counted in the population, `n` through all.
 * At least 0, where every neuron starts.
 */
export function highestBeforeSpike(program: EventProgram, population: Population, neuron: number, n: number, received: Received): number {
  const { model } = population;
  const bias = population.biases?.[neuron] ?? 0;
  const steps = rememberedTimesteps(population, program.limits.timestepsPerSample);
  const step = Math.max(0, received.stepHigh[n] + bias);
  const sample = Math.max(0, received.sampleHigh[n] + steps * Math.max(0, bias));
  switch (model.kind) {
    case "if":
      return sample;
    case "lif":
      // leak(v) <= v - v / 2^k for v > 0, so that v never exceeds 2^k times what a timestep adds.
      return model.leakShift === 0 ? step : Math.min(step * 2 ** model.leakShift, sample);
    case "cuba": {
      // u wraps at 24 bit; short of that both decays only shrink.
      const farthest = Math.max(-received.sampleLow[n], received.sampleHigh[n]) + Math.abs(bias);
      const unwrapped = steps * Math.max(0, received.sampleHigh[n] + bias);
      return farthest < 2 ** 23 ? Math.min(model.membraneMax, unwrapped) : model.membraneMax;
    }
    default:
      return assertNever(model);
  }
}

/**
 * Which neurons may spike, by number through all populations: the least set closed under "what the input and the neurons
 * of the set can drive past its threshold". Whoever is outside is proven silent: the first to spike would need one before.
 */
export function maySpike(program: EventProgram): Uint8Array {
  const layout = layoutOf(program);
  const may = new Uint8Array(layout.neurons);
  for (let grown = true; grown; ) {
    grown = false;
    const received = receivedBounds(program, layout, { active: may });
    for (const population of program.populations) {
      const { thresholds } = population;
      if (thresholds === undefined) continue;
      const start = lookup(layout.populationStart, population.name);
      for (let neuron = 0; neuron < population.size; neuron++) {
        const n = start + neuron;
        if (may[n] === 1 || highestBeforeSpike(program, population, neuron, n, received) <= thresholds[neuron]) continue;
        may[n] = 1;
        grown = true;
      }
    }
  }
  return may;
}
