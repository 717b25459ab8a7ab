/** Matrix products as the backends of TensorFlow.js do them best. */
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "./tensorflow.js";

/** a b^T. WebAssembly's own transposed product is ten times slower than transposing first. */
export function timesTransposed(tf: TensorFlow, a: Tensor2D, b: Tensor2D): Tensor2D {
  return tf.getBackend() === "wasm" ? tf.matMul(a, tf.transpose(b)) : tf.matMul(a, b, false, true);
}

/** a^T b. */
export function transposedTimes(tf: TensorFlow, a: Tensor2D, b: Tensor2D): Tensor2D {
  return tf.getBackend() === "wasm" ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, b, true, false);
}
