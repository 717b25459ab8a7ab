/**
 * Which shares of the largest weights to let saturate: a search over two clips, one after the other, by an accuracy that the
 * caller measures. A generator, so that callers may measure at once or wait for it.
 */

export interface Clips {
  /** Shares (0..1] of the largest weight that saturate nothing: of hidden neurons, of the class sums. */
  readonly hidden: number;
  readonly output: number;
}

/** What was measured under clips, with whatever the caller made of them. */
export interface Attempt<T> {
  readonly accuracy: number;
  readonly value: T;
}

export interface BestClips<T> extends Attempt<T> {
  readonly clips: Clips;
  readonly tried: number;
}

/**
 * Coordinate ascent from the widest of `candidates` (widest first): the hidden clip, then the output's, then the hidden one
 * again if the output's changed; an equal accuracy changes nothing, so that ties go to what was tried first. Each pair is
 * tried once.
 */
export function* clipSearch<T>(candidates: readonly number[]): Generator<Clips, BestClips<T>, Attempt<T>> {
  const [widest = 1] = candidates;
  const start: Clips = { hidden: widest, output: widest };
  let best: { clips: Clips; accuracy: number; value: T } = { clips: start, ...(yield start) };
  const seen = new Set([keyOf(start)]);
  for (const coordinate of ["hidden", "output", "hidden"] as const) {
    for (const clip of candidates) {
      const clips = { ...best.clips, [coordinate]: clip };
      if (seen.has(keyOf(clips))) continue;
      seen.add(keyOf(clips));
      const attempt = yield clips;
      if (attempt.accuracy > best.accuracy) best = { clips, ...attempt };
    }
  }
  return { ...best, tried: seen.size };
}

function keyOf({ hidden, output }: Clips): string {
  return `${hidden} ${output}`;
}

/** The search with a measurement that takes its time. */
export async function bestClips<T>(candidates: readonly number[], measure: (clips: Clips) => Promise<Attempt<T>>): Promise<BestClips<T>> {
  const search = clipSearch<T>(candidates);
  let step = search.next();
  while (step.done !== true) step = search.next(await measure(step.value));
  return step.value;
}
