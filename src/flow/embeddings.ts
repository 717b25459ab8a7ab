/** Word vectors from a file that the user names: GloVe or word2vec text, the binary cache, or what was fetched. */

import type { Vocabulary } from "../text/types.js";
import { decodeWordVectors, isWordVectorCache, parseWordVectors, vectorsFor } from "../text/vectors.js";
import { readUserFile } from "../tools/files.js";
import { createRandom } from "../util/random.js";
import { fetchedEmbeddings } from "./fetch.js";

/** Deviation of the random rows of words that the file does not have, as learning starts its own. */
const MISSING_DEVIATION = 0.1;

/** A start for the embedding, [vocabulary x dimensions]: the file's vectors, small random ones for words it lacks. */
export function wordVectors(source: string, vocabulary: Vocabulary, seed: number): { readonly dimensions: number; readonly vectors: Float32Array } {
  const path = source === "fetched" ? fetchedEmbeddings() : source;
  const bytes = readUserFile(path);
  const file = isWordVectorCache(bytes) ? decodeWordVectors(bytes, path) : parseWordVectors([bytes], path);
  const { vectors, isFound } = vectorsFor(vocabulary, file);
  const random = createRandom(seed);
  const { dimensions } = file;
  vocabulary.words.forEach((_, word) => {
    if (isFound[word]) return;
    for (let d = 0; d < dimensions; d++) vectors[word * dimensions + d] = MISSING_DEVIATION * random.normal();
  });
  return { dimensions, vectors };
}
