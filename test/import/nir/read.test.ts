import { describe, expect, it } from "vitest";
import { inferShapes } from "../../../src/graph/shapes.js";
import { NIR_OPERATORS, OPERATOR_OF } from "../../../src/import/nir/operators.js";
import { readNir } from "../../../src/import/nir/read.js";
import type { ImportOptions } from "../../../src/import/types.js";
import { nodeOf, rejectionOf } from "./claims.js";
import { affine, firstDifference, fixture, input, lif, nirOf, output, outputsOf, runOf, shared, type Tree } from "./support.js";

const DT = 1e-3;
const read = (bytes: Uint8Array, options: Partial<ImportOptions> = {}) => readNir(bytes, { where: "net.nir", dt: DT, ...options });

describe("a NIR file", () => {
  it.each(["lif", "lif-exponential", "cuba", "integrators", "recurrent", "series", "planes", "delays", "groups"])(
    "of %s gives what NIR's equations give, computed by numpy",
    async (name) => {
      const run = runOf(name);
      const { graph } = await read(fixture(name), { dt: run.dt, discretisation: run.leak });
      const { first, largest } = firstDifference(outputsOf(graph, run.inputs), run.outputs, 1e-5);
      expect(first).toBeUndefined();
      expect(largest).toBeLessThan(1e-5);
      expect(run.outputs.flatMap((line) => Object.values(line).flat()).some((value) => value !== 0)).toBe(true);
    },
  );

  it("without a group 'node' is read as with one", async () => {
    expect((await read(fixture("recurrent-root"))).graph).toEqual({ ...(await read(fixture("recurrent"))).graph, name: "net" });
  });

  it("lays nested graphs flat, under dotted names, their inputs and outputs dissolved", async () => {
    const { graph } = await read(fixture("recurrent"));
    expect(graph.nodes.map(({ name }) => name).sort()).toEqual(["input", "output", "read", "rnn.lif", "rnn.w_rec", "weights"]);
    expect(graph.edges).toContainEqual({ from: "rnn.w_rec", to: "rnn.lif" });
    expect(graph.edges).toContainEqual({ from: "weights", to: "rnn.lif" });
    expect(graph.edges).toContainEqual({ from: "rnn.lif", to: "read" });
  });

  it("keeps apart a node 'a.b' and a node 'b' of a nested graph 'a'", async () => {
    const inner = { type: "NIRGraph", nodes: { in: input(1), b: threshold(0.5), out: output(1) }, edges: pairs(["in", "b"], ["b", "out"]) };
    const bytes = await nirOf({ input: input(1), "a.b": threshold(2), a: inner, output: output(1) });
    const { graph } = await read(bytes);
    expect(graph.nodes.filter(({ kind }) => kind === "threshold")).toHaveLength(2);
  });

  it("has a transpose on the way into a series of Conv1d and out of it, and none between", async () => {
    const { graph } = await read(fixture("series"));
    expect(graph.nodes.filter(({ kind }) => kind === "transpose").map(({ name }) => name)).toEqual(["input.transposed", "fire2.transposed"]);
    const shapes = inferShapes(graph);
    expect(shapes.get("conv1")).toEqual({ input: [9, 2], output: [9, 4] });
    expect(shapes.get("flat")?.input).toEqual([3, 4]);
  });

  it("keeps parameters of each neuron, and one for all where they are equal", async () => {
    const bytes = await nirOf({ input: input(3), cells: lif([0.01, 0.02, 0.04], { r: Float64Array.of(2, 2, 2) }), output: output(3) });
    const cells = nodeOf((await read(bytes)).graph, "cells", "lif");
    expect(Array.from(cells.leak, (leak) => Number(leak.toFixed(6)))).toEqual([0.1, 0.05, 0.025]);
    expect(cells.threshold).toEqual(Float32Array.of(1));
    expect(cells.bias).toBeUndefined();
  });

  it("brings continuous time to timesteps by euler, or exactly for a constant input", async () => {
    const bytes = await nirOf({ input: input(1), cells: lif([0.01]), output: output(1) });
    expect(nodeOf((await read(bytes)).graph, "cells", "lif").leak).toEqual(Float32Array.of(0.1));
    const { graph } = await read(bytes, { discretisation: "exponential" });
    expect(nodeOf(graph, "cells", "lif").leak).toEqual(Float32Array.of(1 - Math.exp(-0.1)));
    expect(graph.timestepSeconds).toBe(DT);
  });

  it("counts the membrane from a v_reset that is not 0, and says so", async () => {
    const cells = lif([0.01], { v_reset: Float64Array.of(-0.5), v_leak: Float64Array.of(0.25) });
    const { graph, notes } = await read(await nirOf({ input: input(1), cells, output: output(1) }));
    const { threshold, bias } = nodeOf(graph, "cells", "lif");
    expect(threshold).toEqual(Float32Array.of(1.5));
    expect(bias).toEqual(Float32Array.of(0.075));
    expect(notes.map(({ message }) => message).join("\n")).toContain("the membrane is counted from v_reset, and starts there");
  });

  it("resets to v_reset and says that others subtract; --reset subtract subtracts", async () => {
    const bytes = await nirOf({ input: input(1), cells: lif([0.01]), output: output(1) });
    const { graph, notes } = await read(bytes);
    expect(nodeOf(graph, "cells", "lif").reset).toBe("zero");
    expect(notes.map(({ hint }) => hint).join("\n")).toContain("--reset subtract");
    const subtracting = await read(bytes, { reset: "subtract" });
    expect(nodeOf(subtracting.graph, "cells", "lif").reset).toBe("subtract");
    expect(subtracting.notes).toEqual([]);
  });

  it("with times in seconds needs the length of a timestep, and says once how to give it", async () => {
    const bytes = await nirOf({ input: input(1), one: lif([0.01]), two: lif([0.01]), output: output(1) });
    const message = await rejectionOf(readNir(bytes, { where: "net.nir" }));
    expect(message.match(/the length of a timestep is not known/g)).toHaveLength(1);
    expect(message).toContain("net.nir: LIF 'one'");
    expect(message).toContain("--dt 1e-4");
  });

  it("without times needs no timestep; the timestep is the unit of time, which is said", async () => {
    const { graph, notes } = await readNir(fixture("series"), { where: "net.nir" });
    expect(graph.timestepSeconds).toBeUndefined();
    expect(notes.map(({ message }) => message).join("\n")).toContain("a timestep is taken as the unit of time, v += r x");
  });

  it("refuses a time constant below the timestep in euler, and takes it in exponential", async () => {
    const bytes = await nirOf({ input: input(1), cells: lif([5e-4]), output: output(1) });
    expect(await rejectionOf(read(bytes))).toContain("tau[0] is 0.0005 s, shorter than the timestep of 0.001 s");
    expect(nodeOf((await read(bytes, { discretisation: "exponential" })).graph, "cells", "lif").leak[0]).toBeCloseTo(1 - Math.exp(-2), 6);
  });

  it("takes delays of whole timesteps only, and long ones in several nodes", async () => {
    const delayOf = (seconds: number) => nirOf({ input: input(1), wait: { type: "Delay", delay: Float64Array.of(seconds) }, output: output(1) });
    expect(await rejectionOf(read(await delayOf(0.0025)))).toContain("delay[0] is 0.0025 s, 2.5 timesteps of 0.001 s");
    const { graph } = await read(await delayOf(0.1));
    expect(graph.nodes.flatMap((node) => (node.kind === "delay" ? [...node.timesteps] : []))).toEqual([62, 38]);
  });

  it("reads an edge that is there twice once, and says so", async () => {
    const bytes = await nirOf({ input: input(1), over: threshold(0.5), output: output(1) }, [
      ["input", "over"],
      ["input", "over"],
      ["over", "output"],
    ]);
    const { graph, notes } = await read(bytes);
    expect(graph.edges).toHaveLength(2);
    expect(notes.map(({ message }) => message)).toEqual(["an edge is in the file more than once, and read once"]);
  });

  it("lists everything that is in the way, not the first", async () => {
    const bytes = await nirOf({
      input: input(2),
      one: { type: "Izhikevich" },
      two: affine(3, 2),
      three: lif([0.01, -1, 0.01]),
      four: { type: "Delay", delay: Float64Array.of(Number.NaN) },
      output: output(3),
    });
    const message = await rejectionOf(read(bytes));
    expect(message).toContain("net.nir: Izhikevich 'one': it is no primitive of NIR that is known here");
    expect(message).toContain("net.nir: LIF 'three': tau[1] is -1 s; a time constant is above 0");
    expect(message).toContain("net.nir: Delay 'four': field 'delay': element 0 is NaN");
  });

  it("shows the shapes where those of a node's fields are not those that arrive", async () => {
    const uniform = await nirOf({ input: input(4), cells: lif([0.01, 0.01, 0.01]), output: output(4) });
    expect(await rejectionOf(read(uniform))).toContain("LIF 'cells': its fields are for an input of the shape [3], but [4] arrives");
  });
});

describe("the table of operators", () => {
  it("has every primitive of PyPI's nir, and is what the reader dispatches by", () => {
    const primitives = [
      ...["Affine", "AvgPool2d", "Conv1d", "Conv2d", "CubaLI", "CubaLIF", "Delay", "Flatten", "I", "IF", "Input", "LI", "LIF"],
      ...["Linear", "NIRGraph", "Output", "Scale", "SumPool2d", "Threshold"],
    ];
    expect(NIR_OPERATORS.map(({ operator }) => operator).sort()).toEqual(primitives);
    expect([...OPERATOR_OF.values()].map(({ row }) => row)).toEqual(NIR_OPERATORS);
  });
});

const CNN = shared("cnn_sinabs.nir");

describe.skipIf(CNN === undefined)(`cnn_sinabs.nir${CNN === undefined ? " (skipped: there is no ../shared/data/nir)" : ""}`, () => {
  it("is a convolutional network of 13 layers with the shapes that it had in sinabs", async () => {
    const { graph } = await readNir(CNN ?? new Uint8Array(), { where: "cnn_sinabs.nir" });
    const shapes = inferShapes(graph);
    const layers = graph.nodes.map(({ name, kind }) => `${name} ${kind} [${shapes.get(name)?.output.join(", ")}]`);
    expect(layers).toEqual([
      "input input [2, 34, 34]",
      "0 conv2d [16, 16, 16]",
      "1 if [16, 16, 16]",
      "2 conv2d [16, 16, 16]",
      "3 if [16, 16, 16]",
      "4 pool2d [16, 8, 8]",
      "5 conv2d [8, 8, 8]",
      "6 if [8, 8, 8]",
      "7 pool2d [8, 4, 4]",
      "8 flatten [128]",
      "9 linear [256]",
      "10 if [256]",
      "11 linear [10]",
      "12 if [10]",
      "output output [10]",
    ]);
    expect(graph.edges).toHaveLength(14);
    expect(nodeOf(graph, "1", "if")).toMatchObject({ threshold: Float32Array.of(1), resistance: Float32Array.of(1) });
    expect(nodeOf(graph, "4", "pool2d")).toMatchObject({ operation: "sum", kernel: [2, 2], stride: [2, 2] });
  });
});

function threshold(value: number): Tree {
  return { type: "Threshold", threshold: Float64Array.of(value) };
}

function pairs(...edges: readonly (readonly [string, string])[]): Tree[string] {
  return { data: edges.flat(), shape: [edges.length, 2] };
}
