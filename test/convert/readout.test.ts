/** Hidden dense layers behind the pools: exact where their ReLUs do not bend, the best line where they do. */
import { describe, expect, it } from "vitest";
import { withoutHidden } from "../../src/convert/readout.js";
import type { PooledActivations, TextClassifier } from "../../src/convert/word.js";
import type { Conv1dNode, LinearNode } from "../../src/graph/graph.js";
import { createRandom, type Random } from "../../src/util/random.js";

const FILTERS = [2, 3];
const INPUTS = 5;

function linear(random: Random, inputs: number, outputs: number, bias: number): LinearNode {
  return {
    kind: "linear",
    name: `dense${outputs}`,
    inputs,
    outputs,
    weight: Float32Array.from({ length: inputs * outputs }, () => random.normal()),
    bias: new Float32Array(outputs).fill(bias),
  };
}

/** Two branches, the second one's columns first. */
function classifierOf(hidden: readonly LinearNode[], dense: LinearNode): TextClassifier {
  const convolution = (outChannels: number): Conv1dNode => ({
    kind: "conv1d",
    name: `conv${outChannels}`,
    inChannels: 1,
    outChannels,
    kernel: 1,
    stride: 1,
    dilation: 1,
    groups: 1,
    padding: "causal",
    weight: new Float32Array(outChannels),
  });
  return {
    port: { kind: "input", name: "words", shape: [-1], encoding: { kind: "tokens", vocabularySize: 1 } },
    embedding: { kind: "embedding", name: "embedding", vocabularySize: 1, dimensions: 1, weight: new Float32Array(1) },
    branches: FILTERS.map((filters, b) => ({ convolution: convolution(filters), pool: "pool", firstColumn: b === 0 ? FILTERS[1] : 0 })),
    hidden,
    dense,
    classes: dense.outputs,
  };
}

function pooledOf(random: Random, texts: number): PooledActivations {
  return {
    texts,
    filters: INPUTS,
    values: Float32Array.from({ length: texts * INPUTS }, () => Math.max(0, random.normal())),
    decisions: new Uint16Array(texts),
  };
}

/** Scores of one text through all dense layers. */
function scoresOf({ hidden, dense }: TextClassifier, { values }: PooledActivations, text: number): number[] {
  const own = values.subarray(text * INPUTS, (text + 1) * INPUTS);
  let features = [...own.subarray(FILTERS[0]), ...own.subarray(0, FILTERS[0])];
  for (const layer of [...hidden, dense]) {
    features = Array.from({ length: layer.outputs }, (_, o) => {
      const sum = features.reduce((total, value, i) => total + value * layer.weight[o * layer.inputs + i], layer.bias?.[o] ?? 0);
      return layer === dense ? sum : Math.max(0, sum);
    });
  }
  return features;
}

describe("hidden dense layers behind the pools", () => {
  it("leave a classifier without any as it is", () => {
    const random = createRandom(1);
    const classifier = classifierOf([], linear(random, INPUTS, 3, 0));
    expect(withoutHidden(classifier, pooledOf(random, 10))).toBe(classifier);
  });

  it("are part of the readout, exactly, where every ReLU stays above 0", () => {
    const random = createRandom(2);
    const classifier = classifierOf([linear(random, INPUTS, 4, 50), linear(random, 4, 6, 500)], linear(random, 6, 3, 0));
    const pooled = pooledOf(random, 40);
    const merged = withoutHidden(classifier, pooled);
    expect(merged.hidden).toEqual([]);
    expect([merged.dense.name, merged.dense.inputs, merged.dense.outputs]).toEqual(["dense3", INPUTS, 3]);
    for (let text = 0; text < 40; text++) {
      const [exact, line] = [scoresOf(classifier, pooled, text), scoresOf(merged, pooled, text)];
      exact.forEach((score, c) => {
        expect(Math.abs(line[c] - score) / Math.max(1, Math.abs(score))).toBeLessThan(1e-4);
      });
    }
  });

  it("become the line with the least squared error where a ReLU bends", () => {
    const random = createRandom(3);
    const identity = (size: number): LinearNode => ({
      ...linear(random, size, size, 0),
      weight: Float32Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0)),
    });
    const classifier = classifierOf([{ ...linear(random, INPUTS, 3, -0.5) }], identity(3));
    const pooled = pooledOf(random, 200);
    const { dense } = withoutHidden(classifier, pooled);
    const errorWith = (change: (bias: Float32Array) => void): number => {
      const bias = Float32Array.from(dense.bias ?? []);
      change(bias);
      let sum = 0;
      for (let text = 0; text < 200; text++) {
        const exact = scoresOf(classifier, pooled, text);
        scoresOf({ ...classifier, hidden: [], dense: { ...dense, bias } }, pooled, text).forEach((score, c) => {
          sum += (score - exact[c]) ** 2;
        });
      }
      return sum;
    };
    const least = errorWith(() => {});
    for (const step of [-0.05, 0.05]) {
      for (let c = 0; c < 3; c++) {
        expect(
          errorWith((bias) => {
            bias[c] += step;
          }),
        ).toBeGreaterThan(least);
      }
    }
  });

  it("give a unit that never changes its own constant", () => {
    const random = createRandom(4);
    const silent = { ...linear(random, INPUTS, 2, -1), weight: new Float32Array(INPUTS * 2) };
    const { dense } = withoutHidden(classifierOf([silent], linear(random, 2, 3, 0.5)), pooledOf(random, 10));
    expect(Array.from(dense.weight)).toEqual(new Array(INPUTS * 3).fill(0));
    expect(Array.from(dense.bias ?? [])).toEqual([0.5, 0.5, 0.5]);
  });
});
