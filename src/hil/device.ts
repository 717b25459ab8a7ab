/**
 * A device in software: bytes of the line in, bytes out. The twin of the engine in hw/boards: the same sessions, sequence
 * numbers, answers and ledger of memories (README.md), with any core behind it.
 */
import { crc32 } from "node:zlib";
import { COMMAND, command, type RunAnswer } from "../cosim/harness.js";
import { littleEndianBytes } from "../util/bytes.js";
import { type CrossbarParameters, MEMORY_NAMES } from "../verilog/parameters.js";
import { type CoreModel, memoryWords } from "./core-model.js";
import { encodeFrame, type Frame, frameReader } from "./frame.js";
import { encodeIdentity, type Identity } from "./identity.js";
import {
  ANSWER_BIT,
  AXON_LIMIT,
  COUNTERS,
  MEMBRANES_LIMIT,
  MEMORIES,
  PAYLOAD_LIMIT,
  PING_LIMIT,
  PROTOCOL_VERSION,
  REASON,
  RUN_COUNTERS,
  STATUS,
  TYPE,
  WORD_IS_STEPS,
  WORD_READ,
  WORD_STEPS,
} from "./messages.js";

export interface DeviceOptions {
  readonly parameters: CrossbarParameters;
  readonly core: CoreModel;
  /** Commands that may be unanswered (default 4). */
  readonly window?: number;
  /** Has the core counters (default), and its weights inside (default)? */
  readonly counters?: boolean;
  readonly externalWeights?: boolean;
}

export interface Device {
  /** Takes bytes of the line. */
  receive(bytes: Uint8Array): void;
  /** Where the device's bytes go; one listener at a time. */
  onBytes(listener: (bytes: Uint8Array) => void): void;
  /** As a reset of the board: session, ledger, unfinished sample and what waits are gone. */
  reset(): void;
  /** Resolves when everything received so far is done. */
  idle(): Promise<void>;
  /** What a memory holds (for tests). */
  readonly memories: readonly { readonly words: Uint32Array; readonly held: number; readonly crc: number }[];
}

interface Memory {
  words: Uint32Array;
  held: number;
  crc: number;
}

/** The frames that a device's input holds while it works: those beyond are lost, as in a full buffer. */
const INPUT_FRAMES = 64;
/** Commands of a sample at most; one that is longer is forgotten, and its frame called malformed. */
const SAMPLE_COMMANDS = 1 << 22;

/** Throws nothing whatever bytes come. */
export function softwareDevice({ parameters, core, window = 4, counters = true, externalWeights = false }: DeviceOptions): Device {
  let send: (bytes: Uint8Array) => void = () => {};
  const memories: Memory[] = MEMORY_NAMES.map(() => ({ words: new Uint32Array(0), held: 0, crc: 0 }));
  const capacity = MEMORY_NAMES.map((name) => memoryWords(name, parameters));
  let session = 0;
  let expected = 0;
  let hasNaked = false;
  let answers = new Map<number, Uint8Array>();
  let image = 0;
  let damaged = 0;
  let repeated = 0;
  let isLoaded = false;
  /** Commands of the unfinished sample; empty outside one. */
  let sample: number[] = [];
  /** Commands of the last finished sample, and its membranes once somebody has asked for them. */
  let last: number[] = [];
  let lastMembranes: Int32Array | undefined;
  /** Counts resets, so that what was under way before one does nothing after it. */
  let life = 0;
  let waiting: (Frame | "damaged")[] = [];
  let work: Promise<void> = Promise.resolve();
  let isWorking = false;

  const identity = (): Identity => ({
    protocol: PROTOCOL_VERSION,
    window,
    isArmed: image !== 0,
    isInsideSample: sample.length > 0,
    features: {
      bias: parameters.HAS_BIAS === 1,
      subtract: parameters.HAS_SUBTRACT === 1,
      refractory: parameters.HAS_REFRACTORY === 1,
      counters,
      external_weights: externalWeights,
      cuba: parameters.HAS_CUBA === 1,
    },
    clockHz: core.clockHz,
    baud: 0,
    image,
    lanes: parameters.LANES,
    weightBits: parameters.WEIGHT_BITS,
    stateBits: parameters.STATE_BITS,
    slots: parameters.SLOTS,
    exponentMax: parameters.EXPONENT_MAX,
    leakMax: parameters.LEAK_MAX,
    forgetBits: parameters.FORGET_BITS,
    groups: parameters.GROUPS,
    segments: parameters.SEGMENTS,
    axons: parameters.AXONS,
    weightWords: parameters.WEIGHT_WORDS,
    held: memories.map(({ held, crc }) => ({ words: held, crc })),
  });

  /** Of what is ahead, only the first one is told since the last command that was taken. */
  const nak = (reason: number): void => {
    if (hasNaked && reason === REASON.AHEAD) return;
    if (reason !== REASON.OTHER_SESSION) hasNaked = true;
    send(encodeFrame({ session, sequence: expected, type: TYPE.NAK, payload: Uint8Array.of(reason) }, true));
  };

  const take = async (frame: Frame): Promise<void> => {
    if (frame.type === TYPE.HELLO) {
      hello(frame);
      return;
    }
    if (frame.session !== session || session === 0) {
      nak(REASON.OTHER_SESSION);
      return;
    }
    const ahead = (frame.sequence - expected) & 0xffff;
    if (ahead > 0) {
      const stored = answers.get(frame.sequence);
      if (stored !== undefined) {
        repeated = Math.min(repeated + 1, 0xff);
        // The first one may have lost the zero behind it.
        send(Uint8Array.of(0, ...stored));
      } else if (ahead < 0x8000) {
        nak(REASON.AHEAD);
      }
      return;
    }
    const born = life;
    const opened = session;
    const payload = await execute(frame);
    if (life !== born || session !== opened) return;
    const answer = encodeFrame({ session, sequence: frame.sequence, type: frame.type | ANSWER_BIT, payload });
    hasNaked = false;
    answers.set(expected, answer);
    answers.delete((expected - window) & 0xffff);
    expected = (expected + 1) & 0xffff;
    send(answer);
  };

  const hello = (frame: Frame): void => {
    if (frame.session !== session) {
      session = frame.session;
      expected = 0;
      answers = new Map();
      damaged = 0;
      repeated = 0;
      sample = [];
    }
    hasNaked = false;
    const payload = Uint8Array.of(STATUS.OK, ...encodeIdentity(identity()));
    send(encodeFrame({ session, sequence: frame.sequence, type: TYPE.HELLO | ANSWER_BIT, payload }, true));
  };

  const execute = async ({ type, payload }: Frame): Promise<Uint8Array> => {
    switch (type) {
      case TYPE.LOAD:
        return load(payload);
      case TYPE.ARM:
        if (payload.length !== 4) return Uint8Array.of(STATUS.MALFORMED);
        image = viewOf(payload).getUint32(0, true);
        sample = [];
        if (image !== 0) await bring();
        return Uint8Array.of(STATUS.OK);
      case TYPE.RUN:
        return await run(payload);
      case TYPE.ABORT:
        if (payload.length !== 0) return Uint8Array.of(STATUS.MALFORMED);
        sample = [];
        return Uint8Array.of(STATUS.OK);
      case TYPE.MEMBRANES:
        return await membranes(payload);
      case TYPE.PING: {
        if (payload.length > PING_LIMIT) return Uint8Array.of(STATUS.MALFORMED);
        return Uint8Array.of(STATUS.OK, damaged, repeated, ...payload);
      }
      default:
        return Uint8Array.of(STATUS.UNKNOWN);
    }
  };

  const load = (payload: Uint8Array): Uint8Array => {
    if (payload.length < 8 || payload.length % 4 !== 0 || payload[0] >= MEMORIES) return Uint8Array.of(STATUS.MALFORMED);
    const memory = memories[payload[0]];
    const address = payload[1] | (payload[2] << 8) | (payload[3] << 16);
    const isInOrder = address === 0 || address === memory.held;
    if (isInOrder) {
      if (address === 0) [memory.held, memory.crc] = [0, 0];
      const bytes = payload.subarray(4);
      if (memory.words.length === 0) memory.words = new Uint32Array(capacity[payload[0]]);
      for (let at = 0; at < bytes.length; at += 4) {
        // Behind the memory's end a word goes nowhere; Uint32Array drops it.
        memory.words[memory.held++] = viewOf(bytes).getUint32(at, true);
      }
      memory.crc = crc32(bytes, memory.crc);
      [image, sample, last] = [0, [], []];
      isLoaded = false;
    }
    const answer = new Uint8Array(9);
    answer[0] = isInOrder ? STATUS.OK : STATUS.OUT_OF_ORDER;
    viewOf(answer).setUint32(1, memory.held | (payload[0] << 24), true);
    viewOf(answer).setUint32(5, memory.crc, true);
    return answer;
  };

  const run = async (payload: Uint8Array): Promise<Uint8Array> => {
    if (payload.length % 2 !== 1) return Uint8Array.of(STATUS.MALFORMED);
    if (image === 0) return Uint8Array.of(STATUS.NOT_ARMED);
    const withCounters = (payload[0] & RUN_COUNTERS) !== 0 && counters;
    const results: number[] = [];
    const capacity = Math.floor((PAYLOAD_LIMIT - 2) / 4);
    let count = 0;
    let status: number = STATUS.OK;
    const axons = Math.min(parameters.AXONS, AXON_LIMIT);
    for (let at = 1; at < payload.length && status !== STATUS.MALFORMED; at += 2) {
      const word = payload[at] | (payload[at + 1] << 8);
      if (sample.length === 0) {
        sample.push(command(COMMAND.reset));
        last = [];
      }
      if (word === WORD_READ) {
        last = [...sample, command(COMMAND.read)];
        sample = [];
        lastMembranes = undefined;
        const answer = await runOnCore(last);
        if (answer === undefined) return Uint8Array.of(STATUS.NOT_ARMED);
        results.push(...answer.values, ...(withCounters ? answer.counters.subarray(0, COUNTERS) : []));
        if (results.length > capacity) status = STATUS.TOO_MANY;
        else count++;
      } else if (!isLegal(word, axons) || sample.length > SAMPLE_COMMANDS) {
        sample = [];
        status = STATUS.MALFORMED;
      } else if ((word & WORD_IS_STEPS) !== 0) {
        for (let steps = word & ~WORD_IS_STEPS; steps > 0; steps--) sample.push(command(COMMAND.step));
      } else {
        sample.push(command(COMMAND.event, word & (AXON_LIMIT - 1)));
        if ((word & WORD_STEPS) !== 0) sample.push(command(COMMAND.step));
      }
    }
    // Of the result that does not fit, what does is there.
    const answer = new Uint8Array(Math.min(2 + 4 * results.length, PAYLOAD_LIMIT));
    const bytes = littleEndianBytes(Uint32Array.from(results, (value) => value >>> 0));
    answer.set([status, count]);
    answer.set(bytes.subarray(0, answer.length - 2), 2);
    return answer;
  };

  /** Gives the core what the memories hold; false where the device was reset meanwhile. */
  const bring = async (): Promise<boolean> => {
    const born = life;
    if (!isLoaded) await core.load(memories.map(({ words }) => words));
    if (life === born) isLoaded = true;
    return life === born;
  };

  const runOnCore = async (commands: readonly number[]): Promise<RunAnswer | undefined> => {
    if (!(await bring())) return undefined;
    const answer = core.run(Uint32Array.from(commands));
    return answer instanceof Promise ? await answer : answer;
  };

  const membranes = async (payload: Uint8Array): Promise<Uint8Array> => {
    if (payload.length !== 3) return Uint8Array.of(STATUS.MALFORMED);
    if (image === 0) return Uint8Array.of(STATUS.NOT_ARMED);
    if (last.length === 0 || payload[2] > MEMBRANES_LIMIT) return Uint8Array.of(STATUS.MALFORMED);
    lastMembranes ??= (await runOnCore([...last, command(COMMAND.dump)]))?.membranes;
    const first = viewOf(payload).getUint16(0, true);
    const values = lastMembranes?.subarray(first, first + payload[2]) ?? new Int32Array();
    return Uint8Array.of(STATUS.OK, ...littleEndianBytes(Uint32Array.from(values, (value) => value >>> 0)));
  };

  const pump = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (next === "damaged") {
        damaged = Math.min(damaged + 1, 0xff);
        nak(REASON.DAMAGED);
      } else {
        await take(next);
      }
    }
    isWorking = false;
  };
  const arrive = (what: Frame | "damaged"): void => {
    if (waiting.length < INPUT_FRAMES) waiting.push(what);
    if (isWorking) return;
    isWorking = true;
    work = pump();
  };
  const reader = frameReader(arrive, () => arrive("damaged"));

  return {
    receive: (bytes) => reader.push(bytes),
    onBytes(listener) {
      send = listener;
    },
    reset() {
      life++;
      [session, expected, hasNaked, image, damaged, repeated, isLoaded] = [0, 0, false, 0, 0, 0, false];
      [answers, waiting, sample, last, lastMembranes] = [new Map(), [], [], [], undefined];
      for (const memory of memories) [memory.held, memory.crc] = [0, 0];
    },
    idle: () => work,
    memories,
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Is a word of RUN an event on an axon that there is, or does it end timesteps, at least one? */
function isLegal(word: number, axons: number): boolean {
  return (word & WORD_IS_STEPS) !== 0 ? word !== WORD_IS_STEPS : (word & (AXON_LIMIT - 1)) < axons;
}

/** CRC-32 of words as they lie on the line. */
export function crcOfWords(words: Uint32Array, before = 0): number {
  return crc32(littleEndianBytes(words), before);
}
