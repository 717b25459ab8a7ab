/** A training step as tensors: slices, pads, additions and comparisons, written apart from the product's. */
import type { Rank, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { ColumnPlan } from "../../src/learn/columns.js";
import { headGradients } from "../../src/learn/head.js";
import { NO_WINDOW } from "../../src/learn/pool.js";
import type { ProductGrid, StepInput, StepResult } from "../../src/learn/step.js";
import type { TensorFlow } from "../../src/learn/tensorflow.js";

/** Loss and gradients of one batch by TensorFlow.js alone, every position multiplied: what typed arrays are held against. */
export function lossAndGradientsInTensors(tf: TensorFlow, input: StepInput): StepResult {
  const { texts, positions, dimensions, plan } = input;
  const ofPositions = gatherRows(input);
  let result: StepResult | undefined;
  // Arrays leave through the closure: `tidy` searches what it returns for tensors, number by number, four fifths of a step.
  tf.tidy(() => {
    const gathered = tf.tensor2d(ofPositions, [texts * positions, dimensions]);
    const matrix = tf.tensor2d(input.matrix, [dimensions, plan.columns]);
    const exact: Tensor2D = tf.matMul(gathered, matrix);
    const grid = input.grid === undefined ? undefined : onGrid(tf, exact, input.grid);
    const currents = windowCurrents(tf, grid?.rounded ?? exact, input);
    const largest = tf.max<Tensor3D>(currents, 1, true);
    const { pooled, ...head } = headGradients({ ...input, filters: plan.filters, pooled: largest.dataSync<"float32">() });
    const atLargest = tf.cast(tf.equal(currents, largest), "float32");
    const share = tf.div(tf.tensor3d(pooled, [texts, 1, plan.filters]), tf.sum(atLargest, 1, true));
    const unshifted = tf.reshape<Rank.R2>(unshift(tf, tf.mul(share, atLargest), plan), [texts * positions, plan.columns]);
    const products: Tensor2D = grid === undefined ? unshifted : tf.mul(unshifted, grid.isWithin);
    result = {
      ...head,
      rows: scatterRows(input, tf.matMul(products, matrix, false, true).dataSync<"float32">()),
      matrix: tf.matMul(gathered, products, true, false).dataSync<"float32">(),
    };
  });
  if (result === undefined) throw new Error("tidy did not run its function");
  return result;
}

/** Products on their grid, and 1 where they lie within it. */
function onGrid(tf: TensorFlow, products: Tensor2D, { steps, limit }: ProductGrid): { readonly rounded: Tensor2D; readonly isWithin: Tensor2D } {
  const step = tf.tensor2d(steps, [1, steps.length]);
  const counted = tf.round(tf.div<Tensor2D>(products, step));
  const within = tf.clipByValue(counted, -limit, limit);
  return { rounded: tf.mul(within, step), isWithin: tf.cast(tf.equal(counted, within), "float32") };
}

/** Currents without bias, [texts, positions, filters], from the words' products [texts x positions, columns]; -1e30 where a filter has no window: behind the end of a text, before its first whole one. */
function windowCurrents(
  tf: TensorFlow,
  rows: Tensor2D,
  { texts, positions, plan, lengths }: Pick<StepInput, "texts" | "positions" | "plan" | "lengths">,
): Tensor3D {
  const products = tf.reshape<Rank.R3>(rows, [texts, positions, plan.columns]);
  let currents: Tensor3D | undefined;
  for (const { shift, columnStart, filterStart, columns } of plan.groups) {
    if (Math.abs(shift) >= positions) continue;
    const moved = moveInTime(tf, products, shift, columnStart, columns, filterStart);
    currents = currents === undefined ? moved : tf.add(currents, moved);
  }
  if (currents === undefined) throw new Error("no window: shift 0 always has one");
  if (plan.firstPosition.some((first) => first > 0)) currents = tf.add(currents, beforeFirstWindow(tf, positions, plan));
  if (lengths.every((length) => length === positions)) return currents;
  const behind = new Float32Array(texts * positions);
  lengths.forEach((length, text) => {
    behind.fill(NO_WINDOW, text * positions + length, (text + 1) * positions);
  });
  return tf.add(currents, tf.tensor3d(behind, [texts, positions, 1]));
}

function beforeFirstWindow(tf: TensorFlow, positions: number, { filters, firstPosition }: ColumnPlan): Tensor3D {
  const before = new Float32Array(positions * filters);
  firstPosition.forEach((first, f) => {
    for (let position = 0; position < Math.min(first, positions); position++) before[position * filters + f] = NO_WINDOW;
  });
  return tf.tensor3d(before, [1, positions, filters]);
}

/** The gradient of the shifted addition: each group's columns get their filters' gradient, moved back. */
function unshift(tf: TensorFlow, gradient: Tensor3D, plan: ColumnPlan): Tensor3D {
  const [texts, positions] = gradient.shape;
  const parts = plan.groups.map(({ shift, filterStart, columns }) =>
    Math.abs(shift) >= positions ? tf.zeros<Rank.R3>([texts, positions, columns]) : moveInTime(tf, gradient, -shift, filterStart, columns, 0),
  );
  return tf.concat(parts, 2);
}

/** Channels [start, start + channels) moved by `shift` positions, zeros moving in; `before` zero channels in front. */
function moveInTime(tf: TensorFlow, values: Tensor3D, shift: number, start: number, channels: number, before: number): Tensor3D {
  const [texts, positions] = values.shape;
  const reach = Math.abs(shift);
  const part: Tensor3D = tf.slice3d(values, [0, shift < 0 ? reach : 0, start], [texts, positions - reach, channels]);
  if (shift === 0 && before === 0) return part;
  return tf.pad3d(part, [
    [0, 0],
    [shift > 0 ? reach : 0, shift < 0 ? reach : 0],
    [before, 0],
  ]);
}

/** Rows of all positions, zeros behind the end of a text, [texts x positions, dimensions]. */
function gatherRows({ positions, dimensions, rows, rowAt, lengths }: StepInput): Float32Array {
  const gathered = new Float32Array(rowAt.length * dimensions);
  rowAt.forEach((row, at) => {
    if (at % positions < lengths[Math.floor(at / positions)]) gathered.set(rows.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  });
  return gathered;
}

/** The sum over the positions that have a row. */
function scatterRows({ positions, dimensions, rows, rowAt, lengths }: StepInput, gradient: Float32Array): Float32Array {
  const sums = new Float32Array(rows.length);
  rowAt.forEach((row, at) => {
    if (at % positions >= lengths[Math.floor(at / positions)]) return;
    for (let d = 0; d < dimensions; d++) sums[row * dimensions + d] += gradient[at * dimensions + d];
  });
  return sums;
}
