/**
 * AdamW for a rate network, in coordinates that suit positive inputs. Firing probabilities lie around 1/2, so that the
 * gradients of all weights of a filter at one offset point the same way, and AdamW, which gives every weight a step of the same length,
 * would move the filter's whole level in every step. So these weights step as their mean and their
 * deviations from it: w[d] = v[d] - mean(v) + c / D over a word's D elements d, with gradients dv[d] = dw[d] - mean(dw) and dc = mean(dw).
 * What the network computes is untouched.
 */
import { adamStep, createAdam } from "./adamw.js";
import type { RateGradients } from "./rate-ann.js";
import { maskWindows, type RateNetwork, rateFilters, rateReach } from "./rate-network.js";

export interface RateOptimiser {
  /** One step on the network's own arrays, in place. */
  step(gradients: RateGradients, step: { readonly learningRate: number; readonly weightDecay: number }): void;
}

/** The network belongs to the optimiser: its arrays change in place. */
export function rateOptimiser(network: RateNetwork): RateOptimiser {
  const { dimensions } = network;
  const levels = rateReach(network) * rateFilters(network);
  const deviations = network.windows.slice();
  const level = new Float32Array(levels);
  takeMeans(network, deviations, level);
  // The level's own unit: one step moves a word's current, at probabilities of 1/2, as far as a step of a single weight does.
  for (let i = 0; i < levels; i++) level[i] *= dimensions;
  const moments = { deviations: createAdam(deviations.length), level: createAdam(levels), output: createAdam(network.output.length) };
  const ofLevel = new Float32Array(levels);
  return {
    step: (gradients, step) => {
      maskWindows(network, gradients.windows);
      takeMeans(network, gradients.windows, ofLevel);
      adamStep(deviations, gradients.windows, moments.deviations, step);
      adamStep(level, ofLevel, moments.level, step);
      adamStep(network.output, gradients.output, moments.output, step);
      compose(network, deviations, level);
    },
  };
}

/** Subtracts from each word's elements their mean, and keeps the means, [offsets, filters]. */
function takeMeans(network: RateNetwork, values: Float32Array, means: Float32Array): void {
  const { dimensions } = network;
  const filters = rateFilters(network);
  means.fill(0);
  for (let row = 0; row < values.length / filters; row++) {
    const to = Math.floor(row / dimensions) * filters;
    for (let f = 0; f < filters; f++) means[to + f] += values[row * filters + f] / dimensions;
  }
  for (let row = 0; row < values.length / filters; row++) {
    const from = Math.floor(row / dimensions) * filters;
    for (let f = 0; f < filters; f++) values[row * filters + f] -= means[from + f];
  }
}

/** Deviations less their mean, plus the level's share: the weights. */
function compose(network: RateNetwork, deviations: Float32Array, level: Float32Array): void {
  const { dimensions, windows } = network;
  const filters = rateFilters(network);
  const means = new Float32Array(level.length);
  takeMeans(network, deviations, means);
  for (let row = 0; row < windows.length / filters; row++) {
    const from = Math.floor(row / dimensions) * filters;
    for (let f = 0; f < filters; f++) windows[row * filters + f] = deviations[row * filters + f] + level[from + f] / dimensions;
  }
  maskWindows(network, windows);
}
