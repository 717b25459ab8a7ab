/**
 * Verilator as a typed value: found and checked, asked to build a simulation of a Verilog top module with a C++ harness,
 * and the executable kept in the user's cache folder under the hash of everything it depends on.
 *
 * Measured (16 lanes): the runtime library takes 3.5 s of a 5.4 s build, so its objects are compiled once and kept;
 * Debian's 5.006 compiles models with -Os unless OPT_FAST is given to make itself.
 */
import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { assertNever, inputError } from "../util/diagnostics.js";
import { cachedFolder, contentKey, processorModel } from "./cache.js";
import { findTool, requireTool } from "./environment.js";
import { mustRunProcess, runProcess } from "./process.js";

export { userCacheFolder } from "./cache.js";

export interface Verilator {
  readonly executable: string;
  /** E.g. "5.006". */
  readonly version: string;
  /** VERILATOR_ROOT: where its include files are. */
  readonly root: string;
  /** The C++ compiler that builds models, and its version. */
  readonly compiler: string;
  readonly compilerVersion: string;
  readonly make: string;
}

/** What to build: a top module, its sources and parameters, and the harness that drives it. */
export interface ModelRequest {
  readonly topModule: string;
  /** Verilog files, in order. */
  readonly sources: readonly string[];
  /** Folders for `include. */
  readonly includeFolders?: readonly string[];
  /** Values of the top module's parameters. */
  readonly parameters: Readonly<Record<string, number>>;
  /** C++ file with main(). */
  readonly harness: string;
  /** Able to write waveforms (slower)? */
  readonly trace?: boolean;
}

export interface BuildOptions {
  /** Default: `userCacheFolder()`. */
  readonly cacheFolder?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
}

export interface BuiltModel {
  readonly executable: string;
  /** Hash of everything that it depends on. */
  readonly key: string;
  readonly wasCached: boolean;
  readonly verilator: Verilator;
}

/**
 * Finds Verilator (SNNC_VERILATOR, else on PATH or set-up's own), make and a C++ compiler (CXX, else g++, c++, clang++).
 * Throws SnncError of kind tool, saying how to get it, if one is missing or Verilator is too old.
 */
export async function findVerilator(environment: NodeJS.ProcessEnv = process.env): Promise<Verilator> {
  // Asking four programs takes a quarter of a second; the answer holds as long as the names looked for do.
  const asked = JSON.stringify([environment.SNNC_VERILATOR, environment.CXX, environment.PATH]);
  const known = found.get(asked);
  if (known !== undefined) return known;
  const verilator = await lookForVerilator(environment);
  found.set(asked, verilator);
  return verilator;
}

const found = new Map<string, Verilator>();

async function lookForVerilator(environment: NodeJS.ProcessEnv): Promise<Verilator> {
  const candidate = await findTool("verilator", environment);
  if (candidate?.version === "unknown") {
    await mustRunProcess(candidate.path, ["--version"], { code: "verilator-failed", what: "Verilator does not say its version" }, { environment });
  }
  const [{ path, version }, compiler, make] = [
    await requireTool("verilator", environment),
    await requireTool("c++", environment),
    await requireTool("make", environment),
  ];
  const root = await mustRunProcess(
    path,
    ["--getenv", "VERILATOR_ROOT"],
    { code: "verilator-failed", what: "Verilator does not say where it lives" },
    { environment },
  );
  return { executable: path, version, root: root.trim(), compiler: compiler.path, compilerVersion: compiler.version, make: make.path };
}

/**
 * Builds the simulation, or takes it from the cache. Throws SnncError of kind tool with Verilator's or the compiler's
 * own last words if they fail, of kind check if `signal` aborts. Two processes may build at once: the second waits.
 */
export async function buildModel(request: ModelRequest, options: BuildOptions = {}): Promise<BuiltModel> {
  const verilator = await findVerilator();
  const key = await keyOf(request, verilator);
  const entry = await cachedFolder(
    "verilator",
    key,
    async (work) => {
      options.onProgress?.(`building the simulation of ${request.topModule} with Verilator ${verilator.version}`);
      const model = join(work, "model");
      await verilate(request, verilator, model, options.signal);
      const runtime = await runtimeObjects(verilator, request.trace === true, options);
      await link(request, verilator, runtime, work, options.signal);
      await rm(model, { recursive: true, force: true });
    },
    { ...options, onWait: () => options.onProgress?.("waiting for another process that builds the same simulation") },
  );
  return { executable: join(entry.folder, request.topModule), key, wasCached: entry.wasCached, verilator };
}

/** Lints sources with -Wall (test benches with their delays, too); returns the tool's messages, empty if there is nothing to say. */
export async function lintWithVerilator(
  request: Pick<ModelRequest, "topModule" | "sources" | "includeFolders" | "parameters">,
  signal?: AbortSignal,
): Promise<string> {
  const { executable } = await findVerilator();
  const outcome = await runProcess(executable, ["--lint-only", "-Wall", "--timing", ...commonArguments(request)], { signal });
  switch (outcome.kind) {
    case "ended":
      // Messages go to standard error; later versions report their own speed on standard output.
      return outcome.code === 0 ? outcome.stderr : `${outcome.stderr}${outcome.stdout}exit code ${outcome.code}`;
    case "missing":
      return `${outcome.program} has gone`;
    case "killed":
    case "timed-out":
      return `${executable}: ${outcome.kind}`;
    default:
      return assertNever(outcome);
  }
}

/** Files of this package that the core's simulation is made of. */
export interface CoreFiles {
  /** rtl/*.v in the order of rtl/files.f. */
  readonly sources: readonly string[];
  readonly rtlFolder: string;
  readonly harness: string;
}

/** Locates rtl/ (or another core's folder) and hw/sim/ of this package, two levels up from src/tools and dist/tools. */
export async function coreFiles(rtlFolder = fileURLToPath(new URL("../../rtl/", import.meta.url))): Promise<CoreFiles> {
  const list = await readFile(join(rtlFolder, "files.f"), "utf8");
  const names = list
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("//"));
  return {
    sources: names.map((name) => join(rtlFolder, basename(name))),
    rtlFolder,
    harness: fileURLToPath(new URL("../../hw/sim/harness.cpp", import.meta.url)),
  };
}

/** Texts of the core's sources by file name, in order: what the emitter copies. */
export async function readCoreSources(rtlFolder?: string): Promise<ReadonlyMap<string, string>> {
  const { sources } = await coreFiles(rtlFolder);
  const texts = await Promise.all(sources.map((path) => readFile(path, "utf8")));
  return new Map(sources.map((path, index) => [basename(path), texts[index]]));
}

const WARNINGS_OFF = ["-Wno-fatal"];
const OPTIMISE = "-O3 -march=native";
/** Assertions of the core end the process through the harness's own vl_fatal. */
const RUNTIME_FLAGS = ["-O2", "-std=gnu++17", "-faligned-new", "-DVL_USER_FATAL", "-DVL_USER_STOP", "-DVM_COVERAGE=0", "-DVM_SC=0"];

function commonArguments(request: Pick<ModelRequest, "topModule" | "sources" | "includeFolders" | "parameters">): string[] {
  return [
    "--top-module",
    request.topModule,
    ...Object.entries(request.parameters).map(([name, value]) => `-G${name}=${value}`),
    ...(request.includeFolders ?? []).map((folder) => `-I${folder}`),
    ...request.sources,
  ];
}

function traceFlags(isTraced: boolean): string[] {
  return isTraced ? ["-DVM_TRACE=1", "-DVM_TRACE_VCD=1", "-DVM_TRACE_FST=0"] : ["-DVM_TRACE=0"];
}

function includeFlags(verilator: Verilator): string[] {
  return [`-I${join(verilator.root, "include")}`, `-I${join(verilator.root, "include", "vltstd")}`];
}

async function verilate(request: ModelRequest, verilator: Verilator, model: string, signal?: AbortSignal): Promise<void> {
  await mustBuild(
    "verilator-failed",
    `Verilator could not translate ${request.topModule}`,
    verilator.executable,
    [
      "--cc",
      "--assert",
      "-O3",
      "--x-assign",
      "fast",
      "--x-initial",
      "fast",
      ...WARNINGS_OFF,
      ...(request.trace === true ? ["--trace"] : []),
      "--Mdir",
      model,
      "--prefix",
      `V${request.topModule}`,
      ...commonArguments(request),
    ],
    signal,
  );
  await mustBuild(
    "verilator-build-failed",
    `the C++ compiler could not build ${request.topModule}`,
    verilator.make,
    [
      "-C",
      model,
      "-f",
      `V${request.topModule}.mk`,
      `V${request.topModule}__ALL.a`,
      `OPT_FAST=${OPTIMISE}`,
      "OPT_GLOBAL=-O1",
      `CXX=${verilator.compiler}`,
    ],
    signal,
  );
}

async function link(request: ModelRequest, verilator: Verilator, runtime: readonly string[], work: string, signal?: AbortSignal): Promise<void> {
  await mustBuild(
    "verilator-build-failed",
    `the C++ compiler could not build the harness of ${request.topModule}`,
    verilator.compiler,
    [
      ...OPTIMISE.split(" "),
      "-std=gnu++17",
      "-faligned-new",
      ...traceFlags(request.trace === true),
      ...includeFlags(verilator),
      `-I${join(work, "model")}`,
      request.harness,
      join(work, "model", `V${request.topModule}__ALL.a`),
      ...runtime,
      "-pthread",
      "-o",
      join(work, request.topModule),
    ],
    signal,
  );
}

/** Verilator's runtime, compiled once per version, compiler and kind of build. */
async function runtimeObjects(verilator: Verilator, isTraced: boolean, options: BuildOptions): Promise<readonly string[]> {
  const names = ["verilated", "verilated_threads", ...(isTraced ? ["verilated_vcd_c"] : [])];
  const flags = [...RUNTIME_FLAGS, ...traceFlags(isTraced)];
  const key = contentKey(["runtime", verilator.version, verilator.root, verilator.compilerVersion, ...flags, ...names]);
  const { folder } = await cachedFolder(
    "verilator-runtime",
    key,
    async (work) => {
      for (const name of names) {
        await mustBuild(
          "verilator-build-failed",
          "the C++ compiler could not build Verilator's runtime",
          verilator.compiler,
          [...flags, ...includeFlags(verilator), "-c", join(verilator.root, "include", `${name}.cpp`), "-o", join(work, `${name}.o`)],
          options.signal,
        );
      }
    },
    options,
  );
  return names.map((name) => join(folder, `${name}.o`));
}

/** Hash of the sources, the parameters, the tools and the machine. */
async function keyOf(request: ModelRequest, verilator: Verilator): Promise<string> {
  const files = await Promise.all(
    [...request.sources, request.harness].map(async (path) => {
      try {
        return await readFile(path, "utf8");
      } catch (error) {
        throw inputError("source-unreadable", `a source of ${request.topModule} cannot be read: ${wordsOf(error)}`, { where: path });
      }
    }),
  );
  return contentKey([
    request.topModule,
    JSON.stringify(Object.entries(request.parameters).sort()),
    String(request.trace === true),
    verilator.version,
    verilator.compilerVersion,
    OPTIMISE,
    ...WARNINGS_OFF,
    ...RUNTIME_FLAGS,
    processorModel(),
    ...files,
  ]);
}

async function mustBuild(code: string, what: string, program: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  await mustRunProcess(program, args, { code, what }, { signal });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
