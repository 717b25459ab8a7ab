/**
 * A compiler from C++ to WebAssembly: npm's `@yowasp/clang`, which itself runs in WebAssembly, so that no C++ compiler has
 * to be installed; else emscripten's em++ on PATH. Neither is a dependency: the package weighs 100 MB and few need it, so
 * it is looked for when it is wanted.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { toolError } from "../util/diagnostics.js";
import { findTool } from "./environment.js";
import { lastWords, mustRunProcess } from "./process.js";

/** Text files of a compilation by their paths, with `/`; objects as bytes. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

export interface WasmCompiler {
  /** E.g. "@yowasp/clang 22.0.0". */
  readonly name: string;
  /** Flags of every compilation. */
  readonly targetFlags: readonly string[];
  /** Flags that link a module whose exports are called, instead of a program. */
  readonly reactorFlags: readonly string[];
  /** Runs the compiler on the files alone; returns the file `output`. Throws SnncError of kind tool with its last words. */
  compile(args: readonly string[], files: Files, output: string, what: string, signal?: AbortSignal): Promise<Uint8Array>;
}

const PACKAGE = "@yowasp/clang";
const HOW_TO_GET = `npm install --no-save ${PACKAGE} (100 MB, needs no C++ compiler); or emscripten (Debian/Ubuntu: sudo apt-get install emscripten)`;

/**
 * Finds the package from SNNC_YOWASP_CLANG (its folder), from this package or from the working folder; else em++. Throws
 * SnncError of kind tool, saying how to get one, if there is none.
 */
export async function findWasmCompiler(environment: NodeJS.ProcessEnv = process.env): Promise<WasmCompiler> {
  const folder = findPackage(environment);
  if (folder !== undefined) return yowasp(folder);
  const emscripten = await findTool("em++", environment);
  if (emscripten !== undefined) return emcc(emscripten.path, emscripten.version);
  throw toolError("wasm-compiler-missing", "no compiler to WebAssembly was found; `--simulator wasm` needs one", { hint: HOW_TO_GET });
}

function findPackage(environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment.SNNC_YOWASP_CLANG;
  if (named !== undefined && named !== "") {
    if (existsSync(join(named, "package.json"))) return named;
    throw toolError("wasm-compiler-missing", "SNNC_YOWASP_CLANG names a folder that holds no package", { where: named, hint: HOW_TO_GET });
  }
  for (const from of [import.meta.url, pathToFileURL(join(process.cwd(), "package.json"))]) {
    // The package's exports leave its package.json out, so it is looked for as Node would.
    for (const place of createRequire(from).resolve.paths(PACKAGE) ?? []) {
      if (existsSync(join(place, PACKAGE, "package.json"))) return join(place, PACKAGE);
    }
  }
  return undefined;
}

const manifestSchema = z.object({ version: z.string(), exports: z.object({ default: z.string() }) });

type Tree = { [name: string]: Tree | string | Uint8Array };
type Output = (bytes: Uint8Array | null) => void;
type Command = (args: readonly string[] | null, files: Tree, options: { stdout: Output; stderr: Output; fetchProgress: () => void }) => Promise<Tree>;

function yowasp(folder: string): WasmCompiler {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  return {
    name: `${PACKAGE} ${manifest.version}`,
    targetFlags: ["--target=wasm32-wasip1", "-fno-exceptions"],
    reactorFlags: ["-mexec-model=reactor"],
    async compile(args, files, output, what, signal) {
      signal?.throwIfAborted();
      const module: unknown = await import(pathToFileURL(join(folder, manifest.exports.default)).href);
      const compiler = commandOf(module);
      let said = "";
      const hear: Output = (bytes) => {
        if (bytes !== null) said += Buffer.from(bytes).toString("utf8");
      };
      let tree: Tree;
      try {
        // Loads itself first: it reports that on standard output otherwise.
        await compiler(null, {}, { stdout: hear, stderr: hear, fetchProgress: () => {} });
        tree = await compiler([...args, "-o", output], treeOf(files), { stdout: hear, stderr: hear, fetchProgress: () => {} });
      } catch (error) {
        throw toolError("wasm-build-failed", `${what}: ${lastWords(said, String(error))}`);
      }
      signal?.throwIfAborted();
      const made = tree[output];
      if (!(made instanceof Uint8Array)) throw toolError("wasm-build-failed", `${what}: ${PACKAGE} wrote no '${output}'`);
      return made;
    },
  };
}

function commandOf(module: unknown): Command {
  const commands = typeof module === "object" && module !== null && "commands" in module ? module.commands : undefined;
  const command = typeof commands === "object" && commands !== null && "clang++" in commands ? commands["clang++"] : undefined;
  if (typeof command !== "function") throw toolError("wasm-compiler-missing", `this version of ${PACKAGE} has no 'clang++'`, { hint: HOW_TO_GET });
  return command as Command;
}

function treeOf(files: Files): Tree {
  const root: Tree = {};
  for (const [path, content] of files) {
    const parts = path.split("/");
    const name = parts.pop() ?? path;
    folderOf(root, parts)[name] = content;
  }
  return root;
}

function folderOf(root: Tree, parts: readonly string[]): Tree {
  return parts.reduce((folder, part) => {
    const known = folder[part];
    if (typeof known === "object" && !(known instanceof Uint8Array)) return known;
    const made: Tree = {};
    folder[part] = made;
    return made;
  }, root);
}

function emcc(program: string, version: string): WasmCompiler {
  return {
    name: `emscripten ${version}`,
    targetFlags: ["-fno-exceptions"],
    reactorFlags: ["--no-entry", "-sSTANDALONE_WASM", "-sALLOW_MEMORY_GROWTH"],
    async compile(args, files, output, what, signal) {
      const folder = await mkdtemp(join(tmpdir(), "snnc-wasm-"));
      try {
        for (const [path, content] of files) {
          await mkdir(join(folder, dirname(path)), { recursive: true });
          await writeFile(join(folder, path), content);
        }
        await mustRunProcess(program, [...args, "-o", output], { code: "wasm-build-failed", what }, { cwd: folder, signal });
        return await readFile(join(folder, output));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** The files of a folder that `keep` keeps, under `as`/; folders in it by `as`/name too. */
export function filesOf(folder: string, as: string, keep: (name: string) => boolean): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) for (const [name, text] of filesOf(path, `${as}/${entry.name}`, keep)) files.set(name, text);
    else if (keep(entry.name)) files.set(`${as}/${entry.name}`, readFileSync(path, "utf8"));
  }
  return files;
}
