/** The hash that gives a pair of neighbouring words its row and line: training, lowering and encoding must agree on it. */

/**
 * Pair of word ids -> 0 .. 2^bits - 1 (bits 1..31). The multipliers are odd constants of splitmix and murmur3; the
 * finaliser is murmur3's (Appleby), which lets every input bit reach every output bit.
 */
export function bigramHash(previous: number, current: number, bits: number): number {
  let mixed = Math.imul(previous, 0x9e3779b1) ^ Math.imul(current + 0x7f4a7c15, 0x85ebca77);
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  return (mixed >>> 0) & (2 ** bits - 1);
}
