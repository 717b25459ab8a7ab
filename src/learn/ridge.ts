/**
 * Ridge regression in closed form (Hoerl and Kennard 1970), in double precision: for rows X and targets Y
 *
 *     W = (X^T X + strength m I)^-1 X^T Y,   m = the mean of X^T X's diagonal
 *
 * so that a strength means the same whatever the rows' scale and number. No intercept: where targets average to zero,
 * none is needed.
 */

export interface RidgeProblem {
  /** [rows x features] */
  readonly rows: Float64Array;
  readonly features: number;
  /** [rows x outputs] */
  readonly targets: Float64Array;
  readonly outputs: number;
}

/** Weights [features x outputs] as a function of the strength (> 0); what all strengths share is computed once. */
export function ridgeRegression({ rows, features, targets, outputs }: RidgeProblem): (strength: number) => Float64Array {
  const count = rows.length / features;
  const gram = new Float64Array(features * features);
  const right = new Float64Array(features * outputs);
  for (let row = 0; row < count; row++) {
    const x = rows.subarray(row * features, (row + 1) * features);
    for (let i = 0; i < features; i++) {
      // Spike counts are mostly zero.
      if (x[i] === 0) continue;
      for (let j = 0; j <= i; j++) gram[i * features + j] += x[i] * x[j];
      for (let k = 0; k < outputs; k++) right[i * outputs + k] += x[i] * targets[row * outputs + k];
    }
  }
  let trace = 0;
  for (let i = 0; i < features; i++) trace += gram[i * features + i];
  return (strength) => {
    // Rows of nothing but zeros say nothing.
    if (trace === 0) return new Float64Array(features * outputs);
    const shifted = gram.slice();
    for (let i = 0; i < features; i++) shifted[i * features + i] += (strength * trace) / features;
    return solved(factorised(shifted, features), features, right, outputs);
  };
}

/** Cholesky: the lower triangle L of A = L L^T in place of A's own. */
function factorised(matrix: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k] * matrix[j * size + k];
      matrix[i * size + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * size + j];
    }
  }
  return matrix;
}

/** L L^T W = right: forward, then back. */
function solved(lower: Float64Array, size: number, right: Float64Array, outputs: number): Float64Array {
  const solution = right.slice();
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) solution[i * outputs + o] -= lower[i * size + k] * solution[k * outputs + o];
      solution[i * outputs + o] /= lower[i * size + i];
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) solution[i * outputs + o] -= lower[k * size + i] * solution[k * outputs + o];
      solution[i * outputs + o] /= lower[i * size + i];
    }
  }
  return solution;
}
