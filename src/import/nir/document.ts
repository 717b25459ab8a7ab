/** A NIR file as data: what the writer puts into HDF5, and makers of its fields. */
import type { Shape } from "../../graph/graph.js";

export type Field =
  | { readonly kind: "floats"; readonly values: Float32Array | Float64Array; readonly shape: Shape }
  | { readonly kind: "integers"; readonly values: readonly number[]; readonly shape: Shape };

export interface DocumentNode {
  readonly name: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Strings beside the primitive's definition, which NIR carries along. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface NirDocument {
  readonly nodes: readonly DocumentNode[];
  readonly edges: readonly (readonly [from: string, to: string])[];
}

export function floats(values: Float32Array | Float64Array, shape: Shape): Field {
  return { kind: "floats", values, shape };
}

/** A list of integers: NIR's form of pairs and shapes. */
export function integers(...values: readonly number[]): Field {
  return { kind: "integers", values, shape: [values.length] };
}

export function integer(value: number): Field {
  return { kind: "integers", values: [value], shape: [] };
}
