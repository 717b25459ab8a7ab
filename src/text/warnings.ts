/** What is odd about a data set but no reason to refuse it: told before anybody believes the figures. */
import type { Diagnostic } from "../util/diagnostics.js";
import { normalizeText, textKey, tokenizerFor } from "./tokenizer.js";
import type { Dataset, Example, Language, TokenizedTexts } from "./types.js";

/** Overlaps of the parts, classes that dev or test lack, labels that look like one class written in two ways. */
export function datasetWarnings(dataset: Dataset): readonly Diagnostic[] {
  const where = `data set '${dataset.name}'`;
  return [...overlaps(dataset), ...missingClasses(dataset), ...labelWarnings(dataset.classes)].map((warning) => ({ ...warning, where }));
}

type Warning = Omit<Diagnostic, "where">;

function overlaps({ language, train, dev, test }: Dataset): Warning[] {
  const keysOf = (examples: readonly Example[]): ReadonlySet<string> => new Set(examples.map(({ text }) => lettersOf(text, language)));
  const parts = { train: keysOf(train), dev: keysOf(dev), test: keysOf(test) };
  const warning = (a: "train" | "dev", b: "dev" | "test", consequence: string): Warning[] => {
    const shared = [...parts[b]].filter((key) => parts[a].has(key)).length;
    if (shared === 0) return [];
    return [
      {
        code: "dataset-overlap",
        message: `${shared} of the ${parts[b].size} different texts of ${b} stand in ${a} as well, letter for letter: ${consequence}`,
        hint: `Take them out of ${a}, unless the published split has them, and say so beside the figures.`,
      },
    ];
  };
  return [
    ...warning("train", "test", "accuracy on test counts what was learnt by heart"),
    ...warning("train", "dev", "choices on dev favour what was learnt by heart"),
    ...warning("dev", "test", "choices were made on what is tested"),
  ];
}

/**
 * Letters and digits alone, because copies of a set differ in how they cut words and set marks; of a text without any, its
 * tokens. (An audit counts what networks cannot tell apart, which is less.)
 */
function lettersOf(text: string, language: Language): string {
  const letters = normalizeText(text).replace(/[^\p{L}\p{N}]+/gu, "");
  return letters === "" ? textKey(tokenizerFor(language).tokenize(text)) : letters;
}

function missingClasses({ classes, dev, test }: Dataset): Warning[] {
  return Object.entries({ dev, test }).flatMap(([part, examples]) => {
    const present = new Set(examples.map(({ label }) => label));
    const missing = classes.filter((_, label) => !present.has(label));
    if (missing.length === 0) return [];
    const consequence = part === "dev" ? "what is chosen on dev is chosen without them" : "accuracy says nothing of them";
    return [
      {
        code: "dataset-class-missing",
        message: `${part} has no text of ${missing.map((name) => `'${name}'`).join(", ")}: ${consequence}`,
        hint: `Give ${part} texts of every class, or leave ${part} out, so that it is drawn from train.`,
      },
    ];
  });
}

/** "1" and "1.0", "Pos" and "pos"; and numbers among words. */
function labelWarnings(classes: readonly string[]): Warning[] {
  const isNumber = (label: string): boolean => label !== "" && Number.isFinite(Number(label));
  const plain = (label: string): string => (isNumber(label) ? String(Number(label)) : label.normalize("NFKC").toLowerCase());
  const alike = new Map<string, string[]>();
  for (const label of classes) alike.set(plain(label), [...(alike.get(plain(label)) ?? []), label]);
  const hint = "Write each class in one way in all files, or name the labels of each class in a file by --labels.";
  const same = [...alike.values()]
    .filter((labels) => labels.length > 1)
    .map((labels) => ({ code: "labels-alike", message: `${quoted(labels)} are different classes, though they read alike`, hint }));
  const numbers = classes.filter(isNumber);
  if (numbers.length === 0 || numbers.length === classes.length) return same;
  const words = classes.filter((label) => !isNumber(label));
  return [...same, { code: "labels-mixed", message: `labels change type: ${quoted(numbers)} among ${quoted(words)}`, hint }];
}

const MOST_NAMED = 5;

function quoted(labels: readonly string[]): string {
  const named = labels.slice(0, MOST_NAMED).map((label) => `'${label}'`);
  return `${named.join(", ")}${labels.length > MOST_NAMED ? ` and ${labels.length - MOST_NAMED} more` : ""}`;
}

/** A part with more unknown words than this is told. */
const MANY_UNKNOWN = 0.5;

/** Told where most words of a part, word ids of the training vocabulary, do not occur in training. */
export function unknownWordWarnings(part: "dev" | "test", { start, ids }: Pick<TokenizedTexts, "start" | "ids">): readonly Diagnostic[] {
  const unknown = ids.reduce((sum, id) => sum + (id === 0 ? 1 : 0), 0);
  if (unknown <= MANY_UNKNOWN * ids.length) return [];
  let blind = 0;
  for (let text = 0; text + 1 < start.length; text++) if (ids.subarray(start[text], start[text + 1]).every((id) => id === 0)) blind++;
  return [
    {
      code: "words-unknown",
      message: `${Math.round((100 * unknown) / ids.length)} % of the words of ${part} never occur in training, and ${blind} of its ${start.length - 1} texts have no other: all of these get one and the same decision`,
      where: part,
      hint: "Are the files of one language and cut in one way? More training texts help, word vectors do not: only words of training have rows.",
    },
  ];
}
