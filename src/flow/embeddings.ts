/** Word vectors from a file that the user names: GloVe or word2vec text, the binary cache, or what was fetched. */

import { type FixedVectors, vectorStatistics } from "../learn/rate-input.js";
import { decodeUtf8 } from "../text/table.js";
import type { Vocabulary, WordVectors } from "../text/types.js";
import { decodeWordVectors, isWordVectorCache, parseWordVectors, rawWordVectors, vectorsFor } from "../text/vectors.js";
import { readUserFile } from "../tools/files.js";
import type { Diagnostic } from "../util/diagnostics.js";
import { createRandom } from "../util/random.js";
import { fetchedEmbeddings } from "./fetch.js";

/** Deviation of the random rows of words that the file does not have, as learning starts its own. */
const MISSING_DEVIATION = 0.1;

export interface StartVectors {
  readonly dimensions: number;
  /** [vocabulary x dimensions]. */
  readonly vectors: Float32Array;
  /** Told where the file knows hardly a word. */
  readonly warnings: readonly Diagnostic[];
}

/** Below this share of known words a file is hardly meant for the texts. */
const FEW_KNOWN = 0.1;

/** A start for the embedding: the file's vectors, small random ones for words it lacks. */
export function wordVectors(source: string, vocabulary: Vocabulary, seed: number): StartVectors {
  const path = pathOf(source);
  const file = readWordVectors(path);
  const { vectors, isFound, found } = vectorsFor(vocabulary, file);
  const random = createRandom(seed);
  const { dimensions } = file;
  vocabulary.words.forEach((_, word) => {
    if (isFound[word]) return;
    for (let d = 0; d < dimensions; d++) vectors[word * dimensions + d] = MISSING_DEVIATION * random.normal();
  });
  return { dimensions, vectors, warnings: strangeVectors(path, found, vocabulary.words.length - 1, "starts from random") };
}

function strangeVectors(path: string, found: number, words: number, rest: string): readonly Diagnostic[] {
  if (found >= FEW_KNOWN * words) return [];
  return [
    {
      code: "vectors-few-words",
      message: `${found === 0 ? "none" : found} of the ${words} words of the texts has a vector in the file, so the rest ${rest}`,
      where: path,
      hint: "Word vectors must be of the texts' language, and in lower case.",
    },
  ];
}

/** The first words of the file (the most frequent ones, in files of the usual order) that the vocabulary does not have, at most `most`. */
export function unseenVectors(
  source: string,
  vocabulary: Pick<Vocabulary, "words">,
  most: number,
): { readonly words: readonly string[]; readonly vectors: Float32Array } {
  const { words, vectors, dimensions } = readWordVectors(pathOf(source));
  const known = new Set(vocabulary.words);
  const rows = [...words.keys()].filter((row) => !known.has(words[row])).slice(0, most);
  const chosen = new Float32Array(rows.length * dimensions);
  rows.forEach((row, i) => {
    chosen.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions);
  });
  return { words: rows.map((row) => words[row]), vectors: chosen };
}

function pathOf(source: string): string {
  return source === "fetched" ? fetchedEmbeddings() : source;
}

/**
 * A user's file of word vectors: GloVe or word2vec text, the binary cache, or raw little-endian floats `NAME.f32` whose words
 * stand one a line in `NAME.words.txt`.
 */
function readWordVectors(path: string): WordVectors {
  const bytes = readUserFile(path);
  if (path.endsWith(RAW)) return rawWordVectors(bytes, path, decodeUtf8(readUserFile(wordsBeside(path)), wordsBeside(path)));
  return isWordVectorCache(bytes) ? decodeWordVectors(bytes, path) : parseWordVectors([bytes], path);
}

const RAW = ".f32";

function wordsBeside(path: string): string {
  return `${path.slice(0, -RAW.length)}.words.txt`;
}

/**
 * Vectors that stay as they are: the file's, zero for words it lacks, with the statistics of the whole file; random ones by
 * seed for every word where no file is named.
 */
export function fixedVectors(
  source: string | undefined,
  vocabulary: Vocabulary,
  seed: number,
): FixedVectors & { readonly isFound: Uint8Array; readonly warnings: readonly Diagnostic[] } {
  if (source !== undefined) {
    const path = pathOf(source);
    const file = readWordVectors(path);
    const { vectors, isFound, found } = vectorsFor(vocabulary, file);
    const warnings = strangeVectors(path, found, vocabulary.words.length - 1, "fires at about 1/2");
    return { dimensions: file.dimensions, statistics: vectorStatistics(file.vectors, source), vectors, isFound, warnings };
  }
  const random = createRandom(seed);
  const words = vocabulary.words.length;
  const vectors = Float32Array.from({ length: words * RANDOM_DIMENSIONS }, (_, i) => (i < RANDOM_DIMENSIONS ? 0 : random.normal()));
  const isFound = new Uint8Array(words).fill(1, 1);
  return { dimensions: RANDOM_DIMENSIONS, vectors, statistics: { mean: 0, deviation: 1 }, isFound, warnings: [] };
}

/** Elements of random vectors. */
const RANDOM_DIMENSIONS = 100;
