/** The encoder of texts as Bernoulli trains on disk: protobuf (rate-texts.proto) in an envelope, and back with everything checked. */
import { littleEndianBytes } from "../util/bytes.js";
import { type EnvelopeType, readEnvelope, writeEnvelope } from "../util/envelope.js";
import { decodeMessage, fieldReader, malformed } from "../util/message.js";
import type { RateTextEncoder } from "./rate-texts.js";
import { snnc } from "./rate-texts.pb.js";

export const RATE_TEXT_ENCODER_ENVELOPE: EnvelopeType = { kind: "rate-encoder", version: 1 };

const schema: typeof snnc.encode.rate = snnc.encode.rate;

/** Bytes of an encoder; the same encoder gives the same bytes. */
export function encodeRateTextEncoder({ kind: _, words, probabilities, lineOf, ...settings }: RateTextEncoder): Uint8Array {
  const message: snnc.encode.rate.RateTextEncoder.$Properties = {
    ...settings,
    words: [...words],
    probabilities: littleEndianBytes(probabilities),
    lineOf: littleEndianBytes(lineOf),
  };
  return writeEnvelope(RATE_TEXT_ENCODER_ENVELOPE, schema.RateTextEncoder.encode(message).finish());
}

/** The encoder of a file's bytes. Throws SnncError (input) for a file that is not ours, damaged, or contradicts itself. */
export function decodeRateTextEncoder(bytes: Uint8Array, where: string): RateTextEncoder {
  const payload = readEnvelope(bytes, { ...RATE_TEXT_ENCODER_ENVELOPE, where });
  const message = decodeMessage(where, () => schema.RateTextEncoder.decode(payload));
  const read = fieldReader(where, "encoder");
  const { tokenizer } = message;
  if (tokenizer !== "english" && tokenizer !== "chinese-characters") throw malformed(where, "encoder", `its tokeniser '${tokenizer}' is unknown`);
  const encoder: RateTextEncoder = {
    kind: "rateTexts",
    tokenizer,
    words: message.words,
    dimensions: message.dimensions ?? 0,
    length: message.length ?? 0,
    probabilities: read.float32(message.probabilities, "probabilities"),
    timesteps: message.timesteps ?? 0,
    seed: message.seed ?? 0,
    lineOf: read.uint32(message.lineOf, "line_of"),
    drainTimesteps: message.drainTimesteps ?? 0,
  };
  const complaint = complaintAbout(encoder);
  if (complaint !== undefined) throw malformed(where, "encoder", complaint);
  return encoder;
}

/** The first contradiction, or undefined. */
function complaintAbout({ words, dimensions, length, probabilities, timesteps, lineOf, drainTimesteps }: RateTextEncoder): string | undefined {
  if (words.length === 0) return "it has no words; the unknown word at least is expected";
  if (timesteps < 1 || drainTimesteps < 1) return `it runs ${timesteps} timesteps of input and ${drainTimesteps} to drain; each must be at least 1`;
  if (dimensions < 1 || length < 1 || lineOf.length !== length * dimensions) {
    return `it has ${lineOf.length} lines for ${length} positions of ${dimensions} elements`;
  }
  if (probabilities.length !== words.length * dimensions)
    return `it has ${probabilities.length} probabilities for ${words.length} words of ${dimensions} elements`;
  const bad = probabilities.findIndex((p) => !(p >= 0 && p <= 1));
  return bad < 0 ? undefined : `probability ${bad} is ${probabilities[bad]}; 0 to 1 are possible`;
}
