/**
 * A board in Verilator: hw/boards/board_core.v, serial line included, as a program that speaks the line's bytes on its
 * standard input and output, or on a pseudo-terminal (hw/sim/board.cpp). It is built once for each set of parameters.
 */
import { buildModel } from "../tools/native-model.js";
import { type ProcessOutcome, type RunningProcess, startProcess } from "../tools/process.js";
import { BOARDS_FOLDER, boardFiles } from "../tools/rtl-files.js";
import { type BuildOptions, coreFiles, type ModelRequest } from "../tools/verilator.js";
import { toolError } from "../util/diagnostics.js";
import type { CrossbarParameters } from "../verilog/parameters.js";
import { type Line, serialLine, type TransportListener } from "./transport.js";

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
  /** Bits a second. */
  readonly baud: number;
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
    baud: line.baud,
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

/** A board that is running. Its memories last until it is closed, however often the line is opened. */
export interface SimulatedBoard {
  readonly line: Line;
  /** Of the pseudo-terminal, where it has one. */
  readonly path: string | undefined;
  /** Presses the reset button. */
  reset(): void;
  /** Ends the process; safe to call twice. */
  close(): Promise<void>;
}

/** Starts a board, its line a pair of pipes or a pseudo-terminal. Rejects with SnncError (tool) if it does not start. */
export async function startSimulatedBoard(
  program: BoardProgram,
  options: { readonly terminal?: boolean; readonly signal?: AbortSignal | undefined } = {},
): Promise<SimulatedBoard> {
  const isTerminal = options.terminal === true;
  const child = startProcess(program.executable, isTerminal ? program.terminalArgs : program.args, { signal: options.signal });
  const reset = (): void => {
    if (child.pid !== undefined) process.kill(child.pid, "SIGUSR1");
  };
  const close = async (): Promise<void> => {
    // On a terminal nothing ends its input.
    await child.close(isTerminal ? 0 : 2000);
  };
  if (isTerminal) {
    const path = await firstLine(child);
    return { line: { ...serialLine(path, program.baud), description: `${program.description} on ${path}` }, path, reset, close };
  }
  let listener: TransportListener | undefined;
  let end: string | undefined;
  child.stdout.on("data", (bytes: Buffer) => listener?.bytes(bytes));
  void child.ended.then((outcome) => {
    end = endOf(outcome);
    listener?.closed(end);
    listener = undefined;
  });
  return {
    line: {
      description: program.description,
      async open(opened) {
        if (end !== undefined) throw toolError("hil-board-ended", end, { where: program.description });
        listener = opened;
        const isOpen = (): boolean => listener === opened;
        return {
          write(bytes) {
            if (isOpen()) child.stdin.write(bytes);
          },
          backlog: () => (child.stdin as { writableLength?: number }).writableLength ?? 0,
          async close() {
            if (isOpen()) listener = undefined;
          },
        };
      },
    },
    path: undefined,
    reset,
    close,
  };
}

function endOf(outcome: ProcessOutcome): string {
  const how = outcome.kind === "ended" ? `exit code ${outcome.code}` : outcome.kind === "killed" ? outcome.signal : outcome.kind;
  const said = outcome.kind === "missing" ? "" : outcome.stderr.trim().slice(-500);
  return `the simulated board ended (${how})${said === "" ? "" : `: ${said}`}`;
}

async function firstLine(child: RunningProcess): Promise<string> {
  let text = "";
  return await new Promise((resolve, reject) => {
    child.stdout.on("data", (bytes: Buffer) => {
      text += bytes.toString("utf8");
      const at = text.indexOf("\n");
      if (at >= 0) resolve(text.slice(0, at));
    });
    void child.ended.then((outcome) => reject(toolError("hil-board-ended", endOf(outcome))));
  });
}
