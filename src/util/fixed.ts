/** Fixed-point arithmetic shared by every level, so that rounding is decided in one place. */

/** Rounds to the nearest integer, halves away from zero: the only float-to-integer rounding of the compiler. */
export function roundHalfAway(value: number): number {
  return value < 0 ? -Math.floor(-value + 0.5) : Math.floor(value + 0.5);
}

/** Clamps to [low, high]. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Two's complement wrap to `bits` (1..32) bits. */
export function wrap(value: number, bits: number): number {
  const shift = 32 - bits;
  return (value << shift) >> shift;
}

/** Number of bits of the narrowest two's complement integer that holds every value of [low, high]. */
export function signedBits(low: number, high: number): number {
  let bits = 1;
  while (low < -(2 ** (bits - 1)) || high > 2 ** (bits - 1) - 1) bits++;
  return bits;
}

/** Number of bits needed for the unsigned values 0..high; at least 1. */
export function unsignedBits(high: number): number {
  let bits = 1;
  while (high > 2 ** bits - 1) bits++;
  return bits;
}

/** Smallest power of two >= value (value >= 1). */
export function nextPowerOfTwo(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}

/** ceil(a / b) for non-negative integers. */
export function ceilDivide(a: number, b: number): number {
  return Math.floor((a + b - 1) / b);
}
