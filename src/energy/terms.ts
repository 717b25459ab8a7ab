/** The two kinds of term that a digital system is made of, and how terms become lines: count x cost, nothing else. */
import type { EnergyLine, EnergyPart, EnergyTerm, Precision } from "../util/results.js";
import type { DigitalCostTable, MemoryLevel, OperationName } from "./costs.js";

/** Bits moved by one access; costs are per such word. */
export const WORD_BITS = 64;

/** `count` operations of one kind. */
export function operations(table: DigitalCostTable, name: OperationName, what: string, count: number): EnergyTerm {
  const { picojoules, source } = table.operations[name];
  return { part: "arithmetic", what, cost: `operations.${name}`, count, picojoulesEach: picojoules, source };
}

/** `words` 64-bit accesses, read or write, of an array of `bytes`; its size alone decides what one costs. */
export function accesses(table: DigitalCostTable, what: string, words: number, bytes: number): EnergyTerm {
  const level = levelOf(table, bytes);
  return {
    part: "memory",
    what: `${what} (array of ${formatBytes(bytes)})`,
    cost: `memory.${level.name}`,
    count: words,
    picojoulesEach: level.picojoules,
    source: level.source,
  };
}

/** The level where an array of `bytes` lives: the first that holds it whole. */
export function levelOf(table: DigitalCostTable, bytes: number): MemoryLevel {
  const level = table.memory.find((one) => one.maximumBytes === undefined || bytes <= one.maximumBytes);
  if (level === undefined) throw new Error(`cost table ${table.name} has no level without a maximum`);
  return level;
}

/** 64-bit words of one row of so many elements, fetched at a random address: rounded up. */
export function rowWords(elements: number, bits: number): number {
  return Math.ceil((elements * bits) / WORD_BITS);
}

/** 64-bit words of elements that lie side by side in a small working memory: not rounded. */
export function packedWords(elements: number, bits: number): number {
  return (elements * bits) / WORD_BITS;
}

/** Terms that happened; a count of zero is no term. */
export function occurring(terms: readonly EnergyTerm[]): EnergyTerm[] {
  return terms.filter((term) => term.count > 0);
}

/** What a line says beside its terms. */
export interface LineHead {
  readonly id: string;
  readonly system: string;
  readonly precision: Precision;
  readonly countsFrom: EnergyLine["countsFrom"];
  readonly latencySeconds?: number;
}

/** The two lines of a digital system: its arithmetic alone, then with memory. */
export function digitalLines(table: DigitalCostTable, head: LineHead, terms: readonly EnergyTerm[]): EnergyLine[] {
  const all = occurring(terms);
  const arithmetic = all.filter((term) => term.part === "arithmetic");
  return [
    { ...head, table: table.name, kind: "arithmetic", picojoulesPerInference: sumOf(arithmetic), terms: arithmetic },
    { ...head, table: table.name, kind: "arithmetic+memory", picojoulesPerInference: sumOf(all), terms: all },
  ];
}

/** Energy of a list of terms in pJ, of one part if given. */
export function sumOf(terms: readonly EnergyTerm[], part?: EnergyPart): number {
  return terms.reduce((sum, term) => (part === undefined || term.part === part ? sum + term.count * term.picojoulesEach : sum), 0);
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / (1024 * 1024)).toFixed(1)} MiB`;
}
