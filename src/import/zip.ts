/**
 * ZIP archives in memory (PKWARE APPNOTE; .keras files are such), read entry by entry and never unpacked to disk. What
 * an entry may do is checked before it is unpacked: where its name points, how large it says it is, how far it expands.
 */
import { crc32, inflateRawSync } from "node:zlib";
import yauzl from "yauzl";
import { inputError, SnncError } from "../util/diagnostics.js";
import { printable, TOO_LARGE_HINT } from "./builder.js";
import type { ImportLimits } from "./types.js";

export interface ZipArchive {
  /** Names of all files, sorted. */
  readonly names: readonly string[];
  /** Unpacks a file; undefined if there is none of this name. Throws SnncError (input). */
  read(name: string): Promise<Uint8Array | undefined>;
}

/** An archive of more entries is none that a model comes in. */
const MAX_ENTRIES = 4_096;
/** Weights that are all equal compress a thousandfold; so the ratio counts only where it could hurt. */
const MAX_RATIO = 100;
const RATIO_MATTERS_FROM_BYTES = 2 ** 24;
/** Compression methods of the ZIP format that are unpacked here. */
const STORED = 0;
const DEFLATED = 8;

/**
 * Reads the directory of an archive. Throws SnncError (input): `zip-broken`, `zip-path` (absolute names, `..`,
 * backslashes), `zip-duplicate`, `zip-encrypted`, `zip-too-large`.
 */
export async function openZip(bytes: Uint8Array, where: string, limits: ImportLimits): Promise<ZipArchive> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, yauzl.Entry>();
  const file = await told(where, () => yauzl.fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false }));
  if (file.entryCount > MAX_ENTRIES) {
    throw inputError("zip-too-large", `the archive has ${file.entryCount} entries; the limit is ${MAX_ENTRIES}`, {
      where,
      hint: "Pack what the model consists of, and nothing else.",
    });
  }
  await told(where, async () => {
    for await (const entry of file.eachEntry()) {
      const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
      checkEntry(name, entry, where);
      if (entries.has(name)) throw inputError("zip-duplicate", `two entries are named '${printable(name)}'`, { where });
      entries.set(name, entry);
    }
  });
  let unpackedBytes = 0;
  return {
    names: [...entries.keys()].sort(),
    read: async (name) => {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      unpackedBytes += entry.uncompressedSize;
      checkSize(entry, unpackedBytes, name, where, limits);
      return told(where, async () => {
        const { fileDataStart } = await file.readLocalFileHeaderPromise(entry, { minimal: true });
        return unpack(entry, buffer.subarray(fileDataStart, fileDataStart + entry.compressedSize), name, where);
      });
    },
  };
}

function checkEntry(name: string, entry: yauzl.Entry, where: string): void {
  const problem = yauzl.validateFileName(name);
  if (problem !== null || /[\0\\]/.test(name)) {
    throw inputError("zip-path", `the entry '${printable(name)}' points outside the archive's folder`, {
      where,
      hint: "An entry has a relative name with / between folders and without '..'.",
    });
  }
  if (entry.isEncrypted()) {
    throw inputError("zip-encrypted", `the entry '${printable(name)}' is encrypted`, { where, hint: "Save the model without a password." });
  }
}

function checkSize(entry: yauzl.Entry, total: number, name: string, where: string, limits: ImportLimits): void {
  const { uncompressedSize: unpacked, compressedSize: packed } = entry;
  if (total > limits.bytes) {
    throw inputError("zip-too-large", `'${printable(name)}' brings the unpacked files to ${total} bytes; the limit is ${limits.bytes}`, {
      where,
      hint: TOO_LARGE_HINT,
    });
  }
  if (unpacked >= RATIO_MATTERS_FROM_BYTES && unpacked > MAX_RATIO * packed) {
    const message = `'${printable(name)}' expands from ${packed} to ${unpacked} bytes; more than ${MAX_RATIO} to 1 is refused`;
    throw inputError("zip-too-large", message, { where, hint: "If the file is your own, pack it again without compression." });
  }
}

function unpack(entry: yauzl.Entry, packed: Buffer, name: string, where: string): Uint8Array {
  const { uncompressedSize: size, compressionMethod: method } = entry;
  if (method !== STORED && method !== DEFLATED) {
    throw inputError("zip-broken", `'${printable(name)}' has compression method ${method}; 0 (stored) and 8 (deflated) are read`, { where });
  }
  // One byte more than announced is enough to find a lie; the library stops there.
  const bytes = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: size + 1 });
  if (bytes.length !== size || crc32(bytes) !== entry.crc32) {
    const message = `'${printable(name)}' does not unpack to the ${size} bytes with checksum ${entry.crc32} that the directory names`;
    throw inputError("zip-broken", message, { where, hint: "The file is damaged or incomplete: copy it again." });
  }
  return bytes;
}

/** Whatever the libraries throw about the bytes is the file's fault. */
async function told<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SnncError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw inputError("zip-broken", `the archive cannot be read: ${printable(reason)}`, {
      where,
      hint: "The file is damaged or incomplete: copy it again.",
    });
  }
}
