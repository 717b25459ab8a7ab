/** The options of commands that run a network: who runs it, and who simulates the RTL. */
import type { Argv } from "yargs";
import { type Backend, SIMULATORS, type SimulatorKind } from "../flow/simulate.js";
import { inputError } from "../util/diagnostics.js";

export interface BackendOptions {
  readonly backend: Backend;
  readonly simulator: SimulatorKind | undefined;
}

export function backendOptions<T>(argv: Argv<T>) {
  return argv
    .option("backend", { choices: ["golden", "rtl"] as const, default: "golden" as const, describe: "who runs the network" })
    .option("simulator", {
      choices: SIMULATORS,
      describe: "with rtl: Verilator's C++ as a program (native, the default) or as WebAssembly (wasm, no C++ compiler needed), or Icarus Verilog",
    });
}

/** Back end and simulator. Throws SnncError (input) for a simulator of nothing. */
export function givenBackend({ backend, simulator }: BackendOptions): BackendOptions {
  if (simulator === undefined || backend === "rtl") return { backend, simulator };
  throw inputError("simulator-without-rtl", `--simulator ${simulator} is of the RTL; the network runs on the ${backend} simulator`, {
    hint: "Add `--backend rtl`.",
  });
}
