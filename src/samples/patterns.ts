/**
 * `generatePatterns`: spike trains whose class is told by the order of their spikes and by nothing else, the third
 * workload. A class is a template: every line spikes equally often in every class, at times of the class's own. A sample
 * is its template with every spike moved a little, some lost, and noise added. So the number of spikes on any set of
 * lines has the same distribution in every class, exactly, and a classifier that counts spikes can only guess.
 *
 * (Frozen spatio-temporal patterns under jitter, the usual task for liquid state machines: Maass, Natschlaeger and
 * Markram 2002, "Real-time computing without stable states", Neural Computation 14, section 3.)
 */
import { createRandom, type Random } from "../util/random.js";
import type { SpikeDataset, SpikeSamples } from "./types.js";

export interface PatternOptions {
  readonly seed: number;
  readonly classes: number;
  readonly lines: number;
  readonly timesteps: number;
  /** Spikes of a line in a template; at most half of the timesteps. */
  readonly spikesPerLine: number;
  /** Samples of each part; classes take turns. */
  readonly samples: { readonly train: number; readonly dev: number; readonly test: number };
  /** Standard deviation by which a spike is moved, in timesteps. */
  readonly jitter: number;
  /** Probability that a spike of the template is lost. */
  readonly deletion: number;
  /** Probability of a noise spike, per line and timestep. */
  readonly noise: number;
}

export const DEFAULT_PATTERNS: Omit<PatternOptions, "seed"> = {
  classes: 4,
  lines: 24,
  timesteps: 40,
  spikesPerLine: 2,
  samples: { train: 400, dev: 100, test: 200 },
  jitter: 1.5,
  deletion: 0.1,
  noise: 0.01,
};

/** A data set by its seed; a line spikes at most once a timestep. */
export function generatePatterns(options: Partial<PatternOptions> & Pick<PatternOptions, "seed">): SpikeDataset {
  const resolved: PatternOptions = { ...DEFAULT_PATTERNS, ...options };
  const { seed, classes, lines, timesteps, samples } = resolved;
  if (2 * resolved.spikesPerLine > timesteps) throw new Error(`${resolved.spikesPerLine} spikes a line do not fit ${timesteps} timesteps`);
  const random = createRandom(seed);
  const templates = Array.from({ length: classes }, () => Array.from({ length: lines }, () => distinctTimes(resolved, random)));
  const part = (count: number): SpikeSamples => {
    const labels = Uint16Array.from({ length: count }, (_, i) => i % classes);
    return pack(
      Array.from(labels, (label) => templates[label].map((times) => disturb(times, resolved, random))),
      labels,
    );
  };
  const [train, dev, test] = [part(samples.train), part(samples.dev), part(samples.test)];
  return {
    name: "patterns",
    lines,
    timesteps,
    classes: Array.from({ length: classes }, (_, c) => `pattern ${c}`),
    train,
    dev,
    test,
    audit: { duplicates: 0, acrossParts: 0, split: `generated ${samples.train}/${samples.dev}/${samples.test}, seed ${seed}` },
  };
}

function distinctTimes({ timesteps, spikesPerLine }: PatternOptions, random: Random): readonly number[] {
  return random.shuffle(Array.from({ length: timesteps }, (_, t) => t)).slice(0, spikesPerLine);
}

/** The timesteps in which a line spikes in a sample, ascending. */
function disturb(template: readonly number[], { timesteps, jitter, deletion, noise }: PatternOptions, random: Random): readonly number[] {
  const spikes = new Uint8Array(timesteps);
  let free = timesteps;
  for (const time of template) {
    // Both draws are made for every spike, so that what one spike meets does not depend on the fate of another.
    const moved = Math.round(time + jitter * random.normal());
    if (random.uniform() < deletion) continue;
    spikes[nearestFree(spikes, Math.min(Math.max(moved, 0), timesteps - 1))] = 1;
    free--;
  }
  // How many noise spikes there are must not depend on where the template's are: a place of its own is found for each.
  const wanted = Array.from({ length: timesteps }, () => (random.uniform() < noise ? 1 : 0)).reduce<number>((sum, one) => sum + one, 0);
  for (let i = 0; i < Math.min(wanted, free); i++) spikes[nearestFree(spikes, random.integer(timesteps))] = 1;
  return Array.from(spikes.keys()).filter((time) => spikes[time] === 1);
}

/** The timestep without a spike that is nearest to `time`, the earlier one first: a spike is moved, never merged. */
function nearestFree(spikes: Uint8Array, time: number): number {
  for (let distance = 0; distance < spikes.length; distance++) {
    for (const at of [time - distance, time + distance]) if (spikes[at] === 0) return at;
  }
  throw new Error("no timestep is free");
}

/** Samples given as the spike times of each line. */
function pack(samples: readonly (readonly (readonly number[])[])[], labels: Uint16Array): SpikeSamples {
  const sampleStart = new Uint32Array(samples.length + 1);
  samples.forEach((lines, s) => {
    sampleStart[s + 1] = sampleStart[s] + lines.reduce((sum, times) => sum + times.length, 0);
  });
  const time = new Uint32Array(sampleStart[samples.length]);
  const line = new Uint32Array(sampleStart[samples.length]);
  samples.forEach((lines, s) => {
    const events = lines.flatMap((times, from) => times.map((at) => ({ at, from }))).sort((a, b) => a.at - b.at || a.from - b.from);
    events.forEach(({ at, from }, e) => {
      time[sampleStart[s] + e] = at;
      line[sampleStart[s] + e] = from;
    });
  });
  return { sampleStart, time, line, labels };
}
