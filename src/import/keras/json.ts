/** JSON from outside: parsed with bounds on its size and depth, and read field by field with the rule that each breaks. */
import { inputError } from "../../util/diagnostics.js";
import { printable, TOO_LARGE_HINT } from "../builder.js";
import { Refusal } from "./refusal.js";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** A layer takes 300 to 1,200 bytes. Parsed, JSON takes many times its own size. */
const MAX_BYTES = 2 ** 26;
/** A model nested in a model takes five levels. */
const MAX_DEPTH = 512;

/** Parses the JSON in `bytes`. Throws SnncError (input) `json-too-large`, `json-encoding`, `json-depth`, `json-syntax`. */
export function parseJson(bytes: Uint8Array, where: string): Json {
  if (bytes.length > MAX_BYTES) {
    throw inputError("json-too-large", `it has ${bytes.length} bytes of JSON; the limit is ${MAX_BYTES}`, { where, hint: TOO_LARGE_HINT });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw inputError("json-encoding", "it is not UTF-8 text", { where });
  }
  return parseJsonText(text, where);
}

export function parseJsonText(text: string, where: string): Json {
  const depth = depthOf(text);
  if (depth > MAX_DEPTH) {
    throw inputError("json-depth", `its brackets lie ${depth} deep in each other; the limit is ${MAX_DEPTH}`, {
      where,
      hint: "Nest fewer models in each other. If there are fewer, the file is damaged: save it again.",
    });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw inputError("json-syntax", `it is not JSON: ${printable(reason)}`, { where });
  }
}

/** How deep brackets lie in each other, those in strings apart: found before the parser recurses into them. */
function depthOf(text: string): number {
  let [depth, deepest, isInString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (isInString) {
      if (character === BACKSLASH) i++;
      else if (character === QUOTE) isInString = false;
    } else if (character === QUOTE) isInString = true;
    else if (character === OPEN_BRACKET || character === OPEN_BRACE) deepest = Math.max(deepest, ++depth);
    else if (character === CLOSE_BRACKET || character === CLOSE_BRACE) depth--;
  }
  return deepest;
}

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [...'"\\[]{}'].map((c) => c.charCodeAt(0));

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value as a diagnostic shows it: its beginning, and no more of it is written out than that. */
export function shown(value: Json | undefined): string {
  return value === undefined ? "absent" : printable(beginningOf(value, SHOWN_CHARACTERS));
}

/** More than `printable` shows. */
const SHOWN_CHARACTERS = 100;

/** JSON of the value, which is right up to so many characters. */
function beginningOf(value: Json, characters: number): string {
  const pieces: string[] = [];
  let length = 0;
  const put = (key: string, item: Json): boolean => {
    const piece = `${key}${beginningOf(item, characters - length)}`;
    pieces.push(piece);
    length += piece.length + 1;
    return length < characters;
  };
  if (typeof value === "string") return JSON.stringify(value.slice(0, characters));
  if (isList(value)) {
    value.every((item) => put("", item));
    return `[${pieces.join()}]`;
  }
  if (isObject(value)) {
    Object.keys(value).every((key) => put(`${beginningOf(key, characters)}:`, value[key] ?? null));
    return `{${pieces.join()}}`;
  }
  return JSON.stringify(value);
}

/** Sizes of the graph end here (src/graph/verify.ts). */
const MAX_WHOLE = 2 ** 24;

/** The field as a whole number of low..2^24. `fallback` stands for an absent or null field. Throws Refusal. */
export function wholeField(config: JsonObject, key: string, low: number, fallback?: number): number {
  const value = config[key] ?? fallback;
  if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= MAX_WHOLE) return value;
  throw new Refusal(`${key} is ${shown(value)}; it must be a whole number of ${low}..${MAX_WHOLE}`);
}

/** The field as `count` whole numbers of low..2^24; one number stands for all. Throws Refusal. */
export function sizesField(config: JsonObject, key: string, count: number, low: number, fallback?: number | readonly number[]): readonly number[] {
  const value = config[key] ?? fallback;
  const list = isList(value) ? value : Array.from({ length: count }, () => value);
  const isSize = (item: Json | undefined): item is number => typeof item === "number" && Number.isInteger(item) && item >= low && item <= MAX_WHOLE;
  if (list.length === count && list.every(isSize)) return list.filter(isSize);
  throw new Refusal(`${key} is ${shown(value)}; it must be ${count} whole numbers of ${low}..${MAX_WHOLE}`);
}

/** The field as a finite number. Throws Refusal. */
export function numberField(config: JsonObject, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new Refusal(`${key} is ${shown(value)}; it must be a finite number`);
}

/** The field as a truth value. Throws Refusal. */
export function flagField(config: JsonObject, key: string, fallback: boolean): boolean {
  const value = config[key] ?? fallback;
  if (typeof value === "boolean") return value;
  throw new Refusal(`${key} is ${shown(value)}; it must be true or false`);
}

/** The field as one of a few words. Throws Refusal. */
export function choiceField<T extends string>(config: JsonObject, key: string, choices: readonly T[], fallback: T): T {
  const value = config[key] ?? fallback;
  const choice = choices.find((item) => item === value);
  if (choice !== undefined) return choice;
  throw new Refusal(`${key} is ${shown(value)}; it must be ${choices.map((item) => `"${item}"`).join(" or ")}`);
}
