/** Partition, placement and scale: limits, traffic beside the simple mapping, determinism, refusals. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventProgram } from "../../src/event/program.js";
import { BENCH_NETWORKS, local } from "../../src/flow/bench-map/networks.js";
import { loadLoihiTarget } from "../../src/flow/targets.js";
import { bisect } from "../../src/loihi/bisect.js";
import { encodeMapping } from "../../src/loihi/codec.js";
import { type Hypergraph, projectHypergraph } from "../../src/loihi/hypergraph.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { busiestLink, flowOfMapping, linkLoadsOf } from "../../src/loihi/links.js";
import { baselineOf, type MapPhase, mapToLoihi } from "../../src/loihi/map.js";
import { type CoreFlow, hopsBetween, placeAtRandom, placeCores, trafficOf } from "../../src/loihi/place.js";
import type { LoihiTarget } from "../../src/loihi/target.js";
import { validateMapping } from "../../src/loihi/validate.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { loihi1, seeded, smaller } from "./support.js";

const IS_FULL = process.env.SNNC_TEST_FULL === "1";
const generic = loadLoihiTarget("generic");
/** Cores an eighth as large, so that a small network needs many. */
const narrow: LoihiTarget = { ...generic, core: { ...generic.core, compartments: 128, inputAxons: 2048 } };

const networkOf = (name: string, neurons: number): EventProgram => {
  const network = BENCH_NETWORKS.find((candidate) => candidate.name === name);
  if (network === undefined) throw new Error(`no network ${name}`);
  return network.build(neurons, 1);
};

function mapped(program: EventProgram, target: LoihiTarget, seed = 1) {
  const legal = legaliseForLoihi(program, target).program;
  const phases: MapPhase[] = [];
  return { legal, phases, mapping: mapToLoihi(legal, target, { seed, onPhase: (phase) => phases.push(phase) }) };
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SnncError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

/** Vertices on a line, each net two neighbours: the best cut of any half is 1. */
function path(vertices: number): Hypergraph {
  const nets = vertices - 1;
  return {
    vertices,
    load: new Float64Array(vertices).fill(1 / 8),
    netStart: Uint32Array.from({ length: nets + 1 }, (_, net) => 2 * net),
    pins: Uint32Array.from({ length: 2 * nets }, (_, pin) => (pin >> 1) + (pin & 1)),
    netWeight: new Float64Array(nets).fill(1),
  };
}

function cutOf({ netStart, pins, netWeight }: Hypergraph, side: Uint8Array): number {
  let cut = 0;
  netWeight.forEach((weight, net) => {
    if (new Set(Array.from(pins.subarray(netStart[net], netStart[net + 1]), (vertex) => side[vertex])).size > 1) cut += weight;
  });
  return cut;
}

const randomGraph = fc
  .record({ vertices: fc.integer({ min: 4, max: 300 }), nets: fc.integer({ min: 1, max: 400 }), seed: fc.nat(1000) })
  .map(({ vertices, nets, seed }): Hypergraph => {
    const random = seeded(seed);
    const all = Array.from({ length: nets }, () => [
      ...new Set(Array.from({ length: 2 + random.integer(4) }, () => random.integer(vertices))),
    ]).filter((pins) => pins.length > 1);
    let end = 0;
    return {
      vertices,
      load: Float64Array.from({ length: vertices }, () => (1 + random.integer(3)) / 16),
      netStart: Uint32Array.from([0, ...all.map((pins) => (end += pins.length))]),
      pins: Uint32Array.from(all.flat()),
      netWeight: Float64Array.from(all, () => 1 + random.integer(5)),
    };
  });

describe("bisection", () => {
  it("cuts a line of 1,000 vertices at few places", () => {
    const side = bisect(path(1000), { low: 62, high: 63 }, seeded(1));
    expect(cutOf(path(1000), side)).toBeLessThanOrEqual(3);
  });

  it("meets the balance as nearly as whole vertices allow, and repeats by seed", () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const total = graph.load.reduce((sum, load) => sum + load, 0);
        const balance = { low: total / 2 - 0.1, high: total / 2 + 0.1 };
        const side = bisect(graph, balance, seeded(3));
        const left = graph.load.reduce((sum, load, vertex) => sum + (side[vertex] === 0 ? load : 0), 0);
        const largest = 3 / 16;
        expect(left).toBeGreaterThanOrEqual(balance.low - largest);
        expect(left).toBeLessThanOrEqual(balance.high + largest);
        expect(bisect(graph, balance, seeded(3))).toEqual(side);
      }),
      { numRuns: 20, seed: 5 },
    );
  });

  it("keeps the weight of every net when vertices are merged", () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const image = Int32Array.from({ length: graph.vertices }, (_, vertex) => vertex >> 1);
        const merged = projectHypergraph(graph, image, Math.ceil(graph.vertices / 2));
        // A cut that parts no merged pair weighs the same in both.
        const coarse = Uint8Array.from({ length: merged.vertices }, (_, vertex) => vertex % 2);
        const fine = Uint8Array.from(image, (vertex) => vertex % 2);
        expect(cutOf(merged, coarse)).toBeCloseTo(cutOf(graph, fine), 9);
        expect(merged.load.reduce((sum, load) => sum + load, 0)).toBeCloseTo(
          graph.load.reduce((sum, load) => sum + load, 0),
          9,
        );
      }),
      { numRuns: 60, seed: 6 },
    );
  });
});

describe("placement", () => {
  /** A grid of 8 x 8 cores, each sending to its right and lower neighbour, numbered at random. */
  const grid = (): CoreFlow => {
    const name = seeded(8).shuffle(Uint32Array.from({ length: 64 }, (_, i) => i));
    const sends = new Map<number, number[]>();
    for (let i = 0; i < 64; i++)
      sends.set(
        name[i],
        [...(i % 8 < 7 ? [name[i + 1]] : []), ...(i < 56 ? [name[i + 8]] : [])].sort((a, b) => a - b),
      );
    const start = [0];
    const core: number[] = [];
    for (let i = 0; i < 64; i++) {
      core.push(...(sends.get(i) ?? []));
      start.push(core.length);
    }
    return { start: Uint32Array.from(start), core: Uint32Array.from(core), spikes: new Float64Array(core.length).fill(3), local: 0 };
  };
  const flat: LoihiTarget = { ...generic, mesh: { chips: 1, tilesX: 8, tilesY: 8, coresPerTile: 1 } };

  it("finds neighbours of a shuffled grid again", () => {
    const { ids, traffic } = placeCores(64, grid(), flat, { seed: 1, objective: "traffic" });
    expect(new Set(ids).size).toBe(64);
    // 112 links of 3 spikes: one hop each is the least.
    expect(traffic).toBeLessThan(1.5 * 112 * 3);
    expect(traffic).toBeLessThan(0.3 * trafficOf(grid(), flat.mesh, placeAtRandom(64, flat, 1)));
  });

  it("keeps the cost of its moves exactly, and repeats by seed", () => {
    const placed = placeCores(64, grid(), flat, { seed: 2, objective: "traffic" });
    const flow = grid();
    let hops = 0;
    for (let from = 0; from < 64; from++) {
      for (let at = flow.start[from]; at < flow.start[from + 1]; at++) {
        const { eastWest, northSouth } = hopsBetween(flat.mesh, placed.ids[from], placed.ids[flow.core[at]]);
        hops += flow.spikes[at] * (eastWest + northSouth);
      }
    }
    expect(placed.traffic).toBeCloseTo(hops, 6);
    expect(placeCores(64, grid(), flat, { seed: 2, objective: "traffic" }).ids).toEqual(placed.ids);
  });

  it("adds up loads of links along rows first", () => {
    // 0 at (0,0) and 1 at (1,0) both send to 2 at (2,1): the link from (1,0) east and the one down from (2,0) carry both.
    const flow: CoreFlow = { start: Uint32Array.of(0, 1, 2, 2), core: Uint32Array.of(2, 2), spikes: Float64Array.of(5, 7), local: 0 };
    expect(busiestLink(linkLoadsOf(flow, flat.mesh, [0, 1, 10]))).toBe(12);
    expect(trafficOf(flow, flat.mesh, [0, 1, 10])).toBe(5 * 3 + 7 * 2);
  });
});

describe("mapping networks with structure", () => {
  it.each(["convolution", "layered", "local"])(
    "%s: moves at most seven tenths of the simple mapping's traffic on no more cores, within all limits",
    (name) => {
      const { legal, mapping, phases } = mapped(name === "local" ? local(3_000, 1, 128) : networkOf(name, 3_000), narrow);
      expect(validateMapping(mapping, narrow)).toEqual([]);
      const baseline = baselineOf(legal, narrow, { seed: 1 });
      const last = phases[phases.length - 1];
      expect(last.phase).toBe("placement");
      expect(last.cores).toBe(mapping.cores.length);
      expect(mapping.cores.length).toBeLessThanOrEqual(baseline.cores);
      expect(last.traffic).toBeLessThanOrEqual(0.7 * Math.min(baseline.randomTraffic, baseline.orderedTraffic));
      expect(last.traffic).toBeGreaterThan(0);
      const loads = linkLoadsOf(
        flowOfMapping(mapping),
        mapping.mesh,
        mapping.cores.map(({ id }) => id),
      );
      expect(busiestLink(loads)).toBe(last.busiestLink);
      expect(loads.load.reduce((sum, load) => sum + load, 0)).toBeCloseTo(last.traffic, 3);
    },
  );

  it("gives the same bytes for the same seed", () => {
    const program = networkOf("convolution", 1_500);
    expect(encodeMapping(mapped(program, narrow, 4).mapping)).toEqual(encodeMapping(mapped(program, narrow, 4).mapping));
  });

  it("weighs by spikes: what never spikes is not worth a hop", () => {
    const program = networkOf("layered", 3_000);
    const legal = legaliseForLoihi(program, narrow).program;
    const phases: MapPhase[] = [];
    mapToLoihi(legal, narrow, { seed: 1, spikeCounts: new Float64Array(3_000), onPhase: (phase) => phases.push(phase) });
    expect(phases[phases.length - 1]).toMatchObject({ messages: 0, traffic: 0, busiestLink: 0 });
  });

  it("keeps cores in the order of the neurons where the objective is cores", () => {
    const legal = legaliseForLoihi(networkOf("convolution", 3_000), narrow).program;
    const { cores } = mapToLoihi(legal, narrow, { seed: 1, objective: "cores" });
    const neurons = cores.flatMap((core) => [...core.neurons]);
    expect(neurons).toEqual([...neurons].sort((a, b) => a - b));
  });
});

describe("large networks", () => {
  it("are mapped at 100,000 neurons", () => {
    const { mapping } = mapped(networkOf("convolution", 100_000), generic);
    expect(mapping.cores.length).toBe(112);
    expect(mapping.cores.reduce((sum, core) => sum + core.neurons.length, 0)).toBe(72 * 72 * 22);
    const few = { ...mapping, cores: mapping.cores.filter((_, core) => core % 16 === 0) };
    // Without the others only what lies inside a core can be checked: its lists and its limits.
    expect(validateMapping(few, generic).filter(({ message }) => /runs beyond|reads beyond|uses|reaches/.test(message))).toEqual([]);
  });

  it.runIf(IS_FULL)(
    "are mapped at a million neurons and 100 million synapses",
    () => {
      for (const name of ["convolution", "local"]) {
        const { mapping } = mapped(networkOf(name, 1_000_000), generic);
        expect(mapping.cores.length).toBe(Math.ceil(mapping.populations.reduce((sum, { size }) => sum + size, 0) / 1024));
      }
    },
    900_000,
  );

  it("are refused without structure, naming input axons", () => {
    const few = smaller({ inputAxons: 512 }, { tilesX: 2, tilesY: 2 });
    expect(refusal(() => mapped(networkOf("random", 5_000), few))).toMatchInlineSnapshot(`
      "check: program 'random': needs more than 129 cores; loihi1 holds 16 [loihi-cores]
        Take a target with more chips (\`--target loihi1-board\` has 32), lower the filters, or share more rows (\`--rows\`).
      population 'all': 1024 neurons on one core need 4787 input axons; a core of loihi1 holds 512, so it takes 5 of them [loihi-input-axons]
        Share rows between words (\`--rows\`), use the compact code (\`--encoding code\`), or prune synapses."
    `);
  });

  it.runIf(IS_FULL)(
    "are refused at a million neurons without structure",
    () => {
      expect(refusal(() => mapped(networkOf("random", 1_000_000), loihi1))).toMatch(/needs more than \d+ cores; loihi1 holds 128.*input axons/s);
    },
    900_000,
  );
});
