/** How long a stage will still take, from how far it came in how long; for progress on a pipe, where no bar says it. */

/** Where a stage stood when it was first heard of: a resumed one does not start at 0. */
export interface StageStart {
  /** Seconds of any clock. */
  readonly seconds: number;
  /** Of the work done, 0..1. */
  readonly share: number;
}

/** Below this share of the work the estimate says little. */
const LEAST_SHARE = 0.02;

/** "about 40 s left", rounded to what is known; empty as long as too little has been seen, and at the end. */
export function timeLeft(start: StageStart, seconds: number, share: number): string {
  const done = share - start.share;
  if (done < LEAST_SHARE || share >= 1) return "";
  const left = ((seconds - start.seconds) / done) * (1 - share);
  if (left < 1) return "";
  if (left < 90) return `about ${Math.round(left)} s left`;
  return left < 5400 ? `about ${Math.round(left / 60)} min left` : `about ${(left / 3600).toFixed(1)} h left`;
}
