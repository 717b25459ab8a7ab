/**
 * The envelope around every artefact on disk. Bare protobuf reveals neither truncation nor a foreign file (both often
 * decode), so a header goes in front that does.
 *
 * Layout, little-endian, 32 bytes and then the payload:
 *
 *     0   4  magic "SNNC"
 *     4  16  kind, ASCII, padded with zeros
 *    20   4  schema version of that kind
 *    24   4  payload length in bytes
 *    28   4  CRC-32 (IEEE 802.3) of bytes 4..27 and the payload
 *
 * A schema version promises: a reader of version n reads every file of version n ever written. Fields may be added
 * within a version only where their absence means what it meant before; anything else is a new version, which older
 * readers refuse by name and newer readers refuse or migrate, never guess.
 */
import { crc32 } from "node:zlib";
import { inputError, type SnncError } from "./diagnostics.js";

/** What an envelope says about its payload. */
export interface EnvelopeType {
  /** 1..16 characters [a-z0-9-], e.g. "event". */
  readonly kind: string;
  /** Schema version, >= 1. */
  readonly version: number;
}

/** Bytes before the payload. */
export const ENVELOPE_HEADER_BYTES = 32;

const MAGIC = new Uint8Array([0x53, 0x4e, 0x4e, 0x43]);
const KIND_BYTES = 16;
const AT_KIND = 4;
const AT_VERSION = 20;
const AT_LENGTH = 24;
const AT_CRC = 28;

/** Wraps a payload (below 4 GiB); the same payload gives the same bytes. */
export function writeEnvelope(type: EnvelopeType, payload: Uint8Array): Uint8Array {
  if (!/^[a-z0-9-]{1,16}$/.test(type.kind)) throw new Error(`envelope kind '${type.kind}' is not 1..16 of [a-z0-9-]`);
  const bytes = new Uint8Array(ENVELOPE_HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC, 0);
  for (let i = 0; i < type.kind.length; i++) bytes[AT_KIND + i] = type.kind.charCodeAt(i);
  view.setUint32(AT_VERSION, type.version, true);
  view.setUint32(AT_LENGTH, payload.length, true);
  bytes.set(payload, ENVELOPE_HEADER_BYTES);
  view.setUint32(AT_CRC, checksum(bytes), true);
  return bytes;
}

/**
 * The payload of an envelope of exactly this kind and version (a view of `bytes`, not a copy). Throws SnncError (input):
 * `artefact-empty`, `artefact-foreign`, `artefact-truncated`, `artefact-trailing`, `artefact-corrupt`, `artefact-kind`
 * or `artefact-version`, each at `where` (a file name).
 */
export function readEnvelope(bytes: Uint8Array, expected: EnvelopeType & { readonly where: string }): Uint8Array {
  const { where } = expected;
  if (bytes.length === 0) {
    throw inputError("artefact-empty", `the file is empty; ${anArtefact(expected.kind)} was expected`, {
      where,
      hint: "Write it again with the command that made it.",
    });
  }
  if (!beginsWithMagic(bytes)) {
    throw inputError(
      "artefact-foreign",
      `the file does not begin with "SNNC" but with ${hexOf(bytes.subarray(0, MAGIC.length))}, so snnc did not write it; ${anArtefact(expected.kind)} was expected`,
      { where, hint: "Name a file that snnc wrote, or the bundle's folder." },
    );
  }
  if (bytes.length < ENVELOPE_HEADER_BYTES) throw truncated(where, bytes.length, ENVELOPE_HEADER_BYTES, "its header alone needs");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = ENVELOPE_HEADER_BYTES + view.getUint32(AT_LENGTH, true);
  if (bytes.length < length) throw truncated(where, bytes.length, length, "its header announces");
  if (bytes.length > length) {
    throw inputError("artefact-trailing", `the file has ${bytes.length} bytes; its header announces ${length}`, {
      where,
      hint: "Something was appended to the file: write it again with the command that made it.",
    });
  }
  const stored = view.getUint32(AT_CRC, true);
  const computed = checksum(bytes);
  if (stored !== computed) {
    throw inputError("artefact-corrupt", `the file's contents have CRC-32 ${hex32(computed)}; its header says ${hex32(stored)}`, {
      where,
      hint: "The file was damaged or edited: write it again with the command that made it.",
    });
  }
  const kind = kindOf(bytes);
  if (kind !== expected.kind) {
    throw inputError("artefact-kind", `the file holds ${anArtefact(kind)}; ${anArtefact(expected.kind)} was expected`, {
      where,
      hint: `Name the ${expected.kind} file, or the bundle's folder.`,
    });
  }
  const version = view.getUint32(AT_VERSION, true);
  if (version !== expected.version) {
    throw inputError(
      "artefact-version",
      `the file holds ${anArtefact(kind)} of schema version ${version}; this snnc reads version ${expected.version}`,
      {
        where,
        hint:
          version > expected.version
            ? "A newer snnc wrote it: use that one, or write the file again with this one."
            : "An older snnc wrote it: write the file again with this one.",
      },
    );
  }
  return bytes.subarray(ENVELOPE_HEADER_BYTES);
}

/** The kind that an envelope names, or undefined where there is no envelope of ours (contents are not checked). */
export function sniffKind(bytes: Uint8Array): string | undefined {
  if (bytes.length < ENVELOPE_HEADER_BYTES || !beginsWithMagic(bytes)) return undefined;
  const kind = kindOf(bytes);
  return /^[a-z0-9-]{1,16}$/.test(kind) ? kind : undefined;
}

function truncated(where: string, found: number, needed: number, reason: string): SnncError {
  return inputError("artefact-truncated", `the file is cut short: it has ${found} bytes; ${reason} ${needed}`, {
    where,
    hint: "Copy it again, or write it again with the command that made it.",
  });
}

/** Do the bytes begin as an artefact of ours does, whatever follows? */
export function beginsWithMagic(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

function kindOf(bytes: Uint8Array): string {
  const field = bytes.subarray(AT_KIND, AT_KIND + KIND_BYTES);
  const end = field.indexOf(0);
  return String.fromCharCode(...(end < 0 ? field : field.subarray(0, end)));
}

/** The checksum covers the header too, so that a damaged kind or version is called damage. */
function checksum(bytes: Uint8Array): number {
  return crc32(bytes.subarray(ENVELOPE_HEADER_BYTES), crc32(bytes.subarray(AT_KIND, AT_CRC)));
}

function anArtefact(kind: string): string {
  return `an artefact of kind '${kind}'`;
}

function hex32(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
