/**
 * The core's parameters, the widths that follow from them, and the packing of memory rows: the table of rtl/README.md
 * as code. `image.ts` fills the rows; the test bench, the harness and the board link load them as they are.
 */
import { nextPowerOfTwo } from "../util/fixed.js";

/** Parameters of rtl/snn_core.v, by their Verilog names. */
export interface CrossbarParameters {
  readonly LANES: number;
  readonly GROUPS: number;
  readonly AXONS: number;
  readonly SEGMENTS: number;
  readonly WEIGHT_WORDS: number;
  /** 8, 4 or 2. */
  readonly WEIGHT_BITS: number;
  readonly SLOTS: number;
  readonly STATE_BITS: number;
  readonly EXPONENT_MAX: number;
  readonly LEAK_MAX: number;
  readonly HAS_BIAS: number;
  readonly HAS_SUBTRACT: number;
  readonly HAS_REFRACTORY: number;
  /** Loihi's CUBA LIF: the current is a second state, both decay by a multiplier. */
  readonly HAS_CUBA: number;
  /** Multipliers that the lanes share, with HAS_CUBA. */
  readonly CUBA_MULTIPLIERS: number;
  /** Bits of the period in which groups can forget, 1..16; 0: none can. */
  readonly FORGET_BITS: number;
  /** 1: spikes and the ends of timesteps are reported on the result stream. */
  readonly TRACE: number;
}

/** Widths of the fields of axons, segments and groups, in bits. */
export interface CrossbarWidths {
  readonly lane: number;
  readonly group: number;
  readonly axon: number;
  readonly segment: number;
  readonly weightAddress: number;
  readonly delay: number;
}

export function widthsOf(parameters: CrossbarParameters): CrossbarWidths {
  return {
    lane: addressBits(parameters.LANES),
    group: addressBits(parameters.GROUPS),
    axon: addressBits(parameters.AXONS),
    segment: addressBits(parameters.SEGMENTS),
    weightAddress: addressBits(parameters.WEIGHT_WORDS),
    delay: addressBits(parameters.SLOTS),
  };
}

/** $clog2(depth), at least 1. */
export function addressBits(depth: number): number {
  let bits = 1;
  while (2 ** bits < depth) bits++;
  return bits;
}

export type MemoryName = "axon" | "segment" | "weight" | "group" | "threshold" | "bias" | "subtract";

/** In the order of `cfg_memory`. */
export const MEMORY_NAMES: readonly MemoryName[] = ["axon", "segment", "weight", "group", "threshold", "bias", "subtract"];

/** Number of rows and bits of a row of each memory (rtl/README.md, "Memories and their images"). */
export function memoryShape(name: MemoryName, parameters: CrossbarParameters): { rows: number; bits: number } {
  const width = widthsOf(parameters);
  switch (name) {
    case "axon":
      return { rows: parameters.AXONS, bits: 2 * width.segment + width.weightAddress + width.group };
    case "segment":
      return { rows: parameters.SEGMENTS, bits: 3 * width.group + width.weightAddress + width.delay + 4 + width.lane };
    case "weight":
      return { rows: parameters.WEIGHT_WORDS, bits: parameters.WEIGHT_BITS * parameters.LANES };
    case "group": {
      // A flag a group, and a row behind them that says when.
      const forgets = parameters.FORGET_BITS === 0 ? 0 : 1;
      const cuba = parameters.HAS_CUBA === 0 ? 0 : CUBA_FIELD_BITS;
      return { rows: parameters.GROUPS + forgets, bits: Math.max(18 + width.lane + forgets + cuba, 32 * forgets) };
    }
    case "threshold":
    case "bias":
    case "subtract":
      return { rows: parameters.GROUPS, bits: parameters.LANES * parameters.STATE_BITS };
  }
}

/** Is CUBA, the two factors, the two bounds. */
const CUBA_FIELD_BITS = 1 + 12 + 13 + 24 + 24;

/** The first rows of one memory: what a host writes through the configuration port. */
export interface MemoryImage {
  readonly name: string;
  /** Its `cfg_memory`; in a mesh, core x 8 more. */
  readonly index: number;
  /** Rows present; the memory itself may be larger. */
  readonly rows: number;
  /** Bits of a row. */
  readonly bits: number;
  /** 32-bit words per row, a power of two; word 0 holds the lowest bits. */
  readonly wordsPerRow: number;
  /** [rows x wordsPerRow] */
  readonly words: Uint32Array;
}

/** A memory of the core itself. */
export interface CoreMemory extends MemoryImage {
  readonly name: MemoryName;
}

/** An all-zero image of `rows` rows. */
export function emptyMemory(name: MemoryName, rows: number, parameters: CrossbarParameters): CoreMemory {
  return { ...zeroRows(name, MEMORY_NAMES.indexOf(name), rows, memoryShape(name, parameters).bits), name };
}

/** The same for a memory of any name and width. */
export function zeroRows(name: string, index: number, rows: number, bits: number): MemoryImage {
  const wordsPerRow = nextPowerOfTwo(Math.ceil(bits / 32));
  return { name, index, rows, bits, wordsPerRow, words: new Uint32Array(rows * wordsPerRow) };
}

/** Packs [value, width] fields into a row, the first one lowest. Values are taken modulo 2^width; width <= 32. */
export function packRow(memory: MemoryImage, row: number, fields: readonly (readonly [value: number, width: number])[]): void {
  let bit = 0;
  for (const [value, width] of fields) {
    packField(memory, row, bit, value, width);
    bit += width;
  }
  if (bit > memory.bits) throw new Error(`row of ${memory.name} has ${bit} bits, the memory ${memory.bits}`);
}

/** Writes `width` (1..32) bits of `value` at bit `bit` of a row that holds zeros there. */
export function packField(memory: MemoryImage, row: number, bit: number, value: number, width: number): void {
  const index = row * memory.wordsPerRow + (bit >>> 5);
  const offset = bit & 31;
  const masked = width === 32 ? value >>> 0 : (value & (2 ** width - 1)) >>> 0;
  memory.words[index] |= masked << offset;
  if (offset + width > 32) memory.words[index + 1] |= masked >>> (32 - offset);
}
