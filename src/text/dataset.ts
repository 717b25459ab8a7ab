/** `loadDataset`: the one way in which labelled texts come in, from an embedded set or from the user's own files. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { assertNever, type Diagnostic, inputError, SnncError } from "../util/diagnostics.js";
import { readReviews, readWordnet } from "./packages.js";
import { assembleDataset } from "./split.js";
import { type ColumnRef, decodeUtf8, formatOfFile, type LabelledRow, parseTable, type TableFormat } from "./table.js";
import type { Dataset, Language } from "./types.js";

export type DatasetRequest =
  | { readonly kind: "wordnet"; readonly seed?: number | undefined }
  | { readonly kind: "reviews"; readonly seed?: number | undefined }
  | FileRequest;

/** The user's own files. */
export interface FileRequest {
  readonly kind: "file";
  /** One file to be split here, or files of a given split; dev and test are carved from train where missing. */
  readonly files: string | { readonly train: string; readonly dev?: string | undefined; readonly test?: string | undefined };
  /** Name for reports; by default the file's name without its suffix. */
  readonly name?: string | undefined;
  readonly language?: Language | undefined;
  readonly seed?: number | undefined;
  readonly textColumn?: ColumnRef | undefined;
  readonly labelColumn?: ColumnRef | undefined;
  /** Whether the first row names the columns; found out if absent. */
  readonly hasHeader?: boolean | undefined;
  /** File with the classes in order, one a line: a name, or `label<TAB>name`. */
  readonly labels?: string | undefined;
}

/** Seed of splits that nobody asked for otherwise. */
export const DEFAULT_SPLIT_SEED = 1;

/**
 * Reads, audits and splits a data set. Throws SnncError (input) with codes `file-unreadable`, `file-format`,
 * `text-encoding` and `dataset-*`, naming file and line.
 */
export function loadDataset(request: DatasetRequest): Dataset {
  const seed = request.seed ?? DEFAULT_SPLIT_SEED;
  switch (request.kind) {
    case "wordnet":
      return assembleDataset({ kind: "all", all: readWordnet() }, { name: "wordnet", language: "en", seed, where: "wordnet" });
    case "reviews":
      return assembleDataset({ kind: "all", all: readReviews() }, { name: "reviews", language: "en", seed, where: "reviews" });
    case "file":
      return loadFiles(request, seed);
    default:
      return assertNever(request);
  }
}

function loadFiles(request: FileRequest, seed: number): Dataset {
  const { files } = request;
  const main = typeof files === "string" ? files : files.train;
  let blankRows = 0;
  const rowsOf = (path: string): readonly LabelledRow[] => {
    const parsed = parseTable(readBytes(path), {
      where: path,
      format: requireFormat(path),
      textColumn: request.textColumn,
      labelColumn: request.labelColumn,
      hasHeader: request.hasHeader,
    });
    blankRows += parsed.blankRows;
    return parsed.rows;
  };
  const source =
    typeof files === "string"
      ? { kind: "all" as const, all: rowsOf(files) }
      : {
          kind: "given" as const,
          train: rowsOf(files.train),
          ...(files.dev === undefined ? {} : { dev: rowsOf(files.dev) }),
          ...(files.test === undefined ? {} : { test: rowsOf(files.test) }),
        };
  return assembleDataset(source, {
    name: request.name ?? basename(main).replace(/\.[^.]*$/, ""),
    language: request.language ?? "en",
    seed,
    classNames: request.labels === undefined ? undefined : readClassNames(request.labels),
    blankRows,
    where: main,
  });
}

function requireFormat(path: string): TableFormat {
  const format = formatOfFile(path);
  if (format !== undefined) return format;
  throw inputError("file-format", "the file's suffix is none of .tsv, .csv and .jsonl", {
    where: path,
    hint: "Rename it after its format: .tsv without quoting, .csv as RFC 4180, .jsonl with one JSON object a line.",
  });
}

/** Label as written -> class name, in file order. */
function readClassNames(path: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  decodeUtf8(readBytes(path), path)
    .split(/\r?\n/)
    .forEach((line, index) => {
      if (line.trim() === "") return;
      const where = `${path}:${index + 1}`;
      const [label = "", name = label, ...rest] = line.split("\t").map((cell) => cell.trim());
      if (label === "" || name === "" || rest.length > 0) {
        diagnostics.push({ code: "dataset-labels", message: `'${line}' is neither a name nor a label, a tab and a name`, where });
      } else if (names.has(label)) {
        diagnostics.push({ code: "dataset-labels", message: `the label '${label}' is listed twice`, where });
      } else {
        names.set(label, name);
      }
    });
  if (diagnostics.length > 0) throw new SnncError("input", diagnostics);
  return names;
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw inputError("file-unreadable", `the file cannot be read: ${reasonOf(error)}`, {
      where: path,
      hint: "Check the path and its permissions.",
    });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return "it does not exist";
    case "EACCES":
      return "permission denied";
    case "EISDIR":
      return "it is a folder";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
