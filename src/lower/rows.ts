/**
 * Shared rows: words are input lines only in the encoder; lines are rows, and words share them. Frequent words keep a
 * row of their own, the others share one by weighted k-means, down to as many rows as the target has input axons for.
 *
 * Distances are those between the words' pre-multiplied rows (each filter in units of its threshold) and class rows.
 * A row is linear in the embedding e, so |row difference|^2 = d^T G d with the Gram matrix G of kernels and d the
 * difference of embeddings; with G = L L^T (Cholesky) it is the ordinary distance between L^T e.
 */
import type { Graph } from "../graph/graph.js";
import { inputError } from "../util/diagnostics.js";
import { createRandom, type Random } from "../util/random.js";
import { recogniseWordNetwork, type WordNetwork } from "./textnetwork.js";

export interface ShareOptions {
  /** Occurrences of each token in the training texts, [vocabularySize]. */
  readonly counts: Uint32Array;
  /** Rows that may remain. */
  readonly maxRows: number;
  /** Most frequent tokens that keep a row of their own; less than maxRows. */
  readonly ownRows: number;
  readonly seed: number;
}

/** Row of every token, 0 .. rows - 1; rows are numbered in the order of their most frequent token. */
export interface SharedRows {
  readonly rowOf: Uint32Array;
  readonly rows: number;
}

/**
 * Chooses which tokens of a text classifier's word port share a row. The identity if there are no more tokens than
 * rows. Deterministic by seed.
 */
export function chooseSharedRows(graph: Graph, options: ShareOptions): SharedRows {
  const network = recogniseWordNetwork(graph);
  const tokens = network.embedding.vocabularySize;
  if (options.ownRows >= options.maxRows || options.maxRows < 1) {
    throw inputError("share-rows-count", `${options.ownRows} own rows of ${options.maxRows} leave none to share`, {
      hint: "Lower `--own-rows` or raise `--rows`.",
    });
  }
  const byCount = Uint32Array.from({ length: tokens }, (_, token) => token).sort((a, b) => options.counts[b] - options.counts[a] || a - b);
  if (tokens <= options.maxRows) return numberRows(byCount, byCount.slice(), tokens);

  const points = rowSpace(network);
  const dimensions = points.length / tokens;
  const weights = Float64Array.from(options.counts, (count) => Math.max(count, 0.5) ** 0.75);
  const shared = byCount.slice(options.ownRows);
  const clusterOf = clusterInTwoLevels(points, dimensions, weights, shared, options.maxRows - options.ownRows, createRandom(options.seed));
  const groupOf = new Uint32Array(tokens);
  byCount.subarray(0, options.ownRows).forEach((token, row) => {
    groupOf[token] = row;
  });
  shared.forEach((token, i) => {
    groupOf[token] = options.ownRows + clusterOf[i];
  });
  return numberRows(byCount, groupOf, options.maxRows);
}

/** Renumbers groups by first appearance in `order`; empty groups vanish. */
function numberRows(order: Uint32Array, groupOf: Uint32Array, groups: number): SharedRows {
  const rowOfGroup = new Int32Array(groups).fill(-1);
  const rowOf = new Uint32Array(order.length);
  let rows = 0;
  for (const token of order) {
    const group = groupOf[token];
    if (rowOfGroup[group] < 0) rowOfGroup[group] = rows++;
    rowOf[token] = rowOfGroup[group];
  }
  return { rowOf, rows };
}

/** Every token as a point whose Euclidean distances are the distances of its rows, [tokens x dimensions]. */
function rowSpace(network: WordNetwork): Float32Array {
  const { dimensions, vocabularySize, weight } = network.embedding;
  const gram = new Float64Array(dimensions * dimensions);
  for (const { convolution, thresholds } of network.branches) {
    const { kernel, outChannels } = convolution;
    for (let f = 0; f < outChannels; f++) {
      const scale = 1 / Math.max(thresholds[f] - (convolution.bias?.[f] ?? 0), 1e-3) ** 2;
      for (let j = 0; j < kernel; j++) {
        for (let a = 0; a < dimensions; a++) {
          const wa = scale * convolution.weight[(f * dimensions + a) * kernel + j];
          for (let b = 0; b <= a; b++) gram[a * dimensions + b] += wa * convolution.weight[(f * dimensions + b) * kernel + j];
        }
      }
    }
  }
  const lower = cholesky(gram, dimensions);
  const wide = network.wide.filter((branch) => branch.port === network.words);
  const width = dimensions + wide.reduce((sum, branch) => sum + branch.embedding.dimensions, 0);
  const points = new Float32Array(vocabularySize * width);
  for (let w = 0; w < vocabularySize; w++) {
    for (let column = 0; column < dimensions; column++) {
      let sum = 0;
      for (let d = column; d < dimensions; d++) sum += lower[d * dimensions + column] * weight[w * dimensions + d];
      points[w * width + column] = sum;
    }
  }
  let offset = dimensions;
  const spread = rootMeanSquare(points) * Math.sqrt(width);
  for (const { embedding } of wide) {
    // The class rows count as much as the hidden rows do in all.
    const factor = spread / Math.max(rootMeanSquare(embedding.weight) * Math.sqrt(embedding.dimensions), 1e-9);
    for (let w = 0; w < vocabularySize; w++) {
      for (let c = 0; c < embedding.dimensions; c++) {
        points[w * width + offset + c] = factor * embedding.weight[w * embedding.dimensions + c];
      }
    }
    offset += embedding.dimensions;
  }
  return points;
}

function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / Math.max(values.length, 1));
}

/** Lower triangular L with L L^T = the symmetric matrix (its lower triangle is read) plus a small ridge. */
function cholesky(matrix: Float64Array, n: number): Float64Array {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += matrix[i * n + i];
  const ridge = (1e-6 * trace) / n + 1e-12;
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
      lower[i * n + j] = i === j ? Math.sqrt(Math.max(sum, ridge)) : sum / lower[j * n + j];
    }
  }
  return lower;
}

/**
 * k-means in two levels: sqrt(clusters) coarse clusters, then each split into a share of the clusters in proportion to
 * its distortion. Costs tokens x sqrt(clusters) distances a round instead of tokens x clusters.
 */
function clusterInTwoLevels(
  points: Float32Array,
  dimensions: number,
  weights: Float64Array,
  tokens: Uint32Array,
  clusters: number,
  random: Random,
): Uint32Array {
  const coarse = kMeans(points, dimensions, weights, tokens, Math.max(1, Math.round(Math.sqrt(clusters))), random);
  const members: number[][] = Array.from({ length: coarse.clusters }, () => []);
  coarse.clusterOf.forEach((cluster, i) => {
    members[cluster].push(i);
  });
  const total = coarse.distortion.reduce((sum, distortion) => sum + distortion, 0);
  const shares = apportion(
    coarse.distortion.map((distortion) => (total > 0 ? distortion / total : 1 / coarse.clusters)),
    members.map((list) => list.length),
    clusters,
  );
  const clusterOf = new Uint32Array(tokens.length);
  let first = 0;
  members.forEach((list, cluster) => {
    const fine = kMeans(
      points,
      dimensions,
      weights,
      Uint32Array.from(list, (i) => tokens[i]),
      shares[cluster],
      random,
    );
    list.forEach((i, at) => {
      clusterOf[i] = first + fine.clusterOf[at];
    });
    first += shares[cluster];
  });
  return clusterOf;
}

/** Splits `total` into whole parts >= 1 close to the shares, none above its limit. */
function apportion(shares: Float64Array, limits: readonly number[], total: number): number[] {
  const parts = limits.map((limit) => Math.min(1, limit));
  let left = total - parts.reduce((sum, part) => sum + part, 0);
  while (left > 0) {
    let best = -1;
    for (let i = 0; i < parts.length; i++) {
      if (parts[i] < limits[i] && (best < 0 || shares[i] / parts[i] > shares[best] / parts[best])) best = i;
    }
    if (best < 0) break;
    parts[best]++;
    left--;
  }
  return parts;
}

const ROUNDS = 8;

/** Weighted k-means (Lloyd), seeded by distinct random tokens; returns at most `clusters` clusters, some possibly empty. */
function kMeans(
  points: Float32Array,
  dimensions: number,
  weights: Float64Array,
  tokens: Uint32Array,
  clusters: number,
  random: Random,
): { clusterOf: Uint32Array; clusters: number; distortion: Float64Array } {
  const k = Math.min(clusters, tokens.length);
  const centres = new Float32Array(k * dimensions);
  random
    .shuffle(Uint32Array.from(tokens))
    .subarray(0, k)
    .forEach((token, cluster) => {
      centres.set(points.subarray(token * dimensions, (token + 1) * dimensions), cluster * dimensions);
    });
  const clusterOf = new Uint32Array(tokens.length);
  const distortion = new Float64Array(k);
  for (let round = 0; round < ROUNDS; round++) {
    distortion.fill(0);
    for (let i = 0; i < tokens.length; i++) {
      const { cluster, distance } = nearest(points, tokens[i] * dimensions, centres, k, dimensions);
      clusterOf[i] = cluster;
      distortion[cluster] += weights[tokens[i]] * distance;
    }
    moveCentres(points, dimensions, weights, tokens, clusterOf, centres, k);
  }
  return { clusterOf, clusters: k, distortion };
}

function nearest(points: Float32Array, at: number, centres: Float32Array, k: number, dimensions: number): { cluster: number; distance: number } {
  let cluster = 0;
  let distance = Number.POSITIVE_INFINITY;
  for (let c = 0; c < k; c++) {
    const base = c * dimensions;
    let sum = 0;
    for (let d = 0; d < dimensions && sum < distance; d++) {
      const difference = points[at + d] - centres[base + d];
      sum += difference * difference;
    }
    if (sum < distance) {
      distance = sum;
      cluster = c;
    }
  }
  return { cluster, distance };
}

/** Each centre to the weighted mean of its tokens; an empty one stays. */
function moveCentres(
  points: Float32Array,
  dimensions: number,
  weights: Float64Array,
  tokens: Uint32Array,
  clusterOf: Uint32Array,
  centres: Float32Array,
  k: number,
): void {
  const sums = new Float64Array(k * dimensions);
  const totals = new Float64Array(k);
  for (let i = 0; i < tokens.length; i++) {
    const weight = weights[tokens[i]];
    const cluster = clusterOf[i];
    totals[cluster] += weight;
    for (let d = 0; d < dimensions; d++) sums[cluster * dimensions + d] += weight * points[tokens[i] * dimensions + d];
  }
  for (let c = 0; c < k; c++) {
    if (totals[c] === 0) continue;
    for (let d = 0; d < dimensions; d++) centres[c * dimensions + d] = sums[c * dimensions + d] / totals[c];
  }
}
