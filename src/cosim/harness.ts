/**
 * One core under simulation, whoever simulates it: messages of 32-bit words (hw/sim/core_driver.h is the contract) to a
 * process, native or vvp, or to a WebAssembly module. Nothing here needs Node: the browser page uses it too.
 */
import { toolError } from "../util/diagnostics.js";
import type { MemoryImage } from "../verilog/parameters.js";

/** "SNNC". */
export const MAGIC = 0x434e4e53;
export const HEADER_WORDS = 3;
const OPERATION_WRITE = 1;
const OPERATION_RUN = 2;
const FLAG_WAVEFORM = 1;
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

/** A running simulation. Close it, or its process lives on. */
export interface Harness {
  load(memory: MemoryImage): Promise<void>;
  run(request: RunRequest): Promise<RunAnswer>;
  /** Ends the process; safe to call twice. */
  close(): Promise<void>;
  /** Of a process. */
  readonly pid: number | undefined;
}

/** What carries messages: `ask` gives the payload of the answer, and rejects with an SnncError of kind tool. */
export interface Channel {
  readonly pid?: number | undefined;
  ask(operation: number, payload: Uint32Array): Promise<Uint32Array>;
  close(): Promise<void>;
}

/** Memories and samples as messages. */
export function harnessOver(channel: Channel): Harness {
  return {
    pid: channel.pid,
    async load(memory) {
      const underWay: Promise<Uint32Array>[] = [];
      for (let from = 0; from < memory.words.length; from += WRITE_PIECE) {
        const data = memory.words.subarray(from, from + WRITE_PIECE);
        const payload = new Uint32Array(2 + data.length);
        payload.set([memory.index, from]);
        payload.set(data, 2);
        underWay.push(channel.ask(OPERATION_WRITE, payload));
      }
      await Promise.all(underWay);
    },
    async run({ commands, starve = 0, stall = 0, seed = 1, waveform = false }) {
      const payload = new Uint32Array(4 + commands.length);
      payload.set([waveform ? FLAG_WAVEFORM : 0, Math.round(starve * 65536), Math.round(stall * 65536), seed >>> 0]);
      payload.set(commands, 4);
      return parseAnswer(await channel.ask(OPERATION_RUN, payload));
    },
    close: () => channel.close(),
  };
}

/** Header and payload in one array. */
export function messageOf(operation: number, payload: Uint32Array): Uint32Array {
  const message = new Uint32Array(HEADER_WORDS + payload.length);
  message.set([MAGIC, operation, payload.length]);
  message.set(payload, HEADER_WORDS);
  return message;
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
