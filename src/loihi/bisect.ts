/**
 * Multilevel bisection of a hypergraph. Coarsening matches each vertex with the neighbour it shares most with (first
 * choice: sum of weight / (pins - 1) over common nets); the coarsest hypergraph is halved by growing one side from several
 * seeds; then each finer level is refined by moves in the order of their gain, best prefix kept (Fiduccia and Mattheyses,
 * DAC 1982). What is lowered is the weight of the nets on both sides.
 */
import type { Random } from "../util/random.js";
import { type Hypergraph, type Incidence, incidenceOf, projectHypergraph } from "./hypergraph.js";

/** What the load of side 0 must lie in. */
export interface Balance {
  readonly low: number;
  readonly high: number;
}

const COARSEST = 120;
const SEEDS = 6;
const PASSES = 4;
/** Of a vertex, so many nets and of each so many pins are looked at when it is matched. */
const NETS_LOOKED_AT = 48;
const PINS_LOOKED_AT = 48;

/** Side (0 or 1) of each vertex. The balance is met as nearly as whole vertices allow. */
export function bisect(graph: Hypergraph, balance: Balance, random: Random): Uint8Array {
  const levels: { readonly graph: Hypergraph; readonly incidence: Incidence; readonly image: Int32Array }[] = [];
  let level = graph;
  let incidence = incidenceOf(level);
  const total = graph.load.reduce((sum, load) => sum + load, 0);
  while (level.vertices > COARSEST) {
    const { image, vertices } = match(level, incidence, total / 30, random);
    if (vertices > 0.93 * level.vertices) break;
    levels.push({ graph: level, incidence, image });
    level = projectHypergraph(level, image, vertices);
    incidence = incidenceOf(level);
  }
  let side = initial(level, incidence, balance, random);
  for (let at = levels.length - 1; at >= 0; at--) {
    const { graph: finer, incidence: finerIncidence, image } = levels[at];
    const projected = new Uint8Array(finer.vertices);
    for (let vertex = 0; vertex < finer.vertices; vertex++) projected[vertex] = side[image[vertex]];
    side = projected;
    refine(finer, finerIncidence, side, balance, PASSES);
  }
  return side;
}

function match(graph: Hypergraph, incidence: Incidence, mostLoad: number, random: Random): { image: Int32Array; vertices: number } {
  const { vertices, load, netStart, pins, netWeight } = graph;
  const image = new Int32Array(vertices).fill(-1);
  const score = new Float64Array(vertices);
  const touched = new Uint32Array(NETS_LOOKED_AT * PINS_LOOKED_AT);
  const order = random.shuffle(Uint32Array.from({ length: vertices }, (_, vertex) => vertex));
  let next = 0;
  for (const vertex of order) {
    if (image[vertex] >= 0) continue;
    let count = 0;
    const firstNet = incidence.start[vertex];
    const endNet = incidence.start[vertex + 1];
    const netStride = Math.max(1, Math.ceil((endNet - firstNet) / NETS_LOOKED_AT));
    for (let at = firstNet; at < endNet; at += netStride) {
      const net = incidence.nets[at];
      const size = netStart[net + 1] - netStart[net];
      const share = netWeight[net] / (size - 1);
      const pinStride = Math.max(1, Math.ceil(size / PINS_LOOKED_AT));
      // Each vertex looks at other pins, so that those of a large net do not all ask for the same few.
      for (let pin = netStart[net] + (vertex % pinStride); pin < netStart[net + 1]; pin += pinStride) {
        const other = pins[pin];
        if (other === vertex || image[other] >= 0) continue;
        if (score[other] === 0) touched[count++] = other;
        score[other] += share;
      }
    }
    let best = -1;
    for (let i = 0; i < count; i++) {
      const other = touched[i];
      if (load[other] + load[vertex] <= mostLoad && (best < 0 || score[other] > score[best] || (score[other] === score[best] && other < best))) {
        best = other;
      }
    }
    for (let i = 0; i < count; i++) score[touched[i]] = 0;
    image[vertex] = next;
    if (best >= 0) image[best] = next;
    next++;
  }
  return { image, vertices: next };
}

/** The best of several halves grown from a seed, each refined. */
function initial(graph: Hypergraph, incidence: Incidence, balance: Balance, random: Random): Uint8Array {
  let best = new Uint8Array(graph.vertices);
  let bestCost = Number.POSITIVE_INFINITY;
  for (let seed = 0; seed < SEEDS; seed++) {
    const side = new Uint8Array(graph.vertices).fill(1);
    grow(graph, incidence, side, (balance.low + balance.high) / 2, random.integer(graph.vertices));
    const cost = refine(graph, incidence, side, balance, PASSES);
    if (cost < bestCost) {
      best = side;
      bestCost = cost;
    }
  }
  return best;
}

/** Moves vertices to side 0, the one that shares most with it first, until its load is reached. */
function grow(graph: Hypergraph, incidence: Incidence, side: Uint8Array, wanted: number, seed: number): void {
  const { vertices, load, netStart, pins, netWeight } = graph;
  const shared = new Float64Array(vertices);
  let reached = 0;
  for (let vertex = seed; vertex >= 0; ) {
    if (reached + load[vertex] / 2 > wanted) break;
    side[vertex] = 0;
    reached += load[vertex];
    for (let at = incidence.start[vertex]; at < incidence.start[vertex + 1]; at++) {
      const net = incidence.nets[at];
      const share = netWeight[net] / (netStart[net + 1] - netStart[net] - 1);
      for (let pin = netStart[net]; pin < netStart[net + 1]; pin++) shared[pins[pin]] += share;
    }
    vertex = -1;
    for (let other = 0; other < vertices; other++) if (side[other] === 1 && (vertex < 0 || shared[other] > shared[vertex])) vertex = other;
  }
}

/** Moves until a pass gains nothing. Returns the cut, and a penalty where the balance is not met. Changes `side`. */
function refine(graph: Hypergraph, incidence: Incidence, side: Uint8Array, balance: Balance, passes: number): number {
  const { vertices, load, netStart, pins, netWeight } = graph;
  const nets = netStart.length - 1;
  const count = new Uint32Array(2 * nets);
  let left = 0;
  let cut = 0;
  for (let vertex = 0; vertex < vertices; vertex++) if (side[vertex] === 0) left += load[vertex];
  for (let net = 0; net < nets; net++) {
    for (let pin = netStart[net]; pin < netStart[net + 1]; pin++) count[2 * net + side[pins[pin]]]++;
    if (count[2 * net] > 0 && count[2 * net + 1] > 0) cut += netWeight[net];
  }
  const excess = (value: number): number => Math.max(0, balance.low - value, value - balance.high);
  const gainOf = (vertex: number): number => {
    const from = side[vertex];
    let gain = 0;
    for (let at = incidence.start[vertex]; at < incidence.start[vertex + 1]; at++) {
      const net = incidence.nets[at];
      if (count[2 * net + from] === 1) gain += netWeight[net];
      if (count[2 * net + 1 - from] === 0) gain -= netWeight[net];
    }
    return gain;
  };
  const queues = [new Queue(vertices), new Queue(vertices)];
  const isLocked = new Uint8Array(vertices);
  const moved = new Uint32Array(vertices);
  const patience = Math.max(60, Math.min(1500, vertices >>> 4));
  const fresh: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    isLocked.fill(0);
    for (const queue of queues) queue.clear();
    const isUnbalanced = excess(left) > 0;
    for (let vertex = 0; vertex < vertices; vertex++) {
      let isBoundary = isUnbalanced || vertices <= COARSEST;
      for (let at = incidence.start[vertex]; !isBoundary && at < incidence.start[vertex + 1]; at++) {
        isBoundary = count[2 * incidence.nets[at] + 1 - side[vertex]] > 0;
      }
      if (isBoundary) queues[side[vertex]].set(vertex, gainOf(vertex));
    }
    const startExcess = excess(left);
    const startCut = cut;
    let bestExcess = startExcess;
    let bestCut = cut;
    let bestMoves = 0;
    let moves = 0;
    while (moves - bestMoves < patience) {
      // Of the two best moves the one that gains more, among those that do not leave the balance (or that mend it).
      let vertex = -1;
      let gain = Number.NEGATIVE_INFINITY;
      for (const from of [0, 1]) {
        const top = queues[from].top();
        if (top < 0) continue;
        const after = from === 0 ? left - load[top] : left + load[top];
        // A little beyond the balance is allowed on the way, since vertices are swapped one move at a time.
        if (excess(after) > Math.max(load[top], 0) && excess(after) >= excess(left)) continue;
        if (excess(left) > 0 && excess(after) >= excess(left)) continue;
        if (queues[from].key(top) > gain) {
          gain = queues[from].key(top);
          vertex = top;
        }
      }
      if (vertex < 0) break;
      const from = side[vertex];
      queues[from].remove(vertex);
      isLocked[vertex] = 1;
      side[vertex] = 1 - from;
      left += from === 0 ? -load[vertex] : load[vertex];
      cut -= gain;
      moved[moves++] = vertex;
      for (let at = incidence.start[vertex]; at < incidence.start[vertex + 1]; at++) {
        const net = incidence.nets[at];
        const weight = netWeight[net];
        const leaving = --count[2 * net + from];
        const arriving = ++count[2 * net + 1 - from];
        // Gains change where one side of the net had or has none or one.
        if (leaving > 1 && arriving > 2) continue;
        for (let pin = netStart[net]; pin < netStart[net + 1]; pin++) {
          const other = pins[pin];
          if (isLocked[other] === 1) continue;
          let change = 0;
          if (side[other] === from) {
            if (arriving === 1) change += weight;
            if (leaving === 1) change += weight;
          } else {
            if (leaving === 0) change -= weight;
            if (arriving === 2) change -= weight;
          }
          if (change === 0) continue;
          const queue = queues[side[other]];
          if (queue.has(other)) queue.set(other, queue.key(other) + change);
          else fresh.push(other);
        }
      }
      // Vertices that were inside their side until now; their gains are right once all counts are.
      for (const other of fresh) queues[side[other]].set(other, gainOf(other));
      fresh.length = 0;
      const now = excess(left);
      if (now < bestExcess - 1e-9 || (now <= bestExcess + 1e-9 && cut < bestCut - 1e-9)) {
        bestExcess = now;
        bestCut = cut;
        bestMoves = moves;
      }
    }
    while (moves > bestMoves) {
      const vertex = moved[--moves];
      const from = side[vertex];
      side[vertex] = 1 - from;
      left += from === 0 ? -load[vertex] : load[vertex];
      for (let at = incidence.start[vertex]; at < incidence.start[vertex + 1]; at++) {
        count[2 * incidence.nets[at] + from]--;
        count[2 * incidence.nets[at] + 1 - from]++;
      }
    }
    cut = bestCut;
    if (bestExcess >= startExcess - 1e-9 && bestCut >= startCut - 1e-9) break;
  }
  return cut + 1e6 * excess(left);
}

/** A heap of vertices by key, the highest first, equal ones by number; keys can change. */
class Queue {
  private readonly heap: Uint32Array;
  private readonly place: Int32Array;
  private readonly keys: Float64Array;
  private size = 0;

  constructor(vertices: number) {
    this.heap = new Uint32Array(vertices);
    this.place = new Int32Array(vertices).fill(-1);
    this.keys = new Float64Array(vertices);
  }

  clear(): void {
    this.size = 0;
    this.place.fill(-1);
  }

  has(vertex: number): boolean {
    return this.place[vertex] >= 0;
  }

  key(vertex: number): number {
    return this.keys[vertex];
  }

  top(): number {
    return this.size === 0 ? -1 : this.heap[0];
  }

  set(vertex: number, key: number): void {
    if (this.place[vertex] < 0) {
      this.place[vertex] = this.size;
      this.heap[this.size++] = vertex;
    }
    this.keys[vertex] = key;
    this.up(this.place[vertex]);
    this.down(this.place[vertex]);
  }

  remove(vertex: number): void {
    const at = this.place[vertex];
    this.place[vertex] = -1;
    const last = this.heap[--this.size];
    if (at === this.size) return;
    this.heap[at] = last;
    this.place[last] = at;
    this.up(at);
    this.down(this.place[last]);
  }

  private isBefore(a: number, b: number): boolean {
    return this.keys[a] > this.keys[b] || (this.keys[a] === this.keys[b] && a < b);
  }

  private up(from: number): void {
    const vertex = this.heap[from];
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.isBefore(vertex, this.heap[parent])) break;
      this.heap[at] = this.heap[parent];
      this.place[this.heap[at]] = at;
      at = parent;
    }
    this.heap[at] = vertex;
    this.place[vertex] = at;
  }

  private down(from: number): void {
    const vertex = this.heap[from];
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.isBefore(this.heap[child + 1], this.heap[child])) child++;
      if (!this.isBefore(this.heap[child], vertex)) break;
      this.heap[at] = this.heap[child];
      this.place[this.heap[at]] = at;
      at = child;
    }
    this.heap[at] = vertex;
    this.place[vertex] = at;
  }
}
