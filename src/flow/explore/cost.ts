/**
 * What a configuration costs, known from its shape before anything is trained:
 *
 *     table bytes = sum over tables of ceil(rows x columns x bits / 8)
 *     operations  = words (columns + wide classes) + pairs x classes + hidden spikes x classes + classes (the output bias)
 *
 * Only the hidden spikes must be measured; without any, these are the fewest operations that it can take. Spikes of windows that
 * end behind a text's last word are left out: the program may make some in its last timestep, which nothing receives any more.
 */
import { assertNever } from "../../util/diagnostics.js";
import type { Budget, Configuration } from "../../util/exploration.js";
import { ceilDivide } from "../../util/fixed.js";

/** Of the texts that operations are counted on. */
export interface TextFigures {
  readonly vocabulary: number;
  readonly classes: number;
  /** Means per text. */
  readonly words: number;
  readonly pairs: number;
}

export interface Cost {
  readonly tableBytes: number;
  /** A text without a hidden spike. */
  readonly fewestOperations: number;
}

export function costOfShape(configuration: Configuration, texts: TextFigures): Cost {
  const { kernels, filters, wide, weightBits } = configuration;
  const { classes } = texts;
  const columns = kernels.reduce((sum, kernel) => sum + kernel * filters, 0);
  const directClasses = wide.kind === "none" ? 0 : classes;
  const pairClasses = wide.kind === "words+bigrams" ? classes : 0;
  const bytes = (rows: number, width: number): number => ceilDivide(rows * width * weightBits, 8);
  const readout = kernels.length * bytes(filters, classes) + bytes(1, classes);
  const pairs = wide.kind === "words+bigrams" ? bytes(2 ** wide.hashBits, classes) : 0;
  return {
    tableBytes: wordBytes(configuration, columns, directClasses, pairs + readout, texts.vocabulary) + pairs + readout,
    fewestOperations: texts.words * (columns + directClasses) + texts.pairs * pairClasses + classes,
  };
}

/** Bytes of the words' rows; a code has as many own rows as its bytes hold besides the shared rows and the `other` tables. */
function wordBytes(
  { kernels, filters, weightBits, words }: Configuration,
  columns: number,
  direct: number,
  other: number,
  vocabulary: number,
): number {
  switch (words.kind) {
    case "rows": {
      const rows = Math.min(words.rows, vocabulary);
      const hidden = kernels.reduce((sum, kernel) => sum + ceilDivide(rows * kernel * filters * weightBits, 8), 0);
      return hidden + ceilDivide(rows * direct * weightBits, 8);
    }
    case "code": {
      const shared = words.subRows * columns + CLASS_ROWS * direct;
      const left = Math.floor(((words.tableBytes - other) * 8) / weightBits) - shared;
      const ownRows = Math.min(Math.max(Math.floor(left / (columns + direct)), 0), vocabulary - 1);
      return ceilDivide((shared + ownRows * (columns + direct)) * weightBits, 8);
    }
    default:
      return assertNever(words);
  }
}

/** Rows of the wide path that coded words share, as configurations have it. */
const CLASS_ROWS = 256;

/** Whether a code's shared rows fit the bytes that it is given; rows always do. */
export function isPossible(configuration: Configuration, texts: TextFigures): boolean {
  const { words } = configuration;
  return words.kind === "rows" || costOfShape(configuration, texts).tableBytes <= words.tableBytes;
}

export function isWithin(budget: Budget, { tableBytes, operations }: { readonly tableBytes: number; readonly operations: number }): boolean {
  return tableBytes <= (budget.tableBytes ?? Number.POSITIVE_INFINITY) && operations <= (budget.operations ?? Number.POSITIVE_INFINITY);
}
