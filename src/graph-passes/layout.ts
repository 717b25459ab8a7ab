/** Nodes that only move elements or rename axes, and where each element comes from. */
import type { FlattenNode, GraphNode, ReshapeNode, Shape, TransposeNode } from "../graph/graph.js";
import { forward } from "../graph/kernels.js";
import { elementsOf, type NodeShape } from "../graph/shapes.js";

export type LayoutNode = FlattenNode | ReshapeNode | TransposeNode;

export function isLayout(node: GraphNode): node is LayoutNode {
  return node.kind === "flatten" || node.kind === "reshape" || node.kind === "transpose";
}

/** A node of a chain with its shapes. */
export interface ShapedLayout {
  readonly node: LayoutNode;
  readonly shape: NodeShape;
}

/** What is said of one position of a text holds for all: its variable length counts as 1. */
export function onePosition(shape: Shape): Shape {
  return shape[0] === -1 ? [1, ...shape.slice(1)] : shape;
}

/**
 * Which element of the first node's input each element of the last node's output is (row-major, the variable length
 * left out: layout nodes leave a text's positions where they are).
 */
export function elementSources(chain: readonly ShapedLayout[], input: Shape): Int32Array {
  let from = Float64Array.from({ length: elementsOf(onePosition(input)) }, (_, i) => i);
  for (const { node, shape } of chain) {
    if (node.kind !== "transpose") continue;
    const moved = new Float64Array(from.length);
    forward(node, from, onePosition(shape.input), onePosition(shape.output), moved);
    from = moved;
  }
  return Int32Array.from(from);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}

/** Leaves every element and the shape as they are. */
export function isIdentityLayout(node: LayoutNode, shape: NodeShape): boolean {
  return node.kind === "transpose" ? node.axes.every((axis, i) => axis === i) : sameShape(shape.input, shape.output);
}
