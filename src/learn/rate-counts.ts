/** What a rate network costs: synaptic operations of its spikes, input layer included, and its analogue reading's products. */
import { type RateNetworkShape, rateFilters, rateOutputs } from "./rate-network.js";
import type { WindowRows } from "./rate-windows.js";

/**
 * Synapses of one element of the word at a position: one for each filter of each window that holds the word. A word near
 * either end of the network's length lies in fewer windows, and has so many synapses fewer.
 */
export function inputFanOut({ kernels, filters, length }: RateNetworkShape, position: number): number {
  let windows = 0;
  for (const kernel of kernels) windows += Math.max(0, Math.min(position, length - kernel) - Math.max(0, position - kernel + 1) + 1);
  return windows * filters;
}

/** Synaptic operations of each text, [texts]: input spikes and hidden spikes, each times its synapses. */
export function synapticOperations(shape: RateNetworkShape, layout: WindowRows, spikesOfWord: Uint32Array, hiddenSpikes: Uint32Array): Float64Array {
  return Float64Array.from({ length: layout.texts }, (_, n) => {
    let operations = hiddenSpikes[n] * rateOutputs(shape);
    for (let word = layout.wordStart[n]; word < layout.wordStart[n + 1]; word++) {
      operations += spikesOfWord[word] * inputFanOut(shape, word - layout.wordStart[n]);
    }
    return operations;
  });
}

/** Products of the analogue reading of a text of `words` words, those with padding left out; `length` words: the dense count. */
export function multiplyAccumulates(shape: RateNetworkShape, words: number = shape.length): number {
  let products = rateFilters(shape) * rateOutputs(shape);
  for (let position = 0; position < Math.min(words, shape.length); position++) products += shape.dimensions * inputFanOut(shape, position);
  return products;
}

/** Bytes of the weight tables at 8 bit. */
export function tableBytes({ kernels, dimensions, filters, ...shape }: RateNetworkShape): number {
  const words = kernels.reduce((sum, kernel) => sum + kernel, 0);
  return words * dimensions * filters + rateFilters({ kernels, filters }) * rateOutputs(shape);
}
