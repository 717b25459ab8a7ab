/**
 * The benchmark's table in Markdown: for each set a line a row, with mean, deviation and 95 % interval over the seeds, and the
 * paired difference to the default network at 8 bit on the same texts.
 */
import { type Estimate, estimateAccuracy, estimateDifference, meanOfEstimates, type Resampling } from "../../util/statistics.js";
import { rowName, type StoredRow, TEXTS, WARNING } from "./rows.js";
import { type AccuracySet, resamplingOf } from "./sets.js";

/** A line of the table: a row's figures over its seeds. */
export interface TableLine {
  readonly name: string;
  readonly timesteps: number;
  readonly accuracy: Estimate;
  /** Points more than the default network at 8 bit, on the same texts; absent for that network itself. */
  readonly difference?: Estimate;
  readonly devAccuracy: number;
  readonly operations: number;
  readonly hiddenSpikes: number;
  readonly tableBytes: number;
  readonly trainSeconds: number;
  /** Published accuracies that the interval excludes, from above: what this line is better than. */
  readonly betterThan: readonly string[];
}

/** The lines of one set, in the order in which rows first appear. */
export function tableLines(set: AccuracySet, rows: readonly StoredRow[]): TableLine[] {
  const own = rows.filter((row) => row.set === set.name);
  const names = [...new Set(own.map(rowName))];
  const resampling = resamplingOf(set);
  const reference = own.filter((row) => row.role === "default" && row.variant === "" && row.bits === 8 && row.encoding === "word");
  return names.map((name) =>
    lineOf(
      set,
      name,
      own.filter((row) => rowName(row) === name),
      reference,
      resampling,
    ),
  );
}

/** All sets as one document. */
export function accuracyMarkdown(sets: readonly AccuracySet[], rows: readonly StoredRow[]): string {
  const parts = sets.map((set) => {
    const lines = tableLines(set, rows);
    const own = rows.filter((row) => row.set === set.name);
    const seeds = [...new Set(own.map(({ seed }) => seed))];
    const texts = own[0]?.correct.length ?? 0;
    const split = resamplingOf(set).kind === "fixed" ? "fixed test set" : "random splits 80/10/10";
    return [
      `### ${set.name}`,
      "",
      `Seeds ${seeds.join(", ")}; ${split}, ${texts.toLocaleString("en-US")} test texts each.${publishedOf(set)}`,
      "",
      ...textsOf(own),
      "| network | T | n | test, % | sd | 95 % interval | against default, points | dev, % | operations | hidden spikes | table bytes | training, s |",
      "|---|---|---|---|---|---|---|---|---|---|---|---|",
      ...lines.map(markdownLine),
      "",
      ...verdictOf(lines),
      ...notesOf(own),
    ].join("\n");
  });
  return [...parts, ...acrossSets(sets, rows)].join("\n");
}

/** What is compared over all sets, on the same texts of each. */
const COMPARISONS = [
  { what: "8 bit against floats", of: "default, word, 8 bit", than: "default, word, float" },
  { what: "4 bit against floats", of: "default, word, 4 bit", than: "default, word, float" },
  { what: "2 bit against floats", of: "default, word, 2 bit", than: "default, word, float" },
  { what: "coded words, 8 bit in 128 KiB, against 8 bit", of: "code, 8 bit", than: "default, word, 8 bit" },
  { what: "coded words, 4 bit in 64 KiB, against 8 bit", of: "code, 4 bit", than: "default, word, 8 bit" },
] as const;

/** Mean over the sets of paired differences, where several sets have both rows. */
function acrossSets(sets: readonly AccuracySet[], rows: readonly StoredRow[]): string[] {
  const lines = COMPARISONS.flatMap(({ what, of, than }) => {
    const measured = sets.flatMap((set) => {
      const own = rows.filter((row) => row.set === set.name);
      const difference = differenceOf(
        own.filter((row) => rowName(row) === of),
        own.filter((row) => rowName(row) === than),
        resamplingOf(set),
      );
      return difference === undefined ? [] : [{ set: set.name, difference }];
    });
    if (measured.length < 2) return [];
    const mean = meanOfEstimates(measured.map(({ difference }) => difference));
    return [`| ${what} | ${between(mean)} | ${measured.map(({ set, difference }) => `${set} ${signed(difference.mean)}`).join(", ")} |`];
  });
  if (lines.length === 0) return [];
  return ["### Over the sets", "", "| paired difference, points | mean over the sets (95 % interval) | of each |", "|---|---|---|", ...lines, ""];
}

/** Seed by seed on the same texts; none where no seed has both. */
function differenceOf(rows: readonly StoredRow[], others: readonly StoredRow[], resampling: Resampling): Estimate | undefined {
  const pairs = rows.flatMap((row) => {
    const other = others.find(({ seed }) => seed === row.seed);
    return other === undefined ? [] : [{ a: marksOf(row), b: marksOf(other) }];
  });
  return pairs.length === 0 ? undefined : estimateDifference(pairs, resampling);
}

function between({ mean, low, high }: Estimate): string {
  return `${signed(mean)} (${signed(low)} to ${signed(high)})`;
}

/** How many texts there are and what is odd about them, as of the first seed. */
function textsOf(rows: readonly StoredRow[]): string[] {
  const noted = rows.find(({ notes }) => notes.some((note) => note.startsWith(TEXTS)));
  if (noted === undefined) return [];
  const notes = noted.notes.filter((note) => note.startsWith(TEXTS)).map((note) => note.slice(TEXTS.length));
  return [`Seed ${noted.seed}: ${notes.join("; ")}.`, ""];
}

function lineOf(set: AccuracySet, name: string, rows: readonly StoredRow[], reference: readonly StoredRow[], resampling: Resampling): TableLine {
  const texts = rows.reduce((sum, row) => sum + row.correct.length, 0) / rows.length;
  const accuracy = estimateAccuracy(
    rows.map((row) => row.accuracy),
    texts,
    resampling,
  );
  const difference = differenceOf(rows, reference, resampling);
  const isReference = rows.every((row) => reference.includes(row));
  const mean = (figure: (row: StoredRow) => number): number => rows.reduce((sum, row) => sum + figure(row), 0) / rows.length;
  return {
    name,
    timesteps: mean((row) => row.timesteps),
    accuracy,
    ...(isReference || difference === undefined ? {} : { difference }),
    devAccuracy: mean((row) => row.devAccuracy),
    operations: mean((row) => row.operations),
    hiddenSpikes: mean((row) => row.hiddenSpikes),
    tableBytes: mean((row) => row.tableBytes),
    trainSeconds: mean((row) => row.trainSeconds),
    betterThan: set.published.filter((rival) => accuracy.low > rival.accuracy).map(({ what }) => what),
  };
}

function marksOf({ correct }: StoredRow): boolean[] {
  return Array.from(correct, (mark) => mark === "1");
}

function markdownLine({ name, timesteps, accuracy, difference, ...line }: TableLine): string {
  const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
  return `| ${[
    name,
    timesteps === 0 ? "" : timesteps.toFixed(0),
    accuracy.n,
    accuracy.mean.toFixed(2),
    accuracy.n > 1 ? accuracy.deviation.toFixed(2) : "",
    `${accuracy.low.toFixed(1)} to ${accuracy.high.toFixed(1)}`,
    difference === undefined ? "" : between(difference),
    line.devAccuracy.toFixed(2),
    whole(line.operations),
    line.hiddenSpikes.toFixed(0),
    whole(line.tableBytes),
    line.trainSeconds.toFixed(0),
  ].join(" | ")} |`;
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(2)}`;
}

function publishedOf({ published }: AccuracySet): string {
  if (published.length === 0) return "";
  const rivals = published.map(({ what, accuracy, isAbout }) => `${what} ${isAbout === true ? "about " : ""}${accuracy.toFixed(2)}`).join(", ");
  return ` Published, epoch picked on the test set: ${rivals}.`;
}

/** Only what an interval excludes is called better; lines that are better than the same are told together. */
function verdictOf(lines: readonly TableLine[]): string[] {
  const verdicts = new Map<string, string[]>();
  for (const { name, betterThan } of lines) {
    if (betterThan.length === 0 || !/^(tiny|default|best|code)/.test(name) || !name.endsWith("8 bit")) continue;
    const rivals = betterThan.join("; ");
    verdicts.set(rivals, [...(verdicts.get(rivals) ?? []), name]);
  }
  return [...verdicts].map(([rivals, names]) => `The interval excludes, from above, ${rivals}: ${names.join("; ")}.\n`);
}

/** What was found besides the figures, seed by seed: of the roles whose figures do not tell it, and warnings of all. */
function notesOf(rows: readonly StoredRow[]): string[] {
  const noted = rows.flatMap((row) => {
    const isTold = row.role === "rate" || (row.role === "code" && row.variant !== "");
    const notes = row.notes.filter((note) => isTold || note.startsWith(WARNING));
    return notes.length === 0 ? [] : [`- ${rowName(row)}, seed ${row.seed}: ${notes.join("; ")}.`];
  });
  return noted.length === 0 ? [] : [...noted, ""];
}
