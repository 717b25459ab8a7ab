/**
 * A user's own samples out of files: bytes and a name in, typed arrays out; the caller reads the disk.
 *
 * Arrays of numbers come as NumPy's `.npy`, [samples, ...shape] with the labels in a second file, or as `.csv`. Spike
 * trains come as event lists in `.csv`. An `.npz` is a ZIP of `.npy` files: unpack it, or np.save each array.
 */
import { inputError } from "../util/diagnostics.js";
import { collectComplaints } from "./complaints.js";
import { type EventBounds, parseEventTable } from "./events.js";
import { labelling, MOST_CLASSES } from "./labels.js";
import { parseNpy } from "./npy.js";
import { parseNumericTable } from "./table.js";
import type { NumericValues, SpikeTrains } from "./types.js";

export interface SampleFile {
  readonly bytes: Uint8Array;
  /** Name for diagnostics; its suffix is its format. */
  readonly name: string;
}

export interface ReadOptions {
  /** Shape of one sample, without the batch. */
  readonly shape: readonly number[];
  /** Axis of the shape that the arrays of a `.npy` may have any length of. */
  readonly freeAxis?: number | undefined;
  /** Labels of a `.npy`, which has none itself: a one-dimensional `.npy` of whole numbers. */
  readonly labels?: SampleFile;
  /** Classes that are known already (of a trained network, of the training file); else the labels give them. */
  readonly classes?: readonly string[];
}

/** Samples as read. Without labels they can calibrate, but neither train nor be scored. */
export type Read<Samples> =
  | { readonly isLabelled: false; readonly samples: Samples }
  | { readonly isLabelled: true; readonly samples: Samples & { readonly labels: Uint16Array }; readonly classes: readonly string[] };

/** Reads arrays of numbers. Throws SnncError (input): `samples-format`, `samples-shape`, `samples-label`, those of npy.ts and table.ts. */
export function readSamples(bytes: Uint8Array, name: string, options: ReadOptions): Read<NumericValues> {
  const elements = options.shape.reduce((product, axis) => product * axis, 1);
  switch (suffixOf(name)) {
    case "npy":
      return fromNpy({ bytes, name }, elements, options);
    case "csv": {
      if (options.labels !== undefined) {
        throw inputError("samples-labels", "a second file of labels goes with .npy; a .csv has its own label column", { where: options.labels.name });
      }
      const { rows, values, labelled } = parseNumericTable(bytes, name, elements, options.classes);
      const samples = { count: rows, values };
      if (labelled === undefined) return { isLabelled: false, samples };
      return { isLabelled: true, samples: { ...samples, labels: labelled.labels }, classes: labelled.classes };
    }
    default:
      throw inputError("samples-format", "the file's suffix is neither .npy nor .csv", {
        where: name,
        hint: "Save an array with np.save(name, array) - of an .npz, each array by itself - or as CSV, one sample a row: label,v1,v2,...",
      });
  }
}

/** Reads spike trains from an event list. Throws SnncError (input): `samples-format`, those of events.ts. */
export function readSpikes(bytes: Uint8Array, name: string, options: EventBounds & Pick<ReadOptions, "classes">): Read<SpikeTrains> {
  if (suffixOf(name) !== "csv") {
    throw inputError("samples-format", "spike trains are read from .csv", { where: name, hint: "Write one spike a row: sample,time,line,label." });
  }
  const { trains, labelled } = parseEventTable(bytes, name, options, options.classes);
  if (labelled === undefined) return { isLabelled: false, samples: trains };
  return { isLabelled: true, samples: { ...trains, labels: labelled.labels }, classes: labelled.classes };
}

function suffixOf(name: string): string {
  return /\.([^./\\]*)$/.exec(name)?.[1].toLowerCase() ?? "";
}

function fromNpy({ bytes, name }: SampleFile, elements: number, { shape, freeAxis, labels, classes }: ReadOptions): Read<NumericValues> {
  const array = parseNpy(bytes, name);
  const [count = 0, ...rest] = array.shape;
  const fits = rest.length > 0 && rest.reduce((product, axis) => product * axis, 1) === elements && isSameUpToOnes(rest, shape);
  const isOfOtherLength = rest.length === shape.length && rest.every((axis, i) => axis === shape[i] || (i === freeAxis && axis > 0));
  if (!fits && !isOfOtherLength) {
    const wanted = shape.map((axis, i) => (i === freeAxis ? "any" : axis)).join(", ");
    throw inputError("samples-shape", `the array has the shape (${array.shape.join(", ")}); (samples, ${wanted}) is expected`, {
      where: name,
      hint: `Save it with np.save(name, array.reshape(-1, ${shape.join(", ")})), after a transpose if its axes are in another order.`,
    });
  }
  if (count === 0) throw inputError("samples-empty", "the array has no samples", { where: name });
  const values = Float32Array.from(array.values);
  const tooLarge = values.findIndex((value) => !Number.isFinite(value));
  if (tooLarge >= 0) {
    throw inputError("npy-value", `element ${tooLarge} is ${array.values[tooLarge]}, beyond the largest 32-bit float`, {
      where: name,
      hint: "Scale the values down.",
    });
  }
  const samples = { count, values };
  if (labels === undefined) return { isLabelled: false, samples };
  const labelled = labelsOf(labels, count, classes);
  return { isLabelled: true, samples: { ...samples, labels: labelled.labels }, classes: labelled.classes };
}

/** Whether shapes of one size say the same: axes of 1 may be missing or added, and a flat sample has any shape. */
function isSameUpToOnes(given: readonly number[], wanted: readonly number[]): boolean {
  const [a, b] = [given, wanted].map((shape) => shape.filter((axis) => axis !== 1));
  return a.length <= 1 || b.length <= 1 || (a.length === b.length && a.every((axis, i) => axis === b[i]));
}

function labelsOf({ bytes, name }: SampleFile, count: number, classes: readonly string[] | undefined): ReturnType<typeof labelling> {
  if (suffixOf(name) !== "npy") throw inputError("samples-format", "labels of a .npy are read from a second .npy", { where: name });
  const array = parseNpy(bytes, name);
  const [length = 0, ...rest] = array.shape;
  if (length !== count || rest.some((axis) => axis !== 1)) {
    throw inputError("samples-shape", `the labels have the shape (${array.shape.join(", ")}); (${count}), one a sample, is expected`, {
      where: name,
    });
  }
  const stranger = array.values.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= MOST_CLASSES);
  if (stranger >= 0) {
    throw inputError("samples-label", `label ${stranger} is ${array.values[stranger]}; a whole number of 0..${MOST_CLASSES - 1} is expected`, {
      where: name,
    });
  }
  const complaints = collectComplaints(name);
  const known = labelling(Array.from(array.values, String), classes, (sample) => `${name}[${sample}]`, complaints);
  complaints.throwIfAny();
  return known;
}
