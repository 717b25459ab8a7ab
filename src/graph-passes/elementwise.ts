/** Elementwise nodes in front of a transpose instead of behind it: each parameter moves to where its element comes from. */
import type { BatchNormNode, GraphNode, Shape } from "../graph/graph.js";
import { channelsOf, elementsOf, type NodeShape, parameterIndex } from "../graph/shapes.js";
import { asParameter, hasPlainParameters, perElement, perUnit } from "./affine.js";
import { onePosition } from "./layout.js";

/**
 * The node that, put before a transpose, does what `node` does behind it; undefined where it is not elementwise or its
 * parameters cannot say that. `shape` is the transpose's, `sources` says where its elements come from.
 */
export function beforeTranspose(node: GraphNode, sources: Int32Array, { input, output }: NodeShape): GraphNode | undefined {
  if (!hasPlainParameters(node, input)) return undefined;
  const moved = (values: Float32Array): Float32Array => {
    if (values.length === 1) return values;
    const before = new Float32Array(sources.length);
    perElement(values, onePosition(output)).forEach((value, i) => {
      before[sources[i]] = value;
    });
    return asParameter(before, input);
  };
  const biasOf = (bias: Float32Array | undefined): { bias?: Float32Array } => (bias === undefined ? {} : { bias: moved(bias) });
  switch (node.kind) {
    case "relu":
      return node;
    case "batchNorm":
      return normBefore(node, sources, onePosition(input), onePosition(output));
    case "scale":
      return { ...node, scale: moved(node.scale), ...biasOf(node.bias) };
    case "delay":
      return { ...node, timesteps: moved(node.timesteps) };
    case "threshold":
      return { ...node, threshold: moved(node.threshold) };
    case "if":
      return { ...node, resistance: moved(node.resistance), threshold: moved(node.threshold) };
    case "integrator": {
      const leak = node.leak === undefined ? {} : { leak: moved(node.leak) };
      return { ...node, resistance: moved(node.resistance), ...leak, ...biasOf(node.bias) };
    }
    case "lif":
      return { ...node, leak: moved(node.leak), inputGain: moved(node.inputGain), ...biasOf(node.bias), threshold: moved(node.threshold) };
    case "cubaIntegrator":
    case "cubaLif": {
      const common = { currentLeak: moved(node.currentLeak), leak: moved(node.leak), inputGain: moved(node.inputGain), ...biasOf(node.bias) };
      return node.kind === "cubaLif" ? { ...node, ...common, threshold: moved(node.threshold) } : { ...node, ...common };
    }
    default:
      return undefined;
  }
}

/** A batch norm has exactly one value a channel: it moves where whole channels become whole channels. */
function normBefore(node: BatchNormNode, sources: Int32Array, input: Shape, output: Shape): BatchNormNode | undefined {
  const [channelBefore, channelBehind] = [parameterIndex(channelsOf(input), input), parameterIndex(channelsOf(output), output)];
  const behind = new Float64Array(elementsOf(input));
  sources.forEach((source, i) => {
    behind[source] = channelBehind(i);
  });
  const channels = perUnit(behind, channelBefore, channelsOf(input));
  if (channels === undefined) return undefined;
  const moved = (values: Float32Array): Float32Array => Float32Array.from(channels, (channel) => values[channel]);
  return { ...node, gamma: moved(node.gamma), beta: moved(node.beta), mean: moved(node.mean), variance: moved(node.variance) };
}
