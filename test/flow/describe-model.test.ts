import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeModel, isForeignFile, type ModelDescription } from "../../src/flow/describe-model.js";
import { nominalPrograms } from "../../src/flow/nominal.js";
import { multiplyAccumulates } from "../../src/graph/cost.js";
import type { Graph, GraphNode } from "../../src/graph/graph.js";
import { writeNir } from "../../src/import/nir/write.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { buildCli, ROOT, temporaryFolder } from "../support/cli.js";

const FIXTURES = fileURLToPath(new URL("../import/", import.meta.url));
const folder = temporaryFolder();

beforeAll(() => buildCli(), 120_000);
afterAll(() => folder.remove());

function fixture(name: string): string {
  return join(FIXTURES, name);
}

async function described(graph: Graph): Promise<ModelDescription> {
  const path = join(folder.path, `${graph.name}.nir`);
  writeFileSync(path, await writeNir(graph));
  return describeModel(path);
}

/** in [4, side, side] -> convolution -> if -> flatten -> linear -> if -> out, all of one reset. */
function convolutional(name: string, side: number, channels: number, reset: "zero" | "subtract" = "zero"): Graph {
  const random = createRandom(1);
  const normal = (size: number): Float32Array => Float32Array.from({ length: size }, () => 0.3 * random.normal());
  const spiking = (own: string): GraphNode => ({ kind: "if", name: own, resistance: Float32Array.of(1), threshold: Float32Array.of(1), reset });
  const nodes: GraphNode[] = [
    { kind: "input", name: "in", shape: [4, side, side], encoding: { kind: "values" } },
    {
      kind: "conv2d",
      name: "conv",
      inChannels: 4,
      outChannels: channels,
      kernel: [3, 3],
      stride: [1, 1],
      padding: [1, 1, 1, 1],
      dilation: [1, 1],
      groups: 1,
      weight: normal(channels * 36),
    },
    spiking("spikes"),
    { kind: "flatten", name: "flat", startDim: 0, endDim: -1 },
    { kind: "linear", name: "read", inputs: channels * side * side, outputs: 3, weight: normal(channels * side * side * 3) },
    spiking("classes"),
    { kind: "output", name: "out", shape: [3] },
  ];
  return { level: "graph", name, nodes, edges: nodes.slice(1).map((node, i) => ({ from: nodes[i].name, to: node.name })) };
}

describe("a model of another framework", () => {
  it("is described by every node with shapes, parameters and multiply-accumulates, which add up to the graph's", async () => {
    const graph = convolutional("small", 6, 5);
    const { nodes, size, format, network } = await described(graph);
    expect({ format, network }).toEqual({ format: "nir", network: "spiking" });
    expect(nodes.map(({ kind }) => kind)).toEqual(graph.nodes.map(({ kind }) => kind));
    expect(nodes[1]).toEqual({ kind: "conv2d", name: "conv", input: [4, 6, 6], output: [5, 6, 6], parameters: 180, multiplyAccumulates: 6480 });
    expect(size).toEqual({ nodes: 7, parameters: 180 + 540 + 4, multiplyAccumulates: 6480 + 540, multiplyAccumulatesPerPosition: 0 });
    expect(size.multiplyAccumulates).toBe(multiplyAccumulates(graph));
  });

  it("is tried on the golden simulator and on every target, with what it uses of each", async () => {
    const { backEnds, failure } = await described(convolutional("tiny", 3, 2));
    expect(backEnds.map(({ backEnd, target }) => `${backEnd} ${target ?? ""}`.trim())).toEqual([
      "golden",
      ...["generic", "loihi1-board", "loihi1", "loihi2"].map((name) => `loihi ${name}`),
      ...[4, 8, 16, 32, 64].map((lanes) => `crossbar crossbar-${lanes}`),
    ]);
    expect(backEnds.filter(({ isPossible }) => !isPossible)).toEqual([]);
    expect(failure).toBeUndefined();
    for (const { resources, backEnd } of backEnds) {
      expect(resources.length).toBeGreaterThan(2);
      if (backEnd !== "golden") expect(resources.filter(({ used, max }) => max === undefined || used > max)).toEqual([]);
    }
  });

  it("is told every reason of a target at once, what does not fit with its need and its limit", async () => {
    const { backEnds } = await described(convolutional("wide", 24, 8));
    const crossbar = backEnds.find(({ target }) => target === "crossbar-64");
    expect(crossbar?.isPossible).toBe(false);
    const overfull = (crossbar?.resources ?? []).filter(({ used, max }) => max !== undefined && used > max);
    expect(overfull.map(({ name }) => name)).toEqual(["groups"]);
    for (const { used, max } of overfull) {
      expect(crossbar?.reasons.map(({ message }) => message).join("\n")).toMatch(new RegExp(`needs ${used}; crossbar-64 holds ${max}`));
    }
  });

  it("takes the option of `snnc convert` under which a target takes it, and none where it takes the network as it is", async () => {
    const optionsOf = async (file: string, reading: Parameters<typeof describeModel>[1]): Promise<readonly string[]> => {
      const { backEnds } = await describeModel(fixture(file), reading);
      return [...new Set(backEnds.filter(({ isPossible }) => isPossible).map(({ backEnd, options }) => `${backEnd}: ${options}`))];
    };
    // Leaks that are no powers of two make CUBA neurons, which crossbars run.
    expect(await optionsOf("nir/fixtures/recurrent.nir", { reading: { dt: 1e-4 } })).toEqual(["golden: ", "crossbar: "]);
    expect(await optionsOf("keras/fixtures/digits.keras", {})).toContain("loihi: --reset zero");
  });

  it("has one or no program: a network whose accumulators overflow fails as a check does", async () => {
    const { backEnds, failure } = await describeModel(fixture("nir/fixtures/recurrent.nir"), { reading: { dt: 1e-4 }, timesteps: 10_000_000 });
    expect(backEnds.some(({ isPossible }) => isPossible)).toBe(false);
    expect(failure).toBe("check");
    expect(backEnds[0]?.reasons.length).toBeGreaterThan(0);
    expect(new Set(backEnds.slice(1).flatMap(({ reasons }) => reasons.map(({ code }) => code)))).toEqual(new Set(["no-program"]));
  });

  it("says nothing of synapses where the neurons alone are too many", async () => {
    const { backEnds } = await described(convolutional("huge", 96, 16));
    expect(backEnds[0]?.isPossible).toBe(true);
    // The boards and chips of more cores hold its neurons, and say what else is in the way.
    const small = backEnds.filter(({ target }) => target === "loihi1" || target?.startsWith("crossbar"));
    expect(small).toHaveLength(6);
    for (const { resources, reasons } of small) {
      expect(resources).toHaveLength(1);
      expect(reasons).toHaveLength(1);
    }
  });

  it("counts what a text costs by its length", async () => {
    const { size, network, nodes } = await describeModel(fixture("keras/fixtures/textcnn.keras"));
    expect(network).toBe("text");
    expect(size).toMatchObject({ multiplyAccumulates: 36, multiplyAccumulatesPerPosition: 48 + 72 + 96 });
    expect(nodes.find(({ name }) => name === "conv2")?.output).toEqual([-1, 4]);
  });

  it("brings hidden layers of a text classifier into one readout that has weights", async () => {
    const random = createRandom(2);
    const normal = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());
    const dense = (name: string, inputs: number, outputs: number): GraphNode => ({
      kind: "linear",
      name,
      inputs,
      outputs,
      weight: normal(inputs * outputs),
    });
    const nodes: GraphNode[] = [
      { kind: "input", name: "words", shape: [-1], encoding: { kind: "tokens", vocabularySize: 20 } },
      { kind: "embedding", name: "embedding", vocabularySize: 20, dimensions: 4, weight: normal(80) },
      {
        kind: "conv1d",
        name: "conv",
        inChannels: 4,
        outChannels: 8,
        kernel: 3,
        stride: 1,
        dilation: 1,
        groups: 1,
        padding: { left: 0, right: 0 },
        weight: normal(96),
      },
      { kind: "relu", name: "relu" },
      { kind: "globalPool", name: "pool", operation: "max" },
      dense("hidden", 8, 6),
      { kind: "relu", name: "hidden.relu" },
      dense("classes", 6, 3),
      { kind: "output", name: "out", shape: [3] },
    ];
    const edges = nodes.slice(1).map((node, i) => ({ from: nodes[i].name, to: node.name }));
    const [only] = await nominalPrograms({ level: "graph", name: "text", nodes, edges }, "text", {});
    if (only?.kind !== "program") throw new Error(only?.error.message);
    const readout = only.program.tables.find(({ columns }) => columns === 3);
    expect(readout?.weights.filter((weight) => weight !== 0).length).toBeGreaterThan(12);
  });

  it("is refused where it is neither ours nor a model", async () => {
    const path = join(folder.path, "words.pb");
    writeFileSync(path, "\u0001\u0002 not a model");
    const error = await describeModel(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SnncError);
    expect(error instanceof SnncError ? error.diagnostics.map(({ code }) => code) : []).toEqual(["artefact-unknown"]);
  });
});

describe("a file of another framework", () => {
  it("is told from an artefact by its content", () => {
    const artefact = join(folder.path, "short.pb");
    writeFileSync(artefact, "SNNC");
    expect(isForeignFile(artefact)).toBe(false);
    expect(isForeignFile(fixture("nir/fixtures/lif.nir"))).toBe(true);
    expect(isForeignFile(ROOT)).toBe(false);
    expect(isForeignFile(join(folder.path, "nowhere"))).toBe(false);
  });
});
