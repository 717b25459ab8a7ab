/**
 * One training step's loss and gradients in TensorFlow.js. All weights live in typed arrays; TensorFlow is a function
 * from them and a batch to a loss and gradients. So there is no variable to dispose of, the optimiser is the same for
 * both backends, and neither needs gather, its gradient, or a convolution.
 *
 * The gathered rows X [texts x positions, dimensions] go through one product with the kernels' columns, shifted
 * additions (columns.ts), the largest current over the positions, the activation, dropout and the output:
 *
 *     current = shifts(X W);  v = (max over t of current + bias) / threshold;  hidden = relu(v) or v > 1
 *     loss    = cross-entropy of softmax(hidden * dropout . output + outputBias + wide)
 *
 * With OR pooling and one timestep, a pooled spike is "the largest current exceeds the threshold": the gradient flows
 * through the position of the maximum alone. A spike's derivative is that of sigmoid(3 (v - 1)).
 */
import type { Rank, Scalar, Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { ColumnPlan } from "./columns.js";
import type { TensorFlow } from "./tensorflow.js";

/** Slope of the surrogate: a spike's derivative is that of sigmoid(SURROGATE_SLOPE (v - 1)). */
export const SURROGATE_SLOPE = 3;

/** What a step reads. Arrays row-major. */
export interface StepInput {
  readonly texts: number;
  readonly positions: number;
  readonly dimensions: number;
  readonly classes: number;
  readonly plan: ColumnPlan;
  readonly spiking: boolean;
  /** Rows of the words, zeros behind the end of a text, [texts, positions, dimensions]. */
  readonly gathered: Float32Array;
  /** Words of each text, [texts]. */
  readonly lengths: Uint32Array;
  /** [dimensions, plan.columns]. */
  readonly matrix: Float32Array;
  /** [filters]. Thresholds are 1. */
  readonly bias: Float32Array;
  /** [filters, classes]. */
  readonly output: Float32Array;
  readonly outputBias: Float32Array;
  /** What the wide path adds to the scores, [texts, classes]. */
  readonly wide: Float32Array;
  /** Factors on the hidden activations, [texts, filters]; none without dropout. */
  readonly dropout?: Float32Array;
  readonly labels: Uint16Array;
}

/** The mean loss and its gradients, each shaped as what it belongs to. */
export interface StepResult {
  readonly loss: number;
  readonly gathered: Float32Array;
  readonly matrix: Float32Array;
  readonly bias: Float32Array;
  readonly output: Float32Array;
  readonly outputBias: Float32Array;
  readonly wide: Float32Array;
}

/** Loss (nats per text) and gradients of one batch. Leaves no tensor behind. */
export function lossAndGradients(tf: TensorFlow, input: StepInput): StepResult {
  const { texts, positions, dimensions, classes, plan } = input;
  return tf.tidy(() => {
    const labels = tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(input.labels), "int32"), classes), "float32");
    const differentiate = tf.valueAndGrads((gathered: Tensor, matrix: Tensor, bias: Tensor, output: Tensor, outputBias: Tensor, wide: Tensor) => {
      const currents = windowCurrents(tf, tf.reshape(gathered, [texts * positions, dimensions]), tf.reshape(matrix, [dimensions, plan.columns]), input);
      const largest = tf.add(largestOverTime(tf, currents), bias);
      const hidden = input.spiking ? spike(tf, largest) : tf.relu(largest);
      const kept = input.dropout === undefined ? hidden : tf.mul(hidden, tf.tensor2d(input.dropout, [texts, plan.filters]));
      const scores = tf.add(tf.add(matMul(tf, tf.reshape(kept, [texts, plan.filters]), tf.reshape(output, [plan.filters, classes])), outputBias), wide);
      return crossEntropy(tf, scores, labels);
    });
    const { value, grads } = differentiate([
      tf.tensor2d(input.gathered, [texts * positions, dimensions]),
      tf.tensor2d(input.matrix, [dimensions, plan.columns]),
      tf.tensor1d(input.bias),
      tf.tensor2d(input.output, [plan.filters, classes]),
      tf.tensor1d(input.outputBias),
      tf.tensor2d(input.wide, [texts, classes]),
    ]);
    const [gathered, matrix, bias, output, outputBias, wide] = grads.map((gradient) => gradient.dataSync<"float32">());
    return { loss: value.dataSync<"float32">()[0], gathered, matrix, bias, output, outputBias, wide };
  });
}

/** Currents without bias, [texts, positions, filters]; -1e30 behind the end of a text. */
export function windowCurrents(
  tf: TensorFlow,
  gathered: Tensor2D,
  matrix: Tensor2D,
  { texts, positions, plan, lengths }: Pick<StepInput, "texts" | "positions" | "plan" | "lengths">,
): Tensor3D {
  const products = tf.reshape<Rank.R3>(matMul(tf, gathered, matrix), [texts, positions, plan.columns]);
  let currents: Tensor3D | undefined;
  for (const { shift, columnStart, filterStart, columns } of plan.groups) {
    const reach = Math.abs(shift);
    if (reach >= positions) continue;
    const part: Tensor3D = tf.slice3d(products, [0, shift < 0 ? reach : 0, columnStart], [texts, positions - reach, columns]);
    const moved =
      shift === 0
        ? part
        : tf.pad3d(part, [
            [0, 0],
            [shift > 0 ? reach : 0, shift < 0 ? reach : 0],
            [filterStart, 0],
          ]);
    currents = currents === undefined ? moved : tf.add(currents, moved);
  }
  if (currents === undefined) throw new Error("no window: shift 0 always has one");
  if (lengths.every((length) => length === positions)) return currents;
  const behind = new Float32Array(texts * positions);
  lengths.forEach((length, text) => {
    behind.fill(BEHIND_THE_END, text * positions + length, (text + 1) * positions);
  });
  return tf.add(currents, tf.tensor3d(behind, [texts, positions, 1]));
}

const BEHIND_THE_END = -1e30;

/** Matrix product whose gradients transpose explicitly: WebAssembly's own transposed product is ten times slower. */
export function matMul(tf: TensorFlow, a: Tensor2D, b: Tensor2D): Tensor2D {
  return withGradient<Tensor2D>(
    tf,
    [a, b],
    () => tf.matMul(a, b),
    (gradient, [left, right]) => [tf.matMul(gradient, tf.transpose(right)), tf.matMul(tf.transpose(left), gradient)],
  );
}

/** Maximum over positions, [texts, positions, filters] -> [texts, filters]; equal maxima share the gradient equally. */
export function largestOverTime(tf: TensorFlow, currents: Tensor3D): Tensor2D {
  return withGradient<Tensor2D>(
    tf,
    [currents],
    () => tf.max<Tensor2D>(currents, 1),
    (gradient, [saved]) => {
      const isLargest = tf.cast(tf.equal(saved, tf.max(saved, 1, true)), "float32");
      return [tf.mul(tf.expandDims(tf.div(gradient, tf.sum(isLargest, 1)), 1), isLargest)];
    },
  );
}

/** 1 where v > 1, else 0; derivative of sigmoid(3 (v - 1)). */
export function spike<T extends Tensor>(tf: TensorFlow, v: T): T {
  return withGradient<T>(
    tf,
    [v],
    () => tf.cast<T>(tf.greater<T>(v, 1), "float32"),
    (gradient, [saved]) => {
      const sigmoid = tf.sigmoid(tf.mul(tf.sub(saved, 1), SURROGATE_SLOPE));
      return [tf.mul(gradient, tf.mul(SURROGATE_SLOPE, tf.mul(sigmoid, tf.sub(1, sigmoid))))];
    },
  );
}

/** Mean over texts of -log softmax(scores)[label]; labels one-hot. */
function crossEntropy(tf: TensorFlow, scores: Tensor, labels: Tensor): Scalar {
  const texts = scores.shape[0] ?? 1;
  return withGradient<Scalar>(
    tf,
    [scores],
    () => tf.div(tf.neg(tf.sum<Scalar>(tf.mul(tf.logSoftmax(scores), labels))), texts),
    (gradient, [saved]) => [tf.mul(gradient, tf.div(tf.sub(tf.softmax(saved), labels), texts))],
  );
}

/** An operation with its own gradient, one per input; the inputs are kept for it. */
function withGradient<T extends Tensor>(
  tf: TensorFlow,
  inputs: Tensor[],
  value: () => T,
  gradient: (gradient: T, inputs: Tensor[]) => Tensor[],
): T {
  return tf.customGrad<T>((...given) => {
    const save = given[given.length - 1];
    if (typeof save === "function") save(inputs);
    return { value: value(), gradFunc: gradient };
  })(...inputs);
}
