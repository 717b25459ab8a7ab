import { describe, expect, it } from "vitest";
import { layoutOf, lookup } from "../../../src/event/layout.js";
import type { EventProgram, Population, Projection } from "../../../src/event/program.js";
import { analyseRanges } from "../../../src/event/ranges.js";
import type { EventBatch } from "../../../src/event/run.js";
import { type StreamPlan, streamBatch, windowsOf } from "../../../src/event/stream.js";
import { exchangeLoops } from "../../../src/passes/exchange-loops.js";
import { legaliseDelays } from "../../../src/passes/legalise-delays.js";
import { createRandom } from "../../../src/util/random.js";
import { messageOf } from "../../support/errors.js";
import { expectContract, expectGolden, run, spikesOf } from "../support/contract.js";
import { inSpace, randomNetwork, samplesInSpace } from "./networks.js";

describe("exchange-loops", () => {
  it("gives every spike of every layer, and equal class sums", async () => {
    const seen = { networks: 0, spikes: 0, silences: 0, latches: 0, strides: 0, dilations: 0, relayed: 0 };
    for (let seed = 1; seed <= 500; seed++) {
      const random = createRandom(seed);
      const spec = randomNetwork(random);
      const space = inSpace(spec);
      const { program, stream, statistics } = exchanged(space);
      const relayed = legaliseDelays.withOptions({ slots: 16 }).run(program);
      const batch = samplesInSpace(random, spec, space, 3);
      seen.spikes += await expectSameSchedule(space, seed % 2 === 0 ? program : relayed.program, stream, batch, spec.length, `seed ${seed}`);
      seen.networks++;
      seen.silences += stream.emissions.filter(({ kind }) => kind === "silence").length;
      seen.latches += statistics.latches > 0 ? 1 : 0;
      seen.strides += spec.layers.some(({ stride }) => stride > 1) ? 1 : 0;
      seen.dilations += spec.layers.some(({ dilation }) => dilation > 1) ? 1 : 0;
      seen.relayed += relayed.statistics.relayPopulations > 0 ? 1 : 0;
    }
    expect(seen.spikes).toBeGreaterThan(20_000);
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(10);
  });

  it("runs texts of other lengths as the network in space of that length does", async () => {
    let spikes = 0;
    for (let seed = 1001; seed <= 1100; seed++) {
      const random = createRandom(seed);
      const spec = randomNetwork(random);
      const { program, stream } = exchanged(inSpace(spec), 40);
      for (const length of [spec.length - 1, spec.length + 1 + random.integer(6), 40]) {
        const space = inSpace(spec, length, windowsOf(stream, length));
        spikes += await expectSameSchedule(space, program, stream, samplesInSpace(random, spec, space, 1), length, `seed ${seed}, length ${length}`);
      }
    }
    expect(spikes).toBeGreaterThan(10_000);
  });

  it("takes as many neurons and bits of state for a long text as for a short one, where an OR pools", () => {
    const spec = randomNetwork(createRandom(3), { models: ["if"], timesteps: 4 });
    const pools = spec.pools.map((pool) => ({ ...pool, kind: "or" as const }));
    const [short, long] = [16, 4096].map((length) => exchanged(inSpace({ ...spec, pools, length: 16 }), length).program);
    const { outputBias: _, ...unbiased } = spec;
    expect(long.limits.timestepsPerSample).toBeGreaterThan(16_384);
    expect({ ...long, limits: short.limits }).toEqual(short);
    const [a, b] = [16, 4096].map((length) => analyseRanges(exchanged(inSpace({ ...unbiased, pools, length: 16 }), length).program));
    expect(b).toEqual(a);
  });

  it("shows a convolution under an OR", () => expectGolden(exchangeLoops, import.meta.url));

  it("refuses by name what cannot stream", async () => {
    const spec = randomNetwork(createRandom(8), { models: ["if"], timesteps: 3, strides: false });
    const space = inSpace({ ...spec, pools: [{ ...spec.pools[0], kind: "or" }] });
    const { readout } = space;
    const change = (name: string, to: (population: Population) => Population): EventProgram => ({
      ...space,
      populations: space.populations.map((population) => (population.name === name ? to(population) : population)),
    });
    const edge = (projection: Partial<Projection>): EventProgram => ({
      ...space,
      projections: [...space.projections, { ...space.projections[0], name: "extra", ...projection }],
    });
    const last = space.populations.findLast(({ name }) => name.startsWith("h"))?.name ?? "";
    const [first] = space.populations;
    const cases: readonly (readonly [string, EventProgram])[] = [
      ["the readout spikes", change("out", (p) => ({ ...p, thresholds: new Int32Array(p.size).fill(3) }))],
      [
        "the readout counts",
        { ...change("out", (p) => ({ ...p, thresholds: new Int32Array(p.size).fill(3) })), readout: { ...readout, kind: "count" } },
      ],
      ["an OR that remembers", change("or0", (p) => ({ ...p, model: { kind: "if" } }))],
      ["a bias", change("h0", (p) => ({ ...p, biases: new Int32Array(p.size).fill(1) }))],
      ["thresholds by position", change("h0", (p) => ({ ...p, thresholds: p.thresholds?.map((_, n) => 5 + n) ?? new Int32Array() }))],
      ["an edge back", edge({ source: { kind: "population", population: last }, target: "h0", ...toItself(first) })],
      ["an edge that waits", { ...space, projections: space.projections.map((p, i) => (i === 0 ? { ...p, delay: 2 } : p)) }],
      ["a later readout", { ...space, readout: { ...readout, drainTimesteps: readout.drainTimesteps + 1 } }],
      ["streamed already", exchanged(space).program],
      ["no windows", { ...space, ...withoutWindows(space) }],
      ["too long", space],
    ];
    const told = cases.map(([name, program]) => {
      const options = { maxPositions: name === "too long" ? 2 ** 20 : 0 };
      return `${name}:
${messageOf(() => exchangeLoops.withOptions(options).run(program))}`;
    });
    await expect(`${told.join("\n\n")}
`).toMatchFileSnapshot("../../errors/exchange.txt");
  });

  it("refuses samples that do not fit the stream", async () => {
    const spec = randomNetwork(createRandom(8), { models: ["if"], timesteps: 3 });
    const space = inSpace(spec);
    const { stream } = exchanged(space);
    const batch = samplesInSpace(createRandom(1), spec, space, 1);
    expect(() => streamBatch(stream, { ...batch, timesteps: Uint32Array.of(2) })).toThrow("sample 0: it runs 2 timesteps; every position takes 3");
    const [layer] = stream.layers;
    expect(() => windowsOf({ ...stream, layers: [{ ...layer, extent: 5, padding: 1 }] }, 3)).toThrow(
      "a text of 3 positions leaves population 'h0' no window: it sees 5 of 4 positions",
    );
  });
});

/** Neuron i to neuron i of a population, through the table that the program has first. */
function toItself({ size }: Population): Pick<Projection, "connectivity"> {
  return { connectivity: { kind: "dense", columnStart: 0, length: 1, targetStart: 0, rowOf: new Uint32Array(size) } };
}

/** The same network with a line for each synapse: nothing says what a position is. */
function withoutWindows({ projections, populations, inputs }: EventProgram): Pick<EventProgram, "projections" | "populations" | "inputs"> {
  const lines = inputs.find(({ name }) => name === "in")?.lines ?? 0;
  const dense = { kind: "dense", columnStart: 0, length: 1, targetStart: 0, rowOf: new Uint32Array(lines) } as const;
  const [first] = populations;
  const out = populations.find(({ name }) => name === "out");
  if (out === undefined) throw new Error("no readout");
  const [projection] = projections;
  return {
    inputs,
    populations: [first, out],
    projections: [
      { ...projection, connectivity: dense },
      { ...projection, name: "out", source: { kind: "population", population: first.name }, target: "out", ...toItself(first) },
    ],
  };
}

function exchanged(space: EventProgram, maxPositions = 0) {
  const result = expectContract(exchangeLoops.withOptions({ maxPositions }), space);
  if (result.stream === undefined) throw new Error("no stream");
  return { ...result, stream: result.stream };
}

/** Spike of (p, f) at t in space <=> spike of f in timestep t of the slot of p; class sums and decisions. Returns the spikes compared. */
async function expectSameSchedule(
  space: EventProgram,
  program: EventProgram,
  stream: StreamPlan,
  batch: EventBatch,
  positions: number,
  about: string,
): Promise<number> {
  const before = await run(space, batch);
  const after = await run(program, streamBatch(stream, batch, positions));
  const windows = windowsOf(stream, positions);
  const [inSpaceLayout, layout] = [layoutOf(space), layoutOf(program)];
  const T = stream.timesteps;
  let compared = 0;
  stream.layers.forEach((layer, l) => {
    const { size } = lookup(layout.populationOf, layer.population);
    const [first, firstInSpace] = [layout, inSpaceLayout].map(({ populationStart }) => lookup(populationStart, layer.population));
    const depth = depthOf(space, layer.population);
    const expected = spikesOf(before).flatMap(([sample, t, n]) => {
      const own = n - firstInSpace;
      return own < 0 || own >= windows[l] * size || t - depth < 0 || t - depth >= T
        ? []
        : [`${sample} ${Math.floor(own / size)} ${own % size} ${t - depth}`];
    });
    const got = spikesOf(after).flatMap(([sample, t, n]) => {
      const own = n - first;
      if (own < 0 || own >= size || t < layer.shift) return [];
      const window = (Math.floor((t - layer.shift) / T) - layer.firstSlot) / layer.slotsPerWindow;
      if (!Number.isInteger(window) || window < 0 || window >= windows[l]) return [];
      return [`${sample} ${window} ${own} ${(t - layer.shift) % T}`];
    });
    expect(got.sort(), `${about}, ${layer.population}`).toEqual(expected.sort());
    compared += expected.length;
  });
  expect([...after.outputs], about).toEqual([...before.outputs]);
  expect([...after.decisions], about).toEqual([...before.decisions]);
  return compared;
}

/** Longest way from the input; all are equal in a network of layers. */
function depthOf(program: EventProgram, population: string): number {
  return Math.max(
    ...program.projections.flatMap(({ source, target, delay }) =>
      target === population ? [delay + (source.kind === "input" ? 0 : depthOf(program, source.population))] : [],
    ),
  );
}
