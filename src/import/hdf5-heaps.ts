/**
 * The global heaps of an HDF5 file, in which strings of any length lie, looked over before the library reads them: it
 * goes from object to object by the sizes that stand there and trusts them, so that a size of 0, for which one damaged
 * byte is enough, keeps it going for ever.
 */

/** Signature, version 1 and three bytes of 0 (HDF5 file format, III.E). */
const SIGNATURE = Buffer.from("GCOL\x01\0\0\0", "latin1");
/** Of a heap and of an object; an object's size is stated at byte 8, as the heap's own. */
const HEADER_BYTES = 16;
const SIZE_AT = 8;
/** Index of the object that stands for what is free; its size counts its header. */
const FREE = 0;

/** What is wrong with the heaps in the file, in words; undefined for a file that may be read. */
export function heapProblem(bytes: Uint8Array): string | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Heaps do not overlap, so together they have no more objects than headers find room.
  let left = Math.ceil(file.length / HEADER_BYTES);
  for (let heap = file.indexOf(SIGNATURE); heap >= 0; heap = file.indexOf(SIGNATURE, heap + 1)) {
    const place = `its heap of strings at byte ${heap}`;
    if (heap + HEADER_BYTES > file.length) return `${place} is cut short`;
    const size = sizeAt(file, heap);
    const end = heap + size;
    if (end > file.length) return `${place} has ${size} bytes; the file ends after ${file.length - heap}`;
    for (let object = heap + HEADER_BYTES; object + HEADER_BYTES <= end; ) {
      const stated = sizeAt(file, object);
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

function sizeAt(file: Buffer, at: number): number {
  return Number(file.readBigUInt64LE(at + SIZE_AT));
}
