/** Typed arrays and little-endian bytes: inverse of each other, bit for bit, whatever offset a view has. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { float32OfBytes, int8OfBytes, int32OfBytes, littleEndianBytes, uint32OfBytes } from "../../src/util/bytes.js";

describe("little-endian bytes", () => {
  it("puts the lowest byte first", () => {
    expect([...littleEndianBytes(Int32Array.of(1, -2))]).toEqual([1, 0, 0, 0, 254, 255, 255, 255]);
    expect([...littleEndianBytes(Float32Array.of(1))]).toEqual([0, 0, 128, 63]);
  });

  it("gives back every value, from a view at any offset", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(3), (raw, offset) => {
        const bytes = raw.subarray(offset, offset + ((raw.length - offset) & ~3));
        for (const decode of [int8OfBytes, int32OfBytes, uint32OfBytes, float32OfBytes]) {
          const values = decode(bytes);
          expect(values === undefined ? undefined : [...littleEndianBytes(values)]).toEqual([...bytes]);
        }
      }),
    );
  });

  it("refuses half a value", () => {
    expect([int32OfBytes, uint32OfBytes, float32OfBytes].map((decode) => decode(new Uint8Array(6)))).toEqual([undefined, undefined, undefined]);
  });
});
