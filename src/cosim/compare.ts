/** Compares two back ends' results of one batch: every spike, every membrane potential, every class sum, every counter. */
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";
import type { BatchResult, Counters, SpikeRecord } from "../event/run.js";

/** The first place where two results differ. `neuron` is named as population[index]. */
export interface Mismatch {
  readonly what: "spike" | "membrane" | "output" | "decision" | keyof Counters;
  readonly sample: number;
  readonly timestep?: number;
  /** Numbered through all populations. */
  readonly neuron?: number;
  readonly neuronName?: string;
  readonly expected: number;
  readonly got: number;
}

export interface Comparison {
  readonly samples: number;
  /** Spikes of the reference that were looked for, plus surplus ones of the other. */
  readonly spikesCompared: number;
  readonly membranesCompared: number;
  readonly outputsCompared: number;
  readonly countersCompared: number;
  readonly mismatches: number;
  readonly first?: Mismatch;
}

const COUNTER_NAMES = ["synapticOperations", "inputEvents", "spikes", "neuronUpdates", "timesteps"] as const;

/**
 * Compares `got` with `expected` on the samples of one batch of `program`; spikes and membranes where both have them.
 * The first mismatch is that of the earliest sample, in a sample the earliest in time.
 */
export function compareResults(expected: BatchResult, got: BatchResult, program: EventProgram): Comparison {
  if (expected.samples !== got.samples || expected.classes !== got.classes) throw new Error("results of different batches");
  const { samples, classes } = expected;
  const neurons = layoutOf(program).neurons;
  let mismatches = 0;
  let first: Mismatch | undefined;
  let spikesCompared = 0;
  let membranesCompared = 0;
  let countersCompared = 0;
  const differ = (mismatch: Mismatch): void => {
    mismatches++;
    first ??= mismatch;
  };
  for (let sample = 0; sample < samples; sample++) {
    if (expected.spikes !== undefined && got.spikes !== undefined) {
      spikesCompared += compareSpikes(expected.spikes, got.spikes, sample, neurons, (timestep, neuron, has) =>
        differ({ what: "spike", sample, timestep, neuron, neuronName: neuronName(program, neuron), expected: has ? 1 : 0, got: has ? 0 : 1 }),
      );
    }
    if (expected.membranes !== undefined && got.membranes !== undefined) {
      const timestep = expected.counters.timesteps[sample] - 1;
      for (let neuron = 0; neuron < neurons; neuron++) {
        const [a, b] = [expected.membranes[sample * neurons + neuron], got.membranes[sample * neurons + neuron]];
        membranesCompared++;
        if (a !== b) differ({ what: "membrane", sample, timestep, neuron, neuronName: neuronName(program, neuron), expected: a, got: b });
      }
    }
    for (let c = sample * classes; c < (sample + 1) * classes; c++) {
      if (expected.outputs[c] !== got.outputs[c]) differ({ what: "output", sample, expected: expected.outputs[c], got: got.outputs[c] });
    }
    if (expected.decisions[sample] !== got.decisions[sample]) {
      differ({ what: "decision", sample, expected: expected.decisions[sample], got: got.decisions[sample] });
    }
    for (const what of COUNTER_NAMES) {
      const [a, b] = [expected.counters[what][sample], got.counters[what][sample]];
      countersCompared++;
      if (a !== b) differ({ what, sample, expected: a, got: b });
    }
  }
  return {
    samples,
    spikesCompared,
    membranesCompared,
    outputsCompared: samples * classes,
    countersCompared,
    mismatches,
    ...(first === undefined ? {} : { first }),
  };
}

/** "sample 3, timestep 5, neuron 17 (hidden[1]): spike expected 1, got 0". */
export function describeMismatch(mismatch: Mismatch): string {
  const time = mismatch.timestep === undefined ? "" : `, timestep ${mismatch.timestep}`;
  const neuron = mismatch.neuron === undefined ? "" : `, neuron ${mismatch.neuron} (${mismatch.neuronName})`;
  return `sample ${mismatch.sample}${time}${neuron}: ${mismatch.what} expected ${mismatch.expected}, got ${mismatch.got}`;
}

/** Merges two ascending spike lists of a sample; `report` hears of every spike that only one of them has. */
function compareSpikes(
  expected: SpikeRecord,
  got: SpikeRecord,
  sample: number,
  neurons: number,
  report: (timestep: number, neuron: number, isExpected: boolean) => void,
): number {
  let a = expected.sampleStart[sample];
  let b = got.sampleStart[sample];
  const lastA = expected.sampleStart[sample + 1];
  const lastB = got.sampleStart[sample + 1];
  let compared = 0;
  while (a < lastA || b < lastB) {
    const keyA = a < lastA ? expected.time[a] * neurons + expected.neuron[a] : Number.POSITIVE_INFINITY;
    const keyB = b < lastB ? got.time[b] * neurons + got.neuron[b] : Number.POSITIVE_INFINITY;
    if (keyA < keyB) report(expected.time[a], expected.neuron[a], true);
    if (keyB < keyA) report(got.time[b], got.neuron[b], false);
    if (keyA <= keyB) a++;
    if (keyB <= keyA) b++;
    compared++;
  }
  return compared;
}

function neuronName(program: EventProgram, neuron: number): string {
  const { populationStart } = layoutOf(program);
  const population = program.populations.findLast((candidate) => lookup(populationStart, candidate.name) <= neuron);
  return population === undefined ? "?" : `${population.name}[${neuron - lookup(populationStart, population.name)}]`;
}
