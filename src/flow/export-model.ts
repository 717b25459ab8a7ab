/** `snnc export`: the spiking graph of a bundle, a graph.pb or a foreign model -> a file that other frameworks read (NIR). */
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { decodeGraph } from "../graph/codec.js";
import type { Graph } from "../graph/graph.js";
import { writeNir } from "../import/nir/write.js";
import { isFolder, readUserFile, writeFilesAtomic } from "../tools/files.js";
import { type Diagnostic, inputError } from "../util/diagnostics.js";
import type { WorkOptions } from "../util/progress.js";
import { readGraph } from "./artefacts.js";
import { openBundle } from "./bundle.js";
import { isForeignFile } from "./describe-model.js";
import { type ReadModelOptions, readModel } from "./read-model.js";

export interface ExportModelOptions extends WorkOptions {
  readonly format: "nir";
  readonly output: string;
  /** How a foreign model is read. Its `dt` and `discretisation` are those of what is written, whatever the source. */
  readonly reading?: ReadModelOptions;
}

export interface ExportSummary {
  readonly format: "nir";
  readonly name: string;
  readonly nodes: number;
  readonly file: string;
  readonly bytes: number;
  /** What the reader of the source and the writer dropped, or what a reader of the file must know. */
  readonly notes: readonly Diagnostic[];
}

/**
 * Writes the model; a file that is there is replaced, whole or not at all. Throws SnncError (input) with every node that
 * the format has no way to say, and then writes nothing.
 */
export async function exportModel(source: string, options: ExportModelOptions): Promise<ExportSummary> {
  const { output, reading = {}, format } = options;
  checkOutput(source, output);
  const { graph, notes } = await graphOf(source, { ...reading, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  const told: Diagnostic[] = [...notes];
  const bytes = await writeNir(graph, {
    ...(reading.dt === undefined ? {} : { dt: reading.dt }),
    ...(reading.discretisation === undefined ? {} : { discretisation: reading.discretisation }),
    note: (note) => told.push(note),
  });
  options.signal?.throwIfAborted();
  writeFilesAtomic(dirname(output), new Map([[basename(output), bytes]]));
  return { format, name: graph.name, nodes: graph.nodes.length, file: output, bytes: bytes.length, notes: told };
}

async function graphOf(source: string, reading: ReadModelOptions): Promise<{ readonly graph: Graph; readonly notes: readonly Diagnostic[] }> {
  if (isFolder(source)) return { graph: readGraph(openBundle(source)), notes: [] };
  if (isForeignFile(source)) return readModel(source, reading);
  return { graph: decodeGraph(readUserFile(source), source), notes: [] };
}

function checkOutput(source: string, output: string): void {
  if (isFolder(output)) {
    throw inputError("output-is-a-folder", "the output is a folder; a file is written", { where: output, hint: "Name a file: -o net.nir." });
  }
  if (existsSync(source) && existsSync(output) && realpathSync(source) === realpathSync(output)) {
    throw inputError("output-is-the-source", "the output is the file that is exported", { where: output, hint: "Name another file with -o." });
  }
}
