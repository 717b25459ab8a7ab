/**
 * Icarus Verilog as a second simulator of the core: rtl/ and the test bench hw/sim/harness.v compiled by iverilog, run by
 * vvp. Slow, and independent of Verilator in everything.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { toolError } from "../util/diagnostics.js";
import { cachedFolder, contentKey } from "./cache.js";
import { requireTool } from "./environment.js";
import { mustRunProcess } from "./process.js";
import { type BuildOptions, HARNESS_FOLDER } from "./verilator.js";

export interface IcarusRequest {
  /** Verilog files of the core. */
  readonly sources: readonly string[];
  readonly includeFolder: string;
  /** Of snn_core. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Bits of an axon number. */
  readonly axonBits: number;
  /** Bits of a weight word. */
  readonly weightWordBits: number;
}

export interface IcarusModel {
  /** Program and arguments that run it. */
  readonly command: readonly [string, ...string[]];
  readonly version: string;
  readonly wasCached: boolean;
}

/** Compiles the core with its test bench, or takes it from the cache. Throws SnncError of kind tool if iverilog is missing or fails. */
export async function buildIcarusModel(request: IcarusRequest, options: BuildOptions = {}): Promise<IcarusModel> {
  const { path, version } = await requireTool("iverilog");
  const runner = join(dirname(path), "vvp");
  if (!existsSync(runner)) {
    throw toolError("iverilog-missing", "there is no 'vvp' beside iverilog; it runs what iverilog compiles", { where: path });
  }
  const bench = join(HARNESS_FOLDER, "harness.v");
  const files = await Promise.all([...request.sources, bench].map((file) => readFile(file, "utf8")));
  const parameters = Object.entries(request.parameters).map(([name, value]) => `.${name}(${value})`);
  const key = contentKey([version, ...parameters, String(request.axonBits), ...files]);
  const { folder, wasCached } = await cachedFolder(
    "icarus",
    key,
    async (work) => {
      options.onProgress?.(`compiling the core with Icarus Verilog ${version}`);
      await writeFile(join(work, "core_parameters.vh"), `${parameters.join(",\n")}\n`);
      await mustRunProcess(
        path,
        [
          "-g2005",
          "-s",
          "harness",
          `-DAXON_BITS=${request.axonBits}`,
          `-DWEIGHT_WORD_BITS=${request.weightWordBits}`,
          ...[work, request.includeFolder].map((include) => `-I${include}`),
          "-o",
          join(work, "core.vvp"),
          ...request.sources,
          bench,
        ],
        { code: "iverilog-failed", what: "Icarus Verilog could not compile the core" },
        { signal: options.signal },
      );
    },
    options,
  );
  return { command: [runner, "-n", join(folder, "core.vvp")], version, wasCached };
}
