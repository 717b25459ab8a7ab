/** Reads synapse words bit by bit, as README.md in this folder describes them; shares no code with what writes them. */
import type { MappedCore } from "./mapping.js";
import type { MappingRule } from "./mapping-rules.js";

/** One stored synapse as a core reads it. */
export interface StoredSynapse {
  readonly compartment: number;
  readonly format: number;
  /** As stored: two's complement in mixed mode, else a magnitude. */
  readonly stored: number;
  /** What is stored: the delay on top of the timestep that every spike takes. */
  readonly delay: number;
}

/** Number of bits of the count in a group's header; the format takes the others. */
const COUNT_BITS = 6;
export const HEADER_BITS = 10;
/** Groups hold 1..64 synapses, since their count has 6 bits. */
export const MOST_IN_GROUP = 2 ** COUNT_BITS;

/** What keeps a list from being read. */
export interface ListProblem {
  readonly rule: MappingRule;
  readonly message: string;
}

/** Visits the synapses of atom `atom` of input axon `axon`, up to a group that makes no sense. */
export function visitSynapses(
  core: MappedCore,
  wordBits: number,
  axon: number,
  atom: number,
  visit: (compartment: number, format: number, stored: number, delay: number) => void,
): ListProblem | undefined {
  const { pointer, words, base } = core.inputAxons;
  const start = (pointer[axon] + atom * words[axon]) * wordBits;
  const end = start + words[axon] * wordBits;
  if (end > core.synapses.length * 8) {
    const held = Math.floor((core.synapses.length * 8) / wordBits);
    return { rule: "mapping-list-beyond-memory", message: `axon ${axon} reads up to word ${end / wordBits} of ${held}` };
  }
  const bit = (at: number): number => (core.synapses[Math.floor(at / 8)] >> (at % 8)) & 1;
  const field = (at: number, bits: number): number => {
    let value = 0;
    for (let i = 0; i < bits; i++) value += bit(at + i) * 2 ** i;
    return value;
  };
  let nextDense = base[axon];
  for (let at = start; at < end; ) {
    const index = field(at, HEADER_BITS - COUNT_BITS);
    const count = field(at + HEADER_BITS - COUNT_BITS, COUNT_BITS) + 1;
    if (index >= core.formats.length) {
      return { rule: "mapping-group-format", message: `axon ${axon} has a group of format ${index} of ${core.formats.length}` };
    }
    const { weightBits, delayBits, indexBits, compression, signMode } = core.formats[index];
    at += HEADER_BITS;
    if (at + count * (weightBits + delayBits + indexBits) > end) {
      return { rule: "mapping-group-length", message: `a group of axon ${axon} runs beyond its ${words[axon]} words` };
    }
    for (let i = 0; i < count; i++) {
      const raw = field(at, weightBits);
      at += weightBits;
      const delay = field(at, delayBits);
      at += delayBits;
      const compartment = compression === "dense" ? nextDense++ : base[axon] + field(at, indexBits);
      at += indexBits;
      const isNegative = signMode === "mixed" && raw >= 2 ** (weightBits - 1);
      visit(compartment, index, isNegative ? raw - 2 ** weightBits : raw, delay);
    }
    at = Math.ceil(at / wordBits) * wordBits;
  }
  return undefined;
}

/** The same as an array; throws Error where the words say nothing sensible. */
export function readSynapses(core: MappedCore, wordBits: number, axon: number, atom: number): StoredSynapse[] {
  const synapses: StoredSynapse[] = [];
  const problem = visitSynapses(core, wordBits, axon, atom, (compartment, format, stored, delay) =>
    synapses.push({ compartment, format, stored, delay }),
  );
  if (problem !== undefined) throw new Error(problem.message);
  return synapses;
}
