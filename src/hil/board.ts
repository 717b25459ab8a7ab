/**
 * A device behind a link as a simulator: brings the image to it, as far as it does not hold it already, streams samples
 * through, and begins again where a session was lost. Every sample gives its result once.
 */

import type { RunAnswer } from "../cosim/harness.js";
import { COUNTER, collect } from "../cosim/samples.js";
import { checkBatch, sampleCount } from "../event/batch.js";
import type { EventBatch, RunOptions, Simulator } from "../event/run.js";
import { checkError, type SnncError, toolError } from "../util/diagnostics.js";
import { axonOfLine, type CrossbarImage } from "../verilog/image.js";
import { emptyMemory, type MemoryImage } from "../verilog/parameters.js";
import { crcOfWords } from "./device.js";
import { checkDevice, checkImage } from "./fit.js";
import type { Identity } from "./identity.js";
import { type Answer, type LinkOptions, type LinkStatistics, openLink, type Session, SessionEnded } from "./link.js";
import { COUNTERS, LOAD_WORDS_LIMIT, MEMBRANES_LIMIT, PAYLOAD_LIMIT, RUN_COUNTERS, STATUS, TYPE } from "./messages.js";
import { runFrames } from "./sample-frames.js";
import type { Line } from "./transport.js";

export interface BoardOptions extends LinkOptions {
  /** Every sample in frames of its own, and the next one when its result is there: for latencies. Default: packed, a window under way. */
  readonly oneAtATime?: boolean;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** On the host's clock, in milliseconds of performance.now: the first frame given to the line, and the result. */
export interface SampleTime {
  readonly sentAt: number;
  readonly answeredAt: number;
}

export interface Board extends Simulator {
  readonly backend: "board";
  readonly identity: Identity;
  /** Does the device count? Without counters all of a result's are 0, but timesteps and input events. */
  readonly hasCounters: boolean;
  /** As `run`, telling each result as it comes; what `onResult` throws stops the run. */
  runEach(batch: EventBatch, onResult: (sample: number, answer: RunAnswer, time: SampleTime) => void, options?: RunOptions): Promise<void>;
  /** Sends bytes there and back (at most 200); rejects if others come back. Gives the round trip in milliseconds. */
  ping(bytes: Uint8Array): Promise<number>;
  /** Words of 32 bits that were loaded so far. */
  loadedWords(): number;
  statistics(): LinkStatistics;
}

/** Sessions in a row in which nothing was done. */
const IDLE_SESSIONS = 50;

/**
 * Opens the line and brings the image to the device. Rejects with SnncError: of kind check for an image that the protocol
 * or the device's bitstream cannot take, of kind tool for a device that does not answer.
 */
export async function openBoard(line: Line, image: CrossbarImage, options: BoardOptions = {}): Promise<Board> {
  checkImage(image);
  const link = openLink(line, options);
  let readySession = 0;
  let loadedWords = 0;

  const ready = async (): Promise<Session> => {
    const session = await link.open();
    if (session.number === readySession) return session;
    checkDevice(session.identity, image, line.description);
    await bringImage(session.identity);
    readySession = session.number;
    return session;
  };

  const bringImage = async (identity: Identity): Promise<void> => {
    const memories = memoriesFor(image, identity);
    const number = imageNumber(memories);
    const loads = memories.flatMap((memory) => piecesOf(memory, heldOf(memory, identity)));
    const total = loads.reduce((sum, { words }) => sum + words.length, 0);
    if (total === 0 && identity.isArmed && identity.image === number) return;
    let done = 0;
    await inWindow(loads, 2 * identity.window, options.signal, async ({ memory, address, words }) => {
      const answer = await link.request(TYPE.LOAD, loadPayload(memory.index, address, words));
      const view = new DataView(answer.payload.buffer, answer.payload.byteOffset, answer.payload.length);
      const isAsExpected =
        answer.status === STATUS.OK &&
        answer.payload.length === 8 &&
        (view.getUint32(0, true) & 0xffffff) === address + words.length &&
        view.getUint32(4, true) === crcOfWords(memory.words.subarray(0, address + words.length));
      if (!isAsExpected) {
        link.drop(`the device holds other words of memory '${memory.name}' than were sent`);
        throw new SessionEnded("the device's ledger differs");
      }
      done += words.length;
      loadedWords += words.length;
      options.onProgress?.(done, total);
    });
    const armed = await link.request(TYPE.ARM, littleEndian32(number));
    if (armed.status !== STATUS.OK) throw refused("ARM", armed.status, line.description);
  };

  /** Repeats work from the beginning of a new session until it is through. */
  const persist = async (work: (session: Session) => Promise<void>): Promise<void> => {
    let idle = 0;
    let before = link.statistics().framesReceived;
    for (;;) {
      try {
        await work(await ready());
        return;
      } catch (error) {
        if (!(error instanceof SessionEnded)) throw error;
        readySession = 0;
        // HELLO's answer alone is no progress.
        const received = link.statistics().framesReceived;
        idle = received - before > 2 ? 0 : idle + 1;
        before = received;
        if (idle > IDLE_SESSIONS) {
          throw toolError("hil-unstable", `the device was lost ${IDLE_SESSIONS} times in a row before it had done anything`, {
            where: line.description,
            hint: "Is its supply steady, and does another program use the port?",
          });
        }
      }
    }
  };

  let identity: Identity | undefined;
  try {
    await persist(async (session) => {
      identity = session.identity;
    });
  } catch (error) {
    await link.close();
    throw error;
  }
  if (identity === undefined) throw new Error("a session without identity");
  const known = identity;
  const hasCounters = known.features.counters;

  const runEach: Board["runEach"] = async (batch, onResult, runOptions = {}) => {
    checkBatch({ name: image.name, limits: image.limits, inputs: [{ lines: image.inputLines }] }, batch);
    const samples = sampleCount(batch);
    const isDone = new Uint8Array(samples);
    const withMembranes = runOptions.membranes === true;
    const packing = {
      flags: hasCounters ? RUN_COUNTERS : 0,
      resultsPerFrame: Math.floor((PAYLOAD_LIMIT - 2) / (4 * (image.readout.size + (hasCounters ? COUNTERS : 0)))),
      isAlone: options.oneAtATime === true || withMembranes,
    };
    const left = function* (): Generator<number> {
      for (let sample = 0; sample < samples; sample++) if (isDone[sample] === 0) yield sample;
    };
    let isInside = false;
    /** True while `onResult` works, and for ever where it throws: what comes behind is not told. */
    let isStopped = false;
    await persist(async ({ identity: { window } }) => {
      const startedAt = new Map<number, number>();
      const frames = runFrames(batch, left(), (line) => axonOfLine(image.parameters, line), packing);
      try {
        await inWindow(frames, options.oneAtATime === true ? 1 : 2 * window, runOptions.signal, async (frame) => {
          isInside = frame.begins.length > 0 ? frame.begins.at(-1) !== frame.ends.at(-1) : frame.ends.length === 0;
          const asked = link.request(TYPE.RUN, frame.payload);
          const membranes = withMembranes && frame.ends.length > 0 ? askMembranes() : undefined;
          // Whichever fails first is told; the other one is not left unheard.
          membranes?.catch(() => {});
          const answer = await asked;
          for (const sample of frame.begins) startedAt.set(sample, answer.sentAt);
          const results = resultsOf(answer, frame.ends.length);
          for (const [i, sample] of frame.ends.entries()) {
            const result: RunAnswer = { ...results[i], ...(membranes === undefined ? {} : { membranes: await membranes }) };
            if (!hasCounters) result.counters[COUNTER.inputEvents] = batch.sampleStart[sample + 1] - batch.sampleStart[sample];
            isDone[sample] = 1;
            if (isStopped) return;
            isStopped = true;
            onResult(sample, result, { sentAt: startedAt.get(sample) ?? answer.sentAt, answeredAt: answer.answeredAt });
            isStopped = false;
          }
        });
      } catch (error) {
        if (isInside && !(error instanceof SessionEnded)) await link.request(TYPE.ABORT, new Uint8Array(0)).catch(() => {});
        throw error;
      }
    });
  };

  const askMembranes = async (): Promise<Int32Array> => {
    const all = new Int32Array(image.neuronOfPadded.length);
    const asked: Promise<void>[] = [];
    for (let first = 0; first < all.length; first += MEMBRANES_LIMIT) {
      const count = Math.min(MEMBRANES_LIMIT, all.length - first);
      const piece = link.request(TYPE.MEMBRANES, Uint8Array.of(first & 0xff, first >>> 8, count)).then(({ status, payload }) => {
        if (status !== STATUS.OK || payload.length !== 4 * count) throw refused("MEMBRANES", status, line.description);
        const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
        for (let i = 0; i < count; i++) all[first + i] = view.getInt32(4 * i, true);
      });
      asked.push(piece);
    }
    await Promise.all(asked);
    return all;
  };

  /** The results of a RUN. A device that is not armed any more was reset, or used by somebody else. */
  const resultsOf = ({ status, payload }: Answer, expected: number): RunAnswer[] => {
    if (status === STATUS.NOT_ARMED) {
      link.drop("the device is not armed any more");
      throw new SessionEnded("not armed");
    }
    const values = image.readout.size;
    const words = values + (hasCounters ? COUNTERS : 0);
    if (status !== STATUS.OK) throw refused("RUN", status, line.description);
    if (payload[0] !== expected || payload.length !== 1 + 4 * words * expected) {
      throw toolError("hil-answer", `RUN gave ${payload[0]} results in ${payload.length} bytes; ${expected} of ${4 * words} bytes were expected`, {
        where: line.description,
        hint: "The device reads out another number of neurons than the image: load the bundle's own image and bitstream.",
      });
    }
    const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
    return Array.from({ length: expected }, (_, result) => {
      const at = 1 + 4 * words * result;
      return {
        values: Int32Array.from({ length: values }, (_, i) => view.getInt32(at + 4 * i, true)),
        counters: Uint32Array.from({ length: COUNTERS }, (_, i) => (hasCounters ? view.getUint32(at + 4 * (values + i), true) : 0)),
        spikes: new Uint32Array(0),
        membranes: new Int32Array(0),
      };
    });
  };

  return {
    backend: "board",
    description: `${line.description}: ${known.lanes} lanes, ${known.clockHz === 0 ? "no clock" : `${known.clockHz / 1e6} MHz`}`,
    identity: known,
    hasCounters,
    runEach,
    async run(batch, runOptions = {}) {
      const samples = sampleCount(batch);
      const answers = new Array<RunAnswer | undefined>(samples).fill(undefined);
      let done = 0;
      await runEach(
        batch,
        (sample, answer) => {
          answers[sample] = answer;
          done++;
          if (done % 64 === 0 || done === samples) runOptions.onProgress?.(done, samples);
        },
        runOptions,
      );
      return collect(image, batch, answers, runOptions.membranes === true ? { membranes: true } : {});
    },
    async ping(bytes) {
      let milliseconds = 0;
      await persist(async () => {
        const { status, payload, sentAt, answeredAt } = await link.request(TYPE.PING, bytes);
        if (status !== STATUS.OK || Buffer.compare(payload.subarray(2), bytes) !== 0) {
          throw toolError("hil-echo", "the device sent back other bytes than it got", { where: line.description });
        }
        milliseconds = answeredAt - sentAt;
      });
      return milliseconds;
    },
    loadedWords: () => loadedWords,
    statistics: () => link.statistics(),
    close: () => link.close(),
  };
}

/** Runs `work` on every item, at most `most` of them under way; after a failure no more, and the first is thrown when all have ended. */
async function inWindow<T>(items: Iterable<T>, most: number, signal: AbortSignal | undefined, work: (item: T) => Promise<void>): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let failure: unknown;
  for (const item of items) {
    const one: Promise<void> = work(item)
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => underWay.delete(one));
    underWay.add(one);
    while (underWay.size >= most) await Promise.race(underWay);
    if (signal?.aborted === true) failure ??= checkError("interrupted", "stopped while the device was at work");
    if (failure !== undefined) break;
  }
  await Promise.all(underWay);
  if (failure !== undefined) throw failure;
}

/** What the device must hold: the image's memories, and zeros in a bias memory that the image goes without. */
function memoriesFor(image: CrossbarImage, { features }: Identity): readonly MemoryImage[] {
  const own = image.memories.filter(({ name }) => !(name === "weight" && features.external_weights));
  const lacksBias = features.bias && image.parameters.HAS_BIAS === 0;
  return lacksBias ? [...own, emptyMemory("bias", image.parameters.GROUPS, image.parameters)] : own;
}

/** The number of these memories, never 0. */
function imageNumber(memories: readonly MemoryImage[]): number {
  const crc = memories.reduce((sum, { index, words }) => crcOfWords(words, crcOfWords(Uint32Array.of(index, words.length), sum)), 0);
  return crc === 0 ? 1 : crc;
}

/** Words of the memory that the device holds already; 0 where it holds others. */
function heldOf({ index, words }: MemoryImage, { held }: Identity): number {
  const { words: count, crc } = held[index];
  return count <= words.length && crcOfWords(words.subarray(0, count)) === crc ? count : 0;
}

interface Piece {
  readonly memory: MemoryImage;
  readonly address: number;
  readonly words: Uint32Array;
}

/** What is left of a memory behind its first `held` words, in whole rows where a frame holds them. */
function piecesOf(memory: MemoryImage, held: number): Piece[] {
  const { words, wordsPerRow } = memory;
  const most = wordsPerRow > LOAD_WORDS_LIMIT ? LOAD_WORDS_LIMIT : LOAD_WORDS_LIMIT - (LOAD_WORDS_LIMIT % wordsPerRow);
  const pieces: Piece[] = [];
  for (let address = held; address < words.length; ) {
    const end = Math.min(words.length, address + most - (wordsPerRow > LOAD_WORDS_LIMIT ? 0 : address % wordsPerRow));
    pieces.push({ memory, address, words: words.subarray(address, end) });
    address = end;
  }
  return pieces;
}

function loadPayload(memory: number, address: number, words: Uint32Array): Uint8Array {
  const payload = new Uint8Array(4 + 4 * words.length);
  const view = new DataView(payload.buffer);
  view.setUint32(0, memory | (address << 8), true);
  words.forEach((word, i) => {
    view.setUint32(4 + 4 * i, word, true);
  });
  return payload;
}

function littleEndian32(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}

function refused(command: string, status: number, where: string): SnncError {
  const name = Object.entries(STATUS).find(([, value]) => value === status)?.[0] ?? String(status);
  return toolError("hil-refused", `the device answers ${command} with ${name}`, {
    where,
    hint: "Its bitstream and this snnc are of different versions: build and load it again.",
  });
}
