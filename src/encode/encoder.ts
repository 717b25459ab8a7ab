/**
 * The encoder artefact: everything that turns a text into input events, for every back end. `classify`, `sim` and the
 * hardware link use nothing else.
 */
import type { Tokenizer } from "../text/types.js";

/** Line number of a word that drives nothing. */
export const NO_LINE = 0xffffffff;

export interface Encoder {
  readonly tokenizer: Tokenizer["name"];
  /** words[0] is the unknown word. */
  readonly words: readonly string[];
  /** Word id -> input line of the program (numbered through all ports), or NO_LINE. */
  readonly wordLine: Uint32Array;
  /**
   * Compact code: a word without a line of its own is an event in each group, on line groupLine[g] + index[id, g]; [groups] and
   * [words, groups], 0 for words with a line. Absent: a word without a line drives nothing.
   */
  readonly code?: { readonly groupLine: Uint32Array; readonly index: Uint16Array };
  /**
   * How an imported network wants its texts: at most `length` words (later ones are cut off, as its source does), and behind a
   * shorter text up to `words` pads of word `id`, as long as there is room. Absent: texts are taken as they are.
   */
  readonly padding?: { readonly id: number; readonly words: number; readonly length: number };
  /**
   * Hashed pairs of neighbouring words: line = firstLine + hash(previous id, id) mod 2^hashBits. Absent without bigrams. The words that
   * were trained are those below `words` (all if absent); the others count as the unknown one here.
   */
  readonly bigram?: { readonly hashBits: number; readonly firstLine: number; readonly words?: number };
  /** Line that spikes once, in timestep 0 (carries the output bias). */
  readonly startLine?: number;
  /** D of the program: a text of L words runs L + D timesteps. */
  readonly drainTimesteps: number;
  readonly limits: { readonly timestepsPerSample: number; readonly eventsPerTimestep: number };
}
