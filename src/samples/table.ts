/** Numeric tables (.csv): a sample a row, `label,v1,v2,...` or the values alone; the header row is optional. */
import { type Diagnostic, inputError } from "../util/diagnostics.js";
import { eachRow, isName, numberOf, shownCell } from "./cells.js";
import { collectComplaints } from "./complaints.js";
import { type Labelling, labelling } from "./labels.js";

/** Rows of a table; `labelled` undefined: it has no label column. */
export interface NumericTable {
  readonly rows: number;
  /** [rows x elements]. */
  readonly values: Float32Array;
  readonly labelled: Labelling | undefined;
}

const LABEL_NAMES: readonly string[] = ["label", "class", "category"];

/**
 * Reads rows of `elements` values. The first row is a header if none of its cells beyond the first is a number (none at
 * all, where there is but one); a header may put the label column elsewhere by the name label, class or category. Throws
 * SnncError (input) `samples-columns`, `samples-value`, `samples-label`, `samples-empty`, file and line named.
 */
export function parseNumericTable(bytes: Uint8Array, where: string, elements: number, classes: readonly string[] | undefined): NumericTable {
  const complaints = collectComplaints(where);
  const lines: number[] = [];
  const labels: string[] = [];
  let values = new Float32Array(0);
  let layout: Layout | "misfit" | undefined;

  eachRow(bytes, where, (cells, line) => {
    if (layout === undefined) {
      const isHeader = (cells.length > 1 ? cells.slice(1) : cells).every(isName);
      layout = layoutOf(cells, isHeader, elements);
      if (layout === "misfit") complaints.add(wrongWidth(cells.length, undefined, elements, `${where}:${line}`));
      if (isHeader) return;
    }
    // One complaint is enough where no row can fit.
    if (layout === "misfit") return;
    if (cells.length !== layout.width) {
      complaints.add(wrongWidth(cells.length, layout.width, elements, `${where}:${line}`));
      return;
    }
    const row = lines.length;
    lines.push(line);
    // Room for twice as many, so that a long file is copied but a few times.
    if ((row + 1) * elements > values.length) values = grown(values, Math.max(2 * values.length, elements));
    let at = row * elements;
    for (const [column, cell] of cells.entries()) {
      if (column === layout.label) {
        if (cell === "") complaints.add({ code: "samples-label", message: "the row has no label", where: `${where}:${line}` });
        labels.push(cell);
        continue;
      }
      const value = numberOf(cell);
      values[at] = value ?? Number.NaN;
      if (!Number.isFinite(values[at])) complaints.add(wrongValue(cell, column, `${where}:${line}`));
      at++;
    }
  });
  complaints.throwIfAny();
  if (layout === undefined || layout === "misfit" || lines.length === 0) {
    throw inputError("samples-empty", "the file has no samples", { where, hint: "Give one sample a row: label,v1,v2,..." });
  }
  const labelled = layout.label === undefined ? undefined : labelling(labels, classes, (row) => `${where}:${lines[row]}`, complaints);
  complaints.throwIfAny();
  return { rows: lines.length, values: values.slice(0, lines.length * elements), labelled };
}

/** Cells of every row, and which of them is the label. */
interface Layout {
  readonly width: number;
  readonly label: number | undefined;
}

/** What the first row says; a misfit has neither `elements` cells nor one more. */
function layoutOf(first: readonly string[], isHeader: boolean, elements: number): Layout | "misfit" {
  const width = first.length;
  if (width === elements) return { width, label: undefined };
  if (width !== elements + 1) return "misfit";
  const named = isHeader ? first.findIndex((name) => LABEL_NAMES.includes(name.toLowerCase())) : 0;
  return { width, label: Math.max(named, 0) };
}

function wrongWidth(cells: number, width: number | undefined, elements: number, where: string): Diagnostic {
  return {
    code: "samples-columns",
    message: `the row has ${cells} cells; ${width === undefined ? `${elements} values, or a label and ${elements} values, are expected` : `the first has ${width}`}`,
    where,
    hint: `A sample has ${elements} values, as many as the network's input.`,
  };
}

function wrongValue(cell: string, column: number, where: string): Diagnostic {
  return { code: "samples-value", message: `column ${column + 1} holds ${shownCell(cell)}; a finite number is expected`, where };
}

function grown(values: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const more = new Float32Array(length);
  more.set(values);
  return more;
}
