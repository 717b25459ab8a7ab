/**
 * What short and long texts cost and how often they are decided rightly: a test set in quarters by length. Texts of one
 * length stay together, so quarters may differ in size, and a set of few lengths has fewer of them.
 */
import type { Counters, CycleCounters } from "../event/run.js";
import type { LengthQuarter } from "../util/results.js";
import { accuracyPercent } from "./compile.js";
import { meanOf } from "./counts.js";

/** Samples with one element each in every array. */
export interface MeasuredTexts {
  /** Tokens, pads not counted. */
  readonly words: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  readonly decisions: ArrayLike<number>;
  readonly counters: Pick<Counters, "synapticOperations" | "spikes" | "timesteps">;
  readonly cycles?: Pick<CycleCounters, "cycles">;
}

const QUARTERS = 4;

/** The quarters in ascending order of length. */
export function byLength({ words, labels, decisions, counters, cycles }: MeasuredTexts): LengthQuarter[] {
  const order = Uint32Array.from({ length: words.length }, (_, text) => text).sort((a, b) => words[a] - words[b] || a - b);
  const quarters: LengthQuarter[] = [];
  let start = 0;
  for (let quarter = 1; quarter <= QUARTERS; quarter++) {
    let end = Math.max(start, Math.ceil((quarter * order.length) / QUARTERS));
    while (end > start && end < order.length && words[order[end]] === words[order[end - 1]]) end++;
    if (end === start) continue;
    const texts = order.subarray(start, end);
    const of = (values: ArrayLike<number>): Float64Array => Float64Array.from(texts, (text) => values[text]);
    quarters.push({
      shortest: words[texts[0]],
      longest: words[texts[texts.length - 1]],
      texts: texts.length,
      accuracy: accuracyPercent(of(decisions), of(labels)),
      words: meanOf(of(words)),
      sops: meanOf(of(counters.synapticOperations)),
      spikes: meanOf(of(counters.spikes)),
      timesteps: meanOf(of(counters.timesteps)),
      ...(cycles === undefined ? {} : { cycles: meanOf(of(cycles.cycles)) }),
    });
    start = end;
  }
  return quarters;
}
