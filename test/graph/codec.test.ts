/** The graph on disk and as text: every node kind round-trips bit for bit, and no bytes do more than a diagnostic. Goldens: `npx vitest run test/graph -u`. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeGraph, encodeGraph, GRAPH_ENVELOPE } from "../../src/graph/codec.js";
import { NODE_KINDS } from "../../src/graph/fields.js";
import type { Graph } from "../../src/graph/graph.js";
import { snnc } from "../../src/graph/graph.pb.js";
import { parseGraph } from "../../src/graph/parse.js";
import { printGraph } from "../../src/graph/print.js";
import { verifyGraph } from "../../src/graph/verify.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { readEnvelope, sniffKind, writeEnvelope } from "../../src/util/envelope.js";
import { createRandom } from "../../src/util/random.js";
import { messageOf } from "../support/errors.js";
import { graphArbitrary, randomGraph } from "../support/random-graph.js";
import { randomTextGraph } from "../support/text-graph.js";

const small = randomTextGraph(createRandom(1), { vocabulary: 4, dimensions: 2, kernels: [2], filters: 3, classes: 2 });
const example = randomGraph(createRandom(5));

describe("random graphs", () => {
  it("are valid and show every node kind", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(graphArbitrary(), (graph) => {
        for (const { kind } of graph.nodes) seen.add(kind);
        expect(verifyGraph(graph)).toEqual([]);
      }),
      { numRuns: 500, seed: 1 },
    );
    expect([...seen].sort()).toEqual([...NODE_KINDS].sort());
  });
});

describe("graph on disk", () => {
  it("round-trips every node kind, weights bit for bit", () => {
    fc.assert(
      fc.property(graphArbitrary(), (graph) => {
        expect(decodeGraph(encodeGraph(graph), "g.pb")).toEqual(graph);
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same bytes for the same graph, decoded or not", () => {
    const bytes = encodeGraph(example);
    expect(encodeGraph(decodeGraph(bytes, "g.pb"))).toEqual(bytes);
    expect(sniffKind(bytes)).toBe("graph");
  });

  it("turns every payload that another writer might put into our envelope into a diagnostic or a valid graph", () => {
    const payload = readEnvelope(encodeGraph(example), { ...GRAPH_ENVELOPE, where: "g.pb" });
    const mutated = fc
      .tuple(fc.nat(payload.length - 1), fc.nat(6), fc.uint8Array({ maxLength: 8 }))
      .map(([at, drop, insert]) => Uint8Array.of(...payload.subarray(0, at), ...insert, ...payload.subarray(at + drop)));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (hostile) => {
        try {
          decodeGraph(writeEnvelope(GRAPH_ENVELOPE, hostile), "g.pb");
        } catch (error) {
          expect(error).toBeInstanceOf(SnncError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("refuses weights that are NaN, by node and position", async () => {
    const broken: Graph = {
      ...small,
      nodes: small.nodes.map((node) => (node.kind === "linear" ? { ...node, weight: node.weight.map((w, i) => (i === 4 ? Number.NaN : w)) } : node)),
    };
    await expect(messageOf(() => decodeGraph(encodeGraph(broken), "graph.pb"))).toMatchFileSnapshot("../errors/graph-nan.txt");
  });

  it("names the part of a message that is missing", async () => {
    const bare = (node: snnc.graph.Node.$Properties): string =>
      messageOf(() => decodeGraph(writeEnvelope(GRAPH_ENVELOPE, snnc.graph.Graph.encode({ nodes: [node] }).finish()), "g.pb"));
    await expect(
      [
        bare({ name: "a" }),
        bare({ name: "a", input: {} }),
        bare({ name: "a", input: { shape: { axes: [1] } } }),
        bare({ name: "a", conv1d: {} }),
        bare({ name: "a", conv2d: {} }),
        bare({ name: "a", scale: { scale: new Uint8Array(5) } }),
      ].join("\n"),
    ).toMatchFileSnapshot("../errors/graph-malformed.txt");
  });
});

describe("text form of the graph", () => {
  it("reads back exactly what it printed, for every node kind", () => {
    fc.assert(
      fc.property(graphArbitrary(), (graph) => {
        expect(parseGraph(printGraph(graph))).toEqual(graph);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps every finite float32 through its decimal", () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, maxLength: 40 }), (values) => {
        const weight = Float32Array.of(...values.filter(Number.isFinite), 1);
        const graph: Graph = {
          level: "graph",
          name: "floats",
          nodes: [
            { kind: "input", name: "in", shape: [weight.length], encoding: { kind: "values" } },
            { kind: "scale", name: "scale", scale: weight },
            { kind: "output", name: "out", shape: [weight.length] },
          ],
          edges: [
            { from: "in", to: "scale" },
            { from: "scale", to: "out" },
          ],
        };
        expect(parseGraph(printGraph(graph))).toEqual(graph);
      }),
    );
  });

  it("prints long weights as base64 and reads them back", () => {
    const large = randomTextGraph(createRandom(2), { vocabulary: 300, dimensions: 8 });
    expect(printGraph(large)).toContain("weight: base64\n");
    expect(parseGraph(printGraph(large))).toEqual(large);
  });

  it("reads as a compiler's IR", async () => {
    await expect(printGraph(small)).toMatchFileSnapshot("golden/text-classifier.txt");
    expect(parseGraph(printGraph(small))).toEqual(small);
  });

  it("shows every node kind", async () => {
    const graphs = [1, 2, 3, 21, 61, 248, 270].map((seed) => randomGraph(createRandom(seed)));
    await expect(graphs.map(printGraph).join("\n")).toMatchFileSnapshot("golden/random.txt");
  });

  it("says where a text is wrong", async () => {
    const good = printGraph(small);
    const cases: [string, string][] = [
      ["an event program", good.replace("snnc-graph", "snnc-event")],
      ["another version", good.replace("snnc-graph 2", "snnc-graph 7")],
      ["an unknown node kind", good.replace("threshold spike2", "sigmoid spike2")],
      ["an unknown field", good.replace("operation=or", "operation=or kernel=3")],
      ["a missing weight", good.replace(/^ {2}threshold: .*$/m, "  # gone")],
      ["an unknown choice", good.replace("operation=or", "operation=median")],
      ["a bad padding", good.replace("padding=causal", "padding=same")],
      ["a bad encoding", good.replace("encoding=tokens:4", "encoding=bytes")],
      ["a bad shape", good.replace("shape=-1 ", "shape=any ")],
      ["an edge without an arrow", good.replace("words -> wide", "words wide")],
      ["no graph record", good.replace(/^graph .*\n/m, "")],
      ["a rule broken", good.replace("outChannels=3", "outChannels=4")],
    ];
    const report = cases.map(([name, text]) => `# ${name}\n${messageOf(() => parseGraph(text, "net.txt"))}`);
    await expect(`${report.join("\n\n")}\n`).toMatchFileSnapshot("../errors/graph-text.txt");
  });
});
