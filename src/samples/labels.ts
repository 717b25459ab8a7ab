/** Labels as a user writes them -> class indices: whole numbers are indices, anything else names. */
import { shownCell } from "./cells.js";
import type { Complaints } from "./complaints.js";

/** Labels as indices, and the classes that they index. */
export interface Labelling {
  readonly labels: Uint16Array;
  readonly classes: readonly string[];
}

/** Most classes: labels are 16 bits wide. */
export const MOST_CLASSES = 65_536;

/**
 * Each label as a class. With known `classes`: by name, or by number from 0 where no name is a number. Else, if every label is a whole
 * number, it is the index and the classes are named after their numbers; other labels are names, sorted by code point.
 * Complains of `samples-label`, `samples-many-classes`.
 */
export function labelling(
  texts: readonly string[],
  classes: readonly string[] | undefined,
  whereOf: (sample: number) => string,
  complaints: Complaints,
): Labelling {
  const known = classes ?? classesOf(texts);
  if (known.length > MOST_CLASSES) {
    complaints.add({
      code: "samples-many-classes",
      message: `the labels need ${known.length} classes; at most ${MOST_CLASSES} are possible`,
      where: whereOf(0),
      hint: "Check that the first column holds the label.",
    });
    return { labels: new Uint16Array(texts.length), classes: [] };
  }
  const indexOf = new Map(known.map((name, index) => [name, index]));
  // Where a name is a number itself, a number is always that name.
  const areNumbers = known.some((name) => INDEX.test(name));
  const labels = Uint16Array.from(texts, (text, sample) => {
    const index = indexOf.get(text) ?? (!areNumbers && INDEX.test(text) ? Number(text) : Number.NaN);
    if (index < known.length) return index;
    complaints.add({
      code: "samples-label",
      message: `the label ${shownCell(text)} is neither the name nor the number of a class; the classes (${known.length}) are ${listed(known)}`,
      where: whereOf(sample),
    });
    return 0;
  });
  return { labels, classes: known };
}

const INDEX = /^\d{1,9}$/;
const LISTED = 12;

function classesOf(texts: readonly string[]): readonly string[] {
  if (!texts.every((text) => INDEX.test(text))) return [...new Set(texts)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const highest = texts.reduce((most, text) => Math.max(most, Number(text)), 0);
  // The count alone where there are too many to be named.
  return Array.from({ length: Math.min(highest, MOST_CLASSES) + 1 }, (_, index) => String(index));
}

function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return `${names.slice(0, LISTED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
