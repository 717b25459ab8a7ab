/** The order of evaluation: the nodes that the outputs need, each behind those that it reads. */
import type { GraphBuilder } from "../builder.js";
import { printable } from "../builder.js";
import type { OnnxModel, OnnxNode } from "./model.js";

/** Longest cycle that is printed in full. */
const SHOWN = 8;

/** Nodes in order. Refuses tensors with two producers or none, and cycles. `isKnown`: inputs and initializers. */
export function sortedNodes(model: OnnxModel, isKnown: (tensor: string) => boolean, builder: GraphBuilder): readonly OnnxNode[] {
  const producers = producersOf(model, isKnown, builder);
  const needed = neededNodes(model, producers, isKnown, builder);
  const order: OnnxNode[] = [];
  const waiting = new Map<OnnxNode, number>();
  const readers = new Map<OnnxNode, OnnxNode[]>();
  for (const node of needed) {
    const sources = new Set(node.inputs.flatMap((tensor) => producers.get(tensor) ?? []));
    waiting.set(node, sources.size);
    for (const source of sources) {
      const list = readers.get(source);
      if (list === undefined) readers.set(source, [node]);
      else list.push(node);
    }
    if (sources.size === 0) order.push(node);
  }
  for (let at = 0; at < order.length; at++) {
    for (const reader of readers.get(order[at]) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) order.push(reader);
    }
  }
  if (order.length < needed.length) refuseCycle(new Set(needed.filter((node) => (waiting.get(node) ?? 0) > 0)), producers, builder);
  return order;
}

function producersOf(model: OnnxModel, isKnown: (tensor: string) => boolean, builder: GraphBuilder): ReadonlyMap<string, OnnxNode> {
  const producers = new Map<string, OnnxNode>();
  for (const node of model.nodes) {
    for (const tensor of node.outputs) {
      if (tensor === "") continue;
      if (producers.has(tensor) || isKnown(tensor)) {
        builder.refuse(node.name, node.operator, `it gives the tensor '${printable(tensor)}', which exists already; names are given once`);
      } else producers.set(tensor, node);
    }
  }
  return producers;
}

/** In the file's order, so that equal files give equal graphs. */
function neededNodes(
  model: OnnxModel,
  producers: ReadonlyMap<string, OnnxNode>,
  isKnown: (tensor: string) => boolean,
  builder: GraphBuilder,
): readonly OnnxNode[] {
  const needed = new Set<OnnxNode>();
  const open: { readonly tensor: string; readonly reader: OnnxNode | undefined }[] = model.outputs.map((tensor) => ({ tensor, reader: undefined }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { tensor, reader } = next;
    const node = producers.get(tensor);
    if (node === undefined) {
      if (isKnown(tensor) || (tensor === "" && reader !== undefined)) continue;
      const message = `the tensor '${printable(tensor)}' comes from nowhere: no node, input or initializer gives it`;
      builder.refuse(reader?.name ?? tensor, reader?.operator ?? "output", message, "The file is damaged, or cut short: export it again.");
      continue;
    }
    if (needed.has(node)) continue;
    needed.add(node);
    for (const input of node.inputs) open.push({ tensor: input, reader: node });
  }
  return model.nodes.filter((node) => needed.has(node));
}

/** Walks backwards among the nodes that are left: one of them reads another, for ever. */
function refuseCycle(left: ReadonlySet<OnnxNode>, producers: ReadonlyMap<string, OnnxNode>, builder: GraphBuilder): void {
  const seen = new Map<OnnxNode, number>();
  const path: OnnxNode[] = [];
  let [node] = left;
  while (!seen.has(node)) {
    seen.set(node, path.length);
    path.push(node);
    const source = node.inputs.map((tensor) => producers.get(tensor)).find((candidate) => candidate !== undefined && left.has(candidate));
    if (source === undefined) break;
    node = source;
  }
  const cycle = path.slice(seen.get(node)).reverse();
  const names = cycle.slice(0, SHOWN).map(({ name }) => `'${printable(name)}'`);
  const more = cycle.length > SHOWN ? ` and ${cycle.length - SHOWN} more` : "";
  builder.refuse(node.name, node.operator, `it depends on itself, through ${names.join(" -> ")}${more}`, "ONNX has no cycles: the file is damaged.");
}
