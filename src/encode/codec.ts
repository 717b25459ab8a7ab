/** The encoder on disk: protobuf (encoder.proto) in an envelope, and back with everything checked. */
import { littleEndianBytes, uint16OfBytes } from "../util/bytes.js";
import { assertNever } from "../util/diagnostics.js";
import { type EnvelopeType, readEnvelope, writeEnvelope } from "../util/envelope.js";
import { decodeMessage, fieldReader, malformed } from "../util/message.js";
import { type Encoder, NO_LINE } from "./encoder.js";
import { snnc } from "./encoder.pb.js";

export const ENCODER_ENVELOPE: EnvelopeType = { kind: "encoder", version: 1 };

const schema: typeof snnc.encode = snnc.encode;

/** Bytes of an encoder; the same encoder gives the same bytes. */
export function encodeEncoder(encoder: Encoder): Uint8Array {
  const message: snnc.encode.Encoder.$Properties = {
    tokenizer: tokenizerNumber(encoder.tokenizer),
    words: [...encoder.words],
    wordLine: littleEndianBytes(encoder.wordLine),
    bigram: encoder.bigram ?? null,
    startLine: encoder.startLine ?? null,
    drainTimesteps: encoder.drainTimesteps,
    limits: encoder.limits,
    padding: encoder.padding ?? null,
    code: encoder.code === undefined ? null : codeMessage(encoder.code),
  };
  return writeEnvelope(ENCODER_ENVELOPE, schema.Encoder.encode(message).finish());
}

/**
 * The encoder of a file's bytes; `where` names the file. Throws SnncError (input) for a file that is not ours, damaged, of
 * another schema version, or whose fields contradict each other (`artefact-malformed`).
 */
export function decodeEncoder(bytes: Uint8Array, where: string): Encoder {
  const payload = readEnvelope(bytes, { ...ENCODER_ENVELOPE, where });
  const message = decodeMessage(where, () => schema.Encoder.decode(payload));
  const read = fieldReader(where, "encoder");
  const limits = read.required(message.limits, "limits");
  const { bigram, startLine, padding, code } = message;
  const encoder: Encoder = {
    tokenizer: tokenizerOf(message.tokenizer, where),
    words: message.words,
    wordLine: read.uint32(message.wordLine, "word_line"),
    ...(bigram === null || bigram === undefined ? {} : { bigram: bigramOf(bigram) }),
    ...(startLine === null || startLine === undefined ? {} : { startLine }),
    ...(padding === null || padding === undefined
      ? {}
      : { padding: { id: padding.id ?? 0, words: padding.words ?? 0, length: padding.length ?? 0 } }),
    ...(code === null || code === undefined
      ? {}
      : { code: { groupLine: read.uint32(code.groupLine, "code.group_line"), index: indexOf(code, where) } }),
    drainTimesteps: message.drainTimesteps ?? 0,
    limits: { timestepsPerSample: limits.timestepsPerSample ?? 0, eventsPerTimestep: limits.eventsPerTimestep ?? 0 },
  };
  const complaint = complaintAbout(encoder);
  if (complaint !== undefined) throw malformed(where, "encoder", complaint);
  return encoder;
}

function bigramOf({ hashBits, firstLine, words }: snnc.encode.Bigram.$Properties): NonNullable<Encoder["bigram"]> {
  return { hashBits: hashBits ?? 0, firstLine: firstLine ?? 0, ...(words === null || words === undefined ? {} : { words }) };
}

/** A byte an index where all of them fit. */
function codeMessage({ groupLine, index }: NonNullable<Encoder["code"]>): snnc.encode.Code.$Properties {
  const isNarrow = index.every((row) => row < 256);
  return {
    groupLine: littleEndianBytes(groupLine),
    index: isNarrow ? Uint8Array.from(index) : littleEndianBytes(index),
    indexBytes: isNarrow ? 1 : 2,
  };
}

function indexOf({ index, indexBytes }: snnc.encode.Code.$Properties, where: string): Uint16Array {
  const bytes = index ?? new Uint8Array(0);
  if (indexBytes === 1) return Uint16Array.from(bytes);
  const wide = indexBytes === 2 ? uint16OfBytes(bytes) : undefined;
  if (wide !== undefined) return wide;
  throw malformed(where, "encoder", `its code has ${bytes.length} bytes of indices, ${indexBytes ?? 0} an index; 1 or 2 are possible`);
}

/** The first contradiction, or undefined. */
function complaintAbout(encoder: Encoder): string | undefined {
  const { words, wordLine, bigram, code, drainTimesteps, limits, padding } = encoder;
  if (words.length === 0) return "it has no words; the unknown word at least is expected";
  if (wordLine.length !== words.length) return `it has ${words.length} words and ${wordLine.length} lines for them`;
  if (code !== undefined && (code.groupLine.length === 0 || code.index.length !== words.length * code.groupLine.length)) {
    return `its code has ${code.index.length} indices for ${words.length} words and ${code.groupLine.length} groups`;
  }
  if (bigram !== undefined && (bigram.hashBits < 1 || bigram.hashBits > 31)) {
    return `its pairs are hashed to ${bigram.hashBits} bits; 1 to 31 are possible`;
  }
  if (bigram !== undefined && bigram.firstLine + 2 ** bigram.hashBits > NO_LINE) return "its pairs' lines exceed 32 bits";
  if (padding !== undefined && padding.id >= words.length) return `its pads are word ${padding.id} of ${words.length}`;
  if (padding !== undefined && padding.length < 1) return "it pads texts to a length of 0";
  if (limits.timestepsPerSample <= drainTimesteps) {
    return `it allows ${limits.timestepsPerSample} timesteps, of which ${drainTimesteps} drain: no text fits`;
  }
  return undefined;
}

function tokenizerNumber(name: Encoder["tokenizer"]): snnc.encode.Tokenizer {
  switch (name) {
    case "english":
      return schema.Tokenizer.TOKENIZER_ENGLISH;
    case "chinese-characters":
      return schema.Tokenizer.TOKENIZER_CHINESE_CHARACTERS;
    default:
      return assertNever(name);
  }
}

function tokenizerOf(value: snnc.encode.Tokenizer | null | undefined, where: string): Encoder["tokenizer"] {
  switch (value) {
    case schema.Tokenizer.TOKENIZER_ENGLISH:
      return "english";
    case schema.Tokenizer.TOKENIZER_CHINESE_CHARACTERS:
      return "chinese-characters";
    default:
      throw malformed(where, "encoder", `its tokeniser has the number ${value ?? 0}, which this version does not know`);
  }
}
