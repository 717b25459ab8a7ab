/**
 * Texts -> the matrix whose rows are windows, so that every convolution of a batch, over all positions and all timesteps,
 * is one matrix product. Only windows that begin at a word get a row: the others see zeros and never fire.
 *
 *     row of (timestep t, text n, position p) = t rows + rowStart[n] + p;  its columns: words p .. p + largest kernel - 1
 */
import type { TokenizedTexts } from "../text/types.js";
import { drawSpikes, trainRandom } from "../util/bernoulli.js";
import { type RateNetworkShape, rateFilters, rateReach } from "./rate-network.js";

/** Where the windows of a batch lie. */
export interface WindowRows {
  readonly texts: number;
  /** Rows of text n in one timestep: rowStart[n] .. rowStart[n + 1]. */
  readonly rowStart: Uint32Array;
  readonly rows: number;
  /** Filters that have a window at each row, [rows]: all, but fewer near the end of the longest texts. */
  readonly filters: Uint32Array;
  /** Word ids of text n, cut: ids[wordStart[n] .. wordStart[n + 1]). */
  readonly wordStart: Uint32Array;
  readonly ids: Uint32Array;
}

/** Cuts the chosen texts to the network's length and lays out their windows. */
export function windowRows(shape: RateNetworkShape, texts: Pick<TokenizedTexts, "start" | "ids">, chosen: ArrayLike<number>): WindowRows {
  const { length, kernels } = shape;
  const count = chosen.length;
  const rowStart = new Uint32Array(count + 1);
  const wordStart = new Uint32Array(count + 1);
  const positions = length - (kernels[0] ?? 0) + 1;
  for (let n = 0; n < count; n++) {
    const words = Math.min(length, texts.start[chosen[n] + 1] - texts.start[chosen[n]]);
    wordStart[n + 1] = wordStart[n] + words;
    rowStart[n + 1] = rowStart[n] + Math.min(words, positions);
  }
  const ids = new Uint32Array(wordStart[count]);
  const filters = new Uint32Array(rowStart[count]);
  const all = rateFilters(shape);
  for (let n = 0; n < count; n++) {
    const from = texts.start[chosen[n]];
    ids.set(texts.ids.subarray(from, from + wordStart[n + 1] - wordStart[n]), wordStart[n]);
    for (let row = rowStart[n]; row < rowStart[n + 1]; row++) {
      const room = length - (row - rowStart[n]);
      filters[row] = room >= rateReach(shape) ? all : kernels.filter((kernel) => kernel <= room).length * shape.filters;
    }
  }
  return { texts: count, rowStart, rows: rowStart[count], filters, wordStart, ids };
}

/** [rows, largest kernel x dimensions] of the words' own probabilities: what the analogue network reads. */
export function valueWindows(shape: RateNetworkShape, layout: WindowRows, probabilities: Float32Array): Float32Array {
  const columns = rateReach(shape) * shape.dimensions;
  const windows = new Float32Array(layout.rows * columns);
  for (let n = 0; n < layout.texts; n++) {
    const text = paddedText(shape);
    text.set(wordsOf(shape, layout, n, probabilities));
    copyWindows(shape, layout, n, 0, text, windows);
  }
  return windows;
}

/** Windows of drawn spikes, and how many spikes each word's neurons fired. */
export interface SpikeWindows {
  /** [timesteps x rows, largest kernel x dimensions]; memory of the drawer, valid until its next draw. */
  readonly windows: Float32Array;
  /** [words of the batch], over all timesteps. */
  readonly spikesOfWord: Uint32Array;
}

/** A drawer that reuses its memory: the windows of a batch are the largest array of a step. */
export function spikeDrawer(
  shape: RateNetworkShape,
  probabilities: Float32Array,
  timesteps: number,
): (layout: WindowRows, seed: number, numberOf: (text: number) => number) => SpikeWindows {
  const { dimensions } = shape;
  const columns = rateReach(shape) * dimensions;
  let memory = new Float32Array(0);
  const text = paddedText(shape);
  return (layout, seed, numberOf) => {
    const needed = timesteps * layout.rows * columns;
    if (memory.length < needed) memory = new Float32Array(needed);
    const windows = memory.subarray(0, needed);
    const spikesOfWord = new Uint32Array(layout.ids.length);
    for (let n = 0; n < layout.texts; n++) {
      const random = trainRandom(seed, numberOf(n));
      const words = layout.wordStart[n + 1] - layout.wordStart[n];
      text.fill(0);
      for (let t = 0; t < timesteps; t++) {
        for (let word = 0; word < words; word++) {
          const row = layout.ids[layout.wordStart[n] + word] * dimensions;
          spikesOfWord[layout.wordStart[n] + word] += drawSpikes(random, probabilities.subarray(row, row + dimensions), text, word * dimensions);
        }
        copyWindows(shape, layout, n, t, text, windows);
      }
    }
    return { windows, spikesOfWord };
  };
}

/** Room for a text and the zeros that its last windows reach. */
function paddedText({ length, dimensions, kernels }: RateNetworkShape): Float32Array {
  return new Float32Array((length + rateReach({ kernels })) * dimensions);
}

function wordsOf({ dimensions }: RateNetworkShape, layout: WindowRows, n: number, probabilities: Float32Array): Float32Array {
  const words = layout.ids.subarray(layout.wordStart[n], layout.wordStart[n + 1]);
  const values = new Float32Array(words.length * dimensions);
  words.forEach((id, word) => {
    values.set(probabilities.subarray(id * dimensions, (id + 1) * dimensions), word * dimensions);
  });
  return values;
}

/** A window's words are neighbours in memory. */
function copyWindows(shape: RateNetworkShape, layout: WindowRows, n: number, t: number, text: Float32Array, into: Float32Array): void {
  const { dimensions } = shape;
  const columns = rateReach(shape) * dimensions;
  const first = layout.rowStart[n];
  for (let row = first; row < layout.rowStart[n + 1]; row++) {
    const from = (row - first) * dimensions;
    into.set(text.subarray(from, from + columns), (t * layout.rows + row) * columns);
  }
}
