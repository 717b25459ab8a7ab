/** The options of commands that run a network: who runs it, and who simulates the RTL. */
import type { Argv } from "yargs";
import type { MeshShape } from "../flow/rtl.js";
import { type BundleBackend, SIMULATORS, type SimulatorKind } from "../flow/simulate.js";
import { inputError } from "../util/diagnostics.js";

export interface BackendOptions {
  readonly backend: BundleBackend;
  readonly simulator: SimulatorKind | undefined;
  readonly cores: string | undefined;
}

export interface GivenBackend extends Omit<BackendOptions, "cores"> {
  readonly cores: MeshShape | undefined;
}

export function backendOptions<T>(argv: Argv<T>) {
  return argv
    .option("backend", {
      choices: ["golden", "rtl", "loihi"] as const,
      default: "golden" as const,
      describe: "who runs the network; loihi: the emulator of its mapping",
    })
    .option("simulator", {
      choices: SIMULATORS,
      describe: "with rtl: Verilator's C++ as a program (native, the default) or as WebAssembly (wasm, no C++ compiler needed), or Icarus Verilog",
    })
    .option("cores", {
      type: "string",
      describe: "with rtl: a mesh of so many columns and rows of cores, 1x1 to 64 in all (default: one core without a mesh)",
    });
}

/** Back end, simulator and cores. Throws SnncError (input) for a simulator or cores of nothing, and for cores that are no shape. */
export function givenBackend({ backend, simulator, cores }: BackendOptions): GivenBackend {
  if (backend === "rtl" || (simulator === undefined && cores === undefined)) return { backend, simulator, cores: shapeOf(cores) };
  if (simulator === undefined) {
    throw inputError("cores-without-rtl", `--cores ${cores} is of the RTL; the network runs on the ${backend} simulator`, {
      hint: "Add `--backend rtl`.",
    });
  }
  throw inputError("simulator-without-rtl", `--simulator ${simulator} is of the RTL; the network runs on the ${backend} simulator`, {
    hint: "Add `--backend rtl`.",
  });
}

/** `2x2` as columns and rows. Throws SnncError (input) for what is no shape. */
export function shapeOf(cores: string | undefined): MeshShape | undefined {
  if (cores === undefined) return undefined;
  const [, columns, rows] = /^(\d{1,2})x(\d{1,2})$/.exec(cores) ?? [];
  if (columns === undefined)
    throw inputError("cores-shape", `--cores ${cores} is no number of columns and rows`, { hint: "For example `--cores 2x2`." });
  return { columns: Number(columns), rows: Number(rows) };
}
