/** What an HDF5 file says of itself is not believed: its heaps, which the library trusts, and the sizes that it states. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Hdf5File, type Hdf5Group, openHdf5 } from "../../src/import/hdf5.js";
import { heapProblem } from "../../src/import/hdf5-heaps.js";
import { hdf5Library } from "../../src/import/hdf5-library.js";
import { DEFAULT_LIMITS } from "../../src/import/types.js";
import { SnncError } from "../../src/util/diagnostics.js";

const TEXTS = ["a string", "another, longer one", ""];
/** Of a heap of strings and of an object in it; the size stands at byte 8. */
const HEADER_BYTES = 16;
const SIZE_AT = 8;

async function fileOf(texts: readonly string[]): Promise<Buffer> {
  return Buffer.from((await hdf5Library()).createFile((file) => file.create_dataset({ name: "texts", data: [...texts] })));
}

/** The texts that are read, or the message of the refusal. */
async function textsOf(bytes: Uint8Array): Promise<readonly string[] | string> {
  try {
    const file = await openHdf5(bytes, "a.h5", DEFAULT_LIMITS);
    const dataset = file.get("texts");
    const texts = dataset?.kind === "dataset" ? dataset.texts() : [];
    file.close();
    return texts;
  } catch (error) {
    if (error instanceof SnncError && error.kind === "input") return error.message;
    throw error;
  }
}

/** The place of the heap, and a copy of the file in which the object at `at` behind it states another size. */
function withSize(bytes: Buffer, at: number, size: bigint): Buffer {
  const mutant = Buffer.from(bytes);
  mutant.writeBigUInt64LE(size, mutant.indexOf("GCOL") + at + SIZE_AT);
  return mutant;
}

describe("the heap of an HDF5 file's strings", () => {
  it("is read where it is sound", async () => {
    const bytes = await fileOf(TEXTS);
    expect(bytes.indexOf("GCOL")).toBeGreaterThan(0);
    expect(heapProblem(bytes)).toBeUndefined();
    expect(await textsOf(bytes)).toEqual(TEXTS);
  });

  it("is refused where the free object has a size of 0, on which the library stands still", async () => {
    const bytes = await fileOf(TEXTS);
    const heap = bytes.indexOf("GCOL");
    let free = HEADER_BYTES;
    while (bytes.readUInt16LE(heap + free) !== 0) free += HEADER_BYTES + 8 * Math.ceil(Number(bytes.readBigUInt64LE(heap + free + SIZE_AT)) / 8);
    expect(await textsOf(withSize(bytes, free, 0n))).toMatch(/has an object of 0 bytes at byte \d+; it may have 1 to \d+ \[hdf5-broken\]/);
  });

  it.each([2n ** 32n - 16n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n - 16n, 4096n])("is refused where an object claims %d bytes", async (size) => {
    expect(await textsOf(withSize(await fileOf(TEXTS), HEADER_BYTES, size))).toMatch(/heap of strings at byte \d+ has an object of \d+ bytes/);
  });

  it("is refused where it claims more than the file has", async () => {
    expect(await textsOf(withSize(await fileOf(TEXTS), 0, 2n ** 40n))).toMatch(/has 1099511627776 bytes; the file ends after \d+/);
  });

  it("is refused where heaps lie in each other, which would take quadratic time", () => {
    // Objects of 16 bytes, each the header of a heap that reaches to the end of the file, so over all objects behind it.
    const count = 20_000;
    const bytes = Buffer.alloc(2 * count * HEADER_BYTES);
    for (let at = 0; at < bytes.length; at += 2 * HEADER_BYTES) {
      bytes.write("GCOL\x01\0\0\0", at, "latin1");
      bytes.writeBigUInt64LE(BigInt(bytes.length - at), at + SIZE_AT);
      bytes.writeUInt16LE(1, at + HEADER_BYTES);
      bytes.writeBigUInt64LE(BigInt(at + 2 * HEADER_BYTES < bytes.length ? HEADER_BYTES : 0), at + HEADER_BYTES + SIZE_AT);
    }
    expect(heapProblem(bytes)).toMatch(/overlaps another one/);
  });

  it("is refused just so where its reserved bytes are damaged too, which the library does not look at", async () => {
    const bytes = withSize(await fileOf(TEXTS), HEADER_BYTES, 2n ** 63n);
    bytes[bytes.indexOf("GCOL") + SIZE_AT - 1] = 0x87;
    expect(await textsOf(bytes)).toMatch(/has an object of 9223372036854776000 bytes/);
  });

  it("is no matter where the signature stands in data", async () => {
    const data = Buffer.alloc(64, "GCOL\x02\x07GCOL");
    const bytes = (await hdf5Library()).createFile((file) => file.create_dataset({ name: "numbers", data: new Uint8Array(data) }));
    expect(Buffer.from(bytes).indexOf("GCOL")).toBeGreaterThan(0);
    expect(heapProblem(bytes)).toBeUndefined();
  });
});

describe("the heap of a group's names", () => {
  it("is refused where its list of free blocks leads back into itself, which fills the memory of the library", () => {
    // Of the first version of the format, which has such heaps: h5py writes it.
    const bytes = Buffer.from(readFileSync(fileURLToPath(new URL("nir/fixtures/delays.nir", import.meta.url))));
    const heap = bytes.lastIndexOf("HEAP");
    const [block, data] = [Number(bytes.readBigUInt64LE(heap + 16)), Number(bytes.readBigUInt64LE(heap + 24))];
    expect(heapProblem(bytes)).toBeUndefined();
    expect(bytes.readBigUInt64LE(data + block)).toBe(1n);
    bytes.writeBigUInt64LE(BigInt(block), data + block);
    expect(heapProblem(bytes)).toMatch(/heap of names at byte \d+ has a list of free blocks that comes to no end/);
    // Behind a user block everything lies further on; addresses stay as they were.
    expect(heapProblem(Buffer.concat([Buffer.alloc(512), bytes]), 512)).toMatch(/comes to no end/);
  });
});

describe("the sizes that an HDF5 file states", () => {
  const messageOf = async (bytes: Uint8Array, read: (file: Hdf5File) => unknown): Promise<string> => {
    const file = await openHdf5(bytes, "a.h5", DEFAULT_LIMITS);
    try {
      read(file);
      return "read";
    } catch (error) {
      if (error instanceof SnncError && error.kind === "input") return error.message;
      throw error;
    } finally {
      file.close();
    }
  };

  it.each([undefined, "gzip"] as const)("are held against the file's own before memory is taken (compression: %s)", async (compression) => {
    const bytes = (await hdf5Library()).createFile((file) => {
      const lie = {
        name: "lie",
        data: new Float32Array(64),
        shape: [64],
        maxshape: [null],
        chunks: [64],
        ...(compression === undefined ? {} : { compression }),
      };
      file.create_dataset(lie).resize([2 ** 50]);
    });
    const message = await messageOf(bytes, (file) => {
      const dataset = file.get("lie");
      return dataset?.kind === "dataset" && dataset.floats();
    });
    expect(message).toMatch(/its shape \[1125899906842624\] takes 4503599627370496 bytes; the whole file has \d+ \[hdf5-size\]/);
  });

  it("are those of groups too, which may lie 64 deep in each other", async () => {
    const bytes = (await hdf5Library()).createFile((file) => {
      let group: ReturnType<typeof file.create_group> = file;
      for (let depth = 0; depth < 70; depth++) group = group.create_group("g");
    });
    const descend = (depth: number) => (file: Hdf5File) => {
      let group: Hdf5Group | undefined = file;
      for (let i = 0; i < depth; i++) {
        const member: ReturnType<Hdf5Group["get"]> = group?.get("g");
        group = member?.kind === "group" ? member : undefined;
      }
    };
    expect(await messageOf(bytes, descend(64))).toBe("read");
    expect(await messageOf(bytes, descend(65))).toMatch(/groups lie more than 64 deep in each other, the limit \[hdf5-depth\]/);
  });
});
