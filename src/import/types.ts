/** What the readers of foreign formats share: their options, their result, and the table of operators that each keeps. */
import type { Graph } from "../graph/graph.js";
import type { Diagnostic } from "../util/diagnostics.js";

export type ModelFormat = "nir" | "keras" | "tfjs" | "onnx";

export interface ImportOptions {
  /** Name of the file, for diagnostics. */
  readonly where: string;
  /** Length that a variable first axis gets (a text's positions); without it the axis stays variable. */
  readonly length?: number;
  /** NIR: duration of a timestep in seconds. Required where a node has a time constant. */
  readonly dt?: number;
  /** NIR: how continuous time is brought to timesteps (default euler). Equations: nir/discretise.ts. */
  readonly discretisation?: "euler" | "exponential";
  /** NIR: what a spike does to the membrane (default zero, NIR's definition; snnTorch and sinabs subtract). */
  readonly reset?: "zero" | "subtract";
  readonly limits?: Partial<ImportLimits>;
}

/** Bounds on what a file may make a reader do, whatever sizes it claims. */
export interface ImportLimits {
  /** Nodes, layers or operators. */
  readonly nodes: number;
  /** Elements of all tensors together. */
  readonly elements: number;
  /** Bytes of the file, of external data, and of what an archive unpacks to. */
  readonly bytes: number;
}

/** `bytes` is what Node reads of a file in one piece. */
export const DEFAULT_LIMITS: ImportLimits = { nodes: 100_000, elements: 2 ** 28, bytes: 2 ** 31 - 1 };

/**
 * A model read completely. `notes` say what was dropped or approximated and what it changes; what cannot be read is
 * thrown as one SnncError (input) with a diagnostic for every node in the way.
 */
export interface Imported {
  readonly graph: Graph;
  readonly notes: readonly Diagnostic[];
}

/** What a reader does with an operator. */
export type Support =
  /** A node of the graph of the same meaning. */
  | "supported"
  /** Nothing remains of it: computed at import time, merged into a neighbour, or the identity. */
  | "folded"
  /** Something remains that computes nearly the same; the note says what differs. */
  | "approximated"
  | "refused";

/** A row of the documentation: generated from the tables by which the readers dispatch. */
export interface OperatorRow {
  readonly operator: string;
  readonly support: Support;
  /** What it becomes, under which conditions; for a refused one what would help. */
  readonly how: string;
}
