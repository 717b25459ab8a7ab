/**
 * One training step's loss and gradients. TensorFlow.js does what is heavy, three matrix products over the different words of the
 * batch; windows, maximum and head are in typed arrays (pool.ts, head.ts), and so are all weights: TensorFlow is a function from
 * weights and a batch to gradients. There is no variable to dispose of, the optimiser is the same for both backends, and neither
 * needs gather, convolutions, or gradients that it may lack.
 *
 *     products = X W                  X: the rows of the different words [words, dimensions], W: the kernels' columns
 *     current  = sum of the groups of columns, each moved by its shift (columns.ts)
 *     pooled   = max over positions of current
 *
 * Back, the gradient of a maximum goes to the window that has it (equal ones share), from there to its words' products, summed over
 * the positions that hold the same word, and dX = dP W^T, dW = X^T dP. A text repeats words: with each word once, the products take
 * half the time or less, and so does everything that moves them.
 */
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { headGradients } from "./head.js";
import { poolWindows, unpoolWindows } from "./pool.js";
import { timesTransposed, transposedTimes } from "./products.js";
import type { ProductGrid, StepInput, StepResult } from "./step.js";
import type { TensorFlow } from "./tensorflow.js";

/** Loss (nats per text) and gradients of one batch. Leaves no tensor behind. */
export function lossAndGradients(tf: TensorFlow, input: StepInput): StepResult {
  return createLossAndGradients(tf)(input);
}

/** The same for batch after batch: megabytes of gradient are made once, not at every step. */
export function createLossAndGradients(tf: TensorFlow): (input: StepInput) => StepResult {
  let held = new Float32Array(0);
  return (input) => {
    const { dimensions, plan, rows } = input;
    const needed = (rows.length / dimensions) * plan.columns;
    if (held.length < needed) held = new Float32Array(needed);
    return stepOn(tf, input, held.subarray(0, needed).fill(0));
  };
}

/** `gradient`: zeros, [words, columns]. */
function stepOn(tf: TensorFlow, input: StepInput, gradient: Float32Array): StepResult {
  const { texts, dimensions, plan, rows, matrix } = input;
  const words = tf.tensor2d(rows, [rows.length / dimensions, dimensions]);
  const kernels = tf.tensor2d(matrix, [dimensions, plan.columns]);
  const exact = valuesOf(tf, tf.matMul(words, kernels));
  const { products, isWithin } = input.grid === undefined ? { products: exact } : onGrid(exact, input.grid);
  const windows = { texts, positions: input.positions, plan, lengths: input.lengths, rowAt: input.rowAt };
  const largest = poolWindows(products, windows);
  const { pooled, ...head } = headGradients({ ...input, filters: plan.filters, pooled: largest.pooled });

  unpoolWindows(pooled, largest, products, windows, gradient);
  if (isWithin !== undefined) for (let at = 0; at < gradient.length; at++) gradient[at] *= isWithin[at];
  const ofProducts = tf.tensor2d(gradient, [rows.length / dimensions, plan.columns]);
  const result = {
    ...head,
    rows: valuesOf(
      tf,
      tf.tidy(() => timesTransposed(tf, ofProducts, kernels)),
    ),
    matrix: valuesOf(
      tf,
      tf.tidy(() => transposedTimes(tf, words, ofProducts)),
    ),
  };
  tf.dispose([words, kernels, ofProducts]);
  return result;
}

function valuesOf(tf: TensorFlow, tensor: Tensor2D): Float32Array {
  const values = tensor.dataSync<"float32">();
  tf.dispose(tensor);
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
