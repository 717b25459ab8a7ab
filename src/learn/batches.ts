/** Texts -> batches of similar length, so that little is padded; every draw comes from the seed. */
import type { TokenizedTexts } from "../text/types.js";
import type { Random } from "../util/random.js";

/** Marks a position behind the end of a text. */
export const PADDING = 0xffffffff;

/** Texts side by side, padded on the right to the longest. */
export interface Batch {
  /** Number of each text in the data set, [size]. */
  readonly texts: Uint32Array;
  readonly size: number;
  /** Positions per text. */
  readonly length: number;
  /** Word ids or PADDING, [size, length]. */
  readonly words: Uint32Array;
  /** Words of each text, [size]. */
  readonly lengths: Uint32Array;
  readonly labels: Uint16Array;
}

/**
 * Numbers of the texts of each batch of one epoch: texts of equal length in random order, cut into batches, the
 * batches in random order. Texts without words teach nothing and are left out.
 */
export function epochBatches(texts: TokenizedTexts, batchSize: number, random: Random): readonly Uint32Array[] {
  const lengthOf = (text: number): number => texts.start[text + 1] - texts.start[text];
  const order = Uint32Array.from({ length: texts.start.length - 1 }, (_, text) => text).filter((text) => lengthOf(text) > 0);
  random.shuffle(order);
  // The sort is stable: texts of one length stay in random order.
  order.sort((a, b) => lengthOf(a) - lengthOf(b));
  const batches: Uint32Array[] = [];
  // A random first cut, so that the same lengths do not always meet the same neighbours.
  let end = 1 + random.integer(batchSize);
  for (let start = 0; start < order.length; start = end, end += batchSize) batches.push(order.subarray(start, Math.min(end, order.length)));
  return random.shuffle(batches);
}

/** Gathers texts into a batch; each word becomes the unknown word 0 with probability `wordDropout`. */
export function makeBatch(texts: TokenizedTexts, chosen: Uint32Array, wordDropout: number, random: Random): Batch {
  const size = chosen.length;
  const lengths = Uint32Array.from(chosen, (text) => texts.start[text + 1] - texts.start[text]);
  const length = lengths.reduce((most, words) => Math.max(most, words), 1);
  const words = new Uint32Array(size * length).fill(PADDING);
  chosen.forEach((text, i) => {
    for (let p = 0; p < lengths[i]; p++) {
      words[i * length + p] = wordDropout > 0 && random.uniform() < wordDropout ? 0 : texts.ids[texts.start[text] + p];
    }
  });
  return { texts: chosen, size, length, words, lengths, labels: Uint16Array.from(chosen, (text) => texts.labels[text]) };
}

/** A batch's words, each once. */
export interface DistinctWords {
  /** In the order of their first appearance. */
  readonly words: Uint32Array;
  /** Number of the word at each position, PADDING behind the end of a text; [size, length]. */
  readonly rowAt: Uint32Array;
}

/** Finds the different words of a batch. Reused from batch to batch. */
export function createDistinctWords(vocabularySize: number): (batch: Batch) => DistinctWords {
  const rowOf = new Int32Array(vocabularySize).fill(-1);
  return ({ words }) => {
    const rowAt = new Uint32Array(words.length).fill(PADDING);
    const different = new Uint32Array(words.length);
    let rows = 0;
    for (let position = 0; position < words.length; position++) {
      const word = words[position];
      if (word === PADDING) continue;
      if (rowOf[word] < 0) {
        rowOf[word] = rows;
        different[rows++] = word;
      }
      rowAt[position] = rowOf[word];
    }
    const found = different.slice(0, rows);
    for (const word of found) rowOf[word] = -1;
    return { words: found, rowAt };
  };
}
