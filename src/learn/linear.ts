/**
 * The linear baseline, so that nobody is fooled by a network: multinomial naive Bayes and multinomial logistic regression
 * over exact words and pairs of neighbouring words (no hashing); the better one on dev. Both score a text by adding one
 * row of class weights for each distinct feature, which is all the arithmetic that inference needs.
 */
import type { TokenizedTexts } from "../text/types.js";
import { createRandom } from "../util/random.js";

export interface LinearOptions {
  /** Words in the vocabulary, the unknown one included. */
  readonly vocabularySize: number;
  readonly seed: number;
  /** Most features kept: all words, then the most frequent pairs (ties: the earlier seen). All by default. */
  readonly maximumFeatures?: number;
  readonly signal?: AbortSignal;
  /** Fractions of the work done, 0..1. */
  readonly onProgress?: (done: number) => void;
}

/** One trained variant and its accuracy (percent) on dev. */
export interface LinearTrial {
  readonly kind: LinearKind;
  /** What was chosen, e.g. "smoothing 0.2" or "step 0.3, L2 0, 4 epochs". */
  readonly setting: string;
  readonly devAccuracy: number;
}

export type LinearKind = "naiveBayes" | "logisticRegression";

export interface LinearModel {
  readonly kind: LinearKind;
  readonly setting: string;
  /** Percent. */
  readonly devAccuracy: number;
  /** Every variant in the order of trial. */
  readonly tried: readonly LinearTrial[];
  /** Distinct words and pairs that have a weight for each class. */
  readonly features: number;
  /** [features x classes] and [classes]: score = bias + sum of the rows of a text's distinct features. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  /** Class of each text; ties go to the lowest class. */
  predict(texts: TokenizedTexts): Uint16Array;
  /** Mean additions of a weight to a class score per text: distinct known features x classes. */
  averageOperations(texts: TokenizedTexts): number;
}

/** Multinomial naive Bayes with Lidstone smoothing: candidates of the smoothing constant. */
const SMOOTHINGS: readonly number[] = [1, 0.5, 0.25, 0.1, 0.05];

/** Step sizes of AdaGrad and strengths of the L2 penalty that logistic regression is tried with. */
const REGRESSIONS: readonly RegressionSetting[] = [
  { step: 0.1, penalty: 0 },
  { step: 0.2, penalty: 0 },
  { step: 0.3, penalty: 0 },
  { step: 0.2, penalty: 1e-6 },
  { step: 0.3, penalty: 1e-5 },
];

interface RegressionSetting {
  readonly step: number;
  readonly penalty: number;
}

const MOST_EPOCHS = 10;

/** Epochs without a better dev loss before a run ends. */
const PATIENCE = 3;

/** Trains all variants on `train` and keeps the best on `dev`. Deterministic. Throws the signal's reason when aborted. */
export async function trainLinear(train: TokenizedTexts, dev: TokenizedTexts, classes: number, options: LinearOptions): Promise<LinearModel> {
  const index = indexFeatures(train, options.vocabularySize, options.maximumFeatures);
  const trainRows = featuresOf(train, index);
  const devRows = featuresOf(dev, index);
  const steps = SMOOTHINGS.length + REGRESSIONS.length * MOST_EPOCHS;
  let step = 0;
  const pause = async (doneSteps: number): Promise<void> => {
    step = Math.max(step, doneSteps);
    options.onProgress?.(step / steps);
    await new Promise<void>((resolve) => setImmediate(resolve));
    options.signal?.throwIfAborted();
  };
  await pause(0);

  const tried: LinearTrial[] = [];
  let best: Candidate | undefined;
  const consider = (candidate: Candidate): void => {
    tried.push({ kind: candidate.kind, setting: candidate.setting, devAccuracy: candidate.devAccuracy });
    if (best === undefined || candidate.devAccuracy > best.devAccuracy) best = candidate;
  };
  for (const smoothing of SMOOTHINGS) {
    const scorer = naiveBayes(trainRows, train.labels, classes, index.size, smoothing);
    consider({ kind: "naiveBayes", setting: `smoothing ${smoothing}`, ...scorer, devAccuracy: accuracyOf(scorer, devRows, dev.labels) });
    await pause(step + 1);
  }
  for (const [run, setting] of REGRESSIONS.entries()) {
    const before = SMOOTHINGS.length + run * MOST_EPOCHS;
    const fitted = await logisticRegression(trainRows, train.labels, devRows, dev.labels, classes, index.size, {
      ...setting,
      seed: options.seed,
      afterEpoch: (epoch) => pause(before + epoch),
    });
    consider({ kind: "logisticRegression", setting: `step ${setting.step}, L2 ${setting.penalty}, ${fitted.epochs} epochs`, ...fitted });
  }
  options.onProgress?.(1);
  if (best === undefined) throw new Error("no linear variant was tried");
  const { kind, setting, devAccuracy, weights, bias } = best;
  return {
    kind,
    setting,
    devAccuracy,
    tried,
    features: index.size,
    weights,
    bias,
    predict: (texts) => decide({ weights, bias }, featuresOf(texts, index)),
    averageOperations: (texts) => {
      const rows = featuresOf(texts, index);
      const samples = rows.start.length - 1;
      return samples === 0 ? 0 : (rows.features.length / samples) * classes;
    },
  };
}

interface Scorer {
  /** [features x classes]. */
  readonly weights: Float32Array;
  /** [classes]. */
  readonly bias: Float32Array;
}

interface Candidate extends Scorer {
  readonly kind: LinearKind;
  readonly setting: string;
  readonly devAccuracy: number;
}

/** Words and pairs seen in training -> feature number. */
interface FeatureIndex {
  readonly size: number;
  readonly vocabularySize: number;
  /** Feature of a word id, or NONE. */
  readonly ofWord: Int32Array;
  /** Feature of previous * vocabularySize + current. */
  readonly ofPair: ReadonlyMap<number, number>;
}

const NONE = -1;

function indexFeatures(texts: TokenizedTexts, vocabularySize: number, maximum = Number.POSITIVE_INFINITY): FeatureIndex {
  const ofWord = new Int32Array(vocabularySize).fill(NONE);
  let size = 0;
  for (const id of texts.ids) if (ofWord[id] === NONE) ofWord[id] = size++;
  const counts = new Map<number, number>();
  for (let text = 0; text + 1 < texts.start.length; text++) {
    const end = texts.start[text + 1];
    for (let at = texts.start[text] + 1; at < end; at++) {
      const pair = texts.ids[at - 1] * vocabularySize + texts.ids[at];
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  // A Map keeps the order of first appearance, and so does a stable sort among equals.
  const ranked = counts.size + size <= maximum ? [...counts.keys()] : [...counts].sort(([, a], [, b]) => b - a).map(([pair]) => pair);
  const ofPair = new Map<number, number>();
  for (const pair of ranked.slice(0, Math.max(0, Math.min(ranked.length, maximum - size)))) ofPair.set(pair, size + ofPair.size);
  return { size: size + ofPair.size, vocabularySize, ofWord, ofPair };
}

/** Distinct known features of each text, ascending: text i has features[start[i] .. start[i + 1]). */
interface FeatureRows {
  readonly start: Uint32Array;
  readonly features: Uint32Array;
}

/** Presence, not counts: on sentences binary features are better for both models (Wang and Manning 2012). */
function featuresOf(texts: TokenizedTexts, index: FeatureIndex): FeatureRows {
  const samples = texts.start.length - 1;
  const start = new Uint32Array(samples + 1);
  const features = new Uint32Array(texts.ids.length * 2);
  let used = 0;
  for (let text = 0; text < samples; text++) {
    const from = used;
    const end = texts.start[text + 1];
    for (let at = texts.start[text]; at < end; at++) {
      const word = index.ofWord[texts.ids[at]];
      if (word !== undefined && word !== NONE) features[used++] = word;
      if (at === texts.start[text]) continue;
      const pair = index.ofPair.get(texts.ids[at - 1] * index.vocabularySize + texts.ids[at]);
      if (pair !== undefined) features[used++] = pair;
    }
    features.subarray(from, used).sort();
    let kept = from;
    for (let at = from; at < used; at++) {
      if (at === from || features[at] !== features[at - 1]) features[kept++] = features[at];
    }
    used = kept;
    start[text + 1] = used;
  }
  return { start, features: features.slice(0, used) };
}

/** log p(class) + sum over features of log p(feature | class), Lidstone-smoothed. */
function naiveBayes(rows: FeatureRows, labels: Uint16Array, classes: number, features: number, smoothing: number): Scorer {
  const counts = new Float64Array(features * classes);
  const totals = new Float64Array(classes);
  const texts = new Float64Array(classes);
  for (let text = 0; text < labels.length; text++) {
    const label = labels[text];
    texts[label]++;
    totals[label] += rows.start[text + 1] - rows.start[text];
    for (let at = rows.start[text]; at < rows.start[text + 1]; at++) counts[rows.features[at] * classes + label]++;
  }
  const weights = new Float32Array(features * classes);
  for (let at = 0; at < weights.length; at++) {
    weights[at] = Math.log((counts[at] + smoothing) / (totals[at % classes] + smoothing * features));
  }
  const bias = Float32Array.from(texts, (count) => Math.log((count + 1) / (labels.length + classes)));
  return { weights, bias };
}

interface RegressionOptions extends RegressionSetting {
  readonly seed: number;
  readonly afterEpoch: (epoch: number) => Promise<void>;
}

/**
 * Multinomial logistic regression by AdaGrad (Duchi, Hazan, Singer 2011), one text a step. The L2 penalty is applied to
 * the weights that a text touches, scaled by how rarely they are touched. The epoch is chosen on dev: accuracy, then loss.
 */
async function logisticRegression(
  rows: FeatureRows,
  labels: Uint16Array,
  devRows: FeatureRows,
  devLabels: Uint16Array,
  classes: number,
  features: number,
  options: RegressionOptions,
): Promise<Scorer & { devAccuracy: number; epochs: number }> {
  const samples = labels.length;
  const weights = new Float32Array(features * classes);
  const squares = new Float32Array(features * classes).fill(1e-8);
  const bias = new Float32Array(classes);
  const biasSquares = new Float32Array(classes).fill(1e-8);
  const touched = new Uint32Array(features);
  for (const feature of rows.features) touched[feature]++;
  const order = Uint32Array.from({ length: samples }, (_, text) => text);
  const random = createRandom(options.seed);
  const probabilities = new Float64Array(classes);
  let best = { weights: weights.slice(), bias: bias.slice(), devAccuracy: -1, loss: Infinity, epochs: 0 };
  let lowestLoss = Infinity;
  let stale = 0;
  for (let epoch = 1; epoch <= MOST_EPOCHS && stale < PATIENCE; epoch++) {
    random.shuffle(order);
    for (let visit = 0; visit < samples; visit++) {
      const text = order[visit];
      const from = rows.start[text];
      const to = rows.start[text + 1];
      scoreInto(probabilities, weights, bias, rows.features, from, to);
      softmaxInPlace(probabilities);
      probabilities[labels[text]] -= 1;
      for (let at = from; at < to; at++) {
        const feature = rows.features[at];
        const decay = (options.penalty * samples) / touched[feature];
        for (let label = 0, w = feature * classes; label < classes; label++, w++) {
          const gradient = probabilities[label] + decay * weights[w];
          squares[w] += gradient * gradient;
          weights[w] -= (options.step * gradient) / Math.sqrt(squares[w]);
        }
      }
      for (let label = 0; label < classes; label++) {
        biasSquares[label] += probabilities[label] ** 2;
        bias[label] -= (options.step * probabilities[label]) / Math.sqrt(biasSquares[label]);
      }
    }
    const devAccuracy = accuracyOf({ weights, bias }, devRows, devLabels);
    const loss = lossOf({ weights, bias }, devRows, devLabels);
    stale = loss < lowestLoss ? 0 : stale + 1;
    lowestLoss = Math.min(lowestLoss, loss);
    if (devAccuracy > best.devAccuracy || (devAccuracy === best.devAccuracy && loss < best.loss)) {
      best = { weights: weights.slice(), bias: bias.slice(), devAccuracy, loss, epochs: epoch };
    }
    await options.afterEpoch(epoch);
  }
  return best;
}

function scoreInto(scores: Float64Array, weights: Float32Array, bias: Float32Array, features: Uint32Array, from: number, to: number): void {
  const classes = scores.length;
  for (let label = 0; label < classes; label++) scores[label] = bias[label];
  for (let at = from; at < to; at++) {
    const row = features[at] * classes;
    for (let label = 0; label < classes; label++) scores[label] += weights[row + label];
  }
}

function softmaxInPlace(scores: Float64Array): void {
  let highest = -Infinity;
  for (const score of scores) if (score > highest) highest = score;
  let sum = 0;
  for (let label = 0; label < scores.length; label++) {
    scores[label] = Math.exp(scores[label] - highest);
    sum += scores[label];
  }
  for (let label = 0; label < scores.length; label++) scores[label] /= sum;
}

function decide(scorer: Scorer, rows: FeatureRows): Uint16Array {
  const scores = new Float64Array(scorer.bias.length);
  return Uint16Array.from({ length: rows.start.length - 1 }, (_, text) => {
    scoreInto(scores, scorer.weights, scorer.bias, rows.features, rows.start[text], rows.start[text + 1]);
    let winner = 0;
    for (let label = 1; label < scores.length; label++) if (scores[label] > scores[winner]) winner = label;
    return winner;
  });
}

/** Percent. */
function accuracyOf(scorer: Scorer, rows: FeatureRows, labels: Uint16Array): number {
  if (labels.length === 0) return 0;
  const correct = decide(scorer, rows).reduce((sum, decision, text) => sum + (decision === labels[text] ? 1 : 0), 0);
  return (100 * correct) / labels.length;
}

/** Mean cross-entropy, nats. */
function lossOf(scorer: Scorer, rows: FeatureRows, labels: Uint16Array): number {
  const scores = new Float64Array(scorer.bias.length);
  let loss = 0;
  for (let text = 0; text < labels.length; text++) {
    scoreInto(scores, scorer.weights, scorer.bias, rows.features, rows.start[text], rows.start[text + 1]);
    softmaxInPlace(scores);
    loss -= Math.log(Math.max(scores[labels[text]], 1e-12));
  }
  return labels.length === 0 ? 0 : loss / labels.length;
}
