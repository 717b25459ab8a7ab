/**
 * The program's connectivity as the mapper needs it: every segment once, in typed arrays, sorted by its first target, so
 * that what reaches a range of neurons is found without looking at the rest. Targets are *places*: neurons in the order
 * in which the mapper fills cores.
 */
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";

export interface Segments {
  readonly count: number;
  readonly source: Uint32Array;
  readonly place: Uint32Array;
  readonly length: Uint32Array;
  readonly weight: Uint32Array;
  readonly projection: Uint16Array;
  readonly longest: number;
}

/** What reaches the places [first, end), clipped to them and sorted by source. */
export interface CoreSegments {
  readonly count: number;
  readonly source: Uint32Array;
  /** First compartment. */
  readonly target: Uint32Array;
  readonly length: Uint32Array;
  readonly weight: Uint32Array;
  readonly projection: Uint16Array;
}

/**
 * Places in the order of filling: populations that input lines reach come first, so that the runs of a line's weights
 * lie side by side. Returns the neuron of each place.
 */
export function placeNeurons(program: EventProgram): Uint32Array {
  const layout = layoutOf(program);
  const fromInput = new Set(program.projections.filter((projection) => projection.source.kind === "input").map((projection) => projection.target));
  const ordered = [
    ...program.populations.filter((population) => fromInput.has(population.name)),
    ...program.populations.filter((population) => !fromInput.has(population.name)),
  ];
  const neurons = new Uint32Array(layout.neurons);
  let place = 0;
  for (const population of ordered) {
    const start = lookup(layout.populationStart, population.name);
    for (let i = 0; i < population.size; i++) neurons[place++] = start + i;
  }
  return neurons;
}

export function collectSegments(program: EventProgram, neuronOfPlace: Uint32Array): Segments {
  const layout = layoutOf(program);
  const placeOf = new Uint32Array(layout.neurons);
  neuronOfPlace.forEach((neuron, place) => {
    placeOf[neuron] = place;
  });
  const forEach = (visit: (source: number, place: number, length: number, weight: number, projection: number) => void): void => {
    program.projections.forEach((projection, index) => {
      const table = lookup(layout.tableOf, projection.table);
      const targetStart = placeOf[lookup(layout.populationStart, projection.target)];
      const { start, count } = sourcesOf(program, layout, projection);
      // A pool's weights are one weight again and again: only a segment of length 1 reads it right, and pools have no other.
      for (let source = 0; source < count; source++) {
        visitFanout(projection, table, source, (target, length, weight) => {
          if (length > 0) visit(start + source, targetStart + target, length, weight, index);
        });
      }
    });
  };
  // Counting sort by first place, stable in the order of projections and sources.
  const next = new Uint32Array(layout.neurons + 1);
  let longest = 0;
  forEach((_source, place, length) => {
    next[place + 1]++;
    longest = Math.max(longest, length);
  });
  for (let place = 0; place < layout.neurons; place++) next[place + 1] += next[place];
  const count = next[layout.neurons];
  const segments = {
    count,
    longest,
    source: new Uint32Array(count),
    place: new Uint32Array(count),
    length: new Uint32Array(count),
    weight: new Uint32Array(count),
    projection: new Uint16Array(count),
  };
  forEach((source, place, length, weight, projection) => {
    const index = next[place]++;
    segments.source[index] = source;
    segments.place[index] = place;
    segments.length[index] = length;
    segments.weight[index] = weight;
    segments.projection[index] = projection;
  });
  return segments;
}

/** Clips the segments to the places [first, end). `sources` is the number of sources of the program. */
export function clipSegments(segments: Segments, sources: number, first: number, end: number): CoreSegments {
  const from = lowerBound(segments.place, Math.max(0, first - segments.longest + 1));
  const to = lowerBound(segments.place, end);
  const next = new Uint32Array(sources + 1);
  let count = 0;
  for (let s = from; s < to; s++) {
    if (segments.place[s] + segments.length[s] <= first) continue;
    next[segments.source[s] + 1]++;
    count++;
  }
  for (let source = 0; source < sources; source++) next[source + 1] += next[source];
  const clipped = {
    count,
    source: new Uint32Array(count),
    target: new Uint32Array(count),
    length: new Uint32Array(count),
    weight: new Uint32Array(count),
    projection: new Uint16Array(count),
  };
  for (let s = from; s < to; s++) {
    const start = Math.max(segments.place[s], first);
    const stop = Math.min(segments.place[s] + segments.length[s], end);
    if (stop <= start) continue;
    const index = next[segments.source[s]]++;
    clipped.source[index] = segments.source[s];
    clipped.target[index] = start - first;
    clipped.length[index] = stop - start;
    clipped.weight[index] = segments.weight[s] + (start - segments.place[s]);
    clipped.projection[index] = segments.projection[s];
  }
  return clipped;
}

function lowerBound(ascending: Uint32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
