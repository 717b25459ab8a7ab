/** The editor's surgery where it is delicate: cycles, concats, doubled edges. */
import { describe, expect, it } from "vitest";
import type { Graph } from "../../src/graph/graph.js";
import { evaluationOrder } from "../../src/graph/order.js";
import { parseGraph } from "../../src/graph/parse.js";
import { editorOf } from "../../src/graph-passes/editor.js";

/** Nodes of one element: `lif` by name, everything else a relu; edges as `a>b`. */
function net(edges: string, more = "", outputs = 1): Graph {
  const pairs = edges.split(" ").map((edge) => edge.split(">"));
  const names = [...new Set(pairs.flat())];
  const nodes = names.map((name) => {
    if (name.startsWith("in")) return `input ${name} shape=1 encoding=values`;
    if (name.startsWith("out")) return `output ${name} shape=${outputs}`;
    if (name.startsWith("lif")) return `lif ${name} reset=zero\n  leak: 1\n  inputGain: 1\n  threshold: 1`;
    return name.startsWith("concat") ? "" : `relu ${name}`;
  });
  return parseGraph(`snnc-graph 2\ngraph net\n${nodes.join("\n")}\n${more}\n${pairs.map(([a, b]) => `edge ${a} -> ${b}`).join("\n")}\n`);
}

/** The same with an output of two elements. */
function netOfTwo(edges: string, concat: string): Graph {
  return net(edges, concat, 2);
}

const edgesOf = (graph: Graph): string => graph.edges.map(({ from, to }) => `${from}>${to}`).join(" ");
const delayedOf = (graph: Graph): string[] => [...evaluationOrder(graph).delayed].map(({ from, to }) => `${from}>${to}`);

describe("taking a node out", () => {
  it("connects its sources to its targets, in its place", () => {
    const editor = editorOf(net("in>a a>r in>b b>r r>x r>y x>out y>out"));
    expect(editor.bypass("r")).toBe(true);
    expect(edgesOf(editor.finish())).toBe("in>a a>x a>y in>b b>x b>y x>out y>out");
  });

  it("is refused where an edge would be there twice", () => {
    expect(editorOf(net("in>a a>r r>x a>x x>out")).bypass("r")).toBe(false);
  });

  it("renames the input of a concat, and is refused where that would become two", () => {
    const concat = "concat concat1 axis=0 inputs=r:c";
    const one = editorOf(netOfTwo("in>a a>r in>c r>concat1 c>concat1 concat1>out", concat));
    expect(one.bypass("r")).toBe(true);
    expect(one.finish().nodes.find(({ kind }) => kind === "concat")).toMatchObject({ inputs: ["a", "c"] });
    const two = editorOf(netOfTwo("in>a in>b a>r b>r in>c r>concat1 c>concat1 concat1>out", concat));
    expect(two.bypass("r")).toBe(false);
  });

  it("is refused where it would change which edge of a cycle is delayed", () => {
    // r is reached from lif1 while lif1 is open, and from in2 when all is finished.
    const graph = net("in1>lif1 lif1>r r>lif1 r>x x>out in2>r");
    expect(delayedOf(graph)).toEqual(["r>lif1"]);
    const editor = editorOf(graph);
    expect(editor.canBypass("r")).toBe(false);
    expect(editor.bypass("x")).toBe(true);
    expect(delayedOf(editor.finish())).toEqual(["r>lif1"]);
  });
});

describe("swapping two nodes", () => {
  it("keeps a cycle of the two a cycle", () => {
    const editor = editorOf(net("in>r r>lif1 lif1>r lif1>out"));
    editor.swap("r", "lif1");
    const graph = editor.finish();
    expect(edgesOf(graph)).toBe("in>lif1 lif1>r r>lif1 r>out");
    expect(delayedOf(graph)).toEqual(["r>lif1"]);
  });
});

describe("a graph that nothing was done to", () => {
  it("is the very same", () => {
    const graph = net("in>a a>out");
    expect(editorOf(graph).finish()).toBe(graph);
  });
});
