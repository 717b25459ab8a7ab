/** What messages cost: the objective `energy`, and the same pJ from the mapper's phases and from the events counted on its tables. */
import { describe, expect, it } from "vitest";
import type { EventProgram } from "../../src/event/program.js";
import { countChipEvents } from "../../src/loihi/events.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { type MapOptions, type MapPhase, mapToLoihi } from "../../src/loihi/map.js";
import type { MappedProgram } from "../../src/loihi/mapping.js";
import { type CoreFlow, hopsBetween, placeCores, trafficOf } from "../../src/loihi/place.js";
import { HOPS } from "../../src/loihi/transport.js";
import { goldenSimulator } from "../../src/sim/golden.js";
import { loihi1, longer, seeded, smaller, textBatch, textProgram } from "./support.js";

/** North-south is dear: a placement that weighs hops alike is not the cheapest. */
const SLOPED = { name: "sloped", axonOut: 0.25, withinTile: 0.5, hopEastWest: 1, hopNorthSouth: 20 };
const CROWDED = smaller({ compartments: 3 });

const original = textProgram(seeded(7), { lines: 60, kernels: [1, 2, 3], filters: 10, classes: 4 });
const { program, extraTimesteps } = legaliseForLoihi(original, CROWDED);
const batch = longer(textBatch(seeded(4), original, 20), extraTimesteps);

async function run() {
  const result = await goldenSimulator(program).run(batch, { spikes: true });
  const spikeCounts = new Float64Array(program.populations.reduce((sum, { size }) => sum + size, 0));
  for (const neuron of result.spikes?.neuron ?? []) spikeCounts[neuron] += 1 / 20;
  return { result, spikeCounts };
}

function mapped(given: EventProgram, options: Omit<MapOptions, "seed">): { mapping: MappedProgram; phases: MapPhase[] } {
  const phases: MapPhase[] = [];
  const mapping = mapToLoihi(given, CROWDED, { seed: 1, ...options, onPhase: (phase) => phases.push(phase) });
  return { mapping, phases };
}

describe("the energy of messages", () => {
  it("is the same from the phases and from the events that the tables make of the same samples", async () => {
    const { result, spikeCounts } = await run();
    for (const objective of ["cores", "traffic", "energy"] as const) {
      const { mapping, phases } = mapped(program, { objective, costs: SLOPED, spikeCounts });
      const counts = countChipEvents(mapping, program, batch, result);
      const placed = phases.at(-1);
      expect(placed?.phase).toBe("placement");
      expect(placed?.traffic).toBeCloseTo(counts.hopsEastWest + counts.hopsNorthSouth, 6);
      expect(placed?.picojoules).toBeCloseTo(
        counts.axonsOut * 0.25 + counts.spikesWithinTile * 0.5 + counts.hopsEastWest * 1 + counts.hopsNorthSouth * 20,
        6,
      );
    }
  });

  it("is lower where it is the objective than where hops are", async () => {
    const { spikeCounts } = await run();
    const of = (objective: "traffic" | "energy") => mapped(program, { objective, costs: SLOPED, spikeCounts }).phases.at(-1);
    const [traffic, energy] = [of("traffic"), of("energy")];
    expect(energy?.picojoules).toBeLessThan(0.95 * (traffic?.picojoules ?? 0));
    expect(traffic?.traffic).toBeLessThanOrEqual(energy?.traffic ?? 0);
  });

  it("says what it was weighed by", async () => {
    const { spikeCounts } = await run();
    expect(mapped(program, { objective: "traffic" }).mapping).toMatchObject({ weighedBy: "a spike of every neuron", costs: "" });
    expect(mapped(program, { objective: "energy", costs: SLOPED, spikeCounts, weighedBy: "20 texts" }).mapping).toMatchObject({
      weighedBy: "20 texts",
      costs: "sloped",
    });
  });

  it("is kept exactly by the moves of the placement", () => {
    const random = seeded(3);
    const start = Uint32Array.from({ length: 25 }, (_, i) => Math.min(i, 24) * 5);
    const core = Uint32Array.from({ length: 120 }, (_, at) => (Math.floor(at / 5) + 1 + (at % 5) * 4) % 24);
    const flow: CoreFlow = { start, core, spikes: Float64Array.from(core, () => random.integer(9)), local: 11 };
    const placed = placeCores(24, flow, loihi1, { seed: 1, objective: "energy", costs: SLOPED });
    let expected = 0;
    for (let from = 0; from < 24; from++) {
      for (let at = start[from]; at < start[from + 1]; at++) {
        const { eastWest, northSouth } = hopsBetween(loihi1.mesh, placed.ids[from], placed.ids[core[at]]);
        expected += flow.spikes[at] * (eastWest + northSouth === 0 ? 0.5 : eastWest + 20 * northSouth);
      }
    }
    expect(placed.traffic).toBeCloseTo(expected, 6);
    const messages = flow.spikes.reduce((sum, spikes) => sum + spikes, 11);
    expect(trafficOf(flow, loihi1.mesh, placed.ids, SLOPED)).toBeCloseTo(expected + 11 * 0.5 + 0.25 * messages, 6);
    expect(trafficOf(flow, loihi1.mesh, placed.ids, HOPS)).toBe(trafficOf(flow, loihi1.mesh, placed.ids));
  });
});
