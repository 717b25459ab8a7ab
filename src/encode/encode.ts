/**
 * Texts -> input events, the same for every back end (`--encoding word` and `code`): position is time, and a word is an event on
 * its line, or an event in each group of its code.
 *
 *     timestep 0        start line, word 0
 *     timestep p >= 1   word p, pair (word p - 1, word p)
 *     ... L - 1 + D     readout: a text of L words runs L + D timesteps
 */
import type { EventBatch } from "../event/run.js";
import { tokenizerNamed } from "../text/tokenizer.js";
import type { TokenizedTexts } from "../text/types.js";
import { indexWords } from "../text/vocabulary.js";
import { bigramHash } from "../util/bigram-hash.js";
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import { type Encoder, NO_LINE } from "./encoder.js";

/** The events of a batch of texts and what is known of its words; arrays have one element a sample. */
export interface EncodedTexts {
  readonly batch: EventBatch;
  /** Tokens. */
  readonly words: Uint32Array;
  /** Tokens outside the vocabulary. */
  readonly unknown: Uint32Array;
}

export interface EncodedStrings extends EncodedTexts {
  readonly tokens: readonly (readonly string[])[];
}

/**
 * Encodes texts. Throws SnncError (input) with one diagnostic a bad text: `text-empty` or `text-too-long`; `where` is
 * `text n`, counted from 1, unless `nameOf` names it.
 */
export function encodeTexts(encoder: Encoder, texts: readonly string[], nameOf: (sample: number) => string = numberedText): EncodedStrings {
  const tokenizer = tokenizerNamed(encoder.tokenizer);
  const idOf = indexWords(encoder.words);
  const tokens = texts.map((text) => tokenizer.tokenize(text));
  const start = new Uint32Array(texts.length + 1);
  tokens.forEach((list, sample) => {
    start[sample + 1] = (start[sample] ?? 0) + list.length;
  });
  const ids = new Uint32Array(start[texts.length] ?? 0);
  let next = 0;
  for (const list of tokens) for (const token of list) ids[next++] = idOf.get(token) ?? 0;
  return { ...encodeIds(encoder, padded(encoder, { start, ids }), nameOf), tokens };
}

/** Texts cut and padded as the encoder says; empty ones stay empty, so that they are told. */
export function padded(encoder: Pick<Encoder, "padding">, texts: Pick<TokenizedTexts, "start" | "ids">): Pick<TokenizedTexts, "start" | "ids"> {
  const { padding } = encoder;
  if (padding === undefined) return texts;
  const start = new Uint32Array(texts.start.length);
  const ids: number[] = [];
  for (let text = 0; text + 1 < texts.start.length; text++) {
    const own = texts.ids.subarray(texts.start[text], texts.start[text + 1]);
    const kept = own.subarray(0, padding.length);
    ids.push(...kept);
    if (kept.length > 0) for (let i = 0; i < Math.min(padding.words, padding.length - kept.length); i++) ids.push(padding.id);
    start[text + 1] = ids.length;
  }
  return { start, ids: Uint32Array.from(ids) };
}

/** Encodes texts that are word ids of this encoder's words already; errors as `encodeTexts`. */
export function encodeIds(
  encoder: Encoder,
  texts: Pick<TokenizedTexts, "start" | "ids">,
  nameOf: (sample: number) => string = numberedText,
): EncodedTexts {
  const { start, ids } = texts;
  const samples = start.length - 1;
  checkLengths(encoder, start, nameOf);

  const sampleStart = new Uint32Array(samples + 1);
  const timesteps = new Uint32Array(samples);
  const words = new Uint32Array(samples);
  const unknown = new Uint32Array(samples);
  const groups = encoder.code?.groupLine.length ?? 0;
  const mostEvents =
    (encoder.startLine === undefined ? 0 : samples) + ids.length * (eventsPerWordOf(encoder) + (encoder.bigram === undefined ? 0 : 1));
  const time = new Uint32Array(mostEvents);
  const line = new Uint32Array(mostEvents);
  let events = 0;
  const emit = (timestep: number, onLine: number): void => {
    if (onLine === NO_LINE) return;
    time[events] = timestep;
    line[events] = onLine;
    events++;
  };
  for (let sample = 0; sample < samples; sample++) {
    const first = start[sample] ?? 0;
    const length = (start[sample + 1] ?? 0) - first;
    if (encoder.startLine !== undefined) emit(0, encoder.startLine);
    for (let position = 0; position < length; position++) {
      const id = ids[first + position] ?? 0;
      if (id === 0) unknown[sample] = (unknown[sample] ?? 0) + 1;
      const own = encoder.wordLine[id] ?? NO_LINE;
      emit(position, own);
      if (encoder.code !== undefined && own === NO_LINE) {
        const { groupLine, index } = encoder.code;
        for (let g = 0; g < groups; g++) emit(position, groupLine[g] + index[id * groups + g]);
      }
      if (encoder.bigram !== undefined && position >= 1) {
        const { firstLine, hashBits, words: trained = encoder.words.length } = encoder.bigram;
        const known = (word: number): number => (word < trained ? word : 0);
        emit(position, firstLine + bigramHash(known(ids[first + position - 1] ?? 0), known(id), hashBits));
      }
    }
    words[sample] = length;
    timesteps[sample] = length + encoder.drainTimesteps;
    sampleStart[sample + 1] = events;
  }
  return { batch: { sampleStart, time: time.slice(0, events), line: line.slice(0, events), timesteps }, words, unknown };
}

/** Most words a text may have under the encoder's limits. */
export function longestText(encoder: Encoder): number {
  return encoder.limits.timestepsPerSample - encoder.drainTimesteps;
}

/** Most events that any timestep of any text can bring: word and pair, or word and start. */
export function eventsPerTimestepOf(encoder: Pick<Encoder, "bigram" | "startLine" | "code">): number {
  return eventsPerWordOf(encoder) + (encoder.bigram === undefined && encoder.startLine === undefined ? 0 : 1);
}

/** Most events of a word. */
function eventsPerWordOf({ code }: Pick<Encoder, "code">): number {
  return Math.max(1, code?.groupLine.length ?? 0);
}

function numberedText(sample: number): string {
  return `text ${sample + 1}`;
}

function checkLengths(encoder: Encoder, start: Uint32Array, nameOf: (sample: number) => string): void {
  if (eventsPerTimestepOf(encoder) > encoder.limits.eventsPerTimestep) {
    throw new Error(`the encoder emits ${eventsPerTimestepOf(encoder)} events in a timestep; its limits allow ${encoder.limits.eventsPerTimestep}`);
  }
  const longest = longestText(encoder);
  const diagnostics: Diagnostic[] = [];
  for (let sample = 0; sample + 1 < start.length; sample++) {
    const length = (start[sample + 1] ?? 0) - (start[sample] ?? 0);
    if (length === 0) {
      diagnostics.push({
        code: "text-empty",
        message: "the text has no word, and the decision on an empty text is undefined",
        where: nameOf(sample),
        hint: "Leave it out, or give it at least one letter, digit or sign.",
      });
    } else if (length > longest) {
      diagnostics.push({
        code: "text-too-long",
        message: `the text has ${length} words; the program is proven for at most ${longest} (${encoder.limits.timestepsPerSample} timesteps less ${encoder.drainTimesteps} to drain)`,
        where: nameOf(sample),
        hint: "Split the text, or compile for longer ones (`snnc compile --max-timesteps`).",
      });
    }
  }
  if (diagnostics.length > 0) throw new SnncError("input", diagnostics);
}
