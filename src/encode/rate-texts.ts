/**
 * Texts -> input events by rates (`--encoding rate`), the same for every back end: a word has a line for each element of its
 * vector at each position, and in every timestep each line spikes with its own probability.
 *
 *     timestep t = 0 .. timesteps - 1:  an event on line (p, d) with probability probabilities[word at p, d]
 *
 * Positions behind a text are silent; words behind position `length` are cut off. A text's draws depend on the seed and its number.
 */
import type { EventBatch } from "../event/run.js";
import { tokenizerNamed } from "../text/tokenizer.js";
import type { TokenizedTexts, Tokenizer } from "../text/types.js";
import { indexWords } from "../text/vocabulary.js";
import { drawSpikes, trainRandom } from "../util/bernoulli.js";
import { SnncError } from "../util/diagnostics.js";

export interface RateTextEncoder {
  readonly kind: "rateTexts";
  readonly tokenizer: Tokenizer["name"];
  /** words[0] is the unknown word. */
  readonly words: readonly string[];
  readonly dimensions: number;
  /** Positions. */
  readonly length: number;
  /** [words, dimensions], 0..1. */
  readonly probabilities: Float32Array;
  /** Timesteps of input. */
  readonly timesteps: number;
  readonly seed: number;
  /** Line of the program of each (position, element), [length x dimensions]. */
  readonly lineOf: Uint32Array;
  /** D of the program: a text runs timesteps + D timesteps. */
  readonly drainTimesteps: number;
}

export interface EncodedRateTexts {
  readonly batch: EventBatch;
  /** Words of each text that are read, [texts]. */
  readonly words: Uint32Array;
}

/** Encodes texts; they are numbered from `first`. Throws SnncError (input, `text-empty`) naming every text without a word. */
export function encodeRateTexts(encoder: RateTextEncoder, texts: readonly string[], first = 0): EncodedRateTexts {
  const tokenizer = tokenizerNamed(encoder.tokenizer);
  const idOf = indexWords(encoder.words);
  const tokens = texts.map((text) => tokenizer.tokenize(text));
  const start = new Uint32Array(texts.length + 1);
  tokens.forEach((list, text) => {
    start[text + 1] = start[text] + list.length;
  });
  return encodeRateIds(encoder, { start, ids: Uint32Array.from(tokens.flat(), (token) => idOf.get(token) ?? 0) }, first);
}

/** Encodes texts that are word ids of this encoder's words already; as `encodeRateTexts`. */
export function encodeRateIds(encoder: RateTextEncoder, { start, ids }: Pick<TokenizedTexts, "start" | "ids">, first = 0): EncodedRateTexts {
  const { dimensions, length, probabilities, timesteps, seed, lineOf } = encoder;
  const texts = start.length - 1;
  const words = Uint32Array.from({ length: texts }, (_, text) => Math.min(length, start[text + 1] - start[text]));
  const empty = Array.from(words.keys()).filter((text) => words[text] === 0);
  if (empty.length > 0) {
    throw new SnncError(
      "input",
      empty.map((text) => ({
        code: "text-empty",
        message: "the text has no word, and the decision on an empty text is undefined",
        where: `text ${first + text + 1}`,
        hint: "Leave it out, or give it at least one letter, digit or sign.",
      })),
    );
  }
  const sampleStart = new Uint32Array(texts + 1);
  const most = words.reduce((sum, count) => sum + count, 0) * dimensions * timesteps;
  const time = new Uint32Array(most);
  const line = new Uint32Array(most);
  const drawn = new Float32Array(dimensions);
  let events = 0;
  for (let text = 0; text < texts; text++) {
    const random = trainRandom(seed, first + text);
    for (let t = 0; t < timesteps; t++) {
      for (let position = 0; position < words[text]; position++) {
        const row = ids[start[text] + position] * dimensions;
        drawSpikes(random, probabilities.subarray(row, row + dimensions), drawn);
        for (let d = 0; d < dimensions; d++) {
          if (drawn[d] === 0) continue;
          time[events] = t;
          line[events++] = lineOf[position * dimensions + d];
        }
      }
    }
    sampleStart[text + 1] = events;
  }
  return {
    batch: {
      sampleStart,
      time: time.slice(0, events),
      line: line.slice(0, events),
      timesteps: new Uint32Array(texts).fill(timesteps + encoder.drainTimesteps),
    },
    words,
  };
}
