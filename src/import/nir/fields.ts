/** The fields of a NIR node: data sets by name, with the field named in whatever is wrong with one. */
import { inputError, SnncError } from "../../util/diagnostics.js";
import { printable } from "../builder.js";
import type { Hdf5Dataset, Hdf5Group } from "../hdf5.js";

/** Numbers with the shape that the file gives them. */
export interface Values<Numbers extends Float32Array | Float64Array> {
  readonly values: Numbers;
  readonly shape: readonly number[];
}

/** Codes after which nothing more is read of the file. */
const FATAL = ["hdf5-broken", "hdf5-too-large", "hdf5-too-many", "import-too-many-nodes"];

/** Does the failure concern one object only, so that the others may still be read? */
export function isLocal(error: unknown): error is SnncError {
  return error instanceof SnncError && !error.diagnostics.some(({ code }) => FATAL.includes(code));
}

export function hasField(group: Hdf5Group, name: string): boolean {
  return group.names().includes(name);
}

/** Weights: what the graph takes as they are. */
export function floatField(group: Hdf5Group, name: string): Values<Float32Array> {
  const dataset = datasetField(group, name);
  return { values: told(name, () => dataset.floats()), shape: dataset.shape };
}

/** Parameters that are computed with before they are rounded. */
export function numberField(group: Hdf5Group, name: string): Values<Float64Array> {
  const dataset = datasetField(group, name);
  return { values: told(name, () => dataset.numbers()), shape: dataset.shape };
}

/** Whole numbers >= `least`, as a list whatever the field's shape. */
export function integerField(group: Hdf5Group, name: string, least: number): readonly number[] {
  const dataset = datasetField(group, name);
  const values = told(name, () => dataset.numbers());
  const odd = values.find((value) => !Number.isInteger(value) || value < least);
  if (odd !== undefined) throw inputError("nir-field", `field '${name}' is ${odd}; it must be a whole number of at least ${least}`);
  return [...values];
}

/** A single whole number. */
export function countField(group: Hdf5Group, name: string, least: number): number {
  const values = integerField(group, name, least);
  if (values.length !== 1) throw inputError("nir-field", `field '${name}' has ${values.length} elements; it needs 1`);
  return values[0];
}

/** One number for each axis of a plane; a single number is for both. */
export function pairField(group: Hdf5Group, name: string, least: number): readonly [number, number] {
  const values = integerField(group, name, least);
  if (values.length !== 1 && values.length !== 2) throw inputError("nir-field", `field '${name}' has ${values.length} elements; it needs 1 or 2`);
  return [values[0], values[values.length - 1]];
}

export function textField(group: Hdf5Group, name: string): string {
  const dataset = datasetField(group, name);
  return told(name, () => dataset.text());
}

/** Is the field there, and a string? */
export function isText(group: Hdf5Group, name: string): boolean {
  return hasField(group, name) && datasetField(group, name).dtype === "string";
}

export function datasetField(group: Hdf5Group, name: string): Hdf5Dataset {
  const member = told(name, () => group.get(name));
  if (member === undefined) throw inputError("nir-field", `it has no field '${printable(name)}'`);
  if (member.kind === "group") throw inputError("nir-field", `field '${printable(name)}' is a group; data are needed`);
  return member;
}

/** The node is named by whoever catches; the field only here. */
function told<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isLocal(error)) throw error;
    throw new SnncError(
      "input",
      error.diagnostics.map(({ where, ...rest }) => ({ ...rest, message: `field '${printable(name)}': ${rest.message}` })),
    );
  }
}
