/**
 * The graph IR: a spiking (or still analogue) network in floating point, in NIR's vocabulary plus what text needs.
 *
 * A graph is a set of named nodes and directed edges; a node's input is the sum of what its incoming edges
 * bring (as in NIR), so the shapes of all predecessors must agree. Every weight is a Float32Array, row-major.
 * Shapes leave the batch out. `-1` is the variable length of a text (at most one per shape, the first).
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
  | LinearNode
  | ScaleNode
  | Conv1dNode
  | Conv2dNode
  | Pool2dNode
  | GlobalPoolNode
  | FlattenNode
  | DelayNode
  | ReluNode
  | ThresholdNode
  | IntegratorNode
  | IfNode
  | LifNode
  | CubaLifNode;

export type NodeKind = GraphNode["kind"];

interface NodeBase {
  readonly name: string;
}

/** Where data comes in. `tokens`: word ids of shape [-1], below `vocabularySize`; `values`: numbers of `shape`. */
export interface InputNode extends NodeBase {
  readonly kind: "input";
  readonly shape: Shape;
  readonly encoding: { readonly kind: "tokens"; readonly vocabularySize: number } | { readonly kind: "values" };
}

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

/** y = W x (+ bias); weight [outputs, inputs]. NIR's Linear (no bias) and Affine. */
export interface LinearNode extends NodeBase {
  readonly kind: "linear";
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

/** y = scale * x, elementwise; scale has the input's size or one element. */
export interface ScaleNode extends NodeBase {
  readonly kind: "scale";
  readonly scale: Float32Array;
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
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

/** SumPool2d and AvgPool2d over [channels, height, width]. */
export interface Pool2dNode extends NodeBase {
  readonly kind: "pool2d";
  readonly operation: "sum" | "average";
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
}

/**
 * Pooling over the whole text: [-1, channels] -> [channels]. `or`: a spike once any position spiked (the spiking form
 * of `max`); `sum` adds, `average` divides by the length.
 */
export interface GlobalPoolNode extends NodeBase {
  readonly kind: "globalPool";
  readonly operation: "or" | "max" | "sum" | "average";
}

/** Flattens the axes startDim..endDim (NIR counts without the batch here). */
export interface FlattenNode extends NodeBase {
  readonly kind: "flatten";
  readonly startDim: number;
  readonly endDim: number;
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

/** v[t] = v[t-1] + resistance * x[t] (NIR's I); with `leak`, v[t] = (1 - leak) v[t-1] + resistance * x[t] (NIR's LI discretised). */
export interface IntegratorNode extends NodeBase {
  readonly kind: "integrator";
  readonly resistance: Float32Array;
  readonly leak?: Float32Array;
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
