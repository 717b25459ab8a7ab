/**
 * A verilated model as a WebAssembly module: Verilator translates, a compiler to WebAssembly compiles; no C++ compiler of
 * the machine's own is needed. Module and runtime objects are kept in the user's cache folder, as native ones are.
 */
import { readFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { cachedFolder, contentKey } from "./cache.js";
import { type BuildOptions, findVerilator, type ModelRequest, requestKey, translationUnit, type Verilator, verilate } from "./verilator.js";
import { type Files, filesOf, findWasmCompiler, type WasmCompiler } from "./wasm-compiler.js";

export interface BuiltModule {
  /** The module. */
  readonly bytes: Uint8Array;
  /** Its file in the cache. */
  readonly file: string;
  readonly key: string;
  readonly wasCached: boolean;
  readonly verilator: Verilator;
  /** E.g. "@yowasp/clang 22.0.0". */
  readonly compiler: string;
}

/** Builds the module, or takes it from the cache. Throws SnncError of kind tool with the tools' own last words if they fail. */
export async function buildWasmModel(request: ModelRequest, options: BuildOptions = {}): Promise<BuiltModule> {
  const [verilator, compiler] = [await findVerilator(), await findWasmCompiler()];
  const key = contentKey([...(await requestKey(request)), verilator.version, compiler.name, ...compiler.reactorFlags, ...MODEL_FLAGS]);
  const entry = await cachedFolder(
    "verilator-wasm",
    key,
    async (work) => {
      options.onProgress?.(`building the simulation of ${request.topModule} as WebAssembly with ${compiler.name}`);
      const objects = await runtimeObjects(verilator, compiler, options);
      const model = join(work, "model");
      await mkdir(model);
      const verilated = await verilate(request, verilator, model, options.signal);
      const files: Files = new Map<string, string | Uint8Array>([
        ...headersOf(verilator),
        ...objects,
        ...filesOf(model, "model", (name) => /\.(h|cpp)$/.test(name)),
        ...[request.harness, ...(request.harnessIncludes ?? [])].map((path): [string, string] => [
          `model/${basename(path)}`,
          readFileSync(path, "utf8"),
        ]),
        ["unit.cc", translationUnit(request, verilated)],
      ]);
      const bytes = await compiler.compile(
        [...compiler.targetFlags, ...compiler.reactorFlags, ...MODEL_FLAGS, ...COMMON_FLAGS, "-Imodel", "unit.cc", ...objects.keys()],
        files,
        MODULE,
        `the compiler to WebAssembly could not build ${request.topModule}`,
        options.signal,
      );
      await writeFile(join(work, MODULE), bytes);
      await rm(model, { recursive: true, force: true });
    },
    { ...options, onWait: () => options.onProgress?.("waiting for another process that builds the same module") },
  );
  const file = join(entry.folder, MODULE);
  return { bytes: await readFile(file), file, key, wasCached: entry.wasCached, verilator, compiler: compiler.name };
}

const MODULE = "core.wasm";
const MODEL_FLAGS = ["-O2", "-Wl,--strip-all"];
const RUNTIME_FLAGS = ["-O2"];
const COMMON_FLAGS = [
  "-std=gnu++17",
  "-DVL_IGNORE_UNKNOWN_ARCH",
  "-DVL_USER_FATAL",
  "-DVL_USER_STOP",
  "-DVM_TRACE=0",
  "-DVM_TRACE_VCD=0",
  "-DVM_TRACE_FST=0",
  "-DVM_COVERAGE=0",
  "-DVM_SC=0",
  "-Iinclude",
  "-Iinclude/vltstd",
];
const RUNTIME = ["verilated", "verilated_threads"];

/** Verilator's headers, as files of a compilation. */
function headersOf(verilator: Verilator): Map<string, string> {
  return filesOf(join(verilator.root, "include"), "include", (name) => name.endsWith(".h"));
}

/** Verilator's runtime, compiled once per version and compiler. */
async function runtimeObjects(verilator: Verilator, compiler: WasmCompiler, options: BuildOptions): Promise<Map<string, Uint8Array>> {
  const key = contentKey([
    "runtime",
    verilator.version,
    verilator.root,
    compiler.name,
    ...compiler.targetFlags,
    ...RUNTIME_FLAGS,
    ...COMMON_FLAGS,
    ...RUNTIME,
  ]);
  const { folder } = await cachedFolder(
    "verilator-wasm-runtime",
    key,
    async (work) => {
      const headers = headersOf(verilator);
      for (const name of RUNTIME) {
        options.onProgress?.(`building Verilator's runtime as WebAssembly, once (${name})`);
        const source = await readFile(join(verilator.root, "include", `${name}.cpp`), "utf8");
        const object = await compiler.compile(
          [...compiler.targetFlags, ...RUNTIME_FLAGS, ...COMMON_FLAGS, "-c", `include/${name}.cpp`],
          new Map([...headers, [`include/${name}.cpp`, source]]),
          `${name}.o`,
          "the compiler to WebAssembly could not build Verilator's runtime",
          options.signal,
        );
        await writeFile(join(work, `${name}.o`), object);
      }
    },
    options,
  );
  return new Map(RUNTIME.map((name) => [`${name}.o`, readFileSync(join(folder, `${name}.o`))]));
}
