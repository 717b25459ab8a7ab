/** Words as firing probabilities: the published method's positive embedding, from fixed word vectors. */
import { inputError } from "../util/diagnostics.js";

/** Mean and deviation of all components of a file of word vectors, as one population. */
export interface VectorStatistics {
  readonly mean: number;
  readonly deviation: number;
}

/** Fixed word vectors of a vocabulary; a word without one has the zero vector. */
export interface FixedVectors {
  readonly dimensions: number;
  /** [words, dimensions]. */
  readonly vectors: Float32Array;
  /** Of the whole file, not of the words chosen from it. */
  readonly statistics: VectorStatistics;
}

/** Deviations from the mean that are clipped. */
const CLIP = 3;

/** Throws SnncError (input) where the vectors are all the same number, or none. */
export function vectorStatistics(vectors: Float32Array, where: string): VectorStatistics {
  let sum = 0;
  for (const value of vectors) sum += value;
  const mean = sum / vectors.length;
  let squares = 0;
  for (const value of vectors) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / vectors.length);
  if (deviation > 0) return { mean, deviation };
  throw inputError("rate-vectors", "its numbers do not differ, so that they cannot be normalised", {
    where,
    hint: "Give a file of trained word vectors.",
  });
}

/** p = (clip((e - mean) / deviation, -3, 3) + 3) / 6, [words, dimensions]: a word without a vector gets about 1/2 throughout. */
export function positiveEmbedding({ vectors, statistics: { mean, deviation } }: FixedVectors): Float32Array {
  return vectors.map((value) => (Math.min(CLIP, Math.max(-CLIP, (value - mean) / deviation)) + CLIP) / (2 * CLIP));
}
