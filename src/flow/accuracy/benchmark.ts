/**
 * The accuracy benchmark: cells (a data set and a seed) measured step by step into a folder, so that an interrupted run goes
 * on where it stopped. A step's file is kept while its options are the same: after a change of snnc itself, take another folder.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { decodeGraph, encodeGraph } from "../../graph/codec.js";
import { textCnnFromGraph, textCnnToGraph } from "../../learn/graph.js";
import { ensureWritableDirectory, writeFileAtomic } from "../../tools/files.js";
import { type WorkOptions, workOptions } from "../../util/progress.js";
import { type Cell, type CellOptions, openCell } from "./cell.js";
import { parseStoredRows, rowName, type StoredRow } from "./rows.js";
import type { AccuracySet } from "./sets.js";
import { measureStep, type Step } from "./steps.js";

export interface BenchmarkOptions extends WorkOptions {
  readonly sets: readonly AccuracySet[];
  readonly seeds: readonly number[];
  readonly steps: readonly Step[];
  /** Folder of the data sets. */
  readonly data: string;
  readonly embeddings?: string;
  /** Networks folded into the best one. */
  readonly members: number;
  /** Folder of the results. */
  readonly folder: string;
  /** A line for each step that is done, or was done already. */
  readonly note?: (line: string) => void;
}

/** All rows of the cells asked for, in the order of sets, seeds and steps. Throws SnncError, and the signal's reason when aborted. */
export async function runAccuracyBenchmark(options: BenchmarkOptions): Promise<StoredRow[]> {
  const { sets, seeds, steps, note = () => {} } = options;
  ensureWritableDirectory(options.folder);
  const rows: StoredRow[] = [];
  for (const set of sets) {
    for (const seed of seeds) {
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
function keyOf({ preset, files }: AccuracySet, { members, embeddings }: BenchmarkOptions): string {
  return createHash("sha256")
    .update(JSON.stringify([preset, files, members, embeddings === undefined ? "" : resolve(embeddings)]))
    .digest("hex")
    .slice(0, 8);
}

function summaryOf(rows: readonly StoredRow[]): string {
  return rows.map((row) => `${rowName(row)} ${row.accuracy.toFixed(2)}`).join("; ");
}

function embeddingsOf({ embeddings }: BenchmarkOptions): { readonly embeddings?: string } {
  return embeddings === undefined ? {} : { embeddings };
}
