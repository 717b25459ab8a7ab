/** What one training step reads and gives; forward.ts computes it. */
import type { ColumnPlan } from "./columns.js";
import type { HeadGradients, HeadInput } from "./head.js";

/** What a step reads. Arrays row-major. */
export interface StepInput extends Omit<HeadInput, "pooled" | "filters"> {
  readonly positions: number;
  readonly dimensions: number;
  readonly plan: ColumnPlan;
  /** Rows of the different words, [words, dimensions]. */
  readonly rows: Float32Array;
  /** Which row each position has, [texts, positions]; nothing reads it behind the end of a text. */
  readonly rowAt: Uint32Array;
  /** Words of each text, [texts]. */
  readonly lengths: Uint32Array;
  /** [dimensions, plan.columns]. */
  readonly matrix: Float32Array;
  /** The grid that products are rounded to, going forward; back, the gradient passes where they do not saturate. */
  readonly grid?: ProductGrid;
}

/** Steps of the products' columns, [plan.columns], and how many of them a product may have. */
export interface ProductGrid {
  readonly steps: Float32Array;
  readonly limit: number;
}

/** The mean loss and its gradients, each shaped as what it belongs to. */
export interface StepResult extends Omit<HeadGradients, "pooled"> {
  readonly rows: Float32Array;
  readonly matrix: Float32Array;
}
