/**
 * Order of a model's filters, so that those whose columns vary together lie in one group of the word code. A filter has
 * several columns, one an offset of its kernel, and all of them move with it: a group must stay a segment of neurons.
 */
import { planColumns } from "./columns.js";
import { filterCount, type TextCnn } from "./textcnn.js";

/**
 * For each branch the new order of its filters (new position -> old filter): ranges of `width` filters of the most similar ones, by
 * the sum over offsets of the squared correlations of their columns. `rows`: [words, columns], `weights` one a word.
 */
export function orderFilters(model: TextCnn, rows: Float32Array, weights: Float64Array, width: number): readonly Uint32Array[] {
  const blocks = columnBlocks(model);
  const columns = planColumns(model).columns;
  return model.branches.map(({ filters }, b) => {
    const order = Uint32Array.from({ length: filters }, (_, f) => f);
    if (width >= filters) return order;
    const similarity = new Float64Array(filters * filters);
    for (const { branch, columnStart } of blocks) {
      if (branch === b) addSquaredCorrelations(rows, weights, columns, columnStart, filters, similarity);
    }
    return exchange(order, similarity, filters, width);
  });
}

/** The columns of each branch's offsets: filter f of the branch has column columnStart + f. */
export interface ColumnBlock {
  readonly branch: number;
  readonly offset: number;
  readonly columnStart: number;
  readonly filters: number;
}

/** All blocks, ascending by column. Windows must be causal. */
export function columnBlocks(model: Pick<TextCnn, "branches" | "windows">): readonly ColumnBlock[] {
  return planColumns(model).groups.flatMap(({ shift, columnStart, branchStart }) => {
    let at = columnStart;
    return model.branches.slice(branchStart).map(({ kernel, filters }, i) => {
      const block = { branch: branchStart + i, offset: kernel - 1 - shift, columnStart: at, filters };
      at += filters;
      return block;
    });
  });
}

/** The same network with its filters in another order. */
export function reorderFilters(model: TextCnn, orders: readonly Uint32Array[]): TextCnn {
  const { classes, activation } = model;
  const all = new Uint32Array(filterCount(model));
  let first = 0;
  const branches = model.branches.map((branch, b) => {
    const { filters } = branch;
    const weight = new Float32Array(branch.weight.length);
    for (let row = 0; row < weight.length; row += filters) {
      for (let f = 0; f < filters; f++) weight[row + f] = branch.weight[row + orders[b][f]];
    }
    for (let f = 0; f < filters; f++) all[first + f] = first + orders[b][f];
    first += filters;
    return { ...branch, weight, bias: branch.bias.map((_, f) => branch.bias[orders[b][f]]) };
  });
  return {
    ...model,
    branches,
    output: model.output.map((_, at) => model.output[all[Math.floor(at / classes)] * classes + (at % classes)]),
    ...(activation.kind === "spike"
      ? { activation: { kind: "spike", thresholds: activation.thresholds.map((_, f) => activation.thresholds[all[f]]) } }
      : {}),
  };
}

function addSquaredCorrelations(
  rows: Float32Array,
  weights: Float64Array,
  columns: number,
  columnStart: number,
  filters: number,
  into: Float64Array,
): void {
  const mean = new Float64Array(filters);
  const products = new Float64Array(filters * filters);
  let total = 0;
  for (let word = 0; word < weights.length; word++) {
    total += weights[word];
    const at = word * columns + columnStart;
    for (let f = 0; f < filters; f++) {
      const weighted = weights[word] * rows[at + f];
      mean[f] += weighted;
      for (let g = 0; g <= f; g++) products[f * filters + g] += weighted * rows[at + g];
    }
  }
  const covariance = (f: number, g: number): number => products[f * filters + g] / total - (mean[f] * mean[g]) / total ** 2;
  for (let f = 0; f < filters; f++) {
    for (let g = 0; g < f; g++) {
      const variances = covariance(f, f) * covariance(g, g);
      const square = variances > 0 ? covariance(f, g) ** 2 / variances : 0;
      into[f * filters + g] += square;
      into[g * filters + f] += square;
    }
  }
}

/** Swaps filters between ranges as long as that raises the similarity within the ranges (Kernighan and Lin's exchange, one at a time). */
function exchange(order: Uint32Array, similarity: Float64Array, filters: number, width: number): Uint32Array {
  const rangeOf = (position: number): number => Math.floor(position / width);
  const withRange = (filter: number, range: number, without: number): number => {
    let sum = 0;
    for (let p = range * width; p < (range + 1) * width; p++)
      if (order[p] !== without && order[p] !== filter) sum += similarity[filter * filters + order[p]];
    return sum;
  };
  for (;;) {
    let best = { gain: 1e-9, a: -1, b: -1 };
    for (let a = 0; a < filters; a++) {
      for (let b = a + 1; b < filters; b++) {
        if (rangeOf(a) === rangeOf(b)) continue;
        const gain =
          withRange(order[a], rangeOf(b), order[b]) +
          withRange(order[b], rangeOf(a), order[a]) -
          withRange(order[a], rangeOf(a), order[a]) -
          withRange(order[b], rangeOf(b), order[b]);
        if (gain > best.gain) best = { gain, a, b };
      }
    }
    if (best.a < 0) return order;
    [order[best.a], order[best.b]] = [order[best.b], order[best.a]];
  }
}
