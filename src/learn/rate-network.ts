/**
 * The network of the published method (Lv, Xu and Zheng, arXiv 2406.19230), as typed
 * arrays, read either way:
 *
 *     current[p, f] = sum over offsets j, elements d of  x[p + j, d] windows[j, d, f],    p = 0 .. length - kernel
 *     analogue:  pooled[f] = mean over p of relu(current[p, f]),      score[c] = sum over c's neurons o of  pooled . output[:, o]
 *     spiking:   in each of T timesteps x are spikes; hidden and class neurons integrate and fire,
 *                u = u + current;  a spike if u > 1;  u = u - spike,     pooled[f] = mean over p of spikes[p, f],
 *                score[c] = spikes of c's neurons
 *
 * There are no biases, so both readings share every weight. A window that reaches behind a text sees zeros there; one that
 * reaches behind `length` does not exist.
 */
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import type { Random } from "../util/random.js";

export interface RateNetworkShape {
  readonly dimensions: number;
  readonly classes: number;
  /** Class neurons of each class: the population that votes for it. */
  readonly neuronsPerClass: number;
  /** Words of a text; later ones are cut off, shorter texts are padded with zeros. */
  readonly length: number;
  /** Kernel sizes, ascending, none longer than a text. */
  readonly kernels: readonly number[];
  /** Filters of each kernel size. */
  readonly filters: number;
}

export interface RateNetwork extends RateNetworkShape {
  readonly kind: "rate";
  /** [largest kernel x dimensions, filters of all kernels]; rows behind a filter's own kernel are zero and stay so. */
  readonly windows: Float32Array;
  /** [filters of all kernels, classes x neuronsPerClass]. */
  readonly output: Float32Array;
}

/** The published sizes. */
export const PUBLISHED_SHAPE = { kernels: [3, 4, 5], filters: 100, neuronsPerClass: 10 } as const;

/** Filters of all kernel sizes. */
export function rateFilters({ kernels, filters }: Pick<RateNetworkShape, "kernels" | "filters">): number {
  return kernels.length * filters;
}

/** Class neurons of all classes. */
export function rateOutputs({ classes, neuronsPerClass }: Pick<RateNetworkShape, "classes" | "neuronsPerClass">): number {
  return classes * neuronsPerClass;
}

/** Words of the largest kernel. */
export function rateReach({ kernels }: Pick<RateNetworkShape, "kernels">): number {
  return kernels.at(-1) ?? 0;
}

/** An untrained network: weights uniform in +-1/sqrt(fan-in). Throws SnncError (input) for a shape that is none. */
export function createRateNetwork(shape: RateNetworkShape, random: Random): RateNetwork {
  checkShape(shape);
  const { dimensions, classes, neuronsPerClass, length, kernels, filters } = shape;
  const all = rateFilters(shape);
  const outputs = rateOutputs(shape);
  const windows = new Float32Array(rateReach(shape) * dimensions * all);
  kernels.forEach((kernel, k) => {
    const bound = 1 / Math.sqrt(kernel * dimensions);
    for (let row = 0; row < kernel * dimensions; row++) {
      for (let f = 0; f < filters; f++) windows[row * all + k * filters + f] = bound * (2 * random.uniform() - 1);
    }
  });
  const output = Float32Array.from({ length: all * outputs }, () => (2 * random.uniform() - 1) / Math.sqrt(all));
  return { kind: "rate", dimensions, classes, neuronsPerClass, length, kernels, filters, windows, output };
}

export function copyRateNetwork(network: RateNetwork): RateNetwork {
  return { ...network, windows: network.windows.slice(), output: network.output.slice() };
}

/** Zeroes what belongs to no filter: rows behind the filter's own kernel. In place; for weights and their gradients. */
export function maskWindows(network: RateNetworkShape, values: Float32Array): void {
  const all = rateFilters(network);
  network.kernels.forEach((kernel, k) => {
    for (let row = kernel * network.dimensions; row < values.length / all; row++) {
      const at = row * all + k * network.filters;
      values.fill(0, at, at + network.filters);
    }
  });
}

function checkShape({ dimensions, classes, neuronsPerClass, length, kernels, filters }: RateNetworkShape): void {
  const problems: Diagnostic[] = [];
  const problem = (code: string, message: string, hint?: string): void => {
    problems.push({ code, message, where: "--encoding rate", ...(hint === undefined ? {} : { hint }) });
  };
  const positive = { dimensions, "class neurons per class": neuronsPerClass, filters };
  for (const [name, value] of Object.entries(positive)) {
    if (!Number.isInteger(value) || value < 1) problem("rate-shape", `${name} is ${value}; a whole number of at least 1 is needed`);
  }
  if (classes < 2) problem("rate-classes", `${classes} classes; at least 2 are needed`);
  const reach = kernels.at(-1) ?? 0;
  if (kernels.length === 0 || kernels.some((kernel, k) => kernel < 1 || (k > 0 && kernel <= kernels[k - 1]))) {
    problem("rate-kernels", `kernels ${kernels.join(", ")}; sizes of at least 1 are needed, each once, ascending`);
  }
  if (length < reach) {
    problem("rate-length", `texts of ${length} words have no window of ${reach}`, `Give \`--length\` of at least ${reach}, or smaller kernels.`);
  }
  if (problems.length > 0) throw new SnncError("input", problems);
}
