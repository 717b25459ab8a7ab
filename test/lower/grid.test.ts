/** Training's grid against lowering: a model judged on its grid decides, sum for sum, as the integer program does. */
import { describe, expect, it } from "vitest";
import { batchOf } from "../../src/event/batch.js";
import { layoutOf } from "../../src/event/layout.js";
import { textCnnToGraph } from "../../src/learn/graph.js";
import { gridSteps, type WeightGrid } from "../../src/learn/grid.js";
import { predict } from "../../src/learn/predict.js";
import { lower } from "../../src/lower/lower.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { bigramHash } from "../../src/util/bigram-hash.js";
import { createRandom } from "../../src/util/random.js";
import { randomTextCnn, randomTexts } from "../learn/networks.js";

const GRIDS: readonly WeightGrid[] = [
  { bits: 8, hiddenClip: 1, outputClip: 1 },
  { bits: 4, hiddenClip: 0.55, outputClip: 0.7 },
  { bits: 3, hiddenClip: 1, outputClip: 0.4 },
  { bits: 2, hiddenClip: 0.3, outputClip: 0.3 },
];

describe("a model on the grid of its integers", () => {
  for (const grid of GRIDS) {
    it(`has the class sums and spikes of the program that lowering makes (${grid.bits} bit, clips ${grid.hiddenClip} and ${grid.outputClip})`, async () => {
      for (let seed = 0; seed < 12; seed++) {
        const random = createRandom(seed);
        const bigramBits = 4;
        const model = randomTextCnn(random, { spiking: true, wideWords: seed % 2 === 0, ...(seed % 3 === 0 ? { bigramBits } : {}) });
        const texts = randomTexts(
          random,
          Array.from({ length: 40 }, () => 1 + random.integer(9)),
        );
        const { program } = await lower(textCnnToGraph(model, "random"), {
          classes: ["a", "b", "c"],
          weightBits: grid.bits,
          maxTimesteps: 32,
          stateBits: 24,
          clips: { hidden: grid.hiddenClip, output: grid.outputClip },
        });
        const { portStart } = layoutOf(program);
        const samples = Array.from(texts.labels, (_, text) => {
          const ids = texts.ids.subarray(texts.start[text], texts.start[text + 1]);
          const events: (readonly [number, number])[] = [[0, portStart.get("start") ?? 0]];
          ids.forEach((id, time) => {
            events.push([time, (portStart.get("words") ?? 0) + id]);
            if (model.bigrams !== undefined && time > 0) {
              events.push([time, (portStart.get("bigrams") ?? 0) + bigramHash(ids[time - 1], id, bigramBits)]);
            }
          });
          return { events, timesteps: ids.length + program.readout.drainTimesteps };
        });
        const golden = await goldenSimulator(program).run(batchOf(samples));
        const { decisions, scores, hiddenSpikes } = predict(model, texts, grid);
        expect(Array.from(decisions)).toEqual(Array.from(golden.decisions));
        const { base } = gridSteps(model, grid).classes;
        expect(Array.from(scores, (score) => Math.round(score / base) + 0)).toEqual(Array.from(golden.outputs));
        expect(hiddenSpikes.some((spikes) => spikes > 0)).toBe(true);
      }
    });
  }
});
