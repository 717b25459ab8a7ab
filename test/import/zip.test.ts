import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, type ImportLimits } from "../../src/import/types.js";
import { openZip } from "../../src/import/zip.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { archiveOf, replaced } from "../support/zip.js";

const TEXT = Buffer.from("spikes ".repeat(40));
const ZEROS = new Uint8Array(17 * 2 ** 20);
/** Where the fields of an entry of the central directory are, from its signature on. */
const FLAGS = 8;
const CHECKSUM = 16;
const PACKED_SIZE = 20;
const UNPACKED_SIZE = 24;
/** And that of the number of entries in the record that ends it. */
const ENTRY_COUNT = 10;

async function read(bytes: Uint8Array, name: string, limits: Partial<ImportLimits> = {}): Promise<string | undefined> {
  const archive = await openZip(bytes, "a.zip", { ...DEFAULT_LIMITS, ...limits });
  const content = await archive.read(name);
  return content === undefined ? undefined : Buffer.from(content).toString();
}

/** The code and message of the refusal; anything but an SnncError fails the test. */
async function refusalOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (!(error instanceof SnncError)) throw error;
    return error.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n");
  }
  return "nothing was refused";
}

/** A number of the first entry of the central directory changed. */
function directoryWith(bytes: Buffer, field: number, change: (value: number) => number): Buffer {
  const result = Buffer.from(bytes);
  const at = result.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + field;
  result.writeUInt32LE(change(result.readUInt32LE(at)) >>> 0, at);
  return result;
}

describe("an archive", () => {
  it.each([true, false])("gives back what was put in (compressed: %s)", async (isCompressed) => {
    const bytes = await archiveOf(
      [
        ["b/c.txt", TEXT],
        ["a.txt", Buffer.from("a")],
      ],
      isCompressed,
    );
    const archive = await openZip(bytes, "a.zip", DEFAULT_LIMITS);
    expect(archive.names).toEqual(["a.txt", "b/c.txt"]);
    expect(await read(bytes, "b/c.txt")).toBe(TEXT.toString());
    expect(await read(bytes, "d.txt")).toBeUndefined();
  });

  it("is read where it begins behind an offset of its buffer", async () => {
    const bytes = await archiveOf([["a.txt", TEXT]]);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(await read(shifted.subarray(3), "a.txt")).toBe(TEXT.toString());
  });

  it.each(["../a.txt", "/ab/a.tx", "x/../../", "ab\\..\\cd", "c:/windo", "ab/../cd"])("is refused if a name is '%s'", async (name) => {
    const bytes = replaced(await archiveOf([["12345678", TEXT]]), "12345678", name);
    expect(await refusalOf(read(bytes, "12345678"))).toMatch(/^zip-path: the entry '.*' points outside/);
  });

  it("is refused if two entries have one name", async () => {
    const bytes = replaced(
      await archiveOf([
        ["a.txt", TEXT],
        ["b.txt", TEXT],
      ]),
      "b.txt",
      "a.txt",
    );
    expect(await refusalOf(read(bytes, "a.txt"))).toBe("zip-duplicate: two entries are named 'a.txt'");
  });

  it("is refused if an entry is encrypted", async () => {
    const bytes = directoryWith(await archiveOf([["a.txt", TEXT]]), FLAGS, (flags) => flags | 1);
    expect(await refusalOf(read(bytes, "a.txt"))).toBe("zip-encrypted: the entry 'a.txt' is encrypted");
  });

  it("is refused before a bomb is unpacked", async () => {
    const bomb = await archiveOf([["zeros", ZEROS]]);
    expect(await refusalOf(read(bomb, "zeros"))).toMatch(/^zip-too-large: 'zeros' expands from \d+ to 17825792 bytes; more than 100 to 1/);
    expect(await read(bomb, "ones")).toBeUndefined();
  });

  it("is refused where the files that are read exceed the limit together", async () => {
    const archive = await openZip(
      await archiveOf([
        ["a", TEXT],
        ["b", TEXT],
      ]),
      "a.zip",
      { ...DEFAULT_LIMITS, bytes: 400 },
    );
    expect(await archive.read("a")).toHaveLength(280);
    expect(await refusalOf(archive.read("b"))).toBe("zip-too-large: 'b' brings the unpacked files to 560 bytes; the limit is 400");
  });

  it("is refused where sizes or checksum of the directory are not those of the content", async () => {
    const bytes = await archiveOf([["a.txt", TEXT]]);
    for (const change of [-1, 1]) {
      expect(
        await refusalOf(
          read(
            directoryWith(bytes, UNPACKED_SIZE, (size) => size + change),
            "a.txt",
          ),
        ),
      ).toMatch(/^zip-broken/);
    }
    expect(
      await refusalOf(
        read(
          directoryWith(bytes, CHECKSUM, (sum) => sum ^ 1),
          "a.txt",
        ),
      ),
    ).toMatch(/^zip-broken: 'a.txt' does not unpack to/);
    expect(
      await refusalOf(
        read(
          directoryWith(bytes, PACKED_SIZE, () => 2 ** 31),
          "a.txt",
        ),
      ),
    ).toMatch(/^zip-broken/);
  });

  it("is refused with more entries than a model comes in", async () => {
    const bytes = await archiveOf([["a", TEXT]]);
    bytes.writeUInt16LE(4_097, bytes.indexOf(Buffer.from([0x50, 0x4b, 5, 6])) + ENTRY_COUNT);
    expect(await refusalOf(read(bytes, "a"))).toBe("zip-too-large: the archive has 4097 entries; the limit is 4096");
  });

  it("is read whole or refused, wherever it is cut and whichever byte is changed", async () => {
    const bytes = await archiveOf([
      ["config.json", TEXT],
      ["model/weights", Buffer.from([1, 2, 3, 4])],
    ]);
    const random = createRandom(5);
    const cuts = Array.from({ length: bytes.length }, (_, i) => bytes.subarray(0, i));
    const mutants = Array.from({ length: 500 }, () => {
      const mutant = Buffer.from(bytes);
      for (let i = random.integer(3); i >= 0; i--) mutant[random.integer(bytes.length)] = random.integer(256);
      return mutant;
    });
    for (const broken of [...cuts, ...mutants]) {
      const outcome = await refusalOf(read(broken, "config.json").then((text) => expect([TEXT.toString(), undefined]).toContain(text)));
      expect(outcome).toMatch(/^(zip-\w|nothing)/);
    }
  });
});
