/**
 * Who simulates the core: Verilator's C++ as a native program or as a WebAssembly module, or Icarus Verilog. Each is built
 * once per set of parameters, kept in the user's cache folder, and started as a `Harness`.
 */
import { buildIcarusModel } from "../tools/icarus.js";
import { buildModel } from "../tools/native-model.js";
import { verilogList } from "../tools/rtl-files.js";
import { type BuildOptions, coreFiles, type ModelRequest, type TraceKind } from "../tools/verilator.js";
import { buildWasmModel } from "../tools/wasm-model.js";
import { assertNever, inputError } from "../util/diagnostics.js";
import type { MeshParameters } from "../verilog/mesh-image.js";
import { addressBits, type CrossbarParameters } from "../verilog/parameters.js";
import type { Harness } from "./harness.js";
import { startHarness, startProgram } from "./process-harness.js";
import { startModule } from "./wasm-harness.js";

export const SIMULATORS = ["native", "wasm", "icarus"] as const;
export type SimulatorKind = (typeof SIMULATORS)[number];

export interface SimulationOptions extends BuildOptions {
  /** Default native. */
  readonly simulator?: SimulatorKind | undefined;
  /** Folder of another core with the same ports (default: rtl/ of this package). */
  readonly rtlFolder?: string | undefined;
}

/** A core that is ready to be started. */
export interface Simulation {
  readonly kind: SimulatorKind;
  /** E.g. "Verilator 5.006". */
  readonly description: string;
  readonly wasCached: boolean;
  /** How many of them may run at once with profit. */
  readonly mostWorkers: number;
  start(): Promise<Harness>;
}

/** What is built depends on the parameters alone. */
export type RtlParameters =
  | { readonly level: "crossbar"; readonly parameters: CrossbarParameters }
  | { readonly level: "mesh"; readonly parameters: MeshParameters };

/** Builds the core (or mesh) with these parameters, or takes it from the cache. Throws SnncError of kind tool if a tool is missing or fails. */
export async function buildSimulation(rtl: RtlParameters, options: SimulationOptions = {}): Promise<Simulation> {
  const kind = options.simulator ?? "native";
  switch (kind) {
    case "native": {
      const { executable, verilator, wasCached } = await buildModel(await coreRequest(rtl, "harness.cpp", options), options);
      return { kind, description: `Verilator ${verilator.version}`, wasCached, mostWorkers: 2, start: async () => startHarness(executable) };
    }
    case "wasm": {
      const { bytes, verilator, compiler, wasCached } = await buildWasmModel(await coreRequest(rtl, "module.cpp", options), options);
      const module = await WebAssembly.compile(bytes);
      const description = `Verilator ${verilator.version} as WebAssembly by ${compiler}`;
      // In this thread: a second one would take turns with the first.
      return { kind, description, wasCached, mostWorkers: 1, start: () => startModule(module) };
    }
    case "icarus": {
      if (rtl.level === "mesh") {
        throw inputError("icarus-mesh", "Icarus Verilog runs one core, not a mesh", { hint: "Use `--simulator native`." });
      }
      const { parameters } = rtl;
      const { sources, rtlFolder } = await coreFiles(options.rtlFolder);
      const axonBits = addressBits(parameters.AXONS);
      const { command, version, wasCached } = await buildIcarusModel(
        { sources, includeFolder: rtlFolder, parameters: { ...parameters }, axonBits },
        options,
      );
      const [program, ...args] = command;
      return { kind, description: `Icarus Verilog ${version}`, wasCached, mostWorkers: 2, start: async () => startProgram(program, args) };
    }
    default:
      return assertNever(kind);
  }
}

/** The core's files and one of the harnesses of hw/sim/. */
export async function coreRequest(
  { level, parameters }: RtlParameters,
  harness: "harness.cpp" | "module.cpp",
  options: { readonly rtlFolder?: string | undefined; readonly trace?: TraceKind | undefined } = {},
): Promise<ModelRequest> {
  const { sources, rtlFolder, harnessFolder } = await coreFiles(options.rtlFolder);
  return {
    // From outside a mesh looks like a core.
    topModule: level === "mesh" ? "snn_mesh" : "snn_core",
    prefix: "snn_core",
    sources: level === "mesh" ? [...sources, ...(await verilogList("mesh.f", options.rtlFolder))] : sources,
    includeFolders: [rtlFolder],
    parameters: { ...parameters },
    harness: `${harnessFolder}${harness}`,
    harnessIncludes: ["core_driver.h", "prelude.h"].map((name) => `${harnessFolder}${name}`),
    trace: options.trace,
  };
}
