/**
 * External programs as values: run one to its end with a typed outcome, or keep one running and talk to it through its
 * pipes. A program gets a process group of its own, so that stopping it stops what it started (make, the compiler);
 * nothing outlives this process.
 */
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { basename } from "node:path";
import { assertNever, checkError, type SnncError, toolError } from "../util/diagnostics.js";

/** How a program's run came out. An abort is none of these: it throws. */
export type ProcessOutcome =
  | { readonly kind: "missing"; readonly program: string }
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "killed"; readonly signal: string; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "timed-out"; readonly milliseconds: number; readonly stdout: string; readonly stderr: string };

export interface ProcessOptions {
  readonly cwd?: string;
  /** Default: this process's, with LC_ALL=C so that messages can be recognised. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Written to its standard input, which is then closed. */
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMilliseconds?: number;
  /** Called with every line of its standard error as it comes. */
  readonly onErrorLine?: ((line: string) => void) | undefined;
}

/** Runs a program to its end. Throws SnncError `interrupted` (kind check) if `signal` aborts, after killing its group. */
export async function runProcess(program: string, args: readonly string[], options: ProcessOptions = {}): Promise<ProcessOutcome> {
  if (options.signal?.aborted === true) throw interrupted(program);
  const child = spawnGroup(program, args, options);
  return await new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let stopped: "aborted" | "timed-out" | undefined;
    const stop = (reason: "aborted" | "timed-out"): void => {
      stopped ??= reason;
      killGroup(child);
    };
    const onAbort = (): void => stop("aborted");
    const timer = options.timeoutMilliseconds === undefined ? undefined : setTimeout(() => stop("timed-out"), options.timeoutMilliseconds);
    const finish = (): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
    };
    options.signal?.addEventListener("abort", onAbort, { once: true });
    child.stdout.on("data", (piece: Buffer) => stdout.push(piece));
    child.stderr.on("data", (piece: Buffer) => stderr.push(piece));
    if (options.onErrorLine !== undefined) eachLine(child.stderr, options.onErrorLine);
    // A program may end without reading its input: its exit code tells, not the broken pipe.
    child.stdin.on("error", () => {});
    child.stdin.end(options.input);
    child.on("error", (error) => {
      finish();
      if (isMissing(error)) resolve({ kind: "missing", program });
      else reject(error);
    });
    child.on("close", (code, signal) => {
      finish();
      const said = { stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") };
      if (stopped === "aborted") reject(interrupted(program));
      else if (stopped === "timed-out") resolve({ kind: "timed-out", milliseconds: options.timeoutMilliseconds ?? 0, ...said });
      else if (code !== null) resolve({ kind: "ended", code, ...said });
      else resolve({ kind: "killed", signal: signal ?? "an unknown signal", ...said });
    });
  });
}

/** What went wrong, for a message: the way it ended, or that it was not found. */
export interface ToolFailure {
  /** Code of the diagnostic. */
  readonly code: string;
  /** What could not be done, e.g. "Yosys could not read core.v". */
  readonly what: string;
  readonly hint?: string;
}

/** Runs a program that must end with 0; returns its standard output. Throws SnncError (kind tool) with its own last words. */
export async function mustRunProcess(program: string, args: readonly string[], failure: ToolFailure, options: ProcessOptions = {}): Promise<string> {
  const outcome = await runProcess(program, args, options);
  const hint = failure.hint === undefined ? {} : { hint: failure.hint };
  const fail = (why: string): SnncError => toolError(failure.code, `${failure.what}: ${why}`, hint);
  switch (outcome.kind) {
    case "missing":
      throw fail(`the program '${program}' was not found`);
    case "killed":
      throw fail(`${basename(program)} was killed by ${outcome.signal}`);
    case "timed-out":
      throw fail(`${basename(program)} did not end within ${outcome.milliseconds / 1000} s`);
    case "ended":
      if (outcome.code !== 0) throw fail(`${basename(program)} ended with exit code ${outcome.code}: ${lastWords(outcome.stderr, outcome.stdout)}`);
      return outcome.stdout;
    default:
      return assertNever(outcome);
  }
}

/** A program that keeps running and is spoken to through its pipes. */
export interface RunningProcess {
  readonly pid: number | undefined;
  readonly stdin: NodeJS.WritableStream;
  readonly stdout: NodeJS.ReadableStream;
  /** How it ended; never rejects. `stderr` holds its last 64 KiB, `stdout` is empty: the caller read it. */
  readonly ended: Promise<ProcessOutcome>;
  /** Closes its standard input, waits `graceMilliseconds`, then kills its group. Safe to call twice. */
  close(graceMilliseconds?: number): Promise<ProcessOutcome>;
}

const KEPT_STDERR_CHARACTERS = 65_536;

/** Starts a program that lives until it is closed. An abort of `signal` kills it; a missing program shows in `ended`. */
export function startProcess(
  program: string,
  args: readonly string[],
  options: Omit<ProcessOptions, "input" | "timeoutMilliseconds"> = {},
): RunningProcess {
  const child = spawnGroup(program, args, options);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  if (options.onErrorLine !== undefined) eachLine(child.stderr, options.onErrorLine);
  child.stdin.on("error", () => {});
  const onAbort = (): void => killGroup(child);
  if (options.signal?.aborted === true) onAbort();
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const ended = new Promise<ProcessOutcome>((resolve) => {
    child.on("error", (error) =>
      resolve(isMissing(error) ? { kind: "missing", program } : { kind: "killed", signal: error.message, stdout: "", stderr }),
    );
    child.on("close", (code, signal) => {
      options.signal?.removeEventListener("abort", onAbort);
      if (code !== null) resolve({ kind: "ended", code, stdout: "", stderr });
      else resolve({ kind: "killed", signal: signal ?? "an unknown signal", stdout: "", stderr });
    });
  });
  const close = async (graceMilliseconds = 2_000): Promise<ProcessOutcome> => {
    child.stdin.end();
    const timer = setTimeout(() => killGroup(child), graceMilliseconds);
    try {
      return await ended;
    } finally {
      clearTimeout(timer);
    }
  };
  return { pid: child.pid, stdin: child.stdin, stdout: child.stdout, ended, close };
}

/** The lines of a tool's output that say what went wrong: its error lines, else its last ones; at most five. */
export function lastWords(...outputs: readonly string[]): string {
  for (const output of outputs) {
    const lines = output.split("\n").filter((line) => line.trim() !== "");
    const errors = lines.filter((line) => /\berror\b|undefined reference/i.test(line));
    const chosen = errors.length > 0 ? errors.slice(0, 5) : lines.slice(-5);
    if (chosen.length > 0) return chosen.join("\n  ");
  }
  return "it said nothing";
}

const living = new Set<ChildProcess>();
let isWatchingExit = false;

function spawnGroup(program: string, args: readonly string[], options: ProcessOptions): ChildProcessWithoutNullStreams {
  const child = spawn(program, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...(options.environment ?? process.env), LC_ALL: "C" },
    stdio: "pipe",
    detached: true,
  });
  living.add(child);
  child.on("close", () => living.delete(child));
  child.on("error", () => living.delete(child));
  if (!isWatchingExit) {
    isWatchingExit = true;
    process.on("exit", () => {
      for (const left of living) killGroup(left);
    });
  }
  return child;
}

/** A group of its own: the terminal's Ctrl-C does not reach it, so whoever starts it passes a signal or closes it. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.on("data", (piece: Buffer | string) => {
    const lines = (rest + piece.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  stream.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}

function isMissing(error: Error): boolean {
  return "code" in error && (error.code === "ENOENT" || error.code === "EACCES");
}

function interrupted(program: string): SnncError {
  return checkError("interrupted", `stopped while '${basename(program)}' ran`);
}
