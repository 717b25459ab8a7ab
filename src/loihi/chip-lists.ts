/**
 * A mapping's tables in flat arrays, as counting reads them: what a source sends where, what a list delivers and to which
 * compartments. Lists that reach the same compartments share a mask, so that counting marks a mask, not each synapse.
 */
import { DIRECTIONS } from "./links.js";
import { type MappedProgram, tileOf } from "./mapping.js";
import { hopsBetween } from "./place.js";
import { readSynapses } from "./stored-synapses.js";

/** Destinations of source s: start[s] .. start[s + 1], each a list of a core. */
export interface ListRoutes {
  readonly start: Uint32Array;
  readonly core: Uint32Array;
  readonly list: Uint32Array;
}

/** Cores between which messages pass, and their ways. */
export interface CorePairs {
  readonly eastWest: Uint16Array;
  readonly northSouth: Uint16Array;
  /** Links of a pair's way: link[start[pair] .. start[pair + 1]], numbered as `LinkLoads.load`. */
  readonly start: Uint32Array;
  readonly link: Uint32Array;
  /** Of all chips, links and columns of tiles. */
  readonly links: number;
  readonly columns: number;
}

export interface ChipLists {
  readonly cores: number;
  /** 32-bit words of a mask. */
  readonly words: number;
  /** Timesteps that something can be under way, + 1. */
  readonly slots: number;
  /** Of each list: stored synapses, and its parts partStart[l] .. partStart[l + 1], one for each delay and mask. */
  readonly operations: Uint32Array;
  readonly partStart: Uint32Array;
  readonly partDelay: Uint8Array;
  readonly partMask: Uint32Array;
  /** Of each mask: its core, and the compartments as bits, [masks x words]. */
  readonly maskCore: Uint32Array;
  readonly maskBits: Uint32Array;
  /** By input line, and by neuron with the pair of cores of each message. */
  readonly host: ListRoutes;
  readonly outputs: ListRoutes & { readonly pair: Uint32Array };
  readonly coreOf: Uint32Array;
  readonly pairs: CorePairs;
}

export function chipLists(mapped: MappedProgram): ChipLists {
  const { cores, host } = mapped;
  const words = Math.ceil(Math.max(1, ...cores.map(({ neurons }) => neurons.length)) / 32);
  const firstList: Uint32Array[] = [];
  const operations: number[] = [];
  const partStart: number[] = [0];
  const partDelay: number[] = [];
  const partMask: number[] = [];
  const maskCore: number[] = [];
  const maskBits: number[] = [];
  cores.forEach((core, index) => {
    const { atoms } = core.inputAxons;
    const known = new Map<string, number>();
    firstList.push(new Uint32Array(atoms.length));
    for (let axon = 0; axon < atoms.length; axon++) {
      firstList[index][axon] = operations.length;
      for (let atom = 0; atom < atoms[axon]; atom++) {
        const synapses = readSynapses(core, mapped.coreLimits.wordBits, axon, atom);
        const byDelay = new Map<number, Uint32Array>();
        for (const { delay, compartment } of synapses) {
          let bits = byDelay.get(delay);
          if (bits === undefined) {
            bits = new Uint32Array(words);
            byDelay.set(delay, bits);
          }
          bits[compartment >>> 5] |= 1 << (compartment & 31);
        }
        for (const [delay, bits] of byDelay) {
          const key = bits.join();
          let mask = known.get(key);
          if (mask === undefined) {
            mask = maskCore.push(index) - 1;
            known.set(key, mask);
            maskBits.push(...bits);
          }
          partDelay.push(delay + 1);
          partMask.push(mask);
        }
        operations.push(synapses.length);
        partStart.push(partDelay.length);
      }
    }
  });
  const listOf = (core: number, axon: number, atom: number): number => firstList[core][axon] + atom;
  return {
    cores: cores.length,
    words,
    slots: partDelay.reduce((most, delay) => Math.max(most, delay), 0) + 1,
    operations: Uint32Array.from(operations),
    partStart: Uint32Array.from(partStart),
    partDelay: Uint8Array.from(partDelay),
    partMask: Uint32Array.from(partMask),
    maskCore: Uint32Array.from(maskCore),
    maskBits: Uint32Array.from(maskBits),
    host: { start: host.lineStart, core: host.core, list: host.core.map((core, r) => listOf(core, host.axon[r], host.atom[r])) },
    ...outputsOf(mapped, listOf),
  };
}

function outputsOf(
  mapped: MappedProgram,
  listOf: (core: number, axon: number, atom: number) => number,
): Pick<ChipLists, "outputs" | "coreOf" | "pairs"> {
  const { cores } = mapped;
  const neurons = mapped.populations.reduce((sum, { size }) => sum + size, 0);
  const coreOf = new Uint32Array(neurons);
  const start = new Uint32Array(neurons + 1);
  cores.forEach((core, index) => {
    for (const neuron of core.neurons) coreOf[neuron] = index;
    for (const compartment of core.outputAxons.compartment) start[core.neurons[compartment] + 1]++;
  });
  for (let neuron = 0; neuron < neurons; neuron++) start[neuron + 1] += start[neuron];
  const next = start.slice();
  const outputs = { start, core: new Uint32Array(start[neurons]), list: new Uint32Array(start[neurons]), pair: new Uint32Array(start[neurons]) };
  const pairOf = new Map<number, number>();
  const ends: [from: number, to: number][] = [];
  cores.forEach(({ neurons: neuronOf, outputAxons }, from) => {
    outputAxons.compartment.forEach((compartment, axon) => {
      const at = next[neuronOf[compartment]]++;
      const to = outputAxons.core[axon];
      const key = from * cores.length + to;
      let pair = pairOf.get(key);
      if (pair === undefined) {
        pair = ends.push([from, to]) - 1;
        pairOf.set(key, pair);
      }
      outputs.core[at] = to;
      outputs.list[at] = listOf(to, outputAxons.axon[axon], outputAxons.atom[axon]);
      outputs.pair[at] = pair;
    });
  });
  return { outputs, coreOf, pairs: pairsOf(mapped, ends) };
}

/** Ways of the pairs: along the row first, then along the column (XY routing). */
function pairsOf({ cores, mesh }: MappedProgram, ends: readonly (readonly [from: number, to: number])[]): CorePairs {
  const columns = mesh.chips * mesh.tilesX;
  const start = new Uint32Array(ends.length + 1);
  const link: number[] = [];
  ends.forEach(([from, to], pair) => {
    const [a, b] = [tileOf(mesh, cores[from].id), tileOf(mesh, cores[to].id)];
    const [toX, fromX] = [b.chip * mesh.tilesX + b.x, a.chip * mesh.tilesX + a.x];
    for (let x = fromX; x !== toX; x += Math.sign(toX - fromX)) link.push(DIRECTIONS.length * (a.y * columns + x) + (toX > fromX ? 0 : 1));
    for (let y = a.y; y !== b.y; y += Math.sign(b.y - a.y)) link.push(DIRECTIONS.length * (y * columns + toX) + (b.y > a.y ? 2 : 3));
    start[pair + 1] = link.length;
  });
  const hops = ends.map(([from, to]) => hopsBetween(mesh, cores[from].id, cores[to].id));
  return {
    eastWest: Uint16Array.from(hops, ({ eastWest }) => eastWest),
    northSouth: Uint16Array.from(hops, ({ northSouth }) => northSouth),
    start,
    link: Uint32Array.from(link),
    links: DIRECTIONS.length * columns * mesh.tilesY,
    columns,
  };
}
