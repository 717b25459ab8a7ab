/**
 * What every command shares: progress and diagnostics on stderr, one JSON document on stdout with `--json`, Ctrl-C, and
 * the exit codes (0 done, 1 a check failed, 2 usage or input, 3 a tool is missing, 70 our bug, 130 Ctrl-C).
 */
import cliProgress from "cli-progress";
import type { Argv } from "yargs";
import { exitCodeOf, formatDiagnostic, SnncError } from "../util/diagnostics.js";
import type { OnProgress } from "../util/progress.js";
import { type StageStart, timeLeft } from "./time-left.js";

export interface Context {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  readonly json: boolean;
  /** A line of the human result on stdout; nothing with `--json`. */
  print(line: string): void;
  /** A line on stderr that is neither progress nor an error. */
  note(line: string): void;
  /** Ends with this exit code although nothing was thrown. */
  exit(code: 1 | 2 | 3): void;
}

/** What a command returns: the document of `--json`. */
export interface Outcome {
  readonly json: unknown;
}

export interface GlobalOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Adds the options that every command has. */
export function withGlobalOptions(argv: Argv): Argv<GlobalOptions> {
  return argv
    .option("json", { type: "boolean", default: false, describe: "print one JSON document on stdout", global: true })
    .option("quiet", { type: "boolean", default: false, describe: "no progress on stderr", global: true });
}

/**
 * Names the options that a builder has declared. yargs types `--max-timesteps` under that name only, although it also
 * sets `maxTimesteps`; this is the one place where that is said.
 */
export function declares<Options>(argv: unknown): Argv<Options> {
  return argv as Argv<Options>;
}

/** Runs a command's work and ends the process with the right code. */
export async function runCommand(options: GlobalOptions, work: (context: Context) => Promise<Outcome>): Promise<void> {
  const controller = new AbortController();
  const progress = progressReporter(options.quiet || options.json);
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    process.stderr.write("\nsnnc: stopping (again to stop at once)\n");
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  let code = 0;
  const context: Context = {
    exit: (wanted) => {
      code = wanted;
    },
    signal: controller.signal,
    onProgress: progress.show,
    json: options.json,
    print: (line) => {
      progress.clear();
      if (!options.json) process.stdout.write(`${line}\n`);
    },
    note: (line) => {
      progress.clear();
      if (!options.quiet) process.stderr.write(`${line}\n`);
    },
  };
  try {
    const outcome = await work(context);
    progress.clear();
    controller.signal.throwIfAborted();
    if (options.json) process.stdout.write(`${JSON.stringify(outcome.json, undefined, 2)}\n`);
  } catch (error) {
    progress.clear();
    code = controller.signal.aborted ? interrupted() : report(error, options.json);
  }
  process.exitCode = code;
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
}

function interrupted(): number {
  process.stderr.write("snnc: interrupted; what was finished is kept, nothing is half-written\n");
  return 130;
}

/** Prints an error the way it deserves and returns its exit code. */
export function report(error: unknown, asJson: boolean): number {
  if (error instanceof SnncError) {
    for (const diagnostic of error.diagnostics) process.stderr.write(`snnc: ${formatDiagnostic(diagnostic)}\n`);
    if (asJson) process.stdout.write(`${JSON.stringify({ error: { kind: error.kind, diagnostics: error.diagnostics } }, undefined, 2)}\n`);
    return exitCodeOf(error.kind);
  }
  process.stderr.write(
    `snnc: a bug of snnc, not of yours; please report it with what follows\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 70;
}

/** A bar on a terminal; on a pipe a line when a stage begins and one every few seconds. */
function progressReporter(silent: boolean): { show: OnProgress; clear: () => void } {
  if (silent) return { show: () => {}, clear: () => {} };
  const isTerminal = process.stderr.isTTY === true;
  let bar: cliProgress.SingleBar | undefined;
  let stage = "";
  let printedAt = 0;
  let start: StageStart = { seconds: 0, share: 0 };
  const clear = (): void => {
    bar?.stop();
    bar = undefined;
    stage = "";
  };
  return {
    clear,
    show: ({ stage: next, done, total, note }) => {
      const seconds = performance.now() / 1000;
      const share = done !== undefined && total !== undefined && total > 0 ? done / total : undefined;
      if (next !== stage) start = { seconds, share: share ?? 0 };
      if (isTerminal) {
        if (next !== stage) {
          clear();
          bar = new cliProgress.SingleBar(
            {
              format: "{stage} [{bar}] {percentage}% {eta_formatted} left  {note}",
              stream: process.stderr,
              clearOnComplete: false,
              hideCursor: true,
              barsize: 24,
            },
            cliProgress.Presets.shades_classic,
          );
          bar.start(total ?? 1, done ?? 0, { stage: next.padEnd(26), note: note ?? "" });
        }
        bar?.setTotal(total ?? 1);
        bar?.update(done ?? 0, { note: note ?? "" });
      } else if (next !== stage || performance.now() - printedAt > 5000) {
        const percent = share === undefined ? "" : ` ${Math.floor(100 * share)} %`;
        const details = [note ?? "", share === undefined ? "" : timeLeft(start, seconds, share)].filter((part) => part !== "");
        process.stderr.write(`${next}${percent}${details.length === 0 ? "" : `  ${details.join(", ")}`}\n`);
        printedAt = performance.now();
      }
      stage = next;
    },
  };
}
