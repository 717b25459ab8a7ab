/**
 * Foreign models are read in a process of their own, with limits on its memory and its time: whatever a file does to a
 * reader (a crash of the HDF5 library, a tensor that is not there, an endless loop) becomes a diagnostic.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { decodeGraph } from "../graph/codec.js";
import type { ReadModel } from "../import/read-model.js";
import type { ImportOptions } from "../import/types.js";
import { lastWords, startProcess } from "../tools/process.js";
import { assertNever, checkError, type Diagnostic, inputError, SnncError } from "../util/diagnostics.js";
import { PACKAGE_ROOT } from "./package.js";

export interface ReadModelOptions extends Omit<ImportOptions, "where"> {
  /** Memory that the reading process may take, in MiB (default 4096). */
  readonly memoryMebibytes?: number;
  /** Time that reading may take, in seconds (default 300). */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_MEMORY_MEBIBYTES = 4096;
const DEFAULT_SECONDS = 300;
const POLL_MILLISECONDS = 50;
/** A longer timer of Node ends at once. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1;

const diagnostic = z.object({ code: z.string(), message: z.string(), where: z.string().optional(), hint: z.string().optional() });
const answerSchema = z.union([
  z.object({ format: z.enum(["nir", "keras", "tfjs", "onnx"]), notes: z.array(diagnostic) }),
  z.object({ kind: z.enum(["input", "check", "tool"]), diagnostics: z.array(diagnostic) }),
]);

/** The model of a file. Throws SnncError (input): what is in the way, or that the limits did not suffice. */
export async function readModel(path: string, options: ReadModelOptions = {}): Promise<ReadModel> {
  if (!existsSync(path)) throw inputError("file-missing", "no such file", { where: path });
  const { memoryMebibytes = DEFAULT_MEMORY_MEBIBYTES, seconds = DEFAULT_SECONDS, signal, ...rest } = options;
  const folder = mkdtempSync(join(tmpdir(), "snnc-import-"));
  try {
    const result = join(folder, "graph.pb");
    const child = startProcess(
      process.execPath,
      [`--max-old-space-size=${memoryMebibytes}`, join(PACKAGE_ROOT, "dist", "import", "child.js"), resolve(path), result],
      { cwd: folder, signal },
    );
    const output: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => output.push(piece));
    child.stdin.end(JSON.stringify({ ...rest, where: path }));
    let stopped: "memory" | "time" | undefined;
    const stop = (reason: "memory" | "time"): void => {
      stopped ??= reason;
      void child.close(0);
    };
    const timer = setTimeout(() => stop("time"), Math.min(seconds * 1000, LONGEST_TIMER_MILLISECONDS));
    // WebAssembly's memory lies outside of Node's own limit, so the whole process is watched.
    const watch = setInterval(() => {
      if ((residentMebibytes(child.pid) ?? 0) > memoryMebibytes) stop("memory");
    }, POLL_MILLISECONDS);
    const outcome = await child.ended.finally(() => {
      clearTimeout(timer);
      clearInterval(watch);
    });
    if (signal?.aborted === true) throw checkError("interrupted", "stopped while a model was read", { where: path });
    if (stopped === "time") throw tooLong(path, seconds);
    if (stopped === "memory") throw tooMuch(path, memoryMebibytes);
    switch (outcome.kind) {
      case "ended":
        break;
      case "killed":
        // V8 ends itself by SIGABRT (SIGTRAP on some systems) at its own limit.
        if (/heap out of memory|Allocation failed/.test(outcome.stderr)) throw tooMuch(path, memoryMebibytes);
        throw crashed(path, `it was killed by ${outcome.signal}${outcome.signal === "SIGKILL" ? ", as a system does that runs out of memory" : ""}`);
      case "missing":
      case "timed-out":
        throw crashed(path, `it did not start (${outcome.kind})`);
      default:
        assertNever(outcome);
    }
    if (outcome.code !== 0) {
      if (
        /heap out of memory|Allocation failed|Cannot enlarge memory|Array buffer allocation failed|Invalid typed array length/.test(outcome.stderr)
      ) {
        throw tooMuch(path, memoryMebibytes);
      }
      throw crashed(path, lastWords(outcome.stderr));
    }
    const answer = answerSchema.parse(JSON.parse(Buffer.concat(output).toString("utf8")));
    if ("diagnostics" in answer) throw new SnncError(answer.kind, answer.diagnostics.map(told));
    return { format: answer.format, notes: answer.notes.map(told), graph: decodeGraph(readFileSync(result), path) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function told({ code, message, where, hint }: z.output<typeof diagnostic>): Diagnostic {
  return { code, message, ...(where === undefined ? {} : { where }), ...(hint === undefined ? {} : { hint }) };
}

function tooLong(path: string, seconds: number): SnncError {
  return inputError("import-timeout", `reading it took longer than ${seconds} s, the limit`, {
    where: path,
    hint: "If the model is what it should be, give `--import-seconds` a larger number.",
  });
}

function tooMuch(path: string, mebibytes: number): SnncError {
  return inputError("import-out-of-memory", `reading it takes more than ${mebibytes} MiB, the limit`, {
    where: path,
    hint: "If the model is as large as that, give `--import-memory` a larger number.",
  });
}

function crashed(path: string, why: string): SnncError {
  return inputError("import-crashed", `the reader broke down on it: ${why}`, {
    where: path,
    hint: "The file is damaged, or of a kind that snnc does not know; export it again. If it is sound, please report this.",
  });
}

/** Resident memory of a process; undefined where the system does not say (no /proc). */
function residentMebibytes(pid: number | undefined): number | undefined {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1];
    return pages === undefined ? undefined : (Number(pages) * 4096) / 2 ** 20;
  } catch {
    return undefined;
  }
}
