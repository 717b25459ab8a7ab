/**
 * The Node side of hw/sim/harness.cpp: one verilated core in a process of its own, fed with memory images and samples
 * through its pipes. Answers come in the order of the requests, so many may be under way.
 */
import { type ProcessOutcome, startProcess } from "../tools/process.js";
import { toolError } from "../util/diagnostics.js";
import type { MemoryImage } from "../verilog/parameters.js";

const MAGIC = 0x434e4e53;
const OPERATION_WRITE = 1;
const OPERATION_RUN = 2;
const FLAG_WAVEFORM = 1;
const HEADER_WORDS = 3;
/** Data words of one WRITE message. */
const WRITE_PIECE = 1 << 18;

/** Kinds of the command stream (rtl/README.md). */
export const COMMAND = { event: 0, step: 1, read: 2, dump: 3, reset: 4 } as const;

/** One word of the command stream. */
export function command(kind: number, axon = 0): number {
  return ((kind << 28) | axon) >>> 0;
}

export interface RunRequest {
  /** Words made by `command`, from RESET to READ or DUMP. */
  readonly commands: Uint32Array;
  /** Probability per cycle of withholding the next command. */
  readonly starve?: number;
  /** Probability per cycle of refusing a result. */
  readonly stall?: number;
  readonly seed?: number;
  /** Write a waveform of this sample (traced builds only)? */
  readonly waveform?: boolean;
}

/** What the core said about one sample. */
export interface RunAnswer {
  /** In the order of the COUNTER results. */
  readonly counters: Uint32Array;
  /** Pairs of timestep and padded neuron. */
  readonly spikes: Uint32Array;
  readonly values: Int32Array;
  readonly membranes: Int32Array;
}

/** A running harness. Close it, or its process lives on. */
export interface Harness {
  load(memory: MemoryImage): Promise<void>;
  run(request: RunRequest): Promise<RunAnswer>;
  /** Ends the process; safe to call twice. */
  close(): Promise<void>;
  readonly pid: number | undefined;
}

interface Waiting {
  readonly operation: number;
  readonly resolve: (payload: Uint32Array) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the executable of a built model; `waveformFile` is used by runs that ask for it. */
export function startHarness(executable: string, waveformFile = "waveform.vcd"): Harness {
  const child = startProcess(executable, [waveformFile]);
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
      const message = new Uint32Array(HEADER_WORDS + payload.length);
      message.set([MAGIC, operation, payload.length]);
      message.set(payload, HEADER_WORDS);
      child.stdin.write(Buffer.from(message.buffer));
    });

  return {
    pid: child.pid,
    async load(memory) {
      for (let from = 0; from < memory.words.length; from += WRITE_PIECE) {
        const data = memory.words.subarray(from, from + WRITE_PIECE);
        const payload = new Uint32Array(2 + data.length);
        payload.set([memory.index, from]);
        payload.set(data, 2);
        await ask(OPERATION_WRITE, payload);
      }
    },
    async run({ commands, starve = 0, stall = 0, seed = 1, waveform = false }) {
      const payload = new Uint32Array(4 + commands.length);
      payload.set([waveform ? FLAG_WAVEFORM : 0, Math.round(starve * 65536), Math.round(stall * 65536), seed >>> 0]);
      payload.set(commands, 4);
      return parseAnswer(await ask(OPERATION_RUN, payload));
    },
    async close() {
      await child.close();
      await ended;
    },
  };
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

function parseAnswer(payload: Uint32Array): RunAnswer {
  const [spikes, values, membranes, counters] = payload.subarray(0, 4);
  let next = 4;
  const take = (count: number): Uint32Array => {
    next += count;
    return payload.subarray(next - count, next);
  };
  const signed = (array: Uint32Array): Int32Array => new Int32Array(array.buffer, array.byteOffset, array.length);
  const result = { counters: take(counters), spikes: take(2 * spikes), values: signed(take(values)), membranes: signed(take(membranes)) };
  if (next !== payload.length) throw toolError("harness-garbage", "an answer of the verilated core has the wrong length");
  return result;
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
