import { describe, expect, it } from "vitest";
import { type HeadInput, headGradients, softmaxMinusLabel, surrogateDerivative } from "../../src/learn/head.js";
import { createRandom } from "../../src/util/random.js";

function randomHead(seed: number, spiking: boolean): HeadInput {
  const random = createRandom(seed);
  const normals = (size: number, scale = 1): Float32Array => Float32Array.from({ length: size }, () => scale * random.normal());
  const [texts, filters, classes] = [3, 4, 3];
  return {
    texts,
    filters,
    classes,
    spiking,
    pooled: normals(texts * filters),
    bias: normals(filters, 0.3),
    output: normals(filters * classes),
    outputBias: normals(classes),
    wide: normals(texts * classes),
    dropout: Float32Array.from({ length: texts * filters }, (_, i) => (i % 3 === 0 ? 0 : 1.5)),
    labels: Uint16Array.from({ length: texts }, () => random.integer(classes)),
  };
}

describe("the surrogate of a spike", () => {
  it("is the derivative of sigmoid(3 (v - 1))", () => {
    const sigmoid = (v: number): number => 1 / (1 + Math.exp(-3 * (v - 1)));
    for (let v = -4; v <= 6; v += 0.25) expect(surrogateDerivative(v)).toBeCloseTo((sigmoid(v + 1e-5) - sigmoid(v - 1e-5)) / 2e-5, 6);
    expect(surrogateDerivative(1)).toBe(0.75);
  });

  it("is exactly what stands between the gradient of a spike and that of its current", () => {
    const input = { ...randomHead(3, true), dropout: new Float32Array(12).fill(1) };
    const gradients = headGradients(input);
    for (let text = 0; text < input.texts; text++) {
      for (let f = 0; f < input.filters; f++) {
        let toSpike = 0;
        for (let c = 0; c < input.classes; c++) toSpike += gradients.wide[text * input.classes + c] * input.output[f * input.classes + c];
        const at = text * input.filters + f;
        expect(gradients.pooled[at]).toBeCloseTo(toSpike * surrogateDerivative(input.pooled[at] + input.bias[f]), 6);
      }
    }
  });
});

describe("a teacher", () => {
  it("shares the loss with the labels, and its gradient is that of finite differences", () => {
    const input = randomHead(5, false);
    const random = createRandom(6);
    const probabilities = new Float32Array(input.texts * input.classes);
    for (let text = 0; text < input.texts; text++) {
      const raw = Array.from({ length: input.classes }, () => random.uniform() + 0.05);
      const sum = raw.reduce((total, value) => total + value, 0);
      probabilities.set(
        raw.map((value) => value / sum),
        text * input.classes,
      );
    }
    const teacher = { probabilities, share: 0.7 };
    const taught = headGradients({ ...input, teacher });
    const wide = input.wide;
    for (let i = 0; i < wide.length; i++) {
      const lossAt = (value: number): number => headGradients({ ...input, teacher, wide: wide.map((old, j) => (j === i ? value : old)) }).loss;
      expect(taught.wide[i]).toBeCloseTo((lossAt(wide[i] + 1e-2) - lossAt(wide[i] - 1e-2)) / 2e-2, 3);
    }
    const asLabels = Float32Array.from(probabilities, (_, i) => (i % input.classes === input.labels[Math.floor(i / input.classes)] ? 1 : 0));
    const same = headGradients({ ...input, teacher: { probabilities: asLabels, share: 0.5 } });
    expect(same.loss).toBeCloseTo(headGradients(input).loss, 6);
    same.wide.forEach((value, i) => {
      expect(value).toBeCloseTo(headGradients(input).wide[i], 6);
    });
  });
});

describe("the head of the network", () => {
  it("spikes strictly above the threshold: a current equal to it counts for nothing", () => {
    const at = (current: number): number =>
      headGradients({
        ...randomHead(1, true),
        texts: 1,
        filters: 1,
        classes: 2,
        pooled: Float32Array.of(current),
        bias: Float32Array.of(0),
        output: Float32Array.of(5, -5),
        outputBias: new Float32Array(2),
        wide: new Float32Array(2),
        dropout: Float32Array.of(1),
        labels: Uint16Array.of(0),
      }).loss;
    expect(at(1)).toBeCloseTo(Math.log(2), 6);
    expect(at(1.0001)).toBeLessThan(0.001);
  });

  it("has the gradients of its loss (finite differences, ReLU, with dropout)", () => {
    const input = randomHead(2, false);
    const gradients = headGradients(input);
    for (const name of ["pooled", "bias", "output", "outputBias", "wide"] as const) {
      const values = input[name];
      for (let at = 0; at < values.length; at++) {
        const held = values[at];
        values[at] = held + 1e-3;
        const [above, high] = [headGradients(input).loss, values[at]];
        values[at] = held - 1e-3;
        const [below, low] = [headGradients(input).loss, values[at]];
        values[at] = held;
        expect(gradients[name][at], `${name}[${at}]`).toBeCloseTo((above - below) / (high - low), 3);
      }
    }
  });

  it("passes no gradient to a dropped activation", () => {
    const input = randomHead(4, true);
    const { pooled } = headGradients(input);
    pooled.forEach((gradient, i) => {
      expect(gradient === 0).toBe(i % 3 === 0);
    });
  });

  it("does not hide a score that is no number", () => {
    expect(softmaxMinusLabel(Float64Array.of(1, Number.NaN), 0)).toBeNaN();
    expect(softmaxMinusLabel(Float64Array.of(1000, -1000), 0)).toBeCloseTo(0, 12);
  });
});
