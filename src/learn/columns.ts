/**
 * A convolution over words as one matrix product and shifted additions: each word is multiplied once by the columns of
 * all kernels and offsets, and a window adds what its words have for it. Columns are grouped by shift, so that all
 * kernels that look `s` words back are moved in one piece:
 *
 *     kernels 1, 2, 3, causal:   shift 0: conv1[0] conv2[1] conv3[2]   1 back: conv2[0] conv3[1]   2 back: conv3[0]
 *
 * With kernels ascending, the kernels of a shift are always the last ones, and so are their filters. No backend needs a
 * convolution or its gradients for this.
 */
import { filterCount, firstWindow, type TextCnn, wordsBefore } from "./textcnn.js";

/** Columns of the kernels' offsets that look `shift` words back (negative: ahead). */
export interface ColumnGroup {
  readonly shift: number;
  readonly columnStart: number;
  /** The group belongs to the filters from here to the last one. */
  readonly filterStart: number;
  readonly columns: number;
  readonly branchStart: number;
}

export interface ColumnPlan {
  readonly groups: readonly ColumnGroup[];
  /** Sum over kernels of kernel x filters. */
  readonly columns: number;
  readonly filters: number;
  /** First position at which each filter has a window, [filters]. */
  readonly firstPosition: Uint32Array;
}

/** Shift 0 first, then 1, 2, .. words back, then 1, 2, .. ahead. */
export function planColumns(model: Pick<TextCnn, "branches" | "windows">): ColumnPlan {
  const { branches, windows } = model;
  const before = branches.map((branch) => wordsBefore(windows, branch.kernel));
  const after = branches.map((branch, b) => branch.kernel - 1 - before[b]);
  const shifts: number[] = [];
  for (let shift = 0; shift <= Math.max(...before); shift++) shifts.push(shift);
  for (let ahead = 1; ahead <= Math.max(...after); ahead++) shifts.push(-ahead);

  const filters = filterCount(model);
  const groups: ColumnGroup[] = [];
  let columnStart = 0;
  for (const shift of shifts) {
    const branchStart = branches.findIndex((_, b) => (shift >= 0 ? before[b] >= shift : after[b] >= -shift));
    const filterStart = filterCount({ branches: branches.slice(0, branchStart) });
    groups.push({ shift, columnStart, filterStart, columns: filters - filterStart, branchStart });
    columnStart += filters - filterStart;
  }
  const firstPosition = Uint32Array.from(
    branches.flatMap((branch) => Array.from({ length: branch.filters }, () => firstWindow(windows, branch.kernel))),
  );
  return { groups, columns: columnStart, filters, firstPosition };
}

/** The kernels' weights as one matrix [dimensions, columns]. */
export function packColumns(model: TextCnn, plan: ColumnPlan): Float32Array {
  const matrix = new Float32Array(model.dimensions * plan.columns);
  eachTap(model, plan, (weights, column, at) => {
    matrix[column] = weights[at];
  });
  return matrix;
}

/** The inverse of `packColumns`, into the model's own arrays. */
export function unpackColumns(matrix: Float32Array, model: TextCnn, plan: ColumnPlan): void {
  eachTap(model, plan, (weights, column, at) => {
    weights[at] = matrix[column];
  });
}

/** Visits every weight of the kernels with its index in the matrix and its index in its branch. */
function eachTap(model: TextCnn, plan: ColumnPlan, visit: (weights: Float32Array, inMatrix: number, inBranch: number) => void): void {
  const { dimensions, branches, windows } = model;
  for (const { shift, columnStart, branchStart } of plan.groups) {
    let column = columnStart;
    for (const { kernel, filters, weight } of branches.slice(branchStart)) {
      const offset = wordsBefore(windows, kernel) - shift;
      for (let d = 0; d < dimensions; d++) {
        for (let f = 0; f < filters; f++) visit(weight, d * plan.columns + column + f, (offset * dimensions + d) * filters + f);
      }
      column += filters;
    }
  }
}

/** Filter biases of all branches, [filters]. */
export function packBias(model: TextCnn): Float32Array {
  const bias = new Float32Array(filterCount(model));
  let at = 0;
  for (const branch of model.branches) {
    bias.set(branch.bias, at);
    at += branch.filters;
  }
  return bias;
}

/** The inverse of `packBias`, into the model's own arrays. */
export function unpackBias(bias: Float32Array, model: TextCnn): void {
  let at = 0;
  for (const branch of model.branches) {
    branch.bias.set(bias.subarray(at, at + branch.filters));
    at += branch.filters;
  }
}
