/**
 * Which of several measurements are worth having: more accurate is better, fewer operations and fewer bytes are better.
 * Non-dominated sorting and crowding distance are those of NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002).
 */

export interface Point {
  /** Percent. */
  readonly devAccuracy: number;
  readonly operations: number;
  readonly tableBytes: number;
}

/** At least as good in all three, better in one. */
export function dominates(a: Point, b: Point): boolean {
  const isNowhereWorse = a.devAccuracy >= b.devAccuracy && a.operations <= b.operations && a.tableBytes <= b.tableBytes;
  return isNowhereWorse && (a.devAccuracy > b.devAccuracy || a.operations < b.operations || a.tableBytes < b.tableBytes);
}

/** The points that none dominates, then those that only these dominate, and so on; each front in the given order. */
export function frontsOf<T extends Point>(points: readonly T[]): T[][] {
  const fronts: T[][] = [];
  let left = [...points];
  while (left.length > 0) {
    const front = left.filter((point) => !left.some((other) => dominates(other, point)));
    fronts.push(front);
    left = left.filter((point) => !front.includes(point));
  }
  return fronts;
}

/** The first front, the most accurate first. */
export function paretoOf<T extends Point>(points: readonly T[]): T[] {
  return [...(frontsOf(points)[0] ?? [])].sort(byMerit);
}

/**
 * All points, best first: by front, and within a front those that stand alone (so that cheap and accurate ones both go on),
 * the most accurate first where they stand equally alone.
 */
export function rankedOf<T extends Point>(points: readonly T[]): T[] {
  return frontsOf(points).flatMap((front) => {
    const loneliness = crowdingDistances(front);
    return front
      .map((point, at) => ({ point, distance: loneliness[at] }))
      .sort((a, b) => descending(a.distance, b.distance) || byMerit(a.point, b.point))
      .map(({ point }) => point);
  });
}

/**
 * For each point, the sum over the three objectives of the gap between its neighbours there, as a share of the whole range;
 * costs by their logarithm. The extremes of an objective are infinitely lonely.
 */
function crowdingDistances(points: readonly Point[]): Float64Array {
  const distances = new Float64Array(points.length);
  const objectives: readonly ((point: Point) => number)[] = [
    (point) => point.devAccuracy,
    (point) => Math.log(Math.max(point.operations, 1)),
    (point) => Math.log(Math.max(point.tableBytes, 1)),
  ];
  for (const figureOf of objectives) {
    const order = points.map((_, at) => at).sort((a, b) => figureOf(points[a]) - figureOf(points[b]) || byMerit(points[a], points[b]));
    const valueAt = (place: number): number => figureOf(points[order[place]]);
    const range = valueAt(order.length - 1) - valueAt(0);
    if (range === 0) continue;
    order.forEach((at, place) => {
      const isExtreme = place === 0 || place === order.length - 1;
      distances[at] += isExtreme ? Number.POSITIVE_INFINITY : (valueAt(place + 1) - valueAt(place - 1)) / range;
    });
  }
  return distances;
}

/** Most accurate first, then fewest operations, then fewest bytes. */
function byMerit(a: Point, b: Point): number {
  return b.devAccuracy - a.devAccuracy || a.operations - b.operations || a.tableBytes - b.tableBytes;
}

/** Infinities are equal, not their difference NaN. */
function descending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}
