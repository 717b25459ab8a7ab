/** A user's CSV file (RFC 4180) as rows of cells with their lines, one at a time. */

import { isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import { inputError } from "../util/diagnostics.js";

/** Longest row in characters: enough for 100,000 numbers, and an end to a quote that is never closed. */
const LONGEST_ROW = 4_000_000;

/** Calls `visit` with each row that is not blank, cells trimmed, and its line counted from 1. Throws SnncError (input) `samples-csv`, `text-encoding`. */
export function eachRow(bytes: Uint8Array, where: string, visit: (cells: readonly string[], line: number) => void): void {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw inputError("text-encoding", "the file is not valid UTF-8 from this line on", {
      where: `${where}:${firstInvalidLine(bytes)}`,
      hint: "Save the file as UTF-8, or convert it with `iconv -t UTF-8`.",
    });
  }
  try {
    // `lines` is the line that a record ends on; a record starts one after the end of the one before.
    let line = 1;
    parse(text, {
      relax_column_count: true,
      trim: true,
      record_delimiter: ["\r\n", "\n"],
      max_record_size: LONGEST_ROW,
      on_record: (cells: readonly string[], { lines }) => {
        if (cells.length > 1 || cells[0] !== "") visit(cells, line);
        line = lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const lines = "lines" in error ? error.lines : undefined;
    throw inputError("samples-csv", `the row is not comma-separated values (${error.code})`, {
      where: typeof lines === "number" ? `${where}:${lines}` : where,
      hint: "Separate the cells by commas, write numbers with a decimal point, and put names with commas in double quotes.",
    });
  }
}

const NEWLINE = 0x0a;

/** No character of valid UTF-8 has a newline byte inside, so the lines can be tried one by one. */
function firstInvalidLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}

/** The number that a cell holds; undefined for anything but a finite decimal number. */
export function numberOf(cell: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell)) return undefined;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

/** The whole number >= 0 that a cell holds, below 2^31. */
export function indexOf(cell: string): number | undefined {
  if (!/^\d{1,10}$/.test(cell)) return undefined;
  const value = Number(cell);
  return value < 2 ** 31 ? value : undefined;
}

/** Whether a cell can be the name of a column: no number, nor one that went wrong. */
export function isName(cell: string): boolean {
  return cell !== "" && !Number.isFinite(Number(cell)) && !/^[+-]?(nan|inf|infinity)$/i.test(cell);
}

/** A cell in a diagnostic: short, without control characters. */
export function shownCell(cell: string): string {
  const short = cell.length > 40 ? `${cell.slice(0, 40)}...` : cell;
  return `'${short.replace(/\p{Cc}/gu, "?")}'`;
}
