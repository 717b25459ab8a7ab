/** What the reader of a NIR primitive gets and gives: the types behind the table in operators.ts. */
import type { Shape } from "../../graph/graph.js";
import type { Unnamed } from "../builder.js";
import type { Hdf5Group } from "../hdf5.js";
import type { OperatorRow } from "../types.js";
import type { Discretisation } from "./discretise.js";

/**
 * How a primitive's input lies in the graph. NIR's data with two axes are [channels, length]; the graph's conv1d takes
 * [length, channels], `turned`. What works on each element by itself keeps what it gets.
 */
export type Layout = "native" | "turned" | "kept";

export interface NirOperator {
  readonly row: OperatorRow;
  readonly layout: Layout;
  /** Nodes of the graph in a row. Throws SnncError where a field stands in the way. */
  read(context: NodeContext): readonly Unnamed[];
}

export interface NodeContext {
  readonly group: Hdf5Group;
  readonly timing: Timing;
  /** Are the values turned, so that parameters for each element must be? */
  readonly isTurned: boolean;
  /** States the shape of the input as NIR has it, to be held against the inferred one; -1 for an axis it does not say. */
  declare(shape: Shape): void;
  /** Says once for the whole file what was decided, at the first node that it concerns. */
  noteOnce(key: string, message: string, hint?: string): void;
}

/** How time and resets are read. */
export interface Timing {
  readonly discretisation: Discretisation;
  /** Seconds in a timestep. Throws SnncError where none was given. */
  dt(): number;
  readonly reset?: "zero" | "subtract";
}
