/**
 * Yosys as a typed value: a netlist for an FPGA family from Verilog, its cells counted by kind. What it wrote to its log stays
 * in a file, which every failure names.
 */
import { join } from "node:path";
import { z } from "zod";
import { toolError } from "../util/diagnostics.js";
import type { FpgaFamily } from "../util/synthesis.js";
import { runLogged } from "./logged.js";

export interface YosysRequest {
  readonly executable: string;
  readonly family: FpgaFamily;
  /** Verilog files; relative to `folder`, or absolute. */
  readonly sources: readonly string[];
  readonly topModule: string;
  /** The module whose parameters are set, and their values. */
  readonly parameterised: { readonly module: string; readonly parameters: Readonly<Record<string, number>> };
  /** Memories by glob on the flattened name, and the kind of RAM that each must become. */
  readonly memories: readonly { readonly instance: string; readonly style: "block" | "huge" }[];
  /** Multiplications become DSPs, of which the device has some. Where there are none, it makes no difference. */
  readonly multiplies?: boolean;
  /** Where the script, the log, `netlist.json` and `stat.json` go; must exist. */
  readonly folder: string;
}

export interface YosysFiles {
  readonly script: string;
  readonly log: string;
  readonly netlist: string;
  readonly statistics: string;
}

/** Cells by kind of a whole flattened design. */
export type CellCounts = Readonly<Record<string, number>>;

export function yosysFiles(folder: string): YosysFiles {
  return {
    script: join(folder, "synth.ys"),
    log: join(folder, "yosys.log"),
    netlist: join(folder, "netlist.json"),
    statistics: join(folder, "stat.json"),
  };
}

/** The commands of a synthesis, one a line; file names are relative to the folder in which Yosys runs. */
export function yosysScript(request: Omit<YosysRequest, "executable" | "folder">): string {
  const { family, sources, topModule, parameterised, memories, multiplies = false } = request;
  const sets = Object.entries(parameterised.parameters).map(([name, value]) => ` -set ${name} ${value}`);
  return [
    `read_verilog ${sources.join(" ")}`,
    `chparam${sets.join("")} ${parameterised.module}`,
    // Cells of the vendor are known only to the synthesis command, which checks that nothing else is missing.
    `hierarchy -top ${topModule}`,
    "proc",
    "flatten",
    // The kind of every memory is our decision, not a guess by size: it can then be counted afterwards.
    ...memories.map(({ instance, style }) => `setattr -set ram_style "${style}" m:${instance}`),
    synthesise(family, topModule, multiplies),
    "tee -q -o stat.json stat -json",
    "",
  ].join("\n");
}

/** Runs a synthesis. Throws SnncError of kind tool: `synthesis-failed` with Yosys's last lines and the log, or a result it did not write. */
export async function runYosys(request: YosysRequest, options: { signal?: AbortSignal | undefined } = {}): Promise<CellCounts> {
  const files = yosysFiles(request.folder);
  return await runLogged(
    {
      program: request.executable,
      // Without -q, the log has what each pass did; its name is relative for tools that see this folder alone.
      args: ["-q", "-l", "yosys.log", "-s", "synth.ys"],
      inputs: new Map([["synth.ys", yosysScript(request)]]),
      folder: request.folder,
      log: files.log,
      keepsOwnLog: true,
      code: "synthesis-failed",
      what: "Yosys could not synthesise the design",
    },
    "stat.json",
    (text) => parseStatistics(text, files.statistics),
    options,
  );
}

/** Cells of `stat -json` by kind, sorted by name. Throws SnncError (tool, `statistics-unreadable`). */
export function parseStatistics(text: string, where: string): CellCounts {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = statisticsSchema.safeParse(json);
  if (!parsed.success) {
    throw toolError("statistics-unreadable", "is not what Yosys writes with `stat -json`", {
      where,
      hint: "Yosys 0.23 is known to work.",
    });
  }
  return Object.fromEntries(Object.entries(parsed.data.design.num_cells_by_type).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const statisticsSchema = z.object({ design: z.object({ num_cells_by_type: z.record(z.string(), z.number().int().nonnegative()) }) });

/**
 * ECP5 without -nowidelut makes LUT5 to LUT7 of pairs of LUT4 and a multiplexer, which takes more LUT4s.
 * On iCE40 DSPs must be asked for; only CUBA neurons multiply.
 */
function synthesise(family: FpgaFamily, top: string, multiplies: boolean): string {
  switch (family) {
    case "ice40":
      return `synth_ice40${multiplies ? " -dsp" : ""} -top ${top} -json netlist.json`;
    case "ecp5":
      return `synth_ecp5 -nowidelut -top ${top} -json netlist.json`;
    case "xilinx7":
      return `synth_xilinx -family xc7 -flatten -top ${top}`;
  }
}
