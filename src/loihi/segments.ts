/**
 * The program's connectivity as the mapper needs it. Targets are *places*: neurons in the order in which cores are filled.
 * Fan-outs are streamed from the connectivity into a window of places at a time, in typed arrays sorted by place, so that
 * what reaches a core is found without looking at the rest and no more than a window is ever held.
 */
import { visitFanout } from "../event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../event/layout.js";
import type { EventProgram } from "../event/program.js";

/** Segments that begin in a window of places. */
interface Window {
  readonly first: number;
  readonly end: number;
  readonly source: Uint32Array;
  readonly place: Uint32Array;
  readonly length: Uint16Array;
  readonly weight: Uint32Array;
  readonly projection: Uint16Array;
}

/** What reaches the places [first, end), clipped to them and sorted by source, then by target. */
export interface CoreSegments {
  readonly count: number;
  readonly source: Uint32Array;
  /** First compartment. */
  readonly target: Uint32Array;
  readonly length: Uint32Array;
  readonly weight: Uint32Array;
  readonly projection: Uint16Array;
}

export interface SegmentReader {
  /** What reaches the places [first, end). Cheapest for places that ascend from call to call. */
  clip(first: number, end: number): CoreSegments;
}

/** Longer runs are cut, so that looking back for those that reach into a core stays short. */
const LONGEST = 1024;
const WINDOW_SEGMENTS = 55_000_000;

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

/** Reads the connectivity of a program whose neurons lie at these places. */
export function readSegments(program: EventProgram, neuronOfPlace: Uint32Array): SegmentReader {
  const layout = layoutOf(program);
  const neurons = layout.neurons;
  const sources = layout.inputLines + neurons;
  const placeOf = new Uint32Array(neurons);
  neuronOfPlace.forEach((neuron, place) => {
    placeOf[neuron] = place;
  });
  // Neurons from n up to runEnd[n] lie at consecutive places.
  const runEnd = new Uint32Array(neurons);
  for (let neuron = neurons - 1; neuron >= 0; neuron--) {
    runEnd[neuron] = neuron + 1 < neurons && placeOf[neuron + 1] === placeOf[neuron] + 1 ? runEnd[neuron + 1] : neuron + 1;
  }
  type Visit = (source: number, place: number, length: number, weight: number, projection: number) => void;
  /** Every run of synapses that begins at a place in [first, end), in the order of projections and sources. */
  const stream = (first: number, end: number, visit: Visit): void => {
    program.projections.forEach((projection, index) => {
      const { connectivity } = projection;
      const table = lookup(layout.tableOf, projection.table);
      const targetStart = lookup(layout.populationStart, projection.target);
      const { start, count } = sourcesOf(program, layout, projection);
      if (connectivity.kind === "sparse") {
        // Most synapses of a large network lie here: those of other windows are passed over before anything else is done.
        const { rowStart, targets } = connectivity;
        for (let source = 0; source < count; source++) {
          const rowEnd = rowStart[source + 1];
          for (let at = rowStart[source]; at < rowEnd; ) {
            const neuron = targetStart + targets[at];
            const place = placeOf[neuron];
            const runStart = at++;
            const most = Math.min(runEnd[neuron] - neuron, LONGEST);
            while (at < rowEnd && at - runStart < most && targets[at] === targets[runStart] + (at - runStart)) at++;
            if (place >= first && place < end) visit(start + source, place, at - runStart, runStart, index);
          }
        }
        return;
      }
      // A pool's weights are one weight again and again: only a segment of length 1 reads it right, and pools have no other.
      for (let source = 0; source < count; source++) {
        visitFanout(projection, table, source, (target, length, weight) => {
          const stop = targetStart + target + length;
          for (let neuron = targetStart + target, at = weight; neuron < stop; ) {
            const run = Math.min(stop, runEnd[neuron], neuron + LONGEST) - neuron;
            const place = placeOf[neuron];
            if (place >= first && place < end) visit(start + source, place, run, at, index);
            neuron += run;
            at += run;
          }
        });
      }
    });
  };
  // startsBefore[p]: segments that begin at places before p.
  const startsBefore = new Float64Array(neurons + 1);
  stream(0, neurons, (_source, place) => startsBefore[place + 1]++);
  for (let place = 0; place < neurons; place++) startsBefore[place + 1] += startsBefore[place];

  const collect = (first: number, end: number): Window => {
    const before = startsBefore[first];
    const count = startsBefore[end] - before;
    const next = new Uint32Array(end - first);
    for (let place = first; place < end; place++) next[place - first] = startsBefore[place] - before;
    const source = new Uint32Array(count);
    const place = new Uint32Array(count);
    const length = new Uint16Array(count);
    const weight = new Uint32Array(count);
    const projection = new Uint16Array(count);
    // Stable in the order of projections and sources.
    stream(first, end, (from, at, run, firstWeight, link) => {
      const index = next[at - first]++;
      source[index] = from;
      place[index] = at;
      length[index] = run;
      weight[index] = firstWeight;
      projection[index] = link;
    });
    return { first, end, source, place, length, weight, projection };
  };

  let window: Window | undefined;
  const windowFor = (first: number, end: number): Window => {
    const from = Math.max(0, first - LONGEST + 1);
    if (window !== undefined && window.first <= from && window.end >= end) return window;
    window = undefined;
    const most = startsBefore[from] + WINDOW_SEGMENTS;
    let low = end;
    let high = neurons;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (startsBefore[middle] <= most) low = middle;
      else high = middle - 1;
    }
    window = collect(from, low);
    return window;
  };

  const seen = new Uint32Array(sources);
  return {
    clip(first, end) {
      const held = windowFor(first, end);
      const from = startsBefore[Math.max(0, first - LONGEST + 1)] - startsBefore[held.first];
      const to = startsBefore[end] - startsBefore[held.first];
      return clip(held, seen, from, to, first, end);
    },
  };
}

/** Clips the segments [from, to) of a window. `seen` [sources] is all zero before and after. */
function clip(window: Window, seen: Uint32Array, from: number, to: number, first: number, end: number): CoreSegments {
  const { source, place, length } = window;
  const distinct: number[] = [];
  let count = 0;
  for (let s = from; s < to; s++) {
    if (place[s] + length[s] <= first) continue;
    if (seen[source[s]]++ === 0) distinct.push(source[s]);
    count++;
  }
  const ascending = Uint32Array.from(distinct).sort();
  let next = 0;
  for (const s of ascending) {
    const own = seen[s];
    seen[s] = next;
    next += own;
  }
  const clipped = {
    count,
    source: new Uint32Array(count),
    target: new Uint32Array(count),
    length: new Uint32Array(count),
    weight: new Uint32Array(count),
    projection: new Uint16Array(count),
  };
  for (let s = from; s < to; s++) {
    const start = Math.max(place[s], first);
    const stop = Math.min(place[s] + length[s], end);
    if (stop <= start) continue;
    const index = seen[source[s]]++;
    clipped.source[index] = source[s];
    clipped.target[index] = start - first;
    clipped.length[index] = stop - start;
    clipped.weight[index] = window.weight[s] + (start - place[s]);
    clipped.projection[index] = window.projection[s];
  }
  for (const s of ascending) seen[s] = 0;
  return clipped;
}
