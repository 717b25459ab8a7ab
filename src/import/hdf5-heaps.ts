/**
 * The heaps of an HDF5 file, looked over before the library reads them (HDF5 file format, III.D and III.E): the global
 * ones with strings of any length, the local ones with the names of groups. It goes through both by the sizes and
 * offsets that stand there and trusts them, so that one damaged byte is enough to keep it going for ever.
 */

/** Signature and version; three reserved bytes follow. */
const GLOBAL = Buffer.from("GCOL\x01", "latin1");
const LOCAL = Buffer.from("HEAP\x00", "latin1");
/** Of a global heap and of an object in it; of a free block of a local heap. */
const HEADER_BYTES = 16;
/** Where a heap and an object of a global one state their size. */
const SIZE_AT = 8;
/** Index of the object of a global heap that stands for what is free; its size counts its header. */
const FREE = 0;
/** Where a local heap has the offset of its first free block, and the address of its data. */
const [FREE_LIST_AT, DATA_AT, LOCAL_HEADER_BYTES] = [16, 24, 32];
/** The offset that ends the list. */
const NO_BLOCK = 1;

/** What is wrong with the heaps, in words; undefined for a file that may be read. Addresses count from byte `base`. */
export function heapProblem(bytes: Uint8Array, base = 0): string | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return globalProblem(file) ?? localProblem(file, base);
}

/** Every object ends in its heap, every heap in the file. */
function globalProblem(file: Buffer): string | undefined {
  // Heaps do not overlap, so together they have no more objects than headers find room.
  let left = Math.ceil(file.length / HEADER_BYTES);
  for (const heap of placesOf(GLOBAL, file)) {
    const place = `its heap of strings at byte ${heap}`;
    if (heap + HEADER_BYTES > file.length) return `${place} is cut short`;
    // Whether this is a heap or data that look like one, the reserved bytes tell; the library, which heeds neither them
    // nor the upper half of sizes, would take it for one where something points to it.
    const isSound = file.readUIntLE(heap + GLOBAL.length, 3) === 0;
    const size = isSound ? integerAt(file, heap + SIZE_AT) : file.readUInt32LE(heap + SIZE_AT);
    const end = heap + size;
    if (end > file.length && isSound) return `${place} has ${size} bytes; the file ends after ${file.length - heap}`;
    for (let object = heap + HEADER_BYTES; object + HEADER_BYTES <= end && end <= file.length; ) {
      const stated = integerAt(file, object + SIZE_AT);
      const needed = file.readUInt16LE(object) === FREE ? stated : HEADER_BYTES + 8 * Math.ceil(stated / 8);
      if (needed === 0 || object + needed > end) {
        return `${place} has an object of ${stated} bytes at byte ${object}; it may have 1 to ${end - object}`;
      }
      if (left-- === 0) return `${place} overlaps another one`;
      object += needed;
    }
  }
  return undefined;
}

/** The list of free blocks comes to an end. */
function localProblem(file: Buffer, base: number): string | undefined {
  let left = Math.ceil(file.length / HEADER_BYTES);
  for (const heap of placesOf(LOCAL, file)) {
    if (heap + LOCAL_HEADER_BYTES > file.length) continue;
    const data = base + integerAt(file, heap + DATA_AT);
    const end = Math.min(file.length, data + integerAt(file, heap + SIZE_AT)) - HEADER_BYTES;
    // A block that lies elsewhere the library refuses by itself.
    for (let block = integerAt(file, heap + FREE_LIST_AT); block !== NO_BLOCK && data + block <= end; block = integerAt(file, data + block)) {
      if (left-- === 0) return `its heap of names at byte ${heap} has a list of free blocks that comes to no end`;
    }
  }
  return undefined;
}

function* placesOf(signature: Buffer, file: Buffer): Generator<number> {
  for (let at = file.indexOf(signature); at >= 0; at = file.indexOf(signature, at + 1)) yield at;
}

function integerAt(file: Buffer, at: number): number {
  return Number(file.readBigUInt64LE(at));
}
