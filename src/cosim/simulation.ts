/**
 * Who simulates the core: Verilator's C++ as a native program or as a WebAssembly module, or Icarus Verilog. Each is built
 * once per set of parameters, kept in the user's cache folder, and started as a `Harness`.
 */
import { buildIcarusModel } from "../tools/icarus.js";
import { buildModel } from "../tools/native-model.js";
import { externalCoreFiles, verilogList } from "../tools/rtl-files.js";
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
  /** The core's weights are in a memory of this kind outside it (Verilator, one core); default: in the core. */
  readonly externalWeights?: ExternalWeights | undefined;
}

/** Where a core's weights are that are not inside, and how many words it asks for ahead: a power of two >= 2, default 16. */
export type ExternalWeights = { readonly fetchDepth?: number } & (
  | {
      /** rtl/sim/weight_memory.v */
      readonly kind: "memory";
      /** Cycles from a request to its answer, at least 1. */
      readonly latencyCycles: number;
      /** Probability per cycle of taking no request, and of giving no answer; default 0. */
      readonly stall?: number;
    }
  | {
      /** rtl/sim/spi_flash.v behind rtl/spi_flash_reader.v */
      readonly kind: "flash";
      /** Cycles of half a period of the flash's clock, at least 1; default 1. */
      readonly halfCycles?: number;
    }
);

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
      if (options.externalWeights !== undefined) throw new Error("Icarus Verilog runs cores that have their weights inside");
      const { parameters } = rtl;
      const { sources, rtlFolder } = await coreFiles(options.rtlFolder);
      const axonBits = addressBits(parameters.AXONS);
      const { command, version, wasCached } = await buildIcarusModel(
        {
          sources,
          includeFolder: rtlFolder,
          parameters: { ...parameters },
          axonBits,
          weightWordBits: parameters.LANES * parameters.WEIGHT_BITS,
        },
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
  options: Pick<SimulationOptions, "rtlFolder" | "externalWeights"> & { readonly trace?: TraceKind | undefined } = {},
): Promise<ModelRequest> {
  const { sources, rtlFolder, harnessFolder } = await coreFiles(options.rtlFolder);
  const { externalWeights } = options;
  if (level === "mesh" && externalWeights !== undefined) throw new Error("the cores of a mesh have their weights inside");
  // From outside a mesh looks like a core, and so does a core with its weight memory.
  const top =
    level === "mesh"
      ? { topModule: "snn_mesh", files: await verilogList("mesh.f", options.rtlFolder), more: {} }
      : externalWeights !== undefined
        ? { topModule: "external_core", files: externalCoreFiles(), more: memoryParameters(externalWeights) }
        : { topModule: "snn_core", files: [], more: {} };
  return {
    topModule: top.topModule,
    prefix: "snn_core",
    sources: [...sources, ...top.files],
    includeFolders: [rtlFolder],
    parameters: { ...parameters, ...top.more },
    harness: `${harnessFolder}${harness}`,
    harnessIncludes: ["core_driver.h", "prelude.h"].map((name) => `${harnessFolder}${name}`),
    trace: options.trace,
  };
}

/** Of rtl/sim/external_core.v. */
function memoryParameters(weights: ExternalWeights): Readonly<Record<string, number>> {
  const FETCH_DEPTH = weights.fetchDepth ?? 16;
  switch (weights.kind) {
    case "memory":
      return { FETCH_DEPTH, WEIGHT_LATENCY: weights.latencyCycles, WEIGHT_STALL: Math.round(256 * (weights.stall ?? 0)) };
    case "flash":
      return { FETCH_DEPTH, FLASH: 1, HALF_CYCLES: weights.halfCycles ?? 1 };
    default:
      return assertNever(weights);
  }
}
