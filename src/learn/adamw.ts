/**
 * AdamW (Loshchilov and Hutter 2019) in typed arrays: dense, and row-sparse for tables of which a batch touches few rows.
 *
 *     m = 0.9 m + 0.1 g;  v = 0.999 v + 0.001 g^2;  w = w - rate (m / (1 - 0.9^t) / (sqrt(v / (1 - 0.999^t)) + 1e-8) + decay w)
 *
 * A row of a table has its own t: it steps only in batches that touch it, and then as dense AdamW would that saw nothing else.
 */

/** Moments of an array seen as rows of equal width (one row: dense). */
export interface AdamState {
  readonly mean: Float32Array;
  readonly square: Float32Array;
  /** Steps of each row so far. */
  readonly steps: Uint32Array;
}

export interface AdamStep {
  readonly learningRate: number;
  readonly weightDecay: number;
}

const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-8;

export function createAdam(size: number, rows = 1): AdamState {
  return { mean: new Float32Array(size), square: new Float32Array(size), steps: new Uint32Array(rows) };
}

/** One step on a whole array, in place. */
export function adamStep(values: Float32Array, gradient: Float32Array, state: AdamState, step: AdamStep): void {
  adamRows(values, values.length, [0], gradient, state, step);
}

/**
 * One step, in place, on the given rows (each listed once) of a table [n, columns]; gradient [rows.length, columns], in
 * the order of `rows`. Other rows stay as they are.
 */
export function adamRows(
  table: Float32Array,
  columns: number,
  rows: ArrayLike<number>,
  gradient: Float32Array,
  { mean, square, steps }: AdamState,
  { learningRate, weightDecay }: AdamStep,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const step = ++steps[row];
    const scale = learningRate / (1 - MEAN_DECAY ** step);
    const correction = 1 / (1 - SQUARE_DECAY ** step);
    const keep = 1 - learningRate * weightDecay;
    const base = row * columns;
    const from = i * columns;
    for (let c = 0; c < columns; c++) {
      const at = base + c;
      const g = gradient[from + c];
      const m = MEAN_DECAY * mean[at] + (1 - MEAN_DECAY) * g;
      const v = SQUARE_DECAY * square[at] + (1 - SQUARE_DECAY) * g * g;
      mean[at] = m;
      square[at] = v;
      table[at] = keep * table[at] - (scale * m) / (Math.sqrt(v * correction) + EPSILON);
    }
  }
}

/** Sums gradients that belong to the same row of a table. */
export interface RowGradients {
  /** Rows touched, each once, in the order of their first appearance. */
  readonly rows: Uint32Array;
  /** [rows.length, columns]. */
  readonly gradient: Float32Array;
}

/** An accumulator for tables of `tableRows` rows; reused from batch to batch. */
export function createRowAccumulator(
  tableRows: number,
  columns: number,
): {
  /** Adds gradient[at .. at + columns) to a row, times nothing. */
  add(row: number, gradient: Float32Array, at: number): void;
  /** What was added since the last call; valid until the next `add`. */
  take(): RowGradients;
} {
  const slotOf = new Int32Array(tableRows).fill(-1);
  let rows = new Uint32Array(64);
  let sums = new Float32Array(64 * columns);
  let used = 0;
  return {
    add: (row, gradient, at) => {
      let slot = slotOf[row];
      if (slot < 0) {
        if (used === rows.length) {
          const [moreRows, moreSums] = [new Uint32Array(2 * used), new Float32Array(2 * used * columns)];
          moreRows.set(rows);
          moreSums.set(sums);
          [rows, sums] = [moreRows, moreSums];
        }
        slot = used++;
        slotOf[row] = slot;
        rows[slot] = row;
        sums.fill(0, slot * columns, (slot + 1) * columns);
      }
      const base = slot * columns;
      for (let c = 0; c < columns; c++) sums[base + c] += gradient[at + c];
    },
    take: () => {
      const taken = { rows: rows.subarray(0, used), gradient: sums.subarray(0, used * columns) };
      for (const row of taken.rows) slotOf[row] = -1;
      used = 0;
      return taken;
    },
  };
}
