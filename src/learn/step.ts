/** What one training step reads and gives; forward.ts and forward-arrays.ts compute it. */
import type { ColumnPlan } from "./columns.js";
import type { HeadGradients, HeadInput } from "./head.js";

/** What a step reads. Arrays row-major. */
export interface StepInput extends Omit<HeadInput, "pooled" | "filters"> {
  readonly positions: number;
  readonly dimensions: number;
  readonly plan: ColumnPlan;
  /** Rows of the words, zeros behind the end of a text, [texts, positions, dimensions]. */
  readonly gathered: Float32Array;
  /** Which positions hold the same word; without, each is taken for a word of its own. */
  readonly distinct?: () => DistinctRows;
  /** Words of each text, [texts]. */
  readonly lengths: Uint32Array;
  /** [dimensions, plan.columns]. */
  readonly matrix: Float32Array;
  /** The grid that products are rounded to, going forward; back, the gradient passes where they do not saturate. */
  readonly grid?: ProductGrid;
}

/** Positions that have the same row. */
export interface DistinctRows {
  /** Number of the row at each position, [texts, positions]; none that there is behind the end of a text. */
  readonly rowAt: Uint32Array;
  /** A position that has it, [rows]. */
  readonly positionOf: Uint32Array;
}

/** Steps of the products' columns, [plan.columns], and how many of them a product may have. */
export interface ProductGrid {
  readonly steps: Float32Array;
  readonly limit: number;
}

/** The mean loss and its gradients, each shaped as what it belongs to. */
export interface StepResult extends Omit<HeadGradients, "pooled"> {
  readonly gathered: Float32Array;
  readonly matrix: Float32Array;
}
