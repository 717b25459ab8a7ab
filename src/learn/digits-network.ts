/**
 * The two classifiers of small images as typed arrays, layer by layer: a perceptron with one hidden layer, and a
 * convolutional network small enough for one 16-lane core.
 *
 *     mlp   flatten 784 - 128 - relu - 10
 *     cnn   1x28x28 - 5x5 stride 2 - 16x12x12 - relu - average 2x2 - 16x6x6 - 3x3 - 16x4x4 - relu - flatten 256 - 10
 *
 * Spiking, the cnn is 144 + 36 + 16 + 1 groups of 16 neurons, with 49 more where pixels are neurons: 246 of the 256 that
 * such a core has. Channels come in sixteens, so that a position fills a group and no lane is padding.
 */
import { inputError } from "../util/diagnostics.js";
import type { Random } from "../util/random.js";

export type DigitsKind = "mlp" | "cnn";

export interface Planes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Between layers, values lie position by position: [samples, height, width, channels]. The network's input lies plane by
 * plane, [samples, channels, height, width], as in the graph IR.
 */
export type DigitsLayer = LinearLayer | ConvolutionLayer | AveragePoolLayer | ReluLayer;

/** y = x W + b. */
export interface LinearLayer {
  readonly kind: "linear";
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** What is flattened into its inputs, where that lies position by position. */
  readonly flattens?: Planes;
  /** [inputs, outputs]. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** Without padding. Stride 1 unless it is the first layer: only there no gradient leaves through the stride. */
export interface ConvolutionLayer {
  readonly kind: "convolution";
  readonly name: string;
  readonly input: Planes;
  readonly output: Planes;
  readonly kernel: number;
  readonly stride: number;
  /** [kernel, kernel, input channels, output channels]. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

export interface AveragePoolLayer {
  readonly kind: "averagePool";
  readonly name: string;
  readonly input: Planes;
  /** Side of its windows, which do not overlap and cover the planes. */
  readonly size: number;
}

export interface ReluLayer {
  readonly kind: "relu";
  readonly name: string;
}

export interface DigitsNetwork {
  readonly kind: DigitsKind;
  readonly input: Planes;
  readonly classes: number;
  readonly layers: readonly DigitsLayer[];
}

const HIDDEN = 128;
const FIRST = { kernel: 5, stride: 2, channels: 16 };
const SECOND = { kernel: 3, stride: 1, channels: 16 };
const POOL = 2;

/** A network with random weights (He et al. 2015). Throws SnncError (input) `digits-shape` for images that the cnn's windows do not cover. */
export function createDigitsNetwork(kind: DigitsKind, input: Planes, classes: number, random: Random): DigitsNetwork {
  const elements = input.channels * input.height * input.width;
  if (kind === "mlp") {
    const layers = [linear("hidden", elements, HIDDEN, random), relu("relu"), linear("readout", HIDDEN, classes, random)];
    return { kind, input, classes, layers };
  }
  const first = convolution("conv1", input, FIRST, random);
  const pooled = { channels: FIRST.channels, height: first.output.height / POOL, width: first.output.width / POOL };
  const second = convolution("conv2", pooled, SECOND, random);
  const isCovered = [pooled.height, pooled.width].every(Number.isInteger) && second.output.height >= 1 && second.output.width >= 1;
  if (!isCovered) {
    throw inputError("digits-shape", `images of ${input.height} x ${input.width} do not fit the windows of the cnn`, {
      hint: "Use sides of 4 n + 3 or 4 n + 4 from 15 on, such as 28 or 32, or the mlp.",
    });
  }
  const flat = {
    ...linear("readout", second.output.channels * second.output.height * second.output.width, classes, random),
    flattens: second.output,
  };
  const pool: AveragePoolLayer = { kind: "averagePool", name: "pool1", input: first.output, size: POOL };
  return { kind, input, classes, layers: [first, relu("relu1"), pool, second, relu("relu2"), flat] };
}

/** The arrays that training changes, in the order of the layers: weight and bias of each that has them. */
export function parametersOf(network: DigitsNetwork): readonly Float32Array[] {
  return network.layers.flatMap((layer) => (layer.kind === "linear" || layer.kind === "convolution" ? [layer.weight, layer.bias] : []));
}

/** A copy that shares no array. */
export function copyDigitsNetwork(network: DigitsNetwork): DigitsNetwork {
  const copyOf = (layer: DigitsLayer): DigitsLayer =>
    layer.kind === "linear" || layer.kind === "convolution" ? { ...layer, weight: layer.weight.slice(), bias: layer.bias.slice() } : layer;
  return { ...network, layers: network.layers.map(copyOf) };
}

function linear(name: string, inputs: number, outputs: number, random: Random): LinearLayer {
  return { kind: "linear", name, inputs, outputs, weight: randomWeights(inputs * outputs, inputs, random), bias: new Float32Array(outputs) };
}

function relu(name: string): ReluLayer {
  return { kind: "relu", name };
}

function convolution(
  name: string,
  input: Planes,
  { kernel, stride, channels }: { readonly kernel: number; readonly stride: number; readonly channels: number },
  random: Random,
): ConvolutionLayer {
  const places = (side: number): number => Math.floor((side - kernel) / stride) + 1;
  const fanIn = kernel * kernel * input.channels;
  return {
    kind: "convolution",
    name,
    input,
    output: { channels, height: places(input.height), width: places(input.width) },
    kernel,
    stride,
    weight: randomWeights(fanIn * channels, fanIn, random),
    bias: new Float32Array(channels),
  };
}

function randomWeights(size: number, fanIn: number, random: Random): Float32Array {
  const deviation = Math.sqrt(2 / fanIn);
  return Float32Array.from({ length: size }, () => deviation * random.normal());
}
