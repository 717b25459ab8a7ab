/**
 * What is partitioned: vertices are *cells* (runs of consecutive neurons of a population that are not worth parting, such
 * as the channels of a position), nets are groups of sources. A net's pins are the cells that its sources reach and the
 * cell that they lie in; its weight is what its sources spike. Then
 *
 *     sum over nets of weight x (cores of its pins - 1)
 *
 * is the number of messages from core to core, exactly where a net is one source, and from above where it is a group.
 * Fan-outs are streamed; where the pins grow too many, cells and groups double in size and it starts again.
 */
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";

export interface Hypergraph {
  readonly vertices: number;
  /** Share of a core that each vertex takes. */
  readonly load: Float64Array;
  /** Pins of net n: netStart[n] .. netStart[n + 1]; no vertex twice in a net, every net has two or more. */
  readonly netStart: Uint32Array;
  readonly pins: Uint32Array;
  readonly netWeight: Float64Array;
}

export interface Cells {
  /** First neuron of each cell, and the number of neurons at the end; cells ascend. */
  readonly start: Uint32Array;
  readonly graph: Hypergraph;
}

/** Input lines cost no hops on the mesh, but what shares them shares axons and weights. */
const LINE_WEIGHT = 0.05;
const MOST_PINS = 2_500_000;
const MOST_CELLS = 65_536;
/** Where neurons that follow each other are merged, so many cells still make a core. */
const CELLS_OF_A_CORE = 128;

/**
 * The program's cells; `grain` says whether neurons that follow each other are taken to belong together. Undefined where
 * cells would be so coarse that fewer than 8 make a core.
 */
export function cellsOf(
  program: EventProgram,
  loadOf: Float64Array,
  coreNeurons: number,
  grain: "fine" | "merged",
  spikeCounts: Float64Array | undefined,
): Cells | undefined {
  const units = program.populations.map(({ name }) => Math.max(1, ...program.projections.filter(({ target }) => target === name).map(channelsOf)));
  const narrowest = Math.min(...units);
  const first = grain === "fine" ? 1 : 2 ** Math.max(0, Math.floor(Math.log2(coreNeurons / CELLS_OF_A_CORE / narrowest)));
  for (let merged = first; ; merged *= 2) {
    if (merged * 8 > coreNeurons || (grain === "fine" && merged > 1)) return undefined;
    const sizes = units.map((unit) =>
      Math.max(1, Math.min(Math.max(unit, Math.floor((narrowest * merged) / unit) * unit), Math.floor(coreNeurons / 8))),
    );
    const cells = program.populations.reduce((sum, { size }, index) => sum + Math.ceil(size / sizes[index]), 0);
    if (cells > MOST_CELLS) continue;
    const built = build(program, sizes, narrowest * merged, cells, loadOf, spikeCounts);
    if (built !== undefined) return built;
  }
}

function channelsOf({ connectivity }: EventProgram["projections"][number]): number {
  switch (connectivity.kind) {
    case "conv1d":
    case "conv2d":
      return connectivity.outChannels;
    case "pool":
      return connectivity.channels;
    default:
      return 1;
  }
}

function build(
  program: EventProgram,
  sizes: readonly number[],
  merged: number,
  cells: number,
  loadOf: Float64Array,
  spikeCounts: Float64Array | undefined,
): Cells | undefined {
  const layout = layoutOf(program);
  const start = new Uint32Array(cells + 1);
  const cellOf = new Uint32Array(layout.neurons);
  const load = new Float64Array(cells);
  let cell = 0;
  program.populations.forEach(({ name, size }, index) => {
    const first = lookup(layout.populationStart, name);
    for (let own = 0; own < size; own += sizes[index]) {
      start[cell] = first + own;
      for (let neuron = first + own; neuron < first + Math.min(size, own + sizes[index]); neuron++) {
        cellOf[neuron] = cell;
        load[cell] += loadOf[neuron];
      }
      cell++;
    }
  });
  start[cells] = layout.neurons;

  let pins = new Uint32Array(1 << 16);
  let pinCount = 0;
  const netStart: number[] = [0];
  const netWeight: number[] = [];
  const lastNet = new Int32Array(cells).fill(-1);
  let net = 0;
  const add = (vertex: number): void => {
    if (lastNet[vertex] === net) return;
    lastNet[vertex] = net;
    if (pinCount === pins.length) {
      const larger = new Uint32Array(2 * pins.length);
      larger.set(pins);
      pins = larger;
    }
    pins[pinCount++] = vertex;
  };
  const close = (weight: number): boolean => {
    const first = netStart[netStart.length - 1];
    // A net of one vertex costs nothing wherever it lies.
    if (pinCount - first < 2 || weight <= 0) pinCount = first;
    else {
      netStart.push(pinCount);
      netWeight.push(weight);
    }
    net++;
    return pinCount <= MOST_PINS;
  };
  const outbound = program.projections.map((projection) => ({
    projection,
    table: lookup(layout.tableOf, projection.table),
    first: lookup(layout.populationStart, projection.target),
  }));
  const reach = (links: typeof outbound, source: number): void => {
    for (const { projection, table, first } of links) {
      visitFanout(projection, table, source, (target, length) => {
        if (length === 0) return;
        const last = cellOf[first + target + length - 1];
        for (let vertex = cellOf[first + target]; vertex <= last; vertex++) add(vertex);
      });
    }
  };
  for (const port of program.inputs) {
    const links = outbound.filter(({ projection: { source } }) => source.kind === "input" && source.port === port.name);
    for (let line = 0; line < port.lines; line += merged) {
      const end = Math.min(port.lines, line + merged);
      for (let l = line; l < end; l++) reach(links, l);
      if (!close(LINE_WEIGHT * (end - line))) return undefined;
    }
  }
  for (let population = 0, at = 0; population < program.populations.length; population++) {
    const { name, size } = program.populations[population];
    const first = lookup(layout.populationStart, name);
    const links = outbound.filter(({ projection: { source } }) => source.kind === "population" && source.population === name);
    for (; at < cells && start[at] < first + size; at++) {
      let weight = 0;
      if (links.length === 0) continue;
      add(at);
      for (let neuron = start[at]; neuron < start[at + 1]; neuron++) {
        reach(links, neuron - first);
        weight += spikeCounts === undefined ? 1 : spikeCounts[neuron];
      }
      if (!close(weight)) return undefined;
    }
  }
  return {
    start,
    graph: { vertices: cells, load, netStart: Uint32Array.from(netStart), pins: pins.slice(0, pinCount), netWeight: Float64Array.from(netWeight) },
  };
}

/** Nets of each vertex: nets[start[v]] .. nets[start[v + 1]]. */
export interface Incidence {
  readonly start: Uint32Array;
  readonly nets: Uint32Array;
}

export function incidenceOf({ vertices, netStart, pins }: Hypergraph): Incidence {
  const start = new Uint32Array(vertices + 1);
  for (const vertex of pins) start[vertex + 1]++;
  for (let vertex = 0; vertex < vertices; vertex++) start[vertex + 1] += start[vertex];
  const next = start.slice();
  const nets = new Uint32Array(pins.length);
  for (let net = 0; net + 1 < netStart.length; net++) {
    for (let pin = netStart[net]; pin < netStart[net + 1]; pin++) nets[next[pins[pin]]++] = net;
  }
  return { start, nets };
}

/**
 * The hypergraph whose vertex `image[v]` stands for v (negative: left out). Nets keep the pins that are left and those
 * with fewer than two go; nets with equal pins become one with the sum of their weights.
 */
export function projectHypergraph(graph: Hypergraph, image: Int32Array, vertices: number): Hypergraph {
  const load = new Float64Array(vertices);
  for (let vertex = 0; vertex < graph.vertices; vertex++) if (image[vertex] >= 0) load[image[vertex]] += graph.load[vertex];
  const nets = graph.netStart.length - 1;
  const pins = new Uint32Array(graph.pins.length);
  const netStart = new Uint32Array(nets + 1);
  const netWeight = new Float64Array(nets);
  const lastNet = new Int32Array(vertices).fill(-1);
  const tableSize = 2 ** Math.ceil(Math.log2(2 * nets + 2));
  const table = new Int32Array(tableSize).fill(-1);
  let count = 0;
  for (let net = 0; net < nets; net++) {
    const first = netStart[count];
    let end = first;
    for (let pin = graph.netStart[net]; pin < graph.netStart[net + 1]; pin++) {
      const vertex = image[graph.pins[pin]];
      if (vertex < 0 || lastNet[vertex] === net) continue;
      lastNet[vertex] = net;
      pins[end++] = vertex;
    }
    if (end - first < 2) continue;
    pins.subarray(first, end).sort();
    let hash = end - first;
    for (let pin = first; pin < end; pin++) hash = Math.imul(hash ^ pins[pin], 0x01000193) + pin - first;
    let slot = (hash ^ (hash >>> 15)) & (tableSize - 1);
    while (table[slot] >= 0 && !hasPins(netStart, pins, table[slot], first, end)) slot = (slot + 1) & (tableSize - 1);
    if (table[slot] >= 0) netWeight[table[slot]] += graph.netWeight[net];
    else {
      table[slot] = count;
      netWeight[count++] = graph.netWeight[net];
      netStart[count] = end;
    }
  }
  return { vertices, load, netStart: netStart.slice(0, count + 1), pins: pins.slice(0, netStart[count]), netWeight: netWeight.slice(0, count) };
}

function hasPins(netStart: Uint32Array, pins: Uint32Array, net: number, first: number, end: number): boolean {
  const start = netStart[net];
  if (netStart[net + 1] - start !== end - first) return false;
  for (let i = 0; i < end - first; i++) if (pins[start + i] !== pins[first + i]) return false;
  return true;
}
