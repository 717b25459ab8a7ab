/**
 * From a core's parameters to measured hardware: what the board must hold is checked first, then Yosys, then nextpnr and the
 * packer where there are any for the board, each result compared with what was planned.
 */
import { cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type FoundTool, requireTool } from "../tools/environment.js";
import { ensureWritableDirectory, readUserFile } from "../tools/files.js";
import { type Placement, packBitstream, runNextpnr } from "../tools/nextpnr.js";
import { coreFiles } from "../tools/verilator.js";
import { runYosys } from "../tools/yosys.js";
import { checkError, inputError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import type { PlacedResult } from "../util/results.js";
import { parseSynthesis, type SynthesisResult } from "../util/synthesis.js";
import { weightBytes } from "../verilog/flash.js";
import { readProgram } from "./artefacts.js";
import { BUNDLE, type Bundle, createBundle, json } from "./bundle.js";
import { readConfig } from "./bundle-files.js";
import { PACKAGE_ROOT } from "./package.js";
import { buildCrossbar } from "./rtl.js";
import {
  benchmarkCore,
  boardNeeds,
  checkMemoryCells,
  type FpgaBoard,
  loadFpgaBoard,
  requireRoom,
  resourcesOf,
  type SynthesisedCore,
  withWeightsInFlash,
} from "./synth-plan.js";

export const WEIGHT_PLACES = ["fpga", "flash"] as const;
export type WeightPlace = (typeof WEIGHT_PLACES)[number];
export const LINES = ["frames", "bridge"] as const;
/** What is between the serial line and the core: frames of src/hil/README.md, or nothing but nine bytes a command. */
export type Line = (typeof LINES)[number];

export interface SynthOptions extends WorkOptions {
  readonly board: string;
  /** Lanes of the core; a bundle's own crossbar has its lanes unless another is asked for. */
  readonly lanes?: number | undefined;
  /** Of nextpnr; default 1. */
  readonly seed?: number | undefined;
  /** Where a bundle's weights are: memories of the FPGA (default), or the board's flash. */
  readonly weights?: WeightPlace | undefined;
  /** Of a bundle's network; default frames where the board has them, else the plain bridge. */
  readonly line?: Line | undefined;
  /** Do the core's counters go into a bundle's design; default true. */
  readonly counters?: boolean | undefined;
  /** The power that the board is assumed to draw, for a report's energy. */
  readonly watts?: number | undefined;
}

export interface Synthesised {
  readonly result: SynthesisResult;
  /** Netlist, logs, reports, bitstream. */
  readonly folder: string;
  readonly file: string;
}

/** Synthesises a bundle's network; stores synth.json in the bundle, everything else below synth/<board>/. */
export async function synthBundle(directory: string, options: SynthOptions): Promise<Synthesised> {
  const bundle = createBundle(directory);
  const target = options.lanes !== undefined ? `crossbar-${options.lanes}` : bundle.has(BUNDLE.config) ? readConfig(bundle).crossbar : "crossbar-16";
  const { image } = buildCrossbar(readProgram(bundle), target);
  const board = loadFpgaBoard(options.board);
  const parameters: SynthesisedCore = { ...image.parameters, TRACE: 0, COUNTERS: options.counters === false ? 0 : 1 };
  const { link } = board.synthesis;
  if (options.line === "frames" && link === undefined) {
    throw inputError("board-without-link", "has no design with frames on its serial line", {
      where: `${board.name} (${board.device})`,
      hint: "Leave `--line frames` out, or take another board (hw/boards/README.md has those with frames).",
    });
  }
  const design: Design = options.line === "bridge" || link === undefined ? BRIDGE : { top: "link.v", module: "board_core", ...link };
  if (options.weights !== "flash") return await synthInto(bundle, parameters, board, design, options);
  return await synthInto(bundle, withWeightsInFlash(parameters, board), board, design, options, weightBytes(image));
}

/** What is around the core: a file of hw/boards/<board>/, and the module that has the core's parameters. */
interface Design {
  readonly top: "top.v" | "link.v";
  readonly module: "serial_core" | "board_core";
  /** Clock, where it is not the oscillator's. */
  readonly clockHz?: number;
  /** Frames that wait. */
  readonly window?: number;
}

const BRIDGE: Design = { top: "top.v", module: "serial_core" };

/** Synthesises a core of the benchmark's size, without a network, into a folder. */
export async function synthCore(directory: string, options: SynthOptions & { readonly leakMax?: number }): Promise<Synthesised> {
  const board = loadFpgaBoard(options.board);
  const lanes = options.lanes ?? 8;
  if (![4, 8, 16, 32, 64].includes(lanes)) {
    throw inputError("synth-lanes", `a core has 4, 8, 16, 32 or 64 lanes, not ${lanes}`, { hint: "Give one of them to `--lanes`." });
  }
  const leakMax = options.leakMax ?? 15;
  if (!Number.isInteger(leakMax) || leakMax < 0 || leakMax > 15) {
    throw inputError("synth-leak", `a leak v - (v >> k) has a k from 0 to 15, not ${leakMax}`, { hint: "0 leaves the leak's shifter out." });
  }
  const parameters = benchmarkCore(lanes, board, leakMax);
  return await synthInto(createBundle(directory), parameters, board, BRIDGE, options);
}

/**
 * `synth.json` of a bundle; undefined without one, if it is of other parameters than the program has now, or if the weights
 * are in a flash: the cycles that are simulated are not those of such a core.
 */
export function readSynthesis(bundle: Bundle, parameters: Readonly<Record<string, number>>): SynthesisResult | undefined {
  if (!bundle.has(BUNDLE.synth)) return undefined;
  const result = parseSynthesis(bundle.read(BUNDLE.synth).toString("utf8"));
  if (result === undefined) {
    throw inputError("synth-invalid", "is not the result of a synthesis", {
      where: bundle.path(BUNDLE.synth),
      hint: "Delete it, or run `snnc synth` again.",
    });
  }
  if (result.parameters.EXTERNAL_WEIGHTS === 1) return undefined;
  const isSame = Object.entries(parameters).every(([name, value]) => name === "TRACE" || result.parameters[name] === value);
  return isSame ? result : undefined;
}

/** Time of a sample at the placed clock, and its energy under the power that was assumed; undefined without a clock. */
export function placedFigures(result: SynthesisResult, cycles: number): PlacedResult | undefined {
  if (result.timing === undefined) return undefined;
  const latencySeconds = cycles / result.timing.fmaxHz;
  return {
    board: result.board,
    device: result.device,
    tools: result.tools.map(({ name, version }) => `${name} ${version}`).join(", "),
    luts: result.resources.luts.used,
    blockRams: result.resources.blockRams.used,
    sprams: result.resources.sprams.used,
    fmaxHz: result.timing.fmaxHz,
    latencySeconds,
    ...(result.assumedWatts === undefined
      ? {}
      : { assumed: { watts: result.assumedWatts, picojoules: result.assumedWatts * latencySeconds * 1e12 } }),
  };
}

/** `flash`: the weights that are not in the bitstream. */
async function synthInto(
  bundle: Bundle,
  parameters: SynthesisedCore,
  board: FpgaBoard,
  design: Design,
  options: SynthOptions,
  flash?: Uint8Array,
): Promise<Synthesised> {
  if (options.watts !== undefined && !(options.watts > 0)) {
    throw inputError("synth-watts", `a power is above 0 W, not ${options.watts}`, { hint: "Leave `--watts` out, or give what you measured." });
  }
  const needs = boardNeeds(parameters, board, design.window);
  requireRoom(needs, board);
  const tools = await toolsFor(board);
  const folder = resolve(bundle.path(BUNDLE.synthFolder), board.name);
  ensureWritableDirectory(folder);
  const sources = await copySources(board, design, folder);
  const stage = (done: number, note: string): void => options.onProgress?.({ stage: `synth ${board.name}`, done, total: 3, note });

  stage(0, `Yosys ${tools.yosys.version}`);
  const cells = await runYosys(
    {
      executable: tools.yosys.path,
      family: board.synthesis.family,
      sources,
      topModule: "top",
      parameterised: { module: design.module, parameters: { ...coreParameters(parameters, design), ...flashParameters(board, flash) } },
      memories: needs.memories,
      multiplies: parameters.HAS_CUBA === 1 && board.capacity.dsps > 0,
      folder,
    },
    options,
  );
  checkMemoryCells(cells, needs, board);
  const synthesised = resourcesOf(cells, board);
  requireRoom({ ...needs, luts: synthesised.luts.used }, board);

  const placed = tools.placer === undefined ? undefined : await place(board, tools.placer, folder, options, stage);
  const bitstream =
    placed === undefined || tools.packer === undefined ? undefined : await pack(board, design, tools.packer, folder, placed, options, stage);
  // Where the placer packs LUTs, carries and RAM into cells of one kind, its own count is the one to quote.
  const combinational = placed?.utilization.TRELLIS_COMB;
  const resources = combinational === undefined ? synthesised : { ...synthesised, luts: combinational };
  const result: SynthesisResult = {
    schema: "snnc-synth/1",
    board: board.name,
    device: board.device,
    family: board.synthesis.family,
    parameters: { ...parameters },
    tools: Object.values(tools).flatMap((tool) => (tool === undefined ? [] : [{ name: tool.name, version: tool.version }])),
    resources,
    cells,
    ...(placed === undefined ? {} : { placed: placed.utilization, timing: placed.timing }),
    operationsPerCyclePerKiloLut: (1000 * parameters.LANES) / resources.luts.used,
    ...(options.watts === undefined ? {} : { assumedWatts: options.watts }),
    ...(bitstream === undefined ? {} : { bitstream }),
    remarks: [...remarksOf(board, design, placed), ...(flash === undefined ? [] : [flashRemark(board, flash)])],
  };
  options.signal?.throwIfAborted();
  if (flash !== undefined) writeFileSync(join(folder, WEIGHTS_FILE), flash);
  bundle.write(new Map([[BUNDLE.synth, json(result)]]));
  return { result, folder, file: bundle.path(BUNDLE.synth) };
}

/** Behind frames a core never traces, and there is no parameter for it. */
function coreParameters({ TRACE, ...others }: SynthesisedCore, { module }: Design): Readonly<Record<string, number>> {
  return module === "board_core" ? others : { TRACE, ...others };
}

/** What is written to the flash, beside the bitstream. */
export const WEIGHTS_FILE = "weights.bin";

/** Of hw/boards/serial_core.v, besides the core's. */
function flashParameters({ weightFlash }: FpgaBoard, flash: Uint8Array | undefined): Readonly<Record<string, number>> {
  return flash === undefined || weightFlash === undefined ? {} : { FLASH_BASE: weightFlash.firstByte };
}

function flashRemark({ weightFlash }: FpgaBoard, flash: Uint8Array): string {
  return `The weights are not in the bitstream: write ${WEIGHTS_FILE} (${flash.length} bytes) to the flash from byte ${weightFlash?.firstByte} on.`;
}

interface Tools {
  readonly yosys: FoundTool;
  readonly placer?: FoundTool;
  readonly packer?: FoundTool;
}

/** All tools that the board needs, before the first of them runs. Throws SnncError of kind tool. */
async function toolsFor(board: FpgaBoard): Promise<Tools> {
  const yosys = await requireTool("yosys");
  switch (board.synthesis.family) {
    case "ice40":
      return { yosys, placer: await requireTool("nextpnr-ice40"), packer: await requireTool("icepack") };
    case "ecp5":
      return { yosys, placer: await requireTool("nextpnr-ecp5"), packer: await requireTool("ecppack") };
    case "xilinx7":
      return { yosys };
  }
}

/** Copies what is synthesised beside its results, so that the folder stands alone; names relative to it. */
async function copySources(board: FpgaBoard, design: Design, folder: string): Promise<string[]> {
  const { sources } = await coreFiles();
  const boards = join(PACKAGE_ROOT, "hw", "boards");
  const around = readdirSync(boards)
    .filter((name) => name.endsWith(".v"))
    .sort();
  const own = [...around.map((name) => join(boards, name)), join(board.folder, design.top)];
  mkdirSync(join(folder, "src"), { recursive: true });
  // Yosys looks for it beside the file that includes it.
  cpSync(join(boards, "link_messages.vh"), join(folder, "src", "link_messages.vh"));
  return [...sources, ...own].map((path) => {
    const name = `src/${path.slice(path.lastIndexOf("/") + 1)}`;
    cpSync(path, join(folder, name));
    return name;
  });
}

async function place(
  board: FpgaBoard,
  placer: FoundTool,
  folder: string,
  options: SynthOptions,
  stage: (done: number, note: string) => void,
): Promise<Placement> {
  const { family, placer: device, pins, askedHz } = board.synthesis;
  if (family === "xilinx7" || pins === undefined || device === undefined) throw new Error(`${board.name} has a placer but no pins`);
  stage(1, `nextpnr ${placer.version}`);
  return await runNextpnr(
    {
      executable: placer.path,
      family,
      device,
      pins: readUserFile(join(board.folder, pins)).toString("utf8"),
      clockHz: askedHz,
      seed: options.seed ?? 1,
      folder,
    },
    options,
  );
}

/** The bitstream, if the design runs at its clock; throws SnncError (check, `clock-too-slow`) if it does not. */
async function pack(
  board: FpgaBoard,
  design: Design,
  packer: FoundTool,
  folder: string,
  placed: Placement,
  options: SynthOptions,
  stage: (done: number, note: string) => void,
): Promise<{ file: string; bytes: number }> {
  const { family, oscillatorHz } = board.synthesis;
  if (family === "xilinx7") throw new Error("no packer for Xilinx");
  const { fmaxHz } = placed.timing;
  const clockHz = design.clockHz ?? oscillatorHz;
  if (fmaxHz < clockHz) {
    throw checkError(
      "clock-too-slow",
      `the design placed and routed at ${megahertz(fmaxHz)} MHz; ${design.clockHz === undefined ? "the oscillator" : "the PLL"} of ${board.name} gives it ${megahertz(clockHz)} MHz`,
      { where: folder, hint: "Try another `--seed`, fewer `--lanes`, or a faster board." },
    );
  }
  stage(2, `${packer.name} ${packer.version}`);
  const file = await packBitstream({ executable: packer.path, family, folder }, options);
  return { file: file.slice(folder.length + 1), bytes: statSync(file).size };
}

function remarksOf(board: FpgaBoard, design: Design, placed: Placement | undefined): string[] {
  if (placed === undefined) return [`${board.device}: synthesis only; no free placer for it is used here, so there is no clock and no bitstream.`];
  const { oscillatorHz } = board.synthesis;
  const clock = design.clockHz === undefined ? "the board's oscillator" : "its PLL's clock";
  return [
    `The bitstream runs at ${clock}, ${megahertz(design.clockHz ?? oscillatorHz)} MHz; the highest clock is the placer's static timing analysis, not a measurement on the board.`,
  ];
}

function megahertz(hertz: number): string {
  return (hertz / 1e6).toFixed(1);
}
