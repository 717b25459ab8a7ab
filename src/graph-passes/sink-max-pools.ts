/**
 * sink-max-pools: a max pool in front of a ReLU changes places with it. The maximum and the ReLU (any monotone function)
 * commute, and behind the ReLU the pool takes spikes, which OR can pool, when the network is converted. The ReLU then
 * looks at more elements than before: worth it for a conversion alone.
 *
 *   conv2d -> pool2d max -> relu   ->   conv2d -> relu -> pool2d max
 */
import type { GraphNode } from "../graph/graph.js";
import { editorOf, type GraphEditor } from "./editor.js";
import type { GraphPass } from "./pass.js";

export const sinkMaxPools: GraphPass = {
  level: "graph",
  name: "sink-max-pools",
  summary: "moves max pools behind the ReLU that follows them",
  requires: "a verified graph",
  ensures: "no max pool feeds a relu that takes nothing else and is all that reads the pool",
  run: (graph) => {
    const editor = editorOf(graph);
    let moved = 0;
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (const name of editor.order) {
        const relu = reluBehind(editor, editor.nodeOf(name));
        if (relu === undefined) continue;
        const [pool, { output }] = [editor.nodeOf(name), editor.shapeOf(name)];
        const { input } = editor.shapeOf(name);
        editor.swap(name, relu.name);
        editor.replace(relu, { input, output: input });
        editor.replace(pool, { input, output });
        moved++;
        isChanged = true;
      }
    }
    return { graph: editor.finish(), statistics: { moved } };
  },
};

function reluBehind(editor: GraphEditor, pool: GraphNode): GraphNode | undefined {
  const isPool = pool.kind === "pool1d" || pool.kind === "pool2d" || pool.kind === "globalPool";
  if (!isPool || pool.operation !== "max") return undefined;
  const [target, ...others] = editor.targetsOf(pool.name);
  if (target === undefined || others.length > 0 || editor.sourcesOf(target).length !== 1) return undefined;
  const node = editor.nodeOf(target);
  return node.kind === "relu" ? node : undefined;
}
