/**
 * Word vectors: the readers of GloVe's and word2vec's text files, the compact binary cache that they are converted to
 * once, and the selection of a vocabulary's rows.
 */
import { crc32 } from "node:zlib";
import { float32OfBytes, littleEndianBytes } from "../util/bytes.js";
import { type Diagnostic, inputError, type SnncError } from "../util/diagnostics.js";
import { decodeUtf8, throwCollected } from "./table.js";
import type { Vocabulary, WordVectors } from "./types.js";

/** Word vectors as they are read; a word that comes twice keeps its first vector. */
export class WordVectorBuilder {
  private readonly words: string[] = [];
  private readonly known = new Set<string>();
  private vectors: Float32Array;
  readonly dimensions: number;

  constructor(dimensions: number, expectedWords = 1024) {
    this.dimensions = dimensions;
    this.vectors = new Float32Array(dimensions * Math.max(1, expectedWords));
  }

  add(word: string, vector: ArrayLike<number>): void {
    if (this.known.has(word)) return;
    const at = this.words.length * this.dimensions;
    if (at + this.dimensions > this.vectors.length) {
      const grown = new Float32Array(this.vectors.length * 2);
      grown.set(this.vectors);
      this.vectors = grown;
    }
    this.vectors.set(vector, at);
    this.known.add(word);
    this.words.push(word);
  }

  finish(): WordVectors {
    const { dimensions, words } = this;
    return { dimensions, words, vectors: this.vectors.slice(0, words.length * dimensions) };
  }
}

/**
 * Reads a GloVe text file (`word v1 ... vn` a line) or a word2vec one (the same under a header `words dimensions`), given
 * as chunks of bytes so that a file of any size passes. Throws SnncError (input): `vectors-columns`, `vectors-value`
 * (NaN, infinite or no number), `vectors-empty`, `text-encoding`, each with its line.
 */
export function parseWordVectors(chunks: Iterable<Uint8Array>, where: string): WordVectors {
  const diagnostics: Diagnostic[] = [];
  let builder: WordVectorBuilder | undefined;
  let line = 0;
  for (const bytes of linesOfChunks(chunks)) {
    line++;
    const fields = fieldsOf(bytes, where, line);
    if (fields.length === 0) continue;
    if (line === 1 && isWord2vecHeader(fields)) {
      builder = new WordVectorBuilder(Number(fields[1]));
      continue;
    }
    builder ??= new WordVectorBuilder(fields.length - 1);
    const complaint = addLine(builder, fields);
    if (complaint !== undefined) diagnostics.push({ ...complaint, where: `${where}:${line}` });
  }
  throwCollected(diagnostics, where);
  const result = builder?.finish();
  if (result === undefined || result.words.length === 0) {
    throw inputError("vectors-empty", "the file has no word vectors", { where, hint: HINT });
  }
  return result;
}

const HINT = "A line is a word and its numbers, separated by blanks; word2vec's binary format is not read.";

function addLine(builder: WordVectorBuilder, fields: readonly string[]): Omit<Diagnostic, "where"> | undefined {
  const [word = "", ...numbers] = fields;
  if (numbers.length !== builder.dimensions || numbers.length === 0) {
    return {
      code: "vectors-columns",
      message: `the line has ${numbers.length} numbers after its word; ${Math.max(1, builder.dimensions)} are expected`,
      hint: HINT,
    };
  }
  const vector = numbers.map(Number);
  const bad = vector.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (bad >= 0) {
    return { code: "vectors-value", message: `number ${bad + 1} of '${word}' is '${numbers[bad] ?? ""}'; a finite number is expected`, hint: HINT };
  }
  builder.add(word, vector);
  return undefined;
}

function isWord2vecHeader(fields: readonly string[]): boolean {
  return fields.length === 2 && fields.every((field) => /^[1-9]\d*$/.test(field));
}

function fieldsOf(bytes: Uint8Array, where: string, line: number): string[] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: line !== 1 }).decode(bytes);
  } catch {
    throw inputError("text-encoding", "the file is not valid UTF-8 from this line on", {
      where: `${where}:${line}`,
      hint: "Save the file as UTF-8; word2vec's binary format is not read.",
    });
  }
  return text.split(/[ \t\r]+/).filter((field) => field !== "");
}

const NEWLINE = 0x0a;

function* linesOfChunks(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  for (const chunk of chunks) {
    let from = 0;
    for (let newline = chunk.indexOf(NEWLINE); newline >= 0; newline = chunk.indexOf(NEWLINE, from)) {
      yield joined(rest, chunk.subarray(from, newline));
      rest = new Uint8Array(0);
      from = newline + 1;
    }
    rest = joined(rest, chunk.slice(from));
  }
  if (rest.length > 0) yield rest;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/**
 * Raw vectors: little-endian 32-bit floats, word after word, and the words, one a line. Throws SnncError (input): `vectors-columns`
 * where the floats are no whole number for each word, `vectors-value` for one that is not finite.
 */
export function rawWordVectors(bytes: Uint8Array, where: string, wordList: string): WordVectors {
  const words = wordList.replace(/\n$/, "").split("\n");
  const vectors = float32OfBytes(bytes);
  if (vectors === undefined || vectors.length === 0 || vectors.length % words.length !== 0) {
    throw inputError("vectors-columns", `${bytes.length} bytes are no whole number of 32-bit floats for each of ${words.length} words`, {
      where,
      hint: "The file beside it, .words.txt, lists the words of the vectors, one a line.",
    });
  }
  const dimensions = vectors.length / words.length;
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw inputError("vectors-value", `the vector of '${words[Math.floor(bad / dimensions)]}' has a number that is not finite`, {
      where,
      hint: HINT,
    });
  }
  return { dimensions, words, vectors };
}

/** Rows of a vocabulary: zero where the file has no vector for the word, which `isFound` (one element a word) tells. */
export function vectorsFor(
  vocabulary: Pick<Vocabulary, "words">,
  wordVectors: WordVectors,
): { readonly vectors: Float32Array; readonly isFound: Uint8Array; readonly found: number } {
  const { dimensions, words, vectors } = wordVectors;
  const rowOf = new Map(words.map((word, row) => [word, row]));
  const chosen = new Float32Array(vocabulary.words.length * dimensions);
  const isFound = new Uint8Array(vocabulary.words.length);
  let found = 0;
  vocabulary.words.forEach((word, id) => {
    const row = id === 0 ? undefined : rowOf.get(word);
    if (row === undefined) return;
    chosen.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), id * dimensions);
    isFound[id] = 1;
    found++;
  });
  return { vectors: chosen, isFound, found };
}

/**
 * The binary cache, little-endian: magic "SNNV", version, dimensions, number of words, bytes of the words' text, CRC-32 of
 * all that follows (4 bytes each); then the float32 vectors, then the words in UTF-8, one a line.
 */
const MAGIC = 0x564e4e53;
const VERSION = 1;
const HEADER_BYTES = 24;

/** Bytes of the cache; the same vectors give the same bytes. */
export function encodeWordVectors(wordVectors: WordVectors): Uint8Array {
  const words = new TextEncoder().encode(wordVectors.words.join("\n"));
  const vectors = littleEndianBytes(wordVectors.vectors);
  const bytes = new Uint8Array(HEADER_BYTES + vectors.length + words.length);
  bytes.set(vectors, HEADER_BYTES);
  bytes.set(words, HEADER_BYTES + vectors.length);
  const view = new DataView(bytes.buffer);
  const fields = [MAGIC, VERSION, wordVectors.dimensions, wordVectors.words.length, words.length, crc32(bytes.subarray(HEADER_BYTES))];
  fields.forEach((field, index) => {
    view.setUint32(index * 4, field, true);
  });
  return bytes;
}

/** Whether a file is such a cache, from its first bytes. */
export function isWordVectorCache(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) === MAGIC;
}

/** The vectors of a cache. Throws SnncError (input): `vectors-cache` for anything that `encodeWordVectors` did not write. */
export function decodeWordVectors(bytes: Uint8Array, where: string): WordVectors {
  const complain = (message: string): SnncError =>
    inputError("vectors-cache", message, { where, hint: "Delete the file and fetch or convert the embeddings again." });
  if (!isWordVectorCache(bytes) || bytes.length < HEADER_BYTES) throw complain("the file is no word-vector cache of snnc");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [version = 0, dimensions = 0, count = 0, wordBytes = 0, stored = 0] = [4, 8, 12, 16, 20].map((at) => view.getUint32(at, true));
  if (version !== VERSION) throw complain(`the word-vector cache has version ${version}; this snnc reads version ${VERSION}`);
  const vectorBytes = dimensions * count * 4;
  const expected = HEADER_BYTES + vectorBytes + wordBytes;
  if (bytes.length !== expected) throw complain(`the word-vector cache has ${bytes.length} bytes; its header announces ${expected}`);
  if (crc32(bytes.subarray(HEADER_BYTES)) !== stored) throw complain("the word-vector cache is damaged: its checksum differs");
  const vectors = float32OfBytes(bytes.subarray(HEADER_BYTES, HEADER_BYTES + vectorBytes));
  const words = decodeUtf8(bytes.subarray(HEADER_BYTES + vectorBytes), where).split("\n");
  if (vectors === undefined || dimensions === 0 || words.length !== count) {
    throw complain(`the word-vector cache has ${words.length} words; its header announces ${count}`);
  }
  return { dimensions, words, vectors };
}
