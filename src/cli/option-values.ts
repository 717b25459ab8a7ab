/** Values of options on their way from yargs to a flow. */
import { inputError } from "../util/diagnostics.js";

/** The value of an option that is a whole number. Throws SnncError (input) for any other. */
export function whole(name: string, value: number | undefined, low: number, high: number): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return value;
  throw inputError("option-range", `${name} is ${value}; whole numbers from ${low} to ${high} are possible`);
}

/** Without the entries that are undefined. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key of Object.keys(values) as (keyof T)[]) {
    const value = values[key];
    if (value !== undefined) kept[key] = value as Exclude<T[typeof key], undefined>;
  }
  return kept;
}
