/**
 * The grid of integers that lowering rounds a spiking model's weights to, so that training can feel it (quantisation-aware
 * training with a straight-through estimator: Bengio, Leonard and Courville 2013; Jacob et al. 2018).
 *
 *     hidden   a filter's rows are multiples of  step[f] = clip x largest |row weight of f| / largest mantissa, and saturate
 *     classes  output, biases, word and pair rows are multiples of one step, times a power of two for each table
 *
 * Rules and arithmetic are lowering's own (util/quantise.ts): a model on its grid decides as its integer program does.
 */
import { clamp, roundHalfAway } from "../util/fixed.js";
import { classStep, exponentFor, largestMantissa } from "../util/quantise.js";
import { columnsOfTables } from "./code.js";
import { packColumns, planColumns } from "./columns.js";
import { rowCount, type TextCnn } from "./textcnn.js";

/** What decides a grid besides the weights: the mantissas' width and the shares of the largest weights that saturate nothing. */
export interface WeightGrid {
  /** 2..8. */
  readonly bits: number;
  /** 0..1, as lowering's clips. */
  readonly hiddenClip: number;
  readonly outputClip: number;
}

/** The grid of one state of a model. */
export interface GridSteps {
  readonly limit: number;
  /** Of the products of rows and kernels, [columns of the plan]. */
  readonly columns: Float64Array;
  /** Of each filter's current, [filters]. */
  readonly filters: Float64Array;
  readonly classes: ClassSteps;
}

interface ClassSteps {
  /** What the class sums count; the others are powers of two times as large. */
  readonly base: number;
  /** Of each filter's output weights, [filters]. */
  readonly output: Float64Array;
  readonly outputBias: number;
  readonly wide: number;
  readonly bigrams: number;
}

/** The grid of the model as it is now; `largest` as of `largestRowWeights`, where it is known already. */
export function gridSteps(model: TextCnn, grid: WeightGrid, largest = largestRowWeights(model)): GridSteps {
  const limit = largestMantissa(grid.bits);
  const filters = largest.map((most) => (most === 0 ? 1 : (most * grid.hiddenClip) / limit));
  const columns = new Float64Array(planColumns(model).columns);
  filterOfColumns(model).forEach((f, c) => {
    columns[c] = filters[f];
  });
  return { limit, filters, columns, classes: classSteps(model, grid) };
}

/** The largest |row weight| of each filter over all rows and offsets, [filters]. */
export function largestRowWeights(model: TextCnn): Float64Array {
  const plan = planColumns(model);
  const filterOf = filterOfColumns(model);
  const largest = new Float64Array(plan.filters);
  const see = (value: number, column: number): void => {
    // Rows are stored as 32-bit floats before lowering looks for the largest.
    const size = Math.fround(Math.abs(value));
    if (size > largest[filterOf[column]]) largest[filterOf[column]] = size;
  };
  if (model.code === undefined) {
    const row = new Float64Array(plan.columns);
    const matrix = packColumns(model, plan);
    for (let r = 0; r < rowCount(model); r++) {
      multiplyRow(model, r, matrix, row);
      row.forEach(see);
    }
  } else {
    const columnOf = columnsOfTables(model.code, plan.columns);
    model.embedding.forEach((value, at) => {
      see(value, columnOf[at]);
    });
  }
  return largest;
}

function filterOfColumns(model: TextCnn): Uint32Array {
  const plan = planColumns(model);
  const filterOf = new Uint32Array(plan.columns);
  for (const { columnStart, columns, filterStart } of plan.groups) {
    for (let i = 0; i < columns; i++) filterOf[columnStart + i] = filterStart + i;
  }
  return filterOf;
}

/** A row of the embedding times the kernels' columns [dimensions, columns], into `product`. */
export function multiplyRow(
  { embedding, dimensions }: Pick<TextCnn, "embedding" | "dimensions">,
  row: number,
  matrix: Float32Array,
  product: Float64Array,
): void {
  product.fill(0);
  const columns = product.length;
  for (let d = 0; d < dimensions; d++) {
    const value = embedding[row * dimensions + d];
    const base = d * columns;
    for (let c = 0; c < columns; c++) product[c] += value * matrix[base + c];
  }
}

/** The whole number of steps next to a value, saturating at `limit`. */
export function mantissaOf(value: number, step: number, limit: number): number {
  return clamp(roundHalfAway(value / step), -limit, limit);
}

/**
 * The model with everything that adds to the class sums in whole numbers of the base step, so that sums and ties are exact;
 * shares what it does not round.
 */
export function withClassMantissas(model: TextCnn, { limit, classes: steps }: GridSteps): TextCnn {
  const { output, outputBias, classes, wide, bigrams } = model;
  const rounded = (value: number, step: number): number => (step / steps.base) * mantissaOf(value, step, limit);
  return {
    ...model,
    output: output.map((value, i) => rounded(value, steps.output[Math.floor(i / classes)])),
    outputBias: outputBias.map((value) => rounded(value, steps.outputBias)),
    ...(wide === undefined ? {} : { wide: wide.map((value) => rounded(value, steps.wide)) }),
    ...(bigrams === undefined ? {} : { bigrams: { ...bigrams, weight: bigrams.weight.map((value) => rounded(value, steps.bigrams)) } }),
  };
}

/** Output weights and biases on the grid. */
export function outputOnGrid({ output, outputBias, classes }: TextCnn, { limit, classes: steps }: GridSteps): Pick<TextCnn, "output" | "outputBias"> {
  return {
    output: output.map((value, i) => {
      const step = steps.output[Math.floor(i / classes)];
      return step * mantissaOf(value, step, limit);
    }),
    outputBias: outputBias.map((value) => steps.outputBias * mantissaOf(value, steps.outputBias, limit)),
  };
}

function classSteps(model: TextCnn, { bits, outputClip }: WeightGrid): ClassSteps {
  const wide = [model.wide, model.bigrams?.weight].filter((table) => table !== undefined);
  const step = classStep(wide.length > 0 ? wide : [model.output], bits, outputClip);
  const stepOf = (table: Float32Array | undefined): number => (table === undefined ? step : step * 2 ** exponentFor(table, step, bits, outputClip));
  const output = new Float64Array(model.output.length / model.classes);
  let first = 0;
  for (const { filters } of model.branches) {
    output.fill(stepOf(model.output.subarray(first * model.classes, (first + filters) * model.classes)), first, first + filters);
    first += filters;
  }
  return { base: step, output, outputBias: stepOf(model.outputBias), wide: stepOf(model.wide), bigrams: stepOf(model.bigrams?.weight) };
}
