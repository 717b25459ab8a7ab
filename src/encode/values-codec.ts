/** The encoder of numbers and spike trains on disk: protobuf (values.proto) in an envelope, and back with everything checked. */
import { littleEndianBytes } from "../util/bytes.js";
import { type EnvelopeType, readEnvelope, writeEnvelope } from "../util/envelope.js";
import { decodeMessage, fieldReader, malformed } from "../util/message.js";
import type { ValueEncoder, ValueEncoding } from "./values.js";
import { snnc } from "./values.pb.js";

export const VALUE_ENCODER_ENVELOPE: EnvelopeType = { kind: "value-encoder", version: 1 };

const schema: typeof snnc.encode.values = snnc.encode.values;

/** Bytes of an encoder; the same encoder gives the same bytes. */
export function encodeValueEncoder(encoder: ValueEncoder): Uint8Array {
  const { kind, ...encoding } = encoder.encoding;
  const message: snnc.encode.values.ValueEncoder.$Properties = {
    [kind]: encoding,
    shape: [...encoder.shape],
    digitStart: littleEndianBytes(encoder.digitStart),
    lineOf: littleEndianBytes(encoder.lineOf),
    startLine: encoder.startLine ?? null,
    biasLine: encoder.biasLine ?? null,
    timesteps: encoder.timesteps,
    drainTimesteps: encoder.drainTimesteps,
  };
  return writeEnvelope(VALUE_ENCODER_ENVELOPE, schema.ValueEncoder.encode(message).finish());
}

/** The encoder of a file's bytes. Throws SnncError (input) for a file that is not ours, damaged, or contradicts itself. */
export function decodeValueEncoder(bytes: Uint8Array, where: string): ValueEncoder {
  const payload = readEnvelope(bytes, { ...VALUE_ENCODER_ENVELOPE, where });
  const message = decodeMessage(where, () => schema.ValueEncoder.decode(payload));
  const read = fieldReader(where, "encoder");
  const { startLine, biasLine } = message;
  const encoder: ValueEncoder = {
    kind: "values",
    encoding: encodingOf(message, where),
    shape: message.shape,
    digitStart: read.uint32(message.digitStart, "digit_start"),
    lineOf: read.uint32(message.lineOf, "line_of"),
    ...(startLine === null || startLine === undefined ? {} : { startLine }),
    ...(biasLine === null || biasLine === undefined ? {} : { biasLine }),
    timesteps: message.timesteps ?? 0,
    drainTimesteps: message.drainTimesteps ?? 0,
  };
  const complaint = complaintAbout(encoder);
  if (complaint !== undefined) throw malformed(where, "encoder", complaint);
  return encoder;
}

function encodingOf(message: snnc.encode.values.ValueEncoder.$Properties, where: string): ValueEncoding {
  const { spikes, rate, direct } = message;
  if (spikes !== null && spikes !== undefined) return { kind: "spikes" };
  if (rate !== null && rate !== undefined) return { kind: "rate", low: rate.low ?? 0, high: rate.high ?? 0, seed: rate.seed ?? 0 };
  if (direct !== null && direct !== undefined) return { kind: "direct", low: direct.low ?? 0, high: direct.high ?? 0, bits: direct.bits ?? 0 };
  throw malformed(where, "encoder", "it has no encoding that this version knows");
}

/** The first contradiction, or undefined. */
function complaintAbout({ encoding, shape, digitStart, lineOf, timesteps, drainTimesteps }: ValueEncoder): string | undefined {
  const elements = shape.reduce((product, axis) => product * axis, 1);
  if (shape.length === 0 || elements !== lineOf.length)
    return `its shape [${shape.join(", ")}] has ${elements} elements and it has ${lineOf.length} lines`;
  if (timesteps < 1 || drainTimesteps < 1) return `it runs ${timesteps} timesteps of input and ${drainTimesteps} to drain; each must be at least 1`;
  const digits = encoding.kind === "direct" ? encoding.bits : 1;
  if (digits < 1 || digits > 15 || digitStart.length !== digits)
    return `it has ${digitStart.length} ports for ${digits} binary digits; 1 to 15 are possible`;
  if (encoding.kind === "spikes") return undefined;
  const isRange = Number.isFinite(encoding.low) && Number.isFinite(encoding.high) && encoding.low < encoding.high;
  return isRange ? undefined : `its values run from ${encoding.low} to ${encoding.high}`;
}
