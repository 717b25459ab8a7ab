/**
 * The space that is searched: lists of values along independent axes, their combinations as configurations, and a seeded
 * sample of them that uses every value of every axis about equally often.
 */
import type { LearningPreset } from "../../learn/presets.js";
import { assertNever } from "../../util/diagnostics.js";
import type { Configuration } from "../../util/exploration.js";
import { createRandom } from "../../util/random.js";
import type { Config } from "../config.js";

export interface Space {
  readonly kernels: readonly (readonly number[])[];
  /** Of each kernel size. */
  readonly filters: readonly number[];
  readonly wide: readonly Configuration["wide"][];
  readonly weightBits: readonly number[];
  /** How words are stored: this is where table bytes are won or lost. */
  readonly words: readonly Configuration["words"][];
}

const SUB_ROWS = [64, 256] as const;
/** The single-port memory of an iCE40 UP5K, and half of it. */
const CODE_BYTES = [65_536, 131_072] as const;
const ROWS = [500, 1000, 2000, 3900, 8000] as const;
/** Share of the rows that the most frequent words keep to themselves, as the default configuration has it. */
const OWN_SHARE = 1500 / 3900;

/** The default space for a vocabulary of so many words: rows beyond it would be the same as one row a word. */
export function defaultSpace(vocabulary: number): Space {
  const rows = [...ROWS.filter((count) => count < vocabulary), Math.max(vocabulary, 2)];
  return {
    kernels: [
      [1, 2],
      [2, 3],
      [1, 2, 3],
      [1, 2, 3, 4],
    ],
    filters: [4, 8, 16, 32, 48],
    wide: [
      { kind: "none" },
      { kind: "words" },
      { kind: "words+bigrams", hashBits: 12 },
      { kind: "words+bigrams", hashBits: 14 },
      { kind: "words+bigrams", hashBits: 17 },
    ],
    weightBits: [8, 6, 4],
    words: [
      ...rows.map((count) => ({ kind: "rows" as const, rows: count, ownRows: Math.floor(OWN_SHARE * count) })),
      ...SUB_ROWS.flatMap((subRows) => CODE_BYTES.map((tableBytes) => ({ kind: "code" as const, subRows, tableBytes }))),
    ],
  };
}

/** Every combination, in the order of the lists. */
export function configurationsOf({ kernels, filters, wide, weightBits, words }: Space): Configuration[] {
  return kernels.flatMap((ownKernels) =>
    filters.flatMap((ownFilters) =>
      wide.flatMap((ownWide) =>
        weightBits.flatMap((bits) =>
          words.map((ownWords) => ({ kernels: [...ownKernels], filters: ownFilters, wide: ownWide, weightBits: bits, words: ownWords })),
        ),
      ),
    ),
  );
}

/**
 * At most `count` different configurations: each the one whose values have been drawn least so far, the first of a shuffle by
 * seed where several are.
 */
export function sampleOf(configurations: readonly Configuration[], count: number, seed: number): Configuration[] {
  const left = createRandom(seed).shuffle(configurations.map((configuration) => ({ configuration, values: valuesOf(configuration) })));
  const timesDrawn = new Map<string, number>();
  const sample: Configuration[] = [];
  while (sample.length < count && left.length > 0) {
    let least = 0;
    let fewest = Number.POSITIVE_INFINITY;
    left.forEach(({ values }, at) => {
      const drawn = values.reduce((sum, value) => sum + (timesDrawn.get(value) ?? 0), 0);
      if (drawn < fewest) [least, fewest] = [at, drawn];
    });
    const [chosen] = left.splice(least, 1);
    for (const value of chosen.values) timesDrawn.set(value, (timesDrawn.get(value) ?? 0) + 1);
    sample.push(chosen.configuration);
  }
  return sample;
}

/** A configuration's value on each axis, the axis included. */
function valuesOf(configuration: Configuration): string[] {
  return Object.entries(configuration).map(([axis, value]) => `${axis} ${JSON.stringify(value)}`);
}

/** What a preset would train if nobody searched. */
export function configurationOfPreset(preset: LearningPreset, { weightBits, rows, ownRows }: Config, vocabulary: number): Configuration {
  const { kernels, filters, wide, bigramHashBits } = preset;
  const most = Math.max(Math.min(rows, vocabulary), 2);
  return {
    kernels: [...kernels],
    filters,
    wide: wide === "words+bigrams" ? { kind: wide, hashBits: bigramHashBits } : { kind: wide },
    weightBits,
    words: { kind: "rows", rows: most, ownRows: Math.min(ownRows, most - 1) },
  };
}

/** The whole configuration of a trial: the base with what the search chose, each stage at most so many epochs long. */
export function configOf(base: Config, { kernels, filters, wide, weightBits, words }: Configuration, epochs: number): Config {
  return {
    ...base,
    learn: {
      ...base.learn,
      kernels: [...kernels],
      filters,
      epochs,
      wide: wide.kind,
      ...(wide.kind === "words+bigrams" ? { bigramHashBits: wide.hashBits } : {}),
    },
    weightBits,
    ...storageOf(base, words, wide),
  };
}

function storageOf(base: Config, words: Configuration["words"], wide: Configuration["wide"]): Pick<Config, "encoding" | "rows" | "ownRows" | "code"> {
  const { rows, ownRows, code } = base;
  switch (words.kind) {
    case "rows":
      return { encoding: "word", rows: words.rows, ownRows: words.ownRows, code };
    case "code": {
      const { subRows, tableBytes } = words;
      // Pairs have been counted on as many rows as they are trained on.
      const pairs = wide.kind === "words+bigrams" ? { bigramHashBits: wide.hashBits } : {};
      return { encoding: "code", rows, ownRows, code: { ...code, scheme: "block", subRows, tableBytes, ...pairs } };
    }
    default:
      return assertNever(words);
  }
}
