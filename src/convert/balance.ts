/**
 * Threshold balancing: percentiles of the activations of every ReLU over calibration samples, so that few values exceed
 * what a neuron that spikes in every timestep can say (Rueckauer et al. 2017, section 2.2.2).
 */
import { evaluatorOf } from "../graph/evaluate.js";
import type { Graph } from "../graph/graph.js";
import { channelsOf, parameterIndex } from "../graph/shapes.js";
import { createRandom } from "../util/random.js";
import { nearestRank } from "../util/statistics.js";

/** A sample: values by input node, row-major. */
export type Sample = ReadonlyMap<string, ArrayLike<number>>;

export interface BalanceOptions {
  /** 0..100. */
  readonly percentile: number;
  /** One threshold a layer, or one a channel. */
  readonly granularity: "layer" | "channel";
  readonly seed: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Values kept of each layer or channel; beyond that a uniform sample of them (Vitter 1985, algorithm R). */
const RESERVOIR = 100_000;

/**
 * Percentiles of the positive activations of each relu node, at several percentiles at once. A layer or channel that never
 * rises above 0 gets 1: its neurons stay silent, and the caller may warn (`silent`).
 */
export function measureActivations(
  graph: Graph,
  samples: readonly Sample[],
  percentiles: readonly number[],
  options: Omit<BalanceOptions, "percentile">,
): { readonly thresholds: readonly ReadonlyMap<string, Float32Array>[]; readonly silent: readonly string[] } {
  const evaluator = evaluatorOf(graph);
  const random = createRandom(options.seed);
  const layers = graph.nodes.flatMap((node) => {
    if (node.kind !== "relu") return [];
    const shape = evaluator.shapes.get(node.name)?.output ?? [];
    const groups = options.granularity === "layer" ? 1 : channelsOf(shape);
    return [{ name: node.name, groupOf: parameterIndex(groups, shape), seen: Array.from({ length: groups }, () => reservoir()) }];
  });
  samples.forEach((sample, done) => {
    options.onProgress?.(done, samples.length);
    evaluator.reset();
    evaluator.step(sample);
    for (const { name, groupOf, seen } of layers) {
      const values = evaluator.valueOf(name);
      for (let i = 0; i < values.length; i++) if (values[i] > 0) seen[groupOf(i)]?.add(values[i], random);
    }
  });
  const sorted = layers.map(({ name, seen }) => ({ name, values: seen.map((kept) => kept.sorted()) }));
  return {
    thresholds: percentiles.map(
      (percentile) => new Map(sorted.map(({ name, values }) => [name, Float32Array.from(values, (list) => nearestRank(list, percentile) ?? 1)])),
    ),
    silent: sorted.filter(({ values }) => values.every((list) => list.length === 0)).map(({ name }) => name),
  };
}

interface Reservoir {
  add(value: number, random: ReturnType<typeof createRandom>): void;
  sorted(): Float64Array;
}

function reservoir(): Reservoir {
  const kept: number[] = [];
  let seen = 0;
  return {
    add: (value, random) => {
      seen++;
      if (kept.length < RESERVOIR) kept.push(value);
      else {
        const at = random.integer(seen);
        if (at < RESERVOIR) kept[at] = value;
      }
    },
    sorted: () => Float64Array.from(kept).sort(),
  };
}
