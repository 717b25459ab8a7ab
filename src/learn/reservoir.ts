/**
 * `trainReservoir`: the third workload's network. Its neurons keep their random synapses; what is learned is the readout,
 * by ridge regression on the neurons' spike counts. Size and strengths are chosen on dev. Two baselines come with it: the
 * same readout of the input lines' own counts, and a layer of that size without recurrence, chosen the same way.
 */
import type { Graph } from "../graph/graph.js";
import type { SpikeDataset, SpikeSamples } from "../samples/types.js";
import type { WorkOptions } from "../util/progress.js";
import { countSpikes, createReservoir, drawWiring, type Reservoir, reservoirGraph, type Strengths } from "./reservoir-network.js";
import { ridgeRegression } from "./ridge.js";
import { pause } from "./train.js";

export interface ReservoirOptions extends WorkOptions {
  readonly seed: number;
  /** Numbers of neurons to choose from, ascending. */
  readonly sizes?: readonly number[];
}

export interface TrainedReservoir {
  /** Input `spikes` [lines], output `output` [classes]: scores add up over the timesteps. */
  readonly graph: Graph;
  readonly reservoir: ReservoirChoice;
  readonly baselines: { readonly withoutRecurrence: ReservoirChoice; readonly counts: Choice };
  /** The best network of each size, percent of the dev samples. */
  readonly sizes: readonly { readonly neurons: number; readonly devAccuracy: number }[];
  /** Wall time of everything. */
  readonly seconds: number;
}

/** What was chosen on dev, and what it does on test, which is looked at once. */
export interface Choice {
  readonly ridge: number;
  /** Percent. */
  readonly devAccuracy: number;
  readonly testAccuracy: number;
  /** Class of each test sample. */
  readonly testDecisions: Uint16Array;
}

export interface ReservoirChoice extends Choice, Strengths {
  readonly neurons: number;
  /** Mean over the dev samples. */
  readonly spikesPerSample: number;
}

/** Numbers of neurons to choose from, in groups of 16, and the percent of accuracy on dev that fewer of them may cost. */
const SIZES = [64, 128, 192] as const;
const TOLERANCE = 0.5;

/** Strengths to choose from: at the weakest, three input spikes at once fire a neuron, at the strongest two. */
const LEAKS = [1 / 8, 1 / 16] as const;
const INPUT_WEIGHTS = [0.36, 0.44, 0.54] as const;
const RECURRENT_WEIGHTS = [0.05, 0.1] as const;
const RIDGES = [0.003, 0.01, 0.03, 0.1] as const;

/** Trains on spike trains. Deterministic by seed. Throws the signal's reason when aborted. */
export async function trainReservoir(dataset: SpikeDataset, options: ReservoirOptions): Promise<TrainedReservoir> {
  const { seed, sizes = SIZES } = options;
  const started = performance.now();
  const total = (sizes.length * RECURRENT_WEIGHTS.length + 1) * LEAKS.length * INPUT_WEIGHTS.length;
  let done = 0;
  const best = async (neurons: number, recurrentWeights: readonly number[]): Promise<Candidate> => {
    const wiring = drawWiring(dataset.lines, neurons, seed);
    let kept: Candidate | undefined;
    for (const strengths of combinations(recurrentWeights)) {
      await pause(options.signal);
      const note = kept === undefined ? {} : { note: `${neurons} neurons, best dev ${kept.fitted.dev.accuracy.toFixed(1)} %` };
      options.onProgress?.({ stage: "reservoirs", done: done++, total, ...note });
      const reservoir = createReservoir(wiring, strengths);
      const fitted = fitReadout(dataset, neurons, (samples) => countSpikes(reservoir, samples, dataset.timesteps));
      if (kept === undefined || isBetter(fitted.dev, kept.fitted.dev)) kept = { strengths, reservoir, fitted };
    }
    if (kept === undefined) throw new Error("no candidate to choose");
    return kept;
  };
  const bySize: Candidate[] = [];
  for (const neurons of sizes) bySize.push(await best(neurons, RECURRENT_WEIGHTS));
  const highest = Math.max(...bySize.map(({ fitted }) => fitted.dev.accuracy));
  const chosen = bySize.find(({ fitted }) => fitted.dev.accuracy >= highest - TOLERANCE);
  if (chosen === undefined) throw new Error("no size to choose");
  const { neurons } = chosen.reservoir;
  const plain = await best(neurons, [0]);
  const counts = fitReadout(dataset, dataset.lines, (samples) => countEvents(samples, dataset.lines));
  options.onProgress?.({ stage: "reservoirs", done: total, total, note: `dev ${chosen.fitted.dev.accuracy.toFixed(1)} %` });
  const choiceIn = ({ strengths, fitted }: Candidate): ReservoirChoice => ({
    neurons,
    ...strengths,
    ...choiceOf(fitted, dataset),
    spikesPerSample: fitted.featuresPerSample,
  });
  return {
    graph: reservoirGraph(chosen.reservoir, toGraphReadout(chosen.fitted.weights, neurons), `${dataset.name}-reservoir`),
    reservoir: choiceIn(chosen),
    baselines: { withoutRecurrence: choiceIn(plain), counts: choiceOf(counts, dataset) },
    sizes: bySize.map(({ reservoir, fitted }) => ({ neurons: reservoir.neurons, devAccuracy: fitted.dev.accuracy })),
    seconds: (performance.now() - started) / 1000,
  };
}

function combinations(recurrentWeights: readonly number[]): readonly Strengths[] {
  return LEAKS.flatMap((leak) =>
    INPUT_WEIGHTS.flatMap((inputWeight) => recurrentWeights.map((recurrentWeight) => ({ leak, inputWeight, recurrentWeight }))),
  );
}

interface Candidate {
  readonly strengths: Strengths;
  readonly reservoir: Reservoir;
  readonly fitted: Fitted;
}

/** Features [samples x features] of samples. */
type FeaturesOf = (samples: SpikeSamples) => Float64Array;

interface Fitted {
  readonly ridge: number;
  /** [features x classes] */
  readonly weights: Float64Array;
  readonly dev: Found;
  readonly featuresOf: FeaturesOf;
  /** Mean sum of a dev sample's features. */
  readonly featuresPerSample: number;
}

interface Found {
  /** Percent. */
  readonly accuracy: number;
  /** Squared distance to the targets, mean over samples. */
  readonly error: number;
  readonly decisions: Uint16Array;
}

/** The readout with the best strength of ridge on dev. */
function fitReadout(dataset: SpikeDataset, features: number, featuresOf: FeaturesOf): Fitted {
  const { train, dev } = dataset;
  const classes = dataset.classes.length;
  const regression = ridgeRegression({ rows: featuresOf(train), features, targets: targetsOf(train.labels, classes), outputs: classes });
  const devRows = featuresOf(dev);
  const candidates = RIDGES.map((ridge) => {
    const weights = regression(ridge);
    return { ridge, weights, dev: judge(devRows, weights, dev.labels, classes) };
  });
  const best = candidates.reduce((kept, candidate) => (isBetter(candidate.dev, kept.dev) ? candidate : kept));
  return { ...best, featuresOf, featuresPerSample: devRows.reduce((sum, count) => sum + count, 0) / dev.labels.length };
}

/** Few dev samples tie in accuracy often: then the smaller error decides. */
function isBetter(found: Found, than: Found): boolean {
  return found.accuracy > than.accuracy || (found.accuracy === than.accuracy && found.error < than.error);
}

function choiceOf({ ridge, weights, dev, featuresOf }: Fitted, { test, classes }: SpikeDataset): Choice {
  const { accuracy, decisions } = judge(featuresOf(test), weights, test.labels, classes.length);
  return { ridge, devAccuracy: dev.accuracy, testAccuracy: accuracy, testDecisions: decisions };
}

/** 1 for the sample's class, 0 for others, less their mean. */
function targetsOf(labels: Uint16Array, classes: number): Float64Array {
  const targets = new Float64Array(labels.length * classes).fill(-1 / classes);
  labels.forEach((label, sample) => {
    targets[sample * classes + label] += 1;
  });
  return targets;
}

/** Scores samples; ties go to the lowest class. */
function judge(rows: Float64Array, weights: Float64Array, labels: Uint16Array, classes: number): Found {
  const features = weights.length / classes;
  const targets = targetsOf(labels, classes);
  const decisions = new Uint16Array(labels.length);
  let [right, error] = [0, 0];
  for (let sample = 0; sample < labels.length; sample++) {
    const scores = new Float64Array(classes);
    for (let i = 0; i < features; i++) {
      const count = rows[sample * features + i];
      if (count !== 0) for (let c = 0; c < classes; c++) scores[c] += count * weights[i * classes + c];
    }
    decisions[sample] = scores.indexOf(scores.reduce((most, score) => Math.max(most, score)));
    if (decisions[sample] === labels[sample]) right++;
    scores.forEach((score, c) => {
      error += (score - targets[sample * classes + c]) ** 2 / labels.length;
    });
  }
  return { accuracy: (100 * right) / labels.length, error, decisions };
}

/** Spikes of each input line over a sample, [samples x lines]: all that a classifier knows who does not look at time. */
function countEvents({ sampleStart, line, labels }: SpikeSamples, lines: number): Float64Array {
  const counts = new Float64Array(labels.length * lines);
  for (let sample = 0; sample < labels.length; sample++) {
    for (let event = sampleStart[sample]; event < sampleStart[sample + 1]; event++) counts[sample * lines + line[event]]++;
  }
  return counts;
}

/** [neurons x classes] -> [classes x neurons]. */
function toGraphReadout(weights: Float64Array, neurons: number): Float32Array {
  const classes = weights.length / neurons;
  return Float32Array.from(weights, (_, at) => weights[(at % neurons) * classes + Math.floor(at / neurons)]);
}
