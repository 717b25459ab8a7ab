/** Hashed pairs on fewer rows: a hash of fewer bits is the low end of the longer one, so it is known which rows fall together. */
import type { TokenizedTexts } from "../text/types.js";
import { bigramHash } from "../util/bigram-hash.js";
import type { TextCnn } from "./textcnn.js";

/**
 * The model with its pairs on 2^hashBits rows; itself where it has no more. A row is the mean of those that fall together, weighted by
 * how often the texts have their pairs: the least squared error.
 */
export function foldBigrams(model: TextCnn, hashBits: number, { start, ids }: Pick<TokenizedTexts, "start" | "ids">): TextCnn {
  const { bigrams, classes } = model;
  if (bigrams === undefined || bigrams.hashBits <= hashBits) return model;
  const counts = new Uint32Array(2 ** bigrams.hashBits);
  for (let text = 0; text + 1 < start.length; text++) {
    for (let at = start[text] + 1; at < start[text + 1]; at++) counts[bigramHash(ids[at - 1], ids[at], bigrams.hashBits)]++;
  }
  const rows = 2 ** hashBits;
  const totals = new Uint32Array(rows);
  counts.forEach((count, row) => {
    totals[row % rows] += count;
  });
  const weight = new Float32Array(rows * classes);
  bigrams.weight.forEach((value, at) => {
    const row = Math.floor(at / classes);
    if (counts[row] > 0) weight[at % weight.length] += (value * counts[row]) / totals[row % rows];
  });
  return { ...model, bigrams: { hashBits, weight } };
}
