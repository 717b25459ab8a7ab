/**
 * fold-scales: y = a x + b elementwise goes into the weights before it, else into everything behind it: weights, another
 * scale, a neuron's gain (and its bias, where that acts at the same place).
 *
 *   linear W, c -> scale a, b -> relu   ->   linear a W, a c + b -> relu
 *   linear -> relu -> scale a -> lif g  ->   linear -> relu -> lif g a
 */
import type { ScaleNode } from "../graph/graph.js";
import { affineOf, hasPlainParameters } from "./affine.js";
import { editorOf } from "./editor.js";
import { foldIntoSource, foldIntoTargets } from "./fold.js";
import type { GraphPass } from "./pass.js";

export const foldScales: GraphPass = {
  level: "graph",
  name: "fold-scales",
  summary: "multiplies scales into neighbouring weights and neurons; removes scales of 1",
  requires: "a verified graph",
  ensures:
    "no scale alone takes the output of weights that can carry it, and none feeds only nodes that can; none is the identity, unless taking it out would double an edge",
  run: (graph) => {
    const editor = editorOf(graph);
    const statistics = { ones: 0, intoSource: 0, intoTargets: 0 };
    const total = (): number => statistics.ones + statistics.intoSource + statistics.intoTargets;
    for (let before = -1; before !== total(); ) {
      before = total();
      for (const name of editor.order) {
        const node = editor.find(name);
        if (node?.kind !== "scale") continue;
        const shape = editor.shapeOf(name).input;
        if (isIdentity(node) && editor.bypass(name)) statistics.ones++;
        else if (!hasPlainParameters(node, shape)) continue;
        else if (foldIntoSource(editor, name, affineOf(node, shape))) statistics.intoSource++;
        else if (foldIntoTargets(editor, name, affineOf(node, shape), () => true)) statistics.intoTargets++;
      }
    }
    return { graph: editor.finish(), statistics };
  },
};

function isIdentity({ scale, bias }: ScaleNode): boolean {
  return scale.every((value) => value === 1) && (bias === undefined || bias.every((value) => value === 0));
}
