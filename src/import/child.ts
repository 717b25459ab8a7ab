/**
 * The process in which foreign files are read: `node child.js MODEL RESULT`, options as JSON on standard input. It writes
 * the graph to RESULT and one JSON document to standard output; the parent (src/flow/read-model.ts) watches its memory and
 * its time, so that a hostile file can cost this process and nothing else.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { encodeGraph } from "../graph/codec.js";
import { SnncError } from "../util/diagnostics.js";
import { readModelFile } from "./read-model.js";

const [model, result] = process.argv.slice(2);
if (model === undefined || result === undefined) throw new Error("usage: child MODEL RESULT < options");

try {
  const { graph, notes, format } = await readModelFile(model, JSON.parse(readFileSync(0, "utf8")));
  writeFileSync(result, encodeGraph(graph));
  process.stdout.write(JSON.stringify({ format, notes }));
} catch (error) {
  if (!(error instanceof SnncError)) throw error;
  process.stdout.write(JSON.stringify({ kind: error.kind, diagnostics: error.diagnostics }));
}
