/**
 * merge-linear: two linear nodes with nothing in between are one matrix, W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2).
 * They are multiplied where that leaves fewer weights: a bottleneck between them is kept.
 *
 *   linear 10 -> 20, linear 20 -> 3   ->   linear 10 -> 3
 */
import { floatFieldsOf } from "../graph/fields.js";
import type { LinearNode } from "../graph/graph.js";
import { editorOf } from "./editor.js";
import type { GraphPass } from "./pass.js";

export const mergeLinear: GraphPass = {
  level: "graph",
  name: "merge-linear",
  summary: "multiplies linear layers that follow each other directly, where that leaves fewer weights",
  requires: "a verified graph",
  ensures: "no linear takes only the output of another that feeds nothing else, unless their product has as many weights or more",
  run: (graph) => {
    const editor = editorOf(graph);
    const statistics = { merged: 0, weightsSaved: 0 };
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (const name of editor.order) {
        const second = editor.find(name);
        const [source, ...others] = editor.sourcesOf(name);
        if (second?.kind !== "linear" || source === undefined || others.length > 0) continue;
        const first = editor.nodeOf(source);
        if (first.kind !== "linear" || editor.targetsOf(source).length !== 1) continue;
        const saved = first.weight.length + second.weight.length - first.inputs * second.outputs;
        const merged = saved > 0 ? product(first, second) : undefined;
        if (merged === undefined) continue;
        editor.replace(merged, { input: editor.shapeOf(source).input, output: editor.shapeOf(name).output });
        editor.bypass(source);
        statistics.merged++;
        statistics.weightsSaved += saved;
        isChanged = true;
      }
    }
    return { graph: editor.finish(), statistics };
  },
};

/** second * first under the second's name; undefined beyond single precision. */
function product(first: LinearNode, second: LinearNode): LinearNode | undefined {
  const { inputs, outputs: between } = first;
  const weight = new Float32Array(second.outputs * inputs);
  const row = new Float64Array(inputs);
  const bias = Float64Array.from({ length: second.outputs }, (_, o) => second.bias?.[o] ?? 0);
  for (let o = 0; o < second.outputs; o++) {
    row.fill(0);
    for (let k = 0; k < between; k++) {
      const factor = second.weight[o * between + k];
      for (let i = 0; i < inputs; i++) row[i] += factor * first.weight[k * inputs + i];
      bias[o] += factor * (first.bias?.[k] ?? 0);
    }
    weight.set(row, o * inputs);
  }
  const hasBias = first.bias !== undefined || second.bias !== undefined;
  const merged: LinearNode = {
    kind: "linear",
    name: second.name,
    inputs,
    outputs: second.outputs,
    weight,
    ...(hasBias ? { bias: Float32Array.from(bias) } : {}),
  };
  return floatFieldsOf(merged).every(({ values }) => values.every(Number.isFinite)) ? merged : undefined;
}
