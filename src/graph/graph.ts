/**
 * The graph IR: a spiking (or still analogue) network in floating point, in NIR's vocabulary plus what text needs.
 *
 * A graph is a set of named nodes and directed edges; a node's input is the sum of what its incoming edges
 * bring (as in NIR), so the shapes of all predecessors must agree; only `concat` tells its inputs apart, by name. Every
 * weight is a Float32Array, row-major. Shapes leave the batch out. `-1` is the variable length of a text (at most one
 * per shape, the first).
 *
 * Layouts: [channels, height, width] for planes, [length, channels] for texts and series, [channels] for vectors. A
 * parameter of a node (threshold, leak, scale ...) has one element, one per channel, or one per element of the input.
 *
 * Time: all edges are immediate (zero delay), as in the frameworks that such graphs come from; an edge that closes a
 * cycle brings the value of the timestep before (order.ts says which edges these are).
 */

export interface Graph {
  readonly level: "graph";
  readonly name: string;
  /** Duration of one timestep in seconds where the source has continuous time. */
  readonly timestepSeconds?: number;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** Shape without the batch; -1 = length of the text. */
export type Shape = readonly number[];

export type GraphNode =
  | InputNode
  | OutputNode
  | EmbeddingNode
  | TokenRowsNode
  | LinearNode
  | ScaleNode
  | Conv1dNode
  | Conv2dNode
  | Pool1dNode
  | Pool2dNode
  | GlobalPoolNode
  | FlattenNode
  | ReshapeNode
  | TransposeNode
  | ConcatNode
  | PadNode
  | BatchNormNode
  | SoftmaxNode
  | DelayNode
  | ReluNode
  | ThresholdNode
  | IntegratorNode
  | IfNode
  | LifNode
  | CubaIntegratorNode
  | CubaLifNode;

export type NodeKind = GraphNode["kind"];

interface NodeBase {
  readonly name: string;
}

/**
 * Where data comes in. `tokens`: word ids of shape [-1], below `vocabularySize`, NO_TOKEN where a position has none (its row is 0);
 * `values`: numbers of `shape`.
 */
export interface InputNode extends NodeBase {
  readonly kind: "input";
  readonly shape: Shape;
  readonly encoding: { readonly kind: "tokens"; readonly vocabularySize: number } | { readonly kind: "values" };
}

/** A position of a token port at which there is no token. */
export const NO_TOKEN = -1;

export interface OutputNode extends NodeBase {
  readonly kind: "output";
  readonly shape: Shape;
}

/** [n] token ids -> [n, dimensions]; weight [vocabularySize, dimensions]. */
export interface EmbeddingNode extends NodeBase {
  readonly kind: "embedding";
  readonly vocabularySize: number;
  readonly dimensions: number;
  readonly weight: Float32Array;
}

/**
 * An embedding already multiplied with a convolution's kernel: [n] token ids -> [n', outChannels] with
 * y[p, f] = bias[f] + sum over j of weight[token[p + j - left], j * outChannels + f], 0 outside the text.
 * weight [vocabularySize, kernel * outChannels]; padding as conv1d, stride 1.
 */
export interface TokenRowsNode extends NodeBase {
  readonly kind: "tokenRows";
  readonly vocabularySize: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly padding: Conv1dNode["padding"];
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

/** y = W x (+ bias) on the last axis; weight [outputs, inputs]. NIR's Linear (no bias) and Affine. */
export interface LinearNode extends NodeBase {
  readonly kind: "linear";
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

/** y = scale * x (+ bias), elementwise. */
export interface ScaleNode extends NodeBase {
  readonly kind: "scale";
  readonly scale: Float32Array;
  readonly bias?: Float32Array;
}

/** y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, a value of each per channel (Ioffe and Szegedy 2015, inference). */
export interface BatchNormNode extends NodeBase {
  readonly kind: "batchNorm";
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly epsilon: number;
}

/**
 * 1-D convolution over the text: [length, inChannels] -> [length', outChannels]; weight [outChannels, inChannels, kernel].
 * `causal` pads kernel - 1 zeros on the left and none on the right, so length' = length (design: text windows).
 */
export interface Conv1dNode extends NodeBase {
  readonly kind: "conv1d";
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly groups: number;
  readonly padding: "causal" | { readonly left: number; readonly right: number };
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

/** 2-D convolution: [inChannels, height, width] -> [outChannels, height', width']; weight [out, in / groups, kh, kw]. */
export interface Conv2dNode extends NodeBase {
  readonly kind: "conv2d";
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: Sides;
  readonly dilation: readonly [number, number];
  readonly groups: number;
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

/** Padding of a plane: top, left, bottom, right. */
export type Sides = readonly [top: number, left: number, bottom: number, right: number];

/**
 * What a pool does with its window: `or` (spikes: a spike where any input spikes, the spiking form of `max`), the
 * largest value, the sum, or the average. Padding never wins a `max`.
 */
export type PoolOperation = "or" | "max" | "sum" | "average";

/** What an average divides by: the whole window, or the cells of it that lie inside the input. */
export type PoolDivisor = "window" | "covered";

/** [length, channels] -> [length', channels]. */
export interface Pool1dNode extends NodeBase {
  readonly kind: "pool1d";
  readonly operation: PoolOperation;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: { readonly left: number; readonly right: number };
  readonly divisor: PoolDivisor;
}

/** [channels, height, width] -> [channels, height', width']; NIR's SumPool2d and AvgPool2d, and the maximum. */
export interface Pool2dNode extends NodeBase {
  readonly kind: "pool2d";
  readonly operation: PoolOperation;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: Sides;
  readonly divisor: PoolDivisor;
}

/**
 * Pooling over all positions: [length, channels] or [channels, height, width] -> [channels]. `or`: a spike once any
 * position spiked (in this sample, where positions are time; in this timestep, where they are space).
 */
export interface GlobalPoolNode extends NodeBase {
  readonly kind: "globalPool";
  readonly operation: PoolOperation;
}

/** Flattens the axes startDim..endDim (NIR counts without the batch here). */
export interface FlattenNode extends NodeBase {
  readonly kind: "flatten";
  readonly startDim: number;
  readonly endDim: number;
}

/** The same elements in row-major order under another shape. */
export interface ReshapeNode extends NodeBase {
  readonly kind: "reshape";
  readonly shape: Shape;
}

/** Axis i of the output is axis axes[i] of the input. */
export interface TransposeNode extends NodeBase {
  readonly kind: "transpose";
  readonly axes: readonly number[];
}

/** Its incoming edges side by side along `axis`, in the order of `inputs` (the names of its predecessors). */
export interface ConcatNode extends NodeBase {
  readonly kind: "concat";
  readonly axis: number;
  readonly inputs: readonly string[];
}

/** Zeros around the input: `before` and `after` have one number per axis. */
export interface PadNode extends NodeBase {
  readonly kind: "pad";
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** exp(x) / sum of exp over the last axis: only in analogue graphs, before conversion. */
export interface SoftmaxNode extends NodeBase {
  readonly kind: "softmax";
}

/** Delays each element by so many timesteps (whole numbers >= 0); one element or one per input. */
export interface DelayNode extends NodeBase {
  readonly kind: "delay";
  readonly timesteps: Float32Array;
}

/** y = min(max(x, 0), cap): only in analogue graphs, before conversion. */
export interface ReluNode extends NodeBase {
  readonly kind: "relu";
  readonly cap?: number;
}

/** Stateless: a spike wherever the input exceeds the threshold (NIR's Threshold). One element or one per channel. */
export interface ThresholdNode extends NodeBase {
  readonly kind: "threshold";
  readonly threshold: Float32Array;
}

/** v[t] = (1 - leak) v[t-1] + resistance * x[t] (+ bias), gives v; without `leak` NIR's I, with it NIR's LI discretised. */
export interface IntegratorNode extends NodeBase {
  readonly kind: "integrator";
  readonly resistance: Float32Array;
  readonly leak?: Float32Array;
  readonly bias?: Float32Array;
}

export type ResetRule = "zero" | "subtract";

/** v = v + resistance * x; spike if v > threshold; then reset. One element or one per neuron. */
export interface IfNode extends NodeBase {
  readonly kind: "if";
  readonly resistance: Float32Array;
  readonly threshold: Float32Array;
  readonly reset: ResetRule;
}

/** v = (1 - leak) v + inputGain * x (+ bias); spike if v > threshold; then reset. Discrete time; one element or one per neuron. */
export interface LifNode extends NodeBase {
  readonly kind: "lif";
  readonly leak: Float32Array;
  readonly inputGain: Float32Array;
  readonly bias?: Float32Array;
  readonly threshold: Float32Array;
  readonly reset: ResetRule;
}

/** u = (1 - currentLeak) u + inputGain * x; v = (1 - leak) v + u (+ bias), gives v: NIR's CubaLI discretised. */
export interface CubaIntegratorNode extends NodeBase {
  readonly kind: "cubaIntegrator";
  readonly currentLeak: Float32Array;
  readonly leak: Float32Array;
  readonly inputGain: Float32Array;
  readonly bias?: Float32Array;
}

/** u = (1 - currentLeak) u + inputGain * x; v = (1 - leak) v + u (+ bias); spike if v > threshold; then reset. */
export interface CubaLifNode extends NodeBase {
  readonly kind: "cubaLif";
  readonly currentLeak: Float32Array;
  readonly leak: Float32Array;
  readonly inputGain: Float32Array;
  readonly bias?: Float32Array;
  readonly threshold: Float32Array;
  readonly reset: ResetRule;
}
