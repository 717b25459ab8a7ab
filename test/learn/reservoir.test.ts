import { describe, expect, it } from "vitest";
import { decisionsOverTime } from "../../src/flow/network.js";
import { encodeGraph } from "../../src/graph/codec.js";
import { evaluatorOf } from "../../src/graph/evaluate.js";
import { inferShapes } from "../../src/graph/shapes.js";
import { assertVerifiedGraph } from "../../src/graph/verify.js";
import { trainReservoir } from "../../src/learn/reservoir.js";
import { countSpikes, createReservoir, drawWiring, reservoirGraph } from "../../src/learn/reservoir-network.js";
import { generatePatterns } from "../../src/samples/patterns.js";
import type { SpikeDataset, SpikeSamples } from "../../src/samples/types.js";
import type { Progress } from "../../src/util/progress.js";

const PATTERNS = generatePatterns({ seed: 5, samples: { train: 200, dev: 60, test: 60 } });
const SMALL = { seed: 5, sizes: [16, 64] };
const trained = await trainReservoir(PATTERNS, SMALL);

describe("a trained reservoir", () => {
  it("tells patterns apart that counting the input's spikes cannot", () => {
    const { reservoir, baselines } = trained;
    // Four classes: a guess is right in 25 of 100.
    expect(baselines.counts.testAccuracy).toBeLessThan(45);
    expect(reservoir.testAccuracy).toBeGreaterThan(80);
    expect(baselines.withoutRecurrence.testAccuracy).toBeGreaterThan(80);
  });

  it("has the fewest neurons that cost at most half a point on dev", () => {
    const [small, large] = trained.sizes;
    expect(trained.sizes.map(({ neurons }) => neurons)).toEqual([16, 64]);
    expect(small.devAccuracy).toBeLessThan(large.devAccuracy - 0.5);
    expect(trained.reservoir).toMatchObject(large);
    expect(trained.baselines.withoutRecurrence).toMatchObject({ neurons: 64, recurrentWeight: 0 });
  });

  it("decides as its graph does", () => {
    assertVerifiedGraph(trained.graph);
    expect(trained.graph.nodes.map(({ name }) => name)).toEqual(["spikes", "input", "neurons", "recurrent", "readout", "output"]);
    const decisions = decisionsOverTime(trained.graph, PATTERNS.test, PATTERNS.timesteps).at(-1);
    expect(decisions).toEqual(trained.reservoir.testDecisions);
    const right = Array.from(trained.reservoir.testDecisions).filter((decided, sample) => decided === PATTERNS.test.labels[sample]).length;
    expect((100 * right) / 60).toBe(trained.reservoir.testAccuracy);
  });

  it("is the same again from the same seed, another from another", async () => {
    const [again, other] = [await trainReservoir(PATTERNS, SMALL), await trainReservoir(PATTERNS, { ...SMALL, seed: 6 })];
    expect(encodeGraph(again.graph)).toEqual(encodeGraph(trained.graph));
    expect({ ...again, seconds: 0 }).toEqual({ ...trained, seconds: 0 });
    expect(encodeGraph(other.graph)).not.toEqual(encodeGraph(trained.graph));
  });

  it("is chosen without a look at the test samples", async () => {
    const blind: SpikeDataset = { ...PATTERNS, test: { ...PATTERNS.dev, labels: PATTERNS.dev.labels.map((label) => 3 - label) } };
    const { graph, reservoir, baselines } = await trainReservoir(blind, SMALL);
    const chosenOf = ({ testAccuracy, testDecisions, ...rest }: typeof reservoir): unknown => rest;
    expect(encodeGraph(graph)).toEqual(encodeGraph(trained.graph));
    expect(chosenOf(reservoir)).toEqual(chosenOf(trained.reservoir));
    expect(chosenOf(baselines.withoutRecurrence)).toEqual(chosenOf(trained.baselines.withoutRecurrence));
    expect(reservoir.testAccuracy).toBeLessThan(30);
  });

  it("reports candidates done of candidates in all, and stops when aborted", async () => {
    const controller = new AbortController();
    const seen: Progress[] = [];
    const onProgress = (progress: Progress): void => {
      seen.push(progress);
      if (seen.length === 3) controller.abort(new Error("stopped by hand"));
    };
    await expect(trainReservoir(PATTERNS, { ...SMALL, signal: controller.signal, onProgress })).rejects.toThrow("stopped by hand");
    expect(seen.map(({ done, total }) => [done, total])).toEqual([
      [0, 30],
      [1, 30],
      [2, 30],
    ]);
  });
});

describe("the reservoir's fast simulation", () => {
  const samples = 12;
  const few: SpikeSamples = { ...PATTERNS.test, sampleStart: PATTERNS.test.sampleStart.subarray(0, samples + 1) };

  it.each([0, 0.1])("counts the spikes that the graph evaluator does, neuron by neuron (recurrent weight %d)", (recurrentWeight) => {
    const wiring = drawWiring(PATTERNS.lines, 48, 3);
    const reservoir = createReservoir(wiring, { leak: 1 / 16, inputWeight: 0.54, recurrentWeight });
    const counts = countSpikes(reservoir, few, PATTERNS.timesteps);
    const graph = reservoirGraph(reservoir, new Float32Array(4 * 48), "test");
    expect(graph.nodes.some(({ name }) => name === "recurrent")).toBe(recurrentWeight > 0);
    expect(inferShapes(graph).get("output")?.output).toEqual([4]);
    const evaluator = evaluatorOf(graph);
    const expected = new Float64Array(samples * 48);
    for (let sample = 0; sample < samples; sample++) {
      evaluator.reset();
      for (let t = 0; t < PATTERNS.timesteps; t++) {
        evaluator.step(new Map([["spikes", spikesAt(few, sample, t)]]));
        evaluator.valueOf("neurons").forEach((spike, neuron) => {
          expected[sample * 48 + neuron] += spike;
        });
      }
    }
    expect(counts).toEqual(expected);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(500);
  });

  it("has neurons that excite all of their targets or inhibit them all, and none that reaches itself", () => {
    const { neurons, recurrent } = drawWiring(24, 60, 9);
    for (let source = 0; source < neurons; source++) {
      const out = Array.from({ length: neurons }, (_, target) => recurrent[target * neurons + source]);
      expect(out[source]).toBe(0);
      expect(out.every((size) => size >= 0) || out.every((size) => size <= 0)).toBe(true);
    }
  });
});

function spikesAt({ sampleStart, time, line }: SpikeSamples, sample: number, timestep: number): Float64Array {
  const values = new Float64Array(PATTERNS.lines);
  for (let event = sampleStart[sample]; event < sampleStart[sample + 1]; event++) if (time[event] === timestep) values[line[event]]++;
  return values;
}
