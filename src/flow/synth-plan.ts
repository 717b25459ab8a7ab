/**
 * What a core needs of a board, known before any tool runs: which kind of memory every RAM becomes, how many blocks that
 * takes, at least how many LUTs; and the comparison with what synthesis then made.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { CellCounts } from "../tools/yosys.js";
import { SnncError } from "../util/diagnostics.js";
import type { FpgaFamily, SynthesisResult } from "../util/synthesis.js";
import { type BlockShape, blocksOf, type CoreParameters, type CoreRam, coreRams } from "../verilog/core-memories.js";
import { addressBits, type CrossbarParameters, memoryShape } from "../verilog/parameters.js";
import { PACKAGE_ROOT } from "./package.js";
import { loadBoards } from "./targets.js";

/** A board of targets/boards that `snnc synth` knows, with what its tools must be told. */
export interface FpgaBoard {
  readonly name: string;
  readonly device: string;
  readonly capacity: { readonly luts: number; readonly blockRams: number; readonly sprams: number; readonly dsps: number };
  readonly synthesis: z.infer<typeof synthesisSchema>;
  /** Its tops and pins. */
  readonly folder: string;
  /** Bytes of the flash that weights may take, from this one on; absent where top.v has no flash. */
  readonly weightFlash?: { readonly firstByte: number; readonly bytes: number };
}

/** Parameters of rtl/snn_core.v, those among them that a simulation never changes. */
export type SynthesisedCore = CoreParameters;

/** What a core needs, in blocks and LUTs. */
export interface BoardNeeds {
  readonly blockRams: number;
  readonly sprams: number;
  /** Before synthesis a lower bound. */
  readonly luts: number;
  readonly memories: readonly { readonly instance: string; readonly style: "block" | "huge" }[];
}

const synthesisSchema = z.strictObject({
  family: z.enum(["ice40", "ecp5", "xilinx7"]),
  /** The clock that the board gives. */
  oscillatorHz: z.number().positive(),
  /** The clock that the placer is asked for. */
  askedHz: z.number().positive(),
  /** Options of nextpnr for device and package; absent: synthesis only. */
  placer: z.array(z.string()).exactOptional(),
  /** Folder of hw/boards/ with its tops and pins; absent: that of its name. */
  folder: z.string().exactOptional(),
  /** File there. */
  pins: z.string().exactOptional(),
  /** Of link.v there: clock of its PLL, bits a second of the line, commands that may be unanswered; absent where there is none. */
  link: z.strictObject({ clockHz: z.number().positive(), baud: z.number().positive(), window: z.number().int() }).exactOptional(),
  /** openFPGALoader's name for it; absent: nothing is loaded from here. */
  loader: z.string().exactOptional(),
  /** Byte of the flash from which on there may be weights; absent where top.v has no flash. */
  weightsFromByte: z.number().int().nonnegative().exactOptional(),
});

/** Bits and shapes of a block, and how Yosys names what it makes. */
interface Family {
  readonly blockBits: number;
  readonly shapes: readonly BlockShape[];
  /** Blocks that one cell of a kind is. */
  readonly blockCells: Readonly<Record<string, number>>;
  /** LUTs that one cell of a kind is; carry chains and RAM in LUTs included. */
  readonly lutCells: Readonly<Record<string, number>>;
  readonly flipFlop: RegExp;
  readonly dspCells: readonly string[];
}

const SHAPES_18K = shapes([36, 512], [18, 1024], [9, 2048], [4, 4096], [2, 8192], [1, 16384]);
const FAMILIES: Readonly<Record<FpgaFamily, Family>> = {
  ice40: {
    blockBits: 4096,
    shapes: shapes([16, 256], [8, 512], [4, 1024], [2, 2048]),
    blockCells: { SB_RAM40_4K: 1 },
    // A carry sits beside the LUT that adds.
    lutCells: { SB_LUT4: 1 },
    flipFlop: /^SB_DFF/,
    dspCells: ["SB_MAC16"],
  },
  ecp5: {
    blockBits: 18432,
    shapes: SHAPES_18K,
    blockCells: { DP16KD: 1, PDPW16KD: 1 },
    lutCells: { LUT4: 1, CCU2C: 2, TRELLIS_DPR16X4: 4 },
    flipFlop: /^TRELLIS_FF/,
    dspCells: ["MULT18X18D"],
  },
  xilinx7: {
    blockBits: 18432,
    shapes: SHAPES_18K,
    blockCells: { RAMB18E1: 1, RAMB36E1: 2 },
    lutCells: { LUT1: 1, LUT2: 1, LUT3: 1, LUT4: 1, LUT5: 1, LUT6: 1, RAM32M: 4, RAM64M: 4, RAM32X1D: 2, RAM64X1D: 2, RAM128X1D: 4 },
    flipFlop: /^FD[RSCP]E/,
    dspCells: ["DSP48E1"],
  },
};
const SPRAM: BlockShape = { width: 16, depth: 16384 };
const SPRAM_CELL = "SB_SPRAM256KA";

/** A board by name. Throws SnncError (input, `board-unknown`) that lists the known ones. */
export function loadFpgaBoard(name: string): FpgaBoard {
  const boards = loadBoards();
  const board = boards.find((candidate) => candidate.name === name);
  if (board === undefined) {
    throw new SnncError("input", {
      code: "board-unknown",
      message: `no board '${name}'`,
      hint: `Known boards: ${boards.map((candidate) => candidate.name).join(", ")}.`,
    });
  }
  const file: unknown = JSON.parse(readFileSync(join(PACKAGE_ROOT, "targets", "boards", `${name}.json`), "utf8"));
  const { synthesis } = z.object({ synthesis: synthesisSchema }).parse(file);
  const { luts, blockRamBits, spramBits, dsps, flashBytes } = board.resources;
  const { weightsFromByte: firstByte } = synthesis;
  return {
    name,
    device: board.device,
    synthesis,
    folder: join(PACKAGE_ROOT, "hw", "boards", synthesis.folder ?? name),
    ...(firstByte === undefined || flashBytes === undefined ? {} : { weightFlash: { firstByte, bytes: flashBytes - firstByte } }),
    capacity: {
      luts,
      blockRams: Math.floor(blockRamBits / FAMILIES[synthesis.family].blockBits),
      sprams: Math.floor(spramBits / (SPRAM.width * SPRAM.depth)),
      dsps,
    },
  };
}

/**
 * The core of the benchmark: IF and LIF neurons with 16-bit states and four delay slots, 32 groups, a list of 256 segments, as
 * many weights as the board has room for (16,384 words in SPRAM, else 1,024). On a board whose memories do not hold that,
 * 16 groups and 256 words.
 */
export function benchmarkCore(lanes: number, board: FpgaBoard, leakMax: number): SynthesisedCore {
  const sized = (GROUPS: number, WEIGHT_WORDS: number): SynthesisedCore => ({
    LANES: lanes,
    GROUPS,
    AXONS: 2 * GROUPS * lanes,
    SEGMENTS: 256,
    WEIGHT_WORDS,
    WEIGHT_BITS: 8,
    SLOTS: 4,
    STATE_BITS: 16,
    EXPONENT_MAX: 0,
    LEAK_MAX: leakMax,
    HAS_BIAS: 0,
    HAS_SUBTRACT: 0,
    HAS_REFRACTORY: 0,
    HAS_CUBA: 0,
    CUBA_MULTIPLIERS: 1,
    FORGET_BITS: 0,
    TRACE: 0,
    COUNTERS: 0,
  });
  const sizes = [...(board.capacity.sprams > 0 ? [sized(32, SPRAM.depth)] : []), sized(32, 1024)];
  return sizes.find((size) => isRoomFor(boardNeeds(size, board), board)) ?? sized(16, 256);
}

/** The core with its weights in the board's flash. Throws SnncError: input if it has none, check if they are too many. */
export function withWeightsInFlash(parameters: SynthesisedCore, board: FpgaBoard): SynthesisedCore {
  const where = `${board.name} (${board.device})`;
  if (board.weightFlash === undefined) {
    throw new SnncError("input", {
      code: "board-without-flash",
      message: "has no flash that its design could read weights from",
      where,
      hint: "Leave `--weights flash` out, or take `--board icebreaker`.",
    });
  }
  const { rows, bits } = memoryShape("weight", parameters);
  // What can be addressed must be there (rtl/spi_flash_reader.v).
  const needed = (2 ** addressBits(rows) * bits) / 8;
  if (needed > board.weightFlash.bytes) {
    throw new SnncError("check", {
      code: "board-too-small",
      message: `flash: ${formatted(needed)} bytes of weights needed, ${formatted(board.weightFlash.bytes)} there; too few`,
      where,
      hint: "Take a network with fewer weights.",
    });
  }
  // A flash gives a word in hundreds of cycles: one is read while the next one waits.
  return { ...parameters, EXTERNAL_WEIGHTS: 1, FETCH_DEPTH: 2 };
}

/** Memories of hw/boards/board_core.v besides the core's: frames that wait, answers and what is held. */
function linkRams(window: number): CoreRam[] {
  const bytes = (name: string, instance: string, depth: number): CoreRam => ({
    name,
    instance,
    isRead: Array.from({ length: 8 }, () => true),
    depth,
    ports: "dual",
  });
  return [bytes("frames", "*u_frames.*", 256 * window), bytes("answers", "*u_answers.*", 2 * 256 * window)];
}

/**
 * Plans every RAM: weights into SPRAM where there are any and they fit, the other tables only if block RAM runs out.
 * `window`: the core is behind frames, so many of which wait; without, it is behind the plain bridge.
 */
export function boardNeeds(parameters: SynthesisedCore, board: FpgaBoard, window?: number): BoardNeeds {
  const rams = [...coreRams(parameters), ...(window === undefined ? [] : linkRams(window))];
  const { shapes: blockShapes } = FAMILIES[board.synthesis.family];
  const inSpram = new Set<string>();
  const spramsOf = (name: string): number => sum(rams.filter((ram) => ram.name === name).map((ram) => blocksOf(ram, [SPRAM])));
  const left = (): number => board.capacity.sprams - sum([...inSpram].map(spramsOf));
  const blocks = (): number => sum(rams.filter((ram) => !inSpram.has(ram.name)).map((ram) => blocksOf(ram, blockShapes)));
  for (const name of ["weight", "axon", "segment"]) {
    const isWanted = name === "weight" || blocks() > board.capacity.blockRams;
    if (isWanted && spramsOf(name) <= left()) inSpram.add(name);
  }
  return {
    blockRams: blocks(),
    sprams: sum([...inSpram].map(spramsOf)),
    luts: leastLuts(parameters),
    memories: rams.map((ram) => ({ instance: ram.instance, style: inSpram.has(ram.name) ? "huge" : "block" })),
  };
}

/** Throws SnncError (check, `board-too-small`), one diagnostic for every resource with need and capacity, if one is short. */
export function requireRoom(needs: BoardNeeds, board: FpgaBoard): void {
  if (isRoomFor(needs, board)) return;
  throw new SnncError(
    "check",
    usesOf(needs, board).map(({ resource, need, capacity }) => ({
      code: "board-too-small",
      message: `${resource}: ${formatted(need)} needed, ${formatted(capacity)} there${need > capacity ? "; too few" : ""}`,
      where: `${board.name} (${board.device})`,
      ...(need > capacity ? { hint: "Take a larger board, fewer `--lanes`, or a network with fewer weights and input lines." } : {}),
    })),
  );
}

/** Throws SnncError (check, `memory-not-inferred`) if synthesis made other memories than were planned. */
export function checkMemoryCells(cells: CellCounts, needs: BoardNeeds, board: FpgaBoard): void {
  const { blockRams, sprams } = resourcesOf(cells, board);
  const wrong = [
    { resource: "block RAMs", need: needs.blockRams, made: blockRams.used },
    { resource: "single-port RAMs", need: needs.sprams, made: sprams.used },
  ].filter(({ need, made }) => need !== made);
  if (wrong.length === 0) return;
  throw new SnncError(
    "check",
    wrong.map(({ resource, need, made }) => ({
      code: "memory-not-inferred",
      message: `synthesis made ${made} ${resource} where the core's memories need ${need}`,
      where: `${board.name} (${board.device})`,
      hint: "A memory became flip-flops, or was split otherwise; see the log's pass MEMORY_LIBMAP.",
    })),
  );
}

/** What the cells that Yosys counts take of the board. */
export function resourcesOf(cells: CellCounts, board: FpgaBoard): SynthesisResult["resources"] {
  const family = FAMILIES[board.synthesis.family];
  const weighted = (weights: Readonly<Record<string, number>>): number =>
    sum(Object.entries(weights).map(([name, weight]) => weight * (cells[name] ?? 0)));
  const { capacity } = board;
  return {
    luts: { used: weighted(family.lutCells), capacity: capacity.luts },
    flipFlops: sum(Object.entries(cells).map(([name, count]) => (family.flipFlop.test(name) ? count : 0))),
    blockRams: { used: weighted(family.blockCells), capacity: capacity.blockRams },
    sprams: { used: cells[SPRAM_CELL] ?? 0, capacity: capacity.sprams },
    dsps: { used: sum(family.dspCells.map((name) => cells[name] ?? 0)), capacity: capacity.dsps },
  };
}

function usesOf(needs: BoardNeeds, { capacity }: FpgaBoard): { resource: string; need: number; capacity: number }[] {
  return [
    { resource: "LUTs, at least", need: needs.luts, capacity: capacity.luts },
    { resource: "block RAMs", need: needs.blockRams, capacity: capacity.blockRams },
    ...(capacity.sprams === 0 ? [] : [{ resource: "single-port RAMs", need: needs.sprams, capacity: capacity.sprams }]),
  ];
}

function isRoomFor(needs: BoardNeeds, board: FpgaBoard): boolean {
  return usesOf(needs, board).every(({ need, capacity }) => need <= capacity);
}

/** A lane's two adders, its comparator and the multiplexers of its operand and result: five LUTs a bit of state. */
function leastLuts({ LANES, STATE_BITS }: CrossbarParameters): number {
  return 5 * LANES * STATE_BITS;
}

function shapes(...list: readonly (readonly [width: number, depth: number])[]): BlockShape[] {
  return list.map(([width, depth]) => ({ width, depth }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function formatted(value: number): string {
  return value.toLocaleString("en");
}
