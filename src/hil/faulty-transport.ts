/** A line that does harm on purpose, by a seed: for the tests of the link, and for its benchmark. */
import { toolError } from "../util/diagnostics.js";
import { createRandom } from "../util/random.js";
import type { Line, Transport } from "./transport.js";

/** What may happen to a frame, or to the whole line when a frame comes by. */
export const FAULTS = [
  "flip",
  "dropByte",
  "duplicateByte",
  "delay",
  "cut",
  "dropFrame",
  "duplicateFrame",
  "reorder",
  "silence",
  "disconnect",
  "reset",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultOptions {
  readonly seed: number;
  /** Share of frames, of both directions, to which something happens. */
  readonly rate: number;
  /** Default: all, reset only where there is a `reset`. */
  readonly faults?: readonly Fault[];
  /** Resets the device. */
  readonly reset?: () => void;
  /** Of a delayed or reordered frame (default 3). */
  readonly delayMilliseconds?: number;
  /** Of a silence, and of the time in which a pulled cable is not put back (default 30). */
  readonly silenceMilliseconds?: number;
}

export interface FaultyLine extends Line {
  counts(): FaultCounts;
}

export interface FaultCounts {
  /** That came to the line, in both directions, before the harm. */
  readonly frames: number;
  readonly bytes: number;
  readonly hurt: number;
  readonly byKind: Readonly<Partial<Record<Fault, number>>>;
}

/** Whole-line faults take longer to mend, and are rarer. */
const WEIGHT: Readonly<Record<Fault, number>> = {
  flip: 10,
  dropByte: 10,
  duplicateByte: 10,
  delay: 10,
  cut: 10,
  dropFrame: 10,
  duplicateFrame: 10,
  reorder: 10,
  silence: 2,
  disconnect: 2,
  reset: 1,
};

export function faultyLine(inner: Line, options: FaultOptions): FaultyLine {
  const { seed, rate, reset, delayMilliseconds = 3, silenceMilliseconds = 30 } = options;
  const random = createRandom(seed);
  const faults = (options.faults ?? FAULTS).filter((fault) => fault !== "reset" || reset !== undefined);
  const lots = faults.flatMap((fault) => new Array<Fault>(WEIGHT[fault]).fill(fault));
  /** Drawn without putting back: first each kind once, so that none is missing in a short run. */
  let deck: Fault[] = random.shuffle([...faults]);
  const draw = (): Fault | undefined => {
    const fault = deck.pop();
    if (fault !== undefined || lots.length === 0) return fault;
    deck = random.shuffle([...lots]);
    return deck.pop();
  };
  const byKind: Partial<Record<Fault, number>> = {};
  let frames = 0;
  let bytes = 0;
  let hurt = 0;
  let silentUntil = 0;
  let unpluggedUntil = 0;

  return {
    description: `${inner.description}, ${100 * rate} % of frames hurt`,
    counts: () => ({ frames, bytes, hurt, byKind: { ...byKind } }),
    async open(listener) {
      if (performance.now() < unpluggedUntil) throw toolError("hil-unplugged", "the cable is not plugged in", { where: inner.description });
      let isOpen = true;
      let transport: Transport | undefined;

      const direction = (deliver: (bytes: Uint8Array) => void) => {
        let open: number[] = [];
        let held: Uint8Array | undefined;
        const later = inOrder((piece) => {
          if (isOpen && performance.now() >= silentUntil) deliver(piece);
        });
        const pass = (piece: Uint8Array, delay = 0): void => {
          later(piece, delay);
          if (held !== undefined) {
            later(held, 0);
            held = undefined;
          }
        };
        const damage = (frame: Uint8Array): void => {
          const fault = draw();
          if (fault === undefined) return;
          hurt++;
          byKind[fault] = (byKind[fault] ?? 0) + 1;
          const at = random.integer(frame.length);
          switch (fault) {
            case "flip": {
              const flipped = frame.slice();
              flipped[at] ^= 1 << random.integer(8);
              pass(flipped);
              return;
            }
            case "dropByte":
              pass(Uint8Array.from([...frame.subarray(0, at), ...frame.subarray(at + 1)]));
              return;
            case "duplicateByte":
              pass(Uint8Array.from([...frame.subarray(0, at + 1), ...frame.subarray(at)]));
              return;
            case "delay":
              pass(frame.slice(0, at));
              pass(frame.slice(at), delayMilliseconds);
              return;
            case "cut":
              pass(frame.slice(0, at));
              return;
            case "dropFrame":
              return;
            case "duplicateFrame":
              pass(frame);
              pass(frame);
              return;
            case "reorder": {
              if (held !== undefined) pass(held);
              held = frame;
              setTimeout(() => {
                if (held === frame) pass(new Uint8Array(0));
              }, delayMilliseconds);
              return;
            }
            case "silence":
              silentUntil = performance.now() + silenceMilliseconds;
              return;
            case "disconnect":
              unpluggedUntil = performance.now() + silenceMilliseconds;
              isOpen = false;
              void transport?.close();
              listener.closed("the cable was pulled");
              return;
            case "reset":
              reset?.();
              return;
          }
        };
        return (piece: Uint8Array): void => {
          bytes += piece.length;
          for (const byte of piece) {
            open.push(byte);
            if (byte !== 0) continue;
            const frame = Uint8Array.from(open);
            open = [];
            if (frame.length === 1) {
              pass(frame);
              continue;
            }
            frames++;
            if (lots.length > 0 && random.uniform() < rate) damage(frame);
            else pass(frame);
            if (!isOpen) return;
          }
        };
      };

      const toHost = direction((piece) => listener.bytes(piece));
      const toDevice = direction((piece) => transport?.write(piece));
      transport = await inner.open({
        bytes: toHost,
        closed(reason) {
          isOpen = false;
          listener.closed(reason);
        },
      });
      const opened = transport;
      return {
        write(piece) {
          if (isOpen) toDevice(piece);
        },
        backlog: () => opened.backlog(),
        async close() {
          isOpen = false;
          await opened.close();
        },
      };
    },
  };
}

/** Delivers pieces in the order of the calls, each at the earliest after its delay. */
function inOrder(deliver: (bytes: Uint8Array) => void): (bytes: Uint8Array, delay: number) => void {
  const waiting: { readonly bytes: Uint8Array; readonly at: number }[] = [];
  const flush = (): void => {
    while (waiting.length > 0 && waiting[0].at <= performance.now()) {
      const piece = waiting.shift();
      if (piece !== undefined && piece.bytes.length > 0) deliver(piece.bytes);
    }
    if (waiting.length > 0) setTimeout(flush, Math.max(1, waiting[0].at - performance.now()));
  };
  return (bytes, delay) => {
    if (waiting.length === 0 && delay === 0) {
      if (bytes.length > 0) deliver(bytes);
      return;
    }
    waiting.push({ bytes, at: performance.now() + delay });
    if (waiting.length === 1) setTimeout(flush, delay);
  };
}
