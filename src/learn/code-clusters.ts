/**
 * Weighted k-means for the word code: seeded by D^2 sampling (Arthur and Vassilvitskii 2007), then Lloyd's rounds. With as many
 * clusters as there are different points, every point is a centre.
 */
import type { Random } from "../util/random.js";

/** Points that lie in a larger table: point i is table[starts[i] .. starts[i] + columns). */
export interface Points {
  readonly table: Float32Array;
  readonly starts: Uint32Array;
  readonly columns: number;
  /** > 0, one a point. */
  readonly weights: Float64Array;
}

export interface Clusters {
  /** [count, columns]; at most as many as were asked for, none without a point. */
  readonly centres: Float32Array;
  readonly count: number;
  readonly clusterOf: Uint32Array;
}

/** At most `most` clusters of the points. Deterministic by `random`. */
export function cluster(points: Points, most: number, rounds: number, random: Random): Clusters {
  const { starts, columns } = points;
  const seeds = chooseSeeds(points, most, random);
  const centres = new Float32Array(seeds.length * columns);
  seeds.forEach((point, c) => {
    centres.set(points.table.subarray(starts[point], starts[point] + columns), c * columns);
  });
  return refine(points, centres, rounds);
}

/** Lloyd's rounds from given centres; centres that lose all their points are left out in the end. */
export function refine(points: Points, start: Float32Array, rounds: number): Clusters {
  const { table, starts, columns } = points;
  const centres = start.slice();
  const count = centres.length / columns;
  const clusterOf = new Uint32Array(starts.length);
  for (let round = 0; round <= rounds; round++) {
    let moved = 0;
    for (let i = 0; i < starts.length; i++) {
      // The last round's cluster first: its distance rules most others out early.
      const nearest = nearestCentre(table, starts[i], centres, count, columns, clusterOf[i]);
      if (nearest !== clusterOf[i]) moved++;
      clusterOf[i] = nearest;
    }
    if (round > 0 && moved === 0) break;
    if (round < rounds) moveCentres(points, clusterOf, centres, count);
  }
  return withoutEmpty(clusterOf, centres, count, columns);
}

/** Centre nearest to table[at ..]; `first` is tried first, ties go to it and then to the lowest. */
export function nearestCentre(table: Float32Array, at: number, centres: Float32Array, count: number, columns: number, first = 0): number {
  let nearest = first;
  let least = distance(table, at, centres, first * columns, columns, Number.POSITIVE_INFINITY);
  for (let c = 0; c < count && least > 0; c++) {
    const found = distance(table, at, centres, c * columns, columns, least);
    if (found < least) [nearest, least] = [c, found];
  }
  return nearest;
}

/** Squared distance; stops early once it is at least `most`. */
export function distance(a: Float32Array, aStart: number, b: Float32Array, bStart: number, columns: number, most: number): number {
  let sum = 0;
  for (let c = 0; c < columns && sum < most; c++) {
    const difference = a[aStart + c] - b[bStart + c];
    sum += difference * difference;
  }
  return sum;
}

/** Points drawn one after the other with a chance of weight x squared distance to the nearest one drawn before. */
function chooseSeeds({ table, starts, columns, weights }: Points, most: number, random: Random): readonly number[] {
  const squares = new Float64Array(starts.length).fill(Number.POSITIVE_INFINITY);
  const seeds: number[] = [];
  let point = draw(weights, random);
  while (seeds.length < Math.min(most, starts.length)) {
    seeds.push(point);
    const chances = new Float64Array(starts.length);
    let total = 0;
    for (let i = 0; i < starts.length; i++) {
      squares[i] = Math.min(squares[i], distance(table, starts[i], table, starts[point], columns, squares[i]));
      chances[i] = weights[i] * squares[i];
      total += chances[i];
    }
    if (total === 0) break;
    point = draw(chances, random);
  }
  return seeds;
}

/** An index with a chance in proportion to its value; values of 0 are never drawn where any is larger. */
function draw(chances: Float64Array, random: Random): number {
  let left = random.uniform() * chances.reduce((sum, chance) => sum + chance, 0);
  let last = 0;
  for (let i = 0; i < chances.length; i++) {
    if (chances[i] === 0) continue;
    last = i;
    left -= chances[i];
    if (left < 0) break;
  }
  return last;
}

/** Each centre to the weighted mean of its points; one without points stays. */
function moveCentres({ table, starts, columns, weights }: Points, clusterOf: Uint32Array, centres: Float32Array, count: number): void {
  const sums = new Float64Array(count * columns);
  const totals = new Float64Array(count);
  for (let i = 0; i < starts.length; i++) {
    const to = clusterOf[i] * columns;
    totals[clusterOf[i]] += weights[i];
    for (let c = 0; c < columns; c++) sums[to + c] += weights[i] * table[starts[i] + c];
  }
  for (let at = 0; at < sums.length; at++) {
    const total = totals[Math.floor(at / columns)];
    if (total > 0) centres[at] = sums[at] / total;
  }
}

function withoutEmpty(clusterOf: Uint32Array, centres: Float32Array, count: number, columns: number): Clusters {
  const newIndex = new Int32Array(count).fill(-1);
  const kept: number[] = [];
  const isUsed = new Uint8Array(count);
  for (const c of clusterOf) isUsed[c] = 1;
  for (let c = 0; c < count; c++) if (isUsed[c] === 1) newIndex[c] = kept.push(c) - 1;
  const remaining = new Float32Array(kept.length * columns);
  kept.forEach((c, i) => {
    remaining.set(centres.subarray(c * columns, (c + 1) * columns), i * columns);
  });
  return { centres: remaining, count: kept.length, clusterOf: clusterOf.map((c) => newIndex[c]) };
}
