/**
 * The client's side of the line (README.md): opens sessions, keeps a window of commands under way, sends again what was
 * lost, and gives every command's answer once. When the device forgot its session, or the line broke, all unanswered
 * commands fail with SessionEnded, and `open` makes a new session, over a new connection if need be: who asked repeats what
 * it has no answer of.
 */
import { randomInt } from "node:crypto";
import { checkError, type SnncError, toolError } from "../util/diagnostics.js";
import { encodeFrame, type Frame, frameReader } from "./frame.js";
import { decodeIdentity, type Identity } from "./identity.js";
import { ANSWER_BIT, PROTOCOL_VERSION, REASON, STATUS, TYPE } from "./messages.js";
import type { Line, Transport } from "./transport.js";

/** The session of a command is over, and whether it was carried out is unknown. */
export class SessionEnded extends Error {}

export interface Answer {
  /** One of STATUS. */
  readonly status: number;
  /** Behind the status. */
  readonly payload: Uint8Array;
  /** On the host's clock (performance.now): when the command was first given to the line, and when its answer came. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

export interface LinkStatistics {
  readonly framesSent: number;
  /** Of those, commands that had been sent before. */
  readonly framesResent: number;
  readonly framesReceived: number;
  /** What came between two zeros and was no whole frame. */
  readonly framesDamaged: number;
  readonly naks: number;
  readonly timeouts: number;
  /** Sessions opened; the first one counts. */
  readonly sessions: number;
  /** Connections opened; the first one counts. */
  readonly connections: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Payload bytes of commands that were answered and of their answers, each once. */
  readonly payloadBytes: number;
  /** Round trips in milliseconds on the host's clock, of commands that were sent once; the last 65,536. */
  readonly roundTrips: readonly number[];
}

export interface LinkOptions {
  /** Without a word of the device for so long the link gives up, in seconds (default 20). */
  readonly patienceSeconds?: number;
  /** Shortest time after which an answer is missed, in milliseconds (default 20); grows by itself where it is too short. */
  readonly floorMilliseconds?: number;
  /** A session's number, 1..65,535 (default: random). */
  readonly drawSession?: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Told when a connection or a session was lost. */
  readonly onNote?: ((note: string) => void) | undefined;
}

export interface Session {
  readonly number: number;
  /** As the device said when the session began. */
  readonly identity: Identity;
}

export interface Link {
  readonly description: string;
  /** The open session; opens one where there is none. Rejects with SnncError (kind tool) when it gives up. */
  open(): Promise<Session>;
  /** Commands are carried out in the order of their calls. Rejects with SessionEnded where there is no session any more. */
  request(type: number, payload: Uint8Array): Promise<Answer>;
  /** Ends the session, because what the device answers does not fit it; the next `open` makes a new one. */
  drop(why: string): void;
  statistics(): LinkStatistics;
  close(): Promise<void>;
}

interface Request {
  readonly type: number;
  readonly payload: Uint8Array;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  sequence: number;
  sentAt: number;
  lastSentAt: number;
  times: number;
  /** Sent again because no answer came in time? */
  isLate: boolean;
  /** Was a later command answered before? */
  isOvertaken: boolean;
}

/** Timeouts of one command before a session is given up. */
const TIMEOUTS_OF_A_SESSION = 4;
const LONGEST_TIMEOUT = 2_000;
/** Before the first measurement. */
const FIRST_TIMEOUT = 250;
const RETRY_MILLISECONDS = 100;
const LONGEST_FLOOR = 500;
/** More than any window. */
const KEPT_ANSWERS = 256;
const KEPT_ROUND_TRIPS = 65_536;
/** Patience with a device that answers but gets nothing done. */
const PROGRESS_FACTOR = 5;

/** A link over `line`, not opened yet. */
export function openLink(line: Line, options: LinkOptions = {}): Link {
  const { patienceSeconds = 20, floorMilliseconds = 20, drawSession = () => randomInt(1, 0x10000), signal, onNote } = options;
  const patience = patienceSeconds * 1000;
  let transport: Transport | undefined;
  let session: Session | undefined;
  let lastNumber = 0;
  let opening: Promise<Session> | undefined;
  let failure: SnncError | undefined;
  let isClosed = false;
  let closedBecause = "";
  let onHello: ((what: Frame | "closed" | "damaged") => void) | undefined;

  let next = 0;
  const flight: Request[] = [];
  let waiting: Request[] = [];
  let timer: NodeJS.Timeout | undefined;
  let backoff = 1;
  let timeoutsInARow = 0;
  /** Shortest timeout: longer where answers came twice because one was missed too early. */
  let floor = floorMilliseconds;
  let tooEarly = 0;
  /** The last commands that were answered: was the timer what sent them again? */
  const answered = new Map<number, boolean>();
  let smoothed: number | undefined;
  let variation = 0;
  let heardAt = 0;
  let progressAt = 0;

  const counts = {
    framesSent: 0,
    framesResent: 0,
    framesReceived: 0,
    framesDamaged: 0,
    naks: 0,
    timeouts: 0,
    sessions: 0,
    connections: 0,
    bytesSent: 0,
    bytesReceived: 0,
    payloadBytes: 0,
  };
  const roundTrips: number[] = [];
  let roundTripCount = 0;

  const now = (): number => performance.now();

  const sendBytes = (bytes: Uint8Array): void => {
    counts.framesSent++;
    counts.bytesSent += bytes.length;
    transport?.write(bytes);
  };

  const sendRequest = (request: Request, number: number): void => {
    const time = now();
    if (request.times++ === 0) request.sentAt = time;
    else counts.framesResent++;
    request.lastSentAt = time;
    const { sequence, type, payload } = request;
    // What was hurt before may still be open: a zero ends it.
    sendBytes(encodeFrame({ session: number, sequence, type, payload }, request.times > 1 || flight.length <= 1));
  };

  const pump = (): void => {
    while (session !== undefined && waiting.length > 0 && (flight.length === 0 || ((next - flight[0].sequence) & 0xffff) < session.identity.window)) {
      const request = waiting.shift();
      if (request === undefined) break;
      request.sequence = next;
      next = (next + 1) & 0xffff;
      flight.push(request);
      sendRequest(request, session.number);
    }
    armTimer();
  };

  /** Jacobson's estimate (RFC 6298), and the time that the bytes take on a slow line. */
  const timeout = (): number => {
    const estimate = smoothed === undefined ? FIRST_TIMEOUT : smoothed + 4 * variation;
    const baud = session?.identity.baud ?? 0;
    const onLine = baud === 0 ? 0 : flight.reduce((sum, { payload }) => sum + payload.length + 13, 250) * (10_000 / baud);
    return Math.min(Math.max(floor, estimate) * backoff, LONGEST_TIMEOUT) + onLine;
  };

  /** Answers may overtake each other; one that all others have overtaken is late soon. */
  const isOvertaken = (): boolean => flight.length === 1 && flight[0].isOvertaken && flight[0].times === 1;

  const deadline = (): number => Math.max(flight[0].lastSentAt, progressAt) + (isOvertaken() ? Math.max(2, smoothed ?? FIRST_TIMEOUT) : timeout());

  const armTimer = (): void => {
    if (timer !== undefined || flight.length === 0) return;
    timer = setTimeout(onTimer, Math.max(1, deadline() - now()));
  };

  const onTimer = (): void => {
    timer = undefined;
    if (session === undefined || flight.length === 0) return;
    if (now() < deadline()) {
      armTimer();
      return;
    }
    if (now() - heardAt > patience) {
      fail(silent());
      return;
    }
    if (now() - progressAt > PROGRESS_FACTOR * patience) {
      fail(stuck());
      return;
    }
    counts.timeouts++;
    if (!isOvertaken()) backoff = Math.min(backoff * 2, 64);
    if (++timeoutsInARow > TIMEOUTS_OF_A_SESSION) {
      endSession("the device does not answer");
      return;
    }
    for (const request of flight) request.isLate = true;
    resend([...flight]);
    armTimer();
  };

  /** Sending may end the session, when the line finds itself closed. */
  const resend = (requests: readonly Request[]): void => {
    for (const request of requests) {
      if (session === undefined) return;
      sendRequest(request, session.number);
    }
  };

  const silent = (): SnncError =>
    toolError("hil-silent", `the device has said nothing for ${patienceSeconds} s`, {
      where: line.description,
      hint: "Is it the right port and rate (`--baud`), and is the bitstream in the device (`snnc hil --flash`)?",
    });
  const strange = (): SnncError =>
    toolError("hil-strange", `what is there says something, but for ${patienceSeconds} s no answer to HELLO`, {
      where: line.description,
      hint: "Is it the right port, and not one that echoes (a loopback, a shell)? Is the bitstream in the device (`snnc hil --flash`)?",
    });
  const closed = (): SnncError =>
    toolError("hil-closed", `the line is closed whenever it is opened: ${closedBecause}`, {
      where: line.description,
      hint: "Is another program using it, or is the device's supply bad?",
    });
  const stuck = (): SnncError =>
    toolError("hil-stuck", `the device answers, but nothing was done for ${PROGRESS_FACTOR * patienceSeconds} s`, {
      where: line.description,
      hint: "Too much of what is sent is lost: try another cable, or a lower rate.",
    });

  const endSession = (why: string): void => {
    if (session !== undefined && !isClosed && failure === undefined) onNote?.(why);
    session = undefined;
    clearTimeout(timer);
    timer = undefined;
    timeoutsInARow = 0;
    const left = [...flight.splice(0), ...waiting];
    waiting = [];
    for (const request of left) request.reject(failure ?? new SessionEnded(why));
  };

  const fail = (error: SnncError): void => {
    failure ??= error;
    endSession(failure.message);
    onHello?.("closed");
  };

  const onFrame = (frame: Frame): void => {
    counts.framesReceived++;
    heardAt = now();
    if (frame.type === (TYPE.HELLO | ANSWER_BIT)) {
      onHello?.(frame);
      return;
    }
    if (session === undefined) {
      if (frame.type === TYPE.NAK && frame.payload[0] === REASON.DAMAGED) onHello?.("damaged");
      return;
    }
    if (frame.type === TYPE.NAK) onNak(frame, session.number);
    else if (frame.session === session.number && (frame.type & ANSWER_BIT) !== 0) onAnswer(frame);
  };

  const onNak = (frame: Frame, number: number): void => {
    counts.naks++;
    if (frame.session !== number) {
      if (frame.payload[0] === REASON.OTHER_SESSION) endSession(frame.session === 0 ? "the device was reset" : "the device is in another session");
      return;
    }
    const index = flight.findIndex(({ sequence }) => sequence === frame.sequence);
    // A NAK of before: what it asks for has been answered, or sent again.
    if (index < 0) return;
    resend(flight.slice(index));
    armTimer();
  };

  const onAnswer = (frame: Frame): void => {
    const index = flight.findIndex(({ sequence }) => sequence === frame.sequence);
    if (index < 0) {
      answeredTwice(frame.sequence);
      return;
    }
    const request = flight[index];
    if ((request.type | ANSWER_BIT) !== frame.type || frame.payload.length === 0) return;
    flight.splice(index, 1);
    answered.set(frame.sequence, request.isLate);
    answered.delete((frame.sequence - KEPT_ANSWERS) & 0xffff);
    const time = now();
    progressAt = time;
    timeoutsInARow = 0;
    if (request.times === 1) {
      measured(time - request.sentAt);
      roundTrips[roundTripCount++ % KEPT_ROUND_TRIPS] = time - request.sentAt;
    } else {
      // Which of the two was answered is unknown (Karn); but something gets through.
      backoff = Math.max(1, backoff / 2);
    }
    counts.payloadBytes += request.payload.length + frame.payload.length;
    for (const earlier of flight.slice(0, index)) earlier.isOvertaken = true;
    request.resolve({ status: frame.payload[0], payload: frame.payload.subarray(1), sentAt: request.sentAt, answeredAt: time });
    pump();
    if (flight.length > 0 && isOvertaken()) {
      clearTimeout(timer);
      timer = undefined;
      armTimer();
    }
  };

  /** An answer that was on its way when the timer sent its command again: the timer was too early, once a time. */
  const answeredTwice = (sequence: number): void => {
    if (answered.get(sequence) !== true || tooEarly === counts.timeouts) return;
    tooEarly = counts.timeouts;
    floor = Math.min(2 * floor, Math.max(floorMilliseconds, LONGEST_FLOOR));
  };

  const measured = (milliseconds: number): void => {
    backoff = 1;
    if (smoothed === undefined) {
      smoothed = milliseconds;
      variation = milliseconds / 2;
    } else {
      variation = 0.75 * variation + 0.25 * Math.abs(smoothed - milliseconds);
      smoothed = 0.875 * smoothed + 0.125 * milliseconds;
    }
  };

  const reader = () => frameReader(onFrame, () => counts.framesDamaged++);

  const connected = async (): Promise<Transport> => {
    if (transport !== undefined) return transport;
    const frames = reader();
    let isBroken = false;
    const opened = await line.open({
      bytes(bytes) {
        counts.bytesReceived += bytes.length;
        frames.push(bytes);
      },
      closed(reason) {
        isBroken = true;
        closedBecause = reason;
        transport = undefined;
        endSession(`the line was closed: ${reason}`);
        onHello?.("closed");
      },
    });
    counts.connections++;
    if (isClosed || isBroken) {
      await opened.close();
      if (isClosed) throw interrupted();
      return opened;
    }
    transport = opened;
    return opened;
  };

  const establish = async (): Promise<Session> => {
    const started = now();
    progressAt = Math.max(progressAt, started);
    /** Numbers HELLOs, so that an answer tells which one it answers. */
    let attempt = 0;
    let wait = smoothed === undefined ? FIRST_TIMEOUT : Math.max(2 * floor, 4 * smoothed);
    let number = 0;
    let isNumberUsed = true;
    for (;;) {
      if (failure !== undefined) throw failure;
      if (isClosed || signal?.aborted === true) throw interrupted();
      try {
        await connected();
      } catch (error) {
        // What never was there will not come; what was there may come back.
        if (counts.connections === 0 || now() - started > patience) throw error;
        await sleep(RETRY_MILLISECONDS);
        continue;
      }
      if (transport === undefined) {
        if (now() - started > patience) throw closed();
        await sleep(RETRY_MILLISECONDS);
        continue;
      }
      if (isNumberUsed) {
        number = newNumber();
        isNumberUsed = false;
      }
      attempt = (attempt + 1) & 0xffff;
      const askedAt = now();
      const coming = helloAnswer(number, wait);
      sendBytes(encodeFrame({ session: number, sequence: attempt, type: TYPE.HELLO, payload: new Uint8Array(0) }, true));
      const answer = await coming;
      if (answer === "closed") {
        if (failure === undefined && now() - started > patience) throw closed();
        isNumberUsed = true;
        await sleep(Math.min(RETRY_MILLISECONDS, patience / 10));
        continue;
      }
      if ((answer === "damaged" || answer === "silence") && now() - started > patience) throw heardAt > started ? strange() : silent();
      if (answer === "damaged") continue;
      if (answer === "silence") {
        wait = Math.min(2 * wait, LONGEST_TIMEOUT);
        continue;
      }
      if (answer.sequence === attempt) measured(now() - askedAt);
      counts.payloadBytes += answer.payload.length;
      counts.sessions++;
      answered.clear();
      next = 0;
      session = { number, identity: identityOf(answer) };
      return session;
    }
  };

  const newNumber = (): number => {
    for (;;) {
      const drawn = drawSession() & 0xffff;
      if (drawn === 0 || drawn === lastNumber) continue;
      lastNumber = drawn;
      return drawn;
    }
  };

  const helloAnswer = async (number: number, milliseconds: number): Promise<Frame | "closed" | "damaged" | "silence"> =>
    await new Promise((resolve) => {
      const finish = (answer: Frame | "closed" | "damaged" | "silence"): void => {
        clearTimeout(limit);
        onHello = undefined;
        resolve(answer);
      };
      const limit = setTimeout(() => finish("silence"), milliseconds);
      onHello = (what) => {
        if (typeof what === "string" || what.session === number) finish(what);
      };
    });

  const identityOf = ({ payload }: Frame): Identity => {
    const identity = payload[0] === STATUS.OK ? decodeIdentity(payload.subarray(1)) : undefined;
    if (identity?.protocol === PROTOCOL_VERSION && identity.window > 0) return identity;
    throw toolError("hil-protocol", `the device speaks version ${payload[1] ?? "?"} of the protocol; this snnc speaks ${PROTOCOL_VERSION}`, {
      where: line.description,
      hint: "Build and load the bitstream of this snnc: `snnc synth`, then `snnc hil --flash`.",
    });
  };

  signal?.addEventListener("abort", () => fail(interrupted()), { once: true });

  return {
    description: line.description,
    async open() {
      if (failure !== undefined) throw failure;
      if (session !== undefined) return session;
      opening ??= establish().finally(() => {
        opening = undefined;
      });
      return await opening;
    },
    request: (type, payload) =>
      new Promise((resolve, reject) => {
        if (session === undefined) {
          reject(failure ?? new SessionEnded("no session"));
          return;
        }
        waiting.push({ type, payload, resolve, reject, sequence: 0, sentAt: 0, lastSentAt: 0, times: 0, isLate: false, isOvertaken: false });
        // The clock of progress begins when there is something to do.
        if (flight.length === 0) progressAt = heardAt = now();
        pump();
      }),
    drop: endSession,
    statistics: () => ({ ...counts, roundTrips: [...roundTrips] }),
    async close() {
      isClosed = true;
      endSession("the link was closed");
      onHello?.("closed");
      const open = transport;
      transport = undefined;
      await open?.close();
    },
  };
}

function interrupted(): SnncError {
  return checkError("interrupted", "stopped while the device was at work");
}

async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
