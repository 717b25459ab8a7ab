/**
 * One core's synapse memory, read once from its words and laid out for speed.
 *
 * The words of a list (one source on one core) become, for each delay, either a packed row or a scatter part:
 *
 * - A **row** holds the stored weights of a range of compartments, absent ones as 0, in 16 bit each. Up to 128 rows of
 *   |weight| <= 255 add up within 16 bit, so that one addition of a vector is eight synaptic operations. Rows begin and end
 *   on tiles of 32 compartments; rows with the same tiles and the same power of two are a band and are added up together,
 *   in the timestep in which they arrive.
 * - A **scatter part** is pairs of compartment and delivered weight, for what is too sparse for a row.
 */
import type { InputAxons, MappedCore, SynapseFormat } from "./mapping.js";
import { countBits } from "./pack.js";
import type { LoihiTarget } from "./target.js";
import { storedWeightExponent } from "./weights.js";

/** Compartments of a tile: as many sums as kernel.wasm.ts keeps in registers. */
export const TILE_COMPARTMENTS = 32;
/** Rows whose sum stays within 16 bit: 128 x 255 < 2^15. */
export const EXACT_ROWS = 128;
const ROW_WEIGHT_MAX = 255;
/** A row is worth its padding from this many synapses a tile on: a tile is four additions, a scattered synapse more than one. */
const SYNAPSES_PER_TILE = 4;

/** Rows that are added up together; their weights count 2^exponent. */
export interface Band {
  readonly firstTile: number;
  readonly tiles: number;
  readonly exponent: number;
}

/** Lists with equal words and base are one; list l owns rows rowStart[l] .. rowStart[l + 1], and parts likewise. */
export interface SynapseRows {
  /** List of atom a of axon i: listOf[firstAtom[i] + a]. */
  readonly firstAtom: Uint32Array;
  readonly listOf: Uint32Array;
  /** Stored synapses of each list, explicit zeros included. */
  readonly synapses: Uint32Array;
  readonly bands: readonly Band[];
  readonly rowStart: Uint32Array;
  readonly rowBand: Uint32Array;
  /** Timesteps from emission to arrival. */
  readonly rowDelay: Uint8Array;
  /** First weight of the row in `weights`. */
  readonly rowOffset: Uint32Array;
  readonly weights: Int16Array;
  readonly partStart: Uint32Array;
  readonly partDelay: Uint8Array;
  /** Pairs of part p: pairStart[p] .. pairStart[p + 1]. */
  readonly pairStart: Uint32Array;
  readonly pairCompartment: Uint16Array;
  /** As delivered. */
  readonly pairWeight: Int32Array;
  readonly longestDelay: number;
}

/** Lays a core's synapses out; the core's tables must have been validated. */
export function synapseRowsOf(core: MappedCore, target: LoihiTarget): SynapseRows {
  const { inputAxons } = core;
  const axons = inputAxons.source.length;
  const firstAtom = new Uint32Array(axons + 1);
  for (let axon = 0; axon < axons; axon++) firstAtom[axon + 1] = firstAtom[axon] + inputAxons.atoms[axon];
  const listOf = new Uint32Array(firstAtom[axons]);
  const known = new Map<string, number>();
  const layout = newLayout();
  const formats = core.formats.map((format) => weightsOf(format, target));
  const reader = listReader(core, formats, target);
  for (let axon = 0; axon < axons; axon++) {
    for (let atom = 0; atom < inputAxons.atoms[axon]; atom++) {
      const key = keyOf(inputAxons, axon, atom);
      let list = known.get(key);
      if (list === undefined) {
        list = known.size;
        known.set(key, list);
        addList(layout, reader(axon, atom));
      }
      listOf[firstAtom[axon] + atom] = list;
    }
  }
  return finish(layout, firstAtom, listOf);
}

function keyOf({ pointer, words, base }: InputAxons, axon: number, atom: number): string {
  return `${pointer[axon] + atom * words[axon]} ${words[axon]} ${base[axon]}`;
}

/** What a stored number delivers: sign x stored x 2^exponent; below 1 each weight is shifted by itself, rounding down. */
interface FormatWeights extends SynapseFormat {
  readonly exponent: number;
  readonly droppedBits: number;
}

function weightsOf(format: SynapseFormat, target: LoihiTarget): FormatWeights {
  const exponent = storedWeightExponent(format.weightBits, format.signMode, format.weightExponent, target);
  return { ...format, exponent: Math.max(0, exponent), droppedBits: Math.max(0, -exponent) };
}

/** Synapses of one list that share a delay and a power of two. */
interface Part {
  readonly delay: number;
  readonly exponent: number;
  readonly compartments: number[];
  readonly weights: number[];
}

interface List {
  readonly synapses: number;
  readonly parts: readonly Part[];
}

/** Reads lists from the packed words: groups of a format, a count and so many synapses, lowest bit first. */
function listReader(core: MappedCore, formats: readonly FormatWeights[], target: LoihiTarget): (axon: number, atom: number) => List {
  const { synapses: bytes, inputAxons } = core;
  const { wordBits } = target.core;
  const countWidth = countBits(target);
  const formatWidth = target.synapse.groupHeaderBits - countWidth;
  let at = 0;
  const read = (bits: number): number => {
    let value = 0;
    for (let done = 0; done < bits; ) {
      const taken = Math.min(8 - (at & 7), bits - done);
      value |= ((bytes[at >>> 3] >>> (at & 7)) & ((1 << taken) - 1)) << done;
      at += taken;
      done += taken;
    }
    return value;
  };
  return (axon, atom) => {
    const parts = new Map<number, Part>();
    let synapses = 0;
    let nextDense = inputAxons.base[axon];
    at = (inputAxons.pointer[axon] + atom * inputAxons.words[axon]) * wordBits;
    const end = at + inputAxons.words[axon] * wordBits;
    while (at < end) {
      const format = formats[read(formatWidth)];
      const count = read(countWidth) + 1;
      const { weightBits, signMode, droppedBits, exponent } = format;
      for (let i = 0; i < count; i++) {
        const raw = read(weightBits);
        const delay = read(format.delayBits) + 1;
        at += target.synapse.tagBits;
        const compartment = format.compression === "dense" ? nextDense++ : inputAxons.base[axon] + read(format.indexBits);
        const signed = signMode === "mixed" ? (raw << (32 - weightBits)) >> (32 - weightBits) : signMode === "inhibitory" ? -raw : raw;
        const key = delay * 64 + exponent;
        let part = parts.get(key);
        if (part === undefined) {
          part = { delay, exponent, compartments: [], weights: [] };
          parts.set(key, part);
        }
        part.compartments.push(compartment);
        part.weights.push(signed >> droppedBits);
      }
      synapses += count;
      at = Math.ceil(at / wordBits) * wordBits;
    }
    return { synapses, parts: [...parts.values()] };
  };
}

/** `SynapseRows` while it grows. */
interface Layout {
  readonly synapses: number[];
  readonly bands: Band[];
  readonly bandOf: Map<string, number>;
  readonly rowStart: number[];
  readonly rowBand: number[];
  readonly rowDelay: number[];
  readonly rows: Int16Array[];
  readonly partStart: number[];
  readonly partDelay: number[];
  readonly pairs: { readonly compartments: Uint16Array; readonly weights: Int32Array }[];
}

function newLayout(): Layout {
  return {
    synapses: [],
    bands: [],
    bandOf: new Map(),
    rowStart: [0],
    rowBand: [],
    rowDelay: [],
    rows: [],
    partStart: [0],
    partDelay: [],
    pairs: [],
  };
}

function addList(layout: Layout, { synapses, parts }: List): void {
  layout.synapses.push(synapses);
  for (const part of parts) {
    const scattered = isDense(part) ? addRow(layout, part) : part;
    if (scattered.compartments.length === 0) continue;
    layout.partDelay.push(part.delay);
    layout.pairs.push({
      compartments: Uint16Array.from(scattered.compartments),
      weights: Int32Array.from(scattered.weights, (weight) => weight << part.exponent),
    });
  }
  layout.rowStart.push(layout.rows.length);
  layout.partStart.push(layout.pairs.length);
}

function tilesOf({ compartments }: Part): { first: number; tiles: number } {
  let low = compartments[0];
  let high = low;
  for (const compartment of compartments) {
    if (compartment < low) low = compartment;
    if (compartment > high) high = compartment;
  }
  const first = Math.floor(low / TILE_COMPARTMENTS);
  return { first, tiles: Math.floor(high / TILE_COMPARTMENTS) - first + 1 };
}

function isDense(part: Part): boolean {
  return part.compartments.length >= SYNAPSES_PER_TILE * tilesOf(part).tiles;
}

/** Adds the part as a row; what does not fit one (a second synapse to a compartment, a wide weight) is returned. */
function addRow(layout: Layout, part: Part): Pick<Part, "compartments" | "weights"> {
  const { first, tiles } = tilesOf(part);
  const key = `${first} ${tiles} ${part.exponent}`;
  let band = layout.bandOf.get(key);
  if (band === undefined) {
    band = layout.bands.push({ firstTile: first, tiles, exponent: part.exponent }) - 1;
    layout.bandOf.set(key, band);
  }
  const row = new Int16Array(tiles * TILE_COMPARTMENTS);
  const taken = new Uint8Array(row.length);
  const rest = { compartments: [] as number[], weights: [] as number[] };
  part.compartments.forEach((compartment, i) => {
    const weight = part.weights[i];
    const place = compartment - first * TILE_COMPARTMENTS;
    if (taken[place] === 1 || Math.abs(weight) > ROW_WEIGHT_MAX) {
      rest.compartments.push(compartment);
      rest.weights.push(weight);
      return;
    }
    taken[place] = 1;
    row[place] = weight;
  });
  layout.rowBand.push(band);
  layout.rowDelay.push(part.delay);
  layout.rows.push(row);
  return rest;
}

function finish(layout: Layout, firstAtom: Uint32Array, listOf: Uint32Array): SynapseRows {
  const rowOffset = new Uint32Array(layout.rows.length);
  let length = 0;
  layout.rows.forEach((row, index) => {
    rowOffset[index] = length;
    length += row.length;
  });
  const weights = new Int16Array(length);
  layout.rows.forEach((row, index) => {
    weights.set(row, rowOffset[index]);
  });
  const pairStart = new Uint32Array(layout.pairs.length + 1);
  layout.pairs.forEach(({ weights }, part) => {
    pairStart[part + 1] = pairStart[part] + weights.length;
  });
  const pairCompartment = new Uint16Array(pairStart[layout.pairs.length]);
  const pairWeight = new Int32Array(pairStart[layout.pairs.length]);
  layout.pairs.forEach(({ compartments, weights }, part) => {
    pairCompartment.set(compartments, pairStart[part]);
    pairWeight.set(weights, pairStart[part]);
  });
  const delays = [...layout.rowDelay, ...layout.partDelay];
  return {
    firstAtom,
    listOf,
    synapses: Uint32Array.from(layout.synapses),
    bands: layout.bands,
    rowStart: Uint32Array.from(layout.rowStart),
    rowBand: Uint32Array.from(layout.rowBand),
    rowDelay: Uint8Array.from(layout.rowDelay),
    rowOffset,
    weights,
    partStart: Uint32Array.from(layout.partStart),
    partDelay: Uint8Array.from(layout.partDelay),
    pairStart,
    pairCompartment,
    pairWeight,
    longestDelay: delays.reduce((longest, delay) => Math.max(longest, delay), 1),
  };
}
