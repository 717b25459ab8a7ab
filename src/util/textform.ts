/**
 * The notation that the text forms of both IRs share, so that there is one lexer, one number syntax and one kind of
 * syntax error.
 *
 *     snnc-event 1                                     <- form and its version
 *     # a comment is a line of its own
 *     population hidden size=2 model=if reset=zero     <- a record: keyword, words, key=value
 *       thresholds: 12 13                              <- an array of the record, two spaces in
 *     table rows rows=3900 columns=900 bits=8
 *       weights: base64                                <- a long array: base64 of its little-endian bytes
 *         AAECAwQFBgcICQoLDA0ODw==                     <- its data, four spaces in
 *
 * A word or value is bare (no space, quote, '=' or '#') or a JSON string. Nothing is read that was not asked for:
 * an unknown or repeated key is an error.
 */
import { float32OfBytes, int8OfBytes, int32OfBytes, littleEndianBytes, uint32OfBytes } from "./bytes.js";
import { inputError, type SnncError } from "./diagnostics.js";

/** Arrays of more elements than this are printed as base64. */
export const LONGEST_NUMERIC_ARRAY = 1024;

// ---- printing ----

/** One record; `attributes` with the value undefined are left out, so are `arrays`. */
export interface PrintedRecord {
  readonly keyword: string;
  readonly words?: readonly string[];
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly arrays?: Readonly<Record<string, PrintedArray | undefined>>;
}

export type PrintedArray =
  | { readonly values: Int8Array | Int32Array | Uint32Array | Float32Array; readonly perLine?: number }
  | { readonly values: readonly string[]; readonly perLine?: number };

/** The text of a document; ends in a newline. */
export function printTextForm(form: string, version: number, records: readonly PrintedRecord[]): string {
  return `${[`${form} ${version}`, ...records.flatMap(printRecord)].join("\n")}\n`;
}

function printRecord(record: PrintedRecord): string[] {
  const attributes = Object.entries(record.attributes ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${typeof value === "number" ? String(value) : printWord(value)}`],
  );
  const head = [record.keyword, ...(record.words ?? []).map(printWord), ...attributes].join(" ");
  const arrays = Object.entries(record.arrays ?? {}).flatMap(([key, array]) => (array === undefined ? [] : printArray(key, array)));
  return [head, ...arrays];
}

function printArray(key: string, { values, perLine = 16 }: PrintedArray): string[] {
  if (values.length > LONGEST_NUMERIC_ARRAY && !isStrings(values)) {
    const text = Buffer.from(littleEndianBytes(values)).toString("base64");
    return [`  ${key}: base64`, ...(text.match(/.{1,96}/g) ?? []).map((line) => `    ${line}`)];
  }
  const tokens = isStrings(values)
    ? values.map((value) => JSON.stringify(value))
    : Array.from(values, values instanceof Float32Array ? printFloat32 : String);
  if (tokens.length <= perLine) return [`  ${[`${key}:`, ...tokens].join(" ")}`];
  const lines = [`  ${key}:`];
  for (let at = 0; at < tokens.length; at += perLine) lines.push(`    ${tokens.slice(at, at + perLine).join(" ")}`);
  return lines;
}

function isStrings(values: PrintedArray["values"]): values is readonly string[] {
  return Array.isArray(values);
}

function printWord(word: string): string {
  return /^[A-Za-z0-9_.:>+-]+$/.test(word) ? word : JSON.stringify(word);
}

/** Shortest decimal that reads back as exactly this float32. */
function printFloat32(value: number): string {
  if (Object.is(value, -0)) return "-0";
  for (let digits = 1; digits <= 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

// ---- parsing ----

/** A record as read; every getter throws an SnncError naming file, line and key. */
export interface TextRecord {
  readonly keyword: string;
  /** The words after the keyword. */
  readonly words: readonly string[];
  /** `file:line`. */
  readonly where: string;
  has(key: string): boolean;
  text(key: string): string;
  /** One of a few words. */
  choice<T extends string>(key: string, choices: readonly T[]): T;
  integer(key: string): number;
  float(key: string): number;
  /** Integers joined by colons, e.g. `3:4`. */
  integers(key: string): readonly number[];
  int8(key: string): Int8Array;
  int32(key: string): Int32Array;
  uint32(key: string): Uint32Array;
  float32(key: string): Float32Array;
  strings(key: string): string[];
  /** Throws if there are keys that nobody asked for. */
  done(): void;
}

/** A syntax error at a place of the form `file:line`. */
export function syntaxError(where: string, message: string): SnncError {
  return inputError("text-syntax", message, { where });
}

/** Reads a document of this form and version into records, in order. */
export function parseTextForm(text: string, form: string, version: number, where: string): TextRecord[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) !== "") throw syntaxError(where, "the text does not end in a newline: it is cut short");
  const records: OpenRecord[] = [];
  let seenForm = false;
  lines.forEach((line, index) => {
    const place = `${where}:${index + 1}`;
    if (/^\s*(#|$)/.test(line)) return;
    if (!seenForm) {
      if (!line.startsWith(`${form} `)) throw inputError("text-foreign", `the text does not begin with "${form}"`, { where: place });
      if (line.trim() !== `${form} ${version}`) {
        throw inputError("text-version", `the text is of form "${line.trim()}"; this snnc reads "${form} ${version}"`, { where: place });
      }
      seenForm = true;
      return;
    }
    const record = records.at(-1);
    if (line.startsWith("    ")) {
      const array = record?.lastArray;
      if (array === undefined) throw syntaxError(place, "data without an array's name above it");
      array.push(line);
    } else if (line.startsWith("  ")) {
      if (record === undefined) throw syntaxError(place, "an array without a record above it");
      const match = /^ {2}([A-Za-z][A-Za-z0-9]*):(.*)$/.exec(line);
      if (match === null) throw syntaxError(place, `expected "name: values", found ${JSON.stringify(line.trim())}`);
      record.lastArray = [match[2]];
      claimFree(record, match[1], place);
      record.arrays.set(match[1], record.lastArray);
    } else {
      records.push(openRecord(line, place));
    }
  });
  if (!seenForm) throw inputError("text-foreign", `the text does not begin with "${form}"`, { where });
  return records.map(recordOf);
}

interface OpenRecord {
  readonly where: string;
  readonly words: string[];
  readonly attributes: Map<string, string>;
  readonly arrays: Map<string, string[]>;
  lastArray?: string[];
}

const HEAD_TOKEN = /\s*(?:([A-Za-z][A-Za-z0-9]*)=)?(?:("(?:[^"\\]|\\.)*")|([^\s"=#]+))(?=\s|$)/y;

function openRecord(line: string, where: string): OpenRecord {
  const record: OpenRecord = { where, words: [], attributes: new Map(), arrays: new Map() };
  HEAD_TOKEN.lastIndex = 0;
  while (HEAD_TOKEN.lastIndex < line.trimEnd().length) {
    const at = HEAD_TOKEN.lastIndex;
    const match = HEAD_TOKEN.exec(line);
    if (match === null) throw syntaxError(where, `expected a word or key=value, found ${JSON.stringify(line.slice(at).trim())}`);
    const value = match[2] === undefined ? match[3] : unquote(match[2], where);
    if (match[1] === undefined) record.words.push(value);
    else {
      claimFree(record, match[1], where);
      record.attributes.set(match[1], value);
    }
    if (record.words.length === 0) throw syntaxError(where, `expected a record's keyword, found '${match[1]}=...'`);
  }
  return record;
}

function claimFree(record: OpenRecord, key: string, where: string): void {
  if (record.attributes.has(key) || record.arrays.has(key)) throw syntaxError(where, `'${key}' is given twice`);
}

function recordOf(open: OpenRecord): TextRecord {
  const { where, attributes, arrays } = open;
  const [keyword, ...words] = open.words;
  const asked = new Set<string>();
  const text = (key: string): string => {
    asked.add(key);
    const value = attributes.get(key);
    if (value === undefined) throw syntaxError(where, `${keyword} needs '${key}=...'`);
    return value;
  };
  const float = (key: string): number => numberOf(text(key), /^-?\d+(\.\d+)?(e[+-]?\d+)?$/, `'${key}'`, "a number", where);
  const data = (key: string): string => {
    asked.add(key);
    const lines = arrays.get(key);
    if (lines === undefined) throw syntaxError(where, `${keyword} needs '${key}: ...'`);
    return lines.join(" ").trim();
  };
  const numbers = (key: string, pattern: RegExp, what: string, low: number, high: number): number[] => {
    const content = data(key);
    if (content === "") return [];
    return content.split(/\s+/).map((token, i) => {
      const value = numberOf(token, pattern, `${key}[${i}]`, what, where);
      if (value < low || value > high) throw syntaxError(where, `${key}[${i}] is ${token}; it must be ${what} of ${low}..${high}`);
      return value;
    });
  };
  const integers = (key: string, low: number, high: number): number[] => numbers(key, /^-?\d+$/, "an integer", low, high);
  const base64 = <T>(key: string, decode: (bytes: Uint8Array) => T | undefined): T | undefined => {
    const match = /^base64\b([\sA-Za-z0-9+/=]*)$/.exec(data(key));
    if (match === null) return undefined;
    const characters = match[1].replace(/\s+/g, "");
    const bytes = Buffer.from(characters, "base64");
    const values = bytes.toString("base64") === characters ? decode(bytes) : undefined;
    if (values === undefined) throw syntaxError(where, `'${key}' is not the base64 of whole values`);
    return values;
  };
  return {
    keyword,
    words,
    where,
    has: (key) => attributes.has(key) || arrays.has(key),
    text,
    choice: (key, choices) => {
      const value = text(key);
      const found = choices.find((choice) => choice === value);
      if (found === undefined) throw syntaxError(where, `'${key}' is '${value}'; it must be one of ${choices.join(", ")}`);
      return found;
    },
    integer: (key) => numberOf(text(key), /^-?\d+$/, `'${key}'`, "an integer", where),
    float,
    integers: (key) =>
      (text(key) === "" ? [] : text(key).split(":")).map((token) => numberOf(token, /^-?\d+$/, `'${key}'`, "integers like 3:4", where)),
    int8: (key) => base64(key, int8OfBytes) ?? Int8Array.from(integers(key, -128, 127)),
    int32: (key) => base64(key, int32OfBytes) ?? Int32Array.from(integers(key, -(2 ** 31), 2 ** 31 - 1)),
    uint32: (key) => base64(key, uint32OfBytes) ?? Uint32Array.from(integers(key, 0, 2 ** 32 - 1)),
    float32: (key) =>
      base64(key, float32OfBytes) ??
      Float32Array.from(numbers(key, /^(-?\d+(\.\d+)?(e[+-]?\d+)?|NaN|-?Infinity)$/, "a number", Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)),
    strings: (key) => {
      const content = data(key);
      const strings = content.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
      if (strings.join("") !== content.replace(/("(?:[^"\\]|\\.)*")\s+/g, "$1"))
        throw syntaxError(where, `'${key}' must be a list of quoted strings`);
      return strings.map((quoted) => unquote(quoted, where));
    },
    done: () => {
      const unknown = [...attributes.keys(), ...arrays.keys()].find((key) => !asked.has(key));
      if (unknown !== undefined) throw syntaxError(where, `${keyword} has no '${unknown}'`);
    },
  };
}

function numberOf(token: string, pattern: RegExp, what: string, kind: string, where: string): number {
  if (!pattern.test(token)) throw syntaxError(where, `${what} is ${JSON.stringify(token)}; it must be ${kind}`);
  return Number(token);
}

function unquote(quoted: string, where: string): string {
  try {
    const value: unknown = JSON.parse(quoted);
    if (typeof value === "string") return value;
  } catch {
    // Falls through to the diagnostic: which JSON rule was broken does not help the reader.
  }
  throw syntaxError(where, `${quoted} is not a JSON string`);
}
