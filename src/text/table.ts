/**
 * Labelled rows out of a user's file: `.tsv` without quoting, `.csv` after RFC 4180, `.jsonl`. Bytes in, rows out; every
 * complaint names file and line, and as many as possible are collected before anything is thrown.
 */
import { CsvError, parse } from "csv-parse/sync";
import { assertNever, type Diagnostic, inputError, SnncError } from "../util/diagnostics.js";

/** A row before splitting; `label` undefined: the row has none. */
export interface LabelledRow {
  readonly text: string;
  readonly label: string | undefined;
}

/** A column by its name in the header (a key, in `.jsonl`), or by its position counted from 1. */
export type ColumnRef = string | number;

export interface TableOptions {
  /** File name for diagnostics. */
  readonly where: string;
  readonly format: TableFormat;
  /** By default the column named `text` (or sentence, review). */
  readonly textColumn?: ColumnRef | undefined;
  /** By default the column named `label` (or class, category). */
  readonly labelColumn?: ColumnRef | undefined;
  /** Whether the first row names the columns. By default: yes if it holds both columns' names. Not for `.jsonl`. */
  readonly hasHeader?: boolean | undefined;
}

export type TableFormat = "tsv" | "csv" | "jsonl";

/** Formats by file suffix; undefined for any other. */
export function formatOfFile(path: string): TableFormat | undefined {
  const suffix = /\.(tsv|csv|jsonl)$/i.exec(path)?.[1]?.toLowerCase();
  return suffix === "tsv" || suffix === "csv" || suffix === "jsonl" ? suffix : undefined;
}

/** The rows of a file and the blank lines passed over. Throws SnncError (input) with every malformed row. */
export function parseTable(bytes: Uint8Array, options: TableOptions): { readonly rows: readonly LabelledRow[]; readonly blankRows: number } {
  const text = decodeUtf8(bytes, options.where);
  switch (options.format) {
    case "tsv":
      return fromCells(tsvCells(text), options);
    case "csv":
      return fromCells(csvCells(text, options.where), options);
    case "jsonl":
      return fromJsonLines(text, options);
    default:
      return assertNever(options.format);
  }
}

/** Strict UTF-8 without the byte order mark; `text-encoding` names the first line that is not. */
export function decodeUtf8(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const hint = isUtf16
      ? "It begins like UTF-16: save it as UTF-8, or convert it with `iconv -f UTF-16 -t UTF-8`."
      : "Save the file as UTF-8, or convert it with `iconv -t UTF-8`.";
    throw inputError("text-encoding", "the file is not valid UTF-8 from this line on", {
      where: `${where}:${firstInvalidLine(bytes)}`,
      hint,
    });
  }
}

/** Most complaints about one file that are printed; the rest is a count. */
const DIAGNOSTICS_SHOWN = 20;

/** Throws the collected complaints, the first 20 in full. */
export function throwCollected(diagnostics: readonly Diagnostic[], where: string): void {
  if (diagnostics.length === 0) return;
  const shown = diagnostics.slice(0, DIAGNOSTICS_SHOWN);
  const more = diagnostics.length - shown.length;
  const last: Diagnostic[] = more === 0 ? [] : [{ code: "more", message: `and ${more} more like these`, where }];
  throw new SnncError("input", [...shown, ...last]);
}

interface NumberedCells {
  readonly line: number;
  readonly cells: readonly string[];
}

const NEWLINE = 0x0a;

/** No character of valid UTF-8 has a newline byte inside, so the lines can be tried one by one. */
function firstInvalidLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return line;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function tsvCells(text: string): NumberedCells[] {
  return linesOf(text).map((line, index) => ({ line: index + 1, cells: line.split("\t") }));
}

function csvCells(text: string, where: string): NumberedCells[] {
  try {
    const records: NumberedCells[] = [];
    // `lines` is the line that a record ends on; a record starts one after the end of the one before.
    let line = 1;
    parse(text, {
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n"],
      on_record: (cells: readonly string[], { lines }) => {
        records.push({ line, cells });
        line = lines + 1;
        return null;
      },
    });
    return records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const lines = "lines" in error ? error.lines : undefined;
    throw inputError("dataset-csv", csvComplaint(error.code), {
      where: typeof lines === "number" ? `${where}:${lines}` : where,
      hint: 'Put cells that hold commas, quotes or line breaks in double quotes and write a quote inside as "" (RFC 4180).',
    });
  }
}

function csvComplaint(code: string): string {
  switch (code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return "a quoted cell is not closed before the end of the file";
    case "CSV_INVALID_CLOSING_QUOTE":
      return "a closing quote is followed by something other than a comma or a line end";
    case "INVALID_OPENING_QUOTE":
      return "a quote stands inside a cell that does not begin with one";
    default:
      return `the row is not RFC 4180 (${code})`;
  }
}

const TEXT_NAMES: readonly string[] = ["text", "sentence", "review"];
const LABEL_NAMES: readonly string[] = ["label", "class", "category"];

function fromCells(all: readonly NumberedCells[], options: TableOptions): { rows: LabelledRow[]; blankRows: number } {
  const filled = all.filter(({ cells }) => !isBlank(cells));
  const blankRows = all.length - filled.length;
  const first = filled[0];
  if (first === undefined) throw emptyFile(options.where);
  const { text, label, hasHeader } = locateColumns(first, options);
  const width = first.cells.length;
  const diagnostics: Diagnostic[] = [];
  const rows: LabelledRow[] = [];
  for (const { line, cells } of hasHeader ? filled.slice(1) : filled) {
    const textCell = cells[text];
    const labelCell = cells[label];
    if (cells.length !== width || textCell === undefined || labelCell === undefined) {
      diagnostics.push({
        code: "dataset-row-columns",
        message: `the row has ${countOf(cells.length, "column")}; the first row has ${width}`,
        where: `${options.where}:${line}`,
        hint:
          options.format === "tsv"
            ? "Columns are separated by single tabs and a text holds none; use .csv or .jsonl for texts with tabs."
            : "Put cells that hold commas in double quotes.",
      });
      continue;
    }
    rows.push({ text: textCell, label: labelCell.trim() === "" ? undefined : labelCell.trim() });
  }
  throwCollected(diagnostics, options.where);
  return { rows, blankRows };
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && (cells[0] ?? "").trim() === "";
}

/** Zero-based positions of both columns, and whether the first row names them. */
function locateColumns(first: NumberedCells, options: TableOptions): { text: number; label: number; hasHeader: boolean } {
  const names = first.cells.map((cell) => cell.trim());
  const where = `${options.where}:${first.line}`;
  const find = (ref: ColumnRef | undefined, usual: readonly string[]): number => {
    if (typeof ref === "number") return ref - 1;
    if (ref !== undefined) return names.indexOf(ref);
    return names.findIndex((name) => usual.includes(name.toLowerCase()));
  };
  const text = find(options.textColumn, TEXT_NAMES);
  const label = find(options.labelColumn, LABEL_NAMES);
  // The plain form of labelled texts: label, tab, text, and no header.
  const isUnnamed = options.textColumn === undefined && options.labelColumn === undefined && text < 0 && label < 0;
  if (options.format === "tsv" && isUnnamed && options.hasHeader !== true && names.length === 2) {
    return { text: 1, label: 0, hasHeader: false };
  }
  const namesAt = (index: number, usual: readonly string[]): boolean => usual.includes((names[index] ?? "").toLowerCase());
  const isByName = typeof options.textColumn !== "number" || typeof options.labelColumn !== "number";
  const hasHeader = isByName || (options.hasHeader ?? (namesAt(text, TEXT_NAMES) && namesAt(label, LABEL_NAMES)));

  const complaints: Diagnostic[] = [];
  const check = (kind: "text" | "label", ref: ColumnRef | undefined, index: number): void => {
    if (index >= 0 && index < names.length && Number.isInteger(index)) return;
    const wanted = typeof ref === "number" ? `position ${ref}` : ref === undefined ? `name '${kind}'` : `name '${ref}'`;
    const found = typeof ref === "number" ? countOf(names.length, "column") : names.map((name) => `'${name}'`).join(", ");
    complaints.push({
      code: "dataset-column-missing",
      message: `there is no ${kind} column of ${wanted}; the first row has ${found}`,
      where,
      hint: `Name it with --${kind}-column, by its name in the header or by its position (1 is the first).`,
    });
  };
  check("text", options.textColumn, text);
  check("label", options.labelColumn, label);
  if (complaints.length > 0) throw new SnncError("input", complaints);
  if (text === label) {
    throw inputError("dataset-column-same", `text and label are both column ${text + 1}`, {
      where,
      hint: "Name two different columns with --text-column and --label-column.",
    });
  }
  return { text, label, hasHeader };
}

function fromJsonLines(text: string, options: TableOptions): { rows: LabelledRow[]; blankRows: number } {
  const diagnostics: Diagnostic[] = [];
  const rows: LabelledRow[] = [];
  let blankRows = 0;
  const lines = linesOf(text);
  lines.forEach((line, index) => {
    if (line.trim() === "") {
      blankRows++;
      return;
    }
    const row = jsonRow(line, options);
    if (typeof row === "string") diagnostics.push({ code: "dataset-jsonl", message: row, where: `${options.where}:${index + 1}` });
    else rows.push(row);
  });
  if (lines.length === blankRows) throw emptyFile(options.where);
  throwCollected(diagnostics, options.where);
  return { rows, blankRows };
}

/** A row, or what is wrong with it. Objects are read by key, arrays by position. */
function jsonRow(line: string, options: TableOptions): LabelledRow | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `the line is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (typeof value !== "object" || value === null) return `the line holds ${describe(value)}; an object or an array is expected`;
  const text = jsonCell(value, options.textColumn, TEXT_NAMES);
  const label = jsonCell(value, options.labelColumn, LABEL_NAMES);
  if (!text.isPresent) return `the row has no text ${text.wanted}; it has ${text.found}`;
  if (typeof text.value !== "string") return `the text ${text.wanted} is ${describe(text.value)}; a string is expected`;
  if (label.value === undefined || label.value === null) return { text: text.value, label: undefined };
  if (typeof label.value === "object") return `the label ${label.wanted} is ${describe(label.value)}; a string, number or boolean is expected`;
  const name = String(label.value).trim();
  return { text: text.value, label: name === "" ? undefined : name };
}

function jsonCell(row: object, ref: ColumnRef | undefined, usual: readonly string[]) {
  const entries = Object.entries(row);
  if (Array.isArray(row)) {
    const cells: readonly unknown[] = row;
    const position = typeof ref === "number" ? ref : 0;
    const wanted = typeof ref === "number" ? `at position ${ref}` : "position (rows that are arrays need one)";
    return { value: cells[position - 1], isPresent: position - 1 in cells, wanted, found: countOf(cells.length, "element") };
  }
  const key = typeof ref === "string" ? ref : usual.find((name) => Object.hasOwn(row, name));
  const wanted = typeof ref === "number" ? `at position ${ref} (objects have names)` : `named '${key ?? usual[0] ?? ""}'`;
  const entry = typeof ref === "number" ? undefined : entries.find(([name]) => name === key);
  const found = entries.map(([name]) => `'${name}'`).join(", ") || "no names";
  return { value: entry?.[1], isPresent: entry !== undefined, wanted, found };
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  return `the ${typeof value} ${JSON.stringify(value)}`;
}

function emptyFile(where: string): SnncError {
  return inputError("dataset-empty", "the file has no rows", { where, hint: "Give one labelled text a row." });
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
