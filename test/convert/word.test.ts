/** Text classifiers recognised, balanced and made spiking, and what is refused, all of it at once. */
import { describe, expect, it } from "vitest";
import { balanceFilters, createPooling, decidePooled, recogniseTextClassifier, spikingClassifier, textDecider } from "../../src/convert/word.js";
import type { Conv1dNode, Edge, Graph, GraphNode } from "../../src/graph/graph.js";
import { parseGraph } from "../../src/graph/parse.js";
import { verifyGraph } from "../../src/graph/verify.js";
import { recogniseTextNetwork } from "../../src/lower/textnetwork.js";
import { createRandom, type Random } from "../../src/util/random.js";
import { messageOf } from "../support/errors.js";

const VOCABULARY = 12;

interface Branch {
  readonly kernel: number;
  readonly filters: number;
  readonly padding?: Conv1dNode["padding"];
  /** The ReLU behind the maximum: they commute. */
  readonly poolsFirst?: boolean;
}

/** Kim's TextCNN; `order`: which branch comes first in the concatenation. */
function kim(
  random: Random,
  branches: readonly Branch[],
  options: { readonly order?: readonly number[]; readonly hidden?: readonly number[] } = {},
): Graph {
  const normal = (size: number, scale: number): Float32Array => Float32Array.from({ length: size }, () => scale * random.normal());
  const nodes: GraphNode[] = [
    { kind: "input", name: "words", shape: [-1], encoding: { kind: "tokens", vocabularySize: VOCABULARY } },
    { kind: "embedding", name: "embedding", vocabularySize: VOCABULARY, dimensions: 3, weight: normal(VOCABULARY * 3, 1) },
  ];
  const edges: Edge[] = [{ from: "words", to: "embedding" }];
  const chain = (names: readonly string[]): void => {
    for (let i = 1; i < names.length; i++) edges.push({ from: names[i - 1], to: names[i] });
  };
  const ends = branches.map(({ kernel, filters, padding = { left: 0, right: 0 }, poolsFirst = false }, b) => {
    const [conv, relu, pool] = [`conv${b}`, `relu${b}`, `pool${b}`];
    nodes.push(
      {
        kind: "conv1d",
        name: conv,
        inChannels: 3,
        outChannels: filters,
        kernel,
        stride: 1,
        dilation: 1,
        groups: 1,
        padding,
        weight: normal(filters * 3 * kernel, 0.6),
        bias: normal(filters, 0.2),
      },
      { kind: "relu", name: relu },
      { kind: "globalPool", name: pool, operation: "max" },
    );
    chain(poolsFirst ? ["embedding", conv, pool, relu] : ["embedding", conv, relu, pool]);
    return poolsFirst ? relu : pool;
  });
  let [last, inputs] = [ends[0], branches.reduce((sum, { filters }) => sum + filters, 0)];
  if (ends.length > 1) {
    nodes.push({ kind: "concat", name: "features", axis: 0, inputs: (options.order ?? [...ends.keys()]).map((b) => ends[b]) });
    for (const end of ends) edges.push({ from: end, to: "features" });
    last = "features";
  }
  (options.hidden ?? []).forEach((outputs, layer) => {
    nodes.push(
      { kind: "linear", name: `hidden${layer}`, inputs, outputs, weight: normal(inputs * outputs, 0.5), bias: normal(outputs, 0.3) },
      { kind: "relu", name: `active${layer}` },
    );
    chain([last, `hidden${layer}`, `active${layer}`]);
    [last, inputs] = [`active${layer}`, outputs];
  });
  nodes.push(
    { kind: "linear", name: "dense", inputs, outputs: 3, weight: normal(inputs * 3, 0.6), bias: normal(3, 0.2) },
    { kind: "softmax", name: "softmax" },
    { kind: "output", name: "classes", shape: [3] },
  );
  chain([last, "dense", "softmax", "classes"]);
  return { level: "graph", name: "kim", nodes, edges };
}

const texts = (random: Random, count: number): Uint32Array[] =>
  Array.from({ length: count }, () => Uint32Array.from({ length: 4 + random.integer(8) }, () => random.integer(VOCABULARY)));

const BRANCHES: readonly Branch[] = [
  { kernel: 3, filters: 4, padding: { left: 1, right: 1 } },
  { kernel: 2, filters: 5, poolsFirst: true },
  { kernel: 4, filters: 3, padding: "causal" },
];

describe("recognising a text classifier", () => {
  it("takes it apart: branches in the order of the graph, each with its columns of the dense layer", () => {
    const { branches, dense, hidden, classes } = recogniseTextClassifier(kim(createRandom(1), BRANCHES, { order: [2, 0, 1] }));
    expect(branches.map(({ convolution, pool, firstColumn }) => [convolution.name, pool, firstColumn])).toEqual([
      ["conv0", "pool0", 3],
      ["conv1", "relu1", 7],
      ["conv2", "pool2", 0],
    ]);
    expect([dense.name, hidden.length, classes]).toEqual(["dense", 0, 3]);
  });

  it("takes one branch without a concatenation, and hidden dense layers", () => {
    const { branches, hidden } = recogniseTextClassifier(kim(createRandom(1), [{ kernel: 2, filters: 4 }], { hidden: [6, 5] }));
    expect(branches.map(({ firstColumn }) => firstColumn)).toEqual([0]);
    expect(hidden.map(({ name }) => name)).toEqual(["hidden0", "hidden1"]);
  });

  it("names every node that does not belong, and what would help", async () => {
    const refused = (title: string, text: string): string =>
      `# ${title}\n${messageOf(() => recogniseTextClassifier(parseGraph(text, "refused.txt")))}\n`;
    const cases = CASES.map(([title, text]) => refused(title, text));
    await expect(cases.join("\n")).toMatchFileSnapshot("../errors/convert-text.txt");
  });
});

describe("the spiking classifier", () => {
  it("decides as thresholds on the pooled activations do, whatever the paddings and the order of the columns", () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed);
      const source = kim(random, BRANCHES, { order: [1, 2, 0] });
      const classifier = recogniseTextClassifier(source);
      const samples = texts(random, 60);
      const pooling = createPooling(source, classifier, samples.length);
      for (const ids of samples) pooling.next(ids);
      const decided = textDecider(source);
      expect(Array.from(pooling.result.decisions)).toEqual(samples.map((ids) => decided(ids)));
      for (const factor of [0.2, 0.5]) {
        const filters = balanceFilters(classifier, pooling.result, factor);
        const graph = spikingClassifier(classifier, filters, "spiking");
        expect(verifyGraph(graph)).toEqual([]);
        const spiking = textDecider(graph);
        expect(Array.from(decidePooled(classifier, filters, pooling.result))).toEqual(samples.map((ids) => spiking(ids)));
      }
    }
  });

  it("keeps the paddings, and is what lowering takes", () => {
    const source = kim(createRandom(2), BRANCHES);
    const classifier = recogniseTextClassifier(source);
    const pooling = createPooling(source, classifier, 1);
    pooling.next(Uint32Array.of(1, 2, 3, 4, 5));
    const { branches } = recogniseTextNetwork(spikingClassifier(classifier, balanceFilters(classifier, pooling.result, 0.5), "spiking"));
    expect(branches.map(({ left, right }) => [left, right])).toEqual([
      [1, 1],
      [0, 0],
      [3, 0],
    ]);
  });

  it("takes a share of the 99th percentile as threshold; a spike means the mean activation where it comes", () => {
    // One filter that answers to word w with a current of w.
    const source: Graph = parseGraph(UNIT, "unit.txt");
    const classifier = recogniseTextClassifier(source);
    const pooling = createPooling(source, classifier, 100);
    for (let text = 0; text < 100; text++) pooling.next(Uint32Array.of(text < 40 ? 0 : text < 98 ? 2 : 4));
    const { thresholds, output } = balanceFilters(classifier, pooling.result, 0.25);
    // 60 positive activations: 58 of 2 and 2 of 4; the 99th percentile is 4.
    expect(Array.from(thresholds)).toEqual([1, 1]);
    const meaning = (58 * 2 + 2 * 4) / 60;
    // The second filter never rises above 0: threshold 1, and a spike would mean 1.
    expect(Array.from(output)).toEqual([meaning, -meaning, 1, 1].map(Math.fround));
  });

  it("avoids names that the source has already", () => {
    const source = parseGraph(UNIT.replaceAll(/\bconv\b/g, "scores"), "unit.txt");
    const classifier = recogniseTextClassifier(source);
    const pooling = createPooling(source, classifier, 1);
    pooling.next(Uint32Array.of(1));
    expect(verifyGraph(spikingClassifier(classifier, balanceFilters(classifier, pooling.result, 0.5), "spiking"))).toEqual([]);
  });
});

const UNIT = `snnc-graph 2
graph unit
input words shape=-1 encoding=tokens:5
embedding embedding vocabularySize=5 dimensions=1
  weight: 0 1 2 3 4
conv1d conv inChannels=1 outChannels=2 kernel=1 stride=1 dilation=1 groups=1 padding=0:0
  weight: 1 -1
relu relu
globalPool pool operation=max
linear dense inputs=2 outputs=2
  weight: 1 1 -1 1
output classes shape=2
edge words -> embedding
edge embedding -> conv
edge conv -> relu
edge relu -> pool
edge pool -> dense
edge dense -> classes
`;

/** The unit network with other lines in place of some of its own. */
function unit(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, UNIT);
}

const CASES: readonly (readonly [title: string, text: string])[] = [
  [
    "values in place of tokens",
    `snnc-graph 2
graph dense
input in shape=2 encoding=values
linear dense inputs=2 outputs=2
  weight: 1 0 0 1
output classes shape=2
edge in -> dense
edge dense -> classes
`,
  ],
  ["average pooling", unit(["operation=max", "operation=average"])],
  [
    "pools of a few positions",
    unit(
      ["globalPool pool operation=max", "pool1d pool operation=max kernel=2 stride=2 padding=0:0 divisor=window\nglobalPool all operation=max"],
      ["edge pool -> dense", "edge pool -> all\nedge all -> dense"],
    ),
  ],
  [
    "layers of convolutions",
    unit(
      ["relu relu\n", "conv1d second inChannels=2 outChannels=2 kernel=1 stride=1 dilation=1 groups=1 padding=0:0\n  weight: 1 0 0 1\nrelu relu\n"],
      ["edge conv -> relu", "edge conv -> second\nedge second -> relu"],
    ),
  ],
  [
    "the mean of the word vectors",
    unit(
      [
        "conv1d conv inChannels=1 outChannels=2 kernel=1 stride=1 dilation=1 groups=1 padding=0:0\n  weight: 1 -1\nrelu relu\nglobalPool pool operation=max",
        "globalPool pool operation=average",
      ],
      ["linear dense inputs=2 outputs=2\n  weight: 1 1 -1 1", "linear dense inputs=1 outputs=2\n  weight: 1 -1"],
      ["edge embedding -> conv\nedge conv -> relu\nedge relu -> pool", "edge embedding -> pool"],
    ),
  ],
  [
    "a second path that averages, and a scale behind the dense layer",
    unit(
      [
        "relu relu\n",
        "conv1d other inChannels=1 outChannels=2 kernel=1 stride=1 dilation=1 groups=1 padding=0:0\n  weight: 1 -1\nrelu relu2\nglobalPool pool2 operation=average\nconcat both axis=0 inputs=pool:pool2\nscale double\n  scale: 2\nrelu relu\n",
      ],
      ["inputs=2 outputs=2\n  weight: 1 1 -1 1", "inputs=4 outputs=2\n  weight: 1 1 -1 1 1 1 1 1"],
      [
        "edge pool -> dense",
        "edge pool -> both\nedge both -> dense\nedge embedding -> other\nedge other -> relu2\nedge relu2 -> pool2\nedge pool2 -> both",
      ],
      ["edge dense -> classes", "edge dense -> double\nedge double -> classes"],
    ),
  ],
  [
    "branches that do not come together",
    unit(
      [
        "relu relu\n",
        "conv1d other inChannels=1 outChannels=2 kernel=1 stride=1 dilation=1 groups=1 padding=0:0\n  weight: 1 -1\nrelu relu2\nglobalPool pool2 operation=max\nrelu relu\n",
      ],
      ["edge pool -> dense", "edge pool -> dense\nedge embedding -> other\nedge other -> relu2\nedge relu2 -> pool2\nedge pool2 -> dense"],
    ),
  ],
];
