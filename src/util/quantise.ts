/**
 * Float to integer: per-neuron scales for spiking neurons (a positive factor on all weights and the threshold of a
 * neuron changes nothing), one common scale for the class sums, whose comparison it must not change.
 */
import { clamp, roundHalfAway } from "./fixed.js";

/** Integer mantissas with value = mantissa * 2^exponent * scale. */
export interface Quantised {
  readonly weights: Int8Array;
  readonly exponent: number;
}

/** Largest mantissa of a width: symmetric, so that negation is exact. 1 bit holds -1 and 0 and has no positive one. */
export function largestMantissa(bits: number): number {
  return 2 ** (bits - 1) - 1;
}

/**
 * Scale per neuron of tables of rows [n x (offsets * neurons)]: the largest |weight| of the neuron over all tables, rows and
 * offsets, times `clip` (0..1: larger ones saturate), mapped to the largest mantissa. A neuron without weights gets scale 1.
 */
export function neuronScales(tables: readonly Float32Array[], neurons: number, bits: number, clip: number): Float64Array {
  const scales = new Float64Array(neurons);
  for (const rows of tables) {
    for (let i = 0; i < rows.length; i++) {
      const neuron = i % neurons;
      const size = Math.abs(rows[i]);
      if (size > scales[neuron]) scales[neuron] = size;
    }
  }
  return scales.map((largest) => (largest === 0 ? 1 : (largest * clip) / largestMantissa(bits)));
}

/** Rounds rows to mantissas under a scale per neuron (neuron = column mod scales.length). */
export function quantiseByNeuron(rows: Float32Array, scales: Float64Array, bits: number): Int8Array {
  const limit = largestMantissa(bits);
  const mantissas = new Int8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    mantissas[i] = clamp(roundHalfAway(rows[i] / scales[i % scales.length]), -limit, limit);
  }
  return mantissas;
}

/** One step for everything that adds to the class sums: the largest weight of the tables, clipped, at the largest mantissa. */
export function classStep(tables: readonly Float32Array[], bits: number, clip: number): number {
  let largest = 0;
  for (const table of tables) for (const weight of table) largest = Math.max(largest, Math.abs(weight));
  return largest === 0 ? 1 : (largest * clip) / largestMantissa(bits);
}

/**
 * Rounds weights to mantissas under one scale; where they are too large, the smallest exponent is taken under which
 * only the weights beyond the `clip` share (0..1) of the largest saturate.
 */
export function quantiseWithExponent(weights: Float32Array, scale: number, bits: number, clip: number): Quantised {
  const limit = largestMantissa(bits);
  const exponent = exponentFor(weights, scale, bits, clip);
  const step = scale * 2 ** exponent;
  return { weights: Int8Array.from(weights, (weight) => clamp(roundHalfAway(weight / step), -limit, limit)), exponent };
}

/** The smallest exponent under which only the weights beyond the `clip` share of the largest saturate. */
export function exponentFor(weights: Float32Array, scale: number, bits: number, clip: number): number {
  const limit = largestMantissa(bits);
  const largest = (clip * weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)) / scale;
  let exponent = 0;
  while (exponent < 15 && roundHalfAway(largest / 2 ** exponent) > limit) exponent++;
  return exponent;
}

/**
 * Integer threshold of a neuron that spikes if current + bias > threshold (floats, strictly): with integer currents
 * m = current / scale, m > (threshold - bias) / scale is m > floor of it. The bias is folded in.
 */
export function integerThreshold(threshold: number, bias: number, scale: number): number {
  return Math.floor((threshold - bias) / scale);
}
