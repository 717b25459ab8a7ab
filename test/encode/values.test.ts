/** Numbers and spike trains as events, by hand; and their encoder on disk. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeSpikeTrains, encodeValues, type ValueEncoder } from "../../src/encode/values.js";
import { decodeValueEncoder, encodeValueEncoder, VALUE_ENCODER_ENVELOPE } from "../../src/encode/values-codec.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { readEnvelope, writeEnvelope } from "../../src/util/envelope.js";

const encoder: ValueEncoder = {
  kind: "values",
  encoding: { kind: "direct", low: -1, high: 2, bits: 2 },
  shape: [3],
  digitStart: Uint32Array.of(10, 20),
  lineOf: Uint32Array.of(2, 0, 1),
  startLine: 40,
  biasLine: 41,
  timesteps: 2,
  drainTimesteps: 3,
};

/** [timestep, line] of one sample, sorted. */
function eventsOf(batch: ReturnType<typeof encodeValues>, sample: number): number[][] {
  const events: number[][] = [];
  for (let i = batch.sampleStart[sample]; i < batch.sampleStart[sample + 1]; i++) events.push([batch.time[i], batch.line[i]]);
  return events;
}

describe("encoding numbers", () => {
  it("sends a value's binary digits in every timestep, with the start line once and the bias line always", () => {
    // -1 -> 0, 0 -> 1, 2 -> 3 of the range -1..2; beyond it values are clamped.
    const batch = encodeValues(encoder, { count: 2, values: Float32Array.of(-1, 0, 2, 9, -9, 1) });
    expect(eventsOf(batch, 0)).toEqual([
      [0, 40],
      [0, 41],
      [0, 10],
      [0, 11],
      [0, 21],
      [1, 41],
      [1, 10],
      [1, 11],
      [1, 21],
    ]);
    expect(eventsOf(batch, 1).filter(([time]) => time === 1)).toEqual([
      [1, 41],
      [1, 12],
      [1, 22],
      [1, 21],
    ]);
    expect([...batch.timesteps]).toEqual([5, 5]);
  });

  it("draws rates by seed: the same again, and as often as the value says", () => {
    const rate: ValueEncoder = { ...encoder, encoding: { kind: "rate", low: 0, high: 4, seed: 7 }, digitStart: Uint32Array.of(0), timesteps: 2000 };
    const values = Float32Array.of(0, 1, 4);
    const batch = encodeValues(rate, { count: 1, values });
    expect(encodeValues(rate, { count: 1, values })).toEqual(batch);
    const counts = [0, 1, 2].map((element) => batch.line.filter((line) => line === rate.lineOf[element]).length);
    expect(counts[0]).toBe(0);
    expect(Math.abs(counts[1] - 500)).toBeLessThan(80);
    expect(counts[2]).toBe(2000);
  });

  it("refuses samples of another size and spikes that come too late or on no line", () => {
    expect(() => encodeValues(encoder, { count: 1, values: new Float32Array(4) })).toThrow(/4 numbers for 1 samples; the network takes 3/);
    const trains = { sampleStart: Uint32Array.of(0, 1), time: Uint32Array.of(2), line: Uint32Array.of(0) };
    expect(() => encodeSpikeTrains(encoder, trains)).toThrow(/timestep 2; the encoder takes 2/);
    expect(() => encodeSpikeTrains(encoder, { ...trains, time: Uint32Array.of(0), line: Uint32Array.of(3) })).toThrow(/line 3; the network has 3/);
  });

  it("keeps spike trains in their timesteps, sample by sample", () => {
    const plain: ValueEncoder = { ...encoder, encoding: { kind: "spikes" }, digitStart: Uint32Array.of(0) };
    const batch = encodeSpikeTrains(plain, { sampleStart: Uint32Array.of(0, 1, 3), time: Uint32Array.of(1, 0, 0), line: Uint32Array.of(0, 1, 2) });
    expect(eventsOf(batch, 0)).toEqual([
      [0, 40],
      [0, 41],
      [1, 41],
      [1, 2],
    ]);
    expect(eventsOf(batch, 1)).toEqual([
      [0, 40],
      [0, 41],
      [0, 0],
      [0, 1],
      [1, 41],
    ]);
  });
});

describe("the encoder on disk", () => {
  it("round-trips every encoding", () => {
    for (const encoding of [encoder.encoding, { kind: "spikes" }, { kind: "rate", low: 0, high: 1, seed: 3 }] as const) {
      const one: ValueEncoder = { ...encoder, encoding, digitStart: encoding.kind === "direct" ? encoder.digitStart : Uint32Array.of(5) };
      expect(decodeValueEncoder(encodeValueEncoder(one), "e.pb")).toEqual(one);
    }
  });

  it("turns every payload into a diagnostic or an encoder", () => {
    const payload = readEnvelope(encodeValueEncoder(encoder), { ...VALUE_ENCODER_ENVELOPE, where: "e.pb" });
    const mutated = fc
      .tuple(fc.nat(payload.length - 1), fc.nat(6), fc.uint8Array({ maxLength: 8 }))
      .map(([at, drop, insert]) => Uint8Array.of(...payload.subarray(0, at), ...insert, ...payload.subarray(at + drop)));
    fc.assert(
      fc.property(mutated, (hostile) => {
        try {
          decodeValueEncoder(writeEnvelope(VALUE_ENCODER_ENVELOPE, hostile), "e.pb");
        } catch (error) {
          expect(error).toBeInstanceOf(SnncError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
