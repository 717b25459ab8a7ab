/**
 * What a configuration costs, known from its shape before anything is trained:
 *
 *     table bytes = sum over tables of ceil(rows x columns x bits / 8)
 *     operations  = words (columns + wide classes) + pairs x classes + hidden spikes x classes + classes (the output bias)
 *
 * Only the hidden spikes must be measured; without any, these are the fewest operations that it can take. Spikes of windows that
 * end behind a text's last word are left out: the program may make some in its last timestep, which nothing receives any more.
 */
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

export function costOfShape({ kernels, filters, wide, weightBits, words }: Configuration, texts: TextFigures): Cost {
  const { classes } = texts;
  const rows = Math.min(words.rows, texts.vocabulary);
  const bytes = (tableRows: number, columns: number): number => ceilDivide(tableRows * columns * weightBits, 8);
  const hidden = kernels.reduce((sum, kernel) => sum + bytes(rows, kernel * filters) + bytes(filters, classes), 0);
  const columns = kernels.reduce((sum, kernel) => sum + kernel * filters, 0);
  const direct = {
    tableBytes: (wide.kind === "none" ? 0 : bytes(rows, classes)) + (wide.kind === "words+bigrams" ? bytes(2 ** wide.hashBits, classes) : 0),
    operations: (wide.kind === "none" ? 0 : texts.words * classes) + (wide.kind === "words+bigrams" ? texts.pairs * classes : 0),
  };
  return {
    tableBytes: hidden + direct.tableBytes + bytes(1, classes),
    fewestOperations: texts.words * columns + direct.operations + classes,
  };
}

export function isWithin(budget: Budget, { tableBytes, operations }: { readonly tableBytes: number; readonly operations: number }): boolean {
  return tableBytes <= (budget.tableBytes ?? Number.POSITIVE_INFINITY) && operations <= (budget.operations ?? Number.POSITIVE_INFINITY);
}
