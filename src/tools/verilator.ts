/**
 * Verilator as a typed value: found and checked, asked to lint Verilog or to translate it to C++. What compiles the C++ is
 * its neighbours' business: native-model.ts (a process), wasm-model.ts (a WebAssembly module).
 */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { assertNever, inputError } from "../util/diagnostics.js";
import { findTool, requireTool } from "./environment.js";
import { mustRunProcess, runProcess } from "./process.js";
import { RTL_FOLDER, verilogList } from "./rtl-files.js";

export interface Verilator {
  readonly executable: string;
  /** E.g. "5.006". */
  readonly version: string;
  /** VERILATOR_ROOT: where its include files are. */
  readonly root: string;
}

/** Kind of waveforms that a build can write; it is slower for it. */
export type TraceKind = "vcd" | "fst";

/** What to build: a top module, its sources and parameters, and the harness that drives it. */
export interface ModelRequest {
  readonly topModule: string;
  /** Its C++ class is V and this (default: the top module), so that one harness drives modules of equal ports. */
  readonly prefix?: string;
  /** Verilog files, in order. */
  readonly sources: readonly string[];
  /** Folders for `include. */
  readonly includeFolders?: readonly string[];
  /** Files that the sources include. */
  readonly includes?: readonly string[];
  /** Values of the top module's parameters. */
  readonly parameters: Readonly<Record<string, number>>;
  /** C++ file with main(), or with the exports of a module. */
  readonly harness: string;
  /** Files that the harness includes. */
  readonly harnessIncludes?: readonly string[];
  readonly trace?: TraceKind | undefined;
}

export interface BuildOptions {
  /** Default: `userCacheFolder()`. */
  readonly cacheFolder?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
}

/**
 * Finds Verilator (SNNC_VERILATOR, else on PATH or set-up's own). Throws SnncError of kind tool, saying how to get it, if it
 * is missing or too old.
 */
export async function findVerilator(environment: NodeJS.ProcessEnv = process.env): Promise<Verilator> {
  // Asking a program takes a tenth of a second; the answer holds as long as the names looked for do.
  const asked = JSON.stringify([environment.SNNC_VERILATOR, environment.PATH]);
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
  const { path, version } = await requireTool("verilator", environment);
  const root = await mustRunProcess(
    path,
    ["--getenv", "VERILATOR_ROOT"],
    { code: "verilator-failed", what: "Verilator does not say where it lives" },
    { environment },
  );
  return { executable: path, version, root: root.trim() };
}

/** The C++ of a model: what `verilate` wrote. */
export interface Verilated {
  /** File names in the folder. */
  readonly files: readonly string[];
  /** Member of the root class that holds the clock of the last evaluation, where this version of Verilator has one. */
  readonly previousClock: string | undefined;
}

/** Translates to C++ in `folder`. Throws SnncError of kind tool with Verilator's own last words. */
export async function verilate(request: ModelRequest, verilator: Verilator, folder: string, signal?: AbortSignal): Promise<Verilated> {
  const prefix = `V${request.prefix ?? request.topModule}`;
  await mustRunProcess(
    verilator.executable,
    [
      ...VERILATE_FLAGS,
      ...(request.trace === undefined ? [] : [request.trace === "fst" ? "--trace-fst" : "--trace"]),
      "--Mdir",
      folder,
      "--prefix",
      prefix,
      ...commonArguments(request),
    ],
    { code: "verilator-failed", what: `Verilator could not translate ${request.topModule}` },
    { signal },
  );
  const names = (await readdir(folder)).sort();
  const files = names.filter((name) => name.endsWith(".cpp"));
  const root = names.includes(`${prefix}___024root.h`) ? await readFile(join(folder, `${prefix}___024root.h`), "utf8") : "";
  return { files, previousClock: PREVIOUS_CLOCK.exec(root)?.[1] };
}

/** Flags that decide what the C++ looks like. */
export const VERILATE_FLAGS: readonly string[] = ["--cc", "--assert", "-O3", "--x-assign", "fast", "--x-initial", "fast", "-Wno-fatal"];
/** `__Vtrigrprev__TOP__clk` in 5.006, `__Vtrigprevexpr___TOP__clk__0` in later ones. */
const PREVIOUS_CLOCK = /\b(__Vtrigr?prev(?:expr_)?__TOP__clk(?:__0)?);/;

/**
 * One C++ text of the model and its harness: one translation unit is compiled faster than five, most of whose time goes
 * into the same headers. What runs only once is not optimised, which saves g++ a quarter of its time; clang ignores that.
 */
export function translationUnit(request: ModelRequest, model: Verilated): string {
  const include = (name: string): string => `#include "${name}"`;
  return [
    ...model.files.filter((name) => !isSlow(name)).map(include),
    ...ONCE_BEGIN,
    ...model.files.filter(isSlow).map(include),
    ...ONCE_END,
    ...(model.previousClock === undefined || request.trace !== undefined ? [] : [`#define SNNC_PREVIOUS_CLOCK ${model.previousClock}`]),
    include(basename(request.harness)),
    "",
  ].join("\n");
}

const ONCE_BEGIN = ["#pragma GCC push_options", '#pragma GCC optimize("O0")'];
const ONCE_END = ["#pragma GCC pop_options"];

/** Verilator's name for what runs at the start and the end. */
function isSlow(name: string): boolean {
  return name.includes("__Slow");
}

/** Texts that a build depends on besides its flags: name of the top module, parameters, sources, harness. */
export async function requestKey(request: ModelRequest): Promise<string[]> {
  const paths = [...request.sources, ...(request.includes ?? []), request.harness, ...(request.harnessIncludes ?? [])];
  const files = await Promise.all(
    paths.map(async (path) => {
      try {
        return await readFile(path, "utf8");
      } catch (error) {
        throw inputError("source-unreadable", `a source of ${request.topModule} cannot be read: ${wordsOf(error)}`, { where: path });
      }
    }),
  );
  return [
    request.topModule,
    JSON.stringify(Object.entries(request.parameters).sort()),
    request.trace ?? "",
    ...VERILATE_FLAGS,
    ...ONCE_BEGIN,
    ...files,
  ];
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
  /** Folder of the harnesses. */
  readonly harnessFolder: string;
}

/** Locates rtl/ (or another core's folder) and hw/sim/ of this package. */
export async function coreFiles(rtlFolder = RTL_FOLDER): Promise<CoreFiles> {
  return { sources: await verilogList("files.f", rtlFolder), rtlFolder, harnessFolder: HARNESS_FOLDER };
}

/** Texts of the core's sources by file name, in order: what the emitter copies. */
export async function readCoreSources(rtlFolder?: string): Promise<ReadonlyMap<string, string>> {
  const { sources } = await coreFiles(rtlFolder);
  const texts = await Promise.all(sources.map((path) => readFile(path, "utf8")));
  return new Map(sources.map((path, index) => [basename(path), texts[index]]));
}

/** hw/sim/ of this package: C++ that drives models. */
export const HARNESS_FOLDER = fileURLToPath(new URL("../../hw/sim/", import.meta.url));

function commonArguments(request: Pick<ModelRequest, "topModule" | "sources" | "includeFolders" | "parameters">): string[] {
  return [
    "--top-module",
    request.topModule,
    ...Object.entries(request.parameters).map(([name, value]) => `-G${name}=${value}`),
    ...(request.includeFolders ?? []).map((folder) => `-I${folder}`),
    ...request.sources,
  ];
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
