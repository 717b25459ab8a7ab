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

/** Points whose weights decide where centres lie: the heaviest, so many at least, and so many for each cluster. */
const DECIDING_POINTS = 4096;
const DECIDING_PER_CLUSTER = 16;
/** Rounds in which the others move the centres too. */
const ROUNDS_OF_ALL = 1;

/** At most `most` clusters: found among the heaviest points, then all points join their nearest. Deterministic by `random`. */
export function cluster(points: Points, most: number, rounds: number, random: Random): Clusters {
  const { starts, columns, weights } = points;
  const deciding = Math.max(DECIDING_POINTS, DECIDING_PER_CLUSTER * most);
  const heaviest = Uint32Array.from(starts, (_, i) => i)
    .sort((a, b) => weights[b] - weights[a] || a - b)
    .slice(0, deciding);
  const heavy: Points = { ...points, starts: heaviest.map((i) => starts[i]), weights: Float64Array.from(heaviest, (i) => weights[i]) };
  const { seeds, nearestSeed } = chooseSeeds(heavy, most, random);
  const centres = new Float32Array(seeds.length * columns);
  seeds.forEach((point, c) => {
    centres.set(points.table.subarray(heavy.starts[point], heavy.starts[point] + columns), c * columns);
  });
  const found = refine(heavy, centres, rounds, nearestSeed);
  const near = new Uint32Array(starts.length);
  heaviest.forEach((point, i) => {
    near[point] = found.clusterOf[i];
  });
  return refine(points, found.centres, ROUNDS_OF_ALL, near);
}

/** Lloyd's rounds from given centres; `near`: a centre for each point to begin with. Centres that lose all their points are left out in the end. */
export function refine(points: Points, start: Float32Array, rounds: number, near: Uint32Array = new Uint32Array(points.starts.length)): Clusters {
  const { table, starts, columns } = points;
  const centres = start.slice();
  const count = centres.length / columns;
  const clusterOf = near.slice();
  for (let round = 0; round <= rounds; round++) {
    const nearest = nearestCentres(centres, columns);
    let moved = 0;
    for (let i = 0; i < starts.length; i++) {
      const found = nearest(table, starts[i], clusterOf[i]);
      if (found === clusterOf[i]) continue;
      clusterOf[i] = found;
      moved++;
    }
    if (round > 0 && moved === 0) break;
    if (round < rounds) moveCentres(points, clusterOf, centres, count);
  }
  return withoutEmpty(clusterOf, centres, count, columns);
}

/**
 * A search for the centre nearest to table[at ..]; of equal ones, `near` or the first found. Centres are tried by their distance from `near`
 * until none can be nearer, because |x - c| >= |near - c| - |x - near| (Phillips 2002, "Acceleration of k-means").
 */
export function nearestCentres(centres: Float32Array, columns: number): (table: Float32Array, at: number, near: number) => number {
  const count = centres.length / columns;
  const gaps = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      gaps[a * count + b] = Math.sqrt(distance(centres, a * columns, centres, b * columns, columns, Number.POSITIVE_INFINITY));
      gaps[b * count + a] = gaps[a * count + b];
    }
  }
  const orders: (Uint32Array | undefined)[] = new Array(count).fill(undefined);
  const orderFrom = (near: number): Uint32Array =>
    Uint32Array.from({ length: count }, (_, c) => c).sort((a, b) => gaps[near * count + a] - gaps[near * count + b] || a - b);
  return (table, at, near) => {
    orders[near] ??= orderFrom(near);
    const order = orders[near];
    let nearest = near;
    let least = distance(table, at, centres, near * columns, columns, Number.POSITIVE_INFINITY);
    const reach = Math.sqrt(least);
    for (let i = 0; i < order.length; i++) {
      const gap = gaps[near * count + order[i]] - reach;
      if (gap > 0 && gap * gap >= least) break;
      const found = distance(table, at, centres, order[i] * columns, columns, least);
      if (found < least) [nearest, least] = [order[i], found];
    }
    return nearest;
  };
}

/** Squared distance; may stop early once it is at least `most`. */
export function distance(a: Float32Array, aStart: number, b: Float32Array, bStart: number, columns: number, most: number): number {
  let sum = 0;
  let c = 0;
  for (; c + 4 <= columns && sum < most; c += 4) {
    const d0 = a[aStart + c] - b[bStart + c];
    const d1 = a[aStart + c + 1] - b[bStart + c + 1];
    const d2 = a[aStart + c + 2] - b[bStart + c + 2];
    const d3 = a[aStart + c + 3] - b[bStart + c + 3];
    sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
  }
  for (; c < columns && sum < most; c++) {
    const difference = a[aStart + c] - b[bStart + c];
    sum += difference * difference;
  }
  return sum;
}

/** Points drawn one after the other with a chance of weight x squared distance to the nearest one drawn before. */
function chooseSeeds(
  { table, starts, columns, weights }: Points,
  most: number,
  random: Random,
): { readonly seeds: readonly number[]; readonly nearestSeed: Uint32Array } {
  const squares = new Float64Array(starts.length).fill(Number.POSITIVE_INFINITY);
  const nearestSeed = new Uint32Array(starts.length);
  const chances = new Float64Array(starts.length);
  const seeds: number[] = [];
  let point = draw(weights, random);
  while (seeds.length < Math.min(most, starts.length)) {
    seeds.push(point);
    let total = 0;
    for (let i = 0; i < starts.length; i++) {
      const square = distance(table, starts[i], table, starts[point], columns, squares[i]);
      if (square < squares[i]) [squares[i], nearestSeed[i]] = [square, seeds.length - 1];
      chances[i] = weights[i] * squares[i];
      total += chances[i];
    }
    if (total === 0) break;
    point = draw(chances, random);
  }
  return { seeds, nearestSeed };
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
