/**
 * Turns a path between two blocks into the most compact connectivity that computes it: a convolution with shared weights,
 * a dense table (rows shared where a pool lies before it), or, where neither fits, single synapses found by probing.
 *
 *   [view] [average pool] convolution [view]   ->   one strided convolution: kernel p + (k - 1) s, stride s t
 *   [view] [average pool] linear               ->   dense, a row per pool window, rowOf: source -> window
 *   [view] average pool | scale | nothing      ->   depthwise convolution
 *   anything else                              ->   sparse
 * A view moves elements (flatten, reshape, transpose, pad, concat). Weights are still floats here.
 */
import type { Conv2dNode, GraphNode, Pool2dNode, Shape } from "../../graph/graph.js";
import { forward, isStateless } from "../../graph/kernels.js";
import { channelsOf, elementsOf, parameterIndex } from "../../graph/shapes.js";
import type { Path, PathStep } from "./paths.js";

/** Height, width and channels of a block's neurons, ordered [y][x][channel]. */
export interface Plane {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Which neuron (or line) of a block holds element i of its node's output, and how the neurons lie. */
export interface Arrangement {
  readonly plane: Plane;
  /** [elements] */
  readonly neuronOf: Uint32Array;
}

export type Operator = ConvolutionOperator | DenseOperator | SparseOperator;

export interface ConvolutionOperator {
  readonly kind: "convolution";
  readonly source: Plane;
  readonly target: Plane;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padTop: number;
  readonly padLeft: number;
  readonly groups: number;
  /** [(ky * kernelWidth + kx) * source channels + c][target channels / groups] */
  readonly weights: Float64Array;
}

export interface DenseOperator {
  readonly kind: "dense";
  readonly sources: number;
  readonly targets: number;
  /** [rows x targets] */
  readonly weights: Float64Array;
  /** Row of each source; absent: its own. */
  readonly rowOf?: Uint32Array;
}

export interface SparseOperator {
  readonly kind: "sparse";
  readonly rowStart: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
}

/** The plane that a shape is read as. */
export function planeOf(shape: Shape): Plane {
  if (shape.length === 3) return { height: shape[1], width: shape[2], channels: shape[0] };
  const channels = channelsOf(shape);
  return { height: 1, width: elementsOf(shape) / channels, channels };
}

/** Channels last: element (c, y, x) of a plane is neuron (y * width + x) * channels + c; other shapes are in order already. */
export function naturalArrangement(shape: Shape): Arrangement {
  const plane = planeOf(shape);
  const size = elementsOf(shape);
  if (shape.length !== 3) return { plane, neuronOf: Uint32Array.from({ length: size }, (_, i) => i) };
  const area = plane.height * plane.width;
  return { plane, neuronOf: Uint32Array.from({ length: size }, (_, i) => (i % area) * plane.channels + Math.floor(i / area)) };
}

/**
 * The arrangement that a block's own convolution suggests: where views lie between the convolution and the block, its
 * neurons follow the convolution's output. `steps` is the path into the block (or out of an input, reversed by `into`).
 */
export function arrangementOf(shape: Shape, pathsInto: readonly Path[], pathsOutOf: readonly Path[]): Arrangement {
  for (const { steps } of pathsInto) {
    const at = steps.findLastIndex((step) => step.kind === "node" && isWindowed(step.node));
    const views = steps.slice(at + 1);
    const step = steps[at];
    if (at < 0 || step?.kind !== "node" || views.length === 0 || !views.every(isView)) continue;
    const found = followed(step.shape.output, views, false);
    if (found !== undefined) return found;
  }
  for (const { steps } of pathsOutOf) {
    const at = steps.findIndex((step) => step.kind === "node" && isWindowed(step.node));
    const views = steps.slice(0, at);
    const step = steps[at];
    if (at <= 0 || step?.kind !== "node" || !views.every(isView)) continue;
    const found = followed(step.shape.input, views, true);
    if (found !== undefined) return found;
  }
  return naturalArrangement(shape);
}

/** The arrangement under which the windowed node at the other end of `views` finds channels last; undefined if elements are lost. */
function followed(windowed: Shape, views: readonly PathStep[], isBefore: boolean): Arrangement | undefined {
  const [first] = views;
  if (first?.kind !== "node") return undefined;
  const size = elementsOf(windowed);
  if (elementsOf(first.shape.input) !== size) return undefined;
  const origin = applyViews(
    Int32Array.from({ length: size }, (_, i) => i),
    views,
  );
  if (origin.length !== size || new Set(origin).size !== size || origin.includes(-1)) return undefined;
  const natural = naturalArrangement(windowed);
  const neuronOf = new Uint32Array(size);
  // Before: element origin[i] of the block is element i of the windowed node's input. After: the other way round.
  for (let i = 0; i < size; i++) {
    if (isBefore) neuronOf[origin[i]] = natural.neuronOf[i];
    else neuronOf[i] = natural.neuronOf[origin[i]];
  }
  return { plane: natural.plane, neuronOf };
}

function isWindowed(node: GraphNode): boolean {
  return node.kind === "conv1d" || node.kind === "conv2d" || node.kind === "pool1d" || node.kind === "pool2d";
}

function isView(step: PathStep): boolean {
  if (step.kind === "mask") return false;
  return ["flatten", "reshape", "transpose", "pad", "concat", "delay", "output"].includes(step.node.kind);
}

/** Where each element of the last view's output comes from, -1 for zeros. */
function applyViews(origin: Int32Array, views: readonly PathStep[]): Int32Array {
  let current = origin;
  for (const step of views) {
    if (step.kind === "mask") {
      current = current.map((from, i) => (step.keeps[i] === 1 ? from : -1));
      continue;
    }
    const { node, shape, from } = step;
    const next = new Int32Array(elementsOf(shape.output)).fill(-1);
    if (node.kind === "concat") {
      const row = elementsOf(shape.output.slice(axisOf(node.axis, shape.output)));
      const own = elementsOf(shape.input.slice(axisOf(node.axis, shape.input)));
      const offset = concatOffset(step, from);
      for (let i = 0; i < current.length; i++) next[Math.floor(i / own) * row + offset + (i % own)] = current[i];
    } else if (node.kind === "delay") {
      next.set(current);
    } else if (isStateless(node)) {
      const moved = new Float64Array(next.length);
      forward(
        node,
        Float64Array.from(current, (value) => value + 1),
        shape.input,
        shape.output,
        moved,
      );
      for (let i = 0; i < next.length; i++) next[i] = moved[i] - 1;
    } else throw new Error(`'${node.name}' moves more than elements`);
    current = next;
  }
  return current;
}

function axisOf(axis: number, shape: Shape): number {
  return axis < 0 ? shape.length + axis : axis;
}

/** Elements of the inputs in front of this one along the concatenated axes. */
function concatOffset(step: Extract<PathStep, { kind: "node" }>, from: string): number {
  if (step.node.kind !== "concat") throw new Error(`'${step.node.name}' is no concat`);
  const offset = step.offsets?.get(from);
  if (offset === undefined) throw new Error(`'${step.node.name}' does not join '${from}'`);
  return offset;
}

/** Largest number of synapses that may be found one by one. */
export const MOST_PROBED_SYNAPSES = 2 ** 24;

/** The operator of a path, or undefined where it would need more single synapses than MOST_PROBED_SYNAPSES. */
export function operatorOf(path: Path, source: Arrangement, target: Arrangement): Operator | undefined {
  // One factor for everything commutes with everything linear.
  const isFactor = (step: PathStep): boolean => step.kind === "node" && step.node.kind === "scale" && step.node.scale.length === 1;
  const steps = path.steps.filter((step) => !isFactor(step));
  let factor = 1;
  for (const step of path.steps) if (step.kind === "node" && step.node.kind === "scale" && isFactor(step)) factor *= step.node.scale[0];
  const operator = compactOperator(steps, source, target) ?? probedOperator(steps, source, target);
  return operator === undefined || factor === 1 ? operator : { ...operator, weights: operator.weights.map((weight) => weight * factor) };
}

/** Views, then at most one pool, views, then at most one weighted node, then views; undefined if the path is not of that form. */
function compactOperator(steps: readonly PathStep[], source: Arrangement, target: Arrangement): Operator | undefined {
  const size = source.neuronOf.length;
  let at = 0;
  const views = (): PathStep[] => {
    const first = at;
    while (at < steps.length && isViewOrMask(steps[at])) at++;
    return steps.slice(first, at);
  };
  const node = (): Extract<PathStep, { kind: "node" }> | undefined => {
    const step = steps[at];
    return step?.kind === "node" ? step : undefined;
  };
  const identity = Int32Array.from({ length: size }, (_, i) => i);
  const before = applyViews(identity, views());
  let pool: Window | undefined;
  let viewed = before;
  let shapeBefore: Shape | undefined;
  const pooling = node();
  if (pooling !== undefined && isPool(pooling.node)) {
    pool = poolWindow(pooling.node, pooling.shape.input, pooling.shape.output);
    if (pool === undefined || !seesPlane(before, pooling.shape.input, source)) return undefined;
    shapeBefore = pooling.shape.output;
    at++;
    viewed = applyViews(
      Int32Array.from({ length: elementsOf(pooling.shape.output) }, (_, i) => i),
      views(),
    );
  }
  const weighted = node();
  if (weighted === undefined) {
    const isSource = pool === undefined ? source : naturalArrangement(shapeBefore ?? []);
    return depthwise(pool, undefined, viewed, isSource, source, target);
  }
  at++;
  const after = applyViews(
    Int32Array.from({ length: elementsOf(weighted.shape.output) }, (_, i) => i),
    views(),
  );
  if (at < steps.length) return undefined;
  const inner = pool === undefined ? source : naturalArrangement(shapeBefore ?? []);
  const { node: layer, shape } = weighted;
  if (layer.kind === "conv2d" || layer.kind === "conv1d") {
    const window = convolutionWindow(layer, shape.input, shape.output);
    if (!seesPlane(viewed, shape.input, inner) || !seesPlane(after, shape.output, target)) return undefined;
    const whole = pool === undefined ? window : composed(pool, window);
    return whole === undefined ? undefined : { kind: "convolution", ...whole };
  }
  if (layer.kind === "linear") {
    if (elementsOf(shape.input) !== layer.inputs) {
      // The same weights at every position: a convolution of one tap.
      const window = pointwiseWindow(layer.weight, shape.input, shape.output);
      if (pool !== undefined || !seesPlane(viewed, shape.input, inner) || !seesPlane(after, shape.output, target)) return undefined;
      return { kind: "convolution", ...window };
    }
    return denseOperator(layer.weight, layer.outputs, viewed, after, pool, inner, source, target);
  }
  if (layer.kind === "scale" && pool === undefined) {
    const scaleOf = parameterIndex(layer.scale.length, shape.input);
    const gain = Float64Array.from({ length: elementsOf(shape.input) }, (_, i) => layer.scale[scaleOf(i)]);
    return depthwise(undefined, { gain, after }, viewed, inner, source, target);
  }
  return undefined;
}

function isViewOrMask(step: PathStep | undefined): boolean {
  return step !== undefined && (step.kind === "mask" || isView(step));
}

/** A convolution-like sum over windows, weights [(ky * kw + kx) * C + c][out / groups]. */
type Window = Omit<ConvolutionOperator, "kind">;

function isPool(node: GraphNode): boolean {
  return (
    (node.kind === "pool2d" || node.kind === "pool1d" || node.kind === "globalPool") && (node.operation === "sum" || node.operation === "average")
  );
}

/** A sum or average pool as a depthwise window; undefined if its divisor differs from place to place. */
function poolWindow(node: GraphNode, input: Shape, output: Shape): Window | undefined {
  const source = planeOf(input);
  const target = planeOf(output);
  const { channels } = source;
  if (node.kind === "globalPool") {
    const kernel = [source.height, source.width] as const;
    return uniformWindow(source, target, kernel, kernel, 0, 0, node.operation === "average" ? 1 / (kernel[0] * kernel[1]) : 1);
  }
  if (node.kind !== "pool2d" && node.kind !== "pool1d") return undefined;
  const { kernel, stride, padding } = node.kind === "pool2d" ? node : asPlanePool(node);
  const isPadded = padding.some((side) => side > 0);
  if (node.operation === "average" && node.divisor === "covered" && isPadded) return undefined;
  if (channels !== target.channels) return undefined;
  return uniformWindow(source, target, kernel, stride, padding[0], padding[1], node.operation === "average" ? 1 / (kernel[0] * kernel[1]) : 1);
}

function asPlanePool(node: Extract<GraphNode, { kind: "pool1d" }>): Pick<Pool2dNode, "kernel" | "stride" | "padding"> {
  return { kernel: [1, node.kernel], stride: [1, node.stride], padding: [0, node.padding.left, 0, node.padding.right] };
}

function uniformWindow(
  source: Plane,
  target: Plane,
  kernel: readonly [number, number],
  stride: readonly [number, number],
  padTop: number,
  padLeft: number,
  weight: number,
): Window {
  const weights = new Float64Array(kernel[0] * kernel[1] * source.channels).fill(weight);
  return { source, target, kernel, stride, dilation: [1, 1], padTop, padLeft, groups: source.channels, weights };
}

function convolutionWindow(node: Extract<GraphNode, { kind: "conv1d" | "conv2d" }>, input: Shape, output: Shape): Window {
  const plain: Pick<Conv2dNode, "kernel" | "stride" | "dilation"> & { padTop: number; padLeft: number } =
    node.kind === "conv2d"
      ? { kernel: node.kernel, stride: node.stride, dilation: node.dilation, padTop: node.padding[0], padLeft: node.padding[1] }
      : {
          kernel: [1, node.kernel],
          stride: [1, node.stride],
          dilation: [1, node.dilation],
          padTop: 0,
          padLeft: node.padding === "causal" ? (node.kernel - 1) * node.dilation : node.padding.left,
        };
  const { inChannels, outChannels, groups, weight } = node;
  const taps = plain.kernel[0] * plain.kernel[1];
  const [perGroupIn, perGroupOut] = [inChannels / groups, outChannels / groups];
  const weights = new Float64Array(taps * inChannels * perGroupOut);
  for (let f = 0; f < outChannels; f++) {
    const group = Math.floor(f / perGroupOut);
    for (let c = 0; c < perGroupIn; c++) {
      for (let tap = 0; tap < taps; tap++) {
        weights[(tap * inChannels + group * perGroupIn + c) * perGroupOut + (f % perGroupOut)] = weight[(f * perGroupIn + c) * taps + tap];
      }
    }
  }
  return { source: planeOf(input), target: planeOf(output), ...plain, groups, weights };
}

function pointwiseWindow(weight: Float32Array, input: Shape, output: Shape): Window {
  const [source, target] = [
    planeOf([elementsOf(input.slice(0, -1)), input.at(-1) ?? 1]),
    planeOf([elementsOf(output.slice(0, -1)), output.at(-1) ?? 1]),
  ];
  const weights = new Float64Array(source.channels * target.channels);
  for (let f = 0; f < target.channels; f++) {
    for (let c = 0; c < source.channels; c++) weights[c * target.channels + f] = weight[f * source.channels + c];
  }
  return { source, target, kernel: [1, 1], stride: [1, 1], dilation: [1, 1], padTop: 0, padLeft: 0, groups: 1, weights };
}

/**
 * pool, then convolution, as one convolution. Position i of the pooled plane is the sum over i * s - p + 0..n-1, so tap k
 * of the convolution reaches (o * t - q + k * d) * s - p + j. Exact only where a pooled position outside the pooled plane
 * lies wholly outside the source too: its cells would be added although the convolution pads with zeros.
 */
function composed(pool: Window, conv: Window): Window | undefined {
  if (conv.dilation[0] !== 1 || conv.dilation[1] !== 1 || pool.kernel[0] < pool.stride[0] || pool.kernel[1] < pool.stride[1]) return undefined;
  const axes = [0, 1] as const;
  const sizes = [
    [pool.source.height, pool.target.height, pool.padTop, conv.padTop, conv.target.height],
    [pool.source.width, pool.target.width, pool.padLeft, conv.padLeft, conv.target.width],
  ] as const;
  for (const axis of axes) {
    const [source, pooled, poolPad, convPad, out] = sizes[axis];
    const lowest = -convPad;
    const highest = (out - 1) * conv.stride[axis] - convPad + conv.kernel[axis] - 1;
    // Cells of the pooled position just outside: -1 ends at -s - p + n - 1, `pooled` begins at pooled * s - p.
    if (lowest < 0 && -pool.stride[axis] - poolPad + pool.kernel[axis] - 1 >= 0) return undefined;
    if (highest >= pooled && pooled * pool.stride[axis] - poolPad < source) return undefined;
  }
  const kernel = axes.map((axis) => pool.kernel[axis] + (conv.kernel[axis] - 1) * pool.stride[axis]);
  const [kh, kw] = [kernel[0] ?? 1, kernel[1] ?? 1];
  const { channels } = pool.source;
  const columns = conv.target.channels / conv.groups;
  const weights = new Float64Array(kh * kw * channels * columns);
  for (let ky = 0; ky < conv.kernel[0]; ky++) {
    for (let kx = 0; kx < conv.kernel[1]; kx++) {
      for (let py = 0; py < pool.kernel[0]; py++) {
        for (let px = 0; px < pool.kernel[1]; px++) {
          const tap = (ky * pool.stride[0] + py) * kw + kx * pool.stride[1] + px;
          for (let c = 0; c < channels; c++) {
            const factor = pool.weights[(py * pool.kernel[1] + px) * channels + c];
            const [to, from] = [(tap * channels + c) * columns, ((ky * conv.kernel[1] + kx) * channels + c) * columns];
            for (let f = 0; f < columns; f++) weights[to + f] += factor * conv.weights[from + f];
          }
        }
      }
    }
  }
  return {
    source: pool.source,
    target: conv.target,
    kernel: [kh, kw],
    stride: [pool.stride[0] * conv.stride[0], pool.stride[1] * conv.stride[1]],
    dilation: [1, 1],
    padTop: conv.padTop * pool.stride[0] + pool.padTop,
    padLeft: conv.padLeft * pool.stride[1] + pool.padLeft,
    groups: conv.groups,
    weights,
  };
}

/** Does element i of this shape, which comes from element origin[i] of the block, lie where channels-last order wants it? */
function seesPlane(origin: Int32Array, shape: Shape, block: Arrangement): boolean {
  const natural = naturalArrangement(shape);
  if (origin.length !== block.neuronOf.length) return false;
  for (let i = 0; i < origin.length; i++) {
    if (origin[i] < 0 || block.neuronOf[origin[i]] !== natural.neuronOf[i]) return false;
  }
  return true;
}

/** A linear layer over all elements; `viewed` and `after` say where its inputs come from and its outputs go. */
function denseOperator(
  weight: Float32Array,
  outputs: number,
  viewed: Int32Array,
  after: Int32Array,
  pool: Window | undefined,
  inner: Arrangement,
  source: Arrangement,
  target: Arrangement,
): Operator | undefined {
  const rows = inner.neuronOf.length;
  const targets = target.neuronOf.length;
  const weights = new Float64Array(rows * targets);
  // Row by row: which column of the layer each inner neuron is.
  for (let i = 0; i < viewed.length; i++) {
    if (viewed[i] < 0) continue;
    const row = inner.neuronOf[viewed[i]] * targets;
    for (let o = 0; o < targets; o++) {
      const from = after[o];
      if (from >= 0) weights[row + target.neuronOf[o]] += weight[(from % outputs) * viewed.length + i];
    }
  }
  if (pool === undefined) return { kind: "dense", sources: rows, targets, weights };
  return pooledRows(pool, source, targets, weights);
}

/** Sources of windows that do not overlap share their window's row. */
function pooledRows(pool: Window, source: Arrangement, targets: number, weights: Float64Array): Operator | undefined {
  const rowOf = new Uint32Array(source.neuronOf.length);
  const seen = new Uint8Array(rowOf.length);
  const factor = pool.weights[0] ?? 1;
  for (let oy = 0; oy < pool.target.height; oy++) {
    for (let ox = 0; ox < pool.target.width; ox++) {
      for (let py = 0; py < pool.kernel[0]; py++) {
        for (let px = 0; px < pool.kernel[1]; px++) {
          const [y, x] = [oy * pool.stride[0] + py - pool.padTop, ox * pool.stride[1] + px - pool.padLeft];
          if (y < 0 || y >= pool.source.height || x < 0 || x >= pool.source.width) continue;
          for (let c = 0; c < pool.source.channels; c++) {
            const neuron = (y * pool.source.width + x) * pool.source.channels + c;
            if (seen[neuron] === 1) return undefined;
            seen[neuron] = 1;
            rowOf[neuron] = (oy * pool.target.width + ox) * pool.target.channels + c;
          }
        }
      }
    }
  }
  // Sources that no window covers would need a row of zeros.
  if (seen.includes(0)) return undefined;
  return { kind: "dense", sources: rowOf.length, targets, weights: weights.map((weight) => weight * factor), rowOf };
}

/** Each channel for itself: a pool without a layer behind it, a scale, or nothing at all. */
function depthwise(
  pool: Window | undefined,
  scaled: { gain: Float64Array; after: Int32Array } | undefined,
  viewed: Int32Array,
  inner: Arrangement,
  source: Arrangement,
  target: Arrangement,
): Operator | undefined {
  const size = target.neuronOf.length;
  const origin = scaled === undefined ? viewed : scaled.after.map((from) => (from < 0 ? -1 : viewed[from]));
  if (origin.length !== size || inner.neuronOf.length !== size) return undefined;
  const { channels } = target.plane;
  const gain = new Float64Array(channels);
  for (let i = 0; i < size; i++) {
    const neuron = target.neuronOf[i];
    if (origin[i] < 0 || inner.neuronOf[origin[i]] !== neuron) return undefined;
    const own = scaled === undefined ? 1 : scaled.gain[scaled.after[i]];
    const channel = neuron % channels;
    if (neuron < channels) gain[channel] = own;
    else if (gain[channel] !== own) return undefined;
  }
  if (pool !== undefined) return pool.target.channels === channels ? { kind: "convolution", ...pool } : undefined;
  if (source.plane.channels !== channels || source.plane.width !== target.plane.width) return undefined;
  const unit = uniformWindow(source.plane, target.plane, [1, 1], [1, 1], 0, 0, 1);
  return { kind: "convolution", ...unit, weights: unit.weights.map((_, i) => gain[i % channels]) };
}

/** Sends one spike through the path from each source and lists what arrives. Exact for every path, and slow. */
function probedOperator(steps: readonly PathStep[], source: Arrangement, target: Arrangement): SparseOperator | undefined {
  const size = source.neuronOf.length;
  const elementOf = new Uint32Array(size);
  source.neuronOf.forEach((neuron, element) => {
    elementOf[neuron] = element;
  });
  const rowStart = new Uint32Array(size + 1);
  const targets: number[] = [];
  const weights: number[] = [];
  for (let neuron = 0; neuron < size; neuron++) {
    const unit = new Float64Array(size);
    unit[elementOf[neuron]] = 1;
    const arrived = throughSteps(unit, steps);
    const inOrder = new Float64Array(arrived.length);
    for (let i = 0; i < arrived.length; i++) inOrder[target.neuronOf[i]] = arrived[i];
    for (let i = 0; i < inOrder.length; i++) {
      if (inOrder[i] === 0) continue;
      targets.push(i);
      weights.push(inOrder[i]);
    }
    if (targets.length > MOST_PROBED_SYNAPSES) return undefined;
    rowStart[neuron + 1] = targets.length;
  }
  return { kind: "sparse", rowStart, targets: Uint32Array.from(targets), weights: Float64Array.from(weights) };
}

/** What the linear part of a path makes of values: biases are left out. */
export function throughSteps(values: Float64Array, steps: readonly PathStep[]): Float64Array {
  let current = values;
  for (const step of steps) {
    if (step.kind === "mask") {
      current = current.map((value, i) => (step.keeps[i] === 1 ? value : 0));
      continue;
    }
    const { node, shape } = step;
    if (node.kind === "delay") continue;
    const next = new Float64Array(elementsOf(shape.output));
    if (node.kind === "concat") {
      const moved = applyViews(
        Int32Array.from({ length: current.length }, (_, i) => i),
        [step],
      );
      for (let i = 0; i < next.length; i++) next[i] = moved[i] < 0 ? 0 : current[moved[i]];
    } else {
      const linear = withoutBias(node);
      if (!isStateless(linear)) throw new Error(`'${node.name}' is not affine`);
      forward(linear, current, shape.input, shape.output, next);
    }
    current = next;
  }
  return current;
}

function withoutBias(node: GraphNode): GraphNode {
  switch (node.kind) {
    case "linear":
    case "conv1d":
    case "conv2d":
    case "scale": {
      const { bias: _, ...rest } = node;
      return rest;
    }
    case "batchNorm":
      return { ...node, beta: node.beta.map(() => 0), mean: node.mean.map(() => 0) };
    default:
      return node;
  }
}
