/**
 * A training step for WebAssembly, whose kernels other than matrix products are slow: TensorFlow.js multiplies the rows of the
 * words by the kernels' columns, each word of the batch once, and typed arrays do the rest.
 *
 * Back, hardly any product has a gradient: of the windows of a filter and text only the largest. So dX = dP W^T and dW = X^T dP are
 * sums over those alone. In the order of columns and of positions, with every product and sum rounded to 32 bits, they are the sums
 * of the dense products of this backend, bit for bit: what is left out are zeros.
 */
import { headGradients } from "./head.js";
import { poolWindows, unpoolWindows } from "./pool.js";
import type { DistinctRows, ProductGrid, StepInput, StepResult } from "./step.js";
import type { TensorFlow } from "./tensorflow.js";

/** Loss (nats per text) and gradients of one batch. Leaves no tensor behind. */
export function lossAndGradientsInArrays(tf: TensorFlow, input: StepInput): StepResult {
  const { texts, positions, dimensions, plan, gathered, matrix } = input;
  const { columns, filters } = plan;
  const { rowAt, positionOf } = input.distinct?.() ?? eachItsOwn(texts * positions);
  const exact = multiply(tf, rowsAt(gathered, positionOf, dimensions), matrix, dimensions);
  const { products, isWithin } = input.grid === undefined ? { products: exact } : onGrid(exact, input.grid);
  const windows = { texts, positions, plan, lengths: input.lengths, rowAt };
  const largest = poolWindows(products, windows);
  const { pooled, ...head } = headGradients({ ...input, filters, pooled: largest.pooled });

  const columnsByRow = transposed(matrix, dimensions, columns);
  const ofGathered = new Float32Array(gathered.length);
  const ofColumns = new Float32Array(matrix.length);
  unpoolWindows(pooled, largest, windows, (position, column, share) => {
    if (isWithin !== undefined && isWithin[rowAt[position] * columns + column] === 0) return;
    addScaled(ofGathered, position * dimensions, share, columnsByRow, column * dimensions, dimensions);
    addScaled(ofColumns, column * dimensions, share, gathered, position * dimensions, dimensions);
  });
  return { ...head, gathered: ofGathered, matrix: transposed(ofColumns, columns, dimensions) };
}

function eachItsOwn(positions: number): DistinctRows {
  const own = Uint32Array.from({ length: positions }, (_, position) => position);
  return { rowAt: own, positionOf: own };
}

function rowsAt(gathered: Float32Array, positionOf: Uint32Array, dimensions: number): Float32Array {
  const rows = new Float32Array(positionOf.length * dimensions);
  positionOf.forEach((position, row) => {
    rows.set(gathered.subarray(position * dimensions, (position + 1) * dimensions), row * dimensions);
  });
  return rows;
}

/** a b, where a is [rows, inner]. */
function multiply(tf: TensorFlow, a: Float32Array, b: Float32Array, inner: number): Float32Array {
  const tensors = [tf.tensor2d(a, [a.length / inner, inner]), tf.tensor2d(b, [inner, b.length / inner])] as const;
  const product = tf.matMul(...tensors);
  const values = product.dataSync<"float32">();
  tf.dispose([...tensors, product]);
  return values;
}

/** Products on their grid, and 1 where they lie within it. */
function onGrid(exact: Float32Array, { steps, limit }: ProductGrid): { readonly products: Float32Array; readonly isWithin: Uint8Array } {
  const products = new Float32Array(exact.length);
  const isWithin = new Uint8Array(exact.length);
  for (let at = 0; at < exact.length; at++) {
    const step = steps[at % steps.length];
    const counted = roundHalfEven(Math.fround(exact[at] / step));
    const within = Math.min(Math.max(counted, -limit), limit);
    products[at] = within * step;
    isWithin[at] = counted === within ? 1 : 0;
  }
  return { products, isWithin };
}

/** As TensorFlow rounds. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The rows of a matrix [rows, columns] as columns. */
function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = matrix[row * columns + column];
  }
  return result;
}

function addScaled(sums: Float32Array, at: number, factor: number, values: Float32Array, from: number, count: number): void {
  for (let i = 0; i < count; i++) sums[at + i] += Math.fround(factor * values[from + i]);
}
