/** The event program on disk: every construct round-trips, and no bytes of whatever origin do more than a diagnostic. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEventProgram, EVENT_ENVELOPE, encodeEventProgram } from "../../src/event/codec.js";
import { snnc } from "../../src/event/event.pb.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { readEnvelope, sniffKind, writeEnvelope } from "../../src/util/envelope.js";
import { createRandom } from "../../src/util/random.js";
import { messageOf } from "../support/errors.js";
import { programArbitrary, randomProgram } from "../support/random-program.js";

const example = randomProgram(createRandom(3));

describe("event program on disk", () => {
  it("round-trips every construct", () => {
    fc.assert(
      fc.property(programArbitrary(), fc.option(fc.integer({ min: 1, max: 64 }), { nil: undefined }), (program, updateGroup) => {
        const legalised = updateGroup === undefined ? program : { ...program, legalised: { target: "crossbar-16", updateGroup } };
        expect(decodeEventProgram(encodeEventProgram(legalised), "p.pb")).toEqual(legalised);
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same bytes for the same program, decoded or not", () => {
    const bytes = encodeEventProgram(example);
    expect(encodeEventProgram(decodeEventProgram(bytes, "p.pb"))).toEqual(bytes);
    expect(sniffKind(bytes)).toBe("event");
  });

  it("keeps class names of any script", () => {
    const classes = example.readout.classes.map((_, i) => `类 "${i}" # é\u2028`);
    const program = { ...example, readout: { ...example.readout, classes } };
    expect(decodeEventProgram(encodeEventProgram(program), "p.pb").readout.classes).toEqual(classes);
  });

  it("turns every damaged byte into a diagnostic", () => {
    const bytes = encodeEventProgram(example);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = bytes.slice();
        damaged[at] ^= flip;
        expect(() => decodeEventProgram(damaged, "p.pb")).toThrow(SnncError);
      }),
      { numRuns: 300 },
    );
  });

  it("turns every payload that another writer might put into our envelope into a diagnostic or a valid program", () => {
    const payload = readEnvelope(encodeEventProgram(example), { ...EVENT_ENVELOPE, where: "p.pb" });
    const mutated = fc
      .tuple(fc.nat(payload.length - 1), fc.nat(payload.length), fc.uint8Array({ maxLength: 12 }))
      .map(([at, length, insert]) => Uint8Array.of(...payload.subarray(0, at), ...insert, ...payload.subarray(at + (length % 5))));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (hostile) => {
        try {
          decodeEventProgram(writeEnvelope(EVENT_ENVELOPE, hostile), "p.pb");
        } catch (error) {
          expect(error).toBeInstanceOf(SnncError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("refuses sizes that its arrays do not bear out before anything of that size is made", async () => {
    const huge = snnc.event.EventProgram.encode({
      name: "huge",
      limits: { timestepsPerSample: 1, eventsPerTimestep: 1, eventsPerSample: 1 },
      populations: [{ name: "p", size: 0xffffffff, if: {}, zero: {}, none: {} }],
      tables: [{ name: "w", rows: 0xffffffff, columns: 0xffffffff, bits: 8, weights: new Uint8Array(1) }],
      readout: { kind: snnc.event.ReadoutKind.READOUT_KIND_MEMBRANE, population: "p", neuronsPerClass: 1, classes: ["a"] },
    }).finish();
    await expect(messageOf(() => decodeEventProgram(writeEnvelope(EVENT_ENVELOPE, huge), "huge.pb"))).toMatchFileSnapshot("../errors/event-huge.txt");
  });

  it("names the part of a message that is missing", async () => {
    const bare = (message: snnc.event.EventProgram.$Properties): string =>
      messageOf(() => decodeEventProgram(writeEnvelope(EVENT_ENVELOPE, snnc.event.EventProgram.encode(message).finish()), "p.pb"));
    const limits = { timestepsPerSample: 1, eventsPerTimestep: 1, eventsPerSample: 1 };
    await expect(
      [
        bare({}),
        bare({ limits }),
        bare({ limits, readout: {} }),
        bare({ limits, readout: {}, inputs: [{ name: "in", lines: 1 }] }),
        bare({ limits, readout: {}, populations: [{ name: "a", size: 1 }] }),
        bare({ limits, readout: {}, populations: [{ name: "a", size: 1, if: {} }] }),
        bare({ limits, readout: {}, populations: [{ name: "a", size: 1, if: {}, zero: {} }] }),
        bare({ limits, readout: {}, populations: [{ name: "a", size: 1, if: {}, zero: {}, none: {}, thresholds: new Uint8Array(3) }] }),
        bare({ limits, readout: {}, projections: [{ name: "j" }] }),
        bare({ limits, readout: {}, projections: [{ name: "j", inputPort: "in" }] }),
      ].join("\n"),
    ).toMatchFileSnapshot("../errors/event-malformed.txt");
  });
});
