/**
 * The benchmark's table in Markdown: for each set a line a row, with mean, deviation and 95 % interval over the seeds, and the
 * paired difference to the default network at 8 bit on the same texts.
 */
import { type Estimate, estimateAccuracy, estimateDifference, type Resampling } from "../../util/statistics.js";
import { rowName, type StoredRow } from "./rows.js";
import { type AccuracySet, resamplingOf } from "./sets.js";

/** A line of the table: a row's figures over its seeds. */
export interface TableLine {
  readonly name: string;
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
    const seeds = [...new Set(rows.filter((row) => row.set === set.name).map(({ seed }) => seed))];
    const texts = rows.find((row) => row.set === set.name)?.correct.length ?? 0;
    const split = resamplingOf(set).kind === "fixed" ? "fixed test set" : "random splits 80/10/10";
    return [
      `### ${set.name}`,
      "",
      `Seeds ${seeds.join(", ")}; ${split}, ${texts.toLocaleString("en-US")} test texts each.${publishedOf(set)}`,
      "",
      "| network | test, % | sd | 95 % interval | against default, points | dev, % | operations | hidden spikes | table bytes | training, s |",
      "|---|---|---|---|---|---|---|---|---|---|",
      ...lines.map(markdownLine),
      "",
      ...verdictOf(lines),
      ...notesOf(rows.filter((row) => row.set === set.name)),
    ].join("\n");
  });
  return `${parts.join("\n")}`;
}

function lineOf(set: AccuracySet, name: string, rows: readonly StoredRow[], reference: readonly StoredRow[], resampling: Resampling): TableLine {
  const texts = rows.reduce((sum, row) => sum + row.correct.length, 0) / rows.length;
  const accuracy = estimateAccuracy(
    rows.map((row) => row.accuracy),
    texts,
    resampling,
  );
  const pairs = rows.flatMap((row) => {
    const other = reference.find(({ seed }) => seed === row.seed);
    return other === undefined ? [] : [{ a: marksOf(row), b: marksOf(other) }];
  });
  const isReference = rows.every((row) => reference.includes(row));
  const mean = (figure: (row: StoredRow) => number): number => rows.reduce((sum, row) => sum + figure(row), 0) / rows.length;
  return {
    name,
    accuracy,
    ...(isReference || pairs.length === 0 ? {} : { difference: estimateDifference(pairs, resampling) }),
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

function markdownLine({ name, accuracy, difference, ...line }: TableLine): string {
  const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
  return `| ${[
    name,
    accuracy.mean.toFixed(2),
    accuracy.n > 1 ? accuracy.deviation.toFixed(2) : "",
    `${accuracy.low.toFixed(1)} to ${accuracy.high.toFixed(1)}`,
    difference === undefined ? "" : `${signed(difference.mean)} (${signed(difference.low)} to ${signed(difference.high)})`,
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
  const rivals = published.map(({ what, accuracy }) => `${what} ${accuracy.toFixed(2)}`).join(", ");
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

/** What was found besides the figures, seed by seed, of the roles whose figures do not tell it. */
function notesOf(rows: readonly StoredRow[]): string[] {
  const noted = rows.filter(({ role, variant, notes }) => notes.length > 0 && (role === "rate" || (role === "code" && variant !== "")));
  return noted.map((row) => `- ${rowName(row)}, seed ${row.seed}: ${row.notes.join("; ")}.`).concat(noted.length > 0 ? [""] : []);
}
