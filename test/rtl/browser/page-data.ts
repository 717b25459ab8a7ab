/** What the page is given, as text: typed arrays are written as their kind and their numbers. */
import type { Encoder } from "../../../src/encode/encoder.js";
import type { CrossbarImage } from "../../../src/verilog/image.js";

export interface PageData {
  readonly encoder: Encoder;
  readonly image: CrossbarImage;
  readonly extraTimesteps: number;
  readonly module: Uint8Array;
  readonly text: string;
}

const ARRAYS = { Uint8Array, Uint16Array, Uint32Array, Int32Array };
type ArrayName = keyof typeof ARRAYS;

export function freeze(data: PageData): string {
  return JSON.stringify(data, (_, value: unknown) => {
    const name = (Object.keys(ARRAYS) as ArrayName[]).find((candidate) => value instanceof ARRAYS[candidate]);
    return name === undefined ? value : { array: name, values: Array.from(value as Uint8Array) };
  });
}

export function revive(text: string): PageData {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !("array" in value) || !("values" in value)) return value;
    return ARRAYS[value.array as ArrayName].from(value.values as number[]);
  });
}
