/** Samples as words of RUN, and their packing into frames: many samples in a frame, a long one over several. */
import type { EventBatch } from "../event/run.js";
import { RUN_WORDS_LIMIT, STEPS_LIMIT, WORD_IS_STEPS, WORD_READ, WORD_STEPS } from "./messages.js";

/** What one RUN brings. */
export interface RunFrame {
  readonly payload: Uint8Array;
  /** Samples whose first word is in it. */
  readonly begins: readonly number[];
  /** Samples that are read out in it: its answer has their results, in this order. */
  readonly ends: readonly number[];
}

export interface Packing {
  /** First byte of every RUN. */
  readonly flags: number;
  /** Results that an answer holds, at least 1. */
  readonly resultsPerFrame: number;
  /** Does a sample begin in a frame of its own? */
  readonly isAlone: boolean;
}

/** The words of a sample; `axonOf` numbers its lines. The last timestep ends with READ. */
export function wordsOf(batch: EventBatch, sample: number, axonOf: (line: number) => number): Uint16Array {
  const timesteps = batch.timesteps[sample];
  const [from, to] = [batch.sampleStart[sample], batch.sampleStart[sample + 1]];
  const words = new Uint16Array(to - from + Math.ceil(timesteps / STEPS_LIMIT) + (to - from) + 2);
  let length = 0;
  let t = 0;
  /** Ends timesteps up to `until`, the first of them with the event before if there is one in it. */
  const stepTo = (until: number): void => {
    let steps = until - t;
    t = until;
    if (steps > 0 && length > 0 && (words[length - 1] & (WORD_IS_STEPS | WORD_STEPS)) === 0) {
      words[length - 1] |= WORD_STEPS;
      steps--;
    }
    for (; steps > 0; steps -= STEPS_LIMIT) words[length++] = WORD_IS_STEPS | Math.min(steps, STEPS_LIMIT);
  };
  for (let event = from; event < to; event++) {
    stepTo(batch.time[event]);
    words[length++] = axonOf(batch.line[event]);
  }
  stepTo(timesteps - 1);
  words[length++] = WORD_READ;
  return words.subarray(0, length);
}

/** The frames of these samples, in order. */
export function* runFrames(
  batch: EventBatch,
  samples: Iterable<number>,
  axonOf: (line: number) => number,
  { flags, resultsPerFrame, isAlone }: Packing,
): Generator<RunFrame> {
  const words = new Uint16Array(RUN_WORDS_LIMIT);
  let length = 0;
  let begins: number[] = [];
  let ends: number[] = [];
  const take = (): RunFrame => {
    const payload = new Uint8Array(1 + 2 * length);
    payload[0] = flags;
    for (let i = 0; i < length; i++) {
      payload[1 + 2 * i] = words[i] & 0xff;
      payload[2 + 2 * i] = words[i] >>> 8;
    }
    const frame = { payload, begins, ends };
    [length, begins, ends] = [0, [], []];
    return frame;
  };
  for (const sample of samples) {
    const ofSample = wordsOf(batch, sample, axonOf);
    for (let i = 0; i < ofSample.length; i++) {
      const isRead = ofSample[i] === WORD_READ;
      if (length === RUN_WORDS_LIMIT || (isRead && ends.length === resultsPerFrame)) yield take();
      if (i === 0) begins.push(sample);
      words[length++] = ofSample[i];
      if (isRead) ends.push(sample);
    }
    if (isAlone) yield take();
  }
  if (length > 0) yield take();
}
