/** Which boards hold the emitted core's memories: bits needed against bits there, before any synthesis is run. */
import { z } from "zod";
import { SnncError } from "../util/diagnostics.js";
import type { BoardFit } from "../util/results.js";

/** A board as `targets/boards/*.json` describes it; more fields are welcome there and ignored here. */
export interface Board {
  readonly name: string;
  readonly device: string;
  readonly source: string;
  readonly resources: {
    readonly luts: number;
    readonly blockRamBits: number;
    /** Large single-port memories (iCE40 SPRAM, UltraRAM); 0 without. */
    readonly spramBits: number;
    readonly dsps: number;
    readonly flashBytes?: number | undefined;
  };
}

/** One memory of the emitted core. */
export interface MemoryNeed {
  readonly name: string;
  readonly bits: number;
  /**
   * `single`: read while it runs, written only while it is loaded, so a single-port memory will do (axons, segments,
   * weights). `dual`: read and written in one cycle (membranes, delay slots, FIFOs), so only block RAM will.
   */
  readonly ports: "single" | "dual";
}

/** Parses a board description; throws SnncError (input, `board-invalid`) with one diagnostic per wrong field. */
export function parseBoard(json: unknown, where: string): Board {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new SnncError(
    "input",
    result.error.issues.map((issue) => ({
      code: "board-invalid",
      message: `${issue.path.length === 0 ? "board" : issue.path.join(".")}: ${issue.message}`,
      where,
      hint: "A board needs name, device, source and resources {luts, blockRamBits, spramBits, dsps, flashBytes?}.",
    })),
  );
}

/**
 * Fits the memories by bits: single-port ones go to the board's single-port memory as far as it reaches, the rest and all
 * dual-port ones to block RAM. A necessary condition only: the shape of a block and the logic are for synthesis to say.
 */
export function fitBoards(memories: readonly MemoryNeed[], boards: readonly Board[]): BoardFit[] {
  return boards.map((board) => fitBoard(memories, board));
}

function fitBoard(memories: readonly MemoryNeed[], board: Board): BoardFit {
  const { blockRamBits, spramBits } = board.resources;
  const single = bitsOf(memories, "single");
  const inSpram = Math.min(single, spramBits);
  const inBlockRam = bitsOf(memories, "dual") + single - inSpram;
  const block = { resource: "block RAM", need: inBlockRam, capacity: blockRamBits, unit: "bit" };
  const spram = { resource: "single-port RAM", need: inSpram, capacity: spramBits, unit: "bit" };
  return {
    board: board.name,
    device: board.device,
    fits: inBlockRam <= blockRamBits,
    resources: spramBits === 0 ? [block] : [spram, block],
  };
}

function bitsOf(memories: readonly MemoryNeed[], ports: MemoryNeed["ports"]): number {
  return memories.reduce((sum, memory) => (memory.ports === ports ? sum + memory.bits : sum), 0);
}

const amount = z.number().int().nonnegative();
const schema = z.object({
  name: z.string().min(1),
  device: z.string().min(1),
  source: z.string().min(1),
  resources: z.object({ luts: amount, blockRamBits: amount, spramBits: amount.default(0), dsps: amount.default(0), flashBytes: amount.optional() }),
});
