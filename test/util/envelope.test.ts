/** The envelope: what goes in comes out, and each way of not being what was asked for has its own words. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SnncError } from "../../src/util/diagnostics.js";
import { ENVELOPE_HEADER_BYTES, readEnvelope, sniffKind, writeEnvelope } from "../../src/util/envelope.js";
import { messageOf } from "../support/errors.js";

const type = { kind: "event", version: 3 };
const where = "build/demo/event.pb";
const good = writeEnvelope(type, Uint8Array.of(1, 2, 3, 4, 5));

describe("envelope", () => {
  it("gives back the payload and its kind", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.stringMatching(/^[a-z0-9-]{1,16}$/), fc.nat(1000), (payload, kind, version) => {
        const bytes = writeEnvelope({ kind, version }, payload);
        expect(readEnvelope(bytes, { kind, version, where })).toEqual(payload);
        expect(sniffKind(bytes)).toBe(kind);
      }),
    );
  });

  it("reads an envelope that lies inside a larger buffer", () => {
    const padded = new Uint8Array(good.length + 20);
    padded.set(good, 7);
    expect([...readEnvelope(padded.subarray(7, 7 + good.length), { ...type, where })]).toEqual([1, 2, 3, 4, 5]);
  });

  it("has the layout it documents", () => {
    expect(ENVELOPE_HEADER_BYTES).toBe(32);
    expect(Buffer.from(good).toString("hex")).toBe(
      ["534e4e43", "6576656e740000000000000000000000", "03000000", "05000000", Buffer.from(good.subarray(28, 32)).toString("hex"), "0102030405"].join(
        "",
      ),
    );
  });

  it("tells apart every way of being wrong", async () => {
    const flipped = good.slice();
    flipped[34] ^= 0x10;
    const cases: [string, Uint8Array][] = [
      ["an empty file", new Uint8Array(0)],
      ["a foreign file", Buffer.from('{"not": "ours"}')],
      ["a foreign file shorter than the magic", Buffer.from("PK")],
      ["cut short in the header", good.subarray(0, 20)],
      ["cut short in the payload", good.subarray(0, good.length - 2)],
      ["something appended", Uint8Array.of(...good, 0)],
      ["a damaged payload", flipped],
      ["another kind", writeEnvelope({ kind: "graph", version: 3 }, Uint8Array.of(1))],
      ["a newer schema", writeEnvelope({ kind: "event", version: 4 }, Uint8Array.of(1))],
      ["an older schema", writeEnvelope({ kind: "event", version: 2 }, Uint8Array.of(1))],
    ];
    const report = cases.map(([name, bytes]) => `# ${name}\n${messageOf(() => readEnvelope(bytes, { ...type, where }))}`);
    await expect(`${report.join("\n\n")}\n`).toMatchFileSnapshot("../errors/envelope.txt");
  });

  it("notices every single damaged byte and every truncation", () => {
    for (let at = 0; at < good.length; at++) {
      const damaged = good.slice();
      damaged[at] ^= 0x41;
      expect(() => readEnvelope(damaged, { ...type, where })).toThrow(SnncError);
      expect(() => readEnvelope(good.subarray(0, at), { ...type, where })).toThrow(SnncError);
    }
  });

  it("sniffs nothing from foreign or short bytes", () => {
    expect(sniffKind(new Uint8Array(0))).toBeUndefined();
    expect(sniffKind(good.subarray(0, 31))).toBeUndefined();
    expect(sniffKind(Buffer.alloc(64, "x"))).toBeUndefined();
  });

  it("refuses to write a kind that its field cannot hold", () => {
    expect(() => writeEnvelope({ kind: "Ünfit", version: 1 }, new Uint8Array(0))).toThrow("1..16");
    expect(() => writeEnvelope({ kind: "a".repeat(17), version: 1 }, new Uint8Array(0))).toThrow("1..16");
  });
});
