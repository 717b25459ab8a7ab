/** Reads described numbers, `{ "value": ..., "source": "..." }`, and tells of every one that is wrong: where, what it is, what it may be. */
import { nearestName } from "../util/nearest.js";

/** What a value may be, and the value if it is that. */
export interface Field<V> {
  readonly expected: string;
  readonly read: (value: unknown) => V | undefined;
}

/** Told of what is wrong at a path of the file. */
export type Report = (path: string, message: string) => void;

/** The values of a table of fields. */
export type ValuesOf<T> = { readonly [K in keyof T]: T[K] extends Field<infer V> ? V : never };

/** Whole numbers from low to high. */
export function whole(low: number, high: number): Field<number> {
  return {
    expected: low === high ? `it must be ${low}` : `whole numbers from ${formatted(low)} to ${formatted(high)} are possible`,
    read: (value) => (isWhole(value, low, high) ? value : undefined),
  };
}

/** 1, 2, 4 .. high. */
export function powerOfTwo(high: number): Field<number> {
  return {
    expected: `powers of two from 1 to ${formatted(high)} are possible`,
    read: (value) => (isWhole(value, 1, high) && Number.isInteger(Math.log2(value)) ? value : undefined),
  };
}

/** At least one width from low to high, each above the one before. */
export function widths(low: number, high: number): Field<readonly number[]> {
  return {
    expected: `a list of widths from ${low} to ${high} bit that ascends is possible`,
    read: (value) => {
      if (!Array.isArray(value) || value.length === 0) return undefined;
      const list: number[] = [];
      for (const width of value) {
        if (!isWhole(width, low, high) || width <= (list.at(-1) ?? low - 1)) return undefined;
        list.push(width);
      }
      return list;
    },
  };
}

/** The values of an object of described numbers that are right; reports every one that is not, each unknown and each missing. */
export function readGroup<T extends Readonly<Record<string, Field<unknown>>>>(
  json: unknown,
  path: string,
  fields: T,
  report: Report,
): Partial<ValuesOf<T>> {
  const values: Record<string, unknown> = {};
  const group = objectAt(json, path, "an object of described numbers", report);
  if (group === undefined) return {};
  for (const [name, field] of Object.entries(fields)) {
    const value = readDescribed(group[name], `${path}.${name}`, field, report);
    if (value !== undefined) values[name] = value;
  }
  reportUnknown(group, path, Object.keys(fields), report);
  // Every key is one of T's, and its value what T's field of that key has read.
  return values as Partial<ValuesOf<T>>;
}

/** An object, or undefined, which is reported. */
export function objectAt(json: unknown, path: string, expected: string, report: Report): Readonly<Record<string, unknown>> | undefined {
  if (isObject(json)) return json;
  report(path, `${saying(json)}; ${expected} is expected`);
  return undefined;
}

/** Reports the keys that nobody reads, each with the name that may have been meant. */
export function reportUnknown(group: Readonly<Record<string, unknown>>, path: string, known: readonly string[], report: Report): void {
  for (const name of Object.keys(group).filter((key) => !known.includes(key))) {
    const nearest = nearestName(name, known);
    report(
      path === "" ? name : `${path}.${name}`,
      `is unknown; ${nearest === undefined ? `known are ${known.join(", ")}` : `did you mean ${nearest}?`}`,
    );
  }
}

/** `is 0.5`, `is missing`, `is "many"`. */
export function saying(value: unknown): string {
  if (value === undefined) return "is missing";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return `is ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`;
}

function readDescribed<V>(json: unknown, path: string, field: Field<V>, report: Report): V | undefined {
  if (json === undefined) {
    report(path, `is missing; ${field.expected}`);
    return undefined;
  }
  const entry = objectAt(json, path, '{ "value": ..., "source": "..." }', report);
  if (entry === undefined) return undefined;
  const value = field.read(entry.value);
  if (value === undefined) report(`${path}.value`, `${saying(entry.value)}; ${field.expected}`);
  if (typeof entry.source !== "string" || entry.source.trim() === "")
    report(`${path}.source`, `${saying(entry.source)}; it says where the number comes from, or that it is assumed`);
  reportUnknown(entry, path, ["value", "source"], report);
  return value;
}

function isWhole(value: unknown, low: number, high: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function formatted(value: number): string {
  return value.toLocaleString("en-US");
}
