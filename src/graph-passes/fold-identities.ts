/**
 * fold-identities: nodes that change nothing are taken out. (Scales of 1 are fold-scales' matter, transposes and
 * reshapes fold-layout's. A softmax before the output changes what the output says, and stays.)
 *
 *   conv2d -> relu -> relu cap 6 -> delay 0 -> pool2d 1 x 1   ->   conv2d -> relu cap 6
 */
import type { GraphNode, ReluNode } from "../graph/graph.js";
import { editorOf, type GraphEditor } from "./editor.js";
import { isIdentityLayout } from "./layout.js";
import type { GraphPass } from "./pass.js";

export const foldIdentities: GraphPass = {
  level: "graph",
  name: "fold-identities",
  summary: "removes delays of 0, second ReLUs, flattens of one axis, concats of one input, pools of one cell and pads of nothing",
  requires: "a verified graph",
  ensures:
    "there is no delay of 0, relu of what is never negative nor above its cap, flatten that keeps its shape, concat of one input, pool with a window and stride of 1, or pad of nothing, unless taking it out would double an edge",
  run: (graph) => {
    const editor = editorOf(graph);
    const statistics = { removed: 0, capsMerged: 0 };
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (const name of editor.order) {
        const node = editor.find(name);
        if (node === undefined) continue;
        if (isIdentity(editor, node) && editor.bypass(name)) statistics.removed++;
        else if (node.kind === "relu" && mergeCaps(editor, node)) statistics.capsMerged++;
        else continue;
        isChanged = true;
      }
    }
    return { graph: editor.finish(), statistics };
  },
};

function isIdentity(editor: GraphEditor, node: GraphNode): boolean {
  switch (node.kind) {
    case "delay":
      return node.timesteps.every((timesteps) => timesteps === 0);
    case "relu": {
      // A sum of several sources is at most the sum of their largest values.
      const largest = editor.sourcesOf(node.name).reduce((sum, source) => sum + largestOf(editor.nodeOf(source)), 0);
      return largest <= (node.cap ?? Number.POSITIVE_INFINITY);
    }
    case "flatten":
      return isIdentityLayout(node, editor.shapeOf(node.name));
    case "concat":
      return node.inputs.length === 1;
    case "pad":
      return [...node.before, ...node.after].every((count) => count === 0);
    case "pool1d":
      return node.kernel === 1 && node.stride === 1 && node.padding.left + node.padding.right === 0 && keeps(editor, node, node.operation);
    case "pool2d": {
      const isOneCell = [...node.kernel, ...node.stride].every((size) => size === 1) && node.padding.every((side) => side === 0);
      return isOneCell && keeps(editor, node, node.operation);
    }
    default:
      return false;
  }
}

/** The largest value of a node whose values are never negative; NaN for any other, which no comparison holds for. */
function largestOf(node: GraphNode): number {
  switch (node.kind) {
    case "relu":
      return node.cap ?? Number.POSITIVE_INFINITY;
    case "threshold":
    case "if":
    case "lif":
    case "cubaLif":
    case "softmax":
      return 1;
    default:
      return Number.NaN;
  }
}

/** The largest, the sum and the average of one value are that value; `or` makes a spike of it. */
function keeps(editor: GraphEditor, node: GraphNode, operation: string): boolean {
  if (operation !== "or") return true;
  const [source, ...others] = editor.sourcesOf(node.name);
  return others.length === 0 && isSpiking(editor.nodeOf(source));
}

function isSpiking(node: GraphNode): boolean {
  const { kind } = node;
  return kind === "threshold" || kind === "if" || kind === "lif" || kind === "cubaLif" || ("operation" in node && node.operation === "or");
}

/** relu cap 6 -> relu cap 4 is relu cap 4: the first is taken out, if nothing else reads it. */
function mergeCaps(editor: GraphEditor, { name }: ReluNode): boolean {
  const [source, ...others] = editor.sourcesOf(name);
  if (others.length > 0 || editor.nodeOf(source).kind !== "relu" || editor.targetsOf(source).length !== 1) return false;
  return editor.bypass(source);
}
