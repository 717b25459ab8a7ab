/**
 * From rows to a data set: classes, audit and split.
 *
 * Texts with equal tokens are one text to every network, so a split drawn here keeps them on one side; a split that the
 * files give is kept as it is and its overlaps are counted. Rows are never dropped but for want of a label or of a token,
 * and both are counted.
 */
import { type Diagnostic, inputError, SnncError } from "../util/diagnostics.js";
import { createRandom } from "../util/random.js";
import type { LabelledRow } from "./table.js";
import { textKey, tokenizerFor } from "./tokenizer.js";
import type { Dataset, DatasetAudit, Example, Language } from "./types.js";
import { compareCodePoints } from "./vocabulary.js";

/** Rows as the files grouped them: `all` to be split here, or given parts of which dev and test may be missing. */
export type SourceRows =
  | { readonly kind: "all"; readonly all: readonly LabelledRow[] }
  | {
      readonly kind: "given";
      readonly train: readonly LabelledRow[];
      readonly dev?: readonly LabelledRow[];
      readonly test?: readonly LabelledRow[];
    };

export interface AssembleOptions {
  readonly name: string;
  readonly language: Language;
  readonly seed: number;
  /** Label as written -> class, in the order of the classes. Absent: the labels themselves, sorted by code point. */
  readonly classNames?: ReadonlyMap<string, string> | undefined;
  /** Blank lines that reading passed over; they count as empty rows. */
  readonly blankRows?: number;
  /** File name for diagnostics. */
  readonly where: string;
}

/** Percent of the rows in dev and in test, each, where the split is drawn. */
const HELD_OUT_PERCENT = 10;

/** Most classes: labels are 16 bits wide. */
const MOST_CLASSES = 65_536;

/** Throws SnncError (input): `dataset-one-class`, `dataset-label-unknown`, `dataset-class-untrained`, `dataset-too-small`. */
export function assembleDataset(source: SourceRows, options: AssembleOptions): Dataset {
  const tokenizer = tokenizerFor(options.language);
  const parts = source.kind === "all" ? [source.all] : [source.train, source.dev ?? [], source.test ?? []];
  const counts = { rowsRead: options.blankRows ?? 0, emptyRows: options.blankRows ?? 0, rowsWithoutLabel: 0 };
  const keyed = parts.map((rows) => {
    const kept: KeyedRow[] = [];
    for (const { text, label } of rows) {
      counts.rowsRead++;
      if (label === undefined) {
        counts.rowsWithoutLabel++;
        continue;
      }
      const key = textKey(tokenizer.tokenize(text));
      if (key === "") counts.emptyRows++;
      else kept.push({ text, label, key });
    }
    return kept;
  });
  const everyRow = keyed.flat();
  const { classes, indexOf } = classesOf(everyRow, options);
  const entries = keyed.map((rows) => rows.map(({ text, label, key }) => ({ text, label: indexOf.get(label) ?? 0, key })));

  const drawn = draw(source, entries, classes.length, options.seed);
  const dataset: Dataset = {
    name: options.name,
    language: options.language,
    classes,
    train: drawn.train.map(exampleOf),
    dev: drawn.dev.map(exampleOf),
    test: drawn.test.map(exampleOf),
    audit: {
      ...counts,
      ...repetitionsOf(entries.flat()),
      trainTestOverlap: source.kind === "given" ? overlapOf(drawn.train, drawn.test) : 0,
      split: drawn.split,
    },
  };
  checkParts(dataset, options.where);
  return dataset;
}

interface KeyedRow {
  readonly text: string;
  readonly label: string;
  readonly key: string;
}

interface Entry extends Example {
  /** Equal for texts that no network can tell apart. */
  readonly key: string;
}

function exampleOf({ text, label }: Entry): Example {
  return { text, label };
}

function classesOf(rows: readonly KeyedRow[], options: AssembleOptions): { classes: string[]; indexOf: Map<string, number> } {
  const labels = [...new Set(rows.map(({ label }) => label))].sort(compareCodePoints);
  const { classNames, where } = options;
  if (rows.length === 0) {
    throw inputError("dataset-empty", "no row has both a text and a label", { where, hint: "Give one labelled text a row." });
  }
  const indexOf = new Map<string, number>();
  let classes = labels;
  if (classNames === undefined) {
    for (const [index, label] of labels.entries()) indexOf.set(label, index);
  } else {
    classes = [...new Set(classNames.values())];
    for (const [label, name] of classNames) indexOf.set(label, classes.indexOf(name));
    const strangers = labels.filter((label) => !indexOf.has(label));
    if (strangers.length > 0) {
      const known = [...classNames.keys()].map((label) => `'${label}'`).join(", ");
      throw new SnncError(
        "input",
        strangers.map(
          (label): Diagnostic => ({
            code: "dataset-label-unknown",
            message: `the label '${label}' is not in the label file, which has ${known}`,
            where,
            hint: "Add it to the label file, or correct the rows that carry it.",
          }),
        ),
      );
    }
  }
  if (labels.length < 2) {
    throw inputError("dataset-one-class", `every row has the label '${labels[0] ?? ""}'; a classifier needs at least 2 classes`, {
      where,
      hint: "Check that --label-column names the column of the labels.",
    });
  }
  if (classes.length > MOST_CLASSES) {
    throw inputError("dataset-many-classes", `there are ${classes.length} distinct labels; at most ${MOST_CLASSES} are possible`, {
      where,
      hint: "Check that --label-column names the column of the labels.",
    });
  }
  return { classes, indexOf };
}

function repetitionsOf(entries: readonly Entry[]): Pick<DatasetAudit, "duplicates" | "conflictingTexts"> {
  const labelsOf = new Map<string, Set<number>>();
  let duplicates = 0;
  for (const { key, label } of entries) {
    const labels = labelsOf.get(key);
    if (labels === undefined) labelsOf.set(key, new Set([label]));
    else if (labels.has(label)) duplicates++;
    else labels.add(label);
  }
  let conflictingTexts = 0;
  for (const labels of labelsOf.values()) if (labels.size > 1) conflictingTexts++;
  return { duplicates, conflictingTexts };
}

function overlapOf(train: readonly Entry[], test: readonly Entry[]): number {
  const keys = new Set(train.map(({ key }) => key));
  return new Set(test.filter(({ key }) => keys.has(key)).map(({ key }) => key)).size;
}

interface Drawn {
  readonly train: readonly Entry[];
  readonly dev: readonly Entry[];
  readonly test: readonly Entry[];
  readonly split: string;
}

function draw(source: SourceRows, parts: readonly (readonly Entry[])[], classes: number, seed: number): Drawn {
  const [first = [], dev = [], test = []] = parts;
  const how = `${HELD_OUT_PERCENT} % of train, stratified, seed ${seed}`;
  if (source.kind === "all") {
    const [train, drawnDev, drawnTest] = carve(first, classes, 2, seed);
    return {
      train,
      dev: drawnDev,
      test: drawnTest,
      split: `stratified ${100 - 2 * HELD_OUT_PERCENT}/${HELD_OUT_PERCENT}/${HELD_OUT_PERCENT}, seed ${seed}`,
    };
  }
  if (source.dev !== undefined && source.test !== undefined) return { train: first, dev, test, split: "given" };
  if (source.test !== undefined) {
    const [train, drawnDev] = carve(first, classes, 1, seed);
    return { train, dev: drawnDev, test, split: `given train and test; dev ${how}` };
  }
  if (source.dev !== undefined) {
    const [train, drawnTest] = carve(first, classes, 1, seed);
    return { train, dev, test: drawnTest, split: `given train and dev; test ${how}` };
  }
  const [train, drawnDev, drawnTest] = carve(first, classes, 2, seed);
  return { train, dev: drawnDev, test: drawnTest, split: `given train; dev and test ${how}` };
}

/**
 * Takes `heldOut` times 10 % of the rows away, class by class (a text belongs to the class of its first row), whole
 * groups of equal texts at a time. Rounding is carried from class to class, so that many small classes together still
 * give 10 %; a class's last group stays in train. Every part keeps the order of the rows.
 */
function carve(rows: readonly Entry[], classes: number, heldOut: 1 | 2, seed: number): [Entry[], Entry[], Entry[]] {
  const groupOf = new Map<string, { readonly label: number; rows: number }>();
  for (const { key, label } of rows) {
    const group = groupOf.get(key);
    if (group === undefined) groupOf.set(key, { label, rows: 1 });
    else group.rows++;
  }
  const keysOfClass: string[][] = Array.from({ length: classes }, () => []);
  for (const [key, { label }] of groupOf) keysOfClass[label]?.push(key);

  const partOf = new Map<string, number>();
  const random = createRandom(seed);
  const owed = [0, 0, 0];
  for (const keys of keysOfClass) {
    random.shuffle(keys);
    const rowsOfClass = keys.reduce((sum, key) => sum + (groupOf.get(key)?.rows ?? 0), 0);
    let next = 0;
    for (let part = heldOut; part >= 1; part--) {
      let due = (owed[part] ?? 0) + (rowsOfClass * HELD_OUT_PERCENT) / 100;
      for (; next < keys.length - 1; next++) {
        const key = keys[next] ?? "";
        const size = groupOf.get(key)?.rows ?? 0;
        if (due < size / 2) break;
        due -= size;
        partOf.set(key, part);
      }
      owed[part] = due;
    }
  }
  const parts: [Entry[], Entry[], Entry[]] = [[], [], []];
  for (const row of rows) parts[partOf.get(row.key) ?? 0]?.push(row);
  return parts;
}

/** Classes that a diagnostic names. */
const MOST_NAMED = 5;

function checkParts(dataset: Dataset, where: string): void {
  const { classes, train, dev, test } = dataset;
  const sizes = `${train.length} train, ${dev.length} dev and ${test.length} test rows`;
  if (train.length === 0 || dev.length === 0 || test.length === 0) {
    throw inputError("dataset-too-small", `the split gives ${sizes}; each part needs at least 1`, {
      where,
      hint: "Give at least 10 labelled texts, or files for each part.",
    });
  }
  const trained = new Set(train.map(({ label }) => label));
  const untrained = classes.filter((_, label) => !trained.has(label));
  if (untrained.length === 0) return;
  const known = classes.filter((_, label) => trained.has(label));
  const others = `${known
    .slice(0, MOST_NAMED)
    .map((name) => `'${name}'`)
    .join(", ")}${known.length > MOST_NAMED ? " and others" : ""}`;
  throw new SnncError(
    "input",
    untrained.map(
      (name): Diagnostic => ({
        code: "dataset-class-untrained",
        message: `the class '${name}' has no row in train, so it cannot be learned; train has ${others}`,
        where,
        hint: "Add rows of that class to train, or take the class out of the other files and of the label file; write each class in one way in all of them.",
      }),
    ),
  );
}
