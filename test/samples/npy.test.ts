/** NumPy files: what NumPy wrote is read back, and what is not an array of numbers is refused before anything is allocated. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNpy } from "../../src/samples/npy.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { messageOf } from "../support/errors.js";

/** Written by NumPy itself (make_npy.py). */
function fixture(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`fixtures/${name}.npy`, import.meta.url)));
}

/** A version 1 file with any header and any values. */
function fileOf(header: string, data = new Uint8Array(0), version = [1, 0]): Uint8Array {
  const length = version[0] === 1 ? [header.length & 255, header.length >> 8] : [header.length & 255, header.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...new TextEncoder().encode("NUMPY"), ...version, ...length, ...new TextEncoder().encode(header), ...data]);
}

const headerFor = (shape: string, descr = "'|u1'", order = "False"): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("NumPy arrays", () => {
  it("of every supported type are read as NumPy wrote them", () => {
    const types = ["float32", "float64", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "bool"];
    for (const type of types) {
      const { shape, values } = parseNpy(fixture(type), `${type}.npy`);
      expect(shape, type).toEqual([2, 3]);
      expect(Array.from(values), type).toEqual([0, 1, 1, 1, 0, 1]);
    }
    expect(Array.from(parseNpy(fixture("negative"), "negative.npy").values)).toEqual([-0.5, 0.25, 1e-3, -3]);
  });

  it("of format versions 1, 2 and 3 are read", () => {
    for (const name of ["float32", "version-2", "version-3"]) {
      expect(Array.from(parseNpy(fixture(name), name).values), name).toEqual([0, 1, 1, 1, 0, 1]);
    }
  });

  it("keep every axis, and may have none or an empty one", () => {
    expect(parseNpy(fixture("planes"), "planes.npy").shape).toEqual([2, 1, 2, 3]);
    expect(parseNpy(fixture("scalar"), "scalar.npy")).toEqual({ shape: [], type: "f4", values: Float32Array.of(3) });
    expect(parseNpy(fixture("empty"), "empty.npy").shape).toEqual([0, 3]);
  });

  it("are read from bytes that lie anywhere in a buffer", () => {
    const bytes = fixture("float64");
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(parseNpy(shifted.subarray(3), "x.npy").values).toEqual(parseNpy(bytes, "x.npy").values);
  });

  it("with their keys in another order, without a last comma, or of Python 2 are the same", () => {
    for (const header of ["{'shape': (2,), 'descr': '|u1', 'fortran_order': False}\n", headerFor("(2L,)"), headerFor("(2 , )")]) {
      expect(Array.from(parseNpy(fileOf(header, Uint8Array.of(7, 8)), "x.npy").values), header).toEqual([7, 8]);
    }
  });
});

describe("a file that is no array of numbers", () => {
  const report = (cases: Readonly<Record<string, Uint8Array>>): string =>
    Object.entries(cases)
      .map(([name, bytes]) => `# ${name}\n${messageOf(() => parseNpy(bytes, "x.npy"))}\n`)
      .join("\n");

  it("is refused with the reason and the way out", async () => {
    const whole = fixture("float32");
    await expect(
      report({
        "another format": new TextEncoder().encode("label,a,b\n1,2,3\n"),
        "an empty file": new Uint8Array(0),
        "cut off inside the header": whole.subarray(0, 40),
        "cut off before the header's length": whole.subarray(0, 8),
        "cut off inside the values": whole.subarray(0, whole.length - 1),
        "more values than its shape": Uint8Array.from([...whole, 0]),
        "a version from the future": fileOf(headerFor("(1,)"), Uint8Array.of(1), [4, 0]),
        "a header that is longer than any": Uint8Array.of(...whole.subarray(0, 6), 2, 0, 255, 255, 255, 255),
        "Fortran order": fixture("fortran"),
        "big-endian": fixture("big-endian"),
        "complex numbers": fixture("complex"),
        "Python objects": fixture("objects"),
        "a table of fields": fixture("fields"),
        "an integer that is not exact": fixture("beyond"),
        infinity: fixture("infinite"),
        "a bool that is neither": fileOf(headerFor("(2,)", "'|b1'"), Uint8Array.of(1, 2)),
        "a shape whose size lies": fileOf(headerFor("(999999999999999, 999999999999999)"), Uint8Array.of(1)),
        "a shape without a number of elements": fileOf(headerFor(`(${"999999999999999, ".repeat(30)}0)`), Uint8Array.of(1)),
      }),
    ).toMatchFileSnapshot("../errors/samples-npy.txt");
  });

  it("is refused where the header is anything but the dictionary", () => {
    const wrong = [
      "",
      "{}",
      "{'descr': '|u1', 'fortran_order': False}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'more': 1}",
      "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (1,)}",
      headerFor("(1)"),
      headerFor("(-1,)"),
      headerFor("(1.5,)"),
      headerFor("(1 1,)"),
      headerFor("(9999999999999999,)"),
      headerFor("1"),
      headerFor("(1,)", "'|u1'", "false"),
      headerFor("(1,)", "__import__('os')"),
      `{${" ".repeat(9_000)}`,
    ];
    for (const header of wrong)
      expect(
        messageOf(() => parseNpy(fileOf(header, Uint8Array.of(1)), "x.npy")),
        header,
      ).toMatch(/^x\.npy: .*\[npy-format\]/);
  });

  it("never makes the reader fail in another way, whichever bytes are changed or missing", () => {
    const sources = ["float32", "version-3", "int64", "bool", "planes"].map(fixture);
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        fc.nat(),
        (source, changes, cut) => {
          const bytes = Uint8Array.from(source);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const kept = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
          try {
            const { shape, values } = parseNpy(kept, "x.npy");
            expect(values.length).toBe(shape.reduce((product, axis) => product * axis, 1));
            expect(values.every(Number.isFinite)).toBe(true);
          } catch (error) {
            if (!(error instanceof SnncError)) throw error;
          }
        },
      ),
      { seed: 1, numRuns: 3000 },
    );
  });
});
