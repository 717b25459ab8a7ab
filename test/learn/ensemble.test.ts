import { describe, expect, it } from "vitest";
import { ensembleProbabilities, foldTextCnns } from "../../src/learn/ensemble.js";
import { predict } from "../../src/learn/predict.js";
import { filterCount } from "../../src/learn/textcnn.js";
import { createRandom } from "../../src/util/random.js";
import { randomTextCnn, randomTexts } from "./networks.js";

const TEXTS = randomTexts(createRandom(4), [5, 1, 8, 3, 2, 6]);

describe("folding networks into one", () => {
  for (const spiking of [false, true]) {
    it(`gives the mean of their class sums and all of their hidden neurons (${spiking ? "spiking" : "ReLU"})`, () => {
      const members = [1, 2, 3].map((seed) => {
        const model = randomTextCnn(createRandom(seed), { windows: "causal" });
        const thresholds = Float32Array.from({ length: filterCount(model) }, (_, f) => 0.1 + 0.05 * ((f * seed) % 7));
        return spiking ? { ...model, activation: { kind: "spike" as const, thresholds } } : model;
      });
      const folded = predict(foldTextCnns(members), TEXTS);
      const single = members.map((member) => predict(member, TEXTS));
      folded.scores.forEach((score, i) => {
        expect(score).toBeCloseTo(
          single.reduce((sum, { scores }) => sum + scores[i] / 3, 0),
          4,
        );
      });
      expect(Array.from(folded.hiddenSpikes)).toEqual(
        Array.from(folded.hiddenSpikes, (_, text) => single.reduce((sum, { hiddenSpikes }) => sum + hiddenSpikes[text], 0)),
      );
      if (spiking) expect(Math.max(...folded.hiddenSpikes)).toBeGreaterThan(0);
    });
  }

  it("refuses networks of different shape", () => {
    const [a, b] = [
      [1, 2],
      [1, 3],
    ].map((kernels) => randomTextCnn(createRandom(1), { windows: "causal", kernels }));
    expect(() => foldTextCnns([a, b])).toThrow("networks of different shape cannot be folded");
  });

  it("teaches by the mean of the members' probabilities", () => {
    const members = [1, 2].map((seed) => randomTextCnn(createRandom(seed), { windows: "causal" }));
    const probabilities = ensembleProbabilities(members, TEXTS);
    const { classes } = members[0];
    for (let text = 0; text < TEXTS.labels.length; text++) {
      const row = Array.from(probabilities.subarray(text * classes, (text + 1) * classes));
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      const expected = members.map((member) => {
        const scores = Array.from(predict(member, TEXTS).scores.subarray(text * classes, (text + 1) * classes));
        return Math.exp(scores[0]) / scores.reduce((sum, score) => sum + Math.exp(score), 0);
      });
      expect(row[0]).toBeCloseTo((expected[0] + expected[1]) / 2, 5);
    }
  });
});
