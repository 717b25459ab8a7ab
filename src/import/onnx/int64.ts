/** 64-bit integers of the decoder: its types say number, but it gives Long objects wherever the package `long` is installed. */

/** The integer as a number, exact; an infinity of its sign beyond 2^53, where numbers would round it. */
export function int64Of(value: unknown): number {
  if (typeof value === "object" && value !== null && "low" in value && "high" in value) {
    return exactOrInfinite(BigInt.asIntN(64, (BigInt(Number(value.high)) << 32n) | BigInt(Number(value.low) >>> 0)));
  }
  const number = typeof value === "number" ? value : 0;
  return Number.isSafeInteger(number) ? number : number < 0 ? -Infinity : Infinity;
}

/** Beyond 2^53 an infinity, which says that the value is not known exactly (constant.ts). */
export function exactOrInfinite(value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : number < 0 ? -Infinity : Infinity;
}
