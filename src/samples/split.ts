/** Labelled samples -> train, dev and test: drawn by a seed, with each class in equal shares, and audited for repetitions. */
import { createHash } from "node:crypto";
import { type Diagnostic, inputError, SnncError } from "../util/diagnostics.js";
import { createRandom } from "../util/random.js";
import type { NumericDataset, NumericSamples, SampleAudit, SpikeDataset, SpikeSamples } from "./types.js";

/** How many samples go to dev and to test. */
export interface HeldOut {
  readonly dev: number;
  readonly test: number;
}

/** Arrays of numbers before splitting. */
export type NumericSource = Pick<NumericDataset, "name" | "shape" | "classes"> & { readonly samples: NumericSamples };

/** Spike trains before splitting. */
export type SpikeSource = Pick<SpikeDataset, "name" | "lines" | "timesteps" | "classes"> & { readonly samples: SpikeSamples };

/** Splits by seed, stratified; by default a tenth each is held out. Throws SnncError (input): `samples-too-few`, `samples-class-untrained`. */
export function splitNumeric({ samples, ...about }: NumericSource, seed: number, heldOut: HeldOut = tenths(samples.count)): NumericDataset {
  const parts = stratifiedRows(about, samples.labels, seed, heldOut);
  const [train, dev, test] = parts.map((rows) => takeNumeric(samples, rows));
  const elements = samples.values.length / samples.count;
  const keyOf = (row: number): string => hashOf(samples.values.subarray(row * elements, (row + 1) * elements));
  return { ...about, train, dev, test, audit: auditOf(parts, keyOf, seed) };
}

/** The same for spike trains. */
export function splitSpikes({ samples, ...about }: SpikeSource, seed: number, heldOut: HeldOut = tenths(samples.labels.length)): SpikeDataset {
  const parts = stratifiedRows(about, samples.labels, seed, heldOut);
  const [train, dev, test] = parts.map((rows) => takeSpikes(samples, rows));
  const keyOf = (row: number): string => {
    const [from, to] = [samples.sampleStart[row], samples.sampleStart[row + 1]];
    return hashOf(samples.time.subarray(from, to), samples.line.subarray(from, to));
  };
  return { ...about, train, dev, test, audit: auditOf(parts, keyOf, seed) };
}

/** The given samples, in the given order. */
export function takeNumeric(samples: NumericSamples, rows: Uint32Array): NumericSamples {
  const elements = samples.values.length / samples.count;
  const values = new Float32Array(rows.length * elements);
  rows.forEach((row, i) => {
    values.set(samples.values.subarray(row * elements, (row + 1) * elements), i * elements);
  });
  return { count: rows.length, values, labels: Uint16Array.from(rows, (row) => samples.labels[row]) };
}

/** The given samples, in the given order. */
export function takeSpikes(samples: SpikeSamples, rows: Uint32Array): SpikeSamples {
  const sampleStart = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    sampleStart[i + 1] = sampleStart[i] + samples.sampleStart[row + 1] - samples.sampleStart[row];
  });
  const time = new Uint32Array(sampleStart[rows.length]);
  const line = new Uint32Array(sampleStart[rows.length]);
  rows.forEach((row, i) => {
    const [from, to] = [samples.sampleStart[row], samples.sampleStart[row + 1]];
    time.set(samples.time.subarray(from, to), sampleStart[i]);
    line.set(samples.line.subarray(from, to), sampleStart[i]);
  });
  return { sampleStart, time, line, labels: Uint16Array.from(rows, (row) => samples.labels[row]) };
}

type Rows = readonly [train: Uint32Array, dev: Uint32Array, test: Uint32Array];

/**
 * Rows of each part, ascending. Each class gives its share of every part; what rounding leaves over is carried from
 * class to class, so that the parts have exactly the sizes asked for.
 */
function stratifiedRows(
  about: { readonly name: string; readonly classes: readonly string[] },
  labels: Uint16Array,
  seed: number,
  heldOut: HeldOut,
): Rows {
  const random = createRandom(seed);
  const partOf = new Uint8Array(labels.length);
  const drawn = [0, 0, 0];
  let seen = 0;
  for (let label = 0; label < about.classes.length; label++) {
    const rows = random.shuffle(Array.from(labels.keys()).filter((row) => labels[row] === label));
    seen += rows.length;
    let next = 0;
    for (const [part, size] of [heldOut.dev, heldOut.test].entries()) {
      const due = Math.round((size * seen) / labels.length);
      for (; drawn[part] < due && next < rows.length; drawn[part]++) partOf[rows[next++]] = part + 1;
    }
  }
  const rowsOf = (part: number): Uint32Array => Uint32Array.from(labels.keys()).filter((row) => partOf[row] === part);
  const parts: Rows = [rowsOf(0), rowsOf(1), rowsOf(2)];
  check(about, labels, parts);
  return parts;
}

function check({ name, classes }: { readonly name: string; readonly classes: readonly string[] }, labels: Uint16Array, parts: Rows): void {
  const [train, dev, test] = parts.map((rows) => rows.length);
  if (train === 0 || dev === 0 || test === 0) {
    throw inputError(
      "samples-too-few",
      `${labels.length} samples give ${train} for train, ${dev} for dev and ${test} for test; each needs at least 1`,
      {
        where: name,
        hint: "Give at least 10 labelled samples.",
      },
    );
  }
  const trained = new Set(Array.from(parts[0], (row) => labels[row]));
  const untrained = classes.filter((_, label) => !trained.has(label));
  if (untrained.length === 0) return;
  throw new SnncError(
    "input",
    untrained.map(
      (label): Diagnostic => ({
        code: "samples-class-untrained",
        message: `the class '${label}' has no sample in train, so it cannot be learned`,
        where: name,
        hint: "Add samples of that class, or number the classes without a gap.",
      }),
    ),
  );
}

function auditOf(parts: Rows, keyOf: (row: number) => string, seed: number): SampleAudit {
  const partsOf = new Map<string, Set<number>>();
  let duplicates = 0;
  for (const [part, rows] of parts.entries()) {
    for (const row of rows) {
      const key = keyOf(row);
      const seen = partsOf.get(key);
      if (seen === undefined) partsOf.set(key, new Set([part]));
      else {
        duplicates++;
        seen.add(part);
      }
    }
  }
  let acrossParts = 0;
  for (const seen of partsOf.values()) if (seen.size > 1) acrossParts++;
  return { duplicates, acrossParts, split: `stratified ${parts.map((rows) => rows.length).join("/")}, seed ${seed}` };
}

function hashOf(...arrays: readonly (Float32Array | Uint32Array)[]): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest("base64");
}

function tenths(count: number): HeldOut {
  const tenth = Math.round(count / 10);
  return { dev: tenth, test: tenth };
}
