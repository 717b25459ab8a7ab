/**
 * Formal proofs of Verilog by yosys-smtbmc and z3: the properties are assertions in a wrapper of rtl/formal/, Yosys makes
 * a formula of the modules, and z3 looks for inputs that break one: within so many cycles of reset, or from any state.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { type Fault, plantFault } from "../../src/flow/bench-rtl/mutants/plant.js";
import { RTL_FOLDER } from "../../src/tools/rtl-files.js";

export interface Proof {
  /** Module of rtl/formal/ in a file of its name. */
  readonly top: string;
  /** Files that it needs besides, in rtl/. */
  readonly files: readonly string[];
  readonly parameters?: Readonly<Record<string, number>>;
}

/** What was asked: no assertion fails in the first `cycles`; from `steps` good cycles follows another; all covers are reached. */
export type Question =
  | { readonly kind: "bounded"; readonly cycles: number }
  | { readonly kind: "induction"; readonly steps: number }
  | { readonly kind: "cover"; readonly cycles: number };

/** "holds", or what does not: assertions that failed, covers that were not reached. */
export type Verdict = "holds" | readonly string[];

const TOOLS = ["yosys", "yosys-smtbmc", "z3"] as const;
const run = promisify(execFile);

/** Names of the tools that are not installed. */
export async function missingProvers(): Promise<readonly string[]> {
  const found = await Promise.all(
    TOOLS.map((tool) =>
      run(tool, ["--version"]).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
      ),
    ),
  );
  return TOOLS.filter((_, index) => !found[index]);
}

/** Answers the questions in turn, about the modules as they are or with a fault planted. Throws if a tool itself fails. */
export async function prove(proof: Proof, questions: readonly Question[], fault?: Fault): Promise<readonly Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), "snnc-proof-"));
  try {
    const formula = join(folder, "formula.smt2");
    const sources = [...proof.files, `formal/${proof.top}.v`].map((file) => sourceOf(file, fault, folder));
    const sets = Object.entries(proof.parameters ?? {}).map(([name, value]) => `-chparam ${name} ${value}`);
    await run("yosys", ["-q", "-p", script(proof.top, sources, sets, formula)], { maxBuffer: MOST_OUTPUT });
    const verdicts: Verdict[] = [];
    for (const question of questions) verdicts.push(await ask(formula, question));
    return verdicts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const MOST_OUTPUT = 2 ** 26;

function sourceOf(file: string, fault: Fault | undefined, folder: string): string {
  const path = join(RTL_FOLDER, file);
  if (fault?.file !== file) return path;
  const planted = join(folder, basename(file));
  writeFileSync(planted, plantFault(readFileSync(path, "utf8"), fault));
  return planted;
}

/**
 * Memories become registers before modules are flattened: wrappers name words of them (`(* hierconn *)`). SYNTHESIS leaves
 * out what only simulators understand.
 */
function script(top: string, sources: readonly string[], sets: readonly string[], formula: string): string {
  return [
    `read_verilog -formal -D SYNTHESIS ${sources.join(" ")}`,
    `hierarchy -check -top ${top} ${sets.join(" ")}`,
    "proc",
    "memory_collect",
    "memory_map",
    "flatten",
    "opt -full",
    "dffunmap",
    `write_smt2 -wires ${formula}`,
  ].join("; ");
}

async function ask(formula: string, question: Question): Promise<Verdict> {
  // Without --unroll z3 takes a hundred times as long for the routers.
  const { code, stdout } = await run("yosys-smtbmc", ["-s", "z3", "--unroll", "--noprogress", ...argumentsOf(question), formula], {
    maxBuffer: MOST_OUTPUT,
  }).then(
    (said) => ({ code: 0, stdout: said.stdout }),
    (error: { code?: number; stdout?: string }) => ({ code: error.code ?? -1, stdout: error.stdout ?? "" }),
  );
  if (code === 0 && stdout.includes("Status: PASSED")) return "holds";
  const broken = stdout.split("\n").filter((line) => /Assert failed|Unreached cover/.test(line));
  if (broken.length === 0) throw new Error(`yosys-smtbmc ended with ${code}: ${stdout}`);
  return broken.map((line) => line.replace(/^##\s+\S+\s+/, ""));
}

function argumentsOf(question: Question): string[] {
  switch (question.kind) {
    case "bounded":
      return ["-t", `${question.cycles}`];
    case "induction":
      return ["-i", "-t", `${question.steps}`];
    case "cover":
      return ["-c", "-t", `${question.cycles}`];
  }
}
