/**
 * Which neurons share a core: cells are halved again and again (bisect.ts), each half a whole number of cores, until one
 * core is left. The result is an order of the neurons with stops, where cores should end; the filling of cores (fill.ts)
 * keeps every limit exactly and may end a core elsewhere.
 */
import type { EventProgram } from "../event/program.js";
import { createRandom, type Random } from "../util/random.js";
import { type Balance, bisect } from "./bisect.js";
import { type Cells, cellsOf, type Hypergraph, projectHypergraph } from "./hypergraph.js";
import { placeNeurons } from "./segments.js";

export interface CoreOrder {
  /** Neuron of each place. */
  readonly neuronOfPlace: Uint32Array;
  /** Places at which a core should end, ascending. Empty: wherever it is full. */
  readonly stops: Uint32Array;
}

export interface PartitionOptions {
  readonly seed: number;
  /** Share of a core that each neuron takes. */
  readonly loadOf: Float64Array;
  /** Neurons that a core holds at most. */
  readonly coreNeurons: number;
  readonly spikeCounts: Float64Array | undefined;
}

/** Where merged cells lower the messages less than to this share, single neurons are tried too. */
const GOOD_ENOUGH = 0.7;

/**
 * The order that keeps messages within cores, or undefined where none was found that has fewer of them than the program's
 * own order has.
 */
export function partitionNeurons(program: EventProgram, options: PartitionOptions): CoreOrder | undefined {
  let best: { readonly order: CoreOrder; readonly share: number } | undefined;
  for (const grain of ["merged", "fine"] as const) {
    if (best !== undefined && best.share < GOOD_ENOUGH) break;
    const cells = cellsOf(program, options.loadOf, options.coreNeurons, grain, options.spikeCounts);
    if (cells === undefined) continue;
    const found = orderOf(cells, placeNeurons(program), createRandom(options.seed));
    if (found === undefined) continue;
    if (found.share < 1 && (best === undefined || found.share < best.share)) best = found;
  }
  return best?.order;
}

/** Where the first halving cuts nets of more than this share of all weight, every source reaches everywhere. */
const UNSTRUCTURED = 0.9;

/** `share`: messages under this partition over those of cores filled in the given order. */
function orderOf({ start, graph }: Cells, given: Uint32Array, random: Random): { order: CoreOrder; share: number } | undefined {
  const neuronOfPlace = new Uint32Array(given.length);
  const stops: number[] = [];
  const coreOf = new Uint32Array(graph.vertices);
  let place = 0;
  const all = Uint32Array.from({ length: graph.vertices }, (_, cell) => cell);
  const isStructured = halve(graph, all, random, UNSTRUCTURED, (leaf) => {
    for (const cell of leaf) {
      coreOf[cell] = stops.length;
      for (let neuron = start[cell]; neuron < start[cell + 1]; neuron++) neuronOfPlace[place++] = neuron;
    }
    stops.push(place);
  });
  if (!isStructured) return undefined;
  const inOrder = messagesOf(graph, coresInOrder(graph, start, given));
  const share = inOrder === 0 ? 1 : messagesOf(graph, coreOf) / inOrder;
  return { order: { neuronOfPlace, stops: Uint32Array.from(stops) }, share };
}

/** Core of each cell where cores are filled in the order of the places. */
function coresInOrder({ vertices, load }: Hypergraph, start: Uint32Array, neuronOfPlace: Uint32Array): Uint32Array {
  const coreOf = new Uint32Array(vertices);
  const placeOf = new Uint32Array(neuronOfPlace.length);
  neuronOfPlace.forEach((neuron, place) => {
    placeOf[neuron] = place;
  });
  let filled = 0;
  for (const cell of Uint32Array.from({ length: vertices }, (_, vertex) => vertex).sort((a, b) => placeOf[start[a]] - placeOf[start[b]])) {
    coreOf[cell] = Math.floor(filled + load[cell] / 2);
    filled += load[cell];
  }
  return coreOf;
}

/** sum over nets of weight x (cores of its pins - 1) */
function messagesOf({ netStart, pins, netWeight }: Hypergraph, coreOf: Uint8Array | Uint32Array): number {
  let messages = 0;
  const seen = new Set<number>();
  for (let net = 0; net + 1 < netStart.length; net++) {
    seen.clear();
    for (let pin = netStart[net]; pin < netStart[net + 1]; pin++) seen.add(coreOf[pins[pin]]);
    messages += netWeight[net] * (seen.size - 1);
  }
  return messages;
}

/** Cells ascend in `cells` and in every leaf. Stops and returns false where the first halving cuts more than `mostCut` of the weight. */
function halve(graph: Hypergraph, cells: Uint32Array, random: Random, mostCut: number, emit: (leaf: Uint32Array) => void): boolean {
  const total = graph.load.reduce((sum, load) => sum + load, 0);
  const cores = Math.ceil(total - 1e-6);
  if (cores <= 1 || graph.vertices < 2) {
    emit(cells);
    return true;
  }
  const side = bisect(graph, balanceOf(graph, total, cores), random);
  if (mostCut < 1 && messagesOf(graph, side) > mostCut * graph.netWeight.reduce((sum, weight) => sum + weight, 0)) return false;
  for (const wanted of [0, 1]) {
    const image = new Int32Array(graph.vertices).fill(-1);
    let count = 0;
    for (let vertex = 0; vertex < graph.vertices; vertex++) if (side[vertex] === wanted) image[vertex] = count++;
    if (count === 0) continue;
    const part = cells.filter((_, vertex) => side[vertex] === wanted);
    if (count === graph.vertices) emit(part);
    else halve(projectHypergraph(graph, image, count), part, random, 1, emit);
  }
  return true;
}

/**
 * Side 0 gets floor(cores / 2) cores, and of the room that is left over as much as its cores' share, give or take half of
 * it; whole cells need at least a cell's freedom.
 */
function balanceOf(graph: Hypergraph, total: number, cores: number): Balance {
  const left = Math.floor(cores / 2);
  const wanted = (total * left) / cores;
  const room = cores - total;
  const largest = graph.load.reduce((most, load) => Math.max(most, load), 0);
  const freedom = Math.max(room / 4, largest / 2 + 1e-9);
  return {
    low: Math.max(wanted - freedom, Math.min(wanted - largest / 2, total - (cores - left))),
    high: Math.min(wanted + freedom, Math.max(wanted + largest / 2, left)),
  };
}
