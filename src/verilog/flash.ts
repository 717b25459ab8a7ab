/**
 * The weight memory as bytes, for a memory outside the core: rows one behind the other, each its bytes, lowest first, without
 * the padding of the configuration port. What rtl/spi_flash_reader.v reads.
 */
import { type CrossbarImage, memoryOf } from "./image.js";

/** Row r is the bytes from r x LANES x WEIGHT_BITS / 8 on. */
export function weightBytes(image: Pick<CrossbarImage, "memories">): Uint8Array {
  const weight = memoryOf(image, "weight");
  if (weight === undefined) throw new Error("a core without weights");
  const rowBytes = weight.bits / 8;
  const bytes = new Uint8Array(weight.rows * rowBytes);
  for (let row = 0; row < weight.rows; row++) {
    for (let byte = 0; byte < rowBytes; byte++) {
      bytes[row * rowBytes + byte] = weight.words[row * weight.wordsPerRow + (byte >>> 2)] >>> (8 * (byte & 3));
    }
  }
  return bytes;
}
