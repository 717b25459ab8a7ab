/**
 * Accuracies as estimates: what varies from training run to training run, what from test set to test set, and how far a
 * mean can be trusted.
 *
 *     between = s^2 on a fixed test set; max(0, s^2 - p (1 - p) / N) on random splits, whose s holds the sampling of each test
 *     interval = mean +- sqrt(t[n-1]^2 between / n + 1.96^2 p (1 - p) / D)
 *
 * s is the deviation of the n accuracies, N the texts of a test set. D is the number of distinct texts that were tested: N for a fixed test set, however often it is used; for n random splits
 * of which each holds out the share q, N (1 - (1 - q)^n) / q. Without the second term a hundred runs on one test set would
 * seem to know the accuracy exactly (Bouckaert and Frank 2004 on repeated splits; Dietterich 1998).
 */

/** How the tests of several seeds relate: one fixed set, or random parts of one set, each with the given share of it. */
export type Resampling = { readonly kind: "fixed" } | { readonly kind: "split"; readonly heldOutShare: number };

export interface Estimate {
  readonly mean: number;
  /** Sample deviation between the seeds; 0 for one seed. */
  readonly deviation: number;
  readonly n: number;
  /** 95 % interval, [low, high]. */
  readonly low: number;
  readonly high: number;
}

/** 97.5th percentile of Student's t with 1, 2, .. degrees of freedom; beyond the table, the normal's. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131];
const NORMAL = 1.96;

/** Accuracies (percent) of n seeds on tests of `texts` texts each. One seed: the interval knows of the test's sampling alone. */
export function estimateAccuracy(accuracies: readonly number[], texts: number, resampling: Resampling): Estimate {
  const { mean, deviation } = meanAndDeviation(accuracies);
  const sampling = mean * (100 - mean);
  return interval(
    accuracies,
    mean,
    deviation,
    samplingWithin(sampling / texts, resampling),
    sampling / distinctTexts(texts, accuracies.length, resampling),
  );
}

/** Differences a - b (points) of two classifiers on the same texts, seed by seed; `isCorrect` has one element a text. */
export function estimateDifference(
  pairs: readonly { readonly a: readonly boolean[]; readonly b: readonly boolean[] }[],
  resampling: Resampling,
): Estimate {
  const differences: number[] = [];
  let variance = 0;
  let texts = 0;
  for (const { a, b } of pairs) {
    const onlyA = a.filter((isCorrect, text) => isCorrect && !b[text]).length;
    const onlyB = b.filter((isCorrect, text) => isCorrect && !a[text]).length;
    const difference = (onlyA - onlyB) / a.length;
    differences.push(100 * difference);
    variance += (1e4 * ((onlyA + onlyB) / a.length - difference ** 2)) / pairs.length;
    texts += a.length / pairs.length;
  }
  const { mean, deviation } = meanAndDeviation(differences);
  return interval(
    differences,
    mean,
    deviation,
    samplingWithin(variance / texts, resampling),
    variance / distinctTexts(texts, pairs.length, resampling),
  );
}

/** The mean of independent estimates, each of its own data: its interval is that of their sum. */
export function meanOfEstimates(estimates: readonly Estimate[]): Estimate {
  const { mean, deviation } = meanAndDeviation(estimates.map((estimate) => estimate.mean));
  const half = Math.sqrt(estimates.reduce((sum, { low, high }) => sum + ((high - low) / 2) ** 2, 0)) / estimates.length;
  return { mean, deviation, n: estimates.length, low: mean - half, high: mean + half };
}

/** Half the 95 % interval of one accuracy (percent) on so many texts: the sampling of the texts alone, in points. */
export function samplingError(accuracy: number, texts: number): number {
  return NORMAL * Math.sqrt((accuracy * (100 - accuracy)) / Math.max(texts, 1));
}

/** Mean and sample deviation; 0 where there is only one value. */
export function meanAndDeviation(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}

/** The percentile (0..100) of ascending values by nearest rank; undefined of none. */
export function nearestRank(sorted: ArrayLike<number>, percentile: number): number | undefined {
  return sorted[Math.max(Math.ceil((percentile / 100) * sorted.length) - 1, 0)];
}

/** Texts tested at least once, on average. */
export function distinctTexts(texts: number, seeds: number, resampling: Resampling): number {
  if (resampling.kind === "fixed") return texts;
  const { heldOutShare } = resampling;
  return (texts * (1 - (1 - heldOutShare) ** seeds)) / heldOutShare;
}

/** What of the variance between seeds is the tests' own: one test set that all seeds share varies between none. */
function samplingWithin(samplingOfOne: number, { kind }: Resampling): number {
  return kind === "fixed" ? 0 : samplingOfOne;
}

function interval(values: readonly number[], mean: number, deviation: number, samplingWithinSeeds: number, samplingOfMean: number): Estimate {
  const n = values.length;
  const between = Math.max(0, deviation ** 2 - samplingWithinSeeds);
  const student = n < 2 ? 0 : (STUDENT[n - 2] ?? NORMAL);
  const half = Math.sqrt((student ** 2 * between) / n + NORMAL ** 2 * samplingOfMean);
  return { mean, deviation, n, low: mean - half, high: mean + half };
}
