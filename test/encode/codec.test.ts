import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEncoder, ENCODER_ENVELOPE, encodeEncoder } from "../../src/encode/codec.js";
import { type Encoder, NO_LINE } from "../../src/encode/encoder.js";
import { snnc } from "../../src/encode/encoder.pb.js";
import { littleEndianBytes } from "../../src/util/bytes.js";
import { writeEnvelope } from "../../src/util/envelope.js";

const line = fc.oneof(fc.constant(NO_LINE), fc.integer({ min: 0, max: 2 ** 31 - 1 }));
const anyEncoder: fc.Arbitrary<Encoder> = fc
  .record({
    tokenizer: fc.constantFrom("english" as const, "chinese-characters" as const),
    wordsAndLines: fc.array(fc.tuple(fc.string({ unit: "grapheme" }), line), { minLength: 1, maxLength: 8 }),
    bigram: fc.option(fc.record({ hashBits: fc.integer({ min: 1, max: 20 }), firstLine: fc.integer({ min: 0, max: 2 ** 20 }) }), { nil: undefined }),
    pairedWords: fc.option(fc.nat(9), { nil: undefined }),
    code: fc.option(fc.record({ groupLine: fc.array(fc.nat(2 ** 31), { minLength: 1, maxLength: 4 }), most: fc.constantFrom(3, 255, 65535) }), {
      nil: undefined,
    }),
    startLine: fc.option(fc.integer({ min: 0, max: 2 ** 31 }), { nil: undefined }),
    padding: fc.option(fc.record({ words: fc.nat(9), length: fc.integer({ min: 1, max: 99 }) }), { nil: undefined }),
    drainTimesteps: fc.integer({ min: 0, max: 70 }),
    longest: fc.integer({ min: 1, max: 100_000 }),
    eventsPerTimestep: fc.integer({ min: 1, max: 100 }),
  })
  .map(({ tokenizer, wordsAndLines, bigram, pairedWords, code, startLine, padding, drainTimesteps, longest, eventsPerTimestep }) => ({
    tokenizer,
    words: wordsAndLines.map(([word]) => word),
    wordLine: Uint32Array.from(wordsAndLines, ([, lineOfWord]) => lineOfWord),
    ...(bigram === undefined ? {} : { bigram: { ...bigram, ...(pairedWords === undefined ? {} : { words: pairedWords }) } }),
    ...(code === undefined
      ? {}
      : {
          code: {
            groupLine: Uint32Array.from(code.groupLine),
            index: Uint16Array.from({ length: code.groupLine.length * wordsAndLines.length }, (_, i) => (i * 7919) % (code.most + 1)),
          },
        }),
    ...(startLine === undefined ? {} : { startLine }),
    ...(padding === undefined ? {} : { padding: { ...padding, id: wordsAndLines.length - 1 } }),
    drainTimesteps,
    limits: { timestepsPerSample: drainTimesteps + longest, eventsPerTimestep },
  }));

const small: Encoder = {
  tokenizer: "english",
  words: ["<unk>", "a"],
  wordLine: Uint32Array.of(NO_LINE, 0),
  drainTimesteps: 3,
  limits: { timestepsPerSample: 10, eventsPerTimestep: 1 },
};

describe("the encoder's file", () => {
  it("gives back every encoder, and the same bytes for the same one", () => {
    fc.assert(
      fc.property(anyEncoder, (encoder) => {
        const bytes = encodeEncoder(encoder);
        expect(decodeEncoder(bytes, "encoder.pb")).toEqual(encoder);
        expect(encodeEncoder(decodeEncoder(bytes, "encoder.pb"))).toEqual(bytes);
      }),
    );
  });

  it("is refused when cut short", () => {
    expect(() => decodeEncoder(encodeEncoder(small).subarray(0, 40), "encoder.pb")).toThrow("[artefact-truncated]");
  });

  it.each([
    ["no words", { words: [], wordLine: new Uint8Array(0) }],
    ["another number of lines than words", { wordLine: littleEndianBytes(Uint32Array.of(1)) }],
    ["half a line", { wordLine: new Uint8Array(7) }],
    ["an unknown tokeniser", { tokenizer: 0 }],
    ["no limits", { limits: null }],
    ["no time for any text", { drainTimesteps: 10 }],
    ["pairs of no bits", { bigram: { hashBits: 0, firstLine: 0 } }],
    ["a code without groups", { code: { indexBytes: 1 } }],
    ["a code of fewer words", { code: { groupLine: new Uint8Array(4), index: new Uint8Array(1), indexBytes: 1 } }],
    ["half an index", { code: { groupLine: new Uint8Array(4), index: new Uint8Array(3), indexBytes: 2 } }],
    ["indices of no known width", { code: { groupLine: new Uint8Array(4), index: new Uint8Array(2), indexBytes: 3 } }],
    ["pairs' lines beyond 32 bits", { bigram: { hashBits: 31, firstLine: 2 ** 31 } }],
  ])("is refused with %s", (_, change) => {
    const whole = {
      tokenizer: snnc.encode.Tokenizer.TOKENIZER_ENGLISH,
      words: [...small.words],
      wordLine: littleEndianBytes(small.wordLine),
      drainTimesteps: 3,
      limits: small.limits,
    };
    const write = (message: object): Uint8Array => writeEnvelope(ENCODER_ENVELOPE, snnc.encode.Encoder.encode(message).finish());
    expect(decodeEncoder(write(whole), "encoder.pb")).toEqual(small);
    expect(() => decodeEncoder(write({ ...whole, ...change }), "encoder.pb")).toThrow("[artefact-malformed]");
  });
});
