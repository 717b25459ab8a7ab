/**
 * A board in Verilator: hw/boards/board_core.v, serial line included, as a program that speaks the line's bytes on its
 * standard input and output, or on a pseudo-terminal (hw/sim/board.cpp). It is built once for each set of parameters.
 */
import { buildModel } from "../tools/native-model.js";
import { BOARDS_FOLDER, boardFiles } from "../tools/rtl-files.js";
import { type BuildOptions, coreFiles, type ModelRequest } from "../tools/verilator.js";
import type { CrossbarParameters } from "../verilog/parameters.js";

/** The line of a simulated board. */
export interface SimulatedLine {
  /** Clock of the core, a multiple of 100; at least 4 x baud. */
  readonly clockHz: number;
  /** Bits a second, a multiple of 100, at most 3,200,000. */
  readonly baud: number;
  /** Commands that may be unanswered: 2, 4 or 8. */
  readonly window: number;
}

/** Four cycles a bit: the fewest, so that little time is spent on simulating the line. */
export const SIMULATED_LINE: SimulatedLine = { clockHz: 12_000_000, baud: 3_000_000, window: 4 };

export interface BoardProgram {
  readonly executable: string;
  /** Line on standard input and output. */
  readonly args: readonly string[];
  /** Line on a pseudo-terminal, whose path is the first line of standard output. */
  readonly terminalArgs: readonly string[];
  /** One line for the report. */
  readonly description: string;
}

/** Builds it, or takes it from the cache. Throws SnncError of kind tool as `buildModel` does. */
export async function buildSimulatedBoard(
  parameters: CrossbarParameters,
  options: BuildOptions & { readonly line?: SimulatedLine } = {},
): Promise<BoardProgram> {
  const line = options.line ?? SIMULATED_LINE;
  const { executable, verilator } = await buildModel(await boardRequest(parameters, line), options);
  const args = [line.clockHz, line.baud].map(String);
  return {
    executable,
    args,
    terminalArgs: [...args, "--pty"],
    description: `simulated board, ${line.clockHz / 1e6} MHz, ${line.baud / 1e6} Mbaud (Verilator ${verilator.version})`,
  };
}

async function boardRequest(parameters: CrossbarParameters, line: SimulatedLine): Promise<ModelRequest> {
  const [{ sources, rtlFolder, harnessFolder }, board] = await Promise.all([coreFiles(), boardFiles()]);
  // A board tells no spikes.
  const { TRACE: _, ...core } = parameters;
  return {
    topModule: "board_core",
    sources: [...sources, ...board.sources],
    includeFolders: [rtlFolder, BOARDS_FOLDER],
    includes: board.includes,
    parameters: { ...core, CLOCK_HZ: line.clockHz, BAUD: line.baud, WINDOW: line.window },
    harness: `${harnessFolder}board.cpp`,
    harnessIncludes: [`${harnessFolder}prelude.h`],
  };
}
