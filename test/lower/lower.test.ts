import { describe, expect, it } from "vitest";
import { batchOf } from "../../src/event/batch.js";
import { layoutOf } from "../../src/event/layout.js";
import type { EventProgram } from "../../src/event/program.js";
import type { SpikeRecord } from "../../src/event/run.js";
import { evaluatorOf } from "../../src/graph/evaluate.js";
import type { Graph } from "../../src/graph/graph.js";
import { type LowerOptions, lower } from "../../src/lower/lower.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { randomTextGraph, referenceScores } from "../support/text-graph.js";

const options: LowerOptions = { classes: ["a", "b", "c"], weightBits: 8, maxTimesteps: 64, stateBits: 24 };

describe("lowering a spiking text classifier", () => {
  it("computes with delays what windows compute, spike for spike and sum for sum, where the weights are whole numbers", async () => {
    let spikes = 0;
    for (let seed = 0; seed < 30; seed++) {
      const random = createRandom(seed);
      const graph = randomTextGraph(random, { exact: true });
      const { program } = await lower(graph, options);
      const texts = Array.from({ length: 20 }, () => Array.from({ length: 1 + random.integer(12) }, () => random.integer(30)));
      const result = await goldenSimulator(program).run(batchOf(texts.map((ids) => sampleOf(program, ids))), { spikes: true });
      texts.forEach((ids, sample) => {
        const reference = referenceScores(graph, ids);
        expect(spikeNames(program, result.spikes, sample, ids.length)).toEqual(reference.spikes);
        expect([...result.outputs.subarray(sample * 3, sample * 3 + 3)]).toEqual(reference.scores);
        spikes += reference.spikes.size;
      });
    }
    expect(spikes).toBeGreaterThan(1000);
  });

  it("runs whole, centred and mixed windows as position in time: early ones are silenced, late ones waited for", async () => {
    let unlikeCausal = 0;
    for (let seed = 0; seed < 30; seed++) {
      const random = createRandom(seed);
      const causal = randomTextGraph(random, { exact: true });
      const graph: Graph = {
        ...causal,
        nodes: causal.nodes.map((node) => {
          if (node.kind !== "conv1d") return node;
          const left = random.integer(node.kernel);
          return { ...node, padding: { left, right: random.integer(node.kernel) } };
        }),
      };
      const { program } = await lower(graph, options);
      const texts = Array.from({ length: 20 }, () => Array.from({ length: 3 + random.integer(10) }, () => random.integer(30)));
      const { outputs } = await goldenSimulator(program).run(batchOf(texts.map((ids) => sampleOf(program, ids))));
      texts.forEach((ids, sample) => {
        const evaluator = evaluatorOf(graph, { length: ids.length });
        const scores = [...(evaluator.step(new Map([["words", ids]])).get("output") ?? [])];
        expect([...outputs.subarray(sample * 3, sample * 3 + 3)], `seed ${seed}`).toEqual(scores);
        if (String(referenceScores(causal, ids).scores) !== String(scores)) unlikeCausal++;
      });
    }
    expect(unlikeCausal).toBeGreaterThan(50);
  });

  it("decides nearly always as the floating-point network does, at 8 bits", async () => {
    let decided = 0;
    for (let seed = 0; seed < 30; seed++) {
      const random = createRandom(seed);
      const graph = randomTextGraph(random);
      const { program } = await lower(graph, options);
      const texts = Array.from({ length: 20 }, () => Array.from({ length: 1 + random.integer(12) }, () => random.integer(30)));
      const { decisions } = await goldenSimulator(program).run(batchOf(texts.map((ids) => sampleOf(program, ids))));
      texts.forEach((ids, sample) => {
        const { scores } = referenceScores(graph, ids);
        if (decisions[sample] === scores.indexOf(Math.max(...scores))) decided++;
      });
    }
    expect(decided / 600).toBeGreaterThan(0.95);
  });

  it("folds the hidden bias into the threshold and the output bias into a start line", async () => {
    const graph = randomTextGraph(createRandom(1));
    const { program } = await lower(graph, options);
    expect(program.inputs.map((port) => [port.name, port.lines])).toEqual([
      ["words", 30],
      ["start", 1],
    ]);
    expect(program.populations.every((population) => population.biases === undefined)).toBe(true);
    const empty = await goldenSimulator(program).run(batchOf([{ timesteps: 3, events: [[0, 30]] }]));
    const bias = program.tables.find((table) => table.name === "bias");
    expect([...empty.outputs]).toEqual([...(bias?.weights ?? [])].map((weight) => weight * 2 ** (bias?.exponent ?? 0)));
  });

  it("gives kernel k at offset j the delay k - j", async () => {
    const { program } = await lower(randomTextGraph(createRandom(2)), options);
    const delays = program.projections.filter((p) => p.target === "conv3" && p.source.kind === "input").map((p) => p.delay);
    expect(delays).toEqual([3, 2, 1]);
    expect(program.readout.drainTimesteps).toBe(2);
  });

  it("takes the scales that the evaluation prefers, the widest on a tie", async () => {
    const graph = randomTextGraph(createRandom(3));
    const tie = await lower(graph, { ...options, evaluate: async () => 50 });
    expect(tie.choices).toEqual({ hiddenClip: 1, outputClip: 1, devAccuracy: 50, tried: 7 });
    let call = 0;
    const second = await lower(graph, { ...options, evaluate: async () => (call++ === 2 ? 60 : 50) });
    expect(second.choices.hiddenClip).toBe(0.7);
  });

  it("refuses a network that is not a converted text classifier, naming every node in the way", async () => {
    const graph = randomTextGraph(createRandom(4), { kernels: [1, 2] });
    const analogue: Graph = {
      ...graph,
      nodes: graph.nodes.map((node) => (node.kind === "threshold" ? { kind: "relu", name: node.name } : node)),
    };
    const error = await lower(analogue, options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SnncError);
    expect(String(error)).toContain("node 'conv1' (conv1d): leads to relu; expected one threshold");
    expect(String(error)).toContain("node 'conv2' (conv1d): leads to relu; expected one threshold");
  });

  it("counts class sums more coarsely where they would not fit a state word, and decides nearly always the same", async () => {
    const graph = randomTextGraph(createRandom(5));
    const fine = await lower(graph, { ...options, maxTimesteps: 4000 });
    const coarse = await lower(graph, { ...options, maxTimesteps: 4000, stateBits: 19 });
    expect(fine.classStepFactor).toBe(1);
    expect(coarse.classStepFactor).toBeGreaterThan(1);
    expect(Math.max(...fine.ranges.map(({ bits }) => bits))).toBeGreaterThan(19);
    expect(Math.max(...coarse.ranges.map(({ bits }) => bits))).toBeLessThanOrEqual(19);
    const random = createRandom(6);
    const texts = Array.from({ length: 200 }, () => Array.from({ length: 1 + random.integer(12) }, () => random.integer(30)));
    const decide = async ({ program }: typeof fine) =>
      (await goldenSimulator(program).run(batchOf(texts.map((ids) => sampleOf(program, ids))))).decisions;
    const [exact, rough] = [await decide(fine), await decide(coarse)];
    expect(texts.filter((_, text) => exact[text] === rough[text]).length).toBeGreaterThan(180);
  });

  it("refuses limits under which a class sum could overflow, naming the neuron and the width", async () => {
    const error = await lower(randomTextGraph(createRandom(5)), { ...options, maxTimesteps: 4000, stateBits: 16 }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(
      /^SnncError: population 'class': neuron \d could reach -?\d+, which needs 1\d bits; a state word holds 16 \[range-overflow\]/,
    );
  });
});

function sampleOf(program: EventProgram, ids: readonly number[]) {
  const words = ids.map((id, position) => [position, id] as const);
  return { timesteps: ids.length + program.readout.drainTimesteps, events: [[0, 30] as const, ...words] };
}

/** Hidden neurons that spiked by timestep `last`; later windows reach beyond the text and are never read out. */
function spikeNames(program: EventProgram, record: SpikeRecord | undefined, sample: number, last: number): Set<string> {
  if (record === undefined) throw new Error("no spikes recorded");
  const layout = layoutOf(program);
  const names = new Set<string>();
  for (let i = record.sampleStart[sample]; i < record.sampleStart[sample + 1]; i++) {
    const neuron = record.neuron[i];
    if (record.time[i] > last) continue;
    for (const population of program.populations) {
      const start = layout.populationStart.get(population.name) ?? 0;
      if (neuron >= start && neuron < start + population.size) names.add(`${population.name}[${neuron - start}]`);
    }
  }
  return names;
}
