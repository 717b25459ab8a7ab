/** The encoder of numbers and spike trains on disk: protobuf (values.proto) in an envelope, and back with everything checked. */
import type { StreamEmission, StreamPlan } from "../event/stream.js";
import { littleEndianBytes } from "../util/bytes.js";
import { assertNever } from "../util/diagnostics.js";
import { type EnvelopeType, readEnvelope, writeEnvelope } from "../util/envelope.js";
import { decodeMessage, fieldReader, malformed } from "../util/message.js";
import { positionAxisOf, type ValueEncoder, type ValueEncoding, type ValueStream } from "./values.js";
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
    stream: encoder.stream === undefined ? null : streamMessage(encoder.stream),
  };
  return writeEnvelope(VALUE_ENCODER_ENVELOPE, schema.ValueEncoder.encode(message).finish());
}

/** The encoder of a file's bytes. Throws SnncError (input) for a file that is not ours, damaged, or contradicts itself. */
export function decodeValueEncoder(bytes: Uint8Array, where: string): ValueEncoder {
  const payload = readEnvelope(bytes, { ...VALUE_ENCODER_ENVELOPE, where });
  const message = decodeMessage(where, () => schema.ValueEncoder.decode(payload));
  const read = fieldReader(where, "encoder");
  const { startLine, biasLine, stream } = message;
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
    ...(stream === null || stream === undefined ? {} : { stream: streamOf(stream, message, where) }),
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

function streamMessage({ plan, positionAxis }: ValueStream): snnc.encode.values.Stream.$Properties {
  return {
    positionAxis,
    positions: plan.positions,
    ports: plan.ports.map((port) =>
      port.kind === "positions" ? { overPositions: { channels: port.channels, line: port.line } } : { constant: port.lines },
    ),
    layers: plan.layers.map((layer) => ({ ...layer, source: layer.source + 1 })),
    emissions: plan.emissions.map(emissionMessage),
    ends: plan.ends.map((end) => ({ ...end })),
  };
}

function emissionMessage(emission: StreamEmission): snnc.encode.values.StreamEmission.$Properties {
  switch (emission.kind) {
    case "constant":
      return { constant: { port: emission.port, line: emission.line, layer: emission.layer ?? null } };
    case "marker":
      return { marker: { line: emission.line, layer: emission.layer } };
    case "silence": {
      const { line, layer, before, after, isEverywhere } = emission;
      return { silence: { line, layer, before, after, everywhere: isEverywhere } };
    }
    default:
      return assertNever(emission);
  }
}

function streamOf(
  stream: snnc.encode.values.Stream.$Properties,
  { timesteps, drainTimesteps }: snnc.encode.values.ValueEncoder.$Properties,
  where: string,
): ValueStream {
  const plan: StreamPlan = {
    timesteps: timesteps ?? 0,
    drainTimesteps: drainTimesteps ?? 0,
    positions: stream.positions ?? 0,
    ports: (stream.ports ?? []).map(({ overPositions, constant }) =>
      overPositions === null || overPositions === undefined
        ? { kind: "constant", lines: constant ?? 0 }
        : { kind: "positions", channels: overPositions.channels ?? 0, line: overPositions.line ?? 0 },
    ),
    layers: (stream.layers ?? []).map((layer) => ({
      population: layer.population ?? "",
      source: (layer.source ?? 0) - 1,
      extent: layer.extent ?? 0,
      stride: layer.stride ?? 0,
      padding: layer.padding ?? 0,
      firstSlot: layer.firstSlot ?? 0,
      slotsPerWindow: layer.slotsPerWindow ?? 0,
      shift: layer.shift ?? 0,
    })),
    emissions: (stream.emissions ?? []).map((emission) => emissionOf(emission, where)),
    ends: (stream.ends ?? []).map(({ layer, delay }) => ({ layer: layer ?? 0, delay: delay ?? 0 })),
  };
  return { plan, positionAxis: stream.positionAxis ?? 0 };
}

function emissionOf({ constant, marker, silence }: snnc.encode.values.StreamEmission.$Properties, where: string): StreamEmission {
  if (constant !== null && constant !== undefined) {
    const { port, line, layer } = constant;
    return { kind: "constant", port: port ?? 0, line: line ?? 0, ...(layer === null || layer === undefined ? {} : { layer }) };
  }
  if (marker !== null && marker !== undefined) return { kind: "marker", line: marker.line ?? 0, layer: marker.layer ?? 0 };
  const { line, layer, before, after, everywhere } = fieldReader(where, "stream").required(silence, "emission that this version knows");
  return { kind: "silence", line: line ?? 0, layer: layer ?? 0, before: before ?? 0, after: after ?? 0, isEverywhere: everywhere === true };
}

/** The first contradiction of a stream with itself or the encoder's shape, or undefined. */
function complaintAboutStream({ stream, shape, lineOf }: ValueEncoder): string | undefined {
  if (stream === undefined) return undefined;
  const { plan, positionAxis } = stream;
  if (shape[positionAxis] !== plan.positions) {
    return `axis ${positionAxis} of its shape [${shape.join(", ")}] is not its stream's ${plan.positions} positions`;
  }
  if (positionAxisOf(shape, lineOf, plan.positions) === undefined) return "its lines do not lie position by position";
  const layers = plan.layers.length;
  const isOne = (layer: number | undefined): boolean => layer === undefined || layer < layers;
  const wild = plan.layers.findIndex(
    ({ source, extent, stride, slotsPerWindow, shift }, l) => source >= l || Math.min(extent, stride, slotsPerWindow, shift) < 1,
  );
  if (wild >= 0) return `layer ${wild} of its stream sees a later one, or has a size below 1`;
  const isKnown = plan.emissions.every((emission) => isOne(emission.layer) && (emission.kind !== "constant" || emission.port < plan.ports.length));
  if (!isKnown || !plan.ends.every(({ layer }) => isOne(layer))) return `its stream names a layer or a port that it does not have`;
  return plan.ports.some((port) => (port.kind === "positions" ? port.channels : port.lines) < 1) ? "a port of its stream has no lines" : undefined;
}

/** The first contradiction, or undefined. */
function complaintAbout(encoder: ValueEncoder): string | undefined {
  const { encoding, shape, digitStart, lineOf, timesteps, drainTimesteps } = encoder;
  const elements = shape.reduce((product, axis) => product * axis, 1);
  if (shape.length === 0 || elements !== lineOf.length)
    return `its shape [${shape.join(", ")}] has ${elements} elements and it has ${lineOf.length} lines`;
  if (timesteps < 1 || drainTimesteps < 1) return `it runs ${timesteps} timesteps of input and ${drainTimesteps} to drain; each must be at least 1`;
  const digits = encoding.kind === "direct" ? encoding.bits : 1;
  if (digits < 1 || digits > 15 || digitStart.length !== digits)
    return `it has ${digitStart.length} ports for ${digits} binary digits; 1 to 15 are possible`;
  if (encoding.kind !== "spikes" && !(Number.isFinite(encoding.low) && Number.isFinite(encoding.high) && encoding.low < encoding.high)) {
    return `its values run from ${encoding.low} to ${encoding.high}`;
  }
  return complaintAboutStream(encoder);
}
