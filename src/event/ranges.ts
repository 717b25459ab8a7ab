/**
 * Range analysis: bounds on every accumulator and membrane of a program under its declared limits, so that widths are
 * proven and nothing can overflow. Interval arithmetic per neuron; source of the bounds: README.md, "Timestep t".
 */
import { assertNever, type Diagnostic } from "../util/diagnostics.js";
import { signedBits } from "../util/fixed.js";
import { mostLatchSpikes, rememberedTimesteps } from "./activity.js";
import { visitFanout } from "./fanout.js";
import { type Layout, layoutOf, lookup, sourcesOf } from "./layout.js";
import type { EventProgram, Population } from "./program.js";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Bounds over the neurons of one population. */
export interface PopulationRange {
  readonly population: string;
  /** q of one timestep, any partial sum in any order of arrival. */
  readonly accumulator: Interval;
  /** v before reset, thresholds, biases and reset amounts included (all are compared or added in one width). */
  readonly membrane: Interval;
  /** Neuron of the population that reaches furthest from zero. */
  readonly widestNeuron: number;
  /** Narrowest two's complement width that holds both intervals. */
  readonly bits: number;
}

/** What one neuron can receive: in one timestep, and in as many as it remembers. Sums of negative and of positive parts. */
interface Received {
  readonly stepLow: Float64Array;
  readonly stepHigh: Float64Array;
  readonly sampleLow: Float64Array;
  readonly sampleHigh: Float64Array;
}

/** Bounds for every population of a verified program, in order. */
export function analyseRanges(program: EventProgram): PopulationRange[] {
  const layout = layoutOf(program);
  const received = receivedBounds(program, layout);
  return program.populations.map((population) => populationRange(program, layout, population, received));
}

/** Width that holds every accumulator and membrane of the program. */
export function requiredStateBits(ranges: readonly PopulationRange[]): number {
  return Math.max(1, ...ranges.map((range) => range.bits));
}

/** One diagnostic for every population that could need more than `bits`. */
export function checkRanges(ranges: readonly PopulationRange[], bits: number, what: string): Diagnostic[] {
  return ranges
    .filter((range) => range.bits > bits)
    .map((range) => ({
      code: "range-overflow",
      where: `population '${range.population}'`,
      message: `neuron ${range.widestNeuron} could reach ${furthest(range)}, which needs ${range.bits} bits; ` + `${what} holds ${bits}`,
      hint: "Lower the limits of the program (`--max-timesteps`), the weights' scale, or take a wider target.",
    }));
}

function furthest(range: PopulationRange): number {
  const bounds = [range.membrane.low, range.membrane.high, range.accumulator.low, range.accumulator.high];
  return bounds.reduce((widest, bound) => (Math.abs(bound) > Math.abs(widest) ? bound : widest), 0);
}

function populationRange(program: EventProgram, layout: Layout, population: Population, received: Received): PopulationRange {
  const start = lookup(layout.populationStart, population.name);
  let accumulator: Interval = { low: 0, high: 0 };
  let membrane: Interval = { low: 0, high: 0 };
  let widestNeuron = 0;
  let widest = -1;
  for (let i = 0; i < population.size; i++) {
    const n = start + i;
    const q = { low: received.stepLow[n], high: received.stepHigh[n] };
    const total = { low: received.sampleLow[n], high: received.sampleHigh[n] };
    const v = membraneRange(program, population, i, q, total);
    accumulator = union(accumulator, q);
    membrane = union(membrane, v);
    const reach = Math.max(-v.low, v.high, -q.low, q.high);
    if (reach > widest) {
      widest = reach;
      widestNeuron = i;
    }
  }
  const all = union(accumulator, membrane);
  return { population: population.name, accumulator, membrane, widestNeuron, bits: signedBits(all.low, all.high) };
}

/** v of one neuron before reset, from what it can receive in a step (q) and in all that it remembers (total). */
function membraneRange(program: EventProgram, population: Population, neuron: number, q: Interval, total: Interval): Interval {
  const { model, reset } = population;
  const bias = population.biases?.[neuron] ?? 0;
  const threshold = population.thresholds?.[neuron];
  const steps = rememberedTimesteps(population, program.limits.timestepsPerSample);
  // One timestep's input added to what was left: after a reset to zero at most the threshold is left.
  const step = { low: q.low + Math.min(bias, 0), high: q.high + Math.max(bias, 0) };
  const overSample = { low: total.low + steps * Math.min(bias, 0), high: total.high + steps * Math.max(bias, 0) };
  const resetsToZero = threshold !== undefined && reset.kind === "zero";
  const capped = (high: number): number => (resetsToZero ? Math.min(high, Math.max(threshold, 0) + step.high) : high);
  const constants: Interval = union(
    { low: Math.min(bias, threshold ?? 0, 0), high: Math.max(bias, threshold ?? 0, 0) },
    reset.kind === "subtract" ? { low: -Math.abs(reset.amounts[neuron]), high: Math.abs(reset.amounts[neuron]) } : { low: 0, high: 0 },
  );
  // A reset by subtraction takes v to threshold - amount at the lowest.
  const undershoot = reset.kind === "subtract" && threshold !== undefined ? Math.min(0, threshold + 1 - reset.amounts[neuron]) : 0;
  switch (model.kind) {
    case "if":
      return union(constants, {
        low: Math.min(overSample.low, overSample.low + undershoot),
        high: capped(overSample.high),
      });
    case "lif": {
      if (model.leakShift === 0) return union(constants, { low: step.low + undershoot, high: step.high });
      // |leak(v)| <= |v| - |v| / 2^k, so |v| never exceeds 2^k x the largest |input| of a step.
      const gain = 2 ** model.leakShift;
      return union(constants, {
        low: Math.max(step.low * gain, overSample.low) + undershoot,
        high: capped(Math.min(step.high * gain, overSample.high)),
      });
    }
    case "cuba":
      return union(constants, { low: Math.min(model.membraneMin, undershoot), high: model.membraneMax });
    default:
      return assertNever(model);
  }
}

/**
 * Sums the positive and the negative parts of what reaches each neuron. From an input port at most `eventsPerTimestep`
 * events of a timestep (one of an exclusive port), each worth at most the largest weight of any line; from a population,
 * or a port of unique lines, each source once a timestep, or once a sample (or period) if it is refractory until reset.
 * A target that forgets periodically adds up over one period, any other one over the sample.
 */
function receivedBounds(program: EventProgram, layout: Layout): Received {
  const { timestepsPerSample, eventsPerTimestep, eventsPerSample } = program.limits;
  const received: Received = {
    stepLow: new Float64Array(layout.neurons),
    stepHigh: new Float64Array(layout.neurons),
    sampleLow: new Float64Array(layout.neurons),
    sampleHigh: new Float64Array(layout.neurons),
  };
  for (const projection of program.projections) {
    const table = lookup(layout.tableOf, projection.table);
    const scale = 2 ** table.exponent;
    const targetStart = lookup(layout.populationStart, projection.target);
    const { count } = sourcesOf(program, layout, projection);
    const source = projection.source;
    const target = lookup(layout.populationOf, projection.target);
    const { size } = target;
    const steps = rememberedTimesteps(target, timestepsPerSample);
    const low = new Float64Array(size);
    const high = new Float64Array(size);
    const port = source.kind === "input" ? program.inputs.find(({ name }) => name === source.port) : undefined;
    const isExclusive = port?.exclusive === true;
    const fromInput = port !== undefined && (isExclusive || port.unique !== true);
    for (let s = 0; s < count; s++) {
      visitFanout(projection, table, s, (target, length, weight) => {
        for (let i = 0; i < length; i++) {
          const w = table.weights[weight + i] * scale;
          const n = target + i;
          if (fromInput) {
            low[n] = Math.min(low[n], w);
            high[n] = Math.max(high[n], w);
          } else if (w < 0) low[n] += w;
          else high[n] += w;
        }
      });
    }
    const from = source.kind === "population" ? lookup(layout.populationOf, source.population) : undefined;
    const perStep = fromInput && !isExclusive ? eventsPerTimestep : 1;
    const ofInput = Math.min(eventsPerSample, steps * eventsPerTimestep);
    const perSample = fromInput && !isExclusive ? ofInput : from?.refractory.kind === "untilReset" ? mostLatchSpikes(from, steps) : steps;
    for (let i = 0; i < size; i++) {
      received.stepLow[targetStart + i] += perStep * low[i];
      received.stepHigh[targetStart + i] += perStep * high[i];
      received.sampleLow[targetStart + i] += perSample * low[i];
      received.sampleHigh[targetStart + i] += perSample * high[i];
    }
  }
  return received;
}

function union(a: Interval, b: Interval): Interval {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}
