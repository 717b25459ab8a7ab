/**
 * How many timesteps a converted network needs when its input is random spikes: a constant current, on which conversion
 * chooses, has no noise, and would choose too few.
 */
import { type Evaluator, evaluatorOf } from "../graph/evaluate.js";
import type { Graph } from "../graph/graph.js";
import { elementsOf } from "../graph/shapes.js";
import { START } from "../lower/space/paths.js";
import type { NumericSamples, NumericValues } from "../samples/types.js";
import type { WorkOptions } from "../util/progress.js";
import { createRandom } from "../util/random.js";
import { accuracyPercent } from "./compile.js";
import { valueInputOf } from "./network.js";

/** What the spikes of `--encoding rate` stand for. */
export interface RateInput {
  readonly low: number;
  readonly high: number;
  readonly seed: number;
}

/** Timesteps that may be chosen, ascending. */
export const RATE_TIMESTEPS = [4, 8, 16, 32, 64] as const;

/** Percent of accuracy on dev that fewer timesteps may cost. */
const TOLERANCE = 0.5;

/** Most dev samples on which the timesteps are chosen. */
const CHOICE_SAMPLES = 300;

/** The fewest timesteps whose accuracy on dev is within the tolerance of the best, and that accuracy. */
export async function chooseRateTimesteps(
  graph: Graph,
  dev: NumericSamples,
  input: RateInput,
  timesteps: readonly number[],
  options: WorkOptions,
): Promise<{ readonly timesteps: number; readonly devAccuracy: number }> {
  const count = Math.min(CHOICE_SAMPLES, dev.count);
  const size = elementsOf(valueInputOf(graph).shape);
  const few = { count, values: dev.values.subarray(0, count * size) };
  const decisions = await rateDecisions(graph, few, input, Math.max(...timesteps), "choosing timesteps on dev", options);
  const tried = timesteps.map((t) => ({ timesteps: t, devAccuracy: accuracyPercent(decisions[t - 1] ?? [], dev.labels.subarray(0, count)) }));
  const best = Math.max(...tried.map(({ devAccuracy }) => devAccuracy));
  const chosen = tried.find(({ devAccuracy }) => devAccuracy >= best - TOLERANCE);
  if (chosen === undefined) throw new Error("no number of timesteps to choose");
  return chosen;
}

/** Decisions after 1, 2, ... timesteps of random spikes, each worth `high`, and `low` without one: their mean is the value. */
export async function rateDecisions(
  graph: Graph,
  samples: NumericValues,
  { low, high, seed }: RateInput,
  timesteps: number,
  stage: string,
  { signal, onProgress }: WorkOptions,
): Promise<Uint16Array[]> {
  const evaluator: Evaluator = evaluatorOf(graph);
  const input = valueInputOf(graph);
  const output = graph.nodes.find((node) => node.kind === "output")?.name ?? "";
  const size = elementsOf(input.shape);
  const random = createRandom(seed);
  const drawn = new Float64Array(size);
  const decisions = Array.from({ length: timesteps }, () => new Uint16Array(samples.count));
  for (let sample = 0; sample < samples.count; sample++) {
    onProgress?.({ stage, done: sample, total: samples.count });
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    evaluator.reset();
    let sums: Float64Array | undefined;
    for (let t = 0; t < timesteps; t++) {
      for (let i = 0; i < size; i++) {
        const probability = (samples.values[sample * size + i] - low) / (high - low);
        drawn[i] = random.uniform() < probability ? high : low;
      }
      const given = evaluator.step(
        new Map<string, ArrayLike<number>>([
          [input.name, drawn],
          [START, [t === 0 ? 1 : 0]],
        ]),
      );
      const out = given.get(output) ?? new Float64Array(0);
      sums ??= new Float64Array(out.length);
      for (let c = 0; c < out.length; c++) sums[c] += out[c];
      decisions[t][sample] = sums.indexOf(Math.max(...sums));
    }
  }
  return decisions;
}
