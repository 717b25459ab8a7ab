/**
 * The accuracy benchmark: cells (a data set and a seed) measured step by step into a folder, so that an interrupted run goes
 * on where it stopped. A step's file is kept while its options are the same; other texts, word vectors, threads or backends are
 * refused. After a change of snnc itself, take another folder.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { decodeGraph, encodeGraph } from "../../graph/codec.js";
import { textCnnFromGraph, textCnnToGraph } from "../../learn/graph.js";
import { ensureWritableDirectory, writeFileAtomic } from "../../tools/files.js";
import { inputError } from "../../util/diagnostics.js";
import { type WorkOptions, workOptions } from "../../util/progress.js";
import { type Cell, type CellOptions, openCell } from "./cell.js";
import { parseStoredRows, rowName, type StoredRow } from "./rows.js";
import { type AccuracySet, filesOf } from "./sets.js";
import { measureStep, type Step } from "./steps.js";

export interface BenchmarkOptions extends WorkOptions {
  readonly sets: readonly AccuracySet[];
  readonly seedsOf: (set: AccuracySet) => readonly number[];
  readonly steps: readonly Step[];
  /** Folder of the data sets. */
  readonly data: string;
  readonly embeddings?: string;
  /** Networks folded into the best one. */
  readonly members: number;
  /** Folder of the results. */
  readonly folder: string;
  /** Only rows that the folder has; nothing is measured. */
  readonly measured?: boolean;
  /** A line for each step that is done, or was done already. */
  readonly note?: (line: string) => void;
}

/** All rows of the cells asked for, in the order of sets, seeds and steps. Throws SnncError, and the signal's reason when aborted. */
export async function runAccuracyBenchmark(options: BenchmarkOptions): Promise<StoredRow[]> {
  const { sets, seedsOf, steps, note = () => {} } = options;
  ensureWritableDirectory(options.folder);
  checkInputs(options);
  const rows: StoredRow[] = [];
  for (const set of sets) {
    for (const seed of seedsOf(set)) {
      const model = join(options.folder, `${set.name}-${seed}-default-${keyOf(set, options)}.pb`);
      const cellOptions: CellOptions = {
        ...workOptions(options),
        seed,
        folder: options.data,
        members: options.members,
        ...embeddingsOf(options),
        keep: (network) => writeFileAtomic(model, encodeGraph(textCnnToGraph(network, set.name))),
        kept: () => (existsSync(model) ? textCnnFromGraph(decodeGraph(readFileSync(model), model)) : undefined),
      };
      let cell: Cell | undefined;
      for (const step of steps) {
        const path = join(options.folder, `${set.name}-${seed}-${step}-${keyOf(set, options)}.json`);
        let measured = existsSync(path) ? parseStoredRows(readFileSync(path, "utf8")) : undefined;
        const isOld = measured !== undefined;
        const start = performance.now();
        if (measured === undefined && options.measured === true) continue;
        if (measured === undefined) {
          cell ??= await openCell(set, cellOptions);
          measured = await measureStep(cell, step);
          options.signal?.throwIfAborted();
          writeFileAtomic(path, `${JSON.stringify(measured)}\n`);
        }
        rows.push(...measured);
        const seconds = (performance.now() - start) / 1000;
        note(`${set.name} seed ${seed}, ${step}: ${summaryOf(measured)}${isOld ? " (measured before)" : ` (${seconds.toFixed(0)} s)`}`);
      }
    }
  }
  return rows;
}

/** What a step's result depends on besides its texts: a changed recipe is measured anew. */
function keyOf({ preset, files, tinyFilters, publishedMethod }: AccuracySet, { members, embeddings }: BenchmarkOptions): string {
  return createHash("sha256")
    .update(JSON.stringify([preset, files, tinyFilters, publishedMethod, members, embeddings === undefined ? "" : resolve(embeddings)]))
    .digest("hex")
    .slice(0, 8);
}

/** Digests of what rows in a folder were measured with, by name. */
const inputsSchema = z.record(z.string(), z.string());

/**
 * Refuses other inputs than the rows of the folder come from: SnncError (input) `accuracy-inputs`. Notes those of sets that it did not
 * know, unless nothing is to be measured.
 */
function checkInputs({ folder, sets, data, embeddings, measured }: BenchmarkOptions): void {
  const path = join(folder, "inputs.json");
  const digest = (files: readonly string[]): string => {
    const hash = createHash("sha256");
    for (const file of files) hash.update(readFileSync(file));
    return hash.digest("hex").slice(0, 16);
  };
  const now: Record<string, string> = {
    "word vectors": embeddings === undefined ? "none" : digest([embeddings]),
    backend: process.env.SNNC_BACKEND ?? "",
    threads: process.env.SNNC_TF_THREADS ?? "",
    ...Object.fromEntries(sets.map((set) => [`texts of ${set.name}`, digest(filesOf(set, data))])),
  };
  const before = existsSync(path) ? inputsOf(readFileSync(path, "utf8")) : {};
  const changed = Object.keys(now).filter((name) => before[name] !== undefined && before[name] !== now[name]);
  if (changed.length > 0) {
    throw inputError("accuracy-inputs", `rows in this folder were measured with other ${changed.join(", ")}`, {
      where: folder,
      hint: "Take another folder: -o DIR.",
    });
  }
  if (measured !== true) writeFileAtomic(path, `${JSON.stringify({ ...before, ...now }, undefined, 2)}\n`);
}

function inputsOf(text: string): Record<string, string> {
  try {
    return inputsSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

function summaryOf(rows: readonly StoredRow[]): string {
  return rows.map((row) => `${rowName(row)} ${row.accuracy.toFixed(2)}`).join("; ");
}

function embeddingsOf({ embeddings }: BenchmarkOptions): { readonly embeddings?: string } {
  return embeddings === undefined ? {} : { embeddings };
}
