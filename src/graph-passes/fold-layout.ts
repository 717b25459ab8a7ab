/**
 * fold-layout: what only moves elements disappears into its neighbours. Transposes sink through elementwise nodes (whose
 * parameters move along) until they meet their inverse or a flatten in front of a linear layer, whose columns are then
 * permuted instead.
 *
 *   transpose 1:2:0 -> relu -> transpose 2:0:1          ->   relu
 *   transpose 1:2:0 -> relu -> flatten -> linear        ->   relu -> flatten -> linear, columns permuted
 *   reshape 4:4 -> flatten -> reshape 2:8               ->   reshape 2:8
 */
import type { GraphNode, LinearNode, Shape } from "../graph/graph.js";
import { editorOf, type GraphEditor } from "./editor.js";
import { beforeTranspose } from "./elementwise.js";
import { elementSources, isIdentityLayout, isLayout, type LayoutNode, type ShapedLayout } from "./layout.js";
import type { GraphPass } from "./pass.js";

export const foldLayout: GraphPass = {
  level: "graph",
  name: "fold-layout",
  summary: "cancels, joins and sinks transposes and reshapes; permutes the columns of linear layers behind them",
  requires: "a verified graph",
  ensures:
    "no transpose, reshape or flatten keeps its input as it is (unless taking it out would double an edge), takes only the output of another of its kind that feeds nothing else, or only moves elements of a vector that a linear layer takes; no transpose feeds only a relu or another elementwise node whose parameters can be moved",
  run: (graph) => {
    const editor = editorOf(graph);
    const statistics = { removed: 0, joined: 0, sunk: 0, intoWeights: 0 };
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (const name of editor.order) {
        const node = editor.find(name);
        if (node === undefined) continue;
        if (isLayout(node) && isIdentityLayout(node, editor.shapeOf(name)) && editor.bypass(name)) statistics.removed++;
        else if (isLayout(node) && joinWithSource(editor, node)) statistics.joined++;
        else if (node.kind === "transpose" && sink(editor, name)) {
          // All the way at once: a node a sweep would be quadratic.
          do statistics.sunk++;
          while (sink(editor, name));
        } else if (node.kind === "linear" && permuteColumns(editor, node)) statistics.intoWeights++;
        else continue;
        isChanged = true;
      }
    }
    return { graph: editor.finish(), statistics };
  },
};

/** The only source of a node, if the node is the only one to read it. */
function ownSource(editor: GraphEditor, name: string): GraphNode | undefined {
  const [source, ...others] = editor.sourcesOf(name);
  return source === undefined || others.length > 0 || editor.targetsOf(source).length !== 1 ? undefined : editor.nodeOf(source);
}

/** Two transposes are one, and so are two nodes that only rename axes. */
function joinWithSource(editor: GraphEditor, node: LayoutNode): boolean {
  const source = ownSource(editor, node.name);
  if (source === undefined || !isLayout(source) || (source.kind === "transpose") !== (node.kind === "transpose")) return false;
  const shape = { input: editor.shapeOf(source.name).input, output: editor.shapeOf(node.name).output };
  const joined: LayoutNode =
    source.kind === "transpose" && node.kind === "transpose"
      ? { kind: "transpose", name: node.name, axes: node.axes.map((axis) => source.axes[axis]) }
      : renamed(node.name, shape.input, shape.output);
  editor.replace(joined, shape);
  return editor.bypass(source.name);
}

/** A flatten where that says it (NIR knows no other), else a reshape. */
function renamed(name: string, input: Shape, output: Shape): LayoutNode {
  const startDim = input[0] === -1 ? 1 : 0;
  if (output.length === startDim + 1 && input.length > output.length) return { kind: "flatten", name, startDim, endDim: -1 };
  return { kind: "reshape", name, shape: output };
}

/** transpose -> elementwise becomes elementwise -> transpose; whoever reads the node reads the transpose from then on. */
function sink(editor: GraphEditor, name: string): boolean {
  const transpose = editor.nodeOf(name);
  const [target, ...others] = editor.targetsOf(name);
  if (transpose.kind !== "transpose" || target === undefined || others.length > 0 || editor.sourcesOf(target).length !== 1) return false;
  const { input } = editor.shapeOf(name);
  const sources = elementSources([{ node: transpose, shape: editor.shapeOf(name) }], input);
  const moved = beforeTranspose(editor.nodeOf(target), sources, editor.shapeOf(name));
  if (moved === undefined) return false;
  editor.replace(moved, { input, output: input });
  editor.swap(name, target);
  return true;
}

/** W[o, j] acts on what was element sources[j]: moved there, the elements need no moving. */
function permuteColumns(editor: GraphEditor, linear: LinearNode): boolean {
  const { input } = editor.shapeOf(linear.name);
  if (input.length !== (input[0] === -1 ? 2 : 1)) return false;
  const chain: ShapedLayout[] = [];
  for (let node = ownSource(editor, linear.name); node !== undefined && isLayout(node); node = ownSource(editor, node.name)) {
    chain.unshift({ node, shape: editor.shapeOf(node.name) });
  }
  const first = chain[0];
  const last = chain.at(-1);
  if (first === undefined || last === undefined) return false;
  const sources = elementSources(chain, first.shape.input);
  if (sources.every((source, j) => source === j)) return false;
  const weight = new Float32Array(linear.weight.length);
  for (let o = 0; o < linear.outputs; o++) {
    for (let j = 0; j < linear.inputs; j++) weight[o * linear.inputs + sources[j]] = linear.weight[o * linear.inputs + j];
  }
  editor.replace({ ...linear, weight });
  for (const { node } of chain.slice(0, -1)) editor.bypass(node.name);
  const { input: from } = first.shape;
  if (from.length === input.length) editor.bypass(last.node.name);
  else editor.replace(renamed(last.node.name, from, input), { input: from, output: input });
  return true;
}
