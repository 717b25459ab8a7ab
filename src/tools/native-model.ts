/**
 * A verilated model as a native program: its C++ compiled with the harness in one translation unit, and the executable
 * kept in the user's cache folder under the hash of everything it depends on. The runtime library and the headers, which
 * no network changes, are compiled once per compiler.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cachedFolder, contentKey, processorModel } from "./cache.js";
import { type FoundTool, requireTool } from "./environment.js";
import { mustRunProcess, runProcess } from "./process.js";
import {
  type BuildOptions,
  findVerilator,
  HARNESS_FOLDER,
  type ModelRequest,
  requestKey,
  type TraceKind,
  translationUnit,
  type Verilator,
  verilate,
} from "./verilator.js";

export interface BuiltModel {
  readonly executable: string;
  /** Hash of everything that it depends on. */
  readonly key: string;
  readonly wasCached: boolean;
  readonly verilator: Verilator;
}

/**
 * Builds the simulation, or takes it from the cache. Throws SnncError of kind tool with Verilator's or the compiler's
 * own last words if they fail, of kind check if `signal` aborts. Two processes may build at once: the second waits.
 */
export async function buildModel(request: ModelRequest, options: BuildOptions = {}): Promise<BuiltModel> {
  const [verilator, compiler] = [await findVerilator(), await findCompiler()];
  const key = contentKey([...(await requestKey(request)), verilator.version, compiler.version, ...modelFlags(request.trace), processorModel()]);
  const entry = await cachedFolder(
    "verilator",
    key,
    async (work) => {
      options.onProgress?.(`building the simulation of ${request.topModule} with Verilator ${verilator.version}`);
      const model = join(work, "model");
      const unit = join(model, "unit.cc");
      await writeUnit(request, verilator, model, unit, options.signal);
      const runtime = await runtimeFolder(verilator, compiler, request.trace, options);
      await mustRunProcess(
        compiler.path,
        [
          "-include",
          join(runtime, PRELUDE),
          ...modelFlags(request.trace),
          ...includeFlags(verilator),
          ...[model, dirname(request.harness)].map((folder) => `-I${folder}`),
          unit,
          ...runtimeNames(request.trace).map((name) => join(runtime, `${name}.o`)),
          "-pthread",
          ...(request.trace === "fst" ? ["-lz"] : []),
          "-o",
          join(work, request.topModule),
        ],
        { code: "verilator-build-failed", what: `the C++ compiler could not build ${request.topModule}` },
        { signal: options.signal },
      );
      await rm(model, { recursive: true, force: true });
    },
    { ...options, onWait: () => options.onProgress?.("waiting for another process that builds the same simulation") },
  );
  return { executable: join(entry.folder, request.topModule), key, wasCached: entry.wasCached, verilator };
}

/** Can FST waveforms be written: does the compiler find zlib's header? */
export async function hasZlib(signal?: AbortSignal): Promise<boolean> {
  const compiler = await findCompiler();
  const outcome = await runProcess(compiler.path, ["-x", "c++", "-fsyntax-only", "-include", "zlib.h", "-"], { input: "", signal });
  return outcome.kind === "ended" && outcome.code === 0;
}

async function writeUnit(request: ModelRequest, verilator: Verilator, model: string, unit: string, signal?: AbortSignal): Promise<void> {
  await writeFile(unit, translationUnit(request, await verilate(request, verilator, model, signal)));
}

/** The C++ compiler (CXX, else g++, c++, clang++). */
async function findCompiler(environment: NodeJS.ProcessEnv = process.env): Promise<FoundTool> {
  const asked = JSON.stringify([environment.CXX, environment.PATH]);
  const known = compilers.get(asked);
  if (known !== undefined) return known;
  const compiler = await requireTool("c++", environment);
  compilers.set(asked, compiler);
  return compiler;
}

const compilers = new Map<string, FoundTool>();

const PRELUDE = "prelude.h";
/** Assertions of the core end the process through the harness's own vl_fatal. */
const COMMON_FLAGS = ["-std=gnu++17", "-faligned-new", "-DVL_USER_FATAL", "-DVL_USER_STOP", "-DVM_COVERAGE=0", "-DVM_SC=0"];
/** Measured on 16 lanes: -O2 and -O3 take longer to compile and give nothing, -Os is slower. */
const modelFlags = (trace: TraceKind | undefined): string[] => ["-O1", "-march=native", ...COMMON_FLAGS, ...traceFlags(trace)];
const runtimeFlags = (trace: TraceKind | undefined): string[] => ["-O2", ...COMMON_FLAGS, ...traceFlags(trace)];

function traceFlags(trace: TraceKind | undefined): string[] {
  const flag = (isOn: boolean): number => (isOn ? 1 : 0);
  return [`-DVM_TRACE=${flag(trace !== undefined)}`, `-DVM_TRACE_VCD=${flag(trace === "vcd")}`, `-DVM_TRACE_FST=${flag(trace === "fst")}`];
}

function includeFlags(verilator: Verilator): string[] {
  return ["", "vltstd", "gtkwave"].map((folder) => `-I${join(verilator.root, "include", folder)}`);
}

function runtimeNames(trace: TraceKind | undefined): string[] {
  return ["verilated", "verilated_threads", ...(trace === undefined ? [] : [`verilated_${trace}_c`])];
}

/** Verilator's runtime, compiled once per version, compiler and kind of build; beside it the headers, precompiled. */
async function runtimeFolder(verilator: Verilator, compiler: FoundTool, trace: TraceKind | undefined, options: BuildOptions): Promise<string> {
  const names = runtimeNames(trace);
  const headers = await readFile(join(HARNESS_FOLDER, PRELUDE), "utf8");
  const key = contentKey([
    "runtime",
    verilator.version,
    verilator.root,
    compiler.version,
    processorModel(),
    ...runtimeFlags(trace),
    ...modelFlags(trace),
    ...names,
    headers,
  ]);
  const { folder } = await cachedFolder(
    "verilator-runtime",
    key,
    async (work) => {
      const run = (args: readonly string[]): Promise<string> =>
        mustRunProcess(
          compiler.path,
          args,
          { code: "verilator-build-failed", what: "the C++ compiler could not build Verilator's runtime" },
          { signal: options.signal },
        );
      for (const name of names) {
        const source = join(verilator.root, "include", `${name}.cpp`);
        await run([...runtimeFlags(trace), ...includeFlags(verilator), "-c", source, "-o", join(work, `${name}.o`)]);
      }
      const prelude = join(work, PRELUDE);
      await writeFile(prelude, headers);
      await run([...modelFlags(trace), ...includeFlags(verilator), "-pthread", "-x", "c++-header", prelude, "-o", `${prelude}.gch`]);
    },
    options,
  );
  return folder;
}
