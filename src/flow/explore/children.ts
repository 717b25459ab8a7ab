/**
 * Trials in processes of their own, one TensorFlow thread each: several run side by side, and one that is killed or runs out of
 * memory loses its own trial only.
 */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { lastWords } from "../../tools/process.js";
import { outcomeOf, type TrialOutcome } from "../../util/exploration.js";
import { PACKAGE_ROOT } from "../package.js";
import type { TrialRequest } from "./trial.js";

/** Runs a trial; throws the signal's reason when aborted, and nothing else: what goes wrong is the outcome. */
export type TrialRunner = (request: TrialRequest, signal: AbortSignal | undefined) => Promise<TrialOutcome>;

export interface ChildOptions {
  /** Heap of a child's JavaScript, in MiB. */
  readonly memoryMebibytes?: number;
  /** Told the process of every trial that starts. */
  readonly onStart?: (child: ChildProcess) => void;
}

const DEFAULT_MEMORY_MEBIBYTES = 4096;
const KEPT_STDERR_CHARACTERS = 65_536;

export function createChildRunner({ memoryMebibytes = DEFAULT_MEMORY_MEBIBYTES, onStart }: ChildOptions = {}): TrialRunner {
  return async (request, signal) => {
    signal?.throwIfAborted();
    const child = fork(join(PACKAGE_ROOT, "dist", "flow", "explore", "child.js"), [], {
      execArgv: [`--max-old-space-size=${memoryMebibytes}`],
      env: { ...process.env, SNNC_TF_THREADS: "1" },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const kill = (): void => {
      child.kill("SIGKILL");
    };
    signal?.addEventListener("abort", kill, { once: true });
    // Nothing outlives this process.
    process.once("exit", kill);
    try {
      onStart?.(child);
      return await ended(child, request, memoryMebibytes);
    } finally {
      signal?.removeEventListener("abort", kill);
      process.off("exit", kill);
      signal?.throwIfAborted();
    }
  };
}

/** The outcome that a child sent, or why it sent none. */
function ended(child: ChildProcess, request: TrialRequest, memoryMebibytes: number): Promise<TrialOutcome> {
  return new Promise((resolve) => {
    let outcome: TrialOutcome | undefined;
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
    });
    child.on("message", (message) => {
      outcome = outcomeOf(message);
    });
    const lost = (reason: string): void => resolve({ kind: "failed", reason, isFinal: false });
    child.on("error", (error) => lost(`its process did not start: ${error.message}`));
    child.on("close", (code, killedBy) => {
      if (outcome !== undefined) resolve(outcome);
      else if (/heap out of memory|Array buffer allocation failed/.test(stderr)) lost(`its process ran out of memory (${memoryMebibytes} MiB)`);
      else if (killedBy === "SIGKILL") lost("its process was killed, as a system does that runs out of memory");
      else if (killedBy !== null) lost(`its process was ended by ${killedBy}`);
      else lost(`its process ended with exit code ${code ?? "unknown"}: ${lastWords(stderr)}`);
    });
    child.send(request, (error) => {
      if (error !== null) child.kill("SIGKILL");
    });
  });
}
