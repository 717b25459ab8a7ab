/**
 * Scores of the image classifiers, and one training step's loss and gradients. As for texts (forward.ts), TensorFlow.js
 * is a function from weights and a batch to gradients, with the backward pass written out, because WebAssembly has no
 * gradient of a convolution or of a pool. A convolution is a matrix product with its windows' columns:
 *
 *     columns [samples x places, kernel x kernel x channels];  y = columns W + b
 *     dW = columns^T dy;  d columns = dy W^T, each tap of which is added where its window lay
 *
 * The first layer's columns come from plain arrays, so that any stride is an index; nothing asks for their gradient.
 */
import type { Rank, Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { assertNever } from "../util/diagnostics.js";
import type { AveragePoolLayer, ConvolutionLayer, DigitsLayer, DigitsNetwork } from "./digits-network.js";
import { softmaxMinusLabel } from "./head.js";
import { timesTransposed, transposedTimes } from "./products.js";
import type { TensorFlow } from "./tensorflow.js";

/** Images [labels.length, channels, height, width] and their classes. */
export interface ImageBatch {
  readonly values: Float32Array;
  readonly labels: ArrayLike<number>;
}

/** Nats per image, and the gradients of its mean in the order of `parametersOf`. */
export interface DigitsStep {
  readonly loss: number;
  readonly gradients: readonly Float32Array[];
}

/** Scores [images, classes]. Leaves no tensor behind. */
export function digitsScores(tf: TensorFlow, network: DigitsNetwork, values: Float32Array): Float32Array {
  let scores = new Float32Array(0);
  // Arrays leave through the closure: `tidy` would search what it returns for tensors, number by number.
  tf.tidy(() => {
    scores = arrayOf(runLayers(tf, network, values).scores);
  });
  return scores;
}

/** Loss and gradients of a batch. Leaves no tensor behind. */
export function digitsGradients(tf: TensorFlow, network: DigitsNetwork, { values, labels }: ImageBatch): DigitsStep {
  let loss = 0;
  let gradients: readonly Float32Array[] = [];
  tf.tidy(() => {
    const { scores, passes } = runLayers(tf, network, values);
    const errors = Float64Array.from(arrayOf(scores));
    for (let image = 0; image < labels.length; image++) {
      loss += softmaxMinusLabel(errors.subarray(image * network.classes, (image + 1) * network.classes), labels[image]) / labels.length;
    }
    const mean = Float32Array.from(errors, (error) => error / labels.length);
    let gradient: Tensor2D | undefined = tf.tensor2d(mean, [labels.length, network.classes]);
    const perLayer: Float32Array[][] = [];
    for (const pass of [...passes].reverse()) {
      if (gradient === undefined) throw new Error("a layer behind the first one gave no gradient");
      const { input, parameters } = pass(gradient);
      perLayer.unshift(parameters.map(arrayOf));
      gradient = input;
    }
    gradients = perLayer.flat();
  });
  return { loss, gradients };
}

/** Undoes a layer: the gradient of its output -> those of its input (none needed of the first layer's) and parameters. */
type BackwardPass = (gradient: Tensor2D) => { readonly input: Tensor2D | undefined; readonly parameters: readonly Tensor[] };

/** A layer's output [samples x places, channels] and the way back. */
interface Forward {
  readonly output: Tensor2D;
  readonly back: BackwardPass;
}

function runLayers(
  tf: TensorFlow,
  network: DigitsNetwork,
  values: Float32Array,
): { readonly scores: Tensor2D; readonly passes: readonly BackwardPass[] } {
  const { input, layers } = network;
  const images = values.length / (input.channels * input.height * input.width);
  const [first, ...rest] = layers;
  let { output, back } = firstLayer(tf, first, values, images);
  const passes = [back];
  for (const layer of rest) {
    ({ output, back } = forward(tf, layer, output, images));
    passes.push(back);
  }
  return { scores: output, passes };
}

function firstLayer(tf: TensorFlow, layer: DigitsLayer, values: Float32Array, images: number): Forward {
  if (layer.kind === "relu" || layer.kind === "averagePool") throw new Error(`a network does not begin with '${layer.kind}'`);
  const fanIn = layer.kind === "linear" ? layer.inputs : layer.kernel * layer.kernel * layer.input.channels;
  const rows = layer.kind === "linear" ? values : imageColumns(layer, values, images);
  const { output, back } = product(tf, tf.tensor2d(rows, [rows.length / fanIn, fanIn]), layer, false);
  return { output, back };
}

function forward(tf: TensorFlow, layer: DigitsLayer, x: Tensor2D, images: number): Forward {
  switch (layer.kind) {
    case "linear": {
      const { output, back } = product(tf, tf.reshape<Rank.R2>(x, [images, layer.inputs]), layer, true);
      return { output, back: reshaping(tf, back, x) };
    }
    case "convolution": {
      const { input, output: to, kernel } = layer;
      const planes = tf.reshape<Rank.R4>(x, [images, input.height, input.width, input.channels]);
      const taps = eachTap(kernel, (ky, kx) => tf.slice(planes, [0, ky, kx, 0], [images, to.height, to.width, input.channels]));
      const columns = tf.reshape<Rank.R2>(tf.concat(taps, 3), [images * to.height * to.width, taps.length * input.channels]);
      const { output, back } = product(tf, columns, layer, true);
      return {
        output,
        back: (gradient) => {
          const { input: ofColumns, parameters } = back(gradient);
          return { input: ofColumns === undefined ? undefined : addTaps(tf, layer, ofColumns, images), parameters };
        },
      };
    }
    case "averagePool":
      return averagePool(tf, layer, x, images);
    case "relu":
      return {
        output: tf.relu(x),
        back: (gradient) => ({ input: tf.mul<Tensor2D>(gradient, tf.cast(tf.greater(x, 0), "float32")), parameters: [] }),
      };
    default:
      return assertNever(layer);
  }
}

/** y = x W + b for rows of fan-in; `inner`: the gradient of x is wanted. */
function product(tf: TensorFlow, x: Tensor2D, { weight, bias }: { weight: Float32Array; bias: Float32Array }, inner: boolean): Forward {
  const matrix = tf.tensor2d(weight, [weight.length / bias.length, bias.length]);
  return {
    output: tf.add<Tensor2D>(tf.matMul(x, matrix), tf.tensor1d(bias)),
    back: (gradient) => ({
      input: inner ? timesTransposed(tf, gradient, matrix) : undefined,
      parameters: [transposedTimes(tf, x, gradient), tf.sum(gradient, 0)],
    }),
  };
}

/** The same way back, in the shape of what went in. */
function reshaping(tf: TensorFlow, back: BackwardPass, x: Tensor2D): BackwardPass {
  return (gradient) => {
    const { input, parameters } = back(gradient);
    return { input: input === undefined ? undefined : tf.reshape<Rank.R2>(input, x.shape), parameters };
  };
}

/** The gradient of the columns, each tap added where its windows lay (stride 1). */
function addTaps(tf: TensorFlow, { input, output, kernel }: ConvolutionLayer, gradient: Tensor2D, images: number): Tensor2D {
  const columns: Tensor4D = tf.reshape<Rank.R4>(gradient, [images, output.height, output.width, kernel * kernel * input.channels]);
  const moved = eachTap(kernel, (ky, kx, tap) =>
    tf.pad(tf.slice(columns, [0, 0, 0, tap * input.channels], [images, output.height, output.width, input.channels]), [
      [0, 0],
      [ky, kernel - 1 - ky],
      [kx, kernel - 1 - kx],
      [0, 0],
    ]),
  );
  return tf.reshape<Rank.R2>(tf.addN(moved), [images * input.height * input.width, input.channels]);
}

/** Rows of a window, then its columns: two reductions of one axis, which both backends do fast. */
function averagePool(tf: TensorFlow, { input, size }: AveragePoolLayer, x: Tensor2D, images: number): Forward {
  const { channels, height, width } = input;
  const [rows, columns] = [(images * height) / size, width / size];
  const summed = tf.sum(tf.reshape<Rank.R3>(x, [rows, size, width * channels]), 1);
  const share = 1 / (size * size);
  return {
    output: tf.mul<Tensor2D>(tf.sum(tf.reshape<Rank.R3>(summed, [rows * columns, size, channels]), 1), share),
    back: (gradient) => {
      const wide = tf.tile(tf.reshape<Rank.R3>(tf.mul(gradient, share), [rows * columns, 1, channels]), [1, size, 1]);
      const high = tf.tile(tf.reshape<Rank.R3>(wide, [rows, 1, width * channels]), [1, size, 1]);
      return { input: tf.reshape<Rank.R2>(high, x.shape), parameters: [] };
    },
  };
}

/** The windows of the first layer as rows of (row, column, channel), from planes. */
function imageColumns({ input, output, kernel, stride }: ConvolutionLayer, values: Float32Array, images: number): Float32Array {
  const { channels, height, width } = input;
  const columns = new Float32Array(images * output.height * output.width * kernel * kernel * channels);
  let at = 0;
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < output.height; y++) {
      for (let x = 0; x < output.width; x++) {
        const corner = (image * channels * height + y * stride) * width + x * stride;
        for (let ky = 0; ky < kernel; ky++) {
          for (let kx = 0; kx < kernel; kx++) {
            for (let c = 0; c < channels; c++) columns[at++] = values[corner + (c * height + ky) * width + kx];
          }
        }
      }
    }
  }
  return columns;
}

function eachTap<T>(kernel: number, visit: (ky: number, kx: number, tap: number) => T): T[] {
  return Array.from({ length: kernel * kernel }, (_, tap) => visit(Math.floor(tap / kernel), tap % kernel, tap));
}

function arrayOf(tensor: Tensor): Float32Array<ArrayBuffer> {
  return Float32Array.from(tensor.dataSync<"float32">());
}
