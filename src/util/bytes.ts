/** Typed arrays as little-endian bytes, whatever the machine: how every artefact stores its numbers. */

/** Bytes of a typed array, little-endian; always a copy. */
export function littleEndianBytes(values: Int8Array | Uint16Array | Int32Array | Uint32Array | Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
  return swapToHost(bytes, values.BYTES_PER_ELEMENT);
}

/** The int8 values of bytes. */
export function int8OfBytes(bytes: Uint8Array): Int8Array {
  return new Int8Array(alignedCopy(bytes, 1));
}

/** The int32 values of little-endian bytes; undefined if they are no whole number of values. */
export function int32OfBytes(bytes: Uint8Array): Int32Array | undefined {
  return bytes.length % 4 === 0 ? new Int32Array(alignedCopy(bytes, 4)) : undefined;
}

/** The uint32 values of little-endian bytes; undefined if they are no whole number of values. */
export function uint32OfBytes(bytes: Uint8Array): Uint32Array | undefined {
  return bytes.length % 4 === 0 ? new Uint32Array(alignedCopy(bytes, 4)) : undefined;
}

/** The uint16 values of little-endian bytes; undefined if they are no whole number of values. */
export function uint16OfBytes(bytes: Uint8Array): Uint16Array | undefined {
  return bytes.length % 2 === 0 ? new Uint16Array(alignedCopy(bytes, 2)) : undefined;
}

/** The float32 values of little-endian bytes, bit for bit; undefined if they are no whole number of values. */
export function float32OfBytes(bytes: Uint8Array): Float32Array | undefined {
  return bytes.length % 4 === 0 ? new Float32Array(alignedCopy(bytes, 4)) : undefined;
}

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A copy that begins at an offset of zero, as a typed array needs it, in the machine's byte order. */
function alignedCopy(bytes: Uint8Array, width: number): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  swapToHost(copy, width);
  return copy.buffer;
}

/** Reverses each value in place on a big-endian machine. */
function swapToHost(bytes: Uint8Array, width: number): Uint8Array {
  if (!HOST_IS_LITTLE_ENDIAN && width > 1) {
    for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
  }
  return bytes;
}
