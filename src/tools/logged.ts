/**
 * A long-running tool in a folder of its own: what it says goes to a log there, what it makes is read from there, and a
 * failure shows its last lines and where the log is.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { assertNever, type SnncError, toolError } from "../util/diagnostics.js";
import { type ProcessOutcome, runProcess } from "./process.js";

export interface LoggedRun {
  readonly program: string;
  readonly args: readonly string[];
  /** Files written into the folder before it starts. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly log: string;
  /** It writes `log` itself; else its output goes there. */
  readonly keepsOwnLog: boolean;
  /** Code of the diagnostic if it fails, and what then could not be done. */
  readonly code: string;
  readonly what: string;
}

const LINES_SHOWN = 6;

/**
 * Runs the tool and parses `result`, a file that it writes into its folder. Throws SnncError of kind tool with its last lines
 * and the log's path if it fails, is killed, or writes no result; kind check on an abort.
 */
export async function runLogged<T>(
  run: LoggedRun,
  result: string,
  parse: (text: string) => T,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<T> {
  mkdirSync(run.folder, { recursive: true });
  // A result of an earlier run would hide that this one made none.
  for (const old of [run.log, join(run.folder, result)]) rmSync(old, { force: true });
  for (const [name, text] of run.inputs) writeFileSync(join(run.folder, name), text);
  const outcome = await runProcess(run.program, run.args, { cwd: run.folder, signal: options.signal });
  const said = outcome.kind === "missing" ? "" : `${outcome.stdout}${outcome.stderr}`;
  if (!run.keepsOwnLog || readIfThere(run.log) === undefined) writeFileSync(run.log, said);
  const why = failureOf(run.program, outcome);
  if (why !== undefined) throw failed(run, why, said);
  const text = readIfThere(join(run.folder, result));
  if (text === undefined) throw failed(run, `${basename(run.program)} ended without writing ${result}`, said);
  return parse(text);
}

function failureOf(program: string, outcome: ProcessOutcome): string | undefined {
  const name = basename(program);
  switch (outcome.kind) {
    case "missing":
      return `the program '${program}' was not found`;
    case "killed":
      return `${name} was killed by ${outcome.signal}${outcome.signal === "SIGKILL" ? " (often: the memory ran out)" : ""}`;
    case "timed-out":
      return `${name} did not end within ${outcome.milliseconds / 1000} s`;
    case "ended":
      return outcome.code === 0 ? undefined : `${name} ended with exit code ${outcome.code}`;
    default:
      return assertNever(outcome);
  }
}

function failed(run: LoggedRun, why: string, said: string): SnncError {
  const lines = `${said}\n`.split("\n").filter((line) => line.trim() !== "");
  const last = lines.slice(-LINES_SHOWN).map((line) => `\n  | ${line}`);
  return toolError(run.code, `${run.what}: ${why}${last.length === 0 ? "; it said nothing" : `; its last lines:${last.join("")}`}`, {
    hint: `The whole log: ${run.log}`,
  });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
