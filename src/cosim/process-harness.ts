/**
 * A core in a process of its own (hw/sim/harness.cpp, or vvp with hw/sim/harness.v), fed with memory images and samples
 * through its pipes. Answers come in the order of the requests, so many may be under way.
 */
import { type ProcessOutcome, startProcess } from "../tools/process.js";
import { toolError } from "../util/diagnostics.js";
import { type Harness, HEADER_WORDS, harnessOver, MAGIC, messageOf } from "./harness.js";

interface Waiting {
  readonly operation: number;
  readonly resolve: (payload: Uint32Array) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the executable of a built model; `waveformFile` is used by runs that ask for it. */
export function startHarness(executable: string, waveformFile = "waveform.vcd"): Harness {
  return startProgram(executable, [waveformFile]);
}

/** Starts a program that speaks the protocol on its standard input and output. */
export function startProgram(executable: string, args: readonly string[]): Harness {
  const child = startProcess(executable, args);
  const waiting: Waiting[] = [];
  const words = messageReader();
  let failure: Error | undefined;

  const fail = (error: Error): void => {
    failure ??= error;
    for (const request of waiting.splice(0)) request.reject(failure);
  };
  const ended = child.ended.then((outcome) => fail(deathOf(outcome, executable)));
  child.stdout.on("data", (piece: Buffer) => {
    words.push(piece);
    for (;;) {
      const message = words.next();
      if (message === undefined) return;
      const request = waiting.shift();
      if (message === "garbage" || request === undefined || message.operation !== request.operation) {
        const error = toolError("harness-garbage", "the verilated core sent something that is not an answer of its protocol", {
          hint: "Remove the cached build (`snnc cache clear`) and try again.",
        });
        request?.reject(error);
        fail(error);
        void child.close(0);
        return;
      }
      request.resolve(message.payload);
    }
  });

  const ask = async (operation: number, payload: Uint32Array): Promise<Uint32Array> =>
    await new Promise((resolve, reject) => {
      if (failure !== undefined) {
        reject(failure);
        return;
      }
      waiting.push({ operation, resolve, reject });
      const message = messageOf(operation, payload);
      child.stdin.write(Buffer.from(message.buffer));
    });

  return harnessOver({
    pid: child.pid,
    ask,
    async close() {
      await child.close();
      await ended;
    },
  });
}

/** What is said to requests that a process left unanswered. */
function deathOf(outcome: ProcessOutcome, executable: string): Error {
  if (outcome.kind === "missing") return toolError("harness-not-started", "the verilated core could not be started", { where: executable });
  const how = outcome.kind === "ended" ? `exit code ${outcome.code}` : outcome.kind === "killed" ? `signal ${outcome.signal}` : "too slow";
  const said = outcome.stderr.trim();
  return toolError("harness-died", `the verilated core ended in the middle of a run (${how})${said === "" ? "" : `: ${said.slice(-2000)}`}`, {
    hint: "Run again; if it repeats, compare with `--backend golden` and report the sample.",
  });
}

interface Message {
  readonly operation: number;
  readonly payload: Uint32Array;
}

/** Cuts the byte stream into messages. */
function messageReader(): { push(piece: Buffer): void; next(): Message | "garbage" | undefined } {
  let pieces: Buffer[] = [];
  let length = 0;
  let wanted = HEADER_WORDS * 4;
  return {
    push(piece) {
      pieces.push(piece);
      length += piece.length;
    },
    next() {
      if (length < wanted) return undefined;
      const bytes = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
      pieces = [bytes];
      if (bytes.readUInt32LE(0) !== MAGIC) return "garbage";
      wanted = 4 * (HEADER_WORDS + bytes.readUInt32LE(8));
      if (length < wanted) return undefined;
      // Copied, because a typed array needs an aligned start.
      const payload = new Uint32Array(wanted / 4 - HEADER_WORDS);
      new Uint8Array(payload.buffer).set(bytes.subarray(4 * HEADER_WORDS, wanted));
      const operation = bytes.readUInt32LE(4);
      const rest = bytes.subarray(wanted);
      pieces = rest.length === 0 ? [] : [rest];
      length = rest.length;
      wanted = HEADER_WORDS * 4;
      return { operation, payload };
    },
  };
}
