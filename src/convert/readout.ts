/**
 * Hidden dense layers behind the pools -> one readout. Position is time, so that a hidden unit behind the pools would have to
 * wait for the end of the text; instead each of its ReLUs is replaced by the line that fits it best on calibration texts,
 *
 *     relu(z) ~ slope z + offset,  slope = cov(relu(z), z) / var(z),  offset = mean(relu(z)) - slope mean(z)
 *
 * and lines in a row are one matrix. What that costs is measured, and fine-tuning wins most of it back.
 */
import type { LinearNode } from "../graph/graph.js";
import type { PooledActivations, TextClassifier } from "./word.js";

/** The classifier with one dense layer behind the pools; itself if it has no hidden ones. */
export function withoutHidden(classifier: TextClassifier, pooled: PooledActivations): TextClassifier {
  const [first, ...others] = [...classifier.hidden, classifier.dense];
  if (first === undefined || others.length === 0) return classifier;
  const { texts } = pooled;
  const { inputs } = first;
  const features = pooledInColumns(pooled, columnsOf(classifier));
  let line = affineOf(first);
  // What the units bring exactly, text by text, beside what the lines so far make of them.
  let exact = outputsOf(features, texts, line);
  for (const next of others) {
    const approximate = outputsOf(features, texts, line);
    const units = next.inputs;
    const active = exact.map((z) => Math.max(z, 0));
    const weight = new Float64Array(next.outputs * inputs);
    const { bias } = affineOf(next);
    for (let unit = 0; unit < units; unit++) {
      const { slope, offset } = lineThrough(approximate, active, unit, units, texts);
      for (let o = 0; o < next.outputs; o++) {
        const factor = next.weight[o * units + unit];
        bias[o] += factor * (slope * line.bias[unit] + offset);
        for (let i = 0; i < inputs; i++) weight[o * inputs + i] += factor * slope * line.weight[unit * inputs + i];
      }
    }
    line = { weight, bias };
    exact = outputsOf(active, texts, affineOf(next));
  }
  const { name, outputs } = classifier.dense;
  const dense: LinearNode = { kind: "linear", name, inputs, outputs, weight: Float32Array.from(line.weight), bias: Float32Array.from(line.bias) };
  return { ...classifier, hidden: [], dense };
}

interface Affine {
  /** [outputs, inputs]. */
  readonly weight: Float64Array;
  /** [outputs]. */
  readonly bias: Float64Array;
}

function affineOf({ weight, bias, outputs }: LinearNode): Affine {
  return { weight: Float64Array.from(weight), bias: Float64Array.from(bias ?? new Float32Array(outputs)) };
}

/** Column of the first dense layer that each filter leads to. */
function columnsOf({ branches }: TextClassifier): number[] {
  return branches.flatMap(({ convolution, firstColumn }) => Array.from({ length: convolution.outChannels }, (_, f) => firstColumn + f));
}

/** Pooled activations in the order of the columns, [texts, columns]. */
function pooledInColumns({ texts, filters, values }: PooledActivations, columns: readonly number[]): Float64Array {
  const sorted = new Float64Array(values.length);
  for (let text = 0; text < texts; text++) {
    for (let f = 0; f < filters; f++) sorted[text * filters + columns[f]] = values[text * filters + f];
  }
  return sorted;
}

/** [texts, inputs] -> [texts, outputs]. */
function outputsOf(features: Float64Array, texts: number, { weight, bias }: Affine): Float64Array {
  const inputs = weight.length / bias.length;
  const outputs = new Float64Array(texts * bias.length);
  for (let text = 0; text < texts; text++) {
    for (let o = 0; o < bias.length; o++) {
      let sum = bias[o];
      for (let i = 0; i < inputs; i++) sum += weight[o * inputs + i] * features[text * inputs + i];
      outputs[text * bias.length + o] = sum;
    }
  }
  return outputs;
}

/** The line through one unit's values by least squares; flat where its input never changes. */
function lineThrough(from: Float64Array, to: Float64Array, unit: number, units: number, texts: number): { slope: number; offset: number } {
  let [sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0];
  for (let text = 0; text < texts; text++) {
    const [x, y] = [from[text * units + unit], to[text * units + unit]];
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  const count = Math.max(texts, 1);
  const variance = sumXX - (sumX * sumX) / count;
  const slope = variance > 1e-12 * sumXX ? (sumXY - (sumX * sumY) / count) / variance : 0;
  return { slope, offset: (sumY - slope * sumX) / count };
}
