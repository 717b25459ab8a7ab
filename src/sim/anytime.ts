/**
 * Anytime inference: stop a sample as soon as one class leads by enough, and decide by the class sums of that moment.
 *
 *     stop after the first timestep t with t + 1 >= earliest and lead(t) >= margin, else after the last
 *     lead(t) = class sum of the best class - class sum of the second, after timestep t (spike times: the other way round)
 *
 * The rule is chosen on one set of samples and applied to another; what a stopped sample took was counted by the simulator.
 */
import type { Readout } from "../event/program.js";
import type { Timeline } from "../event/run.js";

/** When a sample stops; both are whole numbers. */
export interface StopRule {
  /** Timesteps that every sample runs; a shorter one runs to its end. */
  readonly earliest: number;
  /** Lead that stops it, at least 1. */
  readonly margin: number;
}

/** Who leads after every timestep; one element a timestep in all arrays but the first. */
export interface Leads extends Pick<Timeline, "sampleStart" | "synapticOperations"> {
  /** Ties go to the lowest class. */
  readonly best: Uint16Array;
  readonly lead: Int32Array;
}

/** What samples take under a rule, and how many are right. */
export interface Stopped {
  readonly correct: number;
  /** Samples that ended before their last timestep. */
  readonly stopped: number;
  /** Means over the samples. */
  readonly synapticOperations: number;
  readonly timesteps: number;
}

/** A rule with what it does to the samples that it was chosen on. */
export interface ChosenStop extends Stopped {
  readonly rule: StopRule;
}

export function leadsOf({ sampleStart, outputs, synapticOperations }: Timeline, { kind, classes }: Pick<Readout, "kind" | "classes">): Leads {
  const sign = kind === "firstSpike" ? -1 : 1;
  const steps = synapticOperations.length;
  const [best, lead] = [new Uint16Array(steps), new Int32Array(steps)];
  for (let at = 0; at < steps; at++) {
    const sums = outputs.subarray(at * classes.length, (at + 1) * classes.length);
    let [first, second] = [0, Number.NEGATIVE_INFINITY];
    for (let c = 1; c < sums.length; c++) {
      if (sign * sums[c] > sign * sums[first]) {
        second = sign * sums[first];
        first = c;
      } else second = Math.max(second, sign * sums[c]);
    }
    best[at] = first;
    lead[at] = sign * sums[first] - second;
  }
  return { sampleStart, synapticOperations, best, lead };
}

/** The timestep after which a sample stops, counted from its start; without a rule the last. */
export function stopOf({ sampleStart, lead }: Pick<Leads, "sampleStart" | "lead">, sample: number, rule?: StopRule): number {
  const first = sampleStart[sample];
  const last = sampleStart[sample + 1] - 1 - first;
  if (rule === undefined) return last;
  for (let t = rule.earliest - 1; t < last; t++) if (lead[first + t] >= rule.margin) return t;
  return last;
}

/** Runs every sample to where the rule stops it. */
export function stopAll(leads: Leads, labels: ArrayLike<number>, rule?: StopRule): Stopped {
  const { sampleStart, best, synapticOperations } = leads;
  let [correct, stopped, operations, timesteps] = [0, 0, 0, 0];
  for (let sample = 0; sample < labels.length; sample++) {
    const t = stopOf(leads, sample, rule);
    const at = sampleStart[sample] + t;
    if (best[at] === labels[sample]) correct++;
    if (at + 1 < sampleStart[sample + 1]) stopped++;
    operations += synapticOperations[at];
    timesteps += t + 1;
  }
  const mean = (sum: number): number => sum / Math.max(1, labels.length);
  return { correct, stopped, synapticOperations: mean(operations), timesteps: mean(timesteps) };
}

/**
 * For each number of samples that may be lost, net, against running all to their end: the rule of fewest operations
 * that loses no more; undefined where none saves anything.
 */
export function chooseStops(leads: Leads, labels: ArrayLike<number>, losses: readonly number[]): readonly (ChosenStop | undefined)[] {
  const full = stopAll(leads, labels);
  const outcomes = candidates(leads).map((rule): ChosenStop => ({ rule, ...stopAll(leads, labels, rule) }));
  return losses.map((lost) => {
    let best: ChosenStop | undefined;
    for (const outcome of outcomes) {
      const isCheaper = outcome.synapticOperations < (best ?? full).synapticOperations;
      if (isCheaper && outcome.correct >= full.correct - lost) best = outcome;
    }
    return best;
  });
}

/** Margins that are tried: at most so many, evenly spread over the leads that occur. */
const MARGINS = 64;

/** All combinations of margins and of 1, 2, 3, 4, 6, 8, 12, ... timesteps. */
function candidates({ sampleStart, lead }: Leads): StopRule[] {
  const positive = lead.filter((value) => value > 0).sort();
  const count = Math.min(MARGINS, positive.length);
  const margins = new Set(Array.from({ length: count }, (_, i) => positive[Math.floor(((i + 0.5) * positive.length) / count)]));
  const longest = sampleStart.reduce((most, start, i) => (i === 0 ? most : Math.max(most, start - sampleStart[i - 1])), 0);
  return earliests(longest).flatMap((earliest) => [...margins].map((margin) => ({ earliest, margin })));
}

/** Powers of two and the numbers half-way to the next, below the longest sample. */
function earliests(longest: number): number[] {
  const steps: number[] = [];
  for (let step = 1; step < longest; step *= 2) {
    steps.push(step);
    if (step >= 2 && step * 1.5 < longest) steps.push(step * 1.5);
  }
  return steps;
}
