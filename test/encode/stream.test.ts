/** Encoders of networks that stream: samples of any length, and the stream on disk. */
import { describe, expect, it } from "vitest";
import { encodeValues, positionAxisOf, type ValueEncoder } from "../../src/encode/values.js";
import { decodeValueEncoder, encodeValueEncoder } from "../../src/encode/values-codec.js";
import { layoutOf } from "../../src/event/layout.js";
import type { EventProgram } from "../../src/event/program.js";
import { type StreamPlan, streamBatch } from "../../src/event/stream.js";
import { exchangeLoops } from "../../src/passes/exchange-loops.js";
import { createRandom } from "../../src/util/random.js";
import { inSpace, type NetworkSpec, randomNetwork } from "../passes/exchange-loops/networks.js";
import { messageOf } from "../support/errors.js";

/** The encoder of a network in space; `isTurned`: channels are the first axis. */
function encoderInSpace(spec: NetworkSpec, program: EventProgram, length: number, isTurned: boolean): ValueEncoder {
  const { portStart } = layoutOf(program);
  const { channels, timesteps } = spec;
  const [start, bias] = [portStart.get("start"), portStart.get("bias")];
  const lineOf = Uint32Array.from({ length: length * channels }, (_, i) => (isTurned ? (i % length) * channels + Math.floor(i / length) : i));
  return {
    kind: "values",
    encoding: { kind: "spikes" },
    shape: isTurned ? [channels, length] : [length, channels],
    digitStart: Uint32Array.of(portStart.get("in") ?? 0),
    lineOf,
    ...(start === undefined ? {} : { startLine: start }),
    ...(bias === undefined ? {} : { biasLine: bias }),
    timesteps,
    drainTimesteps: program.readout.drainTimesteps,
  };
}

function streaming(seed: number, isTurned: boolean): { spec: NetworkSpec; plan: StreamPlan; encoder: ValueEncoder } {
  const spec = randomNetwork(createRandom(seed));
  const program = inSpace(spec);
  const plan = exchangeLoops.run(program).stream;
  if (plan === undefined) throw new Error("no stream");
  const inSpaceEncoder = encoderInSpace(spec, program, spec.length, isTurned);
  const positionAxis = positionAxisOf(inSpaceEncoder.shape, inSpaceEncoder.lineOf, spec.length);
  if (positionAxis === undefined) throw new Error("no axis");
  return { spec, plan, encoder: { ...inSpaceEncoder, stream: { plan, positionAxis } } };
}

describe("an encoder that streams", () => {
  it("encodes samples of any length as the network in space of that length would have them streamed", () => {
    let events = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const isTurned = seed % 2 === 0;
      const { spec, plan, encoder } = streaming(seed, isTurned);
      const random = createRandom(seed);
      for (const length of [spec.length, spec.length + 3, 2 * spec.length]) {
        const values = Float32Array.from({ length: 2 * length * spec.channels }, () => random.uniform());
        const inSpaceBatch = encodeValues(encoderInSpace(spec, inSpace(spec, length), length, isTurned), { count: 2, values });
        const batch = encodeValues(encoder, { count: 2, values });
        // Windows of strided layers may differ in number; what the encoder of that length lists is streamed by the same plan.
        expect(batch).toEqual(
          streamBatch(plan, { ...inSpaceBatch, timesteps: inSpaceBatch.timesteps.fill(plan.timesteps + plan.drainTimesteps) }, length),
        );
        events += batch.time.length;
      }
    }
    expect(events).toBeGreaterThan(1000);
  });

  it("finds the axis of the positions, and none where elements lie otherwise", () => {
    const identity = Uint32Array.from({ length: 12 }, (_, i) => i);
    expect(positionAxisOf([4, 3], identity, 4)).toBe(0);
    expect(
      positionAxisOf(
        [3, 4],
        Uint32Array.from(identity, (i) => (i % 4) * 3 + Math.floor(i / 4)),
        4,
      ),
    ).toBe(1);
    expect(positionAxisOf([3, 4], identity, 4)).toBeUndefined();
    expect(positionAxisOf([12], identity, 4)).toBeUndefined();
  });

  it("reads back from disk exactly, for every kind of emission", () => {
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const { encoder, plan } = streaming(seed, seed % 2 === 0);
      expect(decodeValueEncoder(encodeValueEncoder(encoder), "e")).toEqual(encoder);
      for (const { kind } of plan.emissions) kinds.add(kind);
    }
    expect([...kinds].sort()).toEqual(["constant", "marker", "silence"]);
  });

  it("refuses, by name, a file whose stream contradicts itself, and samples of no whole positions", () => {
    const { spec, plan, encoder } = streaming(4, false);
    const told = (stream: Partial<StreamPlan>, positionAxis = 0): string =>
      messageOf(() => decodeValueEncoder(encodeValueEncoder({ ...encoder, stream: { plan: { ...plan, ...stream }, positionAxis } }), "e"));
    expect(told({}, 1)).toContain(`axis 1 of its shape [${spec.length}, ${spec.channels}] is not its stream's ${spec.length} positions`);
    expect(told({ layers: plan.layers.map((layer) => ({ ...layer, source: 9 })) })).toContain(
      "layer 0 of its stream sees a later one, or has a size below 1",
    );
    expect(told({ ends: [{ layer: 9, delay: 1 }] })).toContain("its stream names a layer or a port that it does not have");
    expect(told({ ports: plan.ports.map(() => ({ kind: "constant" as const, lines: 0 })) })).toContain("a port of its stream has no lines");
    const most = spec.channels * spec.length;
    expect(messageOf(() => encodeValues(encoder, { count: 2, values: new Float32Array(2 * most + 1) }))).toContain(
      `a sample has ${most + 0.5} numbers; every position takes ${spec.channels} (any x ${spec.channels})`,
    );
  });
});
