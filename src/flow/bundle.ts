/**
 * The bundle: the one folder of a network. Stages write into it, each keyed by the content of what it read, so that a
 * second run reuses what has not changed. Files are written to a temporary name and renamed; `stages.json` last.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureWritableDirectory, writeFilesAtomic } from "../tools/files.js";
import { inputError } from "../util/diagnostics.js";
import { buildIdentity } from "./package.js";

/** File names of a bundle (conventions). */
export const BUNDLE = {
  config: "snnc.config.json",
  encoder: "encoder.pb",
  /** Words and the rows they share, before the program gives rows their line numbers. */
  words: "words.pb",
  floatGraph: "float.pb",
  /** What training found; `learning.json` adds what conversion found. */
  trained: "trained.json",
  graph: "graph.pb",
  event: "event.pb",
  mapping: "mapping.pb",
  mappingJson: "mapping.json",
  rtl: "rtl",
  /** Of the last synthesis; netlists, logs and bitstreams are in `synthFolder`. */
  synth: "synth.json",
  synthFolder: "synth",
  learning: "learning.json",
  /** Choices of compilation. */
  compiled: "compile.json",
  /** The search that the network was picked from. */
  search: "explore.json",
  results: "results.json",
  report: "report.json",
  html: "report.html",
  stages: "stages.json",
  /** Of a training that was interrupted. */
  checkpoint: "train.checkpoint",
  /** Of a conversion that was interrupted. */
  convertCheckpoint: "convert.checkpoint",
  timings: "timings.json",
} as const;

/** The float network of a member: `float.pb`, `float-2.pb`, ... */
export function floatGraphOf(member: number): string {
  return member === 0 ? BUNDLE.floatGraph : `float-${member + 1}.pb`;
}

/** What each verb makes; replacing it makes everything after it stale. */
const STEPS: readonly (readonly string[])[] = [
  [BUNDLE.trained, BUNDLE.floatGraph],
  [BUNDLE.words, BUNDLE.graph, BUNDLE.learning, BUNDLE.convertCheckpoint],
  [BUNDLE.event, BUNDLE.encoder, BUNDLE.compiled, BUNDLE.search],
  [BUNDLE.mapping, BUNDLE.mappingJson, BUNDLE.rtl, BUNDLE.synth, BUNDLE.synthFolder, BUNDLE.results, BUNDLE.report, BUNDLE.html, BUNDLE.stages],
];

/** Files of all verbs after the one that makes `name`. */
export function madeAfter(name: string): string[] {
  return STEPS.slice(STEPS.findIndex((files) => files.includes(name)) + 1).flat();
}

export type Files = ReadonlyMap<string, string | Uint8Array>;

export interface Bundle {
  readonly directory: string;
  path(name: string): string;
  has(name: string): boolean;
  /** Throws SnncError naming the file and the verb that makes it. */
  read(name: string): Buffer;
  write(files: Files): void;
  /** Removes what was made from something that is about to be replaced; files that are not there do not matter. */
  remove(names: readonly string[]): void;
  /**
   * Runs a stage unless its inputs and outputs are as they were. `inputs` are hashed in order; the build of snnc itself
   * is one of them.
   */
  stage(name: string, inputs: readonly (string | Uint8Array)[], run: () => Promise<Files>): Promise<StageOutcome>;
}

export interface StageOutcome {
  readonly reused: boolean;
  readonly seconds: number;
}

/** What a stage read and wrote, as hashes. */
interface StageRecord {
  readonly key: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Which verb makes a file that is missing. */
const MADE_BY: Readonly<Record<string, string>> = {
  [BUNDLE.encoder]: "snnc compile",
  [BUNDLE.words]: "snnc convert",
  [BUNDLE.trained]: "snnc train",
  [BUNDLE.config]: "snnc train",
  [BUNDLE.learning]: "snnc convert",
  [BUNDLE.floatGraph]: "snnc train",
  [BUNDLE.graph]: "snnc convert",
  [BUNDLE.event]: "snnc compile",
  [BUNDLE.mapping]: "snnc map",
  [BUNDLE.results]: "snnc report",
  [BUNDLE.report]: "snnc report",
};

/** Opens a bundle for reading; it must exist. */
export function openBundle(directory: string): Bundle {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw inputError("bundle-missing", "no such folder", { where: directory, hint: "Make a bundle with `snnc train -o DIR` or `snnc demo`." });
  }
  return bundleAt(directory);
}

/** Opens a bundle for writing; the folder is made. Throws SnncError where it cannot be written. */
export function createBundle(directory: string): Bundle {
  ensureWritableDirectory(directory);
  return bundleAt(directory);
}

function bundleAt(directory: string): Bundle {
  const path = (name: string): string => join(directory, name);
  const read = (name: string): Buffer => {
    if (!existsSync(path(name))) {
      const verb = MADE_BY[name];
      throw inputError("bundle-file-missing", `the bundle has no ${name}`, {
        where: directory,
        ...(verb === undefined ? {} : { hint: `Run \`${verb}\` first.` }),
      });
    }
    return readFileSync(path(name));
  };
  const write = (files: Files): void => writeFilesAtomic(directory, files);
  return {
    directory,
    path,
    has: (name) => existsSync(path(name)),
    read,
    write,
    remove: (names) => {
      for (const name of names) rmSync(path(name), { recursive: true, force: true });
    },
    stage: async (name, inputs, run) => {
      const started = performance.now();
      const key = hashOf([name, buildIdentity(), ...inputs]);
      const records = readRecords(path(BUNDLE.stages));
      const record = records[name];
      if (record !== undefined && record.key === key && outputsUnchanged(directory, record)) return { reused: true, seconds: 0 };
      const files = await run();
      const outputs = Object.fromEntries([...files].map(([file, content]) => [file, hashOf([content])]).sort());
      const seconds = (performance.now() - started) / 1000;
      const timings = { ...readObject(path(BUNDLE.timings)), [name]: Math.round(seconds * 1000) / 1000 };
      write(files);
      write(
        new Map([
          [BUNDLE.stages, json({ ...records, [name]: { key, outputs } })],
          [BUNDLE.timings, json(timings)],
        ]),
      );
      return { reused: false, seconds };
    },
  };
}

/** JSON as it is written into bundles: two spaces, a newline at the end. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** SHA-256 over the parts, each preceded by its length. */
export function hashOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    const bytes = typeof part === "string" ? Buffer.from(part, "utf8") : part;
    hash.update(`${bytes.length}:`);
    hash.update(bytes);
  }
  return hash.digest("hex");
}

function outputsUnchanged(directory: string, record: StageRecord): boolean {
  return Object.entries(record.outputs).every(([file, hash]) => {
    const path = join(directory, file);
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true && hashOf([readFileSync(path)]) === hash;
  });
}

/** Stage records; an unreadable file only means that nothing is reused. */
function readRecords(path: string): Record<string, StageRecord> {
  const records: Record<string, StageRecord> = {};
  for (const [name, value] of Object.entries(readObject(path))) {
    if (isRecord(value)) records[name] = value;
  }
  return records;
}

function isRecord(value: unknown): value is StageRecord {
  return (
    typeof value === "object" && value !== null && "key" in value && "outputs" in value && typeof value.outputs === "object" && value.outputs !== null
  );
}

function readObject(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
