/** Lowering to space against the float evaluator: whole-number weights make it exact, spike for spike, shifted by depth. */
import { describe, expect, it } from "vitest";
import { batchOf } from "../../../src/event/batch.js";
import { layoutOf } from "../../../src/event/layout.js";
import type { EventProgram } from "../../../src/event/program.js";
import { assertVerifiedEvent } from "../../../src/event/verify.js";
import { evaluatorOf } from "../../../src/graph/evaluate.js";
import type { Edge, Graph, GraphNode, Shape } from "../../../src/graph/graph.js";
import { elementsOf } from "../../../src/graph/shapes.js";
import { lowerToSpace, type SpaceOptions } from "../../../src/lower/space/lower.js";
import { retime } from "../../../src/passes/retime.js";
import { goldenSimulator } from "../../../src/sim/golden.js";
import { createRandom, type Random } from "../../../src/util/random.js";

const TIMESTEPS = 12;

function options(classes: number, changes: Partial<SpaceOptions> = {}): SpaceOptions {
  return {
    classes: Array.from({ length: classes }, (_, c) => `class${c}`),
    weightBits: 8,
    maxTimesteps: TIMESTEPS,
    stateBits: 32,
    encoding: { kind: "spikes" },
    leaks: "exact",
    finish: (program) => retime.run(program).program,
    ...changes,
  };
}

/** Whole numbers with 127 among the weights of every output, so that every scale is 1. */
function whole(random: Random, outputs: number, perOutput: number): Float32Array {
  return Float32Array.from({ length: outputs * perOutput }, (_, i) => (i % perOutput === 0 ? 127 : random.integer(121) - 60));
}

function graphOf(shape: Shape, nodes: readonly GraphNode[], edges: readonly (readonly [string, string])[]): Graph {
  const input: GraphNode = { kind: "input", name: "in", shape, encoding: { kind: "values" } };
  return { level: "graph", name: "net", nodes: [input, ...nodes], edges: edges.map(([from, to]): Edge => ({ from, to })) };
}

const neuron = (name: string, threshold: number): GraphNode => ({
  kind: "if",
  name,
  resistance: Float32Array.of(1),
  threshold: Float32Array.of(threshold),
  reset: "subtract",
});

/** Runs both and compares every spike of every spiking node, and the class sums. Returns the program and the spikes seen. */
async function expectEqual(graph: Graph, random: Random, changes: Partial<SpaceOptions> = {}): Promise<{ program: EventProgram; spikes: number }> {
  const evaluator = evaluatorOf(graph);
  const outputs = elementsOf(evaluator.shapes.get("out")?.output ?? []);
  const lowered = await lowerToSpace(graph, options(outputs, changes));
  const { program } = lowered;
  assertVerifiedEvent(program);
  const layout = layoutOf(program);
  const size = elementsOf(evaluator.shapes.get("in")?.output ?? []);
  const frames = Array.from({ length: TIMESTEPS }, () => Array.from({ length: size }, () => (random.integer(3) === 0 ? 1 : 0)));
  const lines = lowered.inputs.find(({ input }) => input === "in");
  const events = frames.flatMap((frame, t) =>
    frame.flatMap((value, i) => (value === 1 ? [[t, (layout.portStart.get("in") ?? 0) + (lines?.lineOf[i] ?? 0)] as const] : [])),
  );
  const bias = layout.portStart.get("bias");
  if (bias !== undefined) for (let t = 0; t < TIMESTEPS; t++) events.push([t, bias]);
  const batch = batchOf([{ timesteps: TIMESTEPS + program.readout.drainTimesteps, events }]);
  const result = await goldenSimulator(program).run(batch, { spikes: true });

  const expected = new Map<string, number[]>();
  const sums = new Array<number>(outputs).fill(0);
  for (const frame of frames) {
    const out = evaluator.step(new Map([["in", frame]])).get("out") ?? [];
    for (let c = 0; c < outputs; c++) sums[c] += out[c];
    for (const { name, kind } of graph.nodes) {
      if (kind !== "if" && kind !== "lif" && kind !== "threshold") continue;
      const counts = expected.get(name) ?? [];
      counts.push(evaluator.valueOf(name).reduce((sum, value) => sum + value, 0));
      expected.set(name, counts);
    }
  }
  expect([...result.outputs]).toEqual(sums);
  let spikes = 0;
  for (const [name, counts] of expected) {
    const start = layout.populationStart.get(name) ?? Number.NaN;
    const end = start + (layout.populationOf.get(name)?.size ?? 0);
    const times: number[] = [];
    result.spikes?.neuron.forEach((n, i) => {
      if (n >= start && n < end) times.push(result.spikes?.time[i] ?? -1);
    });
    const first = times[0] ?? 0;
    const depth = first - counts.findIndex((count) => count > 0);
    expect(
      counts.map((_, t) => times.filter((time) => time === t + depth).length),
      name,
    ).toEqual(times.length === 0 ? counts.map(() => 0) : counts);
    spikes += times.length;
  }
  return { program, spikes };
}

const conv = (random: Random, name: string, inChannels: number, outChannels: number, changes: object = {}): GraphNode => ({
  kind: "conv2d",
  name,
  inChannels,
  outChannels,
  kernel: [3, 3],
  stride: [1, 1],
  padding: [1, 1, 1, 1],
  dilation: [1, 1],
  groups: 1,
  weight: whole(random, outChannels, inChannels * 9),
  ...changes,
});

describe("lowering to space", () => {
  it("runs a convolutional network with flatten and dense readout exactly, from shared weights", async () => {
    const random = createRandom(1);
    const nodes: GraphNode[] = [
      conv(random, "c1", 1, 3),
      neuron("a", 150),
      conv(random, "c2", 3, 4, { stride: [2, 2], padding: [1, 1, 0, 0] }),
      neuron("b", 300),
      { kind: "flatten", name: "flat", startDim: 0, endDim: -1 },
      { kind: "linear", name: "fc", inputs: 36, outputs: 3, weight: whole(random, 3, 36) },
      { kind: "output", name: "out", shape: [3] },
    ];
    const names = ["in", ...nodes.map(({ name }) => name)];
    const graph = graphOf(
      [1, 6, 6],
      nodes,
      names.slice(1).map((name, i) => [names[i] ?? "", name] as const),
    );
    const { program, spikes } = await expectEqual(graph, random);
    expect(spikes).toBeGreaterThan(100);
    expect(program.projections.map(({ connectivity }) => connectivity.kind)).toEqual(["conv2d", "conv2d", "dense"]);
    expect(program.tables.map(({ weights }) => weights.length)).toEqual([27, 108, 108]);
  });

  it("keeps branches together: a skip connection waits for the longer way", async () => {
    const random = createRandom(2);
    const nodes: GraphNode[] = [
      { kind: "linear", name: "l1", inputs: 5, outputs: 6, weight: whole(random, 6, 5) },
      neuron("a", 100),
      { kind: "linear", name: "l2", inputs: 6, outputs: 6, weight: whole(random, 6, 6) },
      neuron("b", 100),
      { kind: "linear", name: "skip", inputs: 6, outputs: 2, weight: whole(random, 2, 6) },
      { kind: "linear", name: "l3", inputs: 6, outputs: 2, weight: whole(random, 2, 6) },
      { kind: "output", name: "out", shape: [2] },
    ];
    const { program, spikes } = await expectEqual(
      graphOf([5], nodes, [
        ["in", "l1"],
        ["l1", "a"],
        ["a", "l2"],
        ["l2", "b"],
        ["b", "l3"],
        ["a", "skip"],
        ["l3", "out"],
        ["skip", "out"],
      ]),
      random,
    );
    expect(spikes).toBeGreaterThan(20);
    expect(program.projections.map(({ delay }) => delay)).toContain(2);
  });

  it("runs recurrence and biases in step with the framework", async () => {
    const random = createRandom(3);
    const nodes: GraphNode[] = [
      { kind: "linear", name: "l1", inputs: 5, outputs: 6, weight: whole(random, 6, 5), bias: Float32Array.of(3, -4, 200, 0, 17, 1000) },
      neuron("a", 160),
      { kind: "linear", name: "again", inputs: 6, outputs: 6, weight: whole(random, 6, 6) },
      { kind: "linear", name: "l3", inputs: 6, outputs: 2, weight: whole(random, 2, 6), bias: Float32Array.of(5, -5) },
      { kind: "output", name: "out", shape: [2] },
    ];
    const { spikes } = await expectEqual(
      graphOf([5], nodes, [
        ["in", "l1"],
        ["l1", "a"],
        ["a", "again"],
        ["again", "a"],
        ["a", "l3"],
        ["l3", "out"],
      ]),
      random,
    );
    expect(spikes).toBeGreaterThan(20);
  });

  it("names every node that has no place, not the first one", async () => {
    const nodes: GraphNode[] = [
      { kind: "relu", name: "r" },
      { kind: "softmax", name: "s" },
      { kind: "output", name: "out", shape: [4] },
    ];
    const graph = graphOf([4], nodes, [
      ["in", "r"],
      ["r", "s"],
      ["s", "out"],
    ]);
    await expect(lowerToSpace(graph, options(4))).rejects.toThrow(/'r' \(relu\)[\s\S]*'s' \(softmax\)/);
  });
});
