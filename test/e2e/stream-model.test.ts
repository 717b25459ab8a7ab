/** `snnc convert --model --stream`: a network over positions as a stream, from the command line to the core. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeValueEncoder } from "../../src/encode/values-codec.js";
import { readModel } from "../../src/flow/read-model.js";
import { evaluatorOf } from "../../src/graph/evaluate.js";
import type { Graph } from "../../src/graph/graph.js";
import { createRandom, type Random } from "../../src/util/random.js";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";
import { inputLayer, type Layer, layer, type ModelWeights, writeTfjs } from "../support/tfjs-model.js";

const folder = temporaryFolder();
const at = (...names: readonly string[]): string => join(folder.path, ...names);

beforeAll(() => buildCli());
afterAll(() => folder.remove());

const [LENGTH, CHANNELS, CLASSES] = [12, 3, 3];

/** Sequences with one of three motifs of three positions somewhere, in noise; values 0..1, [position][channel]. */
function sequences(random: Random, count: number, length: number): { values: number[][]; labels: number[] } {
  const motifs = Array.from({ length: CLASSES }, (_, c) => Array.from({ length: 3 * CHANNELS }, (_, i) => ((i * (c + 2)) % 5 < 2 ? 1 : 0)));
  const labels = Array.from({ length: count }, (_, i) => i % CLASSES);
  const values = labels.map((label) => {
    const sequence = Array.from({ length: length * CHANNELS }, () => 0.3 * random.uniform());
    const start = random.integer(length - 2) * CHANNELS;
    motifs[label]?.forEach((value, i) => {
      sequence[start + i] = value;
    });
    return sequence;
  });
  return { values, labels };
}

const normal = (random: Random, shape: readonly number[], scale: number): ModelWeights[string] => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => scale * random.normal()),
});

function outputOf(graph: Graph, values: readonly number[]): Float64Array {
  const input = graph.nodes.find(({ kind }) => kind === "input")?.name ?? "";
  const [output] = [
    ...evaluatorOf(graph)
      .step(new Map([[input, values]]))
      .values(),
  ];
  return output ?? new Float64Array(0);
}

/** Convolution, convolution, pool over all positions, and a dense layer that decides for the nearest mean of its features. */
async function sequenceModel(
  name: string,
  pool: "GlobalMaxPooling1D" | "GlobalAveragePooling1D" | "Flatten",
): Promise<{ model: string; data: string }> {
  const random = createRandom(5);
  const { values, labels } = sequences(random, 600, LENGTH);
  const weights: Record<string, ModelWeights[string]> = {
    "first/kernel": normal(random, [3, CHANNELS, 8], 0.5),
    "first/bias": normal(random, [8], 0.1),
    "second/kernel": normal(random, [2, 8, 6], 0.4),
    "second/bias": normal(random, [6], 0.1),
  };
  const layers: Layer[] = [
    inputLayer("sequence", [LENGTH, CHANNELS]),
    layer("Conv1D", "first", { filters: 8, kernel_size: 3, padding: "same", activation: "relu" }, "sequence"),
    layer("Conv1D", "second", { filters: 6, kernel_size: 2, padding: "valid", activation: "relu" }, "first"),
    layer(pool, "pool", {}, "second"),
  ];
  const body = (await readModel(writeTfjs(at(`${name}-features`), layers, weights))).graph;
  const features = values.map((sequence) => [...outputOf(body, sequence)]);
  const size = features[0]?.length ?? 0;
  const means = Array.from({ length: CLASSES }, (_, c) => {
    const own = features.filter((_, i) => labels[i] === c);
    return Array.from({ length: size }, (_, f) => own.reduce((sum, vector) => sum + (vector[f] ?? 0), 0) / own.length);
  });
  const model = writeTfjs(at(name), [...layers, layer("Dense", "classes", { units: CLASSES }, "pool")], {
    ...weights,
    "classes/kernel": {
      shape: [size, CLASSES],
      values: Float32Array.from({ length: size * CLASSES }, (_, i) => means[i % CLASSES]?.[Math.floor(i / CLASSES)] ?? 0),
    },
    "classes/bias": { shape: [CLASSES], values: Float32Array.from(means, (mean) => -0.5 * mean.reduce((sum, value) => sum + value * value, 0)) },
  });
  const data = at(`${name}.csv`);
  writeFileSync(data, values.map((sequence, i) => [labels[i], ...sequence.map((value) => value.toFixed(4))].join(",")).join("\n"));
  return { model, data };
}

describe("a network over positions", () => {
  it.each(["GlobalMaxPooling1D", "GlobalAveragePooling1D"] as const)("streams with the accuracy that it has in space (%s)", async (pool) => {
    const { model, data } = await sequenceModel(pool, pool);
    const options = ["convert", "--model", model, "--calibrate", data, "--timesteps", "6", "--max-pooling", "or", "--json"];
    const [space, stream] = [at(`${pool}-space`), at(`${pool}-stream`)];
    const inSpace = await snnc([...options, "-o", space]);
    const streamed = await snnc([...options, "--stream", "--max-positions", "500", "-o", stream]);
    expect(inSpace.code, inSpace.stderr).toBe(0);
    expect(streamed.code, streamed.stderr).toBe(0);
    const [a, b] = [JSON.parse(inSpace.stdout), JSON.parse(streamed.stdout)];
    const last = (result: { rows: readonly { testAccuracy: number }[] }): number | undefined => result.rows.at(-1)?.testAccuracy;
    expect(last(b)).toBe(last(a));
    expect(last(b)).toBeGreaterThan(60);
    expect(b.streamed).toMatchObject({ positions: LENGTH, maxPositions: 500, timestepsPerPosition: 6 });
    expect(b.streamed.neurons).toBeLessThan(b.streamed.neuronsInSpace);
    const encoder = decodeValueEncoder(readFileSync(join(stream, "encoder.pb")), "encoder.pb");
    expect(encoder.stream?.plan.positions).toBe(LENGTH);
  });

  it("runs on the core, decides as the network in space does, takes samples of any length, and refuses too long ones by name", async () => {
    const { model, data } = await sequenceModel("any", "GlobalMaxPooling1D");
    const [space, stream] = [at("any-space"), at("any-stream")];
    const options = ["convert", "--model", model, "--calibrate", data, "--timesteps", "6", "--max-pooling", "or"];
    await snnc([...options, "-o", space]);
    const said = await snnc([...options, "--stream", "--max-positions", "60", "-o", stream]);
    expect(said.stdout).toMatch(/streamed: [\d,]+ neurons in space -> [\d,]+, whatever the length \(\d+ latches, \d+ relays\)/);
    expect(said.stdout).toMatch(/streamed: 6 timesteps a position, longest delay \d+; a sample of 12 positions takes \d+ timesteps, in space \d+/);
    const rtl = await snnc(["sim", stream, "--backend", "rtl", "--data", data, "--limit", "20", "--json"]);
    expect(rtl.code, rtl.stderr).toBe(0);
    const lines = (length: number): string =>
      sequences(createRandom(length), 6, length)
        .values.map((values) => JSON.stringify({ values }))
        .join("\n");
    const own = await Promise.all([space, stream].map((bundle) => snnc(["classify", "-b", bundle, "--json"], { input: lines(LENGTH) })));
    expect(own.map(({ code, stderr }) => [code, stderr.match(/\[.*\]/g)])).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(own[1]?.stdout).toBe(own[0]?.stdout);
    const mixed = await snnc(["classify", "-b", stream, "--json"], { input: `${lines(20)}\n${lines(60)}\n${lines(7)}` });
    expect(mixed.code, mixed.stderr).toBe(0);
    const long = await snnc(["classify", "-b", stream, "--json"], { input: lines(80) });
    expect([long.code, long.stderr]).toEqual([2, expect.stringMatching(/timesteps/)]);
    const shown = await snnc(["inspect", join(stream, "encoder.pb")]);
    expect(shown.stdout).toMatch(/shape any x 3\ntimesteps 6 a position/);
  });

  it("is refused where a layer behind the positions needs them all", async () => {
    const { model, data } = await sequenceModel("flat", "Flatten");
    const flat = await snnc(["convert", "--model", model, "--calibrate", data, "--timesteps", "6", "--stream", "-o", at("flat-stream")]);
    expect(flat.code).toBe(1);
    expect(flat.stderr).toMatch(/its weights into 'output' differ between the 11 positions[\s\S]*Pool over all positions before the layer/);
    const alone = await snnc(["convert", "--model", model, "--max-positions", "9", "-o", at("x")]);
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringMatching(/--max-positions goes with --stream/)]);
  });
});
