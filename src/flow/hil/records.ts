/** The file of results: a line that says what it is of, then a line a sample, written as they come; an interrupted one is gone on with. */
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { z } from "zod";
import { inputError } from "../../util/diagnostics.js";

const headSchema = z.strictObject({
  schema: z.literal("snnc-hil/1"),
  /** Hash of the bundle's program and encoder. */
  bundle: z.string(),
  /** Hash of the samples. */
  data: z.string(),
  backend: z.string(),
  samples: z.number().int(),
});

const recordSchema = z.strictObject({
  sample: z.number().int().nonnegative(),
  text: z.string().exactOptional(),
  label: z.string().exactOptional(),
  decided: z.string(),
  outputs: z.array(z.number().int()),
  /** Does everything that the device says equal the golden simulator? */
  equal: z.boolean(),
  /** The core's counters in the order of READ; absent without. */
  counters: z.array(z.number().int()).exactOptional(),
  /** Unix time in seconds on the host's clock: given to the line, and answered. */
  sentAt: z.number(),
  answeredAt: z.number(),
});

export type ResultsHead = z.infer<typeof headSchema>;
export type SampleRecord = z.infer<typeof recordSchema>;

export interface ResultsFile {
  /** Those that were in the file already. */
  readonly earlier: readonly SampleRecord[];
  add(record: SampleRecord): void;
  close(): void;
}

/**
 * Opens the file for these results. Throws SnncError (input): `hil-out-exists` for a file that is there without `resume`,
 * `hil-resume` for one of another bundle, data or back end, `hil-results-file` for one that is none of ours.
 */
export function openResults(path: string, head: ResultsHead, resume: boolean): ResultsFile {
  const content = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (content !== "" && !resume) {
    throw inputError("hil-out-exists", "the file of results is there already", {
      where: path,
      hint: "`--resume` goes on with it; or name another one, or remove it.",
    });
  }
  // Behind the last line's end is what was being written when the program was stopped.
  const whole = content.slice(0, content.lastIndexOf("\n") + 1);
  const [first, ...lines] = whole.split("\n").slice(0, -1);
  if (first !== undefined) checkHead(parsed(headSchema, first, path, 1), head, path);
  const earlier = lines.map((line, i) => parsed(recordSchema, line, path, i + 2));
  let file: number;
  try {
    file = openSync(path, "a");
  } catch (error) {
    throw inputError("output-unwritable", `the file cannot be written: ${error instanceof Error ? error.message : String(error)}`, { where: path });
  }
  ftruncateSync(file, Buffer.byteLength(whole));
  const add = (value: unknown): void => {
    writeSync(file, `${JSON.stringify(value)}\n`);
  };
  if (first === undefined) add(head);
  return { earlier, add, close: () => closeSync(file) };
}

/** Results that are kept nowhere. */
export function noResults(): ResultsFile {
  return { earlier: [], add: () => {}, close: () => {} };
}

function checkHead(found: ResultsHead, head: ResultsHead, where: string): void {
  const named = { bundle: "another bundle (or it was compiled again)", data: "other samples", backend: `the back end ${found.backend}` } as const;
  for (const key of ["bundle", "data", "backend"] as const) {
    if (found[key] !== head[key]) {
      throw inputError("hil-resume", `the results are of ${named[key]}`, { where, hint: "Give what they were begun with, or begin a new file." });
    }
  }
}

function parsed<T>(schema: z.ZodType<T>, line: string, where: string, number: number): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw inputError("hil-results-file", "this line is no result of `snnc hil`", {
    where: `${where}:${number}`,
    hint: "Name another file, or remove it.",
  });
}
