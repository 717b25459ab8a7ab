/**
 * fold-batch-norm: a batch norm is y = a x + b per channel, with a = gamma / sqrt(variance + epsilon) and
 * b = beta - a * mean. It goes into the weights before it, else into all the weights behind it, else it stays as a scale.
 *
 *   conv2d W, c -> batchNorm -> relu   ->   conv2d a W, a c + b -> relu
 *   relu -> batchNorm -> linear W, c   ->   relu -> linear W a, W b + c
 *   add -> batchNorm -> relu           ->   add -> scale a, b -> relu
 */
import type { BatchNormNode, GraphNode } from "../graph/graph.js";
import { placeOf } from "../graph/shapes.js";
import { checkError } from "../util/diagnostics.js";
import { affineOf, hasPlainParameters } from "./affine.js";
import { editorOf } from "./editor.js";
import { foldIntoSource, foldIntoTargets } from "./fold.js";
import type { GraphPass } from "./pass.js";

export const foldBatchNorm: GraphPass = {
  level: "graph",
  name: "fold-batch-norm",
  summary: "multiplies batch norms into neighbouring weights; what is left becomes a scale",
  requires: "a verified graph",
  ensures: "there is no batchNorm",
  run: (graph) => {
    const editor = editorOf(graph);
    const statistics = { intoSource: 0, intoTargets: 0, toScale: 0 };
    for (const name of editor.order) {
      const node = editor.nodeOf(name);
      if (node.kind !== "batchNorm") continue;
      const shape = editor.shapeOf(name).input;
      const affine = hasPlainParameters(node, shape) ? affineOf(node, shape) : undefined;
      if (affine !== undefined && foldIntoSource(editor, name, affine)) statistics.intoSource++;
      else if (affine !== undefined && foldIntoTargets(editor, name, affine, hasWeights)) statistics.intoTargets++;
      else {
        editor.replace(scaleOf(node));
        statistics.toScale++;
      }
    }
    return { graph: editor.finish(), statistics };
  },
};

function hasWeights({ kind }: GraphNode): boolean {
  return kind === "linear" || kind === "conv1d" || kind === "conv2d";
}

function scaleOf(node: BatchNormNode): GraphNode {
  const scale = node.gamma.map((gamma, c) => gamma / Math.sqrt(node.variance[c] + node.epsilon));
  const bias = node.beta.map((beta, c) => beta - (node.mean[c] * node.gamma[c]) / Math.sqrt(node.variance[c] + node.epsilon));
  const far = [...scale, ...bias].findIndex((value) => !Number.isFinite(value));
  if (far < 0) return { kind: "scale", name: node.name, scale, ...(bias.some((value) => value !== 0) ? { bias } : {}) };
  const channel = far % scale.length;
  const { gamma, variance, mean } = node;
  throw checkError(
    "batch-norm-range",
    `its channel ${channel} multiplies or shifts beyond single precision: gamma ${gamma[channel]}, mean ${mean[channel]}, variance ${variance[channel]}, epsilon ${node.epsilon}`,
    { where: placeOf(node), hint: "A channel whose variance is 0 in training carries nothing: set its gamma to 0, or raise epsilon." },
  );
}
