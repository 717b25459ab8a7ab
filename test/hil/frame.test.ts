import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cobsDecode, cobsEncode } from "../../src/hil/cobs.js";
import { decodeFrame, encodeFrame, FRAME_OVERHEAD, type Frame, frameReader } from "../../src/hil/frame.js";
import { decodeIdentity, encodeIdentity } from "../../src/hil/identity.js";
import { IDENTITY_BYTES, PAYLOAD_LIMIT } from "../../src/hil/messages.js";

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
/** Zeros and long runs without them are what COBS is about. */
const lumpy = fc
  .array(
    fc.oneof(
      fc.constant([0]),
      fc.integer({ min: 1, max: 300 }).map((n) => new Array<number>(n).fill(7)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Uint8Array.from(parts.flat()));

const frames: fc.Arbitrary<Frame> = fc.record({
  session: fc.nat(0xffff),
  sequence: fc.nat(0xffff),
  type: fc.nat(255),
  payload: bytes(PAYLOAD_LIMIT),
});

function read(stream: Iterable<Uint8Array>): { readonly frames: Frame[]; readonly damaged: number } {
  const found: Frame[] = [];
  let damaged = 0;
  const reader = frameReader(
    (frame) => found.push(frame),
    () => damaged++,
  );
  for (const piece of stream) reader.push(piece);
  return { frames: found, damaged };
}

describe("COBS", () => {
  it("encodes the examples of Cheshire and Baker", () => {
    const encode = (...values: number[]) => [...cobsEncode(Uint8Array.from(values))];
    expect(encode()).toEqual([1]);
    expect(encode(0)).toEqual([1, 1]);
    expect(encode(0x11, 0x22, 0, 0x33)).toEqual([3, 0x11, 0x22, 2, 0x33]);
    const run = Array.from({ length: 254 }, (_, i) => i + 1);
    expect(encode(...run)).toEqual([255, ...run]);
    expect(encode(...run, 0)).toEqual([255, ...run, 1, 1]);
  });

  it("gives every bytes back, without a zero on the line, one byte longer for each 254 begun", () => {
    fc.assert(
      fc.property(fc.oneof(bytes(600), lumpy), (data) => {
        const coded = cobsEncode(data);
        expect(coded.includes(0)).toBe(false);
        expect(coded.length).toBeLessThanOrEqual(data.length + 1 + Math.floor(data.length / 254));
        expect(cobsDecode(coded)).toEqual(data);
      }),
    );
  });

  it("refuses a code that points behind the end", () => {
    expect(cobsDecode(Uint8Array.of(5, 1, 2))).toBeUndefined();
    expect(cobsDecode(Uint8Array.of(3, 1, 0))).toBeUndefined();
  });
});

describe("frames", () => {
  it("come back as they were sent, in pieces of any size, with twelve bytes besides the payload", () => {
    fc.assert(
      fc.property(fc.array(frames, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), (sent, size) => {
        const line = Buffer.concat(sent.map((frame) => encodeFrame(frame)));
        expect(line.length).toBe(sent.reduce((sum, { payload }) => sum + payload.length + FRAME_OVERHEAD, 0));
        const pieces = Array.from({ length: Math.ceil(line.length / size) }, (_, i) => line.subarray(i * size, (i + 1) * size));
        expect(read(pieces)).toEqual({ frames: sent, damaged: 0 });
      }),
    );
    expect(FRAME_OVERHEAD).toBe(12);
  });

  it("are found behind any garbage that a zero ends", () => {
    fc.assert(
      fc.property(bytes(1000), frames, (garbage, frame) => {
        const { frames: found } = read([garbage, encodeFrame(frame, true)]);
        expect(found.at(-1)).toEqual(frame);
      }),
    );
  });

  it("are not taken with any one bit flipped", () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.nat(7), (frame, where, bit) => {
        const line = encodeFrame(frame);
        line[where % (line.length - 1)] ^= 1 << bit;
        for (const found of read([line]).frames) expect(found).toEqual("a whole frame");
      }),
      { numRuns: 500 },
    );
  });

  it("counts what is no frame, and nothing for empty ones", () => {
    expect(read([Uint8Array.of(0, 0, 0)])).toEqual({ frames: [], damaged: 0 });
    expect(read([Uint8Array.of(1, 0, 0, 9, 9, 0)])).toEqual({ frames: [], damaged: 2 });
    expect(read([new Uint8Array(100_000).fill(3), Uint8Array.of(0)]).damaged).toBe(1);
  });

  it("must have the length that they name", () => {
    const frame = encodeFrame({ session: 1, sequence: 2, type: 3, payload: Uint8Array.of(4, 5) });
    const body = cobsDecode(frame.subarray(0, -1));
    expect(body?.[0]).toBe(2);
    expect(decodeFrame(cobsEncode(Uint8Array.of(...(body ?? []), 0)))).toBeUndefined();
    expect(decodeFrame(cobsEncode(new Uint8Array(9)))).toBeUndefined();
  });
});

describe("IDENTITY", () => {
  it("is the same as bytes and as values", () => {
    const byte = fc.nat(255);
    const word = fc.nat(0xffffffff);
    const flag = fc.boolean();
    const identities = fc.record({
      protocol: byte,
      window: byte,
      isArmed: flag,
      isInsideSample: flag,
      features: fc.record({ bias: flag, subtract: flag, refractory: flag, counters: flag, external_weights: flag, cuba: flag }),
      clockHz: word,
      baud: word,
      image: word,
      lanes: byte,
      weightBits: byte,
      stateBits: byte,
      slots: byte,
      exponentMax: byte,
      leakMax: byte,
      forgetBits: byte,
      groups: fc.nat(0xffff),
      segments: word,
      axons: word,
      weightWords: word,
      held: fc.array(fc.record({ words: word, crc: word }), { minLength: 7, maxLength: 7 }),
    });
    fc.assert(
      fc.property(identities, (identity) => {
        expect(decodeIdentity(encodeIdentity(identity))).toEqual(identity);
      }),
    );
    expect(decodeIdentity(new Uint8Array(IDENTITY_BYTES + 55))).toBeUndefined();
  });
});
