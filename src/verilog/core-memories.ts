/**
 * The RAMs that rtl/snn_core.v instantiates, and how many of an FPGA's memory blocks each must become. Yosys says nothing
 * when it makes flip-flops of a memory, so what it makes is compared with this.
 */
import { ceilDivide } from "../util/fixed.js";
import { type CrossbarParameters, MEMORY_NAMES, type MemoryName, memoryShape, widthsOf } from "./parameters.js";

/** One array of rtl/ram_*.v. */
export interface CoreRam {
  /** The table or state it holds, e.g. "weight". */
  readonly name: string;
  /** Its instance inside the core, as a glob on the flattened name, e.g. "*u_weights.gen_column[0].*". */
  readonly instance: string;
  /** For every bit of a word whether the core looks at it: synthesis drops a block of which no bit is read. */
  readonly isRead: readonly boolean[];
  readonly depth: number;
  /** `single`: written between samples only. `dual`: written and read in one cycle. */
  readonly ports: "single" | "dual";
}

/** Shapes that one block takes, widest first; [bits, words]. */
export interface BlockShape {
  readonly width: number;
  readonly depth: number;
}

const INSTANCES = {
  axon: "u_axons",
  segment: "u_segments",
  weight: "u_weights",
  group: "u_groups",
  threshold: "u_thresholds",
  bias: "u_biases",
  subtract: "u_amounts",
} as const;

/** Parameters of rtl/snn_core.v that no network decides, too: without the last two its weights are inside. */
export interface CoreParameters extends CrossbarParameters {
  readonly COUNTERS: number;
  readonly EXTERNAL_WEIGHTS?: number;
  /** Weight words asked for ahead, with EXTERNAL_WEIGHTS. */
  readonly FETCH_DEPTH?: number;
}

/** Every RAM of the core with these parameters: a column of 32 bits of a table each (config_memory.v), a bank a lane, the rest. */
export function coreRams(parameters: CoreParameters): CoreRam[] {
  const { LANES, GROUPS, SLOTS, STATE_BITS, HAS_BIAS, HAS_SUBTRACT, HAS_REFRACTORY, HAS_CUBA } = parameters;
  const isExternal = parameters.EXTERNAL_WEIGHTS === 1;
  const left = new Set([...(HAS_BIAS === 0 ? ["bias"] : []), ...(HAS_SUBTRACT === 0 ? ["subtract"] : []), ...(isExternal ? ["weight"] : [])]);
  const tables = MEMORY_NAMES.filter((name) => !left.has(name)).flatMap((name): CoreRam[] => {
    const { rows, bits } = memoryShape(name, parameters);
    const isRead = bitsRead(name, bits, parameters);
    return Array.from({ length: ceilDivide(bits, 32) }, (_, column) => ({
      name,
      instance: `*${INSTANCES[name]}.*gen_column[${column}].*`,
      isRead: isRead.slice(32 * column, 32 * (column + 1)),
      // What says when groups forget is in flip-flops.
      depth: name === "group" ? GROUPS : rows,
      ports: "single" as const,
    })).filter((ram) => ram.isRead.includes(true));
  });
  const banks = Array.from(
    { length: LANES },
    (_, lane): CoreRam => ({
      name: "membranes and delay slots",
      instance: `*gen_lane[${lane}].u_lane.u_bank.*`,
      isRead: allRead(STATE_BITS),
      depth: (SLOTS + 1 + HAS_CUBA) * GROUPS,
      ports: "dual",
    }),
  );
  return [
    ...tables,
    ...(isExternal ? fetchRams(parameters) : []),
    ...banks,
    {
      name: "refractory",
      instance: "*u_refractory.u_counts.*",
      isRead: allRead(LANES * (HAS_REFRACTORY === 0 ? 1 : 6)),
      depth: GROUPS,
      ports: "dual",
    },
    { name: "spikes", instance: "*u_entries.*", isRead: allRead(1 + widthsOf(parameters).group + LANES), depth: GROUPS, ports: "dual" },
  ];
}

/** The rings of rtl/weight_fetch.v. */
function fetchRams(parameters: CoreParameters): CoreRam[] {
  const { LANES, WEIGHT_BITS, EXPONENT_MAX, FETCH_DEPTH: depth = 16 } = parameters;
  const width = widthsOf(parameters);
  const exponent = Array.from({ length: 4 }, (_, bit) => bit < bitsOf(EXPONENT_MAX));
  return [
    { name: "weights ahead", instance: "*u_fetch.u_weights.*", isRead: allRead(LANES * WEIGHT_BITS), depth, ports: "dual" },
    { name: "words ahead", instance: "*u_fetch.u_words.*", isRead: [...exponent, ...allRead(width.delay + width.group)], depth, ports: "dual" },
  ];
}

/** Blocks that a RAM takes: of the one shape that needs fewest, without those of which no bit is read. */
export function blocksOf({ isRead, depth }: Pick<CoreRam, "isRead" | "depth">, shapes: readonly BlockShape[]): number {
  const blocks = shapes.map(({ width, depth: words }) => {
    const columns = Array.from({ length: ceilDivide(isRead.length, width) }, (_, i) => isRead.slice(i * width, (i + 1) * width));
    const rows = ceilDivide(depth, words);
    return { all: columns.length * rows, read: columns.filter((column) => column.includes(true)).length * rows };
  });
  return blocks.reduce((best, one) => (one.all < best.all ? one : best)).read;
}

/** Bits of a number from 0 to max. */
function bitsOf(max: number): number {
  return Math.ceil(Math.log2(max + 1));
}

function allRead(width: number): boolean[] {
  return Array.from({ length: width }, () => true);
}

/** Which bits of a row the core reads, lowest first; the fields of rtl/README.md. */
function bitsRead(name: MemoryName, bits: number, parameters: CoreParameters): boolean[] {
  const { LEAK_MAX, EXPONENT_MAX, HAS_SUBTRACT, HAS_REFRACTORY, HAS_CUBA, COUNTERS } = parameters;
  const width = widthsOf(parameters);
  const field = (length: number, used: number): boolean[] => Array.from({ length }, (_, bit) => bit < used);
  switch (name) {
    case "segment": {
      const places = 2 * width.group + width.weightAddress + width.delay;
      const operations = width.group + width.lane;
      return [...field(places, places), ...field(4, bitsOf(EXPONENT_MAX)), ...field(operations, COUNTERS === 0 ? 0 : operations)];
    }
    case "group":
      return [
        ...field(1, Math.min(1, LEAK_MAX)),
        ...field(4, bitsOf(LEAK_MAX)),
        ...field(1, HAS_SUBTRACT),
        ...field(2, 2),
        ...field(6, 6 * HAS_REFRACTORY),
        // Spiking; always, which flip-flops hold; sends; reads out, as always.
        ...[true, false, true, false],
        ...field(width.lane, COUNTERS === 0 ? 0 : width.lane),
        // Is CUBA: as always.
        ...(HAS_CUBA === 0 ? [] : [false, ...allRead(12 + 13 + 24 + 24)]),
      ];
    case "axon":
    case "weight":
    case "threshold":
    case "bias":
    case "subtract":
      return allRead(bits);
  }
}
