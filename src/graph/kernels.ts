/**
 * What the stateless nodes of a graph compute, in double precision. The evaluator runs whole graphs with them, lowering
 * probes linear chains with them: there is one implementation of each layer.
 */
import { assertNever } from "../util/diagnostics.js";
import {
  type Conv1dNode,
  type Conv2dNode,
  type GraphNode,
  NO_TOKEN,
  type Pool1dNode,
  type Pool2dNode,
  type PoolOperation,
  type Shape,
  type TokenRowsNode,
} from "./graph.js";
import { channelsOf, elementsOf, parameterIndex } from "./shapes.js";

/** Nodes whose output follows from the input of the same timestep alone; `concat` has several inputs. */
export type StatelessNode = Exclude<GraphNode, { kind: "input" | "concat" | "delay" | "integrator" | "if" | "lif" | "cubaIntegrator" | "cubaLif" }>;

export function isStateless(node: GraphNode): node is StatelessNode {
  switch (node.kind) {
    case "input":
    case "concat":
    case "delay":
    case "integrator":
    case "if":
    case "lif":
    case "cubaIntegrator":
    case "cubaLif":
      return false;
    default:
      return true;
  }
}

/** Node kinds for which y(a + b) - y(0) = (y(a) - y(0)) + (y(b) - y(0)): weights and the moving of elements. */
export function isAffine(node: GraphNode): boolean {
  switch (node.kind) {
    case "linear":
    case "scale":
    case "batchNorm":
    case "conv1d":
    case "conv2d":
    case "flatten":
    case "reshape":
    case "transpose":
    case "concat":
    case "pad":
      return true;
    case "pool1d":
    case "pool2d":
    case "globalPool":
      return node.operation === "sum" || node.operation === "average";
    default:
      return false;
  }
}

/** Computes a node's output (fixed shapes, row-major) into `y`. */
export function forward(node: StatelessNode, x: ArrayLike<number>, inShape: Shape, outShape: Shape, y: Float64Array): void {
  switch (node.kind) {
    case "output":
    case "flatten":
    case "reshape":
      for (let i = 0; i < y.length; i++) y[i] = x[i];
      return;
    case "embedding":
      for (let p = 0; p < inShape[0]; p++) {
        const row = x[p] * node.dimensions;
        for (let d = 0; d < node.dimensions; d++) y[p * node.dimensions + d] = x[p] === NO_TOKEN ? 0 : node.weight[row + d];
      }
      return;
    case "tokenRows":
      tokenRows(node, x, inShape[0], outShape[0], y);
      return;
    case "linear":
      for (let row = 0; row * node.inputs < elementsOf(inShape); row++) {
        for (let o = 0; o < node.outputs; o++) {
          let sum = node.bias?.[o] ?? 0;
          for (let i = 0; i < node.inputs; i++) sum += node.weight[o * node.inputs + i] * x[row * node.inputs + i];
          y[row * node.outputs + o] = sum;
        }
      }
      return;
    case "scale": {
      const scaleOf = parameterIndex(node.scale.length, inShape);
      const biasOf = parameterIndex(node.bias?.length ?? 1, inShape);
      for (let i = 0; i < y.length; i++) y[i] = node.scale[scaleOf(i)] * x[i] + (node.bias?.[biasOf(i)] ?? 0);
      return;
    }
    case "batchNorm": {
      const channelOf = parameterIndex(channelsOf(inShape), inShape);
      for (let i = 0; i < y.length; i++) {
        const c = channelOf(i);
        y[i] = (node.gamma[c] * (x[i] - node.mean[c])) / Math.sqrt(node.variance[c] + node.epsilon) + node.beta[c];
      }
      return;
    }
    case "conv1d":
      conv1d(node, x, inShape[0], outShape[0], y);
      return;
    case "conv2d":
      conv2d(node, x, inShape, outShape, y);
      return;
    case "pool1d":
      pool1d(node, x, inShape, outShape[0], y);
      return;
    case "pool2d":
      pool2d(node, x, inShape, outShape, y);
      return;
    case "globalPool": {
      const channels = channelsOf(inShape);
      const positions = elementsOf(inShape) / channels;
      const [perChannel, perPosition] = inShape.length === 3 ? [positions, 1] : [1, channels];
      for (let c = 0; c < channels; c++) {
        const pool = accumulator(node.operation);
        for (let p = 0; p < positions; p++) pool.add(x[c * perChannel + p * perPosition]);
        y[c] = pool.result(positions);
      }
      return;
    }
    case "transpose": {
      const strides = inShape.map((_, axis) => elementsOf(inShape.slice(axis + 1)));
      const index = outShape.map(() => 0);
      for (let i = 0; i < y.length; i++) {
        let from = 0;
        for (let axis = 0; axis < index.length; axis++) from += index[axis] * strides[node.axes[axis]];
        y[i] = x[from];
        for (let axis = index.length - 1; axis >= 0 && ++index[axis] === outShape[axis]; axis--) index[axis] = 0;
      }
      return;
    }
    case "pad": {
      y.fill(0);
      const strides = outShape.map((_, axis) => elementsOf(outShape.slice(axis + 1)));
      const index = inShape.map(() => 0);
      for (let i = 0, count = elementsOf(inShape); i < count; i++) {
        let to = 0;
        for (let axis = 0; axis < index.length; axis++) to += (index[axis] + node.before[axis]) * strides[axis];
        y[to] = x[i];
        for (let axis = index.length - 1; axis >= 0 && ++index[axis] === inShape[axis]; axis--) index[axis] = 0;
      }
      return;
    }
    case "softmax": {
      const size = inShape.at(-1) ?? 1;
      for (let row = 0; row < y.length; row += size) {
        let largest = Number.NEGATIVE_INFINITY;
        for (let i = 0; i < size; i++) largest = Math.max(largest, x[row + i]);
        let sum = 0;
        for (let i = 0; i < size; i++) {
          y[row + i] = Math.exp(x[row + i] - largest);
          sum += y[row + i];
        }
        for (let i = 0; i < size; i++) y[row + i] /= sum;
      }
      return;
    }
    case "relu": {
      const cap = node.cap ?? Number.POSITIVE_INFINITY;
      for (let i = 0; i < y.length; i++) y[i] = Math.min(Math.max(x[i], 0), cap);
      return;
    }
    case "threshold": {
      const thresholdOf = parameterIndex(node.threshold.length, inShape);
      for (let i = 0; i < y.length; i++) y[i] = x[i] > node.threshold[thresholdOf(i)] ? 1 : 0;
      return;
    }
    default:
      assertNever(node);
  }
}

/** Zeros on the left of a window. */
function leftPadding(padding: Conv1dNode["padding"], reach: number): number {
  return padding === "causal" ? reach : padding.left;
}

function tokenRows(node: TokenRowsNode, x: ArrayLike<number>, length: number, outLength: number, y: Float64Array): void {
  const { kernel, outChannels, weight, bias } = node;
  const left = leftPadding(node.padding, kernel - 1);
  for (let p = 0; p < outLength; p++) {
    for (let f = 0; f < outChannels; f++) {
      let sum = bias?.[f] ?? 0;
      for (let j = 0; j < kernel; j++) {
        const at = p + j - left;
        if (at >= 0 && at < length && x[at] !== NO_TOKEN) sum += weight[(x[at] * kernel + j) * outChannels + f];
      }
      y[p * outChannels + f] = sum;
    }
  }
}

function conv1d(node: Conv1dNode, x: ArrayLike<number>, length: number, outLength: number, y: Float64Array): void {
  const { inChannels, outChannels, kernel, stride, dilation, groups, weight, bias } = node;
  const left = leftPadding(node.padding, (kernel - 1) * dilation);
  const [perGroupIn, perGroupOut] = [inChannels / groups, outChannels / groups];
  for (let p = 0; p < outLength; p++) {
    for (let f = 0; f < outChannels; f++) {
      const firstIn = Math.floor(f / perGroupOut) * perGroupIn;
      let sum = bias?.[f] ?? 0;
      for (let k = 0; k < kernel; k++) {
        const at = p * stride + k * dilation - left;
        if (at < 0 || at >= length) continue;
        for (let c = 0; c < perGroupIn; c++) sum += weight[(f * perGroupIn + c) * kernel + k] * x[at * inChannels + firstIn + c];
      }
      y[p * outChannels + f] = sum;
    }
  }
}

function conv2d(node: Conv2dNode, x: ArrayLike<number>, inShape: Shape, outShape: Shape, y: Float64Array): void {
  const { kernel, stride, padding, dilation, groups, weight, bias } = node;
  const [inChannels, height, width] = inShape;
  const [outChannels, outHeight, outWidth] = outShape;
  const [perGroupIn, perGroupOut] = [inChannels / groups, outChannels / groups];
  for (let f = 0; f < outChannels; f++) {
    const firstIn = Math.floor(f / perGroupOut) * perGroupIn;
    const plane = y.subarray(f * outHeight * outWidth, (f + 1) * outHeight * outWidth);
    plane.fill(bias?.[f] ?? 0);
    for (let c = 0; c < perGroupIn; c++) {
      const source = (firstIn + c) * height * width;
      for (let ky = 0; ky < kernel[0]; ky++) {
        for (let kx = 0; kx < kernel[1]; kx++) {
          const w = weight[((f * perGroupIn + c) * kernel[0] + ky) * kernel[1] + kx];
          if (w === 0) continue;
          for (let oy = 0; oy < outHeight; oy++) {
            const iy = oy * stride[0] + ky * dilation[0] - padding[0];
            if (iy < 0 || iy >= height) continue;
            for (let ox = 0; ox < outWidth; ox++) {
              const ix = ox * stride[1] + kx * dilation[1] - padding[1];
              if (ix >= 0 && ix < width) plane[oy * outWidth + ox] += w * x[source + iy * width + ix];
            }
          }
        }
      }
    }
  }
}

function pool1d(node: Pool1dNode, x: ArrayLike<number>, [length, channels]: Shape, outLength: number, y: Float64Array): void {
  for (let p = 0; p < outLength; p++) {
    for (let c = 0; c < channels; c++) {
      const pool = accumulator(node.operation);
      let covered = 0;
      for (let k = 0; k < node.kernel; k++) {
        const at = p * node.stride + k - node.padding.left;
        if (at < 0 || at >= length) continue;
        pool.add(x[at * channels + c]);
        covered++;
      }
      y[p * channels + c] = pool.result(node.divisor === "window" ? node.kernel : covered);
    }
  }
}

function pool2d(node: Pool2dNode, x: ArrayLike<number>, inShape: Shape, outShape: Shape, y: Float64Array): void {
  const [channels, height, width] = inShape;
  const [, outHeight, outWidth] = outShape;
  const { kernel, stride, padding } = node;
  let at = 0;
  for (let c = 0; c < channels; c++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        const pool = accumulator(node.operation);
        let covered = 0;
        for (let ky = 0; ky < kernel[0]; ky++) {
          const iy = oy * stride[0] + ky - padding[0];
          if (iy < 0 || iy >= height) continue;
          for (let kx = 0; kx < kernel[1]; kx++) {
            const ix = ox * stride[1] + kx - padding[1];
            if (ix < 0 || ix >= width) continue;
            pool.add(x[(c * height + iy) * width + ix]);
            covered++;
          }
        }
        y[at++] = pool.result(node.divisor === "window" ? kernel[0] * kernel[1] : covered);
      }
    }
  }
}

/** Folds the cells of a window; a window without any cell gives 0. */
function accumulator(operation: PoolOperation): { add(value: number): void; result(divisor: number): number } {
  let count = 0;
  let folded = 0;
  const isLargest = operation === "max" || operation === "or";
  return {
    add: (value) => {
      folded = isLargest ? (count === 0 ? value : Math.max(folded, value)) : folded + value;
      count++;
    },
    result: (divisor) => {
      if (operation === "or") return folded > 0 ? 1 : 0;
      return operation === "average" ? folded / Math.max(divisor, 1) : folded;
    },
  };
}
