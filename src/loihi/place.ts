/**
 * Which physical core each mapped core becomes. The tiles nearest to the corner are used, as few as possible. Cores start
 * in the better of three arrangements (in order; in order along a Hilbert curve; by the two slowest eigenvectors of the
 * flow's Laplacian) and are then swapped under simulated annealing. What is lowered is
 *
 *     traffic = sum over pairs of cores of spikes x hops,   hops = |dx| + |dy| (XY routing, unicast)
 *
 * or, by a chip's costs, the same with |dx| and |dy| weighed apart and a cost of messages within a tile. A swap costs as much as the two cores have neighbours, since only
 * their terms change. Deterministic by seed.
 */
import { createRandom, type Random } from "../util/random.js";
import { type Objective, tileOf } from "./mapping.js";
import type { LoihiTarget } from "./target.js";
import { HOPS, type MessageCosts } from "./transport.js";

/** Spikes from core i to other cores: core[start[i] .. start[i + 1]], ascending, none to itself. */
export interface CoreFlow {
  readonly start: Uint32Array;
  readonly core: Uint32Array;
  readonly spikes: Float64Array;
  /** Spikes from cores to themselves, all of them together. */
  readonly local: number;
}

export interface Placement {
  /** Physical core of each mapped core. */
  readonly ids: Uint16Array;
  /** Traffic where the cores lay at first, and where they lie now, in the unit of the costs. */
  readonly startTraffic: number;
  readonly traffic: number;
}

/** Hops between two cores, XY routing; chips lie side by side. */
export function hopsBetween(mesh: LoihiTarget["mesh"], a: number, b: number): { eastWest: number; northSouth: number } {
  const from = tileOf(mesh, a);
  const to = tileOf(mesh, b);
  return {
    eastWest: Math.abs(from.chip * mesh.tilesX + from.x - (to.chip * mesh.tilesX + to.x)),
    northSouth: Math.abs(from.y - to.y),
  };
}

/** Spikes x hops of cores at these places; of all messages, those of a core to itself included, where costs are given. */
export function trafficOf(flow: CoreFlow, mesh: LoihiTarget["mesh"], ids: ArrayLike<number>, costs: MessageCosts = HOPS): number {
  const between = costOf(
    flow,
    gridOf(mesh, Uint32Array.from(ids), costs),
    Uint32Array.from(ids, (_, core) => core),
  );
  const messages = flow.local + flow.spikes.reduce((sum, spikes) => sum + spikes, 0);
  return between + costs.withinTile * flow.local + costs.axonOut * messages;
}

/** Places in the order of filling: the tiles nearest to the corner, as many as `cores` need. */
function placesOf(cores: number, mesh: LoihiTarget["mesh"], costs: MessageCosts = HOPS): Uint32Array {
  const tiles = Array.from({ length: mesh.chips * mesh.tilesX * mesh.tilesY }, (_, tile) => tile)
    .sort((a, b) => distanceFromCorner(mesh, a, costs) - distanceFromCorner(mesh, b, costs) || a - b)
    .slice(0, Math.ceil(cores / mesh.coresPerTile));
  return Uint32Array.from(tiles.flatMap((tile) => Array.from({ length: mesh.coresPerTile }, (_, place) => tile * mesh.coresPerTile + place)));
}

/** As `placeCores`, but at random: what a placement is compared with. */
export function placeAtRandom(cores: number, target: LoihiTarget, seed: number): Uint16Array {
  const places = createRandom(seed).shuffle(placesOf(cores, target.mesh));
  return Uint16Array.from(places.subarray(0, cores));
}

/** As `placeCores`, in the order of the cores. */
export function placeInOrder(cores: number, target: LoihiTarget): Uint16Array {
  return Uint16Array.from(placesOf(cores, target.mesh).subarray(0, cores));
}

/** Places cores so that their messages cost little; `costs` of other than hops belong to the objective `energy`. */
export function placeCores(
  cores: number,
  flow: CoreFlow,
  target: LoihiTarget,
  options: { readonly seed: number; readonly objective: Objective; readonly costs?: MessageCosts | undefined },
): Placement {
  const { mesh } = target;
  const places = placesOf(cores, mesh, options.costs);
  const grid = gridOf(mesh, places, options.costs ?? HOPS);
  const inOrder = Uint32Array.from(places, (_, place) => place);
  const startTraffic = costOf(flow, grid, inOrder);
  const placed = (placeOf: Uint32Array, traffic: number): Placement => ({
    ids: Uint16Array.from({ length: cores }, (_, core) => places[placeOf[core]]),
    startTraffic,
    traffic,
  });
  if (options.objective === "cores" || startTraffic === 0) return placed(inOrder, startTraffic);
  const random = createRandom(options.seed);
  const both = symmetric(flow, cores);
  let best: Uint32Array = inOrder;
  let bestCost = startTraffic;
  for (const start of [alongCurve(grid), bySpectrum(both, grid, cores, random)]) {
    const cost = costOf(flow, grid, start);
    if (cost < bestCost) {
      best = start;
      bestCost = cost;
    }
  }
  return placed(best, anneal(best, both, grid, cores, bestCost, random));
}

interface Grid {
  /** Column and row of each place, over all chips. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** The same x the cost of a hop that way, and what a message costs that makes none. */
  readonly costX: Float64Array;
  readonly costY: Float64Array;
  readonly withinTile: number;
}

function gridOf(mesh: LoihiTarget["mesh"], places: Uint32Array, costs: MessageCosts): Grid {
  const tiles = Array.from(places, (place) => tileOf(mesh, place));
  const x = Int32Array.from(tiles, ({ chip, x }) => chip * mesh.tilesX + x);
  const y = Int32Array.from(tiles, ({ y }) => y);
  const costX = Float64Array.from(x, (column) => column * costs.hopEastWest);
  const costY = Float64Array.from(y, (row) => row * costs.hopNorthSouth);
  return { x, y, costX, costY, withinTile: costs.withinTile };
}

function costOf(flow: CoreFlow, { costX, costY, withinTile }: Grid, placeOf: Uint32Array): number {
  let cost = 0;
  for (let from = 0; from + 1 < flow.start.length; from++) {
    const place = placeOf[from];
    for (let at = flow.start[from]; at < flow.start[from + 1]; at++) {
      const other = placeOf[flow.core[at]];
      const way = Math.abs(costX[place] - costX[other]) + Math.abs(costY[place] - costY[other]);
      cost += flow.spikes[at] * (way === 0 ? withinTile : way);
    }
  }
  return cost;
}

/** Spikes both ways: hops do not depend on the direction. */
function symmetric(flow: CoreFlow, cores: number): CoreFlow {
  const start = new Uint32Array(cores + 1);
  const forEach = (visit: (a: number, b: number, spikes: number) => void): void => {
    for (let from = 0; from < cores; from++) {
      for (let at = flow.start[from]; at < flow.start[from + 1]; at++) {
        visit(from, flow.core[at], flow.spikes[at]);
        visit(flow.core[at], from, flow.spikes[at]);
      }
    }
  };
  forEach((a) => start[a + 1]++);
  for (let core = 0; core < cores; core++) start[core + 1] += start[core];
  const next = start.slice();
  const core = new Uint32Array(start[cores]);
  const spikes = new Float64Array(start[cores]);
  forEach((a, b, sent) => {
    core[next[a]] = b;
    spikes[next[a]++] = sent;
  });
  return { start, core, spikes, local: 0 };
}

/** Core i at the i-th place along a Hilbert curve, so that cores that follow each other lie together. */
function alongCurve({ x, y }: Grid): Uint32Array {
  let side = 1;
  for (let place = 0; place < x.length; place++) while (side <= Math.max(x[place], y[place])) side *= 2;
  const distance = Float64Array.from(x, (column, place) => hilbert(side, column, y[place]));
  return Uint32Array.from(x, (_, place) => place).sort((a, b) => distance[a] - distance[b] || a - b);
}

/** Distance of a point along the Hilbert curve of a square of this side (a power of two). */
function hilbert(side: number, column: number, row: number): number {
  let distance = 0;
  let x = column;
  let y = row;
  for (let s = side / 2; s >= 1; s /= 2) {
    const right = (x & s) > 0 ? 1 : 0;
    const down = (y & s) > 0 ? 1 : 0;
    distance += s * s * ((3 * right) ^ down);
    if (down === 0) {
      if (right === 1) {
        x = side - 1 - x;
        y = side - 1 - y;
      }
      [x, y] = [y, x];
    }
  }
  return distance;
}

/** Power steps toward the slowest eigenvectors. */
const POWER_STEPS = 200;

/** Cores sorted along the slowest eigenvector of the flow's Laplacian into columns, and within a column along the next one. */
function bySpectrum(both: CoreFlow, grid: Grid, cores: number, random: Random): Uint32Array {
  const degree = new Float64Array(cores);
  for (let core = 0; core < cores; core++) for (let at = both.start[core]; at < both.start[core + 1]; at++) degree[core] += both.spikes[at];
  const vectors: Float64Array[] = [new Float64Array(cores).fill(1)];
  while (vectors.length < 3) {
    let vector: Float64Array = Float64Array.from({ length: cores }, () => random.uniform() - 0.5);
    for (let step = 0; step < POWER_STEPS; step++) {
      for (const known of vectors) removeFrom(vector, known, degree);
      // (I + D^-1 W) / 2 has the eigenvectors of the Laplacian, the slowest with the largest eigenvalue.
      const next = new Float64Array(cores);
      let norm = 0;
      for (let core = 0; core < cores; core++) {
        let sum = 0;
        for (let at = both.start[core]; at < both.start[core + 1]; at++) sum += both.spikes[at] * vector[both.core[at]];
        next[core] = 0.5 * vector[core] + (degree[core] > 0 ? (0.5 * sum) / degree[core] : 0);
        norm += next[core] * next[core];
      }
      const scale = norm > 0 ? 1 / Math.sqrt(norm) : 0;
      for (let core = 0; core < cores; core++) next[core] *= scale;
      vector = next;
    }
    vectors.push(vector);
  }
  const [, first, second] = vectors;
  const alongFirst = Uint32Array.from({ length: cores }, (_, core) => core).sort((a, b) => first[a] - first[b] || a - b);
  const columns = Uint32Array.from(grid.x, (_, place) => place).sort((a, b) => grid.x[a] - grid.x[b] || grid.y[a] - grid.y[b] || a - b);
  const placeOf = new Uint32Array(grid.x.length);
  const isTaken = new Uint8Array(grid.x.length);
  for (let begin = 0; begin < cores; ) {
    let end = begin + 1;
    while (end < cores && grid.x[columns[end]] === grid.x[columns[begin]]) end++;
    const column = alongFirst.slice(begin, end).sort((a, b) => second[a] - second[b] || a - b);
    column.forEach((core, i) => {
      placeOf[core] = columns[begin + i];
      isTaken[columns[begin + i]] = 1;
    });
    begin = end;
  }
  // Empty places keep to the end.
  let empty = cores;
  for (let place = 0; place < grid.x.length; place++) if (isTaken[place] === 0) placeOf[empty++] = place;
  return placeOf;
}

function removeFrom(vector: Float64Array, known: Float64Array, weight: Float64Array): void {
  let along = 0;
  let norm = 0;
  for (let i = 0; i < vector.length; i++) {
    along += weight[i] * vector[i] * known[i];
    norm += weight[i] * known[i] * known[i];
  }
  if (norm > 0) for (let i = 0; i < vector.length; i++) vector[i] -= (along / norm) * known[i];
}

/** Moves are bounded, and so are the terms that they add up. */
const MOST_MOVES = 2_000_000;
const MOVES_PER_PLACE = 2000;
const MOST_TERMS = 150_000_000;

/** Swaps the contents of two places at a time; every second partner lies near what the core talks to. Changes `placeOf`; returns its cost. */
function anneal(
  placeOf: Uint32Array,
  both: CoreFlow,
  { x, y, costX, costY, withinTile }: Grid,
  cores: number,
  startCost: number,
  random: Random,
): number {
  const places = placeOf.length;
  const occupant = new Uint32Array(places);
  placeOf.forEach((place, core) => {
    occupant[place] = core;
  });
  const placeAt = new Map(Array.from(x, (column, place): [number, number] => [column * 65536 + y[place], place]));
  /** Cost of a core at a place, leaving out its exchange with `other`, which a swap does not change. */
  const costAt = (core: number, place: number, other: number): number => {
    if (core >= cores) return 0;
    let cost = 0;
    for (let at = both.start[core]; at < both.start[core + 1]; at++) {
      const peer = both.core[at];
      if (peer === other) continue;
      const way = Math.abs(costX[place] - costX[placeOf[peer]]) + Math.abs(costY[place] - costY[placeOf[peer]]);
      cost += both.spikes[at] * (way === 0 ? withinTile : way);
    }
    return cost;
  };
  const best = placeOf.slice();
  let cost = startCost;
  let bestCost = cost;
  const termsPerMove = 1 + (4 * both.core.length) / cores;
  const moves = Math.min(MOST_MOVES, Math.max(MOVES_PER_PLACE, 20 * places) * places, Math.ceil(MOST_TERMS / termsPerMove));
  const hottest = startCost / cores / 4;
  for (let move = 0; move < moves; move++) {
    const temperature = hottest * (1 - move / moves) ** 3;
    const a = random.integer(cores);
    const place = placeOf[a];
    let partner = random.integer(places);
    if ((move & 1) === 1 && both.start[a + 1] > both.start[a]) {
      // Toward a core that it talks to, a step or two beside it.
      const peer = placeOf[both.core[both.start[a] + random.integer(both.start[a + 1] - both.start[a])]];
      partner = placeAt.get((x[peer] + random.integer(3) - 1) * 65536 + y[peer] + random.integer(3) - 1) ?? partner;
    }
    if (x[place] === x[partner] && y[place] === y[partner]) continue;
    const b = occupant[partner];
    const delta = costAt(a, partner, b) + costAt(b, place, a) - costAt(a, place, b) - costAt(b, partner, a);
    if (delta > 0 && (temperature <= 0 || random.uniform() >= Math.exp(-delta / temperature))) continue;
    occupant[place] = b;
    occupant[partner] = a;
    placeOf[a] = partner;
    placeOf[b] = place;
    cost += delta;
    if (cost < bestCost - 1e-9 && move > 0.8 * moves) {
      bestCost = cost;
      best.set(placeOf);
    }
  }
  if (cost > bestCost) {
    placeOf.set(best);
    cost = bestCost;
  }
  return cost;
}

function distanceFromCorner(mesh: LoihiTarget["mesh"], tile: number, { hopEastWest, hopNorthSouth }: MessageCosts): number {
  const { chip, x, y } = tileOf(mesh, tile * mesh.coresPerTile);
  return (chip * mesh.tilesX + x) * hopEastWest + (chip * mesh.tilesY + y) * hopNorthSouth;
}
