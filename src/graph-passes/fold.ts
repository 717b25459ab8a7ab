/** Takes an elementwise y = factor * x + shift into a neighbour of its node, across nodes that only move elements. */
import type { GraphNode } from "../graph/graph.js";
import { type Affine, withInputAffine, withOutputAffine } from "./affine.js";
import type { GraphEditor } from "./editor.js";
import { elementSources, isLayout, type ShapedLayout } from "./layout.js";

type Accepts = (node: GraphNode) => boolean;

/**
 * Into the node whose output it alone takes: W x + c becomes (a W) x + (a c + b). Says whether it did.
 *
 *   conv2d -> flatten -> batchNorm -> ...   ->   conv2d -> flatten -> ...
 */
export function foldIntoSource(editor: GraphEditor, name: string, affine: Affine): boolean {
  const chain: ShapedLayout[] = [];
  for (let at = name; ; ) {
    const [source, ...others] = editor.sourcesOf(at);
    if (source === undefined || others.length > 0 || editor.targetsOf(source).length !== 1) return false;
    const node = editor.nodeOf(source);
    if (isLayout(node)) {
      chain.unshift({ node, shape: editor.shapeOf(source) });
      at = source;
      continue;
    }
    const shape = editor.shapeOf(source).output;
    const folded = withOutputAffine(node, beforeMoving(affine, elementSources(chain, shape)), shape);
    if (folded === undefined) return false;
    editor.replace(folded);
    return editor.bypass(name);
  }
}

/**
 * Into every node that it feeds, if each takes nothing else and can: W (a x + b) + c becomes (W a) x + (W b + c). Says
 * whether it did.
 *
 *   batchNorm -> conv2d, batchNorm -> flatten -> linear   ->   conv2d, flatten -> linear
 */
export function foldIntoTargets(editor: GraphEditor, name: string, affine: Affine, accepts: Accepts): boolean {
  if (!editor.canBypass(name)) return false;
  const folded: GraphNode[] = [];
  const shape = editor.shapeOf(name).output;
  for (const first of editor.targetsOf(name)) {
    const chain: ShapedLayout[] = [];
    for (let at = first; ; ) {
      const node = editor.nodeOf(at);
      if (editor.sourcesOf(at).length !== 1) return false;
      if (isLayout(node)) {
        const targets = editor.targetsOf(at);
        if (targets.length !== 1) return false;
        chain.push({ node, shape: editor.shapeOf(at) });
        at = targets[0];
        continue;
      }
      if (!accepts(node)) return false;
      const changed = withInputAffine(node, afterMoving(affine, elementSources(chain, shape)), editor.shapeOf(at).input);
      if (changed === undefined) return false;
      folded.push(changed);
      break;
    }
  }
  for (const node of folded) editor.replace(node);
  return editor.bypass(name);
}

/** Element i of what comes out is element sources[i] of what went in. */
function afterMoving({ factor, shift }: Affine, sources: Int32Array): Affine {
  return { factor: Float64Array.from(sources, (i) => factor[i]), shift: Float64Array.from(sources, (i) => shift[i]) };
}

function beforeMoving({ factor, shift }: Affine, sources: Int32Array): Affine {
  const before = { factor: new Float64Array(sources.length), shift: new Float64Array(sources.length) };
  sources.forEach((source, i) => {
    before.factor[source] = factor[i];
    before.shift[source] = shift[i];
  });
  return before;
}
