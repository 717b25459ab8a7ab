/**
 * The competitors: the matched ANN in three forms and the linear model, each in fp32 and int8. The rules lean their way
 * (README.md): no work on padding, every weight fetched once a text, sums and maxima in registers, shared rows granted.
 */
import { assertNever } from "../util/diagnostics.js";
import type { EnergyLine, EnergyTerm } from "../util/results.js";
import type { DigitalCostTable, OperationName } from "./costs.js";
import type { WorkloadCounts } from "./counts.js";
import { accesses, digitalLines, operations, packedWords, rowWords } from "./terms.js";

/**
 * `dense`: embedding, then convolution by multiply and add. `fused`: rows multiplied out beforehand, additions only, a
 * whole text at hand, so that the loop over filters is outermost and sums stay in registers. `fused-streaming`: the same
 * rows word by word in constant memory, as the SNN works, so that sums wait in memory.
 */
export type AnnForm = "dense" | "fused" | "fused-streaming";

export type DigitalPrecision = "int8" | "fp32";

interface Arithmetic {
  readonly bits: number;
  readonly multiply: OperationName;
  readonly add: OperationName;
  /** Width of partial sums. */
  readonly sumBits: number;
}

/** Lanes that a 64-byte register file can hold a 32-bit sum and a 32-bit maximum of. */
const REGISTER_LANES = 8;

/** The matched ANN: same kernels, filters, wide path and rows as the SNN. Two lines: arithmetic, arithmetic+memory. */
export function priceAnn(workload: WorkloadCounts, table: DigitalCostTable, form: AnnForm, precision: DigitalPrecision): EnergyLine[] {
  const arithmetic = arithmeticOf(precision, workload);
  return digitalLines(table, { id: `ann-${form}-${precision}`, system: `${describe(form)}, ${precision}`, precision, countsFrom: "counted" }, [
    ...hiddenTerms(workload, table, form, arithmetic),
    ...outputTerms(workload, table, arithmetic),
    ...wideTerms(workload, table, arithmetic),
  ]);
}

/** The linear model: one row of `classes` weights per feature found, added. Two lines: arithmetic, arithmetic+memory. */
export function priceLinear(workload: WorkloadCounts, table: DigitalCostTable, precision: DigitalPrecision): EnergyLine[] {
  const { add, bits, sumBits } = arithmeticOf(precision, workload);
  const { classes, linear } = workload;
  return digitalLines(table, { id: `linear-${precision}`, system: `Linear bag of bigrams, ${precision}`, precision, countsFrom: "counted" }, [
    operations(table, add, "additions: features found x classes", linear.lookups * classes),
    accesses(table, "weights: a row of classes per feature found", linear.lookups * rowWords(classes, bits), (linear.features * classes * bits) / 8),
    accesses(table, "class sums, read and written per feature", linear.lookups * 2 * packedWords(classes, sumBits), (classes * sumBits) / 8),
  ]);
}

function hiddenTerms(workload: WorkloadCounts, table: DigitalCostTable, form: AnnForm, arithmetic: Arithmetic): EnergyTerm[] {
  const { add, multiply, bits, sumBits } = arithmetic;
  const { words, wordsWithRow, kernels, dimensions, rows } = workload;
  const taps = total(kernels, (kernel) => kernel.filters * kernel.taps) * (words === 0 ? 0 : wordsWithRow / words);
  const windows = total(kernels, (kernel) => kernel.filters * words);
  const rowWeights = total(kernels, (kernel) => kernel.filters * kernel.size);
  const wideWeights = workload.wide.words ? workload.classes : 0;
  const pooling = operations(table, add, "max pooling: a comparison per window and filter", windows);
  const registerBytes = (REGISTER_LANES * 2 * 32) / 8;
  switch (form) {
    case "dense": {
      const macs = taps * dimensions;
      return [
        operations(table, multiply, "multiplications: taps x filters x embedding", macs),
        operations(table, add, "additions: taps x filters x embedding", macs),
        pooling,
        accesses(
          table,
          "embedding rows, one per word",
          wordsWithRow * rowWords(dimensions + wideWeights, bits),
          (rows * (dimensions + wideWeights) * bits) / 8,
        ),
        accesses(
          table,
          "the text's embeddings, written once, read once per kernel size",
          (1 + kernels.length) * wordsWithRow * packedWords(dimensions, bits),
          (wordsWithRow * dimensions * bits) / 8,
        ),
        accesses(table, "kernels, each weight once a text", rowWords(rowWeights * dimensions, bits), (rowWeights * dimensions * bits) / 8),
        accesses(table, "partial sums and maxima, read and written", 2 * packedWords(macs + windows, sumBits), registerBytes),
      ];
    }
    case "fused":
    case "fused-streaming": {
      const streaming = form === "fused-streaming";
      const delayLine = (rowWeights * sumBits) / 8;
      const maxima = (total(kernels, (kernel) => kernel.filters) * sumBits) / 8;
      return [
        operations(table, add, "additions: taps x filters", taps),
        pooling,
        accesses(
          table,
          "fused rows, one per word",
          wordsWithRow * rowWords(rowWeights + wideWeights, bits),
          (rows * (rowWeights + wideWeights) * bits) / 8,
        ),
        accesses(table, "partial sums, read and written per addition", 2 * packedWords(taps, sumBits), streaming ? delayLine : registerBytes),
        accesses(table, "running maxima, read and written per window", 2 * packedWords(windows, sumBits), streaming ? maxima : registerBytes),
      ];
    }
    default:
      return assertNever(form);
  }
}

function outputTerms(workload: WorkloadCounts, table: DigitalCostTable, arithmetic: Arithmetic): EnergyTerm[] {
  const { add, multiply, bits } = arithmetic;
  const features = total(workload.kernels, (kernel) => kernel.filters);
  const macs = features * workload.classes;
  return [
    operations(table, multiply, "output multiplications: filters x classes", macs),
    operations(table, add, "output additions: filters x classes", macs),
    accesses(table, "pooled features, written and read once", 2 * packedWords(features, bits), (features * bits) / 8),
    accesses(table, "output weights, each once a text", rowWords(macs, bits), (macs * bits) / 8),
  ];
}

/** A word's class weights stand in its row, which is read already; pairs have their own table. */
function wideTerms(workload: WorkloadCounts, table: DigitalCostTable, arithmetic: Arithmetic): EnergyTerm[] {
  const { add, bits, sumBits } = arithmetic;
  const { classes, wide } = workload;
  const lookups = (wide.words ? workload.wordsWithRow : 0) + wide.bigramLookups;
  return [
    operations(table, add, "wide path: rows x classes", lookups * classes),
    accesses(table, "rows of word pairs", wide.bigramLookups * rowWords(classes, bits), (wide.bigramRows * classes * bits) / 8),
    accesses(table, "class sums, read and written per wide row", lookups * 2 * packedWords(classes, sumBits), (classes * sumBits) / 8),
  ];
}

/** Integer sums are as wide as the SNN's accumulators, so that neither side gains by width. */
function arithmeticOf(precision: DigitalPrecision, workload: WorkloadCounts): Arithmetic {
  switch (precision) {
    case "int8":
      return { bits: 8, multiply: "multiplyInt8", add: "addInt32", sumBits: workload.snn.stateBits };
    case "fp32":
      return { bits: 32, multiply: "multiplyFp32", add: "addFp32", sumBits: 32 };
    default:
      return assertNever(precision);
  }
}

function describe(form: AnnForm): string {
  switch (form) {
    case "dense":
      return "Dense matched ANN";
    case "fused":
      return "Matched ANN with fused rows";
    case "fused-streaming":
      return "Matched ANN with fused rows, word by word";
    default:
      return assertNever(form);
  }
}

function total<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
