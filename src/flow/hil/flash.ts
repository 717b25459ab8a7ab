/** Loads the bitstream that `snnc synth` made into a board, by openFPGALoader. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { requireTool } from "../../tools/environment.js";
import { mustRunProcess } from "../../tools/process.js";
import { inputError } from "../../util/diagnostics.js";
import type { WorkOptions } from "../../util/progress.js";
import { parseSynthesis } from "../../util/synthesis.js";
import { BUNDLE, openBundle } from "../bundle.js";
import { WEIGHTS_FILE } from "../synth.js";
import { loadFpgaBoard } from "../synth-plan.js";

export interface Flashed {
  readonly board: string;
  readonly bitstream: string;
  readonly loader: string;
}

/** Throws SnncError: of kind input where there is no bitstream, of kind tool where openFPGALoader is missing or fails. */
export async function flashBundle(folder: string, { signal, onProgress }: WorkOptions = {}): Promise<Flashed> {
  const bundle = openBundle(folder);
  const synthesise = "Make it first: `snnc synth BUNDLE --board icebreaker` (or another board of `snnc synth --help`).";
  if (!bundle.has(BUNDLE.synth)) throw inputError("hil-no-bitstream", "the bundle has no bitstream", { where: folder, hint: synthesise });
  const synthesis = parseSynthesis(bundle.read(BUNDLE.synth).toString("utf8"));
  if (synthesis === undefined)
    throw inputError("hil-no-bitstream", "the bundle's synth.json is none of this snnc", { where: folder, hint: synthesise });
  const { board, bitstream } = synthesis;
  const path = bitstream === undefined ? undefined : join(bundle.path(BUNDLE.synthFolder), board, bitstream.file);
  if (path === undefined || !existsSync(path) || !statSync(path).isFile()) {
    throw inputError("hil-no-bitstream", `the last synthesis, for ${board}, left no bitstream`, { where: folder, hint: synthesise });
  }
  const { synthesis: design, weightFlash } = loadFpgaBoard(board);
  const name = design.loader;
  if (name === undefined) {
    throw inputError("hil-flash-board", `there is no loading of a ${board} from here`, {
      where: path,
      hint: "Load the file with the vendor's tool, then run without `--flash`.",
    });
  }
  const loader = await requireTool("openFPGALoader");
  const weights = join(bundle.path(BUNDLE.synthFolder), board, WEIGHTS_FILE);
  const isOutside = synthesis.parameters.EXTERNAL_WEIGHTS === 1 && weightFlash !== undefined && existsSync(weights);
  const load = async (...args: string[]): Promise<void> => {
    await mustRunProcess(
      loader.path,
      ["-b", name, ...args],
      {
        code: "hil-flash-failed",
        what: `the bitstream could not be loaded into the ${board}`,
        hint: "Is the board plugged in? `snnc doctor` says what is missing.",
      },
      { signal, timeoutMilliseconds: 300_000 },
    );
  };
  onProgress?.({ stage: "loading the bitstream", note: `openFPGALoader ${loader.version}, ${board}` });
  // The weights first: the bitstream's start ends the configuration.
  if (isOutside) await load("-f", "-o", String(weightFlash.firstByte), weights);
  await load(path);
  return { board, bitstream: path, loader: `openFPGALoader ${loader.version}` };
}
