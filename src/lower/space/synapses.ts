/**
 * Operators in floats -> weight tables and projections: one scale per neuron, or per channel where positions share
 * weights, and the populations' pieces and the input's binary digits kept apart.
 */
import type { Connectivity, Projection, SourceRef, WeightTable } from "../../event/program.js";
import { clamp, roundHalfAway } from "../../util/fixed.js";
import type { Arrangement, ConvolutionOperator, Operator } from "./operators.js";

/** What a block receives from another one. */
export interface QuantisedInput {
  readonly source: string;
  readonly delay: number;
  readonly operator: Operator;
}

/** A block in the program that is being built. */
export interface Placed {
  readonly arrangement: Arrangement;
  /** Populations by piece, or input ports by binary digit. */
  readonly sources: readonly SourceRef[];
  /** Value of one event. */
  readonly unit: number;
  readonly pieces: readonly { readonly name: string; readonly start: number; readonly size: number }[];
}

/**
 * The largest |weight| x unit that each neuron receives, made equal over the neurons that share a scale: those of one
 * channel where a convolution arrives, all where their sums are compared.
 */
export function largestByClass(inputs: readonly QuantisedInput[], units: readonly number[], target: Placed, isReadout: boolean): Float64Array {
  const size = target.arrangement.neuronOf.length;
  const channels = target.arrangement.plane.channels;
  const sharesChannels = inputs.some(({ operator }) => operator.kind === "convolution");
  const classOf = (neuron: number): number => (isReadout ? 0 : sharesChannels ? neuron % channels : neuron);
  const largest = new Float64Array(size);
  const see = (neuron: number, weight: number): void => {
    const at = classOf(neuron);
    largest[at] = Math.max(largest[at], Math.abs(weight));
  };
  inputs.forEach(({ operator }, i) => {
    const unit = units[i] ?? 1;
    switch (operator.kind) {
      case "convolution": {
        const columns = operator.target.channels / operator.groups;
        for (let at = 0; at < operator.weights.length; at++) see(outputChannel(operator, at, columns), operator.weights[at] * unit);
        return;
      }
      case "dense":
        for (let at = 0; at < operator.weights.length; at++) see(at % operator.targets, operator.weights[at] * unit);
        return;
      case "sparse":
        for (let at = 0; at < operator.weights.length; at++) see(operator.targets[at], operator.weights[at] * unit);
        return;
    }
  });
  return largest.map((_, neuron) => largest[classOf(neuron)]);
}

/** Output channel of weight `at` of a convolution's table. */
function outputChannel({ source, groups }: ConvolutionOperator, at: number, columns: number): number {
  const inputChannel = Math.floor(at / columns) % source.channels;
  return Math.floor((inputChannel * groups) / source.channels) * columns + (at % columns);
}

interface Emission {
  /** Wanted name of tables and projections. */
  readonly name: string;
  readonly freshName: (wanted: string) => string;
  readonly input: QuantisedInput;
  readonly source: Placed;
  readonly target: Placed;
  /** Value of one event of the source. */
  readonly unit: number;
  /** Value of one unit of each target neuron's membrane. */
  readonly scales: Float64Array;
  readonly bits: number;
  /** Every table's exponent: bits behind the binary point of the target's membranes. */
  readonly exponent: number;
  readonly tables: WeightTable[];
  readonly projections: Projection[];
}

/** Adds the tables and projections of one operator. */
export function emitOperator(emission: Emission): void {
  const { input, source, target } = emission;
  const isWhole = source.sources.length === 1 || source.pieces.length === 0;
  const isSplit = !isWhole || target.pieces.length > 1;
  const { operator } = input;
  // Convolutions have no pieces: an arrangement in pieces is no plane.
  if (operator.kind === "sparse" && isSplit) {
    emitSparsePieces(emission, operator);
    return;
  }
  const whole = quantisedTable(emission, operator);
  const pool = operator.kind === "convolution" ? poolOf(operator, whole.weights) : undefined;
  const quantised = pool === undefined ? whole : { ...whole, rows: 1, columns: 1, weights: whole.weights.slice(0, 1) };
  const isDigit = source.pieces.length === 0;
  let table = "";
  source.sources.forEach((ref, digit) => {
    // Binary digits differ in exponent alone; pieces of a source are rows of one table.
    if (isDigit || digit === 0) {
      table = emission.freshName(digit === 0 ? emission.name : `${emission.name}.bit${digit}`);
      emission.tables.push({ ...quantised, name: table, exponent: emission.exponent + (isDigit ? digit : 0) });
    }
    const piece = source.pieces[digit];
    for (const part of target.pieces) {
      emission.projections.push({
        name: isSplit ? emission.freshName(`${table}.${piece?.name ?? "in"}.${part.name}`) : table,
        source: ref,
        target: part.name,
        table,
        delay: input.delay + 1,
        connectivity: pool ?? connectivityOf(operator, piece, part, isSplit),
      });
    }
  });
}

function quantisedTable(emission: Emission, operator: Operator): Omit<WeightTable, "name"> {
  const { unit, scales, bits, exponent } = emission;
  const limit = 2 ** (bits - 1) - 1;
  const step = 2 ** exponent;
  const mantissa = (weight: number, neuron: number): number => clamp(roundHalfAway((weight * unit) / (scales[neuron] * step)), -limit, limit);
  const { weights } = operator;
  const made = new Int8Array(weights.length);
  switch (operator.kind) {
    case "convolution": {
      const columns = operator.target.channels / operator.groups;
      for (let at = 0; at < made.length; at++) made[at] = mantissa(weights[at], outputChannel(operator, at, columns));
      return { rows: made.length / columns, columns, bits, exponent, weights: made };
    }
    case "dense":
      for (let at = 0; at < made.length; at++) made[at] = mantissa(weights[at], at % operator.targets);
      return { rows: made.length / operator.targets, columns: operator.targets, bits, exponent, weights: made };
    case "sparse":
      for (let at = 0; at < made.length; at++) made[at] = mantissa(weights[at], operator.targets[at]);
      return { rows: 1, columns: Math.max(1, made.length), bits, exponent, weights: made.length === 0 ? new Int8Array(1) : made };
  }
}

function connectivityOf(
  operator: Operator,
  piece: { start: number; size: number } | undefined,
  part: { start: number; size: number },
  isSplit: boolean,
): Connectivity {
  switch (operator.kind) {
    case "convolution":
      return convolutionOf(operator);
    case "dense": {
      const { rowOf } = operator;
      const start = isSplit ? (piece?.start ?? 0) : 0;
      const count = isSplit ? (piece?.size ?? operator.sources) : operator.sources;
      const own = rowOf ?? (start > 0 ? Uint32Array.from({ length: start + count }, (_, i) => i) : undefined);
      return {
        kind: "dense",
        columnStart: part.start,
        length: part.size,
        targetStart: 0,
        ...(own === undefined ? {} : { rowOf: own.slice(start, start + count) }),
      };
    }
    case "sparse":
      return { kind: "sparse", rowStart: operator.rowStart, targets: operator.targets };
  }
}

function convolutionOf(operator: ConvolutionOperator): Connectivity {
  const { source, target, kernel, stride, dilation, padTop, padLeft, groups } = operator;
  return {
    kind: "conv2d",
    inHeight: source.height,
    inWidth: source.width,
    inChannels: source.channels,
    outHeight: target.height,
    outWidth: target.width,
    outChannels: target.channels,
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideY: stride[0],
    strideX: stride[1],
    padTop,
    padLeft,
    ...(dilation[0] === 1 ? {} : { dilationY: dilation[0] }),
    ...(dilation[1] === 1 ? {} : { dilationX: dilation[1] }),
    ...(groups === 1 ? {} : { groups }),
  };
}

/** A depthwise convolution with one weight throughout is a pool, whose table is that weight. */
function poolOf(operator: ConvolutionOperator, weights: Int8Array): Connectivity | undefined {
  const { source, target, kernel, stride, dilation, padTop, padLeft, groups } = operator;
  const isDepthwise = groups === source.channels && target.channels === source.channels;
  if (!isDepthwise || dilation.some((step) => step !== 1) || weights.some((weight) => weight !== weights[0])) return undefined;
  return {
    kind: "pool",
    inHeight: source.height,
    inWidth: source.width,
    channels: source.channels,
    outHeight: target.height,
    outWidth: target.width,
    windowHeight: kernel[0],
    windowWidth: kernel[1],
    strideY: stride[0],
    strideX: stride[1],
    ...(padTop === 0 ? {} : { padTop }),
    ...(padLeft === 0 ? {} : { padLeft }),
  };
}

/** Single synapses between pieces: each pair of pieces gets the synapses that run between them. */
function emitSparsePieces(emission: Emission, operator: Extract<Operator, { kind: "sparse" }>): void {
  const { source, target, input } = emission;
  const whole = quantisedTable(emission, operator);
  const sources = source.pieces.length === 0 ? [{ name: "in", start: 0, size: operator.rowStart.length - 1 }] : source.pieces;
  source.sources.forEach((ref, digit) => {
    const isDigit = source.pieces.length === 0;
    const piece = sources[isDigit ? 0 : digit];
    if (piece === undefined) throw new Error(`source ${digit} has no piece`);
    for (const part of target.pieces) {
      const rowStart = new Uint32Array(piece.size + 1);
      const targets: number[] = [];
      const weights: number[] = [];
      for (let s = 0; s < piece.size; s++) {
        for (let at = operator.rowStart[piece.start + s]; at < operator.rowStart[piece.start + s + 1]; at++) {
          const neuron = operator.targets[at] - part.start;
          if (neuron < 0 || neuron >= part.size) continue;
          targets.push(neuron);
          weights.push(whole.weights[at]);
        }
        rowStart[s + 1] = targets.length;
      }
      if (targets.length === 0) continue;
      const name = emission.freshName(`${emission.name}${isDigit && digit > 0 ? `.bit${digit}` : ""}.${piece.name}.${part.name}`);
      emission.tables.push({
        name,
        rows: 1,
        columns: weights.length,
        bits: whole.bits,
        exponent: whole.exponent + (isDigit ? digit : 0),
        weights: Int8Array.from(weights),
      });
      emission.projections.push({
        name,
        source: ref,
        target: part.name,
        table: name,
        delay: input.delay + 1,
        connectivity: { kind: "sparse", rowStart, targets: Uint32Array.from(targets) },
      });
    }
  });
}
