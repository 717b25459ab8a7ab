/**
 * Consistent overhead byte stuffing (Cheshire and Baker 1999): bytes without a zero, so that a zero can end a frame.
 *
 *   11 22 00 33  ->  03 11 22 02 33        each code byte says how far it is to the next one; a zero stands between them
 */

/** Data bytes behind one code byte at most; a run of that length has no zero behind it. */
const LONGEST_RUN = 254;

/** The bytes without zeros; one byte longer for each 254 begun. */
export function cobsEncode(bytes: Uint8Array): Uint8Array {
  const coded = new Uint8Array(bytes.length + Math.floor(bytes.length / LONGEST_RUN) + 1);
  let code = 0;
  let next = 1;
  for (const byte of bytes) {
    if (next - code > LONGEST_RUN) {
      coded[code] = LONGEST_RUN + 1;
      code = next++;
    }
    if (byte === 0) {
      coded[code] = next - code;
      code = next++;
    } else {
      coded[next++] = byte;
    }
  }
  coded[code] = next - code;
  return coded.subarray(0, next);
}

/** The bytes that were encoded; undefined where a code byte is zero or points behind the end. */
export function cobsDecode(coded: Uint8Array): Uint8Array | undefined {
  const bytes = new Uint8Array(coded.length);
  let length = 0;
  for (let at = 0; at < coded.length; ) {
    const code = coded[at];
    if (code === 0 || at + code > coded.length) return undefined;
    for (let i = at + 1; i < at + code; i++) {
      if (coded[i] === 0) return undefined;
      bytes[length++] = coded[i];
    }
    at += code;
    if (at < coded.length && code <= LONGEST_RUN) bytes[length++] = 0;
  }
  return bytes.subarray(0, length);
}
