/**
 * The published method from word ids to figures: analogue training on firing probabilities, conversion (the same weights,
 * read as spikes), fine-tuning through time; each evaluated on dev, and once on test when everything has been chosen.
 */
import type { TokenizedTexts } from "../text/types.js";
import { type Diagnostic, formatDiagnostic } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { createRandom } from "../util/random.js";
import { multiplyAccumulates, tableBytes } from "./rate-counts.js";
import { type FixedVectors, positiveEmbedding } from "./rate-input.js";
import { createRateNetwork, PUBLISHED_SHAPE, type RateNetwork } from "./rate-network.js";
import { evaluateRate, type RateEvaluation, type RateReading, type RateTraining, trainRate } from "./rate-train.js";
import type { TensorFlow } from "./tensorflow.js";

export interface RateData {
  readonly train: TokenizedTexts;
  readonly dev: TokenizedTexts;
  readonly test: TokenizedTexts;
  /** Texts for the training through time, where it has others than `train`. */
  readonly fineTune?: TokenizedTexts;
  readonly classes: number;
  readonly vectors: FixedVectors;
  /** Words of a text; later ones are cut off. */
  readonly maxWords: number;
}

export interface RateOptions extends WorkOptions {
  readonly seed: number;
  /** Seeds of the encoder's trains for the test set; the first one also serves dev. */
  readonly encoderSeeds: readonly number[];
  readonly timesteps: number;
  readonly kernels: readonly number[];
  readonly filters: number;
  readonly neuronsPerClass: number;
  readonly ann: RateTraining;
  readonly fineTune: RateTraining;
}

/** T = 50 as published; batches, learning rates and epochs are fewer and larger steps than published (README.md). */
export const RATE_DEFAULTS: Omit<RateOptions, "seed" | keyof WorkOptions> = {
  encoderSeeds: [1, 2, 3, 4, 5],
  timesteps: 50,
  ...PUBLISHED_SHAPE,
  ann: { epochs: 10, batchSize: 50, learningRate: 3e-3, finalRate: 0.1, weightDecay: 0.01, dropout: 0.5, patience: 5 },
  fineTune: { epochs: 1, batchSize: 50, learningRate: 1e-3, finalRate: 0.1, weightDecay: 0.01, dropout: 0, patience: 2 },
};

/** One network on dev and test. Percent; counts are means per test text. */
export interface RateFigures {
  readonly devAccuracy: number;
  /** One for each encoder seed; a single one for the analogue network, which draws nothing. */
  readonly testAccuracies: readonly number[];
  /** Class of each test text under each encoder seed. */
  readonly testDecisions: readonly Uint16Array[];
  readonly inputSpikes: number;
  readonly hiddenSpikes: number;
  /** Input layer included. 0 for the analogue network. */
  readonly synapticOperations: number;
  /** Seconds of training; 0 for the converted network. */
  readonly trainSeconds: number;
  readonly epochs: number;
  readonly bestEpoch: number;
}

export interface RateResult {
  readonly networks: { readonly ann: RateNetwork; readonly fineTuned: RateNetwork };
  readonly ann: RateFigures;
  /** The analogue network's weights, run as spikes. */
  readonly converted: RateFigures;
  readonly fineTuned: RateFigures;
  /** Of the analogue network: over its whole length, as published, and over the words of the test texts alone (their mean). */
  readonly multiplyAccumulates: { readonly dense: number; readonly ofWords: number };
  /** Of all weights at 8 bit. */
  readonly tableBytes: number;
  /** Share of the test texts, in percent, that were cut. */
  readonly cutPercent: number;
  readonly warnings: readonly string[];
}

/** Runs the method. Throws SnncError for a shape that is none (input) and a loss that explodes (check). */
export async function runRateMethod(tf: TensorFlow, data: RateData, options: RateOptions): Promise<RateResult> {
  const { train, dev, test, classes, vectors, maxWords } = data;
  const { seed, timesteps, kernels, filters, neuronsPerClass, encoderSeeds } = options;
  const shape = { dimensions: vectors.dimensions, classes, neuronsPerClass, length: maxWords, kernels, filters };
  const probabilities = positiveEmbedding(vectors);
  const texts = { train, dev, probabilities };
  const spiking = (encoderSeed: number): RateReading => ({ kind: "spiking", timesteps, encoderSeed });
  const onDev = spiking(encoderSeeds[0] ?? 1);
  const work = { ...options, seed };

  const started = performance.now();
  const ann = await trainRate(tf, createRateNetwork(shape, createRandom(seed)), texts, { kind: "analogue" }, options.ann, {
    ...work,
    stage: "analogue network on probabilities",
  });
  const trained = performance.now();
  const convertedDev = await evaluateRate(tf, ann.network, probabilities, dev, onDev, { ...work, stage: "converted network on dev" });
  const tuningStarted = performance.now();
  const tuned = await trainRate(tf, ann.network, { ...texts, train: data.fineTune ?? train }, onDev, options.fineTune, {
    ...work,
    stage: "fine-tuning through time",
  });
  const ended = performance.now();

  // Everything is chosen; the test set is read once for each of the reported networks.
  const figures = async (network: RateNetwork, readings: readonly RateReading[], stage: string, known: KnownFigures): Promise<RateFigures> => {
    const runs: RateEvaluation[] = [];
    for (const reading of readings) runs.push(await evaluateRate(tf, network, probabilities, test, reading, { ...work, stage }));
    const mean = (value: (run: RateEvaluation) => number): number => runs.reduce((sum, run) => sum + value(run), 0) / runs.length;
    return {
      ...known,
      testAccuracies: runs.map(({ accuracy }) => accuracy),
      testDecisions: runs.map(({ decisions }) => decisions),
      inputSpikes: mean((run) => run.inputSpikes),
      hiddenSpikes: mean((run) => run.hiddenSpikes),
      synapticOperations: mean((run) => run.synapticOperations),
    };
  };
  const draws = encoderSeeds.map(spiking);
  const converted = await figures(ann.network, draws, "converted network on test", {
    devAccuracy: convertedDev.accuracy,
    trainSeconds: 0,
    epochs: 0,
    bestEpoch: 0,
  });
  const tuning = { ...knownOf(tuned), trainSeconds: (ended - tuningStarted) / 1000 };
  // Where no epoch was better on dev, the converted network is the fine-tuned one.
  const fineTuned = tuned.bestEpoch === 0 ? { ...converted, ...tuning } : await figures(tuned.network, draws, "fine-tuned network on test", tuning);
  return {
    networks: { ann: ann.network, fineTuned: tuned.network },
    ann: await figures(ann.network, [{ kind: "analogue" }], "analogue network on test", {
      ...knownOf(ann),
      trainSeconds: (trained - started) / 1000,
    }),
    converted,
    fineTuned,
    multiplyAccumulates: {
      dense: multiplyAccumulates(shape),
      ofWords: meanOver(test, (words) => multiplyAccumulates(shape, words)),
    },
    tableBytes: tableBytes(shape),
    cutPercent: 100 * meanOver(test, (words) => (words > maxWords ? 1 : 0)),
    warnings: [...ann.warnings, ...tuned.warnings, ...silence(fineTuned)].map(formatDiagnostic),
  };
}

type KnownFigures = Pick<RateFigures, "devAccuracy" | "trainSeconds" | "epochs" | "bestEpoch">;

function knownOf({ devAccuracy, epochs, bestEpoch }: KnownFigures | Omit<KnownFigures, "trainSeconds">): Omit<KnownFigures, "trainSeconds"> {
  return { devAccuracy, epochs, bestEpoch };
}

/** A warning where the hidden layer is silent on test, by its spikes a text. */
export function silence({ hiddenSpikes }: Pick<RateFigures, "hiddenSpikes">): readonly Diagnostic[] {
  if (hiddenSpikes > 0) return [];
  return [
    {
      code: "network-silent",
      message: "no hidden neuron spikes in any test text: every decision is the lowest class",
      where: "fine-tuned network",
      hint: "Train longer, or with a lower learning rate.",
    },
  ];
}

/** Mean over the texts of a figure of their length in words. */
function meanOver({ start }: TokenizedTexts, figure: (words: number) => number): number {
  const count = start.length - 1;
  let sum = 0;
  for (let text = 0; text < count; text++) sum += figure(start[text + 1] - start[text]);
  return sum / Math.max(1, count);
}
