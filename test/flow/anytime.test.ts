/** Anytime inference measured on random text networks: its full run is the simulator's own, its rules come from dev alone. */
import { describe, expect, it } from "vitest";
import { encodeIds } from "../../src/encode/encode.js";
import { measureAnytime } from "../../src/flow/anytime.js";
import { accuracyPercent, encoderFor } from "../../src/flow/compile.js";
import { meanOf } from "../../src/flow/counts.js";
import { lower } from "../../src/lower/lower.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { createRandom } from "../../src/util/random.js";
import { randomTextGraph } from "../support/text-graph.js";

const CLASSES = ["a", "b", "c"];

async function network() {
  const graph = randomTextGraph(createRandom(1));
  const { program } = await lower(graph, { classes: CLASSES, weightBits: 8, maxTimesteps: 64, stateBits: 24 });
  const words = ["<unk>", ...Array.from({ length: 29 }, (_, i) => `w${i}`)];
  const wordRows = { tokenizer: "english" as const, words, rowOf: Uint32Array.from(words, (_, i) => i) };
  const encoder = encoderFor({ graph, classes: CLASSES, wordRows }, program);
  /** Texts labelled as the network decides them. */
  const texts = async (seed: number, count: number) => {
    const random = createRandom(seed);
    const start = new Uint32Array(count + 1);
    for (let text = 0; text < count; text++) start[text + 1] = start[text] + 4 + random.integer(30);
    const ids = Uint32Array.from({ length: start[count] }, () => random.integer(words.length));
    const events = encodeIds(encoder, { start, ids }).batch;
    const result = await goldenSimulator(program).run(events);
    return { events, labels: result.decisions, result };
  };
  return { program, texts };
}

describe("anytime inference", () => {
  it("has the simulator's own accuracy and operations where nothing stops, and fewer operations the more may be lost", async () => {
    const { program, texts } = await network();
    const [dev, test] = [await texts(2, 200), await texts(3, 100)];
    const { full, points, devSamples } = await measureAnytime(program, dev, test);
    expect(devSamples).toBe(200);
    expect(full.accuracy).toBe(accuracyPercent(test.result.decisions, test.labels));
    expect(full.sops).toBe(meanOf(test.result.counters.synapticOperations));
    expect(points.map(({ allowedLoss }) => allowedLoss)).toEqual([0, 0.25, 0.5, 1]);
    let least = Number.POSITIVE_INFINITY;
    for (const { devAccuracy, allowedLoss, sops } of points) {
      expect(devAccuracy).toBeGreaterThanOrEqual(full.devAccuracy - allowedLoss);
      expect(sops).toBeLessThanOrEqual(full.sops);
      least = Math.min(least, sops);
    }
    expect(least).toBeLessThan(full.sops);
  });

  it("chooses the same rules whatever the test set is", async () => {
    const { program, texts } = await network();
    const dev = await texts(2, 100);
    const rules = async (seed: number) => (await measureAnytime(program, dev, await texts(seed, 20))).points.map(({ rule }) => rule);
    expect(await rules(4)).toEqual(await rules(5));
  });
});
