/**
 * Reading protobuf messages of unknown origin: a payload whose checksum is right may still not be what its schema
 * promises (another writer, a hostile file), and that is the file's fault, told by name, never a crash of ours.
 */
import { float32OfBytes, int8OfBytes, int32OfBytes, uint32OfBytes } from "./bytes.js";
import { inputError, SnncError } from "./diagnostics.js";

/** The diagnostic of a payload that its schema does not allow; `place` says which part of it. */
export function malformed(where: string, place: string, message: string): SnncError {
  return inputError("artefact-malformed", `${place}: ${message}`, {
    where,
    hint: "Another program wrote the file, or changed it: write it again with snnc.",
  });
}

/** Runs a generated decoder; whatever it throws becomes `artefact-malformed`. */
export function decodeMessage<T>(where: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof SnncError) throw error;
    throw malformed(where, "payload", `it is not protobuf of this schema (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Checked access to the fields of one message. */
export interface FieldReader {
  readonly where: string;
  readonly place: string;
  /** The value, or `artefact-malformed` where it is absent. */
  required<T>(value: T | null | undefined, what: string): T;
  int8(bytes: Uint8Array | null | undefined): Int8Array;
  int32(bytes: Uint8Array | null | undefined, what: string): Int32Array;
  uint32(bytes: Uint8Array | null | undefined, what: string): Uint32Array;
  float32(bytes: Uint8Array | null | undefined, what: string): Float32Array;
}

/** A reader for the message at `place` (e.g. "population 'hidden'") of the file `where`. */
export function fieldReader(where: string, place: string): FieldReader {
  const whole = <T>(values: T | undefined, what: string, length: number): T => {
    if (values === undefined) throw malformed(where, place, `${what} has ${length} bytes, no whole number of 4-byte values`);
    return values;
  };
  const none = new Uint8Array(0);
  return {
    where,
    place,
    required: (value, what) => {
      if (value === null || value === undefined) throw malformed(where, place, `it has no ${what}`);
      return value;
    },
    int8: (bytes) => int8OfBytes(bytes ?? none),
    int32: (bytes, what) => whole(int32OfBytes(bytes ?? none), what, bytes?.length ?? 0),
    uint32: (bytes, what) => whole(uint32OfBytes(bytes ?? none), what, bytes?.length ?? 0),
    float32: (bytes, what) => whole(float32OfBytes(bytes ?? none), what, bytes?.length ?? 0),
  };
}
