/**
 * The training step as one would write it first: variables, layers of TensorFlow.js, automatic differentiation, `tf.train.adam`.
 * What `snnc bench` holds the trainer against; nothing else uses it.
 *
 * WebAssembly has no gradients of gather and of convolutions, so that there a window is gathered by shifted slices and multiplied,
 * and the embedding stays as it is: that step does less.
 */
import { createRequire } from "node:module";
import type { Scalar, Tensor1D, Tensor2D, Tensor3D, Variable } from "@tensorflow/tfjs-core";
import { toolError } from "../util/diagnostics.js";
import type { Batch } from "./batches.js";
import type { TensorFlow } from "./tensorflow.js";
import { type Branch, filterCount, type TextCnn, wordsBefore } from "./textcnn.js";

export interface NaiveStep {
  /** In words, what it does and leaves out. */
  readonly does: string;
  /** One step on texts of equal length; returns the mean loss (nats). */
  step(batch: Batch): number;
}

export interface NaiveOptions {
  readonly learningRate: number;
  readonly dropout: number;
}

/** Trains a copy of an analogue model without wide path, windows `same`. Throws SnncError (tool) `bench-gradients`. */
export function createNaiveStep(tf: TensorFlow, model: TextCnn, { learningRate, dropout }: NaiveOptions): NaiveStep {
  const { vocabularySize, dimensions, classes, branches } = model;
  const isWasm = tf.getBackend() === "wasm";
  if (isWasm) registerGradients();
  const embedding = tf.tensor2d(model.embedding, [vocabularySize, dimensions]);
  const rows = isWasm ? embedding : tf.variable(embedding);
  const kernels = branches.map(({ kernel, filters, weight }) => tf.variable(tf.tensor3d(weight, [kernel, dimensions, filters])));
  const biases = branches.map(({ bias }) => tf.variable(tf.tensor1d(bias)));
  const output = tf.variable(tf.tensor2d(model.output, [filterCount(model), classes]));
  const outputBias = tf.variable(tf.tensor1d(model.outputBias));
  const optimiser = tf.train.adam(learningRate);
  const convolve = isWasm ? bySlices : byConvolution;

  const loss = (ids: Tensor1D, labels: Tensor1D): Scalar => {
    const words: Tensor3D = tf.reshape(tf.gather(rows, ids), [labels.size, ids.size / labels.size, dimensions]);
    const pooled = branches.map((branch, b) => tf.max<Tensor2D>(tf.relu(tf.add(convolve(tf, words, kernels[b], branch), biases[b])), 1));
    const hidden = tf.concat(pooled, 1);
    const scores = tf.add(tf.matMul(dropout > 0 ? tf.dropout(hidden, dropout) : hidden, output), outputBias);
    return tf.reshape(tf.losses.softmaxCrossEntropy(tf.oneHot(labels, classes), scores), []);
  };

  return {
    does: isWasm
      ? "slices and matMul, max, automatic differentiation, tf.train.adam; the embedding is not trained, because this backend has no gradient of gather"
      : "gather, conv1d, max, automatic differentiation, tf.train.adam on every row of the embedding",
    step: (batch) =>
      tf.tidy(() => {
        const ids = tf.tensor1d(Int32Array.from(batch.words), "int32");
        const labels = tf.tensor1d(Int32Array.from(batch.labels), "int32");
        return optimiser.minimize(() => loss(ids, labels), true)?.dataSync<"float32">()[0] ?? Number.NaN;
      }),
  };
}

const require = createRequire(import.meta.url);

/** tfjs-core has none: they come with the package @tensorflow/tfjs, on which tfjs-node depends, whether its library loads or not. */
function registerGradients(): void {
  try {
    createRequire(require.resolve("@tensorflow/tfjs-node/package.json"))("@tensorflow/tfjs");
  } catch (error) {
    throw toolError(
      "bench-gradients",
      `the naive step needs the gradients of @tensorflow/tfjs: ${error instanceof Error ? error.message.split("\n")[0] : error}`,
      {
        hint: "Install the optional packages again with `npm ci --ignore-scripts`.",
      },
    );
  }
}

function byConvolution(tf: TensorFlow, words: Tensor3D, kernel: Variable, _: Branch): Tensor3D {
  return tf.conv1d(words, kernel as Tensor3D, 1, "same");
}

/** The words of each window side by side, times the kernel as a matrix. */
function bySlices(tf: TensorFlow, words: Tensor3D, weights: Variable, { kernel, filters }: Branch): Tensor3D {
  const [texts, positions, dimensions] = words.shape;
  const before = wordsBefore("same", kernel);
  const padded = tf.pad3d(words, [
    [0, 0],
    [before, kernel - 1 - before],
    [0, 0],
  ]);
  const shifted = Array.from({ length: kernel }, (_, offset) => tf.slice3d(padded, [0, offset, 0], [texts, positions, dimensions]));
  const windows: Tensor2D = tf.reshape(tf.concat(shifted, 2), [texts * positions, kernel * dimensions]);
  const matrix: Tensor2D = tf.reshape(weights, [kernel * dimensions, filters]);
  return tf.reshape(tf.matMul(windows, matrix), [texts, positions, filters]);
}
