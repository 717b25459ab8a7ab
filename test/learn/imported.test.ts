/** Imported spiking classifiers as models of learning: the same function there and back, whatever their windows. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textDecider } from "../../src/convert/word.js";
import type { Conv1dNode, Edge, Graph, GraphNode } from "../../src/graph/graph.js";
import { textCnnOfParts, withWeightsOf } from "../../src/learn/imported.js";
import { predict } from "../../src/learn/predict.js";
import { IMPORTED } from "../../src/learn/presets.js";
import { fineTune } from "../../src/learn/stages.js";
import { loadTensorFlow } from "../../src/learn/tensorflow.js";
import { recogniseWordNetwork } from "../../src/lower/textnetwork.js";
import type { TokenizedTexts } from "../../src/text/types.js";
import { createRandom, type Random } from "../../src/util/random.js";
import { messageOf } from "../support/errors.js";
import { randomTexts } from "./networks.js";

const VOCABULARY = 20;
const CLASSES = 3;
const DIMENSIONS = 4;

type Padding = "valid" | "same" | "causal";

/** A converted classifier as `snnc convert --model` makes it: a branch for each kernel, in this order. */
function convertedGraph(random: Random, branches: readonly { readonly kernel: number; readonly padding: Padding }[]): Graph {
  const normal = (size: number, scale: number): Float32Array => Float32Array.from({ length: size }, () => scale * random.normal());
  const nodes: GraphNode[] = [
    { kind: "input", name: "words", shape: [-1], encoding: { kind: "tokens", vocabularySize: VOCABULARY } },
    { kind: "embedding", name: "embedding", vocabularySize: VOCABULARY, dimensions: DIMENSIONS, weight: normal(VOCABULARY * DIMENSIONS, 1) },
    { kind: "output", name: "scores", shape: [CLASSES] },
  ];
  const edges: Edge[] = [{ from: "words", to: "embedding" }];
  branches.forEach(({ kernel, padding }, b) => {
    const filters = 3 + b;
    const [conv, spike, or, read] = ["conv", "spike", "or", "read"].map((name) => `${name}.${b}`);
    const left = Math.floor((kernel - 1) / 2);
    const sides: Record<Padding, Conv1dNode["padding"]> = {
      valid: { left: 0, right: 0 },
      same: { left, right: kernel - 1 - left },
      causal: "causal",
    };
    nodes.push(
      {
        kind: "conv1d",
        name: conv,
        inChannels: DIMENSIONS,
        outChannels: filters,
        kernel,
        stride: 1,
        dilation: 1,
        groups: 1,
        padding: sides[padding],
        weight: normal(filters * DIMENSIONS * kernel, 0.5),
        ...(b === 1 ? {} : { bias: normal(filters, 0.2) }),
      },
      { kind: "threshold", name: spike, threshold: Float32Array.from({ length: filters }, () => 0.5 + random.uniform()) },
      { kind: "globalPool", name: or, operation: "or" },
      {
        kind: "linear",
        name: read,
        inputs: filters,
        outputs: CLASSES,
        weight: normal(filters * CLASSES, 0.5),
        ...(b === 0 ? { bias: normal(CLASSES, 0.2) } : {}),
      },
    );
    const way = ["embedding", conv, spike, or, read, "scores"];
    for (let i = 1; i < way.length; i++) edges.push({ from: way[i - 1], to: way[i] });
  });
  return { level: "graph", name: "imported", nodes, edges };
}

/** Words are the tokens in reverse order. */
const ROW_OF = Uint32Array.from({ length: VOCABULARY }, (_, word) => VOCABULARY - 1 - word);

function decisionsOf(graph: Graph, texts: TokenizedTexts): number[] {
  const decide = textDecider(graph);
  return Array.from(texts.labels, (_, text) =>
    decide(Array.from(texts.ids.subarray(texts.start[text], texts.start[text + 1]), (word) => ROW_OF[word] ?? 0)),
  );
}

describe("an imported classifier as a model", () => {
  for (const padding of ["valid", "same", "causal"] as const) {
    it(`decides as its graph does, branches in any order and of equal kernels included (${padding} windows)`, () => {
      fc.assert(
        fc.property(
          fc.integer(),
          fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
          fc.array(fc.integer({ min: 5, max: 12 }), { minLength: 1, maxLength: 6 }),
          (seed, kernels, lengths) => {
            const random = createRandom(seed);
            const graph = convertedGraph(
              random,
              kernels.map((kernel) => ({ kernel, padding })),
            );
            const texts = randomTexts(random, lengths, VOCABULARY, CLASSES);
            const parts = recogniseWordNetwork(graph);
            const model = textCnnOfParts(parts, ROW_OF);
            expect(Array.from(predict(model, texts).decisions)).toEqual(decisionsOf(graph, texts));
            // And back: the same network, its first readout carrying the bias.
            expect(decisionsOf(withWeightsOf(graph, parts, model), texts)).toEqual(decisionsOf(graph, texts));
          },
        ),
        { numRuns: 60 },
      );
    });

    it(`is fine-tuned into a graph that decides as the trainer does (${padding} windows)`, async () => {
      const { tf } = await loadTensorFlow();
      const random = createRandom(7);
      const graph = convertedGraph(
        random,
        [3, 2, 3].map((kernel) => ({ kernel, padding })),
      );
      const lengths = Array.from({ length: 120 }, () => 3 + random.integer(8));
      const [train, dev] = [randomTexts(random, lengths, VOCABULARY, CLASSES), randomTexts(random, lengths, VOCABULARY, CLASSES)];
      // The first word says the class, so that there is something to learn.
      for (const { start, ids, labels } of [train, dev]) {
        for (const [text, label] of labels.entries()) ids[start[text]] = label;
      }
      const parts = recogniseWordNetwork(graph);
      const start = textCnnOfParts(parts, ROW_OF);
      const fast = { ...IMPORTED.fineTune, learningRate: 1e-2, rowLearningRate: 2e-2, dropout: 0 };
      const preset = { epochs: 6, fineTune: { ...fast, epochs: 6 }, fineTuneShared: { ...fast, epochs: 6 } };
      const tuned = await fineTune(tf, start, { train, dev }, preset, { seed: 1, stage: "test" });
      expect(tuned.bestEpoch).toBeGreaterThan(0);
      const after = withWeightsOf(graph, parts, tuned.model);
      expect(after.nodes.map(({ name, kind }) => `${name} ${kind}`)).toEqual(graph.nodes.map(({ name, kind }) => `${name} ${kind}`));
      expect(decisionsOf(after, dev)).toEqual(Array.from(predict(tuned.model, dev).decisions));
      expect(decisionsOf(after, dev)).not.toEqual(decisionsOf(graph, dev));
    });
  }

  it("leaves a filter silent in texts shorter than its window, where nothing is padded", () => {
    const graph = convertedGraph(createRandom(3), [{ kernel: 4, padding: "valid" }]);
    const model = textCnnOfParts(recogniseWordNetwork(graph), ROW_OF);
    const texts = randomTexts(createRandom(4), [3, 1, 2, 4], VOCABULARY, CLASSES);
    const { scores, hiddenSpikes } = predict(model, texts);
    expect(Array.from(hiddenSpikes.slice(0, 3))).toEqual([0, 0, 0]);
    expect(Array.from(scores.slice(0, CLASSES))).toEqual(Array.from(model.outputBias));
  });

  it("is refused where its convolutions pad in different ways, or in one that is none of the three", () => {
    const mixed = convertedGraph(createRandom(5), [
      { kernel: 2, padding: "valid" },
      { kernel: 3, padding: "same" },
    ]);
    expect(messageOf(() => textCnnOfParts(recogniseWordNetwork(mixed), ROW_OF))).toMatchInlineSnapshot(`
      "node 'conv.0' (conv1d): pads 0 and 0 positions (valid); fine-tuning needs one padding for all convolutions: valid, same or causal [fine-tune-windows]
        Convert without \`--fine-tune\`, or train the source with one padding.
      node 'conv.1' (conv1d): pads 1 and 1 positions (same); fine-tuning needs one padding for all convolutions: valid, same or causal [fine-tune-windows]
        Convert without \`--fine-tune\`, or train the source with one padding."
    `);
  });
});
