/** Bytes of the line <-> frames (README.md, "The line"). Whatever bytes come, the reader finds the next whole frame. */
import { crc32 } from "node:zlib";
import { cobsDecode, cobsEncode } from "./cobs.js";
import { CRC_BYTES, FRAME_LIMIT, HEADER_BYTES, PAYLOAD_LIMIT } from "./messages.js";

export interface Frame {
  /** 0..65,535; 0 is no session. */
  readonly session: number;
  /** 0..65,535 */
  readonly sequence: number;
  readonly type: number;
  readonly payload: Uint8Array;
}

/** Bytes of a frame besides its payload: COBS, the zero behind it, header, CRC. */
export const FRAME_OVERHEAD = 1 + 1 + HEADER_BYTES + CRC_BYTES;

/** The frame's bytes with a zero behind them, and with one before them where `leads`. */
export function encodeFrame({ session, sequence, type, payload }: Frame, leads = false): Uint8Array {
  if (payload.length > PAYLOAD_LIMIT) throw new Error(`a payload of ${payload.length} bytes`);
  const bytes = new Uint8Array(HEADER_BYTES + payload.length + CRC_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = payload.length;
  view.setUint16(1, session, true);
  view.setUint16(3, sequence, true);
  bytes[5] = type;
  bytes.set(payload, HEADER_BYTES);
  view.setUint32(HEADER_BYTES + payload.length, crc32(bytes.subarray(0, HEADER_BYTES + payload.length)), true);
  const coded = cobsEncode(bytes);
  const line = new Uint8Array(coded.length + (leads ? 2 : 1));
  line.set(coded, leads ? 1 : 0);
  return line;
}

/** A frame of these bytes; undefined if they are damaged, or not of their length. */
export function decodeFrame(coded: Uint8Array): Frame | undefined {
  const bytes = cobsDecode(coded);
  if (bytes === undefined || bytes.length < HEADER_BYTES + CRC_BYTES || bytes.length > FRAME_LIMIT) return undefined;
  const length = bytes[0];
  if (bytes.length !== HEADER_BYTES + length + CRC_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(HEADER_BYTES + length, true) !== crc32(bytes.subarray(0, HEADER_BYTES + length))) return undefined;
  return {
    session: view.getUint16(1, true),
    sequence: view.getUint16(3, true),
    type: bytes[5],
    payload: bytes.slice(HEADER_BYTES, HEADER_BYTES + length),
  };
}

/** Cuts a stream of bytes at its zeros. What is between two of them is a frame, damaged, or nothing. */
export interface FrameReader {
  push(bytes: Uint8Array): void;
}

/** Calls back once for every whole frame and once for everything else between two zeros, however long; keeps 252 bytes at most. */
export function frameReader(onFrame: (frame: Frame) => void, onDamage: () => void): FrameReader {
  const kept = new Uint8Array(FRAME_LIMIT + 2);
  let length = 0;
  return {
    push(bytes) {
      for (const byte of bytes) {
        if (byte !== 0) {
          if (length < kept.length) kept[length++] = byte;
          continue;
        }
        if (length === 0) continue;
        // A full buffer holds more than any frame has.
        const frame = length === kept.length ? undefined : decodeFrame(kept.subarray(0, length));
        length = 0;
        if (frame === undefined) onDamage();
        else onFrame(frame);
      }
    },
  };
}
